"""Which leaders matter: every kept leader by the change of the score without it, beside a random control."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.i18n import later, tr
from app.probing import Gate, ProbeSession
from app.state import AppState
from app.theme import active_theme
from app.views.colours import mixed, sensor_colour
from app.views.walked import Mark, WalkedView
from app.views.what_if import signed_text
from app.views.words import percent_text
from core.probing.records import LeaderEffect
from core.records import modality_info

_ROW = 20  # px
_NOTE = later(
    "Ablation: each kept leader is muted in turn. Bar: change of the score. Ring and line: mean and spread with random "
    "leaders in its place; where it lies near the bar's end, any other leader would do as badly."
)


class EffectList(WalkedView):
    """A row a leader, the strongest first; walking or a click looks at its gate."""

    def __init__(self, session: ProbeSession) -> None:
        super().__init__("effects")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._session = session
        self._effects: tuple[LeaderEffect, ...] = ()
        self._names: list[str] = []
        self.setAccessibleName(tr("Leaders by their effect on the score"))
        self.walked.connect(self._on_walked)

    def set_effects(
        self, effects: tuple[LeaderEffect, ...], modalities: tuple[str, ...], kernel_sizes: tuple[int, ...]
    ) -> None:
        """Show another sweep."""
        if effects is not self._effects:
            self.mark = (0, 0)
        self._effects = effects
        self._names = [
            tr(
                "{sensor} · s{scale} · {width}×{height} · leader {leader}",
                sensor=tr(modality_info(modalities[e.slot]).label),
                scale=e.scale + 1,
                width=kernel_sizes[e.branch],
                height=kernel_sizes[e.branch],
                leader=e.leader,
            )
            for e in effects
        ]
        self.setFixedHeight(max(len(effects) * _ROW + 4, _ROW))
        self.marks_changed()

    def counts(self) -> tuple[int, int]:
        """One column of leaders."""
        return len(self._effects), 1

    def mark_rect(self, mark: Mark) -> QRectF:
        """A row."""
        return QRectF(0, mark[0] * _ROW, self.width(), _ROW)

    def explain_mark(self, mark: Mark) -> str:
        """One leader in words."""
        return self.explain(mark[0])

    def explain(self, row: int) -> str:
        """One leader in words."""
        effect = self._effects[row]
        return tr(
            "{name}, weight {weight}: without it the score changes by {change} and the map by at most "
            "{map_change}; with random leaders in its place the score changes by {control} (spread "
            "{spread}).",
            name=self._names[row],
            weight=percent_text(effect.weight),
            change=signed_text(effect.change),
            map_change=signed_text(effect.map_change)[1:],
            control=signed_text(effect.control),
            spread=signed_text(effect.control_spread)[1:],
        )

    def _on_walked(self, row: int, _column: int) -> None:
        effect = self._effects[row]
        self._session.set_gate(Gate(effect.slot, effect.scale, effect.branch))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name, bar around a zero line, control, number."""
        if not self._effects:
            return
        painter, theme = QPainter(self), active_theme()
        painter.setFont(theme.font(theme.small))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text, back = self.palette().color(QPalette.ColorRole.Text), self.palette().color(QPalette.ColorRole.Window)
        metrics = painter.fontMetrics()
        names = min(max(metrics.horizontalAdvance(name) for name in self._names) + 22, self.width() // 2)
        numbers = metrics.horizontalAdvance("−000.0000") + 8
        room = max(self.width() - names - numbers - 12, 20)
        values = [
            v for e in self._effects for v in (e.change, e.control - e.control_spread, e.control + e.control_spread)
        ]
        low, high = min(0.0, *values), max(1e-9, *values)
        unit = room / (high - low)
        zero = names - low * unit
        for row, (effect, name) in enumerate(zip(self._effects, self._names, strict=True)):
            top, middle = row * _ROW, row * _ROW + _ROW / 2
            if self.current is not None and row == self.current[0]:
                painter.fillRect(QRectF(0, top, self.width(), _ROW), theme.colour("selection"))
            painter.fillRect(QRectF(2, middle - 4, 8, 8), sensor_colour(effect.slot))
            painter.setPen(text)
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, names - 18)
            painter.drawText(QRectF(14, top, names - 16, _ROW), Qt.AlignmentFlag.AlignVCenter, shown)
            left, right = sorted((zero, zero + effect.change * unit))
            painter.fillRect(QRectF(left, top + 5, max(right - left, 1), _ROW - 10), sensor_colour(effect.slot))
            painter.setPen(QPen(text, 1.2))
            ends = [zero + (effect.control + side * effect.control_spread) * unit for side in (-1, 1)]
            painter.drawLine(QPointF(ends[0], middle), QPointF(ends[1], middle))
            painter.setBrush(back)
            painter.drawEllipse(QRectF(zero + effect.control * unit - 3, middle - 3, 6, 6))
            number = QRectF(self.width() - numbers, top, numbers - 4, _ROW)
            right_side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(number, right_side, signed_text(effect.change))
        painter.setPen(QPen(mixed(text, back, 0.4), 1))
        painter.drawLine(round(zero), 0, round(zero), self.height())


