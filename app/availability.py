"""Which entries of the action table there is something for, and which are checked."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction

from app.actions import ACTIONS
from app.deciding import ACTIONS as DECIDING
from app.state import AppState
from app.styles import SceneStyle
from app.views.scene_menu import CLOUD_ONLY, VOLUME_ONLY
from app.views.scene_menu import MENU as SCENE_MENU


def show_available(state: AppState, actions: Mapping[str, QAction], *, has_record: bool) -> None:
    """Enable the entries that there is something for; `has_record`: decisions can be written."""
    loaded = state.loaded
    is_volume = loaded is not None and loaded.is_volume
    for spec in ACTIONS:
        if spec.menu.startswith("Volume"):
            actions[spec.name].setEnabled(is_volume)
    for name in ("zoom_in", "zoom_out", "fit", "reset_window", "maximise"):
        actions[name].setEnabled(loaded is not None)
    has_model = state.model is not None
    for name in ("open_model", "library"):  # until `access` locks them
        actions[name].setEnabled(True)
    for name in ("teach", "evaluate"):
        actions[name].setEnabled(has_model)
    for name in ("false_alarm", "missed_spot"):
        actions[name].setEnabled(state.result is not None)
    actions["inspect"].setEnabled(has_model and loaded is not None)
    actions["inspect_all"].setEnabled(has_model and bool(state.samples))
    has_scene = loaded is not None and (loaded.cloud is not None or is_volume)
    actions["workspace_3d"].setEnabled(has_scene)
    for spec in ACTIONS:
        if spec.menu == SCENE_MENU:
            fits = not is_volume if spec.name in CLOUD_ONLY else is_volume or spec.name not in VOLUME_ONLY
            actions[spec.name].setEnabled(has_scene and fits)
    actions["workspace_review"].setEnabled(has_record)
    for name in DECIDING:
        actions[name].setEnabled(has_record and state.current is not None)


def show_scene_style(style: SceneStyle, actions: Mapping[str, QAction]) -> None:
    """Check the entries of 3-D pictures as they are looked at."""
    actions["perspective"].setChecked(style.is_perspective)
    actions["light"].setChecked(style.has_light)
    actions["clip_box"].setChecked(style.has_box)
    actions["value_range"].setChecked(style.shows_range)
    actions["body"].setChecked(style.shows_body)
