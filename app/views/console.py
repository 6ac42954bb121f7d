"""The expert console: routing, contributions, causes and ablations of the sample on screen, one page each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget

from app.i18n import later, tr
from app.probing import Gate, ProbeSession
from app.state import AppState
from app.theme import set_icon
from app.views.atlas import AtlasPage
from app.views.cause import CausePage
from app.views.console_export import FILTERS, page_file
from app.views.contributions import ContributionsPage
from app.views.experts import ExpertsPanel
from app.views.flow import FlowPage
from app.views.leaders import LeadersPage
from app.views.nearest import NearestPage
from app.views.sweep import SweepPage
from app.views.what_if import WhatIfPage
from core import api
from core.api import Inspector
from core.errors import StorageError

_PAGES = (
    (later("Gates"), later("Every gate of the sample: which leaders it kept")),
    (later("Leaders"), later("All leaders of one gate, with entropy and margin")),
    (later("Flow"), later("Sensor, gate, leader and the base experts that it mixes")),
    (later("Contributions"), later("Where and how strongly every expert enters the restored features")),
    (later("Cause"), later("Which sensor and scale made the score or the selected region")),
    (later("Nearest normal"), later("The normal patches most like the selected region, with the distance per scale")),
    (later("What if"), later("Mute, force, swap or re-weight experts and see what follows (ablation)")),
    (later("Which matter"), later("Rank the kept leaders by what happens without them (ablation)")),
    (later("Atlas"), later("How samples of every category are routed: bubbles, heat map, likeness, drift")),
)


class ExpertConsole(QWidget):
    """Tabs over pages; a page's data is computed when it is looked at. Ctrl+Tab walks the tabs."""

    failed = Signal(object)  # StorageError of an export

    def __init__(self, state: AppState, session: ProbeSession, inspector: Callable[[], Inspector | None]) -> None:
        super().__init__()
        self._state, self._session = state, session
        self.gates = ExpertsPanel(state)
        self.nearest = NearestPage(state, session)
        self.atlas = AtlasPage(state, session, inspector)
        self.gates.gate_chosen.connect(self._on_gate_chosen)
        self._pages: tuple[QWidget, ...] = (
            self.gates,
            LeadersPage(state, session),
            FlowPage(state, session),
            ContributionsPage(state, session),
            CausePage(state, session),
            self.nearest,
            WhatIfPage(state, session),
            SweepPage(state, session),
            self.atlas,
        )
        self.tabs = QTabBar()
        self.tabs.setObjectName("console-tabs")
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setDrawBase(False)
        for button in self.tabs.findChildren(QToolButton):  # they scroll; the arrow keys do so, too
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabs.setAccessibleName(tr("Pages of the expert console"))
        self._stack = QStackedWidget()
        for page, (name, tip) in zip(self._pages, ((tr(a), tr(b)) for a, b in _PAGES), strict=True):
            self.tabs.setTabToolTip(self.tabs.addTab(name), tip)
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._export = QToolButton()
        self._export.setObjectName("console-export")
        self._export.setProperty("flat", True)
        self._export.setAccessibleName(tr("Export the page"))
        set_icon(self._export, "mdi6.export-variant")
        self._export.setToolTip(tr("Save this page as a picture (PNG, SVG), or the routing as a table (CSV)"))
        self._export.setEnabled(False)
        self._export.clicked.connect(self._on_export)
        state.result_changed.connect(lambda: self._export.setEnabled(state.result is not None))
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 4, 0)
        head.addWidget(self.tabs, 1)
        head.addWidget(self._export)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        for keys, step in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._walk_tabs, step))

    def export(self, path: Path) -> None:
        """Save the page on top, or the routing, in the form that the file's ending names. Raises StorageError."""
        title = f"{self.tabs.tabText(self.tabs.currentIndex())}, {path.stem}"
        content = page_file(path, self.page, title, self._state.result)
        if content is None:
            raise StorageError(f"{path.name} has no ending that can be written.", hint="Use .png, .svg or .csv.")
        api.save_file(path, content)

    def _on_export(self) -> None:
        name, chosen = QFileDialog.getSaveFileName(
            self, tr("Export the page"), "experts.png", ";;".join(map(tr, FILTERS.values()))
        )
        if not name:
            return
        path = Path(name)
        if path.suffix.lower() not in FILTERS:
            path = path.with_name(path.name + next(end for end, words in FILTERS.items() if tr(words) == chosen))
        try:
            self.export(path)
        except StorageError as error:
            self.failed.emit(error)

    def sizeHint(self) -> QSize:
        """Wide and low: it lives below the views."""
        return QSize(720, 270)

    def minimumSizeHint(self) -> QSize:
        """The gates and the tabs."""
        return QSize(340, 190)

    def show_page(self, name: str) -> None:
        """Go to a page by its English name."""
        self.tabs.setCurrentIndex([title for title, _ in _PAGES].index(name))

    @property
    def page_name(self) -> str:
        """The English name of the page on top."""
        return _PAGES[self._stack.currentIndex()][0]

    @property
    def page(self) -> QWidget:
        """The page on top."""
        return self._pages[self._stack.currentIndex()]

    def _walk_tabs(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())
        self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_tab_changed(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self._tell_need()

    def showEvent(self, event: object) -> None:  # object: Qt's QShowEvent is not looked at
        """A hidden console computes nothing."""
        self._tell_need()

    def hideEvent(self, event: object) -> None:  # object: Qt's QHideEvent is not looked at
        """A hidden console computes nothing."""
        self._session.need_probe(False)

    def _tell_need(self) -> None:
        self._session.need_probe(self.isVisible() and bool(getattr(self.page, "needs_probe", False)))

    def _on_gate_chosen(self, slot: int, scale: int, branch: int) -> None:
        self._session.set_gate(Gate(slot, scale, branch))
