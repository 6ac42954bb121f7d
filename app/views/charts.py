"""Charts with axes (pyqtgraph): curves that grow while something is learnt, ROC and precision against recall.

pyqtgraph is imported when the first chart is made, never when the window opens; `import_charts` does it beforehand in a
worker.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.i18n import tr
from app.theme import active_theme
from app.views.words import score_text

if TYPE_CHECKING:
    from pyqtgraph import PlotDataItem


def import_charts() -> None:
    """Import what charts need; any thread."""
    importlib.import_module("pyqtgraph")


class Chart(QWidget):
    """One plot in the colours of the theme, with a legend; wheel and drag zoom and move, a double click shows all."""

    def __init__(self, title: str, across: str, up: str, *, is_unit: bool = False) -> None:
        """`is_unit`: both axes run from 0 to 1 and stay there."""
        import pyqtgraph

        super().__init__()
        self.setMinimumSize(QSize(180, 140))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._title, self._across, self._up = title, across, up
        self._items: dict[str, PlotDataItem] = {}
        self._points: dict[str, tuple[list[float], list[float]]] = {}
        self._names: dict[str, str] = {}
        self._strokes: dict[str, tuple[str, Qt.PenStyle | None]] = {}  # colour of the theme; None: dots
        self.plot: Any = pyqtgraph.PlotWidget()  # Any: pyqtgraph is untyped
        self.plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)  # as large as there is room
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.showGrid(x=True, y=True, alpha=0.15)
        for side in ("bottom", "left"):
            self.plot.getAxis(side).enableAutoSIPrefix(False)
        self._legend = self.plot.addLegend(offset=(-8, 8), labelTextSize=f"{active_theme().small}px")
        if is_unit:
            self.plot.setRange(xRange=(0, 1), yRange=(0, 1), padding=0.03)
            self.plot.setLimits(xMin=-0.05, xMax=1.05, yMin=-0.05, yMax=1.05)
        self._mark = self.plot.plot([], [], pen=None, symbol="o", symbolSize=10)
        self._mark.setZValue(10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)
        self._take_theme()
        self._show_name()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme: take its colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._take_theme()

    def _take_theme(self) -> None:
        import pyqtgraph

        theme = active_theme()
        self.plot.setBackground(theme.surface)
        for side, words in (("bottom", self._across), ("left", self._up)):
            axis = self.plot.getAxis(side)
            axis.setPen(pyqtgraph.mkPen(theme.border))
            axis.setTextPen(pyqtgraph.mkPen(theme.dim))
            axis.setTickFont(theme.font(theme.small))
            axis.setLabel(words, color=theme.dim, **{"font-size": f"{theme.small}px"})
        self.plot.setTitle(self._title, color=theme.dim, size=f"{theme.small}px")
        self._legend.setLabelTextColor(theme.text)
        for _, label in self._legend.items:
            label.setText(label.text)
        self._mark.setSymbolBrush(theme.text)
        for key in self._items:
            self._draw_in_colour(key)

    def _draw_in_colour(self, key: str) -> None:
        import pyqtgraph

        item, (token, style) = self._items[key], self._strokes[key]
        colour = active_theme().colour(token)
        if style is None:
            item.setSymbolBrush(pyqtgraph.mkBrush(colour))
            item.setSymbolPen(pyqtgraph.mkPen(colour))
        else:
            item.setPen(pyqtgraph.mkPen(colour, width=2, style=style))

    def add_series(self, key: str, name: str, token: str, *, is_line: bool = True, is_dashed: bool = False) -> None:
        """Have a further series, empty for now; `token` is a colour of the theme."""
        style = Qt.PenStyle.DashLine if is_dashed else Qt.PenStyle.SolidLine
        if is_line:
            item = self.plot.plot([], [], name=name)
        else:
            item = self.plot.plot([], [], name=name, pen=None, symbol="o", symbolSize=6)
        self._strokes[key] = (token, style if is_line else None)
        self._items[key], self._points[key], self._names[key] = item, ([], []), name
        self._draw_in_colour(key)

    def add(self, key: str, x: float, y: float) -> None:
        """Draw one more point."""
        xs, ys = self._points[key]
        xs.append(x)
        ys.append(y)
        self._items[key].setData(xs, ys)
        self._show_name()

    def show_series(self, key: str, xs: ArrayLike, ys: ArrayLike) -> None:
        """Draw other points in place of all."""
        across, up = (np.asarray(side, np.float64) for side in (xs, ys))
        self._points[key] = (across.tolist(), up.tolist())
        self._items[key].setData(across, up)
        self._show_name()

    def sizeHint(self) -> QSize:
        """Less than pyqtgraph would like."""
        return QSize(320, 200)

    def show_title(self, title: str) -> None:
        """Another title."""
        self._title = title
        theme = active_theme()
        self.plot.setTitle(title, color=theme.dim, size=f"{theme.small}px")
        self._show_name()

    def show_mark(self, mark: tuple[float, float] | None) -> None:
        """Move the dot; None: no dot."""
        self._mark.setData(*(([mark[0]], [mark[1]]) if mark is not None else ([], [])))

    def clear(self) -> None:
        """Take all points away."""
        for key in self._items:
            self.show_series(key, [], [])
        self.show_mark(None)

    @property
    def count(self) -> int:
        """Points drawn."""
        return sum(len(xs) for xs, _ in self._points.values())

    def points(self, key: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What a series draws."""
        xs, ys = self._points[key]
        return np.asarray(xs), np.asarray(ys)

    def _show_name(self) -> None:
        last: Sequence[str] = [f"{self._names[k]} {score_text(ys[-1])}" for k, (_, ys) in self._points.items() if ys]
        words = tr(
            "{title}: {up} against {across}; {last}",
            title=self._title,
            up=self._up,
            across=self._across,
            last=", ".join(last) or tr("nothing yet"),
        )
        self.setAccessibleName(words)
        self.setToolTip(words)
