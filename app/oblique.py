"""Planes that are not planes of voxels: along the patient's axes by the file's geometry, or tilted by hand.

The three planes belong to one frame of orthogonal directions in the patient, so that they always cut each other at
right angles; the frame goes through the voxel that the crosshair is on. Values between voxels are interpolated.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.planes import Cut, Place, Plane, direction_letters

Angles = tuple[float, float, float]  # degrees about the frame's axes towards right, front and head
STRAIGHT_FROM = 0.1  # degrees: below, the file's axes are the patient's


def frame_of(affine: NDArray[np.float64], angles: Angles, *, is_straight: bool) -> NDArray[np.float64]:
    """[3, 3]: unit directions (rows) towards the patient's right, front and head, in RAS+.

    Args:
        affine: [4, 4] index (slice, row, column) to RAS+ mm of a volume stored as `core.records.View` says.
        angles: By which the frame is turned.
        is_straight: Whether it starts from the patient's axes; else from those of the voxels.
    """
    if is_straight:
        frame = np.eye(3)
    else:
        head, back, left = (affine[:3, axis] / np.linalg.norm(affine[:3, axis]) for axis in range(3))
        right, front = -left, -back
        front = front - front.dot(head) * head
        front /= np.linalg.norm(front)
        right = right - right.dot(head) * head - right.dot(front) * front
        frame = np.stack([right / np.linalg.norm(right), front, head])
    for axis, degrees in enumerate(angles):
        frame = _turned(frame, axis, np.radians(degrees))
    return frame


def _turned(frame: NDArray[np.float64], axis: int, angle: float) -> NDArray[np.float64]:
    first, second = (axis + 1) % 3, (axis + 2) % 3
    turned = frame.copy()
    turned[first] = np.cos(angle) * frame[first] + np.sin(angle) * frame[second]
    turned[second] = np.cos(angle) * frame[second] - np.sin(angle) * frame[first]
    return turned


def obliqueness(affine: NDArray[np.float64]) -> float:
    """Largest angle in degrees between an axis of the voxels and the patient's axis that it is named after."""
    frame = frame_of(affine, (0.0, 0.0, 0.0), is_straight=False)
    return float(np.degrees(np.arccos(np.clip(np.diag(frame), -1.0, 1.0)).max()))


class _Samples(NamedTuple):
    """Where a plane looks into its volume; N pixels of the plane lie inside."""

    shape: tuple[int, int]  # of the plane
    inside: NDArray[np.intp]  # [N] places in the plane
    corner: NDArray[np.intp]  # [N] place of the lowest voxel in the volume
    shares: NDArray[np.float32]  # [3, N] how far on towards the next voxel along each axis


