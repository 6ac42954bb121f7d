"""`benchmark`: how fast the network is, against the plain form of the paper."""

from __future__ import annotations

import json
from itertools import product
from typing import Annotated

import typer
from rich.table import Table

from core.commands.shared import DeviceOption, JsonOption, app, bar, output
from core.config import PRESETS, compact_config
from core.errors import UserFacingError


@app.command()
def benchmark(
    preset: Annotated[list[str] | None, typer.Option(help="compact or paper; both by default.")] = None,
    modalities: Annotated[list[int] | None, typer.Option(help="Sensors of a sample; 1, 2 and 4 by default.")] = None,
    batch: Annotated[
        list[int] | None, typer.Option(min=1, help="Samples at once in our form (1); the plain form takes one.")
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, help="Pairs of runs of every line.")] = 11,
    bf16: Annotated[bool, typer.Option("--bf16", help="Our form in bfloat16; gates and distances in float32.")] = False,
    threads: Annotated[int, typer.Option(min=0, help="Threads on a CPU; 0: as the system says.")] = 0,
    device: DeviceOption = "auto",
    as_json: JsonOption = False,
) -> None:
    """Time the network against the plain form of the paper, turn by turn: ratio, seconds a sample, peak memory."""
    unknown = [name for name in preset or () if name not in PRESETS]
    if unknown:
        raise UserFacingError(f"{unknown[0]!r} is no preset.", hint="Use compact or paper.")
    counts = modalities or [1, 2, 4]
    if any(not 1 <= count <= compact_config().max_modalities for count in counts):
        raise UserFacingError("A sample has one to four sensors.", hint="Give --modalities 1, 2, 3 or 4.")
    import torch

    from core.device import choose_device
    from core.speed import measure

    chosen = choose_device(device)
    if threads:
        torch.set_num_threads(threads)
    table = Table(
        "preset",
        "device",
        "precision",
        "sensors",
        "batch",
        "plain s",
        "ours s",
        "ratio",
        "range",
        "CPU ratio",
        "peak MB",
        "off",
    )
    for name, count, size in product(preset or list(PRESETS), counts, batch or [1]):
        with bar("benchmark") as (report, token):
            timing = measure(
                PRESETS[name](), chosen, count, batch=size, rounds=rounds, half=bf16, report=report, token=token
            )
        if as_json:
            typer.echo(json.dumps(timing.to_json()))
            continue
        peaks = [f"{peak:,.0f}" if peak else "-" for peak in (timing.plain_peak_mb, timing.ours_peak_mb)]
        table.add_row(
            name,
            timing.device,
            timing.precision,
            str(count),
            str(size),
            f"{timing.plain_s:.3f}",
            f"{timing.ours_s:.3f}",
            f"{timing.ratio:.2f}x",
            f"{timing.ratio_low:.2f}..{timing.ratio_high:.2f}",
            f"{timing.cpu_ratio:.2f}x" if timing.cpu_ratio else "-",
            " / ".join(peaks),
            f"{timing.difference:.0e}",
        )
    if not as_json:
        output().print(table)
