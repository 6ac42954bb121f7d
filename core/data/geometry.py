"""How volumes lie in the patient: axial order of the axes, comparing grids, and resampling by the headers."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations, product

import numpy as np
from numpy.typing import NDArray

from core.progress import CancelToken
from core.records import View, modality_info


def axial_order(affine: NDArray[np.float64]) -> tuple[tuple[int, int, int], tuple[bool, bool, bool]]:
    """Which stored axis becomes slice, row and column, and which of them run backwards.

    Slices run to superior, rows to posterior, columns to the patient's left; the nearest axes are taken.
    """
    columns = affine[:3, :3] / np.maximum(np.linalg.norm(affine[:3, :3], axis=0), 1e-12)  # RAS direction of each axis
    orders = [(p[0], p[1], p[2]) for p in permutations(range(3))]
    axes = max(
        orders, key=lambda order: sum(abs(columns[row, axis]) for row, axis in zip((2, 1, 0), order, strict=True))
    )
    wanted = (1.0, -1.0, -1.0)  # superior, posterior, left in RAS+
    flips = [bool(columns[row, axis] * sign < 0) for row, axis, sign in zip((2, 1, 0), axes, wanted, strict=True)]
    return axes, (flips[0], flips[1], flips[2])


def resample_to(view: View, grid: View, token: CancelToken) -> View:
    """The same volume on another volume's grid, linearly, by both headers' geometry; outside: its lowest value."""
    from scipy.ndimage import affine_transform

    if view.affine is None or grid.affine is None:
        raise ValueError("only volumes can be resampled")
    to_own = np.linalg.inv(view.affine) @ grid.affine  # (d, h, w) of the grid to (d, h, w) of the view
    source = np.asarray(view.pixels, np.float32)
    outside = float(source.min())
    pixels = np.empty(grid.pixels.shape, np.float32)
    for start in range(0, len(pixels), 4):
        token.raise_if_cancelled()
        part = pixels[start : start + 4]
        offset = to_own[:3, 3] + to_own[:3, 0] * start
        affine_transform(source, to_own[:3, :3], offset, part.shape, part, order=1, mode="constant", cval=outside)
    note = f"{modality_info(view.modality).label} was resampled to the grid of {modality_info(grid.modality).label}."
    return replace(
        view,
        pixels=pixels,
        window=view.display_range,  # found now: later, it would keep the volume as it was in memory
        affine=grid.affine,
        spacing_mm=grid.spacing_mm,
        notes=(*view.notes, note),
    )


def on_same_grid(first: View, second: View) -> bool:
    """Whether two volumes share shape and geometry (corners within a tenth of a voxel)."""
    if first.affine is None or second.affine is None or not first.spacing_mm or first.size != second.size:
        return False
    corners = np.array([[*corner, 1.0] for corner in product(*((0, n - 1) for n in first.size))])  # [8, 4]
    gap = np.linalg.norm((corners @ (first.affine - second.affine).T)[:, :3], axis=1)
    return bool(gap.max() < 0.1 * min(first.spacing_mm))


def index_map(axes: tuple[int, ...], flips: tuple[bool, ...], shape: tuple[int, ...]) -> NDArray[np.float64]:
    """[4, 4] (d, h, w) to the stored (i, j, k)."""
    mapping = np.zeros((4, 4))
    mapping[3, 3] = 1.0
    for target, (axis, flip) in enumerate(zip(axes, flips, strict=True)):
        mapping[axis, target] = -1.0 if flip else 1.0
        mapping[axis, 3] = shape[axis] - 1 if flip else 0.0
    return mapping
