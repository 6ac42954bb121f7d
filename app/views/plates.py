"""Small pictures of a part with signed values over them, side by side in rows that fit the width."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.render import colour_bytes, colour_image, grey_image, window_grey
from app.state import AppState
from app.theme import active_theme
from app.views.colours import mixed

MORE, LESS = QColor("#ff9d2e"), QColor("#4fb4ff")  # on a picture: blue and orange, safe for colour-vision deficiency
WALKING = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
_SIDE = 256  # px, longest side of the picture below


@dataclass(frozen=True, slots=True, eq=False)
class Plate:
    """What one small picture shows."""

    title: str
    words: str  # a line below
    tip: str
    overlay: QImage | None
    blank: str = ""  # said where there is no picture


def signed_image(values: NDArray[np.float32], top: float) -> QImage:
    """[h, w] signed values as a translucent picture: orange above 0, blue below, opaque at `top`."""
    strength = np.clip(np.abs(np.nan_to_num(values)) / max(top, 1e-9), 0.0, 1.0)
    alpha = (200 * strength**0.8).astype(np.uint32)
    colours = np.where(values >= 0, np.uint32(MORE.rgb() & 0xFFFFFF), np.uint32(LESS.rgb() & 0xFFFFFF))
    pixels = np.ascontiguousarray(alpha << np.uint32(24) | colours.astype(np.uint32))
    height, width = pixels.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32).copy()


def view_picture(state: AppState, slot: int, slice_index: int) -> QImage | None:
    """The sensor's view (or slice) as a small picture at its display range."""
    loaded = state.loaded
    if loaded is None or slot >= len(loaded.views):
        return None
    view = loaded.views[slot]
    plane = view.pixels[slice_index] if view.is_volume else view.pixels
    step = max(max(plane.shape[:2]) // (2 * _SIDE), 1)
    plane, (low, high) = plane[::step, ::step], view.display_range
    if plane.ndim == 3:
        image = colour_image(colour_bytes(plane, low, high))
    else:
        image = grey_image(
            window_grey(plane.astype(np.float32, copy=False), low, high), active_theme().colour("missing")
        )
    smooth = Qt.TransformationMode.SmoothTransformation
    return image.scaled(_SIDE, _SIDE, Qt.AspectRatioMode.KeepAspectRatio, smooth)


class PlateView(QWidget):
    """One picture with its overlay and two lines of words."""

    pointed = Signal(str)  # its explanation while mouse or keyboard are on it; empty: no more
    key_pressed = Signal(int)  # a key that may lead to another plate

    def __init__(self, width: int = 116) -> None:
        super().__init__()
        self.setObjectName("plate")
        self._plate = Plate("", "", "", None)
        self._picture: QImage | None = None
        self._width = width
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_plate(self, plate: Plate, picture: QImage | None) -> None:
        """Show something else."""
        self._plate, self._picture = plate, picture
        self.setToolTip(f"<p>{plate.tip}</p>")
        self.setAccessibleName(plate.title)
        self.setAccessibleDescription(f"{plate.words}. {plate.tip}")
        self.updateGeometry()
        self.update()

    def set_width(self, width: int) -> None:
        """Ask for another width."""
        if width != self._width:
            self._width = width
            self.updateGeometry()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Explain the picture."""
        super().focusInEvent(event)
        self.pointed.emit(self.explanation)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And no longer."""
        super().focusOutEvent(event)
        self.pointed.emit("")

    def enterEvent(self, event: QEnterEvent) -> None:
        """Explain the picture under the mouse."""
        self.pointed.emit(self.explanation)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is gone."""
        self.pointed.emit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End lead to other plates."""
        if event.key() in WALKING:
            self.key_pressed.emit(event.key())
        else:
            super().keyPressEvent(event)

    @property
    def explanation(self) -> str:
        """All that there is to say; empty for an empty place."""
        return f"{self._plate.title}, {self._plate.words}: {self._plate.tip}" if self._plate.tip else ""

    @property
    def words_height(self) -> float:
        """Of the two lines below the picture, px."""
        return 2 * QFontMetrics(active_theme().font(active_theme().small)).lineSpacing() + 6

    def sizeHint(self) -> QSize:
        """As wide as asked, the picture in its own shape."""
        ratio = self._picture.height() / max(self._picture.width(), 1) if self._picture is not None else 1.0
        return QSize(self._width, round(self._width * min(ratio, 1.4) + self.words_height))

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(80, round(60 + self.words_height))

    def _room(self) -> QRectF:
        """Of the picture, no higher than it needs."""
        height = self.height() - self.words_height
        if self._picture is not None:
            height = min(height, self.width() * self._picture.height() / max(self._picture.width(), 1))
        return QRectF(0, 0, self.width(), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picture, overlay, title and words."""
        painter, theme = QPainter(self), active_theme()
        text, back = self.palette().text().color(), self.palette().window().color()
        room = self._room()
        painter.fillRect(room, theme.colour("canvas"))
        if self._picture is not None and room.height() > 0:
            ratio = min(room.width() / self._picture.width(), room.height() / self._picture.height())
            size = QSize(round(self._picture.width() * ratio), round(self._picture.height() * ratio))
            place = QRect(QPoint(0, 0), size)
            place.moveCenter(room.center().toPoint())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self._picture)
            if self._plate.overlay is not None:
                painter.fillRect(place, QColor(0, 0, 0, 90))
                painter.drawImage(place, self._plate.overlay)
        elif self._plate.blank:
            painter.setFont(theme.font(theme.small))
            painter.setPen(QColor("#a3adba"))  # the canvas is dark in every theme
            wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWrapAnywhere
            painter.drawText(room.adjusted(4, 4, -4, -4), wrapped, self._plate.blank)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 1.5))
            painter.drawRect(room.adjusted(1, 1, -1, -1))
        bold = QFont(theme.font(theme.small, bold=True))
        line = self.words_height / 2
        for number, (words, font, colour) in enumerate(
            ((self._plate.title, bold, text), (self._plate.words, theme.font(theme.small), mixed(text, back, 0.25)))
        ):
            painter.setFont(font)
            painter.setPen(colour)
            below = QRectF(1, room.bottom() + 2 + number * (line - 2), self.width() - 2, line)
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(below.width()))
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, shown)
