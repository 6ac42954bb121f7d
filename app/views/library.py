"""The model library: every model file that this computer knows, where it comes from, and what can be done with it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.calls import CoreCalls
from app.i18n import later, numeral, tr
from app.jobs import Lane
from app.notices import Level, Notice
from app.views.compare import CompareView
from app.views.library_words import facts_html
from app.views.tables import fill, filled_table
from app.views.work_dialog import WorkDialog
from core.library_records import ComparedModels, ModelFacts, RecordEffect
from core.progress import CancelToken, ReportProgress
from core.records import Sample
from core.teaching.records import Certificate

if TYPE_CHECKING:
    from core.review import ReviewStore

TITLES = (later("Model"), later("Last step"), later("Categories"), later("Changed"), later("Size"))
MOST_COMPARED = 60  # samples of the queue that two models are compared on


class LibraryDialog(WorkDialog):
    """A table of models, the facts of one, and a page that compares two.

    Args:
        parent: The window.
        calls: The core.
        lane: Where proving and comparing run.
        in_use: Path of the model in use.
        device: Where models run.
        samples: The queue.
        store: Gives the open review record, None while there is none.
    """

    model_chosen = Signal(object)  # Path: use this one
    rolled_back = Signal(object, object)  # Path of the model that is left, and of its parent

    def __init__(
        self,
        parent: QWidget,
        calls: CoreCalls,
        lane: Lane,
        in_use: Callable[[], Path | None],
        device: str,
        samples: Callable[[], tuple[Sample, ...]],
        store: Callable[[], ReviewStore | None],
    ) -> None:
        super().__init__(parent, "library", lane)
        self.setWindowTitle(tr("Model library"))
        self.resize(1080, 680)
        self._calls, self._in_use, self._device, self._samples, self._store = calls, in_use, device, samples, store
        self._models: tuple[ModelFacts, ...] = ()
        self._proofs: dict[Path, str] = {}
        self.table = filled_table("library_models", TITLES, tr("Models"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.itemSelectionChanged.connect(self._on_selected)
        self.facts = QTextBrowser()
        self.facts.setObjectName("library_facts")
        self.facts.setAccessibleName(tr("Facts of the selected model"))
        self.compare_view = CompareView(self)
        self.compare_view.back.connect(self._show_list)
        self.compare_view.record_wanted.connect(self.check_record)
        make = self.make_button
        self._use = make("library_use", tr("Use"), self.use, "mdi6.check", tr("Inspect with this model from now on"))
        self._prove = make(
            "library_prove",
            tr("Prove"),
            self.prove,
            "mdi6.shield-check-outline",
            tr("Score its golden samples here again"),
        )
        self._compare = make(
            "library_compare",
            tr("Compare"),
            self.compare,
            "mdi6.compare",
            tr("Two selected models, or this one and the one in use, on the queue"),
        )
        self._back = make(
            "library_roll_back",
            tr("Roll back"),
            self.roll_back,
            "mdi6.history",
            tr("Use the model that this one was made from"),
        )
        self._export = make(
            "library_export",
            tr("Export…"),
            self._ask_export,
            "mdi6.export",
            tr("Copy the file, with its SHA-256 beside it"),
        )
        self._import = make(
            "library_import",
            tr("Import…"),
            self._ask_import,
            "mdi6.import",
            tr("Prove a model file here, then keep a copy"),
        )
        self._remove = make(
            "library_remove",
            tr("Remove"),
            self.remove,
            "mdi6.delete-outline",
            tr("Take it off the list; a file made by this window is deleted"),
        )
        self._lay_out()
        self.reload()

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.facts)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        self._list = QWidget()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._use, self._back, self._compare, self._prove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self._import, self._export, self._remove):
            buttons.addWidget(button)
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(split, 1)
        column.addLayout(buttons)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._list)
        self._pages.addWidget(self.compare_view)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.words, 1)
        below.addWidget(self.cancel_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self.notices)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.bar)
        layout.addLayout(below)

    # --- the list ------------------------------------------------------------------------------------------------
    def reload(self, wanted: Path | None = None) -> None:
        """Read the facts of all models again, in the background."""
        calls = self._calls
        keep = wanted or (self.selected[0].path if self.selected else self._in_use())
        job = self.start(tr("Reading models"), lambda _report, _token: calls.known_facts())
        job.succeeded.connect(lambda outcome: self._on_read(outcome, keep))

    def _on_read(self, outcome: tuple[tuple[ModelFacts, ...], tuple[object, ...]], wanted: Path | None) -> None:
        self._models, problems = outcome
        used = self._in_use()
        rows = []
        for model in self._models:
            mark = "● " if model.path == used else ""
            changed = time.strftime("%Y-%m-%d %H:%M", time.localtime(model.changed))
            rows.append(
                (
                    f"{mark}{model.path.stem}",
                    model.origin,
                    str(len(model.categories)),
                    changed,
                    f"{numeral(model.bytes / 1000000.0, ',.1f')} MB",
                )
            )
        fill(self.table, rows)
        places = [place for place, model in enumerate(self._models) if model.path == wanted]
        self.table.selectRow(places[0] if places else 0)
        words = tr("{models:,} models; ● is in use.", models=len(self._models))
        self.say(words + (tr(" {problems:,} files could not be read.", problems=len(problems)) if problems else ""))
        self._on_selected()

    @property
    def selected(self) -> list[ModelFacts]:
        """The selected models, in the order of the table."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self._models[row] for row in rows if row < len(self._models)]

    def _on_selected(self) -> None:
        chosen = self.selected
        self.facts.setHtml(facts_html(chosen[0], self._models, self._proofs.get(chosen[0].path, "")) if chosen else "")
        self.show_buttons()

    def show_buttons(self) -> None:
        """Only what can be done with the selection."""
        super().show_buttons()
        chosen, used, busy = self.selected, self._in_use(), self.is_busy
        one = chosen[0] if len(chosen) == 1 else None
        self._use.setEnabled(not busy and one is not None and one.path != used)
        self._back.setEnabled(not busy and one is not None and bool(one.parent_sha256))
        self._prove.setEnabled(not busy and one is not None)
        pair = len(chosen) == 2 or (one is not None and used is not None and one.path != used)
        self._compare.setEnabled(not busy and pair and bool(self._samples()))
        self._export.setEnabled(not busy and one is not None)
        self._import.setEnabled(not busy)
        self._remove.setEnabled(not busy and one is not None and not one.is_shipped and one.path != used)
        if pair and not self._samples():
            self._compare.setToolTip(tr("Open some samples first: models are compared on the queue"))

    def _show_list(self) -> None:
        self.stop()
        self._pages.setCurrentWidget(self._list)
        self.say("")
        self.show_buttons()

    # --- what can be done ----------------------------------------------------------------------------------------
    def use(self) -> None:
        """Inspect with the selected model from now on."""
        if len(self.selected) == 1:
            self.model_chosen.emit(self.selected[0].path)

    def on_model_changed(self) -> None:
        """Another model is in use."""
        if not self.is_busy:
            self.reload()

    def roll_back(self) -> None:
        """Use the parent of the selected model."""
        if len(self.selected) != 1:
            return
        facts, calls = self.selected[0], self._calls
        job = self.start(tr("Looking for the parent"), lambda _report, _token: calls.parent_of(facts))
        job.succeeded.connect(lambda parent: self._on_parent(facts, parent))

    def _on_parent(self, facts: ModelFacts, parent: Path | None) -> None:
        if parent is None:
            name = str(facts.steps[-1].get("parent", ""))
            hint = tr("Import it, or open it once with “Open model…”; it is known by its SHA-256.")
            self.notices.show_notice(
                Notice(Level.WARNING, tr("The parent {name} is not on this computer any more.", name=name), hint)
            )
            return
        self.rolled_back.emit(facts.path, parent)

    def prove(self) -> None:
        """Score the golden samples of the selected model here."""
        if len(self.selected) != 1:
            return
        path, calls, device = self.selected[0].path, self._calls, self._device

        def work(report: ReportProgress, token: CancelToken) -> Certificate | None:
            calls.warm_up(report, token)
            return calls.prove_model(path, device, report, token)

        self.start(tr("Proving"), work).succeeded.connect(lambda proof: self._on_proven(path, proof))

    def _on_proven(self, path: Path, proof: Certificate | None) -> None:
        if proof is None:
            words, level = (
                tr("It carries no golden maps: train or calibrate it again with this version."),
                Level.WARNING,
            )
        elif proof.holds:
            words, level = (
                tr("Proven: {sentence}, {seconds:.1f} s.", sentence=proof.sentence, seconds=proof.seconds),
                Level.INFO,
            )
        else:
            words, level = (
                tr("NOT the model it was where it was made: {sentence}.", sentence=proof.sentence),
                Level.ERROR,
            )
        self._proofs[path] = words
        self.notices.show_notice(Notice(level, words))
        self._on_selected()

    def compare(self) -> None:
        """Compare two models on the queue."""
        chosen = [model.path for model in self.selected]
        used = self._in_use()
        if len(chosen) == 1 and used is not None:
            chosen = [used, *chosen]
        samples = self._samples()[:MOST_COMPARED]
        if len(chosen) != 2 or not samples:
            return
        calls, device = self._calls, self._device
        first, second = chosen
        self.compare_view.begin(first, second, self._store() is not None)
        self._pages.setCurrentWidget(self.compare_view)

        def work(report: ReportProgress, token: CancelToken) -> ComparedModels:
            calls.warm_up(report, token)
            return calls.compare_models(first, second, samples, device, report, token)

        self.start(tr("Comparing"), work).succeeded.connect(self._on_compared)

    def _on_compared(self, compared: ComparedModels) -> None:
        self.compare_view.show_compared(compared)
        passed = tr(" {problems:,} could not be read.", problems=len(compared.problems)) if compared.problems else ""
        self.say(tr("{samples:,} samples compared.{passed}", samples=len(compared.samples), passed=passed))

    def check_record(self) -> None:
        """What the second model would change in the record."""
        store, path, device, effect = self._store(), self.compare_view.second, self._device, self._calls.effect_of_model
        if store is None or path is None:
            return
        job = self.start(tr("Recorded parts"), lambda report, token: effect(path, device, store, report, token))
        job.succeeded.connect(self._on_record)

    def _on_record(self, effect: RecordEffect) -> None:
        self.compare_view.show_record(effect)
        self.say("")

    def _ask_export(self) -> None:
        if len(self.selected) == 1:
            name, _ = QFileDialog.getSaveFileName(
                self, tr("Export a model"), self.selected[0].path.name, tr("Models (*.safetensors)")
            )
            if name:
                self.export_to(Path(name))

    def export_to(self, target: Path) -> None:
        """Copy the selected model."""
        path, calls = self.selected[0].path, self._calls
        job = self.start(tr("Exporting"), lambda _report, _token: calls.export_model(path, target))
        job.succeeded.connect(
            lambda made: self.say(tr("{name} is written, with its SHA-256 beside it.", name=made.name))
        )

    def _ask_import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Import a model"), "", tr("Models (*.safetensors)"))
        if name:
            self.import_from(Path(name))

    def import_from(self, path: Path) -> None:
        """Prove a file here and keep a copy."""
        calls, device = self._calls, self._device

        def work(report: ReportProgress, token: CancelToken) -> Path:
            calls.warm_up(report, token)
            return calls.import_model(path, device, report, token)

        self.start(tr("Importing"), work).succeeded.connect(self.reload)

    def remove(self) -> None:
        """Take the selected model off the list."""
        if len(self.selected) == 1:
            path, calls = self.selected[0].path, self._calls
            job = self.start(tr("Removing"), lambda _report, _token: calls.forget_model(path))
            job.succeeded.connect(lambda _none: self.reload(self._in_use()))
