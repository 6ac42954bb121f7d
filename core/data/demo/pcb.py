"""An assembled printed circuit board: green mask over copper, tin, silkscreen, and about thirty parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from core.data.demo import board
from core.data.demo.board import BODY, DEPTH, PARTS, TEXELS, THICK, WIDTH, Part
from core.data.demo.marks import Defect, bump, halo, mix
from core.data.demo.mesh import Mesh, box, circle, lathe, merge, prism, rounded_rectangle, turn_y, turn_z
from core.data.demo.render import TABLE, Camera, Look, Picture, Pose, Surface, picture, tilt_normal
from core.data.demo.texture import Field, band_noise, look_up, slopes

CAMERA = Camera(distance=232.0, tilt=18.0)
BOARD, BLACK, TIN, TAN, DARK, CAN, GOLD, IVORY, LED, TANTALUM, SOLDER, CORE = range(1, 13)
#                 albedo (linear)        gloss shine metal
_MATERIALS = {
    TABLE: ((0.022, 0.024, 0.030), 8, 0.03, 0.0),
    BOARD: ((0.008, 0.105, 0.035), 60, 0.16, 0.0),
    BLACK: ((0.022, 0.022, 0.024), 14, 0.10, 0.0),
    TIN: ((0.62, 0.63, 0.64), 24, 0.8, 0.75),
    TAN: ((0.34, 0.20, 0.10), 20, 0.14, 0.0),
    DARK: ((0.012, 0.012, 0.014), 30, 0.16, 0.0),
    CAN: ((0.70, 0.71, 0.73), 30, 0.75, 0.6),
    GOLD: ((0.80, 0.52, 0.14), 30, 0.9, 0.8),
    IVORY: ((0.70, 0.68, 0.60), 14, 0.10, 0.0),
    LED: ((0.80, 0.62, 0.20), 40, 0.3, 0.0),
    TANTALUM: ((0.66, 0.36, 0.03), 20, 0.14, 0.0),
    SOLDER: ((0.60, 0.61, 0.63), 50, 0.95, 0.8),
    CORE: ((0.05, 0.05, 0.055), 8, 0.05, 0.0),
}
_WARM = {"qfp": 0.34, "soic": 0.22, "inductor": 0.20, "electrolytic": 0.06, "led": 0.15, "tantalum": 0.07}


def draw_defect(kind: str, rng: np.random.Generator) -> Defect:
    """Which part it happens to, and how badly."""
    strength = float(rng.uniform(0.6, 1.4))
    angle, x, y = float(rng.uniform(0, 360)), 0.0, 0.0
    if kind == "rotated":
        place = _pick(rng, board.TURNABLE)
        angle = float(rng.choice([-1, 1]) * rng.uniform(28, 80))
    elif kind == "solder_bridge":
        place = int(rng.choice([0, 0, 1, 2]))
        x, y, angle = _between_pins(PARTS[place], rng)
    elif kind == "lifted":
        place = _pick(rng, [k for k in board.SWAPPABLE if PARTS[k].kind not in ("electrolytic", "crystal")])
    elif kind == "missing":
        place = _pick(rng, board.SWAPPABLE)
    else:
        place = _pick(rng, [k for k in board.SWAPPABLE if PARTS[k].kind != "crystal"])
    return Defect(kind, x, y, float(rng.uniform(1.8, 3.2)), strength, angle, place, int(rng.integers(1 << 30)))


def _pick(rng: np.random.Generator, places: Sequence[int]) -> int:
    """One of the parts; each kind of part as likely as any other, though most parts are resistors."""
    kind = rng.choice(sorted({PARTS[k].kind for k in places}))
    return int(rng.choice([k for k in places if PARTS[k].kind == kind]))


def _between_pins(part: Part, rng: np.random.Generator) -> tuple[float, float, float]:
    """A place on the board inside a row of pins, and the direction of the row there in degrees."""
    feet = board.pads(part.kind)
    row = feet[int(rng.integers(2)) :: 2]
    if part.kind == "qfp":  # its first half lies along the upper and lower side, the second along the left and right
        row = row[: len(row) // 2] if rng.random() < 0.5 else row[len(row) // 2 :]
    k = int(rng.integers(1, len(row) - 2))
    (ax, ay, _, _), (bx, by, _, _) = row[k], row[k + 1]
    x, y = board.to_board(part, (ax + bx) / 2, (ay + by) / 2)
    return x, y, float(np.degrees(np.arctan2(by - ay, bx - ax))) + part.angle


def pins(kind: str, height: float) -> list[Mesh]:
    """Bent pins as small tin boxes on their pads."""
    meshes = []
    for x, y, w, d in board.pads(kind):
        lead = box(1.3 * w, 1.5 * d, height, 0.1, TIN)
        meshes.append(lead.moved(shift=(x * 0.955, y * 0.955, 0)))
    return meshes


@cache
def shape(kind: str) -> Mesh:
    """A kind of part on z = 0 in its own frame."""
    w, d = BODY[kind]
    if kind == "qfp":
        return merge([box(2 * w, 2 * d, 1.5, 0.35, BLACK).moved(shift=(0, 0, 0.2)), *pins(kind, 0.5)])
    if kind == "soic":
        return merge([box(2 * w, 2 * d, 1.5, 0.4, BLACK).moved(shift=(0, 0, 0.2)), *pins(kind, 0.55)])
    if kind == "electrolytic":
        r = w - 0.15
        profile = np.array([[r, 1.0], [r, 2.0], [r * 0.94, 2.3], [r, 2.6], [r, 6.7], [r * 0.9, 7.0], [0.02, 7.0]])
        base = prism(rounded_rectangle(2 * w, 2 * d, 0.8), [], 1.1, 0.1, BLACK)
        return merge([base, lathe(profile, 40, CAN)])
    if kind == "crystal":
        return prism(rounded_rectangle(2 * w, 2 * d, d - 0.05), [], 3.2, 0.5, CAN)
    if kind == "header":
        posts = [box(0.64, 0.64, 8.0, 0.2, GOLD).moved(shift=(x, y, 0)) for x, y, _, _ in board.pads(kind)]
        return merge([box(2 * w, 2 * d, 2.5, 0.25, BLACK), *posts])
    if kind == "usb":
        return merge([box(2 * w, 2 * d, 2.7, 0.3, TIN), *pins(kind, 0.4)])
    if kind == "inductor":
        ring = np.array([[2.5, 0.4], [2.5, 2.6], [2.2, 2.9], [0.02, 2.9]])
        return merge([prism(rounded_rectangle(2 * w, 2 * d, 0.7), [], 0.9, 0.1, TAN), lathe(ring, 32, CORE)])
    if kind == "tantalum":
        ends = [box(0.5, 2.0, 1.1, 0.05, TIN).moved(shift=(s * (w + 0.1), 0, 0)) for s in (-1, 1)]
        return merge([box(2 * w, 2 * d, 1.9, 0.3, TANTALUM), *ends])
    if kind == "led":
        dome = np.array([[0.8, 0.5], [0.75, 0.8], [0.5, 1.1], [0.02, 1.2]])
        return merge([box(2 * w, 2 * d, 0.55, 0.05, IVORY), lathe(dome, 20, LED)])
    middle, height = (DARK, 0.55) if kind == "resistor" else (TAN, 0.95)
    caps = [box(0.65, 2 * d, height + 0.04, 0.08, TIN).moved(shift=(s * (w - 0.3), 0, 0)) for s in (-1, 1)]
    fillets = [box(0.7, 2 * d, 0.35, 0.3, SOLDER).moved(shift=(s * (w + 0.25), 0, 0)) for s in (-1, 1)]
    return merge([box(2 * w - 0.8, 2 * d - 0.04, height, 0.06, middle), *caps, *fillets])


def placed(rng: np.random.Generator, defect: Defect) -> list[Part | None]:
    """Every placement with the machine's tolerance; None for the part that is not there."""
    parts: list[Part | None] = []
    for k, part in enumerate(PARTS):
        dx, dy, turn = rng.normal(0, [0.07, 0.07, 0.7])
        here = replace(part, x=part.x + float(dx), y=part.y + float(dy), angle=part.angle + float(turn))
        if k == defect.place and defect.kind == "rotated":
            here = replace(here, angle=here.angle + defect.angle)
        parts.append(None if k == defect.place and defect.kind == "missing" else here)
    return parts


