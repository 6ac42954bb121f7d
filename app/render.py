"""Arrays to pictures: colour scales, colour maps, windowing, outlines. Pure functions for any thread.

Display is a view of the float values and never feeds back into them.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from app.i18n import numeral, tr
from app.theme import colour_map_stops
from core.records import CategoryCalibration

COLOUR_MAPS: dict[str, tuple[str, ...]] = colour_map_stops()

# Share of normal pixels -> place on the colour bar. The tail gets most of the bar, because that is where decisions are.
_PERCENTILES = ((50.0, 0.0), (90.0, 0.14), (99.0, 0.32), (99.9, 0.5), (100.0, 0.68))
_BEYOND = 2.0  # the bar ends at this multiple of the largest normal pixel
_TABLE = 4096  # steps between 0 and the end of the bar when values become colours
_FADE = (0.2, 0.5)  # places between which the overlay goes from clear to its full opacity


@dataclass(frozen=True, slots=True, eq=False)
class ColourScale:
    """Map values to places 0..1 on the colour bar, piecewise linear."""

    values: NDArray[np.float32]  # [K] ascending map values
    positions: NDArray[np.float32]  # [K] places 0..1, ascending
    ticks: tuple[tuple[float, str], ...]  # place and label
    is_calibrated: bool
    caption: str  # what the bar measures, in words

    def position(self, values: NDArray[np.float32] | float) -> NDArray[np.float32]:
        """Places of values on the bar, 0..1."""
        return np.asarray(np.interp(values, self.values, self.positions), np.float32)

    def value(self, position: float) -> float:
        """The map value at a place of the bar."""
        return float(np.interp(position, self.positions, self.values))

    @property
    def top(self) -> float:
        """The value at the end of the bar; all above look the same."""
        return float(self.values[-1])


def calibrated_scale(calibration: CategoryCalibration) -> ColourScale:
    """One colour means one percentile of this category's normal pixels, in every image."""
    levels = np.array([percent for percent, _ in _PERCENTILES], np.float64) / 100.0
    values = np.interp(levels, calibration.pixel_levels, calibration.pixel_values)
    values = np.append(values, max(values[-1], 1e-6) * _BEYOND)
    values = np.maximum.accumulate(values) + np.arange(len(values)) * 1e-7 * max(values[-1], 1.0)  # strictly ascending
    ticks = [(place, "max" if percent == 100.0 else f"p{numeral(percent, 'g')}") for percent, place in _PERCENTILES]
    return ColourScale(
        values.astype(np.float32),
        np.array([*(place for _, place in _PERCENTILES), 1.0], np.float32),
        (*ticks, (1.0, tr("{BEYOND:g}× max", BEYOND=_BEYOND))),
        True,
        tr("percentile among normal {category}", category=calibration.category or tr("pixels")),
    )


def raw_scale(anomaly_map: NDArray[np.float32]) -> ColourScale:
    """A plain linear scale for a map without calibration; colours cannot be compared between samples."""
    top = float(anomaly_map.max(initial=-np.inf))  # much faster than the functions that pass NaN over
    if np.isnan(top):
        top = float(np.fmax.reduce(anomaly_map, axis=None))
    top = max(top, 1e-6) if np.isfinite(top) else 1.0
    ticks = tuple((place, f"{numeral(place * top, '.2g')}") for place in (0.0, 0.25, 0.5, 0.75, 1.0))
    return ColourScale(
        np.array([0.0, top], np.float32),
        np.array([0.0, 1.0], np.float32),
        ticks,
        False,
        tr("raw distance, not calibrated"),
    )


def index_image(
    values: NDArray[np.float32], scale: ColourScale, clip: tuple[float, float] | None = None
) -> NDArray[np.uint8]:
    """[H, W] map values -> [H, W] entries 0..255 of the colour table; NaN becomes 0.

    With a clip range, 0 is what lies outside it and nothing else.
    """
    table = _index_table(scale)
    steps = values * np.float32((_TABLE - 1) / scale.top)
    steps += np.float32(0.5)
    np.clip(steps, np.float32(0), np.float32(_TABLE - 1), out=steps)
    if np.isnan(steps.sum()):  # found by one sum, since most maps on screen have none
        steps[np.isnan(steps)] = 0.0
    picked: NDArray[np.uint8] = table.take(steps.astype(np.uint16))
    if clip is not None:
        np.maximum(picked, 1, out=picked)
        picked[~((values >= clip[0]) & (values <= clip[1]))] = 0
    return picked


@functools.lru_cache(maxsize=4)
def _index_table(scale: ColourScale) -> NDArray[np.uint8]:
    """[4096] entries of the colour table for evenly spaced values from 0 to the end of the bar."""
    places = scale.position(np.linspace(0.0, scale.top, _TABLE, dtype=np.float32))
    return np.round(places * 255).astype(np.uint8)


