"""Depth maps: 16-bit PNG, float TIFF, NPY, and organised XYZ images, whose third channel is the depth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.clouds import RawCloud, cloud_from_grid, read_array
from core.data.images import finite_or_nan, read_raw
from core.data.naming import ARRAY_SUFFIXES, suffix_of
from core.data.ranges import robust_range
from core.errors import SampleReadError
from core.progress import CancelToken
from core.records import Modality, View


def read_depth(path: Path, modality: Modality, token: CancelToken) -> tuple[View, RawCloud | None]:
    """A depth map [H, W] with NaN where the sensor saw nothing; with its points if the file stores X, Y and Z.

    Raises SampleReadError.
    """
    if suffix_of(path) in ARRAY_SUFFIXES:
        values, notes, description = read_array(path), [], ""
    else:
        raw = read_raw(path, token)
        values, notes, description = raw.pixels, list(raw.notes), raw.description
    if values.ndim == 3 and values.shape[2] == 3 and values.dtype.kind == "f":
        cloud = cloud_from_grid(path, values, notes)
        return depth_of_grid(cloud, modality, path), cloud
    if (
        values.ndim == 3
        and values.shape[2] in (2, 4)
        and np.array_equal(values[..., 0], values[..., values.shape[2] - 2])
    ):
        values = values[..., 0]  # grey with alpha
    elif values.ndim == 3 and values.dtype == np.uint8 and np.ptp(values, axis=2).max() == 0:
        values = values[..., 0]  # grey saved as colour
    if values.ndim != 2:
        raise SampleReadError(
            f"{path.name} has {values.shape[-1]} channels; a depth map has one.",
            hint="Is this a colour picture marked as depth?",
            path=path,
        )
    token.raise_if_cancelled()
    unit, spacing = _declared(values, description, notes)
    depth = values.astype(np.float32)
    depth[depth == 0] = np.nan  # the sensors' word for "no echo"
    if not np.isfinite(depth).any():
        raise SampleReadError(f"{path.name} measured nothing: every pixel is missing.", path=path)
    depth = finite_or_nan(path, depth, notes)
    return View(modality, depth, robust_range(depth, 0.5, 99.5), unit, spacing, source=path, notes=tuple(notes)), None


def depth_of_grid(cloud: RawCloud, modality: Modality, path: Path) -> View:
    """The Z channel of an organised cloud as a depth view [H, W]."""
    if cloud.grid is None or cloud.pixels is None:
        raise ValueError("only an organised cloud has a depth image of its own")
    depth = np.full(cloud.grid, np.nan, np.float32)
    depth[cloud.pixels[:, 0], cloud.pixels[:, 1]] = cloud.points[:, 2]
    return View(modality, depth, robust_range(depth, 0.5, 99.5), cloud.unit, source=path, notes=cloud.notes)


def _declared(
    values: NDArray[Any],
    description: str,
    notes: list[str],  # Any: the file's number format
) -> tuple[str, tuple[float, float] | None]:
    """Unit and pixel spacing that the file states, else what its number format suggests."""
    facts = _facts(description)
    spacing = facts.get("spacing_mm")
    pair = None
    if isinstance(spacing, list) and len(spacing) == 2 and all(isinstance(v, int | float) and v > 0 for v in spacing):
        pair = (float(spacing[0]), float(spacing[1]))
    if isinstance(facts.get("unit"), str):
        return facts["unit"][:12], pair
    if values.dtype.kind in "uib":
        if values.dtype == np.uint8:
            notes.append("Depth has only 8 bits: 256 steps.")
        return "", pair
    finite = values[np.isfinite(values)]
    if finite.size and float(np.abs(finite).max()) <= 1.0:
        return "", pair  # normalised, not millimetres
    return "mm", pair


def _facts(description: str) -> dict[str, Any]:  # Any: parsed JSON
    try:
        facts = json.loads(description)
    except (ValueError, RecursionError):
        return {}
    return facts if isinstance(facts, dict) else {}
