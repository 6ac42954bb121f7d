"""Decisions of the reader at this window: recorded on a lane of their own, never lost, timed, blind where asked."""

from __future__ import annotations

import getpass
import logging
import time
import uuid
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal

from app.i18n import tr
from app.notices import Level, Notice, notice_of
from app.record import Record
from app.sentences import in_language
from app.state import AppState
from core import review
from core.errors import StorageError, UserFacingError
from core.records import Sample
from core.verdicts import Decision, KeptDecision, Opinion, QueueRow, part_key

if TYPE_CHECKING:
    from core.review import Outbox, ReviewStore

log = logging.getLogger(__name__)
RENEWAL_MS = 15_000  # how often a part is taken anew, and another station's looked at again


class ReviewSession(Record):
    """What the reader decides, and what is in the record of the part on screen.

    Args:
        state: Whose current sample is decided.
        where: Database file or URL; None: nothing is recorded and `is_available` stays False.
        outbox: File for what the database would not take.
    """

    current_changed = Signal()  # `row` and `history` of the part on screen
    blind_changed = Signal()  # `is_hiding`

    def __init__(self, state: AppState, where: str | Path | None, outbox: Path | None = None) -> None:
        super().__init__(state, where, outbox, _login())
        self.reading = 1
        self.is_blind = False  # first decide, then see score and map
        self.row: QueueRow | None = None
        self.history: tuple[KeptDecision, ...] = ()
        self._shown_at = time.monotonic()
        self._revealed: set[tuple[str, str, int]] = set()  # part, reader and reading whose blind opinion was given
        self._mine: list[int] = []  # numbers of this session's decisions, for undo
        self.held_by = ""  # another station that reads the part on screen
        self._reading_sample: Sample | None = None  # may be this station's until it is given back
        self._renewal = QTimer(self, interval=RENEWAL_MS)
        self._renewal.timeout.connect(self.refresh)
        if where is not None:
            state.current_changed.connect(self._on_current_changed)

    # --- what is recorded ----------------------------------------------------------------------------------------
    def decide(self, opinion: Opinion, reason: str = "", comment: str = "") -> None:
        """Record an opinion of the part on screen."""
        sample = self._state.current
        if sample is None or not self.is_available or self.held_by:
            return
        decision = Decision(
            part_key=part_key(sample),
            opinion=opinion,
            reader=self.reader,
            reason=reason,
            comment=comment,
            reading=self.reading,
            is_blind=self.is_hiding,
            seconds=round(time.monotonic() - self._shown_at, 2),
        )
        log.info("%s: %s %s", sample.log_name, opinion.value, reason)
        self._keep([sample], [decision])
        if self.is_hiding:
            self._revealed.add((decision.part_key, decision.reader, decision.reading))
            self._show_blindness()

    def decide_many(self, keys: Sequence[str], opinion: Opinion, reason: str = "", comment: str = "") -> None:
        """Record one opinion of many recorded parts, all or none; the window has asked for confirmation."""
        mark = uuid.uuid4().hex[:12]
        decisions = [
            Decision(
                part_key=key,
                opinion=opinion,
                reader=self.reader,
                reason=reason,
                comment=comment,
                reading=self.reading,
                bulk=mark,
            )
            for key in keys
        ]
        log.info("%d parts: %s", len(keys), opinion.value)
        self._keep([], decisions)

    def _keep(self, samples: Sequence[Sample], decisions: Sequence[Decision]) -> None:
        store, outbox = self.store, self._outbox

        def work() -> list[int]:
            try:
                if store is None:
                    raise StorageError("The record is not open.")
                return review.record_decisions(store, samples, decisions)
            except StorageError:
                if outbox is not None:
                    outbox.keep(decisions)  # here, so that it is safe even when the window is being closed
                raise

        job = self._submit("deciding", work, self._on_decided, is_quiet=True)
        job.failed.connect(partial(self._on_refused, outbox))

    def _on_decided(self, numbers: list[int]) -> None:
        self._mine += numbers
        self._on_recorded(None)

    def _on_refused(self, outbox: Outbox | None, error: BaseException) -> None:
        if not isinstance(error, StorageError) or outbox is None:
            self.noticed.emit(notice_of(error, None))
            return
        safe = tr("It is kept") if outbox.is_safe else tr("It is kept in memory only: do not close the program")
        self.noticed.emit(
            Notice(
                Level.WARNING,
                in_language(error.message),
                tr("{safe}, and tried again every 15 s. {hint}", safe=safe, hint=in_language(error.hint)),
            )
        )
        self._retry.start()
        self.current_changed.emit()

    def undo(self) -> None:
        """Take this session's last decision back; both stay in the record."""
        store = self.store
        if store is None or not self._mine:
            self.noticed.emit(Notice(Level.INFO, tr("There is no decision of this session to take back.")))
            return
        number, reader = self._mine.pop(), self.reader
        self._submit("undoing", lambda: store.undo(number, reader), self._on_recorded)

    # --- what is shown -------------------------------------------------------------------------------------------
    def set_reader(self, name: str) -> None:
        """Who reads from now on."""
        self.reader = name.strip() or _login()
        if self.store is not None:
            self.store.actor = self.reader
        self._show_blindness()
        self._restart_clock()

    def set_reading(self, reading: int) -> None:
        """1 first, 2 second reader."""
        self.reading = reading
        self._show_blindness()
        self._restart_clock()
        self.refresh()

    def set_blind(self, is_blind: bool) -> None:
        """Hide score and map until the reader has decided; another reader, or reading, decides blind again."""
        self.is_blind = is_blind
        self._show_blindness()

    @property
    def is_hiding(self) -> bool:
        """Whether score and map are hidden now."""
        sample = self._state.current
        return self.is_blind and sample is not None and self._blind_opinion(sample) not in self._revealed

    def _blind_opinion(self, sample: Sample) -> tuple[str, str, int]:
        return part_key(sample), self.reader, self.reading

    def _show_blindness(self) -> None:
        self._state.set_blind(self.is_hiding)
        self.blind_changed.emit()

    def refresh(self) -> None:
        """Read the row and history of the part on screen again."""
        store, sample = self.store, self._state.current
        if store is None or sample is None:
            self.row, self.history = None, ()
            self.current_changed.emit()
            return
        self._reading_sample = sample
        reading, reader = self.reading, self.reader

        def work() -> tuple[Sample, QueueRow | None, list[KeptDecision], str]:
            try:
                held_by = store.take_to_read(sample, reading, reader)
            except StorageError:  # nobody can take parts now; what is decided meanwhile is kept beside the record
                held_by = ""
            return sample, store.row(sample), store.decisions_of(sample), held_by

        self._submit("reading", work, self._on_read, is_quiet=True)

    def _on_read(self, outcome: tuple[Sample, QueueRow | None, list[KeptDecision], str]) -> None:
        sample, row, history, held_by = outcome
        if sample == self._state.current:
            self.row, self.history, self.held_by = row, tuple(history), held_by
            self.current_changed.emit()

    def _on_current_changed(self) -> None:
        self._restart_clock()
        self.row, self.history, self.held_by = None, (), ""
        self._give_back()
        self._show_blindness()
        self.refresh()

    def _on_opened(self, outcome: tuple[ReviewStore | None, Outbox | None, UserFacingError | None]) -> None:
        super()._on_opened(outcome)
        self.refresh()
        self._renewal.start()

    def _give_back(self) -> None:
        """The part that was on screen is free for other stations."""
        store, sample = self.store, self._reading_sample
        self._reading_sample = None
        if store is not None and sample is not None:
            self._submit("giving back", lambda: store.stop_reading(sample), lambda _done: None, is_quiet=True)

    def close(self) -> bool:
        """Give the part on screen back and wait for what is being recorded; returns whether the lane ended."""
        self._renewal.stop()
        self._give_back()
        return super().close()

    def _on_recorded(self, _outcome: object) -> None:
        super()._on_recorded(_outcome)
        self.refresh()

    def _restart_clock(self) -> None:
        self._shown_at = time.monotonic()


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reader"
