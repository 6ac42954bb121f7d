"""The queue: parts, who works on which, and pages of rows for tables. Functions over an open transaction."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select, update
from sqlalchemy.engine import Row

from core.records import FileChoice, Sample
from core.store.schema import parts
from core.verdicts import QueueRow, canonical_json, now, part_key

LEASE_S = 600.0  # a station that died gives its part back after this
READING_LEASE_S = 120.0  # the same of a reader, whose window renews it while the part is on screen
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Claim:
    """A part that one station works on until `until` (seconds since 1970)."""

    number: int
    key: str
    sample: Sample
    until: float


def sample_facts(sample: Sample) -> str:
    """What of a sample besides its files must survive, as canonical JSON."""
    return canonical_json(
        {
            "set_name": sample.set_name,
            "split": sample.split,
            "defect": sample.defect,
            "mask_file": str(sample.mask_file) if sample.mask_file else None,
            "is_registered": sample.is_registered,
            "parts": dict(sample.parts),
            "choices": {modality: asdict(choice) for modality, choice in sample.choices.items()},
        }
    )


def sample_of(row: Row[Any]) -> Sample:  # Any: a row of `parts`
    """The sample of a part's row."""
    facts = json.loads(row.sample)
    return Sample(
        sample_id=row.sample_id,
        files={modality: Path(path) for modality, path in json.loads(row.files).items()},
        category=row.category,
        set_name=facts["set_name"],
        split=facts["split"],
        is_anomalous=row.is_anomalous,
        defect=facts["defect"],
        mask_file=Path(facts["mask_file"]) if facts["mask_file"] else None,
        is_registered=facts["is_registered"],
        parts=facts.get("parts", {}),
        choices={modality: FileChoice(**choice) for modality, choice in facts.get("choices", {}).items()},
    )


def add(connection: Connection, samples: Iterable[Sample]) -> int:
    """Queue samples that are not there yet; returns how many were new."""
    wanted = {part_key(sample): sample for sample in samples}
    keys = list(wanted)
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        for row in connection.execute(select(parts.c.key).where(parts.c.key.in_(chunk))):
            del wanted[row.key]
    rows = [
        {
            "key": key,
            "sample_id": sample.sample_id,
            "category": sample.category,
            # insertion order is the model's slot order: not canonical_json, which sorts
            "files": json.dumps({modality: str(path.absolute()) for modality, path in sample.files.items()}),
            "sample": sample_facts(sample),
            "is_anomalous": sample.is_anomalous,
            "added_at": now(),
            "state": "waiting",
        }
        for key, sample in wanted.items()
    ]
    if rows:
        connection.execute(insert(parts), rows)
    return len(rows)


def number_of(connection: Connection, key: str) -> int | None:
    """The part of a key; None where it was never queued."""
    found = connection.execute(select(parts.c.id).where(parts.c.key == key)).scalar()
    return int(found) if found is not None else None


def claim(
    connection: Connection, station: str, condition: ColumnElement[bool], lease_s: float, at: float | None = None
) -> Claim | None:
    """Take the first free part that fits; None when there is none.

    On PostgreSQL a row that another station is just taking is skipped, not waited for; on SQLite the transaction holds
    the file's only write lock. Either way no two stations get the same part.
    """
    at = time.time() if at is None else at
    free = or_(parts.c.taken_by == "", parts.c.taken_until < at)
    chosen = select(parts).where(and_(condition, free)).order_by(parts.c.id).limit(1)
    row = connection.execute(chosen.with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    connection.execute(update(parts).where(parts.c.id == row.id).values(taken_by=station, taken_until=at + lease_s))
    return Claim(row.id, row.key, sample_of(row), at + lease_s)


def waits_for_inspection() -> ColumnElement[bool]:
    """Parts without a result."""
    return parts.c.state == "waiting"


def waits_for_reader(reading: int, reader: str) -> ColumnElement[bool]:
    """Inspected parts without a first opinion; or with one of another reader but without a second."""
    inspected = parts.c.state != "waiting"
    if reading == 1:
        return and_(inspected, parts.c.first == "")
    return and_(inspected, parts.c.first != "", parts.c.second == "", parts.c.decided_by != reader)


def take(connection: Connection, station: str, key: str, condition: ColumnElement[bool], lease_s: float) -> str:
    """Take one part, or keep it, where it fits and is free; returns the other station that has it, or ""."""
    at = time.time()
    wanted = and_(parts.c.key == key, condition)
    free = or_(parts.c.taken_by.in_(("", station)), parts.c.taken_until < at)
    mine = update(parts).where(and_(wanted, free)).values(taken_by=station, taken_until=at + lease_s)
    if connection.execute(mine).rowcount:
        return ""
    return connection.execute(select(parts.c.taken_by).where(wanted)).scalar() or ""


def leave(connection: Connection, station: str, key: str) -> None:
    """Give one part back, if this station has it."""
    mine = and_(parts.c.key == key, parts.c.taken_by == station)
    connection.execute(update(parts).where(mine).values(taken_by="", taken_until=0.0))


def release(connection: Connection, number: int, station: str) -> None:
    """Give a claimed part back."""
    mine = and_(parts.c.id == number, parts.c.taken_by == station)
    connection.execute(update(parts).where(mine).values(taken_by="", taken_until=0.0))


def release_dead(connection: Connection, host: str, is_alive: Callable[[int], bool]) -> int:
    """Give back the claims of this machine's processes that live no more; returns how many parts that freed."""
    held = select(parts.c.taken_by).where(parts.c.taken_by.like(f"{host}:%")).distinct()
    dead = []
    for name in connection.execute(held).scalars():
        number = name.rsplit(":", 1)[-1]
        if number.isdigit() and not is_alive(int(number)):
            dead.append(name)
    if not dead:
        return 0
    freed = update(parts).where(parts.c.taken_by.in_(dead)).values(taken_by="", taken_until=0.0)
    return int(connection.execute(freed).rowcount)


def page(connection: Connection, numbers: Sequence[int]) -> list[QueueRow]:
    """Rows by part number, in the asked order; unknown numbers are left out."""
    found: dict[int, QueueRow] = {}
    for start in range(0, len(numbers), _CHUNK):
        chunk = list(numbers[start : start + _CHUNK])
        for row in connection.execute(select(parts).where(parts.c.id.in_(chunk))):
            found[row.id] = _row(row)
    return [found[number] for number in numbers if number in found]


def _row(row: Row[Any]) -> QueueRow:  # Any: a row of `parts`
    return QueueRow(
        number=row.id,
        key=row.key,
        sample_id=row.sample_id,
        category=row.category,
        score=row.score,
        percentile=row.percentile,
        uncertainty=row.uncertainty,
        verdict=row.verdict,
        first=row.first,
        second=row.second,
        decided_by=row.decided_by,
        reason=row.reason,
        state=row.state,
        is_anomalous=row.is_anomalous,
    )
