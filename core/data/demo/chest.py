"""A chest CT phantom in Hounsfield units, with contrast medium: people deformed from one template, and their scans."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.data.demo.chest_lesions import add_lesion
from core.data.demo.texture import Field, smoothstep
from core.data.demo.thorax import CONTRAST, DENSITY, GRID, LIVER_DEPTH, LUNG_DEPTH, template
from core.data.demo.volume import NoisePool, random_field, soft
from core.data.demo.warp import Warp, enlarge
from core.progress import CancelToken


def grow(rng: np.random.Generator, token: CancelToken) -> NDArray[np.float32]:
    """Somebody healthy, thin or stout: HU, lung and liver depth (mm, positive inside), [3, D, H, W]."""
    warp = Warp(GRID)
    warp.scale(rng.normal(1, (0.02, 0.03, 0.03)).clip(0.94, 1.05), rng.normal(0, 0.025, 3).clip(-0.05, 0.05))
    for wavelength, amplitude in ((220, 2.0), (90, 1.2), (40, 0.7)):
        warp.wave(rng, wavelength, amplitude)
    z, y, x = warp.axes
    warp.grow((-44, 18, -20), (75, 75, 75), float(np.clip(rng.normal(0, 0.05), -0.1, 0.1)))  # the heart
    warp.grow((-90, 0, 60), (60, 90, 80), float(np.clip(rng.normal(0, 0.03), -0.06, 0.06)))  # the liver
    # How deep they breathed in: the middle of the diaphragm moves most.
    breath = float(rng.uniform(-4, 4))
    warp.shift[0] += np.float32(breath) * np.exp(-((z + 55) ** 2) / 55**2 - y**2 / 110**2 - x**2 / 150**2)
    # Fat lies outside the ribs; breasts in front.
    rho = np.hypot(x / 125, y / 95)
    fat = float(rng.uniform(-7, 6)) * smoothstep(1.05, 1.40, rho) / np.maximum(np.hypot(x, y), 1)
    warp.shift[1] += (fat * y).astype(np.float32)
    warp.shift[2] += (fat * x).astype(np.float32)
    if rng.uniform() < 0.5:
        size = float(rng.uniform(6, 13))
        bump = np.exp(-((z + 22) ** 2) / 42**2 - (np.abs(x) - 66) ** 2 / 34**2)
        warp.shift[1] -= (size * bump * smoothstep(72, 118, y)).astype(np.float32)
    fields = np.ascontiguousarray(warp.draw(template(), token).transpose(3, 0, 1, 2))
    density = fields[DENSITY]
    density += np.float32(np.clip(rng.normal(1, 0.06), 0.88, 1.12)) * fields[CONTRAST]
    token.raise_if_cancelled()
    uneven = enlarge(random_field(rng, warp.lattice, 60), GRID, token)
    lung = soft(fields[LUNG_DEPTH], 4.0)
    density += lung * (density < -600) * (np.float32(rng.normal(0, 14)) + 8 * uneven)
    _lay_on_table(density)
    return np.stack([density, fields[LUNG_DEPTH], fields[LIVER_DEPTH]])


def _lay_on_table(density: Field) -> None:
    """A table and its cushion below the back, in place."""
    _, y, x = GRID.axes()
    back = float(y[0, (density[:, :, 60:132] > -300).any(axis=(0, 2)).argmax(), 0])
    under = y - np.float32(back) + 4 - np.float32(0.0009) * x * x  # height above the table's top
    air = density < -850
    for distance, value in ((np.minimum(5 - under, under), -930), (1.6 - np.abs(under), -260)):
        share = soft(np.minimum(distance, 150 - np.abs(x)), 2.2) * air
        density += share * (value - density)


def draw(
    rng: np.random.Generator, lesion: str, number: int, token: CancelToken
) -> tuple[dict[str, NDArray[np.int16]], NDArray[np.bool_]]:
    """One scan [z, y, x] in HU, and the mask of its lesions."""
    own = rng.spawn(1)[0]  # a lesion's own dice: the same patient without it is equal everywhere else
    density, lung, liver = grow(rng, token)
    mask = np.zeros(GRID.shape, np.bool_)
    if lesion:
        mask = add_lesion(lesion, density, lung, liver, own, number, token)
    sigma = np.float32(rng.uniform(3.4, 4.8))
    noise = NoisePool(rng)
    scan = np.empty(GRID.shape, np.int16)
    for k, plane in enumerate(density):
        # Less light passes through a body than through air.
        grain = noise.grain(plane.shape)
        image = plane + grain * (sigma * (1 + np.float32(0.9) * (plane > -950)))
        scan[k] = np.rint(image.clip(-1024, 3071))
        if k % 16 == 0:
            token.raise_if_cancelled()
    return {"ct": scan}, mask
