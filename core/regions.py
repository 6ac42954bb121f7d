"""Connected regions of an anomaly map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from core.records import Modality, Region
from core.region_rules import RegionRules

MAX_REGIONS = 50
_EXACT_POINTS = 400  # of a region's outline: up to so many, every pair is measured


def find(
    anomaly_map: NDArray[np.float32],
    modality_maps: Mapping[Modality, NDArray[np.float32]],
    threshold: float,
    spacing_mm: Sequence[float] | None,
    rules: RegionRules | None = None,
) -> tuple[Region, ...]:
    """Regions at or above a threshold that count by the rules, strongest peak first, at most 50.

    Args:
        anomaly_map: [H, W], or [D, H, W] of a volume, whose regions are connected over slices.
        modality_maps: Each sensor's map; another size than `anomaly_map` (unregistered sensors) is rescaled.
        threshold: In the unit of the map.
        spacing_mm: Per axis of the map; None: areas are in pixels only.
        rules: Of the category; None: the default ones.
    """
    return labelled(anomaly_map, threshold, spacing_mm, rules, modality_maps)[1]


def labelled(
    anomaly_map: NDArray[np.float32],
    threshold: float,
    spacing_mm: Sequence[float] | None,
    rules: RegionRules | None = None,
    modality_maps: Mapping[Modality, NDArray[np.float32]] | None = None,
) -> tuple[NDArray[np.int32], tuple[Region, ...]]:
    """As `find`, with the rank (from 1) of the region that each pixel or voxel belongs to; 0: none."""
    rules = rules or RegionRules()
    above = anomaly_map >= threshold
    watched = rules.watched(anomaly_map.shape[-2:])
    if watched is not None:
        above &= watched
    if not above.any():
        return np.zeros(anomaly_map.shape, np.int32), ()
    labels, count = ndimage.label(above, structure=np.ones((3,) * above.ndim))
    boxes = ndimage.find_objects(labels)
    owners = labels[above] - 1
    peaks = np.full(count, -np.inf, np.float32)
    np.maximum.at(peaks, owners, anomaly_map[above])  # scipy's maximum sorts the whole volume
    sizes = np.bincount(owners, minlength=count)
    fitted = {name: _same_size(values, anomaly_map.shape) for name, values in (modality_maps or {}).items()}
    kept: list[Region] = []
    ranks = np.zeros(count + 1, np.int32)
    for i in np.argsort(-peaks):
        if not rules.counts(int(sizes[i]), None):
            continue
        region = _region(int(i) + 1, boxes[i], labels, anomaly_map, fitted, spacing_mm)
        if rules.counts(int(sizes[i]), region.area_mm2):
            kept.append(region)
            ranks[i + 1] = len(kept)
        if len(kept) == MAX_REGIONS:
            break
    return ranks[labels], tuple(kept)


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
    is_volume = inside.ndim == 3
    plane = inside[peak_place[0]] if is_volume else inside
    area_px = int(plane.sum())
    rows, columns = box[-2:]
    return Region(
        bbox=(columns.start, rows.start, columns.stop, rows.stop),
        area_px=area_px,
        area_mm2=area_px * float(spacing_mm[-1]) * float(spacing_mm[-2]) if spacing_mm else None,
        peak=float(values.max()),
        peak_position=(int(peak_place[-1]) + columns.start, int(peak_place[-2]) + rows.start),
        slice_index=int(peak_place[0]) + box[0].start if is_volume else None,
        modality_share={name: value / total for name, value in energy.items()},
        mean=float(anomaly_map[box][inside].mean()),
        length_mm=_length(inside, spacing_mm) if spacing_mm else None,
        volume_mm3=float(np.prod(np.asarray(spacing_mm)) * inside.sum()) if spacing_mm and is_volume else None,
        slices=(box[0].start, box[0].stop) if is_volume else None,
    )


def _length(inside: NDArray[np.bool_], spacing_mm: Sequence[float]) -> float:
    """Longest distance (mm) between two pixel centres, and one pixel more, so that a single pixel has its own size."""
    steps = np.asarray(spacing_mm, float)[-inside.ndim :]
    first = inside & ~np.roll(inside, 1, axis=-1)
    first[..., 0] = inside[..., 0]
    last = inside & ~np.roll(inside, -1, axis=-1)
    last[..., -1] = inside[..., -1]
    # the ends of every row: no farthest pixel lies between them
    points: NDArray[np.floating] = np.argwhere(first | last) * steps
    if len(points) > _EXACT_POINTS:
        points = _outermost(points)
    apart = np.square(points[:, None] - points[None]).sum(axis=-1)
    return float(np.sqrt(apart.max()) + steps.min())


def _outermost(points: NDArray[np.floating]) -> NDArray[np.floating]:
    """Those of many points that lie farthest out in some direction, of 400 spread over the sphere (or circle)."""
    number = np.arange(_EXACT_POINTS)
    directions: NDArray[np.floating]
    if points.shape[1] == 2:
        angle = np.pi * number / _EXACT_POINTS
        directions = np.stack([np.cos(angle), np.sin(angle)])
    else:
        height, turn = (number + 0.5) / _EXACT_POINTS, np.pi * (1 + 5**0.5) * number  # a half sphere, golden spiral
        around = np.sqrt(1 - height**2)
        directions = np.stack([around * np.cos(turn), around * np.sin(turn), height])
    along = points @ directions
    return np.asarray(points[np.unique(np.concatenate([along.argmax(axis=0), along.argmin(axis=0)]))])


def _same_size(values: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.float32]:
    if values.shape == shape:
        return values
    return np.asarray(cv2.resize(values, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR))
