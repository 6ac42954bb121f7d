"""What mouse and keys do in a view: pan, zoom, window and level, cursor, crosshair, going through planes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent

from app.styles import Compare
from app.views.camera import MAX_ZOOM
from app.views.section import SectionView

SWIPE_GRAB = 6.0  # px on either side of the swipe line where the mouse takes it


class GestureView(SectionView):
    """Left drag pans (in three planes it moves the crosshair), middle drag pans, right or Shift drag sets the window,
    the wheel zooms or goes through the planes of a volume.
    """

    _drag: tuple[Qt.MouseButton, QPointF] | None = None
    _is_swiping = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Of three planes, the one with the keyboard is the one that slice strip and cine go through."""
        if self.own_plane is not None:
            self.state.set_volume_style(plane=self.own_plane)
        super().focusInEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The cursor goes with the mouse."""
        self.put_cursor(None)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Keys go to the view under the mouse, unless someone is typing elsewhere."""
        if not self.hasFocus() and isinstance(self.focusWidget(), GestureView):
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start a drag."""
        button = event.button()
        if button == Qt.MouseButton.LeftButton and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            button = Qt.MouseButton.RightButton
        self._drag = (button, event.position())
        self._is_swiping = button == Qt.MouseButton.LeftButton and self._is_on_swipe(event.position())
        if self._moves_crosshair():
            self._put_crosshair(event.position())

    def _is_on_swipe(self, position: QPointF) -> bool:
        return self.state.overlay.compare is Compare.SWIPE and abs(position.x() - self.swipe_x()) <= SWIPE_GRAB

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, set the window, move the crosshair or the cursor."""
        if self._drag is None:
            self.put_cursor(self.pixel_at(event.position()))
            if self._is_on_swipe(event.position()) != self.testAttribute(Qt.WidgetAttribute.WA_SetCursor):
                if self._is_on_swipe(event.position()):
                    self.setCursor(Qt.CursorShape.SplitHCursor)
                else:
                    self.unsetCursor()
            return
        button, last = self._drag
        self._drag = (button, event.position())
        delta = event.position() - last
        if self._is_swiping:
            share = (event.position().x() - self.canvas().left()) / max(self.canvas().width(), 1)
            self.state.set_overlay(swipe=min(max(share, 0.0), 1.0))
        elif button == Qt.MouseButton.RightButton:
            self._drag_window(delta)
        elif self._moves_crosshair():
            self._put_crosshair(event.position())
        else:
            height, width = self.plane_size()
            scale_x, scale_y = self.pixel_size()
            u, v = self.camera.centre
            self.camera.look_at(
                (u - delta.x() / (width * scale_x), v - delta.y() / (height * scale_y)), self.camera.zoom
            )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag."""
        self._drag, self._is_swiping = None, False
        self.put_cursor(self.pixel_at(event.position()))

    def _moves_crosshair(self) -> bool:
        return (
            self.own_plane is not None
            and not self._is_swiping
            and self._drag is not None
            and self._drag[0] == Qt.MouseButton.LeftButton
        )

    def _put_crosshair(self, position: QPointF) -> None:
        """Cut the other two planes through what lies under the mouse."""
        pixel = self.pixel_at(position)
        if pixel is not None and self.cut is not None:
            self.state.set_place(self.cut.place(*pixel, self.plane_index(), self.view.size))
            self.put_cursor(pixel)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fill the centre with this tile, or go back to all."""
        self.maximise_requested.emit(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the mouse; in a volume go through the slices, and zoom with Ctrl."""
        steps = event.angleDelta().y() / 120.0
        if self.view.is_volume and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.state.step_plane(1 if steps > 0 else -1, self.own_plane)
            self.put_cursor(self.pixel_at(event.position()))
        else:
            self.zoom_by(1.2**steps, event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the cursor (Ctrl: always; without it Up and Down go through the slices of a volume)."""
        moves = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        move = moves.get(Qt.Key(event.key()))
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if move is None:
            super().keyPressEvent(event)
        elif self.view.is_volume and move[1] and not control:
            self.state.step_plane(-move[1], self.own_plane)
        else:
            height, width = self.plane_size()
            x, y = self.cursor_pixel() or (width // 2, height // 2)
            stride = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            x, y = x + stride * move[0], y + stride * move[1]
            self.put_cursor((min(max(x, 0), width - 1), min(max(y, 0), height - 1)))

    def zoom_by(self, factor: float, anchor: QPointF | None = None) -> None:
        """Zoom; what is under the anchor (default: the middle) stays where it is."""
        anchor = anchor or QRectF(self.canvas()).center()
        inverse, _ = self.to_screen().inverted()
        place = inverse.map(anchor)
        height, width = self.plane_size()
        u, v = place.x() / width, place.y() / height
        old = self.camera.zoom
        zoom = min(max(old * factor, 1.0), MAX_ZOOM)
        keep = old / zoom
        centre = self.camera.centre
        self.camera.look_at((u + (centre[0] - u) * keep, v + (centre[1] - v) * keep), zoom)

    def _drag_window(self, delta: QPointF) -> None:
        """Right: narrower or wider; down: brighter or darker, in steps of the present width."""
        if self.view.pixels.ndim == 3 and not self.view.is_volume:
            return
        low, high = self.grey_window
        first, last = self.view.display_range
        width = max((high - low) * 1.01 ** delta.x(), (last - first) * 1e-3)
        level = (low + high) / 2 + delta.y() * width / 300
        self.state.set_window(self.view.modality, (level - width / 2, level + width / 2))
