"""From where a 3-D scene is looked at. Plain numbers; every change makes another camera."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

FIELD_OF_VIEW = 45.0  # degrees, vertical
_LEAST, _MOST = 0.02, 20.0  # zoom: share of the scene's reach that fills half the picture's height


class Look(StrEnum):
    """The standard directions of view, in the scene's frame: x right, y up, z toward the viewer."""

    FRONT = "front"
    BACK = "back"
    LEFT = "left"
    RIGHT = "right"
    TOP = "top"
    BOTTOM = "bottom"
    TILTED = "tilted"


_LOOKS: dict[Look, tuple[float, float]] = {  # degrees: turned about the up axis, then tilted
    Look.FRONT: (0, 0),
    Look.BACK: (180, 0),
    Look.LEFT: (90, 0),
    Look.RIGHT: (-90, 0),
    Look.TOP: (0, 90),
    Look.BOTTOM: (0, -90),
    Look.TILTED: (0, -28),  # a little from below, so that relief shows
}


def turned(axis: int, degrees: float) -> Matrix:
    """Rotation [3, 3] about x (0), y (1) or z (2)."""
    angle = np.radians(degrees)
    first, second = [place for place in range(3) if place != axis]
    sign = -1.0 if axis == 1 else 1.0
    matrix = np.eye(3)
    matrix[first, first] = matrix[second, second] = np.cos(angle)
    matrix[first, second], matrix[second, first] = -sign * np.sin(angle), sign * np.sin(angle)
    return matrix


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """A direction of view, a middle and a zoom."""

    rotation: Matrix = field(default_factory=lambda: np.eye(3))  # [3, 3], scene to eye: right, up, toward the viewer
    centre: Matrix = field(default_factory=lambda: np.zeros(3))  # what the picture turns about
    half_height: float = 1.0  # scene units from the middle of the picture to its upper rim
    reach: float = 1.0  # radius of the scene
    is_perspective: bool = True

    def orbit(self, right: float, up: float) -> Camera:
        """Turn the scene by degrees as a hand would that drags it."""
        return replace(self, rotation=turned(0, -up) @ turned(1, right) @ self.rotation)

    def roll(self, degrees: float) -> Camera:
        """Turn the picture in its own plane."""
        return replace(self, rotation=turned(2, degrees) @ self.rotation)

    def zoom(self, factor: float, anchor: tuple[float, float] = (0.0, 0.0)) -> Camera:
        """Look closer; the place at `anchor` (-1..1 right and up, in half heights) stays where it is."""
        half = float(np.clip(self.half_height / factor, self.reach * _LEAST, self.reach * _MOST))
        return replace(self.pan(*(self.half_height - half) * -np.array(anchor)), half_height=half)

    def pan(self, right: float, up: float) -> Camera:
        """Move the scene by scene units along the picture."""
        return replace(self, centre=self.centre - self.rotation.T @ np.array([right, up, 0.0]))

    def look(self, direction: Look) -> Camera:
        """A standard direction of view."""
        about, tilt = _LOOKS[direction]
        return replace(self, rotation=turned(0, tilt) @ turned(1, about))

    @property
    def distance(self) -> float:
        """Of the eye from the centre, scene units."""
        return self.half_height / float(np.tan(np.radians(FIELD_OF_VIEW / 2)))

    def eye_matrix(self) -> Matrix:
        """[3, 4]: scene (x, y, z, 1) to right, up and the distance from the eye, in scene units."""
        matrix = np.empty((3, 4))
        matrix[:, :3] = self.rotation * [[1.0], [1.0], [-1.0]]
        matrix[:, 3] = matrix[:, :3] @ -self.centre + (0.0, 0.0, self.distance)
        return matrix

    def pixels_per_unit(self, height: int) -> float:
        """Of a picture that many pixels high: at the centre in perspective, everywhere without."""
        return height / (2.0 * self.half_height)

    def on_screen(self, points: NDArray[np.floating], size: tuple[float, float]) -> Matrix:
        """Where points [N, 3] are seen in a picture of (width, height): [N, 2] x and y; NaN behind the eye."""
        matrix = self.eye_matrix()
        right, up, away = matrix[:, :3] @ points.T.astype(np.float64) + matrix[:, 3:]
        scale = np.full(len(points), size[1] / (2.0 * self.half_height))
        if self.is_perspective:
            scale *= self.distance / np.where(away > 1e-9 * self.distance, away, np.nan)
        return np.stack([size[0] / 2 + right * scale, size[1] / 2 - up * scale], axis=1)

    def place_of(self, x: float, y: float, away: float, size: tuple[int, int]) -> Matrix:
        """Where in the scene a place of a picture of (width, height) lies, [3], that is `away` from the eye."""
        scale = size[1] / (2.0 * self.half_height)
        if self.is_perspective:
            scale = scale * self.distance / away
        eye = np.array([(x - size[0] / 2) / scale, (size[1] / 2 - y) / scale, self.distance - away])
        placed: Matrix = self.rotation.T @ eye + self.centre
        return placed


def framing(points: NDArray[np.floating], aspect: float = 1.0) -> Camera:
    """A camera that shows all of points [N, 3], tilted."""
    if not len(points):
        return Camera()
    low, high = points.min(axis=0).astype(np.float64), points.max(axis=0).astype(np.float64)
    reach = max(float(np.linalg.norm(high - low)) / 2, 1e-6)
    camera = Camera(centre=(low + high) / 2, half_height=reach, reach=reach).look(Look.TILTED)
    across, up, toward = ((points - camera.centre) @ camera.rotation.T).T
    # What is nearer to the eye looks larger in perspective.
    nearer = np.maximum(toward, 0) * np.tan(np.radians(FIELD_OF_VIEW / 2))
    half = float((np.maximum(np.abs(up), np.abs(across) / aspect) + nearer).max())
    return replace(camera, half_height=max(1.05 * half, 1e-6))
