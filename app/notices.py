"""Messages inside the window: one bar above the views, never a dialog that must be clicked away."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.i18n import tr
from app.sentences import in_language
from app.theme import icon_size, set_icon, themed_icon
from core.errors import UserFacingError


class Level(StrEnum):
    """How much a message matters; also a property that the style sheet reads."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Notice:
    """A message: what happened, and what to do about it."""

    level: Level
    message: str
    hint: str = ""


_ICONS = {
    Level.INFO: ("mdi6.information", "accent"),
    Level.WARNING: ("mdi6.alert", "review"),
    Level.ERROR: ("mdi6.alert-octagon", "anomaly"),
}


def notice_of(error: BaseException, log_file: Path | None) -> Notice:
    """The words for an exception: the user's faults in their own words, ours with the way to the log."""
    if isinstance(error, UserFacingError):
        return Notice(Level.ERROR, in_language(error.message), in_language(error.hint))
    if isinstance(error, MemoryError):
        return Notice(
            Level.ERROR, tr("The computer ran out of memory."), tr("Close other programs or open a smaller file.")
        )
    where = tr("Details are in {log_file}.", log_file=log_file) if log_file else tr("Details are in the log.")
    return Notice(Level.ERROR, tr("Internal error: this is a fault of the program, not of your data."), where)


class NoticeBar(QFrame):
    """Shows the latest message until it is closed or replaced. Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.notice: Notice | None = None
        self._icon = QLabel()
        self._message = QLabel()
        self._message.setObjectName("notice_message")
        self._hint = QLabel()
        self._hint.setObjectName("notice_hint")
        self._hint.setProperty("role", "dim")
        for label in (self._message, self._hint):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        close = QToolButton()
        close.setObjectName("close_notice")
        close.setProperty("flat", "true")
        close.setAccessibleName(tr("Close the message"))
        close.setToolTip(tr("Close the message (Esc)"))
        set_icon(close, "mdi6.close", "dim")
        close.clicked.connect(self.dismiss)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._message)
        words.addWidget(self._hint)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(12)
        layout.addWidget(self._icon)
        layout.addLayout(words, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Show a message in place of the last."""
        self.notice = notice
        self.setProperty("level", notice.level.value)
        self.style().unpolish(self)
        self.style().polish(self)
        self._icon.setPixmap(themed_icon(*_ICONS[notice.level]).pixmap(icon_size()))
        self._message.setText(notice.message)
        self._hint.setText(notice.hint)
        self._hint.setVisible(bool(notice.hint))
        self.setAccessibleName(f"{notice.level.value}: {notice.message} {notice.hint}".strip())
        self.show()

    def dismiss(self) -> None:
        """Take the message away."""
        self.notice = None
        self.hide()
