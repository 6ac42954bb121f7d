"""A moulded packaging tray of expanded polystyrene: white fused beads, two pockets and a cable groove."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from core.data.demo.marks import GOOD, Defect, blob, bump, halo, mix
from core.data.demo.mesh import Mesh, circle, flat, grid, merge, prism, turn_z
from core.data.demo.render import TABLE, Camera, Look, Picture, Pose, Surface, picture, tilt_normal
from core.data.demo.texture import Field, band_noise, cells, look_up, slopes, smoothstep

CAMERA = Camera(distance=420.0, tilt=24.0)
FOAM, STEEL = 1, 2
WIDTH, DEPTH, HEIGHT = 98.0, 80.0, 24.0
BEAD_TEXELS, TEXELS_PER_MM = 22.0, 6.0


def draw_defect(kind: str, rng: np.random.Generator) -> Defect:
    """Where, seen from above: on the rims and lands, or inside the pockets for foreign bodies."""
    spots = np.array([[-42, 25], [-2, 8], [42, -10], [-20, -33], [24, 34], [40, 28], [-4, -24], [-42, -14], [3, 30]])
    x, y = spots[rng.integers(len(spots))] + rng.uniform(-2, 2, 2)
    size = {"dent": (5.0, 9.0), "missing_beads": (3.2, 6.0), "stain": (4.0, 8.0), "inner_void": (4.5, 8.0)}.get(
        kind, (3.0, 4.4)
    )
    if kind == "foreign_body":
        pocket = int(rng.integers(2))
        x, y = ((-24, 4), (22, 14))[pocket] + rng.uniform(-7, 7, 2)
    return Defect(
        kind,
        float(x),
        float(y),
        float(rng.uniform(*size)),
        float(rng.uniform(0.6, 1.4)),
        float(rng.uniform(0, 180)),
        int(rng.integers(2)),
        int(rng.integers(1 << 30)),
    )


def box_distance(x: Field, y: Field, centre: tuple[float, float], half: tuple[float, float], radius: float) -> Field:
    """Signed distance to a rounded rectangle, negative inside."""
    qx, qy = np.abs(x - centre[0]) - half[0] + radius, np.abs(y - centre[1]) - half[1] + radius
    return np.asarray(np.hypot(np.clip(qx, 0, None), np.clip(qy, 0, None)) + np.minimum(np.maximum(qx, qy), 0) - radius)


def tray_height(x: Field, y: Field) -> Field:
    """Height of the tray at (x, y): outer block, rectangular pocket, round pocket, groove and finger notches."""
    outer = box_distance(x, y, (0, 0), (WIDTH / 2, DEPTH / 2), 7)
    z = HEIGHT * smoothstep(0.6, -2.2, outer)
    pocket = box_distance(x, y, (-24, 4), (15, 21), 4)
    z -= 15 * smoothstep(1.2, -1.8, pocket) * (outer < 0)
    well = np.hypot(x - 22, y - 14) - 14.5
    z -= 13 * smoothstep(1.2, -1.8, well) * (outer < 0)
    small = box_distance(x, y, (22, -23), (18, 8), 5)
    z -= 9 * smoothstep(1.0, -1.6, small) * (outer < 0)
    groove = box_distance(x, y, (0, 15), (12, 3.5), 2)
    floor = HEIGHT * smoothstep(0.6, -2.2, outer) - 8 * smoothstep(0.8, -1.2, groove)
    return np.asarray(np.minimum(z, floor).clip(0), dtype=np.float32)


@cache
def sound_tray() -> Mesh:
    """The tray as it should be; most samples show it."""
    return tray_mesh(GOOD)


def tray_mesh(defect: Defect) -> Mesh:
    """The tray as a height field, pressed in where it has a dent."""
    xs = np.linspace(-WIDTH / 2 - 0.6, WIDTH / 2 + 0.6, 160)
    ys = np.linspace(-DEPTH / 2 - 0.6, DEPTH / 2 + 0.6, 132)
    x, y = np.meshgrid(xs, ys)
    z = tray_height(x, y)
    if defect.kind == "dent":  # what stands high is pressed most
        z = z - 4.2 * np.float32(defect.strength) * bump(x, y, defect)[0] * (z / HEIGHT) ** 2
    return grid(np.stack([x, y, z - 0.05], 2).astype(np.float64), FOAM)


def build(defect: Defect) -> Mesh:
    """The tray; with a nut or washer in it for a foreign body."""
    tray = tray_mesh(defect) if defect.kind == "dent" else sound_tray()
    if defect.kind != "foreign_body":
        return tray
    base = float(tray_height(np.array(defect.x), np.array(defect.y)))
    if defect.place == 0:  # a hexagonal nut
        angles = np.arange(6) * np.pi / 3
        hexagon = np.stack([np.cos(angles), np.sin(angles)], 1) * defect.size
        nut = prism(dense(hexagon), [circle(0, 0, defect.size * 0.5, 24)], defect.size * 0.8, 0.25, STEEL)
    else:  # a washer standing on edge would roll: it lies flat
        nut = prism(circle(0, 0, defect.size), [circle(0, 0, defect.size * 0.45, 24)], 1.2, 0.2, STEEL)
    return merge([tray, flat(nut.corners, STEEL).moved(turn_z(defect.angle), (defect.x, defect.y, base))])


def dense(loop: np.ndarray) -> np.ndarray:
    """A loop with five points on every side."""
    following = np.roll(loop, -1, 0)
    return np.concatenate([a + (b - a) * np.arange(5)[:, None] / 5 for a, b in zip(loop, following, strict=True)])


def draw(rng: np.random.Generator, defect: Defect) -> Picture:
    """One tray on a cork mat."""
    pose = Pose.draw(rng, 0.6)
    mesh = build(defect)
    du, dv = rng.uniform(0, 512, 2)
    tone, warm = rng.normal([0.80, 0.0], [0.012, 0.006])
    heat_level = float(rng.normal(0, 0.012))
    dome, rim, level = cells(31, BEAD_TEXELS)
    dome_x, dome_y = slopes(dome)

    def look_of(s: Surface) -> Look:
        part = (s.material != TABLE).astype(np.float32)
        foam = (s.material == FOAM).astype(np.float32)
        steel = (s.material == STEEL).astype(np.float32)
        steep = np.abs(s.normal[..., 2]) < 0.55
        u = np.where(steep & (np.abs(s.normal[..., 0]) > np.abs(s.normal[..., 1])), s.z + s.y, s.x)
        v = np.where(steep & (np.abs(s.normal[..., 1]) >= np.abs(s.normal[..., 0])), s.z + s.x, s.y)
        u, v = u * TEXELS_PER_MM + np.float32(du), v * TEXELS_PER_MM + np.float32(dv)
        hill, seam, grey = (look_up(t, u, v) for t in (dome, rim, level))
        lean_x, lean_y = look_up(dome_x, u, v), look_up(dome_y, u, v)
        raised = 0.16 * (hill - 0.7) * foam
        shadow = look_up(band_noise(33, 90.0), s.x * 4 + du, s.y * 4)
        brightness = np.float32(tone) * (1 - 0.13 * seam + 0.05 * (grey - 0.5) + 0.012 * shadow)
        albedo = brightness[..., None] * np.array([1.0 + warm, 1.0, 0.985 - warm], np.float32)
        ring = look_up(band_noise(34, 26.0, 0.06), s.world_x * 1.5, s.world_y * 7)
        fibre = look_up(band_noise(35, 7.0, 0.05), s.world_x * 3, s.world_y * 9)
        cork = np.array([0.36, 0.19, 0.085], np.float32) * (1 + 0.16 * ring + 0.06 * fibre)[..., None]
        albedo = np.where(part[..., None] > 0, albedo, cork)
        albedo = mix(albedo, (0.45, 0.45, 0.47), steel)
        lean = np.float32(0.9) * foam
        torn = np.zeros_like(part)
        if defect.kind == "missing_beads":  # whole beads gone: the hole follows the grain
            torn = smoothstep(0.42, 0.58, blob(s.x, s.y, defect, 0.45, 0.4) + 0.7 * (grey - 0.5)) * foam
            raised -= (1.6 + 1.2 * defect.strength) * torn * (0.7 + 0.5 * grey)
            albedo *= (1 - 0.28 * torn)[..., None]
            lean = lean * (1 + 1.2 * torn)
        if defect.kind == "dent":  # crushed beads are flat and grey
            crushed = bump(s.x, s.y, defect)[0] * foam
            albedo *= (1 - 0.2 * min(defect.strength, 1) * crushed)[..., None]
            lean = lean * (1 - 0.7 * crushed)
        tilt_normal(s, lean * lean_x, lean * lean_y)
        if defect.kind == "stain":
            wet = blob(s.x, s.y, defect, 0.55, 0.2) * foam
            brim = wet * (1 - 0.25 * blob(s.x, s.y, replace(defect, size=0.85 * defect.size), 0.65, 0.2))
            colour = ((0.30, 0.19, 0.08), (0.12, 0.16, 0.22))[defect.place]
            albedo = mix(albedo, colour, np.clip((0.35 + 0.45 * defect.strength) * brim, 0, 0.85))
        gloss, shine = 10 + 20 * steel, 0.05 + 0.55 * steel - 0.02 * foam
        return Look(albedo.astype(np.float32), gloss, shine, 0.7 * steel, raised)

    def heat_of(s: Surface) -> Field:
        part = (s.material != TABLE).astype(np.float32)
        steel = s.material == STEEL
        # Heated from below: thin floors let warmth through, thick walls hold it back.
        through = 0.30 + 0.42 * np.exp(-s.z / 14)
        seam = look_up(rim, s.x * TEXELS_PER_MM + np.float32(du), s.y * TEXELS_PER_MM + np.float32(dv))
        drift = look_up(band_noise(36, 150.0), s.x * 4 + dv, s.y * 4 + du)
        heat = part * (through + 0.018 * seam + 0.012 * drift) + (1 - part) * (0.72 - 0.16 * halo(part, 30.0))
        heat = np.where(steel, 0.14, heat)
        if defect.kind == "inner_void":
            heat += 0.20 * defect.strength * bump(s.x, s.y, defect)[0] * part
        elif defect.kind == "missing_beads":
            heat += 0.06 * defect.strength * blob(s.x, s.y, defect, 0.45) * part
        elif defect.kind == "dent":
            heat += 0.05 * defect.strength * bump(s.x, s.y, defect)[0] * part
        elif defect.kind == "stain" and defect.place:  # the dark one is still wet, and evaporation cools
            heat -= 0.09 * blob(s.x, s.y, defect, 0.55, 0.2) * part
        return np.asarray(heat + heat_level, dtype=np.float32)

    return picture(mesh, CAMERA, pose, look_of, heat_of)
