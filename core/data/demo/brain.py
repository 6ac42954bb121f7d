"""A brain MRI phantom: T1, T2 and FLAIR at 1 mm, built from distance fields; every patient has an own shape and folding."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from core.data.demo.texture import Field, smoothstep
from core.data.demo.volume import Grid, capsules, double, ellipsoid, random_field, soft, soften, unsharp_noise
from core.progress import CancelToken

NAME = "brain_mri"
LESIONS = ("plaques", "tumour", "flair_only", "lacune")
MODALITIES = ("t1", "t2", "flair")
GRID = Grid((148, 190, 156), (1.0, 1.0, 1.0), (-66.0, -95.0, -77.5))

#            T1   T2  FLAIR
_AIR = (4, 5, 4)
_CSF = (62, 560, 24)
_GREY = (182, 262, 196)
_WHITE = (254, 186, 152)
_DEEP = (212, 222, 172)
_BONE = (28, 26, 22)
_MARROW = (205, 160, 120)
_FAT = (330, 270, 240)
_SKIN = (165, 150, 130)
_MUSCLE = (140, 95, 105)
_EYE = (55, 590, 40)
CLASSES = np.array([_AIR, _FAT, _SKIN, _BONE, _MARROW, _MUSCLE, _EYE, _CSF], np.float32)
AIR, FAT, SKIN, BONE, MARROW, MUSCLE, EYE, CSF = range(8)


@dataclass(frozen=True, slots=True, eq=False)
class Anatomy:
    """Distance fields on the full grid, positive inside, mm."""

    inside: Field  # into the skull
    head: Field  # below the skin
    pia: Field  # into brain tissue from the nearest CSF, ventricles aside
    ventricle: Field
    deep: Field  # into grey nuclei
    hull: Field  # depth below the brain's smooth hull
    white_only: Field  # into places without cortex (stem, callosum)


def hull_of(axes: tuple[Field, Field, Field], size: NDArray[np.float64], wobble: Field) -> tuple[Field, Field, Field]:
    """Depth below the cerebrum's smooth surface, the same without its base, and the way from centre to surface 0..1."""
    z, y, x = axes
    half_x = 65 * size[0] * (1 - 0.10 * np.clip(y / 80, -1, 1) - 0.05 * np.clip(y / 80, 0, 1) ** 2)
    up = np.where(z > 8, 61 * size[2], 56 * size[2])
    power = np.float32(2.25)
    rho = (np.abs(x / half_x) ** power + np.abs((y + 1) / (80 * size[1])) ** power + np.abs((z - 8) / up) ** power) ** (
        1 / power
    )
    rho = np.maximum(rho, 0.02) * (1 + 0.012 * wobble)
    radius = np.sqrt(x**2 + y**2 + (z - 8) ** 2) + 0.5
    depth = radius * (1 / rho - 1)
    # The base: frontal lobes rest on the orbits, temporal lobes hang lower, the tentorium carries the rest.
    temporal = smoothstep(9, 24, np.abs(x)) * smoothstep(44, 22, np.abs(y - 1))
    frontal = smoothstep(18, 40, y)
    back = smoothstep(-18, -48, y)
    base = -13.0 - 27.0 * temporal - 5 * frontal - (back * (-7.0 + 10.0 * smoothstep(0, 45, np.abs(x)))) + wobble
    cut = np.minimum(depth, 0.85 * (z - base))
    return cut.astype(np.float32), depth.astype(np.float32), rho.astype(np.float32)


