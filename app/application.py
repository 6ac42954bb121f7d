"""The program around the window: QApplication, logging, uncaught exceptions, start."""

from __future__ import annotations

import logging
import logging.handlers
import os
import sys
import time
from functools import partial
from importlib import metadata
from pathlib import Path
from types import TracebackType

from platformdirs import user_data_path, user_log_path, user_state_path
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from app.collector import GuiCollector
from app.i18n import tr, use_language
from app.main_window import MainWindow
from app.notices import Level, Notice, notice_of
from app.settings import Settings
from app.theme import apply_theme
from app.window_parts import WindowParts

log = logging.getLogger(__name__)

_LOG_BYTES = 2_000_000
_HEAD_START_MS = 400  # of the first sample over the model


def make_application(arguments: list[str] | None = None) -> QApplication:
    """The one QApplication, with the names under which settings are kept."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QCoreApplication.setOrganizationName("UniMMAD")
    QCoreApplication.setApplicationName(tr("UniMMAD Inspector"))
    # A worker that computes in Python gives the interpreter lock up every millisecond, not every five: painting asks
    # for the lock often, and each time would otherwise cost the window up to five.
    sys.setswitchinterval(0.001)
    percent = Settings().scale_percent
    if percent != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", f"{percent / 100:g}")  # read by Qt when it starts
    app = QApplication(arguments or sys.argv[:1])
    GuiCollector(app)
    return app


def start_logging(folder: Path | None = None) -> Path | None:
    """Log to a rotating UTC file; returns it, or None where it cannot be written (the console still gets warnings)."""
    formatter = logging.Formatter("%(asctime)sZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    console = logging.StreamHandler()
    console.setLevel(logging.WARNING)
    console.setFormatter(formatter)
    root.addHandler(console)
    folder = folder or user_log_path("unimmad-inspector", appauthor=False)
    path = folder / "inspector.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = logging.handlers.RotatingFileHandler(path, maxBytes=_LOG_BYTES, backupCount=3, encoding="utf-8")
    except OSError as exc:
        log.warning("no log file: %s", exc)
        return None
    file.setFormatter(formatter)
    root.addHandler(file)
    return path


def program_version() -> str:
    """The installed version, or what a checkout calls itself."""
    try:
        return metadata.version("unimmad-inspector")
    except metadata.PackageNotFoundError:
        return "development"


def make_window(
    log_file: Path | None = None,
    settings: Settings | None = None,
    review: str | Path | None = None,
    outbox: Path | None = None,
    session_file: Path | None = None,
    measurements: Path | None = None,
) -> MainWindow:
    """A window on the real core; decisions are recorded where `review` names a database."""
    parts = WindowParts(
        settings=settings or Settings(),
        log_file=log_file,
        version=program_version(),
        review=review,
        outbox=outbox,
        session_file=session_file,
        measurements=measurements,
    )
    return MainWindow(parts)


def run_window(
    paths: list[Path], model: Path | None, device: str, *, presents: bool = False, language: str | None = None
) -> int:
    """Open the window, load the model behind it, open the paths; returns the exit code when it is closed.

    With `presents` the guided tour comes first; the window's own model is loaded when it has ended. `language` is used
    this time in place of the one that was chosen; see `app.i18n.LANGUAGES`.
    """
    log_file = start_logging()
    app = make_application()
    settings = Settings()
    use_language(language or settings.language)
    apply_theme(app, settings.theme)
    kept = user_data_path("unimmad-inspector", appauthor=False)
    running = user_state_path("unimmad-inspector", appauthor=False)
    review = settings.review_database or kept / "review.db"
    outbox = running / "waiting-decisions.jsonl"
    window = make_window(log_file, settings, review, outbox, running / "session.json", kept / "measurements")
    _show_uncaught(window, log_file)
    window.show()

    # Once the window is on screen. With something to show first, torch waits a moment: opening its libraries keeps
    # the dynamic linker busy, which the first pictures need too.
    if presents:
        window.present().ended.connect(partial(window.session.start, model, device))
        return app.exec()
    if not paths and window.keeper.has_crashed:
        QTimer.singleShot(0, window.keeper.restore)
    else:
        QTimer.singleShot(0, partial(window.open_paths, paths))
    QTimer.singleShot(_HEAD_START_MS if paths else 0, partial(window.session.start, model, device))
    return app.exec()


def _show_uncaught(window: MainWindow, log_file: Path | None) -> None:
    """Exceptions in slots go to the log, and the user learns of them."""

    def on_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        log.critical("uncaught exception", exc_info=(kind, error, trace))
        notice = notice_of(error, log_file)
        window.notices.show_notice(Notice(Level.ERROR, notice.message, notice.hint))

    sys.excepthook = on_uncaught
