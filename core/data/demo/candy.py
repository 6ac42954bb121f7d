"""A glazed peppermint: a fluted sugar lens with red swirls under clear glaze, on a woven conveyor belt."""

from __future__ import annotations

import numpy as np

from core.data.demo.marks import Defect, blob, bump, distance_to, halo, mix, path
from core.data.demo.mesh import Mesh, flat, lathe, merge
from core.data.demo.render import TABLE, Camera, Look, Picture, Pose, Surface, picture, tilt_normal
from core.data.demo.texture import Field, band_noise, look_up, smoothstep

CAMERA = Camera(distance=172.0, tilt=24.0)
SUGAR, BROKEN = 1, 2
RADIUS, HEIGHT = 19.0, 12.5
SWIRLS = 8


def draw_defect(kind: str, rng: np.random.Generator) -> Defect:
    """Where on the top, and how strong."""
    reach, angle = rng.uniform(3, 11.5), rng.uniform(0, 2 * np.pi)
    size = {"chip": (4.0, 6.5), "crack": (5.0, 10.0), "colour_spot": (1.5, 3.2), "bubble": (2.2, 3.8)}.get(
        kind, (3.0, 4.4)
    )
    if kind == "chip":
        reach = RADIUS - 0.5
    x, y = float(reach * np.cos(angle)), float(reach * np.sin(angle))
    return Defect(
        kind,
        x,
        y,
        float(rng.uniform(*size)),
        float(rng.uniform(0.6, 1.4)),
        float(rng.uniform(0, 180)),
        int(rng.integers(3)),
        int(rng.integers(1 << 30)),
    )


def build(rng: np.random.Generator, defect: Defect) -> Mesh:
    """A lens with shallow flutes; a chip cuts a rough bite out of its rim."""
    wide, high = rng.normal(1, 0.012, 2)
    oval, lobe = rng.normal(0, 0.008), rng.uniform(0, np.pi)
    t = np.linspace(-0.75, np.pi / 2, 44)
    radius = RADIUS * np.sign(np.cos(t)) * np.abs(np.cos(t)) ** 0.8
    z = HEIGHT * (0.36 + 0.64 * np.sign(np.sin(t)) * np.abs(np.sin(t)) ** 0.95)
    profile = np.stack([radius * wide, np.clip(z * high, 0, None)], 1)
    profile[-1, 0] = 0.02
    body = lathe(profile, 176, SUGAR)
    x, y = body.corners[..., 0], body.corners[..., 1]
    angle, reach = np.arctan2(y, x), np.hypot(x, y) / RADIUS
    flute = 1 + 0.014 * np.cos(2 * SWIRLS * angle) * reach**3 + oval * np.cos(2 * (angle - lobe))
    corners = body.corners * np.stack([flute, flute, np.ones_like(flute)], -1)
    if defect.kind != "chip":
        return Mesh(corners, body.normals, body.material)
    # A bite: points inside a ball at the rim fall onto the ball's rough inner side.
    centre = np.array([defect.x, defect.y, HEIGHT * 0.55]) * [1.06, 1.06, 1]
    away = corners - centre
    rough = 0.35 * np.sin(corners[..., 0] * 2.1 + defect.seed % 7) * np.sin(corners[..., 1] * 2.7) + 0.25 * np.sin(
        corners[..., 2] * 3.9 + corners[..., 0]
    )
    ball = defect.size + rough
    inward = -np.array([defect.x, defect.y, 0]) / np.hypot(defect.x, defect.y)
    along = away @ inward
    across = np.linalg.norm(away - along[..., None] * inward, axis=-1)
    hidden = np.linalg.norm(away, axis=-1) < ball
    depth = np.sqrt(np.clip(ball**2 - across**2, 0, None))
    corners = np.where(hidden[..., None], corners + (depth - along)[..., None] * inward, corners)
    bitten = hidden.all(axis=1)
    rest = Mesh(corners[~bitten], body.normals[~bitten], body.material[~bitten])
    return merge([rest, flat(corners[bitten], BROKEN)]) if bitten.any() else rest


