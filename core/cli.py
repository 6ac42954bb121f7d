"""The command line: runs a command, turns errors into one line and an exit code, keeps the log.

The commands themselves are in core/commands. Progress and notes go to stderr; with --json only objects go to stdout.
Exit codes: 0 done, 1 the input's fault (one line), 2 usage, 130 cancelled.
"""

from __future__ import annotations

import logging
import logging.handlers
import time
from collections.abc import Sequence
from pathlib import Path

import typer
from platformdirs import user_log_path

from core.commands import (  # noqa: F401 - commands
    batching,
    benchmark,
    deciding,
    demo,
    experts,
    exporting,
    inspecting,
    measuring,
    models,
    recipe,
    series,
    teaching,
    training,
)
from core.commands.shared import FrontEnd, app, refuse, say
from core.errors import Cancelled, UserFacingError

log = logging.getLogger(__name__)


def run(arguments: Sequence[str], front_end: FrontEnd) -> int:
    """Run a command; errors become one line on stderr and an exit code."""
    begun = time.perf_counter()
    try:
        code = app(args=list(arguments), standalone_mode=False, prog_name="main.py", obj=front_end)
    except typer.Exit as stop:
        return int(stop.exit_code)
    except UserFacingError as error:
        log.info("refused: %s", error.logged())
        refuse(error)
        return 1
    except (Cancelled, KeyboardInterrupt):
        say("Cancelled.")
        return 130
    except Exception as error:
        if type(error).__module__.startswith(("click", "typer")) and hasattr(error, "show"):
            error.show()
            return 2
        log.exception("internal error")
        say(f"Internal error: {error!r}. The details are in {log_file()}.", style="red")
        return 1
    log.info("%s done in %.1f s", arguments[0] if arguments else "", time.perf_counter() - begun)
    return int(code or 0)


def log_file() -> Path:
    """Where the log is kept."""
    return user_log_path("unimmad-inspector") / "inspector.log"


def start_log() -> None:
    """Log to a rotating file in UTC; where none can be written, to stderr."""
    handler: logging.Handler
    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(log_file(), maxBytes=2_000_000, backupCount=3)
    except OSError:
        handler = logging.StreamHandler()
        handler.setLevel(logging.WARNING)
    formatter = logging.Formatter("%(asctime)sZ %(levelname)s %(name)s: %(message)s")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
