"""The review queue of 100,000 parts as a table model: order and filter are arrays, text is read by the page."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.i18n import later, numeral, tr
from app.views.words import score_text, verdict_text
from core.verdicts import REASONS, QueueRow

AnyIndex = QModelIndex | QPersistentModelIndex
ReadRows = Callable[[Sequence[int]], list[QueueRow]]

HEADS = (
    later("Part"),
    later("Category"),
    later("Score"),
    later("Percentile"),
    later("Uncertainty"),
    later("Model"),
    later("First"),
    later("Second"),
    later("Reader"),
    later("Reason"),
)
NAME, CATEGORY, SCORE, PERCENTILE, UNCERTAINTY, MODEL, FIRST, SECOND, READER, REASON = range(len(HEADS))
PAGE = 128  # rows read at once
_PAGES_KEPT = 64
_RIGHT = (SCORE, PERCENTILE, UNCERTAINTY)
_HIDDEN_WHEN_BLIND = (SCORE, PERCENTILE, UNCERTAINTY, MODEL)
_LABELS = {reason.code: reason.label for reason in REASONS}


class Order(StrEnum):
    """How the queue is sorted."""

    QUEUED = later("As queued")
    SCORE = later("Highest score first")
    UNCERTAINTY = later("Most uncertain first")
    RISK = later("Highest risk first")


def ordered(numbers: NDArray[np.int64], values: NDArray[np.float64] | None) -> NDArray[np.int64]:
    """Part numbers by falling value, unknown values last; as they are where there are no values."""
    if values is None:
        return numbers
    return np.asarray(numbers[np.argsort(-np.nan_to_num(values, nan=-np.inf), kind="stable")])


def risks(
    scores: NDArray[np.float64], uncertainties: NDArray[np.float64], undecided: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """What a part still costs if nobody looks: parts that nobody decided come first, then those on a threshold, then
    those with a high score (of equally certain ones the likelier defects); NaN where a part was not inspected.
    """
    ranks = np.argsort(np.argsort(np.nan_to_num(scores, nan=-np.inf))) / max(len(scores), 1)
    made = 2.0 * undecided + np.maximum(np.nan_to_num(uncertainties), ranks)
    return np.where(np.isnan(scores), np.nan, made)


class ReviewModel(QAbstractTableModel):
    """Rows by part number. Only what is drawn is read, a page at a time, and kept until something changes."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._read: ReadRows = lambda _numbers: []
        self._pages: OrderedDict[int, dict[int, QueueRow]] = OrderedDict()
        self.is_blind = False

    def show(self, numbers: NDArray[np.int64], read: ReadRows) -> None:
        """Show other parts, in this order."""
        self.beginResetModel()
        self.numbers, self._read = numbers, read
        self._pages.clear()
        self.endResetModel()

    def reread(self) -> None:
        """The same parts with new contents."""
        self._pages.clear()
        if len(self.numbers):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.numbers) - 1, len(HEADS) - 1))

    def row_at(self, index: int) -> QueueRow | None:
        """The part of a table row; None when it is gone."""
        page = index // PAGE
        found = self._pages.get(page)
        if found is None:
            chosen = self.numbers[page * PAGE : (page + 1) * PAGE].tolist()
            found = {row.number: row for row in self._read(chosen)}
            self._pages[page] = found
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        return found.get(int(self.numbers[index]))

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        """One a part."""
        return 0 if parent.isValid() else len(self.numbers)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        """Always the same."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | Qt.AlignmentFlag | None:
        """Column titles."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return tr(HEADS[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> str | Qt.AlignmentFlag | None:
        """Text of a cell."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self.row_at(index.row())
        return "" if row is None else self._text(row, index.column())

    @staticmethod
    def _alignment(column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _text(self, row: QueueRow, column: int) -> str:
        if self.is_blind and column in _HIDDEN_WHEN_BLIND:
            return tr("hidden")
        return (
            row.sample_id,
            row.category,
            "–" if row.score is None else score_text(row.score),
            "–" if row.percentile is None else f"{numeral(row.percentile, '.1f')} %",
            "–" if row.uncertainty is None else f"{numeral(100 * row.uncertainty, '.0f')} %",
            verdict_text(row.verdict).capitalize() or (tr("Failed") if row.state == "failed" else "–"),
            tr(row.first.capitalize()) or "–",
            tr(row.second.capitalize()) or "–",
            row.decided_by,
            tr(_LABELS.get(row.reason, row.reason)),
        )[column]
