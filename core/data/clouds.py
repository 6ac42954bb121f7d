"""Point clouds: text (.xyz, .txt, .csv, .pts, .asc), PLY, PCD, NPY, and organised XYZ images (.tiff)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.cloud_headers import read_pcd, read_ply
from core.data.files import MAX_POINTS, check_file, content_type, describe, reading, too_big
from core.data.images import read_raw
from core.data.naming import suffix_of
from core.errors import SampleReadError
from core.progress import CancelToken

_LINES_AT_ONCE = 20_000  # parsed in about 20 ms, so that cancelling is quick


@dataclass(frozen=True, slots=True, eq=False)
class RawCloud:
    """Finite points of a cloud as stored."""

    points: NDArray[np.float32]  # [N, 3] in `unit`
    colours: NDArray[np.uint8] | None = None  # [N, 3]
    grid: tuple[int, int] | None = None  # (H, W) of an organised cloud
    pixels: NDArray[np.int32] | None = None  # [N, 2] row and column in the grid
    unit: str = "mm"
    notes: tuple[str, ...] = ()


def read_cloud(path: Path, token: CancelToken) -> RawCloud:
    """Read a point cloud by its extension and content. Raises SampleReadError."""
    check_file(path)
    suffix, content = suffix_of(path), content_type(path)
    notes: list[str] = []
    names: tuple[str, ...] = ()
    if content == "tiff":
        raw = read_raw(path, token)
        return cloud_from_grid(path, raw.pixels, list(raw.notes))
    if suffix == ".npy" or content == "npy":
        array = read_array(path)
        if array.ndim == 3:
            return cloud_from_grid(path, array, notes)
        columns = array
    elif content == "ply" or suffix == ".ply":
        columns, names = read_ply(path, token)
    elif content == "pcd" or suffix == ".pcd":
        columns, names = read_pcd(path, token)
    elif content == "text":
        columns, names = _read_text(path, token)
    else:
        what = f"but it is {describe(content)}" if content else "but its content is not one"
        raise SampleReadError(f"{path.name} should be a point cloud, {what}.", path=path)
    token.raise_if_cancelled()
    return _cloud_from_columns(path, columns, names, notes)


def read_array(path: Path) -> NDArray[Any]:  # Any: the file's number format
    """A numeric array of 2 or 3 dimensions from a .npy file, never a pickle. Raises SampleReadError."""
    size = check_file(path)
    with reading(path, "a NumPy array"):
        with path.open("rb") as file:
            version = np.lib.format.read_magic(file)
            header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
            shape, _, dtype = header(file)
        if dtype.hasobject or dtype.kind not in "uifb":
            raise SampleReadError(f"{path.name} does not hold plain numbers.", path=path)
        count = int(np.prod([int(n) for n in shape], dtype=object)) if shape else 1
        if count == 0:
            raise SampleReadError(f"{path.name} holds an array without values.", path=path)
        if count * dtype.itemsize > size:
            raise SampleReadError(f"{path.name} is cut short.", hint="Copy or export it again.", path=path)
        if len(shape) not in (2, 3):
            raise SampleReadError(f"{path.name} has {len(shape)} dimensions; 2 or 3 are expected.", path=path)
        if count > 3 * MAX_POINTS:
            raise too_big(path, count, 3 * MAX_POINTS, "values")
        return np.asarray(np.load(path, allow_pickle=False))


def cloud_from_grid(path: Path, values: NDArray[Any], notes: list[str]) -> RawCloud:  # Any: file's number format
    """Points of an organised [H, W, 3] image; all-zero or non-finite pixels saw nothing. Raises SampleReadError."""
    if values.ndim != 3 or values.shape[2] < 3 or values.dtype.kind != "f":
        raise SampleReadError(
            f"{path.name} is no organised point cloud: that is a float image with X, Y and Z.", path=path
        )
    grid = values[..., :3].astype(np.float32)
    seen = np.isfinite(grid).all(axis=2) & (grid != 0).any(axis=2)
    if not seen.any():
        raise SampleReadError(f"{path.name} measured nothing: every point is missing.", path=path)
    pixels = np.argwhere(seen).astype(np.int32)
    cloud = RawCloud(grid[seen], None, (grid.shape[0], grid.shape[1]), pixels)
    return _in_millimetres(cloud, notes)


def _cloud_from_columns(
    path: Path,
    columns: NDArray[Any],
    names: tuple[str, ...],
    notes: list[str],  # Any: file's number format
) -> RawCloud:
    """Points and colours from an [N, C] table whose columns may be named."""
    if columns.ndim != 2 or columns.shape[1] < 3 or columns.shape[0] == 0:
        raise SampleReadError(f"{path.name} holds no points with X, Y and Z.", path=path)
    if columns.shape[0] > MAX_POINTS:
        raise too_big(path, columns.shape[0], MAX_POINTS, "points")
    at = [names.index(axis) for axis in "xyz"] if {"x", "y", "z"} <= set(names) else [0, 1, 2]
    points = columns[:, at].astype(np.float32)
    colours = _colours(columns, names)
    finite = np.isfinite(points).all(axis=1)
    if not finite.any():
        raise SampleReadError(f"{path.name} has no point with finite coordinates.", path=path)
    if not finite.all():
        notes.append(f"{path.name}: {int((~finite).sum()):,} points without finite coordinates were left out.")
        points, colours = points[finite], None if colours is None else colours[finite]
    return _in_millimetres(RawCloud(points, colours), notes)


def _colours(columns: NDArray[Any], names: tuple[str, ...]) -> NDArray[np.uint8] | None:  # Any: file's format
    for wanted in (("red", "green", "blue"), ("r", "g", "b")):
        if set(wanted) <= set(names):
            return _to_bytes(columns[:, [names.index(name) for name in wanted]])
    if not names and columns.shape[1] in (6, 9):
        last = columns[:, 3:6]
        if np.isfinite(last).all() and last.min() >= 0 and last.max() <= 255 and last.max() > 0:
            return _to_bytes(last)  # negative values would be normals
    return None


def _to_bytes(values: NDArray[Any]) -> NDArray[np.uint8]:  # Any: file's number format
    values = np.nan_to_num(values.astype(np.float64))
    top = float(values.max(initial=0.0))
    scale = 255.0 if top <= 1.0 else 255.0 / 65535.0 if top > 255.0 else 1.0
    return np.clip(np.rint(values * scale), 0, 255).astype(np.uint8)


def _in_millimetres(cloud: RawCloud, notes: list[str]) -> RawCloud:
    """A cloud spanning less than two units is in metres: parts under two millimetres are not scanned like this."""
    extent = float(np.ptp(cloud.points, axis=0).max())
    if 0 < extent < 2.0:
        notes.append("Coordinates span less than 2 units: taken as metres and shown in mm.")
        return replace(cloud, points=cloud.points * np.float32(1000.0), notes=tuple(notes))
    return replace(cloud, notes=tuple(notes))


def _read_text(path: Path, token: CancelToken) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Rows of numbers with blanks, commas or semicolons between; one header line may name the columns."""
    with reading(path, "a point cloud"), path.open("r", encoding="utf-8-sig", errors="strict") as file:
        blocks: list[NDArray[np.float64]] = []
        names: tuple[str, ...] = ()
        line_number, count = 0, 0
        for lines in _blocks_of_lines(file):
            token.raise_if_cancelled()
            rows = [line.replace(",", " ").replace(";", " ") for line in lines]
            if line_number == 0:
                rows, names = _without_header(rows)
            try:
                block = (
                    np.loadtxt(rows, dtype=np.float64, ndmin=2, comments=("#", "//"))
                    if any(row.strip() for row in rows)
                    else np.empty((0, blocks[0].shape[1] if blocks else 0))
                )
            except ValueError as exc:
                raise SampleReadError(
                    f"{path.name} has a line between {line_number + 1:,} and {line_number + len(lines):,} that is not "
                    "a row of equally many numbers.",
                    path=path,
                ) from exc
            if blocks and block.size and block.shape[1] != blocks[0].shape[1]:
                raise SampleReadError(
                    f"{path.name} changes its number of columns near line {line_number + 1:,}.", path=path
                )
            if block.size:
                blocks.append(block)
            line_number, count = line_number + len(lines), count + len(block)
            if count > MAX_POINTS:
                raise too_big(path, count, MAX_POINTS, "points")
    if not blocks:
        raise SampleReadError(f"{path.name} holds no points.", path=path)
    return np.concatenate(blocks), names


def _blocks_of_lines(file: Iterator[str]) -> Iterator[list[str]]:
    while lines := list(islice(file, _LINES_AT_ONCE)):
        yield lines


def _without_header(rows: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Drop a first line that names columns or (in .pts) tells the number of points."""
    first = rows[0].lstrip("#/ ").split()
    if len(first) == 1 and first[0].isdecimal():
        return rows[1:], ()
    try:
        [float(word) for word in first]
    except ValueError:
        return rows[1:], tuple(word.strip("\"'").lower() for word in first)
    return rows, ()
