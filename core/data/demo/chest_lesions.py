"""What goes wrong in a chest: nodules, consolidation, effusion, lesions of the liver."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.data.demo.texture import Field
from core.data.demo.thorax import GRID
from core.data.demo.volume import random_field, soft
from core.progress import CancelToken


def add_lesion(
    kind: str,
    density: Field,
    lung: Field,
    liver: Field,
    rng: np.random.Generator,
    number: int,
    token: CancelToken,
) -> NDArray[np.bool_]:
    """Change the densities (HU) in place; returns where. Depths of lung and liver in mm, positive inside.

    `number` picks size and contrast, so that few patients already show a range.
    """
    ragged = random_field(rng, GRID, 34 if kind in ("consolidation", "effusion") else 16).clip(-1.3, 1.3)
    token.raise_if_cancelled()
    make = {"nodule": _nodules, "consolidation": _consolidation, "effusion": _effusion, "liver_lesion": _liver}[kind]
    return make(density, liver if kind == "liver_lesion" else lung, ragged, rng, number)


def _nodules(density: Field, lung: Field, ragged: Field, rng: np.random.Generator, number: int) -> NDArray[np.bool_]:
    """One to three nodules of 17 to 30 mm, solid or partly so."""
    diameters = ((27.0,), (23.0, 18.0), (30.0, 20.0), (25.0, 21.0, 17.0))[number % 4]
    weight = np.zeros(GRID.shape, np.float32)
    for diameter in diameters:
        half = diameter / 2 * rng.uniform(0.9, 1.15, 3)
        _add_spot(weight, _place(rng, lung > min(0.3 * diameter + 3, 8.5)), half, ragged, 0.15, 2.6)
    weight *= soft(lung + 2, 2.0)
    density += weight * (np.float32((50, 65, -60, 40)[number % 4]) - density).clip(0)
    return np.asarray(weight > 0.5)


def _consolidation(
    density: Field, lung: Field, ragged: Field, rng: np.random.Generator, number: int
) -> NDArray[np.bool_]:
    """A part of a lobe full of fluid, patchy, with soft borders; denser air ways stay open in it."""
    size = (34.0, 24.0, 42.0, 29.0)[number % 4]
    weight = np.zeros(GRID.shape, np.float32)
    z = GRID.axes()[0]
    centre = _place(rng, (lung > 8) & (np.abs(z) < 60))
    _add_spot(weight, centre, size * rng.uniform(0.8, 1.2, 3), ragged, 0.25, 6.0)
    weight *= soft(lung, 2.0)
    patchy = 1 - np.float32(0.35) * np.clip(random_field(rng, GRID, 12), 0, 1)
    density += weight * patchy * (np.float32(30) - density).clip(0)
    return np.asarray(weight > 0.5)


def _effusion(density: Field, lung: Field, ragged: Field, rng: np.random.Generator, number: int) -> NDArray[np.bool_]:
    """Fluid between lung and ribs; it gathers at the back of a lying patient, most at the bottom."""
    z, y, x = GRID.axes()
    side = rng.choice([-1, 1])
    level, top = ((-44, 20), (-54, -5), (-34, 45), (-48, 0))[number % 4]
    gathered = np.float32(level) + ragged - y + np.float32(0.0022) * (x - side * 70) ** 2 - np.float32(0.10) * (z + 40)
    gathered = gathered - np.float32(1.5) * (z - np.float32(top)).clip(0)
    weight = soft(np.minimum(lung + 2, gathered), 3.0) * ((side * x > 0) & (lung > -2.5))
    density += weight * (12 + 3 * ragged - density)
    return np.asarray(weight > 0.5)


def _liver(density: Field, liver: Field, ragged: Field, rng: np.random.Generator, number: int) -> NDArray[np.bool_]:
    """Metastases that take up less contrast medium than the liver around them, or a cyst."""
    many = (2, 4, 3, 1)[number % 4]
    weight = np.zeros(GRID.shape, np.float32)
    sizes = rng.uniform(12, 17, many) + (4.0, 0.0, 2.0, 9.0)[number % 4]
    for size in sizes:
        _add_spot(weight, _place(rng, liver > 6), size * rng.uniform(0.85, 1.2, 3), ragged, 0.16, 3.5)
    weight *= soft(liver + 3, 3.0)
    density -= weight * np.float32((66, 74, 62, 95)[number % 4])
    return np.asarray(weight > 0.5)


def _place(rng: np.random.Generator, allowed: NDArray[np.bool_]) -> NDArray[np.float64]:
    """A random place (z, y, x) in mm where the mask allows one."""
    places = np.argwhere(allowed)
    return np.asarray(places[rng.integers(len(places))] * GRID.step + GRID.start)


def _add_spot(
    weight: Field,
    centre: NDArray[np.float64],
    half: NDArray[np.float64],
    ragged: Field,
    rough: float,
    width: float,
) -> None:
    """Put an ellipsoid with an uneven outline and rims of this width into `weight`; (z, y, x) in mm."""
    reach = 1.9 * float(half.max()) + width
    window = GRID.window(centre - reach, centre + reach)
    z, y, x = GRID.axes()
    total = np.zeros(1, np.float32)
    for axis, middle, size in zip((z[window[0]], y[:, window[1]], x[:, :, window[2]]), centre, half, strict=True):
        total = total + ((axis - np.float32(middle)) / np.float32(size)) ** 2
    inside = (1 - np.sqrt(total) * (1 + np.float32(rough) * ragged[window])) * np.float32(half.min())
    np.maximum(weight[window], soft(inside, width), out=weight[window])
