"""New leaders for a category that routes like nothing known; everything that serves the old ones stays as it is.

Continual learning of UniMMAD (arXiv 2509.25934, section 3) moves all weights and loses points on old classes. Here
base experts, old leaders, their gates and everything before them stay bit for bit. Every gate gets leaders of its own
for the new category: their rows in the gate are fitted so that its parts choose them and the remembered normals of
every old category do not (rehearsal), their mixtures of the shared base experts are then trained to restore the new
parts. What an old part chooses is what it chose before, so what is made of it is the same to rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from core.data.dataset import FeatureItem
from core.losses import restoration_loss
from core.memory import CategoryMemory
from core.model.embedding import swap_patches
from core.model.moe import CrossMoE, ExpertBranch, Gate
from core.model.unimmad import UniMMAD
from core.probing.atlas import CategoryAtlas
from core.progress import CancelToken
from core.records import Modality
from core.training import collate

MARGIN = 1.0  # of logits, between a new leader and the old ones it must beat, or must not
ROOM = 0.25  # at least, below what a remembered normal keeps
GATE_STEPS = 300
DECAY = 1e-3
LEARNING_RATE = 0.03
BATCH = 8
CHECK_EVERY = 10

OnStep = Callable[[int, float, float | None], None]  # step, loss, loss of held-out parts


@dataclass(frozen=True, slots=True, eq=False)
class _Cached:
    """What the protected half of the network makes of some samples: inputs of the C-MoEs."""

    general: tuple[Tensor, ...]  # per scale [B, D_l, h, w]
    prior: tuple[Tensor, ...]  # per scale [P, C_l, h, w], standardised
    counts: list[int]


def nearest_routing(
    atlases: Mapping[str, CategoryAtlas], modalities: tuple[Modality, ...], probabilities: Sequence[Tensor]
) -> tuple[str, float]:
    """The old category whose normals are routed most like the new parts, and how far in units of its limit.

    Args:
        atlases: Of the old categories.
        modalities: Of the new one; only categories with as many sensors compare.
        probabilities: [M, S, K, R] of every new part.

    Returns:
        ("", infinity) where none compares.
    """
    distances = {
        name: float(np.median([known.relative(own.float().numpy()) for own in probabilities]))
        for name, known in atlases.items()
        if len(known.modalities) == len(modalities)
    }
    nearest = min(distances, key=lambda name: distances[name], default="")
    return nearest, distances.get(nearest, float("inf"))


def widened(model: UniMMAD, extra: int) -> UniMMAD:
    """The same network with more leaders in every gate; nothing chooses them yet."""
    grown = UniMMAD(replace(model.config, leaders=model.config.leaders + extra))
    state, old = grown.state_dict(), model.state_dict()
    for name, value in old.items():
        if state[name].shape == value.shape:
            state[name] = value.clone()
        else:  # gates and tables, whose first axis are the leaders
            state[name][: len(value)] = value
            state[name][len(value) :] = -1e4 if name.endswith("gate.linear.bias") else 0.0
    grown.load_state_dict(state)
    return grown.eval().requires_grad_(False)


def grow(
    model: UniMMAD,
    extra: int,
    steps: int,
    items: Sequence[FeatureItem],
    held_out: Sequence[FeatureItem],
    memories: Mapping[str, CategoryMemory],
    seed: int,
    token: CancelToken,
    on_step: OnStep,
    kept: Mapping[str, Tensor] | None = None,
    keep: Callable[[dict[str, Tensor]], None] = lambda _tensors: None,
) -> UniMMAD | None:
    """A network with leaders of the new category, or None where no gate can tell it from the old ones.

    Args:
        items: Features of the new parts, all versions.
        held_out: Of parts that the training does not see; for the curve.
        memories: Remembered normals of all old categories.
        on_step: Called after every step.
        kept: What `keep` got from a run that was cut.
        keep: Called now and then with what a later call needs to go on.
    """
    old_leaders = model.config.leaders
    grown = widened(model, extra)
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        new = [_clean(grown, batch) for batch in _batches(items)]
        old = [_of_memory(grown, features) for own in memories.values() for features, _ in own.parts()]
        token.raise_if_cancelled()
        if not _fit_gates(grown, old_leaders, new, old):
            return None
    branches = [branch for expert in grown.experts for branch in _branches(expert)]
    tables = [branch.leader_tables for branch in branches]
    optimizer = torch.optim.Adam([table.requires_grad_(True) for table in tables], lr=LEARNING_RATE)
    begin = 0
    if kept is not None:
        begin = int(kept["step"])
        with torch.no_grad():
            for number, table in enumerate(tables):
                table.copy_(kept[f"table/{number}"])
    for step in range(begin, steps):
        token.raise_if_cancelled()
        for group in optimizer.param_groups:
            group["lr"] = LEARNING_RATE * (1.0 - step / steps)
        chosen = torch.randint(len(items), (min(BATCH, len(items)),), generator=generator).tolist()
        cached = _noisy(grown, [items[index] for index in chosen])
        optimizer.zero_grad(set_to_none=True)
        loss = _loss(grown, cached)
        loss.backward()  # type: ignore[no-untyped-call]
        for table in tables:
            if table.grad is not None:
                table.grad[:old_leaders] = 0.0  # protected: Adam leaves what never had a gradient
        optimizer.step()
        is_due = (step + 1) % CHECK_EVERY == 0 or step + 1 == steps
        with torch.no_grad():
            unseen = float(_loss(grown, _clean(grown, held_out[:BATCH]))) if is_due and held_out else None
        on_step(step + 1, float(loss.detach()), unseen)
        if is_due:
            keep({"step": torch.tensor(step + 1)} | {f"table/{n}": t.detach().clone() for n, t in enumerate(tables)})
    return grown.eval().requires_grad_(False)


def _branches(expert: object) -> list[ExpertBranch]:
    assert isinstance(expert, CrossMoE)
    return [branch for branch in expert.branches if isinstance(branch, ExpertBranch)]


def _fit_gates(model: UniMMAD, old_leaders: int, new: Sequence[_Cached], old: Sequence[_Cached]) -> bool:
    """Fit the new leaders' rows of all gates and start their mixtures from those used most; whether any is chosen."""
    is_any_chosen = False
    for scale, expert in enumerate(model.experts):
        assert isinstance(expert, CrossMoE)
        mine, theirs = (
            torch.cat([_conditions(expert, scale, cached) for cached in side]) if side else torch.zeros(0, 1)
            for side in (new, old)
        )
        for branch in _branches(expert):
            gate = branch.gate
            fitted = _row(gate, old_leaders, mine, theirs)
            if fitted is None:
                continue
            is_any_chosen = True
            row, bias = fitted
            logits = F.linear(mine, gate.linear.weight[:old_leaders], gate.linear.bias[:old_leaders])
            used = logits.softmax(dim=-1).mean(dim=0).topk(len(gate.linear.bias) - old_leaders).indices
            gate.linear.weight[old_leaders:] = row
            gate.linear.bias[old_leaders:] = bias
            branch.leader_tables[old_leaders:] = branch.leader_tables[used]
    return is_any_chosen


