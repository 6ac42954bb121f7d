"""A small colour bar with words at both ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import tr


class ColourLegend(QWidget):
    """A colour bar with words at both ends."""

    def __init__(self) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        policy.setRetainSizeWhenHidden(True)  # the picture below does not jump
        self.setSizePolicy(policy)
        self._lut: NDArray[np.uint8] | None = None
        self._low = self._high = ""
        self._mark: float | None = None
        self._is_allowed = True

    def sizeHint(self) -> QSize:
        """Bar and both words."""
        metrics = self.fontMetrics()
        return QSize(
            96 + metrics.horizontalAdvance(self._low) + metrics.horizontalAdvance(self._high), metrics.height()
        )

    def show_scale(self, lut: NDArray[np.uint8] | None, low: str, high: str) -> None:
        """Colours [256, 3] from `low` to `high`; None: nothing."""
        self._lut, self._low, self._high, self._mark = lut, low, high, None
        self.setVisible(lut is not None and self._is_allowed)
        self.setAccessibleName(tr("Colours from {low} to {high}", low=low, high=high) if lut is not None else "")
        self.updateGeometry()
        self.update()

    def set_allowed(self, is_allowed: bool) -> None:
        """Whether there is room for it."""
        self._is_allowed = is_allowed
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(is_allowed)
        self.setSizePolicy(policy)
        self.setVisible(is_allowed and self._lut is not None)

    def show_mark(self, place: float | None) -> None:
        """Mark a place 0..1 of the bar."""
        self._mark = place
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Word, bar, word."""
        if self._lut is None:
            return
        painter = QPainter(self)
        painter.setPen(self.palette().text().color())
        left = self.fontMetrics().horizontalAdvance(self._low) + 6
        right = self.width() - self.fontMetrics().horizontalAdvance(self._high) - 6
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignLeft, self._low)
        painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignRight, self._high)
        row = np.ascontiguousarray(self._lut[None, :, :3])
        image = QImage(row.data, 256, 1, 256 * 3, QImage.Format.Format_RGB888)
        bar = QRectF(left, self.height() / 2 - 5, max(right - left, 1), 10)
        painter.drawImage(bar, image)
        if self._mark is not None:
            painter.fillRect(
                QRectF(bar.left() + bar.width() * self._mark - 1, bar.top() - 3, 2, 16), painter.pen().color()
            )
