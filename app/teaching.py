"""What teaching adds to the window: one dialog at a time for the model in use, and what follows from accepting."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.calls import CoreCalls
from app.i18n import tr
from app.notices import Level, Notice
from app.views.queue_model import MakeThumbnail
from app.views.teach import TeachDialog

if TYPE_CHECKING:
    from app.main_window import MainWindow


class Teaching:
    """Opens the dialog of one window.

    Args:
        window: Its session, runner and notices exist already.
        calls: The core.
        make_thumbnail: Pictures of parts.
    """

    def __init__(self, window: MainWindow, calls: CoreCalls, make_thumbnail: MakeThumbnail) -> None:
        self._window, self._calls, self._make = window, calls, make_thumbnail
        self.dialog: TeachDialog | None = None

    def open(self) -> None:
        """Show the dialog; an open one comes to the front."""
        if self.dialog is not None:
            self.dialog.raise_()
            self.dialog.activateWindow()
            return
        window = self._window
        model = window.session.model_path
        if model is None:
            window.notices.show_notice(
                Notice(Level.INFO, tr("No model is loaded yet."), tr("Teach as soon as there is one."))
            )
            return
        self.dialog = TeachDialog(
            window, model, self._calls, window.runner.teaching, self._make, lambda: window.deciding.session.store
        )
        self.dialog.accepted_model.connect(self._on_accepted)
        self.dialog.closed.connect(self._on_closed)
        self.dialog.show()

    def close(self) -> None:
        """Cancel what runs and take the dialog away."""
        if self.dialog is not None:
            self.dialog.close()

    def _on_accepted(self, path: Path) -> None:
        session = self._window.session
        session.load_model(path, session.device)

    def _on_closed(self) -> None:
        self.dialog = None
