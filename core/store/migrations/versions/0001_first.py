"""Parts, results, decisions, thresholds and the audit chain. Frozen: later changes are later files."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from core.store.guards import guard_statements

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables, their guards and an empty chain."""
    op.create_table(
        "parts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("sample_id", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("files", sa.Text, nullable=False),
        sa.Column("sample", sa.Text, nullable=False),
        sa.Column("is_anomalous", sa.Boolean),
        sa.Column("added_at", sa.String(32), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("taken_by", sa.Text, nullable=False, server_default=""),
        sa.Column("taken_until", sa.Float, nullable=False, server_default="0"),
        sa.Column("fault", sa.Text, nullable=False, server_default=""),
        sa.Column("result_id", sa.Integer),
        sa.Column("score", sa.Float),
        sa.Column("percentile", sa.Float),
        sa.Column("uncertainty", sa.Float),
        sa.Column("verdict", sa.String(8), nullable=False, server_default=""),
        sa.Column("first", sa.String(8), nullable=False, server_default=""),
        sa.Column("second", sa.String(8), nullable=False, server_default=""),
        sa.Column("decided_by", sa.Text, nullable=False, server_default=""),
        sa.Column("reason", sa.String(32), nullable=False, server_default=""),
        sa.UniqueConstraint("key", name="uq_parts_key"),
    )
    op.create_index("ix_parts_state_id", "parts", ["state", "id"])
    _record_table("results", _part(), sa.Column("body", sa.Text, nullable=False))
    _record_table(
        "decisions",
        _part(),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("reading", sa.Integer, nullable=False),
        sa.Column("opinion", sa.String(8), nullable=False),
        sa.Column("undoes", sa.Integer),
        sa.Column("body", sa.Text, nullable=False),
    )
    _record_table(
        "thresholds",
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("card_sha256", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    for table, column in (
        ("results", "part_id"),
        ("decisions", "part_id"),
        ("decisions", "undoes"),
        ("thresholds", "category"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("station", sa.Text, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": "0" * 64}])
    for statement in guard_statements(op.get_context().dialect.name, ("results", "decisions", "thresholds", "audit")):
        op.execute(sa.text(statement))


def _part() -> sa.Column[int]:
    return sa.Column("part_id", sa.Integer, sa.ForeignKey("parts.id"), nullable=False)


def _record_table(name: str, *columns: sa.Column[Any]) -> None:  # Any: columns of several types
    op.create_table(
        name,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("audit_seq", sa.Integer, nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        *columns,
        sqlite_autoincrement=True,
    )
