"""What is honest to say of a picture: where it is averaged, enlarged, or drawn with a map of another resolution."""

from __future__ import annotations

import numpy as np

from app.colour_scales import OWN_RANGE_WARNING
from app.i18n import tr
from app.oblique import Oblique
from app.viewing import ScaleKind
from app.views.section import Role, SectionView


def honest_badge(tile: SectionView) -> str:
    """Few words on how far what is seen differs from what was measured and computed; empty where it does not."""
    state = tile.state
    parts: list[str] = []
    if state.loaded is not None and state.current is not None and state.current != state.loaded.sample:
        parts.append(tr("still {sample_id}, loading the next", sample_id=state.loaded.sample.sample_id))
    across, down = tile.pixel_size()
    ratio = tile.devicePixelRatioF()  # what counts is the screen's own pixels
    smaller, larger = min(across, down) * ratio, max(across, down) * ratio
    if smaller < 0.99:
        parts.append(tr("averaged {smaller:.2g} : 1", smaller=1 / smaller))
    elif larger > 1.01:
        parts.append(tr("interpolated") if tile.is_smooth() else tr("single pixels"))
    if isinstance(tile.cut, Oblique):
        parts.append(tr("resampled plane"))
    elif tile.cut is not None and state.volume.slab > 1:
        parts.append(tr("slab"))
    if any("resampled" in note for slot in tile.shown_slots() for note in tile.view_of(slot).notes):
        parts.append(tr("resampled"))
    parts.extend(_map_words(tile))
    return "  ·  ".join(parts)


def _map_words(tile: SectionView) -> list[str]:
    state = tile.state
    style = state.overlay
    if tile.role is Role.PLAIN:
        return []
    if state.growing is not None:
        scores = state.growing.partial.slice_scores
        return [tr("map of {sum:,} of {scores:,} slices", sum=int(np.isfinite(scores).sum()), scores=len(scores))]
    if state.result is None or not (style.is_visible or style.shows_outlines):
        return []
    height, width = state.result.map_size
    shape = state.result.anomaly_map.shape[-2:]
    words = [] if (height, width) == shape else [tr("map {width}×{height}, interpolated", width=width, height=height)]
    if state.viewing.style.scale is ScaleKind.IMAGE and style.is_visible:
        words.append(tr(OWN_RANGE_WARNING))
    elif state.result.calibration is None:
        words.append(tr("raw"))
    return words
