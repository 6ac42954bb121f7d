"""Evaluation in the window: a labelled folder, its metric tables, curves, and every sample, the worst first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.calls import CoreCalls
from app.i18n import later, numeral, tr
from app.jobs import Lane
from app.sentences import in_language
from app.views.charts import Chart
from app.views.tables import fill, filled_table
from app.views.words import percent_text, score_text, verdict_text
from app.views.work_dialog import WorkDialog
from core.effect import DEFECTIVE, GOOD, QueueEffect
from core.library_records import EvaluatedPart, EvaluationReport
from core.progress import CancelToken, ReportProgress
from core.records import Sample

METRICS = (
    ("i_auroc", "I-AUROC"),
    ("i_ap", "I-AP"),
    ("i_f1max", "I-F1max"),
    ("p_auroc", "P-AUROC"),
    ("aupro_30", "AUPRO@30"),
    ("p_ap", "P-AP"),
    ("p_f1max", "P-F1max"),
    ("false_alarms", later("False alarms")),
    ("escapes", later("Escapes")),
    ("unknown", later("Unknown")),
    ("count", later("Samples")),
)
PARTS = (later("Sample"), later("Truth"), later("Verdict"), later("Score"), later("Threshold"), later("How wrong"))
MEANS = {"mean_categories": later("mean"), "mean_sets": later("mean over sets"), "mean_set": later("mean of the set")}
ALL = later("All categories")


class EvaluateDialog(WorkDialog):
    """Runs on a lane of its own; a click on a sample opens it in the window.

    Args:
        parent: The window.
        calls: The core.
        lane: Where evaluation runs.
        model: Path of the model in use.
        device: Where it runs.
    """

    part_chosen = Signal(object)  # EvaluatedPart: open it

    def __init__(
        self, parent: QWidget, calls: CoreCalls, lane: Lane, model: Callable[[], Path | None], device: str
    ) -> None:
        super().__init__(parent, "evaluate", lane)
        self.setWindowTitle(tr("Evaluate on labelled samples"))
        self.resize(1080, 720)
        self._calls, self._model, self._device = calls, model, device
        self._report: EvaluationReport | None = None
        self._shown: list[EvaluatedPart] = []
        self._folder = self.make_button(
            "evaluate_folder",
            tr("Choose folder…"),
            self._choose,
            "mdi6.folder-outline",
            tr("A data set, or good and defective folders"),
        )
        self._file = self.make_button(
            "evaluate_file",
            tr("Choose index.csv…"),
            self._choose_file,
            "mdi6.file-table-outline",
            tr("A table of labelled samples"),
        )
        self._hint = QLabel(
            tr("Choose a folder with labelled samples (subfolders good and defective, or a known data set).")
        )
        self._hint.setObjectName("evaluate_hint")
        self._hint.setWordWrap(True)
        self._hint.setProperty("role", "dim")
        self.metrics = filled_table(
            "evaluate_metrics", (tr("Category"), *(title for _, title in METRICS)), tr("Metrics")
        )
        self.metrics.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.metrics.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.category = QComboBox()
        self.category.setObjectName("evaluate_category")
        self.category.setAccessibleName(tr("Category whose curves and samples are shown"))
        self.category.currentTextChanged.connect(lambda _text: self._show_category())
        self.roc = Chart("ROC", tr("false alarms"), "found", is_unit=True)
        self.precision = Chart(tr("Precision and recall"), "recall", "precision", is_unit=True)
        for plot in (self.roc, self.precision):
            plot.add_series("curve", tr("all samples"), "accent")
        self.parts = filled_table("evaluate_parts", PARTS, tr("Samples, the worst first"))
        self.parts.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.parts.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.parts.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.parts.clicked.connect(self._on_part)
        self.parts.activated.connect(self._on_part)
        self._lay_out()
        self.show_buttons()

    def _lay_out(self) -> None:
        top, row, below = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for line in (top, row, below):
            line.setSpacing(8)
        top.addWidget(self._hint, 1)
        top.addWidget(self._folder)
        top.addWidget(self._file)
        label = QLabel(tr("Curves and samples of"))
        label.setBuddy(self.category)
        row.addWidget(label)
        row.addWidget(self.category, 1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.roc, 1)
        column.addWidget(self.precision, 1)
        left = QWidget()
        side = QVBoxLayout(left)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(8)
        side.addLayout(row)
        side.addWidget(self.parts, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        split.setSizes([680, 380])
        below.addWidget(self.words, 1)
        below.addWidget(self.cancel_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.notices)
        layout.addWidget(self.metrics, 2)
        layout.addWidget(split, 3)
        layout.addWidget(self.bar)
        layout.addLayout(below)

    @property
    def samples(self) -> tuple[Sample, ...]:
        """Everything that was evaluated."""
        return self._report.samples if self._report is not None else ()

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Folder of labelled samples"))
        if name:
            self.evaluate([Path(name)])

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Table of labelled samples"), "", tr("Tables (*.csv *.json)"))
        if name:
            self.evaluate([Path(name)])

    def evaluate(self, paths: Sequence[Path]) -> None:
        """Measure the model in use on the labelled samples of folders or tables."""
        model, calls, device = self._model(), self._calls, self._device
        if model is None:
            return

        def work(report: ReportProgress, token: CancelToken) -> EvaluationReport:
            calls.warm_up(report, token)
            return calls.evaluate_folder(paths, model, device, report, token)

        names = ", ".join(path.name for path in paths)
        self._hint.setText(tr("{names}, by {model}", names=names, model=model.stem))
        self.start(tr("Evaluating"), work).succeeded.connect(self.show_report)

    def show_report(self, report: EvaluationReport) -> None:
        """Fill everything in."""
        self._report = report
        has_sets = len({str(row.get("set") or "") for row in report.rows} - {""}) > 1
        fill(
            self.metrics,
            [_metric_cells(row) for row in report.rows if has_sets or row["category"] not in ("mean_set", "mean_sets")],
        )
        names = sorted({part.category for part in report.parts})
        self.category.blockSignals(True)
        self.category.clear()
        self.category.addItems([tr(ALL), *names] if len(names) > 1 else names)
        self.category.blockSignals(False)
        self._show_category()
        wrong = sum(part.badness > 0 for part in report.parts)
        passed = (
            tr(
                " {problems:,} files passed over: {message}",
                problems=len(report.problems),
                message=in_language(report.problems[0].message),
            )
            if report.problems
            else ""
        )
        self.say(
            tr(
                "{parts:,} samples, {wrong:,} on the wrong side of their threshold.{passed}",
                parts=len(report.parts),
                wrong=wrong,
                passed=passed,
            )
        )

    def _show_category(self) -> None:
        if self._report is None:
            return
        name = self.category.currentText()
        self._shown = [part for part in self._report.parts if name in (tr(ALL), part.category)]
        fill(self.parts, [_part_cells(part) for part in self._shown])
        # Scores of different categories are compared in units of their thresholds.
        scores = np.array([part.score / (part.threshold or 1.0) for part in self._shown], np.float64)
        labels = np.array([DEFECTIVE if part.is_anomalous else GOOD for part in self._shown], np.int8)
        curves = QueueEffect(np.arange(len(scores)), scores, labels).curves() if len(scores) else None
        if curves is None:
            for plot, title in ((self.roc, "ROC"), (self.precision, tr("Precision and recall"))):
                plot.clear()
                plot.show_title(tr("{title}: needs good and defective samples", title=title))
            return
        false = np.concatenate([[0.0], curves.false_alarm_rate])
        self.roc.show_series("curve", false, np.concatenate([[0.0], curves.recall]))
        self.roc.show_title(tr("ROC, area {auroc:.3f}; the dot is the threshold", auroc=curves.auroc))
        self.precision.show_series("curve", curves.recall, curves.precision)
        self.precision.show_title(tr("Precision and recall; the dot is the threshold"))
        found = float((scores[labels == DEFECTIVE] >= 1.0).mean())
        alarms = float((scores[labels == GOOD] >= 1.0).mean())
        flagged = int((scores >= 1.0).sum())
        self.roc.show_mark((alarms, found))
        right = int((scores[labels == DEFECTIVE] >= 1.0).sum())
        self.precision.show_mark((found, right / flagged) if flagged else None)

    def _on_part(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._shown):
            self.part_chosen.emit(self._shown[index.row()])

    def show_buttons(self) -> None:
        """Nothing can be chosen while it runs."""
        super().show_buttons()
        self._folder.setEnabled(not self.is_busy)
        self._file.setEnabled(not self.is_busy)


def _metric_cells(row: Mapping[str, object]) -> tuple[str, ...]:
    name = str(row["category"])
    cells = [tr(MEANS[name]) if name in MEANS else name]
    for key, _ in METRICS:
        value = row.get(key)
        share = key in ("false_alarms", "escapes", "unknown")
        if isinstance(value, float):
            cells.append(percent_text(value, 1) if share else f"{numeral(value, '.3f')}")
        else:
            cells.append("–" if value is None else f"{numeral(value, ',')}" if isinstance(value, int) else str(value))
    return tuple(cells)


def _part_cells(part: EvaluatedPart) -> tuple[str, ...]:
    truth = tr("defective") if part.is_anomalous else tr("good")
    threshold = score_text(part.threshold) if part.threshold is not None else "–"
    ratio = float(np.exp(abs(part.badness)))
    wrong = tr("{ratio:.2f} x below", ratio=ratio) if part.is_anomalous else tr("{ratio:.2f} x above", ratio=ratio)
    wrong = tr("right") if part.badness <= 0 else wrong
    return part.sample.sample_id, truth, verdict_text(part.verdict), score_text(part.score), threshold, wrong
