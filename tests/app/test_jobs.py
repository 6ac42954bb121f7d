"""Jobs end exactly once, on the GUI thread, whatever happens in the worker."""

from __future__ import annotations

import threading
import time

import pytest

from app.jobs import Job, Lane
from core.errors import Cancelled, SampleReadError
from core.progress import Progress


class Ends:
    """Writes down every end signal of a job, with the thread it came on."""

    def __init__(self, job):
        self.heard, self.threads = [], set()
        job.succeeded.connect(lambda result: self._hear(("succeeded", result)))
        job.failed.connect(lambda error: self._hear(("failed", type(error))))
        job.cancelled.connect(lambda: self._hear(("cancelled", None)))

    def _hear(self, what):
        self.heard.append(what)
        self.threads.add(threading.current_thread())


@pytest.fixture
def lane(qtbot):
    lane = Lane("test")
    yield lane
    assert lane.close()


def _raise(error):
    raise error


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (lambda _report, _token: 7, ("succeeded", 7)),
        (lambda _report, _token: _raise(RuntimeError("CUDA out of memory")), ("failed", RuntimeError)),
        (lambda _report, _token: _raise(SampleReadError("cut short")), ("failed", SampleReadError)),
        (lambda _report, _token: _raise(SystemExit(1)), ("failed", SystemExit)),
        (lambda _report, _token: _raise(Cancelled()), ("cancelled", None)),
    ],
)
def test_a_job_ends_exactly_once_on_the_gui_thread(qtbot, lane, work, expected):
    job = Job("test", work)
    ends = Ends(job)
    with qtbot.waitSignal(job.ended):
        lane.submit(job)
    qtbot.wait(20)
    assert ends.heard == [expected]
    assert ends.threads == {threading.main_thread()}


def test_cancel_ends_a_running_job_at_once_and_its_late_result_is_dropped(qtbot, lane):
    begun, may_end = threading.Event(), threading.Event()

    def stubborn(_report, _token):  # never looks at its token
        begun.set()
        may_end.wait(5)
        return "late"

    job = lane.submit(Job("stubborn", stubborn))
    ends = Ends(job)
    assert begun.wait(5)
    job.cancel()
    assert ends.heard == [("cancelled", None)]
    assert not may_end.is_set()  # the work itself still runs: nothing waited for it
    may_end.set()
    after = lane.submit(Job("after", lambda _report, _token: None))
    with qtbot.waitSignal(after.ended):
        pass
    assert ends.heard == [("cancelled", None)]


def test_a_job_cancelled_while_it_waits_never_runs(qtbot, lane):
    gate, ran = threading.Event(), []
    first = lane.submit(Job("first", lambda _report, _token: gate.wait(5)))
    second = lane.submit(Job("second", lambda _report, _token: ran.append(1)))
    second.cancel()
    gate.set()
    if not first.has_ended:
        with qtbot.waitSignal(first.ended):
            pass
    qtbot.waitUntil(lambda: lane.is_idle)
    assert ran == []


def test_progress_arrives_at_most_twenty_times_a_second(qtbot, lane):
    def chatty(report, _token):
        for done in range(1000):
            report(Progress(done, 1000))

    job, heard = Job("chatty", chatty), []
    job.progressed.connect(heard.append)
    with qtbot.waitSignal(job.ended):
        lane.submit(job)
    assert 1 <= len(heard) <= 10


def test_a_closed_lane_cancels_what_it_is_given(qtbot):
    lane = Lane("closed")
    running = lane.submit(Job("running", lambda _report, token: _until_cancelled(token)))
    ends = Ends(running)
    assert lane.close()
    assert ends.heard == [("cancelled", None)]
    assert lane.submit(Job("late", lambda _report, _token: 1)).has_ended


def _until_cancelled(token):
    while True:
        token.raise_if_cancelled()
        time.sleep(0.005)
