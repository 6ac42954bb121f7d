"""Big pictures in overlapping tiles: where the tiles lie, and how their maps are blended without a seam."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Map = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tile:
    """Rows y0..y1 and columns x0..x1 (exclusive) of the picture."""

    y0: int
    y1: int
    x0: int
    x1: int

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) in pixels."""
        return self.y1 - self.y0, self.x1 - self.x0

    def of(self, pixels: NDArray[np.float32] | NDArray[np.uint8]) -> NDArray[np.float32] | NDArray[np.uint8]:
        """The tile's part of a picture [H, W] or [H, W, C]; a view, not a copy."""
        return pixels[self.y0 : self.y1, self.x0 : self.x1]


@dataclass(frozen=True, slots=True)
class TilePlan:
    """A grid of equal tiles that covers a picture; neighbours share at least `overlap` pixels."""

    size: tuple[int, int]  # of the picture
    side: tuple[int, int]  # of every tile: never more than the picture
    overlap: int
    rows: tuple[int, ...]  # first row of each row of tiles
    columns: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.rows) * len(self.columns)

    def __iter__(self) -> Iterator[Tile]:
        for y in self.rows:
            for x in self.columns:
                yield Tile(y, y + self.side[0], x, x + self.side[1])


def plan_tiles(size: tuple[int, int], side: int, overlap: int) -> TilePlan:
    """Tiles of `side` pixels, spread evenly so that none is smaller. Raises ValueError unless 0 <= overlap < side / 2.

    Args:
        size: (height, width) of the picture.
        side: Of a tile; a picture smaller than that is one tile (in that direction).
        overlap: Least number of pixels that neighbours share.
    """
    if not 0 <= overlap < side / 2 or min(size) < 1:
        raise ValueError(f"tiles of {side} pixels cannot overlap by {overlap} on a picture of {size}")
    height, width = min(side, size[0]), min(side, size[1])
    return TilePlan(size, (height, width), overlap, _starts(size[0], height, overlap), _starts(size[1], width, overlap))


def _starts(length: int, side: int, overlap: int) -> tuple[int, ...]:
    if side >= length:
        return (0,)
    count = 1 + -(-(length - side) // (side - overlap))
    return tuple(int(start) for start in np.rint(np.linspace(0, length - side, count)))


class Blend:
    """Adds up maps of tiles, each fading out where it overlaps its neighbours.

    The weights are a product of one along rows and one along columns, so that the only array of the picture's size is
    the map itself.
    """

    def __init__(self, plan: TilePlan) -> None:
        self._plan = plan
        self._map = np.zeros(plan.size, np.float32)
        self._row_weights = _total(plan.size[0], plan.rows, plan.side[0], plan.overlap)
        self._column_weights = _total(plan.size[1], plan.columns, plan.side[1], plan.overlap)

    def add(self, tile: Tile, values: Map) -> None:
        """The map [h, w] of one tile, in the tile's own pixels."""
        if values.shape != tile.size:
            raise ValueError(f"a tile of {tile.size} got a map of {values.shape}")
        height, width = self._plan.size
        rows = _fade(tile.y0, tile.y1, height, self._plan.overlap) / self._row_weights[tile.y0 : tile.y1]
        columns = _fade(tile.x0, tile.x1, width, self._plan.overlap) / self._column_weights[tile.x0 : tile.x1]
        self._map[tile.y0 : tile.y1, tile.x0 : tile.x1] += rows[:, None] * values * columns

    def finish(self) -> Map:
        """The map of the whole picture, once every tile was added."""
        return self._map


def _fade(start: int, end: int, length: int, overlap: int) -> Map:
    """Weight along one side of a tile: rises over the overlap, but not at the picture's own border.

    The outermost quarter of an overlap counts almost nothing: there a network has seen padding instead of the picture.
    """
    weight = np.ones(end - start, np.float32)
    if overlap:
        places = (np.arange(overlap) + 0.5) / overlap
        rise = np.clip((places - 0.25) / 0.5, 0.0, 1.0)
        ramp = np.maximum(np.sin(0.5 * np.pi * rise) ** 2, 1e-4).astype(np.float32)
        if start > 0:
            weight[:overlap] = ramp
        if end < length:
            weight[-overlap:] = np.minimum(weight[-overlap:], ramp[::-1])
    return weight


def _total(length: int, starts: tuple[int, ...], side: int, overlap: int) -> Map:
    total = np.zeros(length, np.float32)
    for start in starts:
        total[start : start + side] += _fade(start, start + side, length, overlap)
    return total
