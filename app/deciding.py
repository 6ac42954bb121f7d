"""What review adds to the window: docks, keys, and who tells whom. The window itself only places the docks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from app.i18n import tr
from app.jobs import Job
from app.notices import Level, Notice
from app.review import ReviewSession
from app.views.calibrate import CalibratePanel
from app.views.calibrate_dialog import CalibrateDialog
from app.views.review import ReviewPanel
from app.views.verdicts import VerdictPanel
from core import reporting, review
from core.access import Right
from core.progress import CancelToken
from core.records import InspectionResult, Sample
from core.verdicts import REASONS, Opinion

if TYPE_CHECKING:
    from app.main_window import MainWindow

_NUMBERS = range(1, len(REASONS) + 1)
ACTIONS = (
    *("accept", "reject", "unsure", "take_back", "comment"),
    *(f"reason_{number}" for number in _NUMBERS),
)


class Deciding:
    """Panels and keys of review for one window.

    Args:
        window: Its state, session, undo stack and notices exist already.
        where: Review database (file or URL); None: nothing is recorded, and the panels say nothing.
        outbox: File for decisions that the database would not take.
    """

    def __init__(self, window: MainWindow, where: str | Path | None, outbox: Path | None) -> None:
        self._window, self._is_closed = window, False
        self.session = ReviewSession(window.state, where, outbox)
        self.session.noticed.connect(window.notices.show_notice)
        if not self.session.is_available:
            return  # no panel is made that no dock would own
        self.verdict = VerdictPanel(window.state, self.session)
        self.table = ReviewPanel(window.state, self.session, window.session.open_sample)
        self.thresholds = CalibratePanel(window.state, self.session, window.undo)
        self.thresholds.noticed.connect(window.notices.show_notice)
        self.thresholds.parts_chosen.connect(self._on_parts_chosen)
        self.thresholds.recipe_written.connect(self._use_model)
        self.thresholds.calibrate_requested.connect(self.calibrate)
        window.session.batch.recall = self._recall
        window.state.results_changed.connect(self._on_results_changed)
        window.state.model_changed.connect(self._check_cards)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the entries of the action table do; without a database they are disabled."""
        if not self.session.is_available:
            nothing: dict[str, Callable[[], object]] = {name: lambda: None for name in ACTIONS}
            return {**nothing, "export_case": self.export_case}
        return {
            "accept": partial(self.verdict.decide, Opinion.ACCEPT),
            "reject": partial(self.verdict.decide, Opinion.REJECT),
            "unsure": partial(self.verdict.decide, Opinion.UNSURE),
            "take_back": self.session.undo,
            "comment": self.verdict.edit_comment,
            "export_case": self.export_case,
            **{f"reason_{number}": partial(self.verdict.choose_reason, number) for number in _NUMBERS},
        }

    def panels(self) -> dict[str, tuple[str, QWidget]]:
        """Title and content of each dock by name; none without a database."""
        if not self.session.is_available:
            return {}
        return {
            "verdict": (tr("Verdict"), self.verdict),
            "thresholds": (tr("Thresholds"), self.thresholds),
            "review": (tr("Review"), self.table),
        }

    def close(self) -> bool:
        """Wait for decisions on their way to the record."""
        if not self._is_closed and self.session.is_available:
            self._is_closed = True
            self.table.stop()
            self.thresholds.stop()
        return self.session.close()

    def _on_results_changed(self, key: str) -> None:
        result = self._window.state.results.get(key)
        if result is not None:
            self.session.record(result)

    def _recall(self, sample: Sample, category: str | None, token: CancelToken) -> InspectionResult | None:
        """What the record holds of a sample already; called by a reader's thread."""
        store, model, calibrations = self.session.store, self._window.state.model, self._window.state.calibrations
        if store is None or model is None:
            return None
        return review.recall_result(store, sample, model, calibrations, category, token)

    def _on_parts_chosen(self, numbers: object) -> None:
        self._window.show_workspace("review")
        self.table.show_parts(numbers)  # type: ignore[arg-type]  # a Qt signal of an array

    def _use_model(self, path: Path) -> None:
        if not self._window.access.guard(Right.RECIPE, "change the model"):
            return
        self._window.session.load_model(path, self._window.session.device)

    def calibrate(self) -> None:
        """Calibrate the category on screen from folders."""
        if not self._window.access.guard(Right.RECIPE, "calibrate"):
            return
        dialog = CalibrateDialog(self._window, self._window.state, self.session, self._window.runner.model)
        dialog.recipe_written.connect(self._use_model)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _check_cards(self) -> None:
        model, lane = self._window.state.model, self.session.lane
        if model is None or lane is None or not model.path.is_file():
            return
        calibrations = dict(self._window.state.calibrations)
        job = Job("checking cards", lambda _report, _token: review.card_problems(model, calibrations))
        job.succeeded.connect(self._on_cards_checked)
        job.failed.connect(self.session.fail)
        lane.submit(job)

    def _on_cards_checked(self, problems: tuple[str, ...]) -> None:
        if problems:
            self._window.notices.show_notice(Notice(Level.WARNING, problems[0], tr("Calibrate again to be sure.")))

    def export_case(self) -> None:
        """Ask where to, and write the part on screen as a case file."""
        result = self._window.state.result
        if result is None:
            self._window.notices.show_notice(Notice(Level.INFO, tr("There is no result to export yet.")))
            return
        name = f"{reporting.part_stem(result.sample, self._window.reporting.names)}.case"
        chosen, _ = QFileDialog.getSaveFileName(self._window, tr("Export a case file"), name, tr("Case files (*.case)"))
        if chosen:
            self.write_case(Path(chosen))

    def write_case(self, path: Path) -> None:
        """Write the part on screen as a case file."""
        state, session = self._window.state, self.session
        loaded, result, model, store = state.loaded, state.result, state.model, session.store
        if loaded is None or result is None or model is None:
            return
        reader, names = session.reader, self._window.reporting.names

        def work() -> Path:
            return review.export_case(path, loaded, result, model, store, reader, names=names)

        job = Job("exporting", lambda _report, _token: work())
        job.succeeded.connect(self._on_exported)
        job.failed.connect(session.fail)
        (session.lane or self._window.runner.extras).submit(job)

    def _on_exported(self, path: Path) -> None:
        hint = tr("Check it with: main.py verify {name}", name=path.name)
        self._window.notices.show_notice(Notice(Level.INFO, tr("{name} is written.", name=path.name), hint))
