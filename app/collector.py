"""Cyclic garbage is collected on the GUI thread only.

Python collects on whichever thread happens to allocate. A worker that frees a timer or a widget caught in a cycle
crashes the program, because Qt objects must die on their own thread.

What an import leaves behind lives as long as the program: while modules are being loaded, everything is set aside
(`gc.freeze`, which costs nothing) instead of searched, so that a full collection stays short ever after.
"""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 200


class GuiCollector(QObject):
    """Takes the collector over for as long as it lives; looks at the same thresholds as Python would."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._modules = len(sys.modules)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.check)
        self._timer.start(_INTERVAL_MS)
        self.destroyed.connect(_give_back)

    def check(self) -> None:
        """Collect the oldest generation whose threshold is passed; set all aside while modules are being loaded."""
        if len(sys.modules) != self._modules:
            self._modules = len(sys.modules)
            gc.freeze()
            return
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return


def _give_back() -> None:
    gc.unfreeze()
    gc.enable()
