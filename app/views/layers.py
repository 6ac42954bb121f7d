"""The layers of one tile at its present size and zoom; each is made anew only when what it shows has changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPixmap, QTransform

from app.prepare import shown_scale
from app.raster import Pixels, screen_map, visible_part
from app.render import colour_bytes, colour_image, grey_image, index_image, outline_image, overlay_image, window_grey
from app.styles import Compare, OverlayMode, OverlayStyle
from app.theme import active_theme

if TYPE_CHECKING:
    from app.views.section import SectionView


def _drawn(style: OverlayStyle) -> OverlayStyle:
    """The style without what is a matter of painting."""
    return replace(style, opacity=0, is_visible=True, compare=Compare.OFF, swipe=0, is_flickered_off=False)


class Layers:
    """Picture, map overlay and outlines of a tile, all at the resolution of the screen."""

    def __init__(self, tile: SectionView) -> None:
        self._tile = tile
        self._raster: tuple[Pixels, QRectF] | None = None  # the visible pixels in native values, and their place
        self._picture: QPixmap | None = None
        self._screen_map: NDArray[np.float32] | None = None
        self._overlay: QImage | None = None
        self._outline: QImage | None = None
        self._style = tile.state.overlay

    # --- what has changed ----------------------------------------------------------------------------------------
    def drop_all(self) -> None:
        """Other pixels, another size or zoom."""
        self._raster = None
        self.drop_picture()
        self.drop_map()

    def drop_picture(self) -> None:
        """Another window, or another theme."""
        self._picture = None

    def drop_map(self) -> None:
        """Another map."""
        self._screen_map = self._overlay = self._outline = None

    def style_changed(self) -> None:
        """The map is to be shown in another way; opacity and visibility are a matter of painting."""
        old, self._style = self._style, self._tile.state.overlay
        if old.shows_sensor_map != self._style.shows_sensor_map:
            self.drop_map()
        elif _drawn(old) != _drawn(self._style):
            self._overlay = self._outline = None

    def drop_outline(self) -> None:
        """Another threshold."""
        self._outline = None
        if self._style.mode is OverlayMode.REGIONS:
            self._overlay = None

    # --- the layers ----------------------------------------------------------------------------------------------
    def _transform(self) -> QTransform:
        """Pixels of the view to pixels of the screen, counted from the canvas' corner."""
        ratio, area = self._tile.devicePixelRatioF(), self._tile.canvas()
        to_canvas = self._tile.to_screen() * QTransform.fromTranslate(-area.left(), -area.top())
        return to_canvas * QTransform.fromScale(ratio, ratio)

    def _size(self) -> tuple[int, int]:
        """Height and width of the canvas in pixels of the screen."""
        ratio, area = self._tile.devicePixelRatioF(), self._tile.canvas()
        return max(round(area.height() * ratio), 1), max(round(area.width() * ratio), 1)

    def picture(self) -> QPixmap:
        """The view's own pixels."""
        if self._picture is None:
            height, width = self._size()
            if self._raster is None:
                self._raster = visible_part(self._tile.plane(), self._tile.levels(), self._transform(), (height, width))
            part, target = self._raster
            low, high = self._tile.grey_window
            if part.ndim == 3:
                image = colour_image(colour_bytes(part, low, high))
            else:
                image = grey_image(
                    window_grey(part.astype(np.float32, copy=False), low, high), active_theme().colour("missing")
                )
            picture = QPixmap(width, height)
            picture.fill(active_theme().colour("canvas"))
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._tile.is_smooth())
            painter.drawImage(target, image)
            painter.end()
            picture.setDevicePixelRatio(self._tile.devicePixelRatioF())
            self._picture = picture
        return self._picture

    def _map(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        if self._screen_map is None:
            height, width = self._tile.plane_size()
            stretch = QTransform.fromScale(width / values.shape[1], height / values.shape[0])
            levels, colours = None, self._tile.state.colours
            if colours is not None and self._tile.cut is None:
                own = self._tile.shows_own_map()
                levels = colours.sensors.get(self._tile.view.modality) if own else colours.fused
            self._screen_map = screen_map(values, stretch * self._transform(), self._size(), levels)
        return self._screen_map

    def overlay(self) -> QImage | None:
        """The map in colours, to be painted with the overlay's opacity."""
        style, state, values = self._tile.state.overlay, self._tile.state, self._tile.shown_map()
        if values is None or not style.is_visible or style.opacity <= 0 or style.mode is OverlayMode.CONTOUR:
            return None
        scale = shown_scale(state)
        if self._overlay is None and scale is not None:
            shown = self._map(values)
            indices = index_image(shown, scale)
            if style.mode is OverlayMode.REGIONS:
                # Without a threshold there are no regions: nothing is coloured rather than something invented.
                indices[~(shown >= (np.inf if state.threshold is None else state.threshold))] = 0
            self._overlay = overlay_image(indices, style.colour_map, is_constant=style.is_constant)
            self._overlay.setDevicePixelRatio(self._tile.devicePixelRatioF())
        return self._overlay

    def outlines(self) -> QImage | None:
        """Lines around the regions at the live threshold."""
        state, values = self._tile.state, self._tile.shown_map()
        is_asked = state.overlay.shows_outlines or state.overlay.mode is OverlayMode.CONTOUR
        if values is None or state.threshold is None or not is_asked:
            return None
        if self._outline is None:
            colour = active_theme().colour("outline")
            self._outline = outline_image(self._map(values), state.threshold, colour) or QImage()
            self._outline.setDevicePixelRatio(self._tile.devicePixelRatioF())
        return self._outline
