"""The common thorax in Hounsfield units, from lung apex to liver dome, made once a process."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.data.demo.texture import Field
from core.data.demo.volume import Axes, Grid, ellipsoid, random_field, soft, tube
from core.data.demo.warp import Template

GRID = Grid((62, 160, 192), (3.0, 1.75, 1.75), (-108.0, -140.0, -167.1))
DENSITY, CONTRAST, LUNG_DEPTH, LIVER_DEPTH = range(4)  # fields of the template; the depths positive inside, mm
_MARGIN = 12
_SEED = 5

AIR, LUNG, FAT, MUSCLE, BLOOD, LIVER, SPLEEN = -1000, -868, -98, 52, 42, 58, 48
# What iodine in the portal-venous phase adds, in HU.
MUSCLE_MORE, BLOOD_MORE, LIVER_MORE, SPLEEN_MORE = 10, 100, 54, 72


class Canvas:
    """Two volumes painted at once: densities without contrast medium, and what the medium adds to them (HU)."""

    def __init__(self, shape: tuple[int, int, int]) -> None:
        self.density: Field = np.full(shape, AIR, np.float32)
        self.contrast: Field = np.zeros(shape, np.float32)

    def paint(self, distance: Field, value: Field | float, more: Field | float = 0.0, width: float = 2.2) -> None:
        """Fill where `distance` is positive, with soft rims."""
        share = soft(distance, width)
        self.density += share * (value - self.density)
        self.contrast += share * (more - self.contrast)


def _lerp(z: Field, table: list[tuple[float, float]]) -> Field:
    heights, values = zip(*table, strict=True)
    return np.asarray(np.interp(z, heights, values), dtype=np.float32)


def disc(axes: Axes, y: float, x: float, half_y: Field | float, half_x: Field | float) -> Field:
    """About the signed distance to an upright elliptic column; sizes may change with z."""
    _, ys, xs = axes
    scale = np.minimum(half_y, half_x)
    return np.asarray((1 - np.hypot((ys - y) / half_y, (xs - x) / half_x)) * scale, dtype=np.float32)


def bones(canvas: Canvas, grid: Grid, cage: Field, skin: Field) -> None:
    """Ribs, cartilage, sternum, spine, shoulder blades and collar bones, painted."""
    axes = grid.axes()
    z, y, x = axes
    along = (z + 0.5 * y + 0.10 * np.abs(x) + 7) / 24.0
    from_rib = np.abs(along - np.rint(along)) * 24.0 * 0.87
    shell = np.hypot(np.clip(from_rib - 3.0, 0, None), cage + 3.6)
    rib = 3.6 - shell
    front = (y > 30) & (np.abs(x) < 62)
    cartilage = np.where(front, rib - 0.3, -9)
    rib = np.where(front, -9, rib)
    canvas.paint(cartilage, 105)
    canvas.paint(rib, 640)
    canvas.paint(rib - 1.9, 230)
    sternum = np.minimum(np.minimum(17 - np.abs(x) + 0.06 * z, 5 - np.abs(cage + 5)), np.minimum(z + 62, 84 - z))
    sternum = np.where(y > 0, sternum, -9)
    canvas.paint(sternum, 430)
    canvas.paint(sternum - 2.2, 130)

    level = z / 26 - np.rint(z / 26)
    disc_gap = 0.5 - np.abs(level)
    curve = -64 - 8 * ((z + 20) / 110) ** 2
    waist = 1.6 * np.cos(2 * np.pi * level)
    vertebra = (1 - np.hypot((y - curve) / (15 - waist), x / (18.5 - waist))) * 15
    vertebra = np.minimum(vertebra, (disc_gap - 0.085) * 26 + 0 * y)
    canvas.paint((1 - np.hypot((y - curve) / 14.5, x / 17.5)) * 15, 85)
    canvas.paint(vertebra, 470)
    canvas.paint(vertebra - 2.4, 175)
    canal = np.hypot(y - curve + 23, x * 0.85)
    arch = np.abs(level) < 0.34
    canvas.paint(np.where(arch, 4.0 - np.abs(canal - 11.5), -9), 420)
    spine_tip = np.minimum(3.4 - np.abs(x), 14 - np.abs(y - curve + 40 + 10 * level))
    canvas.paint(np.where(arch, spine_tip, -9), 380)
    wings = np.minimum(5 - np.abs(y - curve + 17 + 0.25 * np.abs(x)), 36 - np.abs(x))
    canvas.paint(np.where((np.abs(level) < 0.2) & (canal > 9), wings, -9), 400)
    canvas.paint(8.5 - canal, 18)

    for side in (-1, 1):
        blade = _plate(axes, side)
        canvas.paint(blade, 520)
        collar = np.array([[76, 66, side * 16], [88, 62, side * 60], [102, 30, side * 128]], np.float64)
        bone = np.minimum(tube(grid, collar, (7.0, 5.5, 6.0)), skin - 9)
        canvas.paint(bone, 600)
        canvas.paint(bone - 2.4, 210)


def _plate(axes: Axes, side: int) -> Field:
    """A shoulder blade: a slanted slab behind the ribs in the upper half."""
    z, y, x = axes
    a = np.float32(np.radians(38))
    u = np.cos(a) * (side * x - 88) + np.sin(a) * (y + 74)
    v = -np.sin(a) * (side * x - 88) + np.cos(a) * (y + 74) + 0.004 * u * u
    width = _lerp(z, [(5, 3), (30, 18), (80, 27), (108, 28)])
    thick = 2.2 + 3.4 * np.clip(u / 30, 0, 1) ** 2
    return np.where(z > 4, np.minimum(thick - np.abs(v), width - np.abs(u)), np.float32(-9))


def tree(
    rng: np.random.Generator, root: NDArray[np.float64], aim: NDArray[np.float64], radius: float
) -> list[tuple[NDArray[np.float64], NDArray[np.float64], float]]:
    """Segments (start, end, radius) of a vessel that forks again and again; positions (z, y, x)."""
    segments = []
    stack = [(root, aim / np.linalg.norm(aim), radius, 0)]
    while stack:
        start, heading, r, depth = stack.pop()
        length = (7.5 + 3.2 * r) * rng.uniform(0.75, 1.3)
        end = start + heading * length
        segments.append((start, end, r))
        if r < 0.66 or depth > 9:
            continue
        side = rng.normal(0, 1, 3)
        side -= side @ heading * heading
        side /= np.linalg.norm(side)
        share = rng.uniform(0.45, 0.6)
        for sign, part in ((1, share), (-1, 1 - share)):
            lean = rng.uniform(0.25, 0.75) * sign * (1.3 - part)
            turned = heading + lean * side + rng.normal(0, 0.10, 3)
            stack.append((end, turned / np.linalg.norm(turned), r * part**0.40, depth + 1))
    return segments


def vessels(rng: np.random.Generator, grid: Grid) -> Field:
    """Share of each voxel that lung vessels fill, 0..1: fine steps along them are dealt out to the nearest voxels."""
    points, shares = [], []
    for side in (-1, 1):
        root = np.array([-8.0, -12.0, side * 36.0])
        for _ in range(19):
            aim = np.array([rng.uniform(-1.2, 1.1), rng.uniform(-1.2, 1.0), side * rng.uniform(0.2, 1.2)])
            begin = root + np.array([rng.uniform(-18, 14), rng.uniform(-10, 9), 0])
            for a, b, r in tree(rng, begin, aim, rng.uniform(2.2, 3.6)):
                # One thread for a thin vessel, a bundle of threads for a thick one.
                threads = max(round((r / 0.9) ** 2), 1)
                steps = max(int(np.linalg.norm(b - a) / 0.8), 2)
                along = np.linspace(0, 1, steps)[:, None, None]
                spread = rng.normal(0, 0.42 * r, (1, threads, 3)) * (threads > 1)
                points.append((a + (b - a) * along + spread).reshape(-1, 3))
                volume = np.pi * r * r * np.linalg.norm(b - a) / (steps * threads)
                shares.append(np.full(steps * threads, volume / np.prod(grid.step)))
    at = (np.concatenate(points) - grid.start) / grid.step
    low = np.floor(at).astype(np.intp)
    part = at - low
    share = np.concatenate(shares)
    filled = np.zeros(np.prod(grid.shape))
    for corner in np.ndindex(2, 2, 2):
        where = low + corner
        fits = ((where >= 0) & (where < grid.shape)).all(axis=1)
        weight = share * np.where(corner, part, 1 - part).prod(axis=1)
        flat = np.ravel_multi_index(tuple(where[fits].T), grid.shape)
        filled += np.bincount(flat, weight[fits], minlength=filled.size)
    return np.clip(1.25 * filled, 0, 1).astype(np.float32).reshape(grid.shape)


@lru_cache(maxsize=1)
def template() -> Template:
    """The chest that everybody's is deformed from: DENSITY, CONTRAST, LUNG_DEPTH, LIVER_DEPTH. Takes two seconds."""
    depth, height, width = GRID.shape
    z0, y0, x0 = GRID.start
    grid = Grid((depth + 2 * _MARGIN, height, width), GRID.step, (z0 - _MARGIN * GRID.step[0], y0, x0))
    fields = _chest(grid).transpose(1, 0, 2, 3)
    fields[..., LUNG_DEPTH:].clip(-30, 60, out=fields[..., LUNG_DEPTH:])
    return Template(np.ascontiguousarray(fields), GRID, _MARGIN)


