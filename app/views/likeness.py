"""Which categories are routed alike: a tree of their likeness, and how far the gates of every pair overlap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from app.i18n import tr
from app.theme import active_theme
from app.views.bubbles import likeness_distance
from app.views.colours import mixed
from app.views.walked import Mark, WalkedView
from app.views.words import percent_text
from core.probing.history import linkage
from core.probing.records import CategoryRouting

_HEAD = 4.0  # px


class LikenessChart(WalkedView):
    """Tree left, names, and a matrix of overlaps."""

    def __init__(self) -> None:
        super().__init__("likeness")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Which categories are routed alike"))
        self._records: Sequence[CategoryRouting] = ()
        self._distances: NDArray[np.float64] = np.zeros((0, 0))
        self._merges: list[tuple[int, int, float]] = []

    def sizeHint(self) -> QSize:
        """Cells of a readable size."""
        return QSize(640, 160)

    def minimumSizeHint(self) -> QSize:
        """Still told apart."""
        return QSize(320, round(_HEAD + 16 * max(len(self._records), 3)))

    def set_records(self, records: Sequence[CategoryRouting]) -> None:
        """Show categories in the given order, which is that of their likeness."""
        self._records = records
        distances = [[likeness_distance(a, b) for b in records] for a in records]
        self._distances = np.asarray(distances, np.float64).reshape(len(records), len(records))
        self._merges = linkage(self._distances)
        self.mark = (0, 1)
        self.updateGeometry()
        self.marks_changed()

    def explain(self, row: int, column: int) -> str:
        """One pair in words."""
        if not self._records:
            return ""
        first, second = self._records[row], self._records[column]
        if row == column:
            return tr("{category}: {count} samples.", category=first.category, count=first.count)
        distance = float(self._distances[row, column])
        if not np.isfinite(distance):
            return tr(
                "{first} and {second} are seen by different numbers of sensors.",
                first=first.category,
                second=second.category,
            )
        return tr(
            "The gates of {first} and {second} overlap by {overlap}.",
            first=first.category,
            second=second.category,
            overlap=percent_text(1 - distance),
        )

    def _rect(self, row: int, column: int) -> QRectF:
        count = len(self._records)
        left = self.width() * 0.5
        pitch = min((self.width() - left - 4) / count, 76.0)
        height = min((self.height() - _HEAD) / count, 34.0)
        return QRectF(left + column * pitch, _HEAD + row * height, pitch, height)

    def counts(self) -> tuple[int, int]:
        """Categories, twice."""
        return len(self._records), len(self._records)

    def mark_rect(self, mark: Mark) -> QRectF:
        """A cell."""
        return self._rect(*mark)

    def explain_mark(self, mark: Mark) -> str:
        """One pair in words."""
        return self.explain(*mark)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tree, names, matrix, and the marked cell in words."""
        if not self._records:
            return
        painter, theme = QPainter(self), active_theme()
        painter.setFont(theme.font(theme.small))
        text, back = self.palette().text().color(), self.palette().window().color()
        accent = theme.colour("accent")
        current = self.current
        names = max(painter.fontMetrics().horizontalAdvance(r.category) for r in self._records) + 12
        self._paint_tree(painter, max(self.width() * 0.5 - names - 8, 20.0))
        for row, record in enumerate(self._records):
            first = self._rect(row, 0)
            painter.setPen(text)
            place = QRectF(first.left() - names, first.top(), names - 4, first.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, record.category)
            for column in range(len(self._records)):
                rect, distance = self._rect(row, column), float(self._distances[row, column])
                overlap = 1.0 - min(distance, 1.0)
                painter.fillRect(rect.adjusted(1, 1, -1, -1), mixed(back, accent, 0.06 + 0.7 * overlap**4))
                words = percent_text(overlap) if np.isfinite(distance) else "–"
                painter.setPen(text)
                if row != column and rect.width() > 34:
                    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, words)
                if (row, column) == current:
                    painter.setPen(QPen(accent, 1.5))
                    painter.drawRect(rect.adjusted(1, 1, -1, -1))
        if current is not None:
            below = QRectF(4, self._rect(len(self._records) - 1, 0).bottom() + 4, self.width() - 8, 18)
            painter.setPen(text)
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, self.explain(*current))

    def _paint_tree(self, painter: QPainter, width: float) -> None:
        """The merges from right (alike) to left."""
        count = len(self._records)
        ends = {row: (width, self._rect(row, 0).center().y()) for row in range(count)}
        finite = [height for _, _, height in self._merges if height < 1.0]  # others cannot be compared at all
        highest = 1.25 * max(finite, default=1.0) or 1.0
        painter.setPen(QPen(mixed(self.palette().text().color(), self.palette().window().color(), 0.3), 1.2))
        for number, (first, second, height) in enumerate(self._merges):
            x = width - (width - 8) * min(height / highest, 1.0)
            (x1, y1), (x2, y2) = ends[first], ends[second]
            painter.drawPolyline([QPointF(x1, y1), QPointF(x, y1), QPointF(x, y2), QPointF(x2, y2)])
            ends[count + number] = (x, (y1 + y2) / 2)
