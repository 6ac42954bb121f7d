"""All leaders of one gate: their probabilities, the kept ones with their weights, entropy and margin."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from app.probing import ProbeSession
from app.state import AppState
from app.theme import active_theme
from app.views.colours import mixed, sensor_colour
from app.views.gate_bar import GateBar
from app.views.words import percent_text
from core.probing.records import gate_entropy, gate_margin


def gate_facts(probabilities: NDArray[np.float32], leaders: NDArray[np.int64], weights: NDArray[np.float32]) -> str:
    """Entropy and margin of one gate in plain words: [R], [kept], [kept]."""
    count, kept = len(probabilities), len(leaders)
    bits, most = float(gate_entropy(probabilities)), float(np.log2(count))
    margin = float(gate_margin(probabilities, kept))
    shares = [f"{n} at {percent_text(float(w))}" for n, w in zip(leaders, weights, strict=True)]
    close = "a hair's breadth" if margin < 0.005 else "a little" if margin < 0.05 else "clearly"
    return (
        f"Kept: {' and '.join(shares)}. The last of them leads the first that was dropped by "
        f"{100 * margin:.2f} percentage points ({close}). Entropy {bits:.2f} of {most:.0f} bits; an even gate gives "
        f"every leader {percent_text(1 / count, 1)}."
    )


class LeaderChart(QWidget):
    """One bar a leader; mouse or arrow keys read one out."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("leader-chart")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Probability of every leader")
        self._probabilities: NDArray[np.float32] = np.zeros(0, np.float32)
        self._leaders: list[int] = []
        self._weights: list[float] = []
        self._slot = 0
        self._picked = 0
        self._hovered: int | None = None

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
        self._picked = min(self._picked, len(probabilities) - 1)
        self.setAccessibleDescription(self.explain(self._picked))
        self.update()

    def explain(self, leader: int) -> str:
        """One leader in words."""
        if not 0 <= leader < len(self._probabilities):
            return ""
        share = percent_text(float(self._probabilities[leader]), 2)
        rank = int((self._probabilities > self._probabilities[leader]).sum()) + 1
        text = f"Leader {leader}: probability {share}, rank {rank} of {len(self._probabilities)}; "
        if leader in self._leaders:
            weight = self._weights[self._leaders.index(leader)]
            return f"{text}kept, with {percent_text(weight)} of the routed kernel."
        return f"{text}dropped: it computes nothing for this sample."

    def _pitch(self) -> float:
        return (self.width() - 8) / max(len(self._probabilities), 1)

    def leader_at(self, position: QPointF) -> int | None:
        """The leader whose column is under a point."""
        place = int((position.x() - 4) // self._pitch())
        return place if 0 <= place < len(self._probabilities) else None

    def event(self, event: QEvent) -> bool:
        """The tooltip explains the bar under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            leader = self.leader_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), f"<p>{self.explain(leader if leader is not None else -1)}</p>", self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the bar under the mouse."""
        self._hovered = self.leader_at(event.position())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is gone."""
        self._hovered = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right walk the leaders."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self._picked = min(max(self._picked + step, 0), len(self._probabilities) - 1)
        self.setAccessibleDescription(self.explain(self._picked))
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the keyboard's bar."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And no longer."""
        super().focusOutEvent(event)
        self.update()

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
        current = self._hovered if self._hovered is not None else self._picked if self.hasFocus() else None
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
        legend = "Height: square root of the probability. Dashed: an even gate."
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
            self._facts.setText("The leaders of a gate appear here once a sample is inspected.")
            return
        gate, trace = self._session.gate, result.routing
        if gate.slot >= len(trace.modalities):
            return
        place = (self._session.row, gate.slot, gate.scale, gate.branch)
        self.chart.set_gate(trace.probabilities[place], trace.leaders[place], trace.weights[place], gate.slot)
        self._facts.setText(gate_facts(trace.probabilities[place], trace.leaders[place], trace.weights[place]))
