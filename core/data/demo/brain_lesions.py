"""What goes wrong in a brain: plaques, tumours, cortical lesions seen on FLAIR only, lacunes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.demo.anatomy import DEEP, GRID, PIA, VENTRICLE, WHITE
from core.data.demo.texture import Field
from core.data.demo.volume import random_field, soft
from core.progress import CancelToken


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One kind of diseased tissue."""

    weight: Field  # [D, H, W] share of each voxel, 0..1
    signals: tuple[float | None, float | None, float | None]  # in T1, T2, FLAIR; None: as the tissue was
    strength: float = 1.0  # how much of the way from healthy tissue to these signals


def lesion_of(
    kind: str, fields: NDArray[np.float32], rng: np.random.Generator, number: int, token: CancelToken
) -> list[Layer]:
    """The lesions of a patient with these fields [D, H, W, 4], later layers over earlier ones.

    `number` picks size and contrast, so that few patients already show a range.
    """
    ragged = random_field(rng, GRID, 13).clip(-1.5, 1.5)
    token.raise_if_cancelled()
    strength = (0.8, 1.0, 0.9, 1.0)[number % 4]
    make = {"plaques": _plaques, "tumour": _tumour, "flair_only": _cortical, "lacune": _lacunes}[kind]
    return make(fields, ragged, rng, number, strength)


def _plaques(
    fields: NDArray[np.float32], ragged: Field, rng: np.random.Generator, number: int, strength: float
) -> list[Layer]:
    """Multiple sclerosis: many bright spots in the white matter, most of them beside the ventricles."""
    at = fields[::2, ::2, ::2]
    beside = (at[..., WHITE] > 1) & (at[..., VENTRICLE] > -9) & (at[..., VENTRICLE] < -2) & (at[..., DEEP] < -2)
    anywhere = (at[..., WHITE] > 3) & (at[..., DEEP] < -3)
    many = (12, 18, 10, 22)[number % 4]
    weight = np.zeros(GRID.shape, np.float32)
    for size in rng.uniform(4.5, 8.5, many):
        allowed = beside if rng.uniform() < 0.65 else anywhere
        _add_spot(weight, _place(rng, allowed), size * rng.uniform(0.75, 1.3, 3), ragged, 0.18)
    return [Layer(weight, (84, 164, 186), strength)]


def _tumour(
    fields: NDArray[np.float32], ragged: Field, rng: np.random.Generator, number: int, strength: float
) -> list[Layer]:
    """A solid mass, dead in its middle where it is large, and the oedema that follows the white matter around it."""
    at = fields[::2, ::2, ::2]
    centre = _place(rng, (at[..., WHITE] > 2.5) & (at[..., VENTRICLE] < -5) & (at[..., DEEP] < -1))
    size = (17.0, 13.0, 21.0, 15.0)[number % 4]
    half = size * rng.uniform(0.85, 1.2, 3)
    core, dead, swollen = (np.zeros(GRID.shape, np.float32) for _ in range(3))
    _add_spot(core, centre, half, ragged, 0.13)
    _add_spot(swollen, centre, 1.55 * half + 4, ragged, 0.18)
    swollen *= soft(fields[..., WHITE] + 2.4, 3.0)
    layers = [Layer(swollen, (94, 168, 184), strength), Layer(core, (72, 156, 158), strength)]
    if size > 11:
        _add_spot(dead, centre + rng.normal(0, 0.12, 3) * half, 0.55 * half, ragged, 0.25)
        layers.append(Layer(dead, (46, 196, 66), strength))
    return layers


def _cortical(
    fields: NDArray[np.float32], ragged: Field, rng: np.random.Generator, number: int, strength: float
) -> list[Layer]:
    """Swollen cortex, bright on FLAIR alone, along a few gyri, as after seizures or in encephalitis."""
    at = fields[::2, ::2, ::2]
    allowed = (at[..., PIA] > 1) & (at[..., PIA] < 4) & (at[..., VENTRICLE] < -14)
    weight = np.zeros(GRID.shape, np.float32)
    for size in rng.uniform(15, 21, (2, 3, 1, 2)[number % 4]):
        _add_spot(weight, _place(rng, allowed), size * rng.uniform(0.8, 1.2, 3), ragged, 0.12)
    weight *= soft(np.float32(12.0) - fields[..., PIA], 4.0)  # the cortex and the white matter right below it
    return [Layer(weight, (None, None, 192), strength)]


def _lacunes(
    fields: NDArray[np.float32], ragged: Field, rng: np.random.Generator, number: int, strength: float
) -> list[Layer]:
    """Old small strokes: holes full of water in the nuclei and deep white matter, with a rim that FLAIR shows."""
    at = fields[::2, ::2, ::2]
    allowed = ((at[..., DEEP] > 1) | (at[..., WHITE] > 4)) & (at[..., VENTRICLE] < -6)
    hole, rim = np.zeros(GRID.shape, np.float32), np.zeros(GRID.shape, np.float32)
    for size in rng.uniform(4.5, 7.5, (5, 7, 4, 6)[number % 4]):
        centre, half = _place(rng, allowed), size * rng.uniform(0.8, 1.25, 3)
        _add_spot(hole, centre, half, ragged, 0.18)
        _add_spot(rim, centre, half + rng.uniform(1.6, 3.0), ragged, 0.22)
    return [Layer(rim, (92, 156, 176), strength), Layer(hole, (36, 198, 28), strength)]


def _place(rng: np.random.Generator, allowed: NDArray[np.bool_]) -> NDArray[np.float64]:
    """A random place (z, y, x) in mm where the half-resolution mask allows one, inside the stack of slices."""
    z, _, x = (axis[::2, ::2, ::2] for axis in GRID.axes())
    places = np.argwhere(allowed & (z > -1) & (z < 48) & (np.abs(x) > 6))
    return np.asarray(places[rng.integers(len(places))] * 2.0 * GRID.step + GRID.start)


def _add_spot(
    weight: Field, centre: NDArray[np.float64], half: NDArray[np.float64], ragged: Field, rough: float
) -> None:
    """Put an ellipsoid with an uneven outline into `weight`; centre and half axes (z, y, x) in mm."""
    reach = 1.6 * float(np.max(half)) + 2
    window = GRID.window(centre - reach, centre + reach)
    z, y, x = GRID.axes()
    total = np.zeros(1, np.float32)
    for axis, middle, size in zip((z[window[0]], y[:, window[1]], x[:, :, window[2]]), centre, half, strict=True):
        total = total + ((axis - np.float32(middle)) / np.float32(size)) ** 2
    inside = (1 - np.sqrt(total) * (1 + np.float32(rough) * ragged[window])) * np.float32(np.min(half))
    np.maximum(weight[window], soft(inside, 2.2), out=weight[window])
