"""Contribution maps: where and how strongly every expert enters its branch, sorted by strength."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.i18n import later, tr
from app.probing import ProbeSession
from app.state import AppState
from app.views.gate_bar import GateBar
from app.views.plate_grid import PlateGrid
from app.views.plates import Plate, signed_image, view_picture
from app.views.words import percent_text
from core.probing.records import Contribution

_NOTE = later(
    "Contribution: each expert's exact share of what its branch joins, before the norm; the shares of a kernel size "
    "add up to 100 %. Orange adds, blue works against the rest. Not a routing map: routing is per sample and sensor, "
    "never per pixel."
)


def expert_name(leader: int) -> str:
    """ "leader 12" or "fixed expert"."""
    return tr("fixed expert") if leader < 0 else tr("leader {leader}", leader=leader)


def contribution_plate(item: Contribution, kernel_sizes: tuple[int, ...], top: float) -> Plate:
    """One picture and its words."""
    size = kernel_sizes[item.branch]
    weight = "" if item.leader < 0 else tr(", weight {percent_text}", percent_text=percent_text(item.weight))
    share, whole = percent_text(abs(item.share)), percent_text(abs(item.branch_share))
    against = tr(" against the rest") if item.share < 0 else ""
    tip = tr(
        "Contribution of {expert} at kernel {width}×{height}{weight}: {share} of the branch's joined "
        "output{against}. The branch itself makes {whole} of the scale's output.",
        expert=expert_name(item.leader),
        width=size,
        height=size,
        weight=weight,
        share=share,
        against=against,
        whole=whole,
    )
    sign = "−" if item.share < 0 else ""
    return Plate(
        f"{size}×{size} {expert_name(item.leader).replace('expert', '').strip()}",
        tr("{sign}{share} of branch", sign=sign, share=share),
        tip,
        signed_image(item.picture, top),
    )


class ContributionsPage(QWidget):
    """Small multiples for the sensor and scale that the console looks at."""

    needs_probe = True

    def __init__(self, state: AppState, session: ProbeSession) -> None:
        super().__init__()
        self._state, self._session = state, session
        self._note = QLabel(tr(_NOTE))
        self._note.setObjectName("contribution-note")
        self._note.setWordWrap(True)
        self._note.setProperty("role", "small")
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._note.setMinimumHeight(2 * self._note.fontMetrics().lineSpacing())  # nothing jumps
        bar = GateBar(state, session, choices=2)
        self._grid = PlateGrid(bar.last_box)
        self._grid.pointed.connect(lambda words: self._note.setText(words or tr(_NOTE)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(6)
        layout.addWidget(bar)
        layout.addWidget(self._grid, 1)
        layout.addWidget(self._note)
        session.probe_changed.connect(self._ask)
        session.gate_changed.connect(self._ask)
        session.contributions_changed.connect(self._show)

    def showEvent(self, event: object) -> None:  # object: Qt's QShowEvent is not looked at
        """Ask for what is to be shown."""
        self._ask()

    def _ask(self) -> None:
        if self.isVisible():
            self._session.need_contributions()

    def _show(self) -> None:
        found, result = self._session.contributions, self._state.result
        if result is None or not found:
            self._grid.show_plates((), None)
            return
        top = float(np.quantile(np.concatenate([np.abs(item.picture).ravel() for item in found]), 0.995))
        probe = self._session.probe
        picture = view_picture(self._state, self._session.gate.slot, probe.slice_index if probe else 0)
        plates = [contribution_plate(item, result.routing.kernel_sizes, top) for item in found]
        self._grid.show_plates(plates, picture)
