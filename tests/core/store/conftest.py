"""Stores in SQLite files and in a real PostgreSQL, started from Debian's package where it is installed."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest

from core.records import Sample
from core.store.store import ReviewStore, open_store
from core.verdicts import Decision, Opinion, part_key


def make_sample(name="bracket/000", folder=Path("/parts"), **fields) -> Sample:
    return Sample(name, {"rgb": folder / name / "rgb.png", "depth": folder / name / "depth.png"}, "bracket", **fields)


def result_of(score=0.5, verdict="normal", **fields) -> dict:
    body = {"sample_id": "x", "score": score, "percentile": 50.0, "uncertainty": 0.2, "verdict": verdict}
    return body | {"inputs": {}, "model": {}} | fields


def decision_on(sample, opinion=Opinion.REJECT, reader="ann", **fields) -> Decision:
    return Decision(part_key=part_key(sample), opinion=opinion, reader=reader, **fields)


def server_folder() -> Path | None:
    """Where PostgreSQL's programs are."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if found:
        return found[-1]
    beside = shutil.which("initdb")
    return Path(beside).parent if beside else None


@pytest.fixture(scope="session")
def postgres_server():
    """URL without a database name of a server that lives as long as the tests."""
    programs = server_folder()
    if programs is None or not (programs / "initdb").is_file():
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    user = None
    if os.geteuid() == 0:  # the server refuses to run as root
        try:
            user = pwd.getpwnam("postgres").pw_name
        except KeyError:
            pytest.skip("PostgreSQL refuses to run as root and there is no user postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if user:
        shutil.chown(folder, user)
    data = folder / "data"

    def run(*command):
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    run(str(programs / "initdb"), "-D", str(data), "-U", "station", "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
    run(str(programs / "pg_ctl"), "-D", str(data), "-l", str(folder / "log"), "-w", "-o", options, "start")
    yield f"postgresql://station@127.0.0.1:{port}"
    run(str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server, request):
    """A new, empty database."""
    import psycopg

    name = f"t{abs(hash(request.node.nodeid))}"
    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{postgres_server}/{name}"


@pytest.fixture
def open_stores():
    """`open_stores(where, station=...)` -> an open store, closed after the test."""
    opened: list[ReviewStore] = []

    def open_one(where, actor="ann", station="bench-1") -> ReviewStore:
        opened.append(open_store(where, actor, station))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(tmp_path, open_stores) -> ReviewStore:
    """A store in a SQLite file."""
    return open_stores(tmp_path / "review.db")


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request, tmp_path):
    """A place for a new database, of either kind."""
    return tmp_path / "review.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")


@pytest.fixture
def any_store(any_url, open_stores) -> ReviewStore:
    """A store in SQLite and in PostgreSQL."""
    return open_stores(any_url)
