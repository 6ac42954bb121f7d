"""Drift of a category's routing over time: every inspected sample, their moving average and its limits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout

from app.i18n import tr
from app.theme import active_theme
from app.views.walked import Mark, WalkedView
from core.probing.history import BASELINE, Drift, RoutedPart, drift

_REACH = 6  # px, from a dot
_SHORTEST = 3600.0  # s, of the time axis


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
    since = _local(parts[found.first_outside])
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


class DriftChart(WalkedView):
    """The chart of one category, with dates below; it is opened when it is first shown, because it needs pyqtgraph.

    The dots are walked in the order of inspection, from the newest on.
    """

    def __init__(self) -> None:
        super().__init__("drift")
        self._words = QLabel()
        self._words.setObjectName("drift-words")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._words.setMinimumHeight(2 * self._words.fontMetrics().lineSpacing())  # nothing jumps
        self._plot: Any = None  # Any: pyqtgraph has no types, and is imported late
        self._ring: Any = None  # around the dot that is explained
        self._summary = ""
        self._parts: list[RoutedPart] = []  # those with a distance
        self._found: Drift | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self._words)
        self._column.addStretch(0)
        self.setAccessibleName(tr("Drift of the routing"))
        self.pointed.connect(self._on_pointed)

    def show_category(self, category: str, parts: Sequence[RoutedPart]) -> None:
        """Show another category, its samples in the order of inspection."""
        self._parts = [part for part in parts if part.distance is not None]
        self._found = drift(self._distances())
        self._summary = drift_in_words(category, self._found, self._parts)
        if self._parts:
            self._draw()
        elif self._plot is not None:
            self._plot.hide()
        self.mark = (0, max(len(self._parts) - 1, 0))
        self.marks_changed()
        self.setAccessibleDescription(self._summary)

    # --- marks -----------------------------------------------------------------------------------------------------
    def counts(self) -> tuple[int, int]:
        """One row of dots."""
        return min(len(self._parts), 1), len(self._parts)

    def mark_rect(self, mark: Mark) -> QRectF:
        """Around a dot."""
        if self._plot is None:
            return QRectF()
        part = self._parts[mark[1]]
        scene = self._plot.getViewBox().mapViewToScene(QPointF(_seconds(part), part.distance or 0.0))
        centre = self._plot.mapTo(self, self._plot.mapFromScene(scene))
        return QRectF(centre.x() - _REACH, centre.y() - _REACH, 2 * _REACH, 2 * _REACH)

    def explain_mark(self, mark: Mark) -> str:
        """One inspected sample."""
        part = self._parts[mark[1]]
        words = tr(
            "{sample}, inspected on {when}: {distance:.2f} × the limit from normal routing.",
            sample=part.sample_id,
            when=_local(part),
            distance=part.distance or 0.0,
        )
        if self._found is None:
            return words
        low, high = (float(limit[mark[1]]) for limit in (self._found.low, self._found.high))
        average = tr(
            "Average up to here {average:.2f}, limits {low:.2f} to {high:.2f}.",
            average=float(self._found.average[mark[1]]),
            low=max(low, 0.0),
            high=high,
        )
        return f"{words} {average}"

    def _on_pointed(self, words: str) -> None:
        self._words.setText(words or self._summary)
        if self._ring is not None:
            mark = self.current
            part = self._parts[mark[1]] if mark is not None else None
            self._ring.setData(*(([_seconds(part)], [part.distance]) if part is not None else ([], [])))

    # --- drawing ---------------------------------------------------------------------------------------------------
    def _distances(self) -> list[float]:
        return [part.distance for part in self._parts if part.distance is not None]

    def _draw(self) -> None:
        import pyqtgraph

        theme = active_theme()
        times, distances, found = [_seconds(part) for part in self._parts], self._distances(), self._found
        if self._plot is None:
            self._plot = pyqtgraph.PlotWidget(axisItems={"bottom": pyqtgraph.DateAxisItem()})
            self._plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)  # the dots are explained instead
            self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._plot.hideButtons()
            self._plot.getAxis("left").enableAutoSIPrefix(
                False
            )  # as long as it has no label: afterwards it scales once more
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
        ring = {"symbol": "o", "symbolSize": 2 * _REACH, "symbolBrush": None, "symbolPen": theme.accent}
        self._ring = plot.plot([], [], pen=None, **ring)
        plot.setTitle(None)
        plot.enableAutoRange()
        if max(times) - min(times) < _SHORTEST:  # a few samples at once: no milliseconds below
            middle = (max(times) + min(times)) / 2
            plot.setXRange(middle - _SHORTEST / 2, middle + _SHORTEST / 2)
        if found is None:
            plot.setYRange(0.0, 1.2 * max(*distances, 0.1))


def _seconds(part: RoutedPart) -> float:
    return datetime.fromisoformat(part.made_at).timestamp()


def _local(part: RoutedPart) -> str:
    return datetime.fromisoformat(part.made_at).astimezone().strftime("%Y-%m-%d %H:%M")
