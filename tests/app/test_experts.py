"""The experts panel: the trace of the shown slice, in pictures and words."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.state import AppState
from app.views.experts import ExpertsPanel, energy_text, modality_routings, routing_row
from app.views.gates import GateGrid
from app.views.words import entropy_bits, gate_text
from core.records import Verdict
from tests.app.fakes import make_loaded, make_result

MRI = ("t1", "t1post", "t2", "flair")


@pytest.fixture
def state():
    return AppState()


@pytest.fixture
def panel(qtbot, state):
    panel = ExpertsPanel(state)
    qtbot.addWidget(panel)
    panel.resize(720, 240)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def open_result(state, modalities=("rgb", "infrared"), size=(64, 64), verdict=Verdict.ANOMALY):
    loaded = make_loaded(modalities, size)
    state.set_loaded(loaded)
    result = make_result(loaded, verdict)
    state.set_result(result)
    return result


def grids(panel):
    panel.grab()  # lays new grids out
    return panel._grids


def detail(panel):
    return panel.findChild(QLabel, "experts-detail").text()


def hover(widget, position):
    """A mouse move without a button; QTest would move the real pointer, which not every platform has."""
    place, none = QPointF(position), Qt.MouseButton.NoButton
    glob = widget.mapToGlobal(place)
    event = QMouseEvent(QEvent.Type.MouseMove, place, glob, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def centre(grid, scale, kernel):
    return grid.mark_rect((scale, kernel)).center().toPoint()


def test_every_modality_has_a_grid_and_nothing_is_shown_before_a_result(panel, state):
    assert grids(panel) == []
    assert "once a sample is inspected" in panel.findChild(QLabel, "experts-title").text()
    open_result(state, MRI, (12, 32, 32))
    assert len(grids(panel)) == 4
    open_result(state, ("rgb",))
    assert len(grids(panel)) == 1


def test_the_panel_says_that_routing_is_not_per_pixel(panel, state):
    open_result(state)
    assert "never per pixel" in detail(panel)


def test_pointing_at_a_gate_explains_it_and_leaving_ends_it(panel, state):
    result = open_result(state)
    grid = grids(panel)[1]
    hover(grid, centre(grid, 1, 2))
    best = result.routing.leaders[0, 1, 1, 2, 0]
    assert detail(panel).startswith(f"Infrared, scale 2, kernel 5×5: leaders {best} (")
    hover(grid, QPoint(1, 1))
    assert "never per pixel" in detail(panel)


def test_arrow_keys_walk_the_gates_and_go_on_in_the_next_modality(panel, state, qtbot):
    open_result(state)
    first, second = grids(panel)
    panel.activateWindow()
    qtbot.waitUntil(lambda: panel.isActiveWindow() and first.isVisible())  # being activated, a window picks the focus
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    first.go_to((0, 0))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(first, key)
    assert first.mark == (1, 2)
    assert "RGB, scale 2, kernel 5×5" in first.accessibleDescription()
    QTest.keyClick(first, Qt.Key.Key_Right)
    qtbot.waitUntil(second.hasFocus)
    assert second.mark == (1, 0)
    assert detail(panel).startswith("Infrared, scale 2, kernel 1×1")
    QTest.keyClick(second, Qt.Key.Key_Left)
    assert first.mark == (1, 2)


def test_a_volume_shows_the_inspected_slice_nearest_to_the_shown_one(panel, state):
    result = open_result(state, ("t1", "flair"), (12, 32, 32))  # slices 1, 5 and 9 were inspected
    assert [routing_row(result, index) for index in (0, 4, 11)] == [0, 1, 2]
    state.set_slice(11)
    title = panel.findChild(QLabel, "experts-title").text()
    assert title.startswith("Slice 10 (nearest inspected):")
    shown = grids(panel)[0]._routing
    assert np.array_equal(shown.probabilities, result.routing.probabilities[2, 0])


def test_the_words_name_the_leading_sensor_and_the_largest_part(state):
    result = open_result(state)
    result.gate_energy[0] = [[0.1, 0.05, 0.05], [0.1, 0.6, 0.1]]
    words = energy_text(modality_routings(result, 0))
    assert words == "mostly Infrared (80 %), largest part Infrared, scale 2 (60 %)."


@pytest.mark.parametrize("width", [360, 740, 1400])
@pytest.mark.parametrize("modalities", [("rgb",), ("rgb", "depth", "infrared"), MRI])
def test_gates_never_overlap_and_stay_inside_at_any_width(panel, state, modalities, width):
    open_result(state, modalities, (12, 32, 32) if modalities is MRI else (64, 64))
    panel.resize(width, 260)
    assert not panel.grab().isNull()
    for grid in grids(panel):
        cells = [grid.mark_rect((scale, kernel)) for scale in range(3) for kernel in range(3)]
        assert all(grid.rect().toRectF().contains(cell) for cell in cells)
        assert not any(a.intersects(b) for place, a in enumerate(cells) for b in cells[:place])


def test_four_modalities_fit_side_by_side_below_the_views_of_a_small_screen(panel, state):
    open_result(state, MRI, (12, 32, 32))
    panel.resize(650, 160)
    panel.grab()
    tops = {grid.y() for grid in grids(panel)}
    assert len(tops) == 1


def test_a_low_panel_says_everything_in_one_line(panel, state):
    open_result(state)
    panel.resize(650, 160)
    grid = grids(panel)[0]
    title = panel.findChild(QLabel, "experts-title")
    assert not panel.findChild(QLabel, "experts-detail").isVisible()
    assert "never per pixel" in title.toolTip()
    hover(grid, centre(grid, 0, 0))
    assert title.toolTip().startswith("RGB, scale 1, kernel 1×1")


def test_an_unknown_part_still_shows_its_routing(panel, state):
    open_result(state, verdict=Verdict.UNKNOWN)
    assert len(panel.findChildren(GateGrid)) == 2


def test_a_gate_is_explained_in_plain_words():
    probabilities = np.zeros(32, dtype=np.float32)
    probabilities[[7, 19]] = 0.62, 0.38
    words = gate_text("Infrared", 2, 3, probabilities, np.array([7, 19]), np.array([0.62, 0.38], dtype=np.float32))
    assert words.startswith("Infrared, scale 2, kernel 3×3: leaders 7 (62 %) and 19 (38 %) of 32.")
    assert "held 100 % of the gate" in words
    assert "percentage points before the next" in words
    assert "entropy 1.0 of 5.0 bits: clear choice" in words


def test_entropy_runs_from_none_to_all_bits():
    assert entropy_bits(np.array([1, 0], dtype=np.float32)) == 0
    assert entropy_bits(np.full(32, 1 / 32, dtype=np.float32)) == pytest.approx(5)
