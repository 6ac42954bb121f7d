"""Core work off the GUI thread: a Job with exactly one end signal, run on named one-thread lanes."""

from __future__ import annotations

import itertools
import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from core.errors import Cancelled, UserFacingError
from core.progress import CancelToken, Progress, ReportProgress

log = logging.getLogger(__name__)

Work = Callable[[ReportProgress, CancelToken], Any]  # Any: every use case returns its own record

PROGRESS_INTERVAL_S = 0.05  # at most 20 reports a second reach the window


class Job(QObject):
    """One piece of work. Connect first, then submit; exactly one of the three end signals fires, on the GUI thread.

    `cancel` ends the job at once for the window; whatever the worker still says is swallowed here, so that late
    results of an abandoned sample never reach the screen. Lives on the GUI thread only.
    """

    progressed = Signal(object)  # Progress
    succeeded = Signal(object)  # what the work returned
    failed = Signal(object)  # Exception
    cancelled = Signal()
    ended = Signal()  # after the end signal, whichever it was

    def __init__(self, name: str, work: Work) -> None:
        super().__init__()
        self.name = name
        self.work = work
        self.token = CancelToken()
        self.has_ended = False

    def cancel(self) -> None:
        """Stop: the end signal fires now, the worker follows at its next check. Harmless after the end."""
        self.token.cancel()
        if self._end():
            self.cancelled.emit()
            self.ended.emit()

    def pause(self) -> None:
        """Have the worker wait at its next check."""
        self.token.pause()

    def go_on(self) -> None:
        """End a pause."""
        self.token.go_on()

    def report(self, progress: Progress) -> None:
        """Pass progress on while the job runs."""
        if not self.has_ended:
            self.progressed.emit(progress)

    def finish(self, result: object, error: BaseException | None) -> None:
        """End the job with what the worker brought; too late after `cancel`."""
        if not self._end():
            return
        if error is None:
            self.succeeded.emit(result)
        elif isinstance(error, Cancelled):
            self.cancelled.emit()
        else:
            self.failed.emit(error)
        self.ended.emit()

    def _end(self) -> bool:
        was_running, self.has_ended = not self.has_ended, True
        return was_running


@dataclass(frozen=True, slots=True)
class _Task:
    """What crosses to the worker: no QObject, so that none is ever destroyed in the wrong thread."""

    number: int
    name: str
    work: Work
    token: CancelToken


class Lane(QObject):
    """One worker thread with a queue: jobs run one after the other, in the order of submission."""

    _reported = Signal(int, object)  # worker -> GUI thread: task number, Progress
    _finished = Signal(int, object, object)  # worker -> GUI thread: task number, result, exception

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self._numbers = itertools.count()
        self._queue: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._jobs: dict[int, Job] = {}  # GUI thread only; keeps every job alive until the worker is through with it
        self._is_closed = False
        self._reported.connect(self._on_reported, Qt.ConnectionType.QueuedConnection)
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
        # A daemon, so that a reader stuck in a dead network drive cannot keep the closed program alive for ever.
        self._thread = threading.Thread(target=self._loop, name=f"lane-{name}", daemon=True)
        self._thread.start()

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits or runs."""
        return not self._jobs

    def submit(self, job: Job) -> Job:
        """Queue a job. On a closed lane it is cancelled at once."""
        if self._is_closed:
            job.cancel()
            return job
        number = next(self._numbers)
        self._jobs[number] = job
        self._queue.put(_Task(number, job.name, job.work, job.token))
        return job

    def cancel_all(self) -> None:
        """Cancel the running job and all that wait."""
        for job in tuple(self._jobs.values()):
            job.cancel()

    def close(self, timeout_s: float = 10.0) -> bool:
        """Cancel everything and wait for the thread; returns whether it has ended."""
        if not self._is_closed:
            self._is_closed = True
            self.cancel_all()
            self._queue.put(None)
        self._thread.join(timeout_s)
        if self._thread.is_alive():
            log.error("lane %s did not stop within %.0f s", self.name, timeout_s)
        return not self._thread.is_alive()

    def _on_reported(self, number: int, progress: Progress) -> None:
        if number in self._jobs:
            self._jobs[number].report(progress)

    def _on_finished(self, number: int, result: object, error: BaseException | None) -> None:
        job = self._jobs.pop(number, None)
        if job is not None:
            job.finish(result, error)

    def _loop(self) -> None:
        while (task := self._queue.get()) is not None:
            result, error = self._run(task)
            self._finished.emit(task.number, result, error)
            del task, result, error  # an idle lane holds on to no arrays

    def _run(self, task: _Task) -> tuple[object, BaseException | None]:
        last = 0.0

        def report(progress: Progress) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= PROGRESS_INTERVAL_S:
                last = now
                self._reported.emit(task.number, progress)

        try:
            task.token.raise_if_cancelled()
            return task.work(report, task.token), None
        except (Cancelled, UserFacingError) as exc:
            return None, exc
        except BaseException as exc:
            # The last stop of the thread, whatever it was: torch's out-of-memory is a RuntimeError.
            log.exception("job %s failed", task.name.partition(" ")[0])  # the rest may be a patient's name
            return None, exc


class JobRunner:
    """The lanes of the window: for the model, for readers, for small pictures and regions, and for teaching.

    Teaching, comparing and evaluating have a lane of their own: they take minutes, and inspection goes on meanwhile.
    """

    def __init__(self) -> None:
        self.model = Lane("model")
        self.readers = Lane("readers")
        self.extras = Lane("extras")
        self.teaching = Lane("teaching")

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """All lanes."""
        return (self.model, self.readers, self.extras, self.teaching)

    def close(self) -> bool:
        """Cancel everything and wait; returns whether all lanes have ended."""
        for lane in self.lanes:
            lane.cancel_all()  # all first, so that the waits overlap
        ended = [lane.close() for lane in self.lanes]
        return all(ended)
