"""A closed part seen from several sides: which ones show all of it, and their pictures side by side in one view."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.clouds import RawCloud
from core.data.projection import Projection, project, viewpoint
from core.progress import CancelToken
from core.records import Side

CLOSED_FROM = 0.25  # share of points hidden from the best side from which a part counts as closed
_ENOUGH = 0.97  # of the points that any side sees
_LEAST_GAIN = 0.02  # of all points that a side must add
_SAMPLE = 60_000  # points that decide on the sides
_GAP = 8  # empty pixels between two pictures


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Several projections in one picture."""

    depth: NDArray[np.float32]  # [H, W], NaN between and beside the parts
    colours: NDArray[np.uint8] | None  # [H, W, 3]
    sides: tuple[Side, ...]
    seen: NDArray[np.int32]  # [V, N] flat pixel of the sheet that shows a point; -1: hidden from that side
    pixels: NDArray[np.int32]  # [N, 2] of the side that looks at a point best; -1: no side sees it
    spacing: float  # of the first side's pixels
    filled: float  # of the first side


def rotation_of(name: str) -> NDArray[np.float64] | None:
    """Rotation [3, 3] (rows right, down, away) of a viewpoint in the cloud's own axes; None: it is no name of one."""
    x, y, z = np.eye(3)
    named = {
        "top": (x, -y, -z),
        "bottom": (x, y, z),
        "front": (x, -z, y),
        "back": (-x, -z, -y),
        "left": (-y, -z, x),
        "right": (y, -z, -x),
    }
    return np.stack(named[name]) if name in named else None


def all_around(rotation: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """The six sides of a part whose best side is known."""
    right, down, away = rotation
    return {
        "face": rotation,
        "reverse": np.stack([-right, down, -away]),
        "right side": np.stack([away, down, -right]),
        "left side": np.stack([-away, down, right]),
        "upper side": np.stack([right, -away, down]),
        "lower side": np.stack([right, away, -down]),
    }


def choose_sides(cloud: RawCloud, token: CancelToken) -> dict[str, NDArray[np.float64]]:
    """The fewest of six sides, the best first, from which (nearly) every point that can be seen is seen."""
    step = max(1, len(cloud.points) // _SAMPLE)
    sample = RawCloud(cloud.points[::step])
    candidates = all_around(viewpoint(cloud.points))
    views = {name: project(sample, token, rotation).is_visible for name, rotation in candidates.items()}
    can_be_seen = np.logical_or.reduce(list(views.values()))
    chosen, covered = ["face"], views["face"].copy()
    while covered.sum() < _ENOUGH * can_be_seen.sum():
        gains = {name: int((view & ~covered).sum()) for name, view in views.items() if name not in chosen}
        best = max(gains, key=lambda name: gains[name], default="")
        if not best or gains[best] < _LEAST_GAIN * len(covered):
            break
        chosen.append(best)
        covered |= views[best]
    return {name: candidates[name] for name in chosen}


def project_sides(cloud: RawCloud, rotations: dict[str, NDArray[np.float64]], token: CancelToken) -> Sheet:
    """Project a cloud from several sides into one picture, in rows of at most three."""
    shown = {name: project(cloud, token, rotation) for name, rotation in rotations.items()}
    sides, size = _places(shown)
    depth = np.full(size, np.nan, np.float32)
    colours = None if cloud.colours is None else np.zeros((*size, 3), np.uint8)
    seen = np.full((len(shown), len(cloud.points)), -1, np.int32)
    pixels = np.full((len(cloud.points), 2), -1, np.int32)
    least = np.full(len(cloud.points), np.inf, np.float32)
    for number, (side, view) in enumerate(zip(sides, shown.values(), strict=True)):
        y0, x0, y1, x1 = side.box
        depth[y0:y1, x0:x1] = view.depth
        if colours is not None and view.colours is not None:
            colours[y0:y1, x0:x1] = view.colours
        place = view.pixels + np.array([y0, x0], np.int32)
        seen[number] = np.where(view.is_visible, place[:, 0] * np.int32(size[1]) + place[:, 1], -1)
        # Without normals: of the sides that see a point, the one to which it lies nearest in depth faces it most.
        nearness = view.depth[view.pixels[:, 0], view.pixels[:, 1]] / max(float(np.nanmax(view.depth)), 1e-9)
        is_best = view.is_visible & (nearness < least)
        pixels[is_best] = place[is_best]
        least[is_best] = nearness[is_best]
    first = next(iter(shown.values()))
    return Sheet(depth, colours, sides, seen, pixels, first.spacing, first.filled)


def _places(shown: dict[str, Projection]) -> tuple[tuple[Side, ...], tuple[int, int]]:
    """Where each picture lies, and the size of the whole."""
    columns = min(len(shown), 3)
    sides: list[Side] = []
    y, x, row_height, width = 0, 0, 0, 0
    for number, (name, view) in enumerate(shown.items()):
        if number and number % columns == 0:
            y, x, row_height = y + row_height + _GAP, 0, 0
        rows, across = view.depth.shape
        sides.append(Side(name, (y, x, y + rows, x + across)))
        x += across + _GAP
        row_height, width = max(row_height, rows), max(width, x - _GAP)
    return tuple(sides), (y + row_height, width)
