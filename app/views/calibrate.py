"""The thresholds dock: choose a threshold by its promise, see its effect on the queue, keep it with its card."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.commands import SetThreshold
from app.i18n import tr
from app.jobs import Job
from app.notices import Level, Notice
from app.review import ReviewSession
from app.sentences import in_language
from app.state import AppState
from app.views.effect import EffectView
from app.views.flow_layout import FlowLayout
from app.views.rules_editor import RulesEditor
from app.views.threshold_fields import ThresholdFields, promise_text
from app.views.words import percent_text, score_text
from core import review
from core.effect import DEFECTIVE
from core.errors import UserFacingError
from core.records import CategoryCalibration

if TYPE_CHECKING:
    from core.review import Choice, QueueEffect

SETTLE_MS = 300
_SCROLL_BAR = 12  # px, as the style sheet has it, and room beside it
_GESTURE = -1  # choices are undone one by one, never joined with drags


class CalibratePanel(QWidget):
    """Works on the category of the result on screen; its live threshold is the window's."""

    parts_chosen = Signal(object)  # part numbers that the review dock should show
    noticed = Signal(object)  # Notice
    recipe_written = Signal(object)  # Path of a model that is to be used
    calibrate_requested = Signal()

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
        for signal in (state.threshold_changed, state.region_threshold_changed, state.rules_changed):
            signal.connect(self._show_keep)
        state.blind_changed.connect(self._on_result_changed)
        state.model_changed.connect(self._timer.start)
        session.opened.connect(self._timer.start)
        session.changed.connect(self._timer.start)
        self._on_result_changed()

    # --- building ------------------------------------------------------------------------------------------------
    def _build(self) -> None:
        self._fields = ThresholdFields()
        self._rate = self._fields.rate
        self.rules = RulesEditor(self._state, self._undo)
        self._choose, self._keep = QPushButton(tr("Choose")), QPushButton(tr("Keep and use"))
        self._folder = QPushButton(tr("Calibrate from folders…"))
        self._folder.setObjectName("calibrate_folders")
        self._folder.setToolTip(tr("Inspect good (and defective) parts from folders and set the thresholds on them"))
        self._folder.clicked.connect(self.calibrate_requested)
        self._choose.setObjectName("choose_threshold")
        self._keep.setObjectName("keep_threshold")
        self._choose.setProperty("role", "primary")
        self._choose.clicked.connect(self.choose)
        self._keep.clicked.connect(self.keep)
        self._keep.setToolTip(
            tr(
                "Write thresholds and region rules into a copy of the model and use it; the card says who set them, "
                "when, "
                "on what, for which model and with which promise"
            )
        )
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
        self._title.setWordWrap(True)
        self._title.setProperty("role", "dim")
        buttons = FlowLayout()
        buttons.addWidget(self._choose)
        buttons.addWidget(self._keep)
        self.controls = QWidget()
        inner = QVBoxLayout(self.controls)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self._title)
        inner.addWidget(self._fields)
        inner.addLayout(buttons)
        inner.addWidget(self._promise)
        inner.addWidget(self._folder)
        inner.addWidget(self._card)
        heading = QLabel(tr("REGIONS"))
        heading.setProperty("role", "small")
        inner.addWidget(heading)
        inner.addWidget(self.rules)
        content = QWidget()
        outer = QVBoxLayout(content)
        outer.setContentsMargins(12, 4, 12, 8)
        outer.setSpacing(8)
        outer.addWidget(self.controls)
        outer.addWidget(self.effect, 1)
        outer.addStretch()  # without the effect the fields stay together at the top
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        self._content = content

    def minimumSizeHint(self) -> QSize:
        """Every field can be read; what is too tall is scrolled to."""
        return QSize(self._content.minimumSizeHint().width() + _SCROLL_BAR, super().minimumSizeHint().height())

    def stop(self) -> None:
        """Read nothing more: the window closes."""
        self._session.changed.disconnect(self._timer.start)
        self._timer.stop()

    # --- choosing and keeping ------------------------------------------------------------------------------------
    @property
    def _calibration(self) -> CategoryCalibration | None:
        result = self._state.result
        return result.calibration if result is not None and not self._state.is_blind else None

    def choose(self) -> None:
        """Move the live threshold to the chosen one, or say why it cannot be promised."""
        calibration, queue = self._calibration, self._queue
        if calibration is None:
            return
        labelled = queue.scores[queue.labels == DEFECTIVE] if queue is not None else np.zeros(0)
        try:
            choice = review.choose_thresholds(
                calibration.normal_scores, labelled, self._fields.wish(self._state.threshold or 0.0)
            )
        except UserFacingError as error:
            self._choice = None
            self._promise.setText(in_language(error.sentence()))
            self._show_keep()
            return
        self._choice = choice
        if self._state.threshold != choice.anomaly:
            self._undo.push(SetThreshold(self._state, choice.anomaly, _GESTURE))
        self._promise.setText(promise_text(choice))
        self._show_keep()
        self._show_effect()

    def keep(self) -> None:
        """Write what was chosen into a copy of the model, with its card where a threshold was, and use it."""
        calibration, lane, model = self._calibration, self._session.lane, self._state.model
        if calibration is None or lane is None or model is None:
            return
        store, reader, state = self._session.store, self._session.reader, self._state
        choice = self._choice if self._is_followed() else None
        defects = int((self._queue.labels == DEFECTIVE).sum()) if self._queue is not None else 0
        record = replace(calibration, pixel_threshold=state.pixel_threshold, rules=state.rules)
        if choice is not None:
            rate = choice.promise.false_alarms.mean
            record = replace(
                record, anomaly_threshold=choice.anomaly, review_threshold=choice.review, false_alarm_rate=rate
            )

        def work() -> Path:
            card = None
            if choice is not None:
                card = review.make_card(
                    choice, record.category, model, calibration, defects, reader, record.pixel_threshold
                )
            return review.keep_recipe(model, record, card, reader, store)

        job = Job("keeping a recipe", lambda _report, _token: work())
        job.succeeded.connect(self._on_kept)
        job.failed.connect(self._session.fail)
        lane.submit(job)
        self._keep.setEnabled(False)

    def _on_kept(self, path: Path) -> None:
        self.noticed.emit(Notice(Level.INFO, tr("The recipe is kept and used from now on."), path.name))
        self.recipe_written.emit(path)

    def _is_followed(self) -> bool:
        """Whether the live threshold is the chosen one, so that its promise holds."""
        return self._choice is not None and self._choice.anomaly == self._state.threshold

    def _show_keep(self, _value: object = None) -> None:
        calibration, state = self._calibration, self._state
        rules = calibration is not None and (
            (state.pixel_threshold, state.rules) != (calibration.pixel_threshold, calibration.rules)
        )
        self._keep.setEnabled(self._session.store is not None and (self._is_followed() or rules))

    # --- showing -------------------------------------------------------------------------------------------------
    def _on_result_changed(self) -> None:
        calibration = self._calibration
        self._choice = None
        self._promise.setText("")
        self._show_keep()
        self._folder.setEnabled(calibration is not None)
        self._choose.setEnabled(calibration is not None)
        self.effect.setVisible(calibration is not None)
        if calibration is None:
            self._title.setText(tr("Thresholds are chosen on an inspected part of a known category."))
            self._card.setText("")
            return
        count = len(calibration.normal_scores)
        self._title.setText(
            tr("{category}: {count:,} held-out good parts in the model.", category=calibration.category, count=count)
        )
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
            self._card.setText(tr("No threshold of this category was kept yet."))
            return
        rate = (
            ""
            if card.promised_rate is None
            else tr(", {percent_text} false alarms", percent_text=percent_text(card.promised_rate, 1))
        )
        self._card.setText(
            tr(
                "Kept last: {score} by {who}, {when} UTC, {method}{rate}, on {normals:,} good parts, model {model}.",
                score=score_text(card.anomaly_threshold),
                who=card.made_by,
                when=card.made_at[:16].replace("T", " "),
                method=card.method,
                rate=rate,
                normals=card.normals,
                model=card.model_name,
            )
        )

    def _read_queue(self) -> None:
        store, lane, calibration = self._session.store, self._session.lane, self._calibration
        model = self._state.model
        if store is None or lane is None or calibration is None or model is None:
            return
        category = calibration.category
        if self._job is not None:
            self._job.cancel()
        self._job = Job("reading scores", lambda _report, _token: review.queue_effect(store, category, model))
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
        choice = self._choice if self._is_followed() else None
        lower = choice.review if choice is not None else calibration.review_threshold
        before = (min(calibration.review_threshold, calibration.anomaly_threshold), calibration.anomaly_threshold)
        self.effect.show_thresholds((min(lower, threshold), threshold), before, calibration)
