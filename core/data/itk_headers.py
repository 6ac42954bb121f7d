"""NRRD and MetaImage headers, checked before ITK sees them: a damaged one can crash it instead of failing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from core.data.files import check_file
from core.errors import SampleReadError

_MOST_HEADER = 1 << 20  # bytes
_MOST_AXES = 10
_DATA_KEYS = ("elementdatafile", "data file", "datafile")


def check_header(path: Path) -> int:
    """Bytes of the separate data file that a header names. Raises SampleReadError where ITK must not see it."""
    fields = _fields(path)
    stored = _detached_size(path, fields)
    _check_axes(path, fields)
    return stored


def _fields(path: Path) -> dict[str, str]:
    """The fields of a header of text, keys in small letters."""
    with path.open("rb") as file:
        head = file.read(_MOST_HEADER)
    fields: dict[str, str] = {}
    for number, raw in enumerate(head.split(b"\n")):
        line = raw.strip().decode("latin-1")
        if not line and number:
            break  # the end of an NRRD header
        if line.startswith("#") or (number == 0 and line.startswith("NRRD")):
            continue
        key, sign, value = line.replace("=", ":", 1).partition(":")
        if not sign or not key.isascii() or not line.replace("\t", " ").isprintable():
            raise _damaged(path)
        fields[key.strip().lower()] = value.strip()
        if key.strip().lower() == "elementdatafile":
            break  # the end of a MetaImage header
    return fields


def _detached_size(path: Path, fields: dict[str, str]) -> int:
    """Bytes of the separate data file, which must lie beside the header."""
    total = 0
    for name in _detached_names(path, fields):
        if Path(name).name != name:
            raise SampleReadError(f"{path.name} refers to data outside its own folder.", path=path)
        try:
            total += check_file(path.parent / name)
        except SampleReadError as exc:
            raise SampleReadError(f"{path.name} refers to data that cannot be used: {exc.message}", path=path) from exc
    return total


def _check_axes(path: Path, fields: dict[str, str]) -> None:
    """As many sizes as axes, all of them whole numbers above 0."""
    axes = fields.get("ndims", fields.get("dimension", ""))
    sizes = fields.get("dimsize", fields.get("sizes", "")).split()
    if not axes.isdecimal() or not 1 <= int(axes[:3]) <= _MOST_AXES or len(axes) > 2 or len(sizes) != int(axes):
        raise _damaged(path)
    if not all(size.isdecimal() and len(size) < 10 and int(size) > 0 for size in sizes):
        raise _damaged(path)


def _detached_names(path: Path, fields: dict[str, str]) -> Iterator[str]:
    for value in (fields[key] for key in _DATA_KEYS if key in fields):
        if value.upper() == "LOCAL":
            continue
        if value.upper().startswith("LIST") or "%" in value:
            raise SampleReadError(f"{path.name} is spread over several files.", hint="Save it as one file.", path=path)
        yield value


def _damaged(path: Path) -> SampleReadError:
    return SampleReadError(f"{path.name} has a damaged header.", hint="Copy or export it again.", path=path)
