"""Pictures of results for reports, case files and exports: the first view with the map over it. No Qt."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from core.records import InspectionResult, LoadedSample, View

SIDE_LIMIT = 1024  # pixels of the longer side


def hottest_slice(result: InspectionResult) -> int:
    """The slice with the highest score; 0 for an image."""
    return int(np.nanargmax(result.slice_scores)) if len(result.slice_scores) > 1 else 0


def grey(view: View, slice_index: int) -> NDArray[np.uint8]:
    """[H, W, 3] a view as shown: colour as it is, other values through the display range."""
    pixels = view.pixels[slice_index] if view.is_volume else view.pixels
    if pixels.ndim == 3:
        return np.asarray(pixels if pixels.dtype == np.uint8 else (255 * np.clip(pixels, 0, 1)).astype(np.uint8))
    low, high = view.display_range
    levels = np.clip((np.nan_to_num(pixels.astype(np.float32), nan=low) - low) / max(high - low, 1e-9), 0, 1)
    return np.repeat((255 * levels).astype(np.uint8)[..., None], 3, axis=2)


def heat(result: InspectionResult, slice_index: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """[H, W, 3] colours of the map and [H, W, 1] how opaque they are, on one scale for a category.

    0 is clear, the anomaly threshold half way, twice the threshold full: the same colour means the same value in every
    picture of a category. Without a threshold the scale ends at the map's own peak.
    """
    values = result.anomaly_map[slice_index] if result.anomaly_map.ndim == 3 else result.anomaly_map
    return heat_colours(values, 2.0 * result.threshold if result.threshold else float(np.nanmax(result.anomaly_map)))


def heat_colours(values: NDArray[np.float32], full: float) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """[H, W, 3] colours and [H, W, 1] opacity of map values: 0 is clear, `full` and more the last colour."""
    levels = np.clip(np.nan_to_num(values) / max(full, 1e-9), 0, 1)
    colours = cv2.applyColorMap((255 * levels).astype(np.uint8), cv2.COLORMAP_INFERNO)
    return np.asarray(colours[..., ::-1], np.uint8), (0.75 * levels[..., None]).astype(np.float32)


def overlay(loaded: LoadedSample, result: InspectionResult) -> NDArray[np.uint8]:
    """[H, W, 3] the first view (a volume's hottest slice) with the map over it, at most 1024 pixels wide or high."""
    index = hottest_slice(result)
    base = grey(loaded.views[0], index).astype(np.float32)
    colours, opacity = heat(result, index)
    mixed: NDArray[np.uint8] = (base * (1.0 - opacity) + colours * opacity).astype(np.uint8)
    for region in result.regions:
        if region.slice_index in (None, index):
            x0, y0, x1, y1 = region.bbox
            cv2.rectangle(mixed, (x0, y0), (x1 - 1, y1 - 1), (255, 255, 255), 1)
    scale = SIDE_LIMIT / max(mixed.shape[:2])
    if scale < 1.0:
        mixed = np.asarray(cv2.resize(mixed, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    return mixed


def png(pixels: NDArray[np.uint8]) -> bytes:
    """A picture ([H, W, 3] RGB) as a PNG file."""
    made, content = cv2.imencode(".png", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    assert made  # an in-memory PNG of uint8 cannot fail
    return bytes(content.tobytes())
