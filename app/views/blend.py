"""How much of every sensor is in the tile of all sensors together."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QSlider, QWidget, QWidgetAction

from app.i18n import tr
from app.state import AppState
from core.records import modality_info


class BlendMenu(QObject):
    """Adds a submenu with a slider a sensor; it lives as long as the menu."""

    def __init__(self, state: AppState, menu: QMenu) -> None:
        super().__init__(menu)
        self._state = state
        menu.addSeparator()
        self._menu = menu.addMenu(tr("Blend of the sensors"))
        self._menu.setObjectName("menu_blend")
        self._menu.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self._menu.clear()
        loaded, style = self._state.loaded, self._state.viewing.style
        if loaded is None or len(loaded.views) < 2:
            self._menu.addAction(tr("This sample has one sensor only")).setEnabled(False)
            return
        box = QWidget(self._menu)
        grid = QGridLayout(box)
        grid.setContentsMargins(12, 6, 12, 6)
        for row, view in enumerate(loaded.views):
            label, slider = QLabel(tr(modality_info(view.modality).label)), QSlider(Qt.Orientation.Horizontal)
            label.setBuddy(slider)
            slider.setObjectName(f"blend_{view.modality}")
            slider.setAccessibleName(tr("{value} in the blend, per cent", value=label.text()))
            slider.setRange(0, 100)
            slider.setFixedWidth(140)
            slider.setValue(round(100 * style.weight(view.modality)))
            slider.valueChanged.connect(partial(self._on_moved, view.modality))
            grid.addWidget(label, row, 0)
            grid.addWidget(slider, row, 1)
        action = QWidgetAction(self._menu)
        action.setDefaultWidget(box)
        self._menu.addAction(action)
        self._menu.addAction(tr("All alike")).triggered.connect(self._on_reset)

    def _on_moved(self, modality: str, value: int) -> None:
        viewing = self._state.viewing
        viewing.set_style(blend=viewing.style.with_weight(modality, value / 100))

    def _on_reset(self) -> None:
        self._state.viewing.set_style(blend=())