class SweepPage(QWidget):
    """One click, a progress bar that can be stopped, and the ranking."""

    needs_probe = True

    def __init__(self, state: AppState, session: ProbeSession) -> None:
        super().__init__()
        self._state, self._session = state, session
        self._start = QPushButton(tr("Find which leaders matter"))
        self._start.setObjectName("sweep-start")
        self._start.setProperty("role", "primary")
        self._start.clicked.connect(self._on_clicked)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._words = QLabel()
        self._words.setObjectName("sweep-words")
        self._words.setProperty("role", "dim")
        row = QHBoxLayout()
        row.addWidget(self._start)
        row.addWidget(self._words)
        row.addWidget(self._bar, 1)
        row.addStretch(0)
        self._start.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._start.setMinimumWidth(self._start.sizeHint().width())  # stays as wide when it says Stop
        self.list = EffectList(session)
        self._scroll = scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.list)
        self._note = note = QLabel(tr(_NOTE))
        note.setObjectName("sweep-note")
        note.setWordWrap(True)
        note.setAlignment(Qt.AlignmentFlag.AlignTop)
        note.setProperty("role", "small")
        note.setMinimumHeight(2 * note.fontMetrics().lineSpacing())  # nothing jumps
        self.list.pointed.connect(self._on_pointed)
        self.list.walked.connect(self._on_walked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(6)
        layout.addLayout(row)
        layout.addWidget(scroll, 1)
        layout.addWidget(note)
        session.effects_changed.connect(self._show)
        session.probe_changed.connect(self._show)
        self._show()

    def _on_pointed(self, words: str) -> None:
        self._note.setText(words or tr(_NOTE))

    def _on_walked(self, row: int, _column: int) -> None:
        self._scroll.ensureVisible(0, round((row + 0.5) * _ROW), 0, _ROW)

    def _on_clicked(self) -> None:
        if self._session.sweep_progress is not None:
            self._session.stop_sweep()
        else:
            self._session.start_sweep()

    def _show(self) -> None:
        session, result = self._session, self._state.result
        progress = session.sweep_progress
        self._start.setEnabled(session.probe is not None)
        self._start.setText(tr("Stop") if progress is not None else tr("Find which leaders matter"))
        self._start.setToolTip(tr("Mute every kept leader in turn and rank them by the change of the score"))
        self._bar.setVisible(progress is not None)
        if progress is not None:
            self._bar.setRange(0, max(progress.total, 1))
            self._bar.setValue(progress.done)
            self._words.setText(progress.text)
        elif session.effects:
            self._words.setText(tr("{effects} kept leaders, the strongest first", effects=len(session.effects)))
        else:
            self._words.setText("" if session.probe is not None else tr("Needs an inspected sample."))
        if result is not None:
            self.list.set_effects(session.effects, result.modalities, result.routing.kernel_sizes)
