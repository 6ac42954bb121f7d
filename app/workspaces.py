"""Arrangements of the docks for one kind of work each; what the user makes of them is kept."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow

from app.settings import Settings

WORKSPACES = ("inspect", "volume", "3d", "experts", "review")
DEFAULT_SIZE = QSize(1600, 1000)
_SHOWN = {
    "inspect": {"queue", "decision", "verdict", "regions", "experts"},
    "volume": {"decision", "verdict", "regions"},
    "3d": {"queue", "decision", "regions"},
    "experts": {"queue", "decision", "experts"},
    "review": {"thresholds", "decision", "verdict", "review"},
}


class Workspaces:
    """Shows one arrangement at a time and remembers the sizes of each, and the window's place, between runs.

    Args:
        window: Holds the docks.
        docks: By name.
        settings: Where arrangements are kept.
    """

    def __init__(self, window: QMainWindow, docks: Mapping[str, QDockWidget], settings: Settings) -> None:
        self._window, self._docks, self._settings = window, docks, settings
        self.name = ""  # empty before the first is shown

    def restore(self) -> str:
        """Bring the window back to where it was; returns the workspace that was in use."""
        self._fit_screen()
        self._window.restoreGeometry(self._settings.layout("geometry"))
        kept = bytes(self._settings.layout("workspace").data()).decode("ascii", "replace")
        return (
            kept if kept in WORKSPACES and kept not in ("3d", "review") else WORKSPACES[0]
        )  # a cloud is not there yet

    def show(self, name: str) -> None:
        """Arrange the docks as the user left this workspace, or as it comes."""
        if self.name and self.name != name:
            self.keep()
        self.name = name
        self._arrange()
        kept = self._settings.layout(f"docks_{name}")
        if not kept.isEmpty():
            self._window.restoreState(kept)

    def settle(self) -> None:
        """Give the docks their sizes again once the window is on screen: before, it had no room to share out."""
        if self._settings.layout(f"docks_{self.name}").isEmpty():
            self._arrange()

    def keep(self) -> None:
        """Remember the window's place and the sizes of the docks."""
        self._settings.set_layout("geometry", self._window.saveGeometry())
        self._settings.set_layout("workspace", QByteArray(self.name.encode("ascii")))
        self._settings.set_layout(f"docks_{self.name}", self._window.saveState())

    def reset(self) -> None:
        """Forget all arrangements: window and docks as they come."""
        for name in WORKSPACES:
            self._settings.set_layout(f"docks_{name}", QByteArray())
        self._settings.set_layout("geometry", QByteArray())
        self._window.showNormal()
        self._fit_screen()
        self._arrange()

    def _fit_screen(self) -> None:
        self._window.resize(self._window.screen().availableSize().boundedTo(DEFAULT_SIZE))

    def _arrange(self) -> None:
        shown = _SHOWN[self.name]
        for key in sorted(self._docks, key=shown.__contains__):  # hide first: docks of two workspaces side by side
            self._docks[key].setVisible(key in shown)  # need more width than the screen has, and the window would grow
        horizontal, vertical = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        self._window.resizeDocks([self._docks["queue"], self._docks["decision"]], [290, 330], horizontal)
        experts = round(self._window.height() * (0.5 if self.name == "experts" else 0.3))
        self._window.resizeDocks([self._docks["experts"]], [experts], vertical)
        if self.name == "review" and "review" in self._docks:
            self._window.resizeDocks([self._docks["thresholds"], self._docks["decision"]], [330, 330], horizontal)
            self._window.resizeDocks([self._docks["review"]], [round(self._window.height() * 0.36)], vertical)
