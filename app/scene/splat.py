"""Points and triangles to a picture of what is seen where, on the processor. Pure functions for any thread.

One number a pixel: the distance from the eye above 32 bits that say what is seen there; the smallest wins. Colours are
looked up afterwards, for what is seen only. Pieces of some ten thousand points stay in the processor's cache: on one
core a million points take a fraction of the time that OpenGL in software takes, and no driver is needed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.scene.camera import Camera
from app.scene.content import Box, Floats

Seen = NDArray[np.uint64]  # [H * W + 1]; the last cell takes what is not on the picture

NOTHING = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
SURFACE = 1 << 31  # set in what is seen of a surface: then its number (8 bits) and its light (8 bits) follow
_STEPS = np.float32(2**31 - 256)  # of the distance
_LOW = np.uint64(0xFFFF_FFFF)
_SHIFT = np.uint64(32)


class View:
    """A camera made ready for pictures of one size."""

    def __init__(self, camera: Camera, size: tuple[int, int]) -> None:
        self.width, self.height = size
        self.camera = camera
        self.matrix = camera.eye_matrix().astype(np.float32)  # [3, 4]
        self.scale = np.float32(camera.pixels_per_unit(size[1]))
        radius = 1.5 * camera.reach + float(np.linalg.norm(camera.centre))
        near = camera.distance * 0.01 if camera.is_perspective else camera.distance - 2 * radius
        self.near = np.float32(max(camera.distance - radius, near))
        self.span = np.float32(camera.distance + 2 * radius) - self.near

    def empty(self) -> Seen:
        """A picture in which nothing is seen yet."""
        return np.full(self.width * self.height + 1, NOTHING, np.uint64)

    def project(self, points: Floats) -> tuple[NDArray[np.int32], NDArray[np.uint64]]:
        """Points [3, N] to cells of the picture and distances from the eye, [N] each."""
        with np.errstate(invalid="ignore", over="ignore"):  # points without coordinates, or far outside
            right, up, away = self.matrix[:, :3] @ points + self.matrix[:, 3:]
            steps = (away - self.near) * (_STEPS / self.span)
            scale = self.scale
            if self.camera.is_perspective:
                scale = np.float32(scale * self.camera.distance) / away
            columns = (right * scale + np.float32(self.width / 2)).astype(np.int32)
            rows = (np.float32(self.height / 2) - up * scale).astype(np.int32)
            inside = (columns.view(np.uint32) < self.width) & (rows.view(np.uint32) < self.height)
            inside &= (steps >= 0) & (steps <= _STEPS)
            cells = np.where(inside, rows * np.int32(self.width) + columns, np.int32(self.width * self.height))
            return cells, np.where(inside, steps, np.float32(0)).astype(np.uint32).astype(np.uint64)

    def distances(self, seen: Seen) -> Floats:
        """Of what is seen from the eye in scene units, [H, W]; infinite where nothing is."""
        steps = (seen[:-1] >> _SHIFT).astype(np.float32).reshape(self.height, self.width)
        steps *= self.span / _STEPS
        steps += self.near
        steps[(seen[:-1] == NOTHING).reshape(self.height, self.width)] = np.inf
        return steps


def add_points(seen: Seen, view: View, points: Floats, first: int, box: Box | None = None) -> None:
    """Draw points [3, N] that are numbered from `first` on."""
    cells, keys = view.project(points)
    keys <<= _SHIFT
    keys |= np.arange(first, first + points.shape[1], dtype=np.uint64)
    if box is not None:
        low, high = (np.array(corner, np.float32)[:, None] for corner in box)
        cells[((points < low) | (points > high)).any(axis=0)] = len(seen) - 1
    np.minimum.at(seen, cells, keys)


def grown(seen: Seen, view: View, size: int) -> Seen:
    """Every dot made `size` pixels wide; what is nearer covers what is farther."""
    if size <= 1:
        return seen
    picture = seen[:-1].reshape(view.height, view.width)
    for axis in (0, 1):
        picture = _grown_along(picture, axis, size)
    return np.append(picture.ravel(), NOTHING)


def _grown_along(picture: NDArray[np.uint64], axis: int, size: int) -> NDArray[np.uint64]:
    picture = picture if axis == 0 else picture.T
    reached = 1  # pixels that a dot covers so far, all to one side
    while reached < size:
        step = min(reached, size - reached)
        wider = picture.copy()
        np.minimum(wider[step:], picture[:-step], out=wider[step:])
        picture, reached = wider, reached + step
    back = (size - 1) // 2  # so that a dot stays around its place
    if back:
        picture = np.concatenate([picture[back:], picture[-back:]])
    return picture if axis == 0 else picture.T


def numbers_of(seen: Seen, view: View) -> NDArray[np.int64]:
    """What is seen at every pixel, [H, W]: a point's number, `SURFACE` and more, or -1 for nothing."""
    low = (seen[:-1] & _LOW).astype(np.int64)
    low[seen[:-1] == NOTHING] = -1
    return low.reshape(view.height, view.width)


def lit(distances: Floats, reach: float) -> Floats:
    """Eye-dome lighting (Boucheny 2009): 0..1, dark where the neighbours are nearer to the eye. [H, W]."""
    sink = np.zeros_like(distances)
    with np.errstate(invalid="ignore"):
        for axis, step in ((0, 1), (0, -1), (1, 1), (1, -1)):
            near = slice(None, -1) if step == 1 else slice(1, None)
            far = slice(1, None) if step == 1 else slice(None, -1)
            here = (far, slice(None)) if axis == 0 else (slice(None), far)
            there = (near, slice(None)) if axis == 0 else (slice(None), near)
            depth = distances[here] - distances[there]
            sink[here] += np.fmax(depth, 0)  # of nothing beside nothing: no number, so no shade
    sink *= np.float32(-1 / reach)
    np.exp(sink, out=sink)
    return np.maximum(sink, np.float32(0.3), out=sink)
