"""The printed circuit board's fixed design: placement list and the artwork of copper, mask and silkscreen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data.demo.texture import Field

WIDTH, DEPTH, THICK = 62.0, 48.0, 1.6  # mm
TEXELS = 10  # a millimetre, in the finished artwork
_FINE = 20  # a millimetre, while drawing
HOLES = tuple((sx * 27.6, sy * 20.6, 1.6) for sx in (-1, 1) for sy in (-1, 1))


@dataclass(frozen=True, slots=True)
class Part:
    """One placement: kind, centre in mm, turn in degrees, reference name."""

    kind: str
    x: float
    y: float
    angle: float
    name: str


def _passives() -> list[Part]:
    rows = [
        ("resistor", -13, 15.5, 0), ("resistor", -8, 15.5, 0), ("capacitor", -3, 15.5, 0), ("resistor", 2, 15.5, 0),
        ("capacitor", 7, 15.5, 0), ("resistor", -17.5, 7, 90), ("capacitor", -17.5, 1.5, 90),
        ("resistor", -17.5, -4, 90), ("capacitor", 9.5, 8.5, 90), ("resistor", 9.5, 3, 90), ("capacitor", 9.5, -3, 90),
        ("resistor", -14, -12.5, 0), ("resistor", -9, -12.5, 0), ("capacitor", -4, -12.5, 0), ("resistor", 1, -12.5, 0),
        ("capacitor", 6, -12.5, 0), ("resistor", 24, -2, 90), ("capacitor", 13.5, -3, 90),
    ]  # fmt: skip
    return [Part(kind, x, y, angle, f"{kind[0].upper()}{k + 1}") for k, (kind, x, y, angle) in enumerate(rows)]


PARTS = (
    Part("qfp", -4.0, 1.5, 0, "U1"),
    Part("soic", 18.5, -11.0, 0, "U2"),
    Part("soic", -5.0, -18.0, 90, "U3"),
    Part("electrolytic", 17.5, 13.0, 0, "C30"),
    Part("electrolytic", 17.5, 4.5, 0, "C31"),
    Part("crystal", -19.5, 14.5, 90, "Y1"),
    Part("header", -26.5, -2.5, 90, "J1"),
    Part("usb", 27.0, 8.5, 0, "J2"),
    Part("inductor", 8.5, -19.0, 0, "L1"),
    Part("tantalum", -18.5, -18.0, 0, "C32"),
    Part("led", 17.0, -19.5, 0, "D1"),
    Part("led", 21.5, -19.5, 0, "D2"),
    *_passives(),
)
SWAPPABLE = tuple(k for k, part in enumerate(PARTS) if part.kind not in ("header", "usb", "qfp"))
TURNABLE = tuple(
    k for k, part in enumerate(PARTS) if part.kind in ("resistor", "capacitor", "tantalum", "inductor", "soic", "led")
)
# Half sizes (x, y) of bodies and how far pins or pads reach, before turning.
BODY = {
    "qfp": (7.0, 7.0), "soic": (2.6, 2.0), "electrolytic": (3.3, 3.3), "crystal": (5.2, 2.2), "header": (6.3, 2.5),
    "usb": (3.6, 4.0), "inductor": (2.9, 2.9), "tantalum": (3.0, 1.7), "led": (1.4, 0.9), "resistor": (1.7, 0.9),
    "capacitor": (1.7, 0.9),
}  # fmt: skip


def pads(kind: str) -> list[tuple[float, float, float, float]]:
    """Pad rectangles (x, y, half width, half height) of a kind of part in its own frame."""
    w, d = BODY[kind]
    if kind == "qfp":
        at = (np.arange(12) - 5.5) * 1.05
        sides = [(a, s * 8.0, 0.3, 0.85) for a in at for s in (-1, 1)]
        return sides + [(s * 8.0, a, 0.85, 0.3) for a in at for s in (-1, 1)]
    if kind == "soic":
        return [((k - 1.5) * 1.27, s * 3.0, 0.36, 0.85) for k in range(4) for s in (-1, 1)]
    if kind == "header":
        return [((k - 2) * 2.54, s * 1.27, 0.85, 0.85) for k in range(5) for s in (-1, 1)]
    if kind == "usb":
        return [(-w - 0.3, (k - 2) * 1.2, 0.8, 0.3) for k in range(5)]
    if kind in ("electrolytic", "inductor", "crystal"):
        return [(s * (w + 0.1), 0, 0.9, 0.8) for s in (-1, 1)]
    return [(s * w, 0, 0.75, d + 0.15) for s in (-1, 1)]


def to_board(part: Part, x: float, y: float) -> tuple[float, float]:
    """A point of the part's own frame on the board."""
    a = np.radians(part.angle)
    return float(part.x + np.cos(a) * x - np.sin(a) * y), float(part.y + np.sin(a) * x + np.cos(a) * y)


def _at(x: float, y: float) -> tuple[int, int]:
    """Board mm to drawing coordinates with four fractional bits."""
    return round((x + WIDTH / 2) * _FINE * 16), round((DEPTH / 2 - y) * _FINE * 16)


def _box(image: NDArray[np.uint8], corners: list[tuple[float, float]], value: int) -> None:
    points = np.array([[_at(x, y) for x, y in corners]], np.int32)
    cv2.fillPoly(image, list(points), value, cv2.LINE_AA, 4)


def rectangle(part: Part, x: float, y: float, w: float, d: float) -> list[tuple[float, float]]:
    """Board corners of a rectangle given in the part's frame."""
    return [to_board(part, x + sx * w, y + sy * d) for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1))]


