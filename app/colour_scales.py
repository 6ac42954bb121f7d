"""Which colour a map value gets: the kinds of colour scale, and the range that the user gives the colours."""

from __future__ import annotations

import functools
from dataclasses import replace

import numpy as np

from app.i18n import later, numeral, tr
from app.render import ColourScale, calibrated_scale, raw_scale
from app.viewing import ScaleKind, ViewStyle
from core.records import CategoryCalibration

SCALE_WORDS = {
    ScaleKind.PERCENTILE: later("Percentile of normal"),
    ScaleKind.RAW: later("Raw score"),
    ScaleKind.LINEAR: later("Multiple of threshold"),
    ScaleKind.IMAGE: later("This map's own range"),
}
OWN_RANGE_WARNING = later("own range: not comparable")
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_LEAST = 1e-6  # the narrowest range that colours can be spread over


def scale_of(
    style: ViewStyle,
    calibration: CategoryCalibration | None,
    fallback: ColourScale,
    extent: tuple[float, float] | None,
) -> ColourScale:
    """The colour scale that a style asks for.

    Args:
        style: Kind and range of the colours.
        calibration: Of the result on screen; without one there are no percentiles and no threshold.
        fallback: The scale made with the result: the calibrated one, or the raw one of a map without calibration.
        extent: Smallest and largest value of the map; None while it still grows.
    """
    base = base_scale(style.scale, calibration, fallback, extent)
    return base if style.display is None else narrowed(base, *style.display)


def base_scale(
    kind: ScaleKind,
    calibration: CategoryCalibration | None,
    fallback: ColourScale,
    extent: tuple[float, float] | None,
) -> ColourScale:
    """A scale over its whole range; see `scale_of`."""
    if kind is ScaleKind.IMAGE and extent is not None:
        return _own_range(*extent)
    if calibration is None or kind in (ScaleKind.PERCENTILE, ScaleKind.IMAGE):
        return fallback
    return _raw(calibration) if kind is ScaleKind.RAW else _linear(calibration)


@functools.lru_cache(maxsize=8)
def _raw(calibration: CategoryCalibration) -> ColourScale:
    """Linear in the map's values, over the same range for all samples of a category."""
    top = calibrated_scale(calibration).top
    return replace(raw_scale(np.array([top], np.float32)), caption=tr("raw score"), is_calibrated=True)


@functools.lru_cache(maxsize=8)
def _linear(calibration: CategoryCalibration) -> ColourScale:
    """Linear from nothing to twice the calibrated threshold."""
    top = 2 * max(calibration.anomaly_threshold, _LEAST)
    ticks = tuple((place, f"{numeral(2 * place, 'g')}×") for place in _TICKS)
    ends = np.array([0.0, top], np.float32), np.array([0.0, 1.0], np.float32)
    return ColourScale(*ends, ticks, True, tr("multiple of the calibrated anomaly threshold"))


def _own_range(low: float, high: float) -> ColourScale:
    high = max(high, low + _LEAST)
    ticks = tuple((place, f"{numeral(low + place * (high - low), '.2g')}") for place in _TICKS)
    caption = tr("this map's own smallest to largest value: colours cannot be compared with other samples")
    ends = np.array([low, high], np.float32), np.array([0.0, 1.0], np.float32)
    return ColourScale(*ends, ticks, False, caption)


def narrowed(scale: ColourScale, low: float, high: float) -> ColourScale:
    """The same scale with its colours spread over a range of values; below and above it they stay at the ends."""
    first, last = (float(scale.position(value)) for value in (low, high))
    if last - first < _LEAST or high <= low:
        return scale
    inner = scale.values[(scale.values > low) & (scale.values < high)]
    values = np.concatenate(([low], inner, [high])).astype(np.float32)
    positions = ((scale.position(values) - first) / (last - first)).astype(np.float32)
    positions[0], positions[-1] = 0.0, 1.0
    ticks = tuple(((place - first) / (last - first), label) for place, label in scale.ticks if first <= place <= last)
    caption = tr("{caption}, range set by you", caption=scale.caption)
    return replace(scale, values=values, positions=positions, ticks=ticks, caption=caption)
