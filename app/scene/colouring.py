"""What the colours of a cloud's points mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.render import ColourScale, colour_table, index_image, overlay_table
from app.scene.cloud import CloudSource
from app.scene.content import Floats, Indices
from app.scene.points import shown_map, side_values
from app.styles import OverlayMode, OverlayStyle
from core.records import InspectionResult

_NEUTRAL = (115, 120, 128)  # a point without a value


@dataclass(frozen=True, slots=True, eq=False)
class OwnColours:
    """The scanner's own colours."""

    source: CloudSource

    def __call__(self, numbers: Indices) -> NDArray[np.uint8]:
        """[N, 3] of points."""
        return self.source.colours(numbers)


@dataclass(frozen=True, slots=True, eq=False)
class HeightColours:
    """Heights toward the viewer of the projection, between limits."""

    source: CloudSource
    limits: tuple[float, float]
    colour_map: str = "viridis"

    def __call__(self, numbers: Indices) -> NDArray[np.uint8]:
        """[N, 3] of points."""
        low, high = self.limits
        share = (self.source.heights(numbers) - low) / (high - low)
        picked: NDArray[np.uint8] = colour_table(self.colour_map)[
            np.clip(np.nan_to_num(share) * 255, 0, 255).astype(np.uint8)
        ]
        return picked


@dataclass(frozen=True, slots=True, eq=False)
class NormalColours:
    """Directions of the surface: red to the right, green up, blue toward the viewer; grey where unknown."""

    source: CloudSource

    def __call__(self, numbers: Indices) -> NDArray[np.uint8]:
        """[N, 3] of points."""
        normals = self.source.normals(numbers)
        colours = np.full(normals.shape, _NEUTRAL, np.uint8)
        known = np.isfinite(normals).all(axis=1)
        colours[known] = (normals[known] * 0.5 + 0.5) * 255
        return colours


@dataclass(frozen=True, slots=True, eq=False)
class ScoreColours:
    """The overlay of the other views, point by point: the same scale, colours, opacity and mode."""

    source: CloudSource
    result: InspectionResult
    scale: ColourScale
    style: OverlayStyle
    threshold: float | None

    def values(self, numbers: Indices) -> Floats:
        """The map at points, [N]; NaN outside of it."""
        cloud = self.source.loaded.cloud
        if cloud is not None and cloud.sides is not None:
            return side_values(self.result.anomaly_map, cloud.sides[:, numbers])
        heat = shown_map(self.result, self.source.loaded)
        told: Floats = np.append(heat.ravel(), np.float32(np.nan))[self.source.cells(numbers)]  # -1: the NaN at the end
        return told

    def __call__(self, numbers: Indices) -> NDArray[np.uint8]:
        """[N, 3] of points."""
        own = self.source.colours(numbers)
        values = self.values(numbers)
        argb = np.array(overlay_table(self.style.colour_map, 1.0 if self.style.is_constant else self.style.opacity))
        table = np.stack([argb >> 16 & 255, argb >> 8 & 255, argb & 255], axis=1).astype(np.float32)
        cover = (argb >> 24).astype(np.float32)[:, None] / 255
        if self.style.is_constant:
            cover = np.where(cover > 0, np.float32(self.style.opacity), np.float32(0))
        entries = index_image(values, self.scale)
        if self.style.mode is not OverlayMode.HEAT and self.threshold is not None:
            entries[~(values >= self.threshold)] = 0  # the low end of every table is clear
        blended = own * (1 - cover)[entries] + (table * cover)[entries]
        return np.asarray(blended, np.uint8)
