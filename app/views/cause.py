"""The cause of the score or of the selected region: exact parts by sensor and scale, as bars and in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import later, tr
from app.probing import ProbeSession
from app.state import AppState
from app.theme import active_theme
from app.views.colours import mixed, readable_on, sensor_colour
from app.views.walked import Mark, WalkedView
from app.views.words import percent_text, score_text
from core.probing.records import Cause, cause_in_words
from core.records import Modality, modality_info

_NOTE = later(
    "Exact: squared distances add up to the squared map before its blur, and the parts shown here add up to the score. "
    "A sensor's bar is cut by scale, finest first."
)


class CauseBars(WalkedView):
    """A bar a sensor, cut by scale. The first column of marks is the whole sensor, the others are its scales."""

    def __init__(self, noun: str) -> None:
        """`noun`: what is split, with its article."""
        super().__init__("cause-bars")
        self.setAccessibleName(tr("Parts of {noun} by sensor and scale", noun=noun))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._noun = noun
        self._cause: Cause | None = None
        self._modalities: tuple[Modality, ...] = ()

    def sizeHint(self) -> QSize:
        """Four sensors."""
        return QSize(420, 110)

    def set_cause(self, cause: Cause | None, modalities: tuple[Modality, ...]) -> None:
        """Show other parts."""
        self._cause, self._modalities = cause, modalities
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if cause is not None else Qt.FocusPolicy.NoFocus)
        self.marks_changed()

    # --- marks -----------------------------------------------------------------------------------------------------
    def counts(self) -> tuple[int, int]:
        """Sensors; the whole one and its scales."""
        return (len(self._cause.parts), 1 + self._cause.parts.shape[1]) if self._cause is not None else (0, 0)

    def mark_rect(self, mark: Mark) -> QRectF:
        """The name and the per cent stand for the whole sensor, segments for its scales."""
        if self._cause is None:
            return QRectF()
        slot, column = mark
        height = min(self.height() / len(self._cause.parts), 30.0)
        if column == 0:
            return QRectF(0, slot * height, self.width(), height)
        inset, full = min(4.0, height * 0.15), self._room()
        shares = self._shares()[slot]
        left = self._names() + full * float(shares[: column - 1].sum())
        return QRectF(left, slot * height + inset, full * float(shares[column - 1]), height - 2 * inset)

    def mark_at(self, position: QPointF) -> Mark | None:
        """The scale under a point, or else the sensor."""
        rows, columns = self.counts()
        for mark in ((row, column) for row in range(rows) for column in (*range(1, columns), 0)):
            if self.mark_rect(mark).contains(position):
                return mark
        return None

    def explain_mark(self, mark: Mark) -> str:
        """What a sensor, or one of its scales, gives."""
        if self._cause is None:
            return ""
        slot, column = mark
        label = tr(modality_info(self._modalities[slot]).label)
        shares, parts, peaks = self._shares()[slot], self._cause.parts[slot], self._cause.peak_parts[slot]
        at_peak = peaks / max(float(self._cause.peak_parts.sum()), 1e-12)
        if column == 0:
            scales = ", ".join(
                tr("scale {scale} {share}", scale=s + 1, share=percent_text(float(share), 1))
                for s, share in enumerate(shares)
            )
            name, share, part, peak = label, shares.sum(), parts.sum(), at_peak.sum()
            tail = tr(" By scale, the finest first: {scales}.", scales=scales)
        else:
            scale = column - 1
            name = tr("{label}, scale {scale}", label=label, scale=column)
            share, part, peak = shares[scale], parts[scale], at_peak[scale]
            own = percent_text(float(share) / max(float(shares.sum()), 1e-12), 1)
            tail = tr(" That is {own} of what {label} gives.", own=own, label=label)
        return tr(
            "{name}: {share} of {noun} ({part} of {value}); at the peak {peak}.{tail}",
            name=name,
            share=percent_text(float(share), 1),
            noun=self._noun,
            part=score_text(float(part)),
            value=score_text(self._cause.value),
            peak=percent_text(float(peak), 1),
            tail=tail,
        )

    # --- geometry --------------------------------------------------------------------------------------------------
    def _shares(self) -> NDArray[np.float32]:
        assert self._cause is not None
        return np.asarray(self._cause.parts / max(float(self._cause.parts.sum()), 1e-12), np.float32)

    def _names(self) -> float:
        metrics = QFontMetrics(active_theme().font(active_theme().small))
        widest = max(metrics.horizontalAdvance(tr(modality_info(name).label)) for name in self._modalities)
        return float(min(widest + 14, 150))

    def _room(self) -> float:
        return max(self.width() - self._names() - 52, 40.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name, bar, per cent."""
        if self._cause is None:
            return
        painter, theme = QPainter(self), active_theme()
        painter.setFont(theme.font(theme.small))
        text, back = self.palette().text().color(), self.palette().window().color()
        names, full = self._names(), self._room()
        for slot, parts in enumerate(self._shares()):
            whole, first = self.mark_rect((slot, 0)), self.mark_rect((slot, 1))
            painter.setPen(text)
            name = painter.fontMetrics().elidedText(
                tr(modality_info(self._modalities[slot]).label), Qt.TextElideMode.ElideRight, int(names - 10)
            )
            label = QRectF(4, whole.top(), names - 4, whole.height())
            painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, name)
            painter.fillRect(QRectF(names, first.top(), full, first.height()), mixed(back, text, 0.08))
            for scale in range(len(parts)):
                bar = self.mark_rect((slot, scale + 1))
                shade = mixed(sensor_colour(slot), back, 0.26 * scale)
                painter.fillRect(bar.adjusted(0, 0, -min(1.0, bar.width()), 0), shade)
                if bar.width() > 34:
                    painter.setPen(readable_on(shade))
                    painter.drawText(bar, Qt.AlignmentFlag.AlignCenter, f"s{scale + 1}")
            painter.setPen(text)
            place = QRectF(names + full + 6, whole.top(), 46, whole.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, percent_text(float(np.sum(parts))))
        if self.current is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 1.6))
            rect = self.mark_rect(self.current)
            rect.setWidth(max(rect.width(), 4.0))  # a scale that gives next to nothing can be walked to as well
            painter.drawRect(rect.adjusted(1, 1, -1, -1))


