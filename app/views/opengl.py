"""Whether 3-D pictures can be had here, and loading what draws them without freezing the window."""

from __future__ import annotations

import importlib
import logging
import sys
import threading
from functools import cache

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QOpenGLContext

log = logging.getLogger(__name__)

CANVAS_MODULE = "app.views.cloud_canvas"


@cache
def opengl_works() -> bool:
    """Whether a context can be had; the offscreen platform has none."""
    if QGuiApplication.platformName() in ("offscreen", "minimal"):
        return False
    return QOpenGLContext().create()


class CanvasLoader(QObject):
    """Tries OpenGL and imports pyqtgraph in a thread of its own: drivers and library take about a second each, during
    which the window must not stand still.
    """

    loaded = Signal()
    failed = Signal(str)  # what the import said

    def start(self) -> None:
        """Begin; exactly one of the signals follows."""
        threading.Thread(target=self._load, name="load-3d-view", daemon=True).start()

    def _load(self) -> None:
        if not opengl_works():
            self.failed.emit("there is no OpenGL")
            return
        try:
            importlib.import_module(CANVAS_MODULE)
        except Exception as exc:
            log.warning("the 3-D view cannot be loaded", exc_info=True)
            self.failed.emit(str(exc))
        else:
            self.loaded.emit()


def is_canvas_loaded() -> bool:
    """Whether importing the canvas costs nothing any more."""
    return CANVAS_MODULE in sys.modules
