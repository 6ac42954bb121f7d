"""Log-in and roles in the window: off by default; what may not be done is disabled and says why."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDoubleSpinBox, QLabel, QLineEdit, QPushButton, QTableWidget

from app.access import RECIPE_ACTIONS
from core import access
from core.access import Role
from core.store.store import open_store
from core.store.users import Users
from tests.app.test_deciding import FileReader, row, waits_for_opinion


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    from argon2 import PasswordHasher

    monkeypatch.setattr(access, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def open_window(make_window, tmp_path, qtbot):
    def make(users=()):
        store = open_store(tmp_path / "review.db", "test")
        for name, role in users:
            Users(store).put(name, role, "long enough")
        store.close()
        reader = FileReader(tmp_path / "in", 2)
        window = make_window(None, reader, review=tmp_path / "review.db", outbox=tmp_path / "w.jsonl")
        window.open_paths([Path(name) for name in reader.names])
        qtbot.waitUntil(lambda: window.state.result is not None, timeout=10_000)
        qtbot.waitUntil(lambda: row(window) is not None and row(window).state == "done", timeout=10_000)
        return window

    return make


def log_in(qtbot, window, name, password="long enough"):
    window.actions_by_name["log_in"].trigger()
    dialog = window.findChild(QDialog, "log_in_dialog")
    qtbot.keyClicks(dialog.findChild(QLineEdit, "log_in_name"), name)
    field = dialog.findChild(QLineEdit, "log_in_password")
    qtbot.keyClicks(field, password)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    return dialog


def test_without_users_nobody_is_asked_and_everything_may_be_done(open_window):
    window = open_window()
    assert not window.access.is_on
    assert window.actions_by_name["accept"].isEnabled()
    assert not window.actions_by_name["log_in"].isEnabled()
    assert "no users" in window.actions_by_name["log_in"].toolTip()
    assert window.findChild(QDoubleSpinBox, "threshold").isEnabled()


def test_an_operator_decides_under_the_own_name_but_changes_no_threshold(qtbot, open_window):
    window = open_window([("ann", Role.ADMINISTRATOR), ("bob", Role.OPERATOR), ("eve", Role.ENGINEER)])
    qtbot.waitUntil(lambda: window.access.is_on)
    accept, teach = window.actions_by_name["accept"], window.actions_by_name["teach"]
    spin, button = window.findChild(QDoubleSpinBox, "threshold"), window.findChild(QPushButton, "decide_reject")
    assert not accept.isEnabled()
    assert "nobody is logged in" in accept.toolTip()
    assert "nobody is logged in" in window.findChild(QLabel, "decision_line").text()
    assert not button.isEnabled()
    assert "nobody is logged in" in button.toolTip()

    dialog = log_in(qtbot, window, "bob", "wrong password")
    qtbot.waitUntil(lambda: "do not fit" in dialog.findChild(QLabel, "access_problem").text())
    qtbot.keyClicks(dialog.findChild(QLineEdit, "log_in_password"), "long enough")
    qtbot.keyClick(dialog.findChild(QLineEdit, "log_in_password"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.access.user is not None)
    assert accept.isEnabled()
    assert accept.toolTip().endswith("(G)")
    for locked in (spin, window.findChild(QPushButton, "choose_threshold"), window.findChild(QComboBox, "recipe")):
        assert not locked.isEnabled()
        assert "bob is an operator" in locked.toolTip()
    engineers = [window.actions_by_name[name] for name in RECIPE_ACTIONS]
    assert not any(action.isEnabled() for action in engineers)
    assert "needs an engineer" in teach.toolTip()
    assert not window.actions_by_name["users"].isEnabled()
    window.actions_by_name["reject"].trigger()
    waits_for_opinion(qtbot, window, "reject")
    assert row(window).decided_by == "bob"
    window.deciding.calibrate()  # past the disabled button
    assert window.findChild(QDialog, "calibrate_dialog") is None

    window.actions_by_name["log_out"].trigger()
    assert not accept.isEnabled()
    log_in(qtbot, window, "eve")
    qtbot.waitUntil(lambda: window.access.user is not None)
    assert spin.isEnabled()
    assert "engineer" not in spin.toolTip()
    assert all(action.isEnabled() for action in engineers)

    from core.store import journal

    def kinds():
        with window.deciding.session.store.database.reading() as connection:
            return [record.kind for record in journal.records(connection)]

    qtbot.waitUntil(lambda: "log-out" in kinds())
    assert {"user", "log-in", "log-in refused", "refused"} <= set(kinds())


def test_an_administrator_is_made_in_the_window_and_turns_the_log_in_on(qtbot, open_window):
    window = open_window()
    window.actions_by_name["users"].trigger()
    dialog = window.findChild(QDialog, "users_dialog")
    qtbot.waitUntil(lambda: dialog.role.currentText() == "Administrator")  # the first one must be
    qtbot.keyClicks(dialog.findChild(QLineEdit, "user_name"), "ann")
    keep = dialog.findChild(QPushButton, "user_keep")
    qtbot.mouseClick(keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "no password" in dialog.findChild(QLabel, "access_problem").text())
    qtbot.keyClicks(dialog.findChild(QLineEdit, "user_password"), "long enough")
    qtbot.mouseClick(keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.findChild(QTableWidget, "users_table").rowCount() == 1)
    dialog.accept()
    qtbot.waitUntil(lambda: window.access.is_on)
    assert not window.actions_by_name["accept"].isEnabled()
