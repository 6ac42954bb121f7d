"""Calibrating from folders: good parts, defective ones, a wish; what came of it; and then using it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import tr
from app.jobs import Job, Lane
from app.review import ReviewSession
from app.sentences import in_language
from app.state import AppState
from app.theme import set_icon
from app.views.threshold_fields import ThresholdFields, form, note, spin
from app.views.words import percent_text, score_text
from core import review
from core.errors import Cancelled, UserFacingError
from core.progress import CancelToken, Progress, ReportProgress

if TYPE_CHECKING:
    from core.review import Recalibrated

Outcome = tuple["Recalibrated", Path]


class CalibrateDialog(QDialog):
    """One calibration of the category on screen; runs on the model lane, can be cancelled, shows the card.

    Args:
        lane: Of the model.
    """

    recipe_written = Signal(object)  # Path of the model that the user wants to use

    def __init__(self, parent: QWidget, state: AppState, session: ReviewSession, lane: Lane) -> None:
        super().__init__(parent)
        self.setObjectName("calibrate_dialog")
        self.setWindowTitle(tr("Calibrate from folders"))
        self.setMinimumSize(560, 480)
        self._state, self._session, self._lane = state, session, lane
        result = state.result
        self._category = result.category if result is not None else ""
        self._job: Job | None = None
        self._written: Path | None = None
        self.good, self.defective = _FolderField("good_folder"), _FolderField("defective_folder")
        self.fields = ThresholdFields()
        self.own_pixels = QCheckBox(tr("Regions: at most"))
        self.own_pixels.setObjectName("own_pixel_rate")
        self.own_pixels.setToolTip(
            tr("Of good parts with a region anywhere; off: as many as reach the image threshold")
        )
        self.pixel_rate = spin("pixel_rate", 0.01, 50.0, 1.0, 2, tr(" % of good parts with one"))
        self.pixel_rate.setEnabled(False)
        self.own_pixels.toggled.connect(self.pixel_rate.setEnabled)
        self.outcome = QLabel()
        self.outcome.setObjectName("calibrate_outcome")
        self.outcome.setWordWrap(True)
        self.outcome.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.outcome.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = QProgressBar()
        self.bar.setObjectName("calibrate_progress")
        self.bar.hide()
        self.start, self.use, self.stop = (
            QPushButton(tr("Calibrate")),
            QPushButton(tr("Use it")),
            QPushButton(tr("Close")),
        )
        for name, button in (("start", self.start), ("use", self.use), ("close", self.stop)):
            button.setObjectName(f"calibrate_{name}")
        self.start.setProperty("role", "primary")
        self.start.clicked.connect(self._on_start)
        self.use.clicked.connect(self._on_use)
        self.stop.clicked.connect(self.reject)
        self.use.setEnabled(False)
        self._build()
        self.good.changed.connect(self._show_ready)
        self._show_ready()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(
            note(
                tr(
                    "Category {category}. Take good parts that the model was not trained on, or the promise is "
                    "flattered. The model in use stays as it is; a copy gets the new thresholds.",
                    category=self._category,
                )
            )
        )
        layout.addWidget(form((tr("Good parts"), self.good), (tr("Defective"), self.defective)))
        layout.addWidget(self.fields)
        row = QHBoxLayout()
        row.addWidget(self.own_pixels)
        row.addWidget(self.pixel_rate, 1)
        layout.addLayout(row)
        layout.addWidget(self.outcome, 1)
        layout.addWidget(self.bar)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.stop, self.use, self.start):
            buttons.addWidget(button)
        layout.addLayout(buttons)

    def _show_ready(self) -> None:
        is_running = self._job is not None
        ready = bool(self.good.path) and self._state.model is not None and bool(self._category)
        self.start.setEnabled(ready and not is_running)
        self.start.setToolTip("" if ready else tr("Name a folder of good parts first"))
        self.stop.setText(tr("Cancel") if is_running else tr("Close"))
        self.use.setEnabled(self._written is not None and not is_running)

    # --- calibrating -----------------------------------------------------------------------------------------------
    def _on_start(self) -> None:
        model, store, reader = self._state.model, self._session.store, self._session.reader
        good, defective = self.good.path, self.defective.path
        if model is None or good is None:
            return
        try:
            wish = self.fields.wish(self._state.threshold or 0.0)
            wish = review.with_pixel_rate(wish, self.pixel_rate.value() / 100 if self.own_pixels.isChecked() else None)
        except UserFacingError as error:
            self.outcome.setText(in_language(error.sentence()))
            return
        faulty, category = [defective] if defective else [], self._category

        def work(report: ReportProgress, token: CancelToken) -> Outcome:
            return review.recalibrate_folders(model, category, [good], faulty, wish, reader, store, report, token)

        self.outcome.setText("")
        self.bar.setRange(0, 0)
        self.bar.show()
        self._job = Job("calibrating", work)
        self._job.progressed.connect(self._on_progress)
        self._job.succeeded.connect(self._on_done)
        self._job.failed.connect(self._on_failed)
        self._job.ended.connect(self._on_ended)
        self._lane.submit(self._job)
        self._show_ready()

    def _on_progress(self, progress: Progress) -> None:
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)

    def _on_done(self, outcome: Outcome) -> None:
        found, self._written = outcome
        card = found.card
        words = [
            tr(
                "Anomaly from {anomaly}, review from {review}, regions from {pixel}; on {normals:,} "
                "good and {defects:,} defective parts.",
                anomaly=score_text(card.anomaly_threshold),
                review=score_text(card.review_threshold),
                pixel=score_text(card.pixel_threshold or card.anomaly_threshold),
                normals=card.normals,
                defects=card.defects,
            )
        ]
        if card.promised_rate is not None and card.interval is not None:
            low, high = (percent_text(value, 1) for value in card.interval)
            words.append(
                tr(
                    "Flags {percent_text} of good parts (95 %: {low} to {high}).",
                    percent_text=percent_text(card.promised_rate, 1),
                    low=low,
                    high=high,
                )
            )
        words += map(in_language, card.notes)
        if found.problems:
            words.append(
                tr(
                    "{problems:,} passed over: {message}",
                    problems=len(found.problems),
                    message=in_language(found.problems[0].message),
                )
            )
        words.append(tr("Card {sha256}, in {name}.", sha256=card.sha256[:12], name=self._written.name))
        self.outcome.setText("\n".join(words))

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, Cancelled):
            self.outcome.setText(
                in_language(error.sentence())
                if isinstance(error, UserFacingError)
                else tr("Internal error: {error!r}", error=error)
            )

    def _on_ended(self) -> None:
        self._job = None
        self.bar.hide()
        self._show_ready()

    def _on_use(self) -> None:
        if self._written is not None:
            self.recipe_written.emit(self._written)
            self.accept()

    def reject(self) -> None:
        """While it runs: cancel; else close."""
        if self._job is not None:
            self._job.cancel()
            return
        super().reject()


class _FolderField(QWidget):
    """A folder's path with a button that asks for one."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setObjectName(name)
        self.edit.textChanged.connect(self.changed)
        button = QToolButton()
        set_icon(button, "mdi6.folder-open-outline")
        button.setToolTip(tr("Choose a folder"))
        button.setAccessibleName(tr("Choose a folder"))
        button.clicked.connect(self._ask)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.edit, 1)
        layout.addWidget(button)

    @property
    def path(self) -> Path | None:
        """The folder; None while nothing is named."""
        text = self.edit.text().strip()
        return Path(text) if text else None

    def _ask(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Choose a folder"), self.edit.text())
        if name:
            self.edit.setText(name)
