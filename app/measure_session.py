"""Measurements of the sample on screen: drawn and undone through the window's stack, kept in a file at every change."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QUndoStack

from app.commands import SetMeasurements
from app.i18n import tr
from app.measuring import MeasurementFiles, Shape, area, length, spacing_of
from app.notices import Level, Notice
from app.state import AppState
from app.styles import sample_key

log = logging.getLogger(__name__)


class MeasureSession(QObject):
    """GUI thread only; the files are a few hundred bytes each.

    Args:
        state: Its measurements are set.
        undo: Where every change becomes a step.
        files: Where they are kept.
        notify: Shows a notice.
    """

    def __init__(
        self, state: AppState, undo: QUndoStack, files: MeasurementFiles, notify: Callable[[Notice], None]
    ) -> None:
        super().__init__()
        self._state, self._undo, self._files, self._notify = state, undo, files, notify
        state.loaded_changed.connect(self._on_loaded_changed)
        state.viewing.measurements_asked.connect(self._on_asked)
        state.viewing.measurements_changed.connect(self._save)
        self._key = ""  # of the sample that the measurements on screen belong to
        self._kept: object = ()

    def _on_loaded_changed(self) -> None:
        loaded = self._state.loaded
        self._key = ""
        measurements = self._files.load(sample_key(loaded.sample)) if loaded is not None else ()
        self._state.viewing.set_measurements(measurements)
        self._kept = measurements
        self._key = sample_key(loaded.sample) if loaded is not None else ""

    def _on_asked(self, measurements: object, selected: object, words: str) -> None:
        assert isinstance(measurements, tuple), "as the signal says"
        chosen = selected if isinstance(selected, int) else None
        self._undo.push(SetMeasurements(self._state, measurements, chosen, words))

    def _save(self) -> None:
        measurements = self._state.viewing.measurements
        if not self._key or measurements == self._kept:
            return
        try:
            self._files.save(self._key, measurements)
            self._kept = measurements
        except OSError as exc:
            log.warning("cannot keep measurements: %s", exc)
            hint = tr("{value}. They stay on the screen until the program ends.", value=exc.strerror or exc)
            self._notify(Notice(Level.WARNING, tr("The measurements cannot be kept."), hint))

    def delete(self) -> None:
        """The selected one, else the last."""
        viewing = self._state.viewing
        count = len(viewing.measurements)
        if count:
            place = viewing.selected if viewing.selected is not None else count - 1
            left = viewing.measurements[:place] + viewing.measurements[place + 1 :]
            self._on_asked(left, None, tr("Delete a measurement"))

    def clear(self) -> None:
        """All of this sample."""
        if self._state.viewing.measurements:
            self._on_asked((), None, tr("Delete all measurements"))

    def copy(self) -> None:
        """To the clipboard, one line a measurement."""
        QGuiApplication.clipboard().setText(self.table())

    def table(self) -> str:
        """Tab-separated: number, what, view, slice, size, unit, corners (column, row)."""
        loaded = self._state.loaded
        lines = [("number\twhat\tview\tslice\tsize\tunit\tcolumn and row of every point")]
        for number, entry in enumerate(self._state.viewing.measurements, 1):
            assert loaded is not None, "measurements belong to a sample"
            owner = next((view for view in loaded.views if view.modality == entry.modality), loaded.views[0])
            spacing = spacing_of(owner)
            unit = "mm" if spacing is not None else "px"
            is_line = entry.shape is Shape.LINE
            size = length(entry.points, spacing) if is_line else area(entry.points, spacing)
            unit = unit if is_line or unit == "px" else "mm²"
            points = " ".join(f"{column:.2f},{row:.2f}" for _slice, row, column in entry.points)
            name = entry.modality or ("all" if len(loaded.views) > 1 else owner.modality)
            where = f"{entry.points[0][0] + 1:.2f}" if loaded.is_volume else ""
            lines.append(f"{number}\t{entry.shape}\t{name}\t{where}\t{size:.6g}\t{unit}\t{points}")
        return "\n".join(lines)
