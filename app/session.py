"""What happens in the window, step by step: open, load, inspect, find regions. Starts jobs and writes AppState."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal

from app.activities import Activities
from app.batch import Batch
from app.calls import CoreCalls
from app.growing import Watcher
from app.i18n import tr
from app.jobs import JobRunner
from app.notices import Level, Notice
from app.prepare import GrowingMap, PreparedOverlay, PreparedViews, prepare_overlay, prepare_views, without_maps
from app.sentences import in_language
from app.state import AppState
from app.styles import sample_key
from app.visits import Visit, Visits
from core import api
from core.progress import CancelToken, ReportProgress
from core.records import InspectionResult, LoadedSample, Region, Sample, SampleIndex

log = logging.getLogger(__name__)

REGIONS_DELAY_MS = 60  # after the last move of the threshold


@dataclass(frozen=True, slots=True)
class _Inspected:
    result: InspectionResult
    colours: PreparedOverlay


class Session(Activities):
    """The controller of one window. All methods belong to the GUI thread.

    Args:
        state: Written by the jobs that end here.
        runner: The lanes; closed by the window.
        calls: The core.
        log_file: Named in the message about an internal error.
    """

    _grew = Signal(object, object)  # worker -> GUI thread: LoadedSample, GrowingMap
    inspected = Signal(object)  # InspectionResult of the sample on screen

    def __init__(self, state: AppState, runner: JobRunner, calls: CoreCalls, log_file: Path | None = None) -> None:
        super().__init__(log_file)
        self._state, self._runner, self._calls = state, runner, calls
        self._visits = Visits()
        self._inspector: api.Inspector | None = None
        self._wants_inspection = False
        self.batch = Batch(self, state, runner.model, calls)
        self.model_path: Path | None = None
        self.device = "auto"
        self._regions_timer = QTimer(self)
        self._regions_timer.setSingleShot(True)
        self._regions_timer.setInterval(REGIONS_DELAY_MS)
        self._regions_timer.timeout.connect(self._find_regions)
        self._watcher: Watcher | None = None
        self.holds_back: Callable[[SampleIndex], bool] = lambda _index: False  # whether the user is to choose first
        self._grew.connect(self._on_grew, Qt.ConnectionType.QueuedConnection)
        state.slice_changed.connect(self._on_slice_changed)
        state.threshold_changed.connect(self._on_region_threshold_changed)
        state.region_threshold_changed.connect(self._on_region_threshold_changed)
        state.rules_changed.connect(self._on_region_threshold_changed)
        state.category_changed.connect(self._on_category_changed)

    @property
    def inspector(self) -> api.Inspector | None:
        """The loaded model; to be called on the model lane only."""
        return self._inspector

    # --- the model -----------------------------------------------------------------------------------------------
    def start(self, model: Path | None, device: str = "auto") -> None:
        """Load the model in the background, then what the readers need."""
        shipped = self._calls.shipped_models()
        path = model or (shipped[0] if shipped else None)
        if path is None:
            self.noticed.emit(
                Notice(Level.WARNING, tr("No model is installed."), tr("Open one with “Open model…” (Ctrl+M)."))
            )
            self.start_job("warm_up", "", self._runner.extras, self._calls.warm_up_readers)
            return
        self.load_model(path, device)

    def load_model(self, path: Path, device: str = "auto") -> None:
        """Load a model; the one in use stays until the new one is ready."""
        log.info("loading model %s on %s", path, device)
        calls = self._calls

        def work(report: ReportProgress, token: CancelToken) -> api.Inspector:
            calls.warm_up(report, token)
            return calls.load_inspector(path, device, report, token)

        self.stop_job("inspect")
        self._wants_inspection = self._wants_inspection or self._state.loaded is not None
        job = self.start_job("model", tr("Loading model {stem}", stem=path.stem), self._runner.model, work)
        job.succeeded.connect(partial(self._on_model_loaded, path, device))
        job.failed.connect(self._on_model_failed)

    def _on_model_loaded(self, path: Path, device: str, inspector: api.Inspector) -> None:
        self._inspector, self.model_path, self.device = inspector, path, device
        self._forget_results()
        if self._state.category not in (None, *inspector.info.categories):
            self._state.set_category(None)
        self._state.set_model(inspector.info, inspector.calibrations)
        log.info("model %s ready on %s", inspector.info.name, inspector.info.device)
        self.start_job("warm_up", "", self._runner.extras, self._calls.warm_up_readers)
        if self._state.loaded is not None:
            self.inspect()

    def _on_model_failed(self, error: BaseException) -> None:
        self._fail(error)
        if self._inspector is not None and self._state.loaded is not None and self._state.result is None:
            self.inspect()

    # --- opening -------------------------------------------------------------------------------------------------
    def open_paths(self, paths: Sequence[Path]) -> None:
        """Find the samples in files or folders, fill the queue and open the first."""
        log.info("opening %d paths", len(paths))
        calls, chosen = self._calls, tuple(paths)
        self.cancel_batch()
        job = self.start_job(
            "open",
            tr("Looking for samples"),
            self._runner.readers,
            lambda _report, token: calls.find_samples(chosen, token),
        )
        job.succeeded.connect(self._on_found)

    def _on_found(self, index: SampleIndex) -> None:
        self._state.set_samples(index.samples)
        if index.problems:
            first = index.problems[0]
            more = tr(" and {problems:,} more", problems=len(index.problems) - 1) if len(index.problems) > 1 else ""
            self.noticed.emit(
                Notice(
                    Level.WARNING,
                    tr("Passed over {name}{more}.", name=first.path.name, more=more),
                    in_language(first.message),
                )
            )
        elif index.notes:
            self.noticed.emit(Notice(Level.INFO, in_language(index.notes[0]), in_language(" ".join(index.notes[1:3]))))
        if index.samples and not self.holds_back(index):
            self.open_sample(index.samples[0])

    def open_sample(self, sample: Sample) -> None:
        """Load a sample and inspect it. What is on screen stays until the new one is loaded."""
        self.stop_job("load")
        self.stop_job("inspect")
        self._wants_inspection = True
        self._state.set_current(sample)
        visit = self._visits.get(sample_key(sample))
        if visit is not None:
            self._show_visit(visit)
            return
        log.info("loading sample %s", sample.log_name)
        calls = self._calls

        def work(report: ReportProgress, token: CancelToken) -> tuple[LoadedSample, PreparedViews]:
            loaded = calls.load_sample(sample, report, token)
            token.raise_if_cancelled()
            return loaded, prepare_views(loaded)

        job = self.start_job("load", tr("Loading {sample_id}", sample_id=sample.sample_id), self._runner.readers, work)
        job.succeeded.connect(self._on_loaded)

    def _on_loaded(self, outcome: tuple[LoadedSample, PreparedViews]) -> None:
        loaded, pictures = outcome
        self._visits.put(sample_key(loaded.sample), Visit(loaded, pictures))
        self._state.set_loaded(loaded, pictures)
        if self._wants_inspection:
            self.inspect()

    def _show_visit(self, visit: Visit) -> None:
        self._state.set_loaded(visit.loaded, visit.pictures)
        if visit.result is not None:
            self._state.set_result(visit.result, visit.colours)
            self._state.set_regions(visit.result.regions)
            self.inspected.emit(visit.result)
            self._settle()
        else:
            self.inspect()

    # --- inspecting ----------------------------------------------------------------------------------------------
    def inspect(self) -> None:
        """Inspect the sample on screen; without a model yet, as soon as there is one."""
        loaded, inspector, category = self._state.loaded, self._inspector, self._state.category
        if loaded is None:
            return
        loading = self._jobs.get("model")
        if inspector is None or (loading is not None and not loading.has_ended):
            self._wants_inspection = True  # done by _on_model_loaded
            return
        self._wants_inspection = False
        watcher = None
        if loaded.is_volume:
            watcher = self._watcher = Watcher(self._state.slice_index, partial(self._grew.emit, loaded))

        def work(report: ReportProgress, token: CancelToken) -> _Inspected:
            result = inspector.inspect(loaded, category, report, token, watcher)
            token.raise_if_cancelled()
            return _Inspected(result, prepare_overlay(result))

        job = self.start_job(
            "inspect", tr("Inspecting {sample_id}", sample_id=loaded.sample.sample_id), self._runner.model, work
        )
        job.succeeded.connect(partial(self._on_inspected, loaded))

    def _on_slice_changed(self, index: int) -> None:
        if self._watcher is not None:
            self._watcher.slice_index = index  # read by the worker: inspection goes on around what is looked at

    def _on_grew(self, loaded: LoadedSample, growing: GrowingMap) -> None:
        if self._state.loaded is loaded and "inspect" in self._jobs:
            self._state.set_growing(growing)

    def _on_inspected(self, loaded: LoadedSample, outcome: _Inspected) -> None:
        result = outcome.result
        log.info("inspected %s: %s, score %.4g, %.3f s", *_facts(result))
        self._visits.add_result(sample_key(loaded.sample), result, outcome.colours)
        self._state.remember_result(without_maps(result))
        if self._state.loaded is loaded:
            self._state.set_result(result, outcome.colours)
            self._state.set_regions(result.regions)
            self.inspected.emit(result)

    def _on_category_changed(self) -> None:
        self._forget_results()
        if self._state.loaded is not None:
            self.stop_job("inspect")
            self.inspect()

    def _forget_results(self) -> None:
        self._visits.drop_results()
        self._state.forget_results()

    # --- all of the queue ----------------------------------------------------------------------------------------
    def inspect_all(self) -> None:
        """Inspect every sample of the queue that has no result yet, one after the other."""
        if self._inspector is not None:
            self.batch.start(self._inspector, self._state.category)

    def cancel_batch(self) -> None:
        """Stop after nothing more than the sample in work."""
        self.batch.stop()

    # --- regions at the live threshold ---------------------------------------------------------------------------
    def _on_region_threshold_changed(self, _value: float = 0.0) -> None:
        result = self._state.result
        calibration = result.calibration if result is not None else None
        asked = (self._state.region_threshold, self._state.rules)
        if calibration is not None and asked != (calibration.region_threshold, calibration.rules):
            self._regions_timer.start()
        elif result is not None:
            self._regions_timer.stop()
            self.stop_job("regions")
            self._state.set_regions(result.regions)

    def _find_regions(self) -> None:
        loaded, result, threshold = self._state.loaded, self._state.result, self._state.region_threshold
        if loaded is None or result is None or result.calibration is None or threshold is None:
            return
        find = self._calls.find_regions
        ruled = replace(result, calibration=replace(result.calibration, rules=self._state.rules))
        self.stop_job("regions")
        job = self.start_job("regions", "", self._runner.extras, lambda _r, _t: find(ruled, loaded, threshold))
        job.succeeded.connect(partial(self._on_regions_found, result))

    def _on_regions_found(self, result: InspectionResult, regions: tuple[Region, ...]) -> None:
        if self._state.result is result:
            self._state.set_regions(regions)

    def _is_waiting(self) -> bool:
        return self.batch.is_running or self._regions_timer.isActive()

    # --- jobs ----------------------------------------------------------------------------------------------------
    @property
    def is_busy(self) -> bool:
        """Whether something that the user waits for runs or is about to."""
        return any(purpose not in ("warm_up", "regions") for purpose in self._jobs)

    @property
    def is_opening(self) -> bool:
        """Whether files are searched or read."""
        return bool({"open", "load"} & self._jobs.keys())

    def cancel(self) -> None:
        """Stop what the user waits for; the model goes on loading only if there is none yet."""
        self.batch.stop()
        self._wants_inspection = False
        for purpose in ("open", "load", "inspect", "regions"):
            self.stop_job(purpose)
        if self._inspector is not None:
            self.stop_job("model")

    def close(self) -> bool:
        """Stop everything and wait for the lanes; returns whether they ended."""
        self._regions_timer.stop()
        self.batch.stop()
        return self._runner.close()


def _facts(result: InspectionResult) -> tuple[str, str, float, float]:
    return result.sample.log_name, result.verdict.value, result.score, result.seconds
