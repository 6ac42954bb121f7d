"""The queue: every sample with a small picture, score and verdict. Made for thousands of rows."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSignalBlocker,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.jobs import Job, Lane
from app.render import colour_image
from app.state import AppState, sample_key
from app.theme import active_theme
from app.views.colours import look, paint_shape
from app.views.names import shared_ends, short_name
from app.views.words import score_text
from core.errors import UserFacingError
from core.records import InspectionResult, Sample, modality_info

log = logging.getLogger(__name__)

MakeThumbnail = Callable[[Sample, int], NDArray[np.uint8]]
AnyIndex = QModelIndex | QPersistentModelIndex

ROW_HEIGHT, THUMBNAIL_SIDE = 52, 40  # px
_CACHE_LIMIT = 2_000  # thumbnails
_WAITING_LIMIT = 64  # rows that scrolled past are not worth a picture


class QueueModel(QAbstractListModel):
    """Samples that pass the filter. Thumbnails are made on a lane, for the rows that are drawn, the latest first."""

    SampleRole = Qt.ItemDataRole.UserRole
    ResultRole = Qt.ItemDataRole.UserRole + 1

    def __init__(self, state: AppState, lane: Lane, make_thumbnail: MakeThumbnail) -> None:
        super().__init__()
        self._state, self._lane, self._make = state, lane, make_thumbnail
        self._filter = ""
        self._samples: list[Sample] = []
        self.shared = (0, 0)  # characters that all names begin and end with
        self._rows: dict[str, int] = {}
        self._thumbnails: OrderedDict[str, QPixmap] = OrderedDict()  # an empty one: cannot be made
        self._waiting: OrderedDict[str, Sample] = OrderedDict()
        self._job: Job | None = None
        self._making = ""  # key of the sample in work
        state.samples_changed.connect(self._refill)
        state.results_changed.connect(self._on_results_changed)
        self._refill()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Number of samples that pass the filter."""
        return 0 if parent is not None and parent.isValid() else len(self._samples)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name for people and screen readers, sample and result for the delegate."""
        if not index.isValid() or index.row() >= len(self._samples):
            return None
        sample = self._samples[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return sample.sample_id
        if role == self.SampleRole:
            return sample
        if role == self.ResultRole:
            return self._state.results.get(sample_key(sample))
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{sample.sample_id}\n" + "\n".join(str(path) for path in sample.files.values())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            result = self._state.results.get(sample_key(sample))
            found = f", {look(result.verdict).word}, score {score_text(result.score)}" if result else ", not inspected"
            return sample.sample_id + found
        return None

    def row_of(self, sample: Sample | None) -> int:
        """Row of a sample; -1 where it is filtered out."""
        return -1 if sample is None else self._rows.get(sample_key(sample), -1)

    def set_filter(self, text: str) -> None:
        """Show samples whose name, category, defect or verdict holds every word."""
        self._filter = text.casefold()
        self._refill()

    def _refill(self) -> None:
        self.beginResetModel()
        words = self._filter.split()
        self._samples = [sample for sample in self._state.samples if self._passes(sample, words)]
        self._rows = {sample_key(sample): row for row, sample in enumerate(self._samples)}
        self.shared = shared_ends([sample.sample_id for sample in self._state.samples])
        self.endResetModel()

    def _passes(self, sample: Sample, words: list[str]) -> bool:
        if not words:
            return True
        result = self._state.results.get(sample_key(sample))
        verdict = result.verdict.value if result else ""
        text = f"{sample.sample_id} {sample.category} {sample.set_name} {sample.defect} {verdict}".casefold()
        return all(word in text for word in words)

    def _on_results_changed(self, key: str) -> None:
        row = self._rows.get(key)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row))
        elif not key and self._samples:
            self.dataChanged.emit(self.index(0), self.index(len(self._samples) - 1))

    # --- thumbnails ----------------------------------------------------------------------------------------------
    def thumbnail(self, sample: Sample) -> QPixmap | None:
        """The picture of a sample; None while it is being made."""
        key = sample_key(sample)
        pixmap = self._thumbnails.get(key)
        if pixmap is None and key != self._making:
            self._waiting[key] = sample
            self._waiting.move_to_end(key)
            while len(self._waiting) > _WAITING_LIMIT:
                self._waiting.popitem(last=False)
            self._make_next()
        return pixmap

    def _make_next(self) -> None:
        if self._job is not None or not self._waiting:
            return
        key, sample = self._waiting.popitem(last=True)
        self._making = key
        make = self._make
        self._job = Job(f"thumbnail {sample.sample_id}", lambda _report, _token: _try(make, sample))
        self._job.succeeded.connect(partial(self._on_made, key))
        self._job.ended.connect(self._on_ended)
        self._lane.submit(self._job)

    def _on_made(self, key: str, pixels: NDArray[np.uint8] | None) -> None:
        self._thumbnails[key] = QPixmap() if pixels is None else QPixmap.fromImage(colour_image(pixels))
        if len(self._thumbnails) > _CACHE_LIMIT:
            self._thumbnails.popitem(last=False)
        row = self._rows.get(key)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row))

    def _on_ended(self) -> None:
        self._job, self._making = None, ""
        self._make_next()


def _try(make: MakeThumbnail, sample: Sample) -> NDArray[np.uint8] | None:
    try:
        return make(sample, THUMBNAIL_SIDE)
    except UserFacingError:
        return None  # opening the sample tells the user what is wrong with it


class QueueDelegate(QStyledItemDelegate):
    """Draws a row: picture, name, what it is, score, verdict as shape and word."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """All rows are equally high."""
        return QSize(160, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one row."""
        theme, model = active_theme(), index.model()
        sample: Sample = index.data(QueueModel.SampleRole)
        result: InspectionResult | None = index.data(QueueModel.ResultRole)
        area: QRect = option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.colour("selection"))
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), theme.colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.colour("hover"))
        picture = QRect(area.left() + 10, area.top() + 6, THUMBNAIL_SIDE, THUMBNAIL_SIDE)
        pixmap = model.thumbnail(sample) if isinstance(model, QueueModel) else None
        painter.fillRect(picture, theme.colour("canvas"))
        if pixmap is not None and not pixmap.isNull():
            painter.drawPixmap(picture, pixmap)
        right = area.right() - 10
        if result is not None:
            right = self._paint_result(painter, area, right, result)
        text = QRect(picture.right() + 10, area.top() + 7, right - picture.right() - 16, 19)
        self._paint_words(painter, text, sample, model.shared if isinstance(model, QueueModel) else (0, 0))
        painter.restore()

    def _paint_result(self, painter: QPainter, area: QRect, right: int, result: InspectionResult) -> int:
        theme, appearance = active_theme(), look(result.verdict)
        colour = theme.colour(result.verdict.value)
        word = appearance.word.split()[0]
        painter.setFont(theme.font(theme.body, bold=True))
        score = score_text(result.score)
        width = max(QFontMetrics(painter.font()).horizontalAdvance(score), 56)
        box = QRect(right - width, area.top() + 7, width, 19)
        painter.setPen(theme.colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, score)
        painter.setFont(theme.font(theme.small))
        painter.setPen(colour)
        below = box.translated(0, 19)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, word)
        taken = QFontMetrics(painter.font()).horizontalAdvance(word)
        paint_shape(painter, result.verdict, QRectF(right - taken - 16, below.top() + 4, 11, 11), colour)
        return min(box.left(), right - taken - 16)

    def _paint_words(self, painter: QPainter, area: QRect, sample: Sample, shared: tuple[int, int]) -> None:
        theme = active_theme()
        painter.setFont(theme.font(theme.body))
        metrics = QFontMetrics(painter.font())
        name = sample.sample_id
        if metrics.horizontalAdvance(name) > area.width():
            name = metrics.elidedText(short_name(name, shared), Qt.TextElideMode.ElideMiddle, area.width())
        place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour("text"))
        painter.drawText(area, place, name)
        painter.setFont(theme.font(theme.small))
        painter.setPen(theme.colour("dim"))
        words = QFontMetrics(painter.font()).elidedText(_subtitle(sample), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area.translated(0, 19), place, words)


