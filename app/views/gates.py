"""The gates of one modality as a grid: scales down, kernel sizes across, one small bar chart of all leaders in each."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip

from app.i18n import tr
from app.views.gate_painting import GatePainting, ModalityRouting
from app.views.words import gate_text


class GateGrid(GatePainting):
    """Paints the gates of one modality; mouse or arrow keys pick a gate to explain."""

    gate_pointed = Signal(str)  # explanation of the gate under mouse or keyboard; empty: none any more
    gate_chosen = Signal(int, int)  # scale and kernel picked by a click or an arrow key
    left_at_edge = Signal(int)  # an arrow key wants the neighbouring modality: -1 or +1

    def __init__(self, routing: ModalityRouting) -> None:
        super().__init__(routing)
        self.setObjectName("gates")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Gates of {label}", label=routing.label))
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
        self.gate_chosen.emit(*self._gate)
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
        """Arrows walk the gates; beyond the left and right edge they go on in the next modality. Home, End: a row's."""
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.set_gate(self._gate[0], 0 if event.key() == Qt.Key.Key_Home else len(self._routing.kernel_sizes) - 1)
            return
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
