"""`train`: a data set to a checkpoint."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from core.commands.shared import app, bar, console, data_samples, warn
from core.config import ModelConfig, TrainConfig, compact_config
from core.errors import UserFacingError


@app.command()
def train(
    data: Annotated[str, typer.Argument(help="Data-set folder, index.csv, or the word demo.")],
    out: Annotated[Path, typer.Option(help="Checkpoint to write.")],
    preset: Annotated[str, typer.Option(help="compact (trains on a CPU).")] = "compact",
    steps: Annotated[int, typer.Option(help="Optimiser steps.")] = TrainConfig().steps,
    batch_size: Annotated[int, typer.Option(help="Samples a step.")] = TrainConfig().batch_size,
    learning_rate: Annotated[float, typer.Option(help="Peak learning rate.")] = TrainConfig().learning_rate,
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = 0,
    bf16: Annotated[bool, typer.Option(help="Train under bfloat16 autocast.")] = TrainConfig().bf16,
) -> None:
    """Train a checkpoint on the normals of a data set; a cut run goes on where it stopped."""
    from core.learning import learn

    config = _config(preset)
    settings = TrainConfig(steps=steps, batch_size=batch_size, learning_rate=learning_rate, seed=seed, bf16=bf16)
    with bar("training") as (report, token):
        samples = data_samples(data, report, token)
        history, problems = learn(samples, out, config, settings, report, token)
    warn(problems)
    last = f"; last loss {history[-1].restoration:.4f}" if history else ""
    console.print(f"{out} written after {steps} steps{last}.", highlight=False)


def _config(preset: str) -> ModelConfig:
    if preset == "compact":
        return compact_config()
    raise UserFacingError(f"{preset!r} cannot be trained from here.", hint="Use --preset compact.")
