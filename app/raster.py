"""Native pixels and maps -> arrays at the resolution of the screen: the cost of a redraw is that of what is seen."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QTransform

Pixels = NDArray[np.float32] | NDArray[np.uint8]

_SMALLEST_LEVEL = 256  # px, the side below which halving again is not worth it
_BAND, _BANDED = 128, 3  # rows of a map that are halved together, and how often; 2 ** _BANDED divides _BAND
_MEASURED = 0.5  # share of measured pixels from which their mean counts as measured


def pyramid(pixels: Pixels) -> tuple[Pixels, ...]:
    """Ever smaller versions of [H, W] or [H, W, 3], each half the size of the one before."""
    levels: list[Pixels] = []
    level = pixels
    while max(level.shape[:2]) > 2 * _SMALLEST_LEVEL:
        level = shrink(level, ((level.shape[0] + 1) // 2, (level.shape[1] + 1) // 2))
        levels.append(level)
    return tuple(levels)


def shrink(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """[H, W] or [H, W, 3] averaged to a smaller (height, width); places without a measurement (NaN) stay without."""
    import cv2

    if pixels.shape[:2] == size:
        return pixels
    wanted = (size[1], size[0])
    source: Any = np.ascontiguousarray(pixels)  # Any: the stubs of OpenCV know no unions of number formats
    missing = np.isnan(source) if source.dtype == np.float32 and source.ndim == 2 else None
    if missing is None or not missing.any():
        smaller: Pixels = cv2.resize(source, wanted, interpolation=cv2.INTER_AREA)
        return smaller
    weight = cv2.resize((~missing).astype(np.float32), wanted, interpolation=cv2.INTER_AREA)
    total = cv2.resize(np.where(missing, np.float32(0), source), wanted, interpolation=cv2.INTER_AREA)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(weight >= _MEASURED, total / weight, np.float32(np.nan)).astype(np.float32)


def visible_part(
    pixels: Pixels, levels: tuple[Pixels, ...], to_screen: QTransform, size: tuple[int, int]
) -> tuple[Pixels, QRectF]:
    """The piece of a picture that is on screen, at no more than the screen's resolution, and where it belongs.

    Args:
        pixels: [H, W] or [H, W, 3].
        levels: From `pyramid`; may be empty.
        to_screen: Pixels of the picture to pixels of the screen; moves and scales only.
        size: Height and width of the piece of screen.
    """
    across, down, left, top = to_screen.m11(), to_screen.m22(), to_screen.dx(), to_screen.dy()
    height, width = pixels.shape[:2]
    x0, x1 = _span(left, across, width, size[1])
    y0, y1 = _span(top, down, height, size[0])
    target = QRectF(left + x0 * across, top + y0 * down, (x1 - x0) * across, (y1 - y0) * down)
    wanted = (_fewer(y1 - y0, down), _fewer(x1 - x0, across))
    source, step = pixels, 1
    for level in levels:
        if 2 * step * max(across, down) > 1.0:
            break
        source, step = level, 2 * step
    part = source[y0 // step : -(-y1 // step), x0 // step : -(-x1 // step)]
    wanted = (min(wanted[0], part.shape[0]), min(wanted[1], part.shape[1]))
    return shrink(part, wanted), target


def _span(offset: float, scale: float, count: int, room: int) -> tuple[int, int]:
    """First and last (exclusive) pixel on a screen of `room` pixels; at least one."""
    first = min(max(int(np.floor(-offset / scale)), 0), count - 1)
    last = min(max(int(np.ceil((room - offset) / scale)), first + 1), count)
    return first, last


def _fewer(count: int, scale: float) -> int:
    return max(round(count * scale), 1) if scale < 1.0 else count


def screen_map(
    values: NDArray[np.float32],
    to_screen: QTransform,
    size: tuple[int, int],
    levels: tuple[NDArray[np.float32], ...] | None = None,
) -> NDArray[np.float32]:
    """A map as it lies on the screen, bilinear; -inf beside it and where nothing was inspected.

    Args:
        values: [h, w] map.
        to_screen: Pixels of the map to pixels of the screen; moves and scales only.
        size: Height and width of the piece of screen.
        levels: From `peaks`; None: made here where they are needed.
    """
    import cv2

    across, down = to_screen.m11(), to_screen.m22()
    left, top = to_screen.dx(), to_screen.dy()
    height, width = values.shape
    right, bottom = left + width * across, top + height * down
    is_shrunk = max(across, down) < 1.0
    if is_shrunk:
        levels = peaks(values) if levels is None else levels
        for level in levels:  # several map pixels on one of the screen: the largest counts, no small region is lost
            values, across, down = level, 2 * across, 2 * down
            if max(across, down) >= 1.0:
                break
    # Pixel centres lie at half coordinates for Qt, at whole ones for OpenCV.
    matrix = np.array([[across, 0, left + (across - 1) / 2], [0, down, top + (down - 1) / 2]])
    is_solid = bool(np.isfinite(values.sum()))  # one sum finds what is no number, much faster than a look at each
    solid = values if is_solid else np.where(np.isfinite(values), values, np.float32(_NOWHERE)).astype(np.float32)
    # Of a shrunk map every pixel is sampled at least once, and none is weakened by its neighbours.
    how = cv2.INTER_NEAREST if is_shrunk else cv2.INTER_LINEAR
    shown = cv2.warpAffine(solid, matrix, (size[1], size[0]), flags=how, borderMode=cv2.BORDER_REPLICATE)
    # Replicated, so that the outline runs up to the picture's edge; what lies beyond is cut off.
    first_x, last_x = max(round(left), 0), min(max(round(right), 0), size[1])
    first_y, last_y = max(round(top), 0), min(max(round(bottom), 0), size[0])
    for outside in (shown[:first_y], shown[last_y:], shown[:, :first_x], shown[:, last_x:]):
        outside[:] = -np.inf
    return np.asarray(shown, np.float32)


_NOWHERE = -1e9  # finite: interpolating with -inf would make NaN


def peaks(values: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
    """Ever smaller versions of a map [h, w], each half the size of the one before, by the largest of four values.

    The largest levels are made a few rows at a time: what lies between them then stays in the processor's cache.
    """
    levels: list[NDArray[np.float32]] = []
    height, width = values.shape
    if height > _BAND:
        levels = [np.empty((_up(height, step), _up(width, step)), np.float32) for step in range(1, _BANDED + 1)]
        for top in range(0, height, _BAND):
            part = values[top : top + _BAND]
            for step, level in enumerate(levels, start=1):
                part = _halved(part)
                level[top >> step : (top >> step) + len(part)] = part
        values = levels[-1]
    while max(values.shape) > 16:
        values = _halved(values)
        levels.append(values)
    return tuple(levels)


def _up(size: int, halvings: int) -> int:
    """The size after so many halvings, rounded up each time."""
    return -(-size >> halvings)


def _halved(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The largest of every two by two values."""
    height, width = values.shape
    if height % 2 or width % 2:
        values = np.pad(values, ((0, height % 2), (0, width % 2)), mode="edge")
    rows = np.fmax(values[0::2], values[1::2])
    return np.asarray(np.fmax(rows[:, 0::2], rows[:, 1::2]), np.float32)
