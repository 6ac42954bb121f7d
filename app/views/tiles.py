"""The centre: one tile a modality, the 3-D view of a cloud, the slices of a volume, the colour bar."""

from __future__ import annotations

import logging
import math

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.state import AppState
from app.views.camera import Camera
from app.views.colourbar import ColourBar
from app.views.image import ImageView
from app.views.volume import SliceBar

log = logging.getLogger(__name__)


class TilesView(QWidget):
    """Tiles of the loaded sample. Registered views share one camera; the others have one each."""

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self.setObjectName("tiles")
        self._state = state
        self.views: list[ImageView] = []
        self.cloud: QWidget | None = None
        self._maximised: int | None = None  # slot; -1: the cloud
        self._wants_cloud_only = False
        self._shape: tuple[object, ...] = ()
        self._cameras: list[Camera] = []
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
        state.loaded_changed.connect(self._on_loaded_changed)
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
        for camera in self._cameras:
            camera.reset()

    def reset_windows(self) -> None:
        """Back to the windows of the files."""
        for view in self.views:
            view.reset_window()

    def show_cloud_only(self, wants_cloud: bool) -> None:
        """Give the whole centre to the 3-D view, where the sample has a cloud."""
        self._wants_cloud_only = wants_cloud
        self._maximised = None
        self._arrange()

    def _on_loaded_changed(self) -> None:
        loaded = self._state.loaded
        if loaded is None:
            return
        for view in self.views:
            self._grid.removeWidget(view)
            view.close()
            view.deleteLater()
        registered = loaded.sample.is_registered
        shape = (loaded.sample.category, registered, tuple((view.modality, view.size) for view in loaded.views))
        if shape != self._shape:  # the same kind of part keeps its zoom, so that the eye can compare
            self._shape = shape
            count = 1 if registered else len(loaded.views)
            self._cameras = [Camera() for _ in range(count)]
            self._maximised = None
        self.views = []
        for slot in range(len(loaded.views)):
            view = ImageView(self._state, slot, self._cameras[0 if registered else slot])
            view.maximise_requested.connect(self.toggle_maximised)
            self.views.append(view)
        self._prepare_cloud()
        self._arrange()

    def _prepare_cloud(self) -> None:
        loaded = self._state.loaded
        if loaded is None or loaded.cloud is None:
            return
        if self.cloud is None:
            from app.views.cloud import CloudView  # loads OpenGL: only when the first cloud is opened

            self.cloud = CloudView(self._state)

    def toggle_maximised(self, slot: int) -> None:
        """Fill the centre with one tile, or show all again."""
        self._maximised = None if self._maximised == slot else slot
        self._arrange()

    def _arrange(self) -> None:
        """Lay the visible tiles out in a grid that fits their number."""
        while self._grid.count():
            self._grid.takeAt(0)
        has_cloud = self._state.loaded is not None and self._state.loaded.cloud is not None
        only_cloud = has_cloud and self._wants_cloud_only
        tiles: list[QWidget] = []
        for view in self.views:
            is_shown = not only_cloud and self._maximised in (None, view.slot)
            view.setVisible(is_shown)
            if is_shown:
                tiles.append(view)
        if self.cloud is not None:
            is_shown = has_cloud and self._maximised in (None, -1)
            self.cloud.setVisible(is_shown)
            if is_shown:
                tiles.append(self.cloud)
        columns = len(tiles) if len(tiles) <= 3 else math.ceil(math.sqrt(len(tiles)))
        for index, tile in enumerate(tiles):
            self._grid.addWidget(tile, index // columns, index % columns)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        rows = math.ceil(len(tiles) / columns) if tiles else 0
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 1 if row < rows else 0)

    def _on_region_selected(self) -> None:
        region = self._state.selected_region
        if region is None or self._state.loaded is None:
            return
        if region.slice_index is not None:
            self._state.set_slice(region.slice_index)
        camera = self._cameras[0] if self._cameras else None
        if camera is not None and camera.zoom > 1.0:
            height, width = self._state.loaded.views[0].size[-2:]
            x0, y0, x1, y1 = region.bbox
            camera.look_at(((x0 + x1) / 2 / width, (y0 + y1) / 2 / height), camera.zoom)

    def maximise_current(self) -> None:
        """Fill the centre with the view that has the keyboard, or show all again."""
        view = self.current_view()
        if view is not None:
            self.toggle_maximised(view.slot)

    def focus_first(self) -> None:
        """Give the keyboard to the first view."""
        view = self.current_view()
        if view is not None:
            view.setFocus(Qt.FocusReason.OtherFocusReason)
