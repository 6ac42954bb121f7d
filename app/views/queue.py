"""The queue: every sample with a small picture, score and verdict. Made for thousands of rows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

from app.i18n import tr
from app.jobs import Lane
from app.keymaps import set_tip
from app.state import AppState
from app.views.queue_model import MakeThumbnail, QueueModel
from app.views.queue_row import QueueDelegate
from core.records import Sample


class QueuePanel(QWidget):
    """Filter box, list and count. Up and Down go through the samples; what is selected is opened by `open_sample`."""

    menu_requested = Signal(object, object)  # the selected samples, where on the screen

    def __init__(
        self, state: AppState, lane: Lane, make_thumbnail: MakeThumbnail, open_sample: Callable[[Sample], None]
    ) -> None:
        super().__init__()
        self._state, self._open = state, open_sample
        self.model = QueueModel(state, lane, make_thumbnail)
        self.filter = QLineEdit()
        self.filter.setObjectName("queue_filter")
        self.filter.setPlaceholderText(tr("Filter by name, category, verdict"))
        self.filter.setAccessibleName(tr("Filter the queue"))
        self.filter.setClearButtonEnabled(True)
        set_tip(self.filter, tr("Filter by name, category, verdict ($filter_queue)"))
        self.list = QListView()
        self.list.setObjectName("queue")
        self.list.setAccessibleName(tr("Queue of samples"))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setItemDelegate(QueueDelegate(self.list))
        self.list.setModel(self.model)
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._on_menu_requested)
        self.only = QPushButton()
        self.only.setObjectName("queue_only")
        self.only.setAccessibleName(tr("Which parts the queue shows"))
        self.only.setToolTip(tr("Show the whole queue again"))
        self.only.clicked.connect(lambda: self.show_only(None, ""))
        self.only.hide()
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
        chosen = QHBoxLayout()
        chosen.setContentsMargins(8, 0, 8, 4)
        chosen.addWidget(self.only)
        layout.addLayout(chosen)
        layout.addWidget(self.list, 1)
        layout.addLayout(bottom)
        self.filter.textChanged.connect(self.model.set_filter)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.model.modelReset.connect(self._show)
        state.current_changed.connect(self._show)
        state.results_changed.connect(self._show_count)
        self._show()

    def show_only(self, keys: frozenset[str] | None, words: str) -> None:
        """Show the parts with these keys alone, under what they have in common; None: the whole queue."""
        self.model.set_only(keys)
        metrics = self.only.fontMetrics()
        elided = metrics.elidedText(
            tr("Only {words}", words=words), Qt.TextElideMode.ElideRight, max(self.width() - 60, 120)
        )
        self.only.setText(f"{elided}  ✕")
        self.only.setAccessibleName(tr("Only {words}. Press to show the whole queue again.", words=words))
        self.only.setToolTip(tr("Only {words}. Click to show the whole queue again.", words=words))
        self.only.setVisible(keys is not None)

    def step(self, count: int) -> None:
        """Go to the sample `count` rows further."""
        row = self.model.row_of(self._state.current) + count
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(min(max(row, 0), self.model.rowCount() - 1)))

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        sample = current.data(QueueModel.SampleRole)
        if sample is not None and sample != self._state.current:
            self._open(sample)

    def _on_menu_requested(self, place: QPoint) -> None:
        indexes = sorted(self.list.selectionModel().selectedIndexes(), key=lambda index: index.row())
        if indexes:
            samples = [index.data(QueueModel.SampleRole) for index in indexes]
            self.menu_requested.emit(samples, self.list.viewport().mapToGlobal(place))

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
        shown, total, done = self.model.rowCount(), len(self._state.samples), self.model.inspected
        count = (
            (tr("{total:,} sample", total=total) if total == 1 else tr("{total:,} samples", total=total))
            if shown == total
            else tr("{shown:,} of {total:,} samples", shown=shown, total=total)
        )
        self._count.setText(
            tr("{count} · {done:,} inspected", count=count, done=done) if total else tr("No samples yet")
        )
