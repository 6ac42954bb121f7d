"""A point cloud seen from its best side: projected to a depth image that the network can read, and back."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data.clouds import RawCloud
from core.progress import CancelToken

_LONG_SIDE = 256  # pixels of the picture's long side where the points are dense enough
_SHORTEST_LONG_SIDE = 128  # sparser clouds are not shown smaller than this
_MARGIN = 4  # empty pixels around the part
_PIXELS_PER_POINT = 1.5  # along one axis: a little finer than the points lie
_AT_ONCE = 1_000_000  # points turned in one step
_SPREAD_SAMPLE = 200_000  # points that decide on the viewpoint


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """A cloud as an image. Row and column of every point, so that both directions can be looked up."""

    depth: NDArray[np.float32]  # [H, W] in the cloud's unit behind the nearest point; NaN: background, large holes
    colours: NDArray[np.uint8] | None  # [H, W, 3]
    pixels: NDArray[np.int32]  # [N, 2] row and column of every point
    is_visible: NDArray[np.bool_]  # [N] whether the point is seen there, or hidden behind nearer ones
    spacing: float  # of one pixel, in the cloud's unit
    rotation: NDArray[np.float64]  # [3, 3] rows: right, down, away from the viewer, in the cloud's axes
    filled: float  # share of the part's pixels that were interpolated between points


def project(cloud: RawCloud, token: CancelToken, rotation: NDArray[np.float64] | None = None) -> Projection:
    """Project a cloud orthographically.

    Args:
        cloud: Its points.
        token: Asked between the steps.
        rotation: [3, 3] rows right, down, away from the viewer; None: along the thinnest direction, the largest face
            toward the viewer.
    """
    rotation = viewpoint(cloud.points) if rotation is None else rotation
    middle = cloud.points[:: max(1, len(cloud.points) // _SPREAD_SAMPLE)].mean(axis=0)
    seen = _turned(cloud.points, rotation, middle, token)  # [N, 3] right, down, away
    low, high = seen.min(axis=0), seen.max(axis=0)
    extent = (high - low).astype(np.float64)
    gap = _point_gap(seen, extent)
    long_side = float(np.clip(_PIXELS_PER_POINT * extent[:2].max() / gap, _SHORTEST_LONG_SIDE, _LONG_SIDE))
    spacing = max(float(extent[:2].max()) / (long_side - 2 * _MARGIN - 1), 1e-9)
    pixels = np.empty((len(seen), 2), np.int32)
    for column, axis in enumerate((1, 0)):  # one axis at a time: no second copy of the cloud
        pixels[:, column] = np.rint((seen[:, axis] - low[axis]) / np.float32(spacing))
    pixels += _MARGIN
    height, width = (int(n) + 2 * _MARGIN + 1 for n in np.rint(extent[[1, 0]] / spacing))
    token.raise_if_cancelled()
    away = seen[:, 2] - low[2]
    nearest = _nearest_points(pixels, away, width)
    depth = np.full((height, width), np.nan, np.float32)
    depth[pixels[nearest, 0], pixels[nearest, 1]] = away[nearest]
    token.raise_if_cancelled()
    reach = int(np.ceil(gap / spacing))  # pixels from a point to its neighbour
    tolerance = 4.0 * max(gap, spacing) + 0.02 * float(extent.max())
    depth = _without_see_through(depth, reach, tolerance)
    closed, holes = _close(depth, 2 * reach)  # one missing neighbour is a gap, more are a hole
    shown = closed[pixels[:, 0], pixels[:, 1]]
    is_visible: NDArray[np.bool_] = np.isfinite(shown) & (away <= shown + np.float32(tolerance))
    colours = _project_colours(cloud, pixels, nearest, np.isfinite(depth), np.isfinite(closed), 2 * reach)
    filled = float(holes.mean() if holes.size else 0.0)
    return Projection(closed, colours, pixels, is_visible, spacing, rotation, filled)


def _turned(
    points: NDArray[np.float32], rotation: NDArray[np.float64], middle: NDArray[np.float32], token: CancelToken
) -> NDArray[np.float32]:
    """Points [N, 3] in the viewer's axes, counted from the middle so that 32 bits suffice."""
    turned = np.empty(points.shape, np.float32)
    matrix = np.ascontiguousarray(rotation.T, np.float32)
    for start in range(0, len(points), _AT_ONCE):
        token.raise_if_cancelled()
        part = slice(start, start + _AT_ONCE)
        np.matmul(points[part] - middle, matrix, out=turned[part])
    return turned


