"""The colour bar: what a colour of the map means, with the thresholds marked."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import numeral, tr
from app.prepare import shown_scale
from app.render import ColourScale, colour_table
from app.state import AppState
from app.theme import active_theme
from app.viewing import ScaleKind


class ColourBar(QWidget):
    """One bar for all views: the same colour is the same value in each of them."""

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self._state = state
        self.setObjectName("colour_bar")
        self.setAccessibleName(tr("Colour bar of the anomaly map"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for signal in (
            state.result_changed,
            state.map_grew,
            state.overlay_changed,
            state.threshold_changed,
            state.cursor_changed,
            state.viewing.style_changed,
        ):
            signal.connect(self.update)

    def sizeHint(self) -> QSize:
        """Caption, bar and ticks."""
        return QSize(360, 48)

    def minimumSizeHint(self) -> QSize:
        """Narrow windows shorten the bar."""
        return QSize(160, 48)

    @property
    def scale(self) -> ColourScale | None:
        """The scale of the result on screen."""
        return shown_scale(self._state)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bar, ticks, thresholds."""
        theme, painter = active_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.setPen(theme.colour("border"))
        painter.drawLine(self.rect().topLeft(), self.rect().topRight())
        painter.setFont(theme.font(theme.small))
        scale = self.scale
        bar = QRectF(12, 20, self.width() - 24, 10)
        painter.setPen(theme.colour("dim"))
        if scale is None:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("The colour bar appears with the result"))
            return
        self._paint_gradient(painter, bar, scale)
        metrics = QFontMetrics(painter.font())
        review = self._review()
        end = bar.right() if review is None else self._paint_thresholds(painter, bar, scale, metrics, review)
        is_own_range = self._state.viewing.style.scale is ScaleKind.IMAGE
        painter.setPen(theme.colour("review" if is_own_range else "dim"))
        caption = metrics.elidedText(scale.caption, Qt.TextElideMode.ElideRight, int(max(end - bar.left(), 0)))
        painter.drawText(QPointF(bar.left(), 14), caption)
        painter.setPen(theme.colour("dim"))
        last_right = -100.0
        for place, label in scale.ticks:
            x = bar.left() + place * bar.width()
            width = metrics.horizontalAdvance(label)
            left = min(max(x - width / 2, bar.left()), bar.right() - width)
            if left > last_right + 6:
                painter.drawLine(QPointF(x, bar.bottom()), QPointF(x, bar.bottom() + 3))
                painter.drawText(QPointF(left, bar.bottom() + 14), label)
                last_right = left + width

    def _review(self) -> float | None:
        """The score from which the verdict is Review, at the live threshold; None without a calibration."""
        result, threshold = self._state.result, self._state.threshold
        if threshold is None or result is None or result.calibration is None:
            return None
        return min(result.calibration.review_threshold, threshold)

    def _paint_gradient(self, painter: QPainter, bar: QRectF, scale: ColourScale) -> None:
        table, clip = colour_table(self._state.overlay.colour_map), self._state.viewing.style.clip
        if clip is not None:  # what is not drawn has no colour
            values = np.array([scale.value(place) for place in np.linspace(0.0, 1.0, 256)])
            ground = active_theme().colour("raised")
            outside = (values < clip[0]) | (values > clip[1])
            table = np.where(outside[:, None], (ground.red(), ground.green(), ground.blue()), table).astype(np.uint8)
        image = QImage(table.tobytes(), 256, 1, 768, QImage.Format.Format_RGB888)
        painter.setOpacity(1.0 if self._state.overlay.is_visible else 0.3)
        painter.drawImage(bar, image)
        painter.setOpacity(1.0)

    def _paint_thresholds(
        self, painter: QPainter, bar: QRectF, scale: ColourScale, metrics: QFontMetrics, review: float
    ) -> float:
        """Marks above the bar: Review and Anomaly. Returns where the free room to their left ends."""
        theme, threshold = active_theme(), self._state.threshold or 0.0
        marks = [(review, tr("Review"), "review"), (threshold, tr("Anomaly"), "anomaly")]
        right_edge = bar.right()
        for value, word, token in reversed(marks):
            x = bar.left() + float(scale.position(value)) * bar.width()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(token))
            painter.drawPolygon(QPolygonF([QPointF(x - 4, 12), QPointF(x + 4, 12), QPointF(x, 19)]))
            painter.setPen(QPen(QColor(255, 255, 255), 1.5))
            painter.drawLine(QPointF(x, bar.top()), QPointF(x, bar.bottom()))
            text = f"{word} {numeral(value, '.3g')}"
            width = metrics.horizontalAdvance(text)
            left = x + 8 if x + 8 + width <= right_edge else x - 8 - width
            if left >= bar.left() and left + width <= right_edge:
                painter.setPen(theme.colour(token))
                painter.drawText(QPointF(left, 14), text)
                right_edge = min(left, x) - 8
            else:
                right_edge = min(x - 8, right_edge)
        return right_edge
