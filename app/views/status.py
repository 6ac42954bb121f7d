"""The status bar: what runs, with progress and cancel; how long the last result took and how honest the map is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QStatusBar, QToolButton

from app.i18n import numeral, tr
from app.keymaps import set_tip
from app.session import Session
from app.state import AppState
from app.theme import set_icon
from app.views.tiles import TilesView


class StatusBar(QStatusBar):
    """Left: work in progress. Right: timing, map resolution, model and device."""

    def __init__(self, state: AppState, session: Session, tiles: TilesView) -> None:
        super().__init__()
        self._state, self._session, self._tiles = state, session, tiles
        self.setSizeGripEnabled(False)
        self.setContentsMargins(10, 0, 4, 0)
        self._words = QLabel(tr("Ready"))
        self._words.setObjectName("activity")
        self._words.setMinimumWidth(210)
        self._bar = QProgressBar()
        self._bar.setObjectName("progress")
        self._bar.setAccessibleName(tr("Progress"))
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._cancel = QToolButton()
        self._cancel.setObjectName("cancel")
        self._cancel.setText(tr("Cancel"))
        set_icon(self._cancel, "mdi6.close")
        set_tip(self._cancel, tr("Stop what is running ($cancel)"))
        self._cancel.setProperty("flat", "true")
        self._cancel.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._cancel.clicked.connect(session.cancel)
        for widget in (self._bar, self._cancel):  # their room is kept, so that nothing jumps
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
        self._timing, self._map, self._model = QLabel(), QLabel(), QLabel()
        self._timing.setObjectName("timing")
        self._map.setObjectName("map_resolution")
        self._model.setObjectName("model_and_device")
        self._model.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.addWidget(self._words)
        self.addWidget(self._bar)
        self.addWidget(self._cancel)
        for label in (self._timing, self._map, self._model):
            label.setContentsMargins(8, 0, 8, 0)
            self.addPermanentWidget(label)
        session.activity_changed.connect(self._show_activity)
        state.result_changed.connect(self._show_result)
        state.model_changed.connect(self._show_model)
        tiles.installEventFilter(self)
        self._show_activity()
        self._show_model()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The map's magnification follows the size of the views."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._show_result()
        return False

    def _show_activity(self) -> None:
        words, progress = self._session.activity, self._session.progress
        runs = bool(words)
        if runs and progress.text and progress.text not in words:
            words = f"{words} · {progress.text}"
        self._words.setText(words or tr("Ready"))
        self._bar.setVisible(runs)
        self._cancel.setVisible(runs)
        self._bar.setRange(0, progress.total if progress.total > 1 else 0)
        if progress.total > 1:
            self._bar.setValue(progress.done)

    def _show_result(self) -> None:
        result, loaded, view = self._state.result, self._state.loaded, self._tiles.current_view()
        if result is None or loaded is None or view is None:
            self._timing.setText("")
            self._map.setText("")
            return
        milliseconds = result.seconds * 1000
        self._timing.setText(
            f"{numeral(milliseconds, ',.0f')} ms" if milliseconds < 10_000 else f"{numeral(result.seconds, ',.1f')} s"
        )
        height, width = result.map_size
        shown = view.pixel_size()[0] * loaded.views[0].size[-1] / max(width, 1)
        self._map.setText(tr("map {width}×{height} shown at {shown:.1f}×", width=width, height=height, shown=shown))
        self._map.setToolTip(tr("Resolution at which the model computed the anomaly map, and how much it is enlarged"))

    def _show_model(self) -> None:
        model = self._state.model
        self._model.setText(f"{model.name} · {model.device.upper()}" if model else tr("no model yet"))
        self._model.setToolTip(str(model.path) if model else "")
