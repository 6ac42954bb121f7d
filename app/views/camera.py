"""The piece of a picture that is on screen, shared by linked views."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

MIN_ZOOM, MAX_ZOOM = 1 / 16, 64.0


class Camera(QObject):
    """What part of a view is seen, shared by linked views. Places are relative, so that sizes may differ."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.zoom = 1.0  # 1 = the whole view fits
        self.centre = (0.5, 0.5)  # x, y as a share of the view's size

    def look_at(self, centre: tuple[float, float], zoom: float) -> None:
        """Move; the centre stays inside the view."""
        zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        margin = min(0.5 / zoom, 0.5)  # of a view smaller than the tile, the middle stays in the middle
        x, y = (min(max(value, margin), 1.0 - margin) for value in centre)
        if (zoom, (x, y)) != (self.zoom, self.centre):
            self.zoom, self.centre = zoom, (x, y)
            self.changed.emit()

    def reset(self) -> None:
        """Show the whole view."""
        self.look_at((0.5, 0.5), 1.0)
