"""What the headers of pictures declare, held against what their files can contain, before anything is decoded.

Decoders believe a header and reserve the memory that it asks for; a few damaged bytes may ask for gigabytes.
"""

from __future__ import annotations

import struct
from pathlib import Path

from core.data.files import MAX_IMAGE_PIXELS, too_big
from core.errors import SampleReadError

_DEFLATED = 1100  # bytes that a deflated byte may unpack to: 1032, and some room
_GIF_PIXELS = 3000  # pixels that a byte of LZW may unpack to: 4096 in a code of 12 bits, and some room
_SMALL = 1 << 24  # px: a GIF of no more is decoded, whatever its file holds
_START_OF_J2K = b"\xff\x4f\xff\x51"


def check_size(path: Path, width: int, height: int) -> None:
    """Raise SampleReadError unless a picture has pixels, and no more than the program will load."""
    if width < 1 or height < 1:
        raise SampleReadError(f"{path.name} has no pixels.", path=path)
    if width * height > MAX_IMAGE_PIXELS:
        raise too_big(path, width * height, MAX_IMAGE_PIXELS, "pixels")


def check_deflated(path: Path, size: int) -> None:
    """Raise SampleReadError where a header declares more bytes than a deflated file of this size can hold."""
    if size > _DEFLATED * path.stat().st_size:
        raise cut_short(path)


def check_gif(path: Path, width: int, height: int) -> None:
    """Raise SampleReadError where a GIF declares more pixels than its bytes can hold."""
    if width * height > max(_SMALL, _GIF_PIXELS * path.stat().st_size):
        raise cut_short(path)


def has_whole_chunks(content: bytes) -> bool:
    """Whether every chunk of a PNG up to its last one (IEND) lies inside the file."""
    at = 8
    while at + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        at += 12 + length
        if kind == b"IEND":
            return bool(at <= len(content))
    return False


def is_jpeg_2000_of(code: bytes, rows: int, columns: int) -> bool:
    """Whether a JPEG 2000 codestream declares rows x columns pixels in a sane number of tiles (ISO/IEC 15444-1, A.5.1).

    True also for what does not begin as a codestream: a decoder refuses that at once.
    """
    if not code.startswith(_START_OF_J2K) or len(code) < 38:
        return True
    right, bottom, left, top, tile_width, tile_height = struct.unpack_from(">6I", code, 8)
    tiles = -(-(right - left) // max(tile_width, 1)) * -(-(bottom - top) // max(tile_height, 1))
    return bool((bottom - top, right - left) == (rows, columns) and tiles <= 65_535)


def cut_short(path: Path) -> SampleReadError:
    """The error of a file that holds less than it declares."""
    return SampleReadError(f"{path.name} is cut short.", hint="Copy or export it again.", path=path)