class CausePage(QWidget):
    """The whole score, and the selected region where there is one."""

    needs_probe = True

    def __init__(self, state: AppState, session: ProbeSession) -> None:
        super().__init__()
        self._state, self._session = state, session
        self._titles = [QLabel(), QLabel()]
        self._bars = [CauseBars(tr("the score")), CauseBars(tr("the region"))]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(4)
        columns = QHBoxLayout()
        columns.setSpacing(24)
        for number, (title, bars) in enumerate(zip(self._titles, self._bars, strict=True)):
            title.setObjectName(("cause-score", "cause-region")[number])
            title.setWordWrap(True)
            bars.setMaximumHeight(4 * 30)
            column = QVBoxLayout()
            column.addWidget(title)
            column.addWidget(bars, 1)
            column.addStretch(0)
            columns.addLayout(column, 1)
        layout.addLayout(columns, 1)
        self._words = QLabel(tr(_NOTE))
        self._words.setObjectName("cause-words")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._words.setProperty("role", "small")
        self._words.setMinimumHeight(2 * self._words.fontMetrics().lineSpacing())  # nothing jumps
        layout.addWidget(self._words)
        for bars in self._bars:
            bars.pointed.connect(self._on_pointed)
        session.probe_changed.connect(self._ask)
        session.causes_changed.connect(self._show)
        state.selected_region_changed.connect(self._show)
        self._show()

    def _on_pointed(self, words: str) -> None:
        self._words.setText(words or tr(_NOTE))

    def showEvent(self, event: object) -> None:  # object: Qt's QShowEvent is not looked at
        """Ask for what is to be shown."""
        self._ask()

    def _ask(self) -> None:
        if self.isVisible():
            self._session.need_score_cause()
        self._show()

    def _show(self) -> None:
        session, state = self._session, self._state
        modalities = state.result.modalities if state.result is not None else ()
        for bars, cause in zip(self._bars, (session.score_cause, session.region_cause), strict=True):
            bars.set_cause(cause, modalities)
        score, region = session.score_cause, session.region_cause
        if score is None:
            self._titles[0].setText(tr("The cause of the score appears here once a sample is inspected."))
        else:
            noun = tr("Slice score") if state.loaded is not None and state.loaded.is_volume else tr("Score")
            self._titles[0].setText(f"{noun} {score_text(score.value)}: {cause_in_words(score.parts, modalities)}.")
        if region is None:
            chosen = state.selected_region is not None
            elsewhere = tr("The selected region lies in another slice.") if chosen and score is not None else ""
            self._titles[1].setText(elsewhere or tr("Select a region to see its cause."))
        else:
            rank = state.regions.index(state.selected_region) + 1 if state.selected_region in state.regions else 0
            words = cause_in_words(region.parts, modalities)
            self._titles[1].setText(
                tr(
                    "Region {rank}, mean {score_text}: {words}.",
                    rank=rank,
                    score_text=score_text(region.value),
                    words=words,
                )
            )
