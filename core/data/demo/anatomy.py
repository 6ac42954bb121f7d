"""The shape of one patient's head as smooth distance fields: cerebrum, folds, hindbrain, ventricles, nuclei, skull."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from core.data.demo.texture import Field, smoothstep
from core.data.demo.volume import Axes, Grid, capsules, ellipsoid, random_field
from core.progress import CancelToken

# Fields of a patient, in this order. All are smooth, so that half resolution carries them.
FIELDS = (
    "hull", "sheet", "reach", "cerebellum", "folia", "stem", "ventricle", "deep", "skull", "head",
    "patches", "uneven", "bias_t1", "bias_t2", "bias_flair",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Patient:
    """What differs between people: fields [F, D, H, W] at half resolution, and a few numbers."""

    fields: NDArray[np.float32]
    opening: float  # mm, half width of the sulci
    bend: float  # mm, of the midline
    cortex: float  # mm, thickness
    bone: float  # mm, thickness of the skull
    gain: tuple[float, float, float]  # of the three sequences


@dataclass(frozen=True, slots=True, eq=False)
class Tissue:
    """Signed distances in mm, positive inside, of some part of the head at full resolution."""

    pia: Field  # into brain tissue from the nearest CSF, ventricles aside
    ventricle: Field
    deep: Field  # grey nuclei
    hull: Field  # below the cerebrum's smooth hull
    stem: Field
    cerebellum: Field
    skull: Field  # inside the bone
    head: Field  # below the skin


def cerebrum(axes: Axes, size: NDArray[np.float64], wobble: Field) -> tuple[Field, Field, Field]:
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
    temporal = smoothstep(1.12, 0.62, np.hypot((np.abs(x) - 46) / 40, (y - 2) / 46))
    frontal = smoothstep(16, 40, y)
    back = smoothstep(-14, -46, y)
    base = -13.0 - 27.0 * temporal - 6 * frontal + back * (8.0 - 12.0 * smoothstep(4, 50, np.abs(x))) + 1.5 * wobble
    return np.minimum(depth, 0.85 * (z - base)), depth, rho


def hindbrain(axes: Axes, rng: np.random.Generator) -> tuple[Field, Field, Field]:
    """Cerebellum, the distance to its fissures (folia), and the brain stem."""
    z, y, x = axes
    dx, dy, dz = rng.normal(0, 0.8, 3)
    lobes = ellipsoid((z - 0.16 * (y + 50), y, np.abs(x)), (-35 + dz, -54 + dy, 23 + dx), (23, 27, 30), 2.1)
    vermis = ellipsoid(axes, (-33 + dz, -54 + dy, 0), (21, 22, 13))
    body = np.maximum(lobes, vermis)
    turn = np.arctan2(z + 34 - dz, -(y + 30 - dy) + 6)
    radius = np.hypot(z + 34, y + 30)
    folia = np.sin(turn * 17 + 0.035 * np.abs(x) + 0.4 * np.sin(x * 0.12)) * radius * 0.058
    points = np.array([[4, -14, 0], [-10, -18, 0], [-32, -24, 0], [-54, -33, 0], [-76, -38, 0]], np.float64)
    stem = capsules(axes, points, (10, 12.0, 14.0, 9.0, 7.0))
    between = capsules(axes, np.array([[-4, 9, 0], [-5, -12, 0]], np.float64), (8.5, 15.5))
    return body, folia, np.maximum(stem, between - 0.06 * np.abs(x))


def ventricles(axes: Axes, rng: np.random.Generator) -> Field:
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


def nuclei(axes: Axes, rng: np.random.Generator) -> Field:
    """Caudate, putamen, pallidum and thalamus of both sides."""
    z, y, x = axes
    side = np.abs(x)
    shift = rng.normal(0, 0.6, 3)
    tail = np.array([[9, 20, 14.5], [18, 6, 16.5], [20, -14, 19]], np.float64)
    parts = [
        ellipsoid((z, y, side), (7 + shift[0], 19, 13), (9, 9, 5)),
        capsules((z, y, side), tail, (4.5, 3.2, 1.5)),
        ellipsoid((z, y + 0.45 * (side - 26), side), (3 + shift[1], 3, 26), (10, 15, 4.8)),
        ellipsoid((z, y + 0.35 * (side - 19), side), (1, 0, 19.5), (7, 9, 3.6)),
        ellipsoid((z, y + 0.5 * (side - 11), side), (7 + shift[2], -13, 11), (10, 14, 8.5)),
    ]
    deep = parts[0]
    for part in parts[1:]:
        deep = np.maximum(deep, part)
    return deep


def grow(rng: np.random.Generator, grid: Grid, token: CancelToken) -> Patient:
    """One patient's fields on the half-resolution grid."""
    coarse = grid.coarse()
    axes = coarse.axes()
    size = rng.normal(1.0, [0.022, 0.022, 0.022]).clip(0.95, 1.035)
    wobble = random_field(rng, coarse, 110)
    hull, vault, rho = cerebrum(axes, size, wobble)
    token.raise_if_cancelled()

    # Sulci are the zero sheets of noise that changes little along the radius.
    folds = random_field(rng, coarse, 18) + 0.30 * random_field(rng, coarse, 11)
    stretch = 1 / np.maximum(rho, 0.3) ** 0.55
    at = [(axis * stretch - first) / step for axis, first, step in zip(axes, coarse.start, coarse.step, strict=True)]
    fold = map_coordinates(folds, np.stack(at), order=1, mode="nearest").astype(np.float32)
    slopes = np.gradient(fold, *coarse.step)
    sheet = fold / np.maximum(np.sqrt(slopes[0] ** 2 + slopes[1] ** 2 + slopes[2] ** 2), 0.05)
    token.raise_if_cancelled()
    reach = 19.0 + 5.0 * random_field(rng, coarse, 32).clip(-1.6, 1.6)

    cerebellum, folia, stem = hindbrain(axes, rng)
    skull = hull + 2.2
    for centre, half in (((-36, -51, 0), (25, 33, 50)), ((-13, -6, 0), (15, 27, 19)), ((-50, -32, 0), (40, 17, 17))):
        skull = np.maximum(skull, ellipsoid(axes, centre, half, 2.3) + 0.8 * wobble)
    face = ellipsoid(axes, (-42, 26, 0), (64, 66, 60), 2.3)
    neck = ellipsoid(axes, (-62, -30, 0), (60, 55, 57), 2.3)
    head = np.maximum(vault + np.float32(13 + rng.normal(0, 0.6)), np.maximum(face, neck))
    token.raise_if_cancelled()
    deep, ventricle = nuclei(axes, rng), ventricles(axes, rng)
    patches, uneven = random_field(rng, coarse, 26), random_field(rng, coarse, 30)
    bias = [random_field(rng, coarse, 260) for _ in range(3)]
    fields = [hull, sheet, reach, cerebellum, folia, stem, ventricle, deep, skull, head, patches, uneven, *bias]
    return Patient(
        np.stack([np.broadcast_to(f, coarse.shape).astype(np.float32) for f in fields]),
        opening=float(rng.uniform(0.45, 0.9)),
        bend=float(rng.normal(0, 0.7)),
        cortex=float(rng.uniform(2.6, 3.1)),
        bone=float(5.6 + rng.normal(0, 0.4)),
        gain=tuple(float(g) for g in rng.normal(1, 0.04, 3)),  # type: ignore[arg-type]  # three by construction
    )


