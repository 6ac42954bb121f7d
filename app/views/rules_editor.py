"""What counts as a region of the category on screen: from which map value, how large, where not, what decides."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from app.commands import SetRegionRules
from app.i18n import tr
from app.measuring import Shape
from app.state import AppState
from app.theme import indent
from app.views.flow_layout import FlowLayout
from app.views.threshold_fields import NO_BUTTONS, form, note, spin
from app.views.words import percent_text
from core.region_rules import RegionRules, Zone


class RulesEditor(QWidget):
    """Edits the live rules of `AppState` by undoable commands; "Keep" in the dock around writes them into the model."""

    def __init__(self, state: AppState, undo: QUndoStack) -> None:
        super().__init__()
        self._state, self._undo = state, undo
        self.from_value = spin("region_threshold", 0.0, 1e6, 0.0, 4, "")
        self.from_value.setToolTip(tr("Map value from which pixels make a region"))
        self.follows = QCheckBox(tr("As the image"))
        self.follows.setObjectName("region_follows")
        self.follows.setToolTip(tr("Regions begin at the anomaly threshold of the image"))
        self._share = note("")
        self.min_mm2 = spin("min_area_mm2", 0.0, 1e6, 0.0, 2, " mm²")
        self.min_mm2.setToolTip(tr("Smaller regions do not count (where the size of a pixel is known)"))
        self.min_px = QSpinBox()
        indent(self.min_px)
        self.min_px.setObjectName("min_area_px")
        self.min_px.setStyleSheet(NO_BUTTONS)
        self.min_px.setRange(4, 10_000_000)
        self.min_px.setSuffix(" px")
        self.min_px.setMinimumWidth(90)
        self.min_px.setToolTip(tr("Smaller regions do not count"))
        self.limit = spin("limit_mm", 0.0, 1e5, 0.0, 2, " mm")
        self.limit.setSpecialValueText(tr("none"))
        self.limit.setToolTip(
            tr("A region at least this long makes an anomaly; a part with shorter ones only goes to review")
        )
        self._zones = QLabel()
        self._zones.setObjectName("zones")
        self._zones.setWordWrap(True)
        self.ignore, self.watch = QPushButton(tr("Ignore area")), QPushButton(tr("Watch all"))
        self.ignore.setObjectName("ignore_area")
        self.watch.setObjectName("watch_all")
        self.ignore.setToolTip(
            tr("Draw an area on a picture first (Shift+Q), then ignore it in every part of this category")
        )
        self.watch.setToolTip(tr("Ignore no zone any more"))
        self._build()
        for box in (self.from_value, self.min_mm2, self.min_px, self.limit):
            box.setKeyboardTracking(False)
            box.valueChanged.connect(self._on_edited)
        self.follows.toggled.connect(self._on_edited)
        self.ignore.clicked.connect(self._on_ignore)
        self.watch.clicked.connect(self._on_watch)
        for signal in (state.result_changed, state.region_threshold_changed, state.rules_changed):
            signal.connect(self._show)
        state.threshold_changed.connect(self._show)
        state.viewing.measurements_changed.connect(self._show)
        self._show()

    def _build(self) -> None:
        first, buttons = QVBoxLayout(self), FlowLayout()
        first.setContentsMargins(0, 0, 0, 0)
        first.setSpacing(4)
        first.addWidget(form((tr("Regions from"), self.from_value), ("", self.follows)))
        first.addWidget(self._share)
        first.addWidget(form((tr("Smallest"), self.min_mm2), (tr("or"), self.min_px), (tr("Decides from"), self.limit)))
        first.addWidget(self._zones)
        buttons.addWidget(self.ignore)
        buttons.addWidget(self.watch)
        first.addLayout(buttons)
        self.from_value.setAccessibleName(tr("Regions from map value"))

    # --- edits -----------------------------------------------------------------------------------------------------
    def _on_edited(self, _value: object = None) -> None:
        pixel = None if self.follows.isChecked() else self.from_value.value()
        if pixel is not None and pixel == round(self._state.region_threshold or 0.0, 4):
            pixel = self._state.region_threshold  # the field rounds; the threshold is not to
        rules = RegionRules(
            min_area_px=self.min_px.value(),
            min_area_mm2=self.min_mm2.value(),
            limit_mm=self.limit.value() or None,
            zones=self._state.rules.zones,
        )
        self._push(rules, pixel)

    def _drawn(self) -> Zone | None:
        """The selected area, or the last one drawn, in shares of the first view."""
        viewing, loaded = self._state.viewing, self._state.loaded
        areas = [entry for entry in viewing.measurements if entry.shape is Shape.AREA and not entry.modality]
        chosen = viewing.measurements[viewing.selected] if viewing.selected is not None else None
        entry = chosen if chosen in areas else (areas[-1] if areas else None)
        if entry is None or loaded is None:
            return None
        height, width = loaded.views[0].size[-2:]
        corners = [((x + 0.5) / width, (y + 0.5) / height) for _, y, x in entry.points]
        return Zone(tuple((min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)) for x, y in corners))

    def _on_ignore(self) -> None:
        zone = self._drawn()
        if zone is not None:
            self._push(replace(self._state.rules, zones=(*self._state.rules.zones, zone)), self._state.pixel_threshold)

    def _on_watch(self) -> None:
        self._push(replace(self._state.rules, zones=()), self._state.pixel_threshold)

    def _push(self, rules: RegionRules, pixel: float | None) -> None:
        wanted = (pixel, rules)
        if self._state.result is not None and wanted != (self._state.pixel_threshold, self._state.rules):
            self._undo.push(SetRegionRules(self._state, rules, pixel))

    # --- showing ---------------------------------------------------------------------------------------------------
    def _show(self, _value: object = None) -> None:
        state, result = self._state, self._state.result
        calibration = result.calibration if result is not None else None
        self.setEnabled(calibration is not None)
        boxes = (self.from_value, self.follows, self.min_mm2, self.min_px, self.limit)
        blockers = [QSignalBlocker(box) for box in boxes]
        level = state.region_threshold or 0.0
        self.from_value.setValue(level)
        self.from_value.setEnabled(state.pixel_threshold is not None)
        self.follows.setChecked(state.pixel_threshold is None)
        self.min_mm2.setValue(state.rules.min_area_mm2)
        self.min_px.setValue(state.rules.min_area_px)
        self.limit.setValue(state.rules.limit_mm or 0.0)
        del blockers
        self._share.setText("")
        if calibration is not None:
            above = 1.0 - _share_below(calibration.pixel_values, calibration.pixel_levels, level)
            self._share.setText(tr("{percent_text} of normal pixels are higher.", percent_text=percent_text(above, 3)))
        count = len(state.rules.zones)
        words = tr("No zone is ignored.")
        if count:
            words = tr("1 zone is ignored.") if count == 1 else tr("{count} zones are ignored.", count=count)
        unkept = calibration is not None and state.rules.zones != calibration.rules.zones
        self._zones.setText(tr("{words} The score changes once they are kept.", words=words) if unkept else words)
        self.ignore.setEnabled(self._drawn() is not None)
        self.watch.setEnabled(count > 0)


def _share_below(values: object, levels: object, level: float) -> float:
    import numpy as np

    return float(np.interp(level, np.asarray(values), np.asarray(levels)))
