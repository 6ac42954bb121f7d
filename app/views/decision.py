"""The decision: verdict banner, score among the normal scores, live threshold with its consequences."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QUndoStack
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.commands import SetThreshold, drop_stale
from app.i18n import tr
from app.state import AppState
from app.theme import indent
from app.views.colours import look, mixed, paint_shape
from app.views.histogram import ScoreHistogram
from app.views.words import consequence_text, lower_text, percent_text, sample_noun, score_text, unknown_text
from core.records import InspectionResult, Verdict

_SAME_GESTURE_S = 1.0  # key presses and spin steps closer than this are undone together


class VerdictMark(QWidget):
    """The verdict's shape in its colour, on a faint disc of the same colour."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(QSize(32, 32))
        self._verdict = Verdict.UNKNOWN

    def show_verdict(self, verdict: Verdict) -> None:
        """Draw another one."""
        self._verdict = verdict
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Disc and shape."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(look(self._verdict).colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(self.palette().window().color(), colour, 0.22))
        painter.drawEllipse(self.rect())
        paint_shape(painter, self._verdict, QRectF(8, 8, 16, 16), colour)


class VerdictBanner(QWidget):
    """Word, shape, colour and score of the verdict, with the sentences that say what it rests on."""

    def __init__(self) -> None:
        super().__init__()
        self._is_whole = False
        self._mark = VerdictMark()
        self._word = QLabel()
        self._word.setObjectName("verdict")
        self._word.setProperty("role", "banner")
        self._score = QLabel()
        self._score.setObjectName("score")
        self._score.setProperty("role", "banner")
        self._score.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._score.setToolTip(tr("Image score, in the unit of the anomaly map; no percentage"))
        self._facts = QLabel()
        self._facts.setObjectName("verdict-facts")
        self._facts.setWordWrap(True)
        self._facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._mark)
        top.addWidget(self._word, 1)
        top.addWidget(self._score)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self._facts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the sentences elsewhere."""
        super().resizeEvent(event)
        self.show_whole(self._is_whole)

    def show_whole(self, is_whole: bool) -> None:
        """Whether every line of the sentences has room, or the rest of the panel goes before."""
        self._is_whole = is_whole
        self._facts.setMinimumHeight(self._facts.heightForWidth(self.width()) if is_whole else 0)

    def show_waiting(self, word: str, facts: str) -> None:
        """A state without a result."""
        self._mark.hide()
        self._word.setText(word)
        self._tint("")
        self._score.setText("")
        self._facts.setText(facts)
        self.setAccessibleName(word)
        self.setAccessibleDescription(facts)

    def show_verdict(self, verdict: Verdict, word: str, score: float, facts: str) -> None:
        """A result at the live threshold."""
        self._mark.show_verdict(verdict)
        self._mark.show()
        self._word.setText(word)
        self._tint(f"color: {look(verdict).colour}")
        self._score.setText(score_text(score))
        self._facts.setText(facts)
        self.setAccessibleName(tr("{word}, score {score_text}", word=word, score_text=score_text(score)))
        self.setAccessibleDescription(facts)

    def _tint(self, sheet: str) -> None:
        if sheet != self._word.styleSheet():  # styling anew costs a millisecond, too much for every step of a drag
            self._word.setStyleSheet(sheet)


class DecisionPanel(QWidget):
    """Shows the verdict of `AppState` and moves the live threshold by `SetThreshold` commands."""

    def __init__(self, state: AppState, undo: QUndoStack) -> None:
        super().__init__()
        self._state, self._undo = state, undo
        self._gesture = 0
        self._last_step = 0.0  # time.monotonic of the last edit
        self._build()
        state.current_changed.connect(self._show_result)
        state.loaded_changed.connect(self._show_result)
        state.model_changed.connect(self._show_result)
        state.result_changed.connect(self._show_result)
        state.threshold_changed.connect(self._show_threshold)
        state.regions_changed.connect(self._on_regions_changed)
        state.blind_changed.connect(self._show_result)
        self._show_result()

    def _build(self) -> None:
        self._banner = VerdictBanner()
        self._histogram = ScoreHistogram()
        self._histogram.gesture_started.connect(self._start_gesture)
        self._histogram.threshold_moved.connect(self._on_line_moved)
        self._histogram.reset_requested.connect(self._on_reset)
        self._log = QToolButton()
        self._log.setText(tr("Log"))
        self._log.setCheckable(True)
        self._log.setObjectName("log-counts")
        self._log.setToolTip(tr("Show bar heights as log(1 + count)"))
        self._log.toggled.connect(self._histogram.set_log)
        self._value = QDoubleSpinBox()
        indent(self._value)
        self._value.setObjectName("threshold")
        self._value.setRange(0.0, 1e6)
        self._value.setDecimals(4)
        # Arrow keys and wheel step; no room for buttons (NoButtons under a style sheet would hide the number).
        self._value.setStyleSheet("QDoubleSpinBox::up-button, QDoubleSpinBox::down-button { width: 0; border: none }")
        self._value.setKeyboardTracking(False)  # an edit is made when it is finished, not at each digit
        self._value.setAccessibleName(tr("Anomaly threshold"))
        self._value.setToolTip(tr("Exact anomaly threshold (image score). Up and Down step."))
        self._value.valueChanged.connect(self._on_value_entered)
        self._value.setMinimumWidth(80)
        self._value.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        label = QLabel(tr("Threshold"))
        label.setBuddy(self._value)
        self._reset = QToolButton()
        self._reset.setText(tr("Reset"))
        self._reset.setObjectName("reset-threshold")
        self._reset.clicked.connect(self._on_reset)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self._value, 1)
        row.addWidget(self._reset)
        row.addWidget(self._log)
        self._consequence = QLabel()
        self._consequence.setObjectName("consequence")
        self._consequence.setProperty("role", "dim")
        self._consequence.setWordWrap(True)
        self._consequence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._consequence.setMinimumHeight(3 * self.fontMetrics().lineSpacing())  # nothing jumps as the text changes
        self.controls = QWidget()
        inner = QVBoxLayout(self.controls)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        inner.addWidget(self._histogram, 1)
        inner.addLayout(row)
        inner.addWidget(self._consequence)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(self._banner)
        layout.addWidget(self.controls, 1)
        self._filler = QWidget()
        self._filler.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        layout.addWidget(self._filler, 1)

    def changeEvent(self, event: QEvent) -> None:
        """Another theme: take its colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_result()

    # Edits: widget -> command -> state

    def _start_gesture(self) -> None:
        self._gesture += 1
        self._last_step = time.monotonic()

    def _on_line_moved(self, value: float) -> None:
        if not self._histogram.is_dragging:
            self._start_gesture_unless_recent()
        self._push(value)

    def _on_value_entered(self, value: float) -> None:
        self._start_gesture_unless_recent()
        self._push(value)

    def _on_reset(self) -> None:
        result = self._state.result
        if result is not None and result.threshold is not None:
            self._start_gesture()
            self._push(result.threshold)

    def _start_gesture_unless_recent(self) -> None:
        if time.monotonic() - self._last_step > _SAME_GESTURE_S:
            self._gesture += 1
        self._last_step = time.monotonic()

    def _push(self, value: float) -> None:
        if self._state.threshold is not None and value != self._state.threshold:
            self._undo.push(SetThreshold(self._state, value, self._gesture))

    # Showing: state -> widget

    def _show_result(self) -> None:
        self._show_verdict_of_result()
        self._banner.show_whole(self._state.result is not None and self.controls.isHidden())

    def _show_verdict_of_result(self) -> None:
        drop_stale(self._undo)
        result = self._state.result
        calibration = result.calibration if result is not None else None
        self.controls.setVisible(calibration is not None)
        self._filler.setVisible(calibration is None)
        if result is None:
            self._banner.show_waiting(*self._waiting())
        elif calibration is None or self._state.threshold is None:
            loaded = self._state.loaded
            facts = [*unknown_text(result, loaded.notes if loaded else ()), *_slice_facts(result)]
            word = tr("Unknown {sample_noun}", sample_noun=sample_noun(result.modalities))
            self._banner.show_verdict(Verdict.UNKNOWN, word, result.score, "\n".join(facts))
        else:
            noun = sample_noun(result.modalities)
            self._histogram.show_scores(calibration.normal_scores, result.score, noun)
            fitted = score_text(calibration.anomaly_threshold)
            rate, nouns = percent_text(calibration.false_alarm_rate, 1), sample_noun(result.modalities, 2)
            self._reset.setToolTip(
                tr(
                    "Back to the calibrated threshold {fitted}, fitted so that about {rate} of further normal "
                    "{nouns} are flagged (double click or Home in the histogram)",
                    fitted=fitted,
                    rate=rate,
                    nouns=nouns,
                )
            )
            with QSignalBlocker(self._value):
                self._value.setSingleStep(self._histogram.step)
            self._show_threshold()

    def _show_threshold(self) -> None:
        result, threshold = self._state.result, self._state.threshold
        if result is None or result.calibration is None or threshold is None:
            return
        calibration, verdict = result.calibration, self._state.verdict
        self._banner.show_verdict(verdict, look(verdict).word, result.score, "\n".join(_facts(result)))
        self._histogram.show_thresholds(threshold, min(calibration.review_threshold, threshold), verdict)
        with QSignalBlocker(self._value):  # showing is not editing
            self._value.setValue(threshold)
        self._reset.setEnabled(threshold != calibration.anomaly_threshold)
        self._consequence.setText(consequence_text(calibration, threshold))

    def _on_regions_changed(self) -> None:
        if self._state.rules.restricts:  # then they decide, too
            self._show_threshold()

    def _waiting(self) -> tuple[str, str]:
        if self._state.current is None and self._state.loaded is None:
            return tr("Nothing open"), tr("Drop images, a folder or a DICOM study here, or press O.")
        if self._state.model is None:
            return tr("No verdict yet"), tr(
                "The verdict appears here once a model is loaded and the sample is inspected."
            )
        if self._state.is_blind:
            return tr("Hidden"), tr("Blind reading: score, verdict and map appear after your decision.")
        return tr("No verdict yet"), tr("The verdict appears here as soon as the sample is inspected.")


def _facts(result: InspectionResult) -> list[str]:
    """The sentences under a calibrated verdict."""
    calibration = result.calibration
    assert calibration is not None  # only called with one
    count = len(calibration.normal_scores)
    lines = [
        lower_text(calibration, result.score),
        tr(
            "Recipe {category}: {count:,} held-out normal {sample_noun}.",
            category=calibration.category,
            count=count,
            sample_noun=sample_noun(result.modalities, count),
        ),
    ]
    if not result.recognised:
        lines.append(tr("It looks like no category that the model knows: check the recipe."))
    elif result.recognised != result.category:
        lines.append(tr("It looks more like {recognised}: check the recipe.", recognised=result.recognised))
    return [*lines, *_slice_facts(result)]


def _slice_facts(result: InspectionResult) -> list[str]:
    """For a volume: how many slices were inspected."""
    if result.anomaly_map.ndim != 3:
        return []
    inspected = len(result.routing_slices)
    return [
        tr(
            "Highest of {inspected:,} inspected slices out of {shape:,}.",
            inspected=inspected,
            shape=result.anomaly_map.shape[0],
        )
    ]
