"""`experts`: which leaders of a model matter, found by taking each away on every sample of a folder."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.table import Table

from core import api
from core.commands.shared import DeviceOption, JsonOption, app, bar, output, refuse, warn
from core.errors import UserFacingError
from core.probing.records import LeaderEffect
from core.records import modality_info


@app.command()
def experts(
    model: Annotated[Path, typer.Argument(help="Checkpoint.", readable=False)],
    ablate: Annotated[Path, typer.Option(help="Folder, index or file: the samples to ablate on.", readable=False)],
    category: Annotated[str | None, typer.Option(help="Recipe; found automatically by default.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many samples, evenly taken; 0: all.")] = 0,
    device: DeviceOption = "auto",
    as_json: JsonOption = False,
) -> None:
    """Rank leaders by their effect on the score (ablation), with random leaders as a control."""
    index = api.find_samples([ablate])
    warn(index.problems)
    samples = list(index.samples)
    if 0 < limit < len(samples):
        samples = [samples[int(place)] for place in np.linspace(0, len(samples) - 1, limit)]
    with bar("loading model") as (report, token):
        inspector = api.load_inspector(model, device, report, token)
    found: dict[tuple[str, int, int, int], list[LeaderEffect]] = defaultdict(list)
    failed = 0
    for sample in samples:
        try:
            with bar(sample.sample_id) as (report, token):
                loaded = api.load_sample(sample, report, token)
                result = inspector.inspect(loaded, category, report, token)
                hottest = int(np.nanargmax(result.slice_scores)) if len(result.slice_scores) > 1 else 0
                probe = inspector.probe(loaded, result.category, hottest)
                for effect in probe.sweep(report, token):
                    sensor = loaded.modalities[effect.slot]
                    kernel = inspector.info.kernel_sizes[effect.branch]
                    found[sensor, effect.scale + 1, kernel, effect.leader].append(effect)
        except UserFacingError as error:
            failed += 1
            refuse(error)
    _show([_row(key, effects) for key, effects in found.items()], as_json)
    if failed:
        raise typer.Exit(1)


def _row(key: tuple[str, int, int, int], effects: list[LeaderEffect]) -> dict[str, object]:
    modality, scale, kernel, leader = key
    return {
        "modality": modality,
        "scale": scale,
        "kernel": kernel,
        "leader": leader,
        "samples": len(effects),
        "weight": float(np.mean([effect.weight for effect in effects])),
        "score_change": float(np.mean([effect.change for effect in effects])),
        "score_change_abs": float(np.mean([effect.strength for effect in effects])),
        "map_change": float(np.mean([effect.map_change for effect in effects])),
        "control_change": float(np.mean([effect.control for effect in effects])),
        "control_spread": float(np.mean([effect.control_spread for effect in effects])),
    }


def _show(rows: list[dict[str, object]], as_json: bool) -> None:
    """The strongest first, counted over the samples that kept the leader."""
    rows.sort(key=lambda row: -float(str(row["score_change_abs"])))
    if as_json:
        for row in rows:
            typer.echo(json.dumps(row))
        return
    table = Table("sensor", "scale", "kernel", "leader", "samples", "without it", "size", "random in its place")
    for row in rows:
        table.add_row(
            modality_info(str(row["modality"])).label,
            *(str(row[name]) for name in ("scale", "kernel", "leader", "samples")),
            f"{row['score_change']:+.4f}",
            f"{row['score_change_abs']:.4f}",
            f"{row['control_change']:+.4f} ± {row['control_spread']:.4f}",
        )
    if table.row_count:
        output().print(table)
