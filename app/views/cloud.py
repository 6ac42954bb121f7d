"""The 3-D view: the sample's point cloud, coloured by anomaly, by the scanner's colours, or by height."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from app.render import ColourScale, calibrated_scale, colour_table, index_image, overlay_table, raw_scale
from app.state import AppState
from app.styles import Cursor
from app.theme import active_theme
from app.views import opengl, points
from app.views.cloud_bar import CloudBar
from app.views.readout import percentile_text
from app.views.words import score_text
from core.records import InspectionResult, LoadedSample

if TYPE_CHECKING:
    from app.views.cloud_canvas import CloudCanvas

SCORE, TRUE, HEIGHT = "Score", "Colour", "Height"
_NO_CLOUD = (
    "This sample has no point cloud.\n"
    "Samples with a .ply, .pcd or .xyz file are shown here in 3-D, and depth maps in mm with a known pixel size."
)
_NO_OPENGL = (
    "No 3-D picture: OpenGL cannot be used on this display.\n"
    "A graphics driver with OpenGL 2.1 or newer is needed. The same scores are drawn over the projected views."
)


class CloudView(QWidget):
    """Shows the cloud of `AppState.loaded`; a clicked point becomes the cursor, the cursor's points are marked."""

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self._state = state
        self._canvas: CloudCanvas | None = None
        self._loader: opengl.CanvasLoader | None = None
        self._failure = ""
        self._shown: object = None  # the LoadedSample on the canvas
        self._is_size_picked = False  # until then the size follows the number of points
        self._wanted = SCORE  # what the user picked; what a sample lacks is not offered
        self._finite: NDArray[np.intp] = np.zeros(0, dtype=np.intp)  # points that are drawn
        self._pixels: NDArray[np.int64] = np.zeros((0, 2), dtype=np.int64)  # of the drawn points, in the first view
        self._is_linked = True  # whether a pixel of the cloud is the same place in the first view
        self._framed: NDArray[np.float32] = np.zeros((0, 3), dtype=np.float32)  # right, up, toward the viewer
        self._build()
        state.loaded_changed.connect(self._show_sample)
        state.result_changed.connect(self._show_colours)
        state.overlay_changed.connect(self._show_colours)
        state.threshold_changed.connect(self._show_threshold)
        state.cursor_changed.connect(self._show_cursor)
        self._show_sample()

    def _build(self) -> None:
        self._message = QLabel()
        self._message.setObjectName("cloud-message")
        self._message.setProperty("role", "dim")
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setWordWrap(True)
        self._message.setMargin(24)
        self._bar = CloudBar()
        self._bar.colour_picked.connect(self._on_colour_picked)
        self._bar.size_picked.connect(self._on_size_changed)
        self._bar.reset_asked.connect(self._on_reset)
        self._legend = self._bar.legend
        self._place = QLabel()
        self._place.setObjectName("cloud-place")
        self._place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._stage = QWidget()
        column = QVBoxLayout(self._stage)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        self._canvas_place = QVBoxLayout()
        column.addLayout(self._canvas_place, 1)
        self._place.setProperty("role", "small")
        self._place.setContentsMargins(8, 4, 8, 4)
        column.addWidget(self._place)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._message)
        self._pages.addWidget(self._stage)
        self.setMinimumSize(200, 160)  # a tile among others

    # The user acts: widget -> state

    def _on_colour_picked(self, text: str) -> None:
        self._wanted = text
        self._show_colours()

    def _on_size_changed(self, size: int) -> None:
        self._is_size_picked = True
        if self._canvas is not None:
            self._canvas.set_point_size(size)

    def _on_size_asked(self, change: int) -> None:
        self._bar.set_size(self._bar.point_size + change)

    def _on_reset(self) -> None:
        if self._canvas is not None:
            self._canvas.reset_camera()
            self._canvas.setFocus()

    def _on_picked(self, index: int) -> None:
        row, column = (int(value) for value in self._pixels[index])
        if row >= 0 and self._is_linked:
            self._state.set_cursor(Cursor(column, row, self._state.slice_index))
        self._describe(index)

    # Showing: state -> widget

    def showEvent(self, event: QShowEvent) -> None:
        """What was only noted while hidden is shown now: OpenGL is not touched before somebody looks."""
        super().showEvent(event)
        self._show_sample()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme: take its background."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._canvas is not None:
            self._canvas.setBackgroundColor(active_theme().colour("canvas"))

    def _say(self, text: str) -> None:
        self._message.setText(text)
        self._pages.setCurrentWidget(self._message)

    def _show_sample(self) -> None:
        loaded = self._state.loaded
        if loaded is None:
            self._say("No point cloud open.\nDrop a .ply, .pcd or .xyz file here, or press O.")
        elif loaded.cloud is None:
            self._say(_NO_CLOUD)
        elif self._failure:
            self._say(_NO_OPENGL)
        elif self.isVisible() and self._has_canvas():
            self._fill()

    def _has_canvas(self) -> bool:
        if self._canvas is None and self._loader is None and opengl.is_canvas_loaded() and opengl.opengl_works():
            self._make_canvas()
        elif self._canvas is None and self._loader is None:
            self._say("Preparing the 3-D view…")
            self._loader = opengl.CanvasLoader()
            self._loader.loaded.connect(self._on_canvas_loaded)
            self._loader.failed.connect(self._on_canvas_failed)
            self._loader.start()
        return self._canvas is not None

    def _on_canvas_loaded(self) -> None:
        self._loader = None
        self._show_sample()

    def _on_canvas_failed(self, reason: str) -> None:
        self._loader, self._failure = None, reason
        self._show_sample()

    def _make_canvas(self) -> None:
        from app.views.cloud_canvas import CloudCanvas

        self._canvas = CloudCanvas(active_theme().colour("canvas"))
        self._canvas.picked.connect(self._on_picked)
        self._canvas.size_asked.connect(self._on_size_asked)
        self._canvas.setToolTip(
            "Drag turns, the wheel zooms, the middle button pans, a click picks a point.\n"
            "Keys: arrows turn, Page Up and Page Down zoom, + and − point size, R resets."
        )
        self._canvas_place.addWidget(self._canvas)
        self._canvas.set_point_size(self._bar.point_size)

    def _fill(self) -> None:
        loaded, canvas = self._state.loaded, self._canvas
        assert loaded is not None  # asked by _show_sample
        assert loaded.cloud is not None  # as above
        assert canvas is not None  # as above
        self._pages.setCurrentWidget(self._stage)
        if self._shown is not loaded:
            self._shown = loaded
            cloud = loaded.cloud
            self._finite = np.flatnonzero(np.isfinite(cloud.points).all(axis=1))
            self._pixels = points.reference_pixels(loaded)[self._finite]
            self._is_linked = points.is_linked(loaded)
            shown = cloud.points[self._finite].astype(np.float64)
            centre = np.median(shown, axis=0) if len(shown) else np.zeros(3)
            self._framed = ((shown - centre) @ points.look_frame(cloud).T).astype(np.float32)
            canvas.show_points(self._framed)
            if not self._is_size_picked:
                self._bar.set_size(points.fitting_size(len(shown)), is_pick=False)
                canvas.set_point_size(self._bar.point_size)
            self._place.setText(f"{len(shown):,} points, {cloud.unit}. Click a point to read it.")
        self._show_colours()
        self._show_cursor()
        QTimer.singleShot(0, self, self._check_canvas)

    def _check_canvas(self) -> None:
        # A context could be made but the widget's own failed, e.g. over a remote display.
        if self._canvas is not None and self._canvas.isVisible() and not self._canvas.isValid():
            self._failure = "the widget got no context"
            self._say(_NO_OPENGL)

    def _offer(self) -> str:
        """Offer what the sample has, keep the user's pick where possible; returns what to show."""
        loaded, result = self._state.loaded, self._state.result
        has_colours = loaded is not None and loaded.cloud is not None and loaded.cloud.colours is not None
        offered = [SCORE] if result is not None else []
        offered += [TRUE] if has_colours else []
        offered += [HEIGHT]
        shown = self._wanted if self._wanted in offered else offered[0]
        self._bar.offer(offered, shown)
        return shown

    def _show_colours(self) -> None:
        loaded, canvas, result = self._state.loaded, self._canvas, self._state.result
        if canvas is None or loaded is None or loaded.cloud is None or self._shown is not loaded:
            return
        if not self.isVisible():
            return  # the next show brings it up to date
        shown, cloud, heights = self._offer(), loaded.cloud, self._framed[:, 2]
        if shown == HEIGHT:
            limits = points.robust_range(heights)
            table = colour_table("viridis")
            canvas.show_colours(points.scaled_colours(heights, limits, table))
            self._legend.setToolTip("Height toward the viewer of the projection, from the middle of the cloud")
            self._legend.show_scale(table, f"{limits[0]:.1f}", f"{limits[1]:.1f} {cloud.unit}")
            return
        colours = cloud.colours[self._finite] if cloud.colours is not None else None
        own = points.own_colours(colours, heights)
        if shown == SCORE and result is not None and self._state.overlay.is_visible:
            self._show_scores(canvas, loaded, result, own)
        else:  # the scanner's colours; also when the overlay is switched off
            canvas.show_colours(own)
            self._legend.show_scale(None, "", "")

    def _show_scores(
        self, canvas: CloudCanvas, loaded: LoadedSample, result: InspectionResult, own: NDArray[np.float32]
    ) -> None:
        """The overlay of the other views, point by point: the same scale, colours and opacity."""
        style = self._state.overlay
        values = points.map_values(result, loaded, self._pixels)
        scale = self._scale_of(result)
        entries = index_image(values, scale)
        canvas.show_colours(points.blended(own, entries, overlay_table(style.colour_map, style.opacity)))
        self._legend.setToolTip(f"Colours: {scale.caption}")
        self._legend.show_scale(colour_table(style.colour_map), scale.ticks[0][1], scale.ticks[-1][1])
        self._show_threshold()

    def _scale_of(self, result: InspectionResult) -> ColourScale:
        if self._state.colours is not None:
            return self._state.colours.scale
        return calibrated_scale(result.calibration) if result.calibration else raw_scale(result.anomaly_map)

    def _show_threshold(self) -> None:
        """Mark the live threshold on the colour bar; the points keep their colours, so a drag stays cheap."""
        result, threshold = self._state.result, self._state.threshold
        if self._bar.colour == SCORE and result is not None and threshold is not None:
            self._legend.show_mark(float(self._scale_of(result).position(threshold)))
        else:
            self._legend.show_mark(None)

    def _show_cursor(self) -> None:
        cursor = self._state.cursor
        if self._canvas is None or self._shown is not self._state.loaded:
            return
        if cursor is None:
            self._canvas.mark(self._framed[:0])
            return
        here = np.flatnonzero((self._pixels[:, 0] == cursor.y) & (self._pixels[:, 1] == cursor.x))
        self._canvas.mark(self._framed[here])
        if len(here):
            self._describe(int(here[np.argmax(self._framed[here, 2])]))

    def _describe(self, index: int) -> None:
        """Say where a drawn point is, in the file's frame, and its map value."""
        loaded, result = self._state.loaded, self._state.result
        if loaded is None or loaded.cloud is None:
            return
        x, y, z = (float(value) for value in loaded.cloud.points[self._finite[index]])
        text = f"{x:,.2f}, {y:,.2f}, {z:,.2f} {loaded.cloud.unit}"
        if self._pixels[index, 0] < 0:
            text += " · outside the projection, no score"
        elif result is not None:
            value = points.map_values(result, loaded, self._pixels[index : index + 1])
            text += f" · map {score_text(float(value[0]))}"
            if result.calibration is not None:
                text += f" · {percentile_text(float(result.calibration.pixel_percentile(value)[0]))}"
        self._place.setText(text)
