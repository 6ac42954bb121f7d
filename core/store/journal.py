"""Writing and reading the audit record inside a transaction."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, insert, select, update

from core.store.chain import AuditRecord, sealed
from core.store.schema import audit, audit_head
from core.verdicts import canonical_json

_PAGE = 2000


def append(connection: Connection, actor: str, station: str, kind: str, body: object, made_at: str) -> AuditRecord:
    """Add one record; the transaction must be a `Database.writing` one, which holds the head's lock."""
    head = connection.execute(select(audit_head.c.seq, audit_head.c.hash)).one()
    record = sealed(head.seq + 1, made_at, actor, station, kind, canonical_json(body), head.hash)
    connection.execute(
        insert(audit).values(
            seq=record.seq,
            made_at=record.made_at,
            actor=record.actor,
            station=record.station,
            kind=record.kind,
            body=record.body,
            previous=record.previous,
            hash=record.hash,
        )
    )
    connection.execute(update(audit_head).values(seq=record.seq, hash=record.hash))
    return record


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last record."""
    row = connection.execute(select(audit_head.c.seq, audit_head.c.hash)).one()
    return row.seq, row.hash


def records(connection: Connection, after: int = 0) -> Iterator[AuditRecord]:
    """All records after a number, in order, a page at a time."""
    while True:
        rows = connection.execute(select(audit).where(audit.c.seq > after).order_by(audit.c.seq).limit(_PAGE)).all()
        if not rows:
            return
        for row in rows:
            yield AuditRecord(*row)
        after = rows[-1].seq
