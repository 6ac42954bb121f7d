"""Two models on the same samples: verdicts and scores in a table, their maps and the difference side by side."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QHeaderView, QLabel, QPushButton, QVBoxLayout, QWidget

from app.i18n import later, tr
from app.sentences import in_language
from app.theme import set_icon
from app.views.map_picture import MapPicture
from app.views.tables import changed_cells, fill, filled_table
from app.views.words import score_text, verdict_text
from core.library_records import Compared, ComparedModels, Judged, RecordEffect

TITLES = (
    later("Sample"),
    later("First: recipe"),
    later("Score"),
    later("Verdict"),
    later("Second: recipe"),
    later("Score"),
    later("Verdict"),
    later("Largest difference"),
)


class CompareView(QWidget):
    """A table, three pictures, and what the record would say."""

    back = Signal()
    record_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.first: Path | None = None
        self.second: Path | None = None
        self._samples: tuple[Compared, ...] = ()
        self._shown: list[Compared] = []
        self._title = QLabel()
        self._title.setObjectName("compare_title")
        self._title.setWordWrap(True)
        self._only_changed = QCheckBox(tr("Changed verdicts only"))
        self._only_changed.setObjectName("compare_changed")
        self._only_changed.toggled.connect(lambda _on: self._fill())
        self.table = filled_table("compare_samples", TITLES, tr("Samples as both models see them"))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.itemSelectionChanged.connect(self._on_selected)
        empty = tr("Select a sample.")
        self.pictures = (
            MapPicture(tr("First"), empty),
            MapPicture(tr("Second"), empty),
            MapPicture(tr("Difference"), empty),
        )
        self._record = QPushButton(tr("Look at recorded parts"))
        self._record.setObjectName("compare_record")
        self._record.setToolTip(tr("Inspect the newest parts of the review record with the second model"))
        self._back = QPushButton(tr("Back to the list"))
        self._back.setObjectName("compare_back")
        set_icon(self._back, "mdi6.arrow-left")
        for button, signal in ((self._record, self.record_wanted), (self._back, self.back)):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
        self._record_words = QLabel()
        self._record_words.setWordWrap(True)
        self.changed = filled_table(
            "compare_recorded",
            (tr("Recorded part"), tr("Recipe"), tr("Score"), tr("Verdict"), tr("Reader said")),
            tr("Recorded parts"),
        )
        self.changed.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        top, pictures, below = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (top, pictures, below):
            row.setSpacing(8)
        top.addWidget(self._back)
        top.addWidget(self._title, 1)
        top.addWidget(self._only_changed)
        for picture in self.pictures:
            pictures.addWidget(picture, 1)
        below.addWidget(self._record_words, 1)
        below.addWidget(self._record)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.table, 2)
        layout.addLayout(pictures, 3)
        layout.addLayout(below)
        layout.addWidget(self.changed, 1)

    def begin(self, first: Path, second: Path, has_record: bool) -> None:
        """Two models are being compared."""
        self.first, self.second = first, second
        self._samples, self._shown = (), []
        self._title.setText(tr("First: {first}.  Second: {second}.", first=first.stem, second=second.stem))
        self._record.setVisible(has_record)
        self._record_words.setText("")
        self.changed.hide()
        self._fill()

    def show_compared(self, compared: ComparedModels) -> None:
        """Fill in; the samples whose verdict differs come first."""
        self._samples = tuple(sorted(compared.samples, key=lambda sample: not sample.is_changed))
        changed = sum(sample.is_changed for sample in self._samples)
        first, second = (path.stem if path is not None else "" for path in (self.first, self.second))
        self._title.setText(
            tr(
                "First: {first}.  Second: {second}.  {changed:,} of {samples:,} verdicts differ.",
                first=first,
                second=second,
                changed=changed,
                samples=len(self._samples),
            )
        )
        self._fill()
        if self._shown:
            self.table.selectRow(0)

    def _fill(self) -> None:
        only = self._only_changed.isChecked()
        self._shown = [sample for sample in self._samples if sample.is_changed or not only]
        fill(self.table, [_cells(sample) for sample in self._shown])
        self._on_selected()

    def _on_selected(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        sample = self._shown[rows[0].row()] if rows and rows[0].row() < len(self._shown) else None
        if sample is None:
            for picture in self.pictures:
                picture.clear()
            return
        sides = (sample.first, sample.second)
        top = max(float(max(side.anomaly_map.max() for side in sides)), 1e-6)
        for picture, side, name in zip(self.pictures, sides, (tr("First"), tr("Second")), strict=False):
            picture.show_map(sample.picture, side.anomaly_map, top, name, _words(side))
        difference = np.abs(sample.second.anomaly_map - sample.first.anomaly_map)
        largest = float(difference.max())
        words = tr(
            "largest {score_text}, {largest:.2g} % of the map's largest value",
            score_text=score_text(largest),
            largest=100 * largest / top,
        )
        self.pictures[2].show_map(sample.picture, difference, max(largest, 0.01 * top), tr("Difference"), words)

    def show_record(self, effect: RecordEffect) -> None:
        """What the second model would change in the record."""
        self._record_words.setText(in_language(effect.sentence))
        fill(self.changed, [changed_cells(part) for part in effect.changed])
        self.changed.setVisible(bool(effect.changed))


def _words(side: Judged) -> str:
    limit = (
        tr(" at threshold {score_text}", score_text=score_text(side.threshold)) if side.threshold is not None else ""
    )
    return f"{verdict_text(side.verdict.value).capitalize()}, {score_text(side.score)}{limit}"


def _cells(sample: Compared) -> tuple[str, ...]:
    cells = [sample.sample.sample_id]
    for side in (sample.first, sample.second):
        cells += [side.category or tr("unknown"), score_text(side.score), verdict_text(side.verdict.value)]
    difference = float(np.abs(sample.second.anomaly_map - sample.first.anomaly_map).max())
    return (*cells, score_text(difference))
