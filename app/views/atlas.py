"""The atlas: how the normal samples of every category are routed, and where the sample on screen stands."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.probing import ProbeSession
from app.state import AppState
from app.views.bubbles import BubbleChart, likeness_distance, ordered_by_likeness
from app.views.gate_bar import GateBar
from app.views.words import percent_text
from core.api import Inspector
from core.probing.records import CategoryRouting
from core.records import InspectionResult

_NOTE = (
    "Area of a bubble: how often the category's normal samples keep the leader; categories routed alike stand "
    "together. Rings: leaders of the sample on screen. Frequency is not importance: see “Which matter”."
)


def standing(result: InspectionResult, records: tuple[CategoryRouting, ...]) -> str:
    """Where a sample stands in the atlas, in words."""
    if result.routing_alarm is not None:
        alarm = result.routing_alarm
        return f"{alarm.sentence} ({alarm.distance:.1f} × the limit of {alarm.category})"
    own = next((record for record in records if record.category == result.category), None)
    if own is None:
        return "The sample belongs to no category of the atlas."
    rate = percent_text(own.false_alarm_rate, 1)
    text = (
        f"Routed like a normal {own.category}. At most {rate} of further normals raise a false alarm on average "
        f"({own.held_out} held out)."
    )
    others = [record for record in records if record is not own]
    nearest = min(others, key=lambda record: likeness_distance(own, record), default=None)
    if nearest is not None and likeness_distance(own, nearest) <= 1:
        share = percent_text(1 - likeness_distance(own, nearest))
        text += f" Most alike: {nearest.category}, whose gates overlap by {share}."
    return text


class AtlasPage(QWidget):
    """Bubble chart of the gate that the console looks at."""

    needs_probe = False

    def __init__(self, state: AppState, session: ProbeSession, inspector: Callable[[], Inspector | None]) -> None:
        super().__init__()
        self._state, self._session, self._inspector = state, session, inspector
        self._records: tuple[CategoryRouting, ...] = ()
        self.chart = BubbleChart()
        self._words = QLabel()
        self._words.setObjectName("atlas-words")
        self._words.setWordWrap(True)
        self._note = QLabel(_NOTE)
        self._note.setWordWrap(True)
        self._note.setProperty("role", "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(6)
        layout.addWidget(GateBar(state, session))
        layout.addWidget(self._words)
        layout.addWidget(self.chart, 1)
        layout.addWidget(self._note)
        layout.addStretch(0)
        state.model_changed.connect(self._on_model_changed)
        for signal in (state.result_changed, state.slice_changed, session.gate_changed):
            signal.connect(self._show)
        self._on_model_changed()

    def _on_model_changed(self) -> None:
        inspector = self._inspector()
        records = tuple(inspector.atlas.values()) if inspector is not None else ()
        self._records = tuple(records[index] for index in ordered_by_likeness(records))
        self._show()

    def _show(self) -> None:
        result, gate = self._state.result, self._session.gate
        self.chart.setVisible(bool(self._records))
        self._note.setVisible(bool(self._records))
        if not self._records:
            self._words.setText(
                "This model file carries no atlas. Calibrate it again to learn how its normal samples are routed."
            )
            return
        place = (gate.slot, gate.scale, gate.branch)
        rows = [(r, r.frequency[place]) for r in self._records if gate.slot < len(r.frequency)]
        leaders: list[int] = []
        if result is not None and gate.slot < len(result.modalities):
            leaders = result.routing.leaders[(self._session.row, *place)].tolist()
        self.chart.set_rows(rows, result.category if result is not None else "", leaders, gate.slot)
        self._words.setText(
            standing(result, self._records) if result is not None else "Inspect a sample to see where it stands."
        )
