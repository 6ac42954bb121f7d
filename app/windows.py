"""Windows for grey values: CT presets by name, and an automatic one for what has no fixed units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class WindowPreset:
    """A named window; values in the unit of the pictures (HU)."""

    name: str
    width: float
    level: float

    @property
    def limits(self) -> tuple[float, float]:
        """Values drawn black and white."""
        return self.level - self.width / 2, self.level + self.width / 2


CT_PRESETS = (
    WindowPreset("Brain", 80, 40),
    WindowPreset("Subdural", 200, 75),
    WindowPreset("Stroke", 40, 40),
    WindowPreset("Lung", 1500, -600),
    WindowPreset("Mediastinum", 350, 50),
    WindowPreset("Abdomen", 400, 50),
    WindowPreset("Liver", 150, 30),
    WindowPreset("Bone", 1800, 400),
)


def width_and_level(window: tuple[float, float]) -> tuple[float, float]:
    """Of values drawn black and white."""
    low, high = window
    return high - low, (low + high) / 2


def automatic_window(plane: NDArray[np.float32]) -> tuple[float, float]:
    """A window that fits what a plane shows: its background is left out, its extremes are cut."""
    finite = plane[np.isfinite(plane)]
    if not finite.size:
        return 0.0, 1.0
    floor, ceiling = float(finite.min()), float(finite.max())
    shown = finite[finite > floor + 0.02 * (ceiling - floor)]
    if not shown.size:
        return floor, floor + 1.0
    low, high = (float(value) for value in np.percentile(shown, (1.0, 99.0)))
    return (low, high) if high > low else (floor, max(ceiling, floor + 1.0))
