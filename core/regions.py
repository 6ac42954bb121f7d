"""Connected regions of an anomaly map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from core.records import Modality, Region

MAX_REGIONS = 50
MIN_AREA_PX = 4


def find(
    anomaly_map: NDArray[np.float32],
    modality_maps: Mapping[Modality, NDArray[np.float32]],
    threshold: float,
    spacing_mm: Sequence[float] | None,
) -> tuple[Region, ...]:
    """Regions at or above a threshold, strongest peak first, at most 50.

    Args:
        anomaly_map: [H, W], or [D, H, W] of a volume, whose regions are connected over slices.
        modality_maps: Each sensor's map; another size than `anomaly_map` (unregistered sensors) is rescaled.
        threshold: In the unit of the map.
        spacing_mm: Per axis of the map; None: areas are in pixels only.
    """
    above = anomaly_map >= threshold
    if not above.any():
        return ()
    labels, count = ndimage.label(above, structure=np.ones((3,) * above.ndim))
    boxes = ndimage.find_objects(labels)
    peaks = ndimage.maximum(anomaly_map, labels, np.arange(1, count + 1))
    sizes = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    kept = [i for i in np.argsort(-np.asarray(peaks)) if sizes[i] >= MIN_AREA_PX][:MAX_REGIONS]
    fitted = {name: _same_size(values, anomaly_map.shape) for name, values in modality_maps.items()}
    return tuple(_region(int(i) + 1, boxes[i], labels, anomaly_map, fitted, spacing_mm) for i in kept)


def _region(
    label: int,
    box: tuple[slice, ...],
    labels: NDArray[np.int32],
    anomaly_map: NDArray[np.float32],
    modality_maps: Mapping[Modality, NDArray[np.float32]],
    spacing_mm: Sequence[float] | None,
) -> Region:
    inside = labels[box] == label
    values = np.where(inside, anomaly_map[box], -np.inf)
    peak_place = np.unravel_index(int(np.argmax(values)), values.shape)
    energy = {name: float(np.square(maps[box])[inside].sum()) for name, maps in modality_maps.items()}
    total = sum(energy.values()) or 1.0
    slice_index = int(peak_place[0]) + box[0].start if inside.ndim == 3 else None
    plane = inside[peak_place[0]] if inside.ndim == 3 else inside
    area_px = int(plane.sum())
    rows, columns = box[-2:]
    return Region(
        bbox=(columns.start, rows.start, columns.stop, rows.stop),
        area_px=area_px,
        area_mm2=area_px * float(spacing_mm[-1]) * float(spacing_mm[-2]) if spacing_mm else None,
        peak=float(values.max()),
        peak_position=(int(peak_place[-1]) + columns.start, int(peak_place[-2]) + rows.start),
        slice_index=slice_index,
        modality_share={name: value / total for name, value in energy.items()},
    )


def _same_size(values: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.float32]:
    if values.shape == shape:
        return values
    return np.asarray(cv2.resize(values, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR))
