"""The tool in hand: dragging out a rectangle to zoom to, drawing and changing measurements, by mouse and by keys."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent

from app.i18n import tr
from app.measuring import Measurement, Shape, Spot
from app.viewing import Tool

if TYPE_CHECKING:
    from app.views.gestures import GestureView

_GRAB = 8.0  # px around a point where the mouse takes it
CLICK = 4.0  # px: a shorter drag is a click
_SHAPES = {Tool.RULER: Shape.LINE, Tool.AREA: Shape.AREA}


class ToolHand:
    """What the tools do in one tile. The measurement in work belongs to the tile; finished ones to the sample."""

    def __init__(self, tile: GestureView) -> None:
        self._tile = tile
        self.points: tuple[Spot, ...] = ()  # of the measurement in work
        self.end: Spot | None = None  # where its next point would be
        self.box: QRectF | None = None  # the rectangle to zoom to, widget coordinates
        self._start: QPointF | None = None  # of a drag
        self._held: tuple[int, int] | None = None  # a finished measurement and its point that the mouse holds
        self._before: tuple[Measurement, ...] = ()  # all of them when the mouse took the point

    @property
    def _viewing_tool(self) -> Tool:
        return self._tile.state.viewing.tool

    @property
    def is_working(self) -> bool:
        """Whether something was begun that Escape takes back."""
        return bool(self.points) or self.box is not None

    def cancel(self) -> None:
        """Drop what was begun."""
        self.points, self.end, self.box, self._start, self._held = (), None, None, None, None
        self._tile.update()

    def shape_in_work(self) -> Measurement | None:
        """The measurement as it would be if it ended at the mouse."""
        shape = _SHAPES.get(self._viewing_tool)
        points = self.points if self.end is None else (*self.points, self.end)
        return Measurement(shape, points, self._owner()) if shape is not None and len(points) > 1 else None

    def _owner(self) -> str:
        return "" if self._tile.is_linked else self._tile.view.modality

    # --- mouse ---------------------------------------------------------------------------------------------------
    def press(self, position: QPointF) -> bool:
        """The left button goes down; returns whether the tool wants the drag."""
        if self._viewing_tool is not Tool.ZOOM and not self.points:
            self._held = self._point_near(position)
            if self._held is not None:
                self._before = self._tile.state.viewing.measurements
                self._select(self._held[0])
                return True
        if self._viewing_tool is Tool.MOVE:
            return False
        self._start = position
        if self._viewing_tool is Tool.ZOOM:
            self.box = QRectF(position, position)
        elif self._tile.canvas().contains(position.toPoint()):
            self._add(self._tile.spot_at(position))
        return True

    def move(self, position: QPointF, *, is_pressed: bool) -> bool:
        """The mouse moves; returns whether the tool made use of it."""
        if self._held is not None:
            self._move_point(position)
        elif self.box is not None and self._start is not None:
            self.box = QRectF(self._start, position).normalized()
        elif self.points:
            self.end = self._tile.spot_at(position)
        self._tile.update()
        return is_pressed and (self._held is not None or self._start is not None)

    def release(self, position: QPointF) -> None:
        """The left button goes up: a rectangle is zoomed to; a ruler that was dragged out ends."""
        start, box, self._start, self.box = self._start, self.box, None, None
        if self._held is not None:
            self._drop_point(self._held[0])
        elif box is not None:
            if min(box.width(), box.height()) > CLICK:
                self._tile.zoom_to(box)
                self._tile.state.viewing.set_tool(Tool.MOVE)
        elif start is not None and self._is_dragged_ruler(position - start):
            self._add(self._tile.spot_at(position))
        self._tile.update()

    def _is_dragged_ruler(self, way: QPointF) -> bool:
        """Else it was a click, and the next one ends the line."""
        return self._viewing_tool is Tool.RULER and len(self.points) == 1 and way.manhattanLength() > CLICK

    def double_click(self) -> bool:
        """Close an area; returns whether there was one."""
        if self._viewing_tool is Tool.AREA:
            self.finish()
            return True
        return self._viewing_tool is Tool.RULER

    # --- keys ----------------------------------------------------------------------------------------------------
    def key(self, event: QKeyEvent) -> bool:
        """Enter sets a point at the cursor (an area ends with the same point twice), Backspace takes one back."""
        if self._viewing_tool not in _SHAPES:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            pixel = self._tile.cursor_pixel()
            if pixel is None:
                return False
            centre = self._tile.to_screen().map(QPointF(pixel[0] + 0.5, pixel[1] + 0.5))
            spot = self._tile.spot_at(centre)
            if self.points and spot == self.points[-1]:
                self.finish()
            else:
                self._add(spot)
            return True
        if event.key() == Qt.Key.Key_Backspace and self.points:
            self.points = self.points[:-1]
            self._tile.update()
            return True
        return False

    def follow_cursor(self) -> None:
        """The next point would be where the cursor went by keys."""
        pixel = self._tile.cursor_pixel()
        if pixel is not None:
            self.end = self._tile.spot_at(self._tile.to_screen().map(QPointF(pixel[0] + 0.5, pixel[1] + 0.5)))
            self._tile.update()

    # --- measurements --------------------------------------------------------------------------------------------
    def _add(self, spot: Spot) -> None:
        if self._viewing_tool is Tool.AREA and len(self.points) > 2 and self._is_near(spot, self.points[0]):
            self.finish()
            return
        if not self.points or spot != self.points[-1]:
            self.points = (*self.points, spot)
        if self._viewing_tool is Tool.RULER and len(self.points) == 2:
            self.finish()
        self._tile.update()

    def finish(self) -> None:
        """Keep the measurement in work, where it has enough points."""
        shape, points = _SHAPES.get(self._viewing_tool), self.points
        self.points, self.end = (), None
        if shape is not None and len(points) >= (2 if shape is Shape.LINE else 3):
            viewing = self._tile.state.viewing
            all_of_them = (*viewing.measurements, Measurement(shape, points, self._owner()))
            words = tr("Measure a length") if shape is Shape.LINE else tr("Measure an area")
            viewing.measurements_asked.emit(all_of_them, len(all_of_them) - 1, words)
        self._tile.update()

    def _is_near(self, first: Spot, second: Spot) -> bool:
        step = self._tile.locate(first)[0] - self._tile.locate(second)[0]
        return step.manhattanLength() <= _GRAB

    def _point_near(self, position: QPointF) -> tuple[int, int] | None:
        for number, measurement in enumerate(self._tile.state.viewing.measurements):
            if not self._tile.shows(measurement):
                continue
            for place, spot in enumerate(measurement.points):
                if (self._tile.locate(spot)[0] - position).manhattanLength() <= _GRAB:
                    return number, place
        return None

    def _select(self, number: int) -> None:
        viewing = self._tile.state.viewing
        viewing.set_measurements(viewing.measurements, number)

    def _move_point(self, position: QPointF) -> None:
        assert self._held is not None, "the mouse holds a point"
        number, place = self._held
        viewing = self._tile.state.viewing
        if number >= len(viewing.measurements):
            self._held = None
            return
        changed = list(viewing.measurements)
        points = list(changed[number].points)
        points[place] = self._tile.spot_at(position)
        changed[number] = replace(changed[number], points=tuple(points))
        viewing.set_measurements(tuple(changed), number)

    def _drop_point(self, number: int) -> None:
        """The whole drag is one step to undo."""
        viewing, self._held = self._tile.state.viewing, None
        moved = viewing.measurements
        if moved != self._before:
            viewing.set_measurements(self._before, number)
            viewing.measurements_asked.emit(moved, number, tr("Move a point"))
