"""UniMMAD Inspector: `main.py [FILES]` opens the window, `main.py COMMAND` runs one use case without it."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from pathlib import Path
from typing import Annotated

COMMANDS = ("demo", "inspect", "train", "evaluate")


def main(arguments: list[str] | None = None) -> int:
    """Entry point. Returns the exit code: 0 done, 1 the input's fault, 2 usage, 130 cancelled."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments and (arguments[0] in COMMANDS or arguments[0] in ("--help", "-h")):
        return _run_command(arguments)
    parser = argparse.ArgumentParser(prog="main.py", add_help=False)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--device", default="auto")
    options = parser.parse_args(arguments)  # exits with 2 on wrong usage
    from app.application import run_window  # the command line's libraries are not needed to open the window

    return run_window(options.files, options.model, options.device)


def _run_command(arguments: list[str]) -> int:
    import typer

    from core import api, cli

    @cli.app.command()
    def demo(
        headless: Annotated[bool, typer.Option(help="No window: write screenshots and report.html.")] = False,
        out: Annotated[Path, typer.Option(help="Folder for pictures and report.")] = Path("out"),
        model: cli.ModelOption = None,
        device: cli.DeviceOption = "auto",
    ) -> None:
        """Generate the demo data; open it, or inspect one part of every class and report."""
        with cli.bar("demo data") as (report, token):
            index = api.make_demo(cli.demo_folder(), report=report, token=token)
        if not headless:
            from app.application import run_window

            raise typer.Exit(run_window([index], model, device))
        from app.tour import run_headless

        report_file = run_headless(index, out, model, device)
        cli.console.print(f"Report and pictures are in {report_file.parent}.", highlight=False)

    cli.start_log()
    return cli.run(arguments)


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
