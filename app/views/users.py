"""Logging in, and the list of those who may."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.access import ROLE_WORDS
from app.i18n import tr
from app.jobs import Job
from app.review import ReviewSession
from app.sentences import in_language
from app.views.threshold_fields import form, note
from core import review
from core.access import Role, User
from core.errors import UserFacingError


class _RecordDialog(QDialog):
    """A dialog that asks the record on the review lane and says what went wrong in place."""

    def __init__(self, parent: QWidget, session: ReviewSession, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._session = session
        self.problem = QLabel()
        self.problem.setObjectName("access_problem")
        self.problem.setWordWrap(True)
        self.problem.setMinimumHeight(2 * self.fontMetrics().lineSpacing())  # nothing jumps as the text changes

    def _ask(self, work: Callable[[review.Users], object], on_success: Callable[..., object]) -> None:
        store, lane = self._session.store, self._session.lane
        if store is None or lane is None:
            self.problem.setText(tr("The record is not open: nobody can log in."))
            return
        job = Job("asking the record", lambda _report, _token: work(review.users_of(store)))
        job.succeeded.connect(on_success)
        job.failed.connect(self._on_failed)
        self.problem.setText("")
        lane.submit(job)

    def _on_failed(self, error: BaseException) -> None:
        self.problem.setText(
            in_language(error.sentence())
            if isinstance(error, UserFacingError)
            else tr("Internal error: {error!r}", error=error)
        )


class LogInDialog(_RecordDialog):
    """Name and password; Enter logs in."""

    logged_in = Signal(object)  # User

    def __init__(self, parent: QWidget, session: ReviewSession) -> None:
        super().__init__(parent, session, tr("Log in"))
        self.setObjectName("log_in_dialog")
        self.setMinimumWidth(340)
        self.name, self.password = QLineEdit(), _password_field("log_in_password")
        self.name.setObjectName("log_in_name")
        self.start, close = QPushButton(tr("Log in")), QPushButton(tr("Cancel"))
        self.start.setObjectName("log_in_start")
        self.start.setProperty("role", "primary")
        self.start.setDefault(True)
        self.start.clicked.connect(self._on_start)
        close.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(form((tr("Name"), self.name), (tr("Password"), self.password)))
        layout.addWidget(self.problem)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self.start)
        layout.addLayout(row)

    def _on_start(self) -> None:
        name, password = self.name.text(), self.password.text()
        self.password.clear()
        self.start.setEnabled(False)
        self._ask(lambda users: users.log_in(name, password), self._on_logged_in)

    def _on_logged_in(self, user: User) -> None:
        self.logged_in.emit(user)
        self.accept()

    def _on_failed(self, error: BaseException) -> None:
        super()._on_failed(error)
        self.start.setEnabled(True)
        self.password.setFocus()


class UsersDialog(_RecordDialog):
    """Everybody who may log in; make, change, take out."""

    def __init__(self, parent: QWidget, session: ReviewSession, user: User | None) -> None:
        super().__init__(parent, session, tr("Users"))
        self.setObjectName("users_dialog")
        self.setMinimumSize(480, 420)
        self._by = user.name if user else ""
        self.about = note("")
        self.table = QTableWidget(0, 3)
        self.table.setObjectName("users_table")
        self.table.setAccessibleName(tr("Users"))
        self.table.setHorizontalHeaderLabels([tr("Name"), tr("Role"), tr("Log-in")])
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setColumnWidth(0, 200)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.itemSelectionChanged.connect(self._on_picked)
        self.name, self.password = QLineEdit(), _password_field("user_password")
        self.name.setObjectName("user_name")
        self.password.setPlaceholderText(tr("Leave empty to keep the old one"))
        self.role = QComboBox()
        self.role.setObjectName("user_role")
        for role, word in ((role, tr(word)) for role, word in ROLE_WORDS.items()):
            self.role.addItem(word, role.value)
        self.keep, self.out, close = QPushButton(tr("Save user")), QPushButton(tr("Take out")), QPushButton(tr("Close"))
        self.keep.setObjectName("user_keep")
        self.out.setObjectName("user_out")
        self.keep.setProperty("role", "primary")
        self.out.setToolTip(tr("The user may not log in any more; with the last one the log-in is off again"))
        self.keep.clicked.connect(self._on_keep)
        self.out.clicked.connect(self._on_out)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self.about)
        layout.addWidget(self.table, 1)
        layout.addWidget(form((tr("Name"), self.name), (tr("Role"), self.role), (tr("Password"), self.password)))
        layout.addWidget(self.problem)
        row = QHBoxLayout()
        row.addWidget(self.out)
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self.keep)
        layout.addLayout(row)
        self._users: list[User] = []
        self._ask(lambda users: users.all(), self._show_users)

    def _show_users(self, users: list[User]) -> None:
        self._users = users
        self.table.setRowCount(len(users))
        for row, user in enumerate(users):
            words = (user.name, tr(ROLE_WORDS[user.role]), tr("yes") if user.is_active else tr("no"))
            for column, word in enumerate(words):
                self.table.setItem(row, column, QTableWidgetItem(word))
        is_on = any(user.is_active for user in users)
        self.about.setText(
            tr("Operators decide; engineers also change recipes and thresholds; administrators also manage users.")
            if is_on
            else tr(
                "No log-in is needed yet. Make an administrator to turn it on; whoever opens the window then logs in."
            )
        )
        if not is_on:
            self.role.setCurrentIndex(self.role.findData(Role.ADMINISTRATOR.value))

    def _on_picked(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        if rows and rows[0].row() < len(self._users):
            user = self._users[rows[0].row()]
            self.name.setText(user.name)
            self.role.setCurrentIndex(self.role.findData(user.role.value))

    def _on_keep(self) -> None:
        name, role, password = self.name.text(), Role(str(self.role.currentData())), self.password.text()
        self.password.clear()

        def work(users: review.Users) -> list[User]:
            users.put(name, role, password or None, by=self._by)
            return users.all()

        self._ask(work, self._show_users)

    def _on_out(self) -> None:
        name = self.name.text().strip()
        known = next((user for user in self._users if user.name == name), None)
        if known is None:
            self.problem.setText(tr("Pick a user of the list first."))
            return

        def work(users: review.Users) -> list[User]:
            users.put(known.name, known.role, is_active=False, by=self._by)
            return users.all()

        self._ask(work, self._show_users)


def _password_field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(name)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field
