"""Progress out, cancel in: the only two things that long work and its caller exchange while it runs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from core.errors import Cancelled


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` steps are finished; `total` 0 means that the amount is not known."""

    done: int
    total: int
    text: str = ""

    @property
    def fraction(self) -> float:
        """Finished share, 0..1."""
        return self.done / self.total if self.total else 0.0


ReportProgress = Callable[[Progress], None]


def ignore_progress(_progress: Progress) -> None:
    """A listener for callers that show nothing."""


class CancelToken:
    """Thread-safe request to stop, or to wait. Work calls `raise_if_cancelled` at least every 100 ms."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._goes_on = threading.Event()
        self._goes_on.set()

    def cancel(self) -> None:
        """Ask the work to stop; may be called from any thread, more than once. Ends a pause."""
        self._event.set()
        self._goes_on.set()

    def pause(self) -> None:
        """Have the work wait at its next check until `go_on` or `cancel`."""
        if not self._event.is_set():
            self._goes_on.clear()

    def go_on(self) -> None:
        """End a pause."""
        self._goes_on.set()

    @property
    def is_paused(self) -> bool:
        """Whether the work waits, or will at its next check."""
        return not self._goes_on.is_set()

    def raise_if_cancelled(self) -> None:
        """Wait out a pause, and raise `Cancelled` if a stop was asked for."""
        if not self._goes_on.is_set():
            self._goes_on.wait()
        if self._event.is_set():
            raise Cancelled
