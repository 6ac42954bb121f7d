"""`rules`: what counts as a region of a category, kept in the model file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from core.commands.shared import JsonOption, app, console
from core.errors import UserFacingError
from core.region_rules import RegionRules, Zone


@app.command()
def rules(
    model: Annotated[Path, typer.Argument(metavar="M", help="Checkpoint.")],
    category: Annotated[str, typer.Option(help="Recipe whose rules are shown or changed.")],
    min_area_mm2: Annotated[float | None, typer.Option(help="Smaller regions do not count (mm²).")] = None,
    min_area_px: Annotated[int | None, typer.Option(help="Smaller regions do not count (pixels).")] = None,
    limit_mm: Annotated[
        float | None,
        typer.Option(help="A region at least this long (mm) makes an anomaly, shorter ones do not; 0: none."),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(help="X0,Y0,X1,Y1: a rectangle to ignore, in shares 0..1 of width and height.")
    ] = None,
    clear_zones: Annotated[bool, typer.Option("--clear-zones", help="Ignore no zone (any more).")] = False,
    out: Annotated[Path | None, typer.Option(help="Checkpoint to write; without it the rules are only shown.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show or change the region rules of a category: smallest size, size limit that decides, zones to ignore."""
    from core.bundle import Bundle
    from core.model import checkpoint
    from core.recipes import rewrite

    _, _, metadata, extra = checkpoint.load(model)
    fitted = Bundle.unpack(metadata, extra).fitted
    if category not in fitted:
        raise UserFacingError(
            f"The model does not know the category {category}.", hint=f"It knows {', '.join(fitted)}."
        )
    record = fitted[category].calibration
    made = _changed(record.rules, min_area_mm2, min_area_px, limit_mm, ignore or [], clear_zones)
    if out is not None:
        rewrite(model, out, {category: replace(record, rules=made)})
    elif made != record.rules:
        raise typer.BadParameter("name the checkpoint to write with --out")
    if as_json:
        typer.echo(json.dumps({"category": category, **made.to_dict()}))
        return
    Console().print(f"{category}: {made.sentence() or 'no rules; the score decides.'}", highlight=False)
    if out is not None:
        console.print(f"{out} written.", highlight=False)


def _changed(
    old: RegionRules,
    min_area_mm2: float | None,
    min_area_px: int | None,
    limit_mm: float | None,
    ignore: list[str],
    clear_zones: bool,
) -> RegionRules:
    zones = (() if clear_zones else old.zones) + tuple(_rectangle(text) for text in ignore)
    try:
        return RegionRules(
            min_area_px=old.min_area_px if min_area_px is None else min_area_px,
            min_area_mm2=old.min_area_mm2 if min_area_mm2 is None else min_area_mm2,
            limit_mm=old.limit_mm if limit_mm is None else (limit_mm or None),
            zones=zones,
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _rectangle(text: str) -> Zone:
    try:
        x0, y0, x1, y1 = (float(word) for word in text.split(","))
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not X0,Y0,X1,Y1") from error
    if not (0 <= x0 < x1 <= 1 and 0 <= y0 < y1 <= 1):
        raise typer.BadParameter(f"{text!r} must be shares 0..1 with X0 < X1 and Y0 < Y1")
    return Zone(((x0, y0), (x1, y0), (x1, y1), (x0, y1)))
