"""A preview of the window, its colour maps and its verdicts for the three common colour-vision deficiencies."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QMainWindow, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import tr
from app.render import COLOUR_MAPS, colour_table
from app.theme import active_theme
from app.vision import VISION_WORDS, Vision, simulate

_WIDTH = 900  # px of the picture that is simulated
_TOKENS = ("normal", "review", "anomaly", "unknown", "outline")
_STRIP = 16  # px, height of a colour map


def vision_preview(window: QMainWindow) -> QDialog:
    """Four pictures of the window as it is now; open it again after a change."""
    dialog = QDialog(window)
    dialog.setObjectName("vision_preview")
    dialog.setWindowTitle(tr("Colour-vision preview"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.resize(1100, 820)
    centre = window.centralWidget()
    image = (centre or window).grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    if image.width() > _WIDTH:
        image = image.scaledToWidth(_WIDTH, Qt.TransformationMode.SmoothTransformation)
    pixels = _bytes(image)
    grid = QGridLayout()
    grid.setSpacing(8)
    for place, vision in enumerate(Vision):
        grid.addWidget(_Seen(vision, simulate(pixels, vision)), place // 2, place % 2)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.close)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(12, 12, 12, 12)
    layout.addLayout(grid, 1)
    layout.addWidget(buttons)
    return dialog


def _bytes(image: QImage) -> NDArray[np.uint8]:
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def _image(pixels: NDArray[np.uint8]) -> QImage:
    pixels = np.ascontiguousarray(pixels)
    height, width, _ = pixels.shape
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


class _Seen(QWidget):
    """The window, the colour maps and the colours with a meaning, as one kind of eye sees them."""

    def __init__(self, vision: Vision, window: NDArray[np.uint8]) -> None:
        super().__init__()
        self._vision, self._window = vision, _image(window)
        self.setObjectName(f"vision_{vision}")
        self.setAccessibleName(tr(VISION_WORDS[vision]))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._maps = {name: _image(simulate(colour_table(name)[None], vision)) for name in COLOUR_MAPS}

    def sizeHint(self) -> QSize:
        """Half the dialog."""
        return QSize(480, 360)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Title, picture, maps, colours."""
        theme, painter = active_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(theme.font(theme.body, bold=True))
        painter.setPen(theme.colour("text"))
        painter.drawText(QRectF(0, 0, self.width(), 20), Qt.AlignmentFlag.AlignVCenter, tr(VISION_WORDS[self._vision]))
        foot = (len(self._maps) + 1) * (_STRIP + 4)
        room = QRectF(0, 22, self.width(), self.height() - 26 - foot)
        size = self._window.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRectF(room.left(), room.top(), size.width(), size.height()), self._window)
        painter.setFont(theme.font(theme.small))
        top = self.height() - foot + 2.0
        for name, image in self._maps.items():
            painter.drawImage(QRectF(70, top, self.width() - 70, _STRIP), image)
            painter.setPen(theme.colour("dim"))
            painter.drawText(QRectF(0, top, 66, _STRIP), Qt.AlignmentFlag.AlignVCenter, name.capitalize())
            top += _STRIP + 4
        width = self.width() / len(_TOKENS)
        for place, token in enumerate(_TOKENS):
            colour = theme.colour(token)
            seen = simulate(np.array([[colour.red(), colour.green(), colour.blue()]], np.uint8), self._vision)[0]
            swatch = QRectF(place * width, top, width - 4, _STRIP)
            painter.fillRect(swatch, QColor(*(int(level) for level in seen)))
            dark = QColor(*(int(level) for level in seen)).lightness() > 120
            painter.setPen(QColor("#101418" if dark else "#ffffff"))
            painter.drawText(swatch, Qt.AlignmentFlag.AlignCenter, token.capitalize())
