"""What the model library and evaluation add to the window: one dialog of each at a time, and what follows from them."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from app.i18n import tr
from app.jobs import Job
from app.notices import Level, Notice
from app.views.charts import import_charts
from app.views.evaluate import EvaluateDialog
from app.views.library import LibraryDialog
from core.library_records import EvaluatedPart

if TYPE_CHECKING:
    from app.calls import CoreCalls
    from app.main_window import MainWindow

log = logging.getLogger(__name__)


class Models:
    """Opens the dialogs of one window.

    Args:
        window: Its session, runner, state and notices exist already.
        calls: The core.
    """

    def __init__(self, window: MainWindow, calls: CoreCalls) -> None:
        self._window, self._calls = window, calls
        self.library: LibraryDialog | None = None
        self.evaluation: EvaluateDialog | None = None
        self._has_charts = False
        window.state.model_changed.connect(self._on_model_changed)

    def open_library(self) -> None:
        """Show the library; an open one comes to the front."""
        if self.library is None:
            window = self._window
            self.library = LibraryDialog(
                window,
                self._calls,
                window.runner.teaching,
                lambda: window.session.model_path,
                window.session.device,
                lambda: window.state.samples,
                lambda: window.deciding.session.store,
            )
            self.library.model_chosen.connect(self.use)
            self.library.rolled_back.connect(self._on_rolled_back)
            self.library.closed.connect(self._on_library_closed)
        self.library.show()
        self.library.raise_()
        self.library.activateWindow()

    def open_evaluation(self) -> None:
        """Show the evaluation; an open one comes to the front."""
        if self.evaluation is None:
            window = self._window
            self.evaluation = EvaluateDialog(
                window, self._calls, window.runner.teaching, lambda: window.session.model_path, window.session.device
            )
            self.evaluation.part_chosen.connect(self._on_part_chosen)
            self.evaluation.closed.connect(self._on_evaluation_closed)
        self.evaluation.show()
        self.evaluation.raise_()
        self.evaluation.activateWindow()

    def use(self, path: Path) -> None:
        """Inspect with another model from now on."""
        session = self._window.session
        session.load_model(path, session.device)

    def close(self) -> None:
        """Cancel what runs and take the dialogs away."""
        for dialog in (self.library, self.evaluation):
            if dialog is not None:
                dialog.close()

    def _on_rolled_back(self, left: Path, parent: Path) -> None:
        log.info("rolled back from %s to %s", left.name, parent.name)
        self.use(parent)
        self.note("model rolled back", {"from": left.name, "to": parent.name})
        self._window.notices.show_notice(
            Notice(
                Level.INFO, tr("Back to {stem}.", stem=parent.stem), tr("{stem} stays in the library.", stem=left.stem)
            )
        )

    def note(self, kind: str, body: dict[str, str]) -> None:
        """Write an event into the review record, where one is open."""
        record = self._window.deciding.session
        store, lane = record.store, record.lane
        if store is None or lane is None:
            return
        job = Job("recording", lambda _report, _token: store.note(kind, dict(body)))
        job.failed.connect(record.fail)
        lane.submit(job)

    def _on_part_chosen(self, part: EvaluatedPart) -> None:
        window = self._window
        if part.sample not in window.state.samples:
            dialog = self.evaluation
            tests = dialog.samples if dialog is not None else ()
            window.state.set_samples(tests or (part.sample,))
        window.session.open_sample(part.sample)

    def _on_model_changed(self) -> None:
        model = self._window.state.model
        proof = model.facts.get("parity", "") if model is not None else ""
        if "would be rounding" in proof:
            hint = tr("Close gates fall otherwise on this device: compare it with the CPU, or calibrate again here.")
            self._window.notices.show_notice(Notice(Level.WARNING, f"{proof}.", hint))
        if self.library is not None:
            self.library.on_model_changed()
        if not self._has_charts:
            self._has_charts = True  # in a worker, so that the first dialog with a chart opens at once
            self._window.runner.extras.submit(Job("charts", lambda _report, _token: import_charts()))

    def _on_library_closed(self) -> None:
        self.library = None

    def _on_evaluation_closed(self) -> None:
        self.evaluation = None
