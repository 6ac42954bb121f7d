"""Array work done in the worker before the window shows a sample, so that showing it costs the GUI thread nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.render import ColourScale, calibrated_scale, colour_bytes, index_image, raw_scale, window_grey
from core.records import InspectionResult, LoadedSample, Modality


@dataclass(frozen=True, slots=True, eq=False)
class PreparedViews:
    """8-bit pictures of a sample at its display ranges; empty for a volume, whose slices are made when shown."""

    pictures: Mapping[Modality, NDArray[np.uint8]]  # [H, W] of `window_grey` or [H, W, 3]


@dataclass(frozen=True, slots=True, eq=False)
class PreparedOverlay:
    """Maps of a result as entries of the colour table; empty for a volume, whose slices are made when shown."""

    scale: ColourScale
    fused: NDArray[np.uint8] | None  # [H, W] of the first view
    sensors: Mapping[Modality, NDArray[np.uint8]]  # [H, W] of each view


def prepare_views(loaded: LoadedSample) -> PreparedViews:
    """Pictures of all views of a sample."""
    pictures: dict[Modality, NDArray[np.uint8]] = {}
    if not loaded.is_volume:
        for view in loaded.views:
            low, high = view.display_range
            if view.pixels.ndim == 3:
                pictures[view.modality] = colour_bytes(view.pixels, low, high)
            else:
                pictures[view.modality] = window_grey(view.pixels.astype(np.float32, copy=False), low, high)
    return PreparedViews(pictures)


def prepare_overlay(result: InspectionResult) -> PreparedOverlay:
    """Colour-table entries of all maps of a result."""
    scale = calibrated_scale(result.calibration) if result.calibration else raw_scale(result.anomaly_map)
    if result.anomaly_map.ndim == 3:
        return PreparedOverlay(scale, None, {})
    sensors = {name: index_image(values, scale) for name, values in result.modality_maps.items()}
    return PreparedOverlay(scale, index_image(result.anomaly_map, scale), sensors)


def without_maps(result: InspectionResult) -> InspectionResult:
    """A light copy for the queue: everything but the arrays as large as the sample."""
    return replace(result, anomaly_map=np.zeros((0, 0), np.float32), modality_maps={})


def memory_size(loaded: LoadedSample, result: InspectionResult | None) -> int:
    """Bytes that a visited sample keeps in memory, with its prepared pictures."""
    size = sum(view.pixels.nbytes + view.pixels.size for view in loaded.views)
    if loaded.cloud is not None:
        size += loaded.cloud.points.nbytes + loaded.cloud.pixels.nbytes
    if result is not None:
        size += result.anomaly_map.nbytes + sum(values.nbytes for values in result.modality_maps.values())
    return size
