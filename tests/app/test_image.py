"""Views of images and volumes: geometry, cursor, window, slices, orientation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest

from app.state import AppState
from app.styles import Cursor
from app.views.camera import Camera
from app.views.image import ImageView
from app.views.marks import orientation_letters
from app.views.readout import percentile_text, position_mm, readout, value_text
from app.views.tiles import TilesView
from app.views.volume import hottest_slices
from core.records import LoadedSample, View
from tests.app.fakes import make_loaded, make_result


@pytest.fixture
def show(qtbot):
    """`show(loaded)` -> tiles of a sample with its result, on screen."""

    def make(loaded, **changes):
        state = AppState()
        state.viewing.set_style(shows_fused=False)  # one tile a modality
        tiles = TilesView(state)
        qtbot.addWidget(tiles)
        tiles.resize(900, 500)
        state.set_loaded(loaded)
        state.set_result(replace(make_result(loaded), **changes))
        with qtbot.waitExposed(tiles):  # the mouse finds no window that is not on screen yet
            tiles.show()
        return tiles, state

    return make


def centre_of(view: ImageView, x: int, y: int) -> QPoint:
    return view.to_screen().map(QPointF(x + 0.5, y + 0.5)).toPoint()


def wheel(view: ImageView, steps: int, keys=Qt.KeyboardModifier.NoModifier) -> None:
    place = QPointF(view.canvas().center())
    nothing = Qt.MouseButton.NoButton
    event = QWheelEvent(
        place,
        view.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120 * steps),
        nothing,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    view.wheelEvent(event)


def test_the_cursor_is_read_in_every_registered_view_at_once(qtbot, show):
    tiles, state = show(make_loaded(("rgb", "infrared")))
    first, second = tiles.views
    QTest.mouseMove(first, centre_of(first, 40, 20))
    qtbot.waitUntil(lambda: state.cursor == Cursor(40, 20))
    assert first.cursor_pixel() == second.cursor_pixel() == (40, 20)
    assert readout(second, state, second.cursor_pixel()).startswith("x 40  y 20")


def test_views_of_different_size_share_the_place(show):
    loaded = make_loaded(("rgb", "depth"), (64, 64))
    small = replace(loaded.views[1], pixels=loaded.views[1].pixels[:32, :32], spacing_mm=(0.5, 0.5))
    tiles, state = show(LoadedSample(loaded.sample, (loaded.views[0], small)))
    tiles.views[0].put_cursor((41, 21))
    assert tiles.views[1].cursor_pixel() == (20, 10)
    tiles.views[1].put_cursor((20, 10))
    assert abs(state.cursor.x - 41) <= 1


def test_unregistered_views_keep_cursor_zoom_and_map_to_themselves(show):
    loaded = make_loaded(("rgb", "infrared"))
    loaded = LoadedSample(replace(loaded.sample, is_registered=False), loaded.views)
    maps = {"rgb": np.full((64, 64), 0.1, np.float32), "infrared": np.full((64, 64), 0.7, np.float32)}
    tiles, state = show(loaded, modality_maps=maps)
    first, second = tiles.views
    second.put_cursor((5, 6))
    assert (state.cursor, first.cursor_pixel(), second.cursor_pixel()) == (None, None, (5, 6))
    second.zoom_by(2.0)
    assert first.pixel_size() != second.pixel_size()
    assert second.shown_map() is maps["infrared"]
    assert first.shown_map() is state.result.anomaly_map


def test_each_view_can_show_the_map_of_its_own_sensor(show):
    loaded = make_loaded(("rgb", "infrared"))
    maps = {name: np.full((64, 64), value, np.float32) for name, value in (("rgb", 0.2), ("infrared", 0.9))}
    tiles, state = show(loaded, modality_maps=maps)
    assert tiles.views[1].shown_map() is state.result.anomaly_map
    state.set_overlay(shows_sensor_map=True)
    assert tiles.views[1].shown_map() is maps["infrared"]


def test_zoom_keeps_what_is_under_the_mouse(show):
    tiles, _ = show(make_loaded(("rgb",)))
    view = tiles.views[0]
    place = QPointF(centre_of(view, 44, 30))
    before = view.pixel_at(place)
    view.zoom_by(4.0, place)
    assert view.pixel_at(place) == before


def test_panning_and_zooming_are_linked(show):
    tiles, _ = show(make_loaded(("rgb", "infrared")))
    first, second = tiles.views
    wheel(first, 3)
    assert second.pixel_size() == pytest.approx(first.pixel_size())
    start = first.canvas().center()
    before = second.to_screen().dx()
    QTest.mousePress(first, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(first, start + QPoint(-20, 0))
    QTest.mouseRelease(first, Qt.MouseButton.LeftButton, pos=start + QPoint(-20, 0))
    assert second.to_screen().dx() < before


def test_the_camera_never_leaves_the_view():
    camera = Camera()
    camera.look_at((5.0, -3.0), 2.0)
    assert camera.centre == (0.75, 0.25)
    camera.look_at((0.9, 0.9), 0.1)
    assert (camera.zoom, camera.centre) == (0.1, (0.5, 0.5))


def test_right_drag_sets_the_window_and_r_brings_it_back(show):
    tiles, _ = show(make_loaded(("depth",)))
    view, start = tiles.views[0], tiles.views[0].canvas().center()
    QTest.mousePress(view, Qt.MouseButton.RightButton, pos=start)
    QTest.mouseMove(view, start + QPoint(40, 0))
    QTest.mouseRelease(view, Qt.MouseButton.RightButton, pos=start + QPoint(40, 0))
    low, high = view.grey_window
    assert high - low > 1.3
    tiles.reset_windows()
    assert view.grey_window == (0.0, 1.0)


def test_the_wheel_goes_through_slices_and_ctrl_wheel_zooms(show):
    tiles, state = show(make_loaded(("t1", "flair"), (9, 40, 32)))
    assert state.slice_index == 4
    wheel(tiles.views[0], 1)
    assert state.slice_index == 5
    assert tiles.views[1].plane() is not None
    wheel(tiles.views[0], 2, Qt.KeyboardModifier.ControlModifier)
    assert state.slice_index == 5
    assert tiles.views[0].pixel_size()[0] > 1.0


def test_arrow_keys_move_the_cursor_and_change_slices(show):
    tiles, state = show(make_loaded(("t1",), (9, 40, 32)))
    view = tiles.views[0]
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert state.slice_index == 5
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert state.cursor == Cursor(17, 20, 5)
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert state.cursor == Cursor(17, 19, 5)
    for _ in range(20):
        QTest.keyClick(view, Qt.Key.Key_Up)
    assert state.slice_index == 8


def test_pixels_have_the_aspect_of_their_spacing(show):
    loaded = make_loaded(("t1",), (5, 40, 40))
    view = replace(loaded.views[0], spacing_mm=(3.0, 2.0, 1.0))
    tiles, _ = show(LoadedSample(loaded.sample, (view,)))
    across, down = tiles.views[0].pixel_size()
    assert down == pytest.approx(2 * across)


def test_n_and_p_jump_to_the_hottest_slices(show):
    scores = np.array([np.nan, 0.1, 0.9, 0.2, 0.1, 0.6, 0.1, np.nan, np.nan], np.float32)
    tiles, state = show(make_loaded(("t1",), (9, 40, 32)), slice_scores=scores)
    visited = []
    for step in (1, 1, 1, -1):
        tiles.slices.jump(step)
        visited.append(state.slice_index)
    assert visited == [2, 5, 2, 5]
    assert hottest_slices(np.full(4, np.nan, np.float32)) == []


def test_double_click_fills_the_centre_with_one_view(show):
    tiles, _ = show(make_loaded(("rgb", "infrared")))
    QTest.mouseDClick(tiles.views[1], Qt.MouseButton.LeftButton, pos=tiles.views[1].canvas().center())
    assert [view.isVisible() for view in tiles.views] == [False, True]
    tiles.toggle_maximised(1)
    assert all(view.isVisible() for view in tiles.views)


def test_orientation_letters_come_from_the_affine():
    pixels = np.zeros((4, 5, 6), np.float32)
    radiological = np.array([[0, 0, -1.0, 0], [0, -1.0, 0, 0], [1.0, 0, 0, 0], [0, 0, 0, 1]])
    view = View("t1", pixels, (0, 1), "", (1, 1, 1), radiological)
    assert orientation_letters(view) == ("R", "L", "A", "P")
    mirrored = radiological @ np.diag([1.0, 1, -1, 1])
    assert orientation_letters(replace(view, affine=mirrored)) == ("L", "R", "A", "P")
    assert orientation_letters(replace(view, affine=None)) is None
    assert position_mm(view, 2, 3, 1) == "L 3.0 P 1.0 S 2.0 mm"


def test_the_readout_names_units_score_and_percentile(show):
    loaded = make_loaded(("depth",))
    tiles, state = show(loaded)
    text = readout(tiles.views[0], state, (10, 20))
    assert text.startswith("x 10  y 20  ·  2.6, 5.1 mm  ·  ")
    assert " mm  ·  score " in text
    assert "  ·  p" in text or "normal" in text
    assert readout(tiles.views[0], state, None) == ""


def test_values_keep_their_precision_and_missing_ones_are_named():
    view = View("depth", np.zeros((2, 2), np.float32), (0, 1), "mm")
    assert value_text(view, np.float32(1234.5)) == "1,234.5 mm"
    assert value_text(view, np.float32(np.nan)) == "no measurement"
    assert value_text(view, np.array([1, 2, 255], np.uint8)) == "RGB 1 2 255"
    assert percentile_text(99.996) == "p99.99"
    assert percentile_text(100.0) == "> all normal"


def test_a_selected_region_brings_its_slice(show):
    tiles, state = show(make_loaded(("t1",), (12, 40, 32)))
    state.set_regions(state.result.regions)
    state.select_region(state.regions[0])
    assert state.slice_index == state.regions[0].slice_index
    assert not tiles.grab().isNull()


def test_another_sample_of_the_same_kind_keeps_the_zoom(show):
    tiles, state = show(make_loaded(("rgb",)))
    tiles.zoom(3.0)
    state.set_loaded(make_loaded(("rgb",), sample_id="next"))
    assert tiles.views[0].pixel_size()[0] > tiles.views[0].canvas().height() / 64
    state.set_loaded(make_loaded(("rgb",), (32, 32)))
    assert tiles.views[0].camera.zoom == 1.0


def test_slices_that_were_not_inspected_are_drawn_without_a_map(show):
    loaded = make_loaded(("t1",), (5, 40, 32))
    heat = np.full((5, 40, 32), np.nan, np.float32)
    tiles, state = show(loaded, anomaly_map=heat, modality_maps={"t1": heat})
    assert not tiles.grab().isNull()
    assert "not inspected" in readout(tiles.views[0], state, (3, 3))


def test_a_click_chooses_the_region_under_it_and_a_row_brings_the_cursor(show):
    tiles, state = show(make_loaded(("rgb",)))
    state.set_regions(make_result(state.loaded).regions)
    first, second = state.regions[:2]
    x, y = second.peak_position
    view = tiles.views[0]
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=centre_of(view, x + 3, y + 3))
    assert state.selected_region == second
    state.set_cursor(None)
    state.select_region(first)
    assert state.cursor is not None
