"""Schema versions by alembic. Alembic itself is imported only when something has to change."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, inspect, text

from core.errors import StorageError
from core.store import schema

SCRIPTS = Path(__file__).parent / "migrations"


def current_version(engine: Engine) -> str:
    """The schema version found in a database; empty for a new one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def check_known(version: str, name: str) -> None:
    """Raise StorageError for a schema of a newer program, which this one would damage."""
    known = {path.name.split("_")[0] for path in (SCRIPTS / "versions").glob("[0-9]*.py")}
    if version and version not in known:
        raise StorageError(
            f"{name} was written by a newer version of the program (schema {version}, this one knows "
            f"{schema.VERSION}).",
            hint="Update the program.",
        )


def upgrade(engine: Engine, version: str = "head") -> None:
    """Bring a database to a version; all or nothing. Several stations may try at once: the second finds it done."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7281)"))
        config.attributes["connection"] = connection
        command.upgrade(config, version)
