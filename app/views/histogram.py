"""Histogram of the normal scores of a category, with the sample's score and thresholds that can be dragged."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import numeral, tr
from app.theme import active_theme
from app.views.colours import look, mixed
from app.views.words import score_text
from core.records import Verdict

_LEFT, _RIGHT, _BOTTOM, _ROW = 30.0, 10.0, 18.0, 15.0  # margins and the height of a row of labels, px
_GRAB = 7.0  # px on either side of the line where the mouse takes it


class ScoreHistogram(QWidget):
    """Paints scores and thresholds; moves nothing itself, but says what the user asks for.

    Drag the anomaly line, or focus it and press Left or Right (Shift: ten steps); Escape takes a drag back; a double
    click or Home asks for the calibrated threshold.
    """

    gesture_started = Signal()  # a drag begins: what follows is one edit
    threshold_moved = Signal(float)  # asked for, image score
    reset_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("histogram")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Histogram of normal scores"))
        self.setToolTip(
            tr(
                "Drag the anomaly line, or press Left and Right (with Shift: larger steps).\n"
                "Double click or Home: back to the calibrated threshold. Escape: cancel the drag."
            )
        )
        self._scores: NDArray[np.float32] = np.zeros(0, dtype=np.float32)
        self._sample: float | None = None
        self._noun = "part"
        self._verdict = Verdict.UNKNOWN
        self._anomaly: float | None = None
        self._review: float | None = None
        self._is_log = False
        self._top = 1.0  # score at the right end
        self._drag_from: float | None = None

    def sizeHint(self) -> QSize:
        """Comfortable in a side dock."""
        return QSize(300, 170)

    def minimumSizeHint(self) -> QSize:
        """Small enough for a 720-pixel screen."""
        return QSize(200, 72)

    @property
    def step(self) -> float:
        """One key press, as a score: a two-hundredth of the axis."""
        return self._top / 200

    @property
    def is_dragging(self) -> bool:
        """Whether the mouse holds the line."""
        return self._drag_from is not None

    @property
    def axis_end(self) -> float:
        """Score at the right end of the axis."""
        return self._top

    def show_scores(self, normal_scores: NDArray[np.float32], sample: float | None, noun: str = "part") -> None:
        """Show the scores of held-out normals, [N] sorted, and the sample's own; `noun` says what the sample is."""
        self._scores, self._sample, self._noun = normal_scores, sample, noun
        self._drag_from = None
        self._fit_axis()
        self.update()

    def show_thresholds(self, anomaly: float | None, review: float | None, verdict: Verdict) -> None:
        """Show the live thresholds and colour the sample by its verdict."""
        self._anomaly, self._review, self._verdict = anomaly, review, verdict
        if self._drag_from is None:
            self._fit_axis()  # not while dragging: the line would run away under the mouse
        self.update()

    def set_log(self, is_log: bool) -> None:
        """Show counts as log(1 + count)."""
        self._is_log = is_log
        self.update()

    def bins(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Counts and edges over the whole axis; about as many bins as the number of scores can carry."""
        number = int(np.clip(3 * np.sqrt(len(self._scores)), 12, 60))
        counts, edges = np.histogram(self._scores, bins=number, range=(0.0, self._top))
        return counts.astype(np.int64), edges

    def _fit_axis(self) -> None:
        # A far-off sample must not squeeze the normals into one bar: it then becomes an arrow at the edge.
        body = max([float(self._scores[-1]) if len(self._scores) else 0.0, self._anomaly or 0.0])
        wanted = max(body, min(self._sample or 0.0, 3 * body) if body else (self._sample or 0.0))
        self._top = 1.12 * wanted if wanted > 0 else 1.0

    def _plot(self) -> QRectF:
        top = 2 * _ROW + 6
        return QRectF(_LEFT, top, self.width() - _LEFT - _RIGHT, self.height() - top - _BOTTOM)

    def x_of(self, score: float) -> float:
        """Widget x of a score; beyond the axis it stays at the edge."""
        plot = self._plot()
        return plot.left() + plot.width() * min(max(score / self._top, 0.0), 1.0)

    def _score_at(self, x: float) -> float:
        plot = self._plot()
        return min(max((x - plot.left()) / plot.width(), 0.0), 1.0) * self._top

    # Input

    def event(self, event: QEvent) -> bool:
        """While a line is dragged, Escape takes it back: it must not reach the window's Cancel."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self.is_dragging:
            event.setAccepted(event.key() == Qt.Key.Key_Escape)
            return True
        return super().event(event)

    def _is_on_line(self, x: float) -> bool:
        return self._anomaly is not None and abs(x - self.x_of(self._anomaly)) <= _GRAB

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the line."""
        if event.button() == Qt.MouseButton.LeftButton and self._is_on_line(event.position().x()):
            self._drag_from = self._anomaly
            self.gesture_started.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it, or show that it could be dragged."""
        if self._drag_from is not None:
            self.threshold_moved.emit(self._score_at(event.position().x()))
        elif self._is_on_line(event.position().x()):
            self.setCursor(Qt.CursorShape.SplitHCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; the axis may fit itself again."""
        if event.button() == Qt.MouseButton.LeftButton and self._drag_from is not None:
            self._drag_from = None
            self._fit_axis()
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to the calibrated threshold."""
        if event.button() == Qt.MouseButton.LeftButton and self._anomaly is not None:
            self.reset_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by keys."""
        key = event.key()
        if self._anomaly is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            steps = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            sign = 1 if key == Qt.Key.Key_Right else -1
            self.threshold_moved.emit(max(self._anomaly + sign * steps * self.step, 0.0))
        elif key == Qt.Key.Key_Home:
            self.reset_requested.emit()
        elif key == Qt.Key.Key_Escape and self._drag_from is not None:
            start, self._drag_from = self._drag_from, None
            self.threshold_moved.emit(start)
        else:
            super().keyPressEvent(event)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bars, axes, thresholds, and the sample on top."""
        painter = QPainter(self)
        theme = active_theme()
        painter.setFont(theme.font(theme.small))
        plot = self._plot()
        text, back = self.palette().text().color(), self.palette().window().color()
        faint = mixed(text, back, 0.35)
        self._paint_bars(painter, plot, text, back)
        self._paint_axes(painter, plot, faint)
        self._paint_thresholds(painter, plot)
        self._paint_sample(painter, plot)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _height_of(self, count: float, tallest: float) -> float:
        scale = (np.log1p(count) / np.log1p(tallest)) if self._is_log else count / tallest
        return float(scale)

    def _paint_bars(self, painter: QPainter, plot: QRectF, text: QColor, back: QColor) -> None:
        if not len(self._scores):
            return
        counts, edges = self.bins()
        tallest = float(max(counts.max(), 1))
        calm = mixed(back, text, 0.45)
        for count, low, high in zip(counts, edges[:-1], edges[1:], strict=True):
            if not count:
                continue
            left, right = self.x_of(float(low)), self.x_of(float(high))
            height = plot.height() * self._height_of(float(count), tallest)
            bar = QRectF(left + 0.5, plot.bottom() - height, max(right - left - 1, 1), height)
            painter.fillRect(bar, calm)
            for threshold, verdict in ((self._review, Verdict.REVIEW), (self._anomaly, Verdict.ANOMALY)):
                if threshold is not None and high > threshold:  # the part of the bar beyond the line
                    start = max(bar.left(), self.x_of(threshold))
                    painter.fillRect(
                        QRectF(start, bar.top(), bar.right() - start, height), QColor(look(verdict).colour)
                    )

    def _paint_axes(self, painter: QPainter, plot: QRectF, faint: QColor) -> None:
        painter.setPen(QPen(faint, 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if len(self._scores):
            tallest = int(max(self.bins()[0].max(), 1))
            for count in sorted({0, tallest // 2, tallest}) if plot.height() > 44 else (0, tallest):
                y = plot.bottom() - plot.height() * self._height_of(count, tallest)
                painter.drawText(QRectF(0, y - 7, _LEFT - 5, 14), align, f"{numeral(count, ',')}")
        metrics = QFontMetricsF(painter.font())
        for tick in ticks(self._top, max(int(plot.width() // 60), 2)):
            x = self.x_of(tick)
            painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 3))
            label = f"{numeral(tick, ',.6g')}"
            left = min(x - metrics.horizontalAdvance(label) / 2, self.width() - metrics.horizontalAdvance(label) - 2)
            painter.drawText(QPointF(left, plot.bottom() + 14), label)

    def _paint_thresholds(self, painter: QPainter, plot: QRectF) -> None:
        if self._anomaly is None:
            return
        metrics = QFontMetricsF(painter.font())
        x = self.x_of(self._anomaly)
        label = tr("anomaly {score_text}", score_text=score_text(self._anomaly))
        width = metrics.horizontalAdvance(label)
        # The anomaly label stands to the right of its line and the review label to the left, so that they never meet.
        left = min(x - 2, self.width() - width - 2)
        colour = QColor(look(Verdict.ANOMALY).colour)
        painter.setPen(QPen(colour, 2))
        painter.drawLine(QPointF(x, _ROW + 1), QPointF(x, plot.bottom()))  # below the labels, never through one
        painter.drawText(QPointF(left, _ROW - 3), label)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(x - 3, plot.center().y() - 9, 6, 18), 3, 3)  # the handle
        if self._review is None:
            return
        x = self.x_of(self._review)
        label = tr("review {score_text}", score_text=score_text(self._review))
        room = min(x + 3, left - 8)
        pen = QPen(QColor(look(Verdict.REVIEW).colour), 1.5, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        if self._review < self._anomaly:
            painter.drawLine(QPointF(x, _ROW + 1), QPointF(x, plot.bottom()))
        if room >= metrics.horizontalAdvance(label) + 2:
            painter.drawText(QPointF(room - metrics.horizontalAdvance(label), _ROW - 3), label)

    def _paint_sample(self, painter: QPainter, plot: QRectF) -> None:
        if self._sample is None:
            return
        metrics = QFontMetricsF(painter.font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(look(self._verdict).colour)
        x, y = self.x_of(self._sample), 2 * _ROW - 3
        painter.setPen(QPen(self.palette().text().color(), 1.5))
        painter.drawLine(QPointF(x, y + 4), QPointF(x, plot.bottom()))
        painter.setBrush(colour)
        painter.setPen(Qt.PenStyle.NoPen)
        is_off = self._sample > self._top
        shape = [(-5, -4), (5, 1), (-5, 6)] if is_off else [(-5, -3), (5, -3), (0, 5)]
        painter.drawPolygon(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in shape]))
        label = tr("this {noun} {score_text}", noun=self._noun, score_text=score_text(self._sample))
        width = metrics.horizontalAdvance(label)
        left = max(x - width - 9 if x + 9 + width > self.width() else x + 9, 2)
        # A plate keeps the label readable where a threshold line runs behind it.
        painter.fillRect(QRectF(left - 2, y - 5, width + 4, 13), self.palette().window().color())
        painter.setPen(self.palette().text().color())
        painter.drawText(QPointF(left, y + 5), label)


def ticks(end: float, most: int) -> list[float]:
    """Round numbers from 0 to `end`, at most `most` + 1 of them."""
    rough = end / max(most, 1)
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)
    return [float(step * index) for index in range(int(end / step) + 1)]