def build(parts: list[Part | None], defect: Defect) -> Mesh:
    """The board with its drilled corners and everything that is soldered to it."""
    holes = [circle(x, y, r, 28) for x, y, r in board.HOLES]
    meshes = [prism(rounded_rectangle(WIDTH, DEPTH, 2.5, 2.5), holes, THICK, 0.06, BOARD)]
    for k, part in enumerate(parts):
        if part is None:
            continue
        mesh = shape(part.kind)
        if k == defect.place and defect.kind == "lifted":  # one end came off its pads
            w = BODY[part.kind][0]
            small = part.kind in ("resistor", "capacitor", "led")  # these stand up like tombstones
            lean = 30.0 + 40.0 * defect.strength if small else 10.0 + 18.0 * defect.strength
            mesh = mesh.moved(shift=(w, 0, 0)).moved(turn_y(-lean)).moved(shift=(-w, 0, 0))
        meshes.append(mesh.moved(turn_z(part.angle), (part.x, part.y, THICK)))
    if defect.kind == "solder_bridge":
        t = np.linspace(0, np.pi / 2, 8)
        drop = lathe(np.stack([np.cos(t) + 0.01, np.sin(t)], 1), 24, SOLDER)
        squeeze = turn_z(defect.angle) @ np.diag([defect.size, 1.25, 0.9])
        meshes.append(
            Mesh(drop.corners @ squeeze.T, drop.normals, drop.material).moved(None, (defect.x, defect.y, THICK))
        )
    return merge(meshes)


