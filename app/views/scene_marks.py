"""What is painted over a 3-D picture: rings around places, the clip box, words at places, the axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.scene.camera import Camera
from app.scene.content import Box, Floats
from app.theme import active_theme
from app.views import marks

_CENTRE = Qt.AlignmentFlag.AlignCenter
_EDGES = ((0, 1), (2, 3), (4, 5), (6, 7), (0, 2), (1, 3), (4, 6), (5, 7), (0, 4), (1, 5), (2, 6), (3, 7))

Size = tuple[float, float]  # width and height of the picture on screen, px
Direction = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """A word at a place of the scene."""

    place: tuple[float, float, float]
    text: str


def paint_labels(painter: QPainter, camera: Camera, labels: Sequence[Label], size: Size) -> None:
    """Words at their places."""
    theme = active_theme()
    painter.setFont(theme.font(theme.body, bold=True))
    for label in labels:
        x, y = camera.on_screen(np.array([label.place]), size)[0]
        if np.isfinite(x):
            marks.shadowed(painter, QRect(round(x) - 12, round(y) - 10, 24, 20), _CENTRE, label.text)


def paint_places(painter: QPainter, camera: Camera, places: Floats, size: Size) -> None:
    """Rings around places [K, 3], the first 64."""
    for x, y in camera.on_screen(places[:64], size):
        if np.isfinite(x):
            # A ring of dark around a light one is seen on any colour.
            for pen in (QPen(QColor(0, 0, 0, 190), 4), QPen(QColor(255, 255, 255), 1.8)):
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(QPointF(x, y), 7, 7)


def paint_box(painter: QPainter, camera: Camera, box: Box, size: Size) -> None:
    """The edges of the clip box."""
    corners = np.array([[box[a][0], box[b][1], box[c][2]] for a in (0, 1) for b in (0, 1) for c in (0, 1)])
    seen = camera.on_screen(corners, size)
    painter.setPen(QPen(active_theme().colour("outline"), 1, Qt.PenStyle.DashLine))
    for start, end in _EDGES:
        if np.isfinite(seen[[start, end]]).all():
            painter.drawLine(QPointF(*seen[start]), QPointF(*seen[end]))


def paint_axes(painter: QPainter, camera: Camera, axes: Mapping[str, Direction]) -> None:
    """Axes in the upper left corner, the nearest drawn last."""
    middle, length = QPointF(38, 40), 22.0
    painter.setFont(active_theme().font(active_theme().small, bold=True))
    seen = [(name, camera.rotation @ np.array(direction)) for name, direction in axes.items()]
    colours = dict(zip(axes, ("#ff8a8a", "#8fe08f", "#8ab8ff"), strict=False))
    for name, (right, up, _) in sorted(seen, key=lambda axis: float(axis[1][2])):
        painter.setPen(QPen(QColor(colours[name]), 2))
        painter.drawLine(middle, middle + QPointF(right * length, -up * length))
        end = middle + QPointF(right * (length + 10), -up * (length + 10))
        painter.drawText(QRectF(end.x() - 10, end.y() - 8, 20, 16), _CENTRE, name)
