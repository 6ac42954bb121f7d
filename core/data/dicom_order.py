"""Slices in order along their normal: gaps and doubles are refused by name, a tilted gantry is straightened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data.dicom_files import DicomFile
from core.data.dicom_header import same_direction
from core.errors import SampleReadError
from core.progress import CancelToken

_HINT = "Export the whole series again."


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """One slice's place in the patient (DICOM's LPS mm), without its pixels."""

    file: DicomFile
    frame: int  # of a multi-frame object; 0 otherwise
    name: str  # as told to people: file, and frame of a multi-frame file
    position: NDArray[np.float64]  # [3] centre of the first pixel
    axes: NDArray[np.float64]  # [2, 3] along a row (to the next column), down a column (to the next row)
    spacing: tuple[float, float]  # between rows, between columns
    thickness: float
    scale: tuple[float, float] = (1.0, 0.0)  # slope and intercept


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """Slices from first to last and how they follow each other."""

    planes: tuple[Plane, ...]
    step: NDArray[np.float64]  # [3] LPS mm from one slice to the next
    normal: NDArray[np.float64]  # [3] of length 1
    shifts: NDArray[np.float64]  # [D, 2] rows and columns by which each slice lies beside the first

    @property
    def tilt(self) -> float:
        """Angle between the normal and the way the slices follow each other, in degrees."""
        length = float(np.linalg.norm(self.step))
        return float(np.degrees(np.arccos(np.clip(self.step @ self.normal / max(length, 1e-12), -1.0, 1.0))))

    @property
    def is_sheared(self) -> bool:
        """Whether slices lie beside each other by more than half a pixel."""
        return bool(np.abs(self.shifts).max() > 0.5)


def in_order(planes: Sequence[Plane]) -> Order:
    """Slices by position along the normal. Raises SampleReadError naming the two slices that contradict."""
    first = planes[0]
    normal = np.cross(first.axes[0], first.axes[1])
    normal /= np.linalg.norm(normal)
    for part in planes[1:]:
        if not same_direction(part.axes, first.axes):
            raise _refused(first, part, "are cut in different directions")
        if not np.allclose(part.spacing, first.spacing, rtol=1e-3):
            raise _refused(first, part, "have different pixel sizes")
    if len(planes) == 1:
        return Order((first,), normal * max(abs(first.thickness) or 1.0, 1e-3), normal, np.zeros((1, 2)))
    ordered = sorted(planes, key=lambda part: float(part.position @ normal))
    steps = np.diff([float(part.position @ normal) for part in ordered])
    usual = float(np.median(steps))
    if steps.min() < 0.01 or steps.min() < 0.1 * usual:
        at = int(steps.argmin())
        raise _refused(ordered[at], ordered[at + 1], "lie at the same place")
    if np.abs(steps - usual).max() > max(0.1 * usual, 0.05):
        at = int(np.abs(steps - usual).argmax())
        detail = f"lie {steps[at]:.2f} mm apart where {usual:.2f} mm is usual: slices are missing or mixed"
        raise _refused(ordered[at], ordered[at + 1], detail)
    offsets = np.stack([part.position - ordered[0].position for part in ordered])
    shifts = np.stack([offsets @ first.axes[1] / first.spacing[0], offsets @ first.axes[0] / first.spacing[1]], axis=1)
    return Order(tuple(ordered), offsets[-1] / (len(ordered) - 1), normal, shifts)


def straighten(
    voxels: NDArray[np.float32], order: Order, token: CancelToken
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Move every slice to where it lies beside the first one, linearly, on a canvas that holds them all.

    Returns the new [D, rows, columns] and the rows and columns [2] by which its corner moved.
    """
    low = np.floor(np.minimum(order.shifts.min(axis=0), 0)).astype(int)
    high = np.ceil(np.maximum(order.shifts.max(axis=0), 0)).astype(int)
    height, width = (int(n) for n in np.array(voxels.shape[1:]) + high - low)
    outside = float(voxels.min())
    moved = np.empty((len(voxels), height, width), np.float32)
    for plane, target, shift in zip(voxels, moved, order.shifts - low, strict=True):
        token.raise_if_cancelled()
        matrix = np.array([[1.0, 0.0, shift[1]], [0.0, 1.0, shift[0]]])
        cv2.warpAffine(plane, matrix, (width, height), target, cv2.INTER_LINEAR, cv2.BORDER_CONSTANT, outside)
    return moved, low.astype(np.float64)


def _refused(first: Plane, second: Plane, why: str) -> SampleReadError:
    return SampleReadError(
        f"The series cannot be ordered: {first.name} and {second.name} {why}.", hint=_HINT, path=second.file.path
    )
