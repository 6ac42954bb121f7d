"""The review store: every change is one transaction that writes its table row, its audit record and the queue's row."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, case, insert, select, update

from core.records import Sample
from core.store import journal, parts
from core.store.bodies import DecisionError, decision_body, decision_of, scorer_of
from core.store.chain import AuditRecord
from core.store.database import Database
from core.store.reader import StoreReader, kept_decisions
from core.store.schema import decisions, results, thresholds
from core.store.schema import parts as part_table
from core.verdicts import (
    Decision,
    Json,
    ThresholdCard,
    now,
    part_key,
)


class ReviewStore(StoreReader):
    """One station's door to the database. Methods may be called from any thread.

    Args:
        database: Open, with the newest schema.
        actor: Who is logged in; named in every record.
        station: This machine's name by default.
    """

    def __init__(self, database: Database, actor: str = "", station: str = "") -> None:
        super().__init__(database)
        self.actor = actor
        self.station = station or socket.gethostname()

    # --- the queue -----------------------------------------------------------------------------------------------
    def add_parts(self, samples: Iterable[Sample]) -> int:
        """Queue samples that are not there yet; returns how many were new."""
        with self.database.claiming() as connection:
            return parts.add(connection, samples)

    def claim_inspection(self, lease_s: float = parts.LEASE_S) -> parts.Claim | None:
        """Take a part that waits to be inspected; no other station gets it until the lease ends."""
        with self.database.claiming() as connection:
            return parts.claim(connection, self.station, parts.waits_for_inspection(), lease_s)

    def take_to_read(self, sample: Sample, reading: int, reader: str, lease_s: float = parts.READING_LEASE_S) -> str:
        """Take a part, or keep it, that waits for its first or second reader; returns the other station that reads it.

        "" where the part is this station's now, or waits for no reader.
        """
        with self.database.claiming() as connection:
            condition = parts.waits_for_reader(reading, reader)
            return parts.take(connection, self.station, part_key(sample), condition, lease_s)

    def stop_reading(self, sample: Sample) -> None:
        """Give a part back that was taken to be read."""
        with self.database.claiming() as connection:
            parts.leave(connection, self.station, part_key(sample))

    def release(self, claim: parts.Claim) -> None:
        """Give a claimed part back unfinished."""
        with self.database.claiming() as connection:
            parts.release(connection, claim.number, self.station)

    def release_dead(self) -> int:
        """Give back what killed processes of this machine had taken; returns how many parts that freed."""
        with self.database.claiming() as connection:
            return parts.release_dead(connection, self.station.rsplit(":", 1)[0], _is_alive)

    def retry_failed(self) -> int:
        """Queue parts again that could not be inspected; returns how many."""
        with self.database.writing() as connection:
            changed = connection.execute(
                update(part_table).where(part_table.c.state == "failed").values(state="waiting", fault="")
            )
            if changed.rowcount:
                self._append(connection, "retry", {"parts": changed.rowcount}, now())
            return int(changed.rowcount)

    # --- results -------------------------------------------------------------------------------------------------
    def put_result(self, sample: Sample, body: Mapping[str, Json]) -> int:
        """Record an inspection and finish the part's claim; returns the result's number.

        Args:
            sample: Queued if it was not.
            body: From `core.store.bodies.result_body`; JSON without NaN.
        """
        with self.database.writing() as connection:
            number = self._part(connection, sample)
            made_at = now()
            full = {**body, "part": part_key(sample)}
            record = self._append(connection, "result", full, made_at)
            made = connection.execute(
                insert(results).values(audit_seq=record.seq, part_id=number, made_at=made_at, body=record.body)
            )
            result_id = int(_key(made.inserted_primary_key))
            values = {"state": "done", "fault": "", "taken_by": "", "taken_until": 0.0, "result_id": result_id}
            facts = {name: full.get(name) for name in ("score", "percentile", "uncertainty")}
            facts |= {"verdict": str(full.get("verdict", "")), "scorer": scorer_of(full)}
            connection.execute(
                update(part_table).where(part_table.c.id == number).values(**values, **facts, category=_filled(full))
            )
            return result_id

    def put_fault(self, sample: Sample, message: str) -> None:
        """Record that a part could not be inspected, and go on."""
        with self.database.writing() as connection:
            number = self._part(connection, sample)
            self._append(connection, "fault", {"part": part_key(sample), "message": message}, now())
            values = {"state": "failed", "fault": message, "taken_by": "", "taken_until": 0.0}
            connection.execute(update(part_table).where(part_table.c.id == number).values(**values))

    # --- decisions -----------------------------------------------------------------------------------------------
    def decide(self, chosen: Sequence[Decision]) -> list[int]:
        """Record decisions, all or none; returns their numbers.

        Raises:
            DecisionError: Unknown part, or a second reading by the first reader.
            StorageError: Nothing was written; keep the decisions (see `core.store.outbox`).
        """
        with self.database.writing() as connection:
            return [self._decide(connection, decision) for decision in chosen]

    def _decide(self, connection: Connection, decision: Decision) -> int:
        row = connection.execute(select(part_table).where(part_table.c.key == decision.part_key)).first()
        if row is None:
            raise DecisionError("This part is not in the database.", hint="Inspect it first.")
        if decision.reading == 2 and not row.first:
            raise DecisionError(f"{row.sample_id} has no first opinion yet.", hint="Read it as first reader.")
        if decision.reading == 2 and decision.reader == row.decided_by:
            raise DecisionError(
                f"{decision.reader} gave the first opinion of {row.sample_id}.", hint="Someone else reads second."
            )
        body = {**decision_body(decision), "result": row.result_id}
        made_at = now()
        record = self._append(connection, "decision", body, made_at, decision.reader)
        number = self._insert(connection, record, row.id, decision, None)
        self._show_opinion(connection, row.id, decision.reading, decision)
        return number

    def undo(self, number: int, reader: str) -> int:
        """Take a decision back. Both stay in the record. Raises DecisionError when that is not possible."""
        with self.database.writing() as connection:
            row = connection.execute(select(decisions).where(decisions.c.id == number)).first()
            if row is None or row.undoes is not None:
                raise DecisionError(f"There is no decision {number} to undo.")
            if connection.execute(select(decisions.c.id).where(decisions.c.undoes == number)).first():
                raise DecisionError(f"Decision {number} was undone already.")
            undone = decision_of(json.loads(row.body))
            body: dict[str, Json] = {"part": undone.part_key, "undoes": number, "reader": reader}
            record = self._append(connection, "undo", body, now(), reader)
            made = self._insert(connection, record, row.part_id, replace(undone, reader=reader), number)
            kept = [
                item for item in kept_decisions(connection, row.part_id) if item.undoes is None and not item.is_undone
            ]
            in_force = [item.decision for item in kept if item.decision.reading == undone.reading]
            self._show_opinion(connection, row.part_id, undone.reading, in_force[-1] if in_force else None)
            return made

    # --- thresholds ----------------------------------------------------------------------------------------------
    def keep_threshold(self, card: ThresholdCard) -> int:
        """Record a threshold card; returns its number."""
        with self.database.writing() as connection:
            made_at = now()
            record = self._append(connection, "threshold", card.to_dict(), made_at, card.made_by)
            made = connection.execute(
                insert(thresholds).values(
                    audit_seq=record.seq,
                    made_at=made_at,
                    category=card.category,
                    card_sha256=card.sha256,
                    body=record.body,
                )
            )
            return int(_key(made.inserted_primary_key))

    # --- the record ----------------------------------------------------------------------------------------------
    def note(self, kind: str, body: Mapping[str, Json]) -> AuditRecord:
        """Record another event, such as an export or a log-in."""
        with self.database.writing() as connection:
            return self._append(connection, kind, dict(body), now())

    def _append(
        self, connection: Connection, kind: str, body: Mapping[str, Json], made_at: str, actor: str = ""
    ) -> AuditRecord:
        return journal.append(connection, actor or self.actor, self.station, kind, body, made_at)

    def _part(self, connection: Connection, sample: Sample) -> int:
        number = parts.number_of(connection, part_key(sample))
        if number is None:
            parts.add(connection, [sample])
            number = parts.number_of(connection, part_key(sample))
        assert number is not None
        return number

    @staticmethod
    def _insert(
        connection: Connection, record: AuditRecord, part_id: int, decision: Decision, undoes: int | None
    ) -> int:
        made = connection.execute(
            insert(decisions).values(
                audit_seq=record.seq,
                part_id=part_id,
                made_at=record.made_at,
                reader=decision.reader,
                reading=decision.reading,
                opinion="" if undoes is not None else decision.opinion.value,
                undoes=undoes,
                body=record.body,
            )
        )
        return int(_key(made.inserted_primary_key))

    @staticmethod
    def _show_opinion(connection: Connection, part_id: int, reading: int, decision: Decision | None) -> None:
        opinion = decision.opinion.value if decision else ""
        values: dict[str, object] = {"taken_by": "", "taken_until": 0.0}
        if reading == 1:
            values |= {
                "first": opinion,
                "decided_by": decision.reader if decision else "",
                "reason": decision.reason if decision else "",
            }
        else:
            values |= {"second": opinion}
        connection.execute(update(part_table).where(part_table.c.id == part_id).values(**values))


def _filled(body: Mapping[str, Json]) -> ColumnElement[str]:
    """The part's own category, or the recipe it was inspected by."""
    recipe = str(body.get("category") or "")
    return case((part_table.c.category == "", "" if recipe == "unknown" else recipe), else_=part_table.c.category)


def open_store(where: str | Path, actor: str = "", station: str = "") -> ReviewStore:
    """Open or make a review database. Raises StorageError."""
    return ReviewStore(Database(where), actor, station)


def _key(key: Sequence[object] | None) -> int:
    assert key is not None
    return int(str(key[0]))


def _is_alive(process: int) -> bool:
    if os.name == "nt":
        return True  # there os.kill would end it; its lease ends by itself
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # someone else's
    return True
