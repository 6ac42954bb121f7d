"""A brain MRI phantom: T1, T2 and FLAIR at 1 mm. Tissue is decided voxel by voxel from smooth distance fields."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.data.demo.anatomy import FIELDS, Patient, Tissue, grow, tissue
from core.data.demo.texture import Field
from core.data.demo.volume import Axes, Grid, NoisePool, capsules, double_planes, ellipsoid, random_field, soft, soften
from core.progress import CancelToken

MODALITIES = ("t1", "t2", "flair")
GRID = Grid((138, 190, 156), (1.0, 1.0, 1.0), (-57.0, -95.0, -77.5))
SLAB = 12  # slices at once: what fits the cache is three times faster

# Mean signal of each tissue in T1, T2 and FLAIR.
_GREY = (92, 96, 100)
_WHITE = (129, 68, 77)
_DEEP = (107, 81, 87)
_WATER = (31, 206, 13)
_CLASSES = np.array(
    #  air        fat            skin          bone          marrow        muscle        eye            CSF
    [(2, 2, 2), (168, 99, 120), (84, 56, 66), (14, 10, 11), (104, 58, 60), (72, 35, 54), (28, 212, 20), _WATER],
    np.float32,
)
AIR, FAT, SKIN, BONE, MARROW, MUSCLE, EYE, CSF = range(8)
_NOISE = (3.4, 3.2, 2.9)


def surroundings(t: Tissue, patches: Field, bone: float, axes: Axes) -> NDArray[np.uint8]:
    """Everything outside the brain as classes: CSF, skull, marrow, scalp, muscle, eyes, air."""
    z, y, x = axes
    out, under = -t.skull, t.head
    side = np.abs(x)
    volume = np.full(t.pia.shape, CSF, np.uint8)
    volume[out > 0] = BONE
    volume[(out > 1.7) & (out < bone - 1.7)] = MARROW
    volume[out > bone] = FAT
    low = (z < -8) | ((side > 52) & (np.abs(y - 8) < 34) & (z < 22))
    deep = (out > bone) & (under > 4.5) & low
    volume[deep & (patches < 0.75)] = MUSCLE
    volume[deep & (patches < -1.15) & (z < -20)] = BONE
    volume[under < 2.0] = SKIN
    volume[under < 0] = AIR
    if float(z.min()) > 0:  # no face up here
        return volume
    mirrored = (z, y, side)
    orbit = ellipsoid(mirrored, (-30, 58, 28), (16, 25, 17))
    eye = ellipsoid(mirrored, (-30, 68, 31), (12, 12, 12))
    nerve = capsules(mirrored, np.array([[-30, 56, 30], [-24, 30, 12]], np.float64), (1.9, 1.9))
    volume[(orbit > 0) & (out > 1.5) & (under > 2)] = FAT
    volume[((eye > -1.5) | (nerve > 0)) & (out > 1.5) & (under > 1)] = MUSCLE
    volume[eye > 0] = EYE
    nose = np.maximum(
        ellipsoid(mirrored, (-52, 62, 6), (26, 22, 4.5)),
        ellipsoid(mirrored, (-58, 58, 24), (14, 15, 12)),
    )
    frontal = ellipsoid(mirrored, (-12, 82, 9), (9, 4, 8))
    cells = ellipsoid(mirrored, (-44, -22, 52), (12, 11, 8)) - 3 * np.abs(patches)
    volume[((nose > 0) | (frontal > 0) | (cells > 0)) & (out > 1.8) & (under > 3)] = AIR
    return volume


def lesion_of(kind: str, patient: Patient, rng: np.random.Generator, number: int) -> tuple[Field, tuple[float, ...]]:
    """Weight 0..1 of the lesions on the whole grid, tissue not yet heeded, and what they add to T1, T2, FLAIR at 1."""
    coarse = GRID.coarse()
    axes = coarse.axes()
    z, y, x = axes
    t = tissue(patient, dict(zip(FIELDS, patient.fields, strict=True)), axes)
    inside = np.minimum(t.pia, -t.ventricle)
    bold = (0.75, 1.15)[number % 2]
    if kind == "plaques":
        allowed = (inside > 4.0) & (t.hull > 18) & (t.ventricle > -14)
        sizes, change = rng.uniform(2.8, 5.5, int(rng.integers(6, 11))), (-23, 71, 56)
    elif kind == "tumour":
        allowed = (inside > 6.5) & (t.hull > 15)
        sizes, change = rng.uniform(12, 18, 1), (-43, 94, 62)
    elif kind == "flair_only":
        allowed = (inside > 1.0) & (inside < 3.5) & (t.hull > 3) & (t.hull < 14)
        sizes, change = rng.uniform(5, 8.5, 2), (0, 0, 46)
    else:
        allowed = (t.deep > 1.5) | ((inside > 5.5) & (t.hull > 20))
        sizes, change = rng.uniform(2.6, 4.2, int(rng.integers(2, 5))), (-62, 94, -48)
    allowed = allowed & (z > -8) & (z < 46) & (np.abs(x) > 7)
    places = np.argwhere(allowed)
    ragged = random_field(rng, GRID, 13).clip(-1.5, 1.5)
    weight = np.zeros(GRID.shape, np.float32)
    full = GRID.axes()
    for size in sizes:
        kz, ky, kx = places[rng.integers(len(places))]
        centre = (float(z[kz, 0, 0]), float(y[0, ky, 0]), float(x[0, 0, kx]))
        half = size * rng.uniform(0.8, 1.25, 3)
        reach = 1.5 * float(half.max()) + 2
        window = GRID.window([c - reach for c in centre], [c + reach for c in centre])
        gaps = [
            (full[0][window[0]] - centre[0]) / half[0],
            (full[1][:, window[1]] - centre[1]) / half[1],
            (full[2][:, :, window[2]] - centre[2]) / half[2],
        ]
        rho = np.sqrt(gaps[0] ** 2 + gaps[1] ** 2 + gaps[2] ** 2)
        spot = soft((1 - rho * (1 + 0.17 * ragged[window])) * float(half.min()), 2.2)
        weight[window] = np.maximum(weight[window], spot)
    return weight, tuple(bold * c for c in change)


def draw(
    rng: np.random.Generator, lesion: str, number: int, token: CancelToken
) -> tuple[dict[str, NDArray[np.uint8]], NDArray[np.bool_]]:
    """One patient: volumes [z, y, x] by modality, and the mask of its lesions."""
    own = rng.spawn(1)[0]  # a lesion's own dice: the same patient without it is equal everywhere else
    patient = grow(rng, GRID, token)
    weight, change = lesion_of(lesion, patient, own, number) if lesion else (None, (0.0, 0.0, 0.0))
    pool = NoisePool(rng)
    volumes = {name: np.empty(GRID.shape, np.uint8) for name in MODALITIES}
    mask = np.zeros(GRID.shape, np.bool_)
    z, y, x = GRID.axes()
    for start in range(0, GRID.shape[0], SLAB):
        token.raise_if_cancelled()
        stop = min(start + SLAB, GRID.shape[0])
        # One slice more on both sides, so that softening sees its neighbours.
        low, high = max(start - 1, 0), min(stop + 1, GRID.shape[0])
        inner = slice(start - low, stop - low)
        fields = dict(zip(FIELDS, double_planes(patient.fields, low, high), strict=True))
        axes = (z[low:high], y, x)
        t = tissue(patient, fields, axes)
        spots = None
        if weight is not None:
            spots = weight[low:high] * soft(t.pia, 1.0) * soft(-t.ventricle, 1.0)
            mask[start:stop] = spots[inner] > 0.5
        for k, image in enumerate(_images(t, fields, patient, spots, change, axes, token)):
            pure = image[inner]
            noisy = np.hypot(pure + _NOISE[k] * pool.take(pure.shape), _NOISE[k] * pool.take(pure.shape))
            # As in most published sets, nothing but zero is stored outside the head.
            noisy *= t.head[inner] > -1.5
            volumes[MODALITIES[k]][start:stop] = np.rint(noisy.clip(0, 255))
    return volumes, mask


def _images(
    t: Tissue,
    fields: dict[str, Field],
    patient: Patient,
    spots: Field | None,
    change: tuple[float, ...],
    axes: Axes,
    token: CancelToken,
) -> list[Field]:
    """The noise-free sequences of a slab."""
    outside = surroundings(t, fields["patches"], patient.bone, axes)
    brain = soft(t.pia, 1.2) * soft(t.skull - 1.0, 1.0)
    white = np.maximum(soft(t.pia - patient.cortex, 1.5), soft(t.stem - 0.5, 1.5) * np.float32(0.8))
    # The cerebellum's cortex is thinner and its white matter a tree deep inside.
    white = np.where(t.cerebellum > 0, 0.75 * soft(t.cerebellum - 9.5, 6.0), white)
    deep, water = soft(t.deep, 2.0), soft(t.ventricle, 1.2)
    uneven = 1 + np.float32(0.014) * fields["uneven"]
    images = []
    for k, name in enumerate(MODALITIES):
        image = np.float32(_GREY[k]) + white * np.float32(_WHITE[k] - _GREY[k])
        image += deep * (np.float32(_DEEP[k]) - image)
        image *= uneven
        if spots is not None and change[k]:
            image += spots * np.float32(change[k])
        image += water * (np.float32(_WATER[k]) - image)
        background = soften(_CLASSES[:, k][outside], 0.62, token)
        image = background + brain * (image - background)
        images.append(image * (np.float32(0.05) * fields[f"bias_{name}"] + np.float32(patient.gain[k])))
    return images
