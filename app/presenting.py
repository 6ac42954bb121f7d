"""The guided tour: a second window, full-screen, that goes through a few demo samples by keyboard.

It is a window of its own, with its own settings and without a record of decisions, so that ending it leaves the user's
window exactly as it was.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from app.i18n import tr
from app.main_window import MainWindow
from app.probing import Gate
from app.settings import Settings
from app.tour_steps import SCAN, STEPS, Step
from app.views.caption import Caption, Spotlight
from app.window_parts import WindowParts
from core.progress import Progress
from core.records import InspectionResult, Sample

log = logging.getLogger(__name__)

_SMALL = (1500, 900)  # px: a window below either has no room to spare
_KEYS = (("next_step", ("Space", "Right", "PgDown", "Return")), ("back", ("Left", "PgUp")), ("end", ("Esc",)))


class Presentation(QObject):
    """Shows `STEPS` one after the other; every step is arranged as its samples, results and probes arrive.

    Args:
        parts: Of the window it was started from; the core is called the same way.
        model: In use there; the shipped one takes its place where it is not a demo model.
        device: For the model.
    """

    ended = Signal()

    def __init__(self, parts: WindowParts, model: Path | None, device: str) -> None:
        super().__init__()
        private = replace(parts, settings=Settings.private(), review=None, outbox=None, session_file=None)
        self.window = MainWindow(private)
        shipped = parts.calls.shipped_models()
        self._model, self._device = (shipped[0] if shipped else model), device
        self._samples: tuple[Sample, ...] = ()
        self._index, self._has_ended, self._is_arranging, self._has_failed = 0, False, False, False
        self._room: tuple[Step, bool, int] | None = None  # for which it was made
        self._shown_scan: InspectionResult | None = None  # whose hottest slice was gone to
        self.caption = Caption()
        self.window.addToolBar(Qt.ToolBarArea.BottomToolBarArea, self.caption)
        self.spotlight = Spotlight(self.window)
        self.window.actions_by_name["cancel"].setShortcuts([])  # Esc ends the tour
        self.window.actions_by_name["tour"].setEnabled(False)
        for name, keys in _KEYS:
            for key in keys:
                shortcut = QShortcut(QKeySequence(key), self.window)
                shortcut.activated.connect(getattr(self, name))
        self.caption.next_wanted.connect(self.next_step)
        self.caption.back_wanted.connect(self.back)
        self.caption.end_wanted.connect(self.end)
        self.window.installEventFilter(self)  # however it is closed, the tour has ended
        self._later = QTimer(self)  # layouts settle before a frame is drawn around a panel
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._arrange)
        state, probing = self.window.state, self.window.probing
        for signal in (
            state.result_changed,
            state.regions_changed,
            state.model_changed,
            probing.probe_changed,
            probing.causes_changed,
            probing.what_if_changed,
            self.window.console.nearest.shown,
        ):
            signal.connect(self._later.start)
        self.window.session.failed.connect(self._on_failed)

    @property
    def step(self) -> Step:
        """What is shown now."""
        return STEPS[self._index]

    def start(self) -> None:
        """Fill the screen, load the model, make the samples that are missing."""
        self.window.setWindowTitle(tr("Guided tour – UniMMAD Inspector"))
        self._make_room(self.step)
        self.window.showFullScreen()
        session, calls = self.window.session, self.window.parts.calls
        self._arrange()
        session.start(self._model, self._device)
        lane = self.window.runner.readers
        job = session.start_job("tour", tr("Making the samples of the tour"), lane, calls.tour_samples)
        job.progressed.connect(self._on_progressed)
        job.succeeded.connect(self._on_samples)

    def next_step(self) -> None:
        """Go on; after the last step the tour stays there."""
        self._go(min(self._index + 1, len(STEPS) - 1))

    def back(self) -> None:
        """Go back by one."""
        self._go(max(self._index - 1, 0))

    def end(self) -> None:
        """Close the tour's window."""
        if not self._has_ended:
            self.window.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear of the window being closed, or resized."""
        if event.type() == QEvent.Type.Close and not self._has_ended:
            self._has_ended = True
            self._later.stop()
            QTimer.singleShot(0, self._on_closed)
        elif event.type() == QEvent.Type.Resize:
            self.caption.fit(self.window.height())
            self._later.start()
        return False

    def _on_closed(self) -> None:
        self.window.removeEventFilter(self)
        self.window.deleteLater()
        self.ended.emit()

    def _go(self, index: int) -> None:
        if index != self._index:
            self._index = index
            self.window.notices.dismiss()
            self._arrange()

    # --- what arrives --------------------------------------------------------------------------------------------
    def _on_progressed(self, progress: Progress) -> None:
        self.caption.show_progress(progress)

    def _on_samples(self, samples: tuple[Sample, ...]) -> None:
        self._samples = samples
        self.window.state.set_samples(samples)
        self._arrange()

    def _on_failed(self, error: BaseException) -> None:
        self._has_failed = True
        log.warning("the guided tour stopped: %s", error)
        self._arrange()

    # --- arranging -----------------------------------------------------------------------------------------------
    def _arrange(self) -> None:
        """Bring the window one move closer to the step; what is missing arrives and calls again."""
        if self._has_ended or self._is_arranging:
            return
        self._is_arranging = True
        try:
            is_there = self._is_there()
        finally:
            self._is_arranging = False
        if is_there:
            words = self.step.words(self.window)
            self.caption.show_progress(None)
        elif self._has_failed:
            words = tr("This cannot be shown; the message above says why. Esc ends the tour.")
        else:
            words = self._wait_words()
        self.caption.say(tr(self.step.title), words, self._index + 1, len(STEPS))
        self.spotlight.point_at(self.step.spot(self.window) if is_there else None)
        if not self.caption.hasFocus():
            self.caption.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wait_words(self) -> str:
        """Why the step is not there yet."""
        if not self._samples or self.window.state.model is None:
            return tr("One moment: the samples and the model are being made ready.")
        if self.step.sample == SCAN:
            return tr(
                "One moment: a volume is inspected slice by slice, outwards from the one on screen; the map fills in, "
                "and the verdict comes with the last slice."
            )
        return tr("One moment …")

    def _make_room(self, step: Step) -> None:
        """On a small screen: only what is spoken of, and the console as tall as it may be."""
        window = self.window
        is_small = window.width() < _SMALL[0] or window.height() < _SMALL[1]
        if (wanted := (step, is_small, window.height())) == self._room:
            return
        self._room = wanted
        window.top_bar.setHidden(is_small)
        window.statusBar().setHidden(is_small)
        window.docks["queue"].setVisible(step.workspace != "volume" and not is_small)
        window.docks["experts"].setVisible(
            step.workspace == "experts" or (step.workspace == "inspect" and not is_small)
        )
        if step.workspace == "experts":
            share = 0.6 if is_small else 0.5
            window.resizeDocks([window.docks["experts"]], [round(window.height() * share)], Qt.Orientation.Vertical)

    def _is_there(self) -> bool:
        step, window, state = self.step, self.window, self.window.state
        if not self._samples or state.model is None:
            return False
        if window.workspaces.name != step.workspace:
            window.show_workspace(step.workspace)
        self._make_room(step)
        if step.page and window.console.page_name != step.page:
            window.console.show_page(step.page)
        sample = self._samples[step.sample]
        if state.current != sample:
            window.session.open_sample(sample)
        result = state.result
        if result is None or result.sample != sample:
            return False
        if step.sample == SCAN:
            self._show_hottest()
        wanted = state.regions[0] if step.picks_region and state.regions else None
        if state.selected_region != wanted:
            state.select_region(wanted)
        return not step.page or self._is_probed(step)

    def _show_hottest(self) -> None:
        """Go to the slice with the highest score, once a visit: from then on the presenter may look around."""
        state, result = self.window.state, self.window.state.result
        if result is not None and result is not self._shown_scan:
            self._shown_scan = result
            state.set_slice(int(np.nanargmax(result.slice_scores)))

    def _is_probed(self, step: Step) -> bool:
        """Whether the page has what it shows, and the changes of the step are made."""
        probing = self.window.probing
        if step.page == "Gates" or step.page == "Atlas":
            return True
        if probing.probe is None:
            return False
        if step.page == "Cause":
            has_region = self.window.state.selected_region is not None
            return (probing.region_cause if has_region else probing.score_cause) is not None
        if step.page == "What if":
            if probing.score_cause is None:
                probing.need_score_cause()
                return False
            wanted = step.changes(self.window)
            if probing.changes != wanted:
                first = wanted[0]  # the controls show what is changed
                probing.set_gate(Gate(first.slot or 0, first.scale or 0, first.branch or 0))
                probing.set_changes(wanted)
            return probing.what_if is not None and probing.what_if.outcome.changes == wanted
        if step.page == "Nearest normal":
            return self.window.console.nearest.is_settled
        return True
