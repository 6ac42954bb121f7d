"""Going through the slices of a volume: a slider that shows the score of every slice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractSlider, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from app.i18n import tr
from app.keymaps import set_tip
from app.planes import PLANE_WORDS, Plane
from app.prepare import plane_profiles
from app.render import colour_table
from app.state import AppState
from app.theme import active_theme, icon_size, set_icon
from app.views.readout import axis_text


def hottest_slices(scores: NDArray[np.float32]) -> list[int]:
    """Slices that score higher than their neighbours, highest first; slices that were not inspected are left out."""
    filled = np.where(np.isnan(scores), -np.inf, scores)
    padded = np.concatenate(([-np.inf], filled, [-np.inf]))
    is_peak = (filled > padded[:-2]) & (filled >= padded[2:]) & np.isfinite(filled)
    peaks = np.flatnonzero(is_peak)
    return [int(index) for index in peaks[np.argsort(-filled[peaks], kind="stable")]]


def plane_scores(state: AppState) -> NDArray[np.float32] | None:
    """A score for every plane along the cut in use: that of the slice, or across slices the largest map value."""
    result = state.result
    if state.loaded is None or not state.loaded.is_volume:
        return None
    if result is None:
        growing = state.growing if state.volume.plane is Plane.AXIAL else None
        return growing.partial.slice_scores if growing else None
    if state.volume.plane is Plane.AXIAL:
        return result.slice_scores
    profiles = state.colours.profiles if state.colours else plane_profiles(result.anomaly_map)
    return profiles[state.volume.cut().through]


class SliceStrip(QAbstractSlider):
    """The scores of all slices as bars, the slice on screen as a handle: click, drag, wheel, arrow keys, Home, End."""

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self._state = state
        self._cache: tuple[object, QPixmap, object] | None = None
        self.setObjectName("slice")
        self.setAccessibleName(tr("Slice"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setPageStep(5)
        self.valueChanged.connect(self._on_moved)
        state.place_changed.connect(self._show)
        state.volume_style_changed.connect(self._on_loaded_changed)
        state.loaded_changed.connect(self._on_loaded_changed)
        for signal in (state.result_changed, state.map_grew, state.threshold_changed, state.overlay_changed):
            signal.connect(self.update)
        self._on_loaded_changed()

    def sizeHint(self) -> QSize:
        """One bar of text height and a half."""
        return QSize(200, 36)

    def minimumSizeHint(self) -> QSize:
        """Narrow windows keep the handle."""
        return QSize(80, 36)

    def _on_loaded_changed(self) -> None:
        loaded = self._state.loaded
        if loaded is not None and loaded.is_volume:
            with QSignalBlocker(self):
                through = self._state.volume.cut().through
                self.setRange(0, loaded.views[0].size[through] - 1)
                self.setValue(self._state.place[through])
        self.update()

    def _on_moved(self, index: int) -> None:
        through = self._state.volume.cut().through
        self._state.step_plane(index - self._state.place[through])

    def _show(self) -> None:
        with QSignalBlocker(self):
            self.setValue(self._state.place[self._state.volume.cut().through])
        self.update()

    def _track(self) -> QRect:
        return self.rect().adjusted(6, 3, -6, -3)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bars from the cache, the handle on top."""
        theme, painter = active_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._bars())
        track = self._track()
        step = track.width() / max(self.maximum() + 1, 1)
        handle = QRectF(track.left() + self.value() * step - 1.5, 0.5, max(step, 1) + 3, self.height() - 1.0)
        painter.setPen(QPen(theme.colour("accent") if self.hasFocus() else theme.colour("text"), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(handle, 3, 3)

    def _bars(self) -> QPixmap:
        """Bars by score in the overlay's colours and the threshold: made anew only when what they show has changed."""
        state, scores = self._state, plane_scores(self._state)
        ratio = self.devicePixelRatioF()
        key = (
            *(self.size(), ratio, active_theme().name, self.maximum(), state.volume.plane, state.threshold),
            *(state.overlay.colour_map, id(scores), state.growing),
        )
        if self._cache is None or self._cache[0] != key:
            picture = QPixmap(self.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_bars(painter, scores)
            painter.end()
            self._cache = key, picture, scores  # the scores are held, so that their identity stays theirs
        return self._cache[1]

    def _paint_bars(self, painter: QPainter, scores: NDArray[np.float32] | None) -> None:
        theme, track, count = active_theme(), self._track(), self.maximum() + 1
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("window"))
        painter.drawRoundedRect(track, 4, 4)
        if scores is None or len(scores) != count:
            return
        step = track.width() / max(count, 1)
        highest = float(np.nanmax(scores)) if np.isfinite(scores).any() else 1.0
        top = max(highest, self._state.threshold or 0.0, 1e-6) * 1.1
        table = colour_table(self._state.overlay.colour_map)
        for index, score in enumerate(scores.tolist()):
            if not np.isfinite(score):
                continue
            share = score / top
            painter.setBrush(QColor(*(int(level) for level in table[min(int(60 + share * 195), 255)])))
            height = max(share * track.height(), 1.0)
            left = track.left() + index * step
            painter.drawRect(QRectF(left, track.bottom() + 1 - height, max(step - 0.5, 0.8), height))
        if self._state.threshold is not None and self._state.volume.plane is Plane.AXIAL:
            y = track.bottom() - self._state.threshold / top * track.height()
            painter.setPen(QPen(theme.colour("text"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(track.left(), int(y), track.right(), int(y))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump to the slice under the mouse."""
        track = self._track()
        share = (event.position().x() - track.left()) / max(track.width(), 1)
        self.setValue(int(share * (self.maximum() + 1)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        self.mousePressEvent(event)


class SliceBar(QWidget):
    """Slice number and place, the strip, and jumps to the hottest slices. Hidden for images."""

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self._state = state
        self.setObjectName("footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._label = QLabel()
        self._label.setObjectName("slice_label")
        self._label.setMinimumWidth(164)
        self._strip = SliceStrip(state)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 8, 4)
        layout.setSpacing(8)
        layout.addWidget(self._label)
        layout.addWidget(self._strip, 1)
        for name, icon, tip, step in (
            ("previous_peak", "mdi6.skip-previous", tr("Previous hot slice ($previous_hot)"), -1),
            ("next_peak", "mdi6.skip-next", tr("Next hot slice ($next_hot)"), 1),
        ):
            button = QToolButton()
            button.setObjectName(name)
            set_tip(button, tip)
            button.setAccessibleName(button.toolTip())
            set_icon(button, icon)
            button.setIconSize(icon_size())
            button.clicked.connect(self._on_next_clicked if step > 0 else self._on_previous_clicked)
            layout.addWidget(button)
        state.loaded_changed.connect(self._show)
        state.place_changed.connect(self._show)
        state.volume_style_changed.connect(self._show)
        self._show()

    def jump(self, step: int) -> None:
        """Go `step` places down the list of hottest slices; from any other slice, to the hottest."""
        scores = plane_scores(self._state)
        if scores is None:
            return
        peaks = hottest_slices(scores)
        if peaks:
            here = self._state.place[self._state.volume.cut().through]
            place = (peaks.index(here) + step) % len(peaks) if here in peaks else 0
            self._state.step_plane(peaks[place] - here)

    def _on_next_clicked(self) -> None:
        self.jump(1)

    def _on_previous_clicked(self) -> None:
        self.jump(-1)

    def _show(self) -> None:
        loaded = self._state.loaded
        is_volume = loaded is not None and loaded.is_volume
        self.setVisible(is_volume)
        if loaded is None or not is_volume:
            return
        view, cut = loaded.views[0], self._state.volume.cut()
        index = self._state.place[cut.through]
        where = ""
        if view.affine is not None and view.is_oriented:
            axis = int(np.abs(view.affine[:3, cut.through]).argmax())
            millimetres = float((view.affine @ np.array([*self._state.place, 1.0]))[axis])
            where = f"  ·  {axis_text(axis, millimetres)} mm"
        self._label.setText(f"{tr(PLANE_WORDS[cut.plane])} {index + 1} / {view.size[cut.through]}{where}")
