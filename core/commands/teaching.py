"""`teach`: a new product from a folder of good parts, to a new model file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from core import api
from core.commands.shared import JsonOption, ModelOption, StrictOption, app, bar, model_path, output, say, warn
from core.errors import SampleIndexError
from core.teaching.records import Finding, Taught

if TYPE_CHECKING:
    from core.records import Sample


@app.command()
def teach(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of the new category.")],
    good: Annotated[list[Path], typer.Option(help="Folder of good parts; 20 to 100 are advised.", readable=False)],
    out: Annotated[Path, typer.Option(help="Checkpoint to write, M2.safetensors.", readable=False)],
    model: ModelOption = None,
    leave_out_doubtful: Annotated[
        bool, typer.Option("--leave-out-doubtful", help="Do not teach parts that a check doubts.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Of the changed versions that new leaders are trained on.")] = 0,
    pictures: Annotated[
        bool, typer.Option(help="Keep small pictures of normal patches in the model, for “Nearest normal”.")
    ] = True,
    leaders: Annotated[int, typer.Option(help="Try so many leaders of its own a gate; 0: the network stays.")] = 0,
    strict: StrictOption = False,
    as_json: JsonOption = False,
) -> None:
    """Teach a new product from good parts; what the model knows of the old ones stays bit for bit.

    What is normal for the product is fitted to its parts, in seconds to minutes. A run that was cut goes on with the
    same command.
    """
    from core.teaching.records import TeachConfig

    start = model_path(model)
    settings = TeachConfig(seed=seed, keeps_pictures=pictures, leaders=leaders)
    samples = _samples(good)
    with bar("checking") as (report, token):
        checked = api.check_good(samples, start, report, token)
    warn(checked.problems)
    _print_findings(checked.findings, leave_out_doubtful)
    if strict and (checked.findings or checked.problems):
        raise SampleIndexError("Some good parts are doubtful, listed above.", hint="Mend them, or leave --strict out.")
    usable = checked.usable(checked.doubtful if leave_out_doubtful else frozenset())
    with bar("teaching") as (report, token):
        taught = api.teach(name, usable, start, out, settings, report, token)
    warn(taught.problems)
    api.remember_model(out)
    if as_json:
        typer.echo(json.dumps(_facts(taught, checked.findings)))
        return
    _print_old(taught)
    for sentence in (*taught.notes, taught.promise):
        say(sentence)
    say(f"{out} written in {taught.seconds:.0f} s; it knows {name} now.")


def _samples(paths: list[Path]) -> list[Sample]:
    index = api.find_samples(paths)
    warn(index.problems)
    return list(index.samples)


def _print_findings(findings: tuple[Finding, ...], leaves_out: bool) -> None:
    for finding in findings:
        word = "left out" if leaves_out or finding.is_final else "doubtful"
        say(f"{finding.sample_id}: {finding.reason}", word)


def _print_old(taught: Taught) -> None:
    table = Table(title="Old categories, before and after")
    for title in ("category", "normal score, median", "95 %", "threshold", "recognised", "changed"):
        table.add_column(title)
    for row in taught.old:
        pairs = [f"{old:.3f} → {new:.3f}" for old, new in (row.median, row.high, row.threshold)]
        recognised = f"{100 * row.recognised[0]:.0f} % → {100 * row.recognised[1]:.0f} %"
        table.add_row(row.category, *pairs, recognised, "nothing" if row.is_identical else "yes")
    output().print(table)


def _facts(taught: Taught, findings: tuple[Finding, ...]) -> dict[str, object]:
    record = taught.calibration
    return {
        "category": taught.category,
        "model": str(taught.model),
        "modalities": list(record.modalities),
        "parts": taught.parts,
        "anomaly_threshold": record.anomaly_threshold,
        "review_threshold": record.review_threshold,
        "false_alarm_rate": record.false_alarm_rate,
        "supported_rate": taught.supported,
        "supported_rate_95": taught.sure,
        "parent_sha256": taught.parent_sha256,
        "seconds": taught.seconds,
        "notes": list(taught.notes),
        "findings": [{"sample": f.sample_id, "kind": f.kind.value, "reason": f.reason} for f in findings],
        "old": [
            {
                "category": row.category,
                "median": list(row.median),
                "q95": list(row.high),
                "threshold": list(row.threshold),
                "recognised": list(row.recognised),
                "identical": row.is_identical,
                "rescored": row.rescored,
                "largest_change": row.largest_change,
            }
            for row in taught.old
        ],
    }
