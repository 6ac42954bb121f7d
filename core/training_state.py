"""What a training run leaves on disk: a state from which it goes on bit for bit, its best network, its curves."""

from __future__ import annotations

import csv
import importlib.util
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.config import TrainConfig
from core.data.dataset import ClassBalancedSampler
from core.errors import StorageError, TrainingError
from core.model import checkpoint
from core.model.unimmad import UniMMAD
from core.processes import Processes


@dataclass(frozen=True, slots=True)
class TrainLog:
    """Losses of one step; a line of the CSV."""

    step: int
    restoration: float
    router: float
    seconds: float
    learning_rate: float = 0.0
    validation: float | None = None  # restoration loss on held-out normals, where it was measured


@dataclass(slots=True, eq=False)
class RunState:
    """All that changes while a network trains."""

    model: UniMMAD
    optimizer: torch.optim.Adam
    sampler: ClassBalancedSampler
    averaged: UniMMAD | None  # exponential mean of the weights
    backbone_file: Path | None = None  # where the frozen backbone's weights came from, as for `load_backbone`
    drawn: Mapping[str, Any] | None = None  # state of the sampler's generator after the last batch that was used
    step: int = 0  # to be taken next
    best_loss: float = float("inf")

    @property
    def result(self) -> UniMMAD:
        """The network that is validated and returned."""
        return self.averaged if self.averaged is not None else self.model


def keep(path: Path, state: RunState, train: TrainConfig, processes: Processes) -> None:
    """Write the state; every process calls it, the first one writes. Raises StorageError."""
    generators = processes.gather(torch.get_rng_state())
    device = next(state.model.parameters()).device
    extra: dict[str, Tensor] = {f"random/{rank}": own for rank, own in enumerate(generators)}
    if device.type == "cuda":
        on_gpu = processes.gather(torch.cuda.get_rng_state(device))
        extra |= {f"random_gpu/{rank}": own for rank, own in enumerate(on_gpu)}
    if not processes.is_first:
        return
    for index, moments in state.optimizer.state_dict()["state"].items():
        extra |= {f"adam/{index}/{key}": torch.as_tensor(value).cpu() for key, value in moments.items()}
    if state.averaged is not None:
        extra |= {f"averaged/{name}": value.cpu().clone() for name, value in state.averaged.state_dict().items()}
    metadata = {
        "step": str(state.step),
        "sampler": json.dumps(state.drawn or state.sampler.generator.bit_generator.state),
        "train": json.dumps(asdict(train)),
        "best_loss": json.dumps(None if np.isinf(state.best_loss) else state.best_loss),
        "processes": str(processes.count),
    }
    with torch.random.fork_rng(devices=[]):  # saving must not change what an uncut run draws next
        checkpoint.save(path, state.model, metadata, extra, half=False, weights_file=state.backbone_file)


def resume(path: Path, state: RunState, train: TrainConfig, processes: Processes) -> None:
    """Go on where `keep` was called. Raises TrainingError when the file belongs to another run."""
    kept = checkpoint.load(path, state.backbone_file)
    same = (
        kept.config == state.model.config
        and json.loads(kept.metadata.get("train", "null")) == asdict(train)
        and kept.metadata.get("processes") == str(processes.count)
    )
    if not same:
        raise TrainingError(
            f"{path.name} belongs to a run with other settings.", hint="Delete it to start afresh.", path=path
        )
    state.model.load_state_dict(kept.model.state_dict())
    moments: dict[int, dict[str, Tensor]] = {}
    averaged: dict[str, Tensor] = {}
    for name, value in kept.extra.items():
        if name.startswith("adam/"):
            _, index, key = name.split("/")
            moments.setdefault(int(index), {})[key] = value
        elif name.startswith("averaged/"):
            averaged[name.removeprefix("averaged/")] = value
    groups = state.optimizer.state_dict()["param_groups"]
    state.optimizer.load_state_dict({"state": moments, "param_groups": groups})
    if state.averaged is not None:
        state.averaged.load_state_dict(averaged)
    state.drawn = json.loads(kept.metadata["sampler"])
    state.sampler.generator.bit_generator.state = state.drawn
    best = json.loads(kept.metadata["best_loss"])
    state.best_loss = float("inf") if best is None else best
    state.step = int(kept.metadata["step"])
    torch.set_rng_state(kept.extra[f"random/{processes.rank}"])
    if (on_gpu := kept.extra.get(f"random_gpu/{processes.rank}")) is not None and torch.cuda.is_available():
        torch.cuda.set_rng_state(on_gpu, next(state.model.parameters()).device)


class Curves:
    """A CSV with one line a step; lines of steps that are taken again are replaced."""

    def __init__(self, path: Path | None, first_step: int) -> None:
        self._path = path
        if path is None:
            return
        names = [field.name for field in fields(TrainLog)]
        try:
            lines: list[list[str]] = []
            if path.exists() and first_step:
                with path.open(newline="", encoding="utf-8") as file:
                    lines = [line for line in csv.reader(file) if line and line[0].isdigit()]
            with path.open("w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                writer.writerow(names)
                writer.writerows(line for line in lines if int(line[0]) < first_step)
        except OSError as error:
            raise StorageError(f"{path.name} cannot be written.", path=path) from error

    def add(self, entry: TrainLog) -> None:
        """Append a line at once, so that a cut run keeps it. Raises StorageError."""
        if self._path is None:
            return
        try:
            with self._path.open("a", newline="", encoding="utf-8") as file:
                csv.writer(file).writerow(["" if v is None else v for v in asdict(entry).values()])
        except OSError as error:
            raise StorageError(f"{self._path.name} cannot be written.", path=self._path) from error


class Board:
    """The same curves for TensorBoard; without its package `has_tensorboard` says so beforehand."""

    def __init__(self, folder: Path | None, first_step: int) -> None:
        self._writer: Any = None  # its package is optional
        if folder is None:
            return
        from torch.utils.tensorboard import SummaryWriter

        try:
            # What a cut run wrote beyond its kept state is taken again, and hidden.
            self._writer = SummaryWriter(str(folder), purge_step=first_step or None)
        except OSError as error:
            raise StorageError(f"{folder} cannot be written.", path=folder) from error

    def add(self, entry: TrainLog) -> None:
        """One point on every curve."""
        if self._writer is None:
            return
        values = asdict(entry)
        step = values.pop("step")
        for name, value in values.items():
            if value is not None:
                self._writer.add_scalar(f"training/{name}", value, step)

    def close(self) -> None:
        """Write what is still in memory."""
        if self._writer is not None:
            self._writer.close()


def has_tensorboard() -> bool:
    """Whether the optional package is there."""
    return importlib.util.find_spec("tensorboard") is not None
