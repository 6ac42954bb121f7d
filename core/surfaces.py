"""Surfaces of equal value in volumes (surface nets, Gibson 1998), in numpy."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
from numpy.typing import NDArray

from core.progress import CancelToken
from core.records import InspectionResult, LoadedSample, Mesh

MOST_VOXELS = 8_000_000  # of a map; a larger one is taken in blocks of voxels, each with its largest value
BODY_VOXELS = 150_000  # of the patient's outline, which is for context only

_CORNERS = tuple(product((0, 1), repeat=3))
_EDGES = tuple(
    (start, end) for start, end in product(_CORNERS, repeat=2) if sorted(np.subtract(end, start).tolist()) == [0, 0, 1]
)


def anomaly_surface(result: InspectionResult, loaded: LoadedSample, threshold: float, token: CancelToken) -> Mesh:
    """The surface of a volume's map at a threshold, in RAS+ mm; without faces where nothing reaches it."""
    return surface_of(result.anomaly_map, threshold, _affine(loaded), token, MOST_VOXELS)


def body_surface(loaded: LoadedSample, token: CancelToken) -> Mesh:
    """A coarse outline of the patient in RAS+ mm: the largest piece that is not air."""
    from scipy import ndimage

    from core.data.transforms import body

    block = _block(loaded.views[0].size, _affine(loaded), BODY_VOXELS)
    share = _blocks(body(loaded.views[0]).astype(np.float32), block, np.mean)
    token.raise_if_cancelled()
    share = ndimage.gaussian_filter(share, 0.7)
    pieces, count = ndimage.label(share >= 0.5)
    if count > 1:
        share[pieces != 1 + np.argmax(np.bincount(pieces.ravel())[1:])] = 0
    token.raise_if_cancelled()
    return _mesh(share, 0.5, _affine(loaded), block, token)


def surface_of(
    volume: NDArray[np.float32], level: float, affine: NDArray[np.float64], token: CancelToken, most: int
) -> Mesh:
    """The surface between values below `level` and those at or above it, closed at the rim of the volume.

    Args:
        volume: [D, H, W]; NaN counts as below.
        level: Value.
        affine: [4, 4] from index to RAS+ mm.
        token: Raises `Cancelled` between steps.
        most: Voxels; of a larger volume blocks are taken, each with its largest value, so that nothing small is lost.
    """
    block = _block(volume.shape, affine, most)
    return _mesh(_blocks(volume, block, np.fmax.reduce), level, affine, block, token)


def _affine(loaded: LoadedSample) -> NDArray[np.float64]:
    affine = loaded.views[0].affine
    assert affine is not None, "a volume"
    return affine


def _block(shape: tuple[int, ...], affine: NDArray[np.float64], most: int) -> tuple[int, int, int]:
    """How many voxels are taken together along each axis: the finest axis gives way first."""
    spacing = np.linalg.norm(affine[:3, :3], axis=0)
    block = [1, 1, 1]
    while np.prod([-(-side // size) for side, size in zip(shape, block, strict=True)]) > most:
        block[int(np.argmin(spacing * block))] += 1
    return block[0], block[1], block[2]


def _blocks(
    volume: NDArray[np.float32], block: tuple[int, int, int], reduce: Callable[..., NDArray[np.float32]]
) -> NDArray[np.float32]:
    """One value a block; the rest at the far ends is filled up with the last plane."""
    for axis, size in enumerate(block):
        if size == 1:
            continue
        short = -volume.shape[axis] % size
        if short:
            padding = [(0, short if place == axis else 0) for place in range(3)]
            volume = np.pad(volume, padding, mode="edge")
        shape = list(volume.shape)
        shape[axis : axis + 1] = [shape[axis] // size, size]
        volume = np.asarray(reduce(volume.reshape(shape), axis=axis + 1), np.float32)
    return volume


def _mesh(
    volume: NDArray[np.float32],
    level: float,
    affine: NDArray[np.float64],
    block: tuple[int, int, int],
    token: CancelToken,
) -> Mesh:
    below = np.float32(min(level - 1.0, 0.0))
    values = np.pad(np.where(np.isnan(volume), below, volume), 1, constant_values=below)
    inside = values >= level
    count = np.zeros(tuple(side - 1 for side in values.shape), np.uint8)
    for corner in _CORNERS:
        count += inside[_shifted(corner, count.shape)]
    token.raise_if_cancelled()
    cells = np.argwhere((count > 0) & (count < 8))  # [N, 3]: where the surface passes, one vertex each
    numbers = np.full(count.shape, -1, np.int32)
    numbers[tuple(cells.T)] = np.arange(len(cells))
    token.raise_if_cancelled()
    index = cells + _crossings(values, inside, cells, level)
    token.raise_if_cancelled()
    faces = _faces(inside, numbers)
    # From the padded grid of blocks back to voxels; a block's value stands in its middle.
    size = np.array(block)
    voxels = (index - 1) * size + (size - 1) / 2
    placed = voxels @ affine[:3, :3].T + affine[:3, 3]
    if np.linalg.det(affine[:3, :3]) < 0:
        faces = faces[:, ::-1]
    return Mesh(placed.astype(np.float32), np.ascontiguousarray(faces), max(block))


def _shifted(corner: tuple[int, ...], shape: tuple[int, ...]) -> tuple[slice, ...]:
    return tuple(slice(step, step + side) for step, side in zip(corner, shape, strict=True))


def _crossings(
    values: NDArray[np.float32], inside: NDArray[np.bool_], cells: NDArray[np.int64], level: float
) -> NDArray[np.float64]:
    """Mean of the places where the surface crosses the edges of each cell, [N, 3] in 0..1."""
    total, count = np.zeros((len(cells), 3)), np.zeros((len(cells), 1))
    for start, end in _EDGES:
        first, second = tuple((cells + start).T), tuple((cells + end).T)
        crosses = inside[first] != inside[second]
        low, high = values[first].astype(np.float64), values[second].astype(np.float64)
        share = np.where(crosses, (level - low) / np.where(crosses, high - low, 1.0), 0.0)[:, None]
        place = np.array(start) + share * (np.array(end) - np.array(start))
        total += np.where(crosses[:, None], place, 0.0)
        count += crosses[:, None]
    return np.asarray(total / np.maximum(count, 1))


def _faces(inside: NDArray[np.bool_], numbers: NDArray[np.int32]) -> NDArray[np.int32]:
    """Two triangles for every edge of the grid that the surface crosses, between the four cells around it, [M, 3]."""
    faces = []
    for axis in range(3):
        first, second = ((axis + 1) % 3, (axis + 2) % 3)
        near = [slice(1, -1)] * 3
        far = [slice(1, -1)] * 3
        near[axis], far[axis] = slice(None, -1), slice(1, None)
        here, there = inside[tuple(near)], inside[tuple(far)]
        edges = np.argwhere(here != there)
        edges[:, [first, second]] += 1
        leaves = inside[tuple(edges.T)]  # the surface faces along the axis
        around = []
        for back in ((0, 0), (1, 0), (1, 1), (0, 1)):
            cell = edges.copy()
            cell[:, first] -= back[0]
            cell[:, second] -= back[1]
            around.append(numbers[tuple(cell.T)])
        a, b, c, d = around
        b, d = np.where(leaves, b, d), np.where(leaves, d, b)
        faces += [np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)]
    return np.concatenate(faces).astype(np.int32)
