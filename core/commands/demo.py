"""`demo`: the generated data in the window, or as a report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from core import api
from core.commands.shared import DeviceOption, FrontEnd, ModelOption, app, bar, demo_folder, model_path, say
from core.errors import UserFacingError


@app.command()
def demo(
    context: typer.Context,
    headless: Annotated[bool, typer.Option("--headless", help="No window: write screenshots and report.html.")] = False,
    tour: Annotated[bool, typer.Option("--tour", help="Guided tour, full-screen and by keyboard.")] = False,
    out: Annotated[Path, typer.Option(help="Folder for pictures and report.", readable=False)] = Path("out"),
    model: ModelOption = None,
    device: DeviceOption = "auto",
) -> None:
    """Generate the demo data; open it, or inspect one part of every category and report."""
    front_end: FrontEnd = context.obj
    if tour:
        if headless or not front_end.has_display():
            raise UserFacingError("The guided tour needs a display.", hint="Without one use demo --headless.")
        raise typer.Exit(front_end.present(model, device))
    with bar("demo data") as (report, token):
        index = api.make_demo(demo_folder(), report=report, token=token)
    if headless or not front_end.has_display():
        report_file = front_end.tour(index, out, model_path(model), device)
        say(f"Pictures and report.html are in {report_file.parent}.")
    else:
        raise typer.Exit(front_end.window([index], model, device))
