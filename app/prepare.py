"""Array work done in the worker before the window shows a sample, so that showing it costs the GUI thread nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.colour_scales import scale_of
from app.raster import Pixels, peaks, pyramid
from app.render import ColourScale, calibrated_scale, raw_scale
from app.scene.cloud import CloudSource
from core.records import CategoryCalibration, InspectionResult, LoadedSample, Modality, PartialMap

if TYPE_CHECKING:
    from app.state import AppState

LARGE_SIDE = 1024  # px, from which an image gets a pyramid


@dataclass(frozen=True, slots=True, eq=False)
class PreparedViews:
    """Smaller versions of large images, so that showing all of one costs no more than showing a part of it."""

    pyramids: Mapping[Modality, tuple[Pixels, ...]]  # each half the size of the one before; without the image itself
    cloud: CloudSource | None = None  # ready to be drawn


@dataclass(frozen=True, slots=True, eq=False)
class PreparedOverlay:
    """What drawing a result needs beyond its maps."""

    scale: ColourScale
    profiles: tuple[NDArray[np.float32], ...] = ()  # of a volume: the largest map value of every plane of each axis
    fused: tuple[NDArray[np.float32], ...] | None = None  # `raster.peaks` of a large map
    sensors: Mapping[Modality, tuple[NDArray[np.float32], ...]] = field(default_factory=dict)
    extent: tuple[float, float] | None = None  # smallest and largest value of the map


@dataclass(frozen=True, slots=True, eq=False)
class GrowingMap:
    """What an inspection that still runs has found in a volume, and how to draw it."""

    partial: PartialMap
    scale: ColourScale


def grow(partial: PartialMap) -> GrowingMap:
    """Give a partial map its colours: the scale of its category; a raw map's scale grows with it."""
    calibration = partial.calibration
    found = partial.anomaly_map[np.isfinite(partial.slice_scores)] if calibration is None else partial.anomaly_map[:0]
    return GrowingMap(partial, calibrated_scale(calibration) if calibration else raw_scale(found))


def prepare_views(loaded: LoadedSample) -> PreparedViews:
    """Pyramids of the large images of a sample."""
    import cv2  # noqa: F401 - opened here, in the worker, because the first picture needs it

    if loaded.is_volume:
        return PreparedViews({})
    pyramids = {view.modality: pyramid(view.pixels) for view in loaded.views if max(view.size) > LARGE_SIDE}
    return PreparedViews(pyramids, _prepare_cloud(loaded))


def _prepare_cloud(loaded: LoadedSample) -> CloudSource | None:
    if loaded.cloud is None:
        return None
    source = CloudSource(loaded)
    _ = source.sample_positions, source.height_limits  # worked out here, in the worker
    return source


def prepare_overlay(result: InspectionResult) -> PreparedOverlay:
    """Colour scale and profiles of a result."""
    scale = calibrated_scale(result.calibration) if result.calibration else raw_scale(result.anomaly_map)
    if result.anomaly_map.ndim != 3:
        fused = peaks(result.anomaly_map) if max(result.anomaly_map.shape) > LARGE_SIDE else None
        large = {name: values for name, values in result.modality_maps.items() if max(values.shape) > LARGE_SIDE}
        sensors = {name: peaks(values) for name, values in large.items()}
        return PreparedOverlay(scale, (), fused, sensors, map_extent(result.anomaly_map))
    profiles = plane_profiles(result.anomaly_map)
    return PreparedOverlay(scale, profiles, extent=map_extent(result.anomaly_map))


def shown_scale(state: AppState) -> ColourScale | None:
    """The colour scale of the map on screen, whole or growing; None without one."""
    shown = base_parts(state)
    return scale_of(state.viewing.style, *shown) if shown is not None else None


def base_parts(
    state: AppState,
) -> tuple[CategoryCalibration | None, ColourScale, tuple[float, float] | None] | None:
    """What a colour scale is made from, beside the style: see `colour_scales.scale_of`."""
    if state.result is not None:
        colours = state.colours or prepare_overlay(state.result)
        return state.result.calibration, colours.scale, colours.extent
    if state.growing is not None:
        return state.growing.partial.calibration, state.growing.scale, None
    return None


def map_extent(values: NDArray[np.float32]) -> tuple[float, float] | None:
    """Smallest and largest value of a map; None without any."""
    if not values.size:
        return None
    low, high = float(values.min()), float(values.max())  # much faster than the functions that pass NaN over
    if np.isnan(low):
        if np.isnan(values).all():
            return None
        low, high = float(np.nanmin(values)), float(np.nanmax(values))
    return low, high


def plane_profiles(volume: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
    """The largest value of every plane along each axis of [D, H, W]; NaN where nothing was inspected."""
    within = np.fmax.reduce(volume, axis=0)  # [H, W]
    first = np.fmax.reduce(volume.reshape(len(volume), -1), axis=1)
    return first, np.fmax.reduce(within, axis=1), np.fmax.reduce(within, axis=0)


def without_maps(result: InspectionResult) -> InspectionResult:
    """A light copy for the queue: everything but the arrays as large as the sample."""
    return replace(result, anomaly_map=np.zeros((0, 0), np.float32), modality_maps={})


def memory_size(loaded: LoadedSample, result: InspectionResult | None) -> int:
    """Bytes that a visited sample keeps in memory, with its prepared pictures."""
    size = sum(view.pixels.nbytes * 4 // 3 for view in loaded.views)
    if loaded.cloud is not None:
        size += loaded.cloud.points.nbytes + loaded.cloud.pixels.nbytes
    if result is not None:
        size += result.anomaly_map.nbytes + sum(values.nbytes for values in result.modality_maps.values())
    return size
