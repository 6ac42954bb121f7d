"""E57, the exchange format of laser scanners: all scans of a file in its common frame, with colours."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.cloud_headers import Columns
from core.data.files import MAX_POINTS, reading, too_big
from core.errors import SampleReadError
from core.progress import CancelToken

_PAGE, _SUM = 1024, 4  # bytes of a page, and of the checksum at its end
_LARGEST_LIST = 16 << 20  # bytes of the XML that lists the scans
_MOST_PACKED = 8  # points a byte: coordinates of less than one bit are no scan
_AXES = {"x": "cartesianX", "y": "cartesianY", "z": "cartesianZ"}
_COLOURS = {"red": "colorRed", "green": "colorGreen", "blue": "colorBlue"}


def read_e57(path: Path, notes: list[str], token: CancelToken) -> Columns:
    """Coordinates (64 bits, metres) and colours of all scans. Raises SampleReadError."""
    pye57: Any = import_module("pye57")  # Any: its functions have no types
    with reading(path, "an E57 cloud"):
        _check_list(path)
        with pye57.E57(str(path)) as file:
            count = int(file.scan_count)
            headers = [file.get_header(number) for number in range(min(count, 10_000))]
            points = sum(int(header.point_count) for header in headers)
            if points < 1:
                raise SampleReadError(f"{path.name} holds no points.", path=path)
            if points > MAX_POINTS:
                raise too_big(path, points, MAX_POINTS, "points")
            if points > _MOST_PACKED * path.stat().st_size:
                raise SampleReadError(f"{path.name} is cut short.", hint="Copy or export it again.", path=path)
            has_colours = all(set(_COLOURS.values()) <= set(header.point_fields) for header in headers)
            names = {**_AXES, **(_COLOURS if has_colours else {})}
            parts: dict[str, list[NDArray[Any]]] = {name: [] for name in names}  # Any: the file's number format
            for number in range(count):
                token.raise_if_cancelled()
                scan = file.read_scan(number, colors=has_colours, ignore_missing_fields=True)
                for name, theirs in names.items():
                    parts[name].append(np.asarray(scan[theirs]))
    if count > 1:
        notes.append(f"{path.name} holds {count} scans; they are taken together in its common frame.")
    return {name: np.concatenate(blocks) for name, blocks in parts.items()}


def _check_list(path: Path) -> None:
    """Refuse a list of scans that is not where the header says, or that defines entities: they can name other files."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(48)
        start, length = (int.from_bytes(head[at : at + 8], "little") for at in (24, 32))
        page = int.from_bytes(head[40:48], "little")
        if page != _PAGE or not 48 <= start < size or not 0 < length <= min(size, _LARGEST_LIST):
            raise SampleReadError(f"{path.name} is cut short or damaged.", hint="Copy or export it again.", path=path)
        first = start // _PAGE * _PAGE
        file.seek(first)
        stored = file.read(length + length // (_PAGE - _SUM) * _SUM + 2 * _PAGE)
    pages = [stored[at : at + _PAGE - _SUM] for at in range(0, len(stored), _PAGE)]
    listed = b"".join(pages)[start - first :][:length]
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", listed, re.IGNORECASE):
        raise SampleReadError(f"{path.name} defines entities, which no scanner does.", path=path)
