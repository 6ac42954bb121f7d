"""The OpenGL part of the 3-D view. Importing this loads pyqtgraph and OpenGL (about a second): import it off the GUI
thread and only when a cloud is shown.
"""

from __future__ import annotations

import numpy as np
import pyqtgraph.opengl as gl
from numpy.typing import NDArray
from OpenGL import GL
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QVector3D

from app.views.points import nearest_on_screen

_CLICK = 4.0  # px the mouse may move between press and release of a click
_REACH = 8.0  # px around a click where a point is looked for
_TURN = 4.0  # degrees a key press
_OWN_KEYS = {Qt.Key.Key_R, Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus}


class CloudCanvas(gl.GLViewWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Points in a frame of right, up, toward the viewer. Left button or arrows rotate, wheel or Page keys zoom,
    middle button pans, R resets, plus and minus change the point size, a click picks.
    """

    picked = Signal(int)  # index of the clicked point
    size_asked = Signal(int)  # +1 or -1: larger or smaller points

    def __init__(self, background: QColor) -> None:
        super().__init__()
        self.setObjectName("cloud-canvas")
        self.setAccessibleName("Point cloud")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setBackgroundColor(background)
        self._points: NDArray[np.float32] = np.zeros((0, 3), dtype=np.float32)
        self._colours: NDArray[np.float32] = np.zeros((0, 4), dtype=np.float32)
        self._marked: NDArray[np.float32] = np.zeros((0, 3), dtype=np.float32)
        self._size = 3.0
        self._reach = (1.0, 1.0, 1.0)  # how far most points lie from the middle: right, up, toward the viewer
        self._pressed = QPointF()
        self._make_items()

    def _make_items(self) -> None:
        self.clear()
        self._cloud = gl.GLScatterPlotItem(pos=self._points, color=self._colours, glOptions="opaque")
        self.addItem(self._cloud)
        # Marks are drawn over everything: a ring of dark below a light dot is seen on any colour.
        on_top = {GL.GL_DEPTH_TEST: False, GL.GL_BLEND: False, GL.GL_CULL_FACE: False}
        black, white = (0.0, 0.0, 0.0, 1.0), (1.0, 1.0, 1.0, 1.0)
        self._marks = [gl.GLScatterPlotItem(pos=self._marked, color=colour) for colour in (black, white)]
        for depth, mark in enumerate(self._marks):
            mark.setGLOptions(on_top)
            mark.setDepthValue(depth + 1)
            self.addItem(mark)
        self._scale_items()

    def initializeGL(self) -> None:
        """Make all items anew: a floated or moved dock gets a new context, and buffers belong to the old one."""
        gl.GLScatterPlotItem._shaderProgram = None  # pyqtgraph keeps one program per class, whatever the context
        self._make_items()
        super().initializeGL()

    def show_points(self, points: NDArray[np.float32]) -> None:
        """Show other points, [N, 3] finite, centred by the caller; the camera starts anew."""
        self._points = points
        self._colours = np.ones((len(points), 4), dtype=np.float32)
        self._cloud.setData(pos=self._points, color=self._colours)
        self.mark(np.zeros((0, 3), dtype=np.float32))
        sparse = np.abs(points[:: max(len(points) // 20_000, 1)])
        reach = np.percentile(sparse, 99, axis=0) if len(sparse) else np.ones(3)
        right, up, toward = (max(float(value), 1e-6) for value in reach)
        self._reach = (right, up, toward)
        self.reset_camera()

    def show_colours(self, colours: NDArray[np.float32]) -> None:
        """Colour the points, [N, 4] 0..1."""
        self._colours = colours
        self._cloud.setData(color=colours)

    def set_point_size(self, size: int) -> None:
        """Diameter in logical pixels."""
        self._size = float(size)
        self._scale_items()

    def mark(self, points: NDArray[np.float32]) -> None:
        """Mark some points, [K, 3]."""
        self._marked = points
        for mark in self._marks:
            mark.setData(pos=points)

    def _scale_items(self) -> None:
        for item, extra in zip((self._cloud, *self._marks), (0.0, 9.0, 5.0), strict=True):
            item.setData(size=(self._size + extra) * self.devicePixelRatioF())

    def reset_camera(self) -> None:
        """Look as the projection does, a little from below so that relief shows."""
        right, up, toward = self._reach
        aspect = self.width() / max(self.height(), 1)
        half = max(right, (0.9 * up + 0.45 * toward) * aspect)  # of the picture's width; tilted by some 60 degrees
        distance = 1.1 * half / np.tan(np.radians(self.opts["fov"] / 2)) + 0.5 * up
        self.setCameraPosition(pos=QVector3D(0, 0, 0), distance=float(distance), elevation=62, azimuth=-90)

    def clip_matrix(self) -> NDArray[np.float64]:
        """From points to clip space, [4, 4]."""
        viewport = (0, 0, max(self.width(), 1), max(self.height(), 1))
        matrix = self.projectionMatrix(viewport, viewport) * self.viewMatrix()
        return np.array(matrix.data(), dtype=np.float64).reshape(4, 4).T  # Qt stores columns

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where: only a press and release in one place is a click."""
        self._pressed = event.position()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click picks the point under it."""
        super().mouseReleaseEvent(event)
        moved = (event.position() - self._pressed).manhattanLength()
        if event.button() != Qt.MouseButton.LeftButton or moved > _CLICK:
            return
        place = (event.position().x(), event.position().y())
        size = (float(self.width()), float(self.height()))
        index = nearest_on_screen(self._points, self.clip_matrix(), size, place, max(_REACH, self._size))
        if index is not None:
            self.picked.emit(index)

    def event(self, event: QEvent) -> bool:
        """While the picture has the keyboard, its keys are its own: the window uses them for other views."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and event.key() in _OWN_KEYS:
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Rotate, zoom, reset; other keys belong to the window."""
        turns = {
            Qt.Key.Key_Left: (_TURN, 0.0),
            Qt.Key.Key_Right: (-_TURN, 0.0),
            Qt.Key.Key_Up: (0.0, -_TURN),
            Qt.Key.Key_Down: (0.0, _TURN),
        }
        key = Qt.Key(event.key())
        if key in turns:
            self.orbit(*turns[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.setCameraPosition(distance=self.opts["distance"] * (0.9 if key == Qt.Key.Key_PageUp else 1 / 0.9))
        elif key == Qt.Key.Key_R:
            self.reset_camera()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.size_asked.emit(-1 if key == Qt.Key.Key_Minus else 1)
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """No key is held: pyqtgraph's timer for held keys is not used."""
        event.ignore()
