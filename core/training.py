"""Training of a checkpoint: published losses and schedule, resumable (arXiv 2509.25934, section 3).

The compact preset trains from features that stay in the memory of the host, the paper preset from images, whose prior
features the frozen backbone computes in every step. A step is the same for one process and for several
(`core.processes`), and goes through in halves where the memory of the device is short.
"""

from __future__ import annotations

import copy
import logging
import math
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor

from core.config import ModelConfig, TrainConfig
from core.data.dataset import ClassBalancedSampler, FeatureItem, FeatureSet
from core.device import in_halves, memory_guard
from core.errors import TrainingError
from core.losses import restoration_loss, router_anneal, router_loss
from core.model import checkpoint
from core.model.backbone import PriorBackbone
from core.model.running import to_device
from core.model.unimmad import Output, UniMMAD
from core.processes import ALONE, Processes
from core.progress import CancelToken, Progress, ReportProgress
from core.training_state import Board, Curves, RunState, TrainLog, keep, resume

__all__ = ["TrainLog", "collate", "collate_images", "train_network", "validation_loss"]

log = logging.getLogger(__name__)

MAX_GRADIENT_NORM = 1.0
MAX_VALIDATED = 128  # held-out items looked at each time, evenly chosen
NAMED_SAMPLES = 8  # of a batch, in an error


class TrainingItems(Protocol):
    """What is trained on: `FeatureSet` for the compact preset, `core.data.pictures.PictureSet` for paper."""

    def labels(self) -> list[str]:
        """Category of every item, in order."""

    def take(self, indices: Sequence[int]) -> list[FeatureItem]:
        """Items by their place."""

    def stream(self, draws: Iterator[list[int]]) -> Iterator[list[FeatureItem]]:
        """The items of every draw, one after another; draws may be asked for ahead of need."""


def collate(items: Sequence[FeatureItem]) -> tuple[tuple[Tensor, ...], list[int]]:
    """Items to features per scale [P, C, h, w] float32 and the modality count of each sample."""
    scales = range(len(items[0].features))
    features = tuple(torch.cat([item.features[scale].float() for item in items]) for scale in scales)
    return features, [len(item.modalities) for item in items]


def collate_images(items: Sequence[FeatureItem]) -> Tensor | None:
    """Images of a batch [P, 3, H, W]; None for the compact preset, which sees features only."""
    images = [item.images for item in items if item.images is not None]
    return torch.cat(images) if images else None


def new_network(
    config: ModelConfig, statistics: tuple[Sequence[Tensor], Sequence[Tensor]] | None, backbone: PriorBackbone | None
) -> UniMMAD:
    """An untrained network: compact standardises by the features' statistics, paper starts from the backbone."""
    model = UniMMAD(config)
    if statistics is not None:
        model.set_feature_statistics(*statistics)
    if config.preset == "paper" and backbone is not None:
        model.initialise_student(backbone)
    return model


