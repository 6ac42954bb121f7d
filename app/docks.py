"""The docks around the views: what is in them and where they start. `Workspaces` arranges them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QLabel, QVBoxLayout, QWidget

from app.i18n import tr
from app.views.decision import DecisionPanel
from app.views.regions import RegionsPanel

if TYPE_CHECKING:
    from app.main_window import MainWindow


def make_docks(window: MainWindow) -> dict[str, QDockWidget]:
    """All docks of the window by name, in their places."""
    right, left = Qt.DockWidgetArea.RightDockWidgetArea, Qt.DockWidgetArea.LeftDockWidgetArea
    window.setCorner(Qt.Corner.BottomRightCorner, right)
    window.setCorner(Qt.Corner.BottomLeftCorner, left)
    docks = {
        "queue": _dock("queue", tr("Queue"), window.queue),
        "decision": _dock("decision", tr("Decision"), DecisionPanel(window.state, window.undo)),
        "regions": _dock("regions", tr("Regions"), RegionsPanel(window.state)),
        "experts": _dock("experts", tr("Experts"), window.console),
    }
    window.addDockWidget(left, docks["queue"])
    window.addDockWidget(right, docks["decision"])
    window.addDockWidget(right, docks["regions"])
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, docks["experts"])
    places = {"verdict": right, "thresholds": left, "review": Qt.DockWidgetArea.BottomDockWidgetArea}
    for name, (title, panel) in window.deciding.panels().items():
        docks[name] = _dock(name, title, panel)
        window.addDockWidget(places[name], docks[name])
    for name, (title, panel) in window.inputs.panels().items():
        docks[name] = _dock(name, title, panel)
        window.addDockWidget(left, docks[name])
    if "verdict" in docks:
        window.splitDockWidget(docks["decision"], docks["verdict"], Qt.Orientation.Vertical)
    return docks


def _dock(name: str, title: str, widget: QWidget) -> QDockWidget:
    dock = QDockWidget(title)
    dock.setObjectName(f"dock_{name}")
    dock.setAccessibleName(title)
    dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
    label = QLabel(title.upper())
    bar = QWidget()
    bar.setObjectName("dockTitle")
    bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    layout = QVBoxLayout(bar)
    layout.setContentsMargins(12, 8, 12, 4)
    layout.addWidget(label)
    dock.setTitleBarWidget(bar)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    dock.setWidget(widget)
    return dock
