"""All leaders of one gate: their probabilities, the kept ones with their weights, entropy and margin."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import tr
from app.probing import ProbeSession
from app.state import AppState
from app.theme import active_theme
from app.views.colours import mixed, sensor_colour
from app.views.gate_bar import GateBar
from app.views.walked import Mark, WalkedView
from app.views.words import percent_text
from core.probing.records import gate_entropy, gate_margin


def gate_facts(probabilities: NDArray[np.float32], leaders: NDArray[np.int64], weights: NDArray[np.float32]) -> str:
    """Entropy and margin of one gate in plain words: [R], [kept], [kept]."""
    count, kept = len(probabilities), len(leaders)
    bits, most = float(gate_entropy(probabilities)), float(np.log2(count))
    margin = float(gate_margin(probabilities, kept))
    shares = [
        tr("{leader} at {weight}", leader=int(n), weight=percent_text(float(w)))
        for n, w in zip(leaders, weights, strict=True)
    ]
    close = tr("a hair's breadth") if margin < 0.005 else tr("a little") if margin < 0.05 else tr("clearly")
    return tr(
        "Kept: {shares}. The last of them leads the first that was dropped by {margin:.2f} percentage points "
        "({close}). "
        "Entropy {bits:.2f} of {most:.0f} bits; an even gate gives every leader {even}.",
        shares=tr(" and ").join(shares),
        margin=100 * margin,
        close=close,
        bits=bits,
        most=most,
        even=percent_text(1 / count, 1),
    )


class LeaderChart(WalkedView):
    """One bar a leader; mouse or arrow keys read one out."""

    def __init__(self) -> None:
        super().__init__("leader-chart")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Probability of every leader"))
        self._probabilities: NDArray[np.float32] = np.zeros(0, np.float32)
        self._leaders: list[int] = []
        self._weights: list[float] = []
        self._slot = 0

    def sizeHint(self) -> QSize:
        """Bars wide enough for their numbers."""
        return QSize(640, 150)

    def minimumSizeHint(self) -> QSize:
        """Bars without numbers."""
        return QSize(280, 70)

    def set_gate(
        self, probabilities: NDArray[np.float32], leaders: NDArray[np.int64], weights: NDArray[np.float32], slot: int
    ) -> None:
        """Show another gate."""
        self._probabilities, self._slot = probabilities, slot
        self._leaders, self._weights = leaders.tolist(), weights.tolist()
        self.marks_changed()

    def explain(self, leader: int) -> str:
        """One leader in words."""
        if not 0 <= leader < len(self._probabilities):
            return ""
        share = percent_text(float(self._probabilities[leader]), 2)
        rank = int((self._probabilities > self._probabilities[leader]).sum()) + 1
        text = tr(
            "Leader {leader}: probability {share}, rank {rank} of {probabilities}; ",
            leader=leader,
            share=share,
            rank=rank,
            probabilities=len(self._probabilities),
        )
        if leader in self._leaders:
            weight = self._weights[self._leaders.index(leader)]
            return tr(
                "{value}kept, with {percent_text} of the routed kernel.", value=text, percent_text=percent_text(weight)
            )
        return tr("{value}dropped: it computes nothing for this sample.", value=text)

    def _pitch(self) -> float:
        return (self.width() - 8) / max(len(self._probabilities), 1)

    def counts(self) -> tuple[int, int]:
        """One row of leaders."""
        return 1, len(self._probabilities)

    def mark_rect(self, mark: Mark) -> QRectF:
        """The column of a leader."""
        return QRectF(4 + mark[1] * self._pitch(), 0, self._pitch(), self.height())

    def explain_mark(self, mark: Mark) -> str:
        """One leader in words."""
        return self.explain(mark[1])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bars on a square-root scale, numbers of the leaders below, an even gate as a line."""
        count = len(self._probabilities)
        if not count:
            return
        painter, theme = QPainter(self), active_theme()
        painter.setFont(theme.font(theme.small))
        text, back = self.palette().text().color(), self.palette().window().color()
        pitch = self._pitch()
        top, bottom = 34.0, self.height() - 16.0
        high = max(bottom - top, 8.0)
        largest = float(self._probabilities.max())
        colour = sensor_colour(self._slot)
        current = self.current[1] if self.current is not None else None
        for leader, share in enumerate(self._probabilities.tolist()):
            left = 4 + leader * pitch
            size = max(high * (share / largest) ** 0.5, 1.0)
            is_kept = leader in self._leaders
            fill = colour if is_kept else mixed(back, text, 0.35)
            painter.fillRect(QRectF(left + pitch * 0.12, bottom - size, pitch * 0.76, size), fill)
            if leader == current:
                painter.setPen(QPen(theme.colour("accent"), 1.5))
                painter.drawRect(QRectF(left + 0.5, top - 2, pitch - 1, high + 4))
            if pitch >= 15 or is_kept:
                painter.setPen(text if is_kept else mixed(text, back, 0.3))
                room = QRectF(left - 8, bottom + 1, pitch + 16, 14)
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, str(leader))
        even = bottom - high * (1 / count / largest) ** 0.5
        painter.setPen(QPen(mixed(text, back, 0.4), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(4, even), QPointF(self.width() - 4, even))
        painter.setPen(text)
        legend = tr("Height: square root of the probability. Dashed: an even gate.")
        words = self.explain(current) if current is not None else legend
        painter.drawText(
            QRectF(4, 0, self.width() - 8, 30),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap,
            words,
        )


class LeadersPage(QWidget):
    """The gate that the console looks at, leader by leader."""

    needs_probe = False

    def __init__(self, state: AppState, session: ProbeSession) -> None:
        super().__init__()
        self._state, self._session = state, session
        self.chart = LeaderChart()
        self._facts = QLabel()
        self._facts.setObjectName("leader-facts")
        self._facts.setWordWrap(True)
        self._facts.setProperty("role", "dim")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(6)
        layout.addWidget(GateBar(state, session))
        layout.addWidget(self.chart, 1)
        layout.addWidget(self._facts)
        state.result_changed.connect(self._show)
        state.slice_changed.connect(self._show)
        session.gate_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        result = self._state.result
        self.chart.setVisible(result is not None)
        if result is None:
            self._facts.setText(tr("The leaders of a gate appear here once a sample is inspected."))
            return
        gate, trace = self._session.gate, result.routing
        if gate.slot >= len(trace.modalities):
            return
        place = (self._session.row, gate.slot, gate.scale, gate.branch)
        self.chart.set_gate(trace.probabilities[place], trace.leaders[place], trace.weights[place], gate.slot)
        self._facts.setText(gate_facts(trace.probabilities[place], trace.leaders[place], trace.weights[place]))
