"""The gates of one modality as a grid: scales down, kernel sizes across, one small bar chart of all leaders in each."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy

from app.i18n import tr
from app.views.gate_painting import GatePainting, ModalityRouting
from app.views.walked import Mark
from app.views.words import gate_text


class GateGrid(GatePainting):
    """The gates of one modality; mouse or arrow keys pick one to explain, beyond the edges those of the next."""

    left_at_edge = Signal(int)  # an arrow key wants the neighbouring modality: -1 or +1

    def __init__(self, routing: ModalityRouting) -> None:
        super().__init__(routing)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Gates of {label}", label=routing.label))
        self.setAccessibleDescription(self.explain_mark(self.mark))

    def set_routing(self, routing: ModalityRouting) -> None:
        """Show other numbers, e.g. of another slice; the picked gate stays."""
        self._routing = routing
        self.update()
        if self.current is not None:
            self.pointed.emit(self.explain_mark(self.current))

    def explain_mark(self, mark: Mark) -> str:
        """One gate in plain words."""
        shown = self._routing
        return gate_text(
            shown.label,
            mark[0] + 1,
            shown.kernel_sizes[mark[1]],
            shown.probabilities[mark],
            shown.leaders[mark],
            shown.weights[mark],
        )

    def sizeHint(self) -> QSize:
        """Both kept leaders readable."""
        return QSize(340, 172)

    def minimumSizeHint(self) -> QSize:
        """Four modalities side by side on a 1280-pixel screen."""
        return QSize(148, 112)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Beyond the left and right edge the arrows go on in the next modality."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if 0 <= self.mark[1] + step < self.counts()[1]:
            super().keyPressEvent(event)
        else:
            self.left_at_edge.emit(step)
