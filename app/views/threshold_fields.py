"""The ways to choose a threshold, with the fields of each: false-alarm rate, reviewers' capacity, best F1, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.i18n import later, tr
from app.sentences import in_language
from app.theme import indent
from app.views.words import percent_text, score_text
from core import review

if TYPE_CHECKING:
    from core.review import Choice, Wish

METHODS = (later("By false-alarm rate"), later("By reviewers' capacity"), later("By best F1"), later("By hand"))
RATE, CAPACITY, BEST_F1, HAND = range(4)
# Arrow keys and wheel step; there is no room for buttons (NoButtons under a style sheet would hide the number).
NO_BUTTONS = "QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none }"


class ThresholdFields(QWidget):
    """How a threshold is to be chosen; `wish` says it in the core's words."""

    def __init__(self) -> None:
        super().__init__()
        self.method = QComboBox()
        self.method.setObjectName("method")
        self.method.setAccessibleName(tr("How the threshold is chosen"))
        self.method.addItems([tr(words) for words in METHODS])
        self._fields = QStackedWidget()
        self.method.currentIndexChanged.connect(self._show_fields)
        self.rate = spin("rate", 0.01, 50.0, 1.0, 2, " %")
        self._per_hour = spin("per_hour", 1.0, 1e5, 120.0, 0, " parts/h")
        self._minutes = spin("minutes", 0.05, 120.0, 2.0, 2, " min/part")
        self._share = spin("defect_share", 0.0, 50.0, 1.0, 2, " %")
        self._reviewers = QSpinBox()
        indent(self._reviewers)
        self._reviewers.setObjectName("reviewers")
        self._reviewers.setStyleSheet(NO_BUTTONS)
        self._reviewers.setRange(1, 50)
        self._fields.addWidget(form((tr("Flag at most"), self.rate)))
        capacity = (
            (tr("Parts"), self._per_hour),
            (tr("One review"), self._minutes),
            (tr("Reviewers"), self._reviewers),
        )
        self._fields.addWidget(form(*capacity, (tr("Defective"), self._share)))
        self._fields.addWidget(note(tr("Splits the labelled parts best; flattered, since chosen on them.")))
        self._fields.addWidget(note(tr("Keeps the live threshold as it stands, with what it does to good parts.")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.method)
        layout.addWidget(self._fields)
        self._show_fields(0)

    def _show_fields(self, method: int) -> None:
        """Only the fields of the chosen way take room."""
        for place in range(self._fields.count()):
            page = self._fields.widget(place)
            shown = QSizePolicy.Policy.Preferred if place == method else QSizePolicy.Policy.Ignored
            if page is not None:
                page.setSizePolicy(QSizePolicy.Policy.Preferred, shown)
        self._fields.setCurrentIndex(method)
        self._fields.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def wish(self, live: float) -> Wish:
        """What is asked for; `live` is the threshold that "by hand" keeps. Raises ThresholdError."""
        method = self.method.currentIndex()
        if method == RATE:
            return review.rate_wish(self.rate.value() / 100)
        if method == CAPACITY:
            return review.capacity_wish(
                self._per_hour.value(), self._minutes.value(), self._reviewers.value(), self._share.value() / 100
            )
        if method == BEST_F1:
            return review.f1_wish()
        return review.hand_wish(live)


def promise_text(choice: Choice) -> str:
    """What a choice promises, in sentences."""
    rate = choice.promise.false_alarms
    words = [
        tr(
            "Threshold {threshold}: flags {rate} of good parts ({confidence:.0f} %: {low} to {high}).",
            threshold=score_text(choice.anomaly),
            rate=percent_text(rate.mean, 1),
            confidence=100 * rate.confidence,
            low=percent_text(rate.low, 1),
            high=percent_text(rate.high, 1),
        )
    ]
    plan = choice.plan
    if plan is not None:
        words.append(
            tr(
                "Review from {threshold}: {reviews:.1f} parts an hour, {workload:.0f} % of the reviewers' time; "
                "{false_alarms:.2f} rejected in vain an hour.",
                threshold=score_text(choice.review),
                reviews=plan.reviews_per_hour.mean,
                workload=100 * plan.workload,
                false_alarms=plan.false_alarms_per_hour.mean,
            )
        )
        escapes = plan.escapes
        words.append(
            tr(
                "{rate} of defective parts escape ({low} to {high}).",
                rate=percent_text(escapes.mean, 1),
                low=percent_text(escapes.low, 1),
                high=percent_text(escapes.high, 1),
            )
            if escapes
            else tr("Escapes are unknown: no defective part is labelled.")
        )
    return " ".join([*words, *map(in_language, choice.notes)])


def spin(name: str, low: float, high: float, value: float, decimals: int, suffix: str) -> QDoubleSpinBox:
    """A field for a number with its unit."""
    box = QDoubleSpinBox()
    indent(box)
    box.setObjectName(name)
    box.setStyleSheet(NO_BUTTONS)
    box.setRange(low, high)
    box.setMinimumWidth(90)  # the widest number it can hold would ask for more than a dock has
    box.setDecimals(decimals)
    box.setValue(value)
    box.setSuffix(suffix)
    return box


def form(*rows: tuple[str, QWidget]) -> QWidget:
    """Fields with their names."""
    made = QWidget()
    layout = QFormLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setVerticalSpacing(4)
    for word, widget in rows:
        layout.addRow(word, widget)
        if word:
            widget.setAccessibleName(word)
    return made


def note(text: str) -> QLabel:
    """Small words."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty("role", "small")
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    return label
