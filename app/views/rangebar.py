"""A histogram with two handles: the ends of a colour scale, or the part of an axis that is shown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import numeral, tr
from app.theme import active_theme

_BINS = 96
_LEFT, _RIGHT = 76.0, 10.0  # margins: the name stands at the left
_GRAB = 10.0  # px around a handle
_STEP = 0.01  # of the axis, a key press


class RangeBar(QWidget):
    """Paints values and handles, and says where the user drags them.

    Drag a handle, or the space between both; with the keyboard Left and Right move the chosen handle (Up: the upper,
    Down: the lower; Shift: ten steps). A double click or Home asks for the whole range again.
    """

    moved = Signal(float, float)  # asked for: lower and upper value
    reset_asked = Signal()

    def __init__(self, name: str, unit: str = "") -> None:
        super().__init__()
        self._name, self._unit = name, unit
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setToolTip(
            tr(
                "{name}: drag a handle or the space between.\nKeys: Up and Down choose a handle, Left and Right move "
                "it (Shift: ten steps), Home or double click: all.",
                name=name,
            )
        )
        self._counts: NDArray[np.float64] = np.zeros(_BINS)
        self._axis = (0.0, 1.0)
        self._limits = (0.0, 1.0)
        self._mark: float | None = None
        self._is_fixed = False
        self._held: int | None = None  # 0 the lower handle, 1 the upper, 2 both
        self._held_at = (0.0, 0.0, 0.0)  # value under the mouse and limits when it was pressed
        self._chosen = 1

    def sizeHint(self) -> QSize:
        """One row of a panel."""
        return QSize(240, 40)

    @property
    def limits(self) -> tuple[float, float]:
        """Lower and upper value."""
        return self._limits

    def show_values(self, values: NDArray[np.float32], axis: tuple[float, float], unit: str = "") -> None:
        """Show the distribution of values [N] over an axis; the root of the counts, so that few are seen."""
        self._axis, self._unit = axis, unit
        self._counts = np.sqrt(np.histogram(values[np.isfinite(values)], _BINS, axis)[0])
        self.update()

    def show_limits(self, low: float, high: float) -> None:
        """Put the handles."""
        if (low, high) != self._limits:
            self._limits = (low, high)
            self.setAccessibleDescription(tr("{low:.4g} to {high:.4g} {unit}", low=low, high=high, unit=self._unit))
            self.update()

    def show_mark(self, value: float | None) -> None:
        """Mark a value, e.g. a threshold."""
        self._mark = value
        self.update()

    def set_fixed(self, is_fixed: bool) -> None:
        """Whether the handles are somebody else's."""
        self._is_fixed = is_fixed
        self.update()

    # --- acting --------------------------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the nearer handle, or both between them."""
        if event.button() != Qt.MouseButton.LeftButton or self._is_fixed:
            return
        x = event.position().x()
        far = [abs(self._x(limit) - x) for limit in self._limits]
        nearer = 0 if far[0] < far[1] or (far[0] == far[1] and x < self._x(self._limits[0])) else 1
        is_between = self._x(self._limits[0]) < x < self._x(self._limits[1])
        self._held = 2 if is_between and min(far) > _GRAB else nearer
        self._held_at = (self._value(x), *self._limits)
        self._chosen = min(self._held, 1)
        if self._held != 2:
            self._ask(self._held, self._value(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held."""
        value = self._value(event.position().x())
        if self._held == 2:
            start, low, high = self._held_at
            shift = min(max(value - start, self._axis[0] - low), self._axis[1] - high)
            self.moved.emit(low + shift, high + shift)
        elif self._held is not None:
            self._ask(self._held, value)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._held = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """All again."""
        if not self._is_fixed:
            self.reset_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose and move handles."""
        key, span = event.key(), self._axis[1] - self._axis[0]
        steps = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        if self._is_fixed:
            event.ignore()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._chosen = int(key == Qt.Key.Key_Up)
            self.update()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            sign = 1 if key == Qt.Key.Key_Right else -1
            self._ask(self._chosen, self._limits[self._chosen] + sign * steps * _STEP * span)
        elif key == Qt.Key.Key_Home:
            self.reset_asked.emit()
        else:
            event.ignore()

    def _ask(self, handle: int, value: float) -> None:
        low, high = self._limits
        least = (self._axis[1] - self._axis[0]) / 500
        if handle == 0:
            low = min(max(value, self._axis[0]), high - least)
        else:
            high = max(min(value, self._axis[1]), low + least)
        self.moved.emit(low, high)

    # --- painting ------------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        """Name, counts, handles, numbers."""
        theme, painter = active_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(theme.small))
        painter.setPen(theme.colour("text" if self.hasFocus() else "dim"))
        box = QRectF(8, 0, _LEFT - 12, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._name)
        bottom, top = self.height() - 15.0, 4.0
        width = (self.width() - _LEFT - _RIGHT) / _BINS
        most = max(float(self._counts.max()), 1e-9)
        low, high = (self._x(limit) for limit in self._limits)
        for place, count in enumerate(self._counts):
            left = _LEFT + place * width
            tall = (bottom - top) * count / most
            is_in = low - 1 <= left + width / 2 <= high + 1
            painter.fillRect(
                QRectF(left, bottom - tall, max(width - 0.5, 0.5), tall), theme.colour("dim" if is_in else "border")
            )
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.drawLine(QPointF(_LEFT, bottom), QPointF(self.width() - _RIGHT, bottom))
        if self._mark is not None and self._axis[0] <= self._mark <= self._axis[1]:
            painter.setPen(QPen(theme.colour("anomaly"), 1.5))
            painter.drawLine(QPointF(self._x(self._mark), top), QPointF(self._x(self._mark), bottom))
        if not self._is_fixed:
            for handle, x in enumerate((low, high)):
                is_chosen = self.hasFocus() and handle == self._chosen
                painter.setPen(QPen(theme.colour("accent"), 3 if is_chosen else 1.5))
                painter.drawLine(QPointF(x, top - 2), QPointF(x, bottom + 3))
        self._paint_numbers(painter, bottom)

    def _paint_numbers(self, painter: QPainter, bottom: float) -> None:
        painter.setPen(active_theme().colour("dim"))
        box = QRectF(_LEFT, bottom + 1, self.width() - _LEFT - _RIGHT, 14)
        low, high = self._limits
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft, f"{numeral(low, ',.4g')}")
        painter.drawText(box, Qt.AlignmentFlag.AlignRight, f"{numeral(high, ',.4g')} {self._unit}".strip())

    def _x(self, value: float) -> float:
        span = max(self._axis[1] - self._axis[0], 1e-12)
        return _LEFT + (min(max(value, self._axis[0]), self._axis[1]) - self._axis[0]) / span * self._room

    def _value(self, x: float) -> float:
        share = min(max((x - _LEFT) / self._room, 0.0), 1.0)
        return self._axis[0] + share * (self._axis[1] - self._axis[0])

    @property
    def _room(self) -> float:
        return max(self.width() - _LEFT - _RIGHT, 1.0)
