"""The hash chain of the audit record: pure functions over plain values.

Each record's hash covers its number, time, actor, station, kind, body and the hash of the record before, so that a
record changed, removed, inserted or moved breaks the chain at a place that can be named. Whoever can rewrite the whole
database can also recompute every hash; against that, note a head hash elsewhere (case files and reports carry one).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.verdicts import digest

GENESIS = "0" * 64  # what the first record names as the one before


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One line of the record. `body` is canonical JSON text."""

    seq: int
    made_at: str
    actor: str
    station: str
    kind: str
    body: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the record is not what it was."""

    seq: int
    reason: str


def record_hash(seq: int, made_at: str, actor: str, station: str, kind: str, body: str, previous: str) -> str:
    """The hash of a record's fields."""
    return digest([seq, made_at, actor, station, kind, body, previous])


def sealed(seq: int, made_at: str, actor: str, station: str, kind: str, body: str, previous: str) -> AuditRecord:
    """A record with its hash."""
    made = record_hash(seq, made_at, actor, station, kind, body, previous)
    return AuditRecord(seq, made_at, actor, station, kind, body, previous, made)


def first_break(records: Iterable[AuditRecord], start: int = 1, previous: str = GENESIS) -> Break | None:
    """Walk records in their stored order; the first that does not continue the chain, or None."""
    expected = start
    for record in records:
        if record.seq > expected:
            return Break(expected, f"record {expected} is missing: {record.seq} follows {expected - 1}")
        if record.seq < expected:
            return Break(record.seq, f"record {record.seq} stands where {expected} belongs")
        content = record_hash(
            record.seq, record.made_at, record.actor, record.station, record.kind, record.body, record.previous
        )
        if content != record.hash:
            return Break(record.seq, f"record {record.seq} ({record.kind}) was changed after it was written")
        if record.previous != previous:
            return Break(record.seq, f"record {record.seq} does not follow record {expected - 1}")
        previous, expected = record.hash, expected + 1
    return None
