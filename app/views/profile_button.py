"""Whose keys hold now: always on screen, because the same digit means different things in different profiles."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from app.i18n import tr
from app.keymaps import PROFILE_WORDS, KeyMaps, Profile


class ProfileButton(QToolButton):
    """Names the profile; its menu changes it or opens the sheet of all keys."""

    def __init__(self, keymaps: KeyMaps, sheet: QAction) -> None:
        super().__init__()
        self._keymaps = keymaps
        self.setObjectName("profile_button")
        self.setProperty("flat", "true")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self._actions: dict[Profile, QAction] = {}
        for profile, (name, habit) in ((one, (tr(a), tr(b))) for one, (a, b) in PROFILE_WORDS.items()):
            action = menu.addAction(f"{name}: {habit}")
            action.setCheckable(True)
            action.triggered.connect(partial(self._on_chosen, profile))
            self._actions[profile] = action
        menu.addSeparator()
        menu.addAction(sheet)
        self.setMenu(menu)
        keymaps.changed.connect(self._show)
        self._show()

    def _on_chosen(self, profile: Profile, _checked: bool = False) -> None:
        self._keymaps.set_profile(profile)
        self._show()

    def _show(self) -> None:
        name, habit = (tr(words) for words in PROFILE_WORDS[self._keymaps.profile])
        self.setText(tr("Keys: {name}", name=name))
        self.setAccessibleName(tr("Keys and mouse of the profile {name}", name=name))
        self.setToolTip(tr("Keys and mouse of the profile {name}: {habit}", name=name, habit=habit))
        for profile, action in self._actions.items():
            action.setChecked(profile is self._keymaps.profile)
