"""Ways to draw the map and to compare it with the picture, and the badge that says what is not as measured."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from app.state import AppState
from app.styles import Compare, OverlayMode
from app.views.badge import honest_badge
from app.views.tiles import TilesView
from tests.app.fakes import make_loaded, make_result


@pytest.fixture
def shown(qtbot):
    """`shown(size, **result)` -> tiles of one inspected image or volume on screen."""

    alive = []  # a view goes with its tiles

    def make(size=(64, 64), **changes):
        state = AppState()
        tiles = TilesView(state)
        qtbot.addWidget(tiles)
        tiles.resize(600, 500)
        loaded = make_loaded(("infrared",) if len(size) == 2 else ("t1",), size)
        state.set_loaded(loaded)
        state.set_result(replace(make_result(loaded), **changes))
        tiles.show()
        alive.append(tiles)
        return tiles.views[0], state

    return make


def pixels(view) -> np.ndarray:
    """What is on the canvas, [H, W, 4]."""
    area = view.canvas()
    image = view.grab(area).toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


def tinted(image: np.ndarray) -> np.ndarray:
    """Where a grey picture is coloured, [H, W]."""
    channels = image[..., :3].astype(int)
    return channels.max(axis=-1) - channels.min(axis=-1) > 12


def test_regions_only_colours_what_is_above_the_threshold(shown):
    view, state = shown()
    state.set_overlay(shows_outlines=False)
    heat = tinted(pixels(view)).sum()
    state.set_overlay(mode=OverlayMode.REGIONS)
    regions = tinted(pixels(view)).sum()
    assert 0 < regions < heat
    state.set_threshold(state.threshold * 1.4)
    assert tinted(pixels(view)).sum() < regions
    state.set_overlay(mode=OverlayMode.CONTOUR)
    contour = tinted(pixels(view)).sum()
    assert 0 < contour < regions


def test_constant_opacity_colours_weak_values_as_strongly_as_high_ones(shown):
    view, state = shown()
    state.set_overlay(shows_outlines=False)
    before = tinted(pixels(view)).sum()
    state.set_overlay(is_constant=True)
    assert tinted(pixels(view)).sum() > before


def test_the_swipe_line_can_be_dragged_and_ends_the_overlay(shown):
    view, state = shown()
    state.set_overlay(compare=Compare.SWIPE)
    start = QPoint(view.swipe_x(), view.canvas().center().y())
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, start - QPoint(150, 0))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start - QPoint(150, 0))
    assert state.overlay.swipe == pytest.approx(0.25, abs=0.01)
    assert view.camera.centre == (0.5, 0.5)
    assert not tinted(pixels(view))[:, 170:].any()


def test_flicker_takes_the_overlay_away_and_brings_it_back(qtbot, shown):
    view, state = shown()
    state.set_overlay(compare=Compare.FLICKER)
    qtbot.waitUntil(lambda: state.overlay.is_flickered_off, timeout=2000)
    qtbot.waitUntil(lambda: not state.overlay.is_flickered_off, timeout=2000)
    state.set_overlay(is_flickered_off=True)
    away = tinted(pixels(view))
    state.set_overlay(compare=Compare.OFF)
    assert away.sum() < 0.1 * tinted(pixels(view)).sum()


def test_the_badge_says_what_is_averaged_enlarged_or_interpolated(shown):
    view, state = shown()
    assert honest_badge(view) == "interpolated  ·  map 256×256, interpolated"
    view.zoom_by(4.0)
    assert honest_badge(view).startswith("single pixels")
    view, _ = shown((2000, 2000))
    assert honest_badge(view).startswith("averaged ")
    view, state = shown((9, 256, 256))
    assert "map 256" not in honest_badge(view)
    state.set_volume_style(slab=3)
    assert "slab" in honest_badge(view)


def test_keys_choose_mode_swipe_and_flicker(qtbot, make_window):
    window = make_window()
    window.open_paths([Path("part")])
    qtbot.waitUntil(lambda: window.state.result is not None)
    for key, reached in (
        (Qt.Key.Key_H, lambda style: style.mode is OverlayMode.REGIONS),
        (Qt.Key.Key_S, lambda style: style.compare is Compare.SWIPE),
        (Qt.Key.Key_Y, lambda style: style.compare is Compare.FLICKER),
        (Qt.Key.Key_Y, lambda style: style.compare is Compare.OFF),
    ):
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        QTest.keyClick(window, key)
        assert reached(window.state.overlay)