def _subtitle(sample: Sample) -> str:
    sensors = " + ".join(modality_info(name).label for name in sample.files)
    return f"{sample.category} · {sensors}" if sample.category else sensors


class QueuePanel(QWidget):
    """Filter box, list and count. Up and Down go through the samples; what is selected is opened by `open_sample`."""

    def __init__(
        self, state: AppState, lane: Lane, make_thumbnail: MakeThumbnail, open_sample: Callable[[Sample], None]
    ) -> None:
        super().__init__()
        self._state, self._open = state, open_sample
        self.model = QueueModel(state, lane, make_thumbnail)
        self.filter = QLineEdit()
        self.filter.setObjectName("queue_filter")
        self.filter.setPlaceholderText("Filter by name, category, verdict")
        self.filter.setAccessibleName("Filter the queue")
        self.filter.setClearButtonEnabled(True)
        self.filter.setToolTip("Filter by name, category, verdict (Ctrl+F)")
        self.list = QListView()
        self.list.setObjectName("queue")
        self.list.setAccessibleName("Queue of samples")
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setItemDelegate(QueueDelegate(self.list))
        self.list.setModel(self.model)
        self._count = QLabel()
        self._count.setObjectName("queue_count")
        self._count.setProperty("role", "small")
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.setContentsMargins(8, 4, 8, 8)
        top.addWidget(self.filter)
        bottom.setContentsMargins(10, 4, 8, 6)
        bottom.addWidget(self._count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addLayout(bottom)
        self.filter.textChanged.connect(self.model.set_filter)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.model.modelReset.connect(self._show)
        state.current_changed.connect(self._show)
        state.results_changed.connect(self._show_count)
        self._show()

    def step(self, count: int) -> None:
        """Go to the sample `count` rows further."""
        row = self.model.row_of(self._state.current) + count
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(min(max(row, 0), self.model.rowCount() - 1)))

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        sample = current.data(QueueModel.SampleRole)
        if sample is not None and sample != self._state.current:
            self._open(sample)

    def _show(self) -> None:
        row = self.model.row_of(self._state.current)
        selection = self.list.selectionModel()
        with QSignalBlocker(selection):
            if row >= 0:
                flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
                selection.setCurrentIndex(self.model.index(row), flag)
            else:
                selection.clear()
        if row >= 0:
            self.list.scrollTo(self.model.index(row))
        self.list.viewport().update()
        self._show_count()

    def _show_count(self, _key: str = "") -> None:
        shown, total, done = self.model.rowCount(), len(self._state.samples), len(self._state.results)
        count = f"{total:,} sample{'' if total == 1 else 's'}" if shown == total else f"{shown:,} of {total:,} samples"
        self._count.setText(f"{count} · {done:,} inspected" if total else "No samples yet")
