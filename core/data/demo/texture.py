"""Tileable random textures, made once per process, and their sampling at surface coordinates."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Field = NDArray[np.floating[Any]]  # float32 in practice; sums with plain numbers may widen it

SIDE = 512  # texels of every texture, both ways


@lru_cache(maxsize=32)
def band_noise(seed: int, wavelength: float, stretch: float = 1.0) -> Field:
    """Periodic noise [SIDE, SIDE] of unit variance around one wavelength (texels); `stretch` > 1 makes x streaks."""
    white = np.random.default_rng(seed).standard_normal((SIDE, SIDE), dtype=np.float32)
    fy = np.fft.fftfreq(SIDE)[:, None] * wavelength
    fx = np.fft.rfftfreq(SIDE)[None, :] * wavelength * stretch
    radius = np.sqrt(fx**2 + fy**2)
    noise = np.fft.irfft2(np.fft.rfft2(white) * radius * np.exp(-1.2 * radius**2), s=(SIDE, SIDE))
    return np.asarray(noise / noise.std(), dtype=np.float32)


@lru_cache(maxsize=8)
def cells(seed: int, size: float) -> tuple[Field, Field, Field]:
    """Packed grains of about `size` texels: dome height 0..1, rim closeness 0..1, a random level 0..1 per grain."""
    rng = np.random.default_rng(seed)
    count = round(SIDE / size)
    step = SIDE / count
    rows, columns = np.mgrid[:count, :count].astype(np.float64)
    columns += 0.5 * (rows % 2)  # hexagonal packing, shaken
    points = np.stack([rows, columns], -1).reshape(-1, 2) + rng.uniform(-0.3, 0.3, (count * count, 2))
    tree = cKDTree(np.mod(points * step, SIDE), boxsize=SIDE)
    texels = np.indices((SIDE, SIDE)).reshape(2, -1).T.astype(np.float64)
    distance, nearest = tree.query(texels, k=2)
    gap = (distance[:, 1] - distance[:, 0]) / step
    dome = np.clip(gap / 0.8, 0, 1) ** 0.6
    level = rng.random(count * count)[nearest[:, 0]]
    shape = (SIDE, SIDE)
    return (
        dome.reshape(shape).astype(np.float32),
        np.exp(-((gap / 0.16) ** 2)).reshape(shape).astype(np.float32),
        level.reshape(shape).astype(np.float32),
    )


def look_up(texture: Field, u: Field, v: Field) -> Field:
    """Bilinear texture value at texel coordinates u (across) and v (down), wrapping around."""
    rows, columns = texture.shape[:2]
    return np.asarray(
        cv2.remap(texture, _wrap(u, columns), _wrap(v, rows), cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    )


def _wrap(at: Field, period: int) -> NDArray[np.float32]:
    """Coordinates brought into 0..period; several times faster than np.mod."""
    single = np.asarray(at, dtype=np.float32)
    return np.asarray(single - np.float32(period) * np.floor(single * np.float32(1 / period)), dtype=np.float32)


def slopes(height: Field) -> tuple[Field, Field]:
    """Central differences of a periodic height texture along x and y, per texel."""
    dx = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) * np.float32(0.5)
    dy = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) * np.float32(0.5)
    return dx, dy


def smoothstep(low: float, high: float, x: Field) -> Field:
    """0 below `low`, 1 above `high`, smooth in between (`high` < `low` falls)."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), dtype=np.float32)
