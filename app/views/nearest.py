"""Nearest normal: a place of the sample beside the normal patches most like it, with the distance per scale."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.i18n import later, numeral, tr
from app.probing import ProbeSession
from app.render import colour_image
from app.state import AppState
from app.views.gate_bar import GateBar
from app.views.plate_grid import PlateGrid
from app.views.plates import Plate
from core.probing.records import NearestNormal, NormalPatch
from core.records import Region, modality_info

_NOTE = later(
    "× usual: difference of the prior features, in units of the median difference between a normal place and the "
    "patches kept of its category; below every patch for scales 1 (the finest), 2 and 3."
)
_WIDTHS = 72, 132, 256  # px, of a patch
_WITHOUT = later(
    "This model file keeps no normal patches of this category: calibrate or teach it again to compare places with them."
)


def times_text(value: float) -> str:
    """A distance in usual distances."""
    return f"{numeral(value, '.1f')} ×" if value < 10 else f"{numeral(value, '.0f')} ×"


def scales_text(distances: NDArray[np.float32]) -> str:
    """The distance of every scale, the finest first, short enough for the line below a patch."""
    return " / ".join(times_text(float(value)).removesuffix(" ×") for value in distances) + " ×"


def nearest_in_words(found: NearestNormal, sensor: str, place: str) -> str:
    """What the most similar patch says of the place."""
    best = found.patches[0]
    beyond = [scale + 1 for scale, value in enumerate(best.distances) if value > found.far[scale]]
    parts = ", ".join(
        tr("scale {scale} {share}", scale=n + 1, share=times_text(float(value)))
        for n, value in enumerate(best.distances)
    )
    if not beyond:
        return tr(
            "{place}, {sensor}: like a normal place at every scale (most similar patch: {parts} the usual distance).",
            place=place,
            sensor=sensor,
            parts=parts,
        )
    scales = tr("every scale")
    if len(beyond) < len(best.distances):
        scales = tr("scale {numbers}", numbers=tr(" and ").join(map(str, beyond)))
    return tr(
        "{place}, {sensor}: unlike every kept normal patch at {scales}, where 95 % of normal places lie nearer (most "
        "similar patch: {parts} the usual distance).",
        place=place,
        sensor=sensor,
        scales=scales,
        parts=parts,
    )


class NearestPage(QWidget):
    """The selected region, or the hottest place where none is selected, and the patches that are most like it."""

    needs_probe = True
    shown = Signal()  # an answer is on screen

    def __init__(self, state: AppState, session: ProbeSession) -> None:
        super().__init__()
        self._state, self._session = state, session
        self.found: NearestNormal | None = None
        self.is_settled = False  # what was asked last is answered
        self._asked: tuple[object, ...] | None = None
        self._followed: tuple[Region | None, bool] = (None, False)  # its leading sensor was gone to; is it selected
        self._place = ""
        self._words = QLabel()
        self._words.setObjectName("nearest-words")
        self._words.setWordWrap(True)
        bar = GateBar(state, session, choices=1)
        self._grid = PlateGrid(bar.last_box, _WIDTHS, 12)
        note = QLabel(tr(_NOTE))
        note.setObjectName("nearest-note")
        note.setWordWrap(True)
        note.setAlignment(Qt.AlignmentFlag.AlignTop)
        note.setMinimumHeight(2 * note.fontMetrics().lineSpacing())  # nothing jumps
        note.setProperty("role", "small")
        self._grid.pointed.connect(lambda words: note.setText(words or tr(_NOTE)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(6)
        layout.addWidget(bar)
        layout.addWidget(self._words)
        layout.addWidget(self._grid, 1)
        layout.addWidget(note)
        for signal in (session.probe_changed, session.gate_changed, state.selected_region_changed):
            signal.connect(self._ask)
        self._show()

    def showEvent(self, event: object) -> None:  # object: Qt's QShowEvent is not looked at
        """Ask for what is to be shown."""
        self._ask()

    def _where(self) -> tuple[tuple[int, int], str] | None:
        """The place that is compared, (x, y), and what it is called."""
        probe, base, state = self._session.probe, self._session.base, self._state
        if probe is None or base is None:
            return None
        region = state.selected_region
        if region is not None and region.slice_index in (None, probe.slice_index):
            rank = state.regions.index(region) + 1 if region in state.regions else 0
            return region.peak_position, tr("Region {rank}", rank=rank)
        row, column = np.unravel_index(int(base.anomaly_map.argmax()), base.anomaly_map.shape)
        return (int(column), int(row)), tr("Hottest place")

    def _go_to_leading_sensor(self) -> None:
        """Look at the sensor that saw most of a region, once a region: then the user may choose another.

        Where none is selected the strongest counts: the hottest place lies in it.
        """
        regions, result = self._state.regions, self._state.result
        region = self._state.selected_region or (regions[0] if regions else None)
        followed = (region, self._state.selected_region is not None)
        if not self.isVisible() or followed == self._followed:
            return
        self._followed = followed
        if region is not None and result is not None and region.modality_share:
            leading = max(region.modality_share, key=lambda name: region.modality_share[name])
            self._session.set_gate(replace(self._session.gate, slot=result.modalities.index(leading)))

    def _ask(self) -> None:
        self._go_to_leading_sensor()
        where, probe, slot = self._where(), self._session.probe, self._session.gate.slot
        if where is None or probe is None or slot >= len(probe.modalities):
            self._asked, self.found, self.is_settled = None, None, False
            self._show()
            return
        position, self._place = where
        wanted = (id(probe), slot, position)
        if not self.isVisible():
            return
        if wanted == self._asked:
            self._show()  # the same place may have another name
            return
        self._asked, self.is_settled = wanted, False
        job = self._session.ask("nearest", lambda: probe.nearest_normal(slot, position))
        job.succeeded.connect(self._on_found)

    def _on_found(self, found: NearestNormal | None) -> None:
        self.found, self.is_settled = found, True
        self._show()
        self.shown.emit()

    def _show(self) -> None:
        found, result = self.found, self._state.result
        if found is None or result is None:
            empty = tr(_WITHOUT) if self.is_settled else tr("Inspect a sample to compare its regions with normal ones.")
            self._words.setText(empty)
            self._grid.show_plates((), None)
            return
        sensor = tr(modality_info(result.modalities[found.slot]).label)
        self._words.setText(nearest_in_words(found, sensor, self._place))
        is_volume = result.anomaly_map.ndim == 3
        plates = [
            Plate(
                self._place,
                sensor,
                tr("{place} as {sensor} sees it, with its surroundings", place=self._place, sensor=sensor),
                None,
            )
        ]
        pictures = [colour_image(found.picture)]
        for patch in found.patches:
            plates.append(_plate(patch, is_volume))
            pictures.append(colour_image(patch.picture) if patch.picture is not None else QImage())
        self._grid.show_plates(plates, pictures)


def _plate(patch: NormalPatch, is_volume: bool) -> Plate:
    name = patch.source.rsplit("/", 1)[-1]
    where = tr(", slice {slice_index}", slice_index=patch.slice_index + 1) if is_volume else ""
    parts = "; ".join(
        tr("scale {scale}: {times} the usual distance", scale=s + 1, times=times_text(float(d)))
        for s, d in enumerate(patch.distances)
    )
    blank = (
        ""
        if patch.picture is not None
        else tr("No picture is kept.\n{source}{where}", source=patch.source, where=where)
    )
    tip = tr("Normal {source}{where}. {parts}.", source=patch.source, where=where, parts=parts)
    return Plate(tr("normal {name}{where}", name=name, where=where), scales_text(patch.distances), tip, None, blank)