def tissue(patient: Patient, fields: dict[str, Field], axes: Axes) -> Tissue:
    """Join cerebrum, fissures, cerebellum and stem wherever the fields are given (any part, any resolution)."""
    z, y, x = axes
    hull, reach = fields["hull"], fields["reach"]
    away = np.abs(x)
    # Between the hemispheres, down to the corpus callosum and in front of and behind it.
    ring = np.sqrt(((y + 3) / 38) ** 2 + ((z - 9) / 19.5) ** 2)
    above = np.clip((1 - ring) * 20, 0, None)
    midline = np.abs(x - np.float32(patient.bend) * np.sin(y / 30))
    fissure = np.hypot(np.clip(midline - 0.6, 0, None), above) - 0.3 * (above <= 0)

    gap = np.abs(fields["sheet"]) - np.float32(patient.opening)
    beyond = np.minimum(hull - reach, fissure + 2 * above - 0.6 * reach)
    pia = np.hypot(np.clip(gap, 0, None), np.clip(beyond, 0, None)) + np.where(beyond < 0, np.minimum(gap, 0), 0)

    # The Sylvian fissure: a slanted sheet above the temporal lobe, down to the insula.
    slant = np.abs((z + 4 + 0.50 * y + 0.35 * (reach - 19)) * np.float32(0.9))
    ends = np.clip(np.abs(y - 3) - 26, 0, None) + np.clip(34 + 0.2 * np.abs(y - 3) - away, 0, None)
    sylvian = np.hypot(np.clip(slant - 0.9, 0, None), ends)
    curve = np.abs(away - 35 - 0.010 * (y - 3) ** 2 - 0.02 * slant * slant)
    rim = np.clip(slant - 9, 0, None) + np.clip(np.abs(y - 4) - 19, 0, None)
    insula = np.hypot(np.clip(curve - 0.7, 0, None), rim)
    pia = np.minimum(np.minimum(np.minimum(pia, fissure), np.minimum(sylvian, insula)), hull)

    body = fields["cerebellum"]
    leaf = np.hypot(np.abs(fields["folia"]) - 0.12, np.clip(body - 8.5, 0, None))
    small = np.where(body > 0, np.minimum(body, leaf - 0.05), body)
    pia = np.maximum(pia, np.maximum(small, fields["stem"]))
    return Tissue(pia, fields["ventricle"], fields["deep"], hull, fields["stem"], body, fields["skull"], fields["head"])
