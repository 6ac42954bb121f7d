"""The flow of a sensor: sensor -> scale and kernel size -> kept leaders -> the base experts that each leader mixes."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from app.probing import ProbeSession
from app.state import AppState
from app.theme import active_theme
from app.views.colours import mixed, sensor_colour
from app.views.gate_bar import GateBar
from app.views.words import percent_text
from core.probing.records import LeaderMixes
from core.records import InspectionResult, modality_info

_ROW = 19.0  # px a leader
_GAP = 5.0  # px between gates
_NOTE = (
    "Width of a band: weight of the leader in its gate. Small bars: how the leader mixes the base kernels of its gate, "
    "mean over output channels; the whisker is the spread. Chosen once per sample and sensor, never per pixel."
)


class FlowView(QWidget):
    """Paints the flow of one sensor; the tooltip explains the leader under the mouse."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("flow")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._result: InspectionResult | None = None
        self._mixes: LeaderMixes | None = None
        self._row = self._slot = 0
        self._current = (0, 0)  # scale and branch that the console looks at

    def set_flow(
        self, result: InspectionResult, mixes: LeaderMixes | None, row: int, slot: int, current: tuple[int, int]
    ) -> None:
        """Show another sensor."""
        self._result, self._mixes, self._row, self._slot, self._current = result, mixes, row, slot, current
        scales, branches, kept = result.routing.leaders.shape[2:]
        self.setFixedHeight(round(scales * branches * (kept * _ROW + _GAP)))
        self.setAccessibleName(f"Flow of {modality_info(result.modalities[slot]).label}")
        self.setAccessibleDescription(
            " ".join(self.explain(*place) for place in np.ndindex(scales, branches, kept) if place[:2] == current)
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for its five columns."""
        return QSize(640, max(self.height(), 200))

    def minimumSizeHint(self) -> QSize:
        """Narrow bands are still bands."""
        return QSize(320, 60)

    def _tops(self) -> list[tuple[tuple[int, int, int], float]]:
        assert self._result is not None
        scales, branches, kept = self._result.routing.leaders.shape[2:]
        return [
            ((s, k, n), (s * branches + k) * (kept * _ROW + _GAP) + n * _ROW)
            for s, k, n in np.ndindex(scales, branches, kept)
        ]

    def explain(self, scale: int, branch: int, rank: int) -> str:
        """One kept leader in words."""
        assert self._result is not None
        trace = self._result.routing
        leader = int(trace.leaders[self._row, self._slot, scale, branch, rank])
        weight = percent_text(float(trace.weights[self._row, self._slot, scale, branch, rank]))
        size = trace.kernel_sizes[branch]
        text = f"Scale {scale + 1}, {size}×{size}: leader {leader} at {weight}."
        if self._mixes is None:
            return text
        mean = self._mixes.mean[scale, branch, leader]
        spread = self._mixes.spread[scale, branch, leader]
        best = np.argsort(-mean)[:3]
        parts = ", ".join(f"base {b + 1} {percent_text(float(mean[b]))} ± {100 * spread[b]:.0f}" for b in best)
        return f"{text} It mixes mostly {parts}."

    def event(self, event: QEvent) -> bool:
        """The tooltip explains the row."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._result is not None:
            for place, top in self._tops():
                if top <= event.pos().y() < top + _ROW:
                    QToolTip.showText(event.globalPos(), f"<p>{self.explain(*place)}</p>", self)
                    return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Five columns and the bands between them."""
        if self._result is None:
            return
        painter, theme = QPainter(self), active_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(theme.small))
        trace, slot = self._result.routing, self._slot
        text, back = self.palette().text().color(), self.palette().window().color()
        colour = sensor_colour(slot)
        kept = trace.leaders.shape[-1]
        width = self.width()
        bases = self._mixes.mean.shape[-1] if self._mixes is not None else 0
        strip = min(max(width * 0.3, 16.0 * bases), 26.0 * bases) if bases else 0.0
        sensor_right, gate_left, gate_width = 84.0, 84.0 + width * 0.12, 78.0
        leader_left = width - strip - 92.0
        label = painter.fontMetrics().elidedText(
            modality_info(self._result.modalities[slot]).label, Qt.TextElideMode.ElideRight, 76
        )
        middle = self.height() / 2
        painter.fillRect(QRectF(sensor_right - 6, 4, 6, self.height() - 8), colour)
        painter.setPen(text)
        painter.drawText(QRectF(0, middle - 10, 76, 20), Qt.AlignmentFlag.AlignVCenter, label)
        for (scale, branch, rank), top in self._tops():
            place = (self._row, slot, scale, branch)
            centre = top + _ROW / 2
            is_current = (scale, branch) == self._current
            if rank == 0:
                gate = QRectF(gate_left, top + 1, gate_width, kept * _ROW - 2)
                y = 4 + (self.height() - 8) * (gate.center().y() / self.height())
                _band(
                    painter,
                    QPointF(sensor_right, y),
                    QPointF(gate.left(), gate.center().y()),
                    3.0,
                    mixed(colour, back, 0.6),
                )
                painter.fillRect(gate, mixed(back, text, 0.12 if is_current else 0.06))
                if is_current:
                    painter.setPen(QPen(theme.colour("accent"), 1.2))
                    painter.drawRect(gate)
                painter.setPen(text)
                size = trace.kernel_sizes[branch]
                painter.drawText(gate, Qt.AlignmentFlag.AlignCenter, f"s{scale + 1} · {size}×{size}")
            weight = float(trace.weights[(*place, rank)])
            leader = int(trace.leaders[(*place, rank)])
            start = QPointF(gate_left + gate_width, top + _ROW / 2 if kept > 1 else centre)
            shade = mixed(colour, back, 0.15 if rank == 0 else 0.4)
            _band(painter, start, QPointF(leader_left, centre), max((_ROW - 4) * weight, 1.0), shade)
            painter.setPen(text)
            words = f"{leader}  {percent_text(weight)}"
            painter.drawText(QRectF(leader_left + 6, top, 84, _ROW), Qt.AlignmentFlag.AlignVCenter, words)
            if self._mixes is not None:
                box = QRectF(width - strip, top + 1, strip - 2, _ROW - 3)
                self._paint_mix(painter, box, scale, branch, leader)

    def _paint_mix(self, painter: QPainter, box: QRectF, scale: int, branch: int, leader: int) -> None:
        assert self._mixes is not None
        mean, spread = self._mixes.mean[scale, branch, leader], self._mixes.spread[scale, branch, leader]
        text, back = self.palette().text().color(), self.palette().window().color()
        painter.fillRect(box, mixed(back, text, 0.05))
        pitch = box.width() / len(mean)
        top = max(float(self._mixes.mean.max()), 1e-6)
        for number, (share, around) in enumerate(zip(mean.tolist(), spread.tolist(), strict=True)):
            left = box.left() + number * pitch
            height = box.height() * share / top
            painter.fillRect(QRectF(left + 1.5, box.bottom() - height, pitch - 3, height), mixed(back, text, 0.5))
            x = left + pitch / 2
            painter.setPen(QPen(mixed(text, back, 0.2), 1))
            low = box.bottom() - box.height() * max(share - around, 0) / top
            high = box.bottom() - box.height() * min((share + around) / top, 1.0)
            painter.drawLine(QPointF(x, low), QPointF(x, high))


def _band(painter: QPainter, start: QPointF, end: QPointF, width: float, colour: QColor) -> None:
    path = QPainterPath(start)
    bend = (start.x() + end.x()) / 2
    path.cubicTo(QPointF(bend, start.y()), QPointF(bend, end.y()), end)
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawPath(path)


class FlowPage(QWidget):
    """The flow of the sensor that the console looks at."""

    needs_probe = True

    def __init__(self, state: AppState, session: ProbeSession) -> None:
        super().__init__()
        self._state, self._session = state, session
        self.view = FlowView()
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.view)
        scroll.setAccessibleName("Flow")
        note = QLabel(_NOTE)
        note.setWordWrap(True)
        note.setProperty("role", "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(6)
        layout.addWidget(GateBar(state, session))
        layout.addWidget(scroll, 1)
        layout.addWidget(note)
        for signal in (state.result_changed, state.slice_changed, session.gate_changed, session.probe_changed):
            signal.connect(self._show)
        self._show()

    def _show(self) -> None:
        result, gate = self._state.result, self._session.gate
        self.view.setVisible(result is not None)
        if result is not None and gate.slot < len(result.modalities):
            current = (gate.scale, gate.branch)
            self.view.set_flow(result, self._session.mixes, self._session.row, gate.slot, current)
