"""The words around a view: what it shows, and what lies under the cursor, with units."""

from __future__ import annotations

import numpy as np

from app.i18n import numeral, tr
from app.planes import PLANE_WORDS, Cut
from app.state import AppState
from app.views.section import Role, SectionView
from app.views.words import number_text
from core.records import View, modality_info


def header_title(tile: SectionView) -> str:
    """The modality, and the plane of a volume."""
    label = tr(modality_info(tile.view.modality).label)
    if tile.role is Role.FUSED:
        label = tr("All sensors")
    if tile.role is Role.PLAIN:
        label += tr(", no map")
    if tile.own_plane is None:
        return label
    return f"{tr(PLANE_WORDS[tile.own_plane])} {tile.plane_index() + 1} / {tile.view.size[Cut(tile.own_plane).through]}"


def header_detail(tile: SectionView) -> str:
    """Size, spacing, window and zoom of a view."""
    view = tile.view
    height, width = tile.plane_size()
    parts: list[str] = []
    if tile.state.result is not None and len(tile.state.result.modality_maps) > 1:
        parts.append(tr("own map") if tile.shows_own_map() else tr("fused map"))
    if view.pixels.ndim == 2 and not view.is_volume and tile.role is not Role.FUSED:
        parts.append(window_text(tile))
    slab = tile.state.volume.slab
    if tile.cut is not None and slab > 1:
        thickness = f" ({numeral(slab * view.spacing_mm[tile.cut.through], '.3g')} mm)" if view.spacing_mm else ""
        kind = tr("mean") if tile.state.volume.is_slab_mean else tr("max")
        parts.append(tr("{kind} of {slab}{thickness}", kind=kind, slab=slab, thickness=thickness))
    parts.append(f"{numeral(tile.pixel_size()[0], '.3g')}×")
    spacing = tile.plane_spacing()
    if spacing is not None:
        row, column = spacing
        parts.append(
            f"{numeral(column, '.3g')} mm/px"
            if abs(row - column) < 1e-4
            else f"{numeral(column, '.3g')} × {numeral(row, '.3g')} mm/px"
        )
    parts.append(f"{numeral(width, ',')} × {numeral(height, ',')} px")
    return "  ·  ".join(parts)


def window_text(tile: SectionView) -> str:
    """Window and level with their unit."""
    low, high = tile.grey_window
    return f"W {number_text(high - low)}  L {number_text((low + high) / 2)} {tile.view.unit}".rstrip()


def readout(tile: SectionView, state: AppState, pixel: tuple[int, int] | None) -> str:
    """Position in px and mm, value with unit, score, percentile among normal; empty without a cursor."""
    if pixel is None:
        return ""
    view, maps = tile.view, tile.own_or_fused_map()
    x, y = pixel
    if tile.cut is not None:
        index, row, column = tile.voxel_at(pixel)
        parts = [
            f"x {numeral(column, ',')}  y {numeral(row, ',')}  z {numeral(index, ',')}",
            position_mm(view, index, column, row),
        ]
        parts.append(value_text(view, view.pixels[index, row, column]))
        score = None if maps is None else float(maps[index, row, column])
        growing = state.growing
        if growing is not None and np.isnan(growing.partial.slice_scores[index]):
            score = np.nan
    else:
        height, width = view.size[-2:]
        parts = [
            f"x {numeral(x, ',')}  y {numeral(y, ',')}",
            *filter(None, [position_mm(view, 0, x, y)]),
            value_text(view, view.pixels[y, x]),
        ]
        score = None
        if maps is not None:
            row = min(int((y + 0.5) * maps.shape[0] / height), maps.shape[0] - 1)
            column = min(int((x + 0.5) * maps.shape[1] / width), maps.shape[1] - 1)
            score = float(maps[row, column])
    if score is not None:
        parts.append(tr("score {score:.3g}", score=score) if np.isfinite(score) else tr("not inspected"))
        shown = state.result or (state.growing.partial if state.growing else None)
        calibration = shown.calibration if shown else None
        if calibration is not None and np.isfinite(score):
            percentile = float(calibration.pixel_percentile(np.array([score], np.float32))[0])
            parts.append(percentile_text(percentile))
    return "  ·  ".join(parts)


def position_mm(view: View, slice_index: int, x: int, y: int) -> str:
    """The place in mm: patient coordinates (RAS+) of a volume, distance from the upper left corner of an image."""
    if view.affine is not None:
        place = (view.affine @ np.array([slice_index, y, x, 1.0]))[:3]
        return " ".join(axis_text(axis, float(value)) for axis, value in enumerate(place)) + " mm"
    if view.spacing_mm is None:
        return ""
    row, column = view.spacing_mm[-2:]
    return f"{numeral((x + 0.5) * column, '.1f')}, {numeral((y + 0.5) * row, '.1f')} mm"


def axis_text(axis: int, value: float) -> str:
    """A patient coordinate (RAS+, axis 0..2) as a letter and a distance: -30 on the first axis is 30 to the left."""
    return f"{('LR', 'PA', 'IS')[axis][value >= 0]} {numeral(abs(value), '.1f')}"


def value_text(view: View, value: np.ndarray | np.floating | np.integer) -> str:
    """A native value with its unit."""
    if np.ndim(value):
        numbers = " ".join(f"{numeral(channel, '.3g')}" for channel in np.asarray(value).tolist())
        return tr("RGB {numbers}", numbers=numbers)
    number = float(value)
    if np.isnan(number):
        return tr("no measurement")
    text = f"{numeral(number, ',.0f')}" if number.is_integer() and abs(number) < 1e7 else f"{numeral(number, ',.5g')}"
    return f"{text} {view.unit}".rstrip()


def percentile_text(percentile: float) -> str:
    """Place among normal pixels; never 100 unless it is above all of them."""
    if percentile >= 100.0:
        return tr("> all normal")
    return f"p{numeral(min(percentile, 99.99), '.2f')}" if percentile > 99 else f"p{numeral(percentile, '.1f')}"
