"""What is honest to say of a picture: where it is averaged, enlarged, or drawn with a map of another resolution."""

from __future__ import annotations

import numpy as np

from app.views.section import SectionView


def honest_badge(tile: SectionView) -> str:
    """Few words on how far what is seen differs from what was measured and computed; empty where it does not."""
    parts: list[str] = []
    across, down = tile.pixel_size()
    ratio = tile.devicePixelRatioF()  # what counts is the screen's own pixels
    smaller, larger = min(across, down) * ratio, max(across, down) * ratio
    if smaller < 0.99:
        parts.append(f"averaged {1 / smaller:.2g} : 1")
    elif larger > 1.01:
        parts.append("interpolated" if tile.is_smooth() else "single pixels")
    if tile.cut is not None and tile.state.volume.slab > 1:
        parts.append("slab")
    parts.extend(_map_words(tile))
    return "  ·  ".join(parts)


def _map_words(tile: SectionView) -> list[str]:
    state = tile.state
    style = state.overlay
    if state.growing is not None:
        scores = state.growing.partial.slice_scores
        return [f"map of {int(np.isfinite(scores).sum()):,} of {len(scores):,} slices"]
    if state.result is None or not (style.is_visible or style.shows_outlines):
        return []
    height, width = state.result.map_size
    shape = state.result.anomaly_map.shape[-2:]
    words = [] if (height, width) == shape else [f"map {width}×{height}, interpolated"]
    if state.result.calibration is None:
        words.append("raw")
    return words
