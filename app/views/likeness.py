"""Which categories are routed alike: a tree of their likeness, and how far the gates of every pair overlap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.theme import active_theme
from app.views.bubbles import likeness_distance
from app.views.colours import mixed
from app.views.words import percent_text
from core.probing.history import linkage
from core.probing.records import CategoryRouting

_HEAD = 4.0  # px


class LikenessChart(QWidget):
    """Tree left, names, and a matrix of overlaps; the arrow keys walk the cells."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("likeness")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Which categories are routed alike")
        self._records: Sequence[CategoryRouting] = ()
        self._distances: NDArray[np.float64] = np.zeros((0, 0))
        self._merges: list[tuple[int, int, float]] = []
        self._cell = (0, 0)
        self._hovered: tuple[int, int] | None = None

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
        self._cell = (0, min(1, max(len(records) - 1, 0)))
        self.setAccessibleDescription(self.explain(*self._cell))
        self.updateGeometry()
        self.update()

    def explain(self, row: int, column: int) -> str:
        """One pair in words."""
        if not self._records:
            return ""
        first, second = self._records[row], self._records[column]
        if row == column:
            return f"{first.category}: {first.count} samples."
        distance = float(self._distances[row, column])
        if not np.isfinite(distance):
            return f"{first.category} and {second.category} are seen by different numbers of sensors."
        return f"The gates of {first.category} and {second.category} overlap by {percent_text(1 - distance)}."

    def _rect(self, row: int, column: int) -> QRectF:
        count = len(self._records)
        left = self.width() * 0.5
        pitch = min((self.width() - left - 4) / count, 76.0)
        height = min((self.height() - _HEAD) / count, 34.0)
        return QRectF(left + column * pitch, _HEAD + row * height, pitch, height)

    def _cell_at(self, position: QPointF) -> tuple[int, int] | None:
        count = len(self._records)
        return next((c for c in np.ndindex(count, count) if self._rect(*c).contains(position)), None)

    def event(self, event: QEvent) -> bool:
        """The tooltip explains the cell."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self._cell_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), f"<p>{self.explain(*cell)}</p>" if cell else "", self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the cell under the mouse."""
        self._hovered = self._cell_at(event.position())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is gone."""
        self._hovered = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys walk the cells."""
        key, count = Qt.Key, len(self._records)
        moves = {key.Key_Left: (0, -1), key.Key_Right: (0, 1), key.Key_Up: (-1, 0), key.Key_Down: (1, 0)}
        move = moves.get(Qt.Key(event.key()))
        if move is None or not count:
            super().keyPressEvent(event)
            return
        row, column = (min(max(place + step, 0), count - 1) for place, step in zip(self._cell, move, strict=True))
        self._cell = (row, column)
        self.setAccessibleDescription(self.explain(*self._cell))
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the keyboard's cell."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And no longer."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tree, names, matrix, and the marked cell in words."""
        if not self._records:
            return
        painter, theme = QPainter(self), active_theme()
        painter.setFont(theme.font(theme.small))
        text, back = self.palette().text().color(), self.palette().window().color()
        accent = theme.colour("accent")
        current = self._hovered or (self._cell if self.hasFocus() else None)
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
