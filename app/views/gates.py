"""The gates of one modality as a grid: scales down, kernel sizes across, one small bar chart of all leaders in each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.theme import active_theme
from app.views.colours import mixed, sensor_colour
from app.views.words import gate_text, percent_text

_TITLE, _HEAD, _GAP = 18.0, 14.0, 4.0  # px
_WIDE = 300  # from this width on, long names and a column of shares fit


@dataclass(frozen=True, slots=True, eq=False)
class ModalityRouting:
    """What every gate of one modality chose, for one image or slice."""

    label: str  # as shown to people
    slot: int  # decides the colour
    kernel_sizes: tuple[int, ...]
    probabilities: NDArray[np.float32]  # [S, K, R]
    leaders: NDArray[np.int64]  # [S, K, kept] best first
    weights: NDArray[np.float32]  # [S, K, kept]
    energy: NDArray[np.float32]  # [S] share of each scale in the squared map, of all modalities


class GateGrid(QWidget):
    """Paints the gates of one modality; mouse or arrow keys pick a gate to explain."""

    gate_pointed = Signal(str)  # explanation of the gate under mouse or keyboard; empty: none any more
    left_at_edge = Signal(int)  # an arrow key wants the neighbouring modality: -1 or +1

    def __init__(self, routing: ModalityRouting) -> None:
        super().__init__()
        self.setObjectName("gates")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._routing = routing
        self._gate = (0, 0)  # scale, kernel under the keyboard
        self._hovered: tuple[int, int] | None = None
        self.setAccessibleName(f"Gates of {routing.label}")
        self.setAccessibleDescription(self.explain(self._gate))

    @property
    def gate(self) -> tuple[int, int]:
        """Scale and kernel index of the keyboard's gate."""
        return self._gate

    def set_routing(self, routing: ModalityRouting) -> None:
        """Show other numbers, e.g. of another slice; the picked gate stays."""
        self._routing = routing
        self.update()
        if self._hovered is not None or self.hasFocus():
            self.gate_pointed.emit(self.explain(self._hovered or self._gate))

    def set_gate(self, scale: int, kernel: int) -> None:
        """Move the keyboard's gate; out-of-range values are clamped."""
        scales, kernels = self._routing.probabilities.shape[:2]
        self._gate = (min(max(scale, 0), scales - 1), min(max(kernel, 0), kernels - 1))
        text = self.explain(self._gate)
        self.setAccessibleDescription(text)
        self.gate_pointed.emit(text)
        self.update()

    def explain(self, gate: tuple[int, int]) -> str:
        """One gate in plain words."""
        shown = self._routing
        return gate_text(
            shown.label,
            gate[0] + 1,
            shown.kernel_sizes[gate[1]],
            shown.probabilities[gate],
            shown.leaders[gate],
            shown.weights[gate],
        )

    def sizeHint(self) -> QSize:
        """Both kept leaders readable."""
        return QSize(340, 172)

    def minimumSizeHint(self) -> QSize:
        """Four modalities side by side on a 1280-pixel screen."""
        return QSize(148, 112)

    def cell(self, scale: int, kernel: int) -> QRectF:
        """Rectangle of a gate."""
        scales, kernels = self._routing.probabilities.shape[:2]
        left, right = (52.0, 58.0) if self.width() >= _WIDE else (26.0, 0.0)
        top = _TITLE + _HEAD
        width = (self.width() - left - right - _GAP * (kernels - 1)) / kernels
        height = (self.height() - top - 2 - _GAP * (scales - 1)) / scales
        return QRectF(left + kernel * (width + _GAP), top + scale * (height + _GAP), width, height)

    def gate_at(self, position: QPointF) -> tuple[int, int] | None:
        """The gate under a point of the widget."""
        scales, kernels = self._routing.probabilities.shape[:2]
        for scale, kernel in np.ndindex(scales, kernels):
            if self.cell(scale, kernel).contains(position):
                return scale, kernel
        return None

    # Input

    def event(self, event: QEvent) -> bool:
        """Tooltips differ from gate to gate."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            gate = self.gate_at(QPointF(event.pos()))
            if gate is not None:
                QToolTip.showText(event.globalPos(), f"<p>{self.explain(gate)}</p>", self, self.cell(*gate).toRect())
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Explain the gate under the mouse; off the gates, the keyboard's again."""
        gate = self.gate_at(event.position())
        if gate != self._hovered:
            self._hovered = gate
            self._point()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is gone."""
        self._hovered = None
        self._point()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click keeps the explanation."""
        gate = self.gate_at(event.position())
        if gate is not None:
            self.set_gate(*gate)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the gates; beyond the left and right edge they go on in the next modality."""
        moves = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
            return
        scale, kernel = self._gate[0] + move[0], self._gate[1] + move[1]
        if 0 <= kernel < len(self._routing.kernel_sizes):
            self.set_gate(scale, kernel)
        else:
            self.left_at_edge.emit(move[1])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard's gate is explained while the focus is here."""
        super().focusInEvent(event)
        self._point()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And no longer."""
        super().focusOutEvent(event)
        self._point()

    def _point(self) -> None:
        gate = self._hovered or (self._gate if self.hasFocus() else None)
        self.gate_pointed.emit(self.explain(gate) if gate is not None else "")
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Title, headings, gates, and the energy of every scale."""
        painter = QPainter(self)
        theme = active_theme()
        font = theme.font(theme.small)
        painter.setFont(font)
        text, back = self.palette().text().color(), self.palette().window().color()
        self._paint_title(painter, text)
        painter.setFont(font)
        faint = mixed(text, back, 0.3)
        is_wide = self.width() >= _WIDE
        scales, kernels = self._routing.probabilities.shape[:2]
        middle = Qt.AlignmentFlag.AlignCenter
        painter.setPen(faint)
        for kernel in range(kernels):
            cell = self.cell(0, kernel)
            size = self._routing.kernel_sizes[kernel]
            painter.drawText(QRectF(cell.left(), _TITLE, cell.width(), _HEAD - 2), middle, f"{size}×{size}")
        right = self.cell(0, kernels - 1).right() + 6
        if is_wide:
            head = QRectF(right, _TITLE, self.width() - right, _HEAD - 2)
            painter.drawText(head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, "of map")
        for scale in range(scales):
            row = self.cell(scale, 0)
            margin = QRectF(0, row.top(), row.left() - 4, row.height())
            painter.setPen(faint)
            if is_wide:
                painter.drawText(margin, middle, f"scale {scale + 1}")
                room = QRectF(right, row.top(), self.width() - right - 2, row.height())
            else:  # the scale's number, and its share below it
                name = QRectF(0, row.center().y() - min(16.0, row.height() / 2), margin.width(), 12)
                painter.drawText(name, middle, f"s{scale + 1}")
                room = QRectF(1, name.bottom() - 1, margin.width() - 1, row.bottom() - name.bottom() + 1)
            self._paint_energy(painter, room, scale, text)
            for kernel in range(kernels):
                self._paint_gate(painter, (scale, kernel), text, back)

    def _paint_title(self, painter: QPainter, text: QColor) -> None:
        shown = self._routing
        painter.fillRect(QRectF(2, 5, 10, 10), sensor_colour(shown.slot))
        share = percent_text(float(shown.energy.sum())) + (" of map" if self.width() >= _WIDE else "")
        width = QFontMetricsF(painter.font()).horizontalAdvance(share)
        painter.setPen(text)
        painter.drawText(QRectF(self.width() - width - 3, 0, width + 1, _TITLE), Qt.AlignmentFlag.AlignVCenter, share)
        painter.setFont(active_theme().font(active_theme().body, bold=True))
        room = self.width() - width - 30
        label = painter.fontMetrics().elidedText(shown.label, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(18, 0, room, _TITLE), Qt.AlignmentFlag.AlignVCenter, label)

    def _paint_energy(self, painter: QPainter, rect: QRectF, scale: int, text: QColor) -> None:
        """Share of a scale in words over a bar, in the middle of a rectangle."""
        share = float(self._routing.energy[scale])
        has_bar = rect.height() >= 17
        bar = QRectF(rect.left(), rect.top() + 13, rect.width(), 4)
        if rect.height() > 30:
            bar.moveTop(rect.center().y() + 5)
        if has_bar:
            painter.fillRect(bar, mixed(self.palette().window().color(), text, 0.14))
            filled = QRectF(bar.left(), bar.top(), bar.width() * min(share, 1.0), bar.height())
            painter.fillRect(filled, sensor_colour(self._routing.slot))
        painter.setPen(text)
        place = QRectF(rect.left(), bar.top() - 13, rect.width() + 6, 13)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, _tight(percent_text(share)))

    def _paint_gate(self, painter: QPainter, gate: tuple[int, int], text: QColor, back: QColor) -> None:
        shown = self._routing
        cell = self.cell(*gate)
        is_current = gate == (self._hovered or (self._gate if self.hasFocus() else None))
        painter.fillRect(cell, mixed(back, text, 0.10 if is_current else 0.05))
        leaders = [int(leader) for leader in shown.leaders[gate]]
        self._paint_label(painter, gate, cell.adjusted(3, 0, 0, 0), text)
        area = cell.adjusted(3, 15, -3, -2)
        self._paint_bars(painter, area, shown.probabilities[gate], leaders, mixed(back, text, 0.45))
        if is_current:
            painter.setPen(QPen(active_theme().colour("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(cell.adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_bars(
        self, painter: QPainter, area: QRectF, probabilities: NDArray[np.float32], leaders: list[int], others: QColor
    ) -> None:
        """One bar a leader, the kept ones in the sensor's colour."""
        pitch = area.width() / len(probabilities)
        width = pitch - 1 if pitch > 3 else pitch * 0.8
        # The root keeps small probabilities visible beside one large one; words give the numbers.
        heights = np.maximum(np.sqrt(probabilities) * area.height(), 1.0).tolist()
        left, bottom = area.left(), area.bottom()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(others)
        painter.drawRects([QRectF(left + n * pitch, bottom - high, width, high) for n, high in enumerate(heights)])
        colour, back = sensor_colour(self._routing.slot), self.palette().window().color()
        for rank, leader in enumerate(leaders):
            bar = QRectF(left + leader * pitch, bottom - heights[leader], max(width, 2.0), heights[leader])
            painter.fillRect(bar, colour if rank == 0 else mixed(colour, back, 0.25))

    def _paint_label(self, painter: QPainter, gate: tuple[int, int], room: QRectF, text: QColor) -> None:
        """The kept leaders, bold, each with its weight: as many as there is room for, the best first."""
        plain = QFont(painter.font())
        if room.width() < 52:
            plain.setPixelSize(10)
        bold = QFont(plain)
        bold.setBold(True)
        left = room.left()
        for leader, weight in zip(self._routing.leaders[gate], self._routing.weights[gate], strict=True):
            name, share = str(leader), _tight(percent_text(float(weight)))
            if room.width() < 42:
                share = share.removesuffix("%")  # four sensors on a small screen; the words below name the unit
            name_width = QFontMetricsF(bold).horizontalAdvance(name) + 3
            width = name_width + QFontMetricsF(plain).horizontalAdvance(share)
            if left > room.left() and left + width > room.right():
                break
            painter.setFont(bold)
            painter.setPen(mixed(sensor_colour(self._routing.slot), text, 0.35))
            painter.drawText(QPointF(left, room.top() + 11), name)
            painter.setFont(plain)
            painter.setPen(text)
            painter.drawText(QPointF(left + name_width, room.top() + 11), share)
            left += width + 8


def _tight(words: str) -> str:
    """Without spaces, for cells of 40 px."""
    return words.replace(" ", "")
