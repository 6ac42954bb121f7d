"""Teach a new product: choose a folder of good parts, see the doubts, teach and look on, compare, accept."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.calls import CoreCalls
from app.i18n import later, tr
from app.jobs import Lane
from app.sentences import in_language
from app.theme import set_icon
from app.views.queue_model import MakeThumbnail
from app.views.teach_cut import CutRunBar
from app.views.teach_outcome import OutcomeView
from app.views.teach_parts import SIDE, PartList
from app.views.teach_watch import TeachWatchView
from app.views.work_dialog import WorkDialog
from core.errors import UserFacingError
from core.library_records import RecordEffect
from core.progress import CancelToken, ReportProgress
from core.teaching.records import FEWEST_PARTS, GoodCheck, Taught, TeachConfig, Unfinished

if TYPE_CHECKING:
    from core.review import ReviewStore

log = logging.getLogger(__name__)

_EMPTY = later("Choose a folder with pictures of good parts: 20 to 100 are advised, one folder or file a part.")
OWN_LEADERS = 2  # a gate, where they are tried
Checked = tuple[GoodCheck, dict[str, NDArray[np.uint8]]]


class TeachDialog(WorkDialog):
    """Does not block the window; its work runs on a lane of its own, so inspection goes on meanwhile.

    A run that is cancelled, closed or killed keeps what is done; the dialog offers to go on with it.

    Args:
        parent: The window.
        model: The model file that is to learn.
        calls: The core.
        lane: Where checking and teaching run.
        make_thumbnail: Pictures of the parts.
        store: Gives the open review record, None while there is none.
    """

    accepted_model = Signal(object)  # Path of the new model

    def __init__(
        self,
        parent: QWidget,
        model: Path,
        calls: CoreCalls,
        lane: Lane,
        make_thumbnail: MakeThumbnail,
        store: Callable[[], ReviewStore | None] = lambda: None,
    ) -> None:
        super().__init__(parent, "teach", lane)
        self.setWindowTitle(tr("Teach a new product"))
        self.resize(900, 660)
        self._model, self._calls, self._make_thumbnail, self._store = model, calls, make_thumbnail, store
        self.taught: Taught | None = None
        self.name = QLineEdit()
        self.name.setObjectName("teach_name")
        self.name.setPlaceholderText(tr("Name of the product"))
        self.name.setAccessibleName(tr("Name of the product"))
        self.name.textChanged.connect(self.show_buttons)
        self._folder = self.make_button(
            "teach_folder", tr("Choose folder of good parts…"), self._choose, "mdi6.folder-outline"
        )
        self._hint = QLabel(tr(_EMPTY))
        self._hint.setObjectName("teach_hint")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self._hint.setProperty("role", "dim")
        self.parts = PartList()
        self.parts.chosen_changed.connect(self.show_buttons)
        self.parts.previewed.connect(self._on_previewed)
        self.watch = TeachWatchView()
        self.outcome = OutcomeView()
        self.outcome.record_wanted.connect(self.check_record)
        self._wanted = ""  # id of the part whose map is to be previewed
        self._pages = QStackedWidget()
        for page in (self._hint, self.parts, self.watch, self.outcome):
            self._pages.addWidget(page)
        self.cut = CutRunBar(calls)
        self.cut.resumed.connect(self._on_resumed)
        self._pause = self.make_button("teach_pause", tr("Pause"), self.toggle_pause, "mdi6.pause")
        self._teach = self.make_button("teach_start", tr("Teach"), self.teach, "mdi6.school-outline")
        self._accept = self.make_button("teach_accept", tr("Accept: use the new model"), self._on_accept, "mdi6.check")
        self._discard = self.make_button("teach_discard", tr("Discard"), self._on_discard)
        self._own_leaders = QCheckBox(tr("Try leaders of its own"))
        self._own_leaders.setObjectName("teach_leaders")
        self._own_leaders.setToolTip(
            tr(
                "Where the parts route like nothing known, new leaders are trained for them and kept only if they tell "
                "made-up defects clearly better. Takes about a minute longer; nothing old moves."
            )
        )
        self._lay_out()
        self.show_buttons()

    def _lay_out(self) -> None:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.name, 1)
        top.addWidget(self._folder)
        bottom.setSpacing(8)
        bottom.addWidget(self.words, 1)
        bottom.addWidget(self._own_leaders)
        for button in (self._pause, self.cancel_button, self._discard, self._teach, self._accept):
            bottom.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.notices)
        layout.addWidget(self.cut)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.bar)
        layout.addLayout(bottom)

    # --- work ----------------------------------------------------------------------------------------------------
    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Folder of good parts"))
        if name:
            self.check(Path(name))

    def check(self, folder: Path) -> None:
        """Look at the good parts of a folder."""
        calls, model, make = self._calls, self._model, self._make_thumbnail
        self._drop_proposal()
        if not self.name.text():
            self.name.setText(folder.name)

        def work(report: ReportProgress, token: CancelToken) -> Checked:
            calls.warm_up(report, token)
            index = calls.find_samples([folder], token)
            found = calls.check_good(index.samples, model, report, token)
            pictures = {}
            for sample in found.samples:
                token.raise_if_cancelled()
                try:
                    pictures[sample.sample_id] = make(sample, SIDE)
                except UserFacingError:
                    log.warning("no picture of %s", sample.log_name)
            return found, pictures

        self.start(tr("Checking"), work).succeeded.connect(self._on_checked)

    def _on_checked(self, outcome: Checked) -> None:
        found, pictures = outcome
        self.parts.show_check(found, pictures)
        self._pages.setCurrentWidget(self.parts)
        doubtful, unread = len(found.doubtful), len(found.problems)
        words = tr("{samples} parts, {doubtful} doubtful.", samples=len(found.samples), doubtful=doubtful)
        self.say(
            words
            + (
                tr(
                    " {unread} could not be read: {message}",
                    unread=unread,
                    message=in_language(found.problems[0].message),
                )
                if unread
                else ""
            )
        )

    def teach(self) -> None:
        """Teach from the checked parts; the result is a proposal."""
        name = self.name.text().strip()
        leaders = OWN_LEADERS if self._own_leaders.isChecked() else 0
        out = self._calls.proposed_model(self._model, name)
        self._teach_run(
            Unfinished(name, self._model, out, tuple(self.parts.chosen()), TeachConfig(leaders=leaders), 0, "")
        )

    def _on_resumed(self, run: Unfinished) -> None:
        self.name.setText(run.category)
        self._teach_run(run)

    def _teach_run(self, run: Unfinished) -> None:
        calls = self._calls
        onlooker = self.watch.begin(run.samples, self._wanted)
        self._pages.setCurrentWidget(self.watch)

        def work(report: ReportProgress, token: CancelToken) -> Taught:
            calls.warm_up(report, token)
            return calls.teach(run.category, run.samples, run.model, run.out, run.settings, report, token, onlooker)

        self.start(tr("Teaching"), work).succeeded.connect(self._on_taught)

    def _on_taught(self, taught: Taught) -> None:
        self.taught = taught
        self.outcome.show_taught(taught, self._store() is not None)
        self._pages.setCurrentWidget(self.outcome)
        self.say(tr("The new model is a proposal; the old one is as it was."))
        self.show_buttons()

    def check_record(self) -> None:
        """Inspect recorded parts with the proposal, to see which stored decisions it would change."""
        store, taught, effect = self._store(), self.taught, self._calls.effect_of_model
        if store is None or taught is None:
            return
        path = taught.model
        job = self.start(tr("Recorded parts"), lambda report, token: effect(path, "auto", store, report, token))
        job.succeeded.connect(self._on_record_checked)

    def _on_record_checked(self, effect: RecordEffect) -> None:
        self.outcome.show_record(effect)
        self.say(tr("The new model is a proposal; the old one is as it was."))

    def _on_previewed(self, sample_id: str) -> None:
        self._wanted = sample_id

    def on_cut(self) -> None:
        """Back to what can be done next; what the run has kept can be gone on with."""
        self.watch.end()
        if self.taught is None:
            self._pages.setCurrentWidget(self.parts if self.parts.count() else self._hint)
            self.cut.look()
        self.show_buttons()

    # --- the proposal --------------------------------------------------------------------------------------------
    def _on_accept(self) -> None:
        if self.taught is not None:
            path, self.taught = self.taught.model, None
            self._calls.remember_model(path)
            self.accepted_model.emit(path)
            self.close()

    def _on_discard(self) -> None:
        self._drop_proposal()
        self._pages.setCurrentWidget(self.parts)
        self.say(tr("Discarded; the model is as it was."))
        self.cut.look()
        self.show_buttons()

    def _drop_proposal(self) -> None:
        if self.taught is not None:
            try:
                self.taught.model.unlink(missing_ok=True)
            except OSError:
                log.warning("the proposal %s stays", self.taught.model, exc_info=True)
            self.taught = None

    def show_buttons(self) -> None:
        """Only what can be done now."""
        super().show_buttons()
        busy, has_proposal, is_paused = self.is_busy, self.taught is not None, self.is_paused
        self._pause.setVisible(busy)
        self._pause.setText(tr("Go on") if is_paused else tr("Pause"))
        set_icon(self._pause, "mdi6.play" if is_paused else "mdi6.pause")
        self._own_leaders.setVisible(not busy and not has_proposal)
        self.cut.setVisible(self.cut.has_run and not busy and not has_proposal)
        self._accept.setEnabled(not busy)
        self._discard.setEnabled(not busy)
        self.outcome.check_record.setEnabled(not busy)
        count = len(self.parts.chosen())
        self._folder.setEnabled(not busy)
        self.name.setEnabled(not busy and not has_proposal)
        self.parts.setEnabled(not busy)
        self._accept.setVisible(has_proposal)
        self._discard.setVisible(has_proposal)
        self._teach.setVisible(not has_proposal and not busy)
        self._teach.setText(tr("Teach from {count} parts", count=count) if count else tr("Teach"))
        self._teach.setEnabled(count >= FEWEST_PARTS and bool(self.name.text().strip()))
        self._teach.setToolTip(
            ""
            if count >= FEWEST_PARTS
            else tr("At least {FEWEST_PARTS} good parts are needed.", FEWEST_PARTS=FEWEST_PARTS)
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing cancels and discards what was not accepted; a cut run can be gone on with later."""
        self.watch.end()
        self._drop_proposal()
        super().closeEvent(event)
