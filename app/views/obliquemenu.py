"""Planes beside those of the voxels: along the patient's axes by the file's geometry, and tilted by hand."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QLabel, QMenu, QToolButton, QWidget, QWidgetAction

from app.i18n import later, tr
from app.oblique import STRAIGHT_FROM, obliqueness
from app.state import AppState
from app.theme import indent

_ANGLES = (
    ("nod", later("Nod, about left to right")),
    ("roll", later("Roll, about back to front")),
    ("turn", later("Turn, about the body")),
)


class ObliqueMenu(QToolButton):
    """A button that says which planes are cut; its menu changes them."""

    def __init__(self, state: AppState, actions: dict[str, QAction]) -> None:
        super().__init__()
        self._state, self._straight = state, actions["straight"]
        self.setObjectName("oblique_menu")
        self.setAccessibleName(tr("Direction of the planes"))
        self.setToolTip(tr("Planes of the file, along the patient's axes, or tilted"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self._facts = menu.addAction("")
        self._facts.setEnabled(False)
        menu.addAction(self._straight)
        menu.addAction(self._spins(menu))
        menu.addAction(actions["tilt_off"])
        menu.aboutToShow.connect(self._show_facts)
        self.setMenu(menu)
        state.volume_style_changed.connect(self._show)
        self._show()

    def _spins(self, menu: QMenu) -> QWidgetAction:
        box = QWidget(menu)
        grid = QGridLayout(box)
        grid.setContentsMargins(12, 4, 12, 4)
        self._angles: list[QDoubleSpinBox] = []
        for row, (name, words) in ((row, (name, tr(words))) for row, (name, words) in enumerate(_ANGLES)):
            spin = QDoubleSpinBox()
            indent(spin)
            spin.setObjectName(f"tilt_{name}")
            spin.setAccessibleName(tr("{words}, degrees", words=words))
            spin.setRange(-180.0, 180.0)
            spin.setDecimals(1)
            spin.setSingleStep(1.0)
            spin.setSuffix("°")
            spin.setWrapping(True)
            spin.setKeyboardTracking(False)
            spin.valueChanged.connect(partial(self._on_turned, row))
            label = QLabel(words)
            label.setBuddy(spin)
            grid.addWidget(label, row, 0)
            grid.addWidget(spin, row, 1)
            self._angles.append(spin)
        action = QWidgetAction(menu)
        action.setDefaultWidget(box)
        return action

    def _on_turned(self, axis: int, degrees: float) -> None:
        angles = list(self._state.volume.tilt)
        angles[axis] = degrees
        self._state.set_volume_style(tilt=(angles[0], angles[1], angles[2]))

    def _show_facts(self) -> None:
        loaded = self._state.loaded
        if loaded is None or loaded.views[0].affine is None:
            return
        degrees = obliqueness(loaded.views[0].affine)
        if not loaded.views[0].is_oriented:
            words = tr("The file does not say how the patient lies")
        elif degrees < STRAIGHT_FROM:
            words = tr("The file's axes are the patient's")
        else:
            words = tr("The file's axes are {degrees:.1f}° off the patient's", degrees=degrees)
        self._facts.setText(words)
        self._straight.setEnabled(loaded.views[0].is_oriented)

    def _show(self) -> None:
        style = self._state.volume
        self._straight.setChecked(style.is_straight)
        for spin, degrees in zip(self._angles, style.tilt, strict=True):
            with QSignalBlocker(spin):
                spin.setValue(degrees)
        base = tr("Patient's axes") if style.is_straight else tr("File's axes")
        self.setText(tr("{base}, tilted", base=base) if any(style.tilt) else base)
