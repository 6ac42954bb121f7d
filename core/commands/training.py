"""`train`: a data set to a checkpoint."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from core import api
from core.commands.shared import StrictOption, app, bar, data_index, refuse_if_strict, say, warn
from core.config import PRESETS, ModelConfig, TrainConfig
from core.errors import UserFacingError

PAPER_BATCH = 10  # as published


@app.command()
def train(
    data: Annotated[str, typer.Argument(help="Data-set folder, index.csv, all_meta.json, or the word demo.")],
    out: Annotated[Path, typer.Option(help="Checkpoint to write.", readable=False)],
    preset: Annotated[
        str, typer.Option(help="compact (trains on a CPU) or paper (the published network, for a GPU).")
    ] = "compact",
    backbone: Annotated[
        str | None, typer.Option(help="Another feature network of timm for the prior, e.g. tf_efficientnet_lite0.")
    ] = None,
    backbone_weights: Annotated[
        Path | None, typer.Option(help="Its weights, a safetensors file; timm's cache by default.", readable=False)
    ] = None,
    image_size: Annotated[int | None, typer.Option(help="Side of the network's input, a multiple of 64.")] = None,
    steps: Annotated[int, typer.Option(help="Optimiser steps.")] = TrainConfig().steps,
    batch_size: Annotated[
        int | None, typer.Option(help=f"Samples a step; {TrainConfig().batch_size}, paper {PAPER_BATCH} by default.")
    ] = None,
    learning_rate: Annotated[float, typer.Option(help="Peak learning rate.")] = TrainConfig().learning_rate,
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = 0,
    bf16: Annotated[bool, typer.Option(help="Train under bfloat16 autocast.")] = TrainConfig().bf16,
    accumulation: Annotated[int, typer.Option(help="Batches whose gradients one step adds up.")] = 1,
    ema: Annotated[float, typer.Option(help="Keep the exponential mean of the weights, e.g. 0.995; 0: no.")] = 0.0,
    validate_every: Annotated[
        int, typer.Option(help="Steps between validations on held-out normals; the best is kept. 0: the last is kept.")
    ] = TrainConfig().validate_every,
    workers: Annotated[int, typer.Option(min=0, help="Processes that read files ahead; 0: none.")] = 0,
    tensorboard: Annotated[
        Path | None, typer.Option(help="Folder for curves that TensorBoard shows.", readable=False)
    ] = None,
    device: Annotated[str, typer.Option(help="cpu, cuda or cuda:N.")] = "cpu",
    pictures: Annotated[
        bool, typer.Option(help="Keep small pictures of normal patches in the checkpoint, for “Nearest normal”.")
    ] = True,
    network: Annotated[
        Path | None,
        typer.Option(help="Keep the trained network of this checkpoint and only calibrate it anew.", readable=False),
    ] = None,
    strict: StrictOption = False,
) -> None:
    """Train a checkpoint on the normals of a data set; a cut run goes on where it stopped.

    For several processes: torchrun --nproc-per-node N main.py train ...
    """
    from core.data.survey import survey_for_training
    from core.device import choose_device
    from core.export import check_writable
    from core.learning import learn
    from core.processes import join, leave, own_device
    from core.training_state import has_tensorboard

    if tensorboard is not None and not has_tensorboard():
        say(
            "its package is not installed (pip install tensorboard); the curves go to "
            f"{out.with_suffix('.losses.csv').name} only.",
            "without TensorBoard",
        )
        tensorboard = None
    config = _config(preset, backbone, image_size)
    settings = TrainConfig(
        steps=steps,
        batch_size=batch_size or (PAPER_BATCH if preset == "paper" else TrainConfig().batch_size),
        learning_rate=learning_rate,
        seed=seed,
        bf16=bf16,
        accumulation=accumulation,
        ema_decay=ema,
        validate_every=validate_every,
        keeps_pictures=pictures,
    )
    chosen = own_device(choose_device(device))
    check_writable(out)
    processes = join()
    with bar("checking") as (report, token):
        index = data_index(data, report, token)
        samples, found = survey_for_training(index.samples, report, token)
    faults = [*index.problems, *found]
    warn(faults)
    refuse_if_strict(strict, faults)
    if network is not None:
        from core.remaking import calibrate_again

        with bar("calibrating") as (report, token):
            problems = calibrate_again(network, samples, out, settings, report, token, workers=workers)
        warn(problem for problem in problems if problem not in faults)
        api.remember_model(out)
        say(f"{out} written: the network of {network.name}, calibrated anew.")
        return
    try:
        with bar("training") as (report, token):
            history, problems = learn(
                samples,
                out,
                config,
                settings,
                report,
                token,
                chosen,
                processes,
                workers=workers,
                tensorboard=tensorboard,
                backbone_file=backbone_weights,
            )
    finally:
        leave()
    if not processes.is_first:
        return
    warn(problem for problem in problems if problem not in faults)
    api.remember_model(out)
    last = f"; last loss {history[-1].restoration:.4f}" if history else ""
    say(f"{out} written after {steps} steps{last}.")


def _config(preset: str, backbone: str | None, image_size: int | None) -> ModelConfig:
    from core.model.variants import with_backbone

    if preset not in PRESETS:
        raise UserFacingError(f"{preset!r} is no preset.", hint="Use compact or paper.")
    config = PRESETS[preset]()
    return with_backbone(config, backbone or config.backbone, image_size)
