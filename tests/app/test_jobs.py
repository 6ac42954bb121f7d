"""Exactly one end signal, whatever happens."""

import threading
import time

import pytest

from app.jobs import Job, Lane
from core.errors import SampleReadError


@pytest.fixture
def lane(qtbot):
    made = Lane("test")
    yield made
    assert made.close()


def watched(job: Job) -> list[str]:
    ends: list[str] = []
    job.succeeded.connect(lambda value: ends.append(f"succeeded {value}"))
    job.failed.connect(lambda error: ends.append(f"failed {type(error).__name__}"))
    job.cancelled.connect(lambda: ends.append("cancelled"))
    return ends


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (None, "succeeded 7"),
        (SampleReadError("rgb.png is cut short."), "failed SampleReadError"),
        (RuntimeError("CUDA out of memory"), "failed RuntimeError"),
        (MemoryError(), "failed MemoryError"),
        (SystemExit(3), "failed SystemExit"),
    ],
)
def test_a_job_ends_once_and_the_lane_lives_on(qtbot, lane, error, expected, caplog):
    def work(report, token):
        if error is not None:
            raise error
        return 7

    for _ in range(2):
        job = Job("work", work)
        ends = watched(job)
        with qtbot.waitSignal(job.ended):
            lane.submit(job)
        assert ends == [expected]


def test_a_cancelled_job_ends_at_once_and_its_late_result_is_swallowed(qtbot, lane):
    release, started = threading.Event(), threading.Event()

    def work(report, token):
        started.set()
        release.wait(5)
        return "late"

    job = Job("slow", work)
    ends = watched(job)
    lane.submit(job)
    assert started.wait(5)
    begun = time.perf_counter()
    job.cancel()
    assert time.perf_counter() - begun < 0.3
    assert ends == ["cancelled"]
    release.set()
    qtbot.waitUntil(lambda: lane.is_idle)
    assert ends == ["cancelled"]


def test_an_internal_error_reaches_the_log_with_its_traceback(qtbot, lane, caplog):
    job = Job("broken", lambda report, token: 1 / 0)
    with qtbot.waitSignal(job.ended):
        lane.submit(job)
    assert "ZeroDivisionError" in caplog.text
    assert "Traceback" in caplog.text
