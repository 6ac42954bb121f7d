"""A thread that reads a stream at its own pace into a replay; whoever looks takes the newest frame."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from core.data.records import Frame
from core.errors import UserFacingError
from core.streaming import FrameStream, Replay

log = logging.getLogger(__name__)

_LATE_CAMERA = 1.75  # intervals between two frames of a camera from which one was lost between them


class Capture:
    """Reads until the end or `close`. All methods may be called from any thread; no Qt object is held.

    Args:
        open_stream: Opens it; called in the thread, because a camera may take seconds.
        replay: Gets every frame.
        notify: Called in the thread when there is something new to see; not again before `taken`.
    """

    def __init__(
        self, open_stream: Callable[[], FrameStream], replay: Replay, notify: Callable[[], None], *, every: bool = False
    ) -> None:
        self._open, self.replay, self._notify = open_stream, replay, notify
        self.stream: FrameStream | None = None
        self.error: BaseException | None = None
        self.newest: Frame | None = None
        self.captured = self.lost = 0
        self.has_ended = False
        self.waits_for_all = every  # no frame is passed over: the next is read only when the last was asked for
        self._paused, self._closed, self._wake = False, False, threading.Event()
        self._steps = 0
        self._is_told = False
        # Named like the lanes, so that a test finds one that was left behind.
        self._thread = threading.Thread(target=self._run, name="lane-live", daemon=True)
        self._thread.start()

    def taken(self) -> Frame | None:
        """The newest frame; from now on the next one is announced."""
        self._is_told = False
        self._wake.set()
        return self.newest

    def pause(self, is_paused: bool) -> None:
        """Stop reading a file; a camera goes on, but nothing of it is kept."""
        self._paused = is_paused
        self._wake.set()

    def step(self) -> None:
        """Read one frame while paused."""
        self._steps += 1
        self._wake.set()

    def close(self, timeout_s: float = 5.0) -> bool:
        """Stop and wait; whether the thread has ended."""
        self._closed = True
        self._wake.set()
        self._thread.join(timeout_s)
        if self._thread.is_alive():
            log.warning("the stream does not end within %.0f s", timeout_s)
        return not self._thread.is_alive()

    # --- the thread ----------------------------------------------------------------------------------------------
    def _run(self) -> None:
        try:
            self.stream = self._open()
            self._tell()
            self._read(self.stream)
        except UserFacingError as error:
            self.error = error
        except BaseException as error:
            log.exception("the stream failed")
            self.error = error
        finally:
            if self.stream is not None:
                self.stream.close()
            self.has_ended = True
            self._is_told = False
            self._tell()

    def _read(self, stream: FrameStream) -> None:
        interval = 1.0 / stream.info.fps
        due = last = time.monotonic()
        while not self._closed:
            is_live, is_step = stream.info.is_live, self._steps > 0
            if self._paused and not is_step:
                if is_live:
                    stream.skip()  # or its buffer would show the past afterwards
                else:
                    self._sleep(0.2)
                due = last = time.monotonic()
                continue
            if self.waits_for_all and self._is_told and not is_step:
                self._sleep(0.2)
                due = time.monotonic()
                continue
            if not is_live and not self.waits_for_all and not is_step:
                now = time.monotonic()
                if now < due:
                    self._sleep(due - now)
                    continue
                if now - due > interval and stream.skip():  # decoding is behind: keep the pace, and say so
                    self.lost += 1
                    due += interval
                    continue
            frame = stream.read()
            if frame is None:
                return
            now = time.monotonic()
            if is_live and now - last > _LATE_CAMERA * interval and self.captured:
                self.lost += round((now - last) / interval) - 1
            last, due = now, due + interval
            self._steps = max(self._steps - 1, 0)
            self.captured += 1
            self.replay.add(frame)
            self.newest = frame
            self._tell()

    def _sleep(self, seconds: float) -> None:
        self._wake.wait(seconds)
        self._wake.clear()

    def _tell(self) -> None:
        if not self._is_told and not self._closed:
            self._is_told = True
            self._notify()
