"""The session in a file while the program runs: after a crash the next start finds queue, part, workspace and views."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QLockFile, QObject, QTimer

from app import view_snapshot
from app.i18n import tr
from app.jobs import Job
from app.notices import Level, Notice
from app.styles import sample_key
from app.writing import write_whole
from core.records import Sample

if TYPE_CHECKING:
    from app.main_window import MainWindow

log = logging.getLogger(__name__)
FORMAT = 1
PAUSE_MS = 700  # between a change and its writing


class SessionKeeper(QObject):
    """Watches one window. Another window of the same user keeps no session: the first one holds the lock.

    Args:
        window: All its parts exist.
        path: The file; None: nothing is kept.
    """

    def __init__(self, window: MainWindow, path: Path | None) -> None:
        super().__init__()
        self._window, self._path = window, path
        self._lock: QLockFile | None = None
        self.paths: list[Path] = []  # what was opened
        self.last: Mapping[str, Any] | None = None  # the session before this one
        self._pending: Mapping[str, Any] | None = None  # what is being restored
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._write_soon)
        if path is not None:
            self._open(path)
        self._watch()

    @property
    def has_crashed(self) -> bool:
        """Whether the last session never ended."""
        return self.last is not None and bool(self.last.get("is_open")) and bool(self.last.get("paths"))

    def _open(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            log.warning("no session file: %s", exc)
            self._path = None
            return
        lock = QLockFile(str(path.with_suffix(".lock")))
        lock.setStaleLockTime(0)  # a lock is stale only when its process is gone
        if not lock.tryLock(0):
            self._path = None
            return
        self._lock = lock
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            self.last = kept if isinstance(kept, dict) and kept.get("format") == FORMAT else None
        except FileNotFoundError:
            pass
        except (OSError, ValueError) as exc:
            log.warning("cannot read the last session: %s", exc)

    def _watch(self) -> None:
        state, window = self._window.state, self._window
        for signal in (
            state.samples_changed,
            state.current_changed,
            state.category_changed,
            state.overlay_changed,
            state.viewing.style_changed,
            state.volume_style_changed,
            state.window_changed,
            state.place_changed,
            state.threshold_changed,
            window.tiles.cameras_changed,
        ):
            signal.connect(self._on_changed)
        for widget in (window, *window.docks.values()):
            widget.installEventFilter(self)
        state.samples_changed.connect(self._on_samples_changed)
        state.loaded_changed.connect(self._on_loaded_changed)
        state.result_changed.connect(self._on_result_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Sizes and places of window and docks belong to the session."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide):
            self._on_changed()
        return False

    def _on_changed(self) -> None:
        if self._path is not None and not self._timer.isActive():
            self._timer.start()

    # --- keeping -------------------------------------------------------------------------------------------------
    def content(self, *, is_open: bool) -> dict[str, Any]:
        """The session as it is kept."""
        state = self._window.state
        shown = state.loaded.sample if state.loaded is not None else state.current
        return {
            "format": FORMAT,
            "is_open": is_open,
            "paths": [str(path.resolve()) for path in self.paths],
            "sample": sample_key(shown) if shown is not None else "",
            "category": state.category,
            "workspace": self._window.workspaces.name,
            "place": list(state.place),
            "threshold": state.threshold if state.result is not None else None,
            "view": view_snapshot.to_json(view_snapshot.take(state, self._window.tiles.cameras)),
        }

    def _write_soon(self) -> None:
        """Off the GUI thread: a disk may take its time."""
        path = self._path
        if path is None or self._pending is not None:
            return
        self._window.workspaces.keep()
        text = json.dumps(self.content(is_open=True))
        job = Job("", lambda _report, _token: write_whole(path, text))
        job.failed.connect(lambda error: log.warning("cannot keep the session: %s", error))
        self._window.runner.extras.submit(job)

    def close(self) -> None:
        """The session ends as it should; lanes must have ended."""
        self._timer.stop()
        if self._path is not None:
            try:
                write_whole(self._path, json.dumps(self.content(is_open=False)))
            except OSError as exc:
                log.warning("cannot keep the session: %s", exc)
            self._path = None
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    # --- restoring -----------------------------------------------------------------------------------------------
    def restore(self) -> None:
        """Bring the last session back, step by step, as its files are found, read and inspected."""
        kept = self.last
        paths = [Path(path) for path in kept.get("paths", [])] if kept is not None else []
        found = [path for path in paths if path.exists()]
        if kept is None or not found:
            words = tr("There is no earlier session.") if not paths else tr("The files of the last session are gone.")
            self._window.notices.show_notice(Notice(Level.INFO, words))
            return
        self._pending = kept
        if kept.get("category"):
            self._window.state.set_category(str(kept["category"]))
        self._window.open_paths(found)
        if self.has_crashed:
            words = tr("The program ended unexpectedly. Its last session is being restored.")
            hint = tr("Queue, part, workspace and views come back as they were; decisions were kept at once.")
            self._window.notices.show_notice(Notice(Level.INFO, words, hint))

    def _on_samples_changed(self) -> None:
        if self._pending is not None:
            QTimer.singleShot(0, self, self._open_sample)  # after the queue has opened its first

    def _open_sample(self) -> None:
        sample = self._wanted()
        if self._pending is None:
            return
        if sample is None:
            self._pending = None
        elif sample != self._window.state.current:
            self._window.session.open_sample(sample)

    def _wanted(self) -> Sample | None:
        key = self._pending.get("sample") if self._pending is not None else None
        return next((sample for sample in self._window.state.samples if sample_key(sample) == key), None)

    def _on_loaded_changed(self) -> None:
        loaded, kept = self._window.state.loaded, self._pending
        if kept is None or loaded is None or sample_key(loaded.sample) != kept.get("sample"):
            return
        try:
            if kept.get("workspace"):
                self._window.show_workspace(str(kept["workspace"]))
            view_snapshot.put(view_snapshot.from_json(kept["view"]), self._window.state, self._window.tiles.cameras)
            first, second, third = (int(value) for value in kept["place"])
            self._window.state.set_place((first, second, third))
        except (KeyError, ValueError, TypeError, AttributeError) as exc:
            log.warning("cannot restore the views: %s", exc)
        if kept.get("threshold") is None:
            self._pending = None

    def _on_result_changed(self) -> None:
        kept, state = self._pending, self._window.state
        if kept is not None and state.result is not None and sample_key(state.result.sample) == kept.get("sample"):
            self._pending = None
            if state.threshold is not None:
                # after the result has given its own threshold to everybody
                QTimer.singleShot(0, self, lambda: state.set_threshold(float(kept["threshold"])))
