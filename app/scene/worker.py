"""The thread that draws: it always works on the newest picture asked for, and drops what is out of date."""

from __future__ import annotations

import logging
import threading

from PySide6.QtCore import QObject, Qt, Signal

from app.i18n import tr
from app.scene.content import Frame, FrameRequest
from app.scene.renderer import Renderer

log = logging.getLogger(__name__)

_PATIENCE_S = 5.0


class SceneWorker(QObject):
    """One drawing thread. Belongs to the GUI thread; `stop` before it goes."""

    drawn = Signal(object)  # Frame
    failed = Signal(str)  # in words; the picture of this request will not come

    _finished = Signal(object)  # worker -> GUI thread: Frame or str

    def __init__(self) -> None:
        super().__init__()
        self._wake = threading.Condition()
        self._wanted: FrameRequest | None = None
        self._is_stopped = False
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
        self._thread: threading.Thread | None = None

    def ask(self, request: FrameRequest) -> None:
        """Draw this instead of whatever is being drawn."""
        with self._wake:
            self._wanted = request
            self._wake.notify()
        if self._thread is None and not self._is_stopped:
            self._thread = threading.Thread(target=self._loop, name="lane-scene", daemon=True)
            self._thread.start()

    def stop(self) -> bool:
        """End the thread; returns whether it has ended."""
        with self._wake:
            self._is_stopped = True
            self._wake.notify()
        if self._thread is None:
            return True
        self._thread.join(_PATIENCE_S)
        return not self._thread.is_alive()

    def _on_finished(self, outcome: Frame | str) -> None:
        if self._is_stopped:
            return
        if isinstance(outcome, str):
            self.failed.emit(outcome)
        else:
            self.drawn.emit(outcome)

    def _is_outdated(self) -> bool:
        return self._is_stopped or self._wanted is not None

    def _loop(self) -> None:
        renderer = Renderer()
        while True:
            with self._wake:
                while not self._is_outdated():
                    self._wake.wait()
                if self._is_stopped:
                    return
                request, self._wanted = self._wanted, None
            assert request is not None, "it woke for one"
            try:
                for frame in renderer.frames(request):
                    self._finished.emit(frame)
                    if self._is_outdated():
                        break
            except MemoryError:
                log.exception("no memory for a 3-D picture")
                renderer = Renderer()
                self._finished.emit(tr("There is not enough memory for the 3-D picture."))
            except Exception:  # the last stop of the thread
                log.exception("a 3-D picture failed")
                renderer = Renderer()
                self._finished.emit(tr("The 3-D picture cannot be drawn; the log says why."))
