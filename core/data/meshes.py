"""Meshes (STL, OBJ) as points spread evenly over their faces. Texture and material files are never opened."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from core.data.cloud_headers import Columns
from core.data.files import MAX_POINTS, check_file, reading, too_big
from core.data.naming import suffix_of
from core.errors import SampleReadError
from core.progress import CancelToken

POINTS_ON_A_MESH = 200_000
_MAX_TRIANGLES = 20_000_000
_LINES_AT_ONCE = 20_000
_MOST_CORNERS = 1000  # of one polygon
_STL_TRIANGLE = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])


def sample_mesh(path: Path, notes: list[str], token: CancelToken) -> Columns:
    """Points and normals of a mesh's faces, the same for the same file. Raises SampleReadError."""
    size = check_file(path)
    with reading(path, "a mesh"), path.open("rb") as file:
        corners = _read_stl(path, file, size, token) if suffix_of(path) == ".stl" else _read_obj(path, file, token)
    token.raise_if_cancelled()
    with np.errstate(all="ignore"):
        across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        double_areas = np.linalg.norm(across, axis=1)
    usable = np.isfinite(double_areas) & (double_areas > 0)
    if not usable.any():
        raise SampleReadError(f"{path.name} has no face with an area.", hint="Export it again.", path=path)
    corners, across, double_areas = corners[usable], across[usable], double_areas[usable]
    random = np.random.default_rng(0)
    ends = np.cumsum(double_areas / double_areas.max())  # stratified: every stretch of area gets its point
    places = (np.arange(POINTS_ON_A_MESH) + random.random(POINTS_ON_A_MESH)) / POINTS_ON_A_MESH * ends[-1]
    chosen = np.minimum(np.searchsorted(ends, places), len(ends) - 1)
    first, second = random.random((2, POINTS_ON_A_MESH, 1))
    is_outside = first + second > 1
    first, second = np.where(is_outside, 1 - first, first), np.where(is_outside, 1 - second, second)
    a, b, c = (corners[chosen, index] for index in range(3))
    points = a + first * (b - a) + second * (c - a)
    normals = (across / double_areas[:, None])[chosen]
    notes.append(f"{POINTS_ON_A_MESH:,} points were spread over the {len(corners):,} faces of {path.name}.")
    names = ("x", "y", "z", "nx", "ny", "nz")
    return dict(zip(names, np.concatenate([points, normals], axis=1).T.astype(np.float32), strict=True))


def _read_stl(path: Path, file: BinaryIO, size: int, token: CancelToken) -> NDArray[np.float64]:
    """Corners [N, 3, 3] of binary or text STL."""
    head = file.read(84)
    count = int.from_bytes(head[80:84], "little")
    # Some binary files start with "solid", too: only the size tells.
    if size == 84 + count * _STL_TRIANGLE.itemsize or not head.lstrip().startswith(b"solid"):
        if count < 1:
            raise SampleReadError(f"{path.name} has no faces.", path=path)
        if count > _MAX_TRIANGLES:
            raise too_big(path, count, _MAX_TRIANGLES, "faces")
        if 84 + count * _STL_TRIANGLE.itemsize > size:
            raise SampleReadError(
                f"{path.name} is cut short: its header declares {count:,} faces.",
                hint="Copy or export it again.",
                path=path,
            )
        triangles = np.frombuffer(file.read(count * _STL_TRIANGLE.itemsize), _STL_TRIANGLE)
        return np.asarray(triangles["corners"], np.float64)
    file.seek(0)
    blocks: list[NDArray[np.float64]] = []
    for lines in _blocks(file):
        token.raise_if_cancelled()
        rows = [words[1:4] for line in lines if (words := line.split())[:1] == [b"vertex"]]
        if rows:
            blocks.append(np.array(rows, np.float64))
    corners = np.concatenate(blocks) if blocks else np.empty((0, 3))
    if len(corners) == 0 or len(corners) % 3:
        raise SampleReadError(f"{path.name} is cut short: a face lacks corners.", path=path)
    return corners.reshape(-1, 3, 3)


def _read_obj(path: Path, file: BinaryIO, token: CancelToken) -> NDArray[np.float64]:
    """Corners [N, 3, 3] of an OBJ's polygons, cut into triangles from their first corner."""
    vertices: list[list[bytes]] = []
    triangles: list[tuple[int, int, int]] = []
    for lines in _blocks(file):
        token.raise_if_cancelled()
        for line in lines:
            words = line.split()
            if words[:1] == [b"v"]:
                vertices.append(words[1:4])
            elif words[:1] == [b"f"]:
                triangles += _fan(words[1:], len(vertices))
        if len(vertices) > MAX_POINTS or len(triangles) > _MAX_TRIANGLES:
            raise too_big(path, max(len(vertices), len(triangles)), _MAX_TRIANGLES, "faces")
    if not triangles:
        raise SampleReadError(f"{path.name} has no faces.", path=path)
    places, indices = np.array(vertices, np.float64), np.array(triangles, np.int64)
    if indices.min() < 0 or indices.max() >= len(places):
        raise SampleReadError(f"{path.name} has a face with a corner that does not exist.", path=path)
    return np.asarray(places[indices])


def _fan(words: list[bytes], count: int) -> Iterator[tuple[int, int, int]]:
    """Triangles of one polygon; numbers count from 1, negative ones back from the last vertex."""
    numbers = [int(word.split(b"/", 1)[0]) for word in words[:_MOST_CORNERS]]
    corners = [number - 1 if number > 0 else count + number for number in numbers]
    for second, third in pairwise(corners[1:]):
        yield corners[0], second, third


def _blocks(file: BinaryIO) -> Iterator[list[bytes]]:
    lines: Iterator[Any] = iter(lambda: file.readline(1 << 16), b"")
    while block := list(islice(lines, _LINES_AT_ONCE)):
        yield block
