"""The C-MoEs of one image, cached: another routing costs only the touched branches and their scale's outlet.

One sample at a time, so that the P rows are its M sensors. Everything is computed by the network's own functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from core.model.moe import CrossMoE, ExpertBranch, Routing
from core.model.unimmad import UniMMAD
from core.probing.plan import Plan


@dataclass(frozen=True, slots=True, eq=False)
class BranchCache:
    """One kernel size at one scale."""

    content: Tensor  # [1, D, h, w] what the experts convolve
    routing: Routing  # of this gate, [M, ...]
    fixed: Tensor  # [1, D, h, w] the fixed expert's part of the join
    routed: Tensor  # [M, D, h, w] the kept leaders' part
    output: Tensor  # [M, D, h, w]


@dataclass(frozen=True, slots=True, eq=False)
class LeaderShare:
    """One expert's part of a branch's join, before the norm."""

    branch: int
    leader: int  # -1: the fixed expert
    weight: float
    share: float  # of the joined output; sums to 1 in a branch
    branch_share: float  # of the branch in the outlet's input; sums to 1 in a scale
    strength: Tensor  # [h, w] signed; the parts of a branch add up to the length of its joined output


class Replay:
    """Prior and general features of one image, and what the experts made of them.

    Args:
        model: In eval mode.
        raw_prior: Backbone features, per scale [M, C, h, w].
        images: [M, 3, H, W]; the paper preset alone needs them.
    """

    @torch.inference_mode()
    def __init__(self, model: UniMMAD, raw_prior: Sequence[Tensor], images: Tensor | None) -> None:
        self._model = model
        self._counts = [len(raw_prior[0])]
        features = model.standardise(raw_prior)
        general = model.general_features(features, self._counts, images)
        self.prior = features  # before L2, as in the network's output
        self._scales = [
            self._cache(expert, F.normalize(content, dim=1), F.normalize(target, dim=1))
            for expert, content, target in zip(self._experts(), general, features, strict=True)
        ]
        self.restored = tuple(
            self._outlet(scale, [cache.output for cache in caches]) for scale, caches in enumerate(self._scales)
        )
        self.routing = Routing.stack([Routing.stack([c.routing for c in caches]) for caches in self._scales])

    def _experts(self) -> list[CrossMoE]:
        return list(self._model.experts)  # type: ignore[arg-type]  # a ModuleList forgets what it holds

    def _branches(self, scale: int) -> list[ExpertBranch]:
        return list(self._experts()[scale].branches)  # type: ignore[arg-type]  # as above

    def _cache(self, expert: CrossMoE, general: Tensor, prior: Tensor) -> list[BranchCache]:
        key, condition, owners = expert.conditions(general, prior, self._counts)
        caches = []
        branches: list[ExpertBranch] = list(expert.branches)  # type: ignore[arg-type]  # as above
        for branch in branches:
            routing = branch.gate(condition)
            content = branch.pre(key)
            fixed, routed = branch.join_parts(content, routing, self._counts)
            caches.append(BranchCache(content, routing, fixed, routed, branch.close(fixed[owners] + routed)))
        return caches

    def _outlet(self, scale: int, outputs: Sequence[Tensor]) -> Tensor:
        return self._experts()[scale].outlet(torch.cat(list(outputs), dim=1))  # type: ignore[no-any-return]  # as above

    @torch.inference_mode()
    def decompress(self, plan: Plan) -> tuple[Tensor, ...]:
        """Restored features per scale [M, C, h, w] under a plan; untouched scales and branches come from the cache."""
        restored = list(self.restored)
        for scale in plan.scales:
            outputs = [
                self._changed(scale, number, plan) if (scale, number) in plan.touched else cache.output
                for number, cache in enumerate(self._scales[scale])
            ]
            order = plan.order[:, scale]  # [M, K]
            moved = [
                torch.stack([outputs[number][slot] for slot, number in enumerate(order[:, place].tolist())])
                if (order[:, place] != place).any()
                else output
                for place, output in enumerate(outputs)
            ]
            restored[scale] = self._outlet(scale, moved)
        return tuple(restored)

    def _changed(self, scale: int, number: int, plan: Plan) -> Tensor:
        cache, branch = self._scales[scale][number], self._branches(scale)[number]
        routed = cache.routed
        if any(gate[1:] == (scale, number) for gate in plan.routed):
            routing = self._replaced(cache.routing, scale, number, plan)
            routed = branch.join_parts(cache.content, routing, self._counts)[1]
        rows = (-1, 1, 1, 1)
        fixed = torch.from_numpy(plan.fixed[:, scale, number]).to(routed).view(rows)
        factor = torch.from_numpy(plan.branch[:, scale, number]).to(routed).view(rows)
        return branch.close(cache.fixed * fixed + routed) * factor

    @staticmethod
    def _replaced(own: Routing, scale: int, number: int, plan: Plan) -> Routing:
        """The gate's routing with changed rows; rows with fewer leaders are filled up with weights of zero."""
        rows: list[dict[int, float]] = []
        for slot, (leaders, weights) in enumerate(zip(own.leaders.tolist(), own.weights.tolist(), strict=True)):
            rows.append(plan.routed.get((slot, scale, number), dict(zip(leaders, weights, strict=True))))
        width = max(len(row) for row in rows)
        leaders = torch.zeros(len(rows), width, dtype=torch.int64)
        weights = torch.zeros(len(rows), width)
        for slot, row in enumerate(rows):
            leaders[slot, : len(row)] = torch.tensor(list(row), dtype=torch.int64)
            weights[slot, : len(row)] = torch.tensor(list(row.values()))
        device = own.leaders.device
        return Routing(own.logits, own.probabilities, leaders.to(device), weights.to(device))

    @torch.inference_mode()
    def shares(self, slot: int, scale: int) -> list[LeaderShare]:
        """What every kept leader and the fixed expert of one sensor and scale give to their branch's join.

        The share at a place is the part's projection on the joined output: parts add up to its length exactly.
        """
        caches = self._scales[scale]
        result: list[LeaderShare] = []
        for number, (cache, whole) in enumerate(zip(caches, self._branch_shares(slot, scale), strict=True)):
            joined = cache.fixed[0] + cache.routed[slot]  # [D, h, w]
            length = joined.square().sum(dim=0).sqrt()  # [h, w]
            total = float(joined.square().sum().clamp_min(1e-12))
            for leader, weight, part in self._parts(slot, scale, number):
                along = (part * joined).sum(dim=0)
                strength = along / length.clamp_min(1e-9)
                result.append(LeaderShare(number, leader, weight, float(along.sum()) / total, whole, strength.cpu()))
        return result

    def _parts(self, slot: int, scale: int, number: int) -> list[tuple[int, float, Tensor]]:
        """Leader (-1: fixed), weight and part [D, h, w] of every expert of one branch."""
        cache, branch = self._scales[scale][number], self._branches(scale)[number]
        own = cache.routing
        parts = [(-1, 1.0, cache.fixed[0])]
        for place in range(own.leaders.shape[1]):
            one = Routing(*(field[slot : slot + 1] for field in own))
            alone = one._replace(leaders=one.leaders[:, place : place + 1], weights=one.weights[:, place : place + 1])
            part = branch.join_parts(cache.content, alone, [1])[1][0]
            parts.append((int(alone.leaders), float(alone.weights), part))
        return parts

    def _branch_shares(self, slot: int, scale: int) -> list[float]:
        """Share of every branch in the outlet's convolution, before its norm."""
        outputs = [cache.output[slot : slot + 1] for cache in self._scales[scale]]
        outlet: torch.nn.Conv2d = self._experts()[scale].outlet[0]  # type: ignore[assignment]  # a Sequential forgets
        width = outputs[0].shape[1]
        weight = outlet.weight
        parts = [F.conv2d(out, weight[:, n * width : (n + 1) * width]) for n, out in enumerate(outputs)]
        whole = torch.stack(parts).sum(dim=0)
        total = float(whole.square().sum().clamp_min(1e-12))
        return [float((part * whole).sum()) / total for part in parts]