def _row(gate: Gate, old_leaders: int, mine: Tensor, theirs: Tensor) -> tuple[Tensor, Tensor] | None:
    """Weights [D] and bias of a leader that the new parts prefer and the remembered ones leave alone."""
    weight, bias = gate.linear.weight[:old_leaders], gate.linear.bias[:old_leaders]
    to_beat = F.linear(mine, weight, bias).amax(dim=1)
    middle = mine.mean(dim=0)
    if not len(theirs):
        return torch.zeros_like(middle), to_beat.max() + MARGIN
    not_to_reach = F.linear(theirs, weight, bias).topk(gate.kept, dim=1).values[:, -1]
    # In spreads of every channel: gates see small differences of large values.
    spread = torch.cat([mine, theirs]).std(dim=0).clamp_min(1e-4)
    near, far = (mine - middle) / spread, (theirs - middle) / spread
    with torch.enable_grad():
        row = (-far.mean(dim=0)).clone().requires_grad_(True)
        offset = torch.zeros((), requires_grad=True)
        optimizer = torch.optim.Adam([row, offset], lr=0.1)
        for _ in range(GATE_STEPS):
            optimizer.zero_grad()
            wins = near @ row + offset - to_beat
            keeps_out = not_to_reach - (far @ row + offset)
            loss = F.softplus(2 * (MARGIN - wins)).mean() + F.softplus(2 * (MARGIN - keeps_out)).mean()
            (loss + DECAY * row.square().mean()).backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    row, offset = row.detach(), offset.detach()
    keeps_out = not_to_reach - (far @ row + offset)
    offset = offset + (keeps_out.min() - ROOM).clamp_max(0.0)  # no remembered normal may choose it
    wins = near @ row + offset > to_beat
    if wins.float().mean() < 0.9:
        return None
    row = row / spread
    return row, offset - middle @ row


def _conditions(expert: CrossMoE, scale: int, cached: _Cached) -> Tensor:
    content = F.normalize(cached.general[scale], dim=1)
    return expert.conditions(content, F.normalize(cached.prior[scale], dim=1), cached.counts)[1]


def _loss(model: UniMMAD, cached: _Cached) -> Tensor:
    targets = [F.normalize(scale, dim=1) for scale in cached.prior]
    restored, _ = model.decompress(cached.general, targets, cached.counts)
    return restoration_loss(cached.prior, restored)


@torch.no_grad()
def _clean(model: UniMMAD, batch: Sequence[FeatureItem]) -> _Cached:
    features, counts = collate(batch)
    standard = model.standardise(features)
    return _Cached(model.general_features(standard, counts), standard, counts)


@torch.no_grad()
def _noisy(model: UniMMAD, batch: Sequence[FeatureItem]) -> _Cached:
    """Noise and foreign patches at the entrance, as in training, and a clean target."""
    features, counts = collate(batch)
    standard = model.standardise(features)
    config = model.config
    entering: Sequence[Tensor] = swap_patches(standard, config.swapped_rows) if config.swapped_rows else standard
    entering = [scale + config.feature_noise * torch.randn_like(scale) for scale in entering]
    return _Cached(model.general_features(entering, counts), standard, counts)


@torch.no_grad()
def _of_memory(model: UniMMAD, features: tuple[Tensor, ...]) -> _Cached:
    counts = [len(features[0])]
    return _Cached(model.general_features(features, counts), features, counts)


def _batches(items: Sequence[FeatureItem]) -> list[Sequence[FeatureItem]]:
    return [items[start : start + BATCH] for start in range(0, len(items), BATCH)]
