"""What mouse and keys do in a view: pan, zoom, window, cursor, crosshair, planes; tools have a file of their own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent

from app.measuring import Measurement
from app.planes import Place, Plane
from app.state import AppState
from app.styles import Compare
from app.viewing import Drag, Tool
from app.views.camera import MAX_ZOOM, Camera
from app.views.section import Role, SectionView
from app.views.tools import CLICK, ToolHand
from core.records import Region

SWIPE_GRAB = 6.0  # px on either side of the swipe line where the mouse takes it


_PLANE_STEP = 6.0  # px of a drag that goes through the planes
_TRIGGERS = {
    Qt.MouseButton.LeftButton: "left",
    Qt.MouseButton.MiddleButton: "middle",
    Qt.MouseButton.RightButton: "right",
}


class GestureView(SectionView):
    """Dragging does what the profile's mouse map says, unless a tool is in hand; the wheel zooms or goes through the
    planes of a volume.
    """

    def __init__(
        self,
        state: AppState,
        slot: int,
        camera: Camera,
        plane: Plane | None = None,
        role: Role = Role.SENSOR,
    ) -> None:
        super().__init__(state, slot, camera, plane, role)
        self.hand = ToolHand(self)
        self.is_windowing = False  # the mouse is setting window and level
        self._drag: tuple[Drag, QPointF] | None = None
        self._pressed_at = QPointF()
        self._is_swiping = False
        self._kept: dict[object, object] = {}

    def remember(self, key: object, make: Callable[[], object]) -> object:
        """What `make` returns, made once for what is on screen now."""
        whole = (key, self.state.place, self.state.volume, id(self.state.loaded))
        if whole not in self._kept:
            if len(self._kept) > 32:
                self._kept.clear()
            self._kept[whole] = make()
        return self._kept[whole]

    def shows(self, measurement: Measurement) -> bool:
        """Whether a measurement lies in what is shown."""
        if measurement.modality != ("" if self.is_linked else self.view.modality):
            return False
        return all(abs(self.locate(spot)[1]) <= 0.5 for spot in measurement.points)

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
        """Start a drag, or use the tool."""
        trigger = _TRIGGERS.get(event.button())
        if trigger is None:
            return
        position, keys = event.position(), event.modifiers()
        if trigger == "left" and keys & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier):
            trigger = "shift_left" if keys & Qt.KeyboardModifier.ShiftModifier else "ctrl_left"
        self._is_swiping = trigger == "left" and self._is_on_swipe(position)
        if trigger == "left" and not self._is_swiping and self.hand.press(position):
            return
        drag: Drag = getattr(self.state.viewing.mouse, trigger)
        has_window = self.view.is_volume or self.view.pixels.ndim == 2
        if (drag is Drag.WINDOW and not has_window) or (drag is Drag.PLANES and not self.view.is_volume):
            drag = Drag.PAN
        self._drag, self._pressed_at = (drag, position), position
        self.is_windowing = drag is Drag.WINDOW
        if self._moves_crosshair():
            self._put_crosshair(position)

    def _is_on_swipe(self, position: QPointF) -> bool:
        return self.state.overlay.compare is Compare.SWIPE and abs(position.x() - self.swipe_x()) <= SWIPE_GRAB

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Use the tool, pan, zoom, set the window, go through planes, move the crosshair or the cursor."""
        position = event.position()
        if self.hand.move(position, is_pressed=bool(event.buttons())) or self._drag is None:
            self.put_cursor(self.pixel_at(position))
            self._show_pointer(is_on_swipe=self._is_on_swipe(position))
            return
        drag, last = self._drag
        delta = position - last
        if self._is_swiping:
            share = (position.x() - self.canvas().left()) / max(self.canvas().width(), 1)
            self.state.set_overlay(swipe=min(max(share, 0.0), 1.0))
        elif drag is Drag.WINDOW:
            self._drag_window(delta)
        elif drag is Drag.ZOOM:
            self.zoom_by(1.01 ** -delta.y())
        elif drag is Drag.PLANES:
            steps = round(-delta.y() / _PLANE_STEP)
            if steps == 0:
                return  # the way so far is kept
            self.state.step_plane(steps, self.own_plane)
        elif self._moves_crosshair():
            self._put_crosshair(position)
        else:
            self._pan(delta)
        self._drag = (drag, position)

    def _pan(self, delta: QPointF) -> None:
        height, width = self.plane_size()
        scale_x, scale_y = self.pixel_size()
        u, v = self.camera.centre
        self.camera.look_at((u - delta.x() / (width * scale_x), v - delta.y() / (height * scale_y)), self.camera.zoom)

    def _show_pointer(self, *, is_on_swipe: bool = False) -> None:
        """The mouse's own shape: what a drag would do."""
        shape = Qt.CursorShape.ArrowCursor if self.state.viewing.tool is Tool.MOVE else Qt.CursorShape.CrossCursor
        shape = Qt.CursorShape.SplitHCursor if is_on_swipe else shape
        if self.cursor().shape() != shape:
            self.setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag; a click chooses the region under the mouse."""
        if self._drag is not None and (event.position() - self._pressed_at).manhattanLength() <= CLICK:
            self._choose_region(event.position())
        self._drag, self._is_swiping, self.is_windowing = None, False, False
        self.hand.release(event.position())
        self.put_cursor(self.pixel_at(event.position()))

    def _choose_region(self, position: QPointF) -> None:
        """The row of the region goes where the click went, as clicks in the row bring the views there."""
        pixel = self.pixel_at(position)
        if pixel is None or not self.is_linked:
            return
        spot = self.spot_at(position)
        place = (round(spot[0]), round(spot[1]), round(spot[2]))
        here = [region for region in self.state.regions if _holds(region, place)]
        if here:
            self.state.select_region(min(here, key=lambda region: region.area_px))

    def _moves_crosshair(self) -> bool:
        return (
            self.own_plane is not None
            and not self._is_swiping
            and self._drag is not None
            and self._drag[0] is Drag.MOVE
        )

    def _put_crosshair(self, position: QPointF) -> None:
        """Cut the other two planes through what lies under the mouse."""
        pixel = self.pixel_at(position)
        if pixel is not None and self.cut is not None:
            self.state.set_place(self.cut.place(*pixel, self.plane_index(), self.view.size))
            self.put_cursor(pixel)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Close the area being drawn; else fill the centre with this tile, or go back to all."""
        if not self.hand.double_click():
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
        if self.hand.key(event):
            return
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
            if self.hand.points:
                self.hand.follow_cursor()

    def zoom_by(self, factor: float, anchor: QPointF | None = None) -> None:
        """Zoom; what is under the anchor (default: the middle) stays where it is."""
        anchor = anchor or QRectF(self.canvas()).center()
        inverse, _ = self.to_screen().inverted()
        place = inverse.map(anchor)
        height, width = self.plane_size()
        u, v = place.x() / width, place.y() / height
        old = self.camera.zoom
        zoom = min(max(old * factor, min(1.0, old)), MAX_ZOOM)
        keep = old / zoom
        centre = self.camera.centre
        self.camera.look_at((u + (centre[0] - u) * keep, v + (centre[1] - v) * keep), zoom)

    def zoom_to(self, box: QRectF) -> None:
        """Show a rectangle of the widget as large as it goes."""
        inverse, _ = self.to_screen().inverted()
        place, area = inverse.map(box.center()), self.canvas()
        height, width = self.plane_size()
        factor = min(area.width() / max(box.width(), 1.0), area.height() / max(box.height(), 1.0))
        self.camera.look_at((place.x() / width, place.y() / height), self.camera.zoom * factor)

    def zoom_to_pixels(self, per_pixel: float) -> None:
        """Draw every pixel of the view on so many pixels of the screen; the middle stays."""
        scale = max(self.pixel_size()) * self.devicePixelRatioF()
        self.camera.look_at(self.camera.centre, self.camera.zoom * per_pixel / scale)

    def _drag_window(self, delta: QPointF) -> None:
        """Right: narrower or wider; down: brighter or darker, in steps of the present width."""
        if self.view.pixels.ndim == 3 and not self.view.is_volume:
            return
        low, high = self.grey_window
        first, last = self.view.display_range
        width = max((high - low) * 1.01 ** delta.x(), (last - first) * 1e-3)
        level = (low + high) / 2 + delta.y() * width / 300
        self.state.set_window(self.view.modality, (level - width / 2, level + width / 2))


def _holds(region: Region, place: Place) -> bool:
    """Whether a region's box holds a voxel (slice, row, column)."""
    x0, y0, x1, y1 = region.bbox
    return region.slice_index in (None, place[0]) and y0 <= place[1] < y1 and x0 <= place[2] < x1
