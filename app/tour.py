"""The demo without a display: the real window inspects one sample of every category; pictures and a report remain."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from app.application import make_application, make_window
from app.main_window import MainWindow
from app.notices import Level, Notice
from app.settings import Settings
from app.theme import apply_theme
from core import api
from core.errors import SampleReadError, UserFacingError
from core.records import InspectionResult, Sample

log = logging.getLogger(__name__)

WINDOW_SIZE = (1600, 1000)
PAINT_MS = 700  # from the result to the picture: thumbnails and the 3-D view come after it
MODEL_LIMIT_MS, SAMPLE_LIMIT_MS = 180_000, 900_000


def run_headless(index: Path, out: Path, model: Path, device: str) -> Path:
    """Inspect one anomalous test sample of every category in the window.

    Args:
        index: index.csv of a labelled data set.
        out: Gets CATEGORY.png, CATEGORY's float32 map and report.html.
        model: Checkpoint.
        device: As for `core.api.load_inspector`.

    Returns:
        The report's path.

    Raises:
        UserFacingError: A sample, the model or a result could not be read or written.
    """
    samples = one_a_category(api.find_samples([index]).samples)
    if not samples:
        raise SampleReadError(f"{index} has no anomalous test samples.", path=index)
    provide_display()
    with tempfile.TemporaryDirectory() as folder:
        app = make_application()
        settings = Settings(QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat))
        apply_theme(app, "dark")
        window = make_window(settings=settings)
        window.resize(*WINDOW_SIZE)
        window.show()
        try:
            return _inspect_all(window, samples, out, model, device)
        finally:
            window.close()


def one_a_category(samples: tuple[Sample, ...]) -> list[Sample]:
    """The middle anomalous test sample of every category, in order of first appearance."""
    found: dict[str, list[Sample]] = {}
    for sample in samples:
        if sample.split == "test" and sample.is_anomalous:
            found.setdefault(sample.category, []).append(sample)
    return [members[len(members) // 2] for members in found.values()]


def _inspect_all(window: MainWindow, samples: list[Sample], out: Path, model: Path, device: str) -> Path:
    notices: list[Notice] = []
    window.session.noticed.connect(notices.append)
    window.session.start(model, device)
    _wait(window.state.model_changed, MODEL_LIMIT_MS, notices, window, "The model")
    window.state.set_samples(tuple(samples))
    items: list[tuple[InspectionResult, bytes]] = []
    for sample in samples:
        window.session.open_sample(sample)
        _wait(window.session.inspected, SAMPLE_LIMIT_MS, notices, window, sample.sample_id)
        result = window.state.result
        if result is None:
            raise SampleReadError(f"{sample.sample_id} gave no result.")
        if window.state.loaded is not None and window.state.loaded.is_volume:
            window.state.set_slice(_hottest_slice(result))
        if window.state.regions:
            window.state.select_region(window.state.regions[0])
        _run_for(PAINT_MS)
        picture = grab(window)
        api.save_file(out / f"{sample.category}.png", picture)
        api.save_result(result, out / "maps")
        items.append((result, picture))
        log.info("pictured %s", sample.sample_id)
    info = window.state.model
    assert info is not None  # waited for above
    return api.write_report(items, info, out)


def _hottest_slice(result: InspectionResult) -> int:
    return int(max(result.routing_slices, key=lambda index: result.slice_scores[index]))


def grab(window: MainWindow) -> bytes:
    """The window as PNG."""
    screen = window.screen()
    # A grab of the screen has the OpenGL view in it; widgets paint themselves where there is no screen to grab.
    whole = QApplication.platformName() == "xcb"
    picture = screen.grabWindow(window.winId()) if whole else window.grab()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return bytes(buffer.data().data())


def _wait(signal: object, limit_ms: int, notices: list[Notice], window: MainWindow, what: str) -> None:
    """Run the window until a signal, a notice of a failure, or the limit."""
    loop = QEventLoop()
    came: list[bool] = []

    def on_signal(*_values: object) -> None:
        came.append(True)
        loop.quit()

    signal.connect(on_signal)  # type: ignore[attr-defined]  # a bound PySide6 signal has no public type
    window.session.noticed.connect(lambda notice: loop.quit() if notice.level is Level.ERROR else None)
    QTimer.singleShot(limit_ms, loop.quit)
    loop.exec()
    signal.disconnect(on_signal)  # type: ignore[attr-defined]  # as above
    if not came:
        last = notices[-1] if notices else None
        raise UserFacingError(last.message if last else f"{what} took too long.", hint=last.hint if last else "")


def _run_for(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def provide_display() -> None:
    """Without a display, start a virtual one (with OpenGL) where Xvfb is installed, else let Qt draw into memory.

    The virtual display ends with its last window.
    """
    if os.environ.get("QT_QPA_PLATFORM") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return
    program = shutil.which("Xvfb")
    number = _start_virtual_display(program) if program else ""
    if number:
        os.environ["DISPLAY"] = f":{number}"
    else:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _start_virtual_display(program: str) -> str:
    """The number of a new display; empty where it does not start."""
    read_end, write_end = os.pipe()
    size = f"{WINDOW_SIZE[0]}x{WINDOW_SIZE[1]}x24"
    subprocess.Popen(
        [program, "-displayfd", str(write_end), "-screen", "0", size, "-nolisten", "tcp", "-terminate"],
        pass_fds=[write_end],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        return pipe.readline().strip()
