"""Lengths and areas: geometry, words, files, and drawing them by mouse and keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtTest import QTest

from app.measure_session import MeasureSession
from app.measuring import Measurement, MeasurementFiles, Shape, area, length, size_text, values_inside
from app.state import AppState
from app.viewing import Tool
from app.views.measure_marks import measurement_lines
from app.views.tiles import TilesView
from tests.app.fakes import make_loaded, make_result

SQUARE = ((0.0, 2.0, 3.0), (0.0, 2.0, 13.0), (0.0, 12.0, 13.0), (0.0, 12.0, 3.0))


@pytest.fixture
def show(qtbot, tmp_path):
    """`show(loaded)` -> tiles, state, undo stack and session of a sample on screen."""
    alive = []

    def make(loaded):
        state, undo = AppState(), QUndoStack()
        state.viewing.set_style(shows_fused=False)
        tiles = TilesView(state)
        session = MeasureSession(state, undo, MeasurementFiles(tmp_path / "kept"), lambda notice: None)
        qtbot.addWidget(tiles)
        tiles.resize(900, 600)
        state.set_loaded(loaded)
        state.set_result(make_result(loaded))
        with qtbot.waitExposed(tiles):
            tiles.show()
        alive.append((tiles, session))
        return tiles, state, undo, session

    return make


def spot(view, x, y) -> QPoint:
    return view.to_screen().map(QPointF(x + 0.5, y + 0.5)).toPoint()


def test_lengths_and_areas_follow_the_spacing_of_each_axis():
    assert length(((0, 0, 0), (0, 3, 4)), None) == pytest.approx(5.0)
    assert length(((0, 0, 0), (2, 3, 4)), (5.0, 1.0, 0.5)) == pytest.approx(np.sqrt(100 + 9 + 4))
    assert area(SQUARE, None) == pytest.approx(100.0)
    assert area(SQUARE, (1.0, 0.5, 0.25)) == pytest.approx(12.5)


def test_an_area_of_a_slanted_plane_is_its_true_area():
    corners = ((0.0, 0.0, 0.0), (3.0, 4.0, 0.0), (3.0, 4.0, 7.0), (0.0, 0.0, 7.0))
    assert area(corners, None) == pytest.approx(35.0)


def test_sizes_are_named_with_their_unit():
    assert size_text(Measurement(Shape.LINE, SQUARE[:2]), (1.0, 0.1, 0.1)) == "1 mm"
    assert size_text(Measurement(Shape.LINE, SQUARE[:2]), None) == "10 px"
    assert size_text(Measurement(Shape.AREA, SQUARE), (1.0, 10.0, 10.0)) == "10,000 mm²  ·  around 400 mm"
    assert size_text(Measurement(Shape.AREA, SQUARE), (1.0, 0.1, 0.1)) == "1 mm²  ·  around 4 mm"


def test_values_inside_are_those_whose_pixel_centres_are():
    plane = np.arange(400, dtype=np.float32).reshape(20, 20)
    corners = np.array([(2.5, 4.5), (6.5, 4.5), (6.5, 7.5), (2.5, 7.5)])
    assert sorted(values_inside(plane, corners)) == sorted(plane[5:8, 3:7].ravel())


def test_files_give_back_what_was_kept_and_survive_a_broken_one(tmp_path):
    files = MeasurementFiles(tmp_path)
    kept = (Measurement(Shape.AREA, SQUARE), Measurement(Shape.LINE, SQUARE[:2], "depth"))
    files.save("a.png|b.png", kept)
    assert MeasurementFiles(tmp_path).load("a.png|b.png") == kept
    assert files.load("a.png") == ()
    path = next(tmp_path.glob("*.json"))
    path.write_text(path.read_text()[:40])
    assert files.load("a.png|b.png") == ()
    files.save("a.png|b.png", ())
    assert list(tmp_path.iterdir()) == []


def test_a_length_is_dragged_out_undone_redone_and_kept_with_the_sample(show):
    tiles, state, undo, _ = show(make_loaded(("rgb", "infrared")))
    view = tiles.views[0]
    state.viewing.set_tool(Tool.RULER)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=spot(view, 10, 20))
    QTest.mouseMove(view, spot(view, 30, 30))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=spot(view, 50, 20))
    (line,) = state.viewing.measurements
    assert length(line.points, (1.0, 0.25, 0.25)) == pytest.approx(10.0, abs=0.1)
    assert tiles.views[1].shows(line)  # registered views show it too
    undo.undo()
    assert state.viewing.measurements == ()
    undo.redo()
    first = state.loaded
    state.set_loaded(make_loaded(("rgb", "depth"), sample_id="other"))
    assert state.viewing.measurements == ()
    state.set_loaded(first)
    assert state.viewing.measurements == (line,)


def test_an_area_is_clicked_and_closed_by_a_double_click_and_says_what_lies_inside(show):
    tiles, state, _, session = show(make_loaded(("infrared",)))
    view = tiles.views[0]
    state.viewing.set_tool(Tool.AREA)
    for x, y in ((10, 10), (30, 10), (30, 30), (10, 30)):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=spot(view, x, y))
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=spot(view, 10, 30))
    (drawn,) = state.viewing.measurements
    assert area(drawn.points, (1.0, 0.25, 0.25)) == pytest.approx(25.0, rel=0.02)
    assert " ± " in measurement_lines(view, drawn)[1]
    assert session.table().splitlines()[1].split("\t")[1:3] == ["area", "infrared"]
    session.delete()
    assert state.viewing.measurements == ()


def test_a_length_is_drawn_by_keys_alone(show):
    tiles, state, _, _ = show(make_loaded(("rgb",)))
    view = tiles.views[0]
    state.viewing.set_tool(Tool.RULER)
    view.put_cursor((5, 5))
    QTest.keyClick(view, Qt.Key.Key_Return)
    for _ in range(2):
        QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert [point[1:] for point in state.viewing.measurements[0].points] == [(5.0, 5.0), (5.0, 25.0)]


def test_the_end_of_a_length_is_dragged_as_one_step(show):
    tiles, state, undo, _ = show(make_loaded(("rgb",)))
    view = tiles.views[0]
    line = Measurement(Shape.LINE, ((0.0, 10.0, 10.0), (0.0, 10.0, 30.0)))
    state.viewing.set_measurements((line,))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=spot(view, 30, 10))
    for x in (32, 36, 40):
        QTest.mouseMove(view, spot(view, x, 10))
        view.hand.move(QPointF(spot(view, x, 10)), is_pressed=True)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=spot(view, 40, 10))
    assert state.viewing.measurements[0].points[1][2] == pytest.approx(40.0, abs=0.3)
    undo.undo()
    assert state.viewing.measurements == (line,)


def test_a_measurement_of_a_slice_is_shown_on_that_slice_only(show):
    tiles, state, _, _ = show(make_loaded(("t1",), (12, 40, 32)))
    view = tiles.views[0]
    line = Measurement(Shape.LINE, ((6.0, 10.0, 10.0), (6.0, 10.0, 30.0)))
    assert view.shows(line)
    state.set_slice(7)
    assert not view.shows(line)


def test_a_rectangle_is_zoomed_to_and_the_tool_put_away(show):
    tiles, state, _, _ = show(make_loaded(("rgb",)))
    view = tiles.views[0]
    state.viewing.set_tool(Tool.ZOOM)
    view.hand.press(QPointF(spot(view, 20, 20)))
    view.hand.move(QPointF(spot(view, 36, 36)), is_pressed=True)
    view.hand.release(QPointF(spot(view, 36, 36)))
    assert state.viewing.tool is Tool.MOVE
    assert view.camera.zoom == pytest.approx(4.0, rel=0.1)
    assert view.pixel_at(QPointF(view.canvas().center())) == pytest.approx((28, 28), abs=1)
