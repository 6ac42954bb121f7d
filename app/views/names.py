"""Short forms of long sample names that keep what tells them apart."""

from __future__ import annotations


def shared_ends(names: list[str]) -> tuple[int, int]:
    """How many characters all names begin and end with, cut back to whole words: what need not be read."""
    if len(names) < 2:
        return 0, 0
    mirrored = [name[::-1] for name in names]
    prefix, suffix = _shared_start(names), _shared_start(mirrored)
    start = max(prefix.rfind(mark) for mark in "/_- ") + 1
    end = max(suffix.rfind(mark) for mark in "/_- ") + 1
    shortest = min(map(len, names))
    return (start, end) if start + end < shortest else (min(start, shortest - 1), 0)


def _shared_start(names: list[str]) -> str:
    first, last = min(names), max(names)  # all others lie between them
    length = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:length]


def short_name(name: str, shared: tuple[int, int]) -> str:
    """A name without what it shares with all others."""
    start, end = shared
    core = name[start : len(name) - end]
    return f"{'…' if start else ''}{core}{'…' if end else ''}"
