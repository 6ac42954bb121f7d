"""What makes the database itself refuse changes to the record: triggers, in the words of SQLite and of PostgreSQL."""

from __future__ import annotations

REFUSAL = "is append-only"


def guard_statements(dialect: str, tables: tuple[str, ...]) -> list[str]:
    """DDL that refuses update, delete (and replace, truncate) on append-only tables.

    An audit record is also refused unless it continues the chain: next number, hash of the record before.
    """
    return _sqlite(tables) if dialect == "sqlite" else _postgresql(tables)


def _sqlite(tables: tuple[str, ...]) -> list[str]:
    statements = []
    for table in tables:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} {REFUSAL}'); END"
        key = "seq" if table == "audit" else "id"
        statements += [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            # INSERT OR REPLACE deletes without asking the delete trigger
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) {refuse}",
        ]
    if "audit" in tables:
        statements.append(
            "CREATE TRIGGER audit_continues BEFORE INSERT ON audit WHEN "
            "NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM audit) OR "
            "NEW.previous <> COALESCE((SELECT hash FROM audit ORDER BY seq DESC LIMIT 1), NEW.previous) "
            "BEGIN SELECT RAISE(ABORT, 'audit must continue the chain'); END"
        )
    return statements


def _postgresql(tables: tuple[str, ...]) -> list[str]:
    statements = [
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '% {REFUSAL}', TG_TABLE_NAME; END $$"
    ]
    for table in tables:
        statements += [
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        ]
    if "audit" in tables:
        statements += [
            "CREATE OR REPLACE FUNCTION audit_continues() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE last record; "
            "BEGIN SELECT seq, hash INTO last FROM audit ORDER BY seq DESC LIMIT 1; "
            "IF NEW.seq <> COALESCE(last.seq, 0) + 1 OR NEW.previous <> COALESCE(last.hash, NEW.previous) "
            "THEN RAISE EXCEPTION 'audit must continue the chain'; END IF; RETURN NEW; END $$",
            "CREATE TRIGGER audit_continues BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_continues()",
        ]
    return statements
