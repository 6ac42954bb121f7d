"""Training of a checkpoint: cached features, published losses and schedule, resumable (arXiv 2509.25934, section 3)."""

from __future__ import annotations

import json
import logging
import math
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor

from core.config import ModelConfig, TrainConfig
from core.data.dataset import ClassBalancedSampler, FeatureItem, FeatureSet
from core.errors import TrainingError
from core.losses import restoration_loss, router_anneal, router_loss
from core.model import checkpoint
from core.model.unimmad import UniMMAD
from core.progress import CancelToken, Progress, ReportProgress

log = logging.getLogger(__name__)

MAX_GRADIENT_NORM = 1.0


@dataclass(frozen=True, slots=True)
class TrainLog:
    """Losses of one step."""

    step: int
    restoration: float
    router: float
    seconds: float


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
) -> tuple[UniMMAD, list[TrainLog]]:
    """Train the compact network from cached features.

    Args:
        state_file: Where a resumable state is kept while training; an existing one of the same configuration goes on.

    Raises:
        TrainingError: The loss is not a number, or a kept state belongs to another run.
        StorageError: The state cannot be written.
    """
    torch.manual_seed(train.seed)
    model = UniMMAD(config)
    model.set_feature_statistics(*data.statistics())
    sampler = ClassBalancedSampler([item.sample.category for item in data.items], train.seed)
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.Adam(parameters, lr=train.learning_rate)
    start = _resume(state_file, model, optimizer, sampler, train) if state_file.exists() else 0
    model.train()
    history: list[TrainLog] = []
    begun = time.perf_counter()
    for step in range(start, train.steps):
        token.raise_if_cancelled()
        for group in optimizer.param_groups:
            group["lr"] = train.learning_rate * 0.5 * (1.0 + math.cos(math.pi * step / train.steps))
        features, counts = collate([data.items[index] for index in sampler.batch(train.batch_size)])
        with torch.autocast("cpu", torch.bfloat16, enabled=train.bf16):
            output = model(features, counts)
        restoration = restoration_loss(output.prior, output.restored)
        router = router_loss(output.routing.logits)
        loss = restoration + router_anneal(step, train.steps) * router
        if not torch.isfinite(loss):
            raise TrainingError(f"The loss became {loss.item()} at step {step}.", hint="Lower the learning rate.")
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        torch.nn.utils.clip_grad_norm_(parameters, MAX_GRADIENT_NORM)
        optimizer.step()
        seconds = time.perf_counter() - begun
        history.append(TrainLog(step, restoration.item(), router.item(), seconds))
        text = f"loss {restoration.item():.4f}, router {router.item():.3f}"
        report(Progress(step + 1, train.steps, text))
        if step % 50 == 0 or step == train.steps - 1:
            log.info("step %d of %d: %s, %.0f s", step, train.steps, text, seconds)
        if (step + 1) % train.save_every == 0 and step + 1 < train.steps:
            _keep(state_file, step + 1, model, optimizer, sampler, train)
    state_file.unlink(missing_ok=True)
    return model.eval(), history


def _keep(
    path: Path,
    step: int,
    model: UniMMAD,
    optimizer: torch.optim.Adam,
    sampler: ClassBalancedSampler,
    train: TrainConfig,
) -> None:
    extra: dict[str, Tensor] = {"random": torch.get_rng_state()}
    for index, state in optimizer.state_dict()["state"].items():
        extra |= {f"adam/{index}/{key}": torch.as_tensor(value) for key, value in state.items()}
    metadata = {
        "step": str(step),
        "sampler": json.dumps(sampler.generator.bit_generator.state),
        "train": json.dumps(asdict(train)),
    }
    with torch.random.fork_rng(devices=[]):  # saving must not change what an uncut run draws next
        checkpoint.save(path, model, metadata, extra, half=False)


def _resume(
    path: Path, model: UniMMAD, optimizer: torch.optim.Adam, sampler: ClassBalancedSampler, train: TrainConfig
) -> int:
    kept = checkpoint.load(path)
    if kept.config != model.config or json.loads(kept.metadata.get("train", "null")) != asdict(train):
        raise TrainingError(
            f"{path.name} belongs to a run with other settings.", hint="Delete it to start afresh.", path=path
        )
    model.load_state_dict(kept.model.state_dict())
    state: dict[int, dict[str, Tensor]] = {}
    for name, value in kept.extra.items():
        if name.startswith("adam/"):
            _, index, key = name.split("/")
            state.setdefault(int(index), {})[key] = value
    optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})
    sampler.generator.bit_generator.state = json.loads(kept.metadata["sampler"])
    torch.set_rng_state(kept.extra["random"])
    return int(kept.metadata["step"])
