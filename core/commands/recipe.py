"""`rules`, `lock`, `users`: what counts as a region, who released a model, and who may change what."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from core.access import AccessError, Right, Role, allows
from core.commands.shared import JsonOption, app, output, say
from core.errors import UserFacingError
from core.region_rules import RegionRules, Zone


@app.command()
def rules(
    model: Annotated[Path, typer.Argument(metavar="M", help="Checkpoint.", readable=False)],
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
    out: Annotated[
        Path | None, typer.Option(help="Checkpoint to write; without it the rules are only shown.", readable=False)
    ] = None,
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
    output().print(f"{category}: {made.sentence() or 'no rules; the score decides.'}")
    if out is not None:
        say(f"{out} written.")


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


@app.command()
def lock(
    model: Annotated[
        Path | None, typer.Argument(metavar="M", help="Checkpoint to release, or to check.", readable=False)
    ] = None,
    key: Annotated[
        Path | None, typer.Option(help="Private key (PEM) to lock it with; see the command key.", readable=False)
    ] = None,
    trust: Annotated[
        Path | None,
        typer.Option(help="Public key (PEM): from now on only models locked by trusted keys are loaded here."),
    ] = None,
    made_by: Annotated[str, typer.Option(help="Who releases it; your log-in by default.")] = "",
) -> None:
    """Release a model by signature, so that a changed one is not loaded; without --key say who released it."""
    from core import locks

    if model is None and trust is None:
        raise typer.BadParameter("name a checkpoint, or a key with --trust")
    if trust is not None:
        say(f"{locks.trust(trust)} is trusted on this station.")
    if model is not None and key is not None:
        say(f"{locks.lock(model, key, made_by)} written.")
    elif model is not None:
        by = locks.check_lock(model)
        output().print(f"Locked by {by}, unchanged." if by else "Not locked.")


@app.command()
def users(
    database: Annotated[str, typer.Argument(metavar="DATABASE", help="Review database, file or URL.")],
    add: Annotated[str, typer.Option(help="Make a user, or change one.")] = "",
    role: Annotated[Role, typer.Option(help="Of the added user.")] = Role.OPERATOR,
    remove: Annotated[
        str, typer.Option(help="This user may not log in any more; the last one: no log-in at all.")
    ] = "",
    administrator: Annotated[str, typer.Option(help="Who changes users; asked for a password.")] = "",
) -> None:
    """List the users of a review database, or change them; passwords are asked for, never given as options."""
    from core.store.store import open_store
    from core.store.users import Users

    store = open_store(database, actor=administrator or "command line")
    try:
        known = Users(store)
        if (add or remove) and known.is_on():
            name = administrator or typer.prompt("Administrator", err=True)
            user = known.log_in(name, typer.prompt(f"Password of {name}", hide_input=True, err=True))
            if not allows(user.role, Right.USERS):
                raise AccessError(known.refuse(user, Right.USERS, "users"))
        if add:
            password = typer.prompt(f"New password of {add}", hide_input=True, confirmation_prompt=True, err=True)
            known.put(add, role, password, by=administrator)
        if remove:
            old = next((user for user in known.all() if user.name == remove), None)
            if old is None:
                raise AccessError(f"There is no user {remove}.")
            known.put(remove, old.role, is_active=False, by=administrator)
        for user in known.all():
            state = "" if user.is_active else " (may not log in)"
            output().print(f"{user.name}: {user.role.value}{state}")
        if not known.is_on():
            say("No log-in is needed.")
    finally:
        store.close()
