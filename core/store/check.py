"""`verify` of a database: chain, guards, tables against the chain, input and model files against their hashes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select, text
from sqlalchemy.engine import Row

from core.errors import UserFacingError
from core.fingerprint import file_sha256
from core.progress import CancelToken, Progress, ReportProgress, ignore_progress
from core.store import journal, schema
from core.store.bodies import scorer_of
from core.store.chain import GENESIS, AuditRecord, Break, first_break
from core.store.database import Database

KINDS = {
    "result": schema.results,
    "decision": schema.decisions,
    "undo": schema.decisions,
    "threshold": schema.thresholds,
}


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found. `problems` are in the order found; the first is the first break."""

    records: int
    head: str
    problems: tuple[str, ...]
    files: int = 0  # input files hashed again
    models: int = 0  # model files hashed again
    facts: tuple[str, ...] = field(default=())  # what could not be checked, in words

    @property
    def is_intact(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify_database(
    database: Database,
    *,
    expected_head: str = "",
    checks_files: bool = True,
    report: ReportProgress = ignore_progress,
    token: CancelToken | None = None,
) -> Verification:
    """Check everything that can be checked without changing anything.

    Args:
        database: Open.
        expected_head: A hash noted elsewhere (case file, report); the record must contain it.
        checks_files: Hash input and model files again.
    """
    token = token or CancelToken()
    with database.reading() as connection:
        seq, head = journal.head(connection)
        problems = list(_chain_problems(connection, seq, head, expected_head))
        problems += _missing_guards(connection)
        if not problems:
            problems += _table_problems(connection, token)
        problems += _part_problems(connection)
        bodies = _latest_bodies(connection) if checks_files else []
    files, models, facts = 0, set[tuple[str, str]](), []
    for done, body in enumerate(bodies):
        report(Progress(done, len(bodies), str(body.get("sample_id", ""))))
        token.raise_if_cancelled()
        for modality, entry in body.get("inputs", {}).items():
            files += 1
            problems += _file_problem(
                Path(entry["path"]), entry["sha256"], f"{body['sample_id']}: {modality} file", token
            )
        model = body.get("model", {})
        if model.get("sha256"):
            models.add((model["path"], model["sha256"]))
    for path, sha256 in sorted(models):
        problems += _file_problem(Path(path), sha256, "model", token)
    if not checks_files:
        facts.append("Input and model files were not hashed again.")
    return Verification(seq, head, tuple(problems), files, len(models), tuple(facts))


def _chain_problems(connection: Connection, seq: int, head: str, expected: str) -> Iterator[str]:
    seen: list[AuditRecord] = []
    has_expected = not expected

    def watched() -> Iterator[AuditRecord]:
        nonlocal has_expected
        for record in journal.records(connection):
            seen[:] = [record]
            has_expected = has_expected or record.hash == expected
            yield record

    broken: Break | None = first_break(watched())
    if broken is not None:
        yield f"The record breaks at {broken.seq}: {broken.reason}."
        return
    last, last_hash = (seen[0].seq, seen[0].hash) if seen else (0, GENESIS)
    if last < seq:
        yield f"The record breaks at {last + 1}: the last {seq - last} of {seq} records are missing."
    elif last > seq:
        yield f"The record breaks at {seq + 1}: {last - seq} records were added past the program."
    elif last_hash != head:
        yield f"The record breaks at {last}: its hash is not the one noted at the head."
    elif not has_expected:
        yield f"The record does not contain the noted hash {expected[:12]}…: it was written anew or cut."


def _missing_guards(connection: Connection) -> Iterator[str]:
    dialect = connection.dialect.name
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if dialect == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    found = set(connection.execute(text(query)).scalars())
    endings = ("no_update", "no_delete", "no_replace") if dialect == "sqlite" else ("no_change", "no_truncate")
    wanted = {f"{table}_{ending}" for table in schema.APPEND_ONLY for ending in endings} | {"audit_continues"}
    for name in sorted(wanted - found):
        yield f"The guard {name} was taken out of the database: its tables can be changed."


def _table_problems(connection: Connection, token: CancelToken) -> Iterator[str]:
    """Rows of results, decisions and thresholds must repeat their audit records, one to one."""
    for table in (schema.results, schema.decisions, schema.thresholds):
        kinds = [kind for kind, home in KINDS.items() if home is table]
        chain = schema.audit
        expected = select(chain.c.seq, chain.c.body, chain.c.made_at, chain.c.kind).where(chain.c.kind.in_(kinds))
        rows = select(table).order_by(table.c.audit_seq, table.c.id)
        yield from _pairs(
            table, iter(connection.execute(expected.order_by(chain.c.seq))), iter(connection.execute(rows)), token
        )


def _pairs(
    table: Table, records: Iterator[Row[Any]], rows: Iterator[Row[Any]], token: CancelToken
) -> Iterator[str]:  # Any: rows of several tables
    record, row = next(records, None), next(rows, None)
    while record is not None or row is not None:
        token.raise_if_cancelled()
        if row is None or (record is not None and record.seq < row.audit_seq):
            assert record is not None
            yield f"Record {record.seq} ({record.kind}) has no row in {table.name}: it was removed there."
            record = next(records, None)
            continue
        if record is None or row.audit_seq < record.seq:
            yield f"Row {row.id} of {table.name} has no record: it was inserted past the program."
            row = next(rows, None)
            continue
        if row.body != record.body or row.made_at != record.made_at or not _columns_agree(table, row):
            yield f"Row {row.id} of {table.name} differs from record {record.seq}: it was changed."
        record, row = next(records, None), next(rows, None)


def _columns_agree(table: Table, row: Row[Any]) -> bool:  # Any: a row of one of three tables
    body = json.loads(row.body)
    if table is schema.thresholds:
        return bool(row.category == body["category"])
    if table is schema.decisions:
        same = row.reader == body["reader"] and row.undoes == body.get("undoes")
        return bool(
            same and (row.undoes is not None or (row.opinion, row.reading) == (body["opinion"], body["reading"]))
        )
    return True


def _part_problems(connection: Connection) -> Iterator[str]:
    """What the queue shows must be what results and decisions say."""
    parts, results, decisions = schema.parts, schema.results, schema.decisions
    shown = select(parts.c.sample_id, parts.c.score, parts.c.verdict, parts.c.key, parts.c.scorer, results.c.body).join(
        results, results.c.id == parts.c.result_id
    )
    for row in connection.execute(shown):
        body = json.loads(row.body)
        if row.score != body.get("score") or row.verdict != body.get("verdict", "") or row.key != body.get("part"):
            yield f"The queue shows another score or verdict of {row.sample_id} than its result."
        if row.scorer != scorer_of(body):
            yield f"The queue names another model for the score of {row.sample_id} than its result."
    undone = select(decisions.c.undoes).where(decisions.c.undoes.is_not(None))
    kept = (
        select(decisions.c.part_id, decisions.c.reading, decisions.c.opinion)
        .where(decisions.c.undoes.is_(None), decisions.c.id.not_in(undone))
        .order_by(decisions.c.id)
    )
    in_force = {(row.part_id, row.reading): row.opinion for row in connection.execute(kept)}
    for part in connection.execute(select(parts.c.id, parts.c.sample_id, parts.c.first, parts.c.second)):
        if (part.first, part.second) != (in_force.get((part.id, 1), ""), in_force.get((part.id, 2), "")):
            yield f"The queue shows another decision of {part.sample_id} than the record."


def _latest_bodies(connection: Connection) -> list[dict[str, Any]]:  # Any: JSON of result_body
    parts, results = schema.parts, schema.results
    chosen = select(results.c.body).join(parts, parts.c.result_id == results.c.id).order_by(results.c.id)
    return [json.loads(row.body) for row in connection.execute(chosen)]


def _file_problem(path: Path, sha256: str, what: str, token: CancelToken) -> list[str]:
    try:
        found = file_sha256(path, token)
    except UserFacingError as error:
        return [f"{what} {path.name} cannot be checked: {error.message}"]
    return [] if found == sha256 else [f"{what} {path.name} is not the one that was inspected: its content changed."]
