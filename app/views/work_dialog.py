"""A dialog that stays open while it works: one job at a time on a lane, with its progress, time left and messages."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QLabel, QProgressBar, QPushButton, QWidget

from app.i18n import tr
from app.jobs import Job, Lane, Work
from app.notices import NoticeBar, notice_of
from app.theme import set_icon
from core.progress import Progress


class WorkDialog(QDialog):
    """Does not block the window. Subclasses lay out `notices`, `bar`, `words` and their buttons.

    Args:
        parent: The window.
        name: Object name; those of bar, words and cancel button begin with it.
        lane: Where jobs run.
    """

    closed = Signal()

    def __init__(self, parent: QWidget, name: str, lane: Lane) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._lane = lane
        self._job: Job | None = None
        self._begun = self._paused_at = 0.0
        self.notices = NoticeBar()
        self.bar = QProgressBar()
        self.bar.setObjectName(f"{name}_progress")
        self.bar.setTextVisible(False)
        self.words = QLabel()
        self.words.setObjectName(f"{name}_words")
        self.words.setWordWrap(True)
        self.cancel_button = self.make_button(f"{name}_cancel", tr("Cancel"), self.stop)

    def make_button(
        self, name: str, text: str, slot: Callable[[], object], icon: str = "", tip: str = ""
    ) -> QPushButton:
        """A button that Enter in a field does not press."""
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        if icon:
            set_icon(button, icon)
        button.clicked.connect(lambda _checked=False: slot())
        return button

    @property
    def is_busy(self) -> bool:
        """Whether a job runs."""
        return self._job is not None

    @property
    def is_paused(self) -> bool:
        """Whether the job that runs waits."""
        return self._job is not None and self._job.token.is_paused

    def start(self, words: str, work: Work) -> Job:
        """Run work in place of what runs."""
        self.stop()
        self.notices.dismiss()
        job = Job(words, work)
        self._job, self._begun = job, time.monotonic()
        job.progressed.connect(self._on_progress)
        job.succeeded.connect(lambda _result: self.say(""))  # before what the caller connects
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        job.ended.connect(self._on_ended)
        self._on_progress(Progress(0, 0))
        self._lane.submit(job)
        self.show_buttons()
        return job

    def stop(self) -> None:
        """Cancel what runs."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def toggle_pause(self) -> None:
        """Have the work wait, or go on."""
        job = self._job
        if job is None:
            return
        if job.token.is_paused:
            self._begun += time.monotonic() - self._paused_at
            job.go_on()
        else:
            self._paused_at = time.monotonic()
            job.pause()
            self.say(tr("Paused. What is done stays; inspection goes on."))
        self.show_buttons()

    def say(self, words: str) -> None:
        """The line below."""
        self.words.setText(words)

    def show_buttons(self) -> None:
        """Show what can be done now; subclasses add theirs."""
        self.bar.setVisible(self.is_busy)
        self.cancel_button.setVisible(self.is_busy)

    def on_cut(self) -> None:
        """A job failed or was cancelled."""

    def _on_progress(self, progress: Progress) -> None:
        if self.is_paused:
            return
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        passed = time.monotonic() - self._begun
        left = passed * (1.0 / progress.fraction - 1.0) if progress.fraction > 0.02 else None
        words = self._job.name if self._job else ""
        words += f": {progress.text}" if progress.text else "…"
        self.say(words + (tr(", about {left:.0f} s left", left=left) if left is not None else ""))

    def _on_failed(self, error: BaseException) -> None:
        self.say("")
        self.notices.show_notice(notice_of(error, None))
        self.on_cut()

    def _on_cancelled(self) -> None:
        self.say(tr("Cancelled; the model is as it was."))
        self.on_cut()

    def _on_ended(self) -> None:
        if self._job is None or self._job.has_ended:
            self._job = None
        self.show_buttons()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing cancels."""
        self.stop()
        event.accept()  # QDialog's own closeEvent would call reject, which calls close
        self.closed.emit()

    def reject(self) -> None:
        """Esc cancels what runs first, and closes only then."""
        if self._job is not None:
            self.stop()
            self.show_buttons()
        else:
            self.close()
