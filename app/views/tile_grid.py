"""Where the tiles lie: the grid in which pictures become largest, found anew when the room changes."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from app.planes import Plane
from app.views.arrangement import best_columns, grid_places, three_plane_places
from app.views.image import ImageView


class TileGrid(QWidget):
    """Lays out what it is given; decides nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self._tiles: list[QWidget] = []
        self._is_paired = False
        self._columns = 0  # 0: three planes, which have places of their own
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2)

    def take_out(self, tile: QWidget) -> None:
        """A tile that is about to end."""
        self._grid.removeWidget(tile)
        self._tiles = [other for other in self._tiles if other is not tile]

    def lay_out(self, tiles: list[QWidget], *, is_paired: bool) -> None:
        """Show these; with `is_paired` every two stay side by side. Of three planes the first is the large one."""
        self._tiles, self._is_paired = tiles, is_paired
        while self._grid.count():
            self._grid.takeAt(0)
        places = self._places()
        for tile, place in zip(tiles, places, strict=True):
            self._grid.addWidget(tile, *place)
        across = max((place[1] for place in places), default=-1) + 1
        down = max((place[0] for place in places), default=-1) + 1
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < across else 0)
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 1 if row < down else 0)

    def _places(self) -> list[tuple[int, int, int, int]]:
        is_three = all(isinstance(tile, ImageView) and tile.own_plane is not None for tile in self._tiles)
        if is_three and len(self._tiles) == len(Plane):
            self._columns = 0
            return three_plane_places((self.height(), self.width()))
        self._columns = self._best_columns()
        return grid_places(len(self._tiles), self._columns)

    def _best_columns(self) -> int:
        if not self._tiles:
            return 1
        area = self.height(), self.width()
        shapes = [tile.shape() if isinstance(tile, ImageView) else (1.0, 1.0) for tile in self._tiles]
        if self._is_paired and len(shapes) % 2 == 0:
            return 2 * best_columns([(tall, 2 * wide) for tall, wide in shapes[::2]], area)
        return best_columns(shapes, area)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Only another number of columns is worth a new layout."""
        if self._tiles and self._columns and self._best_columns() != self._columns:
            self.lay_out(self._tiles, is_paired=self._is_paired)
