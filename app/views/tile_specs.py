"""Which tiles a sample gets in the present style."""

from __future__ import annotations

from app.planes import Plane
from app.state import AppState
from app.views.section import Role

TileSpec = tuple[int, Plane | None, Role]  # slot, own plane, what it is there for


def can_fuse(state: AppState) -> bool:
    """Whether there are several sensors whose pixels correspond."""
    loaded = state.loaded
    return loaded is not None and len(loaded.views) > 1 and loaded.sample.is_registered


def wanted_tiles(state: AppState) -> list[TileSpec]:
    """One tile a modality, or the three planes of one sequence or of all blended; beside them the fused one."""
    loaded, volume, look = state.loaded, state.volume, state.viewing.style
    assert loaded is not None, "tiles belong to a sample"
    is_three = loaded.is_volume and volume.shows_three
    if is_three:
        slot, role = max(volume.sequence, 0), Role.FUSED if volume.sequence < 0 else Role.SENSOR
        specs: list[TileSpec] = [(slot, plane, role) for plane in Plane]
    else:
        specs = [(slot, None, Role.SENSOR) for slot in range(len(loaded.views))]
    if look.is_side_by_side:
        specs = [(slot, plane, twin) for slot, plane, role in specs for twin in (Role.PLAIN, role)]
    if can_fuse(state) and not is_three:
        by_itself = not loaded.is_volume and not look.is_side_by_side
        wants = by_itself if look.shows_fused is None else look.shows_fused
        specs += [(0, None, Role.FUSED)] if wants else []
    return specs
