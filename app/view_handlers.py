"""What the entries of the action table do that change how pictures are looked at."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from app.viewing import Layout, ScaleKind, Smoothing, Tool
from app.views.keysheet import key_sheet
from app.views.vision import vision_preview
from app.windows import CT_PRESETS

if TYPE_CHECKING:
    from app.main_window import MainWindow

_Choice = TypeVar("_Choice", bound=StrEnum)
_TILT_STEP = 5.0  # degrees


def following(choice: _Choice) -> _Choice:
    """The next member of its enumeration, round and round."""
    members = list(type(choice))
    return members[(members.index(choice) + 1) % len(members)]


def view_handlers(window: MainWindow) -> dict[str, Callable[[], object]]:
    """By name; called once, while the window is built."""
    state, viewing = window.state, window.state.viewing

    def toggle_tool(tool: Tool) -> None:
        viewing.set_tool(Tool.MOVE if viewing.tool is tool else tool)
        window.tiles.focus_first()

    def tilt(axis: int, degrees: float) -> None:
        angles = list(state.volume.tilt)
        angles[axis] = (angles[axis] + degrees + 180.0) % 360.0 - 180.0
        state.set_volume_style(tilt=(angles[0], angles[1], angles[2]))

    def next_scale() -> None:
        kinds = [ScaleKind.PERCENTILE, ScaleKind.RAW, ScaleKind.LINEAR]  # the own range only where it is asked for
        place = kinds.index(viewing.style.scale) + 1 if viewing.style.scale in kinds else 0
        viewing.set_style(scale=kinds[place % len(kinds)], display=None)

    return {
        "fused_tile": lambda: window.tiles.toggle_fused(),
        "side_by_side": lambda: viewing.set_style(is_side_by_side=not viewing.style.is_side_by_side),
        "next_scale": next_scale,
        "ranges": lambda: window.tiles.toggle_ranges(),
        "actual_size": lambda: window.tiles.show_actual_size(),
        "zoom_region": partial(toggle_tool, Tool.ZOOM),
        "smoothing": lambda: viewing.set_style(smoothing=following(Smoothing(viewing.style.smoothing))),
        "next_layout": lambda: viewing.set_style(layout=following(Layout(viewing.style.layout))),
        "next_tile": lambda: window.tiles.next_tile(),
        "vision": lambda: vision_preview(window).show(),
        "ruler": partial(toggle_tool, Tool.RULER),
        "area": partial(toggle_tool, Tool.AREA),
        "delete_measurement": lambda: window.measuring.delete(),
        "clear_measurements": lambda: window.measuring.clear(),
        "copy_measurements": lambda: window.measuring.copy(),
        "straight": lambda: state.set_volume_style(is_straight=not state.volume.is_straight),
        **{
            f"tilt_{name}_{way}": partial(tilt, axis, sign * _TILT_STEP)
            for axis, name in enumerate(("nod", "roll", "turn"))
            for way, sign in (("up", 1), ("down", -1))
        },
        "tilt_off": lambda: state.set_volume_style(tilt=(0.0, 0.0, 0.0)),
        **{f"window_{number}": partial(_use_preset, window, number - 1) for number in range(1, len(CT_PRESETS) + 1)},
        "shortcuts": lambda: key_sheet(window, window.keymaps).show(),
    }


def _use_preset(window: MainWindow, place: int) -> None:
    window.volume_bar.windows.use(place)
