"""What is honest to say of a picture: where it is averaged, enlarged, or drawn with a map of another resolution."""

from __future__ import annotations

import numpy as np

from app.colour_scales import OWN_RANGE_WARNING
from app.oblique import Oblique
from app.viewing import ScaleKind
from app.views.section import Role, SectionView


def honest_badge(tile: SectionView) -> str:
    """Few words on how far what is seen differs from what was measured and computed; empty where it does not."""
    state = tile.state
    parts: list[str] = []
    if state.loaded is not None and state.current is not None and state.current != state.loaded.sample:
        parts.append(f"still {state.loaded.sample.sample_id}, loading the next")
    across, down = tile.pixel_size()
    ratio = tile.devicePixelRatioF()  # what counts is the screen's own pixels
    smaller, larger = min(across, down) * ratio, max(across, down) * ratio
    if smaller < 0.99:
        parts.append(f"averaged {1 / smaller:.2g} : 1")
    elif larger > 1.01:
        parts.append("interpolated" if tile.is_smooth() else "single pixels")
    if isinstance(tile.cut, Oblique):
        parts.append("resampled plane")
    elif tile.cut is not None and state.volume.slab > 1:
        parts.append("slab")
    if any("resampled" in note for slot in tile.shown_slots() for note in tile.view_of(slot).notes):
        parts.append("resampled")
    parts.extend(_map_words(tile))
    return "  ·  ".join(parts)


def _map_words(tile: SectionView) -> list[str]:
    state = tile.state
    style = state.overlay
    if tile.role is Role.PLAIN:
        return []
    if state.growing is not None:
        scores = state.growing.partial.slice_scores
        return [f"map of {int(np.isfinite(scores).sum()):,} of {len(scores):,} slices"]
    if state.result is None or not (style.is_visible or style.shows_outlines):
        return []
    height, width = state.result.map_size
    shape = state.result.anomaly_map.shape[-2:]
    words = [] if (height, width) == shape else [f"map {width}×{height}, interpolated"]
    if state.viewing.style.scale is ScaleKind.IMAGE and style.is_visible:
        words.append(OWN_RANGE_WARNING)
    elif state.result.calibration is None:
        words.append("raw")
    return words
