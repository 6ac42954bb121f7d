"""Killed, locked, full, damaged, read-only, newer: a sentence, and nothing that was decided is lost."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from core.errors import StorageError
from core.store import migrate, schema
from core.store.check import verify_database
from core.store.database import Database, database_url
from core.store.outbox import Outbox
from core.store.store import ReviewStore, open_store
from core.verdicts import Opinion
from tests.core.store.conftest import decision_on, make_sample, result_of

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_twenty_kills_lose_no_decision_that_was_said_to_be_kept():
    command = [sys.executable, "-m", "tests.benchmarks.reliability", "--kills", "20"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stderr + run.stdout
    figures = json.loads(run.stdout)
    assert figures["decisions_said_to_be_kept"] > 0
    assert (figures["decisions_lost"], figures["broken_chains"]) == (0, 0)


@pytest.fixture
def reviewed(store):
    """A store with one inspected part."""
    store.put_result(make_sample(), result_of())
    return store


def test_a_locked_database_gives_a_sentence_and_the_outbox_keeps_the_decision(tmp_path, reviewed):
    impatient = ReviewStore(Database(tmp_path / "review.db", busy_s=0.05), "ann")
    outbox = Outbox(tmp_path / "waiting.jsonl")
    blocker = sqlite3.connect(tmp_path / "review.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    decision = decision_on(make_sample(), comment="ünsure – why?")
    with pytest.raises(StorageError, match=r"review\.db is locked by another program"):
        impatient.decide([decision])
    outbox.keep([decision])
    with pytest.raises(StorageError):
        outbox.deliver(impatient)
    blocker.execute("ROLLBACK")
    blocker.close()
    again = Outbox(tmp_path / "waiting.jsonl")  # as after a restart
    assert again.waiting == [decision]
    assert again.deliver(impatient) == (1, [])
    assert impatient.row(make_sample()).first == "reject"
    assert not (tmp_path / "waiting.jsonl").exists()
    impatient.close()


def test_a_full_disk_gives_a_sentence_and_leaves_the_record_whole(reviewed):
    with reviewed.database.reading() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar()
    reviewed.database.close()  # the limit belongs to a connection: set it on the pool's next one
    with reviewed.database.reading() as connection:
        connection.execute(text(f"PRAGMA max_page_count = {pages + 2}"))
    kept = 0

    def decide_until_refused():
        nonlocal kept
        while kept < 10_000:
            reviewed.decide([decision_on(make_sample(), comment="x" * 400)])
            kept += 1

    with pytest.raises(StorageError, match=r"no room left for review\.db") as caught:
        decide_until_refused()
    assert "kept until then" in caught.value.hint
    with reviewed.database.reading() as connection:
        connection.execute(text("PRAGMA max_page_count = 1000000"))
    reviewed.decide([decision_on(make_sample(), Opinion.ACCEPT)])
    assert len(reviewed.decisions_of(make_sample())) == kept + 1
    assert verify_database(reviewed.database, checks_files=False).is_intact


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_an_outbox_that_cannot_be_written_says_so_and_keeps_decisions_in_memory():
    outbox = Outbox(Path("/dev/full/waiting.jsonl"))
    outbox.keep([decision_on(make_sample())])
    assert not outbox.is_safe
    assert len(outbox.waiting) == 1


def test_a_line_cut_short_does_not_cost_the_lines_before_it(tmp_path):
    path = tmp_path / "waiting.jsonl"
    Outbox(path).keep([decision_on(make_sample("a")), decision_on(make_sample("b"))])
    path.write_bytes(path.read_bytes()[:-20])
    assert [decision.part_key for decision in Outbox(path).waiting] == [decision_on(make_sample("a")).part_key]


def test_the_outbox_reports_what_the_store_refuses_for_good(tmp_path, reviewed):
    outbox = Outbox(tmp_path / "waiting.jsonl")
    outbox.keep([decision_on(make_sample("never queued")), decision_on(make_sample())])
    taken, refused = outbox.deliver(reviewed)
    assert taken == 1
    assert "not in the database" in refused[0].message


def use_all_of(open_stores, path):
    store = open_stores(path)
    store.decide([decision_on(make_sample("part/3"))])
    verify_database(store.database, checks_files=False)


@pytest.mark.parametrize("damage", ["garbage", "cut", "middle"])
def test_a_damaged_database_gives_a_sentence(tmp_path, open_stores, damage):
    path = tmp_path / "review.db"
    store = open_stores(path)
    for number in range(60):
        store.put_result(make_sample(f"part/{number}"), result_of(comment="x" * 200))
    with store.database.claiming() as connection:
        connection.execute(text("SELECT 1"))
    store.close()
    content = bytearray(path.read_bytes())
    if damage == "garbage":
        path.write_bytes(b"not a database at all" * 1000)
    elif damage == "cut":
        path.write_bytes(content[: len(content) // 2])
    else:
        content[4096 : len(content) - 4096] = b"\xa5" * (len(content) - 8192)
        path.write_bytes(content)
    for leftover in (path.with_name("review.db-wal"), path.with_name("review.db-shm")):
        leftover.unlink(missing_ok=True)
    with pytest.raises(StorageError, match=r"review\.db is damaged"):
        use_all_of(open_stores, path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everything")
def test_a_database_that_may_not_be_written_gives_a_sentence(tmp_path):
    open_store(tmp_path / "review.db").close()
    tmp_path.chmod(0o500)
    (tmp_path / "review.db").chmod(0o400)
    with pytest.raises(StorageError, match=r"may not be written|cannot be opened"):
        open_store(tmp_path / "review.db").put_result(make_sample(), result_of())
    tmp_path.chmod(0o700)


def test_a_place_that_cannot_hold_a_database_gives_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be made"):
        open_store(tmp_path / "file" / "sub" / "review.db")
    with pytest.raises(StorageError, match="no database this program knows"):
        open_store("oracle7://nowhere")
    with pytest.raises(StorageError, match="cannot be reached"):
        open_store("postgresql://station@127.0.0.1:1/none")


def test_a_password_is_never_shown():
    with pytest.raises(StorageError) as caught:
        open_store("postgresql://station:geheim@127.0.0.1:1/none")
    assert "geheim" not in caught.value.sentence()


def test_people_write_postgres_urls_in_two_ways():
    assert database_url("postgres://a@b/c") == database_url("postgresql://a@b/c") == "postgresql+psycopg://a@b/c"


def test_migrations_lead_to_the_tables_the_program_uses(any_store):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with any_store.database.engine.connect() as connection:
        options = {"compare_type": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), schema.metadata) == []


def test_a_database_of_the_first_schema_learns_which_model_file_scored_its_parts(any_url, open_stores):
    store = open_stores(any_url)
    store.put_result(make_sample("a"), result_of(model={"sha256": "f" * 64}))
    store.put_result(make_sample("b"), result_of(model={}))
    store.add_parts([make_sample("c")])
    with store.database.claiming() as connection:
        connection.execute(text("ALTER TABLE parts DROP COLUMN scorer"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    store.close()
    store = open_stores(any_url)
    assert store.columns("bracket", {"f" * 64}).comparable.tolist() == [True, False, False]
    assert verify_database(store.database, checks_files=False).is_intact
    store.put_result(make_sample("c"), result_of(model={"sha256": "e" * 64, "scorer": "d" * 64}))
    assert store.columns("bracket", {"d" * 64}).comparable.tolist() == [False, False, True]


def test_the_newest_migration_is_the_one_the_program_wants():
    names = sorted(path.name for path in (migrate.SCRIPTS / "versions").glob("[0-9]*.py"))
    assert names[-1].startswith(schema.VERSION)


def test_a_database_of_a_newer_program_is_left_alone(reviewed, tmp_path):
    with reviewed.database.claiming() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="written by a newer version"):
        open_store(tmp_path / "review.db")


def test_opening_twice_at_once_migrates_once(any_url, open_stores):
    import threading

    stores, faults = [], []

    def work():
        try:
            stores.append(open_stores(any_url))
        except StorageError as error:
            faults.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    stores[0].put_result(make_sample(), result_of())
    assert stores[3].row(make_sample()).score == 0.5
