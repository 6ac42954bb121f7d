"""The atlas page: bubbles and heat by mouse and keyboard, likeness, drift, and the samples behind a bubble."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLabel

from app.views.bubbles import BubbleChart
from app.views.drift import drift_in_words
from app.views.likeness import LikenessChart
from core.probing.history import RoutedPart, drift
from core.store.bodies import result_body
from core.verdicts import part_key
from tests.app.fake_probe import make_atlas

SENSORS = ("rgb", "infrared")


def parts(window, count=30, shift=0.0) -> list[RoutedPart]:
    """Inspected samples, the first of which are in the queue; every other one keeps leader 7 instead of 5."""
    random = np.random.default_rng(0)
    keys = [part_key(sample) for sample in window.state.samples]
    made = []
    for number in range(count):
        leaders = np.broadcast_to(np.array([5 + 2 * (number % 2), 9]), (2, 3, 3, 2))
        distance = float(random.normal(0.6, 0.04)) + (shift if number >= count - 10 else 0.0)
        key = keys[number] if number < len(keys) else f"gone{number}"
        made.append(
            RoutedPart(
                key,
                f"p{number}",
                "bracket",
                SENSORS,
                f"2026-02-{number % 28 + 1:02d}T08:00:00+00:00",
                leaders,
                distance,
            )
        )
    return made


@pytest.fixture
def window(make_window, qtbot, tmp_path):
    window = make_window(review=tmp_path / "review.db")
    window.open_paths([tmp_path / name for name in ("a", "b", "c", "d")])
    qtbot.waitUntil(lambda: window.state.result is not None and len(window.state.samples) == 4)
    window.show_workspace("experts")
    window.console.show_page("Atlas")
    return window


def choose(window, box, words):
    combo: QComboBox = getattr(window.console.atlas, box)
    combo.setCurrentText(words)
    combo.activated.emit(combo.currentIndex())


def test_the_atlas_reads_the_record(window, qtbot):
    session, state = window.deciding.session, window.state
    qtbot.waitUntil(lambda: session.store is not None, timeout=30_000)
    body = result_body(state.result, state.model, {})
    session.store.put_result(state.samples[0], body)
    session.store.put_result(state.samples[1], {**body, "model": {"sha256": "of another model"}})
    choose(window, "source", "Inspected samples")
    words = window.console.atlas.findChild(QLabel, "atlas-words")
    qtbot.waitUntil(lambda: words.text() == "1 inspected sample.", timeout=15_000)
    (found,) = window.console.atlas._parts
    assert found.key == part_key(state.samples[0])
    assert found.modalities == state.result.modalities
    np.testing.assert_array_equal(found.leaders, state.result.routing.leaders[0])


def test_a_bubble_shows_its_samples_in_the_queue_until_the_button_is_pressed(window, qtbot):
    page = window.console.atlas
    choose(window, "source", "Inspected samples")
    page._on_read(parts(window))
    page.chart.picked.emit("bracket", 7)
    assert [sample.sample_id for sample in window.queue.model._samples] == ["b", "d"]
    assert "Only bracket, RGB s1, leader 7" in window.queue.only.toolTip()
    qtbot.mouseClick(window.queue.only, Qt.MouseButton.LeftButton)
    assert window.queue.model.rowCount() == 4
    assert not window.queue.only.isVisible()


def test_calibration_normals_have_no_files_to_go_to(window):
    page = window.console.atlas
    page.chart.picked.emit("bracket", 3)
    assert "choose “Inspected samples”" in page.findChild(QLabel, "atlas-words").text()
    assert window.queue.model.rowCount() == 4


def test_bubbles_are_walked_by_keyboard_and_picked_by_mouse(qtbot):
    chart = BubbleChart()
    qtbot.addWidget(chart)
    records = list(make_atlas().values())
    for is_heat in (False, True):
        chart.set_rows([(r, r.frequency[0, 0, 0]) for r in records], "bracket", [1, 2], 0, is_heat=is_heat)
        chart.resize(700, 200)
        assert not chart.grab().isNull()
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleDescription().startswith("candy:")
    assert "leader 1" in chart.accessibleDescription()
    with qtbot.waitSignal(chart.picked) as caught:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert caught.args == ["candy", 1]
    with qtbot.waitSignal(chart.picked) as caught:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart._cell(2, 30).center().toPoint())
    assert caught.args == ["foam", 30]


def test_likeness_is_read_out_cell_by_cell(qtbot):
    chart = LikenessChart()
    qtbot.addWidget(chart)
    chart.set_records(list(make_atlas().values()))
    chart.resize(700, 200)
    assert not chart.grab().isNull()
    assert chart.accessibleDescription() == "The gates of bracket and candy overlap by 100 %."
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.accessibleDescription() == "bracket: 60 samples."
    chart.set_records(())
    assert not chart.grab().isNull()
    assert chart.mark_at(QPoint(3, 3).toPointF()) is None


def test_drift_is_drawn_with_dates_and_said_in_words(window, qtbot):
    page = window.console.atlas
    choose(window, "view", "Drift")
    assert page.source.currentText() == "Inspected samples"
    page._on_read(parts(window, 60, shift=0.3))
    words = page.drift.findChild(QLabel, "drift-words").text()
    assert words.startswith("bracket: the average left its limits on 2026-02-")
    assert "it is outside now" in words
    assert not page.grab().isNull()
    chart = page.drift
    page._show()  # drawn again, in other ranges
    assert chart._plot.getAxis("left").autoSIPrefixScale == 1
    newest = chart._parts[-1]
    assert chart.explain_mark(chart.mark).startswith(f"{newest.sample_id}, inspected on 2026-")
    assert chart.mark_at(chart.mark_rect((0, 0)).center()) == (0, 0)
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleDescription().startswith(f"{chart._parts[1].sample_id}, inspected on 2026-")
    assert "Average up to here" in chart.accessibleDescription()
    choose(window, "view", "Bubbles")
    assert page.chart.isVisible()


def test_a_steady_category_and_too_few_samples_are_said(window):
    few, many = parts(window, 5), parts(window, 40)
    assert "21 are needed" in drift_in_words("bracket", drift([p.distance for p in few]), few)
    assert "no drift in 40 samples" in drift_in_words("bracket", drift([p.distance for p in many]), many)
