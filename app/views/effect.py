"""What the live threshold does to the queue: pass, review, reject; confusion of labelled parts; curves; changes."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import later, numeral, tr
from app.theme import active_theme
from app.views.colours import mixed
from app.views.words import percent_text
from core import review
from core.effect import DEFECTIVE, GOOD, PASS, REJECT, REVIEW, Curves, Effect, QueueEffect
from core.records import CategoryCalibration

OUTCOMES = (later("Pass"), later("Review"), later("Reject"))
_TOKENS = ("normal", "review", "anomaly")


class OutcomeBar(QWidget):
    """Shares of pass, review and reject as one bar in the verdict colours, with the counts as words."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("outcomes")
        self.setFixedHeight(40)
        self._counts = (0, 0, 0)

    def show_counts(self, passed: int, under_review: int, rejected: int) -> None:
        """Draw other counts."""
        self._counts = (passed, under_review, rejected)
        words = ", ".join(
            f"{tr(name)} {numeral(count, ',')}" for name, count in zip(OUTCOMES, self._counts, strict=True)
        )
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bar above, words below."""
        painter, theme = QPainter(self), active_theme()
        total = max(sum(self._counts), 1)
        left = 0.0
        third = self.width() / 3
        for place, (count, token, name) in enumerate(zip(self._counts, _TOKENS, map(tr, OUTCOMES), strict=True)):
            width = self.width() * count / total
            painter.fillRect(QRectF(left, 0, width, 14), theme.colour(token))
            left += width
            side = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)[place]
            painter.setFont(theme.font(theme.body, bold=True))
            painter.setPen(theme.colour(token))
            words = f"{tr(name)} {numeral(count, ',')}"
            painter.drawText(QRectF(place * third, 18, third, 20), side | Qt.AlignmentFlag.AlignVCenter, words)
        if not sum(self._counts):
            painter.fillRect(QRectF(0, 0, self.width(), 14), theme.colour("border"))


class CurvePlot(QWidget):
    """One curve in a unit square with the place of the live threshold."""

    def __init__(self, title: str, across: str, up: str) -> None:
        super().__init__()
        self.setMinimumSize(QSize(110, 120))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._title, self._across, self._up = title, across, up
        self._x: NDArray[np.float64] = np.zeros(0)
        self._y: NDArray[np.float64] = np.zeros(0)
        self._mark: tuple[float, float] | None = None
        self.setToolTip(
            tr("{title}: {up} against {across}; the dot is the live threshold", title=title, up=up, across=across)
        )

    def show_curve(self, x: NDArray[np.float64], y: NDArray[np.float64], title: str) -> None:
        """Draw another curve; both 0..1."""
        self._x, self._y, self._title = x, y, title
        self.update()

    def show_mark(self, mark: tuple[float, float] | None) -> None:
        """Move the dot; None: no dot."""
        self._mark = mark
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, axes' names, curve, dot."""
        painter, theme = QPainter(self), active_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(theme.small))
        line = painter.fontMetrics().height()
        area = QRectF(6, line + 4, self.width() - 12, self.height() - 2 * line - 10)
        painter.setPen(theme.colour("dim"))
        painter.drawText(QRectF(6, 0, area.width(), line + 2), Qt.AlignmentFlag.AlignLeft, self._title)
        below = QRectF(6, area.bottom() + 2, area.width(), line + 2)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, self._across)
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.drawRect(area)
        if not len(self._x):
            return

        def place(x: float, y: float) -> QPointF:
            return QPointF(area.left() + x * area.width(), area.bottom() - y * area.height())

        painter.setPen(QPen(theme.colour("accent"), 1.8))
        painter.drawPolyline(QPolygonF([place(float(x), float(y)) for x, y in zip(self._x, self._y, strict=True)]))
        if self._mark is not None:
            painter.setPen(QPen(theme.colour("surface"), 2))
            painter.setBrush(theme.colour("text"))
            painter.drawEllipse(place(*self._mark), 5, 5)


