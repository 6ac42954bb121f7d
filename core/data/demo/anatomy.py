"""The common brain as distance fields, made once a process: cerebrum, folds, hindbrain, ventricles, nuclei."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt, gaussian_filter, map_coordinates

from core.data.demo.texture import Field, smoothstep
from core.data.demo.volume import Axes, Grid, capsules, double_planes, ellipsoid, random_field
from core.data.demo.warp import Template

GRID = Grid((72, 208, 176), (1.0, 1.0, 1.0), (-7.0, -105.0, -87.5))
# Fields of the template: signed distances in mm, positive inside. PIA is at least SHALLOWEST in all the fluid between
# brain and skull; from OUTSIDE on it counts downwards with the way from the skull's inner side.
PIA, WHITE, VENTRICLE, DEEP = range(4)
SHALLOWEST, OUTSIDE = -2.0, -3.5
_MARGIN = 10
_SEED = 17
_SLAB = 12  # slices at once: what fits the cache is three times faster
_OPENING = 0.85  # mm, half width of the sulci; interpolation narrows them
_CORTEX = 2.8  # mm
_BRIDGED = 10.0  # mm: clefts up to twice as wide have no bone in them
# Fields at half resolution, in this order. All are smooth, so that half resolution carries them.
_SMOOTH = ("hull", "sheet", "reach", "cerebellum", "folia", "stem", "ventricle", "deep")


def cerebrum(axes: Axes, wobble: Field) -> tuple[Field, Field]:
    """Depth below the cerebrum's smooth surface, and the way from centre to surface 0..1."""
    z, y, x = axes
    half_x = 65 * (1 - 0.10 * np.clip(y / 80, -1, 1) - 0.05 * np.clip(y / 80, 0, 1) ** 2)
    up = np.where(z > 8, 61, 56)
    power = np.float32(2.25)
    rho = (np.abs(x / half_x) ** power + np.abs((y + 1) / 80) ** power + np.abs((z - 8) / up) ** power) ** (1 / power)
    rho = np.maximum(rho, 0.02) * (1 + 0.012 * wobble)
    radius = np.sqrt(x**2 + y**2 + (z - 8) ** 2) + 0.5
    depth = radius * (1 / rho - 1)
    # The base: frontal lobes rest on the orbits, temporal lobes hang lower, the tentorium carries the rest.
    temporal = smoothstep(1.12, 0.62, np.hypot((np.abs(x) - 46) / 40, (y - 2) / 46))
    frontal = smoothstep(16, 40, y)
    back = smoothstep(-14, -46, y)
    base = -13.0 - 27.0 * temporal - 6 * frontal + back * (8.0 - 12.0 * smoothstep(4, 50, np.abs(x))) + 1.5 * wobble
    return np.minimum(depth, 0.85 * (z - base)), rho


def hindbrain(axes: Axes) -> tuple[Field, Field, Field]:
    """Cerebellum, the distance to its fissures (folia), and the brain stem."""
    z, y, x = axes
    lobes = ellipsoid((z - 0.16 * (y + 50), y, np.abs(x)), (-35, -54, 23), (23, 27, 30), 2.1)
    vermis = ellipsoid(axes, (-33, -54, 0), (21, 22, 13))
    body = np.maximum(lobes, vermis)
    turn = np.arctan2(z + 34, -(y + 30) + 6)
    radius = np.hypot(z + 34, y + 30)
    folia = np.sin(turn * 17 + 0.035 * np.abs(x) + 0.4 * np.sin(x * 0.12)) * radius * 0.058
    points = np.array([[4, -14, 0], [-10, -18, 0], [-32, -24, 0], [-54, -33, 0], [-76, -38, 0]], np.float64)
    stem = capsules(axes, points, (10, 12.0, 14.0, 9.0, 7.0))
    between = capsules(axes, np.array([[-4, 9, 0], [-5, -12, 0]], np.float64), (8.5, 15.5))
    return body, folia, np.maximum(stem, between - 0.06 * np.abs(x))


def ventricles(axes: Axes) -> Field:
    """Lateral, third and fourth ventricles."""
    z, y, x = axes
    side = np.abs(x) * np.float32(1.15)
    body = np.array([[4, 33, 8], [11, 24, 9], [19, 6, 9.5], [20, -16, 13], [13, -36, 22], [7, -58, 21]], np.float64)
    temporal = np.array([[12, -34, 23], [-2, -30, 30], [-13, -10, 32], [-15, 2, 29]], np.float64)
    lateral = np.maximum(
        capsules((z, y, side), body, (2.6, 5.0, 4.6, 4.8, 5.8, 1.6)),
        capsules((z, y, side), temporal, (4.5, 2.6, 1.8, 1.2)),
    )
    septum = np.abs(x) - np.float32(0.9)  # a thin wall keeps left and right apart
    third = ellipsoid(axes, (0, -4, 0), (11, 13, 1.9))
    fourth = ellipsoid(axes, (-34, -41, 0), (10, 4.5, 6))
    aqueduct = capsules(axes, np.array([[-6, -16, 0], [-16, -33, 0], [-28, -40, 0]], np.float64), (1.2, 1.3, 1.6))
    return np.maximum(np.minimum(lateral, septum), np.maximum(np.maximum(third, fourth), aqueduct))


