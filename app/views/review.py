"""The review dock: every part of the record, sorted, searched, decided in bulk; where two readers differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.i18n import later, tr
from app.jobs import Job
from app.review import ReviewSession
from app.state import AppState
from app.views.review_model import HEADS, NAME, REASON, Order, ReviewModel, ordered, risks
from app.views.verdicts import OPINION_WORDS
from core import review
from core.records import Sample
from core.verdicts import Opinion

SHOWN = (
    later("All parts"),
    later("Waiting for a first reader"),
    later("Waiting for a second reader"),
    later("Readers disagree"),
    later("Unsure"),
)
CHOSEN = later("Chosen in the curves")  # an entry of its own while parts are shown that were asked for from outside
SETTLE_MS = 250  # after typing, and after the record grew
_WIDTHS = (190, 90, 70, 80, 90, 80, 70, 70, 90, 190)


@dataclass(frozen=True, slots=True, eq=False)
class _Listed:
    numbers: NDArray[np.int64]
    total: int
    agreement: str


class ReviewPanel(QWidget):
    """A table over the review store; opening, searching and sorting happen on the review lane.

    Args:
        open_sample: Shows a part of the table in the window.
    """

    def __init__(self, state: AppState, session: ReviewSession, open_sample: Callable[[Sample], None]) -> None:
        super().__init__()
        self._state, self._session, self._open = state, session, open_sample
        self.model = ReviewModel()
        self._picked: NDArray[np.int64] | None = None  # parts asked for from outside, e.g. a confusion cell
        self._pending: tuple[Opinion, list[int]] | None = None
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self.refresh)
        self._build()
        session.opened.connect(self.refresh)
        session.changed.connect(self._timer.start)
        session.blind_changed.connect(self._show_blindness)

    def _build(self) -> None:
        self.search = QLineEdit()
        self.search.setObjectName("review_search")
        self.search.setPlaceholderText(tr("Search name, category, verdict, reader, reason"))
        self.search.setAccessibleName(tr("Search the record"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._timer.start)
        self._shown, self._order = QComboBox(), QComboBox()
        self._shown.setObjectName("review_shown")
        self._shown.setAccessibleName(tr("Which parts"))
        self._shown.addItems([tr(words) for words in SHOWN])
        self._shown.activated.connect(self._on_shown_chosen)
        self._order.setObjectName("review_order")
        self._order.setAccessibleName(tr("Order"))
        for order in Order:
            self._order.addItem(tr(order.value), order.value)
        self._order.setCurrentIndex(1)
        self._order.activated.connect(self.refresh)
        self._count = QLabel()
        self._count.setObjectName("review_count")
        self._count.setProperty("role", "small")
        self._count.setWordWrap(True)  # or the dock, and with it the window, would be as wide as its longest sentence
        self.table = QTableView()
        self.table.setObjectName("review_table")
        self.table.setAccessibleName(tr("Parts of the record"))
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setDefaultSectionSize(26)
        header = self.table.horizontalHeader()
        for column, width in zip(range(len(HEADS)), _WIDTHS, strict=True):
            self.table.setColumnWidth(column, width)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(REASON, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        self.table.activated.connect(self._on_activated)
        self.table.doubleClicked.connect(self._on_activated)
        self.table.selectionModel().selectionChanged.connect(self._show_bulk)
        self._bulk = {
            opinion: QPushButton(tr("{word} selected", word=tr(word))) for opinion, word in OPINION_WORDS.items()
        }
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.search, 1)
        top.addWidget(self._shown)
        top.addWidget(self._order)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self._count, 1)
        self.bulk = QWidget()
        buttons = QHBoxLayout(self.bulk)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(8)
        below.addWidget(self.bulk)
        for opinion, button in self._bulk.items():
            button.setObjectName(f"bulk_{opinion.value}")
            button.clicked.connect(partial(self._ask, opinion))
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self._make_question())
        layout.addWidget(self.table, 1)
        layout.addLayout(below)
        self._show_bulk()

    def _make_question(self) -> QFrame:
        """The confirmation of a bulk decision, in place: no dialog to click away by habit."""
        self._question = QFrame()
        self._question.setObjectName("notice")
        self._question.setProperty("level", "warning")
        self._asked = QLabel()
        self._asked.setObjectName("bulk_question")
        yes, no = QPushButton(tr("Record")), QPushButton(tr("Cancel"))
        yes.setObjectName("bulk_yes")
        no.setObjectName("bulk_no")
        yes.setProperty("role", "primary")
        yes.clicked.connect(self._on_confirmed)
        no.clicked.connect(self._on_declined)
        row = QHBoxLayout(self._question)
        row.setContentsMargins(12, 4, 8, 4)
        row.addWidget(self._asked, 1)
        row.addWidget(yes)
        row.addWidget(no)
        self._question.hide()
        return self._question

    def stop(self) -> None:
        """Read nothing more: the window closes."""
        self._session.changed.disconnect(self._timer.start)
        self._timer.stop()

    # --- which parts ---------------------------------------------------------------------------------------------
    def show_parts(self, numbers: NDArray[np.int64]) -> None:
        """Show only these parts, until another choice is made."""
        self._picked = numbers
        if self._shown.count() == len(SHOWN):
            self._shown.addItem(tr(CHOSEN))
        self._shown.setCurrentIndex(len(SHOWN))
        self.refresh()

    def _on_shown_chosen(self, index: int) -> None:
        if index < len(SHOWN):
            self._picked = None
            if self._shown.count() > len(SHOWN):
                self._shown.removeItem(len(SHOWN))
        self.refresh()

    def refresh(self) -> None:
        """Read, filter and sort again on the review lane."""
        store, lane = self._session.store, self._session.lane
        if store is None or lane is None:
            return
        text, shown, order, picked = (
            self.search.text(),
            self._shown.currentIndex(),
            self._order.currentData(),
            self._picked,
        )

        def work() -> _Listed:
            columns = store.columns()
            values = {
                Order.SCORE: columns.scores,
                Order.UNCERTAINTY: columns.uncertainties,
                Order.RISK: risks(columns.scores, columns.uncertainties, columns.undecided),
            }.get(Order(order))
            sorted_numbers = ordered(columns.numbers, values)
            found, differing = review.readers_agree(store)
            kept: NDArray[np.int64] | None = picked
            if kept is None and shown == 1:
                kept = store.search(text, first="", state="done")
            elif kept is None and shown == 2:
                kept = np.setdiff1d(store.search(text, second=""), store.search(first=""))
            elif kept is None and shown == 3:
                kept = np.intersect1d(store.search(text), differing) if text else differing
            elif kept is None and shown == 4:
                kept = store.search(text, first="unsure")
            elif kept is None and text.strip():
                kept = store.search(text)
            elif kept is not None and text.strip():
                kept = np.intersect1d(store.search(text), kept)
            numbers = sorted_numbers if kept is None else sorted_numbers[np.isin(sorted_numbers, kept)]
            words = tr("nothing read twice yet")
            if found.count:
                kappa = (
                    ""
                    if found.kappa is None
                    else tr(
                        ", Cohen's kappa {kappa:.2f} ({low:.2f} to {high:.2f})",
                        kappa=found.kappa,
                        low=found.low,
                        high=found.high,
                    )
                )
                words = tr(
                    "{count:,} read twice, {disagreements:,} differ{kappa}",
                    count=found.count,
                    disagreements=found.disagreements,
                    kappa=kappa,
                )
            return _Listed(numbers, len(columns.numbers), words)

        if self._job is not None:
            self._job.cancel()
        self._job = Job("listing parts", lambda _report, _token: work())
        self._job.succeeded.connect(self._on_listed)
        self._job.failed.connect(self._session.fail)
        lane.submit(self._job)

    def _on_listed(self, listed: _Listed) -> None:
        store = self._session.store
        if store is None:
            return
        if np.array_equal(listed.numbers, self.model.numbers):
            self.model.reread()  # keeps selection and place
        else:
            self.model.show(listed.numbers, store.rows)
        shown, total = len(listed.numbers), listed.total
        if shown != total:
            parts = tr("{shown:,} of {total:,} parts", shown=shown, total=total)
        else:
            parts = tr("1 part") if total == 1 else tr("{total:,} parts", total=total)
        self._count.setText(f"{parts} · {listed.agreement}")
        self._show_bulk()

    def _show_blindness(self) -> None:
        self.model.is_blind = self._session.is_hiding
        self.model.reread()

    # --- opening and deciding ------------------------------------------------------------------------------------
    def _on_activated(self, index: QModelIndex) -> None:
        row, store = self.model.row_at(index.row()), self._session.store
        if row is not None and store is not None:
            self._open(store.sample(row.number))

    def _selected(self) -> list[int]:
        return [int(self.model.numbers[index.row()]) for index in self.table.selectionModel().selectedRows()]

    def _show_bulk(self) -> None:
        count = len(self.table.selectionModel().selectedRows())
        for opinion, button in self._bulk.items():
            button.setEnabled(count > 0)
            button.setToolTip(tr("{opinion} the selected parts, after a question", opinion=tr(OPINION_WORDS[opinion])))
        if self._pending is not None:
            self._on_declined()

    def _ask(self, opinion: Opinion) -> None:
        numbers = self._selected()
        self._pending = (opinion, numbers)
        reading = "" if self._session.reading == 1 else tr(" as second reader")
        parts = tr("1 part") if len(numbers) == 1 else tr("{count:,} parts", count=len(numbers))
        self._asked.setText(
            tr(
                "{opinion} {parts}{reading}, as {reader}?",
                opinion=tr(OPINION_WORDS[opinion]),
                parts=parts,
                reading=reading,
                reader=self._session.reader,
            )
        )
        self._question.show()

    def _on_confirmed(self) -> None:
        store, pending = self._session.store, self._pending
        self._on_declined()
        if store is not None and pending is not None:
            opinion, numbers = pending
            self._session.decide_many([row.key for row in store.rows(numbers)], opinion)

    def _on_declined(self) -> None:
        self._pending = None
        self._question.hide()