@dataclass(frozen=True, eq=False)
class Oblique:
    """One plane of a frame; speaks the language of `app.planes.Cut`."""

    plane: Plane
    is_radiological: bool
    affine: NDArray[np.float64]  # [4, 4] index to RAS+ mm
    frame: NDArray[np.float64]  # [3, 3] from `frame_of`
    volume: tuple[int, int, int]
    through_place: Place  # the voxel that the plane goes through
    _kept: dict[int, _Samples] = field(default_factory=dict)

    @property
    def through(self) -> int:
        """The axis of the voxels along which one goes on to the next plane."""
        return Cut(self.plane).through

    @cached_property
    def directions(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Unit vectors in RAS+ that run down and across the screen."""
        right, front, head = self.frame
        down = -front if self.plane is Plane.AXIAL else -head
        side = -right if self.is_radiological else right
        return down, -front if self.plane is Plane.SAGITTAL else side

    @cached_property
    def pixel_mm(self) -> float:
        """Side of a pixel: the smallest of the voxels'."""
        return float(np.linalg.norm(self.affine[:3, :3], axis=0).min())

    @property
    def spacing(self) -> tuple[float, float]:
        """Height and width of a pixel in mm."""
        return self.pixel_mm, self.pixel_mm

    @cached_property
    def _grid(self) -> tuple[tuple[int, int], NDArray[np.float64]]:
        """Height and width that hold the whole volume, and the RAS+ place of the pixel at row 0, column 0."""
        most = np.array(self.volume) - 1.0
        corners = np.array([(i, j, k) for i in (0.0, 1.0) for j in (0.0, 1.0) for k in (0.0, 1.0)]) * most
        places = corners @ self.affine[:3, :3].T + self.affine[:3, 3]
        down, across = self.directions
        normal = np.cross(across, down)
        spans = [(places @ axis).min() for axis in (down, across)], [(places @ axis).max() for axis in (down, across)]
        height, width = (
            int(np.ceil((high - low) / self.pixel_mm - 1e-6)) + 1 for low, high in zip(*spans, strict=True)
        )
        here = self._millimetres(self.through_place)
        origin = down * spans[0][0] + across * spans[0][1] + normal * here.dot(normal)
        return (height, width), origin

    def _millimetres(self, place: tuple[float, ...]) -> NDArray[np.float64]:
        return np.asarray(self.affine[:3, :3] @ np.asarray(place, np.float64) + self.affine[:3, 3])

    @cached_property
    def _to_voxel(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Voxel coordinates of the first pixel, and of a step down and across."""
        inverse = np.linalg.inv(self.affine[:3, :3])
        down, across = self.directions
        start = inverse @ (self._grid[1] - self.affine[:3, 3])
        return start, inverse @ down * self.pixel_mm, inverse @ across * self.pixel_mm

    def size(self, _volume: tuple[int, ...] = ()) -> tuple[int, int]:
        """(height, width) of the plane."""
        return self._grid[0]

    def spot(self, x: float, y: float) -> tuple[float, float, float]:
        """Voxel coordinates, not whole, of a pixel; pixel centres at whole numbers."""
        start, down, across = self._to_voxel
        slice_index, row, column = (start + y * down + x * across).tolist()
        return slice_index, row, column

    def holds(self, x: int, y: int) -> bool:
        """Whether a pixel lies inside the volume."""
        return all(-0.5 <= value < most - 0.5 for value, most in zip(self.spot(x, y), self.volume, strict=True))

    def place(self, x: int, y: int, _index: int = 0, _volume: tuple[int, ...] = ()) -> Place:
        """The voxel nearest to a pixel."""
        index, row, column = (
            min(max(round(value), 0), most - 1) for value, most in zip(self.spot(x, y), self.volume, strict=True)
        )
        return index, row, column

    def where(self, spot: tuple[float, ...]) -> tuple[float, float, float]:
        """Column, row, and distance from the plane in mm of voxel coordinates."""
        down, across = self.directions
        offset = self._millimetres(spot) - self._grid[1]
        normal = np.cross(across, down)
        x, y = offset.dot(across) / self.pixel_mm, offset.dot(down) / self.pixel_mm
        return float(x), float(y), float(offset.dot(normal))

    def pixel(self, place: Place, _volume: tuple[int, ...] = ()) -> tuple[int, int]:
        """Column and row at which a voxel, or its projection on the plane, is drawn."""
        x, y, _ = self.where(place)
        return round(x), round(y)

    def take(self, volume: NDArray[Any], fill: float = np.nan, every: int = 1) -> NDArray[np.float32]:
        """The plane of a volume [D, H, W], linear between voxels; `fill` outside.

        With `every` n only the middle of every n x n pixels is looked at, and [ceil(H / n), ceil(W / n)] comes back:
        enough for a map, which is smooth.
        """
        shape, inside, corner, shares = self._samples(every)
        slices, rows, columns = shares
        flat = volume.reshape(-1)
        strides = volume.shape[1] * volume.shape[2], volume.shape[2], 1
        down, right, on = (stride if most > 1 else 0 for stride, most in zip(strides, volume.shape, strict=True))

        def along_row(at: NDArray[np.intp]) -> NDArray[np.float32]:
            near = flat.take(at)
            return np.asarray(near + columns * (flat.take(at + on) - near), np.float32)

        def along_column(at: NDArray[np.intp]) -> NDArray[np.float32]:
            near = along_row(at)
            return np.asarray(near + rows * (along_row(at + right) - near), np.float32)

        near = along_column(corner)
        shown = np.full(shape[0] * shape[1], fill, np.float32)
        shown[inside] = near + slices * (along_column(corner + down) - near)
        return shown.reshape(shape)

    def _samples(self, every: int) -> _Samples:
        if every in self._kept:
            return self._kept[every]
        height, width = self.size()
        start, down, across = (vector.astype(np.float32) for vector in self._to_voxel)
        middle = np.float32((every - 1) / 2)
        rows = np.arange(0, height, every, dtype=np.float32)[:, None] + middle
        columns = np.arange(0, width, every, dtype=np.float32)[None] + middle
        shape = len(rows), columns.shape[1]
        grid = [start[axis] + rows * down[axis] + columns * across[axis] for axis in range(3)]
        is_inside = np.ones(shape, bool)
        for values, most in zip(grid, self.volume, strict=True):  # a voxel reaches half its size beyond its centre
            is_inside &= (values >= -0.5) & (values <= most - 0.5)
        inside = np.flatnonzero(is_inside)
        corner = np.zeros(len(inside), np.intp)
        shares = np.zeros((3, len(inside)), np.float32)
        for axis, (values, most) in enumerate(zip(grid, self.volume, strict=True)):
            values = np.clip(values.reshape(-1)[inside], 0, most - 1)
            lowest = np.minimum(values.astype(np.intp), max(most - 2, 0))
            shares[axis] = values - lowest
            corner = corner * most + lowest
        self._kept[every] = _Samples(shape, inside, corner, shares)
        return self._kept[every]

    def letters(self, _affine: NDArray[np.float64]) -> tuple[str, str, str, str]:
        """Where the left, right, top and bottom edge point to in the patient."""
        down, across = self.directions
        return direction_letters(-across), direction_letters(across), direction_letters(-down), direction_letters(down)
