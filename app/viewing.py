"""How pictures are looked at, beyond the map's own style: layout, smoothing, colour scale, tools, measurements."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from app.measuring import Measurement
from core.records import Modality


class Layout(StrEnum):
    """How many tiles are on screen."""

    GRID = "grid"  # all of them
    TWO = "two"  # the tile in use and its neighbour
    ONE = "one"  # the tile in use


class Smoothing(StrEnum):
    """How enlarged pixels are drawn."""

    AUTO = "auto"  # smooth until single pixels are large enough to be looked at
    SMOOTH = "smooth"
    NEAREST = "nearest"


class ScaleKind(StrEnum):
    """What a colour of the map means."""

    PERCENTILE = "percentile"  # place among the category's normal pixels
    RAW = "raw"  # the map's own values
    LINEAR = "linear"  # multiples of the calibrated anomaly threshold
    IMAGE = "image"  # between the smallest and largest value of this map: not comparable with any other


class Tool(StrEnum):
    """What a left drag in a view does."""

    MOVE = "move"  # what the profile says: move the picture, the crosshair or the window
    ZOOM = "zoom"  # show the dragged rectangle as large as it goes
    RULER = "ruler"
    AREA = "area"


class Drag(StrEnum):
    """What dragging with a mouse button does."""

    MOVE = "move"  # the picture; in three planes the crosshair
    PAN = "pan"  # the picture
    WINDOW = "window"  # window and level, where there are grey values; else as PAN
    ZOOM = "zoom"  # up: larger
    PLANES = "planes"  # up: next plane of a volume


@dataclass(frozen=True, slots=True)
class MouseMap:
    """What the mouse does in a view, by button."""

    left: Drag = Drag.MOVE
    middle: Drag = Drag.PAN
    right: Drag = Drag.WINDOW
    shift_left: Drag = Drag.WINDOW
    ctrl_left: Drag = Drag.PLANES


@dataclass(frozen=True, slots=True)
class ViewStyle:
    """What the eye asks for; holds for every sample."""

    layout: Layout = Layout.GRID
    smoothing: Smoothing = Smoothing.AUTO
    shows_fused: bool | None = None  # a tile of all sensors together, where their pixels correspond; None: of images
    is_side_by_side: bool = False  # every tile twice: without and with the map
    blend: tuple[tuple[Modality, float], ...] = ()  # weights 0..1 in the fused tile; a modality not named weighs 1
    scale: ScaleKind = ScaleKind.PERCENTILE
    display: tuple[float, float] | None = None  # map values at the ends of the colours; None: those of the scale
    clip: tuple[float, float] | None = None  # map values outside are not drawn; None: all are

    def weight(self, modality: Modality) -> float:
        """Of a modality in the fused tile."""
        return dict(self.blend).get(modality, 1.0)

    def with_weight(self, modality: Modality, weight: float) -> tuple[tuple[Modality, float], ...]:
        """`blend` with another weight."""
        return tuple(sorted({**dict(self.blend), modality: weight}.items()))


class Viewing(QObject):
    """The part of the window's state that this file speaks of; `AppState.viewing`. Signals only on change."""

    style_changed = Signal()
    tool_changed = Signal()
    measurements_changed = Signal()
    measurements_asked = Signal(object, object, str)  # by the user: all measurements, the selected one, what was done

    def __init__(self) -> None:
        super().__init__()
        self.style = ViewStyle()
        self.tool = Tool.MOVE
        self.mouse = MouseMap()
        self.measurements: tuple[Measurement, ...] = ()  # of the loaded sample
        self.selected: int | None = None  # place of a measurement in them

    def set_style(self, **changes: object) -> None:
        """Change fields of the style."""
        style = replace(self.style, **changes)  # type: ignore[arg-type]  # field types are checked by the callers
        if style != self.style:
            self.style = style
            self.style_changed.emit()

    def set_tool(self, tool: Tool) -> None:
        """Take another tool."""
        if tool is not self.tool:
            self.tool = tool
            self.tool_changed.emit()

    def set_measurements(self, measurements: tuple[Measurement, ...], selected: int | None = None) -> None:
        """Show other measurements."""
        if (measurements, selected) != (self.measurements, self.selected):
            self.measurements, self.selected = measurements, selected
            self.measurements_changed.emit()
