"""`inspect`: samples to maps, scores, verdicts, regions and routing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from core import api
from core.commands.series import choose
from core.commands.shared import DeviceOption, JsonOption, ModelOption, app, bar, console, model_path, output, warn
from core.errors import UserFacingError
from core.records import Verdict


@app.command()
def inspect(
    paths: Annotated[list[Path], typer.Argument(help="A file, files of one sample, a folder of samples, a study.")],
    out: Annotated[Path, typer.Option(help="Folder for maps.")] = Path("out"),
    model: ModelOption = None,
    category: Annotated[str | None, typer.Option(help="Recipe; found automatically by default.")] = None,
    device: DeviceOption = "auto",
    series: Annotated[str | None, typer.Option(help="Only these DICOM series, numbered as in `series`: 2,3")] = None,
    as_one: Annotated[bool, typer.Option("--as-one", help="The series are the sequences of one sample.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Inspect samples; write their maps and print score, verdict, regions and routing."""
    index = api.find_samples(paths)
    warn(index.problems)
    failed = 0
    with bar("loading model") as (report, token):
        inspector = api.load_inspector(model_path(model), device, report, token)
    if category is not None and category not in inspector.calibrations:
        known = ", ".join(inspector.calibrations)
        raise UserFacingError(f"The model does not know the category {category}.", hint=f"It knows {known}.")
    table = Table("sample", "category", "score", "verdict", "regions", "seconds")
    for sample in index.samples if series is None else choose(index, series, as_one):
        try:
            with bar(sample.sample_id) as (report, token):
                loaded = api.load_sample(sample, report, token)
                result = inspector.inspect(loaded, category, report, token)
        except UserFacingError as error:
            failed += 1
            console.print(f"[red]{error.sentence()}[/]", highlight=False)
            continue
        record = api.save_result(result, out)
        if as_json:
            typer.echo(json.dumps(record))
        row = (str(record["category"]), f"{result.score:.3f}", result.verdict.value, str(len(result.regions)))
        table.add_row(sample.sample_id, *row, f"{result.seconds:.2f}")
        for note in result.notes if result.verdict is Verdict.UNKNOWN else ():
            console.print(f"{sample.sample_id}: {note}", highlight=False)
    if not as_json and table.row_count:
        output().print(table)
    if failed:
        raise typer.Exit(1)
