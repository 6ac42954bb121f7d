"""The bubble chart of the atlas: categories down, leaders across, area = how often a category's normals keep it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.theme import active_theme
from app.views.colours import mixed, sensor_colour
from app.views.words import percent_text
from core.probing.records import CategoryRouting

_HEAD = 16.0  # px


def ordered_by_likeness(records: Sequence[CategoryRouting]) -> list[int]:
    """Order of categories in which those routed alike stand together: single linkage over their mean probabilities.

    Only categories with as many sensors can be compared; the others keep their place behind.
    """
    clusters = [[index] for index in range(len(records))]
    far = np.inf

    def distance(first: list[int], second: list[int]) -> float:
        return min(likeness_distance(records[a], records[b]) for a in first for b in second)

    while len(clusters) > 1:
        pairs = [(distance(a, b), i, j) for i, a in enumerate(clusters) for j, b in enumerate(clusters) if i < j]
        closest, i, j = min(pairs)
        if closest == far:
            break
        clusters[i] += clusters.pop(j)
    return [index for cluster in clusters for index in cluster]


def likeness_distance(first: CategoryRouting, second: CategoryRouting) -> float:
    """Mean total variation of the gates, 0 (routed alike) to 1; infinite between different numbers of sensors."""
    if first.probability.shape != second.probability.shape:
        return float("inf")
    return float(np.abs(first.probability - second.probability).sum(axis=-1).mean() / 2)


class BubbleChart(QWidget):
    """One gate of every category; the leaders of the sample on screen are ringed in its row."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bubbles")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("How often normal parts keep a leader")
        self._rows: list[tuple[CategoryRouting, NDArray[np.float32]]] = []
        self._current = ""
        self._leaders: list[int] = []
        self._slot = 0

    def sizeHint(self) -> QSize:
        """Bubbles of a readable size."""
        return QSize(640, 160)

    def minimumSizeHint(self) -> QSize:
        """Still told apart."""
        return QSize(320, round(_HEAD + 16 * max(len(self._rows), 3)))

    def set_rows(
        self, rows: list[tuple[CategoryRouting, NDArray[np.float32]]], current: str, leaders: list[int], slot: int
    ) -> None:
        """Show another gate.

        Args:
            rows: Categories with the frequency [R] of their leaders at the gate.
            current: Category of the sample on screen.
            leaders: Leaders that the sample on screen keeps there.
            slot: Sensor, for the colour.
        """
        self._rows, self._current, self._leaders, self._slot = rows, current, leaders, slot
        self.setAccessibleDescription("; ".join(self.explain(row, int(f.argmax())) for row, (_, f) in enumerate(rows)))
        self.updateGeometry()
        self.update()

    def explain(self, row: int, leader: int) -> str:
        """One bubble in words."""
        record, frequency = self._rows[row]
        return (
            f"{record.category}: {percent_text(float(frequency[leader]))} of {record.count} normal samples keep leader "
            f"{leader} at this gate"
        )

    def _names(self) -> float:
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(record.category) for record, _ in self._rows), default=40)
        return float(min(widest + 14, self.width() // 3))

    def _cell(self, row: int, leader: int) -> QRectF:
        count = len(self._rows[0][1])
        pitch = (self.width() - self._names() - 4) / count
        height = min((self.height() - _HEAD) / max(len(self._rows), 1), 34.0)
        return QRectF(self._names() + leader * pitch, _HEAD + row * height, pitch, height)

    def event(self, event: QEvent) -> bool:
        """The tooltip explains the bubble."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._rows:
            for row in range(len(self._rows)):
                for leader in range(len(self._rows[0][1])):
                    if self._cell(row, leader).contains(QPointF(event.pos())):
                        QToolTip.showText(event.globalPos(), f"<p>{self.explain(row, leader)}.</p>", self)
                        return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Names, bubbles, leaders' numbers."""
        if not self._rows:
            return
        painter, theme = QPainter(self), active_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(theme.small))
        text, back = self.palette().text().color(), self.palette().window().color()
        for leader in range(len(self._rows[0][1])):
            cell = self._cell(0, leader)
            if cell.width() >= 15 or leader % 4 == 0:
                painter.setPen(mixed(text, back, 0.25))
                head = QRectF(cell.center().x() - 14, 0, 28, _HEAD)
                painter.drawText(head, Qt.AlignmentFlag.AlignCenter, str(leader))
        for row, (record, frequency) in enumerate(self._rows):
            is_current = record.category == self._current
            first = self._cell(row, 0)
            if is_current:
                painter.fillRect(QRectF(0, first.top(), self.width(), first.height()), mixed(back, text, 0.08))
            painter.setFont(theme.font(theme.small, bold=is_current))
            painter.setPen(text)
            name = painter.fontMetrics().elidedText(
                record.category, Qt.TextElideMode.ElideRight, int(self._names() - 10)
            )
            painter.drawText(QRectF(2, first.top(), self._names(), first.height()), Qt.AlignmentFlag.AlignVCenter, name)
            painter.setFont(theme.font(theme.small))
            for leader, share in enumerate(frequency.tolist()):
                cell = self._cell(row, leader)
                full = min(cell.width(), cell.height()) / 2 - 1
                if share > 0:
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(mixed(sensor_colour(self._slot), back, 0.0 if is_current else 0.35))
                    radius = max(full * share**0.5, 1.0)
                    painter.drawEllipse(cell.center(), radius, radius)
                if is_current and leader in self._leaders:
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.setPen(QPen(text, 1.4))
                    painter.drawEllipse(cell.center(), full + 1, full + 1)
