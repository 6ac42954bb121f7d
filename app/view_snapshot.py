"""All that says how the window looks at a sample, as one value: for undo, and to be kept in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any, TypeVar, get_type_hints

from app.planes import Plane
from app.state import AppState
from app.styles import OverlayStyle, VolumeStyle
from app.viewing import ViewStyle
from app.views.camera import Camera
from core.records import Modality

_Record = TypeVar("_Record", OverlayStyle, VolumeStyle, ViewStyle)
Seen = tuple[object, tuple[float, float], float]  # key of a camera, its centre and zoom


@dataclass(frozen=True, slots=True)
class ViewSnapshot:
    """Values only. Where one is in a volume is not part of it: going through slices is not an edit."""

    overlay: OverlayStyle
    style: ViewStyle
    volume: VolumeStyle
    windows: tuple[tuple[Modality, tuple[float, float]], ...]
    cameras: tuple[Seen, ...]


def take(state: AppState, cameras: Mapping[object, Camera]) -> ViewSnapshot:
    """How things look now."""
    return ViewSnapshot(
        replace(state.overlay, is_flickered_off=False),
        state.viewing.style,
        state.volume,
        tuple(sorted(state.windows.items())),
        tuple((key, camera.centre, camera.zoom) for key, camera in cameras.items()),
    )


def put(
    snapshot: ViewSnapshot, state: AppState, cameras: Mapping[object, Camera], *, is_same_sample: bool = True
) -> None:
    """Make things look so again; windows and zoom only for the sample that they were set for."""
    state.set_overlay(**_fields(replace(snapshot.overlay, is_flickered_off=state.overlay.is_flickered_off)))
    state.viewing.set_style(**_fields(snapshot.style))
    volume = snapshot.volume
    if state.loaded is not None and volume.sequence >= len(state.loaded.views):
        volume = replace(volume, sequence=0)
    state.set_volume_style(**_fields(volume))
    if not is_same_sample:
        return
    for modality in {*state.windows, *dict(snapshot.windows)}:
        state.set_window(modality, dict(snapshot.windows).get(modality))
    for key, centre, zoom in snapshot.cameras:
        if key in cameras:
            cameras[key].look_at(centre, zoom)


def _fields(record: OverlayStyle | VolumeStyle | ViewStyle) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}


# --- to and from JSON -----------------------------------------------------------------------------------------------
def to_json(snapshot: ViewSnapshot) -> dict[str, Any]:
    """Plain lists, numbers and words."""
    return {
        "overlay": asdict(snapshot.overlay),
        "style": asdict(snapshot.style),
        "volume": asdict(snapshot.volume),
        "windows": dict(snapshot.windows),
        "cameras": [[str(key), *centre, zoom] for key, centre, zoom in snapshot.cameras],
    }


def from_json(kept: Mapping[str, Any]) -> ViewSnapshot:
    """What `to_json` wrote; a missing field gets its default. Raises ValueError, TypeError, KeyError."""
    cameras: list[Seen] = []
    for key, x, y, zoom in kept["cameras"]:
        cameras.append((Plane(key) if key in list(Plane) else int(key), (float(x), float(y)), float(zoom)))
    windows = {str(name): (float(low), float(high)) for name, (low, high) in kept["windows"].items()}
    return ViewSnapshot(
        _record(OverlayStyle(), kept["overlay"]),
        _record(ViewStyle(), kept["style"]),
        _record(VolumeStyle(), kept["volume"]),
        tuple(sorted(windows.items())),
        tuple(cameras),
    )


def _record(default: _Record, kept: Mapping[str, Any]) -> _Record:
    hints = get_type_hints(type(default))
    changes: dict[str, Any] = {}
    for field in fields(default):
        if field.name in kept:
            value, hint = kept[field.name], hints[field.name]
            if isinstance(hint, type) and issubclass(hint, StrEnum):
                value = hint(value)
            elif isinstance(value, list):
                value = _tuples(value)
            elif type(value) is not type(getattr(default, field.name)) and value is not None:
                value = _number_like(getattr(default, field.name), value)
            changes[field.name] = value
    return replace(default, **changes)


def _tuples(value: object) -> object:
    return tuple(_tuples(entry) for entry in value) if isinstance(value, list) else value


def _number_like(default: object, value: object) -> object:
    if isinstance(default, float) and isinstance(value, int | float):
        return float(value)
    if default is None:
        return value
    raise TypeError(f"{value!r} is no {type(default).__name__}")
