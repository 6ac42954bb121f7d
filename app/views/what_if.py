"""What if: the map, score, verdict and regions under changed experts, beside the inspection and a random control."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.i18n import tr
from app.probing import ProbeSession
from app.render import calibrated_scale, index_image, overlay_image, raw_scale
from app.state import AppState
from app.views.change_bar import ChangeBar
from app.views.change_words import change_words
from app.views.colours import look
from app.views.plates import Plate, PlateView, signed_image, view_picture
from app.views.words import score_text
from core.probing.records import ProbeOutcome
from core.records import Verdict


def judged(outcome: ProbeOutcome) -> str:
    """Score, verdict and regions on one line."""
    count = len(outcome.regions)
    regions = " · " + (tr("{count:,} region", count=count) if count == 1 else tr("{count:,} regions", count=count))
    if outcome.verdict is Verdict.UNKNOWN:
        regions = ""
    return f"{score_text(outcome.score)} · {look(outcome.verdict).word}{regions}"


def signed_text(value: float) -> str:
    """A change with its sign."""
    return f"{'+' if value >= 0 else '−'}{score_text(abs(value))}"


class WhatIfPage(QWidget):
    """Controls left, three pictures right: as inspected, what if, and the difference. The result itself stays."""

    needs_probe = True

    def __init__(self, state: AppState, session: ProbeSession) -> None:
        super().__init__()
        self._state, self._session = state, session
        self.bar = ChangeBar(state, session)
        controls = QScrollArea()  # a low console scrolls them
        controls.setFrameShape(QFrame.Shape.NoFrame)
        controls.setWidgetResizable(True)
        controls.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        controls.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        controls.setWidget(self.bar)
        controls.setMinimumWidth(342)
        controls.setMaximumWidth(472)
        self._plates = [PlateView(150) for _ in range(3)]
        self._words = QLabel()
        self._words.setObjectName("what-if-words")
        self._words.setWordWrap(True)
        pictures = QHBoxLayout()
        pictures.setSpacing(8)
        for plate in self._plates:
            pictures.addWidget(plate, 1)
        right = QVBoxLayout()
        right.addLayout(pictures, 1)
        right.addWidget(self._words)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(16)
        layout.addWidget(controls, 2)
        layout.addLayout(right, 3)
        for signal in (session.probe_changed, session.what_if_changed, session.changes_changed, state.overlay_changed):
            signal.connect(self._show)
        self._show()

    def _show(self) -> None:
        session, result = self._session, self._state.result
        base, what_if = session.base, session.what_if
        if result is None or base is None:
            self._words.setText(tr("Change the experts of an inspected sample here, and see what follows."))
            for plate in self._plates:
                plate.show_plate(Plate("", "", "", None), None)
            return
        picture = view_picture(self._state, 0, session.probe.slice_index if session.probe else 0)
        scale = calibrated_scale(result.calibration) if result.calibration else raw_scale(base.anomaly_map)
        style = self._state.overlay
        step = max(max(base.anomaly_map.shape) // 512, 1)

        def heat(outcome: ProbeOutcome) -> Plate:
            indices = index_image(np.ascontiguousarray(outcome.anomaly_map[::step, ::step]), scale)
            is_base = outcome is base
            title = tr("As inspected") if is_base else tr("Ablation")
            tip = (
                tr("The map of the inspection")
                if is_base
                else tr("The map with the changed experts; the result itself stays")
            )
            return Plate(title, judged(outcome), tip, overlay_image(indices, style.colour_map))

        changed = what_if.outcome if what_if is not None else base
        difference = (changed.anomaly_map - base.anomaly_map)[::step, ::step]
        top = max(float(np.abs(difference).max()), 1e-9)
        plates = (
            heat(base),
            heat(changed) if what_if is not None else Plate(tr("Ablation"), tr("nothing changed"), "", None),
            Plate(
                tr("Difference"),
                tr(
                    "largest {signed_text}",
                    signed_text=signed_text(float(difference.flat[np.abs(difference).argmax()])),
                )
                if what_if
                else tr("none"),
                tr("What if minus as inspected: orange where the map rises, blue where it falls"),
                signed_image(difference, top) if what_if is not None else None,
            ),
        )
        for view, shown in zip(self._plates, plates, strict=True):
            view.show_plate(shown, picture)
        self._words.setText(self._sentence())

    def _sentence(self) -> str:
        session, result = self._session, self._state.result
        base, what_if = session.base, session.what_if
        if result is None or base is None:
            return ""
        if what_if is None:
            return tr("Computing…") if session.changes else tr("Nothing is changed: the map is the inspection's.")
        outcome, control = what_if.outcome, what_if.control
        moved = signed_text(outcome.score - base.score)
        verdict = (
            tr("the verdict stays {word}", word=look(outcome.verdict).word)
            if outcome.verdict is base.verdict
            else tr(
                "the verdict turns from {before} to {after}",
                before=look(base.verdict).word,
                after=look(outcome.verdict).word,
            )
        )
        text = tr(
            "Score {moved}, {verdict} ({seconds:.0f} ms).", moved=moved, verdict=verdict, seconds=1000 * outcome.seconds
        )
        if control is None or what_if.control_change is None:
            return tr("{value} No random control: there is no other such part.", value=text)
        drawn = change_words(what_if.control_change, result.modalities, result.routing.kernel_sizes)
        return tr(
            "{value} Random control, {drawn}: {signed_text}.",
            value=text,
            drawn=drawn,
            signed_text=signed_text(control.score - base.score),
        )
