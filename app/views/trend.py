"""A plot that grows while something is learnt: one or more series of points over steps."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.theme import active_theme
from app.views.words import score_text


@dataclass(slots=True)
class _Series:
    name: str
    token: str  # colour
    is_line: bool
    points: list[tuple[int, float]] = field(default_factory=list)


class TrendPlot(QWidget):
    """Lines or dots over whole steps; the value axis fits what is there."""

    def __init__(self, title: str, across: str) -> None:
        super().__init__()
        self.setMinimumSize(QSize(220, 130))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._title, self._across = title, across
        self._series: dict[str, _Series] = {}
        self._show_name()

    def add_series(self, key: str, name: str, token: str, *, is_line: bool) -> None:
        """Have a further series, empty for now."""
        self._series[key] = _Series(name, token, is_line)

    def add(self, key: str, step: int, value: float) -> None:
        """Draw one more point."""
        self._series[key].points.append((step, value))
        self._show_name()
        self.update()

    def clear(self) -> None:
        """Take all points away."""
        for series in self._series.values():
            series.points.clear()
        self._show_name()
        self.update()

    @property
    def count(self) -> int:
        """Points drawn."""
        return sum(len(series.points) for series in self._series.values())

    def _show_name(self) -> None:
        last = [f"{s.name} {score_text(s.points[-1][1])}" for s in self._series.values() if s.points]
        self.setAccessibleName(f"{self._title}: {', '.join(last) or 'nothing yet'}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Title and legend, frame, ends of the axes, series."""
        painter, theme = QPainter(self), active_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(theme.small))
        line = painter.fontMetrics().height()
        drawn = [series for series in self._series.values() if series.points]
        painter.setPen(theme.colour("dim"))
        painter.drawText(QRectF(0, 0, self.width(), line + 2), Qt.AlignmentFlag.AlignLeft, self._title)
        right = float(self.width())
        for series in reversed(drawn):
            words = f"{series.name} {score_text(series.points[-1][1])}"
            wide = painter.fontMetrics().horizontalAdvance(words)
            painter.setPen(theme.colour(series.token))
            painter.drawText(QRectF(right - wide, 0, wide, line + 2), Qt.AlignmentFlag.AlignRight, words)
            right -= wide + 12
        values = [value for series in drawn for _, value in series.points]
        low, high = (min(values), max(values)) if values else (0.0, 1.0)
        room = 0.06 * (high - low) or max(abs(high), 1e-6) * 0.1
        low, high = low - room, high + room
        labels = (score_text(high), score_text(low))
        left = max(painter.fontMetrics().horizontalAdvance(text) for text in labels) + 6 if values else 6.0
        area = QRectF(left, line + 6, self.width() - left - 4, self.height() - 2 * line - 12)
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.drawRect(area)
        last = max((step for series in drawn for step, _ in series.points), default=1)
        painter.setPen(theme.colour("dim"))
        below = QRectF(area.left(), area.bottom() + 2, area.width(), line + 2)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, f"{self._across} {last:,}" if values else self._across)
        if not values:
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "nothing yet")
            return
        ends = (QRectF(0, area.top() - 2, left - 4, line), QRectF(0, area.bottom() - line + 2, left - 4, line))
        for rect, text in zip(ends, labels, strict=True):
            painter.drawText(rect, Qt.AlignmentFlag.AlignRight, text)

        def place(step: int, value: float) -> QPointF:
            across = (step - 1) / max(last - 1, 1)
            return QPointF(
                area.left() + across * area.width(), area.bottom() - (value - low) / (high - low) * area.height()
            )

        for series in drawn:
            colour = theme.colour(series.token)
            painter.setPen(QPen(colour, 1.8))
            painter.setBrush(colour)
            points = [place(step, value) for step, value in series.points]
            if series.is_line and len(points) > 1:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPolyline(QPolygonF(points))
            else:
                for point in points:
                    painter.drawEllipse(point, 2.5, 2.5)
