"""A 3-D picture that can be turned, zoomed and clicked. It only shows pictures: a worker draws them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.i18n import tr
from app.scene.camera import Camera, Look
from app.scene.content import Floats, Frame, FrameRequest, Points, Surface
from app.scene.worker import SceneWorker
from app.theme import active_theme
from app.views import marks, scene_marks
from app.views.scene_marks import Direction, Label

_CLICK = 4.0  # px the mouse may move between press and release of a click
_REACH = 8.0  # px around a click where a point is looked for
_TURN = 6.0  # degrees a key press
_DRAG = 0.4  # degrees a pixel
_OWN_KEYS = {Qt.Key.Key_R, Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus}


class SceneView(QWidget):
    """Left button or arrows turn, wheel or Page keys zoom, middle button or Shift and drag move, R resets, plus and
    minus change the point size, a click picks. Says what the user wants; shows what it is given.
    """

    picked = Signal(int)  # number of the clicked point
    place_picked = Signal(object)  # [3] where in the scene a surface was clicked
    size_asked = Signal(int)  # +1 or -1: larger or smaller points
    frame_shown = Signal(object)  # Frame
    failed = Signal(str)
    maximise_requested = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.camera = Camera()
        self.frame: Frame | None = None
        self.labels: tuple[Label, ...] = ()  # orientation letters
        self.axes: Mapping[str, Direction] = {}  # names and directions, drawn in the corner
        self.places: Floats = np.zeros((0, 3), np.float32)  # [K, 3] places to mark besides the points
        self.unit = ""
        self.note = ""  # more words for the badge
        self._make_home: Callable[[float], Camera] = lambda _aspect: Camera()
        self._is_at_home = True  # until the user looks from elsewhere, the picture stays framed
        self._points: Points | None = None
        self._surfaces: tuple[Surface, ...] = ()
        self._has_light = True
        self._place: tuple[int, int] | None = None
        self._pressed = self._last = QPointF()
        self._worker = SceneWorker()
        self._worker.drawn.connect(self._on_drawn)
        self._worker.failed.connect(self.failed)

    # --- what is shown -------------------------------------------------------------------------------------------
    def show_content(
        self,
        points: Points | None = None,
        surfaces: tuple[Surface, ...] = (),
        home: Callable[[float], Camera] | None = None,
    ) -> None:
        """Show points and surfaces; `home`: another scene, and its first camera by the picture's aspect."""
        self._points, self._surfaces = points, surfaces
        if home is not None:
            self._make_home = home
            self.reset_camera()
        self.ask()

    def set_light(self, has_light: bool) -> None:
        """Eye-dome lighting of points."""
        self._has_light = has_light
        self.ask()

    def set_place(self, place: tuple[int, int] | None) -> None:
        """Mark the points of a pixel (row, column)."""
        if place != self._place:
            self._place = place
            self.ask()

    def set_camera(self, camera: Camera) -> None:
        """Look from elsewhere."""
        self.camera, self._is_at_home = camera, False
        self.ask()

    def look(self, direction: Look) -> None:
        """A standard direction of view, as near as the first look."""
        home = self._home()
        self.set_camera(replace(self.camera, centre=home.centre, half_height=home.half_height).look(direction))

    def set_perspective(self, is_perspective: bool) -> None:
        """Perspective, or all lengths true to scale."""
        self.camera = replace(self.camera, is_perspective=is_perspective)
        self.ask()

    def reset_camera(self) -> None:
        """Back to the first look."""
        self.camera, self._is_at_home = self._home(), True
        self.ask()

    def _home(self) -> Camera:
        home = self._make_home(max(self.width(), 1) / max(self.height(), 1))
        return replace(home, is_perspective=self.camera.is_perspective)

    def zoom(self, factor: float) -> None:
        """Look closer at the middle."""
        self.set_camera(self.camera.zoom(factor))

    def ask(self) -> None:
        """Have the picture drawn, where anybody looks."""
        ratio = self.devicePixelRatioF()
        size = (round(self.width() * ratio), round(self.height() * ratio))
        if not self.isVisible() or min(size) < 2 or (self._points is None and not self._surfaces):
            return
        canvas = active_theme().colour("canvas")
        points = self._points
        if points is not None and ratio != 1:
            points = replace(points, size=round(points.size * ratio))
        self._worker.ask(
            FrameRequest(
                self.camera,
                size,
                (canvas.red(), canvas.green(), canvas.blue()),
                points,
                self._surfaces,
                self._has_light,
                self._place,
            )
        )

    def stop(self) -> bool:
        """End the drawing thread; returns whether it has ended."""
        return self._worker.stop()

    def _on_drawn(self, frame: Frame) -> None:
        self.frame = frame
        self.update()
        self.frame_shown.emit(frame)

    # --- events --------------------------------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks."""
        super().showEvent(event)
        self.ask()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: the picture is out of date when it comes back."""
        super().hideEvent(event)
        self.frame = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size needs another picture; the old one is stretched meanwhile."""
        super().resizeEvent(event)
        if self._is_at_home:
            self.camera = self._home()
        self.ask()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme: take its background."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.ask()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where: only a press and release in one place is a click."""
        self._pressed = self._last = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn or move the scene."""
        moved, self._last = event.position() - self._last, event.position()
        buttons, is_shifted = event.buttons(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if buttons & Qt.MouseButton.MiddleButton or (buttons & Qt.MouseButton.LeftButton and is_shifted):
            unit = 2 * self.camera.half_height / max(self.height(), 1)
            self.set_camera(self.camera.pan(moved.x() * unit, -moved.y() * unit))
        elif buttons & Qt.MouseButton.LeftButton:
            self.set_camera(self.camera.orbit(moved.x() * _DRAG, -moved.y() * _DRAG))
        elif buttons & Qt.MouseButton.RightButton:
            self.set_camera(self.camera.roll(-moved.x() * _DRAG))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click picks the point under it."""
        moved = (event.position() - self._pressed).manhattanLength()
        if event.button() != Qt.MouseButton.LeftButton or moved > _CLICK or self.frame is None:
            return
        ratio = self.devicePixelRatioF()
        number = self.frame.point_at(event.position().x() * ratio, event.position().y() * ratio, _REACH * ratio)
        if number is not None:
            self.picked.emit(number)
            return
        place = self.frame.place_at(event.position().x() * ratio, event.position().y() * ratio)
        if place is not None:
            self.place_picked.emit(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """This view only, or all."""
        self.maximise_requested.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Look closer at what is under the mouse."""
        half = max(self.height(), 1) / 2
        place = event.position() - QPointF(self.width() / 2, self.height() / 2)
        factor = 1.0015 ** event.angleDelta().y()
        self.set_camera(self.camera.zoom(factor, (place.x() / half, -place.y() / half)))

    def event(self, event: QEvent) -> bool:
        """While the picture has the keyboard, its keys are its own: the window uses them for other views."""
        others = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return super().event(event)
        if event.key() in _OWN_KEYS and not event.modifiers() & others:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn, zoom, reset; other keys belong to the window."""
        turns = {
            Qt.Key.Key_Left: (-_TURN, 0.0),
            Qt.Key.Key_Right: (_TURN, 0.0),
            Qt.Key.Key_Up: (0.0, _TURN),
            Qt.Key.Key_Down: (0.0, -_TURN),
        }
        key = Qt.Key(event.key())
        if key in turns:
            self.set_camera(self.camera.orbit(*turns[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.zoom(1 / 0.9 if key == Qt.Key.Key_PageUp else 0.9)
        elif key == Qt.Key.Key_R:
            self.reset_camera()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.size_asked.emit(-1 if key == Qt.Key.Key_Minus else 1)
        else:
            event.ignore()

    # --- painting ------------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        """The newest picture, and marks where they are in that picture."""
        theme, painter = active_theme(), QPainter(self)
        frame, area = self.frame, self.rect()
        if frame is None:
            painter.fillRect(area, theme.colour("canvas"))
            return
        height, width = frame.pixels.shape
        image = QImage(frame.pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, frame.is_draft)
        painter.drawImage(QRectF(area), image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = (float(self.width()), float(self.height()))
        camera = frame.request.camera
        points = frame.request.points
        if points is not None and points.box is not None:
            scene_marks.paint_box(painter, camera, points.box, size)
        scene_marks.paint_places(painter, camera, frame.marks, size)
        scene_marks.paint_places(painter, camera, self.places, size)
        scene_marks.paint_labels(painter, camera, self.labels, size)
        scene_marks.paint_axes(painter, camera, self.axes)
        if not camera.is_perspective and self.unit == "mm":
            marks.paint_scale_bar(painter, camera.pixels_per_unit(self.height()), area, theme)
        marks.paint_badge(painter, self.badge(), area, theme)

    def badge(self) -> str:
        """What is honest to say of the picture: how much of the cloud is in it, and how it is projected."""
        frame = self.frame
        if frame is None:
            return ""
        words = []
        if frame.drawn < frame.total:
            words.append(tr("{drawn:,} of {total:,} points", drawn=frame.drawn, total=frame.total))
        elif frame.is_draft:
            words.append(tr("draft"))
        elif frame.total:
            words.append(tr("all {total:,} points", total=frame.total))
        if frame.request.points is not None and frame.request.points.box is not None:
            words.append(tr("cut by the box"))
        words.append(tr("perspective") if frame.request.camera.is_perspective else tr("true to scale"))
        if self.note:
            words.append(self.note)
        return "  ·  ".join(words)
