"""UniMMAD Inspector: `main.py [FILES]` opens the window, `main.py COMMAND` runs one use case without it."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

COMMANDS = (
    "benchmark",
    "demo",
    "inspect",
    "series",
    "train",
    "evaluate",
    "experts",
    "import-official",
    "teach",
    "calibrate",
    "batch",
    "verify",
    "key",
    "export",
    "rules",
    "lock",
    "users",
)
LANGUAGES = ("system", "en", "de")  # as app.i18n has them


class FrontEnd:
    """The window, as the command line sees it; Qt is imported only when it is needed."""

    def has_display(self) -> bool:
        """Whether a window can be shown here."""
        unix = sys.platform not in ("win32", "darwin")
        return not unix or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))

    def window(self, paths: list[Path], model: Path | None, device: str, language: str | None = None) -> int:
        """Open the window; `language` goes before the one that was chosen in it."""
        from app.application import run_window

        return run_window(paths, model, device, language=language)

    def present(self, model: Path | None, device: str) -> int:
        """Open the window with the guided tour before it."""
        from app.application import run_window

        return run_window([], model, device, presents=True)

    def pdf(self, html: str, path: Path, title: str) -> Path:
        """Write a printable report as PDF; Qt draws it, no display is needed."""
        from app.application import make_application
        from app.printing import write_pdf

        if not self.has_display():
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        make_application()
        return write_pdf(html, path, title)

    def tour(self, index: Path, out: Path, model: Path, device: str) -> Path:
        """Inspect one sample of every category in the window, without a display."""
        from app.tour import run_headless

        return run_headless(index, out, model, device)


def main(arguments: list[str] | None = None) -> int:
    """Entry point. Returns the exit code: 0 done, 1 the input's fault, 2 usage, 130 cancelled."""
    # OpenMP's waiting threads would spin: on busy cores that makes the network several times slower.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments and (arguments[0] in COMMANDS or arguments[0] in ("--help", "-h")):
        from core import cli

        cli.start_log()
        return cli.run(arguments, FrontEnd())
    parser = argparse.ArgumentParser(prog="main.py", add_help=False)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--language", choices=LANGUAGES)
    options = parser.parse_args(arguments)  # exits with 2 on wrong usage
    if not FrontEnd().has_display() and "QT_QPA_PLATFORM" not in os.environ:
        sys.stderr.write("There is no display for the window. Without one, use main.py inspect FILES --out DIR.\n")
        return 1
    return FrontEnd().window(options.files, options.model, options.device, options.language)


if __name__ == "__main__":
    sys.exit(main())