def draw(rng: np.random.Generator, defect: Defect) -> Picture:
    """One candy on the belt."""
    pose = Pose.draw(rng, 0.55)
    geometry = np.random.default_rng(rng.integers(1 << 62))
    mesh = build(geometry, defect)
    phase, twist = float(rng.normal(0, 0.05)), float(rng.normal(1.25, 0.05))
    red = np.array([0.62, 0.018, 0.022], np.float32) * rng.normal(1, 0.04)
    white = np.array([0.84, 0.81, 0.74], np.float32) * rng.normal(1, 0.012)
    offset = rng.uniform(0, 512, 4)
    heat_level = float(rng.normal(0, 0.012))

    def top_of(s: Surface) -> Field:
        return np.asarray(s.material != TABLE, dtype=np.float32)

    def look_of(s: Surface) -> Look:
        part = top_of(s)
        reach = np.hypot(s.x, s.y) / RADIUS
        wander = look_up(band_noise(21, 60.0), s.x * 9 + offset[0], s.y * 9 + offset[1])
        angle = np.arctan2(s.y, s.x) + phase + twist * reach + 0.035 * wander * reach
        stripe = np.sin(SWIRLS * angle)
        width = 0.12 + 0.10 * wander
        edge = 0.22 + 0.5 * np.clip(0.25 - reach, 0, 1)
        ink = smoothstep(0, 1, (stripe - width) / edge) * smoothstep(0.06, 0.2, reach)
        albedo: Field = white + ink[..., None] * (red - white)
        specks = look_up(band_noise(22, 10.0), s.x * 12 + offset[2], s.y * 12 + offset[3])
        albedo *= (1 + 0.015 * specks)[..., None]
        # Light leaks into sugar: rims look warmer and brighter.
        albedo += (0.05 * smoothstep(0.75, 1.05, reach))[..., None] * np.array([1.0, 0.7, 0.6], np.float32)
        weave = np.sin(s.world_x * 3.4) * np.sin(s.world_y * 3.4)
        dust = look_up(band_noise(23, 9.0), s.world_x * 9, s.world_y * 9)
        belt = np.array([0.035, 0.105, 0.17], np.float32) * (1 + 0.22 * weave + 0.07 * dust)[..., None]
        albedo = np.where(part[..., None] > 0, albedo, belt).astype(np.float32)
        ripple_u = look_up(band_noise(24, 40.0), s.x * 9 + offset[1], s.y * 9 + offset[2])
        ripple_v = look_up(band_noise(25, 40.0), s.x * 9 + offset[3], s.y * 9 + offset[0])
        tilt_normal(s, part * 0.022 * ripple_u + (1 - part) * 0.1 * weave, part * 0.022 * ripple_v)
        raised = np.zeros_like(s.depth)
        glazed = part * (s.material != BROKEN)
        gloss, shine = 8 + 150 * glazed, 0.03 + 0.62 * glazed
        if defect.kind == "chip":
            sugar = (s.material == BROKEN).astype(np.float32)
            grain = look_up(band_noise(26, 5.0), s.x * 14, (s.y + s.z) * 14)
            albedo = mix(albedo, (0.86, 0.8, 0.76), 0.85 * sugar) * (1 + 0.12 * grain * sugar)[..., None]
        elif defect.kind == "crack":
            away = distance_to(s.x, s.y, path(defect, 9, 0.1)) + 10 * (1 - part)
            groove = np.exp(-((away / (0.14 + 0.12 * defect.strength)) ** 2))
            albedo *= (1 - (0.35 + 0.4 * defect.strength) * groove)[..., None].clip(0.1)
            shine *= 1 - groove
            raised -= 0.25 * defect.strength * groove
        elif defect.kind == "colour_spot":
            ink_of = ((0.06, 0.16, 0.02), (0.20, 0.08, 0.01), (0.03, 0.03, 0.06))[defect.place]
            albedo = mix(albedo, ink_of, min(0.62 + 0.3 * defect.strength, 0.95) * blob(s.x, s.y, defect) * part)
        elif defect.kind == "swelling":  # the same colour and glaze, too thick
            raised += 2.2 * defect.strength * bump(s.x, s.y, defect)[0] * part
        return Look(albedo, gloss, shine, np.zeros_like(part), raised)

    def heat_of(s: Surface) -> Field:
        part = top_of(s)
        thick = np.clip(s.z / HEIGHT, 0, 1)
        core = look_up(band_noise(27, 130.0), s.x * 9 + offset[0], s.y * 9 + offset[3])
        heat = part * (0.44 + 0.34 * thick**0.8 + 0.016 * core)
        heat += (1 - part) * (0.20 + 0.20 * halo(part, 50.0) + 0.01 * np.sin(s.world_x * 3.4) * np.sin(s.world_y * 3.4))
        if defect.kind == "bubble":  # trapped air insulates: the glaze above it stays cooler
            heat -= 0.20 * defect.strength * bump(s.x, s.y, defect)[0] * part
        elif defect.kind == "chip":
            heat += 0.10 * (s.material == BROKEN)
        elif defect.kind == "crack":
            away = distance_to(s.x, s.y, path(defect, 9, 0.1)) + 10 * (1 - part)
            heat += 0.05 * defect.strength * np.exp(-((away / 0.5) ** 2))
        return np.asarray(heat + heat_level, dtype=np.float32)

    return picture(mesh, CAMERA, pose, look_of, heat_of)
