"""LAS and LAZ: points of laser scanners, read a million at a time."""

from __future__ import annotations

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
    with reading(path, "a LAS cloud"), laspy.open(path) as reader:
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
