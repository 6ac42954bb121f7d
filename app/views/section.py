"""What a tile shows and where: a modality or a plane of a volume, its place on screen, the cursor in it."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Signal
from PySide6.QtGui import QTransform
from PySide6.QtWidgets import QWidget

from app.measuring import Spot
from app.oblique import Oblique, frame_of
from app.planes import Cut, Place, Plane
from app.raster import Pixels
from app.state import AppState
from app.styles import Cursor
from app.viewing import Smoothing
from app.views.camera import Camera
from core.records import View

HEADER, FOOTER = 28, 24  # px
_MAP_STEP = 2  # an oblique plane of the map is looked at in every second pixel
COMPACT = 400  # px, height of a tile below which the header says what the footer would
SHARP_FROM = 8.0  # screen pixels a pixel: from here single pixels are what the eye is after


def footer_height(tile: int) -> int:
    """Of a tile of that height."""
    return FOOTER if tile >= COMPACT else 0


class Role(StrEnum):
    """What a tile is there for."""

    SENSOR = "sensor"  # one modality under the map
    PLAIN = "plain"  # one modality without the map, beside its twin
    FUSED = "fused"  # all modalities blended, under the fused map


class SectionView(QWidget):
    """The geometry of a tile; paints nothing and listens to nothing.

    Args:
        state: Read for everything shown; the cursor is written.
        slot: Which view of the loaded sample.
        camera: Shared with the other tiles when the same pixel shows the same place in all of them.
        plane: One of three planes of a volume; None: the plane in use, or an image.
        role: What the tile is there for.
    """

    maximise_requested = Signal(object)  # self

    def __init__(
        self,
        state: AppState,
        slot: int,
        camera: Camera,
        plane: Plane | None = None,
        role: Role = Role.SENSOR,
    ) -> None:
        super().__init__()
        assert state.loaded is not None
        self.state, self.slot, self.camera, self.own_plane, self.role = state, slot, camera, plane, role
        self._oblique: tuple[object, Oblique] | None = None
        self._plain: tuple[object, Cut] | None = None
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
    def cut(self) -> Cut | Oblique | None:
        """How the volume is cut; None for an image."""
        if self.view.affine is None:
            return None
        style, place = self.state.volume, self.state.place
        if not style.is_oblique:
            if self._plain is None or self._plain[0] is not style:  # asked for a hundred times a repaint
                self._plain = style, style.cut(self.own_plane)
            return self._plain[1]
        plane = self.own_plane or style.plane
        key = (plane, style.is_radiological, style.is_straight, style.tilt, place)
        if self._oblique is None or self._oblique[0] != key:
            depth, height, width = self.view.size
            frame = frame_of(self.view.affine, style.tilt, is_straight=style.is_straight)
            cut = Oblique(plane, style.is_radiological, self.view.affine, frame, (depth, height, width), place)
            self._oblique = key, cut
        return self._oblique[1]

    def plane_index(self) -> int:
        """Which of the parallel planes is shown; 0 for an image."""
        return self.state.place[self.cut.through] if self.cut else 0

    def plane_size(self) -> tuple[int, int]:
        """(height, width) of what is shown, in pixels of the view."""
        return self.cut.size(self.view.size) if self.cut else (self.view.size[-2], self.view.size[-1])

    def plane_spacing(self) -> tuple[float, float] | None:
        """Height and width of a pixel in mm; None where it is not known."""
        spacing, cut = self.view.spacing_mm, self.cut
        if spacing is None:
            return None
        if isinstance(cut, Oblique):
            return cut.spacing
        rows, columns = cut.axes if cut else (-2, -1)
        return spacing[rows], spacing[columns]

    def shown_slots(self) -> tuple[int, ...]:
        """The modalities in the picture, each with a weight above 0."""
        loaded, style = self.state.loaded, self.state.viewing.style
        if self.role is not Role.FUSED or loaded is None:
            return (self.slot,)
        weighty = tuple(slot for slot, view in enumerate(loaded.views) if style.weight(view.modality) > 0)
        return weighty or (self.slot,)

    def plane(self, slot: int | None = None) -> Pixels:
        """The pixels on screen, [H, W] or [H, W, 3], of this or another modality."""
        view, cut = self.view_of(slot), self.cut
        if cut is None:
            return view.pixels
        if isinstance(cut, Oblique):
            return cut.take(view.pixels, fill=min(view.display_range[0], self.state.window_of(slot or self.slot)[0]))
        style = self.state.volume
        return cut.take(view.pixels, self.plane_index(), style.slab, is_mean=style.is_slab_mean)

    def view_of(self, slot: int | None) -> View:
        """Another modality of the sample; None: this one."""
        loaded = self.state.loaded
        return self.view if slot is None or slot == self.slot or loaded is None else loaded.views[slot]

    def levels(self, slot: int | None = None) -> tuple[Pixels, ...]:
        """Smaller versions of a large image."""
        prepared = self.state.pictures
        return prepared.pyramids.get(self.view_of(slot).modality, ()) if prepared else ()

    def is_smooth(self) -> bool:
        """Whether pixels are interpolated: by itself, single pixels are shown once they are large."""
        smoothing = self.state.viewing.style.smoothing
        if smoothing is not Smoothing.AUTO:
            return smoothing is Smoothing.SMOOTH
        return max(self.pixel_size()) < SHARP_FROM

    def own_or_fused_map(self) -> NDArray[np.float32] | None:
        """The map that belongs to this view, whole: [h, w] (of this or the first view's geometry) or [D, H, W]."""
        result = self.state.result or (self.state.growing.partial if self.state.growing else None)
        if result is None:
            return None
        return result.modality_maps.get(self.view.modality) if self.shows_own_map() else result.anomaly_map

    def shown_map(self) -> NDArray[np.float32] | None:
        """The piece of that map drawn over what is shown: [h, w]."""
        values, cut = self.own_or_fused_map(), self.cut
        if values is None or self.role is Role.PLAIN:
            return None
        if cut is None:
            return values
        if isinstance(cut, Oblique):
            return cut.take(values, every=_MAP_STEP)
        # A slab of the map is its largest value in any case: a mean would make anomalies look harmless.
        return cut.take(values, self.plane_index(), self.state.volume.slab)

    def map_stretch(self, values: NDArray[np.float32]) -> tuple[float, float]:
        """Pixels of the view per pixel of its map as `shown_map` gives it, across and down."""
        if isinstance(self.cut, Oblique):
            return _MAP_STEP, _MAP_STEP
        height, width = self.plane_size()
        return width / values.shape[1], height / values.shape[0]

    def shows_own_map(self) -> bool:
        """Whether the map is that of this sensor alone; always so where pixels of the sensors do not correspond."""
        return self.role is not Role.FUSED and (self.state.overlay.shows_sensor_map or not self.is_linked)

    # --- geometry ------------------------------------------------------------------------------------------------
    def canvas(self) -> QRect:
        """The part of the tile that shows pixels."""
        return self.rect().adjusted(0, HEADER, 0, -footer_height(self.height()))

    def pixel_size(self) -> tuple[float, float]:
        """Screen pixels per image pixel, x and y, with the true aspect ratio of the spacing."""
        height, width = self.plane_size()
        row_mm, column_mm = self.plane_spacing() or (1.0, 1.0)
        area = self.canvas()
        fit = min(area.width() / (width * column_mm), area.height() / (height * row_mm)) * self.camera.zoom
        return fit * column_mm, fit * row_mm

    def shape(self) -> tuple[float, float]:
        """Height and width of what is shown, in mm where the spacing is known, else in px."""
        (height, width), (row_mm, column_mm) = self.plane_size(), self.plane_spacing() or (1.0, 1.0)
        return height * row_mm, width * column_mm

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
        cut = self.cut
        if isinstance(cut, Oblique):
            inside = inside and cut.holds(x, y)
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

    def spot_at(self, position: QPointF) -> Spot:
        """Coordinates in the first view (of an unlinked view: in itself) of a widget position; see `app.measuring`."""
        inverse, _ = self.to_screen().inverted()
        place, cut = inverse.map(position), self.cut
        x, y = place.x() - 0.5, place.y() - 0.5
        if isinstance(cut, Oblique):
            return cut.spot(x, y)
        if cut is not None:
            return cut.spot(x, y, self.plane_index(), self.view.size)
        across, down = self._to_reference()
        return 0.0, place.y() * down - 0.5, place.x() * across - 0.5

    def locate(self, spot: Spot) -> tuple[QPointF, float]:
        """Widget position of such coordinates, and their distance from the plane shown in planes (oblique: in mm)."""
        cut = self.cut
        if isinstance(cut, Oblique):
            x, y, away = cut.where(spot)
        elif cut is not None:
            x, y, away = cut.where(spot, self.plane_index(), self.view.size)
        else:
            across, down = self._to_reference()
            x, y, away = (spot[2] + 0.5) / across - 0.5, (spot[1] + 0.5) / down - 0.5, 0.0
        return self.to_screen().map(QPointF(x + 0.5, y + 0.5)), away

    def _to_reference(self) -> tuple[float, float]:
        """Pixels of the first view per pixel of this one, across and down."""
        loaded = self.state.loaded
        if not self.is_linked or loaded is None:
            return 1.0, 1.0
        (reference_height, reference_width), (height, width) = loaded.views[0].size[-2:], self.view.size[-2:]
        return reference_width / width, reference_height / height

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
