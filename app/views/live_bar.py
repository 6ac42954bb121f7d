"""Below the views while a stream is open: run, freeze, step, the last ten seconds, and what was not inspected."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QSlider, QToolButton, QVBoxLayout, QWidget

from app.i18n import later, tr
from app.live import LiveSession, Mode
from core.records import Kind, known_modalities

_REFRESH_MS = 200
_WORDS = {
    Mode.OPENING: later("Opening"),
    Mode.RUNNING: later("Live"),
    Mode.PAUSED: later("Paused"),
    Mode.FROZEN: later("Frozen"),
}


class LiveBar(QWidget):
    """Hidden without a stream."""

    def __init__(self, live: LiveSession, actions: dict[str, QAction]) -> None:
        super().__init__()
        self.setObjectName("live_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._live, self._actions = live, actions
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("live_position")
        self.slider.setAccessibleName(tr("Place in the last ten seconds"))
        self.slider.setToolTip(tr("Scroll through the last ten seconds; the picture is held first"))
        self.slider.valueChanged.connect(self._on_slider_moved)
        self.slider.sliderPressed.connect(self._on_slider_pressed)
        self._place = QLabel()
        self._place.setObjectName("live_place")
        self._place.setMinimumWidth(120)
        self.sensor = QComboBox()
        self.sensor.setObjectName("live_sensor")
        self.sensor.setAccessibleName(tr("What sensor the camera is"))
        self.sensor.setToolTip(tr("What sensor the camera is"))
        for info in known_modalities():
            if info.kind in (Kind.COLOUR, Kind.GREY):
                self.sensor.addItem(info.label, info.name)
        self.sensor.activated.connect(lambda _index: live.set_modality(self.sensor.currentData()))
        self.every = QCheckBox(tr("Every frame"))
        self.every.setObjectName("live_every")
        self.every.setToolTip(
            tr("Inspect every frame of the file, however long that takes, instead of keeping its pace")
        )
        self.every.toggled.connect(live.set_every_frame)
        self._mode = QLabel()
        self._mode.setObjectName("live_mode")
        self._counts = QLabel()
        self._counts.setObjectName("live_counts")
        self._counts.setProperty("role", "small")
        row = QHBoxLayout()
        row.setSpacing(4)
        for name in ("live_run", "live_freeze", "live_back", "live_forward"):
            row.addWidget(self._button(name))
        row.addSpacing(8)
        row.addWidget(self.slider, 1)
        row.addWidget(self._place)
        row.addSpacing(8)
        row.addWidget(self.sensor)
        row.addWidget(self.every)
        row.addWidget(self._button("live_keep"))
        row.addWidget(self._button("live_close"))
        words = QHBoxLayout()
        words.setSpacing(8)
        words.addWidget(self._mode)
        words.addWidget(self._counts, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(2)
        layout.addLayout(row)
        layout.addLayout(words)
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._show_numbers)
        live.changed.connect(self._show)
        self._show()

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"button_{name}")
        button.setDefaultAction(self._actions[name])
        button.setProperty("flat", "true")
        button.setAccessibleName(self._actions[name].text())
        return button

    def _show(self) -> None:
        live = self._live
        self.setVisible(live.is_open)
        if live.is_open and live.mode is Mode.RUNNING and not self._timer.isActive():
            self._timer.start()
        elif live.mode is not Mode.RUNNING:
            self._timer.stop()
        is_held = live.mode in (Mode.PAUSED, Mode.FROZEN)
        for name in ("live_freeze", "live_back", "live_forward", "live_run"):
            self._actions[name].setEnabled(live.mode not in (Mode.CLOSED, Mode.OPENING))
        for name in ("live_keep", "live_close"):
            self._actions[name].setEnabled(live.is_open)
        self._actions["live_run"].setChecked(live.mode is Mode.RUNNING)
        self._actions["live_freeze"].setChecked(live.mode is Mode.FROZEN)
        if not live.is_open:
            return
        info = live.info
        self.every.setVisible(info is not None and not info.is_live)
        with QSignalBlocker(self.every), QSignalBlocker(self.sensor):
            self.every.setChecked(live.takes_every_frame)
            self.sensor.setCurrentIndex(self.sensor.findData(live.modality))
        with QSignalBlocker(self.slider):
            self.slider.setEnabled(live.mode is not Mode.OPENING)
            self.slider.setRange(0, max(len(live.held) - 1, 1) if is_held else 1)
            self.slider.setValue(live.position if is_held else 1)
        words = tr("At the end") if live.has_ended and live.mode is Mode.PAUSED else tr(_WORDS[live.mode])
        self._mode.setText(f"{words} · {info.name}" if info is not None else words)
        if is_held and live.held:
            back = live.held[-1].frame.seconds - live.held[live.position].frame.seconds
            self._place.setText(
                tr("−{back:.2f} s · frame {number:,}", back=back, number=live.held[live.position].frame.number)
            )
        else:
            self._place.setText("now")
        self._show_numbers()

    def _show_numbers(self) -> None:
        live, info = self._live, self._live.info
        if info is None:
            self._counts.setText("")
            return
        read, inspected = live.rates()
        told = [f"{info.size[1]} x {info.size[0]}", tr("{captured:,} frames", captured=live.captured)]
        if live.mode is Mode.RUNNING:
            told.append(tr("{read:.1f} of {fps:.4g} frames/s", read=read, fps=info.fps))
        told.append(tr("{inspected:,} inspected", inspected=live.inspected))
        if live.mode is Mode.RUNNING and live.inspected:
            told.append(
                tr(
                    "{inspected:.1f}/s, {latency_s:.0f} ms from frame to result",
                    inspected=inspected,
                    latency_s=1000 * live.latency_s,
                )
            )
        told.append(tr("{passed_over:,} passed over (model busy)", passed_over=live.passed_over))
        told.append(
            tr("{lost:,} dropped by the camera", lost=live.lost)
            if info.is_live
            else tr("{lost:,} dropped by the decoder", lost=live.lost)
        )
        self._counts.setText(" · ".join(told))

    def _on_slider_pressed(self) -> None:
        if self._live.mode is Mode.RUNNING:
            self._live.toggle_frozen()

    def _on_slider_moved(self, value: int) -> None:
        if self._live.mode is Mode.RUNNING:
            self._live.toggle_frozen()
        else:
            self._live.go_to(value)
