"""The window: puts bars, views and docks together and connects the action table. Nothing else happens here."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import (
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPixmap,
    QShowEvent,
    QUndoStack,
)
from PySide6.QtWidgets import QFileDialog, QMainWindow, QVBoxLayout, QWidget

from app import availability
from app.access import Access
from app.actions import make_actions
from app.commands import drop_stale
from app.deciding import Deciding
from app.docks import make_docks
from app.finding_window import FindingWindow
from app.handlers import make_handlers
from app.history import ViewHistory
from app.i18n import tr
from app.inputs import Inputs
from app.jobs import JobRunner
from app.keeper import SessionKeeper
from app.keymaps import KeyMaps
from app.marking import Marking
from app.measure_session import MeasureSession
from app.measuring import MeasurementFiles
from app.models import Models
from app.notices import Level, Notice, NoticeBar, notice_of
from app.probing import ProbeSession
from app.reporting import Reporting
from app.sentences import in_language
from app.session import Session
from app.state import AppState
from app.styles import Compare
from app.teaching import Teaching
from app.view_actions import ViewActions
from app.views.about import document_dialog
from app.views.console import ExpertConsole
from app.views.decision import DecisionPanel
from app.views.live_bar import LiveBar
from app.views.menus import fill_menus
from app.views.opening import OpeningView
from app.views.page_stack import PageStack
from app.views.profile_button import ProfileButton
from app.views.queue import QueuePanel
from app.views.recent import StartView
from app.views.status import StatusBar
from app.views.tiles import TilesView
from app.views.toolbar import TopBar
from app.views.viewbar import ViewBar
from app.views.volumebar import VolumeBar
from app.window_parts import WindowParts
from app.workspaces import WORKSPACES, Workspaces

if TYPE_CHECKING:
    from app.presenting import Presentation

log = logging.getLogger(__name__)


class MainWindow(QMainWindow):
    """The only window of the program."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__()
        self.setWindowTitle(tr("UniMMAD Inspector"))
        self.setAcceptDrops(True)
        self.setDockOptions(QMainWindow.DockOption.AnimatedDocks | QMainWindow.DockOption.AllowNestedDocks)
        self.parts = parts
        self.state, self.undo, self.runner = AppState(), QUndoStack(self), JobRunner()
        self.state.overlay, self.state.viewing.style = parts.settings.overlay, parts.settings.view_style
        self.session = Session(self.state, self.runner, parts.calls, parts.log_file)
        self.probing = ProbeSession(
            self.state, self.session, self.runner.model, lambda: self.session.inspector, self.undo
        )
        self.console = ExpertConsole(self.state, self.probing, lambda: self.session.inspector)
        self.notices = NoticeBar()
        self.deciding = Deciding(self, parts.review, parts.outbox)
        self.reporting = Reporting(self)
        self.access = Access(self)
        self.teaching = Teaching(self, parts.calls, parts.make_thumbnail)
        self.models, self.marking = Models(self, parts.calls), Marking(self, parts.calls)
        self.inputs = Inputs(self)
        self.presentation: Presentation | None = None
        self.actions_by_name = make_actions(self, make_handlers(self))
        # Before the views change: the bar of a volume beside the docks of an image would need more than a small screen.
        self.state.loaded_changed.connect(self._choose_workspace)
        self.tiles = TilesView(self.state)
        self.start_view = StartView()
        self._centre = PageStack()
        self._make_centre()
        self.queue = QueuePanel(self.state, self.runner.extras, parts.make_thumbnail, self.session.open_sample)
        self.queue.menu_requested.connect(self.inputs.show_queue_menu)
        self.console.atlas.set_record(self.deciding.session)
        self.console.atlas.picked.connect(self.queue.show_only)
        self.docks = make_docks(self)
        self.top_bar = TopBar(self.state, self.session, self.actions_by_name, parts.calls.shipped_models)
        self.addToolBar(self.top_bar)
        self.setStatusBar(StatusBar(self.state, self.session, self.tiles))
        self.workspaces = Workspaces(self, self.docks, parts.settings)
        group = QActionGroup(self)
        for name in WORKSPACES:
            group.addAction(self.actions_by_name[f"workspace_{name}"])
        fill_menus(
            self.menuBar(),
            self.actions_by_name,
            parts.settings,
            self.open_paths,
            self._show_document,
            self.notices.show_notice,
        )
        self._finding_window = FindingWindow(self.state, parts.settings)
        self._view_actions = ViewActions(self.state, self.tiles, self.actions_by_name)
        self.history = ViewHistory(self.state, self.tiles, self.undo)
        self.measuring = MeasureSession(
            self.state, self.undo, MeasurementFiles(parts.measurements), self.notices.show_notice
        )
        self.keymaps = KeyMaps(parts.settings, self.actions_by_name, self.state.viewing, self)
        self.keymaps.apply()
        self.statusBar().addPermanentWidget(ProfileButton(self.keymaps, self.actions_by_name["shortcuts"]))
        self.keeper = SessionKeeper(self, parts.session_file)
        self._connect()
        self.start_view.show_recent(parts.settings.recent)
        name = self.workspaces.restore()
        self._is_workspace_chosen = name not in (WORKSPACES[0], "volume")
        self._show_workspace(name)
        availability.show_scene_style(self.state.scene, self.actions_by_name)

    # --- building ------------------------------------------------------------------------------------------------
    def _make_centre(self) -> None:
        self._centre.setObjectName("centre")
        views = QWidget()
        column = QVBoxLayout(views)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(ViewBar(self.state, self.actions_by_name))
        self.volume_bar = VolumeBar(self.state, self.tiles, self.actions_by_name, self.parts.settings)
        column.addWidget(self.volume_bar)
        column.addWidget(self.tiles, 1)
        column.addWidget(LiveBar(self.inputs.live, self.actions_by_name))
        self._centre.addWidget(self.start_view)
        self._centre.addWidget(views)
        self.opening = OpeningView(self.session)
        self._centre.addWidget(self.opening)
        outer = QWidget()
        layout = QVBoxLayout(outer)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notices)
        layout.addWidget(self._centre, 1)
        self.setCentralWidget(outer)

    def _connect(self) -> None:
        session, state = self.session, self.state
        session.noticed.connect(self.notices.show_notice)
        state.loaded_changed.connect(self._on_loaded_changed)
        state.current_changed.connect(self.show_available_actions)
        state.loaded_changed.connect(lambda: drop_stale(self.undo))
        state.scene_changed.connect(lambda: availability.show_scene_style(state.scene, self.actions_by_name))
        state.result_changed.connect(self._show_routing_alarm)
        state.result_changed.connect(self.reporting.show_available)
        state.results_changed.connect(lambda _key: self.reporting.show_available())
        state.result_changed.connect(self.show_available_actions)
        self.console.failed.connect(lambda error: self.notices.show_notice(notice_of(error, self.parts.log_file)))
        state.model_changed.connect(self.show_available_actions)
        state.samples_changed.connect(self.show_available_actions)
        session.activity_changed.connect(self.show_available_actions)
        session.activity_changed.connect(self._leave_opening)
        self.history.can_undo_changed.connect(self.actions_by_name["undo"].setEnabled)
        self.undo.canRedoChanged.connect(self.actions_by_name["redo"].setEnabled)
        for name in ("undo", "redo"):
            self.actions_by_name[name].setEnabled(False)
        self.start_view.open_requested.connect(self.open_files)
        self.start_view.folder_requested.connect(self.open_folder)
        self.start_view.live_requested.connect(self.inputs.choose_stream)
        self.start_view.recent_chosen.connect(lambda path: self.open_paths([path]))
        self.show_available_actions()

    # --- opening -------------------------------------------------------------------------------------------------
    def open_paths(self, paths: list[Path]) -> None:
        """Open files or folders, and remember them."""
        if paths:
            self.keeper.paths = paths
            self.parts.settings.add_recent(paths)
            self.notices.dismiss()
            if not self.inputs.open_video(paths):
                self.session.open_paths(paths)
                self.inputs.look_first(paths)

    def open_files(self) -> None:
        """Ask for the files of one sample."""
        names, _ = QFileDialog.getOpenFileNames(self, tr("Open the files of one sample"))
        self.open_paths([Path(name) for name in names])

    def open_folder(self) -> None:
        """Ask for a folder or study."""
        name = QFileDialog.getExistingDirectory(self, tr("Open a folder or DICOM study"))
        self.open_paths([Path(name)] if name else [])

    def open_model(self) -> None:
        """Ask for a model file."""
        name, _ = QFileDialog.getOpenFileName(self, tr("Open a model"), "", tr("Models (*.safetensors)"))
        if name:
            self.session.load_model(Path(name), self.session.device)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self.start_view.show_drop(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing is coming after all."""
        self.start_view.show_drop(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self.start_view.show_drop(False)
        event.acceptProposedAction()
        self.open_paths([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # --- state -> window -----------------------------------------------------------------------------------------
    def show_opening(self, picture: QPixmap) -> None:
        """Show the first picture of what is being read; what was on screen comes back if that fails or is stopped."""
        self._centre.setCurrentWidget(self.opening)
        self.opening.show_picture(picture)

    def _leave_opening(self) -> None:
        if self._centre.currentWidget() is self.opening and not self.session.is_opening:
            self._centre.setCurrentIndex(0 if self.state.loaded is None else 1)

    def _choose_workspace(self) -> None:
        """A volume needs the room that an image can spare for the experts."""
        if self.state.loaded is not None and not self._is_workspace_chosen:
            self._show_workspace("volume" if self.state.loaded.is_volume else WORKSPACES[0])

    def _on_loaded_changed(self) -> None:
        loaded = self.state.loaded
        if loaded is None:
            return
        self._centre.setCurrentIndex(1)
        self.setWindowTitle(tr("{sample_id} – UniMMAD Inspector", sample_id=loaded.sample.sample_id))
        self.show_available_actions()

    def _show_routing_alarm(self) -> None:
        alarm = self.state.result.routing_alarm if self.state.result is not None else None
        if alarm is not None:
            rate = tr(
                "At most {false_alarm_rate:.1f} % of normal samples raise this alarm.",
                false_alarm_rate=100 * alarm.false_alarm_rate,
            )
            self.notices.show_notice(
                Notice(Level.WARNING, in_language(alarm.sentence), tr("Do not trust the score yet. {rate}", rate=rate))
            )

    def show_available_actions(self) -> None:
        """Enable the entries that there is something for, and that whoever is logged in may use."""
        availability.show_available(self.state, self.actions_by_name, has_record=self.deciding.session.is_available)
        self.reporting.show_available()
        self.access.apply()

    def recipe_widgets(self) -> list[QWidget]:
        """What changes recipes and thresholds, beyond the action table."""
        found = [*self.top_bar.recipe_widgets()]
        decision = self.docks["decision"].widget()
        if isinstance(decision, DecisionPanel):
            found.append(decision.controls)
        if self.deciding.session.is_available:
            found.append(self.deciding.thresholds.controls)
        return found

    def show_workspace(self, name: str) -> None:
        """Rearrange the same docks for one kind of work; from now on samples do not choose it any more."""
        self._is_workspace_chosen = True
        self._show_workspace(name)
        if name == "experts":
            self.console.tabs.setFocus(Qt.FocusReason.OtherFocusReason)  # arrow keys go from page to page

    def _show_workspace(self, name: str) -> None:
        if name == self.workspaces.name:
            return
        self.actions_by_name[f"workspace_{name}"].setChecked(True)
        self.workspaces.show(name)
        self.actions_by_name["files"].setChecked(self.docks["files"].isVisible())
        self.tiles.show_scene_only(name == "3d")

    def cancel(self) -> None:
        """Drop what a tool began, or put it away; stop what runs; else close the message; else deselect."""
        if self.tiles.cancel_tool():
            return
        if self.session.activity:
            self.session.cancel()
        elif self.notices.notice is not None:
            self.notices.dismiss()
        else:
            self.state.select_region(None)

    def present(self) -> Presentation:
        """Begin the guided tour, in a window of its own; this one stays as it is."""
        from app.presenting import Presentation  # it is made of such windows

        if self.presentation is None:
            self.presentation = Presentation(self.parts, self.session.model_path, self.session.device)
            self.presentation.ended.connect(self._on_presented)
            self.presentation.start()
        return self.presentation

    def _on_presented(self) -> None:
        self.presentation = None
        self.activateWindow()

    def _show_document(self, path: Path) -> None:
        try:
            document_dialog(self, path).show()
        except OSError as exc:
            log.warning("cannot read %s: %s", path, exc)
            self.notices.show_notice(
                Notice(Level.ERROR, tr("{name} cannot be read.", name=path.name), str(exc.strerror or ""))
            )

    def showEvent(self, event: QShowEvent) -> None:
        """Sizes of docks hold only from now on."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self.workspaces.settle)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout, cancel what runs, wait for the lanes."""
        settings = self.parts.settings
        self.workspaces.keep()
        settings.overlay = self.state.overlay
        settings.view_style = self.state.viewing.style
        self.history.close()
        self.volume_bar.cine.stop_playing()
        self.state.set_overlay(compare=Compare.OFF, is_flickered_off=False)
        if self.presentation is not None:
            self.presentation.end()
        self.teaching.close()
        self.models.close()
        self.marking.close()
        self.inputs.close()
        self.tiles.stop()
        self.session.close()
        self.deciding.close()
        self.keeper.close()
        super().closeEvent(event)