def train_network(
    config: ModelConfig,
    train: TrainConfig,
    data: TrainingItems,
    state_file: Path,
    report: ReportProgress,
    token: CancelToken,
    *,
    held_out: TrainingItems | None = None,
    curves: Path | None = None,
    tensorboard: Path | None = None,
    device: torch.device | None = None,
    processes: Processes = ALONE,
    backbone: PriorBackbone | None = None,
    backbone_file: Path | None = None,
) -> tuple[UniMMAD, list[TrainLog]]:
    """Train a network from cached features (compact) or from images (paper).

    Args:
        state_file: Where a resumable state is kept while training; an existing one of the same configuration goes on.
        held_out: Normals by whose loss the best network is chosen, every `validate_every` steps; None: the last one.
        curves: CSV file of the losses.
        tensorboard: Folder that TensorBoard shows the losses from; needs the package tensorboard.
        device: Where to compute; None: the CPU. The network comes back on the CPU.
        processes: Those that train together; every one calls this with the same arguments.
        backbone: Of the paper preset, on the device: gives the prior features, and the trained encoder's first weights.
        backbone_file: Where its weights came from, as for `load_backbone`.

    Raises:
        TrainingError: The loss is not a number, or a kept state belongs to another run.
        SampleReadError: An image that could be read before no longer can.
        StorageError: The state or the curves cannot be written.
        OutOfMemory: A single sample does not fit.
    """
    device = device or torch.device("cpu")
    torch.manual_seed(train.seed)
    model = new_network(config, data.statistics() if isinstance(data, FeatureSet) else None, backbone).to(device)
    torch.manual_seed(train.seed + processes.rank)  # the same network, but noise of its own in every process
    sampler = ClassBalancedSampler(data.labels(), train.seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=train.learning_rate)
    averaged = copy.deepcopy(model).eval().requires_grad_(False) if train.ema_decay else None
    state = RunState(model, optimizer, sampler, averaged, backbone_file)
    best_file = state_file.with_name(f"{state_file.name}.best")
    if state_file.exists():
        resume(state_file, state, train, processes)
    stepper = _Stepper(state, train, data, device, processes, backbone)
    lines = Curves(curves if processes.is_first else None, state.step)
    board = Board(tensorboard if processes.is_first else None, state.step)
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
            validation = validation_loss(state.result, held_out, train.batch_size, backbone)
            if validation < state.best_loss:
                state.best_loss = validation
                if processes.is_first:
                    with torch.random.fork_rng(devices=[]):
                        metadata = {"step": str(state.step)}
                        checkpoint.save(best_file, state.result, metadata, {}, half=False, weights_file=backbone_file)
        rate = optimizer.param_groups[0]["lr"]
        entry = TrainLog(step, restoration, router, time.perf_counter() - begun, rate, validation)
        history.append(entry)
        lines.add(entry)
        board.add(entry)
        text = f"loss {restoration:.4f}, router {router:.3f}"
        text += f", validation {validation:.4f}" if validation is not None else ""
        report(Progress(state.step, train.steps, text))
        if step % 50 == 0 or state.step == train.steps:
            log.info("step %d of %d: %s, %.0f s", step, train.steps, text, entry.seconds)
        if state.step % train.save_every == 0 and state.step < train.steps:
            processes.average_statistics(model)  # what is kept goes on in every process
            keep(state_file, state, train, processes)
    board.close()
    processes.average_statistics(model)
    if averaged is not None:
        _copy_buffers(model, averaged)
    result = state.result
    if math.isfinite(state.best_loss) and processes.is_first:
        best = checkpoint.load(best_file, backbone_file)
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
def validation_loss(
    model: UniMMAD, held_out: TrainingItems, batch_size: int, backbone: PriorBackbone | None = None
) -> float:
    """Restoration loss of held-out normals, without noise; every category weighs the same."""
    device = next(model.parameters()).device
    was_training = model.training
    model.eval()
    count = len(held_out.labels())
    chosen = range(count)[:: max(math.ceil(count / MAX_VALIDATED), 1)]
    by_category: dict[str, list[float]] = {}
    for start in range(0, len(chosen), batch_size):
        batch = held_out.take(chosen[start : start + batch_size])
        output, counts = forward(model, backbone, batch, device)
        row = 0
        for item, count in zip(batch, counts, strict=True):
            prior, restored = ([s[row : row + count] for s in part] for part in (output.prior, output.restored))
            by_category.setdefault(item.sample.category, []).append(restoration_loss(prior, restored).item())
            row += count
    model.train(was_training)
    return sum(sum(own) / len(own) for own in by_category.values()) / len(by_category)


def forward(
    model: UniMMAD, backbone: PriorBackbone | None, items: Sequence[FeatureItem], device: torch.device
) -> tuple[Output, list[int]]:
    """What a network on `device` says of items, and their modality counts; prior features that lack are computed."""
    images = collate_images(items)
    images = None if images is None else to_device(images, device)
    if images is not None and not items[0].features:
        assert backbone is not None  # of the paper preset
        with torch.no_grad():
            prior = backbone(images)
        counts = [len(item.modalities) for item in items]
    else:
        features, counts = collate(items)
        prior = tuple(to_device(scale, device) for scale in features)
    return model(prior, counts, images), counts


class _Stepper:
    """Takes optimiser steps."""

    def __init__(
        self,
        state: RunState,
        train: TrainConfig,
        data: TrainingItems,
        device: torch.device,
        processes: Processes,
        backbone: PriorBackbone | None,
    ) -> None:
        self._state, self._train, self._backbone = state, train, backbone
        self._device, self._processes = device, processes
        self._drawn: deque[Mapping[str, Any]] = deque()  # the sampler's state after each draw that was not used yet
        self._batches = data.stream(self._draws())
        self._parameters = [p for p in state.model.parameters() if p.requires_grad]
        self._at_once = train.batch_size  # samples that the memory holds

    def _draws(self) -> Iterator[list[int]]:
        """Indices of this process's share of every batch; workers ask for some ahead of need."""
        state, size = self._state, self._train.batch_size * self._processes.count
        while True:
            drawn = state.sampler.batch(size)
            self._drawn.append(state.sampler.generator.bit_generator.state)
            yield drawn[self._processes.rank :: self._processes.count]

    def step(self) -> tuple[float, float]:
        """One step; restoration and router loss of this process. Raises TrainingError naming the batch."""
        state, train = self._state, self._train
        for group in state.optimizer.param_groups:
            group["lr"] = train.learning_rate * 0.5 * (1.0 + math.cos(math.pi * state.step / train.steps))
        state.optimizer.zero_grad(set_to_none=True)
        losses = [0.0, 0.0]
        for _part in range(train.accumulation):
            batch = next(self._batches)
            state.drawn = self._drawn.popleft()
            for place, value in enumerate(self._gradients(batch)):
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
        with torch.autocast(self._device.type, torch.bfloat16, enabled=train.bf16):
            output, _counts = forward(state.model, self._backbone, batch, self._device)
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
