"""Pure arithmetic of clouds: which view they belong to, a frame to look along, values of the map at their pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.records import InspectionResult, Kind, LoadedSample, PointCloud, View, modality_info

Floats = NDArray[np.float32]


def projected_view(loaded: LoadedSample) -> View:
    """The view that the cloud's pixels count in: its projection, which may have another size than the first view."""
    for kind in (Kind.CLOUD, Kind.DEPTH):
        for view in loaded.views:
            if modality_info(view.modality).kind is kind:
                return view
    return loaded.views[0]


def is_linked(loaded: LoadedSample) -> bool:
    """Whether a place in the cloud is the same place in the first view."""
    return loaded.sample.is_registered or projected_view(loaded) is loaded.views[0]


def look_frame(cloud: PointCloud) -> NDArray[np.float64]:
    """Rotation [3, 3] whose rows are right, up and toward the viewer, so that the cloud looks like its projection.

    Found from how the pixels change along the points, because clouds come in frames with z up, down, or away.
    """
    step = max(len(cloud.points) // 20_000, 1)
    seen, where = cloud.points[::step], cloud.pixels[::step]
    inside = (where >= 0).all(axis=1) & np.isfinite(seen).all(axis=1)
    if cloud.sides is not None:  # of several pictures side by side only the first gives the frame
        shown = cloud.sides[:, ::step] >= 0
        inside &= shown[0] & ~shown[1:].any(axis=0)
    points = seen[inside].astype(np.float64)
    if len(points) < 4:
        return np.eye(3)
    points = points - points.mean(axis=0)
    pixels = where[inside].astype(np.float64)
    slopes = np.linalg.lstsq(points, pixels - pixels.mean(axis=0), rcond=1e-6)[0]  # [3, 2] row, column per unit
    right, up = slopes[:, 1], -slopes[:, 0]
    if np.linalg.norm(right) < 1e-9 or np.linalg.norm(up) < 1e-9:
        return np.eye(3)
    right = right / np.linalg.norm(right)
    up = up - right * (right @ up)
    if np.linalg.norm(up) < 1e-9:
        return np.eye(3)
    up = up / np.linalg.norm(up)
    return np.stack([right, up, np.cross(right, up)])


def shown_map(result: InspectionResult, loaded: LoadedSample) -> Floats:
    """The map [H, W] that a cloud shows: of unregistered sensors its own, because the fused one is the first view's."""
    return result.anomaly_map if is_linked(loaded) else result.modality_maps[projected_view(loaded).modality]


def side_values(heat: Floats, sides: NDArray[np.int32]) -> Floats:
    """The largest value of the map at the pixels [V, N] that show points from several sides, [N]; NaN for none."""
    told: Floats = np.fmax.reduce(np.append(heat.ravel(), np.float32(np.nan))[sides], axis=0)  # -1: the NaN at the end
    return told


def fitting_size(count: int) -> int:
    """Point size in pixels that about closes the gaps of a cloud that fills the picture."""
    return next((size for limit, size in ((100_000, 3), (30_000, 4), (8_000, 5)) if count > limit), 6)
