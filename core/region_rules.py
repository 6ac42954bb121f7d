"""What counts as a region of a category: smallest size, zones to ignore, a length that decides. Numpy only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
WHOLE = (0.0, 0.0, 1.0, 1.0)
SPECK_PX = 4  # fewer pixels are no region, whatever the rules say


@dataclass(frozen=True, slots=True)
class Zone:
    """A polygon of the picture in which nothing counts, in shares of its width and height (x, y in 0..1).

    Of a volume it holds in every axial slice.
    """

    points: tuple[Point, ...]
    name: str = ""

    def inside(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether points lie inside, by the even-odd rule; shapes as given."""
        found = np.zeros(np.broadcast(x, y).shape, dtype=bool)
        ends = (*self.points[1:], *self.points[:1])
        for (x0, y0), (x1, y1) in zip(self.points, ends, strict=True):
            crosses = (y0 > y) != (y1 > y)
            left = (x - x0) * (y1 - y0) < (y - y0) * (x1 - x0)
            found ^= crosses & (left if y1 > y0 else ~left)
        return found


@dataclass(frozen=True, slots=True)
class RegionRules:
    """The rules of a category. The default ones change nothing."""

    min_area_px: int = SPECK_PX
    min_area_mm2: float = 0.0  # holds where the pixel spacing is known
    limit_mm: float | None = None  # a region at least this long makes an anomaly, shorter ones do not
    zones: tuple[Zone, ...] = ()

    def __post_init__(self) -> None:
        if self.min_area_px < 0 or not 0.0 <= self.min_area_mm2 < np.inf:
            raise ValueError("the smallest area of a region must be a number, not below zero")
        if self.limit_mm is not None and not 0.0 < self.limit_mm < np.inf:
            raise ValueError("the length that decides must be above zero")
        if any(len(zone.points) < 3 for zone in self.zones):
            raise ValueError("a zone has at least three corners")

    @property
    def restricts(self) -> bool:
        """Whether an anomaly needs a region that counts."""
        return self.limit_mm is not None or self.min_area_mm2 > 0 or self.min_area_px > SPECK_PX

    def counts(self, area_px: int, area_mm2: float | None) -> bool:
        """Whether a region is large enough."""
        return area_px >= max(self.min_area_px, SPECK_PX) and (area_mm2 is None or area_mm2 >= self.min_area_mm2)

    def watched(
        self, size: tuple[int, int], window: tuple[float, float, float, float] = WHOLE
    ) -> NDArray[np.bool_] | None:
        """[H, W] where something counts: the centres of pixels outside every zone; None: everywhere.

        Args:
            size: Height and width of the mask.
            window: x0, y0, x1, y1 of the part of the picture that the mask covers, in shares.
        """
        if not self.zones:
            return None
        x0, y0, x1, y1 = window
        x = x0 + (x1 - x0) * (np.arange(size[1]) + 0.5) / size[1]
        y = y0 + (y1 - y0) * (np.arange(size[0]) + 0.5) / size[0]
        found = np.ones(size, dtype=bool)
        for zone in self.zones:
            found &= ~zone.inside(x[None, :], y[:, None])
        return found

    def is_decided(self, lengths_mm: Sequence[float | None]) -> bool | None:
        """Whether regions of these lengths make an anomaly; None: the rules do not say, the score does."""
        if self.limit_mm is not None and not any(length is None for length in lengths_mm):
            return any(length is not None and length >= self.limit_mm for length in lengths_mm)
        if self.restricts and not lengths_mm:
            return False
        return None

    def sentence(self) -> str:
        """The rules in words; empty for the default ones."""
        words = []
        if self.min_area_mm2 > 0:
            words.append(f"regions from {self.min_area_mm2:g} mm² count")
        if self.min_area_px > SPECK_PX:
            words.append(f"regions from {self.min_area_px:,} px count")
        if self.limit_mm is not None:
            words.append(f"one of {self.limit_mm:g} mm or longer is an anomaly, shorter ones go to review")
        if self.zones:
            words.append(f"{len(self.zones)} zone{'s' if len(self.zones) > 1 else ''} ignored")
        return f"{'; '.join(words)}." if words else ""

    def to_dict(self) -> dict[str, object]:
        """JSON-ready form."""
        return {
            "min_area_px": self.min_area_px,
            "min_area_mm2": self.min_area_mm2,
            "limit_mm": self.limit_mm,
            "zones": [{"name": zone.name, "points": [list(point) for point in zone.points]} for zone in self.zones],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, object]) -> RegionRules:
        """Rebuild from `to_dict`. Raises ValueError when a field is missing, unknown or impossible."""
        if set(values) != set(cls.__dataclass_fields__):
            raise ValueError("region rules have other fields than expected")
        fields = dict(values)
        zones = fields["zones"]
        if not isinstance(zones, list):
            raise ValueError("the zones of region rules are no list")
        made = tuple(
            Zone(tuple((float(x), float(y)) for x, y in zone["points"]), str(zone.get("name", ""))) for zone in zones
        )
        return replace(cls(**{**fields, "zones": ()}), zones=made)  # type: ignore[arg-type]  # JSON of to_dict