def _chest(grid: Grid) -> NDArray[np.float32]:
    """The fields of the template, [D, H, W, 4]."""
    rng = np.random.default_rng(_SEED)
    axes = grid.axes()
    z, y, x = axes
    canvas = Canvas(grid.shape)
    wobble = random_field(rng, grid, 90)
    cage_x = _lerp(z, [(-108, 122), (-30, 124), (30, 112), (70, 88), (100, 62), (110, 54)])
    cage_y = _lerp(z, [(-108, 90), (-30, 88), (30, 80), (70, 66), (100, 50), (110, 45)])
    mid_y = _lerp(z, [(-108, 0), (40, -4), (110, -22)])
    power = np.float32(2.35)
    rho = (np.abs(x / cage_x) ** power + np.abs((y - mid_y) / cage_y) ** power) ** (1 / power)
    radius = np.hypot(x, y - mid_y) + 0.5
    cage = (radius * (1 / np.maximum(rho, 0.05) - 1) + 0.8 * wobble).astype(np.float32)
    # The spine pushes into the cage from behind.
    cage = np.minimum(cage, np.hypot(x * 0.8, y + 82) - 20)
    shoulders = np.clip((z - 35) / 60, 0, 1)
    muscle_out = 11 + 8 * np.clip(-y / 60, 0, 1) + 22 * shoulders * np.clip(np.abs(x) / 60, 0, 1.4)
    muscle_out = muscle_out + 9 * np.clip((z - 5) / 40, 0, 1) * np.clip(y / 50, 0, 1) * np.clip(np.abs(x) / 30, 0, 1)
    flank = 12 * (1 + 0.35 * np.clip(y / 70, -0.5, 1)) * (1 + 0.10 * wobble)
    half_back = np.float32(-115.6)
    skin = np.minimum(cage + muscle_out + flank, (y - half_back) * 0.9)
    canvas.paint(skin, 5)
    canvas.paint(skin - 2.2, np.float32(FAT) + 6 * wobble)
    streaks = random_field(rng, grid, 22)
    muscle = np.minimum(cage + muscle_out + 1.2 * wobble, skin - 4.5)
    between = np.abs(np.abs(cage + 0.55 * muscle_out) - 0.8) + 0.3 * streaks
    canvas.paint(muscle, np.where(between < 0.55, np.float32(-50), MUSCLE + 4 * streaks), MUSCLE_MORE)
    for side in (-1, 1):
        canvas.paint(disc(axes, -94, side * 27, 13, 21), MUSCLE, MUSCLE_MORE)
    bones(canvas, grid, cage, skin)

    inner = cage - 7.2
    canvas.paint(inner + 0.6, np.float32(FAT) + 5 * streaks)
    dome_r = -40 - 85 * (((x - 62) / 78) ** 2 + ((y - 2) / 84) ** 2)
    dome_l = -56 - 85 * (((x + 62) / 78) ** 2 + ((y - 2) / 84) ** 2)
    dome = np.where(x > 0, dome_r, dome_l) + 2 * wobble
    above = (z - dome) * np.float32(0.8)

    u = 0.82 * (x + 20) - 0.57 * (y - 18)
    v = 0.57 * (x + 20) + 0.82 * (y - 18)
    w = (z + 44) + 0.25 * (x + 20)
    heart = (1 - np.sqrt((u / 54) ** 2 + (v / 39) ** 2 + (w / 47) ** 2)) * 42 + 0.9 * wobble
    heart = np.minimum(heart, inner - 5)

    aorta_path = np.array([[-22, 12, -2], [0, 20, 12], [18, 16, 12], [31, 0, 2], [30, -22, -14], [14, -36, -24],
                           [-40, -40, -23], [-150, -42, -14]], np.float64)  # fmt: skip
    aorta = tube(grid, aorta_path, (15, 15.5, 15, 14, 13, 12.5, 12, 11))
    cava = tube(grid, np.array([[55, 12, 22], [18, 12, 27], [-25, 4, 28]], np.float64), (8, 9, 10))
    brachial = tube(grid, np.array([[62, 18, -28], [48, 24, 0], [40, 16, 20]], np.float64), (6, 6.5, 8))
    necks = [tube(grid, np.array([[30, -4, a], [150, -10, b]], np.float64), (6.5, 4.5)) for a, b in
             ((10, 22), (-4, -16), (-14, -34))]  # fmt: skip
    trunk = tube(
        grid, np.array([[-18, 34, -12], [2, 24, -16], [4, 2, -22], [-2, -14, -44]], np.float64), (14, 14, 12, 9)
    )
    right = tube(grid, np.array([[2, 16, -10], [-2, 0, 18], [-8, -10, 44]], np.float64), (11, 11, 8.5))
    great = aorta
    for vessel in (cava, brachial, trunk, right, *necks):
        great = np.maximum(great, vessel)
    windpipe = tube(grid, np.array([[150, -2, 2], [50, -14, 1], [8, -22, 2]], np.float64), (9, 8.5, 9))
    for side, drop in ((-1, -14), (1, -8)):
        windpipe = np.maximum(
            windpipe,
            tube(
                grid,
                np.array([[8, -22, 2], [drop, -20, side * 26], [drop - 14, -18, side * 42]], np.float64),
                (7, 6, 4),
            ),
        )
    gullet = tube(
        grid, np.array([[150, -20, -2], [10, -38, -8], [-60, -34, -14], [-150, -10, -28]], np.float64), (6, 7, 8, 9)
    )

    half_width = _lerp(z, [(-108, 30), (-10, 26), (25, 26), (70, 30), (110, 40)]) + 3 * wobble
    middle = np.maximum(np.maximum(heart + 4, great + 3), np.maximum(windpipe + 4, gullet + 3))
    column = half_width * np.clip(1 - ((y - mid_y) / (cage_y + 2)) ** 2, 0.15, 1) * 0.85 - np.abs(x + 4)
    column = np.where(y > 20, np.minimum(column, 14 - 0.3 * (y - 20) - np.abs(x + 2)), column)
    lung = np.minimum(np.minimum(inner - 1.5, above), -np.maximum(middle, column))
    canvas.paint(heart, np.float32(BLOOD) + 3 * streaks, 0.5 * BLOOD_MORE)  # its wall, then the blood in it
    canvas.paint(heart - 9 - 4 * streaks.clip(-1, 1), BLOOD, BLOOD_MORE)
    canvas.paint(great, BLOOD, BLOOD_MORE)
    canvas.paint(gullet, 32, MUSCLE_MORE)

    belly = np.minimum(inner - 2.0, -above - 2.5)
    liver = np.minimum(belly, 18 + x - 0.25 * (y - 40) + 0.35 * (-60 - z) + 3 * wobble)
    spleen = np.minimum(belly - 1, ellipsoid(axes, (-104, -48, -88), (46, 36, 28)))
    stomach = np.minimum(belly - 2, ellipsoid(axes, (-108, 22, -62), (44, 40, 42)))
    canvas.paint(liver, np.float32(LIVER) + 3 * streaks, LIVER_MORE)
    canvas.paint(np.minimum(stomach, -liver), 30, MUSCLE_MORE)
    gas = np.minimum(stomach - 3.5, (y - 24) * 1.0)
    canvas.paint(np.minimum(gas, -liver), -940)
    canvas.paint(np.minimum(spleen, -stomach), SPLEEN, SPLEEN_MORE)
    veins = 1.2 - np.abs(random_field(rng, grid, 46)) * 14
    canvas.paint(np.minimum(veins, liver - 8), BLOOD, 0.9 * BLOOD_MORE)

    tubes = vessels(rng, grid)
    dependent = np.clip(-y / 90, -0.6, 1)
    air = np.float32(LUNG) + 34 * dependent + 9 * streaks + 10 * wobble
    fissure = np.exp(-(((z + 18 + 0.62 * y) / 2.2) ** 2)) * 70
    tissue = air + fissure
    tissue = tissue + tubes * (38 - tissue)
    canvas.paint(lung, tissue, tubes * np.float32(BLOOD_MORE))
    canvas.paint(windpipe + 1.6, 20, MUSCLE_MORE)
    canvas.paint(windpipe, -985)
    return np.stack([canvas.density, canvas.contrast, lung, np.minimum(liver, -veins)], axis=-1)
