"""Point clouds: text (.xyz, .txt, .csv, .pts, .asc), PLY, PCD, LAS, NPY, sampled meshes, organised XYZ images."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray

from core.data.background import background_plane
from core.data.cloud_headers import Columns, read_pcd, read_ply
from core.data.e57 import read_e57
from core.data.files import MAX_POINTS, check_file, content_type, describe, reading, too_big
from core.data.images import read_raw
from core.data.las import read_las
from core.data.meshes import sample_mesh
from core.data.naming import MESH_SUFFIXES, suffix_of
from core.data.sidecar import AS_FOUND, DepthFacts, facts_beside
from core.errors import SampleReadError
from core.progress import CancelToken
from core.records import FileChoice

_FARTHEST = 1e15  # in the file's unit: beyond, and not finite, is no coordinate, and 32 bits could not reckon with it
_TEXT_AT_ONCE = 1 << 20  # characters parsed in about 20 ms, so that cancelling is quick


@dataclass(frozen=True, slots=True, eq=False)
class RawCloud:
    """Finite points of a cloud as stored."""

    points: NDArray[np.float32]  # [N, 3] in `unit`
    colours: NDArray[np.uint8] | None = None  # [N, 3]
    grid: tuple[int, int] | None = None  # (H, W) of an organised cloud
    pixels: NDArray[np.int32] | None = None  # [N, 2] row and column in the grid
    unit: str = "mm"
    notes: tuple[str, ...] = ()
    normals: NDArray[np.float32] | None = None  # [N, 3] as the file has them


def read_cloud(path: Path, token: CancelToken, choice: FileChoice = AS_FOUND) -> RawCloud:
    """Read a point cloud, or sample a mesh, by extension and content. Raises SampleReadError."""
    check_file(path)
    suffix, content = suffix_of(path), content_type(path)
    notes: list[str] = []
    facts = facts_beside(path).with_choice(choice)
    notes += [facts.note] if facts.note else []
    if content == "tiff":
        raw = read_raw(path, token)
        return cloud_from_grid(path, raw.pixels, list(raw.notes), facts)
    if content == "exr":
        return cloud_from_grid(path, read_raw(path, token).pixels, notes, facts)
    if suffix == ".npy" or content == "npy":
        array = read_array(path)
        if array.ndim == 3:
            return cloud_from_grid(path, array, notes, facts)
        columns = _named(path, array, ())
    elif content == "ply" or suffix == ".ply":
        columns = read_ply(path, token)
    elif content == "pcd" or suffix == ".pcd":
        columns = read_pcd(path, token)
    elif content == "las":
        columns = read_las(path, token)
        facts = facts if facts.unit else replace(facts, unit="m")
    elif content == "e57":
        columns = read_e57(path, notes, token)
        facts = facts if facts.unit else replace(facts, unit="m")
    elif suffix in MESH_SUFFIXES:
        columns = sample_mesh(path, notes, token)
    elif content == "text":
        columns = _named(path, *_read_text(path, token))
    else:
        what = f"but it is {describe(content)}" if content else "but its content is not one"
        raise SampleReadError(f"{path.name} should be a point cloud, {what}.", path=path)
    token.raise_if_cancelled()
    return _cloud_from_columns(path, columns, notes, facts)


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


def cloud_from_grid(
    path: Path,
    values: NDArray[Any],
    notes: list[str],
    facts: DepthFacts,  # Any: file's number format
) -> RawCloud:
    """Points of an organised [H, W, 3] image; all-zero or non-finite pixels saw nothing. Raises SampleReadError."""
    if values.ndim != 3 or values.shape[2] < 3 or values.dtype.kind != "f":
        raise SampleReadError(
            f"{path.name} is no organised point cloud: that is a float image with X, Y and Z.", path=path
        )
    grid = values[..., :3].astype(np.float32)
    x, y, z = (grid[..., axis] for axis in range(3))  # three planes: numpy is slow over a last axis of three
    seen = (np.abs(x) < _FARTHEST) & (np.abs(y) < _FARTHEST) & (np.abs(z) < _FARTHEST)
    seen &= (x != 0) | (y != 0) | (z != 0)
    if values.shape[2] == 4 and np.isin(values[..., 3], (0, 1)).all() and (values[..., 3] > 0).any():
        seen &= values[..., 3] > 0
        notes.append("The last channel is a mask: outside of it nothing counts as measured.")
    if not seen.any():
        raise SampleReadError(f"{path.name} measured nothing: every point is missing.", path=path)
    pixels = np.argwhere(seen).astype(np.int32)
    cloud = RawCloud(grid[seen], None, (grid.shape[0], grid.shape[1]), pixels)
    return finish(cloud, notes, facts)


def _named(path: Path, table: NDArray[Any], names: tuple[str, ...]) -> Columns:  # Any: file's number format
    """Columns of an [N, C] table by name; without names by how many there are and what values they hold."""
    if table.ndim != 2 or table.shape[1] < 3 or table.shape[0] == 0:
        raise SampleReadError(f"{path.name} holds no points with X, Y and Z.", path=path)
    names = names[: table.shape[1]]
    if not {"x", "y", "z"} <= set(names):
        names = ("x", "y", "z")
        if table.shape[1] in (6, 9) and _can_be_colours(table[:, 3:6]):
            names += ("red", "green", "blue", "nx", "ny", "nz")
        elif table.shape[1] in (6, 9):
            names += ("nx", "ny", "nz")
    return {name: table[:, index] for index, name in enumerate(names[: table.shape[1]])}


def _can_be_colours(values: NDArray[Any]) -> bool:  # Any: file's number format
    """Whether three columns are colours: negative values, or vectors of length one, would be normals."""
    if not np.isfinite(values).all() or values.min() < 0 or values.max() > 255 or values.max() == 0:
        return False
    return not np.allclose(np.linalg.norm(values[:1000].astype(np.float64), axis=1), 1.0, atol=1e-3)


def _cloud_from_columns(path: Path, columns: Columns, notes: list[str], facts: DepthFacts) -> RawCloud:
    """Points, colours and normals from columns by name, copied once."""
    count = len(columns["x"])
    if count > MAX_POINTS:
        raise too_big(path, count, MAX_POINTS, "points")
    origin = [_origin(columns[axis]) for axis in "xyz"]
    if any(origin):
        notes.append(f"Coordinates are counted from ({', '.join(f'{v:,.0f}' for v in origin)}), near the part.")
    points = np.empty((count, 3), np.float32)
    for index, axis in enumerate("xyz"):
        points[:, index] = columns[axis] - origin[index] if origin[index] else columns[axis]
    colours = _triple(columns, (("red", "green", "blue"), ("r", "g", "b")))
    normals = _triple(columns, (("nx", "ny", "nz"), ("normal_x", "normal_y", "normal_z")))
    cloud = RawCloud(
        points,
        None if colours is None else _to_bytes(colours),
        normals=None if normals is None else normals.astype(np.float32),
    )
    if not -_FARTHEST < float(points.min()) <= float(points.max()) < _FARTHEST:  # both pass NaN on
        finite: NDArray[np.bool_] = np.asarray((np.abs(points) < _FARTHEST).all(axis=1))
        if not finite.any():
            raise SampleReadError(f"{path.name} has no point with finite coordinates.", path=path)
        notes.append(f"{path.name}: {int((~finite).sum()):,} points without finite coordinates were left out.")
        cloud = _kept(cloud, finite)
    return finish(cloud, notes, facts)


def _origin(values: NDArray[Any]) -> float:  # Any: file's number format
    """A round number near coordinates that lie so far away that 32 bits would lose the part's detail; else 0."""
    if values.dtype.itemsize < 8:
        return 0.0
    low, high = float(values.min()), float(values.max())
    if not (np.isfinite(low) and np.isfinite(high)) or abs(low + high) / 2 < 1000 * max(high - low, 1e-9):
        return 0.0
    step = 10.0 ** np.ceil(np.log10(max(high - low, 1e-6)))
    return float(np.floor(low / step) * step)


