"""Training of a checkpoint: cached features, published losses and schedule, resumable (arXiv 2509.25934, section 3).

Features stay in the memory of the host; a batch is copied to the device where it is needed. A step is the same for one
process and for several (`core.processes`), and goes through in halves where the memory of the device is short.
"""

from __future__ import annotations

import copy
import logging
import math
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from core.config import ModelConfig, TrainConfig
from core.data.dataset import ClassBalancedSampler, FeatureItem, FeatureSet
from core.device import in_halves, memory_guard
from core.errors import TrainingError
from core.losses import restoration_loss, router_anneal, router_loss
from core.model import checkpoint
from core.model.unimmad import UniMMAD
from core.processes import ALONE, Processes
from core.progress import CancelToken, Progress, ReportProgress
from core.training_state import Curves, RunState, TrainLog, keep, resume

__all__ = ["TrainLog", "collate", "train_compact", "validation_loss"]

log = logging.getLogger(__name__)

MAX_GRADIENT_NORM = 1.0
MAX_VALIDATED = 128  # held-out items looked at each time, evenly chosen
NAMED_SAMPLES = 8  # of a batch, in an error


def collate(items: Sequence[FeatureItem]) -> tuple[tuple[Tensor, ...], list[int]]:
    """Items to features per scale [P, C, h, w] float32 and the modality count of each sample."""
    scales = range(len(items[0].features))
    features = tuple(torch.cat([item.features[scale] for item in items]).float() for scale in scales)
    return features, [len(item.modalities) for item in items]


def train_compact(
    config: ModelConfig,
    train: TrainConfig,
    data: FeatureSet,
    state_file: Path,
    report: ReportProgress,
    token: CancelToken,
    *,
    held_out: FeatureSet | None = None,
    curves: Path | None = None,
    device: torch.device | None = None,
    processes: Processes = ALONE,
) -> tuple[UniMMAD, list[TrainLog]]:
    """Train the compact network from cached features.

    Args:
        state_file: Where a resumable state is kept while training; an existing one of the same configuration goes on.
        held_out: Normals by whose loss the best network is chosen, every `validate_every` steps; None: the last one.
        curves: CSV file of the losses.
        device: Where to compute; None: the CPU. The network comes back on the CPU.
        processes: Those that train together; every one calls this with the same arguments.

    Raises:
        TrainingError: The loss is not a number, or a kept state belongs to another run.
        StorageError: The state or the curves cannot be written.
        OutOfMemory: A single sample does not fit.
    """
    device = device or torch.device("cpu")
    torch.manual_seed(train.seed)
    model = UniMMAD(config)
    model.set_feature_statistics(*data.statistics())
    model.to(device)
    torch.manual_seed(train.seed + processes.rank)  # the same network, but noise of its own in every process
    sampler = ClassBalancedSampler([item.sample.category for item in data.items], train.seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=train.learning_rate)
    averaged = copy.deepcopy(model).eval().requires_grad_(False) if train.ema_decay else None
    state = RunState(model, optimizer, sampler, averaged)
    best_file = state_file.with_name(f"{state_file.name}.best")
    if state_file.exists():
        resume(state_file, state, train, processes)
    stepper = _Stepper(state, train, data, device, processes)
    lines = Curves(curves if processes.is_first else None, state.step)
    history: list[TrainLog] = []
    model.train()
    begun = time.perf_counter()
    while state.step < train.steps:
        token.raise_if_cancelled()
        step = state.step
        restoration, router = stepper.step()
        state.step += 1
        validation = None
        if held_out is not None and train.validate_every and _is_due(state.step, train.validate_every, train.steps):
            processes.average_statistics(model)
            validation = validation_loss(state.result, held_out.items, train.batch_size)
            if validation < state.best_loss:
                state.best_loss = validation
                if processes.is_first:
                    with torch.random.fork_rng(devices=[]):
                        checkpoint.save(best_file, state.result, {"step": str(state.step)}, {}, half=False)
        rate = optimizer.param_groups[0]["lr"]
        entry = TrainLog(step, restoration, router, time.perf_counter() - begun, rate, validation)
        history.append(entry)
        lines.add(entry)
        text = f"loss {restoration:.4f}, router {router:.3f}"
        text += f", validation {validation:.4f}" if validation is not None else ""
        report(Progress(state.step, train.steps, text))
        if step % 50 == 0 or state.step == train.steps:
            log.info("step %d of %d: %s, %.0f s", step, train.steps, text, entry.seconds)
        if state.step % train.save_every == 0 and state.step < train.steps:
            processes.average_statistics(model)  # what is kept goes on in every process
            keep(state_file, state, train, processes)
    processes.average_statistics(model)
    if averaged is not None:
        _copy_buffers(model, averaged)
    result = state.result
    if math.isfinite(state.best_loss) and processes.is_first:
        best = checkpoint.load(best_file)
        log.info("the best network is that of step %s, validation %.4f", best.metadata["step"], state.best_loss)
        result.load_state_dict(best.model.state_dict())
    if processes.is_first:
        state_file.unlink(missing_ok=True)
        best_file.unlink(missing_ok=True)
    return result.cpu().eval(), history


def _is_due(step: int, every: int, steps: int) -> bool:
    return step % every == 0 or step == steps


