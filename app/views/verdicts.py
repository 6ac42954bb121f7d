"""The reader's verdict: accept, reject, unsure; reason, comment; who reads, blind or not; what was decided before."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import later, numeral, tr
from app.keymaps import set_tip
from app.review import ReviewSession
from app.state import AppState
from app.theme import set_icon
from core.verdicts import REASONS, KeptDecision, Opinion

OPINION_WORDS = {Opinion.ACCEPT: later("Accept"), Opinion.REJECT: later("Reject"), Opinion.UNSURE: later("Unsure")}
OPINION_TIPS = {
    Opinion.ACCEPT: later("Accept the part on screen as good"),
    Opinion.REJECT: later("Reject the part on screen as defective"),
    Opinion.UNSURE: later("Leave the part to somebody else"),
}
DONE_WORDS = {"accept": later("Accepted"), "reject": later("Rejected"), "unsure": later("Unsure")}
_ICONS = {Opinion.ACCEPT: "mdi6.check", Opinion.REJECT: "mdi6.close", Opinion.UNSURE: "mdi6.help"}
_READINGS = (later("First reading"), later("Second reading"))


def decision_text(kept: KeptDecision) -> str:
    """One line of the history."""
    decision = kept.decision
    clock = kept.made_at[11:16]
    if kept.undoes is not None:
        return tr("{clock} UTC · {reader} took it back", clock=clock, reader=decision.reader)
    words = [tr("{clock} UTC", clock=clock), decision.reader, tr(DONE_WORDS[decision.opinion.value]).lower()]
    if decision.reading == 2:
        words.append(tr("second reading"))
    if decision.is_blind:
        words.append(tr("blind"))
    if decision.reason:
        label = next((one.label for one in REASONS if one.code == decision.reason), decision.reason)
        words.append(tr(label))
    if decision.comment:
        words.append(f"“{decision.comment}”")
    if decision.seconds is not None:
        words.append(f"{numeral(decision.seconds, '.1f')} s")
    return " · ".join(words)


class VerdictPanel(QWidget):
    """Buttons and keys for a decision on the part on screen; reads `ReviewSession`, writes only through it.

    A digit chooses the reason of the next decision; W goes to the comment, Enter comes back. Deciding does not go on to
    the next part: that is a key of its own.
    """

    def __init__(self, state: AppState, session: ReviewSession) -> None:
        super().__init__()
        self._state, self._session = state, session
        self._refusal = ""
        self._build()
        session.current_changed.connect(self._show)
        session.opened.connect(self._show)
        session.blind_changed.connect(self._show)
        state.current_changed.connect(self._on_part_changed)
        self._show()

    def _build(self) -> None:
        self._buttons: dict[Opinion, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(8)
        for opinion, word in OPINION_WORDS.items():
            button = QPushButton(tr(word))
            button.setObjectName(f"decide_{opinion.value}")
            button.setCheckable(True)
            set_tip(button, f"{tr(OPINION_TIPS[opinion])} (${opinion.value})")
            set_icon(button, _ICONS[opinion])
            button.clicked.connect(partial(self._on_clicked, opinion))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._buttons[opinion] = button
            row.addWidget(button)
        self._reason = QComboBox()
        self._reason.setObjectName("reason")
        self._reason.setAccessibleName(tr("Reason"))
        set_tip(self._reason, tr("Reason of the next decision ($reason_1, $reason_2 …; the same key again: none)"))
        self._reason.addItem(tr("No reason"), "")
        for number, reason in enumerate(REASONS, 1):
            self._reason.addItem(f"{number}  {tr(reason.label)}", reason.code)
        self._reason.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._comment = QLineEdit()
        self._comment.setObjectName("comment")
        self._comment.setPlaceholderText(tr("Comment (W)"))
        self._comment.setAccessibleName(tr("Comment"))
        self._comment.setMaxLength(500)
        self._comment.installEventFilter(self)
        self._undo = QToolButton()
        self._undo.setObjectName("undo_decision")
        self._undo.setText(tr("Take back"))
        set_tip(self._undo, tr("Take this session's last decision back; both stay in the record ($take_back)"))
        set_icon(self._undo, "mdi6.undo")
        self._undo.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._undo.clicked.connect(self._session.undo)
        self._reader = QLineEdit(self._session.reader)
        self._reader.setObjectName("reader")
        self._reader.setAccessibleName(tr("Reader"))
        self._reader.setToolTip(tr("Who reads: named in every decision"))
        self._reader.editingFinished.connect(self._on_reader_edited)
        self._reading = QComboBox()
        self._reading.setObjectName("reading")
        self._reading.setAccessibleName(tr("Reading"))
        self._reading.addItems([tr(words) for words in _READINGS])
        self._reading.activated.connect(self._on_reading_chosen)
        self._blind = QCheckBox(tr("Blind"))
        self._blind.setObjectName("blind")
        self._blind.setToolTip(
            tr("Decide before score, verdict and map are shown; what you decide then is marked blind")
        )
        self._blind.toggled.connect(self._session.set_blind)
        self._line = QLabel()
        self._line.setObjectName("decision_line")
        self._line.setWordWrap(True)
        self._line.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._history = QLabel()
        self._history.setObjectName("decision_history")
        self._history.setProperty("role", "small")
        self._history.setWordWrap(True)
        self._history.setTextFormat(Qt.TextFormat.PlainText)
        self._history.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.addWidget(self._reason, 0, 0)
        grid.addWidget(self._undo, 0, 1)
        grid.addWidget(self._comment, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        who = QHBoxLayout()
        who.setSpacing(8)
        who.addWidget(self._reader, 1)
        who.addWidget(self._reading)
        who.addWidget(self._blind)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(6)  # of 720 pixels none is to spare beside an inspected volume
        layout.addLayout(row)
        layout.addLayout(grid)
        layout.addLayout(who)
        told = QWidget()
        words = QVBoxLayout(told)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(8)
        words.addWidget(self._line)
        words.addWidget(self._history, 1)
        scroll = QScrollArea()  # on a low screen long words are scrolled, and lie over nothing
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        scroll.setWidget(told)
        layout.addWidget(scroll, 1)

    # Edits: widget or key -> session

    def decide(self, opinion: Opinion) -> None:
        """Record an opinion with the reason and comment that are set, then clear both."""
        if not self._buttons[opinion].isEnabled():
            return
        self._session.decide(opinion, str(self._reason.currentData()), self._comment.text().strip())
        self._clear()

    def choose_reason(self, number: int) -> None:
        """Reason 1 to 9 for the next decision; the same again: none."""
        if 0 <= number < self._reason.count():
            self._reason.setCurrentIndex(0 if number == self._reason.currentIndex() else number)

    def lock_reader(self, is_locked: bool, name: str, refusal: str = "") -> None:
        """With a log-in the reader is whoever is logged in; `refusal`: why this one may not decide."""
        self._refusal = refusal
        self._show()
        self._reader.setReadOnly(is_locked)
        self._reader.setText(name)
        self._reader.setToolTip(tr("Whoever is logged in") if is_locked else tr("Who reads: named in every decision"))

    def edit_comment(self) -> None:
        """Put the cursor into the comment."""
        self._comment.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_clicked(self, opinion: Opinion, _checked: bool = False) -> None:
        self.decide(opinion)
        self._show()  # the button follows the record, not the click

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Esc leave the comment, so that the keys decide again."""
        leaving = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in leaving
        if watched is self._comment and pressed:
            self._comment.clearFocus()
            return True
        return False

    def _on_reader_edited(self) -> None:
        self._session.set_reader(self._reader.text())
        self._reader.setText(self._session.reader)
        self._reader.setCursorPosition(0)  # a long name is read from its beginning
        self._reader.clearFocus()

    def _on_reading_chosen(self, index: int) -> None:
        self._session.set_reading(index + 1)

    def _on_part_changed(self) -> None:
        self._clear()
        self._show()

    def _clear(self) -> None:
        self._reason.setCurrentIndex(0)
        self._comment.clear()

    # Showing: session -> widget

    def _show(self) -> None:
        row, history = self._session.row, self._session.history
        has_part = self._state.current is not None and self._session.is_available
        in_force = (row.first, row.second)[self._session.reading - 1] if row is not None else ""
        for opinion, button in self._buttons.items():
            button.setEnabled(has_part and not self._session.held_by)
            with QSignalBlocker(button):
                button.setChecked(opinion.value == in_force)
        self._undo.setEnabled(self._session.is_available)
        with QSignalBlocker(self._blind):
            self._blind.setChecked(self._session.is_blind)
        self._line.setText(self._sentence())
        shown = [] if self._session.is_hiding else [decision_text(kept) for kept in reversed(history)]
        self._history.setText("\n".join(shown[:8]))

    def _sentence(self) -> str:
        row, waiting = self._session.row, self._session.waiting
        kept = tr(" {waiting:,} kept until the database can be written.", waiting=waiting) if waiting else ""
        if self._session.store is None and self._session.is_available:
            kept = tr(" The record is not open: decisions are kept beside it.{kept}", kept=kept)
        if self._refusal:
            return f"{self._refusal}{kept}"
        if self._state.current is None:
            return tr("Open a part to decide.{kept}", kept=kept)
        if held_by := self._session.held_by:
            return tr(
                "{station} reads this part: go on to the next. It is free once it is decided or left there.{kept}",
                station=held_by,
                kept=kept,
            )
        if self._session.is_hiding:
            return tr("Blind: score and map appear after your decision.{kept}", kept=kept)
        if row is None or not row.first:
            return tr("No decision yet.{kept}", kept=kept)
        words = tr("{done} by {decided_by}", done=tr(DONE_WORDS[row.first]), decided_by=row.decided_by)
        if row.second:
            agrees = (
                tr("agrees")
                if row.second == row.first
                else tr("says {lower}", lower=tr(DONE_WORDS[row.second]).lower())
            )
            words += tr("; the second reader {agrees}", agrees=agrees)
        return f"{words}.{kept}"
