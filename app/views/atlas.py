"""The atlas: how samples are routed, category by category, and where the sample on screen stands.

Either the calibration's normals, which travel with the model, or everything that this model inspected, from the record.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.i18n import later, tr
from app.jobs import Job
from app.probing import ProbeSession
from app.sentences import in_language
from app.state import AppState
from app.views.bubbles import BubbleChart, likeness_distance, ordered_by_likeness
from app.views.drift import DriftChart
from app.views.gate_bar import GateBar
from app.views.likeness import LikenessChart
from app.views.words import percent_text
from core import review
from core.api import Inspector
from core.probing.history import RoutedPart, routings
from core.probing.records import CategoryRouting
from core.records import InspectionResult, modality_info

if TYPE_CHECKING:
    from app.record import Record

_VIEWS = (later("Bubbles"), later("Heat map"), later("Likeness"), later("Drift"))
_DRIFT = 3
_NOTES = (
    later(
        "Area of a bubble: how often samples of the category keep the leader; categories routed alike stand together. "
        "Rings: the sample on screen. A click shows the samples in the queue. Frequency is not importance: see “Which "
        "matter”."
    ),
    later("Brightness: how often samples of the category keep the leader. A click shows the samples in the queue."),
    later("Overlap of the gates of two categories, averaged; the tree joins those that are routed most alike first."),
    later(
        "Dots: distance of every inspected sample to the category's normal routing. Line: moving average (weight 0.2); "
        "dashed: its limits, four standard deviations around the first 20 samples."
    ),
)


def standing(result: InspectionResult, records: tuple[CategoryRouting, ...]) -> str:
    """Where a sample stands in the atlas, in words."""
    if result.routing_alarm is not None:
        alarm = result.routing_alarm
        return tr(
            "{sentence} ({distance:.1f} × the limit of {category})",
            sentence=in_language(alarm.sentence),
            distance=alarm.distance,
            category=alarm.category,
        )
    own = next((record for record in records if record.category == result.category), None)
    if own is None:
        return tr("The sample belongs to no category of the atlas.")
    rate = percent_text(own.false_alarm_rate, 1)
    text = tr(
        "Routed like a normal {category}. At most {rate} of further normals raise a false alarm on average "
        "({held_out} held out).",
        category=own.category,
        rate=rate,
        held_out=own.held_out,
    )
    others = [record for record in records if record is not own]
    nearest = min(others, key=lambda record: likeness_distance(own, record), default=None)
    if nearest is not None and likeness_distance(own, nearest) <= 1:
        share = percent_text(1 - likeness_distance(own, nearest))
        text += tr(" Most alike: {category}, whose gates overlap by {share}.", category=nearest.category, share=share)
    return text


class AtlasPage(QWidget):
    """Four views of the gate that the console looks at, of calibration normals or of inspected samples."""

    needs_probe = False
    picked = Signal(object, str)  # keys of the parts behind a bubble, and what they have in common

    def __init__(self, state: AppState, session: ProbeSession, inspector: Callable[[], Inspector | None]) -> None:
        super().__init__()
        self._state, self._session, self._inspector = state, session, inspector
        self._record: Record | None = None
        self._normal: tuple[CategoryRouting, ...] = ()
        self._parts: list[RoutedPart] = []
        self._job: Job | None = None
        self.source, self.view = QComboBox(), QComboBox()
        self.source.addItems([tr("Calibration normals"), tr("Inspected samples")])
        self.view.addItems([tr(words) for words in _VIEWS])
        for box, name, tip in (
            (
                self.source,
                tr("Samples"),
                tr("The model's calibration normals, or everything it inspected on this record"),
            ),
            (self.view, tr("View"), tr("How the routing is shown")),
        ):
            box.setObjectName(f"atlas-{name.lower()}")
            box.setAccessibleName(name)
            box.setToolTip(tip)
        self.category = QComboBox()
        self.category.setObjectName("atlas-category")
        self.category.setAccessibleName(tr("Category"))
        self.category.setToolTip(tr("Whose drift is shown"))
        self.chart, self.likeness, self.drift = BubbleChart(), LikenessChart(), DriftChart()
        self._stack = QStackedWidget()
        for chart in (self.chart, self.likeness, self.drift):
            self._stack.addWidget(chart)
        self._words, self._note = QLabel(), QLabel()
        self._words.setObjectName("atlas-words")
        self._words.setWordWrap(True)
        self._note.setWordWrap(True)
        self._note.setProperty("role", "small")
        self._gates = GateBar(state, session)
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self.view, self.source, self.category, self._gates):
            head.addWidget(widget)
        head.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self._words)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._note)
        self.source.activated.connect(self._on_source)
        self.view.activated.connect(self._on_view)
        self.category.activated.connect(self._show)
        self.chart.picked.connect(self._on_picked)
        state.model_changed.connect(self._on_model_changed)
        for signal in (state.result_changed, state.slice_changed, session.gate_changed):
            signal.connect(self._show)
        self._on_model_changed()

    # --- the record ----------------------------------------------------------------------------------------------
    def set_record(self, record: Record) -> None:
        """Where the routing of inspected samples is kept."""
        self._record = record
        record.changed.connect(self._read)

    def showEvent(self, event: object) -> None:  # object: Qt's QShowEvent is not looked at
        """A page that was hidden may be out of date."""
        self._read()

    def _read(self) -> None:
        """Read what the model inspected, off the GUI thread."""
        record, model = self._record, self._state.model
        if not self.isVisible() or self._is_normal or self._job is not None:
            return
        if record is None or record.store is None or record.lane is None or model is None:
            self._parts = []
            self._show()
            return
        store, sha256 = record.store, model.sha256
        self._job = Job("reading the atlas", lambda _report, _token: review.routed_parts(store, sha256))
        self._job.succeeded.connect(self._on_read)
        self._job.failed.connect(record.fail)
        self._job.ended.connect(self._on_ended)
        record.lane.submit(self._job)

    def _on_read(self, parts: list[RoutedPart]) -> None:
        self._parts = parts
        self._show()

    def _on_ended(self) -> None:
        self._job = None

    # --- choices -------------------------------------------------------------------------------------------------
    @property
    def _is_normal(self) -> bool:
        return self.source.currentIndex() == 0

    def _on_source(self, _index: int) -> None:
        if self._is_normal and self.view.currentIndex() == _DRIFT:
            self.view.setCurrentIndex(0)
        self._read()
        self._show()

    def _on_view(self, _index: int) -> None:
        if self.view.currentIndex() == _DRIFT:
            self.source.setCurrentIndex(1)  # only what was inspected has dates
            self._read()
        self._show()

    def _on_model_changed(self) -> None:
        inspector = self._inspector()
        self._normal = tuple(inspector.atlas.values()) if inspector is not None else ()
        self._parts = []
        self._read()
        self._show()

    def _on_picked(self, category: str, leader: int) -> None:
        if self._is_normal:
            self._words.setText(
                tr("These are the calibration's normals; choose “Inspected samples” to go to their files.")
            )
            return
        gate = self._session.gate
        place = (gate.slot, gate.scale, gate.branch)
        own = [part for part in self._parts if part.category == category and gate.slot < len(part.modalities)]
        keys = frozenset(part.key for part in own if leader in part.leaders[place])
        if keys:
            sensor = tr(modality_info(own[0].modalities[gate.slot]).label)
            self.picked.emit(
                keys,
                tr(
                    "{category}, {sensor} s{scale}, leader {leader}",
                    category=category,
                    sensor=sensor,
                    scale=gate.scale + 1,
                    leader=leader,
                ),
            )

    # --- showing -------------------------------------------------------------------------------------------------
    def _shown(self) -> tuple[CategoryRouting, ...]:
        model = self._state.model
        records = self._normal if self._is_normal or model is None else routings(self._parts, model.leaders)
        return tuple(records[index] for index in ordered_by_likeness(records))

    def _show(self) -> None:
        records, view, result = self._shown(), self.view.currentIndex(), self._state.result
        self._stack.setCurrentIndex((0, 0, 1, 2)[view])
        self._gates.setVisible(view < 2)
        self.category.setVisible(view == 3)
        self._stack.setVisible(bool(records))
        self._note.setVisible(bool(records))
        self._note.setText(tr(_NOTES[view]))
        if not records:
            self._words.setText(
                tr("This model file carries no atlas. Calibrate it again to learn how its normal samples are routed.")
                if self._is_normal
                else tr("The record holds no inspection by this model yet, or no record is kept.")
            )
            return
        if view == _DRIFT:
            self._show_drift(records)
            return
        count = sum(record.count for record in records)
        self._words.setText(
            tr("1 inspected sample.") if count == 1 else tr("{count:,} inspected samples.", count=count)
        )
        if self._is_normal:
            words = tr("Inspect a sample to see where it stands.")
            self._words.setText(standing(result, records) if result is not None else words)
        if view == 2:
            self.likeness.set_records(records)
            return
        gate = self._session.gate
        place = (gate.slot, gate.scale, gate.branch)
        rows = [(record, record.frequency[place]) for record in records if gate.slot < len(record.frequency)]
        leaders: list[int] = []
        if result is not None and gate.slot < len(result.modalities):
            leaders = result.routing.leaders[(self._session.row, *place)].tolist()
        self.chart.set_rows(
            rows, result.category if result is not None else "", leaders, gate.slot, self._is_normal, view == 1
        )

    def _show_drift(self, records: tuple[CategoryRouting, ...]) -> None:
        names = sorted(record.category for record in records)
        if [self.category.itemText(place) for place in range(self.category.count())] != names:
            wanted = self.category.currentText() or (self._state.result.category if self._state.result else "")
            self.category.clear()
            self.category.addItems(names)
            self.category.setCurrentIndex(max(names.index(wanted) if wanted in names else 0, 0))
        name = self.category.currentText()
        self._words.setText(
            tr("1 inspected sample.")
            if len(self._parts) == 1
            else tr("{count:,} inspected samples.", count=len(self._parts))
        )
        self.drift.show_category(name, [part for part in self._parts if part.category == name])