def _copy_buffers(source: UniMMAD, target: UniMMAD) -> None:
    for values, own in zip(target.buffers(), source.buffers(), strict=True):
        values.copy_(own)


@torch.no_grad()
def validation_loss(model: UniMMAD, items: Sequence[FeatureItem], batch_size: int) -> float:
    """Restoration loss of held-out normals, without noise; every category weighs the same."""
    device = next(model.parameters()).device
    was_training = model.training
    model.eval()
    chosen = items[:: max(math.ceil(len(items) / MAX_VALIDATED), 1)]
    by_category: dict[str, list[float]] = {}
    for start in range(0, len(chosen), batch_size):
        batch = chosen[start : start + batch_size]
        features, counts = collate(batch)
        output = model(tuple(scale.to(device) for scale in features), counts)
        row = 0
        for item, count in zip(batch, counts, strict=True):
            prior, restored = ([s[row : row + count] for s in part] for part in (output.prior, output.restored))
            by_category.setdefault(item.sample.category, []).append(restoration_loss(prior, restored).item())
            row += count
    model.train(was_training)
    return sum(sum(own) / len(own) for own in by_category.values()) / len(by_category)


class _Stepper:
    """Takes optimiser steps."""

    def __init__(
        self, state: RunState, train: TrainConfig, data: FeatureSet, device: torch.device, processes: Processes
    ) -> None:
        self._state, self._train, self._data = state, train, data
        self._device, self._processes = device, processes
        self._parameters = [p for p in state.model.parameters() if p.requires_grad]
        self._at_once = train.batch_size  # samples that the memory holds

    def step(self) -> tuple[float, float]:
        """One step; restoration and router loss of this process. Raises TrainingError naming the batch."""
        state, train = self._state, self._train
        for group in state.optimizer.param_groups:
            group["lr"] = train.learning_rate * 0.5 * (1.0 + math.cos(math.pi * state.step / train.steps))
        state.optimizer.zero_grad(set_to_none=True)
        losses = [0.0, 0.0]
        for _part in range(train.accumulation):
            drawn = state.sampler.batch(train.batch_size * self._processes.count)
            own = drawn[self._processes.rank :: self._processes.count]
            for place, value in enumerate(self._gradients([self._data.items[index] for index in own])):
                losses[place] += value / train.accumulation
        self._processes.average_gradients(self._parameters)
        torch.nn.utils.clip_grad_norm_(self._parameters, MAX_GRADIENT_NORM)
        state.optimizer.step()
        if state.averaged is not None:
            # A short memory first: the weights of the beginning are worth nothing.
            decay = min(train.ema_decay, (1 + state.step) / (10 + state.step))
            with torch.no_grad():
                for mean, weight in zip(state.averaged.parameters(), state.model.parameters(), strict=True):
                    mean.lerp_(weight, 1.0 - decay)
            _copy_buffers(state.model, state.averaged)
        return losses[0], losses[1]

    def _gradients(self, batch: Sequence[FeatureItem]) -> tuple[float, float]:
        """Add the gradients of a batch's mean loss; where memory is short its parts go one after another."""

        def run(part: Sequence[FeatureItem]) -> list[tuple[float, float]]:
            share = len(part) / len(batch)
            with memory_guard(self._device):
                loss, restoration, router = self._loss(part)
                # All or nothing: what fails half-way must leave no gradient behind.
                gradients = torch.autograd.grad(
                    loss * (share / self._train.accumulation), self._parameters, allow_unused=True
                )
            for parameter, gradient in zip(self._parameters, gradients, strict=True):
                if gradient is not None:
                    parameter.grad = gradient if parameter.grad is None else parameter.grad.add_(gradient)
            return [(restoration * share, router * share)] + [(0.0, 0.0)] * (len(part) - 1)

        def told(smaller: int) -> None:
            self._at_once = min(self._at_once, smaller)

        done: list[tuple[float, float]] = []
        while len(done) < len(batch):
            done += in_halves(run, batch[len(done) : len(done) + self._at_once], told)
        return sum(first for first, _ in done), sum(second for _, second in done)

    def _loss(self, batch: Sequence[FeatureItem]) -> tuple[Tensor, float, float]:
        state, train = self._state, self._train
        features, counts = collate(batch)
        if self._device.type == "cuda":
            features = tuple(scale.pin_memory().to(self._device, non_blocking=True) for scale in features)
        with torch.autocast(self._device.type, torch.bfloat16, enabled=train.bf16):
            output = state.model(features, counts)
        restoration = restoration_loss([u.float() for u in output.prior], [p.float() for p in output.restored])
        router = router_loss(output.routing.logits)
        loss = restoration + router_anneal(state.step, train.steps) * router
        if not torch.isfinite(loss):
            names = list(dict.fromkeys(item.sample.sample_id for item in batch))
            more = f" and {len(names) - NAMED_SAMPLES} more" if len(names) > NAMED_SAMPLES else ""
            raise TrainingError(
                f"The loss became {loss.item()} at step {state.step} with {', '.join(names[:NAMED_SAMPLES])}{more}.",
                hint="Look at these samples, or lower the learning rate.",
            )
        return loss, restoration.item(), router.item()
