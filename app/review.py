"""Decisions of the reader at this window: recorded on a lane of their own, never lost, timed, blind where asked."""

from __future__ import annotations

import getpass
import logging
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.jobs import Job, Lane
from app.notices import Level, Notice, notice_of
from app.state import AppState
from core import review
from core.errors import StorageError, UserFacingError
from core.progress import CancelToken
from core.records import InspectionResult, ModelInfo, Sample
from core.verdicts import Decision, KeptDecision, Opinion, QueueRow, part_key

if TYPE_CHECKING:
    from core.review import Outbox, ReviewStore

log = logging.getLogger(__name__)

OPEN_MS = 400
CLOSE_S = 10.0  # how long closing waits for decisions on their way
RETRY_MS = 15_000  # between tries to hand over what a locked or full database refused


class ReviewSession(QObject):
    """What the reader decides. All methods belong to the GUI thread; the database is touched on the lane "review".

    Args:
        state: Whose current sample is decided.
        where: Database file or URL; None: nothing is recorded and `is_available` stays False.
        outbox: File for what the database would not take.
    """

    opened = Signal()
    noticed = Signal(object)  # Notice
    changed = Signal()  # decisions or results of any part
    current_changed = Signal()  # `row` and `history` of the part on screen
    blind_changed = Signal()  # `is_hiding`

    def __init__(self, state: AppState, where: str | Path | None, outbox: Path | None = None) -> None:
        super().__init__()
        self._state, self._where, self._outbox_path = state, where, outbox
        self.lane = Lane("review") if where is not None else None
        self.store: ReviewStore | None = None
        self._outbox: Outbox | None = None
        self.reader = _login()
        self.reading = 1
        self.is_blind = False  # first decide, then see score and map
        self.row: QueueRow | None = None
        self.history: tuple[KeptDecision, ...] = ()
        self._shown_at = time.monotonic()
        self._revealed: set[str] = set()  # parts whose blind opinion was given
        self._unrecorded: list[tuple[InspectionResult, ModelInfo]] = []  # from before the record was open
        self._mine: list[int] = []  # numbers of this session's decisions, for undo
        self._retry = QTimer(self)
        self._retry.setInterval(RETRY_MS)
        self._retry.timeout.connect(self._deliver)
        if where is not None:
            state.current_changed.connect(self._on_current_changed)
            state.samples_changed.connect(self._on_samples_changed)
            QTimer.singleShot(OPEN_MS, self, self.open)  # the window comes first

    # --- opening and closing -------------------------------------------------------------------------------------
    @property
    def is_available(self) -> bool:
        """Whether decisions can be made (they are kept even while the database is away)."""
        return self.lane is not None

    @property
    def waiting(self) -> int:
        """Decisions kept beside the database because it would not take them."""
        return len(self._outbox.waiting) if self._outbox is not None else 0

    def open(self) -> None:
        """Open the record on the review lane."""
        if self.store is None:
            self._submit("opening the record", self._open, self._on_opened)

    def _open(self) -> tuple[ReviewStore | None, Outbox | None, UserFacingError | None]:
        assert self._where is not None
        kept = review.open_outbox(self._outbox_path) if self._outbox_path is not None else None
        try:
            return review.open_review(self._where, self.reader), kept, None
        except StorageError as error:
            return None, kept, error

    def _on_opened(self, outcome: tuple[ReviewStore | None, Outbox | None, UserFacingError | None]) -> None:
        self.store, self._outbox, error = outcome
        if error is not None:
            self.noticed.emit(Notice(Level.ERROR, error.message, f"{error.hint} Decisions are kept meanwhile.".strip()))
            self._retry.start()
        self._deliver()
        self._on_samples_changed()
        self.opened.emit()
        self.refresh()

    def close(self) -> bool:
        """Wait for what is being recorded; returns whether the lane ended."""
        self._retry.stop()
        if self.lane is None:
            return True
        done = threading.Event()
        self.lane.submit(Job("closing", lambda _report, _token: done.set()))  # behind every decision still in the lane
        done.wait(CLOSE_S)
        closed = self.lane.close()
        if self.store is not None:
            self.store.close()
        return closed

    # --- what is recorded ----------------------------------------------------------------------------------------
    def record(self, result: InspectionResult) -> None:
        """Record a result of the model."""
        store, model = self.store, self._state.model
        if model is None or not self.is_available:
            return
        if store is None:
            self._unrecorded.append((result, model))
            return
        self._record(store, result, model)

    def _record(self, store: ReviewStore, result: InspectionResult, model: ModelInfo) -> None:
        def work(token: CancelToken) -> None:
            review.record_result(store, result, model, token)

        self._submit(f"recording {result.sample.sample_id}", work, self._on_recorded, takes_token=True)

    def decide(self, opinion: Opinion, reason: str = "", comment: str = "") -> None:
        """Record an opinion of the part on screen."""
        sample = self._state.current
        if sample is None or not self.is_available:
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
        log.info("%s: %s %s", sample.sample_id, opinion.value, reason)
        self._keep([sample], [decision])
        if self.is_hiding:
            self._revealed.add(decision.part_key)
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
        safe = "It is kept" if outbox.is_safe else "It is kept in memory only: do not close the program"
        self.noticed.emit(Notice(Level.WARNING, error.message, f"{safe}, and tried again every 15 s. {error.hint}"))
        self._retry.start()
        self.current_changed.emit()

    def _deliver(self) -> None:
        store, outbox = self.store, self._outbox
        if outbox is None or not outbox.waiting:
            if store is not None:
                self._retry.stop()
            return
        if store is None:
            self._submit("opening the record", self._open_again, self._on_reopened, is_quiet=True)
            return
        self._submit("handing over", lambda: outbox.deliver(store), self._on_delivered, is_quiet=True)

    def _open_again(self) -> ReviewStore:
        assert self._where is not None
        return review.open_review(self._where, self.reader)

    def _on_reopened(self, store: ReviewStore) -> None:
        self.store = store
        self._on_samples_changed()
        self._deliver()

    def _on_delivered(self, outcome: tuple[int, list[UserFacingError]]) -> None:
        taken, refused = outcome
        self._retry.stop()
        hint = refused[0].message if refused else ""
        self.noticed.emit(Notice(Level.INFO, f"{taken:,} kept decisions are in the record now.", hint))
        self._on_recorded(None)

    def undo(self) -> None:
        """Take this session's last decision back; both stay in the record."""
        store = self.store
        if store is None or not self._mine:
            self.noticed.emit(Notice(Level.INFO, "There is no decision of this session to take back."))
            return
        number, reader = self._mine.pop(), self.reader
        self._submit("undoing", lambda: store.undo(number, reader), self._on_recorded)

    # --- what is shown -------------------------------------------------------------------------------------------
    def set_reader(self, name: str) -> None:
        """Who reads from now on."""
        self.reader = name.strip() or _login()
        if self.store is not None:
            self.store.actor = self.reader
        self._restart_clock()

    def set_reading(self, reading: int) -> None:
        """1 first, 2 second reader."""
        self.reading = reading
        self._restart_clock()

    def set_blind(self, is_blind: bool) -> None:
        """Hide score and map until the reader has decided."""
        self.is_blind = is_blind
        self._show_blindness()

    @property
    def is_hiding(self) -> bool:
        """Whether score and map are hidden now."""
        sample = self._state.current
        return self.is_blind and sample is not None and part_key(sample) not in self._revealed

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
        self._submit(
            "reading", lambda: (sample, store.row(sample), store.decisions_of(sample)), self._on_read, is_quiet=True
        )

    def _on_read(self, outcome: tuple[Sample, QueueRow | None, list[KeptDecision]]) -> None:
        sample, row, history = outcome
        if sample == self._state.current:
            self.row, self.history = row, tuple(history)
            self.current_changed.emit()

    def _on_current_changed(self) -> None:
        self._restart_clock()
        self.row, self.history = None, ()
        self._show_blindness()
        self.refresh()

    def _on_samples_changed(self) -> None:
        store, samples = self.store, self._state.samples
        if store is not None:
            unrecorded, self._unrecorded = self._unrecorded, []
            for result, model in unrecorded:
                self._record(store, result, model)
        if store is not None and samples:
            self._submit("queueing", lambda: store.add_parts(samples), self._on_recorded)

    def _on_recorded(self, _outcome: object) -> None:
        self.changed.emit()
        self.refresh()

    def _restart_clock(self) -> None:
        self._shown_at = time.monotonic()

    def _submit(
        self,
        words: str,
        work: Callable[..., object],
        on_success: Callable[..., object],
        *,
        is_quiet: bool = False,
        takes_token: bool = False,
    ) -> Job:
        assert self.lane is not None
        job = Job(words, (lambda _report, token: work(token)) if takes_token else (lambda _report, _token: work()))
        job.succeeded.connect(on_success)
        if not is_quiet:
            job.failed.connect(self.fail)
        return self.lane.submit(job)

    def fail(self, error: BaseException) -> None:
        """Say that something on the review lane did not work."""
        self.noticed.emit(notice_of(error, None))


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reader"
