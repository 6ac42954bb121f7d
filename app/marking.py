"""What marking adds to the window: the dialog for the part on screen, and what follows from accepting or undoing."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from app.i18n import tr
from app.jobs import Job
from app.notices import Level, Notice, notice_of
from app.views.mark import MarkDialog
from core.library_records import MarkKind, MarkProposal, RecordEffect
from core.progress import CancelToken

if TYPE_CHECKING:
    from app.calls import CoreCalls
    from app.main_window import MainWindow
    from core.verdicts import Json

log = logging.getLogger(__name__)


class UseMark(QUndoCommand):
    """Change from a model to the one that has learnt a mark, and back. The first `redo` is the acceptance itself."""

    def __init__(self, marking: Marking, proposal: MarkProposal, before: Path, after: Path) -> None:
        super().__init__(tr("Mark {value}", value=proposal.kind.value))
        self._marking, self._proposal, self._before, self._after = marking, proposal, before, after

    def redo(self) -> None:
        """Use the model with the mark."""
        self._marking.use(self._after, "mark accepted", self._proposal)

    def undo(self) -> None:
        """Use the model without it; the other one stays in the library."""
        self._marking.use(self._before, "mark taken back", self._proposal)


class Marking:
    """Opens the dialog of one window.

    Args:
        window: Its session, runner, state, undo stack and record exist already.
        calls: The core.
    """

    def __init__(self, window: MainWindow, calls: CoreCalls) -> None:
        self._window, self._calls = window, calls
        self.dialog: MarkDialog | None = None

    def open(self, kind: MarkKind) -> None:
        """Show the dialog for the part on screen."""
        window = self._window
        state, inspector = window.state, window.session.inspector
        if inspector is None or state.loaded is None or state.result is None or state.result.calibration is None:
            words = tr("A place is marked on a part that was inspected by a recipe.")
            window.notices.show_notice(Notice(Level.INFO, words, tr("Inspect one first.")))
            return
        if self.dialog is not None:
            self.dialog.close()
        record = window.deciding.session
        self.dialog = MarkDialog(
            window, state, self._calls, window.runner.model, inspector, kind, record.reader, record.store
        )
        self.dialog.accepted_mark.connect(self._on_accepted)
        self.dialog.closed.connect(self._on_closed)
        self.dialog.show()

    def close(self) -> None:
        """Cancel what runs and take the dialog away."""
        if self.dialog is not None:
            self.dialog.close()

    def _on_accepted(self, proposal: MarkProposal, effect: RecordEffect | None) -> None:
        window, calls = self._window, self._calls
        model = window.session.model_path
        if model is None:
            return

        def work(_report: object, token: CancelToken) -> Path:
            return calls.accept_mark(model, proposal, token)

        job = Job("writing the marked model", work)
        job.succeeded.connect(partial(self._on_written, proposal, effect, model))
        job.failed.connect(lambda error: window.notices.show_notice(notice_of(error, window.parts.log_file)))
        window.runner.teaching.submit(job)

    def _on_written(self, proposal: MarkProposal, effect: RecordEffect | None, before: Path, after: Path) -> None:
        log.info("marked %s of %s: %s", proposal.kind.value, proposal.category, proposal.reason)
        self._effect = effect.sentence if effect is not None else ""
        self._window.undo.push(UseMark(self, proposal, before, after))
        hint = tr("{stem} stays in the library; Ctrl+Z goes back to it.", stem=before.stem)
        self._window.notices.show_notice(Notice(Level.INFO, tr("{stem} has learnt the mark.", stem=after.stem), hint))

    def use(self, path: Path, event: str, proposal: MarkProposal) -> None:
        """Inspect with a model and record why."""
        window = self._window
        window.session.load_model(path, window.session.device)
        record = window.deciding.session
        store, lane = record.store, record.lane
        if store is None or lane is None:
            return
        body: dict[str, Json] = {
            "kind": proposal.kind.value,
            "reason": proposal.reason,
            "category": proposal.category,
            "sample": proposal.sample.sample_id,
            "area_px": proposal.area_px,
            "score": list(proposal.score),
            "sensitivity": proposal.sensitivity,
            "effect": self._effect,
            "model": str(path),
        }
        job = Job("recording", lambda _report, _token: store.note(event, body))
        job.failed.connect(record.fail)
        lane.submit(job)

    def _on_closed(self) -> None:
        self.dialog = None