def _triple(columns: Columns, choices: tuple[tuple[str, ...], ...]) -> NDArray[Any] | None:
    """Three columns of the first names that are all there, as [N, 3] in the file's number format."""
    names = next((names for names in choices if columns.keys() >= set(names)), None)
    return None if names is None else np.stack([columns[name] for name in names], axis=1)


def _to_bytes(values: NDArray[Any]) -> NDArray[np.uint8]:  # Any: file's number format
    if values.dtype == np.uint8:
        return values
    values = np.nan_to_num(values.astype(np.float32))
    top = float(values.max(initial=0.0))
    scale = 255.0 if top <= 1.0 else 255.0 / 65535.0 if top > 255.0 else 1.0
    return np.clip(np.rint(values * np.float32(scale)), 0, 255).astype(np.uint8)


def finish(cloud: RawCloud, notes: list[str], facts: DepthFacts) -> RawCloud:
    """A cloud in millimetres, without its background plane where that is asked for, with its notes.

    Where no unit is told, a cloud spanning less than two units is in metres: parts under two millimetres are not
    scanned like this.
    """
    factor = {"m": 1000.0, "cm": 10.0, "um": 0.001, "µm": 0.001, "inch": 25.4, "in": 25.4}.get(facts.unit or "", 1.0)
    if facts.unit is None and 0 < max(float(np.ptp(cloud.points[:, axis])) for axis in range(3)) < 2.0:
        factor = 1000.0
        notes.append("Coordinates span less than 2 units: taken as metres and shown in mm.")
    elif factor != 1.0:
        notes.append(f"Coordinates in {facts.unit} are shown in mm.")
    if factor * facts.scale != 1.0:
        cloud = replace(cloud, points=cloud.points * np.float32(factor * facts.scale))
    if facts.plane_mm is not None:
        on_plane = background_plane(cloud.points, facts.plane_mm)
        if on_plane is None:
            notes.append("No background plane was found.")
        else:
            cloud = _kept(cloud, np.logical_not(on_plane))
            notes.append(f"The background plane was taken away: {on_plane.mean():.0%} of the points.")
    return replace(cloud, notes=tuple(notes))


