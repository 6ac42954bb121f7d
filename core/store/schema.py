"""Tables of the newest schema version. Migrations lead to exactly these; a test compares both.

`results`, `decisions`, `thresholds` and `audit` are append-only: the database refuses changes (see guards.py). `parts`
and `audit_head` change; `parts` only repeats what the others hold, so that 100,000 rows sort without joins.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

VERSION = "0002"  # of the newest migration
APPEND_ONLY = ("results", "decisions", "thresholds", "audit")

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s"}
)

parts = Table(
    "parts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("sample_id", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("files", Text, nullable=False),  # JSON: modality -> path
    Column("sample", Text, nullable=False),  # JSON: the other fields of core.records.Sample
    Column("is_anomalous", Boolean),  # ground truth
    Column("added_at", String(32), nullable=False),
    Column("state", String(8), nullable=False),  # waiting, taken, done, failed
    Column("taken_by", Text, nullable=False, server_default=""),
    Column("taken_until", Float, nullable=False, server_default="0"),  # seconds since 1970; the claim ends then
    Column("fault", Text, nullable=False, server_default=""),
    Column("result_id", Integer),  # the latest result; the fields below are of it
    Column("score", Float),
    Column("percentile", Float),
    Column("uncertainty", Float),
    Column("verdict", String(8), nullable=False, server_default=""),
    Column("scorer", String(64), nullable=False, server_default=""),  # core.store.bodies.scorer_of
    Column("first", String(8), nullable=False, server_default=""),  # opinion in force of each reading
    Column("second", String(8), nullable=False, server_default=""),
    Column("decided_by", Text, nullable=False, server_default=""),
    Column("reason", String(32), nullable=False, server_default=""),
    Index(None, "state", "id"),
)

results = Table(
    "results",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("audit_seq", Integer, nullable=False),
    Column("part_id", ForeignKey("parts.id"), nullable=False, index=True),
    Column("made_at", String(32), nullable=False),
    Column("body", Text, nullable=False),  # canonical JSON, equal to the audit record's
    sqlite_autoincrement=True,
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("audit_seq", Integer, nullable=False),
    Column("part_id", ForeignKey("parts.id"), nullable=False, index=True),
    Column("made_at", String(32), nullable=False),
    Column("reader", Text, nullable=False),
    Column("reading", Integer, nullable=False),
    Column("opinion", String(8), nullable=False),
    Column("undoes", Integer, index=True),
    Column("body", Text, nullable=False),
    sqlite_autoincrement=True,
)

thresholds = Table(
    "thresholds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("audit_seq", Integer, nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("category", Text, nullable=False, index=True),
    Column("card_sha256", String(64), nullable=False),
    Column("body", Text, nullable=False),
    sqlite_autoincrement=True,
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("made_at", String(32), nullable=False),
    Column("actor", Text, nullable=False),
    Column("station", Text, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("body", Text, nullable=False),  # canonical JSON
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1: the row that writers lock
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)
