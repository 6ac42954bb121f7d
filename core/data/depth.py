"""Depth maps: 16-bit PNG, float TIFF, EXR, PFM, NPY, and organised XYZ images, whose third channel is the depth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.background import background_plane
from core.data.clouds import RawCloud, cloud_from_grid, read_array
from core.data.images import finite_or_nan, read_raw
from core.data.naming import ARRAY_SUFFIXES, suffix_of
from core.data.ranges import Later, depth_range
from core.data.sidecar import AS_FOUND, DepthFacts, facts_beside, parse_facts
from core.errors import SampleReadError
from core.progress import CancelToken
from core.records import FileChoice, Modality, View


def read_depth(
    path: Path, modality: Modality, token: CancelToken, part: str = "", choice: FileChoice = AS_FOUND
) -> tuple[View, RawCloud | None]:
    """A depth map [H, W] with NaN where the sensor saw nothing; with its points if the file stores X, Y and Z.

    `choice` goes before what files say. Raises SampleReadError.
    """
    if suffix_of(path) in ARRAY_SUFFIXES:
        values, notes, description = read_array(path), [], ""
    else:
        raw = read_raw(path, token, part)
        values, notes, description = raw.pixels, list(raw.notes), raw.description
    facts = facts_beside(path)
    notes += [facts.note] if facts.note else []
    if not facts.source and (told := parse_facts(description, path)):
        facts = told
    facts = facts.with_choice(choice)
    values, seen = _without_mask(values, notes)
    if values.ndim == 3 and values.shape[2] == 3 and values.dtype.kind == "f":
        grid = values if seen is None else np.where(seen[..., None], values, np.float32(np.nan))
        cloud = cloud_from_grid(path, grid, notes, facts)
        return depth_of_grid(cloud, modality, path), cloud
    values = _one_channel(path, values)
    token.raise_if_cancelled()
    unit = _unit(values, facts, notes)
    depth = np.require(values, np.float32, "W")  # the file's values are nobody else's
    if seen is not None:
        depth[~seen] = np.nan
    has_holes = not facts.are_depths(depth)
    if has_holes:
        depth = facts.measure(depth)
    if facts.plane_mm is not None:
        depth = _without_plane(depth, facts.plane_mm, notes)
        has_holes = True
    if has_holes and not (np.isfinite(depth[::16, ::16]).any() or np.isfinite(depth).any()):
        raise SampleReadError(f"{path.name} measured nothing: every pixel is missing.", path=path)
    if facts.is_disparity:
        notes.append(f"Disparity was turned into depth in mm by the calibration in {facts.source}.")
    if has_holes:
        depth = finite_or_nan(path, depth, notes)
    window = Later(depth_range, depth)
    return View(modality, depth, window, unit, facts.spacing_mm, source=path, notes=tuple(notes)), None


def _one_channel(path: Path, values: NDArray[Any]) -> NDArray[Any]:  # Any: the file's number format
    """The channel [H, W] of a depth map that was saved as grey with alpha, or as a grey colour picture."""
    if values.ndim == 3 and values.shape[2] in (2, 4) and np.array_equal(values[..., 0], values[..., -2]):
        return np.asarray(values[..., 0])
    if values.ndim == 3 and values.dtype == np.uint8 and np.ptp(values, axis=2).max() == 0:
        return np.asarray(values[..., 0])
    if values.ndim != 2:
        raise SampleReadError(
            f"{path.name} has {values.shape[-1]} channels; a depth map has one.",
            hint="Is this a colour picture marked as depth?",
            path=path,
        )
    return values


def _without_mask(
    values: NDArray[Any],
    notes: list[str],  # Any: the file's number format
) -> tuple[NDArray[Any], NDArray[np.bool_] | None]:
    """Depth or X, Y, Z without a last channel that only says where the part is, and that mask [H, W]."""
    if values.ndim != 3 or values.shape[2] not in (2, 4) or values.dtype.kind != "f":
        return values, None
    mask = values[..., -1]
    if not np.isin(mask, (0, 1)).all() or not mask.any() or mask.all():
        return values, None
    notes.append("The last channel is a mask: outside of it nothing counts as measured.")
    rest = values[..., :-1]
    return (rest[..., 0] if rest.shape[2] == 1 else rest), mask > 0


def _without_plane(depth: NDArray[np.float32], tolerance: float, notes: list[str]) -> NDArray[np.float32]:
    pixels = np.argwhere(np.isfinite(depth))
    points = np.column_stack([pixels, depth[pixels[:, 0], pixels[:, 1]]]).astype(np.float32)
    on_plane = background_plane(points, tolerance)
    if on_plane is None:
        notes.append("No background plane was found.")
        return depth
    rest = depth.copy()
    rest[pixels[on_plane, 0], pixels[on_plane, 1]] = np.nan
    notes.append(f"The background plane was taken away: {on_plane.mean():.0%} of the measured pixels.")
    return rest


def depth_of_grid(cloud: RawCloud, modality: Modality, path: Path) -> View:
    """The Z channel of an organised cloud as a depth view [H, W]."""
    if cloud.grid is None or cloud.pixels is None:
        raise ValueError("only an organised cloud has a depth image of its own")
    depth = np.full(cloud.grid, np.nan, np.float32)
    depth[cloud.pixels[:, 0], cloud.pixels[:, 1]] = cloud.points[:, 2]
    return View(modality, depth, Later(depth_range, depth), cloud.unit, source=path, notes=cloud.notes)


def _unit(values: NDArray[Any], facts: DepthFacts, notes: list[str]) -> str:  # Any: the file's number format
    """The unit that the file states, else what its number format suggests."""
    if facts.unit is not None:
        return facts.unit
    if values.dtype.kind in "uib":
        if values.dtype == np.uint8:
            notes.append("Depth has only 8 bits: 256 steps.")
        return ""
    for some in (values[::16, ::16], values):  # a few values mostly tell
        finite = some[np.isfinite(some)]
        if finite.size and float(np.abs(finite).max()) > 1.0:
            return "mm"
    return "" if finite.size else "mm"  # normalised, not millimetres
