"""What is seen while a category is taught: the curves as they grow, and the map of one chosen part."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.i18n import tr
from app.views.charts import Chart
from app.views.map_picture import MapPicture
from core.records import Sample
from core.teaching.records import Curve, Preview

TOP = 2.0  # times a good part's usual highest value: where the preview's colours end


class Onlooker(QObject):
    """The `TeachWatcher` of one run: called by the teaching thread, it speaks to the window by queued signals."""

    point = Signal(str, int, float)  # curve, place, value
    preview = Signal(object)  # Preview

    def __init__(self) -> None:
        super().__init__()
        self.sample_id = ""  # of the part to preview; a plain string, written by the window and read by the worker

    def wanted(self) -> str:
        """Id of the part to preview."""
        return self.sample_id

    def drew(self, curve: Curve, place: int, value: float) -> None:
        """A further point."""
        self.point.emit(curve.value, place, value)

    def previewed(self, preview: Preview) -> None:
        """A further map."""
        self.preview.emit(preview)


class TeachWatchView(QWidget):
    """Curves on the left, preview on the right."""

    def __init__(self) -> None:
        super().__init__()
        self._onlooker: Onlooker | None = None
        self.scores = Chart(tr("Score of every part, by the others"), "part", "score")
        self.scores.add_series(Curve.SCORE.value, "score", "accent", is_line=False)
        self.losses = Chart(tr("New leaders"), "step", tr("restoration loss"))
        self.losses.add_series(Curve.LOSS.value, tr("parts learnt from"), "accent")
        self.losses.add_series(Curve.UNSEEN.value, tr("held-out parts"), "review")
        self.picture = MapPicture(tr("Preview"), tr("The chosen part's map appears here once the network has seen it."))
        self.part = QComboBox()
        self.part.setObjectName("teach_preview")
        self.part.setAccessibleName(tr("Part to preview"))
        self.part.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.part.currentTextChanged.connect(self._on_part_chosen)
        label = QLabel(tr("Preview of"))
        label.setBuddy(self.part)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.part, 1)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(8)
        left.addWidget(self.scores, 1)
        left.addWidget(self.losses, 1)
        right.addLayout(row)
        right.addWidget(self.picture, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(left, 1)
        layout.addLayout(right, 1)

    def begin(self, samples: Sequence[Sample], wanted: str = "") -> Onlooker:
        """Empty everything for a new run; returns who is to look on."""
        self.scores.clear()
        self.losses.clear()
        self.losses.hide()  # until there are leaders that learn
        self.picture.clear()
        onlooker = Onlooker()
        onlooker.point.connect(partial(self._on_point, onlooker), Qt.ConnectionType.QueuedConnection)
        onlooker.preview.connect(partial(self._on_preview, onlooker), Qt.ConnectionType.QueuedConnection)
        self._onlooker = onlooker
        self.part.blockSignals(True)
        self.part.clear()
        self.part.addItems([sample.sample_id for sample in samples])
        self.part.setCurrentIndex(max(self.part.findText(wanted), 0))
        self.part.blockSignals(False)
        self._on_part_chosen(self.part.currentText())
        return onlooker

    def end(self) -> None:
        """What the run still says is not shown any more: it was given up, or the dialog closes."""
        self._onlooker = None

    def _on_part_chosen(self, sample_id: str) -> None:
        if self._onlooker is not None:
            self._onlooker.sample_id = sample_id
            self.picture.clear()

    def _on_point(self, onlooker: Onlooker, curve: str, place: int, value: float) -> None:
        if onlooker is not self._onlooker:
            return  # of a run that was given up
        if curve == Curve.SCORE.value:
            self.scores.add(curve, place, value)
        else:
            self.losses.show()
            self.losses.add(curve, place, value)

    def _on_preview(self, onlooker: Onlooker, preview: Preview) -> None:
        if onlooker is self._onlooker and preview.sample_id == onlooker.sample_id:
            self.picture.show_map(preview.picture, preview.anomaly_map, TOP, preview.sample_id, preview.words)
