"""What a tile shows and where: a modality or a plane of a volume, its place on screen, the cursor in it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Signal
from PySide6.QtGui import QTransform
from PySide6.QtWidgets import QWidget

from app.planes import Cut, Place, Plane
from app.raster import Pixels
from app.state import AppState
from app.styles import Cursor
from app.views.camera import Camera
from core.records import View

HEADER, FOOTER = 28, 24  # px
SHARP_FROM = 8.0  # screen pixels a pixel: from here single pixels are what the eye is after


class SectionView(QWidget):
    """The geometry of a tile; paints nothing and listens to nothing.

    Args:
        state: Read for everything shown; the cursor is written.
        slot: Which view of the loaded sample.
        camera: Shared with the other tiles when the same pixel shows the same place in all of them.
        plane: One of three planes of a volume; None: the plane in use, or an image.
    """

    maximise_requested = Signal(object)  # self

    def __init__(self, state: AppState, slot: int, camera: Camera, plane: Plane | None = None) -> None:
        super().__init__()
        assert state.loaded is not None
        self.state, self.slot, self.camera, self.own_plane = state, slot, camera, plane
        self.view: View = state.loaded.views[slot]
        self.is_linked = state.loaded.sample.is_registered or slot == 0
        self._own_cursor: tuple[int, int] | None = None  # of a view that shares no pixels with the reference view

    # --- what is shown -------------------------------------------------------------------------------------------
    def sizeHint(self) -> QSize:
        """Enough for a 256-pixel image at its own size."""
        return QSize(320, 300)

    @property
    def grey_window(self) -> tuple[float, float]:
        """Values drawn black and white."""
        return self.state.window_of(self.slot)

    @property
    def cut(self) -> Cut | None:
        """How the volume is cut; None for an image."""
        return self.state.volume.cut(self.own_plane) if self.view.is_volume else None

    def plane_index(self) -> int:
        """Which of the parallel planes is shown; 0 for an image."""
        return self.state.place[self.cut.through] if self.cut else 0

    def plane_size(self) -> tuple[int, int]:
        """(height, width) of what is shown, in pixels of the view."""
        return self.cut.size(self.view.size) if self.cut else (self.view.size[-2], self.view.size[-1])

    def plane_spacing(self) -> tuple[float, float] | None:
        """Height and width of a pixel in mm; None where it is not known."""
        spacing = self.view.spacing_mm
        if spacing is None:
            return None
        rows, columns = self.cut.axes if self.cut else (-2, -1)
        return spacing[rows], spacing[columns]

    def plane(self) -> Pixels:
        """The pixels on screen: [H, W] or [H, W, 3]."""
        if self.cut is None:
            return self.view.pixels
        style = self.state.volume
        return self.cut.take(self.view.pixels, self.plane_index(), style.slab, is_mean=style.is_slab_mean)

    def levels(self) -> tuple[Pixels, ...]:
        """Smaller versions of a large image."""
        prepared = self.state.pictures
        return prepared.pyramids.get(self.view.modality, ()) if prepared else ()

    def is_smooth(self) -> bool:
        """Whether pixels are interpolated: single pixels are shown once they are large."""
        return max(self.pixel_size()) < SHARP_FROM

    def own_or_fused_map(self) -> NDArray[np.float32] | None:
        """The map that belongs to this view, whole: [h, w] (of this or the first view's geometry) or [D, H, W]."""
        result = self.state.result or (self.state.growing.partial if self.state.growing else None)
        if result is None:
            return None
        return result.modality_maps.get(self.view.modality) if self.shows_own_map() else result.anomaly_map

    def shown_map(self) -> NDArray[np.float32] | None:
        """The piece of that map drawn over what is shown: [h, w]."""
        values = self.own_or_fused_map()
        if values is None or self.cut is None:
            return values
        # A slab of the map is its largest value in any case: a mean would make anomalies look harmless.
        return self.cut.take(values, self.plane_index(), self.state.volume.slab)

    def shows_own_map(self) -> bool:
        """Whether the map is that of this sensor alone; always so where pixels of the sensors do not correspond."""
        return self.state.overlay.shows_sensor_map or not self.is_linked

    # --- geometry ------------------------------------------------------------------------------------------------
    def canvas(self) -> QRect:
        """The part of the tile that shows pixels."""
        return self.rect().adjusted(0, HEADER, 0, -FOOTER)

    def pixel_size(self) -> tuple[float, float]:
        """Screen pixels per image pixel, x and y, with the true aspect ratio of the spacing."""
        height, width = self.plane_size()
        row_mm, column_mm = self.plane_spacing() or (1.0, 1.0)
        area = self.canvas()
        fit = min(area.width() / (width * column_mm), area.height() / (height * row_mm)) * self.camera.zoom
        return fit * column_mm, fit * row_mm

    def swipe_x(self) -> int:
        """Where the overlay ends while it is swiped, widget coordinates."""
        area = self.canvas()
        return area.left() + round(self.state.overlay.swipe * area.width())

    def to_screen(self) -> QTransform:
        """Image pixels (x, y) -> widget coordinates."""
        height, width = self.plane_size()
        scale_x, scale_y = self.pixel_size()
        middle = QRectF(self.canvas()).center()
        u, v = self.camera.centre
        # At zoom 1 the view is centred; the camera's centre counts only once there is something to pan.
        left = middle.x() - u * width * scale_x
        top = middle.y() - v * height * scale_y
        return QTransform(scale_x, 0, 0, scale_y, left, top)

    def pixel_at(self, position: QPointF) -> tuple[int, int] | None:
        """Column and row under a widget position; None outside the image."""
        inverse, _ = self.to_screen().inverted()
        place = inverse.map(position)
        height, width = self.plane_size()
        x, y = int(np.floor(place.x())), int(np.floor(place.y()))
        inside = 0 <= x < width and 0 <= y < height and self.canvas().contains(position.toPoint())
        return (x, y) if inside else None

    def cursor_pixel(self) -> tuple[int, int] | None:
        """Column and row of the cursor in this view."""
        if not self.is_linked:
            return self._own_cursor
        cursor, loaded = self.state.cursor, self.state.loaded
        if cursor is None or loaded is None:
            return None
        if self.cut is not None:
            return self.cut.pixel((cursor.slice_index, cursor.y, cursor.x), self.view.size)
        (reference_height, reference_width), (height, width) = loaded.views[0].size[-2:], self.view.size[-2:]
        x = int((cursor.x + 0.5) * width / reference_width)
        y = int((cursor.y + 0.5) * height / reference_height)
        return min(max(x, 0), width - 1), min(max(y, 0), height - 1)

    def voxel_at(self, pixel: tuple[int, int]) -> Place:
        """The voxel meant by a pixel: the cursor's own where it is projected there, else that of the plane shown."""
        assert self.cut is not None, "asked of volumes only"
        cursor = self.state.cursor
        if cursor is not None:
            place = (cursor.slice_index, cursor.y, cursor.x)
            if self.cut.pixel(place, self.view.size) == pixel:
                return place
        return self.cut.place(*pixel, self.plane_index(), self.view.size)

    def put_cursor(self, pixel: tuple[int, int] | None) -> None:
        """Place the cursor, here and in all linked views."""
        loaded = self.state.loaded
        if not self.is_linked:
            self._own_cursor = pixel
            self.update()
        elif pixel is None or loaded is None:
            self.state.set_cursor(None)
        elif self.cut is not None:
            index, row, column = self.cut.place(*pixel, self.plane_index(), self.view.size)
            self.state.set_cursor(Cursor(column, row, index))
        else:
            (reference_height, reference_width), (height, width) = loaded.views[0].size[-2:], self.view.size[-2:]
            x = int((pixel[0] + 0.5) * reference_width / width)
            y = int((pixel[1] + 0.5) * reference_height / height)
            self.state.set_cursor(Cursor(x, y))

    def look_at_reference(self, x: int, y: int) -> None:
        """Bring a pixel of the reference view (in a volume: of its axial slice) to the middle, where zoom allows."""
        loaded = self.state.loaded
        assert loaded is not None, "the view has a sample"
        height, width = self.plane_size()
        if self.cut is not None:
            x, y = self.cut.pixel((self.state.slice_index, y, x), self.view.size)
        else:
            x, y = x * width // loaded.views[0].size[1], y * height // loaded.views[0].size[0]
        self.camera.look_at(((x + 0.5) / width, (y + 0.5) / height), self.camera.zoom)
