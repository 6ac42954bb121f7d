"""`calibrate`, `verify` and `key`: thresholds with a promise, and proof afterwards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from core import api
from core.commands.shared import DeviceOption, JsonOption, ModelOption, app, bar, model_path, output, say, warn
from core.errors import UserFacingError
from core.records import Sample

if TYPE_CHECKING:
    from core.recalibration import Recalibrated


@app.command()
def calibrate(
    model: Annotated[
        Path, typer.Argument(metavar="M", help="Checkpoint whose thresholds are to be set.", readable=False)
    ],
    good: Annotated[list[Path], typer.Option(help="Folder of good parts that training never saw.", readable=False)],
    false_alarm_rate: Annotated[float | None, typer.Option(help="Share of good parts flagged, e.g. 0.01.")] = None,
    certainty: Annotated[float | None, typer.Option(help="Keep the rate this surely, e.g. 0.95.")] = None,
    defects: Annotated[list[Path] | None, typer.Option(help="Folder of defective parts.", readable=False)] = None,
    best_f1: Annotated[bool, typer.Option("--best-f1", help="Split good from defective parts best.")] = False,
    threshold: Annotated[float | None, typer.Option(help="Anomaly threshold by hand.")] = None,
    pixel_false_alarm_rate: Annotated[
        float | None, typer.Option(help="Share of good parts with a region anywhere; the image rate by default.")
    ] = None,
    pixel_threshold: Annotated[float | None, typer.Option(help="Map value of regions by hand.")] = None,
    parts_per_hour: Annotated[float | None, typer.Option(help="With --minutes-per-part: a Review band.")] = None,
    minutes_per_part: Annotated[float | None, typer.Option(help="What one review takes.")] = None,
    reviewers: Annotated[int, typer.Option(help="How many review.")] = 1,
    defect_share: Annotated[float, typer.Option(help="Expected share of defective parts.")] = 0.01,
    category: Annotated[str | None, typer.Option(help="Recipe; the parts' own by default.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Checkpoint to write; M-calibrated by default.", readable=False)
    ] = None,
    made_by: Annotated[str, typer.Option(help="Who sets the threshold; your log-in by default.")] = "",
    device: DeviceOption = "auto",
    as_json: JsonOption = False,
) -> None:
    """Set a category's thresholds from good parts and write them, with their card, into a new checkpoint."""
    from core.recalibration import Wish, recalibrate
    from core.thresholds import Demand

    if (parts_per_hour is None) != (minutes_per_part is None):
        raise typer.BadParameter("--parts-per-hour and --minutes-per-part belong together")
    shares = {
        "--false-alarm-rate": false_alarm_rate,
        "--pixel-false-alarm-rate": pixel_false_alarm_rate,
        "--certainty": certainty,
        "--defect-share": defect_share,
    }
    for option, share in shares.items():
        if share is not None and not 0.0 < share < 1.0:
            raise typer.BadParameter(f"{option} is a share between 0 and 1, e.g. 0.05; {share:g} is none")
    demand = None
    if parts_per_hour is not None and minutes_per_part is not None:
        demand = Demand(
            parts_per_hour=parts_per_hour,
            minutes_per_part=minutes_per_part,
            reviewers=reviewers,
            defect_share=defect_share,
        )
    wish = Wish(
        rate=false_alarm_rate,
        certainty=certainty,
        demand=demand,
        best_f1=best_f1,
        threshold=threshold,
        pixel_rate=pixel_false_alarm_rate,
        pixel_threshold=pixel_threshold,
    )
    normals = [sample for sample in _samples(good) if not sample.is_anomalous]
    faulty = [sample for sample in _samples(defects or []) if sample.is_anomalous is not False]
    target = out or model.with_name(f"{model.stem}-calibrated.safetensors")
    with bar("calibrating") as (report, token):
        found = recalibrate(
            model,
            category or _category(normals),
            normals,
            faulty,
            wish,
            target,
            made_by=made_by,
            device=device,
            report=report,
            token=token,
        )
    warn(found.problems)
    if as_json:
        typer.echo(json.dumps({**found.card.to_dict(), "card_sha256": found.card.sha256, "model": str(target)}))
        return
    _print_card(found)
    say(f"{target} written.")


def _category(samples: list[Sample]) -> str:
    found = sorted({sample.category for sample in samples if sample.category})
    if len(found) == 1:
        return found[0]
    what = f"belong to {', '.join(found)}" if found else "say no category"
    raise UserFacingError(f"The good parts {what}.", hint="Name the recipe with --category.")


def _samples(paths: list[Path]) -> list[Sample]:
    if not paths:
        return []
    index = api.find_samples(paths)
    warn(index.problems)
    return list(index.samples)


