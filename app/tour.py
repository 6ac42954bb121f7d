"""The demo without a display: the real window inspects one part of every category and is photographed."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, Qt, QTimer

from app.application import make_application, make_window
from app.display import provide_display
from app.i18n import tr
from app.main_window import MainWindow
from app.settings import Settings
from app.theme import apply_theme
from core import api, reporting
from core.errors import Cancelled, SampleIndexError, UserFacingError
from core.records import InspectionResult, Sample

log = logging.getLogger(__name__)

SIZE = (1600, 1000)
_PATIENCE_MS = 600_000  # for one sample on a slow machine
_SETTLE_MS = 600  # layouts and the 3-D view draw once more after the result


@dataclass(frozen=True, slots=True, eq=False)
class Stop:
    """One sample of the tour."""

    result: InspectionResult
    picture: Path  # the window as PNG


def run_headless(index: Path, out: Path, model: Path, device: str = "auto") -> Path:
    """Inspect one anomalous test sample of every category in the window; returns the path of report.html.

    Args:
        index: What `open` would be given: an index.csv or a folder.
        out: Gets CATEGORY.png for every category, and the report.
        model: Model file.
        device: As for `load_inspector`.

    Raises:
        UserFacingError: Whatever the window would have shown as a message.
        Cancelled: Ctrl+C.
    """
    provide_display(SIZE)
    app = make_application()
    apply_theme(app, "dark")
    window = make_window(settings=Settings.private())
    window.resize(*SIZE)
    # A pointer that rests over a view would keep the cursor there, away from the region that is selected.
    window.setWindowFlag(Qt.WindowType.WindowTransparentForInput)
    window.show()
    guide = Guide(window)
    try:
        samples = api.find_samples([index]).samples
        stops = guide.go(samples, out, model, device)
        info = window.state.model
        assert info is not None, "a model was loaded, or the guide had raised"
        report = reporting.tour_report([(stop.result, stop.picture.read_bytes()) for stop in stops], info)
        path = out / "report.html"
        api.save_file(path, reporting.report_html(report).encode())
        return path
    finally:
        window.close()


def one_of_each(samples: Iterable[Sample]) -> list[Sample]:
    """For every category the middle one of its anomalous test samples, or of what there is instead."""
    members: dict[str, list[Sample]] = {}
    for sample in samples:
        members.setdefault(sample.category, []).append(sample)
    best = [[s for s in group if _worth(s) == max(map(_worth, group))] for group in members.values()]
    return [group[len(group) // 2] for group in best]


def _worth(sample: Sample) -> int:
    return 2 * (sample.is_anomalous is True) + (sample.split == "test")


class Guide:
    """Drives a window as a person would, waiting for what it shows."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._loop = QEventLoop()
        self._error: BaseException | None = None
        window.session.failed.connect(self._on_failed)

    def go(self, samples: Iterable[Sample], out: Path, model: Path, device: str) -> list[Stop]:
        """Visit one sample of every category."""
        chosen = one_of_each(samples)
        if not chosen:
            raise SampleIndexError("The index holds no sample.", hint="Make the demo data again.")
        window = self._window
        previous = signal.signal(signal.SIGINT, lambda *_: self._on_failed(Cancelled()))
        pulse = QTimer()  # Python sees Ctrl+C only while it runs Python
        pulse.timeout.connect(lambda: None)
        pulse.start(100)
        try:
            window.state.set_samples(tuple(chosen))
            window.session.start(model, device)
            self._wait_until(lambda: window.state.model is not None)
            return [self._visit(sample, out) for sample in chosen]
        finally:
            pulse.stop()
            signal.signal(signal.SIGINT, previous)

    def _visit(self, sample: Sample, out: Path) -> Stop:
        window, state = self._window, self._window.state
        window.session.open_sample(sample)
        self._wait_until(lambda: state.result is not None and state.result.sample == sample)
        window.tiles.slices.jump(1)
        if state.regions:
            state.select_region(state.regions[0])
        pause = QEventLoop()
        QTimer.singleShot(_SETTLE_MS, pause.quit)
        pause.exec()
        self._wait_until(lambda: window.tiles.is_drawn)
        picture = out / f"{sample.category or 'sample'}.png"
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        window.grab().save(buffer, "PNG")
        api.save_file(picture, bytes(buffer.data().data()))
        assert state.result is not None
        api.save_result(state.result, out / "maps")
        log.info("photographed %s", sample.log_name)
        return Stop(state.result, picture)

    def _wait_until(self, is_reached: Callable[[], bool]) -> None:
        """Let the window work until something is reached. Raises what the window would have shown as an error."""
        watch = QTimer()
        watch.timeout.connect(lambda: self._loop.quit() if is_reached() else None)
        watch.start(20)
        patience = QTimer()
        patience.setSingleShot(True)
        patience.timeout.connect(
            lambda: self._on_failed(UserFacingError(tr("The inspection does not come to an end.")))
        )
        patience.start(_PATIENCE_MS)
        if not is_reached() and self._error is None:
            self._loop.exec()
        watch.stop()
        patience.stop()
        if self._error is not None:
            raise self._error

    def _on_failed(self, error: BaseException) -> None:
        self._error = error
        self._loop.quit()