def _kept(cloud: RawCloud, keep: NDArray[np.bool_]) -> RawCloud:
    """The same cloud with some of its points only."""
    return replace(
        cloud,
        points=cloud.points[keep],
        colours=None if cloud.colours is None else cloud.colours[keep],
        normals=None if cloud.normals is None else cloud.normals[keep],
        pixels=None if cloud.pixels is None else cloud.pixels[keep],
    )


def _read_text(path: Path, token: CancelToken) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Rows of numbers with blanks, commas or semicolons between; one header line may name the columns."""
    with reading(path, "a point cloud"), path.open("r", encoding="utf-8-sig", errors="strict") as file:
        blocks: list[NDArray[np.float64]] = []
        names: tuple[str, ...] = ()
        line_number, count = 0, 0
        for text in _blocks_of_text(file):
            token.raise_if_cancelled()
            lines = text.count("\n") + 1
            text = text.replace(",", " ").replace(";", " ")
            if line_number == 0:
                text, names = _without_header(text)
            try:
                block = _rows(text)
            except ValueError as exc:
                raise SampleReadError(
                    f"{path.name} has a line between {line_number + 1:,} and {line_number + lines:,} that is not "
                    "a row of equally many numbers.",
                    path=path,
                ) from exc
            if blocks and block.size and block.shape[1] != blocks[0].shape[1]:
                raise SampleReadError(
                    f"{path.name} changes its number of columns near line {line_number + 1:,}.", path=path
                )
            if block.size:
                blocks.append(block)
            line_number, count = line_number + lines, count + len(block)
            if count > MAX_POINTS:
                raise too_big(path, count, MAX_POINTS, "points")
    if not blocks:
        raise SampleReadError(f"{path.name} holds no points.", path=path)
    return np.concatenate(blocks), names


def _rows(text: str) -> NDArray[np.float64]:
    """Rows [N, C] of numbers. Raises ValueError; looking for comments takes longer, and few files have any."""
    try:
        return np.loadtxt(StringIO(text), np.float64, comments=None, ndmin=2)
    except ValueError:
        return np.loadtxt(StringIO(text), np.float64, comments=("#", "//"), ndmin=2)


def _blocks_of_text(file: TextIO) -> Iterator[str]:
    """Whole lines, about a megabyte at once; a line longer than that is cut and will not be a row of numbers."""
    while text := file.read(_TEXT_AT_ONCE):
        yield text if text.endswith("\n") else text + file.readline(_TEXT_AT_ONCE)


def _without_header(text: str) -> tuple[str, tuple[str, ...]]:
    """Drop a first line that names columns or (in .pts) tells the number of points."""
    line, _, rest = text.partition("\n")
    first = line.lstrip("#/ ").split()
    if len(first) == 1 and first[0].isdecimal():
        return rest, ()
    try:
        [float(word) for word in first]
    except ValueError:
        return rest, tuple(word.strip("\"'").lower() for word in first)
    return text, ()
