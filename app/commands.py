"""Every edit that can be undone: a command stores old and new value and calls a setter of `AppState`.

All commands are made and run on the GUI thread.
"""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtGui import QUndoCommand, QUndoStack

from app.i18n import tr
from app.measuring import Measurement
from app.state import AppState
from core.region_rules import RegionRules


class _CommandId(IntEnum):
    """Commands of one id may merge."""

    THRESHOLD = 1


class SetThreshold(QUndoCommand):
    """Move the live threshold of the result on screen.

    Commands of the same gesture (one drag, one run of key presses) merge into one step. A command knows the result it
    was made for: once another result is shown it changes nothing any more, because a threshold belongs to a category.

    Args:
        state: Must show a result with a threshold.
        value: New threshold, an image score, at least 0.
        gesture: Commands with equal gesture merge.
    """

    def __init__(self, state: AppState, value: float, gesture: int) -> None:
        super().__init__(tr("Move threshold"))
        if state.threshold is None:
            raise ValueError("there is no threshold to move")
        self._state = state
        self._result = state.result
        self._old = state.threshold
        self._new = max(value, 0.0)
        self._gesture = gesture

    @property
    def is_stale(self) -> bool:
        """Whether the result it was made for is no longer shown."""
        return self._state.result is not self._result

    def id(self) -> int:
        """Same for all threshold commands, so that Qt offers them for merging."""
        return int(_CommandId.THRESHOLD)

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Join a later step of the same gesture; a gesture that ends where it began leaves no trace."""
        if not isinstance(other, SetThreshold) or other._gesture != self._gesture or other._result is not self._result:
            return False
        self._new = other._new
        self.setObsolete(self._new == self._old)
        return True

    def redo(self) -> None:
        """Go to the new value."""
        self._apply(self._new)

    def undo(self) -> None:
        """Go back to the old value."""
        self._apply(self._old)

    def _apply(self, value: float) -> None:
        if self.is_stale:
            self.setObsolete(True)
        else:
            self._state.set_threshold(value)


class SetMeasurements(QUndoCommand):
    """Draw, change or delete measurements of the sample on screen; of another sample it does nothing any more."""

    def __init__(
        self, state: AppState, measurements: tuple[Measurement, ...], selected: int | None, words: str
    ) -> None:
        super().__init__(words)
        self._state, self._loaded = state, state.loaded
        self._old = state.viewing.measurements, state.viewing.selected
        self._new = measurements, selected

    @property
    def is_stale(self) -> bool:
        """Whether the sample it was made for is no longer shown."""
        return self._state.loaded is not self._loaded

    def redo(self) -> None:
        """Show the new ones."""
        self._apply(*self._new)

    def undo(self) -> None:
        """Show the old ones."""
        self._apply(*self._old)

    def _apply(self, measurements: tuple[Measurement, ...], selected: int | None) -> None:
        if self.is_stale:
            self.setObsolete(True)
        else:
            self._state.viewing.set_measurements(measurements, selected)


def drop_stale(undo: QUndoStack) -> None:
    """Empty the stack when all that it holds belongs to a result no longer shown, so that Undo is not a dead key."""
    commands = [undo.command(index) for index in range(undo.count())]
    if commands and all(getattr(command, "is_stale", False) for command in commands):
        undo.clear()


class SetRegionRules(QUndoCommand):
    """Change the live region rules and the map value of regions; of another result it does nothing any more."""

    def __init__(self, state: AppState, rules: RegionRules, pixel_threshold: float | None) -> None:
        super().__init__(tr("Change region rules"))
        self._state, self._result = state, state.result
        self._old = (state.rules, state.pixel_threshold)
        self._new = (rules, pixel_threshold)

    @property
    def is_stale(self) -> bool:
        """Whether the result it was made for is no longer shown."""
        return self._state.result is not self._result

    def redo(self) -> None:
        """The new rules."""
        self._apply(*self._new)

    def undo(self) -> None:
        """The old rules."""
        self._apply(*self._old)

    def _apply(self, rules: RegionRules, pixel_threshold: float | None) -> None:
        if self.is_stale:
            self.setObsolete(True)
            return
        self._state.set_pixel_threshold(pixel_threshold)
        self._state.set_rules(rules)
