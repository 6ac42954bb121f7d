"""The centre: one tile a modality, the 3-D view of a cloud, the slices of a volume, the colour bar."""

from __future__ import annotations

import logging

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.planes import Plane
from app.state import AppState
from app.styles import Cursor
from app.viewing import Layout, Tool
from app.views.camera import Camera
from app.views.cloud import CloudView
from app.views.colourbar import ColourBar
from app.views.flicker import Flicker
from app.views.image import ImageView
from app.views.range_side import RangeSide
from app.views.ranges import RangeHistogram
from app.views.scene import SceneView
from app.views.section import Role
from app.views.surface import SurfaceView
from app.views.tile_grid import TileGrid
from app.views.tile_specs import TileSpec, can_fuse, wanted_tiles
from app.views.volume import SliceBar

log = logging.getLogger(__name__)


class TilesView(QWidget):
    """Tiles of the loaded sample. Registered views share one camera; the others have one each."""

    ranges_toggled = Signal()
    cameras_changed = Signal()  # zoomed, moved, or others are in use

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self.setObjectName("tiles")
        self._state = state
        self.views: list[ImageView] = []
        self.cloud: CloudView | None = None  # made when the first cloud comes
        self.surface: SurfaceView | None = None  # made when a volume is first looked at in 3-D
        self._maximised: int | None = None  # place in `views`; -1: the cloud
        self._chosen = 0  # place in `views` of the tile in use, for layouts that show fewer
        self._wants_scene_only = False
        self._shape: tuple[object, ...] = ()
        self._cameras: dict[object, Camera] = {}
        self._made_for: list[TileSpec] = []
        self._look = state.viewing.style
        self._area = TileGrid()
        self.slices = SliceBar(state)
        self.colour_bar = ColourBar(state)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._area, 1)
        layout.addWidget(self.slices)
        self.ranges = RangeHistogram(state)
        self._side = RangeSide(state, self.ranges, self.toggle_ranges)
        foot = QGridLayout()  # histogram and colour bar share their axis
        foot.setSpacing(0)
        foot.addWidget(self.ranges, 0, 0)
        foot.addWidget(self.colour_bar, 1, 0)
        foot.addWidget(self._side, 0, 1, 2, 1)
        layout.addLayout(foot)
        self._flicker = Flicker(state, self)
        state.loaded_changed.connect(self._on_loaded_changed)
        state.frame_changed.connect(self._on_frame_changed)
        state.volume_style_changed.connect(self._on_volume_style_changed)
        state.viewing.style_changed.connect(self._on_style_changed)
        state.selected_region_changed.connect(self._on_region_selected)

    def current_view(self) -> ImageView | None:
        """The view with the keyboard, else the first on screen."""
        focused = [view for view in self.views if view.hasFocus()]
        visible = [view for view in self.views if view.isVisibleTo(self)]
        return next(iter(focused or visible), None)

    def zoom(self, factor: float) -> None:
        """Zoom in or out around the middle."""
        view = self.current_view()
        if view is not None:
            view.zoom_by(factor)

    def fit(self) -> None:
        """Show all of every view."""
        for camera in self._cameras.values():
            camera.reset()

    def show_actual_size(self) -> None:
        """One pixel of the view in use on one pixel of the screen; linked views follow."""
        view = self.current_view()
        if view is not None:
            view.zoom_to_pixels(1.0)

    def next_tile(self) -> None:
        """Give the keyboard to the next tile; where not all are shown, show that one."""
        view = self.current_view()
        if view is None:
            return
        self._chosen = (self.views.index(view) + 1) % len(self.views)
        self._maximised = None if self._maximised is None else self._chosen
        self._arrange()
        self.views[self._chosen].setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def cameras(self) -> dict[object, Camera]:
        """What part of each kind of view is seen."""
        return self._cameras

    def reset_windows(self) -> None:
        """Back to the windows of the files."""
        for view in self.views:
            self._state.set_window(view.view.modality, None)

    def show_scene_only(self, wants_scene: bool) -> None:
        """Give the whole centre to the 3-D view, where the sample has one."""
        self._wants_scene_only = wants_scene
        self._maximised = None
        self._arrange()

    @property
    def scene(self) -> SceneView | None:
        """The 3-D picture on screen."""
        shown = next((view for view in (self.cloud, self.surface) if view is not None and view.isVisible()), None)
        return shown.scene if shown is not None else None

    @property
    def is_drawn(self) -> bool:
        """Whether the 3-D picture on screen, if there is one, is there whole."""
        scene = self.scene
        return scene is None or (scene.frame is not None and scene.frame.is_whole)

    def stop(self) -> None:
        """End the threads of the 3-D views; the window closes."""
        for view in (self.cloud, self.surface):
            if view is not None:
                view.stop()

    def _on_loaded_changed(self) -> None:
        loaded = self._state.loaded
        if loaded is None:
            return
        registered = loaded.sample.is_registered
        shape = (loaded.sample.category, registered, tuple((view.modality, view.size) for view in loaded.views))
        if shape != self._shape:  # the same kind of part keeps its zoom, so that the eye can compare
            self._shape = shape
            self._maximised = None
            self._cameras.clear()
        self._prepare_cloud()
        self._make_views()

    def _on_frame_changed(self) -> None:
        for view in self.views:
            view.show_frame()

    def _make_views(self) -> None:
        """One tile a modality; or the three planes of one sequence."""
        for view in self.views:
            self._area.take_out(view)
            view.close()
            view.deleteLater()
        self.views = []
        self._made_for = wanted_tiles(self._state)
        for slot, plane, role in self._made_for:
            view = ImageView(self._state, slot, self._camera(slot, plane), plane, role)
            view.setParent(self._area)  # before it is shown, or it would be a window of its own for a moment
            view.maximise_requested.connect(self._on_maximise_requested)
            self.views.append(view)
        self._chosen = min(self._chosen, len(self.views) - 1)
        self._arrange()

    @property
    def can_fuse(self) -> bool:
        """Whether there are several sensors whose pixels correspond."""
        return can_fuse(self._state)

    @property
    def shows_fused(self) -> bool:
        """Whether there is a tile of all sensors together."""
        return any(role is Role.FUSED for _slot, _plane, role in self._made_for)

    def cancel_tool(self) -> bool:
        """Drop what a tool has begun, else put it away; returns whether there was one."""
        working = [view for view in self.views if view.hand.is_working]
        for view in working:
            view.hand.cancel()
        has_tool = self._state.viewing.tool is not Tool.MOVE
        if not working:
            self._state.viewing.set_tool(Tool.MOVE)
        return bool(working) or has_tool

    def toggle_ranges(self) -> None:
        """Show or hide the histogram on which the ranges of colours and clipping are dragged."""
        self._side.toggle()
        self.ranges_toggled.emit()

    def toggle_fused(self) -> None:
        """With or without the tile of all sensors together."""
        self._state.viewing.set_style(shows_fused=not self.shows_fused)

    def _on_style_changed(self) -> None:
        old, self._look = self._look, self._state.viewing.style
        if self._state.loaded is None:
            return
        if wanted_tiles(self._state) != self._made_for:
            self._make_views()
        elif old.layout is not self._look.layout:
            view = self.current_view()
            self._chosen = self.views.index(view) if view is not None else 0
            self._maximised = None
            self._arrange()

    def _camera(self, slot: int, plane: Plane | None) -> Camera:
        """Shared by all tiles in which the same pixel is the same place."""
        loaded, style = self._state.loaded, self._state.volume
        assert loaded is not None, "cameras belong to a sample"
        key: object = slot
        if loaded.is_volume:
            key = plane or style.plane
        elif loaded.sample.is_registered:
            key = 0
        if key not in self._cameras:
            self._cameras[key] = Camera()
            self._cameras[key].changed.connect(self.cameras_changed)
        return self._cameras[key]

    def _on_volume_style_changed(self) -> None:
        loaded, style = self._state.loaded, self._state.volume
        if loaded is None or not loaded.is_volume:
            return
        if wanted_tiles(self._state) != self._made_for:
            self._maximised = None
            self._make_views()
        elif not style.shows_three:
            for view in self.views:
                view.set_camera(self._camera(view.slot, None))

    def _prepare_cloud(self) -> None:
        loaded = self._state.loaded
        if loaded is None or loaded.cloud is None:
            return
        if self.cloud is None:
            self.cloud = CloudView(self._state)
            self.cloud.setParent(self._area)
            self.cloud.scene.maximise_requested.connect(lambda: self.toggle_maximised(-1))

    def toggle_maximised(self, index: int) -> None:
        """Fill the centre with one tile, by its place in `views`, or show all again."""
        self._maximised = None if self._maximised == index else index
        self._chosen = max(index, 0)
        self._arrange()

    def _on_maximise_requested(self, view: ImageView) -> None:
        self.toggle_maximised(self.views.index(view))

    def _shown(self) -> set[int]:
        """Places in `views` of the tiles on screen; -1: the cloud."""
        has_cloud = self._state.loaded is not None and self._state.loaded.cloud is not None
        cloud = {-1} if has_cloud else set()
        if self._maximised is not None:
            return {self._maximised}
        if self._has_scene_only:
            return cloud
        layout = self._state.viewing.style.layout
        if layout is Layout.GRID or not self.views:
            return {*range(len(self.views)), *cloud}
        count = 1 if layout is Layout.ONE else min(2, len(self.views))
        return {(self._chosen + step) % len(self.views) for step in range(count)}

    @property
    def _has_scene_only(self) -> bool:
        loaded = self._state.loaded
        return self._wants_scene_only and loaded is not None and (loaded.cloud is not None or loaded.is_volume)

    def _show_surface(self, tiles: list[QWidget]) -> None:
        """A volume's surface takes the whole centre, or is away."""
        loaded = self._state.loaded
        is_shown = loaded is not None and loaded.is_volume and self._has_scene_only and self._maximised is None
        if is_shown and self.surface is None:
            self.surface = SurfaceView(self._state)
            self.surface.setParent(self._area)
        if self.surface is not None:
            self.surface.setVisible(is_shown)
            if is_shown:
                tiles.append(self.surface)

    def _arrange(self) -> None:
        """Show what the layout asks for."""
        shown, tiles = self._shown(), list[QWidget]()
        for index, view in enumerate(self.views):
            view.setVisible(index in shown)
            if index in shown:
                tiles.append(view)
        if self.cloud is not None:
            self.cloud.setVisible(-1 in shown)
            if -1 in shown:
                tiles.append(self.cloud)
        self._show_surface(tiles)
        self._area.lay_out(tiles, is_paired=self._state.viewing.style.is_side_by_side)

    def _on_region_selected(self) -> None:
        region = self._state.selected_region
        if region is None or self._state.loaded is None:
            return
        x, y = region.peak_position
        if region.slice_index is not None:
            self._state.set_place((region.slice_index, y, x))
        if self._state.cursor is None or not any(view.underMouse() for view in self.views):  # the mouse keeps its own
            self._state.set_cursor(Cursor(x, y, region.slice_index or 0))
        for view in self.views:
            if view.is_linked and view.camera.zoom > 1.0:
                view.look_at_reference(x, y)

    def maximise_current(self) -> None:
        """Fill the centre with the view that has the keyboard, or show all again."""
        view = self.current_view()
        if view is not None:
            self.toggle_maximised(self.views.index(view))

    def focus_first(self) -> None:
        """Give the keyboard to the first view."""
        view = self.current_view()
        if view is not None:
            view.setFocus(Qt.FocusReason.OtherFocusReason)
