"""The 3-D view of a volume: the surface of the anomaly map at the live threshold, inside the patient's outline."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.i18n import tr
from app.jobs import Job, Lane
from app.scene.camera import Camera, framing
from app.scene.content import Floats, Surface
from app.scene.triangles import area_weighted_normals
from app.sentences import in_language
from app.state import AppState
from app.styles import Cursor
from app.theme import active_theme
from app.views.scene import SceneView
from app.views.scene_marks import Label
from app.views.scene_menu import SceneMenu
from app.views.words import score_text
from core import api
from core.records import LoadedSample, Mesh

_DELAY_MS = 120  # after the last move of the threshold
# A patient seen from the front: the left side on the right of the screen, the head up, the front toward the viewer.
_FACING = np.array([[-1.0, 0, 0], [0, 0, 1.0], [0, 1.0, 0]])
_SIDES = {"R": (-1, 0, 0), "L": (1, 0, 0), "S": (0, 1, 0), "I": (0, -1, 0), "A": (0, 0, 1), "P": (0, 0, -1)}


class SurfaceView(QWidget):
    """Shows the volume of `AppState.loaded`; a clicked place of a surface becomes the place of the planes."""

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self._state = state
        self._lane: Lane | None = None  # made when somebody looks
        self._job: Job | None = None
        self._loaded: LoadedSample | None = None  # whose outline is shown or being made
        self._made_for: tuple[object, float] | None = None  # result and threshold of the surface
        self._body: Surface | None = None
        self._anomaly: Surface | None = None
        self._middle: NDArray[np.float64] = np.zeros(3)  # RAS+ mm that is the scene's middle
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_DELAY_MS)
        self._delay.timeout.connect(self._show)
        self._build()
        state.loaded_changed.connect(self._show)
        state.result_changed.connect(self._show)
        state.threshold_changed.connect(self._on_threshold_changed)
        state.region_threshold_changed.connect(self._on_threshold_changed)
        state.place_changed.connect(self._show_place)
        state.scene_changed.connect(self._show_style)

    def _build(self) -> None:
        self._words = QLabel()
        self._words.setObjectName("surface-words")
        self._words.setProperty("role", "small")
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look = QToolButton()
        look.setObjectName("surface-look")
        look.setText(tr("View"))
        look.setToolTip(tr("Standard views, projection, the patient's outline"))
        look.setAccessibleName(tr("How the surface is looked at"))
        look.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        look.setMenu(SceneMenu(self))
        row = QHBoxLayout()
        row.setContentsMargins(10, 4, 8, 4)
        row.addWidget(self._words, 1)
        row.addWidget(look)
        self.scene = SceneView(tr("Surface of the anomaly"))
        self.scene.setObjectName("surface-canvas")
        self.scene.unit = "mm"
        self.scene.setToolTip(
            tr(
                "Drag turns, the wheel zooms, the middle button or Shift moves; a click on a surface goes to that "
                "place.\n"
                "Keys: arrows turn, Page Up and Page Down zoom, R resets."
            )
        )
        self.scene.place_picked.connect(self._on_place_picked)
        self.scene.failed.connect(self._words.setText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.scene, 1)
        self.setMinimumSize(200, 160)

    def stop(self) -> bool:
        """End what runs; returns whether it has ended."""
        self._delay.stop()
        ended = self._lane.close() if self._lane is not None else True
        return self.scene.stop() and ended

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks."""
        super().showEvent(event)
        self._show()

    def _on_threshold_changed(self) -> None:
        if self.isVisible():
            self._delay.start()

    # --- making surfaces -----------------------------------------------------------------------------------------
    def _show(self) -> None:
        loaded = self._state.loaded
        if loaded is None or not loaded.is_volume or not self.isVisible():
            return
        if self._lane is None:
            self._lane = Lane("surfaces")
        if loaded is not self._loaded:
            self._lane.cancel_all()
            self._loaded, self._body, self._anomaly, self._made_for = loaded, None, None, None
            self._show_volume(loaded)
            job = Job("outline", lambda _report, token: self._surface(api.body_surface(loaded, token)))
            job.succeeded.connect(partial(self._on_body, loaded))
            job.failed.connect(self._on_failed)
            self._lane.submit(job)
        self._find(loaded)

    def _find(self, loaded: LoadedSample) -> None:
        """Have the surface at the live threshold made, if it is not there yet."""
        result, level = self._state.result, self._level()
        if result is None or level is None:
            self._anomaly, self._made_for = None, None
            self._words.setText(tr("The surface of the anomaly comes with the inspection."))
            self._show_surfaces()
            return
        wanted = (result, level)
        if self._made_for is not None and self._made_for[0] is result and self._made_for[1] == level:
            return
        self._made_for = wanted
        if self._job is not None:
            self._job.cancel()
        self._words.setText(tr("Finding the surface…"))
        self._job = Job(
            "surface", lambda _report, token: self._surface(api.anomaly_surface(result, loaded, level, token))
        )
        self._job.succeeded.connect(partial(self._on_surface, wanted))
        self._job.failed.connect(self._on_failed)
        assert self._lane is not None, "made by _show"
        self._lane.submit(self._job)

    def _level(self) -> float | None:
        """The live threshold; without one a place high on the map, which the words then say."""
        if self._state.region_threshold is not None:
            return self._state.region_threshold
        result = self._state.result
        return float(np.nanpercentile(result.anomaly_map[::2, ::2, ::2], 99.5)) if result is not None else None

    def _surface(self, mesh: Mesh) -> tuple[Mesh, Surface]:
        """In the worker: from RAS+ mm to the scene's frame."""
        vertices = ((mesh.vertices - self._middle) @ _FACING.T).astype(np.float32)
        return mesh, Surface(vertices, area_weighted_normals(vertices, mesh.faces), mesh.faces)

    def _on_body(self, loaded: LoadedSample, made: tuple[Mesh, Surface]) -> None:
        if loaded is self._loaded:
            self._body = made[1]
            self._show_surfaces()

    def _on_surface(self, wanted: tuple[object, float], made: tuple[Mesh, Surface]) -> None:
        if wanted != self._made_for:
            return
        mesh, self._anomaly = made
        level = score_text(wanted[1])
        if self._state.region_threshold is None:
            words = tr("Map ≥ {level}: its highest 0.5 %, for want of a threshold", level=level)
        elif len(mesh.faces):
            words = tr("Map ≥ {level}, the live threshold", level=level)
        else:
            words = tr("Nothing reaches the live threshold, {level}", level=level)
        self._words.setText(words)
        self.scene.note = tr("blocks of {block} voxels", block=mesh.block) if mesh.block > 1 else ""
        self._show_surfaces()

    def _on_failed(self, error: BaseException) -> None:
        self._words.setText(in_language(str(error)) or tr("The surface cannot be made; the log says why."))

    # --- showing -------------------------------------------------------------------------------------------------
    def _show_volume(self, loaded: LoadedSample) -> None:
        """Look at where the volume is, with letters at its sides where the file says how the patient lies."""
        view = loaded.views[0]
        assert view.affine is not None, "a volume"
        ends = np.array([[d, h, w] for d in (0, 1) for h in (0, 1) for w in (0, 1)]) * (np.array(view.size) - 1)
        corners = ends @ view.affine[:3, :3].T + view.affine[:3, 3]
        self._middle = corners.mean(axis=0)
        placed = (corners - self._middle) @ _FACING.T
        half = np.abs(placed).max(axis=0)
        self.scene.labels = ()
        if view.is_oriented:
            self.scene.labels = tuple(
                Label((x * half[0] * 1.08, y * half[1] * 1.08, z * half[2] * 1.08), letter)
                for letter, (x, y, z) in _SIDES.items()
            )
        self.scene.frame = None
        self.scene.show_content(None, (), partial(_beside, placed.astype(np.float32)))
        self.scene.update()
        self._show_place()

    def _show_surfaces(self) -> None:
        theme, surfaces = active_theme(), []
        colour = theme.colour("anomaly")
        if self._anomaly is not None and len(self._anomaly.faces):
            surfaces.append(replace(self._anomaly, colour=(colour.red(), colour.green(), colour.blue())))
        if self._body is not None and self._state.scene.shows_body:
            surfaces.append(replace(self._body, colour=(176, 196, 220), is_ghost=True))
        self.scene.show_content(None, tuple(surfaces))

    def _show_style(self) -> None:
        if self.scene.camera.is_perspective != self._state.scene.is_perspective:
            self.scene.set_perspective(self._state.scene.is_perspective)
        self._show_surfaces()

    def _show_place(self) -> None:
        """Mark the voxel through which the planes are cut."""
        loaded = self._loaded
        if loaded is None or loaded is not self._state.loaded:
            return
        affine = loaded.views[0].affine
        assert affine is not None, "a volume"
        ras = affine[:3, :3] @ np.array(self._state.place) + affine[:3, 3]
        self.scene.places = ((ras - self._middle) @ _FACING.T).astype(np.float32)[None]
        self.scene.update()

    def _on_place_picked(self, place: NDArray[np.float64]) -> None:
        loaded = self._loaded
        if loaded is None or loaded is not self._state.loaded:
            return
        affine = loaded.views[0].affine
        assert affine is not None, "a volume"
        ras = _FACING.T @ place + self._middle
        index = np.linalg.solve(affine[:3, :3], ras - affine[:3, 3])
        d, h, w = (round(float(value)) for value in index)
        self._state.set_place((d, h, w))
        self._state.set_cursor(Cursor(self._state.place[2], self._state.place[1], self._state.place[0]))


def _beside(corners: Floats, aspect: float) -> Camera:
    """A little from the side and above, so that all three sides of a volume are seen."""
    home = framing(corners, aspect)
    return replace(home, rotation=np.eye(3), half_height=home.half_height * 1.05).orbit(28, -14)