def _print_card(found: Recalibrated) -> None:
    card = found.card
    table = Table(show_header=False)
    table.add_row("category", card.category)
    table.add_row("chosen by", card.method)
    table.add_row("anomaly threshold", f"{card.anomaly_threshold:.4f}")
    table.add_row("review threshold", f"{card.review_threshold:.4f}")
    table.add_row("pixel threshold", "–" if card.pixel_threshold is None else f"{card.pixel_threshold:.4f}")
    table.add_row("parts", f"{card.normals} good, {card.defects} defective")
    if card.promised_rate is not None and card.interval is not None:
        low, high = (100 * value for value in card.interval)
        rate = (
            f"{100 * card.promised_rate:.2f} % of good parts ({100 * card.confidence:.0f} %: {low:.2f} to {high:.2f} %)"
        )
        table.add_row("false alarms", rate)
    if found.plan is not None:
        plan = found.plan
        table.add_row(
            "to review", f"{plan.reviews_per_hour.mean:.1f} parts an hour ({100 * plan.workload:.0f} % of capacity)"
        )
        table.add_row("false alarms an hour", f"{plan.false_alarms_per_hour.mean:.2f}")
        escapes = plan.escapes_per_hour
        table.add_row("escapes an hour", f"{escapes.mean:.2f}" if escapes else "unknown: no defective parts were given")
    for note in card.notes:
        table.add_row("note", note)
    output().print(table)


@app.command()
def verify(
    path: Annotated[str, typer.Argument(metavar="CASEFILE", help="A case file, or a review database (file or URL).")],
    head: Annotated[str, typer.Option(help="Database: a head hash noted earlier that the record must contain.")] = "",
    public_key: Annotated[
        Path | None, typer.Option(help="Case: the key (PEM) that must have signed it.", readable=False)
    ] = None,
    rerun: Annotated[bool, typer.Option("--rerun", help="Case: inspect the inputs again and compare.")] = False,
    data: Annotated[list[Path] | None, typer.Option(help="Case: where to look for the inputs.", readable=False)] = None,
    model: ModelOption = None,
    device: DeviceOption = "auto",
    as_json: JsonOption = False,
) -> None:
    """Check that nothing was changed: hash chain, inputs and models of a database; content and signature of a case."""
    if "://" in path or _is_database(Path(path)):
        _verify_database(path, head, as_json)
    else:
        _verify_case(Path(path), public_key, rerun, data or [], model, device, as_json)


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(15) == b"SQLite format 3"
    except OSError as error:
        raise UserFacingError(f"{path} cannot be read: {error.strerror}.", path=path) from error


def _verify_database(where: str, head: str, as_json: bool) -> None:
    from core.store.check import verify_database
    from core.store.database import Database

    database = Database(where, migrates=False)
    try:
        with bar("verifying") as (report, token):
            found = verify_database(database, expected_head=head, report=report, token=token)
    finally:
        database.close()
    if as_json:
        facts = {"records": found.records, "head": found.head, "files": found.files, "models": found.models}
        typer.echo(json.dumps({"intact": found.is_intact, **facts, "problems": list(found.problems)}))
    else:
        output().print(
            f"{found.records} records, head {found.head}, {found.files} input files, {found.models} models.",
            soft_wrap=True,
        )
    _conclude(found.problems, as_json)


def _verify_case(
    path: Path, public_key: Path | None, again: bool, data: list[Path], model: Path | None, device: str, as_json: bool
) -> None:
    from core.casecheck import CaseFile, rerun, verify_case

    found = verify_case(path, public_key)
    problems = list(found.problems)
    if again and not problems:
        with bar("inspecting again") as (report, token):
            problems += rerun(CaseFile(path), model_path(model), data, device, report, token)
    if as_json:
        facts = {"parts": found.parts, "files": found.files, "signed_by": found.signed_by, "rerun": again}
        typer.echo(json.dumps({"intact": not problems, **facts, "problems": problems}))
    else:
        signed = f"signed by {found.signed_by}" if found.signed_by else "not signed"
        again_text = ", inspected again" if again else ""
        noun = "part" if found.parts == 1 else "parts"
        words = f"{found.parts} {noun}, {found.files} files, {signed}{again_text}."
        output().print(words, highlight=False, soft_wrap=True)
        for fact in found.facts:
            say(fact)
    _conclude(problems, as_json)


def _conclude(problems: list[str] | tuple[str, ...], as_json: bool) -> None:
    for problem in problems:
        say(str(problem), style="red")
    if problems:
        raise typer.Exit(1)
    if not as_json:
        output().print("Intact.")


@app.command()
def key(
    out: Annotated[
        Path, typer.Option(help="Private key to write (PEM); the public half lies beside it.", readable=False)
    ],
) -> None:
    """Make an Ed25519 key that signs case files."""
    from core.signing import make_key

    public = make_key(out)
    say(f"{out} signs (keep it secret), {public.name} checks (give it away).")
