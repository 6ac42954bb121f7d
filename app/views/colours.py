"""Colours and shapes with a meaning: verdicts and sensors. Asked for at paint time, so that a theme change needs no
more than a repaint; everything else comes from the palette.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from app.i18n import later, tr
from app.theme import active_theme
from core.records import Verdict


@dataclass(frozen=True, slots=True)
class VerdictLook:
    """How a verdict is shown: a word, a colour, and a shape drawn by `paint_shape`."""

    word: str
    colour: str


_WORDS = {
    Verdict.NORMAL: later("Normal"),
    Verdict.REVIEW: later("Review"),
    Verdict.ANOMALY: later("Anomaly"),
    Verdict.UNKNOWN: later("Unknown part"),
}
# One a modality slot, for dark and for light backgrounds; safe for colour-vision deficiency (after Okabe and Ito).
_SENSORS_ON_DARK = ("#56b4e9", "#e69f00", "#3cc7a0", "#d98bb8")
_SENSORS_ON_LIGHT = ("#0072b2", "#b06a00", "#007d5f", "#a5467e")


def look(verdict: Verdict) -> VerdictLook:
    """Word and colour of a verdict in the active theme."""
    return VerdictLook(tr(_WORDS[verdict]), active_theme().colour(verdict.value).name())


def sensor_colour(slot: int) -> QColor:
    """Colour of the modality in a slot, counted from 0."""
    is_dark = active_theme().colour("text").lightness() > 127
    colours = _SENSORS_ON_DARK if is_dark else _SENSORS_ON_LIGHT
    return QColor(colours[slot % len(colours)])


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """`share` 0..1 of the second colour in the first: for faint lines on any theme."""
    keep = 1.0 - share
    return QColor.fromRgbF(
        first.redF() * keep + second.redF() * share,
        first.greenF() * keep + second.greenF() * share,
        first.blueF() * keep + second.blueF() * share,
    )


def readable_on(back: QColor) -> QColor:
    """Black or white, whichever stands out more from a background (WCAG contrast)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (back.redF(), back.greenF(), back.blueF()))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return QColor("#000000") if (luminance + 0.05) ** 2 > 1.05 * 0.05 else QColor("#ffffff")


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
