"""Reading the review store: queue rows, columns for tables of 100,000 parts, results, decisions, the record."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Integer, and_, cast, func, literal, or_, select
from sqlalchemy.engine import Row

from core.probing.history import RoutedPart
from core.records import Sample
from core.store import journal, parts
from core.store.bodies import DecisionError, decision_of
from core.store.chain import AuditRecord
from core.store.database import Database
from core.store.schema import audit, decisions, results, thresholds
from core.store.schema import parts as part_table
from core.verdicts import Json, KeptDecision, QueueRow, ThresholdCard, part_key


@dataclass(frozen=True, slots=True, eq=False)
class QueueColumns:
    """What sorting, counting and the live effect need of every part; NaN and -1 where nothing is known."""

    numbers: NDArray[np.int64]
    scores: NDArray[np.float64]
    uncertainties: NDArray[np.float64]
    labels: NDArray[np.int8]  # core.effect: GOOD, DEFECTIVE, UNLABELLED
    undecided: NDArray[np.bool_]  # nobody gave an opinion
    comparable: NDArray[np.bool_]  # scored by one of the asked scorers; all where none is asked for
    revision: int  # of the record when they were read


class StoreReader:
    """Everything that changes nothing."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()

    # --- the queue -----------------------------------------------------------------------------------------------
    def columns(self, category: str | None = None, scorers: Collection[str] | None = None) -> QueueColumns:
        """The sortable columns of all parts (of one category), in the order they were queued.

        Args:
            category: None: all.
            scorers: Whose scores are `comparable`, see `core.store.bodies.scorer_of`; None: everybody's.
        """
        table = part_table.c
        comparable = literal(1) if scorers is None else cast(table.scorer.in_(list(scorers)), Integer)
        label, undecided = func.coalesce(cast(table.is_anomalous, Integer), -1), cast(table.first == "", Integer)
        chosen = select(table.id, table.score, table.uncertainty, label, undecided, comparable)
        if category is not None:
            chosen = chosen.where(part_table.c.category == category)
        with self.database.reading() as connection:
            revision = journal.head(connection)[0]
            rows = connection.execute(chosen.order_by(part_table.c.id)).all()
        values = list(zip(*rows, strict=True)) if rows else [()] * 6  # no loop in Python over 100,000 rows
        return QueueColumns(
            np.array(values[0], np.int64),
            np.array(values[1], np.float64),  # None becomes NaN
            np.array(values[2], np.float64),
            np.array(values[3], np.int8),
            np.array(values[4], np.bool_),
            np.array(values[5], np.bool_),
            revision,
        )

    def search(self, text: str = "", **equal: str) -> NDArray[np.int64]:
        """Numbers of the parts whose name, category, verdict, opinion, reader or reason holds every word.

        Args:
            text: Words, in any case.
            equal: Columns of `parts` that must have exactly this value, e.g. first="".
        """
        places = (
            part_table.c.sample_id,
            part_table.c.category,
            part_table.c.verdict,
            part_table.c.first,
            part_table.c.second,
            part_table.c.decided_by,
            part_table.c.reason,
            part_table.c.state,
        )
        wanted = [part_table.c[name] == value for name, value in equal.items()]
        for word in text.casefold().split():
            wanted.append(or_(*(func.lower(place).contains(word, autoescape=True) for place in places)))
        chosen = select(part_table.c.id).where(and_(True, *wanted)).order_by(part_table.c.id)
        with self.database.reading() as connection:
            return np.asarray(connection.execute(chosen).scalars().all(), dtype=np.int64)

    def opinions(self) -> list[tuple[int, str, str]]:
        """Part, first and second opinion of everything read twice."""
        chosen = select(part_table.c.id, part_table.c.first, part_table.c.second).where(
            part_table.c.first != "", part_table.c.second != ""
        )
        with self.database.reading() as connection:
            return [(int(row[0]), row[1], row[2]) for row in connection.execute(chosen)]

    def categories(self) -> list[str]:
        """Categories of the queued parts."""
        chosen = select(part_table.c.category).where(part_table.c.category != "").distinct()
        with self.database.reading() as connection:
            return sorted(connection.execute(chosen).scalars())

    def count(self, state: str) -> int:
        """Parts in a state: waiting, done or failed."""
        with self.database.reading() as connection:
            chosen = select(func.count()).select_from(part_table).where(part_table.c.state == state)
            return int(connection.execute(chosen).scalar_one())

    def verdict_counts(self) -> dict[str, int]:
        """How many inspected parts got each verdict."""
        chosen = (
            select(part_table.c.verdict, func.count()).where(part_table.c.verdict != "").group_by(part_table.c.verdict)
        )
        with self.database.reading() as connection:
            return {row[0]: int(row[1]) for row in connection.execute(chosen)}

    def table(self) -> Iterator[dict[str, Json]]:
        """Every part as one flat row for CSV and JSON."""
        chosen = (
            select(part_table, results.c.body)
            .join(results, results.c.id == part_table.c.result_id, isouter=True)
            .order_by(part_table.c.id)
        )
        with self.database.reading() as connection:
            for row in connection.execute(chosen):
                yield _flat(row)

    def rows(self, numbers: Sequence[int]) -> list[QueueRow]:
        """Queue rows by number, in the asked order."""
        with self.database.reading() as connection:
            return parts.page(connection, numbers)

    def row(self, sample: Sample) -> QueueRow | None:
        """The queue's row of a sample; None where it was never queued."""
        with self.database.reading() as connection:
            number = parts.number_of(connection, part_key(sample))
            return parts.page(connection, [number])[0] if number is not None else None

    def fault(self, number: int) -> str:
        """Why a part could not be inspected; empty where it could."""
        with self.database.reading() as connection:
            return str(connection.execute(select(part_table.c.fault).where(part_table.c.id == number)).scalar() or "")

    def sample(self, number: int) -> Sample:
        """The sample of a part. Raises DecisionError for an unknown number."""
        with self.database.reading() as connection:
            row = connection.execute(select(part_table).where(part_table.c.id == number)).first()
        if row is None:
            raise DecisionError(f"There is no part {number} in the database.")
        return parts.sample_of(row)

    # --- results and decisions ------------------------------------------------------------------------------------
    def latest_result(self, sample: Sample) -> dict[str, Json] | None:
        """The body of a part's latest result; None where there is none."""
        with self.database.reading() as connection:
            chosen = (
                select(results.c.body)
                .join(part_table, part_table.c.result_id == results.c.id)
                .where(part_table.c.key == part_key(sample))
            )
            text = connection.execute(chosen).scalar()
        return json.loads(text) if text else None

    def decisions_of(self, sample: Sample) -> list[KeptDecision]:
        """Everything decided about a part, undone or not, oldest first."""
        with self.database.reading() as connection:
            number = parts.number_of(connection, part_key(sample))
            return kept_decisions(connection, number) if number is not None else []

    def routed(self, model_sha256: str) -> list[RoutedPart]:
        """The latest inspection of every part by a model, in the order of inspection; older records without routing
        are left out.
        """
        chosen = (
            select(part_table.c.key, part_table.c.sample_id, results.c.made_at, results.c.body)
            .join(results, results.c.id == part_table.c.result_id)
            .order_by(results.c.id)
        )
        found = []
        with self.database.reading() as connection:
            for row in connection.execute(chosen):
                body = json.loads(row.body)
                leaders, distance = body.get("leaders"), body.get("routing_distance")
                if not leaders or body.get("model", {}).get("sha256") != model_sha256:
                    continue
                found.append(
                    RoutedPart(
                        key=row.key,
                        sample_id=row.sample_id,
                        category=str(body.get("category") or "unknown"),
                        modalities=tuple(body["sensors"]),
                        made_at=row.made_at,
                        leaders=np.asarray(leaders, np.int64),
                        distance=float(distance) if distance is not None else None,
                    )
                )
        return found

    # --- thresholds and the record --------------------------------------------------------------------------------
    def threshold_cards(self, category: str | None = None) -> list[ThresholdCard]:
        """Cards, newest first."""
        chosen = select(thresholds.c.body).order_by(thresholds.c.id.desc())
        if category is not None:
            chosen = chosen.where(thresholds.c.category == category)
        with self.database.reading() as connection:
            return [ThresholdCard.from_dict(json.loads(row.body)) for row in connection.execute(chosen)]

    def last_note(self, kind: str) -> dict[str, Json] | None:
        """The body of the last record of a kind; None where there is none."""
        chosen = select(audit.c.body).where(audit.c.kind == kind).order_by(audit.c.seq.desc()).limit(1)
        with self.database.reading() as connection:
            text = connection.execute(chosen).scalar()
        return json.loads(text) if text else None

    def head(self) -> tuple[int, str]:
        """Number and hash of the last audit record."""
        with self.database.reading() as connection:
            return journal.head(connection)

    def audit_of(self, keys: Sequence[str]) -> list[AuditRecord]:
        """The audit records that concern parts."""
        wanted = set(keys)
        with self.database.reading() as connection:
            return [item for item in journal.records(connection) if json.loads(item.body).get("part") in wanted]


