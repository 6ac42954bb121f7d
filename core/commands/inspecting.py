"""`inspect`: samples to maps, scores, verdicts, regions and routing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from core import api
from core.commands.series import choose
from core.commands.shared import (
    DeviceOption,
    JsonOption,
    ModelOption,
    app,
    bar,
    model_path,
    output,
    own_results_left_out,
    refuse,
    say,
    warn,
)
from core.errors import UserFacingError
from core.records import Verdict


@app.command()
def inspect(
    paths: Annotated[
        list[Path], typer.Argument(help="A file, files of one sample, a folder of samples, a study.", readable=False)
    ],
    out: Annotated[Path, typer.Option(help="Folder for maps.", readable=False)] = Path("out"),
    model: ModelOption = None,
    category: Annotated[str | None, typer.Option(help="Recipe; found automatically by default.")] = None,
    device: DeviceOption = "auto",
    series: Annotated[str | None, typer.Option(help="Only these DICOM series, numbered as in `series`: 2,3")] = None,
    as_one: Annotated[bool, typer.Option("--as-one", help="The series are the sequences of one sample.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Inspect samples; write their maps and print score, verdict, regions and routing."""
    from core.export import unique_stems

    index = api.find_samples(paths)
    warn(index.problems)
    found = index.samples if series is None else choose(index, series, as_one)
    samples = own_results_left_out(found, paths, out)
    api.check_writable(out / "map.npy")
    stems, failed = unique_stems([sample.sample_id for sample in samples]), 0
    with bar("loading model") as (report, token):
        inspector = api.load_inspector(model_path(model), device, report, token)
    if category is not None and category not in inspector.calibrations:
        known = ", ".join(inspector.calibrations)
        raise UserFacingError(f"The model does not know the category {category}.", hint=f"It knows {known}.")
    table = Table("sample", "category", "score", "verdict", "regions", "seconds")
    for sample, stem in zip(samples, stems, strict=True):
        try:
            with bar(sample.sample_id) as (report, token):
                loaded = api.load_sample(sample, report, token)
                result = inspector.inspect(loaded, category, report, token)
        except UserFacingError as error:
            failed += 1
            refuse(error, sample.sample_id)
            continue
        record = api.save_result(result, out, stem)
        if as_json:
            typer.echo(json.dumps(record))
        row = (str(record["category"]), f"{result.score:.3f}", result.verdict.value, str(len(result.regions)))
        table.add_row(sample.sample_id, *row, f"{result.seconds:.2f}")
        for note in result.notes if result.verdict is Verdict.UNKNOWN else ():
            say(f"{sample.sample_id}: {note}")
    if not as_json and table.row_count:
        output().print(table)
    if failed:
        raise typer.Exit(1)
