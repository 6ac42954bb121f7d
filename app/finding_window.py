"""The window of a CT follows what was found: lung for a finding in the lung, soft tissue or bone elsewhere."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from app.settings import Settings
from app.state import AppState
from core.records import Kind, Region, View, modality_info

_REACH_MM = 15.0  # around a finding's peak
_LUNG, _LUNG_SHARE = (-950.0, -600.0), 0.2  # HU of air-filled tissue, and how much of it makes a place lung
_BONE = 250.0  # HU


def fitting_preset(view: View, region: Region, category: str) -> str:
    """Name of the window preset in which the place of a finding in a CT is read."""
    wanted = (region.slice_index or 0, region.peak_position[1], region.peak_position[0])
    # A region that ends at the border may have its peak just outside: the nearest voxel stands for it.
    place = tuple(min(max(one, 0), most - 1) for one, most in zip(wanted, view.size, strict=True))
    spacing = view.spacing_mm or (1.0, 1.0, 1.0)
    box = tuple(
        slice(max(round(middle - _REACH_MM / step), 0), round(middle + _REACH_MM / step) + 1)
        for middle, step in zip(place, spacing, strict=True)
    )
    around = view.pixels[box]
    if float(np.mean((around > _LUNG[0]) & (around < _LUNG[1]))) > _LUNG_SHARE:
        return "Lung"
    x0, y0, x1, y1 = region.bbox
    found = view.pixels[place[0], max(y0, 0) : max(y1, y0 + 1), max(x0, 0) : max(x1, x0 + 1)]
    if not found.size:
        found = around
    if float(np.median(found)) > _BONE:
        return "Bone"
    return "Liver" if "liver" in category.lower() else "Abdomen"


class FindingWindow(QObject):
    """Sets the window for the strongest or the selected region, until the user sets one for this sample."""

    def __init__(self, state: AppState, settings: Settings) -> None:
        super().__init__()
        self._state, self._settings = state, settings
        self._is_setting = self._is_off = False
        state.loaded_changed.connect(self._on_loaded_changed)
        state.window_changed.connect(self._on_window_changed)
        state.regions_changed.connect(self._follow)
        state.selected_region_changed.connect(self._follow)

    def _on_loaded_changed(self) -> None:
        self._is_off = False

    def _on_window_changed(self, _modality: str) -> None:
        self._is_off = self._is_off or not self._is_setting  # the user's own window stays

    def _follow(self) -> None:
        loaded, result = self._state.loaded, self._state.result
        region = self._state.selected_region or next(iter(self._state.regions), None)
        if loaded is None or not loaded.is_volume or result is None or region is None or self._is_off:
            return
        for view in loaded.views:
            if modality_info(view.modality).kind is not Kind.CT:
                continue
            name = fitting_preset(view, region, result.category)
            preset = next((one for one in self._settings.window_presets if one.name == name), None)
            if preset is not None:
                self._is_setting = True
                self._state.set_window(view.modality, preset.limits)
                self._is_setting = False