def nuclei(axes: Axes) -> Field:
    """Caudate, putamen, pallidum and thalamus of both sides."""
    z, y, x = axes
    side = np.abs(x)
    tail = np.array([[9, 20, 14.5], [18, 6, 16.5], [20, -14, 19]], np.float64)
    parts = [
        ellipsoid((z, y, side), (7, 19, 13), (9, 9, 5)),
        capsules((z, y, side), tail, (4.5, 3.2, 1.5)),
        ellipsoid((z, y + 0.45 * (side - 26), side), (3, 3, 26), (10, 15, 4.8)),
        ellipsoid((z, y + 0.35 * (side - 19), side), (1, 0, 19.5), (7, 9, 3.6)),
        ellipsoid((z, y + 0.5 * (side - 11), side), (7, -13, 11), (10, 14, 8.5)),
    ]
    deep = parts[0]
    for part in parts[1:]:
        deep = np.maximum(deep, part)
    return deep


@lru_cache(maxsize=1)
def template() -> Template:
    """The brain that everybody's is deformed from: PIA, WHITE, VENTRICLE and DEEP. Takes a second or two."""
    depth, height, width = GRID.shape
    z0, y0, x0 = GRID.start
    grid = Grid((depth + 2 * _MARGIN, height, width), GRID.step, (z0 - _MARGIN, y0, x0))
    coarse = grid.coarse()
    smooth = _smooth_fields(coarse)
    room = _skull(_distances(dict(zip(_SMOOTH, smooth, strict=True)), coarse.axes())[PIA])[None]
    out = np.empty((height, grid.shape[0], width, 4), np.float32)
    z, y, x = grid.axes()
    for start in range(0, grid.shape[0], _SLAB):
        stop = min(start + _SLAB, grid.shape[0])
        fields = dict(zip(_SMOOTH, double_planes(smooth, start, stop), strict=True))
        pia, *others = _distances(fields, (z[start:stop], y, x))
        inside = double_planes(room, start, stop)[0]
        pia = np.where(inside > 0, np.maximum(pia, SHALLOWEST), OUTSIDE + inside)
        for k, field in enumerate((pia, *others)):
            out[:, start:stop, :, k] = field.transpose(1, 0, 2)
    return Template(out, GRID, _MARGIN)


def _skull(pia: Field) -> NDArray[np.float32]:
    """Distance below the skull's inner side (mm, positive inside), which bridges the clefts; half resolution."""
    filled = distance_transform_edt(pia < -1.5) * 2 < _BRIDGED
    depth = distance_transform_edt(filled) * 2 - _BRIDGED
    signed = np.where(filled, depth, -_BRIDGED - 2 * distance_transform_edt(~filled))
    return np.asarray(gaussian_filter(signed.astype(np.float32), 2.0), dtype=np.float32)


def _smooth_fields(coarse: Grid) -> NDArray[np.float32]:
    """What `_SMOOTH` names, [F, d, h, w] on the half-resolution grid."""
    rng = np.random.default_rng(_SEED)
    axes = coarse.axes()
    hull, rho = cerebrum(axes, random_field(rng, coarse, 110))
    # Sulci are the zero sheets of noise that changes little along the radius.
    folds = random_field(rng, coarse, 24) + 0.12 * random_field(rng, coarse, 12)
    stretch = 1 / np.maximum(rho, 0.3) ** 0.55
    at = [(axis * stretch - first) / step for axis, first, step in zip(axes, coarse.start, coarse.step, strict=True)]
    fold = map_coordinates(folds, np.stack(at), order=1, mode="nearest").astype(np.float32)
    slopes = np.gradient(fold, *coarse.step)
    sheet = fold / np.maximum(np.sqrt(slopes[0] ** 2 + slopes[1] ** 2 + slopes[2] ** 2), 0.05)
    reach = 19.0 + 5.0 * random_field(rng, coarse, 32).clip(-1.6, 1.6)
    fields = [hull, sheet, reach, *hindbrain(axes), ventricles(axes), nuclei(axes)]
    return np.stack([np.broadcast_to(field, coarse.shape).astype(np.float32) for field in fields])


def _distances(fields: dict[str, Field], axes: Axes) -> tuple[Field, Field, Field, Field]:
    """Join cerebrum, fissures, cerebellum and stem of a slab: PIA, WHITE, VENTRICLE, DEEP."""
    z, y, x = axes
    hull, reach = fields["hull"], fields["reach"]
    away = np.abs(x)
    # Between the hemispheres, down to the corpus callosum and in front of and behind it.
    ring = np.sqrt(((y + 3) / 38) ** 2 + ((z - 9) / 19.5) ** 2)
    above = np.clip((1 - ring) * 20, 0, None)
    midline = np.abs(x)
    fissure = np.hypot(np.clip(midline - 0.6, 0, None), above) - 0.3 * (above <= 0)

    gap = np.abs(fields["sheet"]) - np.float32(_OPENING)
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
    # White matter begins below the cortex; the cerebellum's is a tree deep inside, the stem's is near its surface.
    white = np.maximum(pia - np.float32(_CORTEX), np.minimum(fields["stem"] - 0.5, 0.6))
    white = np.where(body > 0, np.minimum(0.4 * (body - 9.5), 0.5), white)
    return pia.clip(None, 30), white.clip(-6, 30), fields["ventricle"].clip(-30, 8), fields["deep"].clip(-8, 8)