def grow(rng: np.random.Generator, token: CancelToken) -> Anatomy:
    """All distance fields of one patient."""
    coarse = GRID.coarse()
    axes = coarse.axes()
    z, y, x = axes
    size = rng.normal(1.0, [0.022, 0.022, 0.022]).clip(0.95, 1.035)
    wobble = random_field(rng, coarse, 110)
    hull, vault, rho = hull_of(axes, size, wobble)
    token.raise_if_cancelled()

    # Sulci are the zero sheets of noise that hardly changes along the radius.
    folds = random_field(rng, coarse, 18) + 0.30 * random_field(rng, coarse, 11)
    stretch = 1 / np.maximum(rho, 0.3) ** 0.55
    at = [(axis * stretch - first) / step for axis, first, step in zip(axes, coarse.start, coarse.step, strict=True)]
    fold = map_coordinates(folds, np.stack(at), order=1, mode="nearest").astype(np.float32)
    steep = np.sqrt(sum(g * g for g in np.gradient(fold, *coarse.step)))
    sheet = fold / np.maximum(steep, 0.05)
    token.raise_if_cancelled()
    reach = 18.0 + 5.0 * random_field(rng, coarse, 32).clip(-1.6, 1.6)

    cerebellum, stem = hindbrain(axes, rng)
    ventricle = ventricles(axes, rng)
    deep = nuclei(axes, rng)
    skull = hull + 2.2
    for centre, half in (((-37, -52, 0), (28, 34, 50)), ((-14, -6, 0), (17, 30, 22)), ((-50, -32, 0), (40, 17, 17))):
        skull = np.maximum(skull, ellipsoid(axes, centre, half, 2.3) + 0.8 * wobble)
    ears = np.abs(x) / np.float32(1.02)
    head = np.maximum(vault + np.float32(13 + rng.normal(0, 0.6)), ellipsoid(axes, (-42, 26, 0), (64, 66, 60), 2.3))
    head = np.maximum(head, ellipsoid((z, y, ears), (-62, -30, 0), (60, 55, 56), 2.3))
    token.raise_if_cancelled()
    fields = [
        double(f.astype(np.float32)) for f in (hull, sheet, reach, cerebellum, stem, ventricle, deep, skull, head)
    ]
    token.raise_if_cancelled()
    return assemble(fields, rng, token)


def assemble(fields: list[Field], rng: np.random.Generator, token: CancelToken) -> Anatomy:
    """Join cerebrum, fissures, cerebellum and stem at full resolution."""
    hull, sheet, reach, cerebellum, stem, ventricle, deep, skull, head = fields
    z, y, x = GRID.axes()
    # Between the hemispheres, down to the corpus callosum and in front of and behind it.
    ring = np.sqrt(((y + 3) / 38) ** 2 + ((z - 9) / 19.5) ** 2)
    above = (1 - ring) * 20
    bend = np.float32(rng.normal(0, 0.7)) * np.sin(y / 30)
    fissure = np.hypot(np.clip(np.abs(x - bend) - 0.9, 0, None), np.clip(above, 0, None)) - (above < 0) * 0.3
    opening = np.float32(rng.uniform(0.45, 0.9))
    gap = np.abs(sheet) - opening
    beyond = np.minimum(hull - reach, fissure - 0.6 * reach)
    pia = np.hypot(np.clip(gap, 0, None), np.clip(beyond, 0, None)) + np.where(beyond < 0, np.minimum(gap, 0), 0)
    token.raise_if_cancelled()

    # The Sylvian fissure: a slanted sheet above the temporal lobe, down to the insula.
    slant = (z + 5 + 0.30 * y + 0.35 * (reach - 18)) / np.float32(1.05)
    ends = np.clip(np.abs(y - 3) - 26, 0, None)
    inner = np.clip(np.float32(34) + 0.2 * np.abs(y - 3) - np.abs(x), 0, None)
    sylvian = np.sqrt(np.clip(np.abs(slant) - 0.9, 0, None) ** 2 + ends**2 + inner**2)
    curve = np.abs(x) - 35 - 0.010 * (y - 3) ** 2 - 0.02 * slant**2
    rim = np.clip(np.abs(slant - 3) - 9, 0, None) + np.clip(np.abs(y - 4) - 19, 0, None)
    insula = np.hypot(np.clip(np.abs(curve) - 0.7, 0, None), rim)
    pia = np.minimum(np.minimum(pia, fissure), np.minimum(np.minimum(sylvian, insula), hull))
    token.raise_if_cancelled()
    pia = np.where(np.maximum(cerebellum, stem) > pia, np.maximum(cerebellum, stem), pia)
    return Anatomy(skull, head, pia, ventricle, deep, hull, stem)


