"""The 3-D view of a cloud: what it shows, and what mouse and keys do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QSlider

from app.render import raw_scale
from app.scene import points
from app.scene.cloud import CloudSource
from app.scene.colouring import ScoreColours
from app.state import AppState
from app.styles import Cursor, OverlayStyle
from app.views.cloud import HEIGHT, NORMAL, SCORE, TRUE, CloudView
from app.views.rangebar import RangeBar
from core.records import PointCloud, Verdict
from tests.app.fakes import make_cloud, make_loaded, make_result


@pytest.fixture
def state():
    return AppState()


@pytest.fixture
def view(qtbot, state):
    view = CloudView(state)
    qtbot.addWidget(view)
    view.resize(640, 480)
    view.show()
    yield view
    assert view.stop()


def open_cloud(state, verdict=Verdict.ANOMALY, count=4000):
    loaded = make_loaded(("cloud",), (64, 80), cloud_points=count)
    state.set_loaded(loaded)
    if verdict is not None:
        state.set_result(make_result(loaded, verdict))
    return loaded


def message(view):
    return view.findChild(QLabel, "cloud-message")


def drawn(qtbot, view, is_reached=lambda frame: True):
    """The whole picture of what is asked for now."""

    def is_there():
        frame, scene = view.scene.frame, view.scene
        if frame is None or not frame.is_whole or frame.request.points is not scene._points:
            return False
        return frame.request.camera is scene.camera and is_reached(frame)

    qtbot.waitUntil(is_there, timeout=60_000)
    return view.scene.frame


@pytest.fixture
def cloud_view(qtbot, view, state):
    """The view with a cloud on the screen."""
    open_cloud(state)
    drawn(qtbot, view)
    return view


# Arithmetic


@pytest.mark.parametrize(
    "turn",
    [np.eye(3), np.diag([1.0, -1.0, -1.0]), np.array([[0.0, 0, 1], [1, 0, 0], [0, 1, 0]])],
    ids=["y down", "y up", "swapped axes"],
)
def test_the_first_look_is_that_of_the_projection_whatever_the_frame(turn):
    cloud = make_cloud((64, 80), 2000)
    turned = PointCloud((cloud.points @ turn.T).astype(np.float32), None, cloud.pixels)
    frame = points.look_frame(turned)
    assert np.linalg.det(frame) == pytest.approx(1)
    seen = turned.points @ frame.T
    inside = cloud.pixels[:, 0] >= 0
    assert np.corrcoef(seen[inside, 0], cloud.pixels[inside, 1])[0, 1] > 0.99
    assert np.corrcoef(seen[inside, 1], -cloud.pixels[inside, 0])[0, 1] > 0.99


def test_too_few_points_keep_their_own_frame():
    cloud = make_cloud((64, 80), 3)
    assert (points.look_frame(cloud) == np.eye(3)).all()


def score_values(loaded, result):
    scale = raw_scale(result.anomaly_map)
    return ScoreColours(CloudSource(loaded), result, scale, OverlayStyle(), None).values(np.arange(300))


def test_points_take_the_map_s_value_and_none_outside():
    loaded = make_loaded(("cloud",), (64, 80), cloud_points=300)
    result = make_result(loaded)
    pixels = CloudSource(loaded).pixels(np.arange(300))
    values = score_values(loaded, result)
    assert np.isnan(values[pixels[:, 0] < 0]).all()
    place = int(np.flatnonzero(pixels[:, 0] >= 0)[0])
    assert values[place] == result.anomaly_map[tuple(pixels[place])]


def test_unregistered_sensors_give_the_cloud_its_own_map():
    loaded = make_loaded(("rgb", "depth"), (64, 80), cloud_points=300)
    apart = replace(loaded, sample=replace(loaded.sample, is_registered=False))
    own = np.full((64, 80), 7, dtype=np.float32)
    result = replace(make_result(apart), modality_maps={"rgb": own * 0, "depth": own})
    assert not points.is_linked(apart)
    assert points.is_linked(loaded)
    assert np.nanmin(score_values(apart, result)) == 7


# The widget


def test_without_a_cloud_the_view_says_what_would_be_shown(view, state):
    assert "No point cloud open" in message(view).text()
    state.set_loaded(make_loaded(("rgb",)))
    assert "no point cloud" in message(view).text()
    assert message(view).isVisible()


def test_a_picture_that_cannot_be_drawn_is_said(view, cloud_view):
    view.scene.failed.emit("There is not enough memory for the 3-D picture.")
    assert message(view).isVisible()
    assert "memory" in message(view).text()


def test_a_cloud_is_coloured_by_score_colour_height_or_direction(cloud_view, state, qtbot):
    box = cloud_view.findChild(QComboBox, "cloud-colour")
    assert [box.itemText(place) for place in range(box.count())] == [SCORE, TRUE, HEIGHT, NORMAL]
    shown = {SCORE: drawn(qtbot, cloud_view).pixels}
    for name in (TRUE, HEIGHT, NORMAL):
        box.setCurrentText(name)
        shown[name] = drawn(qtbot, cloud_view).pixels
    assert len({pixels.tobytes() for pixels in shown.values()}) == 4
    box.setCurrentText(SCORE)
    state.set_overlay(is_visible=False)
    assert (drawn(qtbot, cloud_view).pixels == shown[TRUE]).all()
    assert box.currentText() == SCORE


def test_before_the_result_a_cloud_is_shown_in_its_own_colours(cloud_view, state):
    open_cloud(state, verdict=None)
    box = cloud_view.findChild(QComboBox, "cloud-colour")
    assert [box.itemText(place) for place in range(box.count())] == [TRUE, HEIGHT, NORMAL]


def test_a_clicked_point_becomes_the_cursor_and_is_read_out(cloud_view, state, qtbot):
    scene = cloud_view.scene
    QTest.mouseClick(scene, Qt.MouseButton.LeftButton, pos=QPoint(scene.width() // 2, scene.height() // 2))
    assert state.cursor is not None
    assert "mm" in cloud_view.findChild(QLabel, "cloud-place").text()
    assert len(drawn(qtbot, cloud_view, lambda frame: len(frame.marks)).marks)


def test_the_cursor_of_the_other_views_marks_its_points_and_reads_them_out(cloud_view, state, qtbot):
    row, column = next(pixel for pixel in state.loaded.cloud.pixels if pixel[0] >= 0)
    state.set_cursor(Cursor(int(column), int(row)))
    frame = drawn(qtbot, cloud_view, lambda frame: len(frame.marks))
    number = int(frame.marked[0])
    assert (state.loaded.cloud.pixels[number] == (row, column)).all()
    assert "map" in cloud_view.findChild(QLabel, "cloud-place").text()
    state.set_cursor(None)
    drawn(qtbot, cloud_view, lambda frame: not len(frame.marks))


def test_dragging_turns_the_cloud_without_picking_and_r_resets(cloud_view, state):
    scene = cloud_view.scene
    before = scene.camera.rotation
    middle = QPoint(scene.width() // 2, scene.height() // 2)
    QTest.mousePress(scene, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(scene, middle + QPoint(40, 10))
    QTest.mouseRelease(scene, Qt.MouseButton.LeftButton, pos=middle + QPoint(40, 10))
    assert not np.allclose(scene.camera.rotation, before)
    assert state.cursor is None
    QTest.keyClick(scene, Qt.Key.Key_R)
    assert np.allclose(scene.camera.rotation, before)


def test_arrows_turn_and_page_keys_zoom(cloud_view):
    scene = cloud_view.scene
    rotation, half = scene.camera.rotation, scene.camera.half_height
    QTest.keyClick(scene, Qt.Key.Key_Left)
    assert not np.allclose(scene.camera.rotation, rotation)
    QTest.keyClick(scene, Qt.Key.Key_PageUp)
    assert scene.camera.half_height < half


def test_plus_and_minus_change_the_point_size(cloud_view):
    slider = cloud_view.findChild(QSlider, "cloud-size")
    before = slider.value()
    QTest.keyClick(cloud_view.scene, Qt.Key.Key_Plus)
    assert slider.value() == before + 1
    QTest.keyClick(cloud_view.scene, Qt.Key.Key_Minus)
    assert slider.value() == before


def test_the_picture_keeps_its_own_keys_from_the_window(cloud_view):
    def is_kept(key, modifiers=Qt.KeyboardModifier.NoModifier):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)
        event.ignore()
        QApplication.sendEvent(cloud_view.scene, event)
        return event.isAccepted()

    assert is_kept(Qt.Key.Key_R)
    assert not is_kept(Qt.Key.Key_J)
    assert not is_kept(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)


def test_the_badge_says_how_much_is_drawn_and_how_it_is_projected(cloud_view, state, qtbot):
    assert cloud_view.scene.badge() == "all 4,000 points  ·  perspective"
    state.set_scene(is_perspective=False)
    drawn(qtbot, cloud_view, lambda frame: not frame.request.camera.is_perspective)
    assert "true to scale" in cloud_view.scene.badge()
    cloud_view.scene.frame = replace(cloud_view.scene.frame, drawn=1000)
    assert cloud_view.scene.badge().startswith("1,000 of 4,000 points")


def test_the_clip_box_cuts_the_cloud_and_goes_away_again(cloud_view, state, qtbot):
    before = int((cloud_view.scene.frame.numbers >= 0).sum())
    state.set_scene(has_box=True)
    side = cloud_view.findChild(RangeBar, "cloud-box-0")
    assert side.isVisible()
    low, high = side.limits
    side.moved.emit(low, (low + high) / 2)
    cut = drawn(qtbot, cloud_view, lambda frame: (frame.numbers >= 0).sum() < 0.8 * before)
    assert "cut by the box" in cloud_view.scene.badge()
    numbers = cut.numbers[cut.numbers >= 0]
    assert cloud_view._source.positions(numbers)[:, 0].max() <= (low + high) / 2
    state.set_scene(has_box=False)
    drawn(qtbot, cloud_view, lambda frame: frame.request.points.box is None)
    assert not side.isVisible()


def test_the_display_range_of_heights_is_dragged_on_their_histogram(cloud_view, state, qtbot):
    cloud_view.findChild(QComboBox, "cloud-colour").setCurrentText(HEIGHT)
    state.set_scene(shows_range=True)
    bar = cloud_view.findChild(RangeBar, "cloud-range")
    assert bar.isVisible()
    whole = bar.limits
    bar.moved.emit(whole[0] + 1.0, whole[1] - 1.0)
    assert bar.limits == (whole[0] + 1.0, whole[1] - 1.0)
    bar.reset_asked.emit()
    assert bar.limits == whole


def test_the_score_s_range_is_that_of_every_view_and_marks_the_threshold(cloud_view, state):
    state.set_scene(shows_range=True)
    bar = cloud_view.findChild(RangeBar, "cloud-range")
    before = bar.limits
    QTest.keyClick(bar, Qt.Key.Key_Left)
    assert bar.limits == before
    assert bar._mark == state.threshold


def test_a_narrow_tile_does_without_words(cloud_view, qtbot):
    words = [label for label in cloud_view.findChildren(QLabel) if label.text() == "Colour by"]
    assert words[0].isVisible()
    cloud_view.resize(300, 200)
    qtbot.waitUntil(lambda: not words[0].isVisible())


def test_points_without_coordinates_are_left_out(cloud_view, state, qtbot):
    loaded = make_loaded(("cloud",), (64, 80), cloud_points=500)
    loaded.cloud.points[:400] = np.nan
    state.set_loaded(loaded)
    frame = drawn(qtbot, cloud_view, lambda frame: frame.total == 500)
    assert frame.numbers[frame.numbers >= 0].min() >= 400


def test_the_cloud_stays_framed_while_the_view_changes_its_size_until_the_user_looks_elsewhere(cloud_view, qtbot):
    scene = cloud_view.scene

    def is_all_seen():
        seen = scene.camera.on_screen(cloud_view._source.sample_positions, (scene.width(), scene.height()))
        return (seen >= 0).all() and (seen <= (scene.width(), scene.height())).all()

    assert is_all_seen()
    cloud_view.resize(320, 480)
    qtbot.waitUntil(lambda: scene.width() <= 320)
    assert is_all_seen()
    QTest.keyClick(scene, Qt.Key.Key_PageUp)
    camera = scene.camera
    cloud_view.resize(640, 480)
    assert scene.camera is camera
