"""`evaluate`: a model's metrics on a labelled data set."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.table import Table

from core.commands.shared import (
    DeviceOption,
    JsonOption,
    ModelOption,
    StrictOption,
    app,
    bar,
    data_index,
    model_path,
    output,
    refuse_if_strict,
    warn,
)


@app.command()
def evaluate(
    data: Annotated[str, typer.Argument(help="Data-set folder, index.csv, all_meta.json, or the word demo.")],
    model: ModelOption = None,
    device: DeviceOption = "auto",
    strict: StrictOption = False,
    as_json: JsonOption = False,
) -> None:
    """Measure a model on the labelled test samples of a data set."""
    from core.data.survey import survey_for_evaluation
    from core.evaluation import evaluate as run
    from core.predictor import Predictor

    with bar("finding samples") as (report, token):
        index = data_index(data, report, token)
    warn(index.problems)
    incomplete = survey_for_evaluation(index.samples)
    warn(incomplete, "incomplete")
    refuse_if_strict(strict, [*index.problems, *incomplete])
    with bar("evaluating") as (report, token):
        predictor = Predictor.load(model_path(model), device, report, token)
        rows, problems = run(index.samples, predictor, report, token)
    warn(problems)
    refuse_if_strict(strict, problems)
    objects = [row.to_json() for row in rows]
    if as_json:
        for item in objects:
            typer.echo(json.dumps(item))
        return
    several = len({item["set"] for item in objects} - {""}) > 1
    names = [name for name in objects[0] if name != "set" or several]
    table = Table(*names)
    measured = sum(not str(item["category"]).startswith("mean_") for item in objects)  # the means stand below a line
    for place, item in enumerate(objects):
        cells = (f"{value:.3f}" if isinstance(value, float) else _word(value) for value in map(item.get, names))
        table.add_row(*cells, end_section=place == measured - 1)
    output().print(table)


def _word(value: object) -> str:
    return "-" if value is None or value == "" else str(value)
