"""Which experts decided: the routing of the shown sample or slice, and which sensor and scale made the score."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import later, tr
from app.state import AppState
from app.views.colours import mixed, sensor_colour
from app.views.gate_painting import ModalityRouting
from app.views.gates import GateGrid
from app.views.walked import Mark, WalkedView
from app.views.words import percent_text
from core.records import InspectionResult, modality_info

_LOW = 206  # px; a lower panel spends one line on words
_BRIEF = later("routed per sample and sensor, never per pixel")
_HELP = later(
    "Routing is decided once per sample and sensor, from pooled features, never per pixel. "
    "Point at a gate, or walk them with the arrow keys."
)


def routing_row(result: InspectionResult, slice_index: int) -> int:
    """Row of the routing trace for a slice: the nearest slice that was inspected; 0 for an image."""
    return int(np.abs(result.routing_slices - slice_index).argmin()) if result.anomaly_map.ndim == 3 else 0


def modality_routings(result: InspectionResult, row: int) -> tuple[ModalityRouting, ...]:
    """One row of the trace, split by modality."""
    trace = result.routing
    return tuple(
        ModalityRouting(
            tr(modality_info(name).label),
            slot,
            trace.kernel_sizes,
            trace.probabilities[row, slot],
            trace.leaders[row, slot],
            trace.weights[row, slot],
            result.gate_energy[row, slot],
        )
        for slot, name in enumerate(trace.modalities)
    )


def energy_text(routings: tuple[ModalityRouting, ...]) -> str:
    """Which sensor, and which scale of which sensor, made the most of the map, in words."""
    strongest = max(routings, key=lambda routing: float(routing.energy.max()))
    scale = int(strongest.energy.argmax())
    part = tr(
        "{label}, scale {scale} ({percent_text})",
        label=strongest.label,
        scale=scale + 1,
        percent_text=percent_text(float(strongest.energy[scale])),
    )
    if len(routings) == 1:
        return tr("mostly {part}.", part=part)
    leading = max(routings, key=lambda routing: float(routing.energy.sum()))
    return tr(
        "mostly {label} ({percent_text}), largest part {part}.",
        label=leading.label,
        percent_text=percent_text(float(leading.energy.sum())),
        part=part,
    )


class EnergyBar(WalkedView):
    """One bar split by sensor (colour) and, inside it, by scale (finest lightest)."""

    def __init__(self) -> None:
        super().__init__("energy-bar")
        self._routings: tuple[ModalityRouting, ...] = ()
        self.setFixedHeight(10)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Share of every sensor and scale in the map"))

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(200, 10)

    def set_routings(self, routings: tuple[ModalityRouting, ...]) -> None:
        """Show other shares."""
        self._routings = routings
        self.marks_changed()

    def counts(self) -> tuple[int, int]:
        """One row of all sensors' scales."""
        return 1, sum(len(routing.energy) for routing in self._routings)

    def _part(self, column: int) -> tuple[ModalityRouting, int]:
        return self._routings[column // len(self._routings[0].energy)], column % len(self._routings[0].energy)

    def mark_rect(self, mark: Mark) -> QRectF:
        """A segment."""
        shares = np.concatenate([routing.energy for routing in self._routings]).astype(np.float64)
        ends = self.width() * np.concatenate([[0.0], np.cumsum(shares)]) / max(float(shares.sum()), 1e-12)
        left, right = float(ends[mark[1]]), float(ends[mark[1] + 1])
        return QRectF(left, 0, right - left, self.height())

    def explain_mark(self, mark: Mark) -> str:
        """A segment in words."""
        routing, scale = self._part(mark[1])
        share = percent_text(float(routing.energy[scale]), 1)
        return tr("{label}, scale {scale}: {share} of the map.", label=routing.label, scale=scale + 1, share=share)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Segments with a gap between them."""
        painter = QPainter(self)
        back, text = self.palette().window().color(), self.palette().text().color()
        painter.fillRect(self.rect().adjusted(0, 1, 0, -1), mixed(back, text, 0.14))
        for column in range(self.counts()[1]):
            rect, (routing, scale) = self.mark_rect((0, column)), self._part(column)
            shade = mixed(sensor_colour(routing.slot), back, 0.28 * scale)
            painter.fillRect(rect.adjusted(0, 1, -1 if rect.width() > 3 else 0, -1), shade)
        if self.current is not None:
            rect = self.mark_rect(self.current)
            rect.setWidth(max(rect.width(), 4.0))
            painter.setPen(QPen(text, 1.6))
            painter.drawRect(rect.adjusted(0.8, 0.8, -0.8, -0.8))


class ExpertsPanel(QWidget):
    """The routing of `AppState.result`; for a volume that of the inspected slice nearest to the shown one."""

    gate_chosen = Signal(int, int, int)  # sensor, scale and kernel picked by a click or an arrow key

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self._state = state
        self._grids: list[GateGrid] = []
        self._shown: tuple[int, int] | None = None  # result and row of its trace that the grids show
        self._pointed = ""  # explanation of the gate under mouse or keyboard
        self._place = self._brief_place = self._made_by = ""
        self._title = QLabel()
        self._title.setObjectName("experts-title")
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # one line, elided
        self._energy = EnergyBar()
        self._energy.pointed.connect(self._on_gate_pointed)
        self._detail = QLabel()
        self._detail.setObjectName("experts-detail")
        self._detail.setWordWrap(True)
        self._detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._detail.setProperty("role", "dim")
        self._detail.setMinimumHeight(2 * self.fontMetrics().lineSpacing())  # nothing jumps as the text changes
        self._holder = QWidget()
        self._flow = QGridLayout(self._holder)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._flow.setHorizontalSpacing(8)
        self._flow.setVerticalSpacing(8)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._holder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 4)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addWidget(self._energy)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._detail)
        state.result_changed.connect(self._show_result)
        state.slice_changed.connect(self._show_slice)
        self._show_result()

    def sizeHint(self) -> QSize:
        """Wide and low: it lives below the views."""
        return QSize(720, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many modalities side by side as fit; a low panel keeps its height for the gates."""
        super().resizeEvent(event)
        self._detail.setVisible(self._state.result is not None and not self._is_low)
        self._arrange()
        self._show_words()

    def minimumSizeHint(self) -> QSize:
        """One row of gates stays whole."""
        return QSize(340, 160)

    @property
    def _is_low(self) -> bool:
        return self.height() < _LOW

    def _show_result(self) -> None:
        result = self._state.result
        has_result = result is not None
        self._energy.setVisible(has_result)
        self._scroll.setVisible(has_result)
        self._detail.setVisible(has_result and not self._is_low)
        if result is None:
            self._clear()
            self._say(tr("The experts that decided appear here once a sample is inspected."))
            self._title.setAlignment(Qt.AlignmentFlag.AlignTop)
            return
        self._pointed = ""
        routings = modality_routings(result, routing_row(result, self._state.slice_index))
        if len(routings) != len(self._grids):
            self._clear()
            self._grids = [self._make_grid(routing) for routing in routings]
            self._arrange()
            for before, grid in pairwise((self._energy, *self._grids)):
                self.setTabOrder(before, grid)
        self._shown = None
        self._show_slice()

    def _show_slice(self) -> None:
        result = self._state.result
        if result is None:
            return
        row = routing_row(result, self._state.slice_index)
        routings = modality_routings(result, row)
        if self._shown != (id(result), row):  # most steps through a volume stay with the same inspected slice
            self._shown = (id(result), row)
            for grid, routing in zip(self._grids, routings, strict=True):
                grid.set_routing(routing)
            self._energy.set_routings(routings)
        self._place = self._brief_place = tr("Map: ")
        if result.anomaly_map.ndim == 3:
            inspected = int(result.routing_slices[row])
            is_shown = inspected == self._state.slice_index
            self._place = self._brief_place = tr("Slice {number}: ", number=inspected + 1)
            if not is_shown:
                self._place = tr("Slice {number} (nearest inspected): ", number=inspected + 1)
        self._made_by = energy_text(routings)
        self._show_words()

    def _show_words(self) -> None:
        """Where there is room: what made the map, and below the explanation; in a low panel one line for either."""
        if self._state.result is None:
            return
        self._detail.setText(self._pointed or tr(_HELP))
        if self._is_low:
            brief = self._made_by.split(", ")[0].rstrip(".")
            self._say(self._pointed or f"{self._brief_place}{brief} · {tr(_BRIEF)}")
        else:
            self._say(self._place + self._made_by)

    def _say(self, text: str) -> None:
        """The line above, elided; its tooltip has all of it."""
        room = max(self.width() - 28, 40)
        self._title.setText(self._title.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room))
        self._title.setToolTip(text)

    def _make_grid(self, routing: ModalityRouting) -> GateGrid:
        grid = GateGrid(routing)
        grid.pointed.connect(self._on_gate_pointed)
        grid.walked.connect(partial(self.gate_chosen.emit, routing.slot))
        grid.left_at_edge.connect(self._on_left_at_edge)
        return grid

    def _on_gate_pointed(self, text: str) -> None:
        self._pointed = text
        self._show_words()

    def _on_left_at_edge(self, direction: int) -> None:
        grid = self.sender()
        if not isinstance(grid, GateGrid):
            return
        place = self._grids.index(grid) + direction
        if 0 <= place < len(self._grids):
            neighbour = self._grids[place]
            neighbour.go_to((grid.mark[0], 0 if direction > 0 else neighbour.counts()[1] - 1))  # enter at the near edge
            neighbour.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(neighbour, 8, 8)

    def _clear(self) -> None:
        for grid in self._grids:
            self._flow.removeWidget(grid)
            grid.hide()
            grid.deleteLater()
        self._grids = []

    def _arrange(self) -> None:
        if not self._grids:
            return
        count = len(self._grids)
        narrowest = self._grids[0].minimumSizeHint().width() + self._flow.horizontalSpacing()
        columns = min(max((self.width() - 24 + self._flow.horizontalSpacing()) // narrowest, 1), count)
        if columns < count:
            columns = -(-count // -(-count // columns))  # even rows: four in two columns, not three and one
        for place, grid in enumerate(self._grids):
            self._flow.addWidget(grid, place // columns, place % columns)
