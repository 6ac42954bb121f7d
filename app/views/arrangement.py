"""How many tiles fit side by side: the grid in which pictures become largest."""

from __future__ import annotations

import math
from collections.abc import Sequence

from app.views.section import HEADER, footer_height

Place = tuple[int, int, int, int]  # row, column, rows, columns
_GAP = 2  # px between tiles


def best_columns(shapes: Sequence[tuple[float, float]], area: tuple[int, int]) -> int:
    """Columns of the grid that gives pictures the most room; of equals, the fullest, then that of fewest rows.

    Args:
        shapes: Height and width of every tile's picture, in any one unit each.
        area: Height and width of the room in px.
    """

    def smallest(columns: int) -> float:
        rows = -(-len(shapes) // columns)
        height = (area[0] - _GAP * (rows - 1)) / rows
        height -= HEADER + footer_height(int(height))
        width = (area[1] - _GAP * (columns - 1)) / columns
        return min(min(height / tall, width / wide) * math.sqrt(tall * wide) for tall, wide in shapes)

    def worth(columns: int) -> tuple[float, int, int]:
        empty = -len(shapes) % columns
        return round(smallest(columns), 3), -empty, columns

    return max(range(1, len(shapes) + 1), key=worth)


def grid_places(count: int, columns: int) -> list[Place]:
    """Row by row; the last row's tiles share its room."""
    return [(index // columns, index % columns, 1, 1) for index in range(count)]


def three_plane_places(area: tuple[int, int]) -> list[Place]:
    """The first plane large; the others beside it, or below it where the room is high."""
    height, width = area
    return [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)] if width >= height else [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]