def hindbrain(axes: tuple[Field, Field, Field], rng: np.random.Generator) -> tuple[Field, Field]:
    """Cerebellum with its folia (distance already cut by the fissures), and the brain stem."""
    z, y, x = axes
    dx, dy, dz = rng.normal(0, 0.8, 3)
    lobes = ellipsoid((z, y, np.abs(x)), (-36 + dz, -55 + dy, 23 + dx), (23, 29, 31), 2.2)
    vermis = ellipsoid(axes, (-35 + dz, -55 + dy, 0), (19, 20, 12))
    body = np.maximum(lobes, vermis)
    turn = np.arctan2(z + 36 - dz, -(y + 34 - dy) + 8)
    radius = np.hypot(z + 36, y + 34)
    folia = np.abs(np.sin(turn * 11 + 0.03 * np.abs(x))) * radius * 0.10
    deep = np.clip(body - 9, 0, None)
    cerebellum = np.where(body > 0, np.minimum(body, np.hypot(folia - 0.15, deep) - 0.1), body)
    points = np.array([[4, -14, 0], [-10, -18, 0], [-34, -24, 0], [-56, -33, 0], [-72, -37, 0]], np.float64)
    stem = capsules(axes, points, (10, 12.0, 14.5, 9.5, 7.5))
    return cerebellum.astype(np.float32), stem


def ventricles(axes: tuple[Field, Field, Field], rng: np.random.Generator) -> Field:
    """Lateral, third and fourth ventricles."""
    z, y, x = axes
    side = np.abs(x) * np.float32(1.15) + np.where(x > 0, 1, -1) * np.float32(rng.normal(0, 0.5))
    wide = rng.uniform(0.75, 1.3)
    body = np.array([[4, 33, 8], [11, 24, 9], [19, 6, 9.5], [20, -16, 13], [13, -36, 22], [7, -58, 21]], np.float64)
    temporal = np.array([[12, -34, 23], [-2, -30, 30], [-13, -10, 32], [-15, 2, 29]], np.float64)
    lateral = np.maximum(
        capsules((z, y, side), body, [r * wide for r in (2.6, 5.0, 4.6, 4.8, 5.8, 1.6)]),
        capsules((z, y, side), temporal, [r * wide for r in (4.5, 2.6, 1.8, 1.2)]),
    )
    septum = np.abs(x) - np.float32(0.9)  # a thin wall keeps left and right apart
    third = ellipsoid(axes, (0, -4, 0), (11, 13, 1.9 * wide))
    fourth = ellipsoid(axes, (-34, -41, 0), (10, 4.5, 6))
    aqueduct = capsules(axes, np.array([[-6, -16, 0], [-16, -33, 0], [-28, -40, 0]], np.float64), (1.2, 1.3, 1.6))
    return np.maximum(np.minimum(lateral, septum), np.maximum(np.maximum(third, fourth), aqueduct))


def nuclei(axes: tuple[Field, Field, Field], rng: np.random.Generator) -> Field:
    """Caudate, putamen, pallidum and thalamus of both sides."""
    z, y, x = axes
    side = np.abs(x)
    shift = rng.normal(0, 0.6, 3)
    tail = np.array([[9, 20, 14.5], [18, 6, 16.5], [20, -14, 19]], np.float64)
    parts = [
        ellipsoid((z, y, side), (7 + shift[0], 19, 13), (9, 9, 5)),
        capsules((z, y, side), tail, (4.5, 3.2, 1.5)),
        ellipsoid((z, y - 0.45 * (side - 26), side), (3 + shift[1], 4, 26), (10, 15, 4.8)),
        ellipsoid((z, y - 0.35 * (side - 19), side), (1, 1, 19.5), (7, 9, 3.6)),
        ellipsoid((z, y + 0.5 * (side - 11), side), (7 + shift[2], -13, 11), (10, 14, 8.5)),
    ]
    deep = parts[0]
    for part in parts[1:]:
        deep = np.maximum(deep, part)
    return deep


