"""What every entry of the action table does: one table of handlers for one window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.scene.camera import Look
from app.styles import Compare, OverlayMode
from app.view_handlers import view_handlers
from app.views.about import about_dialog
from app.workspaces import WORKSPACES
from core.library_records import MarkKind

if TYPE_CHECKING:
    from app.main_window import MainWindow


def make_handlers(window: MainWindow) -> dict[str, Callable[[], object]]:
    """What every entry of the action table does, by name; called once, while the window is built."""
    state, session = window.state, window.session
    return {
        "open": window.open_files,
        "open_folder": window.open_folder,
        "open_model": window.open_model,
        "teach": window.teaching.open,
        "library": window.models.open_library,
        "evaluate": window.models.open_evaluation,
        "false_alarm": partial(window.marking.open, MarkKind.FALSE_ALARM),
        "missed_spot": partial(window.marking.open, MarkKind.MISSED),
        **window.deciding.handlers(),
        **window.inputs.handlers(),
        **window.reporting.handlers(),
        **window.access.handlers(),
        "quit": window.close,
        "undo": lambda: window.history.back(),
        "redo": lambda: window.history.forth(),
        "inspect": session.inspect,
        "inspect_all": session.inspect_all,
        "cancel": window.cancel,
        "next_sample": lambda: window.queue.step(1),
        "previous_sample": lambda: window.queue.step(-1),
        "filter_queue": lambda: window.queue.filter.setFocus(Qt.FocusReason.ShortcutFocusReason),
        "overlay": lambda: state.set_overlay(is_visible=not state.overlay.is_visible),
        "outlines": lambda: state.set_overlay(shows_outlines=not state.overlay.shows_outlines),
        "sensor_map": lambda: state.set_overlay(shows_sensor_map=not state.overlay.shows_sensor_map),
        **_overlay_handlers(window),
        "more_opacity": lambda: state.set_overlay(opacity=min(state.overlay.opacity + 0.1, 1.0)),
        "less_opacity": lambda: state.set_overlay(opacity=max(state.overlay.opacity - 0.1, 0.0)),
        "zoom_in": lambda: window.tiles.zoom(1.25),
        "zoom_out": lambda: window.tiles.zoom(0.8),
        "fit": lambda: window.tiles.fit(),
        "reset_window": lambda: window.tiles.reset_windows(),
        "maximise": lambda: window.tiles.maximise_current(),
        "next_slice": lambda: state.step_plane(1),
        "previous_slice": lambda: state.step_plane(-1),
        "three_planes": lambda: window.volume_bar.toggle_three(),
        "next_plane": lambda: window.volume_bar.next_plane(),
        "radiological": lambda: window.volume_bar.toggle_sides(),
        "cine": lambda: window.volume_bar.cine.toggle(),
        "thicker_slab": lambda: window.volume_bar.step_slab(1),
        "thinner_slab": lambda: window.volume_bar.step_slab(-1),
        "next_region": lambda: state.step_region(1),
        "previous_region": lambda: state.step_region(-1),
        "next_hot": lambda: window.tiles.slices.jump(1),
        "previous_hot": lambda: window.tiles.slices.jump(-1),
        **_scene_handlers(window),
        **{f"workspace_{name}": partial(window.show_workspace, name) for name in WORKSPACES},
        "reset_layout": lambda: window.workspaces.reset(),
        "reopen_session": lambda: window.keeper.restore(),
        **view_handlers(window),
        "tour": window.present,
        "about": lambda: about_dialog(window, window.parts.version, state.model).show(),
    }


def _overlay_handlers(window: MainWindow) -> dict[str, Callable[[], object]]:
    state = window.state

    def compare(wanted: Compare) -> None:
        is_on = state.overlay.compare is wanted
        state.set_overlay(compare=Compare.OFF if is_on else wanted, is_flickered_off=False)

    def next_mode() -> None:
        modes = list(OverlayMode)
        state.set_overlay(mode=modes[(modes.index(state.overlay.mode) + 1) % len(modes)], is_visible=True)

    return {
        "next_mode": next_mode,
        "constant": lambda: state.set_overlay(is_constant=not state.overlay.is_constant),
        "swipe": partial(compare, Compare.SWIPE),
        "flicker": partial(compare, Compare.FLICKER),
    }


def _scene_handlers(window: MainWindow) -> dict[str, Callable[[], object]]:
    state = window.state
    toggles = {
        "perspective": "is_perspective",
        "light": "has_light",
        "clip_box": "has_box",
        "value_range": "shows_range",
        "body": "shows_body",
    }

    def toggle(field: str) -> None:
        state.set_scene(**{field: not getattr(state.scene, field)})

    return {
        **{f"look_{look}": partial(_look, window, look) for look in Look},
        **{name: partial(toggle, field) for name, field in toggles.items()},
    }


def _look(window: MainWindow, look: Look) -> None:
    scene = window.tiles.scene
    if scene is not None:
        scene.look(look)
