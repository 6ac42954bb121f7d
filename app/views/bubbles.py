"""Bubbles or heat of the atlas: categories down, leaders across, area or brightness = how often a leader is kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
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
    """One gate of every category; the leaders of the sample on screen are ringed in its row.

    The arrow keys walk the bubbles; Enter or a click picks one.
    """

    picked = Signal(str, int)  # category and leader

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bubbles")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("How often normal parts keep a leader")
        self._rows: list[tuple[CategoryRouting, NDArray[np.float32]]] = []
        self._current = ""
        self._leaders: list[int] = []
        self._slot = 0
        self._is_normal, self._is_heat = True, False
        self._place = (0, 0)  # row and leader under the keyboard
        self._hovered: tuple[int, int] | None = None

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
        self._place = (min(self._place[0], max(len(rows) - 1, 0)), self._place[1])
        self._rows, self._current, self._leaders, self._slot = rows, current, leaders, slot
        self.setAccessibleDescription("; ".join(self.explain(row, int(f.argmax())) for row, (_, f) in enumerate(rows)))
        self.updateGeometry()
        self.update()

    def explain(self, row: int, leader: int) -> str:
        """One bubble in words."""
        record, frequency = self._rows[row]
        kind = "normal" if self._is_normal else "inspected"
        return (
            f"{record.category}: {percent_text(float(frequency[leader]))} of {record.count} {kind} samples keep leader "
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

    def _at(self, position: QPointF) -> tuple[int, int] | None:
        cells = np.ndindex(len(self._rows), len(self._rows[0][1])) if self._rows else ()
        return next(((row, leader) for row, leader in cells if self._cell(row, leader).contains(position)), None)

    def event(self, event: QEvent) -> bool:
        """The tooltip explains the bubble."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), f"<p>{self.explain(*place)}.</p>" if place else "", self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the bubble under the mouse."""
        self._hovered = self._at(event.position())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is gone."""
        self._hovered = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click picks a bubble."""
        place = self._at(event.position())
        if place is not None:
            self._go_to(place)
            self.picked.emit(self._rows[place[0]][0].category, place[1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys walk the bubbles, Enter picks."""
        key = Qt.Key(event.key())
        move = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
        if self._rows and key in move:
            row, leader = (place + step for place, step in zip(self._place, move[key], strict=True))
            self._go_to((min(max(row, 0), len(self._rows) - 1), min(max(leader, 0), len(self._rows[0][1]) - 1)))
        elif self._rows and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.picked.emit(self._rows[self._place[0]][0].category, self._place[1])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the keyboard's bubble."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And no longer."""
        super().focusOutEvent(event)
        self.update()

    def _go_to(self, place: tuple[int, int]) -> None:
        self._place = place
        self.setAccessibleDescription(self.explain(*place))
        self.update()

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
        marked = self._hovered or (self._place if self.hasFocus() else None)
        if marked is not None and marked[0] < len(self._rows):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 1.5))
            painter.drawRect(self._cell(*marked).adjusted(1, 1, -1, -1))
            bottom = self._cell(len(self._rows) - 1, 0).bottom()
            if self.height() - bottom >= 18:
                painter.setPen(text)
                words = QRectF(4, bottom + 2, self.width() - 8, 16)
                painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, f"{self.explain(*marked)}.")
