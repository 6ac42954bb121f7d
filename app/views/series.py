"""The DICOM series of what was opened, with pictures and facts: choose one, several, or several as one sample."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.i18n import later, numeral, tr
from app.jobs import Job, Lane
from app.notices import NoticeBar, notice_of
from app.render import colour_image
from app.theme import set_icon
from core import api
from core.errors import UserFacingError
from core.records import Kind, Sample, Series, known_modalities

SIDE = 72  # px of a picture
_COLUMNS = (later("Series"), later("Sensor"), later("Size"), later("Spacing, mm"), later("Note"))
MakePicture = Callable[[Series, int], NDArray[np.uint8]]


class SeriesDialog(QDialog):
    """Does not block the window. Space marks a series, Enter opens what is marked.

    Args:
        parent: The window.
        series: What was found.
        lane: Where pictures are made.
        make_picture: The middle slice of a series.
    """

    chosen = Signal(object)  # tuple of Samples
    closed = Signal(bool)  # whether something was chosen

    def __init__(
        self, parent: QWidget, series: Sequence[Series], lane: Lane, make_picture: MakePicture = api.series_picture
    ) -> None:
        super().__init__(parent)
        self.setObjectName("series_dialog")
        self.setWindowTitle(tr("Choose DICOM series"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(900, 560)
        self._series, self._lane, self._make = list(series), lane, make_picture
        self._job: Job | None = None
        self._has_chosen = False
        self.notices = NoticeBar()
        self.table = QTableWidget(len(series), len(_COLUMNS))
        self.table.setObjectName("series_table")
        self.table.setAccessibleName(tr("DICOM series"))
        self.table.setHorizontalHeaderLabels([tr(words) for words in _COLUMNS])
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(SIDE + 8)
        self.table.setIconSize(QSize(SIDE, SIDE))
        self.table.setShowGrid(False)
        self.table.setWordWrap(True)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for stretched in (0, 4):
            header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        self.combos: list[QComboBox] = []
        for row, one in enumerate(self._series):
            self._fill_row(row, one)
        self.table.itemChanged.connect(self._show_buttons)
        self.table.cellDoubleClicked.connect(self._on_double_clicked)
        self._count = QLabel()
        self._count.setObjectName("series_count")
        self._count.setProperty("role", "dim")
        self._open = self._button("series_open", tr("Open"), partial(self.accept_choice, False), "mdi6.check")
        self._open.setProperty("role", "primary")
        self._open.setDefault(True)
        self._as_one = self._button(
            "series_as_one", tr("Open as one sample"), partial(self.accept_choice, True), "mdi6.layers-triple-outline"
        )
        self._as_one.setToolTip(
            tr("The marked series are sequences of one patient, brought to one grid by their headers")
        )
        close = self._button("series_close", tr("Close"), self.close)
        close.setToolTip(tr("All series stay in the queue (Esc)"))
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        bottom.addWidget(self._count, 1)
        for button in (close, self._as_one, self._open):
            bottom.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self.notices)
        layout.addWidget(self.table, 1)
        layout.addLayout(bottom)
        if self._series:
            self.table.setCurrentCell(0, 0)
        self._show_buttons()
        self._make_next(0)

    def _button(self, name: str, text: str, slot: Callable[[], object], icon: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAutoDefault(False)
        if icon:
            set_icon(button, icon)
        button.clicked.connect(lambda _checked=False: slot())
        return button

    def _fill_row(self, row: int, one: Series) -> None:
        words = f"{one.number}  {one.description or tr('without description')}"
        item = QTableWidgetItem(words)
        item.setToolTip(f"{words}\n{one.place}")
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked)
        blank = QPixmap(SIDE, SIDE)
        blank.fill(Qt.GlobalColor.transparent)  # keeps the place, so that nothing jumps
        item.setIcon(QIcon(blank))
        self.table.setItem(row, 0, item)
        combo = QComboBox()
        combo.setObjectName(f"series_modality_{row}")
        combo.setAccessibleName(tr("Sensor of {words}", words=words))
        kinds = (Kind.MRI, Kind.CT) if len(one.size) == 3 else tuple(Kind)
        for info in known_modalities():
            if info.kind in kinds or info.name == one.modality:
                combo.addItem(info.label, info.name)
        combo.setCurrentIndex(max(combo.findData(one.modality), 0))
        self.combos.append(combo)
        box = QWidget()
        inside = QVBoxLayout(box)
        inside.setContentsMargins(4, 0, 4, 0)
        inside.addWidget(combo)
        self.table.setCellWidget(row, 1, box)
        spacing = one.spacing_mm
        across = (
            tr("not told")
            if spacing is None
            else " x ".join(f"{numeral(v, '.3g')}" for v in (*spacing[:-3:-1], *spacing[:-2]))
        )
        slices = "\n" + tr("{slices:,} slices", slices=one.size[0]) if len(one.size) == 3 else ""
        told = (f"{numeral(one.size[-1], ',')} x {numeral(one.size[-2], ',')}{slices}", across, one.note)
        for column, text in enumerate(told, start=2):
            self.table.setItem(row, column, QTableWidgetItem(text))

    # --- pictures ------------------------------------------------------------------------------------------------
    def _make_next(self, row: int) -> None:
        """Pictures one after the other, so that closing the dialog stops the rest."""
        if row >= len(self._series):
            self._job = None
            return
        make, one = self._make, self._series[row]

        def work() -> NDArray[np.uint8] | None:
            try:
                return make(one, SIDE)
            except UserFacingError:
                return None  # opening the series says what is wrong with it

        self._job = Job("picture of a series", lambda _report, _token: work())
        self._job.succeeded.connect(partial(self._on_made, row))
        self._lane.submit(self._job)

    def _on_made(self, row: int, pixels: NDArray[np.uint8] | None) -> None:
        item = self.table.item(row, 0)
        if pixels is not None and item is not None:
            item.setIcon(QIcon(QPixmap.fromImage(colour_image(pixels))))
        self._make_next(row + 1)

    # --- choosing ------------------------------------------------------------------------------------------------
    def marked(self) -> list[Series]:
        """The marked series with the sensors that were said; without marks the current row."""
        rows = [row for row in range(len(self._series)) if self._is_marked(row)]
        if not rows and self.table.currentRow() >= 0:
            rows = [self.table.currentRow()]
        return [replace(self._series[row], modality=self.combos[row].currentData()) for row in rows]

    def _is_marked(self, row: int) -> bool:
        item = self.table.item(row, 0)
        return item is not None and item.checkState() is Qt.CheckState.Checked

    def accept_choice(self, as_one: bool) -> None:
        """Hand the marked series over and close; what cannot be one sample is said here."""
        try:
            samples = api.samples_of_series(self.marked(), as_one)
        except UserFacingError as error:
            self.notices.show_notice(notice_of(error, None))
            return
        self._has_chosen = True
        self.chosen.emit(samples)
        self.close()

    def _on_double_clicked(self, row: int, _column: int) -> None:
        one = replace(self._series[row], modality=self.combos[row].currentData())
        samples: tuple[Sample, ...] = api.samples_of_series([one])
        self._has_chosen = True
        self.chosen.emit(samples)
        self.close()

    def _show_buttons(self) -> None:
        marks = sum(self._is_marked(row) for row in range(len(self._series)))
        self._count.setText(
            tr("{marks} of {series} series marked", marks=marks, series=len(self._series))
            if marks
            else tr(
                "{series} series. Mark with Space; Enter opens the marked ones, or the current one.",
                series=len(self._series),
            )
        )
        self._open.setText(tr("Open {marks} series", marks=marks) if marks > 1 else tr("Open"))
        self._as_one.setEnabled(marks > 1)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop making pictures."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        event.accept()
        self.closed.emit(self._has_chosen)

    def reject(self) -> None:
        """Esc closes."""
        self.close()
