"""The flow of a sensor: sensor -> scale and kernel size -> kept leaders -> the base experts that each leader mixes."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import later, tr
from app.probing import Gate, ProbeSession
from app.state import AppState
from app.theme import active_theme
from app.views.colours import mixed, sensor_colour
from app.views.gate_bar import GateBar
from app.views.walked import Mark, WalkedView
from app.views.words import gate_text, percent_text
from core.probing.records import LeaderMixes
from core.records import InspectionResult, modality_info

_ROW = 19.0  # px a leader
_GAP = 5.0  # px between gates
_SENSOR, _GATE, _LEADER, _BASES = range(4)  # columns of marks; from the last on one a base expert
_SENSOR_RIGHT, _GATE_WIDTH, _LEADER_WIDTH = 84.0, 78.0, 90.0  # px
_NOTE = later(
    "Width of a band: weight of the leader in its gate. Small bars: how the leader mixes the base kernels of its gate, "
    "mean over output channels; the whisker is the spread. Chosen once per sample and sensor, never per pixel."
)


class FlowView(WalkedView):
    """Paints the flow of one sensor: a row a kept leader, in columns sensor, gate, leader and base experts."""

    gate_chosen = Signal(int, int)  # scale and kernel size that the keyboard or a click went to

    def __init__(self) -> None:
        super().__init__("flow")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._result: InspectionResult | None = None
        self._mixes: LeaderMixes | None = None
        self._row = self._slot = 0
        self._current = (0, 0)  # scale and branch that the console looks at
        self.walked.connect(self._on_walked)

    def set_flow(
        self, result: InspectionResult, mixes: LeaderMixes | None, row: int, slot: int, current: tuple[int, int]
    ) -> None:
        """Show another sensor, slice or gate; the keyboard's mark goes along to the gate."""
        self._result, self._mixes, self._row, self._slot, self._current = result, mixes, row, slot, current
        scales, branches, kept = result.routing.leaders.shape[2:]
        self.setFixedHeight(round(scales * branches * (kept * _ROW + _GAP)))
        self.setAccessibleName(tr("Flow of {label}", label=tr(modality_info(result.modalities[slot]).label)))
        if self._place(self.mark[0])[:2] != current:
            self.mark = ((current[0] * branches + current[1]) * kept, self.mark[1])
        self.marks_changed()

    def sizeHint(self) -> QSize:
        """Wide enough for its five columns."""
        return QSize(640, max(self.height(), 200))

    def minimumSizeHint(self) -> QSize:
        """Narrow bands are still bands."""
        return QSize(320, 60)

    # --- marks -----------------------------------------------------------------------------------------------------
    def counts(self) -> tuple[int, int]:
        """Kept leaders; sensor, gate, leader and the base experts."""
        if self._result is None:
            return 0, 0
        bases = self._mixes.mean.shape[-1] if self._mixes is not None else 0
        return int(np.prod(self._result.routing.leaders.shape[2:])), _BASES + bases

    def snapped(self, mark: Mark, step: int) -> Mark:
        """The sensor is one mark, whatever the row; a gate's first row stands for it."""
        row, column = mark
        if self._result is None or column >= _LEADER:
            return mark
        if column == _SENSOR:
            return (self.mark[0] if step else row), column
        kept = self._result.routing.leaders.shape[-1]
        first = row // kept * kept
        return (min(first + kept, self.counts()[0] - kept) if step == 1 and row % kept else first), column

    def mark_rect(self, mark: Mark) -> QRectF:
        """Where a mark is painted."""
        row, column = mark
        if self._result is None or self.snapped(mark, 0) != mark:
            return QRectF()
        top, kept = self._top(row), self._result.routing.leaders.shape[-1]
        leader_left, strip_left, pitch = self._columns()
        if column == _SENSOR:
            return QRectF(0, 0, _SENSOR_RIGHT, self.height())
        if column == _GATE:
            return QRectF(self._gate_left(), top + 1, _GATE_WIDTH, kept * _ROW - 2)
        if column == _LEADER:
            return QRectF(leader_left, top, _LEADER_WIDTH, _ROW)
        return QRectF(strip_left + (column - _BASES) * pitch, top + 1, pitch, _ROW - 3)

    def explain_mark(self, mark: Mark) -> str:
        """Sensor, gate, leader or base expert in words."""
        if self._result is None:
            return ""
        trace, label = self._result.routing, tr(modality_info(self._result.modalities[self._slot]).label)
        scales, branches, kept = trace.leaders.shape[2:]
        if mark[1] == _SENSOR:
            return tr(
                "{label}: its features go through {gates} gates, one for each scale and kernel size. Each keeps "
                "{kept} of "
                "{leaders} leaders, once for the whole image, never per pixel.",
                label=label,
                gates=scales * branches,
                kept=kept,
                leaders=trace.probabilities.shape[-1],
            )
        scale, branch, rank = self._place(mark[0])
        place = (self._row, self._slot, scale, branch)
        if mark[1] == _GATE:
            return gate_text(
                label,
                scale + 1,
                trace.kernel_sizes[branch],
                trace.probabilities[place],
                trace.leaders[place],
                trace.weights[place],
            )
        if mark[1] == _LEADER:
            return self.explain(scale, branch, rank)
        assert self._mixes is not None
        leader, base, size = int(trace.leaders[(*place, rank)]), mark[1] - _BASES, trace.kernel_sizes[branch]
        mean, spread = (float(of[scale, branch, leader, base]) for of in (self._mixes.mean, self._mixes.spread))
        bases = self._mixes.mean.shape[-1]
        return tr(
            "Base expert {base} of {bases} in leader {leader} (scale {scale}, {size}×{size}): {share} of its kernel, "
            "averaged over output channels, with a spread of {spread:.0f} percentage points; an even mixture gives "
            "{even}.",
            base=base + 1,
            bases=bases,
            leader=leader,
            scale=scale + 1,
            size=size,
            share=percent_text(mean),
            spread=100 * spread,
            even=percent_text(1 / bases, 1),
        )

    def explain(self, scale: int, branch: int, rank: int) -> str:
        """One kept leader in words."""
        assert self._result is not None
        trace = self._result.routing
        leader = int(trace.leaders[self._row, self._slot, scale, branch, rank])
        weight = percent_text(float(trace.weights[self._row, self._slot, scale, branch, rank]))
        size = trace.kernel_sizes[branch]
        text = tr(
            "Scale {scale}, {width}×{height}: leader {leader} at {weight}.",
            scale=scale + 1,
            width=size,
            height=size,
            leader=leader,
            weight=weight,
        )
        if self._mixes is None:
            return text
        mean = self._mixes.mean[scale, branch, leader]
        spread = self._mixes.spread[scale, branch, leader]
        best = np.argsort(-mean)[:3]
        parts = ", ".join(
            tr(
                "base {base} {share} ± {spread:.0f}",
                base=b + 1,
                share=percent_text(float(mean[b])),
                spread=100 * spread[b],
            )
            for b in best
        )
        return tr("{value} It mixes mostly {parts}.", value=text, parts=parts)

    def _on_walked(self, row: int, column: int) -> None:
        if column != _SENSOR:
            self.gate_chosen.emit(*self._place(row)[:2])

    # --- geometry --------------------------------------------------------------------------------------------------
    def _place(self, row: int) -> tuple[int, int, int]:
        """Scale, branch and rank of a row."""
        assert self._result is not None
        branches, kept = self._result.routing.leaders.shape[3:]
        return row // kept // branches, row // kept % branches, row % kept

    def _top(self, row: int) -> float:
        assert self._result is not None
        return float(row * _ROW + row // self._result.routing.leaders.shape[-1] * _GAP)

    def _gate_left(self) -> float:
        return float(_SENSOR_RIGHT + self.width() * 0.12)

    def label_rect(self) -> QRectF:
        """Room of the sensor's name: beside the middle of what is scrolled into view."""
        seen = self.visibleRegion().boundingRect()
        if seen.isEmpty():
            seen = self.rect()
        return QRectF(4, seen.top(), 72, seen.height())

    def _columns(self) -> tuple[float, float, float]:
        """Left of the leaders, left of the base experts, pitch of those."""
        bases = self.counts()[1] - _BASES
        strip = min(max(self.width() * 0.3, 16.0 * bases), 26.0 * bases) if bases else 0.0
        return self.width() - strip - 92.0, self.width() - strip, (strip - 2) / max(bases, 1)

    # --- painting --------------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        """Five columns and the bands between them."""
        if self._result is None:
            return
        painter, theme = QPainter(self), active_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(theme.small))
        trace, slot = self._result.routing, self._slot
        text, back, colour = self.palette().text().color(), self.palette().window().color(), sensor_colour(slot)
        leader_left, strip_left, _ = self._columns()
        label = painter.fontMetrics().elidedText(
            tr(modality_info(self._result.modalities[slot]).label), Qt.TextElideMode.ElideRight, 76
        )
        painter.fillRect(QRectF(_SENSOR_RIGHT - 6, 4, 6, self.height() - 8), colour)
        painter.setPen(text)
        painter.drawText(self.label_rect(), Qt.AlignmentFlag.AlignVCenter, label)
        for row in range(self.counts()[0]):
            scale, branch, rank = self._place(row)
            place, centre = (self._row, slot, scale, branch), self._top(row) + _ROW / 2
            if rank == 0:
                size = trace.kernel_sizes[branch]
                self._paint_gate(painter, row, f"s{scale + 1} · {size}×{size}")
            weight, leader = float(trace.weights[(*place, rank)]), int(trace.leaders[(*place, rank)])
            start = QPointF(self._gate_left() + _GATE_WIDTH, centre)
            shade = mixed(colour, back, 0.15 if rank == 0 else 0.4)
            _band(painter, start, QPointF(leader_left, centre), max((_ROW - 4) * weight, 1.0), shade)
            painter.setPen(text)
            room = self.mark_rect((row, _LEADER)).adjusted(6, 0, 0, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, f"{leader}  {percent_text(weight)}")
            if self._mixes is not None:
                box = QRectF(strip_left, self._top(row) + 1, self.width() - strip_left - 2, _ROW - 3)
                self._paint_mix(painter, box, scale, branch, leader)
        if self.current is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 1.6))
            painter.drawRect(self.mark_rect(self.current).adjusted(1, 1, -1, -1))

    def _paint_gate(self, painter: QPainter, row: int, words: str) -> None:
        text, back = self.palette().text().color(), self.palette().window().color()
        gate, is_current = self.mark_rect((row, _GATE)), self._place(row)[:2] == self._current
        y = 4 + (self.height() - 8) * (gate.center().y() / self.height())
        faint = mixed(sensor_colour(self._slot), back, 0.6)
        _band(painter, QPointF(_SENSOR_RIGHT, y), QPointF(gate.left(), gate.center().y()), 3.0, faint)
        painter.fillRect(gate, mixed(back, text, 0.16 if is_current else 0.06))
        painter.setPen(text)
        painter.setFont(active_theme().font(active_theme().small, bold=is_current))
        painter.drawText(gate, Qt.AlignmentFlag.AlignCenter, words)
        painter.setFont(active_theme().font(active_theme().small))

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
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrow keys walk the marks; they scroll along
        self._scroll.setWidget(self.view)
        self._scroll.verticalScrollBar().valueChanged.connect(lambda _value: self.view.update())  # the sensor's name
        self._words = QLabel(tr(_NOTE))
        self._words.setObjectName("flow-words")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._words.setProperty("role", "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(6)
        layout.addWidget(GateBar(state, session))
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._words)
        self.view.pointed.connect(self._on_pointed)
        self.view.walked.connect(self._on_walked)
        self.view.gate_chosen.connect(self._on_gate_chosen)
        for signal in (state.result_changed, state.slice_changed, session.gate_changed, session.probe_changed):
            signal.connect(self._show)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Room for the longest words, so that nothing jumps."""
        super().resizeEvent(event)
        room = max(self.width() - 24, 100)
        metrics = self._words.fontMetrics()
        lines = -(-metrics.horizontalAdvance(tr(_NOTE)) // room)
        self._words.setMinimumHeight(max(lines, 2) * metrics.lineSpacing())

    def _on_pointed(self, words: str) -> None:
        self._words.setText(words or tr(_NOTE))

    def _on_walked(self, row: int, column: int) -> None:
        rect = self.view.mark_rect((row, column)).toRect()
        if column:  # the sensor's mark is as high as the picture
            self._scroll.ensureVisible(rect.center().x(), rect.center().y(), 0, rect.height())

    def _on_gate_chosen(self, scale: int, branch: int) -> None:
        self._session.set_gate(Gate(self._session.gate.slot, scale, branch))

    def _show(self) -> None:
        result, gate = self._state.result, self._session.gate
        self.view.setVisible(result is not None)
        if result is not None and gate.slot < len(result.modalities):
            current = (gate.scale, gate.branch)
            self.view.set_flow(result, self._session.mixes, self._session.row, gate.slot, current)