def draw(rng: np.random.Generator, defect: Defect) -> Picture:
    """One board on a dark mat, powered for the infrared camera."""
    pose = Pose.draw(rng, 0.35)  # pins of the fixture reach into the corner holes
    parts = placed(np.random.default_rng(rng.integers(1 << 62)), defect)
    mesh = build(parts, defect)
    green = rng.normal(1, 0.03, 3)
    du, dv = rng.uniform(0, 512, 2)
    silk_shift = rng.normal(0, 0.07, 2)
    powers = rng.normal(1, 0.05, len(PARTS))
    heat_level = float(rng.normal(0, 0.01))
    copper, bare, silk = board.artwork()
    copper_x, copper_y = slopes(copper)
    table = np.array([_MATERIALS[k] for k in range(13)], dtype=object)
    albedos = np.array([m[0] for m in table], np.float32)
    gloss_of, shine_of, metal_of = (np.array([m[k] for m in table], np.float32) for k in (1, 2, 3))

    def on_art(layer: Field, s: Surface, shift: tuple[float, float] = (0.0, 0.0)) -> Field:
        u = (s.x - shift[0] + WIDTH / 2) * TEXELS - 0.5
        v = (DEPTH / 2 - s.y + shift[1]) * TEXELS - 0.5
        return look_up(layer, u.clip(0, layer.shape[1] - 2), v.clip(0, layer.shape[0] - 2))

    def print_labels(s: Surface, albedo: Field) -> None:
        """Marks on the tops of parts, turned with them."""
        top = (s.z > THICK + 0.4) & (s.normal[..., 2] > 0.8)
        for part in parts:
            if part is None or part.kind not in ("qfp", "soic", "resistor", "inductor", "tantalum", "crystal"):
                continue
            w, d = BODY[part.kind]
            reach = np.hypot(w, d)
            near = top & (np.abs(s.x - part.x) < reach) & (np.abs(s.y - part.y) < reach)
            rows, columns = np.nonzero(near)
            if len(rows) == 0:
                continue
            a = np.radians(part.angle)
            px, py = s.x[rows, columns] - part.x, s.y[rows, columns] - part.y
            u, v = np.cos(a) * px + np.sin(a) * py, -np.sin(a) * px + np.cos(a) * py
            image = board.label(part.kind)
            scale = 2 * TEXELS
            i = np.clip((d - v) * scale, 0, image.shape[0] - 1).astype(np.intp)
            j = np.clip((u + w) * scale, 0, image.shape[1] - 1).astype(np.intp)
            ink = image[i, j] * ((np.abs(u) < w) & (np.abs(v) < d))
            colour = 0.16 if part.kind == "crystal" else 0.62
            colour = 0.10 if part.kind == "tantalum" else colour
            albedo[rows, columns] += (0.75 * ink)[:, None] * (colour - albedo[rows, columns])

    def look_of(s: Surface) -> Look:
        on_board = (s.material == BOARD).astype(np.float32)
        albedo = albedos[s.material]
        gloss, shine, metal = gloss_of[s.material], shine_of[s.material], metal_of[s.material]
        track, tin, ink = on_art(copper, s), on_art(bare, s), on_art(silk, s, (silk_shift[0], silk_shift[1]))
        top = on_board * (s.normal[..., 2] > 0.7)
        track, tin, ink = track * top, tin * top, ink * top
        weave = look_up(band_noise(41, 6.0), s.x * 12 + du, s.y * 12 + dv)
        albedo *= (1 + on_board * (-0.5 + 0.5 * top))[..., None]
        albedo *= np.where(on_board[..., None] > 0, green.astype(np.float32), 1)
        albedo *= (1 + 0.02 * weave)[..., None]
        albedo = mix(albedo, (0.018, 0.215, 0.075), 0.9 * track)
        albedo = mix(albedo, (0.78, 0.78, 0.74), 0.9 * ink * (1 - tin))
        albedo = mix(albedo, (0.60, 0.60, 0.58), tin)
        metal = metal + tin * 0.7
        shine = shine + tin * 0.6
        gloss = gloss - 25 * tin
        raised = 0.05 * track + 0.06 * tin
        lean = top * 0.5
        tilt_normal(s, lean * on_art(copper_x, s) + 0.01 * weave, -lean * on_art(copper_y, s))
        print_labels(s, albedo)
        if defect.kind == "overheated" and defect.strength > 1.0:  # the worst ones char the mask around them
            part = PARTS[defect.place]
            scorch = bump(s.x, s.y, replace(defect, x=part.x, y=part.y, size=BODY[part.kind][0] + 1.6))[0]
            albedo = mix(albedo, (0.03, 0.022, 0.012), 0.7 * scorch * on_board)
        return Look(albedo.astype(np.float32), gloss, shine, metal.clip(0, 0.85), raised.astype(np.float32))

    def heat_of(s: Surface) -> Field:
        on = (s.material != TABLE).astype(np.float32)
        heat = 0.12 + on * 0.18
        for k, part in enumerate(parts):
            warmth = _WARM.get(PARTS[k].kind, 0.02) * powers[k]
            if k == defect.place and defect.kind == "overheated":
                warmth += 0.12 + 0.26 * defect.strength
            if part is None:
                warmth *= 0.25  # its neighbours still warm the copper
            spot = replace(defect, x=PARTS[k].x, y=PARTS[k].y, size=max(BODY[PARTS[k].kind]) * 1.25 + 0.6)
            heat += on * np.float32(warmth) * bump(s.x, s.y, spot)[0]
        if defect.kind == "solder_bridge":  # the short draws current; the bare solder itself radiates little
            short = replace(defect, size=defect.size + 0.3)
            heat += on * np.float32(0.08 * defect.strength) * bump(s.x, s.y, short)[0]
        body = (s.material != BOARD) & (s.material != TABLE)
        shiny = np.isin(s.material, (TIN, CAN, GOLD, SOLDER)) | ((s.material == BOARD) & (on_art(bare, s) > 0.5))
        heat = heat + 0.03 * body
        heat = np.where(shiny, 0.10 + 0.45 * heat, heat)  # bare metal radiates little
        heat += (1 - on) * 0.10 * halo(on, 30.0)
        return np.asarray(heat + heat_level + 0.006 * on_art(copper, s) * on, dtype=np.float32)

    return picture(mesh, CAMERA, pose, look_of, heat_of)