def _traces(copper: NDArray[np.uint8], bare: NDArray[np.uint8]) -> None:
    """Fan-out of every pad with 45-degree bends to a via; a fixed design, so a fixed seed."""
    rng = np.random.default_rng(77)
    for part in PARTS:
        for px, py, _, _ in pads(part.kind):
            x, y = to_board(part, px, py)
            vx, vy = x - part.x, y - part.y
            along = np.array([np.sign(vx), 0.0]) if abs(vx) > abs(vy) else np.array([0.0, np.sign(vy)])
            side = np.array([-along[1], along[0]]) * rng.choice([-1, 1])
            points = [np.array([x, y])]
            for step in (along, along + side, along if rng.random() < 0.5 else side):
                points.append(points[-1] + step * rng.uniform(0.8, 3.2))
            inside = [p for p in points if abs(p[0]) < WIDTH / 2 - 1.2 and abs(p[1]) < DEPTH / 2 - 1.2]
            line = np.array([[_at(*p) for p in inside]], np.int32)
            width = 14 if part.kind in ("electrolytic", "usb", "inductor", "tantalum") else 6
            cv2.polylines(copper, list(line), False, 255, width, cv2.LINE_AA, 4)
            if len(inside) == len(points):
                cv2.circle(copper, _at(*inside[-1]), 9 * 16, 255, -1, cv2.LINE_AA, 4)
                cv2.circle(bare, _at(*inside[-1]), 7 * 16, 150, -1, cv2.LINE_AA, 4)
    for k in range(7):  # a bus across the board
        y = -7.2 + 0.62 * k
        line = np.array([[_at(-25, y), _at(-15 - k * 0.3, y), _at(-13.5, y - 1.2)]], np.int32)
        cv2.polylines(copper, list(line), False, 255, 6, cv2.LINE_AA, 4)


def _text(image: NDArray[np.uint8], text: str, x: float, y: float, height: float, turn: bool = False) -> None:
    """Write text with its lower left at board mm, `height` mm tall."""
    scale = height * _FINE / 22
    (w, h), base = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, scale, 2)
    patch = np.zeros((h + base + 4, w + 4), np.uint8)
    cv2.putText(patch, text, (2, h + 2), cv2.FONT_HERSHEY_SIMPLEX, scale, 255, 2, cv2.LINE_AA)
    patch = np.rot90(patch) if turn else patch
    column, row = (value // 16 for value in _at(x, y))
    row -= patch.shape[0]
    window = image[max(row, 0) : row + patch.shape[0], max(column, 0) : column + patch.shape[1]]
    np.maximum(window, patch[: window.shape[0], : window.shape[1]], out=window)


@lru_cache(maxsize=1)
def artwork() -> tuple[Field, Field, Field]:
    """Copper under the mask, bare tinned metal, and silkscreen: each [DEPTH * TEXELS, WIDTH * TEXELS] 0..1."""
    shape = (round(DEPTH * _FINE), round(WIDTH * _FINE))
    copper, bare, silk = (np.zeros(shape, np.uint8) for _ in range(3))
    _traces(copper, bare)
    for part in PARTS:
        for x, y, w, d in pads(part.kind):
            _box(bare, rectangle(part, x, y, w, d), 255)
            _box(copper, rectangle(part, x, y, w + 0.15, d + 0.15), 255)
        w, d = BODY[part.kind]
        outline = np.array([[_at(*p) for p in rectangle(part, 0, 0, w + 0.9, d + 0.5)]], np.int32)
        if part.kind not in ("resistor", "capacitor", "led"):
            cv2.polylines(silk, list(outline), True, 230, 3, cv2.LINE_AA, 4)
        if part.angle == 0:
            _text(silk, part.name, part.x - 1.1, part.y + d + 0.75, 0.9)
        else:
            _text(silk, part.name, part.x + d + 1.6, part.y - 1.0, 0.9, turn=True)
    for x, y, radius in HOLES:
        cv2.circle(bare, _at(x, y), round((radius + 1.0) * _FINE * 16), 255, -1, cv2.LINE_AA, 4)
    _text(silk, "UMI-26  REV C", -13.0, 20.3, 1.7)
    _text(silk, "A0417", 9.5, -23.3, 1.1)
    size = (round(WIDTH * TEXELS), round(DEPTH * TEXELS))
    layers = (cv2.resize(layer, size, interpolation=cv2.INTER_AREA) for layer in (copper, bare, silk))
    first, second, third = (np.asarray(layer, np.float32) / 255 for layer in layers)
    return first, second, third * (second < 0.3)


@lru_cache(maxsize=16)
def label(kind: str) -> Field:
    """What is printed on top of a part: [2 * half depth * TEXELS * 2, ...] 0..1, in the part's own frame."""
    w, d = BODY[kind]
    scale = 2 * TEXELS
    image = np.zeros((round(2 * d * scale), round(2 * w * scale)), np.uint8)
    rows, columns = image.shape
    lines = {"qfp": ("UM32F107", "VCT6 B", "2611 KOR"), "soic": ("LM358", "AB"), "resistor": ("103",),
             "inductor": ("100",), "tantalum": ("", ), "crystal": ("16.000", "TXC")}.get(kind, ())  # fmt: skip
    for k, text in enumerate(lines):
        font = columns / (max(len(text), 3) * 26)
        row = int(rows * (k + 1) / (len(lines) + 1) + 9 * font)
        cv2.putText(image, text, (int(columns * 0.12), row), cv2.FONT_HERSHEY_SIMPLEX, font, 255, 2, cv2.LINE_AA)
    if kind == "tantalum":
        image[:, int(columns * 0.70) : int(columns * 0.82)] = 255
    if kind == "qfp":
        cv2.circle(image, (int(columns * 0.1), int(rows * 0.9)), 9, 160, -1, cv2.LINE_AA)
    return np.asarray(image, np.float32) / 255
