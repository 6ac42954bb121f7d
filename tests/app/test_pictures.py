"""Pictures as people see them: window and level after DICOM, structure of tiles against kept small ones, names."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QWidget

from app.render import grey_image, window_grey
from app.state import AppState
from app.styles import OverlayMode
from app.theme import active_theme, apply_theme
from app.viewing import Layout
from app.views.arrangement import best_columns, grid_places
from app.views.tiles import TilesView
from core.records import LoadedSample
from tests.app.fakes import make_loaded, make_result

KEPT = Path(__file__).parent / "pictures"
SIDE = (18, 32)  # height and width of a kept picture
TOLERANCE = 14.0  # grey levels of 255, mean over a picture; fonts and themes of another machine differ by less


def dicom_linear_exact(values, centre, width):
    """PS3.3 C.11.2.1.3.2: y = ((x - c) / w + 0.5) * (ymax - ymin) + ymin, clamped."""
    return np.clip(((values - centre) / width + 0.5) * 255.0, 0.0, 255.0)


@pytest.mark.parametrize(("width", "centre"), [(80, 40), (1500, -600), (0.5, 0.1), (2000, 300)])
def test_window_and_level_follow_the_formula_of_dicom(width, centre):
    values = np.linspace(centre - width, centre + width, 4001, dtype=np.float32)[None]
    image = grey_image(window_grey(values, centre - width / 2, centre + width / 2), active_theme().colour("missing"))
    shown = [image.pixelColor(x, 0).red() for x in range(0, values.shape[1], 7)]
    wanted = dicom_linear_exact(values[0, ::7].astype(np.float64), centre, width)
    assert np.abs(np.array(shown) - wanted).max() <= 1.0  # 254 steps, since one entry marks missing values


@pytest.fixture
def show(qtbot, qapp):
    """`show(modalities, size, change)` -> tiles on screen after a change of their state."""
    alive = []

    def make(modalities=("infrared", "depth"), size=(64, 64), change=lambda state: None):
        apply_theme(qapp, "dark")
        state = AppState()
        tiles = TilesView(state)
        qtbot.addWidget(tiles)
        tiles.resize(640, 360)
        loaded = make_loaded(modalities, size)
        ramp = np.linspace(0, 1, size[-1], dtype=np.float32) * np.ones(size, np.float32)
        loaded = LoadedSample(loaded.sample, tuple(replace(view, pixels=ramp) for view in loaded.views))
        state.set_loaded(loaded)
        state.set_result(make_result(loaded))
        change(state)
        with qtbot.waitExposed(tiles):
            tiles.show()
        alive.append(state)
        return tiles

    return make


def structure(widget: QWidget) -> np.ndarray:
    """Grey levels of a widget, averaged to `SIDE`."""
    image = widget.grab().toImage()
    small = image.scaled(SIDE[1] * 4, SIDE[0] * 4, mode=Qt.TransformationMode.SmoothTransformation)
    small = small.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(small.constBits(), np.uint8).reshape(small.height(), small.bytesPerLine())
    blocks = rows[:, : small.width()].reshape(SIDE[0], 4, SIDE[1], 4)
    return blocks.mean(axis=(1, 3))


CASES = {
    "image": {},
    "one": {"change": lambda state: state.viewing.set_style(layout=Layout.ONE)},
    "side_by_side": {"change": lambda state: state.viewing.set_style(is_side_by_side=True)},
    "contour": {"change": lambda state: state.set_overlay(mode=OverlayMode.CONTOUR)},
    "no_map": {"change": lambda state: state.set_overlay(is_visible=False, shows_outlines=False)},
    "slices": {"modalities": ("t1", "flair"), "size": (12, 40, 32)},
    "three_planes": {
        "modalities": ("t1",),
        "size": (12, 40, 32),
        "change": lambda state: state.set_volume_style(shows_three=True),
    },
    "oblique": {
        "modalities": ("t1",),
        "size": (12, 40, 32),
        "change": lambda state: state.set_volume_style(tilt=(0.0, 0.0, 30.0)),
    },
}


@pytest.mark.parametrize("name", CASES)
def test_the_structure_of_the_views_is_as_it_was_looked_at(show, name):
    tiles = show(**CASES[name])
    seen = structure(tiles)
    path = KEPT / f"{name}.npy"
    if os.environ.get("KEEP_PICTURES"):  # after looking at what changed
        np.save(path, np.round(seen).astype(np.uint8))
    kept = np.load(path)
    assert np.abs(seen - kept).mean() < TOLERANCE


def test_kept_pictures_differ_from_each_other_by_more_than_the_tolerance():
    pictures = {name: np.load(KEPT / f"{name}.npy").astype(float) for name in CASES}
    for first in ("image", "slices"):
        for second in pictures:
            if second != first and second not in ("contour", "no_map"):
                assert np.abs(pictures[first] - pictures[second]).mean() > TOLERANCE / 2, (first, second)


@pytest.mark.parametrize(
    ("count", "area", "columns"),
    [(4, (450, 980), 4), (4, (700, 1260), 2), (1, (300, 300), 1), (2, (900, 300), 1), (3, (400, 1200), 3)],
)
def test_tiles_are_arranged_so_that_pictures_are_largest(count, area, columns):
    assert best_columns([(1.0, 1.0)] * count, area) == columns
    assert len({place[:2] for place in grid_places(count, columns)}) == count


def test_everything_that_takes_the_keyboard_has_a_name_for_screen_readers(qtbot, make_window):
    window = make_window()
    window.open_paths([Path("a"), Path("b")])
    qtbot.waitUntil(lambda: window.state.result is not None)
    kinds = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)
    nameless = [
        widget.objectName() or type(widget).__name__
        for widget in window.findChildren(QWidget)
        if isinstance(widget, kinds)
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.objectName().startswith("qt_")
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
    ]
    assert nameless == []
    assert all(view.accessibleName() for view in window.tiles.views)
