"""Window and level of the view in use: numbers to type, CT presets to pick and edit, automatic, the file's own."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget, QWidgetAction

from app.i18n import numeral, tr
from app.keymaps import set_tip
from app.settings import Settings
from app.state import AppState
from app.theme import indent
from app.views.image import ImageView
from app.views.tiles import TilesView
from app.views.words import number_text
from app.windows import WindowPreset, automatic_window, width_and_level
from core.records import Kind, modality_info


class WindowMenu(QToolButton):
    """A button that names the window in use; its menu changes it."""

    def __init__(self, state: AppState, tiles: TilesView, settings: Settings) -> None:
        super().__init__()
        self._state, self._tiles, self._settings = state, tiles, settings
        self._preset: WindowPreset | None = None  # picked last
        self.setObjectName("window_menu")
        self.setAccessibleName(tr("Window and level"))
        set_tip(self, tr("Window and level (drag in a view; $reset_window: as the file says)"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)
        state.window_changed.connect(self._show)
        state.loaded_changed.connect(self._show)
        state.volume_style_changed.connect(self._show)
        self._show()

    def _view(self) -> ImageView | None:
        return self._tiles.current_view()

    def _matching(self, view: ImageView) -> WindowPreset | None:
        """The preset whose numbers are in use; only CT has units that presets can speak of."""
        if modality_info(view.view.modality).kind is not Kind.CT:
            return None
        return next((preset for preset in self._settings.window_presets if preset.limits == view.grey_window), None)

    def _fill(self) -> None:
        menu, view = self.menu(), self._view()
        menu.clear()
        if view is None:
            return
        menu.addAction(self._numbers(menu, view))
        is_ct = modality_info(view.view.modality).kind is Kind.CT
        if is_ct:
            menu.addSeparator()
            used = self._matching(view)
            for preset in self._settings.window_presets:
                action = menu.addAction(
                    f"{tr(preset.name)}\tW {numeral(preset.width, 'g')}  L {numeral(preset.level, 'g')}"
                )
                action.setCheckable(True)
                action.setChecked(preset == used)
                action.triggered.connect(partial(self._use, preset))
        menu.addSeparator()
        menu.addAction(tr("Automatic for this plane")).triggered.connect(self._use_automatic)
        menu.addAction(tr("As the file says (R)")).triggered.connect(self._use_file)
        if is_ct:
            menu.addSeparator()
            keep = menu.addAction(
                tr("Keep these numbers as “{name}”", name=self._preset.name) if self._preset else tr("Keep as preset")
            )
            keep.setEnabled(self._preset is not None and self._preset.limits != view.grey_window)
            keep.triggered.connect(self._keep)
            menu.addAction(tr("Usual numbers for all presets")).triggered.connect(self._reset_presets)

    def _numbers(self, menu: QMenu, view: ImageView) -> QWidgetAction:
        """Width and level to type."""
        box = QWidget(menu)
        row = QHBoxLayout(box)
        row.setContentsMargins(10, 4, 10, 4)
        width, level = width_and_level(view.grey_window)
        unit = f" {view.view.unit}" if view.view.unit else ""
        spins: list[QDoubleSpinBox] = []
        for name, label, value, least in (("window_width", "W", width, 1e-6), ("window_level", "L", level, -1e9)):
            spin = QDoubleSpinBox()
            indent(spin)
            spin.setObjectName(name)
            spin.setAccessibleName(tr("Window width") if label == "W" else tr("Window level"))
            spin.setRange(least, 1e9)
            spin.setDecimals(0 if abs(width) >= 20 else 3)
            spin.setSuffix(unit)
            spin.setKeyboardTracking(False)
            spin.setValue(value)
            row.addWidget(QLabel(label))
            row.addWidget(spin, 1)
            spins.append(spin)
        for spin in spins:
            spin.valueChanged.connect(partial(self._on_number_changed, spins))
        action = QWidgetAction(menu)
        action.setDefaultWidget(box)
        return action

    def _on_number_changed(self, spins: list[QDoubleSpinBox], _value: float) -> None:
        width, level = (spin.value() for spin in spins)
        self._apply((level - width / 2, level + width / 2))

    def _use(self, preset: WindowPreset, _checked: bool = False) -> None:
        self._preset = preset
        self._apply(preset.limits)

    def use(self, place: int) -> None:
        """The CT preset at a place of the list; nothing where values have no such units."""
        view = self._view()
        if view is not None and modality_info(view.view.modality).kind is Kind.CT:
            self._use(self._settings.window_presets[place])

    def _use_automatic(self) -> None:
        view = self._view()
        if view is not None:
            self._apply(automatic_window(view.plane().astype("float32", copy=False)))

    def _use_file(self) -> None:
        self._apply(None)

    def _apply(self, window: tuple[float, float] | None) -> None:
        view = self._view()
        if view is not None:
            self._state.set_window(view.view.modality, window)

    def _keep(self) -> None:
        view = self._view()
        if view is not None and self._preset is not None:
            self._preset = WindowPreset(self._preset.name, *width_and_level(view.grey_window))
            self._settings.set_window_preset(self._preset)
            self._show()

    def _reset_presets(self) -> None:
        self._settings.reset_window_presets()
        self._preset = None
        self._show()

    def _show(self, _modality: str = "") -> None:
        view = self._view()
        if view is None:
            self.setText(tr("Window"))
            return
        preset = self._matching(view)
        width, level = width_and_level(view.grey_window)
        with QSignalBlocker(self):
            name = tr(preset.name) if preset else "W/L"
            self.setText(f"{name}  {number_text(width)} / {number_text(level)}")
