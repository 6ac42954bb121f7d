"""Who is logged in at this window, and what they may do; actions that they may not are disabled, with the reason."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.i18n import later, tr
from app.jobs import Job
from app.notices import Level, Notice
from core import access, review
from core.access import Right, Role, User

if TYPE_CHECKING:
    from app.main_window import MainWindow

log = logging.getLogger(__name__)

RECIPE_ACTIONS = ("open_model", "teach", "library", "false_alarm", "missed_spot")
DECIDE_ACTIONS = ("accept", "reject", "unsure", "comment", "take_back")


class Access(QObject):
    """Off until the review database has a user. All methods belong to the GUI thread."""

    changed = Signal()  # `is_on`, `user`

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.is_on = False
        self.user: User | None = None
        self._tips: dict[QWidget, str] = {}  # tooltips of locked widgets
        self._action_tips: dict[str, str] = {}  # and of locked entries of the action table
        window.deciding.session.opened.connect(self.refresh)

    # --- rights ----------------------------------------------------------------------------------------------------
    def refusal(self, right: Right) -> str:
        """Why a right is refused; empty where it is given."""
        return access.refusal(self.user, right) if self.is_on else ""

    def guard(self, right: Right, what: str) -> bool:
        """Whether a right is given; a refused attempt is said and recorded."""
        reason = self.refusal(right)
        if not reason:
            return True
        store, lane, user = self._window.deciding.session.store, self._window.deciding.session.lane, self.user
        if store is not None and lane is not None:
            lane.submit(Job("refusing", lambda _report, _token: review.users_of(store).refuse(user, right, what)))
        self._window.notices.show_notice(Notice(Level.WARNING, reason, tr("Log in from the menu File.")))
        return False

    def refresh(self) -> None:
        """Read from the record whether a log-in is needed."""
        store, lane = self._window.deciding.session.store, self._window.deciding.session.lane
        if store is None or lane is None:
            return
        job = Job("reading users", lambda _report, _token: review.users_of(store).is_on())
        job.succeeded.connect(self._on_read)
        lane.submit(job)

    def _on_read(self, is_on: bool) -> None:
        if is_on != self.is_on or not is_on:
            self.is_on = is_on
            self.user = self.user if is_on else None
            self._show()

    def _show(self) -> None:
        session = self._window.deciding.session
        if self.is_on:
            session.set_reader(self.user.name if self.user else "nobody")
        if session.is_available:
            self._window.deciding.verdict.lock_reader(self.is_on, session.reader, _where(self.refusal(Right.DECIDE)))
        self._window.show_available_actions()
        self.changed.emit()

    def apply(self) -> None:
        """Disable what may not be done, with the reason as tooltip; give the rest its own tooltip back."""
        actions = self._window.actions_by_name
        for right, names in ((Right.RECIPE, RECIPE_ACTIONS), (Right.DECIDE, DECIDE_ACTIONS)):
            reason = self.refusal(right)
            for name in names:
                if reason:
                    self._action_tips.setdefault(name, actions[name].toolTip())
                    actions[name].setToolTip(reason)
                    actions[name].setEnabled(False)
                elif name in self._action_tips:
                    actions[name].setToolTip(self._action_tips.pop(name))
        reason = self.refusal(Right.RECIPE)
        for widget in self._window.recipe_widgets():
            self._lock(widget, reason)
        reason = self.refusal(Right.DECIDE)
        if self._window.deciding.session.is_available:
            self._lock(self._window.deciding.verdict, reason)
            self._lock(self._window.deciding.table.bulk, reason)
        has_record = self._window.deciding.session.is_available
        actions["log_in"].setEnabled(self.is_on)
        actions["log_in"].setToolTip(
            tr("Log in") if self.is_on else tr("No log-in is needed: this record has no users")
        )
        actions["log_out"].setEnabled(self.user is not None)
        reason = self.refusal(Right.USERS)
        actions["users"].setEnabled(has_record and not reason)
        actions["users"].setToolTip(reason or tr("Who may log in, and as what"))

    def _lock(self, widget: QWidget, reason: str) -> None:
        """Disable a widget and all in it; the reason stands where their own tooltips were."""
        if reason:
            widget.setEnabled(False)
            for item in (widget, *widget.findChildren(QWidget)):
                self._tips.setdefault(item, item.toolTip())
                item.setToolTip(reason)
        elif widget in self._tips:
            widget.setEnabled(True)
            for item in (widget, *widget.findChildren(QWidget)):
                item.setToolTip(self._tips.pop(item, item.toolTip()))

    # --- logging in and out ----------------------------------------------------------------------------------------
    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the entries of the action table do."""
        return {"log_in": self.ask, "log_out": self.log_out, "users": self.manage}

    def ask(self) -> None:
        """Ask for name and password."""
        from app.views.users import LogInDialog

        dialog = LogInDialog(self._window, self._window.deciding.session)
        dialog.logged_in.connect(self.set_user)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def set_user(self, user: User | None) -> None:
        """Somebody has logged in, or nobody is any more."""
        self.user = user
        log.info("logged in as %s", user.role.value if user else "nobody")
        self._show()

    def log_out(self) -> None:
        """Leave; the record says so."""
        store, lane, user = self._window.deciding.session.store, self._window.deciding.session.lane, self.user
        if store is not None and lane is not None and user is not None:
            lane.submit(Job("logging out", lambda _report, _token: review.users_of(store).log_out(user)))
        self.set_user(None)

    def manage(self) -> None:
        """Show the users."""
        if not self.guard(Right.USERS, "users"):
            return
        from app.views.users import UsersDialog

        dialog = UsersDialog(self._window, self._window.deciding.session, self.user)
        dialog.finished.connect(self.refresh)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _where(refusal: str) -> str:
    """With the place where somebody can log in."""
    return f"{refusal} {tr('Log in from the menu File.')}" if refusal else ""


ROLE_WORDS = {
    Role.OPERATOR: later("Operator"),
    Role.ENGINEER: later("Engineer"),
    Role.ADMINISTRATOR: later("Administrator"),
}
