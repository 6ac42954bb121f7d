"""The thresholds dock: choose a threshold by its promise, see its effect on the queue, keep it with its card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.commands import SetThreshold
from app.jobs import Job
from app.notices import Level, Notice
from app.review import ReviewSession
from app.state import AppState
from app.views.effect import EffectView
from app.views.words import percent_text, score_text
from core import review
from core.effect import DEFECTIVE, QueueEffect
from core.errors import UserFacingError
from core.records import CategoryCalibration

if TYPE_CHECKING:
    from core.review import Choice, Wish

METHODS = ("By false-alarm rate", "By reviewers' capacity", "By best F1", "By hand")
RATE, CAPACITY, BEST_F1, HAND = range(4)
SETTLE_MS = 300
# Arrow keys and wheel step; there is no room for buttons (NoButtons under a style sheet would hide the number).
_NO_BUTTONS = "QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none }"
_GESTURE = -1  # choices are undone one by one, never joined with drags


class CalibratePanel(QWidget):
    """Works on the category of the result on screen; its live threshold is the window's."""

    parts_chosen = Signal(object)  # part numbers that the review dock should show
    noticed = Signal(object)  # Notice

    def __init__(self, state: AppState, session: ReviewSession, undo: QUndoStack) -> None:
        super().__init__()
        self._state, self._session, self._undo = state, session, undo
        self._choice: Choice | None = None
        self._queue: QueueEffect | None = None
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._read_queue)
        self._build()
        state.result_changed.connect(self._on_result_changed)
        state.threshold_changed.connect(self._show_effect)
        state.blind_changed.connect(self._on_result_changed)
        session.opened.connect(self._timer.start)
        session.changed.connect(self._timer.start)
        self._on_result_changed()

    # --- building ------------------------------------------------------------------------------------------------
    def _build(self) -> None:
        self._method = QComboBox()
        self._method.setObjectName("method")
        self._method.setAccessibleName("How the threshold is chosen")
        self._method.addItems(METHODS)
        self._fields = QStackedWidget()
        self._method.currentIndexChanged.connect(self._show_fields)
        self._rate = _spin("rate", 0.01, 50.0, 1.0, 2, " %")
        self._per_hour = _spin("per_hour", 1.0, 1e5, 120.0, 0, " parts/h")
        self._minutes = _spin("minutes", 0.05, 120.0, 2.0, 2, " min/part")
        self._share = _spin("defect_share", 0.0, 50.0, 1.0, 2, " %")
        self._reviewers = QSpinBox()
        self._reviewers.setObjectName("reviewers")
        self._reviewers.setStyleSheet(_NO_BUTTONS)
        self._reviewers.setRange(1, 50)
        self._fields.addWidget(_form(("Flag at most", self._rate)))
        self._fields.addWidget(
            _form(
                ("Parts", self._per_hour),
                ("One review", self._minutes),
                ("Reviewers", self._reviewers),
                ("Defective", self._share),
            )
        )
        self._fields.addWidget(_note("Splits the labelled parts of the queue best; flattered, since chosen on them."))
        self._fields.addWidget(_note("Keeps the live threshold as it stands, with what it does to good parts."))
        self._show_fields(0)
        self._choose, self._keep = QPushButton("Choose"), QPushButton("Keep with card")
        self._choose.setObjectName("choose_threshold")
        self._keep.setObjectName("keep_threshold")
        self._choose.setProperty("role", "primary")
        self._choose.clicked.connect(self.choose)
        self._keep.clicked.connect(self.keep)
        self._keep.setToolTip("Record who set this threshold, when, on what, for which model and with which promise")
        self._promise = QLabel()
        self._promise.setObjectName("promise")
        self._promise.setWordWrap(True)
        self._promise.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._promise.setMinimumHeight(3 * self.fontMetrics().lineSpacing())  # nothing jumps as the text changes
        self._card = QLabel()
        self._card.setObjectName("card")
        self._card.setProperty("role", "small")
        self._card.setWordWrap(True)
        self.effect = EffectView()
        self.effect.parts_chosen.connect(self.parts_chosen)
        self._title = QLabel()
        self._title.setProperty("role", "dim")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._choose, 1)
        buttons.addWidget(self._keep, 1)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(12, 4, 12, 8)
        inner.setSpacing(8)
        for widget in (self._title, self._method, self._fields):
            inner.addWidget(widget)
        inner.addLayout(buttons)
        inner.addWidget(self._promise)
        inner.addWidget(self._card)
        inner.addWidget(self.effect, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def stop(self) -> None:
        """Read nothing more: the window closes."""
        self._session.changed.disconnect(self._timer.start)
        self._timer.stop()

    def _show_fields(self, method: int) -> None:
        """Only the fields of the chosen way take room."""
        for place in range(self._fields.count()):
            page = self._fields.widget(place)
            shown = QSizePolicy.Policy.Preferred if place == method else QSizePolicy.Policy.Ignored
            if page is not None:
                page.setSizePolicy(QSizePolicy.Policy.Preferred, shown)
        self._fields.setCurrentIndex(method)
        self._fields.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    # --- choosing and keeping ------------------------------------------------------------------------------------
    @property
    def _calibration(self) -> CategoryCalibration | None:
        result = self._state.result
        return result.calibration if result is not None and not self._state.is_blind else None

    def _wish(self) -> Wish:
        method = self._method.currentIndex()
        if method == RATE:
            return review.rate_wish(self._rate.value() / 100)
        if method == CAPACITY:
            return review.capacity_wish(
                self._per_hour.value(), self._minutes.value(), self._reviewers.value(), self._share.value() / 100
            )
        if method == BEST_F1:
            return review.f1_wish()
        return review.hand_wish(self._state.threshold or 0.0)

    def choose(self) -> None:
        """Move the live threshold to the chosen one, or say why it cannot be promised."""
        calibration, queue = self._calibration, self._queue
        if calibration is None:
            return
        labelled = queue.scores[queue.labels == DEFECTIVE] if queue is not None else np.zeros(0)
        try:
            choice = review.choose_thresholds(calibration.normal_scores, labelled, self._wish())
        except UserFacingError as error:
            self._choice = None
            self._promise.setText(f"{error.message} {error.hint}")
            self._keep.setEnabled(False)
            return
        self._choice = choice
        self._keep.setEnabled(self._session.store is not None)
        if self._state.threshold != choice.anomaly:
            self._undo.push(SetThreshold(self._state, choice.anomaly, _GESTURE))
        self._promise.setText(_promise_text(choice))
        self._show_effect()

    def keep(self) -> None:
        """Record the chosen thresholds with their card."""
        choice, calibration = self._choice, self._calibration
        store, lane, model = self._session.store, self._session.lane, self._state.model
        if choice is None or calibration is None or store is None or lane is None or model is None:
            return
        reader, category = self._session.reader, calibration.category
        defects = int((self._queue.labels == DEFECTIVE).sum()) if self._queue is not None else 0

        def work() -> str:
            card = review.make_card(choice, category, model, calibration, defects, reader)
            store.keep_threshold(card)
            return card.sha256

        job = Job("keeping a threshold", lambda _report, _token: work())
        job.succeeded.connect(self._on_kept)
        job.failed.connect(self._session.fail)
        lane.submit(job)
        self._keep.setEnabled(False)

    def _on_kept(self, sha256: str) -> None:
        self.noticed.emit(Notice(Level.INFO, "The threshold is kept in the record.", f"Card {sha256[:12]}."))
        self._show_card()

    # --- showing -------------------------------------------------------------------------------------------------
    def _on_result_changed(self) -> None:
        calibration = self._calibration
        self._choice = None
        self._promise.setText("")
        self._keep.setEnabled(False)
        self._choose.setEnabled(calibration is not None)
        self.effect.setVisible(calibration is not None)
        if calibration is None:
            self._title.setText("Thresholds are chosen on an inspected part of a known category.")
            self._card.setText("")
            return
        count = len(calibration.normal_scores)
        self._title.setText(f"{calibration.category}: {count:,} held-out good parts in the model.")
        self._show_card()
        self._timer.start()

    def _show_card(self) -> None:
        store, lane, calibration = self._session.store, self._session.lane, self._calibration
        if store is None or lane is None or calibration is None:
            return
        category = calibration.category
        job = Job("reading cards", lambda _report, _token: store.threshold_cards(category)[:1])
        job.succeeded.connect(self._on_card_read)
        lane.submit(job)

    def _on_card_read(self, found: list[object]) -> None:
        from core.verdicts import ThresholdCard

        card = found[0] if found else None
        if not isinstance(card, ThresholdCard):
            self._card.setText("No threshold of this category was kept yet.")
            return
        rate = "" if card.promised_rate is None else f", {percent_text(card.promised_rate, 1)} false alarms"
        self._card.setText(
            f"Kept last: {score_text(card.anomaly_threshold)} by {card.made_by}, "
            f"{card.made_at[:16].replace('T', ' ')} UTC, "
            f"{card.method}{rate}, on {card.normals:,} good parts, model {card.model_name}."
        )

    def _read_queue(self) -> None:
        store, lane, calibration = self._session.store, self._session.lane, self._calibration
        if store is None or lane is None or calibration is None:
            return
        category = calibration.category

        def work() -> QueueEffect:
            columns = store.columns(category)
            return QueueEffect(columns.numbers, columns.scores, columns.labels)

        if self._job is not None:
            self._job.cancel()
        self._job = Job("reading scores", lambda _report, _token: work())
        self._job.succeeded.connect(self._on_queue_read)
        lane.submit(self._job)

    def _on_queue_read(self, queue: QueueEffect) -> None:
        self._queue = queue
        self.effect.show_queue(queue)
        self._show_effect()

    def _show_effect(self, _threshold: float = 0.0) -> None:
        calibration, threshold = self._calibration, self._state.threshold
        if calibration is None or threshold is None:
            return
        choice = self._choice
        followed = choice is not None and choice.anomaly == threshold
        lower = choice.review if choice is not None and followed else calibration.review_threshold
        before = (min(calibration.review_threshold, calibration.anomaly_threshold), calibration.anomaly_threshold)
        self.effect.show_thresholds((min(lower, threshold), threshold), before, calibration)


def _promise_text(choice: Choice) -> str:
    rate = choice.promise.false_alarms
    words = [
        f"Threshold {score_text(choice.anomaly)}: flags {percent_text(rate.mean, 1)} of good parts "
        f"({100 * rate.confidence:.0f} %: {percent_text(rate.low, 1)} to {percent_text(rate.high, 1)})."
    ]
    plan = choice.plan
    if plan is not None:
        words.append(
            f"Review from {score_text(choice.review)}: {plan.reviews_per_hour.mean:.1f} parts an hour, "
            f"{100 * plan.workload:.0f} % of the reviewers' time; "
            f"{plan.false_alarms_per_hour.mean:.2f} rejected in vain an hour."
        )
        escapes = plan.escapes
        words.append(
            f"{percent_text(escapes.mean, 1)} of defective parts escape ({percent_text(escapes.low, 1)} to "
            f"{percent_text(escapes.high, 1)})."
            if escapes
            else "Escapes are unknown: no defective part is labelled."
        )
    return " ".join([*words, *choice.notes])


def _spin(name: str, low: float, high: float, value: float, decimals: int, suffix: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setObjectName(name)
    box.setStyleSheet(_NO_BUTTONS)
    box.setRange(low, high)
    box.setDecimals(decimals)
    box.setValue(value)
    box.setSuffix(suffix)
    return box


def _form(*rows: tuple[str, QWidget]) -> QWidget:
    form = QWidget()
    layout = QFormLayout(form)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setVerticalSpacing(4)
    for word, widget in rows:
        layout.addRow(word, widget)
        widget.setAccessibleName(word)
    return form


def _note(text: str) -> QWidget:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty("role", "small")
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    return label
