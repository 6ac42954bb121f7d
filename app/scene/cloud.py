"""A sample's point cloud as a source of points: in its projection's frame, in an order that can be cut anywhere."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.scene.content import Floats, Indices
from app.scene.points import is_linked, look_frame, projected_view
from core.records import LoadedSample

SAMPLE = 20_000  # points that stand for all: framing, ranges, histograms
_INDEXED = 5_000_000  # up to which a few numbers are kept for every point, so that colours are quick look-ups


class CloudSource:
    """The cloud of a sample. Cheap to make; everything else happens in the thread that asks first."""

    def __init__(self, loaded: LoadedSample) -> None:
        assert loaded.cloud is not None, "made for samples with a cloud"
        self.loaded, self.cloud = loaded, loaded.cloud
        self.count = len(self.cloud.points)
        # Multiples of about the golden section of the count, modulo the count, fill it ever more evenly.
        step = max(round(self.count * (math.sqrt(5) - 1) / 2), 1)
        while math.gcd(step, self.count) != 1 and self.count > 1:
            step += 1
        self._step = step

    def numbers(self, order: Indices) -> Indices:
        """Which points are drawn first, second, ...: any first part is a fair sample of all."""
        return order * self._step % max(self.count, 1)

    def positions(self, indices: Indices) -> Floats:
        """[N, 3]: right, up, toward the viewer of the projection, from the middle of the cloud."""
        frame, centre = self._frame
        placed: Floats = ((self.cloud.points[indices].astype(np.float32) - centre) @ frame.T).astype(np.float32)
        return placed

    def at(self, place: tuple[int, int]) -> Indices:
        """Numbers of the points that fell on a pixel (row, column) of the first view."""
        if self._by_pixel is None:
            pixels = self.cloud.pixels
            low, high = self._pixel_range(place)
            hit: NDArray[np.bool_] = np.all((pixels >= low) & (pixels < high), axis=1)
            return np.flatnonzero(hit).astype(np.int64)
        keys, order = self._by_pixel
        low, high = self._pixel_range(place)
        width = self._own[1]
        rows = [
            order[slice(*np.searchsorted(keys, (row * width + low[1], row * width + high[1])))]
            for row in range(low[0], high[0])
        ]
        return np.concatenate(rows) if rows else np.zeros(0, np.int64)

    def pixels(self, indices: Indices) -> NDArray[np.int64]:
        """Row and column of points in the first view, [N, 2], -1 where outside; where the sensors are not registered
        with each other, in the cloud's own projection.
        """
        pixels = self.cloud.pixels[indices].astype(np.int64)
        inside: NDArray[np.bool_] = np.all((pixels >= 0) & (pixels < np.array(self._own)), axis=1)
        scaled = ((pixels + 0.5) * (np.array(self._wanted) / self._own)).astype(np.int64)
        return np.where(inside[:, None], np.clip(scaled, 0, np.array(self._wanted) - 1), -1)

    def cells(self, indices: Indices) -> NDArray[np.int32]:
        """`pixels` of points as one number each, [N]: row times width plus column; -1 where outside."""
        if self.count > _INDEXED:
            return self._flat(indices)
        return self._cells[indices]

    def _flat(self, indices: Indices) -> NDArray[np.int32]:
        pixels = self.pixels(indices)
        return np.where(pixels[:, 0] >= 0, pixels[:, 0] * self._wanted[1] + pixels[:, 1], -1).astype(np.int32)

    @cached_property
    def _cells(self) -> NDArray[np.int32]:
        return self._flat(np.arange(self.count))

    @cached_property
    def axes(self) -> dict[str, tuple[float, float, float]]:
        """Directions of the file's axes in the scene's frame."""
        frame, _ = self._frame
        return {name: (float(x), float(y), float(z)) for name, (x, y, z) in zip("XYZ", frame.T, strict=True)}

    @cached_property
    def is_linked(self) -> bool:
        """Whether a place in the cloud is the same place in the first view."""
        return is_linked(self.loaded)

    @cached_property
    def sample(self) -> Indices:
        """Numbers of some points that stand for all."""
        return self.numbers(np.arange(min(SAMPLE, self.count)))

    @cached_property
    def sample_positions(self) -> Floats:
        """Of the sample, those with coordinates, [N, 3]."""
        positions = self.positions(self.sample)
        return positions[np.isfinite(positions).all(axis=1)]

    def colours(self, indices: Indices) -> NDArray[np.uint8]:
        """The scanner's colours, [N, 3]; shades of grey by height where it has none."""
        if self.cloud.colours is not None:
            return self._quads[indices].view(np.uint8).reshape(-1, 4)[:, :3]
        low, high = self.height_limits
        share = np.clip((self.heights(indices) - low) / (high - low), 0, 1)
        return np.repeat((72 + 107 * share).astype(np.uint8)[:, None], 3, axis=1)

    @cached_property
    def _quads(self) -> NDArray[np.uint32]:
        """The scanner's colours, four bytes each: they are looked up ten times faster than three."""
        assert self.cloud.colours is not None, "asked for only then"
        quads = np.zeros((self.count, 4), np.uint8)
        quads[:, :3] = self.cloud.colours
        return quads.view(np.uint32)[:, 0]

    def heights(self, indices: Indices) -> Floats:
        """Toward the viewer of the projection, from the middle of the cloud, [N]."""
        return self.positions(indices)[:, 2] if self.count > _INDEXED else self._heights[indices]

    @cached_property
    def _heights(self) -> Floats:
        return np.ascontiguousarray(self.positions(np.arange(self.count))[:, 2])

    @cached_property
    def height_limits(self) -> tuple[float, float]:
        """1st and 99th percentile of the heights, never equal."""
        heights = self.sample_positions[:, 2]
        if not len(heights):
            return 0.0, 1.0
        low, high = (float(value) for value in np.percentile(heights, (1, 99)))
        return (low, high) if high > low else (low, low + 1.0)

    def normals(self, indices: Indices) -> Floats:
        """Directions of the surface in the scene's frame, [N, 3]: the file's own, else from the neighbours in the
        projection; NaN where neither is known.
        """
        if self.cloud.normals is not None:
            frame, _ = self._frame
            own: Floats = (self.cloud.normals[indices] @ frame.T).astype(np.float32)
            return np.where(own[:, 2:] < 0, -own, own)
        pixels = self.cloud.pixels[indices]
        inside = ((pixels >= 0) & (pixels < self._own)).all(axis=1)
        normals = np.full((len(indices), 3), np.nan, np.float32)
        normals[inside] = self._normal_grid[pixels[inside, 0], pixels[inside, 1]]
        return normals

    @cached_property
    def _normal_grid(self) -> Floats:
        """Normals by pixel of the projection, [H, W, 3], from the mean position of the points on every pixel."""
        height, width = self._own
        pixels = self.cloud.pixels
        chosen = np.flatnonzero(((pixels >= 0) & (pixels < self._own)).all(axis=1))
        if len(chosen) > 40 * SAMPLE:
            chosen = chosen[:: len(chosen) // (40 * SAMPLE) + 1]
        cells = pixels[chosen, 0].astype(np.int64) * width + pixels[chosen, 1]
        counts = np.bincount(cells, minlength=height * width)
        positions = np.nan_to_num(self.positions(chosen))
        sums = [np.bincount(cells, positions[:, axis], height * width) for axis in range(3)]
        with np.errstate(invalid="ignore", divide="ignore"):
            grid = (np.stack(sums, axis=-1) / counts[:, None]).reshape(height, width, 3)
            across, down = np.full_like(grid, np.nan), np.full_like(grid, np.nan)
            across[:, 1:-1] = grid[:, 2:] - grid[:, :-2]
            down[1:-1] = grid[2:] - grid[:-2]
            normals = np.cross(down, across)
            normals /= np.linalg.norm(normals, axis=2, keepdims=True)
        return normals.astype(np.float32)

    @cached_property
    def _own(self) -> tuple[int, int]:
        height, width = projected_view(self.loaded).size[-2:]
        return height, width

    @cached_property
    def _wanted(self) -> tuple[int, int]:
        height, width = self.loaded.views[0].size[-2:] if self.is_linked else self._own
        return height, width

    def _pixel_range(self, place: tuple[int, int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Least and first-too-large pixel of the projection that a pixel of the first view covers."""
        share = np.array(self._own) / np.array(self._wanted)
        low = np.floor(np.array(place) * share).astype(np.int64)
        return low, np.maximum(np.ceil((np.array(place) + 1) * share).astype(np.int64), low + 1)

    @cached_property
    def _by_pixel(self) -> tuple[NDArray[np.int64], Indices] | None:
        """Pixels of all points as one number each, sorted, and whose they are; None for a cloud too large for that."""
        if self.count > _INDEXED:
            return None
        pixels = self.cloud.pixels.astype(np.int64)
        keys = np.where((pixels >= 0).all(axis=1), pixels[:, 0] * self._own[1] + pixels[:, 1], -1)
        order = np.argsort(keys, kind="stable")
        return keys[order], order

    @cached_property
    def _frame(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        sampled = self.cloud.points[self.sample].astype(np.float64)
        finite = sampled[np.isfinite(sampled).all(axis=1)]
        centre = np.median(finite, axis=0) if len(finite) else np.zeros(3)
        return look_frame(self.cloud).astype(np.float32), centre.astype(np.float32)
