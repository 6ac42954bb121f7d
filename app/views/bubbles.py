"""Bubbles or heat of the atlas: categories down, leaders across, area or brightness = how often a leader is kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from app.i18n import tr
from app.theme import active_theme
from app.views.colours import mixed, sensor_colour
from app.views.walked import Mark, WalkedView
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


class BubbleChart(WalkedView):
    """One gate of every category; the leaders of the sample on screen are ringed in its row.

    Enter or a click picks a bubble.
    """

    picked = Signal(str, int)  # category and leader

    def __init__(self) -> None:
        super().__init__("bubbles")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("How often normal parts keep a leader"))
        self._rows: list[tuple[CategoryRouting, NDArray[np.float32]]] = []
        self._current = ""
        self._leaders: list[int] = []
        self._slot = 0
        self._is_normal, self._is_heat = True, False

    def sizeHint(self) -> QSize:
        """Bubbles of a readable size."""
        return QSize(640, 160)

    def minimumSizeHint(self) -> QSize:
        """Still told apart."""
        return QSize(320, round(_HEAD + 16 * max(len(self._rows), 3)))

    def set_rows(
        self,
        rows: list[tuple[CategoryRouting, NDArray[np.float32]]],
        current: str,
        leaders: list[int],
        slot: int,
        is_normal: bool = True,
        is_heat: bool = False,
    ) -> None:
        """Show another gate.

        Args:
            rows: Categories with the frequency [R] of their leaders at the gate.
            current: Category of the sample on screen.
            leaders: Leaders that the sample on screen keeps there.
            slot: Sensor, for the colour.
            is_normal: Whether the rows count normals of the calibration, or else inspected samples.
            is_heat: Filled cells instead of bubbles.
        """
        self._is_normal, self._is_heat = is_normal, is_heat
        self._rows, self._current, self._leaders, self._slot = rows, current, leaders, slot
        self.updateGeometry()
        self.marks_changed()

    def explain(self, row: int, leader: int) -> str:
        """One bubble in words."""
        record, frequency = self._rows[row]
        kind = tr("normal") if self._is_normal else tr("inspected")
        return tr(
            "{category}: {percent_text} of {count} {kind} samples keep leader {leader} at this gate",
            category=record.category,
            percent_text=percent_text(float(frequency[leader])),
            count=record.count,
            kind=kind,
            leader=leader,
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

    def counts(self) -> tuple[int, int]:
        """Categories and leaders."""
        return len(self._rows), len(self._rows[0][1]) if self._rows else 0

    def mark_rect(self, mark: Mark) -> QRectF:
        """A cell."""
        return self._cell(*mark)

    def explain_mark(self, mark: Mark) -> str:
        """One bubble in words."""
        return f"{self.explain(*mark)}."

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click picks a bubble."""
        super().mousePressEvent(event)
        self._pick(self.mark_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter picks."""
        if self._rows and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self.mark)
        else:
            super().keyPressEvent(event)

    def _pick(self, mark: Mark | None) -> None:
        if mark is not None:
            self.picked.emit(self._rows[mark[0]][0].category, mark[1])

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
                if self._is_heat:
                    accent = sensor_colour(self._slot)
                    painter.fillRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), mixed(back, accent, 0.05 + 0.9 * share))
                elif share > 0:
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(mixed(sensor_colour(self._slot), back, 0.0 if is_current else 0.35))
                    radius = max(full * share**0.5, 1.0)
                    painter.drawEllipse(cell.center(), radius, radius)
                if is_current and leader in self._leaders:
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.setPen(QPen(text, 1.4))
                    painter.drawEllipse(cell.center(), full + 1, full + 1)
        marked = self.current
        if marked is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 1.5))
            painter.drawRect(self._cell(*marked).adjusted(1, 1, -1, -1))
            bottom = self._cell(len(self._rows) - 1, 0).bottom()
            if self.height() - bottom >= 18:
                painter.setPen(text)
                words = QRectF(4, bottom + 2, self.width() - 8, 16)
                painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, f"{self.explain(*marked)}.")
