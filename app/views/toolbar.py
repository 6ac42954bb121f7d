"""The bar at the top: open, model, device, recipe, workspaces."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from app.i18n import later, tr
from app.keymaps import set_tip
from app.session import Session
from app.state import AppState
from app.theme import icon_size, set_icon

_DEVICES = (("auto", later("Automatic")), ("cpu", "CPU"), ("cuda", "CUDA"))
REPORT_ENTRIES = (
    "save_report",
    "save_queue_report",
    "print_preview",
    "print",
    "export_part",
    "export_case",
    "copy_picture",
    "names_in_exports",
)
_WORKSPACES = (
    ("inspect", later("Inspect")),
    ("volume", later("Volume")),
    ("3d", later("3-D")),
    ("experts", later("Experts")),
    ("review", later("Review")),
)


class TopBar(QToolBar):
    """Choices that hold for everything on screen."""

    def __init__(
        self,
        state: AppState,
        session: Session,
        actions: dict[str, QAction],
        shipped_models: Callable[[], tuple[Path, ...]],
    ) -> None:
        super().__init__(tr("Main bar"))
        self.setObjectName("top_bar")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setIconSize(icon_size())
        self._state, self._session, self._actions, self._shipped = state, session, actions, shipped_models
        self.addWidget(self._open_button())
        self.addSeparator()
        self._model = self._menu_button("model", tr("Model"), "mdi6.cube-outline", self._fill_models)
        self._device = self._menu_button("device", tr("Device"), "mdi6.chip", self._fill_devices)
        self.addSeparator()
        self._recipe = QComboBox()
        self._recipe.setObjectName("recipe")
        self._recipe.setAccessibleName(tr("Recipe"))
        self._recipe.setToolTip(tr("Recipe: the category whose normal parts this one is compared with"))
        self._recipe.setMinimumContentsLength(12)
        self._recipe.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        label = QLabel(tr("Recipe"))
        label.setProperty("role", "dim")
        label.setContentsMargins(4, 0, 4, 0)
        label.setBuddy(self._recipe)
        self.addWidget(label)
        self.addWidget(self._recipe)
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(spacer)
        self.addWidget(self._report_button())
        self.addWidget(self._workspace_buttons())
        self._recipe.activated.connect(self._on_recipe_chosen)
        state.model_changed.connect(self._show)
        state.category_changed.connect(self._show)
        session.activity_changed.connect(self._show_device)
        self._show()

    def recipe_widgets(self) -> tuple[QWidget, ...]:
        """What changes the recipe."""
        return self._recipe, self._model

    def _open_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("open")
        button.setText(tr("Open"))
        set_icon(button, "mdi6.folder-open-outline")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        set_tip(button, tr("Open files ($open) or a folder ($open_folder)"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.addActions([self._actions["open"], self._actions["open_folder"]])
        button.setMenu(menu)
        return button

    def _report_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("report")
        button.setText(tr("Report"))
        set_icon(button, "mdi6.file-document-outline")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip(tr("Save (Ctrl+S), print (Ctrl+P) or export (Ctrl+Shift+E) what was found"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.addActions([self._actions[name] for name in REPORT_ENTRIES])
        button.setMenu(menu)
        return button

    def _menu_button(self, name: str, title: str, icon: str, fill: Callable[[QMenu], None]) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setAccessibleName(title)
        set_icon(button, icon, "dim")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.aboutToShow.connect(partial(fill, menu))
        button.setMenu(menu)
        self.addWidget(button)
        return button

    def _workspace_buttons(self) -> QWidget:
        box = QWidget()
        layout = QHBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for name, text in _WORKSPACES:
            action = self._actions[f"workspace_{name}"]
            action.setIconText(tr(text))
            button = QToolButton()
            button.setDefaultAction(action)
            button.setObjectName(f"button_workspace_{name}")
            button.setProperty("segment", "true")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            layout.addWidget(button)
        return box

    def _fill_models(self, menu: QMenu) -> None:
        menu.clear()
        used = self._session.model_path
        known = list(self._shipped())
        if used is not None and used not in known:
            known.append(used)
        for path in known:
            action = menu.addAction(path.stem)
            action.setCheckable(True)
            action.setChecked(path == used)
            action.triggered.connect(partial(self._on_model_chosen, path))
        menu.addSeparator()
        menu.addAction(self._actions["open_model"])

    def _fill_devices(self, menu: QMenu) -> None:
        menu.clear()
        for device, text in ((device, tr(text)) for device, text in _DEVICES):
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(device == self._session.device)
            action.triggered.connect(partial(self._on_device_chosen, device))

    def _on_model_chosen(self, path: Path, _checked: bool = False) -> None:
        if path != self._session.model_path:
            self._session.load_model(path, self._session.device)

    def _on_device_chosen(self, device: str, _checked: bool = False) -> None:
        if self._session.model_path is not None and device != self._session.device:
            self._session.load_model(self._session.model_path, device)

    def _on_recipe_chosen(self, _index: int) -> None:
        self._state.set_category(self._recipe.currentData())

    def _show(self) -> None:
        model = self._state.model
        with QSignalBlocker(self._recipe):
            self._recipe.clear()
            self._recipe.addItem(tr("Automatic"), None)
            for name in sorted(model.categories) if model else ():
                self._recipe.addItem(name.replace("_", " ").capitalize(), name)
            self._recipe.setCurrentIndex(max(self._recipe.findData(self._state.category), 0))
        self._recipe.setEnabled(model is not None)
        self._model.setText(model.name if model else tr("No model"))
        self._model.setToolTip(tr("Model: {path}", path=model.path) if model else tr("Choose or open a model (Ctrl+M)"))
        self._show_device()

    def _show_device(self) -> None:
        model = self._state.model
        self._device.setText(model.device.upper() if model else tr("Device"))
        self._device.setToolTip(tr("Device on which the model runs"))
        self._device.setEnabled(self._session.model_path is not None)
