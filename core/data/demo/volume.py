"""Grids, smooth random fields and shapes for phantoms. Arrays are [z, y, x] float32; x right, y front, z up, in mm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data.demo.texture import Field
from core.errors import StorageError
from core.progress import CancelToken

__all__ = ["Grid", "StorageError", "capsules", "double", "ellipsoid", "random_field", "soft", "soften", "unsharp_noise"]


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A box of voxels: shape [z, y, x], step in mm (z, y, x), and the position of voxel (0, 0, 0)."""

    shape: tuple[int, int, int]
    step: tuple[float, float, float]
    start: tuple[float, float, float]

    def axes(self) -> tuple[Field, Field, Field]:
        """z [D, 1, 1], y [1, H, 1] and x [1, 1, W] in mm."""
        z, y, x = (
            (first + step * np.arange(count)).astype(np.float32)
            for first, step, count in zip(self.start, self.step, self.shape, strict=True)
        )
        return z[:, None, None], y[None, :, None], x[None, None, :]

    def coarse(self) -> Grid:
        """Half as many voxels each way, whose doubling (`double`) falls on this grid."""
        return Grid(
            (self.shape[0] // 2, self.shape[1] // 2, self.shape[2] // 2),
            (2 * self.step[0], 2 * self.step[1], 2 * self.step[2]),
            tuple(first + step / 2 for first, step in zip(self.start, self.step, strict=True)),  # type: ignore[arg-type]
        )

    def window(self, low: Sequence[float], high: Sequence[float]) -> tuple[slice, slice, slice]:
        """The voxels between two corners (z, y, x) in mm, kept inside the grid."""
        slices = []
        for first, step, count, a, b in zip(self.start, self.step, self.shape, low, high, strict=True):
            begin = int(np.clip(np.floor((a - first) / step), 0, count))
            slices.append(slice(begin, int(np.clip(np.ceil((b - first) / step) + 1, begin, count))))
        return slices[0], slices[1], slices[2]


def double(field: Field) -> Field:
    """Trilinear upsampling of every axis by two."""
    for axis in range(3):
        moved = np.moveaxis(field, axis, 0)
        padded = np.concatenate([moved[:1], moved, moved[-1:]])
        out = np.empty((2 * len(moved), *moved.shape[1:]), np.float32)
        out[0::2] = 0.75 * moved + 0.25 * padded[:-2]
        out[1::2] = 0.75 * moved + 0.25 * padded[2:]
        field = np.moveaxis(out, 0, axis)
    return np.ascontiguousarray(field)


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
    return np.clip(distance * np.float32(1 / width) + np.float32(0.5), 0, 1)


def ellipsoid(
    axes: tuple[Field, Field, Field], centre: Sequence[float], half: Sequence[float], power: float = 2.0
) -> Field:
    """About the signed distance (positive inside, mm) of an axis-parallel (super-)ellipsoid; centre and half (z, y, x)."""
    total: Field = np.zeros(1, np.float32)
    for axis, middle, size in zip(axes, centre, half, strict=True):
        scaled = np.abs((axis - np.float32(middle)) / np.float32(size))
        total = total + (scaled * scaled if power == 2.0 else scaled ** np.float32(power))
    rho = np.sqrt(total) if power == 2.0 else total ** np.float32(1 / power)
    return np.asarray((1 - rho) * np.float32(min(half)), dtype=np.float32)


def capsules(axes: tuple[Field, Field, Field], points: NDArray[np.float64], radii: Sequence[float]) -> Field:
    """Signed distance (positive inside) to a tube through points [N, 3] (z, y, x) with a radius at each."""
    best: Field = np.full(np.broadcast_shapes(*(axis.shape for axis in axes)), -1e3, np.float32)
    for a, b, ra, rb in zip(points[:-1], points[1:], radii[:-1], radii[1:], strict=True):
        run = b - a
        gaps = [axis - np.float32(start) for axis, start in zip(axes, a, strict=True)]
        t = sum(gap * np.float32(step) for gap, step in zip(gaps, run, strict=True)) / np.float32(run @ run)
        t = np.clip(t, 0, 1)
        square = sum((gap - t * np.float32(step)) ** 2 for gap, step in zip(gaps, run, strict=True))
        best = np.maximum(best, np.float32(ra) + t * np.float32(rb - ra) - np.sqrt(square))
    return best


def soften(volume: Field, sigma: float, token: CancelToken) -> Field:
    """In-plane and through-plane point spread of about `sigma` voxels."""
    side = float(np.exp(-0.5 / sigma**2))
    kernel = np.array([side, 1.0, side], np.float32) / (1 + 2 * side)
    out = np.empty_like(volume)
    for k, plane in enumerate(volume):
        out[k] = cv2.sepFilter2D(plane, -1, kernel, kernel)
    token.raise_if_cancelled()
    mixed = out * kernel[1]
    mixed[1:] += kernel[0] * out[:-1]
    mixed[:-1] += kernel[0] * out[1:]
    mixed[0] += kernel[0] * out[0]
    mixed[-1] += kernel[0] * out[-1]
    return mixed


def unsharp_noise(rng: np.random.Generator, shape: Sequence[int]) -> Field:
    """Unit normal noise; a pool is drawn once and read at random places, which is ten times faster than drawing."""
    count = int(np.prod(shape))
    pool = rng.standard_normal(1 << 20, dtype=np.float32)
    starts = rng.integers(0, len(pool) // 2, count // (len(pool) // 2) + 1)
    pieces = [pool[s : s + len(pool) // 2] for s in starts]
    return np.concatenate(pieces)[:count].reshape(shape)
