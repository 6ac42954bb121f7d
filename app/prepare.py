"""Array work done in the worker before the window shows a sample, so that showing it costs the GUI thread nothing."""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.colour_scales import scale_of
from app.raster import Pixels, peaks, pyramid
from app.render import ColourScale, calibrated_scale, raw_scale
from app.scene.cloud import CloudSource
from app.viewing import ScaleKind
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
    sensors: dict[Modality, tuple[NDArray[np.float32], ...]] = field(default_factory=dict)  # made when asked for


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
    """Pyramids of the large images of a sample; the ranges to show are found on the way."""
    import cv2  # noqa: F401 - opened here, in the worker, because the first picture needs it

    for view in loaded.views:
        _ = view.display_range  # found here, in the worker
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
        return PreparedOverlay(scale, (), fused)
    return PreparedOverlay(scale, plane_profiles(result.anomaly_map))


def sensor_levels(
    colours: PreparedOverlay, modality: Modality, values: NDArray[np.float32]
) -> tuple[NDArray[np.float32], ...] | None:
    """`raster.peaks` of a sensor's own map where that is large: made once, since most people never ask for it."""
    if max(values.shape) <= LARGE_SIDE:
        return None
    if modality not in colours.sensors:
        colours.sensors[modality] = peaks(values)
    return colours.sensors[modality]


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
        wants = state.viewing.style.scale is ScaleKind.IMAGE
        return state.result.calibration, colours.scale, map_extent(state.result.anomaly_map) if wants else None
    if state.growing is not None:
        return state.growing.partial.calibration, state.growing.scale, None
    return None


_extents: list[tuple[weakref.ref[NDArray[np.float32]], tuple[float, float] | None]] = []  # of the map asked for last


def map_extent(values: NDArray[np.float32]) -> tuple[float, float] | None:
    """Smallest and largest value of a map, found once; None without any."""
    if not _extents or _extents[0][0]() is not values:
        _extents[:] = [(weakref.ref(values), _extent(values))]
    return _extents[0][1]


def _extent(values: NDArray[np.float32]) -> tuple[float, float] | None:
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
    within = volume[0].copy()  # [H, W]
    first = np.empty(len(volume), np.float32)
    for index, plane in enumerate(volume):  # every plane is read once, while it is in the processor's cache
        np.fmax(within, plane, out=within)
        first[index] = np.fmax.reduce(plane, axis=None)
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
