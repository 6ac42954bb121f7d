"""A volume as its file stores it, and what every reader of volumes checks before it reads a voxel."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.files import MAX_VOXELS, too_big
from core.errors import SampleReadError

_SIZES_MM = (1e-7, 1e6)  # of a voxel's edge: electron microscopes to landscapes
_LEAST_VOLUME = 1e-6  # of the three unit directions
ORIENTATION_UNKNOWN = "The file does not say how the patient lies: sides are assumed."


@dataclass(frozen=True, slots=True, eq=False)
class RawVolume:
    """Voxels [I, J, K] in the file's own axes and how they lie in the patient."""

    voxels: NDArray[Any]  # Any: the file's number format
    affine: NDArray[np.float64]  # [4, 4] (i, j, k) to RAS+ mm
    window: tuple[float, float] | None = None  # display range that the file asks for
    scale: tuple[float, float] = (1.0, 0.0)  # slope and intercept of the stored values
    notes: tuple[str, ...] = ()


def checked_shape(path: Path, shape: tuple[int, ...], dtype: np.dtype[Any]) -> int:  # Any: the file's number format
    """Voxels of the first volume. Raises SampleReadError on sizes or number formats that cannot be shown."""
    if dtype.kind not in "uif" or dtype.itemsize > 8:
        raise SampleReadError(f"{path.name} holds colours or complex numbers, not one value a voxel.", path=path)
    voxels = int(np.prod(shape[:3], dtype=object))
    if min(shape) < 1:
        raise SampleReadError(f"{path.name} has no voxels.", path=path)
    if voxels > MAX_VOXELS:
        raise too_big(path, voxels, MAX_VOXELS, "voxels")
    return voxels


def check_affine(path: Path, affine: NDArray[np.float64]) -> None:
    """Raise SampleReadError unless voxels have a size (from 1e-7 to 1e6 mm) and three directions that differ."""
    with np.errstate(all="ignore"):
        sizes = np.linalg.norm(affine[:3, :3], axis=0)
        is_sized = bool(np.all((sizes >= _SIZES_MM[0]) & (sizes <= _SIZES_MM[1])))
    if not (np.isfinite(affine).all() and is_sized and abs(np.linalg.det(affine[:3, :3] / sizes)) > _LEAST_VOLUME):
        raise SampleReadError(
            f"{path.name} has a header without a usable voxel size or direction.", hint="Export it again.", path=path
        )
