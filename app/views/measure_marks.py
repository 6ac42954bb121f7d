"""Measurements painted over a tile: lines, areas, their numbers; and the rectangle to zoom to."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from app.measuring import Measurement, Shape, size_text, spacing_of, values_inside, values_text
from app.theme import Theme
from app.views.gestures import GestureView

_LIMIT = 4_000_000  # px of an area's bounding box up to which its values are looked at while painting
_LINE, _CHOSEN = QColor("#ffe36e"), QColor("#ffffff")


def paint_measurements(painter: QPainter, tile: GestureView, area: QRect, theme: Theme) -> None:
    """Finished ones and the one in work."""
    viewing, hand = tile.state.viewing, tile.hand
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number, measurement in enumerate(viewing.measurements):
        if tile.shows(measurement):
            _paint(painter, tile, measurement, area, theme, is_chosen=number == viewing.selected)
    in_work = hand.shape_in_work()
    if in_work is not None:
        _paint(painter, tile, in_work, area, theme, is_chosen=True)
    elif hand.points:
        _paint_points(painter, [tile.locate(hand.points[0])[0]], _CHOSEN)
    if hand.box is not None:
        painter.setPen(QPen(_CHOSEN, 1, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(255, 255, 255, 28))
        painter.drawRect(hand.box)
    painter.restore()


def _paint(
    painter: QPainter, tile: GestureView, measurement: Measurement, area: QRect, theme: Theme, *, is_chosen: bool
) -> None:
    places = [tile.locate(spot)[0] for spot in measurement.points]
    outline = QPolygonF(places)
    colour = _CHOSEN if is_chosen else _LINE
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(QColor(0, 0, 0, 180), 4), QPen(colour, 1.6)):
        painter.setPen(pen)
        if measurement.shape is Shape.AREA and len(places) > 2:
            painter.drawPolygon(outline)
        else:
            painter.drawPolyline(outline)
    _paint_points(painter, places, colour)
    lines = measurement_lines(tile, measurement)
    painter.setFont(theme.font(theme.small, bold=True))
    metrics = QFontMetrics(painter.font())
    width = max(metrics.horizontalAdvance(line) for line in lines) + 10
    height = metrics.lineSpacing() * len(lines) + 4
    box = outline.boundingRect()
    left = min(max(box.right() + 8, area.left() + 2), area.right() - width - 2)
    top = min(max(box.center().y() - height / 2, area.top() + 2), area.bottom() - height - 2)
    plate = QRectF(left, top, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 175))
    painter.drawRoundedRect(plate, 4, 4)
    painter.setPen(colour)
    align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(plate.adjusted(5, 0, 0, 0), align, "\n".join(lines))


def _paint_points(painter: QPainter, places: list[QPointF], colour: QColor) -> None:
    painter.setPen(QPen(QColor(0, 0, 0, 200), 1))
    painter.setBrush(colour)
    for place in places:
        painter.drawEllipse(place, 3.5, 3.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def measurement_lines(tile: GestureView, measurement: Measurement) -> list[str]:
    """The size, and of an area what values lie inside in this view."""
    loaded = tile.state.loaded
    assert loaded is not None, "the tile has a sample"
    lines = [size_text(measurement, spacing_of(tile.view if measurement.modality else loaded.views[0]))]
    if measurement.shape is Shape.AREA and len(measurement.points) > 2:
        words = tile.remember(("values", measurement), lambda: _values_words(tile, measurement))
        lines.extend([str(words)] if words else [])
    return lines


def _values_words(tile: GestureView, measurement: Measurement) -> str:
    plane = tile.plane()
    if plane.ndim != 2:
        return ""
    inverse, _ = tile.to_screen().inverted()
    corners = [inverse.map(tile.locate(spot)[0]) for spot in measurement.points]
    polygon = np.array([(corner.x() - 0.5, corner.y() - 0.5) for corner in corners])
    if np.prod(np.ptp(polygon, axis=0) + 1) > _LIMIT:
        return ""
    return values_text(values_inside(np.asarray(plane, np.float32), polygon), tile.view.unit)
