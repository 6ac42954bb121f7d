"""`series`: list the DICOM series of a folder, DICOMDIR or zip, so that `inspect --series` can choose among them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from core import api
from core.commands.shared import JsonOption, app, output, warn
from core.errors import SampleIndexError
from core.records import Sample, SampleIndex, Series, modality_info


@app.command()
def series(
    paths: Annotated[
        list[Path], typer.Argument(help="A folder with DICOM files, a DICOMDIR or a zip.", readable=False)
    ],
    as_json: JsonOption = False,
) -> None:
    """List DICOM series with their number, description, size and spacing."""
    index = api.find_samples(paths)
    warn(index.problems)
    if not index.series:
        raise SampleIndexError(f"{paths[0].name} holds no DICOM series.", hint="Give a folder, DICOMDIR or zip.")
    table = Table("number", "modality", "description", "size", "spacing, mm", "note")
    for number, one in enumerate(index.series, start=1):
        size, spacing = size_words(one), spacing_words(one)
        if as_json:
            record = {
                "number": number,
                "modality": one.modality,
                "description": one.description,
                "size": list(one.size),
                "spacing_mm": list(one.spacing_mm) if one.spacing_mm else None,
                "note": one.note,
            }
            typer.echo(json.dumps(record))
        table.add_row(
            str(number), modality_info(one.modality).label, one.description or "–", size, spacing, one.note or ""
        )
    if not as_json:
        output().print(table)


def size_words(one: Series) -> str:
    """Columns x rows x slices."""
    return " x ".join(f"{n:,}" for n in (*one.size[:-3:-1], *one.size[:-2]))


def spacing_words(one: Series) -> str:
    """As `size_words`; a dash where it is not known."""
    if one.spacing_mm is None:
        return "–"
    return " x ".join(f"{v:.3g}" for v in (*one.spacing_mm[:-3:-1], *one.spacing_mm[:-2]) if v)


def choose(index: SampleIndex, wanted: str, as_one: bool) -> Sequence[Sample]:
    """The samples of the series with these numbers, as "2,3". Raises SampleIndexError for numbers that do not exist."""
    numbers = [word.strip() for word in wanted.split(",")]
    count = len(index.series)
    if bad := [word for word in numbers if not word.isdecimal() or not 1 <= int(word) <= count]:
        raise SampleIndexError(
            f"There is no series {bad[0]!r} among the {count} that were found.", hint="List them with: main.py series"
        )
    return api.samples_of_series([index.series[int(word) - 1] for word in dict.fromkeys(numbers)], as_one)