class ConfusionGrid(QWidget):
    """Labelled parts: good and defective by pass, review, reject. A click shows the parts of a cell."""

    cell_chosen = Signal(int, int)  # label, outcome

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        self._cells: dict[tuple[int, int], QPushButton] = {}
        for column, word in enumerate(map(tr, OUTCOMES)):
            head = QLabel(word)
            head.setProperty("role", "small")
            head.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(head, 0, column + 1)
        for label, word in ((GOOD, tr("Good")), (DEFECTIVE, tr("Defective"))):
            grid.addWidget(QLabel(word), label + 1, 0)
            for outcome in (PASS, REVIEW, REJECT):
                button = QPushButton("–")
                button.setObjectName(f"cell_{label}_{outcome}")
                button.setToolTip(
                    tr(
                        "Show the {label} parts that {outcome}",
                        label=word.lower(),
                        outcome=tr(OUTCOMES[outcome]).lower(),
                    )
                )
                button.clicked.connect(partial(self._on_clicked, label, outcome))
                grid.addWidget(button, label + 1, outcome + 1)
                self._cells[label, outcome] = button

    def show_counts(self, confusion: NDArray[np.int64]) -> None:
        """Other counts, [2, 3]; mistakes are tinted."""
        theme = active_theme()
        for (label, outcome), button in self._cells.items():
            count = int(confusion[label, outcome])
            button.setText(f"{numeral(count, ',')}")
            button.setEnabled(count > 0)
            is_mistake = count > 0 and (label, outcome) in ((GOOD, REJECT), (DEFECTIVE, PASS))
            tint = mixed(theme.colour("raised"), theme.colour("anomaly"), 0.35).name()
            button.setStyleSheet(f"background: {tint};" if is_mistake else "")

    def _on_clicked(self, label: int, outcome: int, _checked: bool = False) -> None:
        self.cell_chosen.emit(label, outcome)


