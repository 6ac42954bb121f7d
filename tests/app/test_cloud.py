"""The 3-D view: arithmetic of points, and what the widget says where there is no OpenGL."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDockWidget, QLabel, QMainWindow, QSlider

from app.render import overlay_table
from app.state import AppState
from app.styles import Cursor
from app.views import points
from app.views.cloud import HEIGHT, SCORE, TRUE, CloudView
from app.views.opengl import opengl_works
from core.records import PointCloud, Verdict
from tests.app.fakes import make_cloud, make_loaded, make_result

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def state():
    return AppState()


@pytest.fixture
def view(qtbot, state):
    view = CloudView(state)
    qtbot.addWidget(view)
    view.resize(480, 400)
    view.show()
    return view


@pytest.fixture
def needs_opengl(qapp):
    if not opengl_works():
        pytest.skip("no OpenGL on this platform; run under a display or Xvfb")


def open_cloud(state, verdict=Verdict.ANOMALY, count=4000):
    loaded = make_loaded(("cloud",), (64, 80), cloud_points=count)
    state.set_loaded(loaded)
    if verdict is not None:
        state.set_result(make_result(loaded, verdict))
    return loaded


def message(view):
    return view.findChild(QLabel, "cloud-message")


# Arithmetic


def test_pixels_scale_from_the_projection_to_the_first_view():
    loaded = make_loaded(("rgb", "cloud"), (64, 80), cloud_points=500)
    wide = replace(loaded.views[0], pixels=np.zeros((128, 160), dtype=np.float32))
    pixels = points.reference_pixels(replace(loaded, views=(wide, loaded.views[1])))
    inside = loaded.cloud.pixels[:, 0] >= 0
    assert (pixels[~inside] == -1).all()
    assert np.abs(pixels[inside] - 2 * loaded.cloud.pixels[inside]).max() <= 1


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


def test_points_take_the_map_s_value_and_none_outside():
    loaded = make_loaded(("cloud",), (64, 80), cloud_points=300)
    result = make_result(loaded)
    pixels = points.reference_pixels(loaded)
    values = points.map_values(result, loaded, pixels)
    assert np.isnan(values[pixels[:, 0] < 0]).all()
    place = int(np.flatnonzero(pixels[:, 0] >= 0)[0])
    assert values[place] == result.anomaly_map[tuple(pixels[place])]


def test_unregistered_sensors_give_the_cloud_its_own_map():
    loaded = make_loaded(("rgb", "depth"), (64, 80), cloud_points=300)
    apart = replace(loaded, sample=replace(loaded.sample, is_registered=False))
    own = np.full((64, 80), 7, dtype=np.float32)
    result = replace(make_result(apart), modality_maps={"rgb": own * 0, "depth": own})
    pixels = points.reference_pixels(apart)
    assert not points.is_linked(apart)
    assert points.is_linked(loaded)
    assert np.nanmin(points.map_values(result, apart, pixels)) == 7


def test_a_range_of_equal_or_no_values_is_still_a_range():
    assert points.robust_range(np.ones(5, dtype=np.float32)) == (1.0, 2.0)
    assert points.robust_range(np.full(5, np.nan, dtype=np.float32)) == (0.0, 1.0)


def test_values_take_the_ends_of_the_table_and_nan_is_grey():
    table = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
    colours = points.scaled_colours(np.array([-1, 0.5, 9, np.nan], dtype=np.float32), (0.0, 1.0), table)
    assert colours[:3, 0] == pytest.approx([0, 127 / 255, 1])
    assert 0.4 < colours[3, 0] < 0.5


def test_ordinary_points_keep_their_own_colour_under_the_overlay():
    base = np.full((2, 4), 0.25, dtype=np.float32)
    colours = points.blended(base, np.array([0, 255], dtype=np.uint8), overlay_table("inferno", 1.0))
    assert colours[0, :3] == pytest.approx([0.25] * 3)
    assert colours[1, :3] == pytest.approx([252 / 255, 1.0, 164 / 255], abs=0.01)


def test_a_click_means_the_nearest_of_the_points_under_it():
    matrix = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 1, 0]], dtype=float)  # looks along +z
    shown = np.array([[0, 0, 5], [0, 0, 2], [1.9, 0, 2], [0, 0, -1]], dtype=np.float32)
    assert points.nearest_on_screen(shown, matrix, (200, 200), (100, 100), 5) == 1
    assert points.nearest_on_screen(shown, matrix, (200, 200), (195, 100), 5) == 2
    assert points.nearest_on_screen(shown, matrix, (200, 200), (30, 30), 5) is None


# The widget


def test_without_a_cloud_the_view_says_what_would_be_shown(view, state):
    assert "No point cloud open" in message(view).text()
    state.set_loaded(make_loaded(("rgb",)))
    assert "no point cloud" in message(view).text()
    assert message(view).isVisible()


def test_without_opengl_the_view_says_so_and_where_to_look_instead(qtbot, view, state, monkeypatch):
    monkeypatch.setattr("app.views.opengl.opengl_works", lambda: False)
    open_cloud(state)
    qtbot.waitUntil(lambda: "OpenGL cannot be used" in message(view).text())
    assert "projected views" in message(view).text()


def test_a_broken_opengl_library_is_a_message_not_a_crash(qtbot, view, state, monkeypatch):
    monkeypatch.setattr("app.views.opengl.opengl_works", lambda: True)
    monkeypatch.setattr("app.views.opengl.CANVAS_MODULE", "app.views.no_such_module")
    open_cloud(state)
    qtbot.waitUntil(lambda: "OpenGL cannot be used" in message(view).text())


def test_opening_the_panels_imports_no_opengl():
    code = "import sys, app.views.cloud; sys.exit('OpenGL' in sys.modules or 'pyqtgraph' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.fixture
def cloud_view(needs_opengl, qtbot, view, state):
    """The view with a cloud on the screen."""
    open_cloud(state)
    qtbot.waitUntil(lambda: view._canvas is not None and view._canvas.isValid(), timeout=30_000)
    return view


def test_a_cloud_is_coloured_by_score_by_its_colours_or_by_height(cloud_view, state):
    box = cloud_view.findChild(QComboBox, "cloud-colour")
    assert [box.itemText(place) for place in range(box.count())] == [SCORE, TRUE, HEIGHT]
    shown = {}
    for name in (SCORE, TRUE, HEIGHT):
        box.setCurrentText(name)
        shown[name] = cloud_view._canvas._cloud.color.copy()
    assert not np.allclose(shown[SCORE], shown[TRUE])
    assert not np.allclose(shown[TRUE], shown[HEIGHT])
    box.setCurrentText(SCORE)
    state.set_overlay(is_visible=False)
    assert np.allclose(cloud_view._canvas._cloud.color, shown[TRUE])


def test_before_the_result_a_cloud_is_shown_in_its_own_colours(cloud_view, state):
    open_cloud(state, verdict=None)
    box = cloud_view.findChild(QComboBox, "cloud-colour")
    assert [box.itemText(place) for place in range(box.count())] == [TRUE, HEIGHT]


def test_a_clicked_point_becomes_the_cursor_and_is_read_out(cloud_view, state):
    canvas = cloud_view._canvas
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(canvas.width() // 2, canvas.height() // 2))
    assert state.cursor is not None
    assert "mm" in cloud_view.findChild(QLabel, "cloud-place").text()
    assert len(canvas._marks[0].pos) >= 1


def test_the_cursor_of_the_other_views_marks_its_points(cloud_view, state):
    row, column = next(pixel for pixel in state.loaded.cloud.pixels if pixel[0] >= 0)
    state.set_cursor(Cursor(int(column), int(row)))
    assert len(cloud_view._canvas._marks[0].pos) >= 1
    state.set_cursor(None)
    assert len(cloud_view._canvas._marks[0].pos) == 0


def test_dragging_turns_the_cloud_without_picking_and_r_resets(cloud_view, state):
    canvas = cloud_view._canvas
    before = canvas.opts["azimuth"]
    middle = QPoint(canvas.width() // 2, canvas.height() // 2)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(canvas, middle + QPoint(40, 10))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(40, 10))
    assert canvas.opts["azimuth"] != before
    assert state.cursor is None
    QTest.keyClick(canvas, Qt.Key.Key_R)
    assert canvas.opts["azimuth"] == before


def test_plus_and_minus_change_the_point_size(cloud_view):
    slider = cloud_view.findChild(QSlider, "cloud-size")
    before = slider.value()
    QTest.keyClick(cloud_view._canvas, Qt.Key.Key_Plus)
    assert slider.value() == before + 1
    QTest.keyClick(cloud_view._canvas, Qt.Key.Key_Minus)
    assert slider.value() == before


def test_the_picture_keeps_its_own_keys_from_the_window(cloud_view):
    def is_kept(key):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
        event.ignore()
        QApplication.sendEvent(cloud_view._canvas, event)
        return event.isAccepted()

    assert is_kept(Qt.Key.Key_R)
    assert not is_kept(Qt.Key.Key_J)


def test_a_narrow_tile_does_without_words(cloud_view, qtbot):
    words = [label for label in cloud_view.findChildren(QLabel) if label.text() == "Colour by"]
    assert words[0].isVisible()
    cloud_view.resize(300, 200)
    qtbot.waitUntil(lambda: not words[0].isVisible())


def test_a_floated_dock_still_draws_the_cloud(needs_opengl, qtbot, state):
    """Floating gives the widget another OpenGL context, in which old buffers and programs are invalid."""
    window, dock = QMainWindow(), QDockWidget("3-D")
    qtbot.addWidget(window)
    view = CloudView(state)
    dock.setWidget(view)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    window.resize(700, 500)
    window.show()
    open_cloud(state)
    qtbot.waitUntil(lambda: view._canvas is not None and view._canvas.isValid(), timeout=30_000)
    before = colours_seen(view._canvas)
    for is_floating in (True, False):
        dock.setFloating(is_floating)
        qtbot.waitUntil(lambda: view._canvas.isValid() and colours_seen(view._canvas) > before / 2)
    assert before > 20


def colours_seen(canvas):
    """How many different colours the drawn picture has; 1 when nothing was drawn."""
    image = canvas.grabFramebuffer().scaled(64, 64)
    return len({image.pixel(x, y) for x in range(64) for y in range(64)})


def test_points_without_coordinates_are_left_out(cloud_view, state):
    loaded = make_loaded(("cloud",), (64, 80), cloud_points=500)
    loaded.cloud.points[:10] = np.nan
    state.set_loaded(loaded)
    assert len(cloud_view._canvas._cloud.pos) == 490