def labels(anatomy: Anatomy, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Everything outside the brain, as classes [z, y, x]: skull, marrow, scalp, muscle, eyes, air."""
    z, y, x = GRID.axes()
    out = -anatomy.inside  # mm outside the skull's inner side
    under = anatomy.head  # mm below the skin
    thick = np.float32(5.6 + rng.normal(0, 0.4))
    patches = double(random_field(rng, GRID.coarse(), 26))
    volume = np.full(GRID.shape, CSF, np.uint8)
    volume[out > 0] = BONE
    volume[(out > 1.7) & (out < thick - 1.7)] = MARROW
    volume[out > thick] = FAT
    deep = (out > thick) & (under > 4.5) & ((z < -8) | (np.abs(x) > 52) & (np.abs(y - 8) < 34) & (z < 22))
    volume[deep & (patches < 0.75)] = MUSCLE
    volume[deep & (patches < -1.15) & (z < -20)] = BONE
    volume[under < 2.0] = SKIN
    volume[under < 0] = AIR
    for sign in (-1, 1):
        eye = ellipsoid((z, y, x), (-30, 68, sign * 31), (12, 12, 12))
        orbit = ellipsoid((z, y, x), (-30, 58, sign * 28), (16, 25, 17))
        volume[(orbit > 0) & (out > 1.5) & (under > 2)] = FAT
        nerve = capsules((z, y, x), np.array([[-30, 56, sign * 30], [-24, 30, sign * 12]], np.float64), (1.9, 1.9))
        volume[((eye > -1.5) | (nerve > 0)) & (out > 1.5) & (under > 1)] = MUSCLE
        volume[eye > 0] = EYE
    nose = np.maximum(
        ellipsoid((z, y, np.abs(x)), (-52, 62, 6), (26, 22, 4.5)),
        ellipsoid((z, y, np.abs(x)), (-58, 58, 24), (14, 15, 12)),
    )
    frontal = ellipsoid((z, y, np.abs(x)), (-12, 82, 9), (9, 4, 8))
    cells = ellipsoid((z, y, np.abs(x)), (-44, -22, 52), (12, 11, 8)) - 3 * np.abs(patches)
    volume[((nose > 0) | (frontal > 0) | (cells > 0)) & (out > 1.8) & (under > 3)] = AIR
    return volume


def lesion_of(
    kind: str, anatomy: Anatomy, rng: np.random.Generator, number: int
) -> tuple[Field, tuple[float, float, float]]:
    """Soft weight 0..1 of the lesions and the change of T1, T2 and FLAIR where it is 1."""
    tissue = np.minimum(anatomy.pia, -anatomy.ventricle)[::2, ::2, ::2]
    z, y, x = (axis.ravel()[::2] for axis in GRID.axes())
    hull = anatomy.hull[::2, ::2, ::2]
    weight = np.zeros(GRID.shape, np.float32)
    ragged = random_field(rng, GRID.coarse(), 16)
    bold = (0.75, 1.15)[number % 2]
    if kind == "plaques":
        allowed = (tissue > 4.5) & (hull > 18) & (anatomy.ventricle[::2, ::2, ::2] > -16)
        sizes, change = rng.uniform(2.6, 5.5, int(rng.integers(6, 11))), (-45, 190, 105)
    elif kind == "tumour":
        allowed = (tissue > 7) & (hull > 15)
        sizes, change = rng.uniform(12, 18, 1), (-85, 250, 120)
    elif kind == "flair_only":
        allowed = (tissue > 1.0) & (tissue < 3.5) & (hull > 3) & (hull < 14)
        sizes, change = rng.uniform(5, 8.5, 2), (0, 0, 88)
    else:
        allowed = (anatomy.deep[::2, ::2, ::2] > 1.5) | ((tissue > 6) & (hull > 22))
        sizes, change = rng.uniform(2.4, 4.2, int(rng.integers(2, 5))), (-125, 250, -95)
    allowed &= (z[:, None, None] > -8) & (z[:, None, None] < 46) & (np.abs(x) > 7)[None, None, :]
    places = np.argwhere(allowed)
    for size in sizes:
        kz, ky, kx = places[rng.integers(len(places))]
        centre = (float(z[kz]), float(y[ky]), float(x[kx]))
        half = size * rng.uniform(0.8, 1.25, 3)
        reach = 1.6 * float(half.max()) + 2
        window = GRID.window([c - reach for c in centre], [c + reach for c in centre])
        local = tuple(axis[part] for axis, part in zip(
            (GRID.axes()[0][:, 0, 0], GRID.axes()[1][0, :, 0], GRID.axes()[2][0, 0, :]), window, strict=True))  # fmt: skip
        axes = (local[0][:, None, None], local[1][None, :, None], local[2][None, None, :])
        rho = np.sqrt(
            sum(((a - np.float32(c)) / np.float32(h)) ** 2 for a, c, h in zip(axes, centre, half, strict=True))
        )
        coarse = tuple(np.arange(part.start, part.stop) // 2 for part in window)
        rough = ragged[np.ix_(*[np.minimum(c, n - 1) for c, n in zip(coarse, ragged.shape, strict=True)])]
        spot = soft((1 - rho * (1 + 0.16 * rough)) * np.float32(half.min()), 2.2)
        weight[window] = np.maximum(weight[window], spot)
    weight *= soft(anatomy.pia, 1.0) * soft(-anatomy.ventricle, 1.0)
    return weight, (bold * change[0], bold * change[1], bold * change[2])


def draw(
    rng: np.random.Generator, lesion: str, number: int, token: CancelToken
) -> tuple[dict[str, NDArray[np.int16]], NDArray[np.bool_]]:
    """One patient: volumes [z, y, x] by modality, and the mask of its lesions."""
    anatomy = grow(rng, token)
    outside = labels(anatomy, rng)
    token.raise_if_cancelled()
    pia = anatomy.pia
    brain = soft(pia, 1.2) * soft(anatomy.inside - 1.0, 1.0)
    cortex = np.float32(rng.uniform(2.7, 3.2))
    white = np.maximum(soft(pia - cortex, 1.5), soft(anatomy.white_only - 0.5, 1.5) * np.float32(0.85))
    grey_deep = soft(anatomy.deep, 2.0)
    water = soft(anatomy.ventricle, 1.2)
    token.raise_if_cancelled()
    uneven = double(random_field(rng, GRID.coarse(), 30)) * np.float32(0.012)
    weight: Field | None = None
    change = (0.0, 0.0, 0.0)
    if lesion:
        weight, change = lesion_of(lesion, anatomy, rng, number)
    token.raise_if_cancelled()
    volumes: dict[str, NDArray[np.int16]] = {}
    scale = rng.normal(1, 0.04, 3)
    for k, modality in enumerate(MODALITIES):
        background = soften(CLASSES[:, k][outside], 0.62, token)
        image = np.float32(_GREY[k]) + white * np.float32(_WHITE[k] - _GREY[k])
        image += grey_deep * (np.float32(_DEEP[k]) - image)
        image *= 1 + uneven
        if weight is not None and change[k]:
            image += weight * np.float32(change[k])
        image += water * (np.float32(_CSF[k]) - image)
        image = background + brain * (image - background)
        token.raise_if_cancelled()
        bias = double(random_field(rng, GRID.coarse(), 260)) * np.float32(0.055) + np.float32(scale[k])
        image *= bias
        noise = np.float32((7.0, 9.0, 6.0)[k])
        token.raise_if_cancelled()
        image += noise * unsharp_noise(rng, GRID.shape)
        image = np.hypot(image, noise * unsharp_noise(rng, GRID.shape))
        volumes[modality] = np.rint(image, out=image).astype(np.int16)
        token.raise_if_cancelled()
    mask = weight > 0.5 if weight is not None else np.zeros(GRID.shape, np.bool_)
    return volumes, mask