class EffectView(QWidget):
    """Counts, predictions, confusion and curves of one category's queue; fast enough to follow a dragged line."""

    parts_chosen = Signal(object)  # NDArray of part numbers

    def __init__(self) -> None:
        super().__init__()
        self._effect: QueueEffect | None = None
        self._curves: Curves | None = None
        self._now = self._before = (0.0, 0.0)
        self._bar, self._grid = OutcomeBar(), ConfusionGrid()
        self._grid.cell_chosen.connect(self._on_cell_chosen)
        self._prediction, self._change, self._labels = QLabel(), QLabel(), QLabel()
        self._left_out = QLabel()
        self._left_out.setObjectName("left_out")
        self._prediction.setObjectName("prediction")
        self._change.setObjectName("change")
        self._labels.setObjectName("label_line")
        for label in (self._left_out, self._prediction, self._change, self._labels):
            label.setWordWrap(True)
            label.setProperty("role", "dim")
        self._changed = QPushButton(tr("Show them"))
        self._changed.setObjectName("show_changed")
        self._changed.clicked.connect(self._on_changed_clicked)
        self._roc = CurvePlot("ROC", tr("false alarms"), "found")
        self._pr = CurvePlot(tr("Precision"), "found", "precision")
        change = QHBoxLayout()
        change.addWidget(self._change, 1)
        change.addWidget(self._changed)
        curves = QHBoxLayout()
        curves.setSpacing(8)
        curves.addWidget(self._roc)
        curves.addWidget(self._pr)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._bar)
        layout.addWidget(self._left_out)
        layout.addWidget(self._prediction)
        layout.addLayout(change)
        layout.addWidget(self._labels)
        layout.addWidget(self._grid)
        layout.addLayout(curves, 1)

    def show_queue(self, effect: QueueEffect) -> None:
        """Another queue."""
        self._effect, self._curves = effect, effect.curves()
        curves = self._curves
        self._left_out.setVisible(effect.left_out > 0)
        if effect.left_out == 1:
            self._left_out.setText(tr("1 part is left out: another model scored it. Inspect it again to count it."))
        else:
            self._left_out.setText(
                tr(
                    "{count:,} parts are left out: another model scored them. Inspect them again to count them.",
                    count=effect.left_out,
                )
            )
        for widget in (self._grid, self._roc, self._pr):
            widget.setVisible(curves is not None)
        if curves is not None:
            rate = np.concatenate([[0.0], curves.false_alarm_rate, [1.0]])
            self._roc.show_curve(
                rate, np.concatenate([[0.0], curves.recall, [1.0]]), tr("ROC {auroc:.3f}", auroc=curves.auroc)
            )
            self._pr.show_curve(curves.recall, curves.precision, tr("Precision"))

    def show_thresholds(
        self, now: tuple[float, float], before: tuple[float, float], calibration: CategoryCalibration
    ) -> None:
        """Counts at (review, anomaly) thresholds, and what differs from those before."""
        if self._effect is None:
            return
        self._now, self._before = now, before
        found = self._effect.at(*now)
        self._bar.show_counts(found.passed, found.review, found.rejected)
        mean, low, high = review.false_alarms(calibration.normal_scores, now[1])
        count = len(calibration.normal_scores)
        interval = tr(
            "95 %: {low} to {high}, from {count:,} good parts",
            low=percent_text(low, 1),
            high=percent_text(high, 1),
            count=count,
        )
        self._prediction.setText(
            tr(
                "Expected false alarms: {percent_text} of good parts ({interval}).",
                percent_text=percent_text(mean, 1),
                interval=interval,
            )
        )
        self._show_change()
        self._show_labels(found)

    def _show_change(self) -> None:
        assert self._effect is not None
        table = self._effect.changes(self._before, self._now)
        moved = [
            f"{numeral(int(table[a, b]), ',')} {tr(OUTCOMES[a]).lower()} → {tr(OUTCOMES[b]).lower()}"
            for a in (PASS, REVIEW, REJECT)
            for b in (PASS, REVIEW, REJECT)
            if a != b and table[a, b]
        ]
        against = tr("Against the calibrated thresholds")
        self._change.setText(
            f"{against}: {', '.join(moved)}." if moved else tr("{against} nothing changes.", against=against)
        )
        self._changed.setEnabled(bool(moved))

    def _show_labels(self, found: Effect) -> None:
        if self._curves is None:
            self._labels.setText(tr("Confusion and curves need parts labelled good and defective."))
            return
        f1 = "–" if found.f1 is None else f"{numeral(found.f1, '.3f')}"
        escapes = tr("1 escape") if found.escapes == 1 else tr("{count:,} escapes", count=found.escapes)
        self._labels.setText(
            tr(
                "{labelled:,} labelled: {escapes}, {false_alarms:,} rejected in vain, F1\N{NO-BREAK SPACE}{f1} with "
                "review "
                "counted as found.",
                labelled=found.labelled,
                escapes=escapes,
                false_alarms=found.false_alarms,
                f1=f1,
            )
        )
        self._grid.show_counts(found.confusion)
        good, defective = (max(int(found.confusion[label].sum()), 1) for label in (GOOD, DEFECTIVE))
        alarms, caught = int(found.confusion[GOOD, REJECT]), int(found.confusion[DEFECTIVE, REJECT])
        self._roc.show_mark((alarms / good, caught / defective))
        self._pr.show_mark((caught / defective, caught / max(caught + alarms, 1)))

    def _on_cell_chosen(self, label: int, outcome: int) -> None:
        if self._effect is not None:
            self.parts_chosen.emit(self._effect.cell(label, outcome, *self._now))

    def _on_changed_clicked(self) -> None:
        if self._effect is not None:
            self.parts_chosen.emit(self._effect.changed_parts(self._before, self._now))
