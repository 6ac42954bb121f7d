"""Check marks of the entries that say how pictures are looked at: they follow the state, whoever changed it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from app.state import AppState
from app.styles import Compare
from app.viewing import Tool
from app.views.tiles import TilesView


class ViewActions(QObject):
    """Shows state in actions; changes nothing."""

    def __init__(self, state: AppState, tiles: TilesView, actions: dict[str, QAction]) -> None:
        super().__init__()
        self._state, self._tiles, self._actions = state, tiles, actions
        for signal in (
            state.overlay_changed,
            state.viewing.style_changed,
            state.viewing.tool_changed,
            state.viewing.measurements_changed,
            state.loaded_changed,
            tiles.ranges_toggled,
        ):
            signal.connect(self.show)
        self.show()

    def show(self) -> None:
        """What is on is checked; what would do nothing is disabled."""
        overlay, viewing, loaded = self._state.overlay, self._state.viewing, self._state.loaded
        for name, is_on in (
            ("overlay", overlay.is_visible),
            ("constant", overlay.is_constant),
            ("swipe", overlay.compare is Compare.SWIPE),
            ("flicker", overlay.compare is Compare.FLICKER),
            ("outlines", overlay.shows_outlines),
            ("sensor_map", overlay.shows_sensor_map),
            ("side_by_side", viewing.style.is_side_by_side),
            ("fused_tile", self._tiles.shows_fused),
            ("ranges", not self._tiles.ranges.isHidden()),
            ("zoom_region", viewing.tool is Tool.ZOOM),
            ("ruler", viewing.tool is Tool.RULER),
            ("area", viewing.tool is Tool.AREA),
        ):
            self._actions[name].setChecked(is_on)
        for name in ("zoom_region", "ruler", "area", "actual_size", "next_tile", "next_layout", "vision"):
            self._actions[name].setEnabled(loaded is not None)
        self._actions["fused_tile"].setEnabled(self._tiles.can_fuse)
        for name in ("delete_measurement", "clear_measurements", "copy_measurements"):
            self._actions[name].setEnabled(bool(viewing.measurements))
