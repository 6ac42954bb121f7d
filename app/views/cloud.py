"""The 3-D view of a point cloud, coloured by anomaly, by the scanner's colours, by height or by direction."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from app.i18n import later, numeral, tr
from app.prepare import shown_scale
from app.render import colour_table
from app.scene.camera import framing
from app.scene.cloud import CloudSource
from app.scene.colouring import HeightColours, NormalColours, OwnColours, ScoreColours
from app.scene.content import Box, Frame, Indices, Points
from app.scene.points import fitting_size
from app.state import AppState
from app.styles import Cursor
from app.views.cloud_bar import CloudBar
from app.views.rangebar import RangeBar
from app.views.readout import percentile_text
from app.views.scene import SceneView
from app.views.scene_menu import SceneMenu
from app.views.words import score_text

SCORE, TRUE, HEIGHT, NORMAL = later("Score"), later("Colour"), later("Height"), later("Normal")
_NO_CLOUD = later(
    "This sample has no point cloud.\n"
    "Samples with a .ply, .pcd or .xyz file are shown here in 3-D, and depth maps in mm with a known pixel size."
)
_AXES = (later("Across"), later("Up"), later("Toward"))
_Colours = Callable[[Indices], NDArray[np.uint8]]


class CloudView(QWidget):
    """Shows the cloud of `AppState.loaded`; a clicked point becomes the cursor, the cursor's points are marked."""

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self._state = state
        self._source: CloudSource | None = None  # of the sample on screen
        self._is_size_picked = False  # until then the size follows the number of points
        self._wanted = SCORE  # what the user picked; what a sample lacks is not offered
        self._limits: tuple[float, float] | None = None  # heights that take the ends of the colours, where moved
        self._box: Box | None = None
        self._described: object = None  # whose words are below the picture
        self._ranged: object = None  # what the range's histogram was made of
        self._build()
        state.loaded_changed.connect(self._show_sample)
        state.result_changed.connect(self._show_points)
        state.overlay_changed.connect(self._show_points)
        state.threshold_changed.connect(self._on_threshold_changed)
        state.region_threshold_changed.connect(self._on_threshold_changed)
        state.cursor_changed.connect(self._show_cursor)
        state.scene_changed.connect(self._show_style)
        self._show_sample()

    def _build(self) -> None:
        self._message = QLabel()
        self._message.setObjectName("cloud-message")
        self._message.setProperty("role", "dim")
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setWordWrap(True)
        self._message.setMargin(24)
        self._bar = CloudBar(SceneMenu(self))
        self._bar.colour_picked.connect(self._on_colour_picked)
        self._bar.size_picked.connect(self._on_size_changed)
        self._legend = self._bar.legend
        self.scene = SceneView(tr("Point cloud"))
        self.scene.setObjectName("cloud-canvas")
        self.scene.setToolTip(
            tr(
                "Drag turns, the wheel zooms, the middle button or Shift moves, the right button rolls, a click "
                "picks a "
                "point.\nKeys: arrows turn, Page Up and Page Down zoom, + and − point size, R resets."
            )
        )
        self.scene.picked.connect(self._on_picked)
        self.scene.size_asked.connect(lambda change: self._bar.set_size(self._bar.point_size + change))
        self.scene.frame_shown.connect(self._on_frame_shown)
        self.scene.failed.connect(self._say)
        self._range = RangeBar(tr("Colours"))
        self._range.setObjectName("cloud-range")
        self._range.moved.connect(self._on_range_moved)
        self._range.reset_asked.connect(lambda: self._on_range_moved(None, None))
        self._sides = [RangeBar(tr(name)) for name in _AXES]
        for axis, side in enumerate(self._sides):
            side.setObjectName(f"cloud-box-{axis}")
            side.moved.connect(lambda low, high, axis=axis: self._on_side_moved(axis, low, high))
            side.reset_asked.connect(lambda axis=axis: self._on_side_moved(axis, None, None))
        self._place = QLabel()
        self._place.setObjectName("cloud-place")
        self._place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._place.setProperty("role", "small")
        self._place.setContentsMargins(8, 4, 8, 4)
        self._stage = QWidget()
        column = QVBoxLayout(self._stage)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self.scene, 1)
        for widget in (self._range, *self._sides):
            widget.hide()
            column.addWidget(widget)
        column.addWidget(self._place)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._message)
        self._pages.addWidget(self._stage)
        self.setMinimumSize(200, 160)  # a tile among others

    def stop(self) -> bool:
        """End the drawing thread; returns whether it has ended."""
        return self.scene.stop()

    # The user acts: widget -> state

    def _on_colour_picked(self, text: str) -> None:
        self._wanted = text
        self._show_points()

    def _on_size_changed(self, _size: int) -> None:
        self._is_size_picked = True
        self._show_points()

    def _on_range_moved(self, low: float | None, high: float | None) -> None:
        self._limits = (low, high) if low is not None and high is not None else None
        self._show_points()

    def _on_side_moved(self, axis: int, low: float | None, high: float | None) -> None:
        if self._source is None:
            return
        whole = self._reach_of(self._source, axis)
        sides = [list(side.limits) for side in self._sides]
        sides[axis] = [whole[0] if low is None else low, whole[1] if high is None else high]
        self._sides[axis].show_limits(*sides[axis])
        self._show_box()

    def _on_picked(self, number: int) -> None:
        if self._source is None:
            return
        row, column = (int(value) for value in self._source.pixels(np.array([number]))[0])
        if row >= 0 and self._source.is_linked:
            self._described = (row, column)  # this very point, not the foremost of its pixel
            self._state.set_cursor(Cursor(column, row, self._state.slice_index))
        self._describe(number)

    # Showing: state -> widget

    def showEvent(self, event: QShowEvent) -> None:
        """What was only noted while hidden is shown now."""
        super().showEvent(event)
        self._show_sample()

    def _say(self, text: str) -> None:
        self._message.setText(text)
        self._pages.setCurrentWidget(self._message)

    def _show_sample(self) -> None:
        loaded = self._state.loaded
        if loaded is None:
            self._say(tr("No point cloud open.\nDrop a .ply, .pcd or .xyz file here, or press O."))
        elif loaded.cloud is None:
            self._say(tr(_NO_CLOUD))
        elif self.isVisible():
            self._fill()

    def _fill(self) -> None:
        loaded, pictures = self._state.loaded, self._state.pictures
        assert loaded is not None, "asked by _show_sample"
        self._pages.setCurrentWidget(self._stage)
        if self._source is None or self._source.loaded is not loaded:
            ready = pictures.cloud if pictures is not None else None
            self._source = source = ready or CloudSource(loaded)
            self._limits = self._described = None
            if not self._is_size_picked:
                self._bar.set_size(fitting_size(source.count), is_pick=False)
            for axis, side in enumerate(self._sides):
                whole = self._reach_of(source, axis)
                side.show_values(source.sample_positions[:, axis], whole, source.cloud.unit)
                side.show_limits(*whole)
            self._box = None
            self.scene.unit, self.scene.axes = source.cloud.unit, source.axes
            self._place.setText(
                tr("{count:,} points, {unit}. Click a point to read it.", count=source.count, unit=source.cloud.unit)
            )
            self.scene.show_content(self._points(), home=partial(framing, source.sample_positions))
        self._show_style()
        self._show_points()
        self._show_cursor()

    def _reach_of(self, source: CloudSource, axis: int) -> tuple[float, float]:
        values = source.sample_positions[:, axis]
        if not len(values):
            return 0.0, 1.0
        low, high = float(values.min()), float(values.max())
        margin = max(0.02 * (high - low), 1e-6)  # the sample may miss the outermost points
        return low - margin, high + margin

    def _offer(self) -> str:
        """Offer what the sample has, keep the user's pick where possible; returns what to show."""
        loaded, result = self._state.loaded, self._state.result
        has_colours = loaded is not None and loaded.cloud is not None and loaded.cloud.colours is not None
        offered = [SCORE] if result is not None else []
        offered += [TRUE] if has_colours else []
        offered += [HEIGHT, NORMAL]
        shown = self._wanted if self._wanted in offered else offered[0]
        self._bar.offer(offered, shown)
        return shown

    def _points(self) -> Points:
        assert self._source is not None, "there is a cloud"
        return Points(self._source, self._colours(self._source), self._bar.point_size, self._box)

    def _colours(self, source: CloudSource) -> _Colours:
        """What the colours mean now, and the legend and range that go with it."""
        shown, result, scale = self._offer(), self._state.result, shown_scale(self._state)
        if shown == HEIGHT:
            limits = self._limits or source.height_limits
            self._legend.setToolTip(tr("Height toward the viewer of the projection, from the middle of the cloud"))
            unit = source.cloud.unit
            self._legend.show_scale(
                colour_table("viridis"), f"{numeral(limits[0], '.1f')}", f"{numeral(limits[1], '.1f')} {unit}"
            )
            self._range.show_limits(*limits)
            return HeightColours(source, limits)
        if shown == NORMAL:
            self._legend.show_scale(None, "", "")
            return NormalColours(source)
        style = self._state.overlay
        if shown == SCORE and result is not None and scale is not None and style.is_visible:
            colours = ScoreColours(source, result, scale, style, self._state.region_threshold)
            self._legend.setToolTip(tr("Colours: {caption}", caption=scale.caption))
            self._legend.show_scale(colour_table(style.colour_map), scale.ticks[0][1], scale.ticks[-1][1])
            self._show_threshold()
            return colours if not style.is_flickered_off else OwnColours(source)
        self._legend.show_scale(None, "", "")  # the scanner's colours; also when the overlay is switched off
        return OwnColours(source)

    def _show_points(self) -> None:
        loaded = self._state.loaded
        if self._source is None or self._source.loaded is not loaded or not self.isVisible():
            return  # the next show brings it up to date
        self.scene.show_content(self._points())
        self._show_panels()

    def _on_threshold_changed(self) -> None:
        self._show_threshold()
        if self._bar.colour == SCORE and self._state.overlay.mode.value != "heat":
            self._show_points()

    def _show_threshold(self) -> None:
        """Mark the live threshold on the colour bar."""
        scale, threshold = shown_scale(self._state), self._state.threshold
        is_shown = self._bar.colour == SCORE and self._state.result is not None
        if is_shown and scale is not None and threshold is not None:
            self._legend.show_mark(float(scale.position(threshold)))
            self._range.show_mark(threshold)
        else:
            self._legend.show_mark(None)
            self._range.show_mark(None)

    def _show_style(self) -> None:
        style = self._state.scene
        self.scene.set_light(style.has_light)
        if self.scene.camera.is_perspective != style.is_perspective:
            self.scene.set_perspective(style.is_perspective)
        self._show_panels()
        self._show_box()

    def _show_panels(self) -> None:
        style = self._state.scene
        self._range.setVisible(style.shows_range and self._bar.colour in (SCORE, HEIGHT))
        if self._range.isVisibleTo(self):
            self._show_range()
        for side in self._sides:
            side.setVisible(style.has_box)

    def _show_range(self) -> None:
        """The distribution of what the colours mean; found anew only when that is something else."""
        source, result, scale = self._source, self._state.result, shown_scale(self._state)
        is_score = self._bar.colour == SCORE
        shown = (source, is_score, result, scale)
        if source is None or shown == self._ranged:
            return
        self._ranged = shown
        self._range.set_fixed(is_score)  # a colour means the same in every view: it is not this view's to change
        if is_score and result is not None and scale is not None:
            colours = ScoreColours(source, result, scale, self._state.overlay, None)
            self._range.show_values(colours.values(source.sample), (0.0, scale.top))
            self._range.show_limits(0.0, scale.top)
        elif not is_score:
            self._range.show_values(source.sample_positions[:, 2], self._reach_of(source, 2), source.cloud.unit)
            self._range.show_limits(*(self._limits or source.height_limits))
        self._show_threshold()

    def _show_box(self) -> None:
        """Cut where the handles are; without the clip box, nowhere."""
        box: Box | None = None
        if self._state.scene.has_box and self._source is not None:
            low, high = zip(*(side.limits for side in self._sides), strict=True)
            box = (low, high)
        if box != self._box:
            self._box = box
            self._show_points()

    def _show_cursor(self) -> None:
        cursor = self._state.cursor
        self.scene.set_place((cursor.y, cursor.x) if cursor is not None else None)

    def _on_frame_shown(self, frame: Frame) -> None:
        """Say which point the cursor of the other views means: the foremost of its pixel."""
        place = frame.request.place
        if place is None or place == self._described or not len(frame.marked):
            return
        self._described = place
        self._describe(int(frame.marked[np.argmax(np.nan_to_num(frame.marks[:, 2]))]))

    def _describe(self, number: int) -> None:
        """Say where a point is, in the file's frame, and its map value."""
        source, result = self._source, self._state.result
        if source is None:
            return
        x, y, z = (float(value) for value in source.cloud.points[number])
        text = f"{numeral(x, ',.2f')}, {numeral(y, ',.2f')}, {numeral(z, ',.2f')} {source.cloud.unit}"
        if source.pixels(np.array([number]))[0, 0] < 0:
            text += tr(" · outside the projection, no score")
        elif result is not None:
            scale = shown_scale(self._state)
            assert scale is not None, "there is a result"
            value = ScoreColours(source, result, scale, self._state.overlay, None).values(np.array([number]))
            text += tr(" · map {score_text}", score_text=score_text(float(value[0])))
            if result.calibration is not None:
                text += f" · {percentile_text(float(result.calibration.pixel_percentile(value)[0]))}"
        self._place.setText(text)
