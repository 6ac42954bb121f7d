"""Reading plain and gzipped bytes in small pieces, so that it can be cancelled and never yields more than asked for."""

from __future__ import annotations

import zlib
from io import BufferedReader
from os import fstat
from pathlib import Path
from typing import BinaryIO, Protocol

from core.errors import SampleReadError
from core.progress import CancelToken

_PIECE = 1 << 20  # bytes inflated at once, in about 5 ms, without holding Python's lock


class ByteSource(Protocol):
    """What is read from front to back."""

    def read(self, length: int, /) -> bytes:
        """Up to `length` bytes; empty at the end."""


class GzipSource:
    """Inflates a gzip file piece by piece. The standard library's reader holds Python's lock most of the time."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._inflater = zlib.decompressobj(31)
        self._input = b""

    def read(self, length: int, /) -> bytes:
        """Up to `length` bytes of the inflated data; empty at its end. Raises zlib.error on damaged data."""
        while True:
            if self._inflater.eof:  # another member may follow
                rest = self._inflater.unused_data or self._file.read(_PIECE)
                if not rest.strip(b"\x00"):
                    return b""
                self._inflater, self._input = zlib.decompressobj(31), rest
            if not self._input:
                self._input = self._file.read(_PIECE)
            was_at_end = not self._input
            piece = self._inflater.decompress(self._input, length)
            self._input = self._inflater.unconsumed_tail
            if piece:
                return piece
            if was_at_end and not self._inflater.eof:
                return b""


def read_exactly(path: Path, source: ByteSource, length: int, token: CancelToken) -> bytearray:
    """`length` bytes, never more: a gzip bomb stops at what the header declared. Raises SampleReadError."""
    data = bytearray()
    try:
        if isinstance(source, BufferedReader) and fstat(source.fileno()).st_size - source.tell() >= length:
            data = bytearray(length)  # they are there: no need to let it grow
            with memoryview(data) as whole:
                for start in range(0, length, _PIECE):
                    token.raise_if_cancelled()
                    if source.readinto(whole[start : start + _PIECE]) < len(whole[start : start + _PIECE]):
                        raise EOFError
            return data
        while len(data) < length:
            token.raise_if_cancelled()
            piece = source.read(min(_PIECE, length - len(data)))
            if not piece:
                raise EOFError
            data += piece
    except (EOFError, zlib.error) as exc:
        raise SampleReadError(
            f"{path.name} is cut short or damaged: {len(data):,} of {length:,} bytes could be read.",
            hint="Copy or export it again.",
            path=path,
        ) from exc
    return data


def skip_exactly(path: Path, source: ByteSource, length: int, token: CancelToken) -> None:
    """Pass over `length` bytes without keeping them. Raises SampleReadError when there are fewer."""
    while length > 0:
        piece = min(length, 64 * _PIECE)
        read_exactly(path, source, piece, token)
        length -= piece
