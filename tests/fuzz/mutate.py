"""Damage that real files suffer and that hostile ones are made of. The same seed and number give the same damage."""

from __future__ import annotations

import gzip
import zlib
from random import Random

_PNG = b"\x89PNG\r\n\x1a\n"
_NUMBERS = [0, 1, 2, 3, 4, 7, 8, 16, 32, 64, 100, 127, 128, 255, 256, 512, 1023, 4096, 32767, 32768, 65535, 65536]
_NUMBERS += [10**6, 2**24, 2**31 - 1, 2**31, 2**32 - 2, 2**32 - 1, 2**40, 2**63 - 1, 2**63, 2**64 - 1]
_WORDS = [
    b"-1",
    b"0",
    b"nan",
    b"inf",
    b"-inf",
    b"1e309",
    b"99999999999999999999",
    b"..",
    b"/etc/passwd",
    b"%s%n",
    b"\xff\xfe",
]
_WORDS += [b"\x00", b"1e-320", b"0x10", b'"', b"[", b"{", b"\n\n", b"'; --", b"A" * 300]


def mutate(data: bytes, others: list[bytes], random: Random, is_gzip: bool = False) -> bytes:
    """A damaged copy of a file.

    Args:
        data: The good file.
        others: Other good files, to splice with.
        random: Decides everything.
        is_gzip: Whether half of the damage goes into what is packed.
    """
    if data.startswith(_PNG) and random.random() < 0.5:  # or its checksums would refuse everything at once
        return _with_checksums(_mutated(data, others, random))
    if is_gzip and random.random() < 0.5:
        try:
            return gzip.compress(mutate(gzip.decompress(data), others, random), 1, mtime=0)
        except (OSError, EOFError, zlib.error):
            pass
    return _mutated(data, others, random)


def _with_checksums(png: bytes) -> bytes:
    """A PNG whose chunks' checksums are right again, as far as its chunks can be followed."""
    fixed, at = bytearray(png), len(_PNG)
    while at + 12 <= len(fixed):
        end = at + 8 + int.from_bytes(fixed[at : at + 4], "big")
        if end + 4 > len(fixed):
            break
        fixed[end : end + 4] = zlib.crc32(fixed[at + 4 : end]).to_bytes(4, "big")
        at = end + 4
    return bytes(fixed)


def _mutated(data: bytes, others: list[bytes], random: Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 2, 3, 6, 12))):
        random.choice(_DAMAGES)(damaged, others, random)
        if not damaged:
            return b"" if random.random() < 0.2 else bytes(random.randbytes(random.randrange(1, 64)))
    return bytes(damaged)


def _place(data: bytearray, random: Random) -> int:
    """Anywhere, but more often near the start, where headers are."""
    return min(int(random.random() ** random.choice((1, 3, 5)) * len(data)), len(data) - 1)


def _flip(data: bytearray, _others: list[bytes], random: Random) -> None:
    data[_place(data, random)] ^= 1 << random.randrange(8)


def _set_byte(data: bytearray, _others: list[bytes], random: Random) -> None:
    data[_place(data, random)] = random.choice((0, 1, 127, 128, 255, random.randrange(256)))


def _set_number(data: bytearray, _others: list[bytes], random: Random) -> None:
    size = random.choice((2, 4, 4, 8))
    value = random.choice(_NUMBERS) % (1 << 8 * size)
    at = _place(data, random)
    data[at : at + size] = value.to_bytes(size, random.choice(("little", "big")))


def _set_word(data: bytearray, _others: list[bytes], random: Random) -> None:
    at = _place(data, random)
    length = random.choice((0, 1, 2, 4))
    data[at : at + length] = random.choice(_WORDS)


def _cut_end(data: bytearray, _others: list[bytes], random: Random) -> None:
    del data[random.randrange(len(data)) :]


def _delete(data: bytearray, _others: list[bytes], random: Random) -> None:
    at = _place(data, random)
    del data[at : at + random.choice((1, 2, 4, 16, 200))]


def _repeat(data: bytearray, _others: list[bytes], random: Random) -> None:
    at = _place(data, random)
    piece = bytes(data[at : at + random.choice((1, 4, 16, 100))])
    data[at:at] = piece * random.choice((1, 2, 50))


def _zero(data: bytearray, _others: list[bytes], random: Random) -> None:
    at = _place(data, random)
    length = min(random.choice((4, 64, 1000)), len(data) - at)
    data[at : at + length] = bytes([random.choice((0, 255))]) * length


def _splice(data: bytearray, others: list[bytes], random: Random) -> None:
    other = random.choice(others)
    at, start = _place(data, random), random.randrange(len(other))
    piece = other[start : start + random.choice((8, 64, 1000))]
    data[at : at + len(piece)] = piece


_DAMAGES = (_flip, _set_byte, _set_number, _set_number, _set_word, _cut_end, _delete, _repeat, _zero, _splice)