@functools.cache
def colour_table(name: str) -> NDArray[np.uint8]:
    """[256, 3] RGB of a colour map."""
    colours = [QColor(stop) for stop in COLOUR_MAPS[name]]
    stops = np.array([(colour.red(), colour.green(), colour.blue()) for colour in colours], np.float64)
    places = np.linspace(0.0, 1.0, len(stops))
    wanted = np.linspace(0.0, 1.0, 256)
    return np.stack([np.interp(wanted, places, stops[:, channel]) for channel in range(3)], axis=1).astype(np.uint8)


@functools.lru_cache(maxsize=64)
def overlay_table(name: str, opacity: float) -> tuple[int, ...]:
    """256 ARGB entries: the colour map with its low end clear, so that ordinary places keep their own look."""
    places = np.linspace(0.0, 1.0, 256)
    rise = np.clip((places - _FADE[0]) / (_FADE[1] - _FADE[0]), 0.0, 1.0)
    alpha = np.round(255 * opacity * rise * rise * (3 - 2 * rise)).astype(np.int64)
    red, green, blue = colour_table(name).astype(np.int64).T
    return tuple((alpha << 24 | red << 16 | green << 8 | blue).tolist())


def overlay_image(
    indices: NDArray[np.uint8], name: str, *, is_constant: bool = False, is_clipped: bool = False
) -> QImage:
    """The map as a picture that fades in with its values, or is opaque throughout; the painter adds opacity.

    Of a clipped map all that is left is opaque in the second case, whatever its value.
    """
    image = indexed_image(indices)
    table = overlay_table(name, 1.0)
    if is_constant:
        first = 1 if is_clipped else round(_FADE[0] * 255)
        table = tuple(0 if place < first else 0xFF000000 | entry for place, entry in enumerate(table))
    image.setColorTable(table)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def indexed_image(indices: NDArray[np.uint8]) -> QImage:
    """[H, W] uint8 -> 8-bit picture without a colour table. Copies, so that the array may go."""
    height, width = indices.shape
    indices = np.ascontiguousarray(indices)
    return QImage(indices.data, width, height, width, QImage.Format.Format_Indexed8).copy()


def window_grey(pixels: NDArray[np.float32], low: float, high: float) -> NDArray[np.uint8]:
    """[H, W] values -> 1 (low and below) .. 255 (high and above); 0 where nothing was measured (NaN)."""
    span = max(high - low, 1e-12)
    scaled = (pixels.astype(np.float32, copy=False) - np.float32(low)) * np.float32(254.0 / span)
    missing = np.isnan(scaled)
    np.clip(scaled, 0, 254, out=scaled)
    scaled += 1.5
    scaled[missing] = 0
    return scaled.astype(np.uint8)


@functools.lru_cache(maxsize=4)
def _grey_table(missing: int) -> list[int]:
    ramp = [round((entry - 1) * 255 / 254) for entry in range(1, 256)]
    return [missing, *(0xFF000000 | level << 16 | level << 8 | level for level in ramp)]


def grey_image(indices: NDArray[np.uint8], missing: QColor) -> QImage:
    """A picture of `window_grey` entries; places without a measurement get a colour of their own."""
    image = indexed_image(indices)
    image.setColorTable(_grey_table(missing.rgb()))
    return image.convertToFormat(QImage.Format.Format_RGB32)


def colour_bytes(pixels: NDArray[np.float32] | NDArray[np.uint8], low: float, high: float) -> NDArray[np.uint8]:
    """[H, W, 3] of any range -> uint8."""
    if pixels.dtype == np.uint8:
        return np.ascontiguousarray(pixels)
    scaled = (np.nan_to_num(pixels.astype(np.float32)) - np.float32(low)) * np.float32(255.0 / max(high - low, 1e-12))
    return np.asarray(np.clip(scaled, 0, 255), np.uint8)


def colour_image(pixels: NDArray[np.uint8]) -> QImage:
    """[H, W, 3] uint8 -> picture."""
    height, width, _ = pixels.shape
    pixels = np.ascontiguousarray(pixels)
    image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32)


def outline_image(shown: NDArray[np.float32], threshold: float, colour: QColor) -> QImage | None:
    """Outlines of the places at or above a threshold: two pixels wide, with a dark rim that shows on any picture.

    Drawn as pixels because the cost does not depend on how ragged the outline is; paths of noisy maps took 300 ms.

    Args:
        shown: [H, W] from `app.raster.screen_map`.
        threshold: Map value.
        colour: Of the line.

    Returns:
        A picture of the same size, or None where nothing reaches the threshold.
    """
    import cv2

    mask = (shown >= threshold).view(np.uint8)
    if not mask.any():
        return None
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    line = cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, cross)
    rim = cv2.dilate(line, cross)
    image = indexed_image(np.asarray(rim + line, np.uint8))
    image.setColorTable([0, 0xA0000000, colour.rgba()])
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
