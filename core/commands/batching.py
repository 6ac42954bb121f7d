"""`batch`: many samples, resumable, with tables, a report and a case file at the end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from core import api
from core.commands.shared import (
    DeviceOption,
    JsonOption,
    ModelOption,
    app,
    bar,
    model_path,
    output,
    own_results_left_out,
    say,
    warn,
)
from core.errors import UserFacingError
from core.records import InspectionResult
from core.verdicts import Json


@app.command()
def batch(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="DIR", help="Folders, files or an index.csv.", readable=False)],
    out: Annotated[Path, typer.Option(help="Folder for the record, maps and tables.", readable=False)],
    model: ModelOption = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with what is in the folder.")] = False,
    store: Annotated[str | None, typer.Option(help="Shared database (URL or file) instead of OUT/batch.db.")] = None,
    category: Annotated[str | None, typer.Option(help="Recipe; found automatically by default.")] = None,
    case: Annotated[Path | None, typer.Option(help="Also write everything as one case file.", readable=False)] = None,
    key: Annotated[
        Path | None, typer.Option(help="Private key (PEM) that signs the case file.", readable=False)
    ] = None,
    names: Annotated[
        bool, typer.Option("--names", help="Patients: keep names and paths in tables, report and case file.")
    ] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Also write the report as PDF.")] = False,
    device: DeviceOption = "auto",
    as_json: JsonOption = False,
) -> None:
    """Inspect everything in a folder tree; go on after a kill; one bad file stops nothing; a summary at the end."""
    from core.batch import Batch, station_name
    from core.casefile import batch_parts, write_case
    from core.device import share_cores
    from core.export import describe
    from core.report import printable, write_html
    from core.reporting import batch_report, nameless, shows_names
    from core.store.store import open_store

    index = api.find_samples(paths)
    warn(index.problems)
    samples = own_results_left_out(index.samples, paths, out)
    api.check_writable(out / "maps" / "map.npy")
    with bar("loading model") as (report, token):
        inspector = api.load_inspector(model_path(model), device, report, token)
    if category is not None and category not in inspector.calibrations:
        raise UserFacingError(
            f"The model does not know the category {category}.", hint=f"It knows {', '.join(inspector.calibrations)}."
        )
    kept = open_store(store or out / "batch.db", actor="batch", station=station_name())

    def on_result(result: InspectionResult, record: dict[str, Json]) -> None:
        if as_json:
            shown = nameless(describe(result), shows_names([result.sample], names or None))
            typer.echo(json.dumps({**shown, "map": str(out / str(record["map"]))}))

    try:
        with bar("inspecting") as (report, token):
            summary = Batch(
                kept,
                out,
                inspector.info,
                lambda loaded, own: inspector.inspect(loaded, category, token=own),
                lambda sample, own: api.load_sample(sample, token=own),
                names=names or None,
                at_once=share_cores(inspector.info.device),
            ).run(samples, resume=resume, report=report, token=token, on_result=on_result)
        report_of = batch_report(out, kept, inspector.info, api.load_sample, "", names or None, summary.seconds)
        write_html(report_of, out / "report.html")
        if pdf:
            context.obj.pdf(printable(report_of), out / "report.pdf", out.name)
        if case is not None:
            write_case(case, batch_parts(out, kept), inspector.info, store=kept, key=key, names=names or None)
    finally:
        kept.close()
    for name, message in summary.faults:
        say(message if message.startswith(name) else f"{name}: {message}", style="red")
    if as_json:
        typer.echo(json.dumps({"summary": summary.to_dict()}))
    else:
        verdicts = ", ".join(f"{count} {name}" for name, count in sorted(summary.verdicts.items())) or "none"
        before = f", {summary.before} were done before" if summary.before else ""
        rate = f" ({summary.done / summary.seconds:.1f} parts a second)" if summary.done else ""
        output().print(
            f"{summary.done} inspected{rate}{before}, {len(summary.faults)} could not be. All verdicts: {verdicts}.",
        )
        say(f"Tables, maps and report are in {out}.")
    if summary.faults:
        raise typer.Exit(1)
