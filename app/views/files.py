"""The files of the sample: what each was taken for and why, what was assumed, and how to change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.i18n import tr
from app.jobs import Job, Lane
from app.state import AppState
from app.theme import set_icon
from app.views.file_card import FileCard
from core import api
from core.data.grouping import renamed, split, with_choice, with_file, with_part
from core.data.records import FileFacts
from core.errors import SampleIndexError
from core.records import Sample

Describe = Callable[[Sample], tuple[FileFacts, ...]]


class FilesPanel(QWidget):
    """Shows the current sample's files as cards; every change is applied at once.

    Args:
        state: Read only.
        lane: Where headers are read.
        describe: Tells how the files were understood.
    """

    changed = Signal(object, object)  # Sample as it is, tuple of samples that take its place
    undo_requested = Signal()
    keep_requested = Signal(object)  # Sample
    refused = Signal(object)  # SampleIndexError

    def __init__(self, state: AppState, lane: Lane, describe: Describe = api.describe_files) -> None:
        super().__init__()
        self.setObjectName("files_panel")
        self._state, self._lane, self._describe = state, lane, describe
        self._job: Job | None = None
        self._shown: Sample | None = None
        self.cards: list[FileCard] = []
        self._empty = QLabel(tr("Open something, and this says what each file was taken for."))
        self._empty.setObjectName("files_empty")
        self._empty.setProperty("role", "dim")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(8, 4, 8, 4)
        self._list.setSpacing(8)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._list)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        self.registered = QCheckBox(tr("The same pixel is the same place"))
        self.registered.setObjectName("files_registered")
        self.registered.setToolTip(tr("Registered sensors share cursor, zoom and regions; others keep their own"))
        self.registered.toggled.connect(self._on_registered_toggled)
        self._add = self._button(
            "files_add", tr("Add file…"), self._on_add, "mdi6.file-plus-outline", tr("Add a sensor's file")
        )
        self._undo = self._button(
            "files_undo", tr("Undo"), self.undo_requested.emit, "mdi6.undo", tr("Take the last change of files back")
        )
        self._keep = self._button(
            "files_keep",
            tr("Keep"),
            self._on_keep,
            "mdi6.content-save-outline",
            tr("Write all of this to sample.json beside the files, so that it holds from now on"),
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self._add, self._undo, self._keep):
            buttons.addWidget(button)
        bottom = QVBoxLayout()
        bottom.setContentsMargins(8, 4, 8, 8)
        bottom.setSpacing(6)
        bottom.addWidget(self.registered)
        bottom.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(bottom)
        state.current_changed.connect(self.refresh)
        state.loaded_changed.connect(self._show_loaded)
        self.refresh()

    def set_can_undo(self, can_undo: bool) -> None:
        """Whether there is a change to take back."""
        self._undo.setEnabled(can_undo)

    def _button(self, name: str, text: str, slot: Callable[[], object], icon: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setToolTip(tip)
        set_icon(button, icon)
        button.clicked.connect(lambda _checked=False: slot())
        return button

    # --- showing -------------------------------------------------------------------------------------------------
    def showEvent(self, event: object) -> None:
        """A hidden panel reads no headers; it does when it appears."""
        super().showEvent(event)  # type: ignore[arg-type]  # Qt passes a QShowEvent
        self.refresh()

    def refresh(self) -> None:
        """Describe the current sample anew, if anybody is looking."""
        sample = self._state.current
        has_files = sample is not None and bool(sample.files)
        self._empty.setVisible(not has_files)
        self._scroll.setVisible(has_files)
        for widget in (self.registered, self._add, self._keep):
            widget.setEnabled(has_files)
        if not has_files or sample == self._shown or not self.isVisible():
            return
        assert sample is not None, "a sample without files was asked for above"
        self._shown = sample
        if self._job is not None:
            self._job.cancel()
        describe = self._describe
        self._job = Job("describing files", lambda _report, _token: describe(sample))
        self._job.succeeded.connect(partial(self._show_facts, sample))
        self._lane.submit(self._job)

    def _show_facts(self, sample: Sample, facts: tuple[FileFacts, ...]) -> None:
        if self._state.current != sample:
            return
        for card in self.cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [FileCard(one, is_alone=len(facts) == 1) for one in facts]
        for card in self.cards:
            self._list.addWidget(card)
            card.modality_chosen.connect(partial(self._on_modality_chosen, card.facts.modality))
            card.part_chosen.connect(partial(self._on_part_chosen, card.facts.modality))
            card.choice_made.connect(partial(self._on_choice_made, card.facts.modality))
            card.split_requested.connect(partial(self._on_split, card.facts.modality))
        self.registered.blockSignals(True)
        self.registered.setChecked(sample.is_registered)
        self.registered.setVisible(len(facts) > 1)
        self.registered.blockSignals(False)
        self._show_loaded()

    def _show_loaded(self) -> None:
        """Say of each file what its pixels turned out to be."""
        loaded = self._state.loaded
        if loaded is None or self._shown is None or loaded.sample.files != self._shown.files:
            return
        for card in self.cards:
            card.show_views([view for view in loaded.views if view.source == card.facts.path])

    # --- changing ------------------------------------------------------------------------------------------------
    def _apply(self, make: Callable[[Sample], Sample | tuple[Sample, ...]]) -> None:
        sample = self._shown
        if sample is None:
            return
        try:
            made = make(sample)
        except SampleIndexError as error:
            self.refused.emit(error)
            self._shown = None  # the cards show again what holds
            self.refresh()
            return
        samples = (made,) if isinstance(made, Sample) else made
        if samples != (sample,):
            self.changed.emit(sample, samples)

    def _on_modality_chosen(self, modality: str, name: str) -> None:
        self._apply(lambda sample: renamed(sample, modality, name))

    def _on_part_chosen(self, modality: str, part: str) -> None:
        self._apply(lambda sample: with_part(sample, modality, part))

    def _on_choice_made(self, modality: str, choice: object) -> None:
        self._apply(lambda sample: with_choice(sample, modality, choice))  # type: ignore[arg-type]  # FileChoice

    def _on_split(self, modality: str) -> None:
        self._apply(lambda sample: split(sample, modality))

    def _on_registered_toggled(self, is_registered: bool) -> None:
        self._apply(lambda sample: replace(sample, is_registered=is_registered))

    def _on_add(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Add a sensor's file to the sample"))
        if name:
            self.add_file(Path(name))

    def add_file(self, path: Path) -> None:
        """Add a file to the sample, taken for what its name or content says."""
        modality, _assumption = api.known_file(path)
        self._apply(lambda sample: with_file(sample, modality, path))

    def _on_keep(self) -> None:
        if self._state.current is not None:
            self.keep_requested.emit(self._state.current)
