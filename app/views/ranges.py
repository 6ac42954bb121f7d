"""Histogram of the anomaly map over the colour bar: the range of the colours and the clip range are dragged on it."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.colour_scales import base_scale
from app.i18n import later, numeral, tr
from app.prepare import base_parts
from app.render import ColourScale, colour_table
from app.state import AppState
from app.theme import active_theme
from app.views.colours import mixed

BAR_LEFT = BAR_RIGHT = 12  # px beside the colour bar, so that both share their axis
_BINS = 240
_SAMPLED = 400_000  # values that a histogram is made of at most
_GRAB = 7.0  # px on either side of a handle


class Handle(StrEnum):
    """What can be dragged."""

    LOW = "display_low"
    HIGH = "display_high"
    CLIP_LOW = "clip_low"
    CLIP_HIGH = "clip_high"


_WORDS = {
    Handle.LOW: later("first colour"),
    Handle.HIGH: later("last colour"),
    Handle.CLIP_LOW: later("nothing is drawn below"),
    Handle.CLIP_HIGH: later("nothing is drawn above"),
}


def sampled_counts(values: NDArray[np.float32], scale: ColourScale, bins: int = _BINS) -> tuple[NDArray[np.int64], int]:
    """Counts [bins] of a map over the places 0..1 of a scale, and every how manyeth value was counted."""
    flat = values.reshape(-1)
    step = max(flat.size // _SAMPLED, 1)
    picked = flat[::step]
    picked = picked[np.isfinite(picked)]
    counts, _ = np.histogram(scale.position(picked), bins=bins, range=(0.0, 1.0))
    return counts.astype(np.int64), step


class RangeHistogram(QWidget):
    """Reads the state; writes only the two ranges of the view style.

    The upper handles are the ends of the colours, the lower ones the clip range. Tab chooses a handle, Left and Right
    move it (with Shift ten times as far), Home takes its range away; a double click does so too.
    """

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self._state = state
        self.is_log = True
        self.chosen = Handle.LOW
        self._held: Handle | None = None
        self._counts: tuple[object, NDArray[np.int64], int] | None = None
        self.setObjectName("range_histogram")
        self.hide()  # until it is asked for
        self.setAccessibleName(tr("Histogram of the anomaly map with the range of the colours and the clip range"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(
            tr(
                "Upper handles: ends of the colours. Lower handles: outside nothing is drawn.\n"
                "Left and Right move the chosen handle, Up and Down choose another, Home or a double click resets."
            )
        )
        for signal in (state.result_changed, state.map_grew, state.overlay_changed, state.threshold_changed):
            signal.connect(self.update)
        state.viewing.style_changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Above the colour bar."""
        return QSize(360, 92)

    # --- geometry ------------------------------------------------------------------------------------------------
    def scale(self) -> ColourScale | None:
        """The scale over its whole range: the axis."""
        parts = base_parts(self._state)
        return base_scale(self._state.viewing.style.scale, *parts) if parts is not None else None

    def _plot(self) -> QRectF:
        return QRectF(BAR_LEFT, 16, self.width() - BAR_LEFT - BAR_RIGHT, self.height() - 32)

    def values(self) -> dict[Handle, float]:
        """Where the handles are, in map values."""
        scale, style = self.scale(), self._state.viewing.style
        if scale is None:
            return {}
        ends = float(scale.values[0]), scale.top
        low, high = style.display or ends
        clip_low, clip_high = style.clip or (-np.inf, np.inf)
        return {Handle.LOW: low, Handle.HIGH: high, Handle.CLIP_LOW: clip_low, Handle.CLIP_HIGH: clip_high}

    def x_of(self, value: float) -> float:
        """Widget x of a map value; beyond the axis it stays at the edge."""
        scale, plot = self.scale(), self._plot()
        if scale is None or not np.isfinite(value):
            return plot.left() if value < 0 else plot.right()
        return plot.left() + float(scale.position(value)) * plot.width()

    def _handle_at(self, position: QPointF) -> Handle | None:
        upper = position.y() < self.height() / 2
        pair = (Handle.LOW, Handle.HIGH) if upper else (Handle.CLIP_LOW, Handle.CLIP_HIGH)
        values = self.values()
        near = [handle for handle in pair if values and abs(self.x_of(values[handle]) - position.x()) <= _GRAB]
        return min(near, key=lambda handle: abs(self.x_of(values[handle]) - position.x()), default=None)

    # --- input ---------------------------------------------------------------------------------------------------
    def move_handle(self, handle: Handle, place: float) -> None:
        """Put a handle on a place 0..1 of the axis; it stops at its partner."""
        scale = self.scale()
        if scale is None:
            return
        values, value = self.values(), scale.value(min(max(place, 0.0), 1.0))
        viewing = self._state.viewing
        if handle in (Handle.LOW, Handle.HIGH):
            ends = (value, values[Handle.HIGH]) if handle is Handle.LOW else (values[Handle.LOW], value)
            is_whole = ends[0] <= scale.values[0] and ends[1] >= scale.top
            if scale.position(ends[1]) - scale.position(ends[0]) >= 1 / _BINS:
                viewing.set_style(display=None if is_whole else ends)
            return
        ends = (value, values[Handle.CLIP_HIGH]) if handle is Handle.CLIP_LOW else (values[Handle.CLIP_LOW], value)
        low = -np.inf if ends[0] <= scale.values[0] else ends[0]
        high = np.inf if ends[1] >= scale.top else ends[1]
        if low < high:
            viewing.set_style(clip=None if np.isinf(low) and np.isinf(high) else (low, high))

    def reset(self, handle: Handle) -> None:
        """The whole range again."""
        if handle in (Handle.LOW, Handle.HIGH):
            self._state.viewing.set_style(display=None)
        else:
            self._state.viewing.set_style(clip=None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the handle under the mouse."""
        self._held = self._handle_at(event.position())
        if self._held is not None:
            self.chosen = self._held
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it, or show that it could be dragged."""
        if self._held is not None:
            plot = self._plot()
            self.move_handle(self._held, (event.position().x() - plot.left()) / max(plot.width(), 1.0))
        elif self._handle_at(event.position()) is not None:
            self.setCursor(Qt.CursorShape.SplitHCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._held = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the range of the handle away."""
        self.reset(self._handle_at(event.position()) or self.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose and move handles."""
        handles, key, scale = list(Handle), event.key(), self.scale()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.chosen = handles[(handles.index(self.chosen) + step) % len(handles)]
            self.setAccessibleDescription(tr(_WORDS[self.chosen]))
            self.update()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and scale is not None:
            stride = (10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1) / _BINS
            plot = self._plot()
            here = (self.x_of(self.values()[self.chosen]) - plot.left()) / max(plot.width(), 1.0)
            self.move_handle(self.chosen, here + (stride if key == Qt.Key.Key_Right else -stride))
        elif key == Qt.Key.Key_Home:
            self.reset(self.chosen)
        else:
            super().keyPressEvent(event)

    def set_log(self, is_log: bool) -> None:
        """Heights as log(1 + count)."""
        self.is_log = is_log
        self.update()

    # --- painting ------------------------------------------------------------------------------------------------
    def _shown_counts(self, scale: ColourScale) -> tuple[NDArray[np.int64], int]:
        """Made once for a map and scale."""
        result, growing = self._state.result, self._state.growing
        values = result.anomaly_map if result is not None else growing.partial.anomaly_map if growing else None
        if values is None:
            return np.zeros(_BINS, np.int64), 1
        key = (id(values), self._state.viewing.style.scale, scale.top, growing)
        if self._counts is None or self._counts[0] != key:
            self._counts = (key, *sampled_counts(values, scale))
        return self._counts[1], self._counts[2]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bars in the colours they stand for, what is clipped in grey, four handles."""
        theme, painter = active_theme(), QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.setFont(theme.font(theme.small))
        scale = self.scale()
        if scale is None:
            painter.setPen(theme.colour("dim"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("The histogram appears with the result"))
            return
        plot, values = self._plot(), self.values()
        counts, step = self._shown_counts(scale)
        tallest = max(int(counts.max()), 1)
        table = colour_table(self._state.overlay.colour_map)
        first, last = (float(scale.position(values[handle])) for handle in (Handle.LOW, Handle.HIGH))
        width, grey = plot.width() / _BINS, mixed(theme.colour("surface"), theme.colour("text"), 0.25)
        for place, count in enumerate(counts.tolist()):
            if not count:
                continue
            share = np.log1p(count) / np.log1p(tallest) if self.is_log else count / tallest
            middle = (place + 0.5) / _BINS
            value = scale.value(middle)
            inside = values[Handle.CLIP_LOW] <= value <= values[Handle.CLIP_HIGH]
            entry = int(255 * min(max((middle - first) / max(last - first, 1e-6), 0.0), 1.0))
            colour = QColor(*(int(level) for level in table[entry])) if inside else grey
            left, height = plot.left() + place * width, max(float(share) * plot.height(), 1.0)
            painter.fillRect(QRectF(left, plot.bottom() - height, width + 0.3, height), colour)
        painter.setPen(theme.colour("border"))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        threshold = self._state.threshold
        if threshold is not None:
            painter.setPen(QPen(theme.colour("anomaly"), 1, Qt.PenStyle.DashLine))
            x = self.x_of(threshold)
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        for handle in Handle:
            self._paint_handle(painter, handle, values[handle], plot)
        painter.setPen(theme.colour("dim"))
        words = f"{tr(_WORDS[self.chosen])} {_number(values[self.chosen])}"
        if step > 1:
            words += tr("  ·  1 of {step:,} values counted", step=step)
        painter.drawText(plot.adjusted(4, 0, -14, 0), Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, words)
        if self.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_handle(self, painter: QPainter, handle: Handle, value: float, plot: QRectF) -> None:
        theme, x = active_theme(), self.x_of(value)
        is_upper = handle in (Handle.LOW, Handle.HIGH)
        tip, base = (plot.top(), plot.top() - 11) if is_upper else (plot.bottom() + 1, plot.bottom() + 12)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("text"), 1))
        painter.setBrush(theme.colour("accent" if handle is self.chosen else "raised"))
        painter.drawPolygon(QPolygonF([QPointF(x - 5, base), QPointF(x + 5, base), QPointF(x, tip)]))
        if np.isfinite(value):
            painter.setPen(QPen(theme.colour("text"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _number(value: float) -> str:
    return f"{numeral(value, '.3g')}" if np.isfinite(value) else tr("(off)")
