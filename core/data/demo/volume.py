"""Grids, smooth random fields and shapes for phantoms. Arrays are [z, y, x] float32; x right, y front, z up, in mm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data.demo.texture import Field

Axes = tuple[Field, Field, Field]  # z, y, x in mm; they broadcast to a volume


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A box of voxels: shape [z, y, x], step in mm (z, y, x), and the position of voxel (0, 0, 0)."""

    shape: tuple[int, int, int]
    step: tuple[float, float, float]
    start: tuple[float, float, float]

    def axes(self) -> Axes:
        """z [D, 1, 1], y [1, H, 1] and x [1, 1, W] in mm."""
        z, y, x = (
            (first + step * np.arange(count)).astype(np.float32)
            for first, step, count in zip(self.start, self.step, self.shape, strict=True)
        )
        return z[:, None, None], y[None, :, None], x[None, None, :]

    def coarse(self) -> Grid:
        """Half as many voxels each way, whose doubling falls on this grid."""
        return Grid(
            (self.shape[0] // 2, self.shape[1] // 2, self.shape[2] // 2),
            (2 * self.step[0], 2 * self.step[1], 2 * self.step[2]),
            tuple(first + step / 2 for first, step in zip(self.start, self.step, strict=True)),  # type: ignore[arg-type]
        )

    def window(
        self, low: Sequence[float] | NDArray[np.floating[Any]], high: Sequence[float] | NDArray[np.floating[Any]]
    ) -> tuple[slice, slice, slice]:
        """The voxels between two corners (z, y, x) in mm, kept inside the grid."""
        slices = []
        for first, step, count, a, b in zip(self.start, self.step, self.shape, low, high, strict=True):
            begin = int(np.clip(np.floor((a - first) / step), 0, count))
            slices.append(slice(begin, int(np.clip(np.ceil((b - first) / step) + 1, begin, count))))
        return slices[0], slices[1], slices[2]


def double_planes(fields: NDArray[np.float32], low: int, high: int) -> NDArray[np.float32]:
    """Slices `low` to `high` of fields [F, D, H, W] after trilinear doubling: [F, high - low, 2 H, 2 W]."""
    count, depth, height, width = fields.shape
    out = np.empty((count, high - low, 2 * height, 2 * width), np.float32)
    for row, k in enumerate(range(low, high)):
        near, far = k // 2, min(max(k // 2 + (1 if k % 2 else -1), 0), depth - 1)
        mixed = np.float32(0.75) * fields[:, near] + np.float32(0.25) * fields[:, far]
        for field in range(count):
            cv2.resize(mixed[field], (2 * width, 2 * height), dst=out[field, row], interpolation=cv2.INTER_LINEAR)
    return out


def random_field(rng: np.random.Generator, grid: Grid, wavelength: float) -> Field:
    """Smooth noise of unit variance around one wavelength (mm) on a grid: drawn coarse, then interpolated."""
    cell = wavelength / 5
    counts = [max(int(np.ceil(n * step / cell)) + 6, 8) for n, step in zip(grid.shape, grid.step, strict=True)]
    white = rng.standard_normal(counts, dtype=np.float32)
    frequencies = [np.fft.fftfreq(n) for n in counts[:2]] + [np.fft.rfftfreq(counts[2])]
    radius = 5 * np.sqrt(
        frequencies[0][:, None, None] ** 2 + frequencies[1][None, :, None] ** 2 + frequencies[2][None, None, :] ** 2
    )
    noise = np.fft.irfftn(np.fft.rfftn(white) * radius * np.exp(-1.4 * radius**2), s=counts, axes=(0, 1, 2))
    noise = (noise / noise.std()).astype(np.float32)
    for axis, (n, step) in enumerate(zip(grid.shape, grid.step, strict=True)):
        at = 3 + np.arange(n) * (step / cell)
        low = at.astype(np.intp)
        part = (at - low).astype(np.float32).reshape([-1 if k == axis else 1 for k in range(3)])
        noise = noise.take(low, axis) * (1 - part) + noise.take(low + 1, axis) * part
    return np.ascontiguousarray(noise)


def soft(distance: Field, width: float) -> Field:
    """Partial volume: 0 for distances below -width / 2, 1 above, linear between."""
    return np.asarray(np.clip(distance * np.float32(1 / width) + np.float32(0.5), 0, 1))


def ellipsoid(axes: Axes, centre: Sequence[float], half: Sequence[float], power: float = 2.0) -> Field:
    """About the signed distance (positive inside, mm) of an axis-parallel (super-)ellipsoid; all tuples (z, y, x)."""
    total: Field = np.zeros(1, np.float32)
    for axis, middle, size in zip(axes, centre, half, strict=True):
        scaled = np.abs((axis - np.float32(middle)) / np.float32(size))
        total = total + (scaled * scaled if power == 2.0 else scaled ** np.float32(power))
    rho = np.sqrt(total) if power == 2.0 else total ** np.float32(1 / power)
    return np.asarray((1 - rho) * np.float32(min(half)), dtype=np.float32)


def capsules(axes: Axes, points: NDArray[np.float64], radii: Sequence[float]) -> Field:
    """Signed distance (positive inside) to a tube through points [N, 3] (z, y, x) with a radius at each."""
    best: Field = np.full(np.broadcast_shapes(*(axis.shape for axis in axes)), -1e3, np.float32)
    for a, b, ra, rb in zip(points[:-1], points[1:], radii[:-1], radii[1:], strict=True):
        run = b - a
        gz, gy, gx = (axis - np.float32(start) for axis, start in zip(axes, a, strict=True))
        rz, ry, rx = (np.float32(step) for step in run)
        t = np.clip((gz * rz + gy * ry + gx * rx) / np.float32(run @ run), 0, 1)
        away = np.sqrt((gz - t * rz) ** 2 + (gy - t * ry) ** 2 + (gx - t * rx) ** 2)
        best = np.maximum(best, np.float32(ra) + t * np.float32(rb - ra) - away)
    return best


def tube(grid: Grid, points: NDArray[np.float64], radii: Sequence[float], far: float = 14.0) -> Field:
    """Like `capsules` on a whole grid, but exact only within `far` mm of the surface; -`far` beyond. Much faster."""
    best: Field = np.full(grid.shape, -far, np.float32)
    z, y, x = grid.axes()
    for k in range(len(points) - 1):
        pair, ends = points[k : k + 2], radii[k : k + 2]
        reach = max(ends) + far
        window = grid.window(pair.min(axis=0) - reach, pair.max(axis=0) + reach)
        near = capsules((z[window[0]], y[:, window[1]], x[:, :, window[2]]), pair, ends)
        np.maximum(best[window], near, out=best[window])
    return best


class NoisePool:
    """Unit normal noise, drawn once and read from random places: ten times faster than drawing all of it."""

    _SIZE = 1 << 21

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._values = rng.standard_normal(self._SIZE, dtype=np.float32)

    def take(self, shape: Sequence[int]) -> NDArray[np.float32]:
        """Noise of this shape."""
        count = int(np.prod(shape))
        if count > self._SIZE // 2:
            halves = [self.take((count // 2,)), self.take((count - count // 2,))]
            return np.concatenate(halves).reshape(shape)
        start = int(self._rng.integers(self._SIZE - count))
        return self._values[start : start + count].reshape(shape)

    def grain(self, shape: tuple[int, int]) -> NDArray[np.float32]:
        """Noise of a plane whose neighbours are alike, as reconstruction leaves it; about 0.6 of unit variance."""
        return np.asarray(cv2.GaussianBlur(self.take(shape), (3, 3), 0.6))
