"""Tampering of every kind is found and named."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from core.fingerprint import file_sha256, input_hashes
from core.store.chain import GENESIS, first_break, sealed
from core.store.check import verify_database
from core.store.guards import guard_statements
from core.store.schema import APPEND_ONLY
from core.verdicts import Opinion
from tests.core.store.conftest import decision_on, make_sample, result_of


@pytest.fixture
def filled(store):
    """Twelve results and decisions."""
    for number in range(6):
        sample = make_sample(f"part/{number}")
        store.put_result(sample, result_of(number / 10))
        store.decide([decision_on(sample, Opinion.ACCEPT)])
    return store


def tamper(store, *commands):
    """What somebody with the file and a SQL tool can do: drop the guards, change, put the guards back."""
    with store.database.claiming() as connection:
        for table in APPEND_ONLY:
            for ending in ("no_update", "no_delete", "no_replace"):
                connection.execute(text(f"DROP TRIGGER {table}_{ending}"))
        connection.execute(text("DROP TRIGGER audit_continues"))
        for command in commands:
            connection.execute(text(command))
        for statement in guard_statements("sqlite", APPEND_ONLY):
            connection.execute(text(statement))


def problems(store, **options):
    return verify_database(store.database, checks_files=False, **options).problems


def test_an_untouched_record_is_intact(filled):
    found = verify_database(filled.database)
    assert found.is_intact
    assert found.records == 12
    assert found.head == filled.head()[1]


@pytest.mark.parametrize(
    ("commands", "message"),
    [
        (["UPDATE audit SET actor = 'eve' WHERE seq = 5"], "breaks at 5: record 5 .* was changed"),
        (["UPDATE audit SET body = replace(body, '0.2', '0.1') WHERE seq = 5"], "breaks at 5: record 5 .* was changed"),
        (["DELETE FROM audit WHERE seq = 7"], "breaks at 7: record 7 is missing"),
        (["DELETE FROM audit WHERE seq > 9"], "breaks at 10: the last 3 of 12 records are missing"),
        (["DELETE FROM audit WHERE seq = 1"], "breaks at 1: record 1 is missing"),
        (
            ["UPDATE audit SET seq = 99 WHERE seq = 3", "UPDATE audit SET seq = 3 WHERE seq = 4",
             "UPDATE audit SET seq = 4 WHERE seq = 99"],
            "breaks at 3: record 3 .* was changed",
        ),
        (
            ["INSERT INTO audit SELECT 13, made_at, actor, station, kind, body, previous, hash FROM audit WHERE seq=2"],
            "breaks at 13: record 13 .* was changed",
        ),
        (
            ["UPDATE audit SET seq = seq + 1000 WHERE seq >= 4",
             "INSERT INTO audit SELECT 4, made_at, actor, station, kind, body, previous, hash FROM audit WHERE seq = 2",
             "UPDATE audit SET seq = seq - 999 WHERE seq > 1000"],
            "breaks at 4: record 4 .* was changed",
        ),
        (["UPDATE audit_head SET seq = 10"], "breaks at 11: 2 records were added"),
        (["UPDATE results SET body = replace(body, '0.2', '0.9') WHERE id = 3"], "Row 3 of results differs"),
        (["UPDATE decisions SET opinion = 'reject' WHERE id = 2"], "Row 2 of decisions differs from record 4"),
        (["DELETE FROM decisions WHERE id = 2"], "Record 4 .decision. has no row in decisions"),
        (
            ["INSERT INTO decisions (id, audit_seq, part_id, made_at, reader, reading, opinion, body) "
                "SELECT 50, 50, part_id, made_at, reader, reading, opinion, body FROM decisions WHERE id = 1"],
            "Row 50 of decisions has no record",
        ),
        (["UPDATE parts SET score = 0.01 WHERE id = 4"], "another score or verdict of part/3"),
        (["UPDATE parts SET scorer = 'x' WHERE id = 4"], "another model for the score of part/3"),
        (["UPDATE parts SET first = 'reject' WHERE id = 4"], "another decision of part/3"),
    ],
)  # fmt: skip
def test_tampering_is_found_and_the_first_break_named(filled, commands, message):
    tamper(filled, *commands)
    found = problems(filled)
    assert found
    assert re.search(message, found[0])


def test_a_guard_taken_out_is_found(filled):
    with filled.database.claiming() as connection:
        connection.execute(text("DROP TRIGGER decisions_no_delete"))
    assert "decisions_no_delete" in problems(filled)[0]


def test_a_record_written_anew_with_right_hashes_is_found_by_a_noted_head(filled):
    noted = filled.head()[1]
    assert not problems(filled, expected_head=noted)
    filled.note("export", {"file": "a.case"})
    assert not problems(filled, expected_head=noted)  # it may grow
    assert "written anew" in problems(filled, expected_head="f" * 64)[0]


def test_changed_and_missing_input_and_model_files_are_found(store, tmp_path):
    sample = make_sample(folder=tmp_path)
    for path in sample.files.values():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(path.name.encode())
    model = tmp_path / "m.safetensors"
    model.write_bytes(b"weights")
    facts = {"name": "m", "path": str(model), "sha256": file_sha256(model)}
    store.put_result(sample, result_of(inputs=input_hashes(sample), model=facts))
    found = verify_database(store.database)
    assert (found.is_intact, found.files, found.models) == (True, 2, 1)
    model.write_bytes(b"weighty")
    assert "model m.safetensors is not the one" in verify_database(store.database).problems[0]
    sample.files["rgb"].unlink()
    assert "rgb.png cannot be read" in verify_database(store.database).problems[0]


def chain_of(bodies):
    records, previous = [], GENESIS
    for seq, body in enumerate(bodies, 1):
        records.append(sealed(seq, "t", "a", "s", "note", body, previous))
        previous = records[-1].hash
    return records


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=5), min_size=2, max_size=9), st.data())
def test_any_one_change_to_a_chain_breaks_it_there(bodies, data):
    records = chain_of(bodies)
    assert first_break(records) is None
    place = data.draw(st.integers(0, len(records) - 2))
    kind = data.draw(st.sampled_from(["remove", "swap", "repeat", "edit"]))
    if kind == "remove":
        changed = records[:place] + records[place + 1 :]
    elif kind == "swap":
        changed = [*records[:place], records[place + 1], records[place], *records[place + 2 :]]
    elif kind == "repeat":
        changed = records[: place + 1] + records[place:]
    else:
        old = records[place]
        changed = list(records)
        changed[place] = sealed(old.seq, old.made_at, "eve", old.station, old.kind, old.body, old.previous)
    broken = first_break(changed)
    assert broken is not None
    assert place + 1 <= broken.seq <= place + 2
