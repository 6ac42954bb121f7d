"""Shapes of damage in surface coordinates: lines, blobs, bumps. Everything takes and returns [H, W] float32."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import cv2
import numpy as np

from core.data.demo.mesh import Points
from core.data.demo.texture import SIDE, Field, band_noise, look_up, smoothstep


@dataclass(frozen=True, slots=True, eq=False)
class Defect:
    """One defect as drawn for one sample; `kind` empty: a good part."""

    kind: str = ""
    x: float = 0.0  # where, in the coordinates of the surface it lies on, mm
    y: float = 0.0
    size: float = 1.0  # mm, its radius or half length
    strength: float = 1.0  # 0.5 subtle .. 1.5 obvious
    angle: float = 0.0  # degrees
    place: int = 0  # which face or component
    seed: int = 0  # of its outline


GOOD = Defect()


def bump(u: Field, v: Field, defect: Defect) -> tuple[Field, Field, Field]:
    """A Gaussian hill of height 1 and radius `size` at the defect, and its two slopes per mm."""
    du, dv = (u - defect.x) / defect.size, (v - defect.y) / defect.size
    hill = np.exp(-(du**2 + dv**2))
    scale = -2 * hill / defect.size
    return hill.astype(np.float32), (scale * du).astype(np.float32), (scale * dv).astype(np.float32)


def hollow(u: Field, v: Field, defect: Defect) -> tuple[Field, Field, Field]:
    """As `bump`, but as a blow leaves it: steeper, and with a low rim of the matter that was pushed aside (below 0)."""
    inner, outer = bump(u, v, defect), bump(u, v, replace(defect, size=1.5 * defect.size))
    first, second, third = (1.35 * a - 0.35 * b for a, b in zip(inner, outer, strict=True))
    return first, second, third


def blob(u: Field, v: Field, defect: Defect, ragged: float = 0.35, soft: float = 0.12) -> Field:
    """1 inside an irregular patch of radius `size`, 0 outside."""
    wobble = look_up(
        band_noise(901, 40.0),
        (u - defect.x) * (16 / defect.size) + defect.seed % SIDE,  # small, or float32 would lose the texels
        (v - defect.y) * (16 / defect.size) + defect.seed // SIDE % SIDE,
    )
    radius = np.hypot(u - defect.x, v - defect.y) / defect.size + ragged * 0.5 * wobble
    return smoothstep(1 + soft, 1 - soft, radius)


def path(defect: Defect, bends: int = 6, wander: float = 0.12) -> Points:
    """A wandering line [bends + 1, 2] of half length `size` through the defect."""
    rng = np.random.default_rng(defect.seed)
    along = np.linspace(-1, 1, bends + 1)
    across = np.cumsum(rng.normal(0, wander, bends + 1))
    across -= across.mean()
    a = np.radians(defect.angle)
    local = np.stack([along, across], 1) * defect.size
    turn = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    return np.asarray(local @ turn + [defect.x, defect.y])


def distance_to(u: Field, v: Field, line: Points) -> Field:
    """Distance in mm to a line [N, 2] of straight pieces; only near values are exact."""
    best = np.full(u.shape, 1e3, np.float32)
    low, high = line.min(axis=0) - 2, line.max(axis=0) + 2
    near = (u > low[0]) & (u < high[0]) & (v > low[1]) & (v < high[1])
    pu, pv = u[near], v[near]
    nearest = np.full(pu.shape, 1e3, np.float32)
    for (ax, ay), (bx, by) in itertools.pairwise(line):
        dx, dy = bx - ax, by - ay
        t = np.clip(((pu - ax) * dx + (pv - ay) * dy) / max(dx * dx + dy * dy, 1e-9), 0, 1)
        nearest = np.minimum(nearest, np.hypot(pu - ax - t * dx, pv - ay - t * dy))
    best[near] = nearest
    return best


def halo(inside: Field, sigma: float) -> Field:
    """Warmth that matter gives to what is near it: a wide blur of `inside`."""
    small = cv2.resize(inside, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    return np.asarray(
        cv2.resize(cv2.GaussianBlur(small, (0, 0), sigma / 4), inside.shape[::-1], interpolation=cv2.INTER_LINEAR)
    )


def mix(base: Field, other: tuple[float, float, float], weight: Field) -> Field:
    """Colours [H, W, 3] blended towards one colour by weight [H, W]."""
    w = weight[..., None]
    return np.asarray(base + w * (np.asarray(other, np.float32) - base), dtype=np.float32)
