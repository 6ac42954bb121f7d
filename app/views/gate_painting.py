"""How the gates of one modality are painted; what can be done with them is in app/views/gates.py."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen

from app.i18n import tr
from app.theme import active_theme
from app.views.colours import mixed, sensor_colour
from app.views.walked import Mark, WalkedView
from app.views.words import percent_text

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


class GatePainting(WalkedView):
    """Title, headings, gates, and the energy of every scale; a subclass says which gate is picked."""

    def __init__(self, routing: ModalityRouting) -> None:
        super().__init__("gates")
        self._routing = routing

    def counts(self) -> tuple[int, int]:
        """Scales and kernel sizes."""
        scales, kernels = self._routing.probabilities.shape[:2]
        return scales, kernels

    def mark_rect(self, mark: Mark) -> QRectF:
        """Rectangle of a gate, given by scale and kernel."""
        (scales, kernels), (scale, kernel) = self.counts(), mark
        left, right = (52.0, 58.0) if self.width() >= _WIDE else (26.0, 0.0)
        top = _TITLE + _HEAD
        width = (self.width() - left - right - _GAP * (kernels - 1)) / kernels
        height = (self.height() - top - 2 - _GAP * (scales - 1)) / scales
        return QRectF(left + kernel * (width + _GAP), top + scale * (height + _GAP), width, height)

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
        scales, kernels = self.counts()
        middle = Qt.AlignmentFlag.AlignCenter
        painter.setPen(faint)
        for kernel in range(kernels):
            cell = self.mark_rect((0, kernel))
            size = self._routing.kernel_sizes[kernel]
            painter.drawText(QRectF(cell.left(), _TITLE, cell.width(), _HEAD - 2), middle, f"{size}×{size}")
        right = self.mark_rect((0, kernels - 1)).right() + 6
        if is_wide:
            head = QRectF(right, _TITLE, self.width() - right, _HEAD - 2)
            painter.drawText(head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, tr("of map"))
        for scale in range(scales):
            row = self.mark_rect((scale, 0))
            margin = QRectF(0, row.top(), row.left() - 4, row.height())
            painter.setPen(faint)
            if is_wide:
                painter.drawText(margin, middle, tr("scale {scale}", scale=scale + 1))
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
        share = percent_text(float(shown.energy.sum())) + (tr(" of map") if self.width() >= _WIDE else "")
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
        cell = self.mark_rect(gate)
        is_current = gate == self.current
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
