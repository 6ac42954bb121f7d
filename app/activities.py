"""The running jobs of a window by purpose: one at a time each, with the words and errors that the user sees."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.jobs import Job, Lane, Work
from app.notices import notice_of
from core.errors import UserFacingError
from core.progress import Progress

log = logging.getLogger(__name__)


class Activities(QObject):
    """Starts, replaces and stops jobs. All methods belong to the GUI thread.

    Args:
        log_file: Named in the message about an internal error.
    """

    noticed = Signal(object)  # Notice
    failed = Signal(object)  # the exception behind a notice of an error
    activity_changed = Signal()  # what the status bar shows: `activity` and `progress`
    settled = Signal()  # nothing runs or waits any more

    def __init__(self, log_file: Path | None = None) -> None:
        super().__init__()
        self.log_file = log_file
        self._jobs: dict[str, Job] = {}  # the running job of each purpose: "open", "load", "inspect", "model", ...
        self.activity = ""  # words for the status bar; empty while idle
        self.progress = Progress(0, 0)

    def _is_waiting(self) -> bool:
        """Whether something is about to start that is no job yet."""
        return False

    def start_job(self, purpose: str, words: str, lane: Lane, work: Work, *, is_quiet: bool = False) -> Job:
        """Run work under a purpose, in place of what ran there.

        Args:
            purpose: One job runs for each.
            words: For the status bar; empty: shown nowhere.
            lane: Where it runs.
            work: What the lane calls.
            is_quiet: Its failure is the caller's business, not a notice.
        """
        self.stop_job(purpose)
        job = Job(words, work)
        self._jobs[purpose] = job
        if words:
            job.progressed.connect(partial(self.show_activity, words))
            self.show_activity(words, Progress(0, 0))
        if not is_quiet:
            job.failed.connect(self._fail)
        job.ended.connect(partial(self._on_job_ended, purpose, job))
        # What a lane reports arrives by the event loop: callers can still connect their slots after this.
        lane.submit(job)
        return job

    def stop_job(self, purpose: str) -> None:
        """Cancel the job of a purpose, if there is one."""
        job = self._jobs.pop(purpose, None)
        if job is not None:
            job.cancel()
            self._settle()

    def _on_job_ended(self, purpose: str, job: Job) -> None:
        if self._jobs.get(purpose) is job:
            del self._jobs[purpose]
        self._settle()

    def _settle(self) -> None:
        waiting = [job.name for job in self._jobs.values() if job.name]
        if not waiting:
            self.show_activity("", Progress(0, 0))
        if not self._jobs and not self._is_waiting():
            self.settled.emit()

    def show_activity(self, words: str, progress: Progress) -> None:
        """What the status bar says from now on."""
        self.activity, self.progress = words, progress
        self.activity_changed.emit()

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, UserFacingError):
            log.warning("%s", error.logged())
        self.noticed.emit(notice_of(error, self.log_file))
        self.failed.emit(error)
