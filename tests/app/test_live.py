"""A stream in the window: newest frame inspected, held, stepped, scrolled back, kept; nothing queues up."""

import itertools
import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from app.live import Mode
from core.data.records import Frame, StreamInfo
from core.errors import SampleReadError
from tests.app.conftest import FakeInspector
from tests.core.data.test_stream import write_video


class FakeCamera:
    """Gives a frame whenever `give` is called; frame n has the value n."""

    def __init__(self, fails_after=10**6):
        self.info = StreamInfo("Camera 0", True, 100.0, (40, 60))
        self._free, self._numbers, self._fails_after = threading.Semaphore(0), itertools.count(), fails_after
        self.is_closed = False

    def give(self, count=1):
        self._free.release(count)

    def read(self):
        while not self._free.acquire(timeout=0.05):
            if self.is_closed:
                return None
        number = next(self._numbers)
        if number >= self._fails_after:
            raise SampleReadError("Camera 0 gives no more pictures.")
        return Frame(number, number / 100, np.full((40, 60, 3), number % 256, np.uint8))

    def skip(self):
        time.sleep(0.01)
        return True

    def close(self):
        self.is_closed = True


class SlowInspector(FakeInspector):
    """Inspects when it is let."""

    def __init__(self):
        super().__init__()
        self.may, self.seen = threading.Semaphore(0), []

    def inspect(self, loaded, *rest, **more):
        assert self.may.acquire(timeout=10)
        self.seen.append(int(loaded.views[0].pixels.flat[0]))
        return super().inspect(loaded, *rest, **more)


@pytest.fixture
def live(qtbot, make_window):
    """A window with a slow model and a camera that gives frames when asked."""
    inspector, camera = SlowInspector(), FakeCamera()
    window = make_window(inspector)
    session = window.inputs.live
    session._open = lambda _source: camera
    session.open("camera:0")
    qtbot.waitUntil(lambda: session.mode is Mode.RUNNING)
    yield SimpleNamespace(window=window, session=session, camera=camera, inspector=inspector, state=window.state)
    camera.is_closed = True
    inspector.may.release(100)


def give(qtbot, live, count):
    before = live.session.captured
    live.camera.give(count)
    qtbot.waitUntil(lambda: live.session.captured == before + count)


def test_the_model_gets_the_newest_frame_and_passed_over_ones_are_counted(qtbot, live):
    give(qtbot, live, 1)
    qtbot.waitUntil(lambda: live.session._job is not None)
    give(qtbot, live, 8)
    live.inspector.may.release(2)
    qtbot.waitUntil(lambda: live.session.inspected == 2)
    assert live.inspector.seen == [0, 8]
    assert live.session.passed_over == 7
    assert live.state.result is not None
    qtbot.waitUntil(lambda: "7 passed over" in live.window.findChild(QLabel, "live_counts").text())
    assert live.state.current is None  # a frame is no sample of the queue


def test_a_frame_takes_the_place_of_the_last_in_the_same_tile(qtbot, live):
    live.inspector.may.release(10)
    give(qtbot, live, 1)
    qtbot.waitUntil(lambda: live.state.result is not None)
    tile = live.window.tiles.views[0]
    give(qtbot, live, 1)
    qtbot.waitUntil(lambda: live.session.inspected == 2)
    assert live.window.tiles.views[0] is tile
    assert tile.view.pixels.flat[0] == 1


def test_the_live_threshold_stays_from_frame_to_frame(qtbot, live):
    live.inspector.may.release(10)
    give(qtbot, live, 1)
    qtbot.waitUntil(lambda: live.state.result is not None)
    live.state.set_threshold(0.123)
    give(qtbot, live, 1)
    qtbot.waitUntil(lambda: live.session.inspected == 2)
    assert live.state.threshold == 0.123


def test_frozen_the_camera_goes_on_and_the_last_seconds_can_be_scrolled(qtbot, live):
    live.inspector.may.release(100)
    give(qtbot, live, 20)
    qtbot.waitUntil(lambda: live.session.shown is not None and live.session.shown.number == 19)
    live.window.actions_by_name["live_freeze"].trigger()
    give(qtbot, live, 5)
    assert live.session.mode is Mode.FROZEN
    assert len(live.session.held) == 20
    live.window.actions_by_name["live_back"].trigger()
    assert live.state.loaded.views[0].pixels.flat[0] == 18
    live.session.go_to(3)
    assert live.state.loaded.views[0].pixels.flat[0] == 3
    assert live.state.result is None  # not yet inspected: no older map lies over it
    qtbot.waitUntil(lambda: live.state.result is not None)
    assert live.inspector.seen[-1] == 3
    live.window.actions_by_name["live_freeze"].trigger()
    qtbot.waitUntil(lambda: live.session.shown.number == 24)


def test_opening_a_sample_pauses_the_stream_and_leaves_the_sample_on_screen(qtbot, live, tmp_path):
    live.inspector.may.release(100)
    give(qtbot, live, 2)
    qtbot.waitUntil(lambda: live.state.result is not None)
    live.window.open_paths([tmp_path])
    qtbot.waitUntil(lambda: live.session.mode is Mode.PAUSED)
    qtbot.waitUntil(lambda: live.state.current is not None and live.state.loaded.sample == live.state.current)
    live.session.toggle_running()
    give(qtbot, live, 1)
    qtbot.waitUntil(lambda: live.state.is_stream)


def test_a_kept_frame_is_in_the_queue(qtbot, live, tmp_path):
    live.inspector.may.release(100)
    live.window.inputs.frames_folder = tmp_path / "frames"
    give(qtbot, live, 1)
    qtbot.waitUntil(lambda: live.session.shown is not None)
    live.window.actions_by_name["live_keep"].trigger()
    qtbot.waitUntil(lambda: len(live.state.samples) == 1)
    assert next(iter(live.state.samples[0].files.values())).is_file()


def test_a_camera_that_fails_is_said_and_its_last_seconds_stay(qtbot, make_window):
    window, camera = make_window(), FakeCamera(fails_after=3)
    window.inputs.live._open = lambda _source: camera
    window.inputs.live.open("camera:0")
    camera.give(4)
    qtbot.waitUntil(lambda: window.notices.notice is not None)
    assert window.notices.notice.message == "Camera 0 gives no more pictures."
    qtbot.waitUntil(lambda: window.inputs.live.mode is Mode.PAUSED)
    assert len(window.inputs.live.held) == 3


def test_every_frame_of_a_file_is_inspected_in_order_and_steps_go_one_by_one(qtbot, make_window, tmp_path):
    inspector = SlowInspector()
    inspector.may.release(100)
    window = make_window(inspector)
    live = window.inputs.live
    live.set_every_frame(True)
    window.open_paths([write_video(tmp_path / "a.avi", frames=12)])
    qtbot.waitUntil(lambda: live.mode is Mode.PAUSED and live.has_ended)
    assert [round(value, -1) for value in inspector.seen] == [10 * n for n in range(12)]
    assert (live.inspected, live.passed_over, live.lost) == (12, 0, 0)
    assert window.findChild(QLabel, "live_mode").text() == "At the end · a.avi"
    live.step(-1)
    assert live.shown.number == 10
    live.close()
    assert live.mode is Mode.CLOSED


def test_what_cannot_be_opened_is_a_notice(qtbot, make_window, tmp_path):
    window = make_window()
    (tmp_path / "a.mp4").write_bytes(b"nothing")
    window.open_paths([tmp_path / "a.mp4"])
    qtbot.waitUntil(lambda: window.notices.notice is not None)
    assert "a.mp4 should be a video" in window.notices.notice.message
    assert not window.inputs.live.is_open
