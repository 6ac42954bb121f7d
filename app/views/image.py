"""One modality on screen: picture, map overlay, outlines, cursor, read-out; pan and zoom are shared between views."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.prepare import prepare_overlay
from app.render import (
    colour_bytes,
    colour_image,
    grey_image,
    index_image,
    outline_image,
    overlay_image,
    screen_map,
    window_grey,
)
from app.state import AppState, Cursor
from app.theme import active_theme
from app.views import marks
from app.views.camera import MAX_ZOOM, Camera
from app.views.readout import header_detail, readout
from core.records import View, modality_info

HEADER, FOOTER = 28, 24  # px


class ImageView(QWidget):
    """A tile with one modality. Left drag pans, right or Shift drag sets the window, wheel zooms or changes the slice.

    Args:
        state: Read for everything shown; cursor and slice are written.
        slot: Which view of the loaded sample.
        camera: Shared with the other tiles when the same pixel shows the same place in all of them.
    """

    maximise_requested = Signal(int)  # slot

    def __init__(self, state: AppState, slot: int, camera: Camera) -> None:
        super().__init__()
        assert state.loaded is not None
        self.state, self.slot, self._camera = state, slot, camera
        self.view: View = state.loaded.views[slot]
        self._is_linked = state.loaded.sample.is_registered or slot == 0
        self._low, self._high = self.view.display_range
        self._base: QImage | None = None
        self._overlay: QImage | None = None
        self._screen_map: NDArray[np.float32] | None = None  # the map at the present size and zoom
        self._outline: QImage | None = None
        self._scene: QPixmap | None = None  # picture and overlay at the present size and zoom
        self._own_cursor: tuple[int, int] | None = None  # of a view that shares no pixels with the reference view
        self._drag: tuple[Qt.MouseButton, QPointF] | None = None
        info = modality_info(self.view.modality)
        self.setObjectName(f"view_{self.view.modality}")
        self.setAccessibleName(f"{info.label} view")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 140)
        camera.changed.connect(self._on_camera_changed)
        state.slice_changed.connect(self._on_slice_changed)
        state.result_changed.connect(self._on_overlay_changed)
        state.overlay_changed.connect(self._on_overlay_changed)
        state.threshold_changed.connect(self._on_threshold_changed)
        state.cursor_changed.connect(self.update)
        state.regions_changed.connect(self.update)
        state.selected_region_changed.connect(self.update)

    # --- what is shown -------------------------------------------------------------------------------------------
    def sizeHint(self) -> QSize:
        """Enough for a 256-pixel image at its own size."""
        return QSize(320, 300)

    @property
    def grey_window(self) -> tuple[float, float]:
        """Values drawn black and white."""
        return self._low, self._high

    def set_window(self, low: float, high: float) -> None:
        """Draw values between low and high as black to white."""
        if high - low > 1e-9 and (low, high) != (self._low, self._high):
            self._low, self._high = low, high
            self._base = self._scene = None
            self.update()

    def reset_window(self) -> None:
        """Back to the window of the file."""
        self.set_window(*self.view.display_range)

    def plane(self) -> NDArray[np.float32] | NDArray[np.uint8]:
        """The pixels on screen: [H, W] or [H, W, 3]."""
        return self.view.pixels[self.state.slice_index] if self.view.is_volume else self.view.pixels

    def shown_map(self) -> NDArray[np.float32] | None:
        """The map drawn over this view, in its own geometry or in that of the first view: [h, w]."""
        result = self.state.result
        if result is None:
            return None
        values = result.anomaly_map if not self.shows_own_map() else result.modality_maps.get(self.view.modality)
        if values is None:
            return None
        return values[self.state.slice_index] if values.ndim == 3 else values

    def shows_own_map(self) -> bool:
        """Whether the map is that of this sensor alone; always so where pixels of the sensors do not correspond."""
        return self.state.overlay.shows_sensor_map or not self._is_linked

    def _picture(self) -> QImage:
        if self._base is None:
            plane = self.plane()
            prepared = self.state.pictures
            ready = prepared.pictures.get(self.view.modality) if prepared and self._has_file_window() else None
            if plane.ndim == 3:
                pixels = ready if ready is not None else colour_bytes(plane, self._low, self._high)
                self._base = colour_image(pixels)
            else:
                grey = ready if ready is not None else window_grey(plane.astype(np.float32), self._low, self._high)
                self._base = grey_image(grey, active_theme().colour("missing"))
        return self._base

    def _has_file_window(self) -> bool:
        return (self._low, self._high) == self.view.display_range

    def _map_picture(self) -> QImage | None:
        style = self.state.overlay
        values = self.shown_map()
        if values is None or not style.is_visible or style.opacity <= 0:
            return None
        if self._overlay is None and self.state.result is not None:
            colours = self.state.colours or prepare_overlay(self.state.result)
            ready = colours.sensors.get(self.view.modality) if self.shows_own_map() else colours.fused
            indices = ready if ready is not None else index_image(values, colours.scale)
            self._overlay = overlay_image(indices, style.colour_map, style.opacity)
        return self._overlay

    def _outlines(self) -> QImage | None:
        values, threshold = self.shown_map(), self.state.threshold
        if values is None or threshold is None or not self.state.overlay.shows_outlines:
            return None
        if self._outline is None:
            if self._screen_map is None:
                ratio, area = self.devicePixelRatioF(), self.canvas()
                height, width = self.plane().shape[:2]
                transform = QTransform.fromScale(width / values.shape[1], height / values.shape[0]) * self.to_screen()
                transform *= QTransform.fromTranslate(-area.left(), -area.top()) * QTransform.fromScale(ratio, ratio)
                size = (max(round(area.height() * ratio), 1), max(round(area.width() * ratio), 1))
                self._screen_map = screen_map(values, transform, size)
            self._outline = outline_image(self._screen_map, threshold, active_theme().colour("outline")) or QImage()
            self._outline.setDevicePixelRatio(self.devicePixelRatioF())
        return self._outline

    # --- geometry ------------------------------------------------------------------------------------------------
    def canvas(self) -> QRect:
        """The part of the tile that shows pixels."""
        return self.rect().adjusted(0, HEADER, 0, -FOOTER)

    def pixel_size(self) -> tuple[float, float]:
        """Screen pixels per image pixel, x and y, with the true aspect ratio of the spacing."""
        height, width = self.plane().shape[:2]
        row_mm, column_mm = self.view.spacing_mm[-2:] if self.view.spacing_mm else (1.0, 1.0)
        area = self.canvas()
        fit = min(area.width() / (width * column_mm), area.height() / (height * row_mm)) * self._camera.zoom
        return fit * column_mm, fit * row_mm

    def to_screen(self) -> QTransform:
        """Image pixels (x, y) -> widget coordinates."""
        height, width = self.plane().shape[:2]
        scale_x, scale_y = self.pixel_size()
        middle = QRectF(self.canvas()).center()
        u, v = self._camera.centre
        # At zoom 1 the view is centred; the camera's centre counts only once there is something to pan.
        left = middle.x() - u * width * scale_x
        top = middle.y() - v * height * scale_y
        return QTransform(scale_x, 0, 0, scale_y, left, top)

    def pixel_at(self, position: QPointF) -> tuple[int, int] | None:
        """Column and row under a widget position; None outside the image."""
        inverse, _ = self.to_screen().inverted()
        place = inverse.map(position)
        height, width = self.plane().shape[:2]
        x, y = int(np.floor(place.x())), int(np.floor(place.y()))
        inside = 0 <= x < width and 0 <= y < height and self.canvas().contains(position.toPoint())
        return (x, y) if inside else None

    def cursor_pixel(self) -> tuple[int, int] | None:
        """Column and row of the cursor in this view."""
        if not self._is_linked:
            return self._own_cursor
        cursor, loaded = self.state.cursor, self.state.loaded
        if cursor is None or loaded is None:
            return None
        (reference_height, reference_width), (height, width) = loaded.views[0].size[-2:], self.view.size[-2:]
        x = int((cursor.x + 0.5) * width / reference_width)
        y = int((cursor.y + 0.5) * height / reference_height)
        return min(max(x, 0), width - 1), min(max(y, 0), height - 1)

    def put_cursor(self, pixel: tuple[int, int] | None) -> None:
        """Place the cursor, here and in all linked views."""
        loaded = self.state.loaded
        if not self._is_linked:
            self._own_cursor = pixel
            self.update()
        elif pixel is None or loaded is None:
            self.state.set_cursor(None)
        else:
            (reference_height, reference_width), (height, width) = loaded.views[0].size[-2:], self.view.size[-2:]
            x = int((pixel[0] + 0.5) * reference_width / width)
            y = int((pixel[1] + 0.5) * reference_height / height)
            self.state.set_cursor(Cursor(x, y, self.state.slice_index))

    # --- painting ------------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        """Scene from the cache, everything that follows mouse and threshold on top."""
        theme = active_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("canvas"))
        area = self.canvas()
        painter.drawPixmap(area.topLeft(), self._scene_pixmap())
        painter.setClipRect(area)
        transform = self.to_screen()
        outlines = self._outlines()
        if outlines is not None:
            painter.drawImage(area.topLeft(), outlines)
        if self._is_linked:
            marks.paint_regions(painter, self.state, self.view, transform, theme)
        pixel = self.cursor_pixel()
        if pixel is not None:
            marks.paint_cross(painter, transform.mapRect(QRectF(pixel[0], pixel[1], 1, 1)), area, theme)
        marks.paint_letters(painter, self.view, area, theme)
        marks.paint_scale_bar(painter, self.view, self.pixel_size()[0], area, theme)
        painter.setClipping(False)
        self._paint_bars(painter, pixel)
        if self.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _scene_pixmap(self) -> QPixmap:
        if self._scene is None:
            area, ratio = self.canvas(), self.devicePixelRatioF()
            scene = QPixmap(area.size() * ratio)
            scene.setDevicePixelRatio(ratio)
            scene.fill(active_theme().colour("canvas"))
            painter = QPainter(scene)
            transform = self.to_screen() * QTransform.fromTranslate(-area.left(), -area.top())
            height, width = self.plane().shape[:2]
            # Above 8 screen pixels a pixel, single pixels are what the eye is after; below, edges should look smooth.
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.pixel_size()[0] < 8)
            painter.setTransform(transform)
            painter.drawImage(QRectF(0, 0, width, height), self._picture())
            overlay = self._map_picture()
            if overlay is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(QRectF(0, 0, width, height), overlay)
            painter.end()
            self._scene = scene
        return self._scene

    def _paint_bars(self, painter: QPainter, pixel: tuple[int, int] | None) -> None:
        header, footer = QRect(self.rect()), QRect(self.rect())
        header.setHeight(HEADER)
        footer.setTop(self.rect().bottom() - FOOTER + 1)
        marks.paint_header(painter, header, modality_info(self.view.modality).label, header_detail(self))
        marks.paint_footer(painter, footer, readout(self, self.state, pixel))

    # --- state -> view -------------------------------------------------------------------------------------------
    def _on_camera_changed(self) -> None:
        self._scene = self._screen_map = self._outline = None
        self.update()

    def _on_slice_changed(self, _index: int) -> None:
        if self.view.is_volume:
            self._base = None
            self._on_overlay_changed()

    def _on_overlay_changed(self) -> None:
        self._overlay = self._scene = self._screen_map = self._outline = None
        self.update()

    def _on_threshold_changed(self, _value: float) -> None:
        self._outline = None
        self.update()

    # --- hand -> view --------------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything must be drawn anew."""
        self._scene = self._screen_map = self._outline = None

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has another canvas colour."""
        if event.type() == QEvent.Type.StyleChange:
            self._base = self._scene = self._outline = None
        super().changeEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The cursor goes with the mouse."""
        self.put_cursor(None)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Keys go to the view under the mouse, unless someone is typing elsewhere."""
        if not self.hasFocus() and isinstance(self.focusWidget(), ImageView):
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start a drag."""
        button = event.button()
        if button == Qt.MouseButton.LeftButton and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            button = Qt.MouseButton.RightButton
        self._drag = (button, event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, set the window, or move the cursor."""
        if self._drag is None:
            self.put_cursor(self.pixel_at(event.position()))
            return
        button, last = self._drag
        self._drag = (button, event.position())
        delta = event.position() - last
        if button == Qt.MouseButton.RightButton:
            self._drag_window(delta)
        else:
            height, width = self.plane().shape[:2]
            scale_x, scale_y = self.pixel_size()
            u, v = self._camera.centre
            self._camera.look_at(
                (u - delta.x() / (width * scale_x), v - delta.y() / (height * scale_y)), self._camera.zoom
            )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag."""
        self._drag = None
        self.put_cursor(self.pixel_at(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fill the centre with this tile, or go back to all."""
        self.maximise_requested.emit(self.slot)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the mouse; in a volume go through the slices, and zoom with Ctrl."""
        steps = event.angleDelta().y() / 120.0
        if self.view.is_volume and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.state.set_slice(self.state.slice_index + (1 if steps > 0 else -1))
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
            self.state.set_slice(self.state.slice_index - move[1])
        else:
            height, width = self.plane().shape[:2]
            x, y = self.cursor_pixel() or (width // 2, height // 2)
            stride = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            x, y = x + stride * move[0], y + stride * move[1]
            self.put_cursor((min(max(x, 0), width - 1), min(max(y, 0), height - 1)))

    def zoom_by(self, factor: float, anchor: QPointF | None = None) -> None:
        """Zoom; what is under the anchor (default: the middle) stays where it is."""
        anchor = anchor or QRectF(self.canvas()).center()
        inverse, _ = self.to_screen().inverted()
        place = inverse.map(anchor)
        height, width = self.plane().shape[:2]
        u, v = place.x() / width, place.y() / height
        old = self._camera.zoom
        zoom = min(max(old * factor, 1.0), MAX_ZOOM)
        keep = old / zoom
        centre = self._camera.centre
        self._camera.look_at((u + (centre[0] - u) * keep, v + (centre[1] - v) * keep), zoom)

    def _drag_window(self, delta: QPointF) -> None:
        """Right: narrower or wider; down: brighter or darker, in steps of the present width."""
        if self.plane().ndim == 3:
            return
        low, high = self._low, self._high
        first, last = self.view.display_range
        width = max((high - low) * 1.01 ** delta.x(), (last - first) * 1e-3)
        level = (low + high) / 2 + delta.y() * width / 300
        self.set_window(level - width / 2, level + width / 2)
