"""Every sample of the queue, one after the other; the next one is read while the model works."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future

from app.activities import Activities
from app.calls import CoreCalls
from app.i18n import tr
from app.jobs import Lane
from app.notices import Level, Notice, notice_of
from app.prepare import without_maps
from app.state import AppState
from app.styles import sample_key
from core import api
from core.progress import CancelToken, Progress, ReportProgress
from core.records import InspectionResult, LoadedSample, Sample

Recall = Callable[[Sample, str | None, CancelToken], InspectionResult | None]


class Batch:
    """Inspects what has no result yet; a sample that fails is counted and the next one is taken.

    Args:
        activities: Where its jobs run, under the purpose "batch".
        state: Gets the light copy of every result.
        lane: Of the model.
        calls: The core.
    """

    def __init__(self, activities: Activities, state: AppState, lane: Lane, calls: CoreCalls) -> None:
        self._activities, self._state, self._lane, self._calls = activities, state, lane, calls
        # What the record holds already, e.g. from before the program ended; called on a thread of its own.
        self.recall: Recall = lambda _sample, _category, _token: None
        self._waiting: list[Sample] = []
        self._total = self._recalled = 0
        self._faults: list[str] = []
        self._inspector: api.Inspector | None = None
        self._category: str | None = None
        self._token = CancelToken()
        self._ahead: dict[str, Future[LoadedSample | InspectionResult]] = {}

    @property
    def is_running(self) -> bool:
        """Whether samples wait or one is in work."""
        return bool(self._waiting)

    def start(self, inspector: api.Inspector, category: str | None) -> None:
        """Inspect every sample without a result; does nothing while it runs."""
        if self._waiting:
            return
        self._inspector, self._category = inspector, category
        self._waiting = [sample for sample in self._state.samples if sample_key(sample) not in self._state.results]
        self._total, self._recalled, self._faults = len(self._waiting), 0, []
        if not self._waiting:
            self._activities.noticed.emit(Notice(Level.INFO, tr("Every sample of the queue has a result.")))
            return
        self._token = CancelToken()
        self._next()

    def stop(self) -> None:
        """Stop after nothing more than the sample in work."""
        self._waiting = []
        self._activities.stop_job("batch")
        self._stop_reading()

    def _stop_reading(self) -> None:
        self._token.cancel()
        self._ahead.clear()

    def _fetch(self, sample: Sample) -> Future[LoadedSample | InspectionResult]:
        """Read on a daemon thread, which a dead network drive may hold for ever without keeping the program alive."""
        made: Future[LoadedSample | InspectionResult] = Future()
        category, token = self._category, self._token

        def work() -> None:
            try:
                found = self.recall(sample, category, token)
                made.set_result(found or self._calls.load_sample(sample, lambda _progress: None, token))
            except BaseException as error:  # noqa: BLE001 - raised again where the result is asked for
                made.set_exception(error)

        threading.Thread(target=work, name="lane-batch-reader", daemon=True).start()
        return made

    def _read_ahead(self) -> Future[LoadedSample | InspectionResult]:
        """What is in work, and the one behind it."""
        for sample in self._waiting[:2]:
            key = sample_key(sample)
            if key not in self._ahead:
                self._ahead[key] = self._fetch(sample)
        return self._ahead.pop(sample_key(self._waiting[0]))

    def _next(self) -> None:
        inspector, category = self._inspector, self._category
        if not self._waiting or inspector is None:
            self._stop_reading()
            self._say_end()
            return
        read = self._read_ahead()

        def work(_report: ReportProgress, token: CancelToken) -> tuple[InspectionResult, bool]:
            found = read.result()
            if isinstance(found, InspectionResult):
                return found, True
            return without_maps(inspector.inspect(found, category, lambda _progress: None, token)), False

        done = self._total - len(self._waiting)
        words = tr("Inspecting {done:,} of {total:,}", done=done + 1, total=self._total)
        job = self._activities.start_job("batch", words, self._lane, work, is_quiet=True)
        self._activities.show_activity(job.name, Progress(done, self._total))
        job.succeeded.connect(self._on_step)
        job.failed.connect(self._on_fault)

    def _say_end(self) -> None:
        known = ""
        if self._recalled:
            known = tr("{count:,} of {total:,} were in the record already.", count=self._recalled, total=self._total)
        if self._faults:
            words = tr("{count:,} of {total:,} samples failed.", count=len(self._faults), total=self._total)
            hint = " ".join([*self._faults[:3], known]).strip()
            self._activities.noticed.emit(Notice(Level.WARNING, words, hint))
        elif known:
            self._activities.noticed.emit(Notice(Level.INFO, tr("The whole queue is inspected."), known))
        self._faults, self._recalled = [], 0

    def _on_step(self, outcome: tuple[InspectionResult, bool]) -> None:
        result, was_known = outcome
        self._recalled += was_known
        self._waiting = self._waiting[1:]
        self._state.remember_result(result)
        self._next()

    def _on_fault(self, error: BaseException) -> None:
        self._faults.append(notice_of(error, self._activities.log_file).message)
        self._waiting = self._waiting[1:]
        self._next()
