"""How long the window's event loop stood still, and how much of that the machine, not the program, is to blame for."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from PySide6.QtCore import QTimer

BEAT_MS = 5


class Watchdog:
    """A timer of the GUI thread that notes the longest time between two beats, less the beat.

    A thread that could run but gets no processor stands still too. Linux counts that time for every thread; it is taken
    off, because it says how busy the machine is. Elsewhere it counts as a stall.
    """

    def __init__(self) -> None:
        self.longest = self.longest_raw = 0.0
        self._last, self._waited = time.perf_counter(), _waited_for_a_processor()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def _beat(self) -> None:
        now, waited = time.perf_counter(), _waited_for_a_processor()
        stall = now - self._last - BEAT_MS / 1000
        self.longest_raw = max(self.longest_raw, stall)
        self.longest = max(self.longest, stall - (waited - self._waited))
        self._last, self._waited = now, waited

    def take(self) -> tuple[float, float]:
        """Longest stall since the last call in milliseconds: less the waiting for a processor, and with it."""
        found = 1000 * self.longest, 1000 * self.longest_raw
        self.longest = self.longest_raw = 0.0
        return found

    def stop(self) -> None:
        """End the beat."""
        self._timer.stop()


def _waited_for_a_processor() -> float:
    """Seconds that this thread was ready to run and did not."""
    try:
        times = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat").read_text(encoding="ascii").split()
        return int(times[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0
