"""The cause of the score or of the selected region: exact parts by sensor and scale, as bars and in words."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.probing import ProbeSession
from app.state import AppState
from app.theme import active_theme
from app.views.colours import mixed, sensor_colour
from app.views.words import percent_text, score_text
from core.probing.records import Cause, cause_in_words
from core.records import Modality, modality_info

_NOTE = (
    "Exact: squared distances add up to the squared map before its blur, and the parts shown here add up to the score. "
    "A sensor's bar is cut by scale, finest first."
)


class CauseBars(QWidget):
    """A bar a sensor, cut by scale."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("cause-bars")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._cause: Cause | None = None
        self._modalities: tuple[Modality, ...] = ()

    def sizeHint(self) -> QSize:
        """Four sensors."""
        return QSize(420, 110)

    def set_cause(self, cause: Cause | None, modalities: tuple[Modality, ...]) -> None:
        """Show other parts."""
        self._cause, self._modalities = cause, modalities
        if cause is not None:
            total = max(float(cause.parts.sum()), 1e-12)
            rows = [
                f"{modality_info(name).label}: "
                + ", ".join(f"scale {s + 1} {percent_text(float(part) / total, 1)}" for s, part in enumerate(parts))
                for name, parts in zip(modalities, cause.parts, strict=True)
            ]
            self.setAccessibleDescription("; ".join(rows))
            self.setToolTip("<br>".join(rows))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name, bar, per cent."""
        if self._cause is None:
            return
        painter, theme = QPainter(self), active_theme()
        painter.setFont(theme.font(theme.small))
        text, back = self.palette().text().color(), self.palette().window().color()
        shares = self._cause.parts / max(float(self._cause.parts.sum()), 1e-12)
        height = min(self.height() / len(shares), 30.0)
        inset = min(4.0, height * 0.15)
        room = painter.fontMetrics()
        label_width = min(max(room.horizontalAdvance(modality_info(n).label) for n in self._modalities) + 10, 150)
        full = max(self.width() - label_width - 52, 40)
        for slot, parts in enumerate(shares):
            top = slot * height
            painter.setPen(text)
            name = room.elidedText(
                modality_info(self._modalities[slot]).label, Qt.TextElideMode.ElideRight, label_width - 6
            )
            painter.drawText(QRectF(0, top, label_width, height), Qt.AlignmentFlag.AlignVCenter, name)
            left = float(label_width)
            painter.fillRect(QRectF(left, top + inset, full, height - 2 * inset), mixed(back, text, 0.08))
            for scale, share in enumerate(parts.tolist()):
                width = full * share
                bar = QRectF(left, top + inset, max(width - 1, 0), height - 2 * inset)
                painter.fillRect(bar, mixed(sensor_colour(slot), back, 0.26 * scale))
                if width > 34:
                    painter.setPen(theme.colour("window") if scale < 2 else text)
                    painter.drawText(QRectF(left, top, width, height), Qt.AlignmentFlag.AlignCenter, f"s{scale + 1}")
                left += width
            painter.setPen(text)
            place = QRectF(label_width + full + 6, top, 48, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, percent_text(float(np.sum(parts))))


class CausePage(QWidget):
    """The whole score, and the selected region where there is one."""

    needs_probe = True

    def __init__(self, state: AppState, session: ProbeSession) -> None:
        super().__init__()
        self._state, self._session = state, session
        self._titles = [QLabel(), QLabel()]
        self._bars = [CauseBars(), CauseBars()]
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
        note = QLabel(_NOTE)
        note.setWordWrap(True)
        note.setProperty("role", "small")
        layout.addWidget(note)
        session.probe_changed.connect(self._ask)
        session.causes_changed.connect(self._show)
        state.selected_region_changed.connect(self._show)
        self._show()

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
            self._titles[0].setText("The cause of the score appears here once a sample is inspected.")
        else:
            noun = "Slice score" if state.loaded is not None and state.loaded.is_volume else "Score"
            self._titles[0].setText(f"{noun} {score_text(score.value)}: {cause_in_words(score.parts, modalities)}.")
        if region is None:
            chosen = state.selected_region is not None
            elsewhere = "The selected region lies in another slice." if chosen and score is not None else ""
            self._titles[1].setText(elsewhere or "Select a region to see its cause.")
        else:
            rank = state.regions.index(state.selected_region) + 1 if state.selected_region in state.regions else 0
            words = cause_in_words(region.parts, modalities)
            self._titles[1].setText(f"Region {rank}, mean {score_text(region.value)}: {words}.")
