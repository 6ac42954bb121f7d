"""What is painted over and around pictures: outlines, regions, cursor, letters, scale bar, bars of a tile."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QTransform

from app.i18n import numeral
from app.oblique import Oblique
from app.planes import Cut, Plane
from app.state import AppState
from app.theme import Theme, active_theme
from core.records import Region, View

_NICE = (1.0, 2.0, 5.0)


def paint_regions(painter: QPainter, state: AppState, view: View, transform: QTransform, theme: Theme) -> None:
    """Numbers of the strongest regions on this slice, and corners around the selected one."""
    if state.loaded is None or not state.overlay.shows_outlines:
        return
    (reference_height, reference_width), (height, width) = state.loaded.views[0].size[-2:], view.size[-2:]
    to_view = QTransform.fromScale(width / reference_width, height / reference_height) * transform
    painter.setFont(theme.font(theme.small, bold=True))
    for number, region in enumerate(state.regions[:9], start=1):
        if region.slice_index is not None and region.slice_index != state.slice_index:
            continue
        box = to_view.mapRect(_rectangle(region))
        is_selected = region == state.selected_region
        if is_selected:
            _corners(painter, box.adjusted(-5, -5, 5, 5), theme.colour("text"))
        _tag(painter, box.topLeft() + QPointF(-4, -4), str(number), theme, is_selected)


def _rectangle(region: Region) -> QRectF:
    x0, y0, x1, y1 = region.bbox
    return QRectF(x0, y0, x1 - x0, y1 - y0)


def _corners(painter: QPainter, box: QRectF, colour: QColor) -> None:
    length = min(12.0, box.width() / 3, box.height() / 3)
    for pen in (QPen(QColor(0, 0, 0, 170), 4), QPen(colour, 2)):
        painter.setPen(pen)
        for corner, right, down in (
            (box.topLeft(), 1, 1),
            (box.topRight(), -1, 1),
            (box.bottomLeft(), 1, -1),
            (box.bottomRight(), -1, -1),
        ):
            painter.drawLine(corner, corner + QPointF(right * length, 0))
            painter.drawLine(corner, corner + QPointF(0, down * length))


def _tag(painter: QPainter, corner: QPointF, text: str, theme: Theme, is_selected: bool) -> None:
    size = QRectF(corner.x() - 14, corner.y() - 14, 14, 14)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("text") if is_selected else theme.colour("outline"))
    painter.drawRoundedRect(size, 3, 3)
    painter.setPen(QColor("#06222b"))
    painter.drawText(size, Qt.AlignmentFlag.AlignCenter, text)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_cross(painter: QPainter, pixel: QRectF, area: QRect, theme: Theme) -> None:
    """The linked cursor: lines that leave the pixel itself free."""
    centre, gap = pixel.center(), max(pixel.width() / 2, 7.0)
    for pen in (QPen(QColor(0, 0, 0, 110), 3), QPen(QColor(255, 255, 255, 190), 1)):
        painter.setPen(pen)
        painter.drawLine(QPointF(area.left(), centre.y()), QPointF(centre.x() - gap, centre.y()))
        painter.drawLine(QPointF(centre.x() + gap, centre.y()), QPointF(area.right(), centre.y()))
        painter.drawLine(QPointF(centre.x(), area.top()), QPointF(centre.x(), centre.y() - gap))
        painter.drawLine(QPointF(centre.x(), centre.y() + gap), QPointF(centre.x(), area.bottom()))
    if pixel.width() > 6:
        painter.setPen(QPen(theme.colour("outline"), 1))
        painter.drawRect(pixel)


_PLANE_COLOURS = {Plane.AXIAL: "#ff8a8a", Plane.CORONAL: "#8fe08f", Plane.SAGITTAL: "#ffe08a"}


def paint_crosshair(painter: QPainter, voxel: QRectF, area: QRect, plane: Plane) -> None:
    """Where the other two planes cut this one, each in its colour; free around the voxel itself."""
    centre, gap = voxel.center(), max(voxel.width() / 2 + 4, 12.0)
    across, down = {
        Plane.AXIAL: (Plane.CORONAL, Plane.SAGITTAL),
        Plane.CORONAL: (Plane.AXIAL, Plane.SAGITTAL),
        Plane.SAGITTAL: (Plane.AXIAL, Plane.CORONAL),
    }[plane]
    painter.setPen(QPen(QColor(_PLANE_COLOURS[across]), 1))
    painter.drawLine(QPointF(area.left(), centre.y()), QPointF(centre.x() - gap, centre.y()))
    painter.drawLine(QPointF(centre.x() + gap, centre.y()), QPointF(area.right(), centre.y()))
    painter.setPen(QPen(QColor(_PLANE_COLOURS[down]), 1))
    painter.drawLine(QPointF(centre.x(), area.top()), QPointF(centre.x(), centre.y() - gap))
    painter.drawLine(QPointF(centre.x(), centre.y() + gap), QPointF(centre.x(), area.bottom()))
    painter.setPen(QPen(QColor(_PLANE_COLOURS[plane]), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(1, 1, -1, -1))


def orientation_letters(view: View, cut: Cut | Oblique | None = None) -> tuple[str, str, str, str] | None:
    """Letters at the left, right, top and bottom edge, computed from the affine; None where the file says nothing."""
    if view.affine is None or not view.is_oriented:
        return None
    return (cut or Cut()).letters(view.affine)


def paint_letters(painter: QPainter, letters: tuple[str, str, str, str], area: QRect, theme: Theme) -> None:
    """Orientation letters at the left, right, top and bottom edge."""
    painter.setFont(theme.font(theme.body, bold=True))
    inner = area.adjusted(8, 6, -8, -6)
    places = (
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
        Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop,
        Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom,
    )
    for letter, place in zip(letters, places, strict=True):
        shadowed(painter, inner, place, letter)


def shadowed(painter: QPainter, area: QRect, place: Qt.AlignmentFlag, text: str) -> None:
    """Words that show on any picture."""
    painter.setPen(QColor(0, 0, 0, 200))
    painter.drawText(area.translated(1, 1), place, text)
    painter.setPen(QColor("#f2e9c9"))
    painter.drawText(area, place, text)


def paint_swipe(painter: QPainter, x: int, area: QRect) -> None:
    """The line at which the overlay ends, with a handle in the middle."""
    for pen in (QPen(QColor(0, 0, 0, 170), 4), QPen(QColor(255, 255, 255, 230), 1.6)):
        painter.setPen(pen)
        painter.drawLine(x, area.top(), x, area.bottom())
    painter.setPen(QPen(QColor(0, 0, 0, 170), 1))
    painter.setBrush(QColor(255, 255, 255, 230))
    painter.drawRoundedRect(QRectF(x - 4, area.center().y() - 14, 8, 28), 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_badge(painter: QPainter, text: str, area: QRect, theme: Theme, *, has_letters: bool = False) -> None:
    """Small words in the lower right corner, above what is there already; cut short where there is no room."""
    painter.setFont(theme.font(theme.small))
    metrics = QFontMetrics(painter.font())
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width() - 28)
    if not text:
        return
    width = metrics.horizontalAdvance(text) + 12
    reach = area.right() - width - 7
    meets_letter = has_letters and reach < area.center().x() + 16
    meets_bar = reach < area.left() + 130
    plate = QRectF(reach, area.bottom() - (48 if meets_letter or meets_bar else 26), width, 18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 150))
    painter.drawRoundedRect(plate, 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor("#e8ecf1"))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


def paint_window(painter: QPainter, text: str, area: QRect, theme: Theme, *, is_moving: bool) -> None:
    """Window and level in the upper left corner, larger while they are being set."""
    painter.setFont(theme.font(theme.title if is_moving else theme.small, bold=is_moving))
    shadowed(painter, area.adjusted(8, 6, -8, -6), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, text)


def paint_scale_bar(painter: QPainter, per_mm: float, area: QRect, theme: Theme) -> None:
    """A bar of a round length in mm, in the lower left corner; `per_mm` screen pixels are one mm."""
    if area.width() < 200:
        return
    wanted = 90.0 / per_mm
    power = 10.0 ** np.floor(np.log10(wanted))
    length = max((nice * power for nice in _NICE if nice * power <= wanted), default=power)
    left, bottom = area.left() + 12, area.bottom() - 12
    right = left + length * per_mm
    for pen in (QPen(QColor(0, 0, 0, 170), 4), QPen(QColor(255, 255, 255, 220), 2)):
        painter.setPen(pen)
        painter.drawLine(QPointF(left, bottom), QPointF(right, bottom))
    painter.setFont(theme.font(theme.small))
    text = f"{numeral(length, 'g')} mm" if length < 1000 else f"{numeral(length / 1000, 'g')} m"
    shadowed(painter, QRect(left, bottom - 20, 120, 16), Qt.AlignmentFlag.AlignLeft, text)


def paint_header(painter: QPainter, area: QRect, label: str, detail: str) -> None:
    """The bar above a view: what it is, and how it is drawn."""
    theme = active_theme()
    painter.fillRect(area, theme.colour("surface"))
    inner = area.adjusted(10, 0, -10, 0)
    painter.setFont(theme.font(theme.body, bold=True))
    painter.setPen(theme.colour("text"))
    painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, label)
    taken = QFontMetrics(painter.font()).horizontalAdvance(label) + 12
    painter.setFont(theme.font(theme.small))
    painter.setPen(theme.colour("dim"))
    room = inner.adjusted(taken, 0, 0, 0)
    text = QFontMetrics(painter.font()).elidedText(detail, Qt.TextElideMode.ElideRight, max(room.width(), 0))
    painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


def paint_footer(painter: QPainter, area: QRect, text: str) -> None:
    """The bar below a view: the read-out of the cursor."""
    theme = active_theme()
    painter.fillRect(area, theme.colour("surface"))
    painter.setFont(theme.font(theme.small))
    painter.setPen(theme.colour("text") if text else theme.colour("faint"))
    inner = area.adjusted(10, 0, -10, 0)
    shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
    painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
