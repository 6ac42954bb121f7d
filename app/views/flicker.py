"""The map comes and goes while it is compared that way."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.state import AppState
from app.styles import Compare

FLICKER_MS = 500  # twice a second: well below what is unsafe for people with epilepsy


class Flicker(QTimer):
    """Runs only while it is asked for."""

    def __init__(self, state: AppState, parent: QObject) -> None:
        super().__init__(parent)
        self._state = state
        self.setInterval(FLICKER_MS)
        self.timeout.connect(self._flip)
        state.overlay_changed.connect(self._follow)

    def _follow(self) -> None:
        wants = self._state.overlay.compare is Compare.FLICKER
        if wants and not self.isActive():
            self.start()
        elif not wants:
            self.stop()

    def _flip(self) -> None:
        self._state.set_overlay(is_flickered_off=not self._state.overlay.is_flickered_off)
