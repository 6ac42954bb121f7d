"""The centre: one tile a modality, the 3-D view of a cloud, the slices of a volume, the colour bar."""

from __future__ import annotations

import logging
import math

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.planes import Plane
from app.state import AppState
from app.styles import Compare
from app.views.camera import Camera
from app.views.colourbar import ColourBar
from app.views.image import ImageView
from app.views.volume import SliceBar

FLICKER_MS = 500  # twice a second: well below what is unsafe for people with epilepsy

log = logging.getLogger(__name__)


class TilesView(QWidget):
    """Tiles of the loaded sample. Registered views share one camera; the others have one each."""

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self.setObjectName("tiles")
        self._state = state
        self.views: list[ImageView] = []
        self.cloud: QWidget | None = None
        self._maximised: int | None = None  # place in `views`; -1: the cloud
        self._wants_cloud_only = False
        self._shape: tuple[object, ...] = ()
        self._cameras: dict[object, Camera] = {}
        self._made_for: tuple[bool, int] = (False, 0)
        self._area = QWidget()
        self._grid = QGridLayout(self._area)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2)
        self.slices = SliceBar(state)
        self.colour_bar = ColourBar(state)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._area, 1)
        layout.addWidget(self.slices)
        row = QHBoxLayout()
        row.addWidget(self.colour_bar)
        layout.addLayout(row)
        self._flicker = QTimer(self)
        self._flicker.setInterval(FLICKER_MS)
        self._flicker.timeout.connect(self._on_flicker)
        state.overlay_changed.connect(self._on_overlay_changed)
        state.loaded_changed.connect(self._on_loaded_changed)
        state.volume_style_changed.connect(self._on_volume_style_changed)
        state.selected_region_changed.connect(self._on_region_selected)

    def _on_overlay_changed(self) -> None:
        wants = self._state.overlay.compare is Compare.FLICKER
        if wants and not self._flicker.isActive():
            self._flicker.start()
        elif not wants:
            self._flicker.stop()

    def _on_flicker(self) -> None:
        self._state.set_overlay(is_flickered_off=not self._state.overlay.is_flickered_off)

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

    def reset_windows(self) -> None:
        """Back to the windows of the files."""
        for view in self.views:
            self._state.set_window(view.view.modality, None)

    def show_cloud_only(self, wants_cloud: bool) -> None:
        """Give the whole centre to the 3-D view, where the sample has a cloud."""
        self._wants_cloud_only = wants_cloud
        self._maximised = None
        self._arrange()

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

    def _make_views(self) -> None:
        """One tile a modality; or the three planes of one sequence."""
        loaded, style = self._state.loaded, self._state.volume
        assert loaded is not None, "views belong to a sample"
        for view in self.views:
            self._grid.removeWidget(view)
            view.close()
            view.deleteLater()
        tiles: list[tuple[int, Plane | None]] = [(slot, None) for slot in range(len(loaded.views))]
        if loaded.is_volume and style.shows_three:
            tiles = [(style.sequence, plane) for plane in Plane]
        self.views = []
        for slot, plane in tiles:
            view = ImageView(self._state, slot, self._camera(slot, plane), plane)
            view.setParent(self._area)  # before it is shown, or it would be a window of its own for a moment
            view.maximise_requested.connect(self._on_maximise_requested)
            self.views.append(view)
        self._made_for = (style.shows_three, style.sequence)
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
        return self._cameras.setdefault(key, Camera())

    def _on_volume_style_changed(self) -> None:
        loaded, style = self._state.loaded, self._state.volume
        if loaded is None or not loaded.is_volume:
            return
        if self._made_for != (style.shows_three, style.sequence if style.shows_three else self._made_for[1]):
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
            from app.views.cloud import CloudView  # loads OpenGL: only when the first cloud is opened

            self.cloud = CloudView(self._state)
            self.cloud.setParent(self._area)

    def toggle_maximised(self, index: int) -> None:
        """Fill the centre with one tile, by its place in `views`, or show all again."""
        self._maximised = None if self._maximised == index else index
        self._arrange()

    def _on_maximise_requested(self, view: ImageView) -> None:
        self.toggle_maximised(self.views.index(view))

    def _arrange(self) -> None:
        """Lay the visible tiles out in a grid that fits their number; of three planes the first is the large one."""
        while self._grid.count():
            self._grid.takeAt(0)
        has_cloud = self._state.loaded is not None and self._state.loaded.cloud is not None
        only_cloud = has_cloud and self._wants_cloud_only
        tiles: list[QWidget] = []
        for index, view in enumerate(self.views):
            is_shown = not only_cloud and self._maximised in (None, index)
            view.setVisible(is_shown)
            if is_shown:
                tiles.append(view)
        if self.cloud is not None:
            is_shown = has_cloud and self._maximised in (None, -1)
            self.cloud.setVisible(is_shown)
            if is_shown:
                tiles.append(self.cloud)
        if len(tiles) == len(Plane) and isinstance(tiles[0], ImageView) and tiles[0].own_plane is not None:
            places = [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]
        else:
            columns = len(tiles) if len(tiles) <= 3 else math.ceil(math.sqrt(len(tiles)))
            places = [(index // columns, index % columns, 1, 1) for index in range(len(tiles))]
        for tile, place in zip(tiles, places, strict=True):
            self._grid.addWidget(tile, *place)
        across = max((place[1] for place in places), default=-1) + 1
        down = max((place[0] for place in places), default=-1) + 1
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < across else 0)
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 1 if row < down else 0)

    def _on_region_selected(self) -> None:
        region = self._state.selected_region
        if region is None or self._state.loaded is None:
            return
        x, y = region.peak_position
        if region.slice_index is not None:
            self._state.set_place((region.slice_index, y, x))
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
