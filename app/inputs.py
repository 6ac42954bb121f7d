"""What inputs add to the window: the files of a sample, DICOM series to choose from, samples put together by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_data_path
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from app.i18n import tr
from app.jobs import Job
from app.live import LiveSession
from app.notices import Level, Notice, notice_of
from app.render import colour_image
from app.views.files import FilesPanel
from app.views.live_dialog import LiveDialog
from app.views.series import SeriesDialog
from core import api, streaming
from core.data.grouping import joined, split
from core.data.records import VIDEO_SUFFIXES
from core.errors import SampleIndexError
from core.records import Sample, SampleIndex, Series

if TYPE_CHECKING:
    from app.main_window import MainWindow

_MOST_SERIES = 200  # more are a data set, which goes into the queue without questions
_MOST_UNDO = 50


class Inputs:
    """Panels and handlers for one window.

    Args:
        window: Its state, session, runner and notices exist already.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._series: tuple[Series, ...] = ()
        self._before: list[tuple[tuple[Sample, ...], Sample | None]] = []  # queues and samples, to go back to
        self.dialog: SeriesDialog | None = None
        self.files = FilesPanel(window.state, window.runner.extras)
        self.files.changed.connect(self.replace)
        self.files.undo_requested.connect(self.undo)
        self.files.keep_requested.connect(lambda sample: self.keep([sample]))
        self.files.refused.connect(self._refuse)
        self.files.set_can_undo(False)
        window.session.holds_back = self._on_found
        self.live = LiveSession(window.state, window.runner.model, lambda: window.session.inspector)
        self.live.noticed.connect(window.notices.show_notice)
        self.live.kept.connect(self._on_frame_kept)
        self.frames_folder = user_data_path("unimmad-inspector", appauthor=False) / "frames"

    def panels(self) -> dict[str, tuple[str, QWidget]]:
        """Title and content of each dock by name."""
        return {"files": (tr("Files"), self.files)}

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the entries of the action table do."""
        live = self.live
        return {
            "series": self.choose_series,
            "files": self.toggle_files,
            "live_open": self.choose_stream,
            "live_run": live.toggle_running,
            "live_freeze": live.toggle_frozen,
            "live_back": partial(live.step, -1),
            "live_forward": partial(live.step, 1),
            "live_keep": lambda: live.keep(self.frames_folder, self._window.runner.extras),
            "live_close": live.close,
        }

    def close(self) -> None:
        """Take the dialog away and close the stream."""
        self.live.close()
        if self.dialog is not None:
            self.dialog.close()

    def toggle_files(self) -> None:
        """Show or hide what was found."""
        window, dock = self._window, self._window.docks["files"]
        dock.setVisible(not dock.isVisible())
        window.actions_by_name["files"].setChecked(dock.isVisible())
        if dock.isVisible() and window.docks["queue"].isVisible():
            half = window.docks["queue"].height() // 2
            window.resizeDocks([window.docks["queue"], dock], [half, half], Qt.Orientation.Vertical)

    # --- a first look --------------------------------------------------------------------------------------------
    def look_first(self, paths: Sequence[Path]) -> None:
        """Show the first picture of a DICOM folder while the rest is read."""
        chosen = tuple(paths)
        job = Job("first look", lambda _report, token: api.first_look(chosen, token=token))
        job.succeeded.connect(self._on_looked)
        self._window.runner.extras.submit(job)

    def _on_looked(self, picture: NDArray[np.uint8] | None) -> None:
        if picture is not None and self._window.session.is_opening:
            self._window.show_opening(QPixmap.fromImage(colour_image(picture)))

    # --- streams -------------------------------------------------------------------------------------------------
    def choose_stream(self) -> None:
        """Ask which camera or video is to be opened."""
        dialog = LiveDialog(self._window, streaming.list_cameras())
        dialog.source_chosen.connect(self.live.open)
        dialog.show()
        dialog.activateWindow()

    def open_video(self, paths: Sequence[Path]) -> bool:
        """Open a single video file as a stream; whether it was one."""
        if len(paths) != 1 or paths[0].suffix.lower() not in VIDEO_SUFFIXES or not paths[0].is_file():
            return False
        self.live.open(str(paths[0]))
        return True

    def _on_frame_kept(self, sample: Sample) -> None:
        self._window.state.set_samples((*self._window.state.samples, sample))

    # --- series --------------------------------------------------------------------------------------------------
    def _on_found(self, index: SampleIndex) -> bool:
        """Whether the user is to choose among series before one is opened."""
        self._series = index.series
        self._before.clear()
        self.files.set_can_undo(False)
        self._window.actions_by_name["series"].setEnabled(len(index.series) > 1)
        if len(index.samples) < 2 or not 2 <= len(index.series) <= _MOST_SERIES:
            return False
        if any(set(sample.files.values()) - {one.place for one in index.series} for sample in index.samples):
            return False  # there is more than a study
        self.choose_series()
        return True

    def choose_series(self) -> None:
        """Show the series that were found; an open dialog comes to the front."""
        if self.dialog is not None:
            self.dialog.raise_()
            self.dialog.activateWindow()
            return
        if len(self._series) < 2:
            words = Notice(Level.INFO, tr("What was opened holds no DICOM series to choose from."))
            self._window.notices.show_notice(words)
            return
        self.dialog = SeriesDialog(self._window, self._series, self._window.runner.extras)
        self.dialog.chosen.connect(self._on_series_chosen)
        self.dialog.closed.connect(self._on_series_closed)
        self.dialog.show()
        self.dialog.activateWindow()

    def _on_series_chosen(self, samples: tuple[Sample, ...]) -> None:
        self._remember()
        self._window.state.set_samples(samples)
        self._window.session.open_sample(samples[0])

    def _on_series_closed(self, has_chosen: bool) -> None:
        self.dialog = None
        state = self._window.state
        if not has_chosen and state.samples and state.current not in state.samples:
            self._window.session.open_sample(state.samples[0])

    # --- samples put together by hand ----------------------------------------------------------------------------
    def replace(self, old: Sample, new: Sequence[Sample]) -> None:
        """Put other samples in the place of one, and open the first of them."""
        self._remember()
        samples = [one for sample in self._window.state.samples for one in (new if sample == old else (sample,))]
        self._window.state.set_samples(tuple(samples) if old in self._window.state.samples else tuple(new))
        self._window.session.open_sample(new[0])

    def undo(self) -> None:
        """Go back to the queue and the sample before the last change."""
        if self._before:
            samples, current = self._before.pop()
            self.files.set_can_undo(bool(self._before))
            self._window.state.set_samples(samples)
            if current is not None:
                self._window.session.open_sample(current)

    def _remember(self) -> None:
        state = self._window.state
        self._before.append((state.samples, state.current))
        del self._before[:-_MOST_UNDO]
        self.files.set_can_undo(True)

    def keep(self, samples: Sequence[Sample]) -> None:
        """Write samples to the sample.json beside their files."""
        job = Job("writing sample.json", lambda _report, _token: api.keep_sample(samples))
        job.succeeded.connect(
            lambda path: self._window.notices.show_notice(
                Notice(
                    Level.INFO,
                    tr("{name} is written.", name=path.name),
                    tr("It holds whenever these files are opened: {path}", path=path),
                )
            )
        )
        job.failed.connect(self._refuse)
        self._window.runner.extras.submit(job)

    def join(self, samples: Sequence[Sample]) -> None:
        """Make one sample of several."""
        try:
            made = joined(samples)
        except SampleIndexError as error:
            self._refuse(error)
            return
        self._remember()
        rest = [made if sample == samples[0] else sample for sample in self._window.state.samples]
        self._window.state.set_samples(tuple(one for one in rest if one not in samples[1:]))
        self._window.session.open_sample(made)

    def remove(self, samples: Sequence[Sample]) -> None:
        """Take samples off the queue; their files stay."""
        self._remember()
        state = self._window.state
        state.set_samples(tuple(sample for sample in state.samples if sample not in samples))

    def show_queue_menu(self, samples: Sequence[Sample], place: QPoint) -> None:
        """What can be done with the samples that are selected in the queue."""
        menu = QMenu(self._window)
        menu.setObjectName("queue_menu")
        count = f" ({len(samples)})" if len(samples) > 1 else ""
        one = menu.addAction(tr("Group into one sample") + count)
        one.setEnabled(len(samples) > 1)
        one.triggered.connect(lambda _checked=False: self.join(samples))
        apart = menu.addAction(tr("One sample a file"))
        apart.setEnabled(len(samples) == 1 and len(samples[0].files) > 1)
        apart.triggered.connect(lambda _checked=False: self.replace(samples[0], split(samples[0])))
        menu.addAction(tr("Keep in sample.json")).triggered.connect(lambda _checked=False: self.keep(samples))
        menu.addSeparator()
        menu.addAction(tr("Remove from the queue") + count).triggered.connect(
            lambda _checked=False: self.remove(samples)
        )
        menu.popup(place)

    def _refuse(self, error: BaseException) -> None:
        self._window.notices.show_notice(notice_of(error, None))
