"""Looking at a volume while it is inspected: which slice is wanted next, and what was found so far."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from app.prepare import GrowingMap, grow
from core.records import PartialMap

INTERVAL_S = 0.1  # between two updates of the window


class Watcher:
    """Called by the inspecting thread; holds no Qt object, so that none is ever destroyed there.

    Args:
        slice_index: The slice on screen; the window's thread writes it as the user scrolls.
        notify: Brings a GrowingMap to the window's thread.
    """

    def __init__(self, slice_index: int, notify: Callable[[GrowingMap], None]) -> None:
        self.slice_index = slice_index
        self._notify = notify
        self._last = -np.inf

    def wanted(self) -> int:
        """The slice that is looked at."""
        return self.slice_index

    def found(self, partial: PartialMap) -> None:
        """Pass what was found on, not more often than the eye can follow."""
        now = time.monotonic()
        if now - self._last >= INTERVAL_S:
            self._last = now
            self._notify(grow(partial))
