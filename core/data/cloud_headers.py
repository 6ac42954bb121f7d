"""PLY and PCD point files. Headers are checked against the file's size before a byte of data is read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from core.data.files import MAX_POINTS, check_file, reading, too_big
from core.errors import SampleReadError
from core.progress import CancelToken
from core.warmup import import_open3d

_MAX_HEADER_LINES = 500
_MAX_LINE = 4096
_ROWS_AT_ONCE = 20_000
_PLY_TYPES = {
    **dict.fromkeys(("char", "int8"), "i1"),
    **dict.fromkeys(("uchar", "uint8"), "u1"),
    **dict.fromkeys(("short", "int16"), "i2"),
    **dict.fromkeys(("ushort", "uint16"), "u2"),
    **dict.fromkeys(("int", "int32"), "i4"),
    **dict.fromkeys(("uint", "uint32"), "u4"),
    **dict.fromkeys(("float", "float32"), "f4"),
    **dict.fromkeys(("double", "float64"), "f8"),
}
Columns = Mapping[str, NDArray[Any]]  # one array [N] a column by its name; Any: the file's number formats


def read_ply(path: Path, token: CancelToken) -> Columns:
    """The vertices of a PLY file (text or binary); faces are left out. Raises SampleReadError."""
    size = check_file(path)
    with reading(path, "a PLY cloud"), path.open("rb") as file:
        encoding, count, fields = _ply_header(path, file)
        if encoding == "ascii":
            return _text_rows(path, file, count, fields, token)
        order = "<" if encoding == "binary_little_endian" else ">"
        return _binary_rows(path, file, size, count, np.dtype([(n, order + t) for n, t in fields]))


def read_pcd(path: Path, token: CancelToken) -> Columns:
    """The points of a PCD file (text, binary or compressed). Raises SampleReadError."""
    size = check_file(path)
    with reading(path, "a PCD cloud"), path.open("rb") as file:
        encoding, count, fields = _pcd_header(path, file)
        if encoding == "ascii":
            columns = _text_rows(path, file, count, fields, token)
        elif encoding == "binary":
            columns = _binary_rows(path, file, size, count, np.dtype([(n, "<" + t) for n, t in fields]))
        elif encoding == "binary_compressed":
            if count * sum(np.dtype(t).itemsize for _, t in fields) > 300 * size:
                raise SampleReadError(f"{path.name} is cut short.", hint="Copy or export it again.", path=path)
            return _compressed_pcd(path)
        else:
            raise SampleReadError(f"{path.name} is a PCD file of unknown encoding.", path=path)
    return _unpack_rgb(columns, dict(fields)["rgb"]) if "rgb" in columns else columns


def _ply_header(path: Path, file: BinaryIO) -> tuple[str, int, list[tuple[str, str]]]:
    encoding, count, fields, element = "", -1, [], ""
    for line in _header_lines(path, file, "end_header"):
        words = line.split()
        if words[:1] == ["format"]:
            encoding = words[1]
        elif words[:1] == ["element"]:
            if element == "" and words[1] != "vertex":
                raise SampleReadError(f"{path.name} does not start with its points.", path=path)
            element = words[1]
            count = int(words[2]) if element == "vertex" else count
        elif words[:1] == ["property"] and element == "vertex":
            if words[1] == "list" or words[1] not in _PLY_TYPES:
                raise SampleReadError(f"{path.name} has points with a property that is no number.", path=path)
            fields.append((words[2].lower(), _PLY_TYPES[words[1]]))
    if encoding not in ("ascii", "binary_little_endian", "binary_big_endian"):
        raise SampleReadError(f"{path.name} has a PLY header without a known format.", path=path)
    return encoding, _checked_count(path, count, fields), fields


def _pcd_header(path: Path, file: BinaryIO) -> tuple[str, int, list[tuple[str, str]]]:
    entries: dict[str, list[str]] = {}
    for line in _header_lines(path, file, "DATA"):
        words = line.split()
        if words and not words[0].startswith("#"):
            entries[words[0].upper()] = words[1:]
    names, sizes, kinds = entries["FIELDS"], entries["SIZE"], entries["TYPE"]
    repeats = [int(n) for n in entries.get("COUNT", ["1"] * len(names))]
    fields: list[tuple[str, str]] = []
    for name, size, kind, repeat in zip(names, sizes, kinds, repeats, strict=True):
        for index in range(min(repeat, 64)):
            unique = name.lower() if repeat == 1 and name != "_" else f"{name}_{len(fields)}_{index}"
            fields.append((unique, {"F": "f", "I": "i", "U": "u"}[kind.upper()] + size))
    points = entries.get("POINTS", entries["WIDTH"])
    return entries["DATA"][0].lower(), _checked_count(path, int(points[0]), fields), fields


def _header_lines(path: Path, file: BinaryIO, last: str) -> list[str]:
    lines: list[str] = []
    for _ in range(_MAX_HEADER_LINES):
        line = file.readline(_MAX_LINE).decode("ascii", errors="replace").strip()
        lines.append(line)
        if line.split()[:1] == [last]:
            return lines
    raise SampleReadError(f"{path.name} has a header without an end.", hint="Copy or export it again.", path=path)


def _checked_count(path: Path, count: int, fields: list[tuple[str, str]]) -> int:
    if count < 1 or len(fields) < 3 or not {"x", "y", "z"} <= {name for name, _ in fields}:
        raise SampleReadError(f"{path.name} holds no points with X, Y and Z.", path=path)
    if count > MAX_POINTS:
        raise too_big(path, count, MAX_POINTS, "points")
    return count


def _binary_rows(path: Path, file: BinaryIO, size: int, count: int, dtype: np.dtype[Any]) -> Columns:  # Any: mixed
    if file.tell() + count * dtype.itemsize > size:
        raise SampleReadError(
            f"{path.name} is cut short: its header declares {count:,} points.",
            hint="Copy or export it again.",
            path=path,
        )
    rows = np.frombuffer(file.read(count * dtype.itemsize), dtype)
    return {name: rows[name] for name in dtype.names or ()}  # views: nothing is copied yet


def _text_rows(path: Path, file: BinaryIO, count: int, fields: list[tuple[str, str]], token: CancelToken) -> Columns:
    blocks: list[NDArray[np.float64]] = []
    left = count
    while left > 0:
        token.raise_if_cancelled()
        lines = [line for line in (file.readline() for _ in range(min(left, _ROWS_AT_ONCE))) if line.strip()]
        if not lines:
            raise SampleReadError(
                f"{path.name} is cut short: its header declares {count:,} points.",
                hint="Copy or export it again.",
                path=path,
            )
        blocks.append(np.loadtxt(lines, dtype=np.float64, ndmin=2, usecols=range(len(fields)), encoding="ascii"))
        left -= len(lines)
    table = np.concatenate(blocks)
    return {name: table[:, index] for index, (name, _) in enumerate(fields)}


def _unpack_rgb(columns: Columns, kind: str) -> Columns:
    """PCD packs colours as 0x00RRGGBB in one number, often disguised as a float."""
    column = columns["rgb"]
    packed = column.astype(np.float32).view(np.uint32) if kind == "f4" else column.astype(np.uint32)
    shifts = {"red": 16, "green": 8, "blue": 0}
    return {**columns, **{name: ((packed >> shift) & 255).astype(np.uint8) for name, shift in shifts.items()}}


def _compressed_pcd(path: Path) -> Columns:
    o3d = import_open3d()  # takes a second; only this rare encoding needs it
    with o3d.utility.VerbosityContextManager(o3d.utility.VerbosityLevel.Error):
        cloud = o3d.io.read_point_cloud(path)
    if len(cloud.points) == 0:
        raise SampleReadError(f"{path.name} is damaged: its points cannot be unpacked.", path=path)
    columns: dict[str, NDArray[Any]] = dict(zip("xyz", np.asarray(cloud.points).T, strict=True))
    if cloud.has_colors():
        columns |= zip(("red", "green", "blue"), np.asarray(cloud.colors).T, strict=True)
    return columns
