"""How a 3-D picture is looked at, as a menu beside it: the same entries as the window's menu "3-D"."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.actions import ACTIONS

MENU = "3-D"
CLOUD_ONLY = ("light", "clip_box", "value_range")  # entries that mean nothing for a volume
VOLUME_ONLY = ("body",)


class SceneMenu(QMenu):
    """Filled from the window that it is in, each time it opens: the entries, their keys and marks are the window's."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        parent = self.parentWidget()
        window = (parent or self).window()
        for spec in ACTIONS:
            action = window.findChild(QAction, f"action_{spec.name}") if spec.menu == MENU else None
            if action is None:
                continue
            if spec.starts_group:
                self.addSeparator()
            self.addAction(action)
