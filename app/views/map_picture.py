"""A picture under a map of the same size, as large as there is room, with a caption: for previews and comparisons."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.render import ColourScale, colour_image, index_image, overlay_image
from app.theme import active_theme

COLOURS = "inferno"


def linear_scale(top: float, caption: str) -> ColourScale:
    """Values from 0 to `top` on the colour bar."""
    return ColourScale(
        np.array([0.0, max(top, 1e-6)], np.float32), np.array([0.0, 1.0], np.float32), ((0.0, "0"),), False, caption
    )


class MapPicture(QWidget):
    """Picture and map; empty it says what will be there."""

    def __init__(self, title: str, empty: str) -> None:
        super().__init__()
        self.setMinimumSize(QSize(160, 160))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._title, self._empty, self._words = title, empty, ""
        self._picture: QImage | None = None
        self._overlay: QImage | None = None
        self._ring: tuple[int, int, float] | None = None
        self.setAccessibleName(f"{title}: {empty}")

    @property
    def is_filled(self) -> bool:
        """Whether there is a picture."""
        return self._picture is not None

    def show_map(
        self,
        picture: NDArray[np.uint8],
        anomaly_map: NDArray[np.float32],
        top: float,
        title: str,
        words: str,
        ring: tuple[int, int, float] | None = None,
    ) -> None:
        """Draw another one; map values at or above `top` get the brightest colour.

        Args:
            ring: Column, row and radius of a place to point out, in pixels of the picture.
        """
        self._ring = ring
        self._picture = colour_image(picture)
        scale = linear_scale(top, title)
        self._overlay = overlay_image(index_image(anomaly_map, scale), COLOURS)
        self._title, self._words = title, words
        self.setAccessibleName(f"{title}: {words}")
        self.setToolTip(f"{title}: {words}")
        self.update()

    def clear(self) -> None:
        """Nothing to show."""
        self._picture = self._overlay = None
        self._words = ""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Title above, picture, words below."""
        painter, theme = QPainter(self), active_theme()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(theme.font(theme.small))
        metrics = painter.fontMetrics()
        line = metrics.height()
        width = self.width()
        painter.setPen(theme.colour("dim"))
        painter.drawText(
            QRectF(0, 0, width, line + 2),
            Qt.AlignmentFlag.AlignLeft,
            metrics.elidedText(self._title, Qt.TextElideMode.ElideMiddle, width),
        )
        area = QRectF(0, line + 4, width, self.height() - 2 * line - 10)
        painter.fillRect(area, theme.colour("canvas"))
        if self._picture is None:
            painter.setPen(theme.colour("faint"))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._empty)
            return
        scale = min(area.width() / self._picture.width(), area.height() / self._picture.height())
        wide, tall = self._picture.width() * scale, self._picture.height() * scale
        target = QRectF(area.left() + (area.width() - wide) / 2, area.top() + (area.height() - tall) / 2, wide, tall)
        painter.drawImage(target, self._picture)
        if self._overlay is not None:
            painter.setOpacity(0.75)
            painter.drawImage(target, self._overlay)
            painter.setOpacity(1.0)
        if self._ring is not None:
            x, y, radius = self._ring
            middle = QPointF(target.left() + (x + 0.5) * scale, target.top() + (y + 0.5) * scale)
            reach = max(radius * scale, 6.0)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for thick, colour in ((4.0, theme.colour("canvas")), (2.0, theme.colour("outline"))):
                painter.setPen(QPen(colour, thick))
                painter.drawEllipse(middle, reach, reach)
        painter.setPen(theme.colour("text"))
        painter.drawText(
            QRectF(0, area.bottom() + 3, width, line + 2),
            Qt.AlignmentFlag.AlignLeft,
            metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, width),
        )
