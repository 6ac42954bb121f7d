"""Pure arithmetic of the 3-D view: a frame to look along, colours of points, and which point is meant by a click."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.records import InspectionResult, Kind, LoadedSample, PointCloud, View, modality_info

Floats = NDArray[np.float32]
_NEUTRAL = np.array([0.45, 0.47, 0.5, 1.0], dtype=np.float32)  # a point without a value


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


def reference_pixels(loaded: LoadedSample) -> NDArray[np.int64]:
    """Row and column of every point, [N, 2], -1 where it lies outside: in the first view, or, where the sensors are not
    registered with each other, in the cloud's own projection.
    """
    cloud = loaded.cloud
    assert cloud is not None  # only called for samples with one
    projected = projected_view(loaded)
    own = np.array(projected.size[-2:])
    wanted = np.array(loaded.views[0].size[-2:]) if is_linked(loaded) else own
    pixels = cloud.pixels.astype(np.int64)
    inside: NDArray[np.bool_] = np.all((pixels >= 0) & (pixels < own), axis=1)
    scaled = ((pixels + 0.5) * (wanted / own)).astype(np.int64)
    return np.where(inside[:, None], np.clip(scaled, 0, wanted - 1), -1)


def look_frame(cloud: PointCloud) -> NDArray[np.float64]:
    """Rotation [3, 3] whose rows are right, up and toward the viewer, so that the cloud looks like its projection.

    Found from how the pixels change along the points, because clouds come in frames with z up, down, or away.
    """
    inside = (cloud.pixels >= 0).all(axis=1) & np.isfinite(cloud.points).all(axis=1)
    step = max(int(inside.sum()) // 5000, 1)
    points = cloud.points[inside][::step].astype(np.float64)
    if len(points) < 4:
        return np.eye(3)
    points = points - points.mean(axis=0)
    pixels = cloud.pixels[inside][::step].astype(np.float64)
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


def map_values(result: InspectionResult, loaded: LoadedSample, pixels: NDArray[np.int64]) -> Floats:
    """The map's value at points with these `reference_pixels`, [N]; NaN outside.

    Of unregistered sensors the cloud's own map counts, because the fused one belongs to the first view.
    """
    heat = result.anomaly_map if is_linked(loaded) else result.modality_maps[projected_view(loaded).modality]
    values = np.full(len(pixels), np.nan, dtype=np.float32)
    inside = pixels[:, 0] >= 0
    values[inside] = heat[pixels[inside, 0], pixels[inside, 1]]
    return values


def robust_range(values: Floats) -> tuple[float, float]:
    """1st and 99th percentile of the finite values, never equal."""
    finite = values[np.isfinite(values)]
    if not len(finite):
        return 0.0, 1.0
    low, high = (float(value) for value in np.percentile(finite[:: max(len(finite) // 50_000, 1)], (1, 99)))
    return (low, high) if high > low else (low, low + 1.0)


def scaled_colours(values: Floats, limits: tuple[float, float], lut: NDArray[np.uint8]) -> Floats:
    """Colours 0..1 of values, [N, 4]: limits take the ends of a [256, 3] look-up table, NaN is neutral grey."""
    share = (values - limits[0]) / (limits[1] - limits[0])
    place = np.clip(np.nan_to_num(share) * 255, 0, 255).astype(np.uint8)
    table = np.ones((256, 4), dtype=np.float32)
    table[:, :3] = lut[:, :3] / np.float32(255)
    colours: Floats = table[place]
    colours[~np.isfinite(values)] = _NEUTRAL
    return colours


def fitting_size(count: int) -> int:
    """Point size in pixels that about closes the gaps of a cloud that fills the picture."""
    return next((size for limit, size in ((100_000, 3), (30_000, 4), (8_000, 5)) if count > limit), 6)


def own_colours(colours8: NDArray[np.uint8] | None, heights: Floats) -> Floats:
    """The scanner's own colours [N, 3] as 0..1, [N, 4]; shades of grey by height when it has none."""
    colours = np.ones((len(heights), 4), dtype=np.float32)
    if colours8 is not None:
        colours[:, :3] = colours8 / np.float32(255)
    else:
        low, high = robust_range(heights)
        colours[:, :3] = 0.28 + 0.42 * np.clip((heights - low) / (high - low), 0, 1)[:, None]
    return colours


def blended(base: Floats, entries: NDArray[np.uint8], table: tuple[int, ...]) -> Floats:
    """Base colours [N, 4] under the entries [N] of a translucent table of 256 ARGB values; opaque."""
    argb = np.array(table, dtype=np.uint32)
    over = np.stack([argb >> 16 & 255, argb >> 8 & 255, argb & 255], axis=1).astype(np.float32) / 255
    alpha = ((argb >> 24) / np.float32(255)).astype(np.float32)[entries][:, None]
    colours = base.copy()
    colours[:, :3] = base[:, :3] * (1 - alpha) + over[entries] * alpha
    return colours


def nearest_on_screen(
    points: Floats, matrix: NDArray[np.float64], size: tuple[float, float], position: tuple[float, float], reach: float
) -> int | None:
    """Index of the point that a click means: of those within `reach` pixels the one nearest to the viewer.

    Args:
        points: [N, 3].
        matrix: [4, 4] from points to clip space.
        size: Width and height of the picture.
        position: x and y of the click.
        reach: Pixels.
    """
    clip = points.astype(np.float64) @ matrix[:3, :3].T + matrix[:3, 3]
    depth = points.astype(np.float64) @ matrix[3, :3] + matrix[3, 3]
    with np.errstate(divide="ignore", invalid="ignore"):
        x = (clip[:, 0] / depth + 1) / 2 * size[0]
        y = (1 - clip[:, 1] / depth) / 2 * size[1]
        far = (x - position[0]) ** 2 + (y - position[1]) ** 2
    near = np.flatnonzero((depth > 0) & (far <= reach * reach))
    return int(near[np.argmin(depth[near])]) if len(near) else None
