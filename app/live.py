"""A camera or video in the window: the newest frame is inspected, the last ten seconds can be scrolled back."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.capture import Capture
from app.i18n import tr
from app.jobs import Job, Lane
from app.notices import Level, Notice, notice_of
from app.prepare import PreparedOverlay, PreparedViews, prepare_overlay, prepare_views
from app.state import AppState
from core import api, streaming
from core.data.records import Frame, StreamInfo
from core.errors import Cancelled
from core.progress import CancelToken, ReportProgress
from core.records import InspectionResult, LoadedSample, Sample

log = logging.getLogger(__name__)

LOOK_DELAY_MS = 120  # after the last step through the replay, before the frame is inspected
_RATE_OVER_S = 2.0  # seconds over which rates are counted
Looked = tuple[LoadedSample, PreparedViews, InspectionResult | None, PreparedOverlay | None]


class Mode(StrEnum):
    """What the stream does."""

    CLOSED = "closed"
    OPENING = "opening"
    RUNNING = "running"
    PAUSED = "paused"  # nothing more is read
    FROZEN = "frozen"  # the camera goes on, the picture stays


class LiveSession(QObject):
    """One stream at a time. GUI thread only.

    Args:
        state: Gets the frames.
        lane: Of the model: at most one frame is on it at any time, the newest.
        inspector: The model in use; None: frames are only shown.
        open_stream: Opens a source.
    """

    changed = Signal()  # mode, numbers or position
    noticed = Signal(object)  # Notice
    kept = Signal(object)  # Sample of a frame that was written
    _captured = Signal()  # capture thread -> GUI thread

    def __init__(
        self,
        state: AppState,
        lane: Lane,
        inspector: Callable[[], api.Inspector | None],
        open_stream: Callable[[str], streaming.FrameStream] = streaming.open_stream,
    ) -> None:
        super().__init__()
        self._state, self._lane, self._inspector, self._open = state, lane, inspector, open_stream
        self.mode = Mode.CLOSED
        self.modality = "rgb"
        self.takes_every_frame = False
        self.held: Sequence[streaming.KeptFrame] = ()  # the replay, while the picture stands still
        self.position = 0  # in held
        self.shown: Frame | None = None
        self.inspected = self.passed_over = 0
        self.latency_s = 0.0  # from the camera's frame to its result on screen
        self._capture: Capture | None = None
        self._source = ""
        self._job: Job | None = None
        self._last_number = -1  # of the frame that was looked at last
        self._shots: deque[float] = deque(maxlen=200)
        self._reads: deque[tuple[float, int]] = deque(maxlen=200)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(LOOK_DELAY_MS)
        self._look.timeout.connect(self._look_at_held)
        self._captured.connect(self._on_captured, Qt.ConnectionType.QueuedConnection)
        state.loaded_changed.connect(self._on_loaded_changed)

    # --- facts ---------------------------------------------------------------------------------------------------
    @property
    def info(self) -> StreamInfo | None:
        """What is open."""
        stream = self._capture.stream if self._capture is not None else None
        return stream.info if stream is not None else None

    @property
    def is_open(self) -> bool:
        """Whether there is a stream."""
        return self.mode is not Mode.CLOSED

    @property
    def captured(self) -> int:
        """Frames read so far."""
        return self._capture.captured if self._capture is not None else 0

    @property
    def lost(self) -> int:
        """Frames that the camera or decoder did not deliver in time."""
        return self._capture.lost if self._capture is not None else 0

    @property
    def has_ended(self) -> bool:
        """Whether a file is at its end."""
        return self._capture is not None and self._capture.has_ended

    def rates(self) -> tuple[float, float]:
        """Frames read and frames inspected a second, over the last two seconds."""
        now = time.monotonic()
        reads = [(at, count) for at, count in self._reads if now - at <= _RATE_OVER_S]
        read = (reads[-1][1] - reads[0][1]) / (reads[-1][0] - reads[0][0]) if len(reads) > 1 else 0.0
        return read, sum(now - at <= _RATE_OVER_S for at in self._shots) / _RATE_OVER_S

    # --- commands ------------------------------------------------------------------------------------------------
    def open(self, source: str) -> None:
        """Open a file or camera; what was open is closed."""
        self.close()
        log.info("opening a stream")
        self.mode, self._source = Mode.OPENING, source
        opens = self._open
        self._capture = Capture(
            lambda: opens(source), streaming.new_replay(), self._captured.emit, every=self.takes_every_frame
        )
        self.changed.emit()

    def close(self) -> None:
        """Close the stream; its last frame stays on screen."""
        self._look.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.close()
        self.held, self.position, self.mode, self.shown = (), 0, Mode.CLOSED, None
        self.inspected = self.passed_over = 0
        self._last_number = -1
        self._shots.clear()
        self._reads.clear()
        self.changed.emit()

    def toggle_running(self) -> None:
        """Pause, or go on with the newest frame; a file at its end begins again."""
        if self.has_ended and self.mode is Mode.PAUSED:
            self.open(self._source)
        elif self.mode in (Mode.PAUSED, Mode.FROZEN):
            self._go_on()
        elif self.mode is Mode.RUNNING:
            self._hold(Mode.PAUSED)

    def toggle_frozen(self) -> None:
        """Hold the picture while the camera goes on, or go back to what it sees now."""
        if self.mode is Mode.FROZEN:
            self._go_on()
        elif self.mode is Mode.RUNNING:
            self._hold(Mode.FROZEN)

    def step(self, count: int) -> None:
        """Go frame by frame; the picture is held first. Past the replay's end a paused file reads one more."""
        if self.mode is Mode.RUNNING:
            self._hold(Mode.PAUSED)
            return
        if not self.held or self._capture is None:
            return
        wanted = self.position + count
        if wanted >= len(self.held) and self.mode is Mode.PAUSED and not self.has_ended:
            self._capture.step()
        else:
            self.go_to(wanted)

    def go_to(self, position: int) -> None:
        """Show a frame of the held replay, and inspect it when nothing more is asked for."""
        position = min(max(position, 0), len(self.held) - 1)
        if not self.held or (position == self.position and self.shown is self.held[position].frame):
            return
        self.position = position
        self._show(self.held[position].unpack())
        self._look.start()
        self.changed.emit()

    def set_modality(self, modality: str) -> None:
        """What sensor the camera is."""
        if modality != self.modality:
            self.modality = modality
            self._last_number = -1
            if self.held:
                self._show(self.held[self.position].unpack())
                self._look.start()

    def set_every_frame(self, takes_every: bool) -> None:
        """Of a file: inspect every frame, however long that takes, or keep its pace and pass frames over."""
        self.takes_every_frame = takes_every
        if self._capture is not None:
            self._capture.waits_for_all = takes_every
        self.changed.emit()

    def keep(self, folder: Path, lane: Lane) -> None:
        """Write the frame on screen as a file and hand it to the queue."""
        frame, info, modality = self.shown, self.info, self.modality
        if frame is None or info is None:
            return
        job = Job("keeping a frame", lambda _report, _token: streaming.keep_frame(frame, info, modality, folder))
        job.succeeded.connect(self._on_kept)
        job.failed.connect(lambda error: self.noticed.emit(notice_of(error, None)))
        lane.submit(job)

    def _on_kept(self, sample: Sample) -> None:
        self.kept.emit(sample)
        path = next(iter(sample.files.values()))
        self.noticed.emit(Notice(Level.INFO, tr("{name} is kept and in the queue.", name=path.name), str(path.parent)))

    # --- running and holding -------------------------------------------------------------------------------------
    def _hold(self, mode: Mode) -> None:
        assert self._capture is not None, "only a running stream is held"
        self.mode = mode
        self._capture.pause(mode is Mode.PAUSED)
        self.held = self._capture.replay.snapshot()
        numbers = [kept.frame.number for kept in self.held]
        here = self.shown.number if self.shown is not None else -1
        self.position = numbers.index(here) if here in numbers else max(len(numbers) - 1, 0)
        self.changed.emit()

    def _go_on(self) -> None:
        if self._capture is None:
            return
        self._look.stop()
        self.held, self.position, self.mode = (), 0, Mode.RUNNING
        self._capture.pause(False)
        self._take_newest()
        self.changed.emit()

    def _on_captured(self) -> None:
        capture = self._capture
        if capture is None:
            return
        if capture.error is not None:
            self.noticed.emit(notice_of(capture.error, None))
            if capture.captured == 0:
                self.close()
                return
        if self.mode is Mode.OPENING and capture.stream is not None:
            self.mode = Mode.RUNNING
        if self.mode is Mode.PAUSED:  # a step
            capture.taken()
            self.held = capture.replay.snapshot()
            self.go_to(len(self.held) - 1)
        elif self.mode is Mode.FROZEN:
            capture.taken()
        elif self._job is None:
            self._take_newest()
        self._reads.append((time.monotonic(), capture.captured))
        self.changed.emit()

    def _take_newest(self) -> None:
        """Give the newest frame to the model, if it has not seen it; there is never a second one waiting."""
        capture = self._capture
        frame = capture.taken() if capture is not None else None
        if frame is None or self.mode is not Mode.RUNNING or self._job is not None:
            return
        if frame.number == self._last_number:
            if self.has_ended:
                self._hold(Mode.PAUSED)
            return
        if self._last_number >= 0:
            self.passed_over += max(frame.number - self._last_number - 1, 0)
        self._last_number = frame.number
        self._inspect(frame, time.monotonic())

    def _inspect(self, frame: Frame, begun: float) -> None:
        info, inspector = self.info, self._inspector()
        assert info is not None, "a frame belongs to a stream"
        category, modality = self._state.category, self.modality

        def work(report: ReportProgress, token: CancelToken) -> Looked:
            loaded = streaming.frame_sample(frame, info, modality)
            pictures = prepare_views(loaded)
            if inspector is None:
                return loaded, pictures, None, None
            result = inspector.inspect(loaded, category, report, token)
            return loaded, pictures, result, prepare_overlay(result)

        job = self._job = Job("inspecting a frame", work)
        job.succeeded.connect(partial(self._on_inspected, frame, begun))
        job.failed.connect(self._on_failed)
        job.ended.connect(partial(self._on_ended, job))
        self._lane.submit(job)

    def _on_inspected(self, frame: Frame, begun: float, outcome: Looked) -> None:
        if self.mode is Mode.CLOSED or (self.held and self.held[self.position].frame.number != frame.number):
            return  # the user has gone on to another frame
        loaded, pictures, result, colours = outcome
        self.shown = frame
        self.latency_s = time.monotonic() - begun
        if result is not None:
            self.inspected += 1
            self._shots.append(time.monotonic())
        self._state.set_frame(loaded, pictures, result, colours)

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, Cancelled):
            self.noticed.emit(notice_of(error, None))
            if self.mode is Mode.RUNNING:
                self._hold(Mode.PAUSED)

    def _on_ended(self, job: Job) -> None:
        if self._job is job:
            self._job = None
            self._take_newest()
            self.changed.emit()

    def _show(self, frame: Frame) -> None:
        """A frame without a result, until it was inspected."""
        info = self.info
        if info is not None:
            self.shown = frame
            loaded = streaming.frame_sample(frame, info, self.modality)
            self._state.set_frame(loaded, None)

    def _look_at_held(self) -> None:
        if self.held and self._inspector() is not None:
            if self._job is not None:
                self._job.cancel()
                self._job = None
            self._inspect(self.held[self.position].unpack(), time.monotonic())

    def _on_loaded_changed(self) -> None:
        """A sample of the queue is opened: the stream stands still until it is asked for again."""
        if self.mode is Mode.RUNNING and self.shown is not None and not self._state.is_stream:
            QTimer.singleShot(0, self, self._hold_if_left)

    def _hold_if_left(self) -> None:
        if self.mode is Mode.RUNNING and not self._state.is_stream:
            self._hold(Mode.PAUSED)
