"""Colours and shapes with a meaning, in one place: verdicts and sensors. Everything else comes from the palette."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from core.records import Verdict


@dataclass(frozen=True, slots=True)
class VerdictLook:
    """How a verdict is shown: a word, a colour, and a shape drawn by `paint_shape`."""

    word: str
    colour: str


_LOOKS = {
    Verdict.NORMAL: VerdictLook("Normal", "#4fb286"),
    Verdict.REVIEW: VerdictLook("Review", "#f4c95d"),
    Verdict.ANOMALY: VerdictLook("Anomaly", "#ea5f4b"),
    Verdict.UNKNOWN: VerdictLook("Unknown part", "#a9b4d0"),
}
# One a modality slot; safe for colour-vision deficiency (after Okabe and Ito).
_SENSORS = ("#56b4e9", "#e69f00", "#3cc7a0", "#d98bb8")


def look(verdict: Verdict) -> VerdictLook:
    """Word and colour of a verdict."""
    return _LOOKS[verdict]


def sensor_colour(slot: int) -> QColor:
    """Colour of the modality in a slot, counted from 0."""
    return QColor(_SENSORS[slot % len(_SENSORS)])


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """`share` 0..1 of the second colour in the first: for faint lines on any theme."""
    keep = 1.0 - share
    return QColor.fromRgbF(
        first.redF() * keep + second.redF() * share,
        first.greenF() * keep + second.greenF() * share,
        first.blueF() * keep + second.blueF() * share,
    )


def paint_shape(painter: QPainter, verdict: Verdict, rect: QRectF, colour: QColor) -> None:
    """Draw the verdict's shape into a square: check, question mark, cross, or a diamond for unknown."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(rect.width(), rect.height())
    pen = QPen(colour, max(side / 9, 1.5))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)

    def at(x: float, y: float) -> QPointF:
        return QPointF(rect.center().x() + (x - 0.5) * side, rect.center().y() + (y - 0.5) * side)

    if verdict is Verdict.NORMAL:
        painter.drawPolyline(QPolygonF([at(0.16, 0.55), at(0.4, 0.8), at(0.86, 0.22)]))
    elif verdict is Verdict.ANOMALY:
        painter.drawLine(at(0.2, 0.2), at(0.8, 0.8))
        painter.drawLine(at(0.8, 0.2), at(0.2, 0.8))
    elif verdict is Verdict.REVIEW:
        hook = QPainterPath(at(0.28, 0.3))
        hook.cubicTo(at(0.3, 0.02), at(0.76, 0.02), at(0.72, 0.34))
        hook.cubicTo(at(0.7, 0.5), at(0.5, 0.48), at(0.5, 0.66))
        painter.drawPath(hook)
        painter.drawPoint(at(0.5, 0.88))
    else:
        painter.drawPolygon(QPolygonF([at(0.5, 0.08), at(0.92, 0.5), at(0.5, 0.92), at(0.08, 0.5)]))
    painter.restore()
