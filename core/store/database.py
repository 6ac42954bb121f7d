"""Connections, transactions and what goes wrong with them, for SQLite files and PostgreSQL alike."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from core.errors import StorageError
from core.store import schema

log = logging.getLogger(__name__)

BUSY_S = 5.0  # how long a writer waits for another before it says so


class Database:
    """A review database that has the newest schema version.

    Args:
        where: A file (SQLite, made when missing) or a URL such as postgresql://user@host/name.
        migrates: Whether an older schema version is brought up to date on opening.

    Raises:
        StorageError: Cannot be opened, is damaged, or was written by a newer version of the program.
    """

    def __init__(self, where: str | Path, *, migrates: bool = True, busy_s: float = BUSY_S) -> None:
        self.url = database_url(where)
        self.is_sqlite = self.url.startswith("sqlite")
        self.name = self.path.name if self.is_sqlite else make_url(self.url).render_as_string(hide_password=True)
        try:
            self.engine = _engine(self.url, busy_s)
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            raise StorageError(
                f"{self.name} is no database this program knows.", hint="Give a file, or postgresql://user@host/name."
            ) from error
        try:
            self._prepare(migrates)
        except BaseException:
            self.engine.dispose()
            raise

    def _prepare(self, migrates: bool) -> None:
        from core.store import migrate

        if self.is_sqlite and self.path.parent != Path() and not self.path.parent.is_dir():
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StorageError(f"{self.path.parent} cannot be made: {error.strerror}.") from error
        with self._explained():
            found = migrate.current_version(self.engine)
            if found != schema.VERSION:
                migrate.check_known(found, self.name)
                if not migrates:
                    raise StorageError(
                        f"{self.name} has the older schema {found or 'none'}.", hint="Open it with this program once."
                    )
                migrate.upgrade(self.engine)

    @property
    def path(self) -> Path:
        """The file of a SQLite database."""
        return Path(make_url(self.url).database or "")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database."""
        with self._explained(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: whole, or not at all. Writers wait for each other."""
        with self._explained(), self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            if not self.is_sqlite:  # SQLite's BEGIN IMMEDIATE has locked the file already
                connection.execute(select(schema.audit_head.c.seq).with_for_update())
            yield connection

    @contextmanager
    def claiming(self) -> Iterator[Connection]:
        """A short writing transaction that leaves the audit head unlocked (PostgreSQL), so claims do not queue up."""
        with self._explained(), self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            log.warning("database: %s", error)
            raise explain(error, self.name) from error
        except SQLAlchemyError as error:
            log.warning("database: %s", error)
            raise StorageError(f"{self.name} does not answer ({type(error).__name__}).") from error


def database_url(where: str | Path) -> str:
    """The SQLAlchemy URL of a file or of a URL as people write it."""
    text = str(where)
    if "://" not in text:
        return f"sqlite:///{Path(text).absolute()}"
    scheme, rest = text.split("://", 1)
    return f"postgresql+psycopg://{rest}" if scheme in ("postgresql", "postgres") else text


def _engine(url: str, busy_s: float) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": max(int(busy_s), 1)})
    engine = create_engine(url, connect_args={"timeout": busy_s, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def on_connect(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not guessed by the driver
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")  # a committed decision survives a power cut
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        # Taking the write lock at once: a reader that turns writer would fail instead of waiting.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


_SENTENCES = (
    (("database is locked", "lock timeout", "database table is locked"),
     "{name} is locked by another program.", "Close the other program; what you decided is kept until then."),
    (("disk is full", "no space left", "disk full"),
     "There is no room left for {name}.", "Free some space; what you decided is kept until then."),
    (("malformed", "not a database", "disk i/o error", "file is encrypted", "unsupported file format"),
     "{name} is damaged.", "Put a backup in its place, or name another database. What you decide is kept."),
    (("readonly", "read-only", "permission denied", "permission"),
     "{name} may not be written.", "Ask for permission, or name another database."),
    (("unable to open",),
     "{name} cannot be opened.", "Does its folder exist, and may you write there?"),
    (("append-only", "continue the chain"),
     "{name} refused to change its record.", "The record only grows; undo a decision instead."),
    (("connection", "could not connect", "server closed", "timeout", "does not exist", "password", "resolve host"),
     "{name} cannot be reached.", "Is the server running, and are name and password right?"),
)  # fmt: skip


def explain(error: DBAPIError, name: str) -> StorageError:
    """A driver's error as a sentence."""
    text = str(error.orig).lower()
    for signs, sentence, hint in _SENTENCES:
        if any(sign in text for sign in signs):
            return StorageError(sentence.format(name=name), hint=hint)
    return StorageError(f"{name} reports: {str(error.orig).splitlines()[0] if str(error.orig) else 'nothing'}.")