def viewpoint(points: NDArray[np.float32]) -> NDArray[np.float64]:
    """Rotation [3, 3] (rows right, down, away from the viewer) that shows the largest face, long side across.

    The viewer stands where the scanner stood if the file's origin lies outside the part; among the remaining choices
    the one nearest the file's own axes is taken, so that parts scanned in one fixture are shown alike.
    """
    sample = points[:: max(1, len(points) // _SPREAD_SAMPLE)].astype(np.float64)
    centre = sample.mean(axis=0)
    spread, axes = np.linalg.eigh(np.cov((sample - centre).T)) if len(sample) > 2 else (np.ones(3), np.eye(3))
    away = axes[:, 0]
    reach = float(np.ptp(sample, axis=0).max())
    toward_part = centre if float(np.linalg.norm(centre)) > reach else np.zeros(3)
    if abs(float(away @ toward_part)) > 0.2 * float(np.linalg.norm(toward_part)) > 0:
        away = away * np.sign(away @ toward_part)
    else:
        away = away * np.sign(away[np.abs(away).argmax()])
    if spread[2] > 1.2 * spread[1]:
        right = axes[:, 2]
    else:  # nearly as long as wide: principal axes would turn at random from part to part
        fixture = np.eye(3)[np.abs(away).argsort()[0]]
        right = fixture - (fixture @ away) * away
        right /= np.linalg.norm(right)
    right = right * np.sign(right[np.abs(right).argmax()])
    return np.stack([right, np.cross(away, right), away])


def _point_gap(seen: NDArray[np.float32], extent: NDArray[np.float64]) -> float:
    """Typical distance between neighbours in the picture, from the area that the points cover."""
    longest = float(extent[:2].max())
    cell = max(longest / 48.0, 1e-9)
    cells = ((seen[:, :2] - seen[:, :2].min(axis=0)) / np.float32(cell)).astype(np.int16)
    is_occupied = np.zeros(cells.max(axis=0) + 1, np.bool_)
    is_occupied[cells[:, 0], cells[:, 1]] = True
    occupied = int(np.count_nonzero(is_occupied))
    return max(float(np.sqrt(occupied * cell * cell / len(seen))), longest * 1e-4, 1e-9)


def _nearest_points(pixels: NDArray[np.int32], away: NDArray[np.float32], width: int) -> NDArray[np.int64]:
    """Index of the point nearest the viewer in every pixel that has one."""
    flat = pixels[:, 0] * np.int32(width) + pixels[:, 1]
    closest = np.full(int(flat.max()) + 1, np.inf, np.float32)
    np.minimum.at(closest, flat, away)
    first = np.flatnonzero(away == closest[flat])
    nearest = np.full(len(closest), -1, np.int64)
    nearest[flat[first]] = first
    return nearest[nearest >= 0]


def _without_see_through(depth: NDArray[np.float32], reach: int, tolerance: float) -> NDArray[np.float32]:
    """Drop points of the far side that shine through between points of the near side."""
    near = np.where(np.isfinite(depth), depth, np.float32(np.inf))
    kernel = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    front = cv2.erode(np.minimum(near, np.float32(1e30)), kernel)
    return np.where(depth > front + tolerance, np.float32(np.nan), depth)


def _close(depth: NDArray[np.float32], reach: int) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Fill the gaps between neighbouring points; larger holes stay NaN. Returns also which part pixels were filled."""
    known = np.isfinite(depth)
    size = 2 * reach + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    pad = reach + 1
    inside = cv2.morphologyEx(np.pad(known.astype(np.uint8), pad), cv2.MORPH_CLOSE, kernel)[pad:-pad, pad:-pad] > 0
    inside |= known
    filled = _spread(np.where(known, depth, 0)[..., None], known, reach)[..., 0]
    closed = np.where(known, depth, np.where(inside & np.isfinite(filled), filled, np.nan)).astype(np.float32)
    return closed, ~known[inside]


def _spread(values: NDArray[np.float32], known: NDArray[np.bool_], reach: int) -> NDArray[np.float32]:
    """Weighted mean [H, W, C] of known neighbours within a few times the reach; NaN farther away."""
    sigma = max(0.6 * reach, 0.7)
    weight = cv2.GaussianBlur(known.astype(np.float32), (0, 0), sigma)[..., None]
    mixed = [
        cv2.GaussianBlur(np.ascontiguousarray(plane, np.float32), (0, 0), sigma) for plane in np.moveaxis(values, 2, 0)
    ]
    mean = np.stack(mixed, axis=-1) / np.maximum(weight, 1e-12)
    return np.where(weight > 1e-4, mean, np.float32(np.nan)).astype(np.float32)


def _project_colours(
    cloud: RawCloud,
    pixels: NDArray[np.int32],
    nearest: NDArray[np.int64],
    known: NDArray[np.bool_],
    inside: NDArray[np.bool_],
    reach: int,
) -> NDArray[np.uint8] | None:
    """The nearest points' colours with the same gaps closed; background is black."""
    if cloud.colours is None:
        return None
    image = np.zeros((*known.shape, 3), np.float32)
    image[pixels[nearest, 0], pixels[nearest, 1]] = cloud.colours[nearest]
    image[~known] = 0
    filled = np.nan_to_num(_spread(image, known, reach))
    image = np.where(known[..., None], image, filled)
    image[~inside] = 0
    return np.clip(np.rint(image), 0, 255).astype(np.uint8)
