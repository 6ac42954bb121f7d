"""A brain MRI phantom: T1, T2 and FLAIR of the head at 1 mm, of people deformed from one template."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.demo.anatomy import DEEP, GRID, OUTSIDE, PIA, VENTRICLE, WHITE, template
from core.data.demo.brain_lesions import Layer, lesion_of
from core.data.demo.texture import Field
from core.data.demo.volume import NoisePool, random_field, soft
from core.data.demo.warp import Warp, enlarge
from core.progress import CancelToken

MODALITIES = ("t1", "t2", "flair")
SLAB = 8  # slices at once: what fits the cache is three times faster

# Mean signal of each tissue in T1, T2 and FLAIR.
_GREY = (92, 96, 100)
_WHITE = (129, 68, 77)
_NUCLEI = (107, 81, 87)
_WATER = (31, 206, 16)
_BONE = (16, 12, 12)
_MARROW = (96, 52, 62)
_FAT = (196, 118, 188)
_SKIN = (84, 56, 66)
_CAPS = (0, 12, 26)  # added to white matter that touches a ventricle, as in most healthy people


@dataclass(frozen=True, slots=True, eq=False)
class Patient:
    """One person in the scanner."""

    fields: NDArray[np.float32]  # [D, H, W, 4] as in the template: signed distances in mm
    bias: NDArray[np.float32]  # [3, d, h, w] on the lattice: the coil's gain, about 1
    contrast: tuple[float, float, float]  # between grey and white matter, of the usual one
    noise: tuple[float, float, float]  # standard deviation
    bone: float  # mm, thickness of the skull
    scalp: float  # mm, of fat and skin


def grow(rng: np.random.Generator, token: CancelToken) -> Patient:
    """Somebody healthy: of any age, with a brain of its own size, shape and folds."""
    warp = Warp(GRID)
    warp.scale(rng.normal(1.0, (0.012, 0.02, 0.02)).clip(0.95, 1.03), rng.normal(0, 0.012, 3))
    for wavelength, amplitude in ((130, 1.2), (50, 0.7), (24, 0.25)):
        warp.wave(rng, wavelength, amplitude)
    fields = warp.draw(template(), token)
    age = float(rng.uniform())
    # With age the sulci open, the cortex thins and the ventricles widen; each a little at its own pace.
    opening = -0.25 + 0.3 * age + float(rng.normal(0, 0.06))
    folds = enlarge(random_field(rng, warp.lattice, 30), GRID, token)
    fields[..., PIA] -= (np.float32(opening) + np.float32(0.08) * folds) * (fields[..., PIA] > OUTSIDE + 0.8)
    fields[..., WHITE] -= np.float32(opening + rng.normal(0, 0.15) - 0.25 * age)
    fields[..., VENTRICLE] += np.float32(-0.8 + 1.5 * age + rng.normal(0, 0.3))
    bias = [1 + 0.02 * random_field(rng, warp.lattice, 200) for _ in MODALITIES]
    gain = rng.normal(1, 0.05, 3).clip(0.88, 1.12)
    return Patient(
        fields,
        np.stack([g * b for g, b in zip(gain, bias, strict=True)]).astype(np.float32),
        contrast=_three(rng.normal(1, 0.05, 3)),
        noise=_three(rng.uniform(1.3, 2.0, 3)),
        bone=float(rng.uniform(6.0, 7.0)),
        scalp=float(rng.uniform(5.4, 7.0)),
    )


def _three(values: NDArray[np.float64]) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])


def draw(
    rng: np.random.Generator, lesion: str, number: int, token: CancelToken
) -> tuple[dict[str, NDArray[np.uint8]], NDArray[np.bool_]]:
    """One patient: volumes [z, y, x] by modality, and the mask of its lesions."""
    own = rng.spawn(1)[0]  # a lesion's own dice: the same patient without it is equal everywhere else
    patient = grow(rng, token)
    layers = lesion_of(lesion, patient.fields, own, number, token) if lesion else []
    gains = [enlarge(bias, GRID, token) for bias in patient.bias]
    pool = NoisePool(rng)
    volumes = {name: np.empty(GRID.shape, np.uint8) for name in MODALITIES}
    mask = np.zeros(GRID.shape, np.bool_)
    for start in range(0, GRID.shape[0], SLAB):
        token.raise_if_cancelled()
        slab = slice(start, start + SLAB)
        fields = np.ascontiguousarray(patient.fields[slab].transpose(3, 0, 1, 2))
        spots = [(layer, layer.weight[slab]) for layer in layers if layer.weight[slab].any()]
        # Water where there is no tissue: a lesion ends at the brain's surface and at the ventricles.
        water = np.maximum(1 - soft(fields[PIA], 1.2), soft(fields[VENTRICLE], 1.2))
        for _, weight in spots:
            mask[slab] |= (weight * (1 - water)) > 0.5
        out = np.float32(OUTSIDE) - fields[PIA]  # way from the skull's inner side
        head = out < patient.bone + patient.scalp
        for k, image in enumerate(_images(fields, water, spots, patient.contrast)):
            _wrap(image, out, k, patient)
            image *= gains[k][slab]
            image += np.float32(patient.noise[k]) * pool.take(image.shape)
            volumes[MODALITIES[k]][slab] = np.rint(image.clip(0, 255)) * head
    return volumes, mask


def _wrap(image: Field, out: Field, k: int, patient: Patient) -> None:
    """Skull and scalp around the brain, in place; `out` in mm from the skull's inner side, positive outwards."""
    bone, scalp = patient.bone, patient.scalp
    edges = ((0.0, _BONE), (1.6, _MARROW), (bone - 1.6, _BONE), (bone, _FAT), (bone + scalp - 1.8, _SKIN))
    for start, signals in edges:
        image += soft(out - np.float32(start), 1.4) * (np.float32(signals[k]) - image)


def _images(
    fields: Field, water: Field, spots: list[tuple[Layer, Field]], contrast: tuple[float, float, float]
) -> list[Field]:
    """The noise-free sequences of a slab; `fields` [4, D, H, W]."""
    white, nuclei = soft(fields[WHITE], 1.5), soft(fields[DEEP], 2.0)
    caps = white * np.clip(1 + fields[VENTRICLE] * np.float32(1 / 4.0), 0, 1)
    images = []
    for k in range(len(MODALITIES)):
        middle = (_GREY[k] + _WHITE[k]) / 2
        grey = np.float32(middle + contrast[k] * (_GREY[k] - middle))
        image = np.asarray(grey + white * np.float32(contrast[k] * (_WHITE[k] - _GREY[k])))
        image += nuclei * (np.float32(_NUCLEI[k]) - image)
        if _CAPS[k]:
            image += caps * np.float32(_CAPS[k])
        for layer, weight in spots:
            signal = layer.signals[k]
            if signal is not None:
                image += weight * np.float32(layer.strength) * (np.float32(signal) - image)
        image += water * (np.float32(_WATER[k]) - image)
        images.append(image)
    return images
