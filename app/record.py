"""The window's line to the review record: opened late, retried when it is away, every result and part written."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.i18n import tr
from app.jobs import Job, Lane
from app.notices import Level, Notice, notice_of
from app.sentences import in_language
from app.state import AppState
from core import review
from core.errors import StorageError, UserFacingError
from core.progress import CancelToken
from core.records import InspectionResult, ModelInfo

if TYPE_CHECKING:
    from core.review import Outbox, ReviewStore

OPEN_MS = 400
CLOSE_S = 10.0  # how long closing waits for decisions on their way
RETRY_MS = 15_000  # between tries to hand over what a locked or full database refused


class Record(QObject):
    """The open review database. Methods belong to the GUI thread; the database is touched on the lane "review".

    Args:
        state: Whose samples and results are recorded.
        where: Database file or URL; None: nothing is recorded and `is_available` stays False.
        outbox: File for what the database would not take.
        reader: Who is named in the record from the start.
    """

    opened = Signal()
    noticed = Signal(object)  # Notice
    changed = Signal()  # decisions or results of any part

    def __init__(self, state: AppState, where: str | Path | None, outbox: Path | None, reader: str) -> None:
        super().__init__()
        self._state, self._where, self._outbox_path = state, where, outbox
        self.lane = Lane("review") if where is not None else None
        self.store: ReviewStore | None = None
        self._outbox: Outbox | None = None
        self.reader = reader
        self._unrecorded: list[tuple[InspectionResult, ModelInfo]] = []  # from before the record was open
        self._retry = QTimer(self)
        self._retry.setInterval(RETRY_MS)
        self._retry.timeout.connect(self._deliver)
        if where is not None:
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
            hint = f"{in_language(error.hint)} {tr('Decisions are kept meanwhile.')}".strip()
            self.noticed.emit(Notice(Level.ERROR, in_language(error.message), hint))
            self._retry.start()
        self._deliver()
        self._on_samples_changed()
        self.opened.emit()

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

    # --- results and parts ------------------------------------------------------------------------------------------
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

    # --- what the database would not take ---------------------------------------------------------------------------
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
        hint = in_language(refused[0].message) if refused else ""
        self.noticed.emit(Notice(Level.INFO, tr("{taken:,} kept decisions are in the record now.", taken=taken), hint))
        self._on_recorded(None)

    # --- jobs -------------------------------------------------------------------------------------------------------
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
