"""The layers of one tile at its present size and zoom; each is made anew only when what it shows has changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPixmap, QTransform

from app.prepare import sensor_levels, shown_scale
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
        self._rasters: dict[int, tuple[Pixels, QRectF]] = {}  # by slot: visible pixels and their place
        self._picture: QPixmap | None = None
        self._screen_map: NDArray[np.float32] | None = None
        self._overlay: QImage | None = None
        self._outline: QImage | None = None
        self._style = tile.state.overlay

    # --- what has changed ----------------------------------------------------------------------------------------
    def drop_all(self) -> None:
        """Other pixels, another size or zoom."""
        self._rasters.clear()
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

    def drop_overlay(self) -> None:
        """Other colours for the same map."""
        self._overlay = None

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
        """The view's own pixels; in the fused tile those of all modalities, weighted."""
        if self._picture is None:
            images = [self._render(slot) for slot in self._tile.shown_slots()]
            image = images[0] if len(images) == 1 else self._blended(images)
            self._picture = QPixmap.fromImage(image)
            self._picture.setDevicePixelRatio(self._tile.devicePixelRatioF())
        return self._picture

    def _render(self, slot: int) -> QImage:
        """One modality on the canvas."""
        tile, (height, width) = self._tile, self._size()
        if slot not in self._rasters:
            pixels, own = tile.plane(slot), tile.plane_size()
            stretch = QTransform.fromScale(own[1] / pixels.shape[1], own[0] / pixels.shape[0])
            to_screen = stretch * self._transform()
            self._rasters[slot] = visible_part(pixels, tile.levels(slot), to_screen, (height, width))
        part, target = self._rasters[slot]
        low, high = tile.state.window_of(slot)
        if part.ndim == 3:
            image = colour_image(colour_bytes(part, low, high))
        else:
            grey = window_grey(part.astype(np.float32, copy=False), low, high)
            image = grey_image(grey, active_theme().colour("missing"))
        canvas = QImage(width, height, QImage.Format.Format_RGB32)
        canvas.fill(active_theme().colour("canvas"))
        painter = QPainter(canvas)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, tile.is_smooth())
        painter.drawImage(target, image)
        painter.end()
        return canvas

    def _blended(self, images: list[QImage]) -> QImage:
        """The weighted mean of pictures of one size."""
        tile = self._tile
        weights = [tile.state.viewing.style.weight(tile.view_of(slot).modality) for slot in tile.shown_slots()]
        mean, total = images[0], weights[0]
        painter = QPainter(mean)
        for image, weight in zip(images[1:], weights[1:], strict=True):
            total += weight
            painter.setOpacity(weight / total)
            painter.drawImage(0, 0, image)
        painter.end()
        return mean

    def _map(self) -> NDArray[np.float32] | None:
        """The map at the resolution of the screen; None where there is none to show."""
        tile = self._tile
        if self._screen_map is None and tile.own_or_fused_map() is not None:
            values = tile.shown_map()
            if values is None:
                return None
            stretch = QTransform.fromScale(*tile.map_stretch(values))
            levels, colours = None, tile.state.colours
            if colours is not None and tile.cut is None:
                own = tile.shows_own_map()
                levels = sensor_levels(colours, tile.view.modality, values) if own else colours.fused
            self._screen_map = screen_map(values, stretch * self._transform(), self._size(), levels)
        return self._screen_map

    def overlay(self) -> QImage | None:
        """The map in colours, to be painted with the overlay's opacity."""
        style, state = self._tile.state.overlay, self._tile.state
        if not style.is_visible or style.opacity <= 0 or style.mode is OverlayMode.CONTOUR:
            return None
        if self._overlay is None:
            shown, scale, clip = self._map(), shown_scale(state), state.viewing.style.clip
            if shown is None or scale is None:
                return None
            indices = index_image(shown, scale, clip)
            if style.mode is OverlayMode.REGIONS:
                # Without a threshold there are no regions: nothing is coloured rather than something invented.
                indices[~(shown >= (np.inf if state.region_threshold is None else state.region_threshold))] = 0
            how = {"is_constant": style.is_constant, "is_clipped": clip is not None}
            self._overlay = overlay_image(indices, style.colour_map, **how)
            self._overlay.setDevicePixelRatio(self._tile.devicePixelRatioF())
        return self._overlay

    def outlines(self) -> QImage | None:
        """Lines around the regions, from the map value at which regions begin."""
        state = self._tile.state
        is_asked = state.overlay.shows_outlines or state.overlay.mode is OverlayMode.CONTOUR
        if state.region_threshold is None or not is_asked:
            return None
        if self._outline is None:
            shown = self._map()
            if shown is None:
                return None
            colour = active_theme().colour("outline")
            self._outline = outline_image(shown, state.region_threshold, colour) or QImage()
            self._outline.setDevicePixelRatio(self._tile.devicePixelRatioF())
        return self._outline
