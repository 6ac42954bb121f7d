"""`import-official`: the released weights to a checkpoint of this program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from core import api
from core.commands.shared import JsonOption, app, bar, say
from core.errors import CheckpointError


@app.command("import-official")
def import_official(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The released folder of four safetensors files.", readable=False)
    ],
    out: Annotated[Path, typer.Option(help="Checkpoint to write, M.safetensors.", readable=False)],
    as_json: JsonOption = False,
) -> None:
    """Bring the released UniMMAD weights in; every missing, unexpected or misshapen tensor is named."""
    from core.model.official import ReleaseError, import_release

    try:
        with bar("importing") as (report, token):
            facts = import_release(folder, out, report, token)
    except ReleaseError as error:
        for fault in error.faults:
            if as_json:
                typer.echo(json.dumps(fault.to_json()))
            else:
                say(fault.sentence())
        raise CheckpointError(error.message, hint=error.hint, path=error.path) from error
    api.remember_model(out)
    if as_json:
        typer.echo(json.dumps(facts))
        return
    megabytes = out.stat().st_size / 1e6
    say(
        f"{out} written: {facts['tensors']:,} tensors, {megabytes:,.0f} MB. The window lists it under Model. It knows "
        "no category yet: maps and scores are raw, without a verdict.",
    )
