"""What a 3-D picture is made of, as the window asks for it and as it comes back. Immutable; made in any thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.scene.camera import Camera

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]
Box = tuple[tuple[float, float, float], tuple[float, float, float]]  # least and largest right, up, toward the viewer


class PointSource(Protocol):
    """Points by their number in the file. The drawing thread asks for them piece by piece."""

    @property
    def count(self) -> int:
        """How many there are."""

    def numbers(self, order: Indices) -> Indices:
        """Which points are drawn first, second, ...: any first part is a fair sample of all."""

    def positions(self, indices: Indices) -> Floats:
        """[N, 3] in the scene's frame; NaN for a point without coordinates."""

    def at(self, place: tuple[int, int]) -> Indices:
        """Numbers of the points that fell on a pixel (row, column) of the first view."""


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """How the points of a source are drawn."""

    source: PointSource
    colours: Callable[[Indices], NDArray[np.uint8]]  # [N, 3] of some points; asked only for those that are seen
    size: int = 3  # pixels
    box: Box | None = None  # only points inside are drawn


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """Triangles."""

    vertices: Floats  # [N, 3]
    normals: Floats  # [N, 3]
    faces: NDArray[np.int32]  # [M, 3]
    colour: tuple[int, int, int] = (255, 255, 255)
    is_ghost: bool = False  # a faint outline that hides nothing


@dataclass(frozen=True, slots=True, eq=False)
class FrameRequest:
    """One picture to draw."""

    camera: Camera
    size: tuple[int, int]  # width and height, device pixels
    background: tuple[int, int, int]
    points: Points | None = None
    surfaces: tuple[Surface, ...] = ()
    has_light: bool = True  # eye-dome lighting of the points
    place: tuple[int, int] | None = None  # row and column whose points are to be marked


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A drawn picture."""

    request: FrameRequest
    pixels: NDArray[np.uint32]  # [H, W] 0xffRRGGBB; may be smaller than asked: a draft
    numbers: NDArray[np.int64]  # [H, W] number of the point that is seen, -1 for none
    distances: Floats  # [H, W] of what is seen from the eye, scene units; infinite where nothing is
    drawn: int  # points in it
    total: int  # points there are
    is_draft: bool = False  # a better one follows
    marked: Indices = field(default_factory=lambda: np.zeros(0, np.int64))  # [K] numbers of the marked points
    marks: Floats = field(default_factory=lambda: np.zeros((0, 3), np.float32))  # [K, 3] where they are

    @property
    def is_whole(self) -> bool:
        """Whether nothing better follows."""
        return self.drawn >= self.total and not self.is_draft

    def point_at(self, x: float, y: float, reach: float) -> int | None:
        """The point seen nearest to a place of the asked picture, within `reach` pixels of it."""
        scale = self.pixels.shape[0] / self.request.size[1]
        row, column, far = round(y * scale), round(x * scale), max(round(reach * scale), 1)
        top, left = max(row - far, 0), max(column - far, 0)
        window = self.numbers[top : row + far + 1, left : column + far + 1]
        rows, columns = np.nonzero(window >= 0)
        if not len(rows):
            return None
        distance = (rows + top - row) ** 2 + (columns + left - column) ** 2
        best = int(np.argmin(distance))
        return int(window[rows[best], columns[best]]) if distance[best] <= far * far else None

    def place_at(self, x: float, y: float) -> NDArray[np.float64] | None:
        """Where in the scene a place of the asked picture lies, [3]; None where nothing is seen."""
        height, width = self.distances.shape
        scale = height / self.request.size[1]
        row, column = min(int(y * scale), height - 1), min(int(x * scale), width - 1)
        away = float(self.distances[row, column])
        return self.request.camera.place_of(x, y, away, self.request.size) if np.isfinite(away) else None
