"""Every sample of the queue, one after the other."""

from __future__ import annotations

from app.activities import Activities
from app.calls import CoreCalls
from app.jobs import Lane
from app.notices import Level, Notice, notice_of
from app.prepare import without_maps
from app.state import AppState
from app.styles import sample_key
from core import api
from core.progress import CancelToken, Progress, ReportProgress
from core.records import InspectionResult, Sample


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
        self._waiting: list[Sample] = []
        self._total = 0
        self._faults: list[str] = []
        self._inspector: api.Inspector | None = None
        self._category: str | None = None

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
        self._total, self._faults = len(self._waiting), []
        if not self._waiting:
            self._activities.noticed.emit(Notice(Level.INFO, "Every sample of the queue has a result."))
        self._next()

    def stop(self) -> None:
        """Stop after nothing more than the sample in work."""
        self._waiting = []
        self._activities.stop_job("batch")

    def _next(self) -> None:
        inspector, calls, category = self._inspector, self._calls, self._category
        if not self._waiting or inspector is None:
            if self._faults:
                count, hint = len(self._faults), " ".join(self._faults[:3])
                words = f"{count:,} of {self._total:,} samples failed."
                self._activities.noticed.emit(Notice(Level.WARNING, words, hint))
                self._faults = []
            return
        sample = self._waiting[0]

        def work(_report: ReportProgress, token: CancelToken) -> InspectionResult:
            loaded = calls.load_sample(sample, lambda _progress: None, token)
            return without_maps(inspector.inspect(loaded, category, lambda _progress: None, token))

        done = self._total - len(self._waiting)
        words = f"Inspecting {done + 1:,} of {self._total:,}"
        job = self._activities.start_job("batch", words, self._lane, work, is_quiet=True)
        self._activities.show_activity(job.name, Progress(done, self._total))
        job.succeeded.connect(self._state.remember_result)
        job.succeeded.connect(self._on_step)
        job.failed.connect(self._on_fault)

    def _on_step(self, _result: InspectionResult) -> None:
        self._waiting = self._waiting[1:]
        self._next()

    def _on_fault(self, error: BaseException) -> None:
        self._faults.append(notice_of(error, self._activities.log_file).message)
        self._waiting = self._waiting[1:]
        self._next()