def kept_decisions(connection: Connection, part_id: int) -> list[KeptDecision]:
    rows = connection.execute(select(decisions).where(decisions.c.part_id == part_id).order_by(decisions.c.id)).all()
    undone = {row.undoes for row in rows if row.undoes is not None}
    bodies = {row.id: json.loads(row.body) for row in rows}
    return [
        KeptDecision(
            number=row.id,
            made_at=row.made_at,
            decision=replace(decision_of(bodies[row.undoes or row.id]), reader=row.reader),
            undoes=row.undoes,
            is_undone=row.id in undone,
        )
        for row in rows
    ]


def _flat(row: Row[Any]) -> dict[str, Json]:  # Any: a row of parts joined to its result
    body = json.loads(row.body) if row.body else {}
    regions = body.get("regions") or []
    areas = [region["area_mm2"] for region in regions if region.get("area_mm2") is not None]
    return {
        "sample_id": row.sample_id,
        "category": body.get("category") or row.category,
        "score": row.score,
        "threshold": body.get("threshold"),
        "percentile": row.percentile,
        "verdict": row.verdict,
        "regions": len(regions),
        "largest_mm2": max(areas) if areas else None,
        "first_reader": row.first,
        "second_reader": row.second,
        "reason": row.reason,
        "fault": row.fault,
        "map": body.get("map", ""),
        "key": row.key,
        "sensors": ",".join(json.loads(row.files)),
    }
