"""Axial, coronal and sagittal planes of a volume: which voxels lie where on the screen, and the letters at its edges.

Volumes are stored as `core.records.View` says: axis 0 inferior to superior, 1 anterior to posterior, 2 the patient's
right to left. A plane is drawn with superior or anterior at the top; radiological convention puts the patient's right
(in a sagittal plane: the front) on the left of the screen, neurological convention the patient's left.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.i18n import later

# NDArray[Any] below: a plane has the number format of its volume.
Place = tuple[int, int, int]  # slice, row, column of a voxel


class Plane(StrEnum):
    """Which way a volume is cut."""

    AXIAL = "axial"
    CORONAL = "coronal"
    SAGITTAL = "sagittal"


PLANE_WORDS = {Plane.AXIAL: later("Axial"), Plane.CORONAL: later("Coronal"), Plane.SAGITTAL: later("Sagittal")}
_AXES = {Plane.AXIAL: (0, 1, 2), Plane.CORONAL: (1, 0, 2), Plane.SAGITTAL: (2, 0, 1)}  # through, rows, columns
_NAMES = (("L", "R"), ("P", "A"), ("I", "S"))  # negative and positive end of the x, y and z axis of RAS+
_OBLIQUE = 0.26  # sine of 15 degrees: from here on a second letter is due


@dataclass(frozen=True, slots=True)
class Cut:
    """One way to cut and draw a volume."""

    plane: Plane = Plane.AXIAL
    is_radiological: bool = True

    @property
    def through(self) -> int:
        """The axis along which one goes through the planes."""
        return _AXES[self.plane][0]

    @property
    def axes(self) -> tuple[int, int]:
        """The axes of the volume that run down and across the screen."""
        return _AXES[self.plane][1:]

    @property
    def flips(self) -> tuple[bool, bool]:
        """Whether rows and columns are drawn in reverse."""
        return self.plane is not Plane.AXIAL, not self.is_radiological and self.plane is not Plane.SAGITTAL

    def size(self, volume: tuple[int, ...]) -> tuple[int, int]:
        """(height, width) of a plane of a volume of that size."""
        rows, columns = self.axes
        return volume[rows], volume[columns]

    def take(self, volume: NDArray[Any], index: int, slab: int = 1, *, is_mean: bool = False) -> NDArray[Any]:
        """The plane as drawn, [H, W] of a [D, H, W] volume; a slab is the largest or mean value of planes around it."""
        first = max(index - (slab - 1) // 2, 0)
        last = min(first + max(slab, 1), volume.shape[self.through])
        piece = (
            np.take(volume, first, axis=self.through) if last - first == 1 else self._slab(volume, first, last, is_mean)
        )
        flip_rows, flip_columns = self.flips
        return piece[:: -1 if flip_rows else 1, :: -1 if flip_columns else 1]

    def _slab(self, volume: NDArray[Any], first: int, last: int, is_mean: bool) -> NDArray[Any]:
        cut = [slice(None)] * 3
        cut[self.through] = slice(first, last)
        planes = volume[tuple(cut)]
        # fmax: a plane that was not inspected (NaN) must not blot out its neighbours.
        piece = planes.mean(axis=self.through) if is_mean else np.fmax.reduce(planes, axis=self.through)
        return np.asarray(piece, volume.dtype)

    def place(self, x: int, y: int, index: int, volume: tuple[int, ...]) -> Place:
        """The voxel drawn at column x and row y of plane `index`."""
        (rows, columns), (flip_rows, flip_columns) = self.axes, self.flips
        voxel = [0, 0, 0]
        voxel[self.through] = index
        voxel[rows] = volume[rows] - 1 - y if flip_rows else y
        voxel[columns] = volume[columns] - 1 - x if flip_columns else x
        return voxel[0], voxel[1], voxel[2]

    def pixel(self, place: Place, volume: tuple[int, ...]) -> tuple[int, int]:
        """Column and row at which a voxel, or its projection along the cut, is drawn."""
        (rows, columns), (flip_rows, flip_columns) = self.axes, self.flips
        y, x = place[rows], place[columns]
        return (volume[columns] - 1 - x if flip_columns else x), (volume[rows] - 1 - y if flip_rows else y)

    def spot(self, x: float, y: float, index: int, volume: tuple[int, ...]) -> tuple[float, float, float]:
        """Voxel coordinates, not whole, of a place in plane `index`; pixel centres at whole numbers."""
        (rows, columns), (flip_rows, flip_columns) = self.axes, self.flips
        spot = [0.0, 0.0, 0.0]
        spot[self.through] = float(index)
        spot[rows] = volume[rows] - 1 - y if flip_rows else y
        spot[columns] = volume[columns] - 1 - x if flip_columns else x
        return spot[0], spot[1], spot[2]

    def where(self, spot: tuple[float, ...], index: int, volume: tuple[int, ...]) -> tuple[float, float, float]:
        """Column, row, and distance from plane `index` in planes of voxel coordinates."""
        (rows, columns), (flip_rows, flip_columns) = self.axes, self.flips
        y, x = spot[rows], spot[columns]
        return (
            volume[columns] - 1 - x if flip_columns else x,
            volume[rows] - 1 - y if flip_rows else y,
            spot[self.through] - index,
        )

    def letters(self, affine: NDArray[np.float64]) -> tuple[str, str, str, str]:
        """Where the left, right, top and bottom edge point to in the patient, from [4, 4] index to RAS+ mm."""
        (rows, columns), (flip_rows, flip_columns) = self.axes, self.flips
        across = affine[:3, columns] * (-1.0 if flip_columns else 1.0)
        down = affine[:3, rows] * (-1.0 if flip_rows else 1.0)
        return direction_letters(-across), direction_letters(across), direction_letters(-down), direction_letters(down)


def direction_letters(direction: NDArray[np.float64]) -> str:
    """The patient's side that a RAS+ direction points to; an oblique one gets the letter of its second axis too."""
    unit = direction / max(float(np.linalg.norm(direction)), 1e-12)
    order = np.argsort(-np.abs(unit), kind="stable")
    return "".join(
        _NAMES[int(axis)][int(unit[axis] > 0)]
        for rank, axis in enumerate(order[:2])
        if rank == 0 or abs(unit[axis]) >= _OBLIQUE
    )
