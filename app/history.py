"""Changes of how things look become steps that can be undone, whatever made them: a button, a key, a drag, a wheel."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.i18n import tr
from app.state import AppState
from app.view_snapshot import ViewSnapshot, put, take
from app.views.tiles import TilesView

PAUSE_MS = 400  # without a change, after which what came before is one step


class ViewHistory(QObject):
    """Compares how things look with how they looked; GUI thread only.

    Args:
        state: Watched and, on undo, set.
        tiles: Whose cameras are watched.
        undo: Gets the steps.
    """

    can_undo_changed = Signal(bool)  # also before what is going on has become a step

    def __init__(self, state: AppState, tiles: TilesView, undo: QUndoStack) -> None:
        super().__init__()
        self._state, self._tiles, self._undo = state, tiles, undo
        self._is_applying = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.flush)
        for signal in (
            state.overlay_changed,
            state.viewing.style_changed,
            state.volume_style_changed,
            state.window_changed,
            tiles.cameras_changed,
        ):
            signal.connect(self._on_changed)
        state.loaded_changed.connect(self.forget_pending)
        undo.canUndoChanged.connect(self.can_undo_changed)
        self._last = take(state, tiles.cameras)

    def _on_changed(self) -> None:
        if not self._is_applying:
            self._timer.start()
            self.can_undo_changed.emit(True)

    def flush(self) -> None:
        """What was changed up to now is one step."""
        self._timer.stop()
        now = take(self._state, self._tiles.cameras)
        if now != self._last:
            before, self._last = self._last, now
            self._undo.push(SetView(self, before, now))
        self.can_undo_changed.emit(self._undo.canUndo())

    def forget_pending(self) -> None:
        """Another sample brings windows and zooms of its own: that is nobody's edit."""
        self._timer.stop()
        self._last = take(self._state, self._tiles.cameras)

    def back(self) -> None:
        """Undo one step that still means something."""
        self.flush()
        while self._undo.canUndo():
            stale = getattr(self._undo.command(self._undo.index() - 1), "is_stale", False)
            self._undo.undo()
            if not stale:
                return

    def forth(self) -> None:
        """Redo one step that still means something."""
        self.flush()
        while self._undo.canRedo():
            stale = getattr(self._undo.command(self._undo.index()), "is_stale", False)
            self._undo.redo()
            if not stale:
                return

    @property
    def loaded(self) -> object:
        """The sample on screen."""
        return self._state.loaded

    def show(self, snapshot: ViewSnapshot, loaded: object) -> None:
        """Make things look so, without a step of its own."""
        self._is_applying = True
        try:
            put(snapshot, self._state, self._tiles.cameras, is_same_sample=loaded is self._state.loaded)
        finally:
            self._is_applying = False
        self._last = take(self._state, self._tiles.cameras)

    def close(self) -> None:
        """Wait for nothing more."""
        self._timer.stop()


class SetView(QUndoCommand):
    """How things look, before and after."""

    def __init__(self, history: ViewHistory, before: ViewSnapshot, after: ViewSnapshot) -> None:
        super().__init__(tr("Change the view"))
        self._history, self._before, self._after = history, before, after
        self._loaded = history.loaded
        self._is_first = True

    def redo(self) -> None:
        """As it was changed; the first time it looks so already."""
        if not self._is_first:
            self._history.show(self._after, self._loaded)
        self._is_first = False

    def undo(self) -> None:
        """As it was before."""
        self._history.show(self._before, self._loaded)
