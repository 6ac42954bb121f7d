"""LAS and LAZ: points of laser scanners, read a million at a time."""

from __future__ import annotations

import struct
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.cloud_headers import Columns
from core.data.files import MAX_POINTS, check_file, reading, too_big
from core.errors import SampleReadError
from core.progress import CancelToken

_POINTS_AT_ONCE = 1_000_000
_MOST_PACKED = 400  # bytes of points that one byte of a LAZ may hold


def read_las(path: Path, token: CancelToken) -> Columns:
    """Scaled coordinates (64 bits: they are often far from the origin) and colours. Raises SampleReadError."""
    laspy: Any = import_module("laspy")  # Any: its functions have no types
    size = check_file(path)
    with reading(path, "a LAS cloud"):
        _check_header(path, size)
    backend = laspy.LazBackend.LazrsParallel  # shares the chunks of a piece among the cores
    with reading(path, "a LAS cloud"), laspy.open(path, laz_backend=backend) as reader:
        header = reader.header
        count, length = int(header.point_count), int(header.point_format.size)
        if count < 1:
            raise SampleReadError(f"{path.name} holds no points.", path=path)
        if count > MAX_POINTS:
            raise too_big(path, count, MAX_POINTS, "points")
        if count * length > size * (_MOST_PACKED if header.are_points_compressed else 1):
            raise SampleReadError(
                f"{path.name} is cut short: its header declares {count:,} points.",
                hint="Copy or export it again.",
                path=path,
            )
        has_colours = {"red", "green", "blue"} <= set(header.point_format.dimension_names)
        names = ("x", "y", "z", "red", "green", "blue") if has_colours else ("x", "y", "z")
        blocks: dict[str, list[NDArray[Any]]] = {name: [] for name in names}
        for points in reader.chunk_iterator(min(_POINTS_AT_ONCE, count)):
            token.raise_if_cancelled()
            for name, parts in blocks.items():
                parts.append(np.asarray(points[name]))
        columns = {name: np.concatenate(parts) for name, parts in blocks.items()}
        if len(columns["x"]) < count:
            raise SampleReadError(f"{path.name} is cut short.", hint="Copy or export it again.", path=path)
        if has_colours and not any(columns[name].any() for name in ("red", "green", "blue")):
            return {name: columns[name] for name in "xyz"}  # room for colours that were never written
        return columns


def _check_header(path: Path, size: int) -> None:
    """Refuse numbers that the libraries would trust: one of them counts to four billion, one ends the process."""
    with path.open("rb") as file:
        head = file.read(375).ljust(375, b"\0")
        header_size, start, records = struct.unpack_from("<HII", head, 94)
        count = max(
            struct.unpack_from("<I", head, 107)[0], struct.unpack_from("<Q", head, 247)[0] if head[25] >= 4 else 0
        )
        if not (227 <= header_size <= start <= size) or records * 54 > start - header_size:
            raise SampleReadError(f"{path.name} has a header that contradicts itself.", path=path)
        if head[25] >= 4:
            extended, extra = struct.unpack_from("<QI", head, 235)
            if extra and (extended + extra * 60 > size):
                raise SampleReadError(f"{path.name} has a header that contradicts itself.", path=path)
        if head[104] & 0x80:  # compressed: the table that says where its chunks lie
            file.seek(start)
            table = int.from_bytes(file.read(8), "little", signed=True)
            if table == -1:  # written by a stream that could not go back
                file.seek(size - 8)
                table = int.from_bytes(file.read(8), "little", signed=True)
            if not start <= table <= size - 8:
                raise SampleReadError(f"{path.name} is cut short.", hint="Copy or export it again.", path=path)
            file.seek(table + 4)
            chunks = int.from_bytes(file.read(4), "little")
            if chunks > min(count + 1, size):
                raise SampleReadError(f"{path.name} has a header that contradicts itself.", path=path)
