"""What the expert console asks of the model: one image held open, its gates, changes and what follows from them.

Routing is chosen once per sample and sensor; what is shown over the image are contributions and ablations.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.activities import Activities
from app.i18n import tr
from app.jobs import Job, Lane
from app.state import AppState
from core.api import Inspector
from core.probing.records import Cause, Change, Contribution, LeaderEffect, LeaderMixes, ProbeOutcome, Prober
from core.progress import CancelToken, Progress, ReportProgress
from core.records import InspectionResult, Region


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate of the sample on screen, all counted from 0."""

    slot: int = 0
    scale: int = 0
    branch: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """The image under some changes, and under the same change done to a part drawn at random."""

    outcome: ProbeOutcome
    control: ProbeOutcome | None
    control_change: Change | None


@dataclass(frozen=True, slots=True, eq=False)
class _Opened:
    probe: Prober
    base: ProbeOutcome
    mixes: LeaderMixes


class ProbeSession(QObject):
    """The probe of the window. GUI thread only; the work runs on the model lane.

    Nothing is opened before a page needs it (`need_probe`). What belongs to another image is dropped at once.
    """

    probe_changed = Signal()  # opened or dropped
    gate_changed = Signal()
    changes_changed = Signal()
    what_if_changed = Signal()
    contributions_changed = Signal()
    causes_changed = Signal()
    effects_changed = Signal()  # the sweep began, moved on, ended or was dropped

    def __init__(
        self,
        state: AppState,
        jobs: Activities,
        lane: Lane,
        inspector: Callable[[], Inspector | None],
        undo: QUndoStack,
    ) -> None:
        super().__init__()
        self._state, self._jobs, self._lane, self._inspector, self._undo = state, jobs, lane, inspector, undo
        self._is_needed = False
        self._place: tuple[int, int] | None = None  # result and routing row that the probe belongs to
        self.result: InspectionResult | None = None  # what is probed
        self.probe: Prober | None = None
        self.base: ProbeOutcome | None = None  # without changes
        self.mixes: LeaderMixes | None = None  # of the model; kept from image to image
        self.gate = Gate()
        self.changes: tuple[Change, ...] = ()
        self.what_if: WhatIf | None = None  # None: no changes, or not yet computed
        self.contributions: tuple[Contribution, ...] = ()  # of the gate's sensor and scale
        self.score_cause: Cause | None = None
        self.region_cause: Cause | None = None  # of the selected region
        self.effects: tuple[LeaderEffect, ...] = ()
        self.sweep_progress: Progress | None = None  # None: no sweep runs
        state.result_changed.connect(self._on_place_changed)
        state.slice_changed.connect(self._on_place_changed)
        state.model_changed.connect(self._on_model_changed)
        state.selected_region_changed.connect(self.explain_region)

    # --- opening -------------------------------------------------------------------------------------------------
    @property
    def row(self) -> int:
        """Row of the routing trace that the console shows: the inspected slice nearest to the shown one."""
        result = self._state.result
        if result is None or result.anomaly_map.ndim < 3:
            return 0
        return int(abs(result.routing_slices - self._state.slice_index).argmin())

    def need_probe(self, is_needed: bool) -> None:
        """Whether a page on screen shows what only a probe knows."""
        self._is_needed = is_needed
        if is_needed:
            self._open()

    def _on_place_changed(self) -> None:
        result = self._state.result
        place = (id(result), self.row) if result is not None else None
        if place == self._place and result is self.result:
            return
        self._place, self.result = place, result
        for purpose in ("probe", "what_if", "contributions", "causes", "region_cause", "nearest", "sweep"):
            self._jobs.stop_job(purpose)
        self.probe = self.base = self.what_if = self.score_cause = self.region_cause = None
        self.contributions, self.effects, self.changes, self.sweep_progress = (), (), (), None
        if result is not None and self.gate.slot >= len(result.modalities):
            self.gate = Gate()
            self.gate_changed.emit()
        for signal in (
            self.probe_changed,
            self.changes_changed,
            self.what_if_changed,
            self.contributions_changed,
            self.causes_changed,
            self.effects_changed,
        ):
            signal.emit()
        if self._is_needed:
            self._open()

    def _on_model_changed(self) -> None:
        self.mixes = None
        self._place = None

    def _open(self) -> None:
        result, loaded, inspector = self._state.result, self._state.loaded, self._inspector()
        if result is None or loaded is None or inspector is None or self.probe is not None:
            return
        slice_index, known = int(result.routing_slices[self.row]), self.mixes

        def work(_report: ReportProgress, token: CancelToken) -> _Opened:
            probe = inspector.probe(loaded, result.category, slice_index)
            token.raise_if_cancelled()
            return _Opened(probe, probe.apply(()), known or inspector.leader_mixes())

        job = self._jobs.start_job("probe", tr("Opening the experts"), self._lane, work)
        job.succeeded.connect(self._on_opened)

    def _on_opened(self, opened: _Opened) -> None:
        self.probe, self.base, self.mixes = opened.probe, opened.base, opened.mixes
        self.probe_changed.emit()
        self.explain_region()

    def ask(self, purpose: str, work: Callable[[], object]) -> Job:
        """Ask the probe something on its lane, in place of what was asked for that purpose; without a word."""
        return self._jobs.start_job(purpose, "", self._lane, lambda _report, _token: work())

    # --- what is looked at ---------------------------------------------------------------------------------------
    def set_gate(self, gate: Gate) -> None:
        """Look at another gate."""
        if gate == self.gate:
            return
        is_elsewhere = (gate.slot, gate.scale) != (self.gate.slot, self.gate.scale)
        self.gate = gate
        if is_elsewhere:
            self._jobs.stop_job("contributions")
            self.contributions = ()
        self.gate_changed.emit()
        if is_elsewhere:
            self.contributions_changed.emit()

    def need_contributions(self) -> None:
        """Compute the contributions of the gate's sensor and scale, unless they are there."""
        probe, gate = self.probe, self.gate
        if probe is None or self.contributions:
            return
        job = self.ask("contributions", lambda: probe.contributions(gate.slot, gate.scale))
        job.succeeded.connect(self._on_contributions)

    def _on_contributions(self, found: tuple[Contribution, ...]) -> None:
        self.contributions = found
        self.contributions_changed.emit()

    def need_score_cause(self) -> None:
        """Compute which sensor and scale made the score, unless it is there."""
        probe = self.probe
        if probe is None or self.score_cause is not None:
            return
        self.ask("causes", probe.score_cause).succeeded.connect(self._on_score_cause)

    def _on_score_cause(self, cause: Cause) -> None:
        self.score_cause = cause
        self.causes_changed.emit()

    def explain_region(self) -> None:
        """Compute the cause of the selected region, where it lies in the probed image."""
        self._jobs.stop_job("region_cause")
        self.region_cause = None
        probe, region, level = self.probe, self._state.selected_region, self._state.region_threshold
        if probe is not None and region is not None and level is not None and self._is_here(region, probe):
            job = self.ask("region_cause", lambda: probe.region_causes([region], level)[0])
            job.succeeded.connect(self._on_region_cause)
        self.causes_changed.emit()

    @staticmethod
    def _is_here(region: Region, probe: Prober) -> bool:
        return region.slice_index is None or region.slice_index == probe.slice_index

    def _on_region_cause(self, cause: Cause) -> None:
        self.region_cause = cause
        self.causes_changed.emit()

    # --- what if -------------------------------------------------------------------------------------------------
    def edit(self, changes: tuple[Change, ...], words: str) -> None:
        """Change the experts, as a step that can be undone."""
        if changes != self.changes and self.probe is not None:
            self._undo.push(SetChanges(self, changes, words))

    def set_changes(self, changes: tuple[Change, ...]) -> None:
        """Compute the image under other changes; a computation under way is replaced."""
        self.changes = changes
        self.changes_changed.emit()
        self._jobs.stop_job("what_if")
        probe = self.probe
        if not changes or probe is None:
            self.what_if = None
            self.what_if_changed.emit()
            return

        def work(_report: ReportProgress, token: CancelToken) -> WhatIf:
            outcome = probe.apply(changes)
            token.raise_if_cancelled()
            drawn = probe.control(changes[-1])
            control = probe.apply((*changes[:-1], drawn)) if drawn is not None else None
            return WhatIf(outcome, control, drawn)

        job = self._jobs.start_job("what_if", "", self._lane, work)
        job.succeeded.connect(self._on_what_if)

    def _on_what_if(self, what_if: WhatIf) -> None:
        self.what_if = what_if
        self.what_if_changed.emit()

    # --- which leaders matter ------------------------------------------------------------------------------------
    def start_sweep(self) -> None:
        """Take every kept leader away in turn."""
        probe = self.probe
        if probe is None:
            return
        self.effects, self.sweep_progress = (), Progress(0, probe.leaders.size)
        job = self._jobs.start_job("sweep", tr("Which leaders matter"), self._lane, probe.sweep)
        job.progressed.connect(self._on_sweep_progressed)
        job.succeeded.connect(self._on_swept)
        job.ended.connect(self._on_sweep_ended)
        self.effects_changed.emit()

    def stop_sweep(self) -> None:
        """Cancel the sweep."""
        self._jobs.stop_job("sweep")

    def _on_sweep_progressed(self, progress: Progress) -> None:
        self.sweep_progress = progress
        self.effects_changed.emit()

    def _on_swept(self, effects: tuple[LeaderEffect, ...]) -> None:
        self.effects = effects

    def _on_sweep_ended(self) -> None:
        self.sweep_progress = None
        self.effects_changed.emit()


class SetChanges(QUndoCommand):
    """Change the experts of the image that is probed; once another is shown it does nothing any more."""

    def __init__(self, session: ProbeSession, changes: tuple[Change, ...], words: str) -> None:
        super().__init__(words)
        self._session, self._result = session, session.result
        self._old, self._new = session.changes, changes

    @property
    def is_stale(self) -> bool:
        """Whether the image it was made for is no longer probed."""
        return self._session.result is not self._result or self._session.probe is None

    def redo(self) -> None:
        """Go to the new changes."""
        self._apply(self._new)

    def undo(self) -> None:
        """Go back to the old ones."""
        self._apply(self._old)

    def _apply(self, changes: tuple[Change, ...]) -> None:
        if self.is_stale:
            self.setObsolete(True)
        else:
            self._session.set_changes(changes)
