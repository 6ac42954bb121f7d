"""Volumes: three planes with a crosshair, windows, slabs, cine, sides, and a map that grows while one scrolls."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDoubleSpinBox, QToolButton

from app.planes import Plane
from app.styles import Cursor
from app.views.readout import readout
from app.windows import CT_PRESETS, automatic_window
from core.records import LoadedSample, PartialMap
from tests.app.conftest import FakeInspector, FakeReader
from tests.app.fakes import make_result

SIZE = (12, 40, 32)


@pytest.fixture
def scan(qtbot, make_window):
    """`scan(modalities)` -> a window with an inspected volume."""

    def make(*modalities):
        window = make_window(FakeInspector(), FakeReader(modalities or ("t1", "flair"), SIZE))
        window.open_paths([Path("scan")])
        qtbot.waitUntil(lambda: window.state.result is not None)
        return window

    return make


def press(window, key, modifier=Qt.KeyboardModifier.NoModifier):
    if not window.isActiveWindow():
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
    QTest.keyClick(window, key, modifier)


def spot(view, place) -> QPoint:
    x, y = view.cut.pixel(place, view.view.size)
    return view.to_screen().map(QPointF(x + 0.5, y + 0.5)).toPoint()


def test_x_shows_three_planes_of_one_sequence_and_every_sequence_again(scan):
    window = scan()
    press(window, Qt.Key.Key_X)
    assert [view.own_plane for view in window.tiles.views] == list(Plane)
    assert all(view.isVisible() for view in window.tiles.views)
    press(window, Qt.Key.Key_X)
    assert [view.view.modality for view in window.tiles.views] == ["t1", "flair"]


def test_dragging_the_crosshair_in_one_plane_moves_the_other_two(scan):
    window = scan()
    press(window, Qt.Key.Key_X)
    axial, coronal, sagittal = window.tiles.views
    QTest.mousePress(axial, Qt.MouseButton.LeftButton, pos=spot(axial, (6, 10, 8)))
    QTest.mouseMove(axial, spot(axial, (6, 30, 25)))
    QTest.mouseRelease(axial, Qt.MouseButton.LeftButton, pos=spot(axial, (6, 30, 25)))
    assert window.state.place == (6, 30, 25)
    pixels = window.state.loaded.views[0].pixels
    np.testing.assert_array_equal(coronal.plane(), pixels[::-1, 30])
    np.testing.assert_array_equal(sagittal.plane(), pixels[::-1, :, 25])
    np.testing.assert_array_equal(coronal.shown_map(), window.state.result.anomaly_map[::-1, 30])
    QTest.mouseClick(coronal, Qt.MouseButton.LeftButton, pos=spot(coronal, (2, 30, 5)))
    assert window.state.place == (2, 30, 5)
    assert window.state.slice_index == 2


def test_the_cursor_is_the_same_voxel_in_every_plane(qtbot, scan):
    window = scan()
    press(window, Qt.Key.Key_X)
    axial, coronal, _ = window.tiles.views

    def is_pointed_at() -> bool:  # again and again: the new tiles may not have their places yet
        QTest.mouseMove(coronal, spot(coronal, (9, 20, 4)))
        return window.state.cursor == Cursor(4, 20, 9)

    qtbot.waitUntil(is_pointed_at)
    texts = {readout(view, window.state, view.cursor_pixel()) for view in window.tiles.views}
    assert len(texts) == 1
    assert texts.pop().startswith("x 4  y 20  z 9")
    assert axial.cursor_pixel() == (4, 20)


def test_v_and_the_buttons_choose_the_plane_and_the_strip_goes_through_it(scan):
    window = scan()
    press(window, Qt.Key.Key_V)
    assert window.state.volume.plane is Plane.CORONAL
    assert window.tiles.slices._strip.maximum() == SIZE[1] - 1
    press(window, Qt.Key.Key_Period)
    assert window.state.place == (SIZE[0] // 2, SIZE[1] // 2 + 1, SIZE[2] // 2)
    press(
        window, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier
    )  # the hottest coronal plane: where the made-up bump lies
    assert abs(window.state.place[1] - 0.4 * SIZE[1]) <= 1
    window.findChild(QToolButton, "plane_sagittal").click()
    assert window.tiles.views[0].plane_size() == (SIZE[0], SIZE[1])


def test_the_sides_can_be_switched_and_are_remembered(scan, settings):
    window = scan()
    pixels = window.state.loaded.views[0].pixels
    assert window.tiles.views[0].cut.letters(window.tiles.views[0].view.affine)[0] == "R"
    press(window, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    view = window.tiles.views[0]
    assert view.cut.letters(view.view.affine)[0] == "L"
    np.testing.assert_array_equal(view.plane(), pixels[window.state.slice_index, :, ::-1])
    assert not settings.is_radiological


def test_a_slab_shows_the_largest_or_the_mean_value(scan):
    window = scan()
    pixels, view = window.state.loaded.views[0].pixels, window.tiles.views[0]
    press(window, Qt.Key.Key_T)
    np.testing.assert_array_equal(view.plane(), pixels[5:8].max(axis=0))
    window.state.set_volume_style(is_slab_mean=True)
    np.testing.assert_allclose(view.plane(), pixels[5:8].mean(axis=0), rtol=1e-5)
    press(window, Qt.Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
    np.testing.assert_array_equal(view.plane(), pixels[6])


def test_cine_plays_round_and_stops(qtbot, scan):
    window = scan()
    window.volume_bar.cine.set_rate(30)
    window.state.set_slice(SIZE[0] - 2)
    press(window, Qt.Key.Key_C)
    assert window.findChild(QAbstractButton, "button_cine").isChecked()
    qtbot.waitUntil(lambda: window.state.slice_index == 1)  # past the end and round
    press(window, Qt.Key.Key_C)
    here = window.state.slice_index
    qtbot.wait(80)
    assert window.state.slice_index == here


def open_menu(window):
    menu = window.volume_bar.windows.menu()
    menu.aboutToShow.emit()
    return menu


def test_ct_presets_show_their_numbers_and_can_be_edited(scan, settings):
    window = scan("ct")
    actions = {action.text().split("\t")[0]: action for action in open_menu(window).actions()}
    assert actions["Lung"].text() == "Lung\tW 1500  L -600"
    actions["Lung"].trigger()
    assert window.tiles.views[0].grey_window == (-1350.0, 150.0)
    assert window.volume_bar.windows.text().startswith("Lung")
    menu = open_menu(window)
    window.findChild(QDoubleSpinBox, "window_width").setValue(1400)
    menu = open_menu(window)
    next(action for action in menu.actions() if action.text() == "Keep these numbers as “Lung”").trigger()
    assert settings.window_presets[3].width == 1400
    next(action for action in open_menu(window).actions() if action.text().startswith("Usual numbers")).trigger()
    assert settings.window_presets == CT_PRESETS


def test_an_mri_offers_an_automatic_window_and_that_of_the_file(scan):
    window = scan("t1")
    names = [action.text() for action in open_menu(window).actions()]
    assert not any("Brain" in name for name in names)
    next(action for action in open_menu(window).actions() if action.text().startswith("Automatic")).trigger()
    low, high = window.tiles.views[0].grey_window
    assert 0.0 < low < 0.1
    assert 0.9 < high < 1.0
    press(window, Qt.Key.Key_R)
    assert window.tiles.views[0].grey_window == (0.0, 1.0)


def test_an_automatic_window_leaves_the_background_out():
    plane = np.full((100, 100), -1000.0, np.float32)
    plane[20:60, 20:60] = np.linspace(0, 80, 1600, dtype=np.float32).reshape(40, 40)
    low, high = automatic_window(plane)
    assert 0 <= low < 5
    assert 75 < high <= 80
    assert automatic_window(np.full((3, 3), np.nan, np.float32)) == (0.0, 1.0)


class SlowInspector(FakeInspector):
    """Finds one slice at a time: the next one when it is told to."""

    def __init__(self):
        super().__init__()
        self.go, self.order = threading.Semaphore(0), []

    def inspect(self, loaded, category=None, report=None, token=None, watcher=None):
        result = make_result(loaded)
        pending = set(range(SIZE[0]))
        scores = np.full(SIZE[0], np.nan, np.float32)
        while pending:
            while not self.go.acquire(timeout=0.01):
                token.raise_if_cancelled()
            wanted = watcher.wanted()
            index = min(pending, key=lambda slice_index: abs(slice_index - wanted))
            pending.remove(index)
            self.order.append(index)
            scores[index] = 0.3
            watcher.found(PartialMap(result.anomaly_map, result.modality_maps, scores.copy(), result.calibration))
        return result


def test_the_map_fills_in_around_the_slice_that_is_looked_at(qtbot, make_window, monkeypatch):
    monkeypatch.setattr("app.growing.INTERVAL_S", 0.0)
    inspector = SlowInspector()
    window = make_window(inspector, FakeReader(("t1",), SIZE))
    window.open_paths([Path("scan")])
    qtbot.waitUntil(lambda: window.state.loaded is not None)
    inspector.go.release()
    qtbot.waitUntil(lambda: window.state.growing is not None)
    assert inspector.order == [6]
    assert window.tiles.views[0].shown_map() is not None
    assert "score" in readout(window.tiles.views[0], window.state, (3, 3))
    window.state.set_slice(1)
    assert "not inspected" in readout(window.tiles.views[0], window.state, (3, 3))
    inspector.go.release(2)
    qtbot.waitUntil(lambda: len(inspector.order) == 3)
    assert inspector.order[1] == 1
    assert not window.grab().isNull()
    inspector.go.release(SIZE[0])
    qtbot.waitUntil(lambda: window.state.result is not None)
    assert window.state.growing is None


def test_no_side_is_named_where_the_file_does_not_say_how_the_patient_lies(scan):
    from app.views.marks import orientation_letters

    view = scan("t1").state.loaded.views[0]
    assert orientation_letters(view) == ("R", "L", "A", "P")
    assert orientation_letters(replace(view, is_oriented=False)) is None


def test_thick_slices_keep_their_true_proportions_in_every_plane(scan):
    window = scan("t1")
    press(window, Qt.Key.Key_X)
    axial, coronal, _ = window.tiles.views
    assert axial.pixel_size()[0] == pytest.approx(axial.pixel_size()[1])
    assert coronal.pixel_size()[1] == pytest.approx(3 * coronal.pixel_size()[0])  # slices are 3 mm thick


def test_docks_and_window_come_back_as_they_were_left_and_can_be_reset(make_window, settings):
    window = make_window(starts=False)
    QTest.qWait(30)
    window.resizeDocks([window.docks["queue"]], [170], Qt.Orientation.Horizontal)
    QTest.qWait(30)
    wide = window.docks["queue"].width()
    window.close()
    again = make_window(starts=False)
    QTest.qWait(30)
    assert abs(again.docks["queue"].width() - wide) <= 12
    again.actions_by_name["reset_layout"].trigger()
    QTest.qWait(30)
    assert again.docks["queue"].width() > wide + 20


def test_a_sample_of_fewer_sequences_falls_back_to_the_first(scan):
    window = scan("t1", "t2", "flair")
    window.state.set_volume_style(shows_three=True, sequence=2)
    loaded = window.state.loaded
    window.state.set_loaded(LoadedSample(loaded.sample, loaded.views[:1]))
    assert window.tiles.views[0].view.modality == "t1"


def test_an_inspected_volume_with_its_decision_fits_a_small_screen(qtbot, make_window, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("scan").mkdir()
    for name in ("t1", "flair"):  # the record hashes what it names
        Path(f"scan/{name}.png").write_bytes(b"a picture")
    window = make_window(FakeInspector(), FakeReader(("t1", "flair"), SIZE), review=tmp_path / "review.db")
    window.open_paths([Path("scan")])
    qtbot.waitUntil(lambda: window.state.result is not None)
    window.show_workspace("volume")
    window.resize(1280, 720)
    session = window.deciding.session
    qtbot.waitUntil(lambda: session.row is not None and session.row.state == "done", timeout=10_000)
    QTest.qWait(100)  # the docks are laid out for the words that came last
    needed = window.minimumSizeHint()
    assert needed.width() <= 1280
    assert needed.height() <= 720
