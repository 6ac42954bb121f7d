"""One modality on screen: picture, map overlay, outlines, cursor, read-out; pan and zoom are shared between views."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QCursor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from app.i18n import tr
from app.oblique import Oblique
from app.planes import Cut, Plane
from app.state import AppState
from app.styles import Compare
from app.theme import active_theme
from app.views import marks
from app.views.badge import honest_badge
from app.views.camera import Camera
from app.views.gestures import GestureView
from app.views.layers import Layers
from app.views.measure_marks import paint_measurements
from app.views.readout import header_detail, header_title, readout, window_text
from app.views.section import HEADER, Role, footer_height
from core.records import modality_info


class ImageView(GestureView):
    """A tile with one modality, or with one plane of a volume; see `SectionView` for the arguments."""

    def __init__(
        self,
        state: AppState,
        slot: int,
        camera: Camera,
        plane: Plane | None = None,
        role: Role = Role.SENSOR,
    ) -> None:
        super().__init__(state, slot, camera, plane, role)
        self._layers = Layers(self)
        self._shown_index: object = self._place_shown()
        self._look = state.viewing.style
        self._drawn_style = replace(state.volume, plane=plane or state.volume.plane)
        info = modality_info(self.view.modality)
        name = "fused" if role is Role.FUSED else self.view.modality
        self.setObjectName(f"view_{name}" + (f"_{plane}" if plane else "") + ("_plain" if role is Role.PLAIN else ""))
        label = tr("All sensors") if role is Role.FUSED else info.label
        self.setAccessibleName(f"{label} {plane or 'view'}" + (tr(" without the map") if role is Role.PLAIN else ""))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(96, 90)
        camera.changed.connect(self._on_moved)
        state.place_changed.connect(self._on_place_changed)
        state.volume_style_changed.connect(self._on_volume_style_changed)
        state.window_changed.connect(self._on_window_changed)
        state.result_changed.connect(self._on_map_changed)
        state.map_grew.connect(self._on_map_changed)
        state.overlay_changed.connect(self._on_overlay_changed)
        state.threshold_changed.connect(self._on_threshold_changed)
        state.region_threshold_changed.connect(self._on_threshold_changed)
        state.viewing.style_changed.connect(self._on_style_changed)
        state.viewing.tool_changed.connect(self._on_tool_changed)
        state.viewing.measurements_changed.connect(self.update)
        state.current_changed.connect(self.update)  # another sample is being loaded
        state.cursor_changed.connect(self._on_cursor_changed)
        state.regions_changed.connect(self.update)
        state.selected_region_changed.connect(self.update)

    # --- painting ------------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        """Layers from the cache, everything that follows mouse and threshold on top."""
        theme, state = active_theme(), self.state
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("canvas"))
        area = self.canvas()
        painter.drawPixmap(area.topLeft(), self._layers.picture())
        painter.setClipRect(area)
        self._paint_overlay(painter, area)
        transform, pixel = self.to_screen(), self.cursor_pixel()
        cut = self.cut
        if self.is_linked and self.role is not Role.PLAIN and (cut is None or cut == Cut(Plane.AXIAL)):
            marks.paint_regions(painter, state, self.view, transform, theme)
        if self.own_plane is not None and cut is not None:
            here = cut.pixel(state.place, self.view.size)
            marks.paint_crosshair(painter, transform.mapRect(QRectF(*here, 1, 1)), area, cut.plane)
        if pixel is not None:
            marks.paint_cross(painter, transform.mapRect(QRectF(pixel[0], pixel[1], 1, 1)), area, theme)
        letters = marks.orientation_letters(self.view, cut)
        if letters is not None:
            marks.paint_letters(painter, letters, area, theme)
        if self.is_windowing or self.view.is_volume:
            marks.paint_window(painter, window_text(self), area, theme, is_moving=self.is_windowing)
        spacing = self.plane_spacing()
        if spacing is not None:
            marks.paint_scale_bar(painter, self.pixel_size()[0] / spacing[1], area, theme)
        marks.paint_badge(painter, honest_badge(self), area, theme, has_letters=letters is not None)
        paint_measurements(painter, self, area, theme)
        painter.setClipping(False)
        self._paint_bars(painter, pixel)
        if self.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_overlay(self, painter: QPainter, area: QRect) -> None:
        """Map and outlines: all of them, up to the swipe line, or nothing while they flicker off."""
        style = self.state.overlay
        overlay, outlines = self._layers.overlay(), self._layers.outlines()
        if (overlay is None and outlines is None) or (style.compare is Compare.FLICKER and style.is_flickered_off):
            return
        if style.compare is Compare.SWIPE:
            painter.setClipRect(area.left(), area.top(), self.swipe_x() - area.left(), area.height())
        if overlay is not None:
            painter.setOpacity(style.opacity)
            painter.drawImage(area.topLeft(), overlay)
            painter.setOpacity(1.0)
        if outlines is not None:
            painter.drawImage(area.topLeft(), outlines)
        if style.compare is Compare.SWIPE:
            painter.setClipRect(area)
            marks.paint_swipe(painter, self.swipe_x(), area)

    def _paint_bars(self, painter: QPainter, pixel: tuple[int, int] | None) -> None:
        header, footer, words = QRect(self.rect()), QRect(self.rect()), readout(self, self.state, pixel)
        header.setHeight(HEADER)
        room = footer_height(self.height())
        footer.setTop(self.rect().bottom() - room + 1)
        detail = words if words and not room else header_detail(self)
        marks.paint_header(painter, header, header_title(self), detail)
        if room:
            marks.paint_footer(painter, footer, words)

    def show_frame(self) -> None:
        """Show the pixels that took the place of the last ones, in the same size."""
        assert self.state.loaded is not None, "a frame is a sample"
        self.view = self.state.loaded.views[self.slot]
        self._layers.drop_all()
        self.update()

    def set_camera(self, camera: Camera) -> None:
        """Follow another camera: that of another plane."""
        if camera is not self.camera:
            self.camera.changed.disconnect(self._on_moved)
            self.camera = camera
            camera.changed.connect(self._on_moved)
            self._on_moved()

    # --- state -> view -------------------------------------------------------------------------------------------
    def _place_shown(self) -> object:
        """What must change for other pixels to be shown; an oblique plane follows the whole place."""
        return self.state.place if isinstance(self.cut, Oblique) else self.plane_index()

    def _on_moved(self) -> None:
        self._shown_index = self._place_shown()
        self._layers.drop_all()
        self.update()

    def _on_place_changed(self) -> None:
        if self.view.is_volume and self._place_shown() != self._shown_index:
            self._on_moved()
            if self.underMouse():  # what lies under a resting mouse is another voxel now
                self.put_cursor(self.pixel_at(QPointF(self.mapFromGlobal(QCursor.pos()))))
        elif self.own_plane is not None:
            self.update()  # the crosshair

    def _on_volume_style_changed(self) -> None:
        style = self.state.volume
        if self.own_plane is not None:
            style = replace(style, plane=self.own_plane)  # another plane has the keyboard: nothing to draw anew
        if self.view.is_volume and style != self._drawn_style:
            self._drawn_style = style
            self._on_moved()

    def _on_style_changed(self) -> None:
        """Nothing here is costly: what is drawn has the size of the screen."""
        old, self._look = self._look, self.state.viewing.style
        if (old.smoothing, old.blend) != (self._look.smoothing, self._look.blend):
            self._layers.drop_picture()
        if (old.scale, old.display, old.clip) != (self._look.scale, self._look.display, self._look.clip):
            self._layers.drop_overlay()
        self.update()

    def _on_tool_changed(self) -> None:
        self.hand.cancel()
        self._show_pointer()

    def _on_cursor_changed(self) -> None:
        if self.hasFocus():  # what a screen reader says of the place
            self.setAccessibleDescription(readout(self, self.state, self.cursor_pixel()))
        self.update()

    def _on_window_changed(self, modality: str) -> None:
        if modality == self.view.modality or self.role is Role.FUSED:
            self._layers.drop_picture()
            self.update()

    def _on_map_changed(self) -> None:
        self._layers.drop_map()
        self.update()

    def _on_overlay_changed(self) -> None:
        self._layers.style_changed()
        self.update()

    def _on_threshold_changed(self, _value: float = 0.0) -> None:
        self._layers.drop_outline()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything must be drawn anew."""
        self._layers.drop_all()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has another canvas colour."""
        if event.type() == QEvent.Type.StyleChange:
            self._layers.drop_all()
        super().changeEvent(event)
