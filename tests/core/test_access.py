"""Roles, passwords, their record; recipes locked by signature."""

import json

import pytest

import main as program
from core import access, locks
from core.access import AccessError, Right, Role, User
from core.errors import CheckpointError
from core.signing import make_key
from core.store import users as user_file
from core.store.check import verify_database
from core.store.store import open_store
from core.store.users import Users


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    from argon2 import PasswordHasher

    monkeypatch.setattr(access, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def store(tmp_path):
    made = open_store(tmp_path / "review.db", "test")
    yield made
    made.close()


def kinds(store) -> list[str]:
    from core.store import journal

    with store.database.reading() as connection:
        return [record.kind for record in journal.records(connection)]


def test_a_role_may_do_what_those_below_may_and_no_more():
    allowed = {role: [right.value for right in Right if access.allows(role, right)] for role in (None, *Role)}
    assert allowed == {
        None: [],
        Role.OPERATOR: ["decide"],
        Role.ENGINEER: ["decide", "recipe"],
        Role.ADMINISTRATOR: ["decide", "recipe", "users"],
    }
    assert access.refusal(User("ann", Role.OPERATOR), Right.RECIPE) == (
        "Changing recipes and thresholds needs an engineer; ann is an operator."
    )
    assert "nobody is logged in" in access.refusal(None, Right.DECIDE)


def test_passwords_are_kept_as_argon2_hashes_and_checked(store):
    users = Users(store)
    assert not users.is_on()
    users.put("ann", Role.ADMINISTRATOR, "correct horse")
    assert users.is_on()
    assert users.log_in(" ann ", "correct horse") == User("ann", Role.ADMINISTRATOR)
    for name, password in (("ann", "wrong horse"), ("bob", "correct horse"), ("ann", "")):
        with pytest.raises(AccessError, match="do not fit"):
            users.log_in(name, password)
    text = (store.database.path).read_bytes() + store.database.path.with_name("review.db-wal").read_bytes()
    assert b"argon2id" in text
    assert b"correct horse" not in text
    users.log_out(User("ann", Role.ADMINISTRATOR))
    users.refuse(User("ann", Role.OPERATOR), Right.RECIPE, "threshold")
    wrong = "log-in refused"
    assert kinds(store) == ["user", "log-in", wrong, wrong, wrong, "log-out", "refused"]
    assert verify_database(store.database).is_intact


def test_an_account_waits_after_wrong_passwords_in_a_row(store, monkeypatch):
    users = Users(store)
    users.put("ann", Role.ADMINISTRATOR, "correct horse")
    for _ in range(access.TRIES):
        with pytest.raises(AccessError, match="do not fit"):
            users.log_in("ann", "guess")
    with pytest.raises(AccessError, match="wait"):
        users.log_in("ann", "correct horse")
    monkeypatch.setattr(user_file, "WAIT_S", 0.0)
    assert users.log_in("ann", "correct horse").name == "ann"


def test_an_administrator_is_always_left_until_the_last_user_goes(store):
    users = Users(store)
    with pytest.raises(AccessError, match="administrator is needed"):
        users.put("bob", Role.OPERATOR, "long enough")
    with pytest.raises(AccessError, match="at least 8"):
        users.put("ann", Role.ADMINISTRATOR, "short")
    users.put("ann", Role.ADMINISTRATOR, "long enough")
    users.put("bob", Role.ENGINEER, "long enough")
    for change in ({"role": Role.OPERATOR}, {"role": Role.ADMINISTRATOR, "is_active": False}):
        with pytest.raises(AccessError, match="administrator is needed"):
            users.put("ann", **change)
    users.put("bob", Role.ENGINEER, is_active=False)
    with pytest.raises(AccessError, match="do not fit"):
        users.log_in("bob", "long enough")
    users.put("ann", Role.ADMINISTRATOR, is_active=False)
    assert not users.is_on()


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "m.safetensors"
    path.write_bytes(b"weights")
    return path


def test_a_locked_model_that_was_changed_is_refused(tmp_path, model):
    trusted = tmp_path / "trusted"
    assert locks.check_lock(model, trusted) == ""
    make_key(tmp_path / "eng.pem")
    path = locks.lock(model, tmp_path / "eng.pem", "eve")
    assert locks.check_lock(model, trusted) == "eve"
    model.write_bytes(b"weighty")
    with pytest.raises(CheckpointError, match="was changed after eve locked it"):
        locks.check_lock(model, trusted)
    model.write_bytes(b"weights")
    entry = json.loads(path.read_text())
    entry["facts"]["made_by"] = "mallory"
    path.write_text(json.dumps(entry))
    with pytest.raises(CheckpointError, match="does not hold"):
        locks.check_lock(model, trusted)
    path.write_text("{")
    with pytest.raises(CheckpointError, match="does not hold"):
        locks.check_lock(model, trusted)


def test_a_station_with_trusted_keys_loads_only_what_they_locked(tmp_path, model, monkeypatch, capsys):
    monkeypatch.setattr(locks, "trusted_folder", lambda: tmp_path / "trusted")
    monkeypatch.setattr("core.cli.log_file", lambda: tmp_path / "inspector.log")
    public = make_key(tmp_path / "eng.pem")
    make_key(tmp_path / "other.pem")
    assert program.main(["lock", "--trust", str(public)]) == 0
    assert program.main(["lock", str(model)]) == 1
    assert "not locked by a key that this station trusts" in capsys.readouterr().err
    locks.lock(model, tmp_path / "other.pem", "bob")
    with pytest.raises(CheckpointError, match="does not trust"):
        locks.check_lock(model)
    assert program.main(["lock", str(model), "--key", str(tmp_path / "eng.pem"), "--made-by", "eve"]) == 0
    assert program.main(["lock", str(model)]) == 0
    assert "Locked by eve" in capsys.readouterr().out


def test_users_are_listed_and_changed_by_command(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("core.cli.log_file", lambda: tmp_path / "inspector.log")
    monkeypatch.setattr("typer.prompt", lambda text, **_: "bob" if text == "Administrator" else "long enough")
    database = str(tmp_path / "r.db")
    assert program.main(["users", database, "--add", "ann", "--role", "administrator"]) == 0
    assert program.main(["users", database, "--add", "bob", "--administrator", "ann"]) == 0
    assert "bob: operator" in capsys.readouterr().out
    assert program.main(["users", database, "--add", "eve"]) == 1  # by bob, an operator
    assert "needs an administrator" in capsys.readouterr().err
