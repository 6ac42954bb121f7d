"""Drift of a category's routing over time: every inspected sample, their moving average and its limits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.i18n import tr
from app.theme import active_theme
from core.probing.history import BASELINE, Drift, RoutedPart, drift


def drift_in_words(category: str, found: Drift | None, parts: Sequence[RoutedPart]) -> str:
    """What the chart says."""
    count = len(parts)
    if found is None:
        return tr(
            "{category}: inspected with this model so far: {count}; {needed} are needed to know what is usual.",
            category=category,
            count=count,
            needed=BASELINE + 1,
        )
    if found.first_outside is None:
        return tr(
            "{category}: no drift in {count} samples (average {average:.2f}, usual {centre:.2f}).",
            category=category,
            count=count,
            average=found.average[-1],
            centre=found.centre,
        )
    since = datetime.fromisoformat(parts[found.first_outside].made_at).astimezone().strftime("%Y-%m-%d %H:%M")
    now = tr("it is outside now") if found.is_drifting else tr("it has come back since")
    return tr(
        "{category}: the average left its limits on {since} (sample {first_outside} of {count}); {now} "
        "({average:.2f}, usual {centre:.2f}). New light, another sensor, another batch?",
        category=category,
        since=since,
        first_outside=found.first_outside + 1,
        count=count,
        now=now,
        average=found.average[-1],
        centre=found.centre,
    )


class DriftChart(QWidget):
    """The chart of one category, with dates below; it is opened when it is first shown, because it needs pyqtgraph."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("drift")
        self._words = QLabel()
        self._words.setObjectName("drift-words")
        self._words.setWordWrap(True)
        self._plot: Any = None  # Any: pyqtgraph has no types, and is imported late
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self._words)
        self._column.addStretch(0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_category(self, category: str, parts: Sequence[RoutedPart]) -> None:
        """Show another category, its samples in the order of inspection."""
        measured = [part for part in parts if part.distance is not None]
        distances = [part.distance for part in measured if part.distance is not None]
        found = drift(distances)
        words = drift_in_words(category, found, measured)
        self._words.setText(words)
        self.setAccessibleName(tr("Drift of the routing"))
        self.setAccessibleDescription(words)
        if not distances:
            if self._plot is not None:
                self._plot.hide()
            return
        self._draw([datetime.fromisoformat(part.made_at).timestamp() for part in measured], distances, found)

    def _draw(self, times: list[float], distances: list[float], found: Drift | None) -> None:
        import pyqtgraph

        theme = active_theme()
        if self._plot is None:
            self._plot = pyqtgraph.PlotWidget(axisItems={"bottom": pyqtgraph.DateAxisItem()})
            self._plot.setMenuEnabled(False)
            self._column.addWidget(self._plot, 1)
            self._plot.setMinimumHeight(120)
        plot = self._plot
        plot.show()
        plot.clear()
        plot.setBackground(theme.surface)
        for side in ("left", "bottom"):
            axis = plot.getAxis(side)
            axis.setPen(theme.border)
            axis.setTextPen(theme.dim)
        plot.setLabel("left", tr("distance to normal routing, × limit"), color=theme.dim, size=f"{theme.small}pt")
        dots = {"symbol": "o", "symbolSize": 5, "symbolPen": None, "symbolBrush": theme.dim}
        plot.plot(times, distances, pen=None, **dots)
        if found is not None:
            dashed = pyqtgraph.mkPen(theme.review, width=1, style=Qt.PenStyle.DashLine)
            for limit in (found.low, found.high):
                plot.plot(times, np.maximum(limit, 0.0), pen=dashed)
            plot.plot(times, found.average, pen=pyqtgraph.mkPen(theme.accent, width=2))
        plot.setTitle(None)
        plot.enableAutoRange()
