"""One file of a sample as a card: name, modality and what told it, what was assumed, and what can be chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import later, numeral, tr
from app.sentences import in_language
from app.theme import indent, set_icon
from app.views.words import number_text
from core.data.records import DEPTH_UNITS, VIEWPOINTS, FileFacts
from core.records import View, known_modalities, modality_info

_AS_STORED = later("as stored")


class FileCard(QFrame):
    """Shows the facts of one file and asks for changes; keeps nothing itself.

    Args:
        facts: What is known of the file.
        is_alone: Whether it is the only file of its sample.
    """

    modality_chosen = Signal(str)
    part_chosen = Signal(str)
    choice_made = Signal(object)  # FileChoice
    split_requested = Signal()

    def __init__(self, facts: FileFacts, is_alone: bool) -> None:
        super().__init__()
        self.facts = facts
        self.setObjectName(f"file_{facts.modality}")
        self.setProperty("role", "card")
        self._name = QLabel()
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._name.setToolTip(str(facts.path))
        self._split = QToolButton()
        self._split.setObjectName("file_split")
        self._split.setProperty("flat", "true")
        self._split.setToolTip(tr("Make this file a sample of its own"))
        self._split.setAccessibleName(tr("Make {name} a sample of its own", name=facts.path.name))
        set_icon(self._split, "mdi6.call-split", "dim")
        self._split.setVisible(not is_alone)
        self._split.clicked.connect(lambda _checked=False: self.split_requested.emit())
        top = QHBoxLayout()
        top.addWidget(self._name, 1)
        top.addWidget(self._split)
        self._detail = _small("")
        self._detail.setObjectName("file_detail")
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(8)
        self._form.setVerticalSpacing(4)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._add_modality()
        if facts.parts:
            self._add_part()
        if facts.has_depth:
            self._add_depth()
        if facts.has_viewpoint:
            self._add_viewpoint()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 8, 10)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self._detail)
        layout.addLayout(self._form)
        for assumption in facts.assumptions:
            words = _small(_breakable(tr("Assumed: {assumption}", assumption=assumption)))
            words.setObjectName("file_assumption")
            words.setProperty("tone", "review")
            layout.addWidget(words)
        self.show_views([])

    def show_views(self, views: Sequence[View]) -> None:
        """Say what the pixels turned out to be."""
        told = [tr("Told by {told_by}.", told_by=self.facts.told_by)]
        for view in views:
            size = " x ".join(f"{numeral(n, ',')}" for n in (view.size[-1], view.size[-2], *view.size[:-2]))
            unit = f" {view.unit}" if view.unit else ""
            low, high = (number_text(end) for end in view.display_range)
            told.append(tr("{size}, {low} to {high}{unit}.", size=size, low=low, high=high, unit=unit))
            told += map(in_language, view.notes[:3])
        self._detail.setText(_breakable(" ".join(told)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A long name loses its middle, not its end."""
        super().resizeEvent(event)
        metrics = QFontMetrics(self._name.font())
        self._name.setText(metrics.elidedText(self.facts.path.name, Qt.TextElideMode.ElideMiddle, self._name.width()))

    # --- rows ----------------------------------------------------------------------------------------------------
    def _row(self, label: str, widget: QWidget, name: str, tip: str) -> None:
        widget.setObjectName(name)
        widget.setAccessibleName(tr("{label} of {name}", label=label, name=self.facts.path.name))
        widget.setToolTip(tip)
        words = QLabel(label)
        words.setProperty("role", "dim")
        self._form.addRow(words, widget)

    def _add_modality(self) -> None:
        self.modality = _combo()
        names = [info.name for info in known_modalities()]
        for name in names if self.facts.modality in names else [*names, self.facts.modality]:
            self.modality.addItem(tr(modality_info(name).label), name)
        self.modality.setCurrentIndex(self.modality.findData(self.facts.modality))
        self.modality.activated.connect(lambda _index: self.modality_chosen.emit(self.modality.currentData()))
        self._row(tr("Sensor"), self.modality, "file_modality", tr("What the file is taken for"))

    def _add_part(self) -> None:
        self.part = _combo()
        for key, name in zip(self.facts.parts, self.facts.part_names, strict=True):
            self.part.addItem(name, key)
        self.part.setCurrentIndex(max(self.part.findData(self.facts.part), 0))
        self.part.activated.connect(lambda _index: self.part_chosen.emit(self.part.currentData()))
        self._row(
            tr("Which"),
            self.part,
            "file_part",
            tr("The file holds {parts}; this one is read", parts=len(self.facts.parts)),
        )

    def _add_depth(self) -> None:
        facts = self.facts
        self.unit, self.scale = _combo(), QDoubleSpinBox()
        indent(self.scale)
        self.unit.addItem(tr(_AS_STORED), "")
        for unit in dict.fromkeys((*DEPTH_UNITS, *([facts.unit] if facts.unit else []))):
            self.unit.addItem(unit, unit)
        self.unit.setCurrentIndex(max(self.unit.findData(facts.unit), 0))
        self.unit.activated.connect(lambda _index: self._choose(unit=self.unit.currentData()))
        by = tr("Told by {facts_by}", facts_by=facts.facts_by) if facts.facts_by else tr("Not told by any file")
        self._row(tr("Unit"), self.unit, "file_unit", tr("Unit of the values after scaling. {by}", by=by))
        self.scale.setDecimals(6)
        self.scale.setRange(1e-6, 1e6)
        self.scale.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self.scale.setKeyboardTracking(False)
        with QSignalBlocker(self.scale):
            self.scale.setValue(facts.scale)
        self.scale.valueChanged.connect(lambda value: self._choose(scale=value))
        self._row(tr("Factor"), self.scale, "file_scale", tr("Stored values are multiplied by this. {by}", by=by))
        self.plane, self.tolerance = QCheckBox(tr("remove, within")), QDoubleSpinBox()
        indent(self.tolerance)
        self.tolerance.setObjectName("file_tolerance")
        self.tolerance.setAccessibleName(tr("Tolerance of the background plane"))
        self.tolerance.setRange(0.01, 1000.0)
        self.tolerance.setKeyboardTracking(False)
        self.tolerance.setSuffix(" mm")
        self.tolerance.setValue(facts.plane_mm or 2.0)
        self.tolerance.setEnabled(bool(facts.plane_mm))
        self.plane.setChecked(bool(facts.plane_mm))
        self.plane.toggled.connect(self._choose_plane)
        self.tolerance.valueChanged.connect(lambda _value: self._choose_plane(self.plane.isChecked()))
        row = QWidget()
        inside = QHBoxLayout(row)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        inside.addWidget(self.plane)
        inside.addWidget(self.tolerance, 1)
        self._row(tr("Table"), row, "file_plane", tr("Take the plane that the part lies on away before inspecting"))

    def _choose_plane(self, is_removed: bool) -> None:
        self._choose(plane_mm=self.tolerance.value() if is_removed else 0.0 if self.facts.facts_by else None)

    def _add_viewpoint(self) -> None:
        self.viewpoint = _combo()
        for key, name in VIEWPOINTS.items():
            self.viewpoint.addItem(name, key)
        self.viewpoint.setCurrentIndex(max(self.viewpoint.findData(self.facts.choice.viewpoint), 0))
        self.viewpoint.activated.connect(lambda _index: self._choose(viewpoint=self.viewpoint.currentData()))
        tip = tr("From where the cloud is seen; “All sides” inspects a closed part from several sides")
        self._row(tr("Seen"), self.viewpoint, "file_viewpoint", tip)

    def _choose(self, **changes: object) -> None:
        choice = replace(self.facts.choice, **changes)  # type: ignore[arg-type]  # field types are those of the widgets
        if choice != self.facts.choice:
            self.choice_made.emit(choice)


def _combo() -> QComboBox:
    combo = QComboBox()
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(8)
    combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return combo


def _breakable(text: str) -> str:
    """Words as long as file names may be broken at their dashes."""
    return re.sub(r"([_\-./])(?=\w)", "\\1\u200b", text)


def _small(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "small")
    label.setWordWrap(True)
    label.setMinimumWidth(1)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
