"""A machined steel angle bracket: base plate, upright, fillet and gusset, drilled and chamfered, brushed along x."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.data.demo.marks import Defect, blob, bump, distance_to, halo, hollow, path
from core.data.demo.mesh import Mesh, bent, circle, flat, grid, merge, prism, rounded_rectangle, turn_x
from core.data.demo.render import TABLE, Camera, Look, Picture, Pose, Surface, picture, tilt_normal
from core.data.demo.texture import Field, band_noise, look_up

CAMERA = Camera(distance=318.0, tilt=37.0)
PLATE, WALL, RIB, EDGE = 1, 2, 3, 4
WIDTH, DEPTH, THICK, HEIGHT = 68.0, 50.0, 5.0, 36.0
BACK = 19.0  # y of the upright's back face; its front face is THICK nearer
PLATE_HOLES = ((-23.0, -17.0, 4.2), (23.0, -17.0, 4.2), (0.0, -19.0, 3.2))
WALL_HOLES = ((-21.0, 22.0, 4.2), (21.0, 22.0, 4.2))  # x, z, radius


def draw_defect(kind: str, rng: np.random.Generator) -> Defect:
    """Where and how strong, on the plate (place 0) or the upright (place 1)."""
    place = int(rng.integers(2))
    x = float(rng.uniform(8, 26) * rng.choice([-1, 1]))
    y = float(rng.uniform(-9, 6) if place == 0 else rng.uniform(12, 15) + 14 * rng.integers(2))
    size, strength = float(rng.uniform(3.0, 5.5)), float(rng.uniform(0.6, 1.4))
    angle = float(rng.uniform(20, 160))
    if kind == "scratch":
        size = float(rng.uniform(8, 15))
    elif kind == "missing_hole":
        place = int(rng.integers(len(PLATE_HOLES) + len(WALL_HOLES)))
    elif kind == "inner_void":
        size = float(rng.uniform(3.4, 5.8))
    elif kind == "bent":
        size = float(rng.uniform(9, 14))
        place, angle = int(rng.integers(2)), float(rng.uniform(35, 55))
        strength *= float(rng.choice([-1, 1]))  # back or forward
    return Defect(kind, x, y, size, strength, angle, place, int(rng.integers(1 << 30)))


def build(rng: np.random.Generator, defect: Defect) -> Mesh:
    """The geometry, with the tolerances of drilling."""
    slack = rng.normal(0, 0.08, (len(PLATE_HOLES) + len(WALL_HOLES), 3)) * [1, 1, 0.3]
    holes = np.array([*PLATE_HOLES, *WALL_HOLES]) + slack
    if defect.kind == "missing_hole":  # either forgotten or drilled too small
        holes[defect.place, 2] *= 0.0 if defect.strength > 0.85 else 0.55
    circles = [circle(*hole) if hole[2] > 0 else None for hole in holes]
    on_plate = [c for c in circles[: len(PLATE_HOLES)] if c is not None]
    on_wall = [c for c in circles[len(PLATE_HOLES) :] if c is not None]
    centre_y = BACK - DEPTH / 2
    plate = prism(
        rounded_rectangle(WIDTH, DEPTH, 5.0, 3.0) + np.array([0.0, centre_y]),
        on_plate,
        THICK,
        0.9,
        PLATE,
        EDGE,
    )
    upright = rounded_rectangle(WIDTH, HEIGHT, 6.0, 3.0) + np.array([0.0, HEIGHT / 2])
    wall = prism(upright, on_wall, THICK, 0.9, WALL, EDGE)
    if defect.kind == "bent":  # a top corner, along a fold of about 45 degrees
        a, side = np.radians(defect.angle), 1 if defect.place else -1
        corner = np.cos(a) * WIDTH / 2 + np.sin(a) * HEIGHT
        direction = np.array([side * np.cos(a), np.sin(a), 0.0])
        wall = bent(wall, direction, corner - defect.size, 4.0, 24.0 * defect.strength, THICK / 2)
    front = BACK - THICK
    radius = 3.5
    t = np.linspace(0, np.pi / 2, 7)
    bow = np.stack([front - radius + radius * np.sin(t), THICK + radius - radius * np.cos(t)], 1)
    xs = np.array([-WIDTH / 2 + 0.9, WIDTH / 2 - 0.9])
    fillet = grid(np.stack([np.broadcast_to(xs, (7, 2)), bow[:, :1] + 0 * xs, bow[:, 1:] + 0 * xs], 2), RIB)
    return merge([plate, wall.moved(turn_x(90), (0, BACK, 0)), fillet, gusset(front)])


def gusset(front: float) -> Mesh:
    """The triangular rib in the middle."""
    half, reach, rise = 2.5, 17.0, 22.0
    y0, y1, z0, z1 = front, front - reach, THICK, THICK + rise
    faces = [[[x, y0, z0], [x, y1, z0], [x, y0, z1]] for x in (-half, half)]
    p = [[-half, y1, z0], [half, y1, z0], [half, y0, z1], [-half, y0, z1]]
    faces += [[p[0], p[1], p[2]], [p[0], p[2], p[3]]]
    return flat(np.array(faces, np.float64), RIB)


def draw(rng: np.random.Generator, defect: Defect) -> Picture:
    """One bracket in its fixture."""
    pose = Pose.draw(rng, 0.5)
    mesh = build(rng, defect)
    offset_u, offset_v = rng.uniform(0, 512, 2)
    tone, warm, rough = rng.normal([0.72, 0.0, 1.0], [0.012, 0.006, 0.08])
    heat_level = float(rng.normal(0, 0.012))

    def place_of(s: Surface) -> tuple[Field, Field, Field]:
        """Coordinates on the damaged face and 1 where that face is."""
        if defect.place == 0:
            return s.x, s.y, (s.material == PLATE).astype(np.float32)
        return s.x, s.z, (s.material == WALL).astype(np.float32)

    def look_of(s: Surface) -> Look:
        part = (s.material != TABLE).astype(np.float32)
        upright = s.material == WALL
        across = np.where(upright, s.z, s.y)
        raised = np.zeros_like(s.depth)
        brush = look_up(band_noise(11, 5.0, 0.05), s.x * 6 + offset_u, across * 7 + offset_v)
        fine = look_up(band_noise(12, 3.0, 0.2), s.x * 9 + offset_v, across * 9 + offset_u)
        cloudy = look_up(band_noise(13, 120.0), s.x * 5 + offset_v, across * 5 + offset_u)
        relief = (0.06 * brush + 0.035 * fine) * np.float32(rough) * part
        mat = look_up(band_noise(14, 6.0), s.world_x * 9, s.world_y * 9)
        tilt_normal(
            s,
            0.25 * relief + (1 - part) * 0.05 * mat,
            np.where(upright, 0, relief),
            np.where(upright, relief, 0),
        )
        level = np.float32(tone) * (1 + 0.03 * cloudy + 0.07 * brush)
        albedo = level[..., None] * np.array([1 + warm, 1.0, 1.03 - warm], np.float32)
        table = np.array([0.030, 0.034, 0.040], np.float32) * (1 + 0.18 * mat[..., None])
        albedo = np.where(part[..., None] > 0, albedo, table)
        metal, shine, gloss = 0.68 * part, 0.03 + 0.95 * part, 6 + 26 * part
        u, v, face = place_of(s)
        if defect.kind == "scratch":
            away = distance_to(u, v, path(defect)) + (1 - face) * 10
            groove = np.exp(-((away / (0.32 + 0.16 * defect.strength)) ** 2))
            albedo *= 1 + groove[..., None] * (0.5 * defect.strength)
            metal *= 1 - 0.8 * groove
            raised -= 0.12 * defect.strength * groove
        elif defect.kind == "dent":
            hill, du, dv = hollow(u, v, defect)
            deep = -1.7 * defect.strength * face
            raised += deep * hill
            flat_on = np.where(upright, 0, 1)
            tilt_normal(s, deep * du, deep * dv * flat_on, deep * dv * (1 - flat_on))
            albedo *= (1 + 0.16 * defect.strength * face * blob(u, v, replace(defect, size=0.6 * defect.size)))[
                ..., None
            ]
        return Look(albedo, gloss, shine, metal, raised)

    def heat_of(s: Surface) -> Field:
        part = (s.material != TABLE).astype(np.float32)
        warm_part = 0.66 - 0.005 * s.z + 0.0012 * s.x
        texture = 0.012 * look_up(band_noise(15, 60.0), s.x * 4 + offset_u, (s.y + s.z) * 4)
        chamfer = 0.05 * (s.material == EDGE)
        heat = part * (warm_part + texture + chamfer) + (1 - part) * (0.16 + 0.22 * halo(part, 40.0))
        if defect.kind == "inner_void":
            u, v, face = place_of(s)
            heat -= 0.19 * defect.strength * face * bump(u, v, defect)[0]
        elif defect.kind == "scratch":
            u, v, face = place_of(s)
            heat -= 0.05 * np.exp(-((distance_to(u, v, path(defect)) / 0.4) ** 2)) * face
        elif defect.kind == "dent":
            u, v, face = place_of(s)
            heat += 0.035 * defect.strength * blob(u, v, defect) * face
        return np.asarray(heat + heat_level, dtype=np.float32)

    return picture(mesh, CAMERA, pose, look_of, heat_of)
