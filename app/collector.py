"""Cyclic garbage is collected on the GUI thread only.

Python collects on whichever thread happens to allocate. A worker that frees a timer or a widget caught in a cycle
crashes the program, because Qt objects must die on their own thread.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 400


class GuiCollector(QObject):
    """Takes the collector over for as long as it lives; looks at the same thresholds as Python would."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.check)
        self._timer.start(_INTERVAL_MS)
        self.destroyed.connect(gc.enable)

    def check(self) -> None:
        """Collect the oldest generation whose threshold is passed."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return
