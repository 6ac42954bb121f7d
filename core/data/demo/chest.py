"""A chest CT phantom in Hounsfield units: a thorax, its lesions, and what the scanner makes of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.data.demo.thorax import GRID, Chest, grow
from core.data.demo.volume import NoisePool, random_field, soft, soften
from core.progress import CancelToken


def add_lesion(kind: str, chest: Chest, rng: np.random.Generator, number: int, token: CancelToken) -> NDArray[np.bool_]:
    """Change the densities in place; returns where."""
    z, y, x = GRID.axes()
    bold = (0.75, 1.2)[number % 2]
    ragged = random_field(rng, GRID, 34 if kind == "consolidation" else 16).clip(-1.3, 1.3)
    density = chest.density
    if kind == "effusion":
        side = rng.choice([-1, 1])
        level = -58 + 16 * bold + 0.8 * ragged  # fluid gathers at the back of a lying patient
        weight = soft(np.minimum(chest.lung + 2, level - y + 0.0022 * (x - side * 70) ** 2 - 0.10 * (z + 40)), 3.0)
        weight *= (side * x > 0) & (chest.lung > -2.5)
        density += weight * (9 + 3 * ragged - density)
        return np.asarray(weight > 0.5)
    if kind == "liver_lesion":
        allowed, sizes = chest.liver > 11, rng.uniform(8, 15, 2) * (1.0, 0.9)[number % 2]
    elif kind == "nodule":
        allowed, sizes = chest.lung > 8, np.array([rng.uniform(7, 11), rng.uniform(4, 6)]) * bold
    else:
        allowed, sizes = (chest.lung > 8) & (np.abs(z) < 60), np.array([rng.uniform(22, 32)])
    places = np.argwhere(allowed)
    weight = np.zeros(GRID.shape, np.float32)
    for size in sizes:
        kz, ky, kx = places[rng.integers(len(places))]
        half = size * rng.uniform(0.85, 1.2, 3)
        rho = np.sqrt(
            ((z - z[kz, 0, 0]) / half[0]) ** 2 + ((y - y[0, ky, 0]) / half[1]) ** 2 + ((x - x[0, 0, kx]) / half[2]) ** 2
        ).astype(np.float32)
        rough = (0.34 if kind == "consolidation" else 0.16) * ragged
        spot = soft((1 - rho * (1 + rough)) * np.float32(half.min()), 2.6 if kind != "consolidation" else 7.0)
        weight = np.maximum(weight, spot)
        token.raise_if_cancelled()
    if kind == "liver_lesion":
        weight *= soft(chest.liver + 3, 3.0)
        density -= weight * np.float32(48 * bold)
    elif kind == "nodule":
        weight *= soft(chest.lung + 2, 2.0)
        density += weight * (np.float32(30 if number % 2 else -420) - density).clip(0)
    else:
        weight *= soft(chest.lung, 2.0)
        patchy = 1 - 0.35 * np.clip(random_field(rng, GRID, 12), 0, 1)
        density += weight * patchy * (25 - density).clip(0)
    return np.asarray(weight > 0.5)


def draw(
    rng: np.random.Generator, lesion: str, number: int, token: CancelToken
) -> tuple[dict[str, NDArray[np.int16]], NDArray[np.bool_]]:
    """One scan [z, y, x] in HU, and the mask of its lesions."""
    own = rng.spawn(1)[0]  # a lesion's own dice: the same patient without it is equal everywhere else
    chest = grow(rng, token)
    mask = np.zeros(GRID.shape, np.bool_)
    if lesion:
        mask = add_lesion(lesion, chest, own, number, token)
    image = soften(chest.density, 0.60, token)
    coarse = soften(NoisePool(rng).take(GRID.shape), 0.7, token)
    sigma = np.float32(rng.uniform(15, 20))
    image += coarse * (sigma * (1 + 0.9 * (image > -950)))
    return {"ct": np.rint(image.clip(-1024, 3071)).astype(np.int16)}, mask
