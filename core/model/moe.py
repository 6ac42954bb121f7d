"""C-MoE: the cross mixture of experts that decompresses general features into one sensor's normal features.

UniMMAD, "MoE-driven feature decompression" and "MoE-in-MoE". One module a scale. B samples, P rows (one per modality
of every sample, rows of a sample adjacent), D width, N base kernels, R leaders, K kernel sizes.

The published form convolves once per kept leader. Convolution is linear in its kernel, so the kept leaders' kernels
are mixed first and convolved once; what depends on the sample alone is computed once a sample, not once a modality.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.config import ModelConfig
from core.model.compression import ConvNorm, group_norm
from core.model.places import places_on


class Routing(NamedTuple):
    """What gates chose. In a gate's own result the axes S (scales) and K (kernel sizes) are absent."""

    logits: Tensor  # [P, S, K, R] float32
    probabilities: Tensor  # [P, S, K, R] softmax over all leaders
    leaders: Tensor  # [P, S, K, kept] int64, best first
    weights: Tensor  # [P, S, K, kept], rows sum to 1

    @staticmethod
    def stack(parts: Sequence[Routing]) -> Routing:
        """Join the routings of several gates along a new axis behind the rows."""
        return Routing(*(torch.stack(field, dim=1) for field in zip(*parts, strict=True)))


class Gate(nn.Module):
    """Choose leaders by a row's pooled condition: [P, D] -> Routing of [P, R] and [P, kept]. Always in float32."""

    def __init__(self, width: int, leaders: int, kept: int) -> None:
        super().__init__()
        self.linear = nn.Linear(width, leaders)
        self.kept = kept

    def forward(self, condition: Tensor) -> Routing:
        """Softmax over all leaders, keep the best, renormalise their weights."""
        with torch.autocast(condition.device.type, enabled=False):  # half precision would swap near-equal leaders
            logits = F.linear(condition.float(), self.linear.weight.float(), self.linear.bias.float())
            probabilities = logits.softmax(dim=-1)
            weights, leaders = probabilities.topk(self.kept, dim=-1)
            return Routing(logits, probabilities, leaders, weights / weights.sum(dim=-1, keepdim=True))


class CrossCondition(nn.Module):
    """General content asks, the modality's prior answers: key [B, D, h, w], query [P, D, h, w] -> [P, D], pooled.

    `in_published_order` sums as the published system does: one convolution over key and query together. The same in
    exact arithmetic, and slower; in float32 it decides the fifth digit of a sharp gate's weights (see tests/parity).
    The paper preset keeps that order until it is folded for inspection.
    """

    def __init__(self, width: int, *, in_published_order: bool) -> None:
        super().__init__()
        self.width = width
        self.in_published_order = in_published_order
        self.cross = nn.Conv2d(2 * width, width, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(width)
        self.norm2 = group_norm(width)
        self.project = nn.Conv2d(width, width, 1, bias=False)
        self.norm3 = group_norm(width)

    def forward(self, key: Tensor, query: Tensor, owners: Tensor) -> Tensor:
        """`owners` [P] names the sample of every row."""
        if self.in_published_order:
            crossed = self.cross(torch.cat([key[owners], query], dim=1))
        else:
            asks, answers = self.cross.weight[:, : self.width], self.cross.weight[:, self.width :]
            # The convolution of [key, query] is the sum of two; the key's half is the same for all modalities.
            crossed = F.conv2d(key, asks, padding=1)[owners] + F.conv2d(query, answers, padding=1)
        crossed = self.norm2(F.gelu(self.norm1(crossed))).relu()
        return self.norm3(self.project(crossed)).relu().mean(dim=(2, 3))  # type: ignore[no-any-return]


class KernelStore(Protocol):
    """Composed kernels of a network that no longer trains; see `core.model.folding.ComposedKernels`."""

    def of(self, branch: ExpertBranch, leader: int) -> Tensor:
        """[D_out, D_in, k, k] of a leader, -1: the fixed expert, with its part of the join."""

    def all_of(self, branch: ExpertBranch) -> Tensor:
        """[R, D_out, D_in, k, k] of all leaders: a GPU picks from them without asking the processor."""


class ExpertBranch(nn.Module):
    """MoE of one kernel size: the leaders a row's gate keeps, and one fixed expert for all."""

    composed: KernelStore | None = None  # set by core.model.folding
    folds_fixed = False  # with composed kernels: the fixed expert's goes into every row's kernel

    def __init__(self, kernel_size: int, config: ModelConfig) -> None:
        super().__init__()
        width = config.moe_width
        self.width = width
        self.pre = ConvNorm(width, width, 1)
        self.gate = Gate(width, config.leaders, config.leaders_kept)
        self.bases = nn.Parameter(torch.empty(config.base_experts, width, width, kernel_size, kernel_size))
        self.leader_tables = nn.Parameter(torch.empty(config.leaders, config.base_experts, width))
        self.fixed = nn.Parameter(torch.empty(width, width, kernel_size, kernel_size))
        self.post = ConvNorm(2 * width, width, 1)
        for base in self.bases:
            nn.init.kaiming_normal_(base, nonlinearity="relu")
        nn.init.normal_(self.leader_tables)
        nn.init.dirac_(self.fixed)

    def forward(self, key: Tensor, condition: Tensor, counts: Sequence[int], owners: Tensor) -> tuple[Tensor, Routing]:
        """Key [B, D, h, w], condition [P, D] -> [P, D, h, w] and the gate's choice."""
        routing = self.gate(condition)
        content = self.pre(key)  # [B, D, h, w]
        if self.composed is not None and self.folds_fixed:
            kernels = self._composed_kernels(self.composed, routing) + self.composed.of(self, -1)
            return self.close(sample_convolution(content, kernels, counts)), routing
        fixed, routed = self.join_parts(content, routing, counts)
        return self.close(fixed[owners] + routed), routing

    def join_parts(self, content: Tensor, routing: Routing, counts: Sequence[int]) -> tuple[Tensor, Tensor]:
        """What the fixed expert [B, D, h, w] and the kept leaders [P, D, h, w] give to the join, before its norm."""
        if self.composed is not None:
            fixed = F.conv2d(content, self.composed.of(self, -1), padding=self.fixed.shape[-1] // 2)
            return fixed, sample_convolution(content, self._composed_kernels(self.composed, routing), counts)
        routed = sample_convolution(content, mix_kernels(self.mixture(routing), self.bases), counts)
        fixed = F.conv2d(content, self.fixed, padding=self.fixed.shape[-1] // 2)
        join = self.post.conv.weight
        return F.conv2d(fixed, join[:, : self.width]), F.conv2d(routed, join[:, self.width :])

    def _composed_kernels(self, composed: KernelStore, routing: Routing) -> Tensor:
        """Kernel of every row with its part of the join: [P, D, D, k, k]."""
        if routing.leaders.device.type != "cpu":
            kept = composed.all_of(self)[routing.leaders]  # [P, kept, D, D, k, k]
            return (kept * routing.weights[:, :, None, None, None, None]).sum(dim=1)
        first = composed.of(self, -1)
        kernels = first.new_empty(len(routing.leaders), *first.shape)
        for kernel, leaders, weights in zip(kernels, routing.leaders.tolist(), routing.weights.tolist(), strict=True):
            torch.mul(composed.of(self, leaders[0]), weights[0], out=kernel)
            for leader, weight in zip(leaders[1:], weights[1:], strict=True):
                kernel.add_(composed.of(self, leader), alpha=weight)
        return kernels

    def close(self, joined: Tensor) -> Tensor:
        """Norm and activation of the joined experts: [P, D, h, w] to the branch's output."""
        return self.post.norm(joined).relu()  # type: ignore[no-any-return]  # modules return Any

    def mixture(self, routing: Routing) -> Tensor:
        """How much every base kernel gives to every output channel of a row's routed kernel: [P, N, D]."""
        tables = self.leader_tables.softmax(dim=1)[routing.leaders]  # [P, kept, N, D]
        return (tables * routing.weights[:, :, None, None]).sum(dim=1)


class CrossMoE(nn.Module):
    """One scale: general f [B, C_f, h, w] and prior u [P, C, h, w], both L2-normalised -> restored p [P, C, h, w]."""

    def __init__(self, general_channels: int, prior_channels: int, config: ModelConfig) -> None:
        super().__init__()
        width = config.moe_width
        self.key = ConvNorm(general_channels, width, 1)
        self.query = ConvNorm(prior_channels, width, 1)
        self.condition = CrossCondition(width, in_published_order=config.preset == "paper")
        self.branches = nn.ModuleList(ExpertBranch(kernel_size, config) for kernel_size in config.kernel_sizes)
        self.outlet = nn.Sequential(
            nn.Conv2d(len(config.kernel_sizes) * width, prior_channels, 1, bias=False),
            group_norm(prior_channels),
            # Standardised features have both signs, so a compact model may answer with both.
            nn.Identity() if config.preset == "compact" else nn.ReLU(inplace=True),
        )

    def forward(self, general: Tensor, prior: Tensor, counts: Sequence[int]) -> tuple[Tensor, Routing]:
        """Restored features and the routing [P, K, ...] of this scale."""
        key, condition, owners = self.conditions(general, prior, counts)
        outputs, routings = zip(*(branch(key, condition, counts, owners) for branch in self.branches), strict=True)
        return self.outlet(torch.cat(outputs, dim=1)), Routing.stack(routings)

    def conditions(self, general: Tensor, prior: Tensor, counts: Sequence[int]) -> tuple[Tensor, Tensor, Tensor]:
        """What the branches are asked with: key [B, D, h, w], condition [P, D], and the sample of every row [P]."""
        owners = row_owners(counts, general.device)
        key = self.key(general)
        return key, self.condition(key, self.query(prior), owners), owners


def row_owners(counts: Sequence[int], device: torch.device) -> Tensor:
    """Index of the sample that every row belongs to: [P] int64."""
    return places_on(device, tuple(sample for sample, count in enumerate(counts) for _row in range(count)))


def mix_kernels(mixture: Tensor, bases: Tensor) -> Tensor:
    """Mixed kernel of every row: [P, N, D_out] and [N, D_out, D_in, k, k] -> [P, D_out, D_in, k, k]."""
    if torch.is_grad_enabled() and (mixture.requires_grad or bases.requires_grad):
        # Training, many rows: a product per output channel; its backward reads each kernel gradient once.
        mixed = torch.bmm(mixture.permute(2, 0, 1), bases.flatten(2).permute(1, 0, 2))  # [D_out, P, D_in * k * k]
        return mixed.permute(1, 0, 2).reshape(len(mixture), *bases.shape[1:])
    # Inference, few rows: adding up in place never stalls, where one large bmm can for seconds on busy cores.
    share = mixture[..., None, None, None]  # [P, N, D_out, 1, 1, 1]
    kernels = share[:, 0] * bases[0]
    for number in range(1, len(bases)):
        kernels.addcmul_(share[:, number], bases[number])
    return kernels


def sample_convolution(content: Tensor, kernels: Tensor, counts: Sequence[int]) -> Tensor:
    """Convolve every sample with the kernels of its own rows.

    Args:
        content: [B, D_in, h, w].
        kernels: [P, D_out, D_in, k, k], k odd, rows of a sample adjacent.
        counts: Rows of each sample, summing to P.

    Returns:
        [P, D_out, h, w].
    """
    if len(set(counts)) == 1:
        return _grouped(content, kernels)
    # Samples with equally many rows go through one grouped convolution.
    starts = [sum(counts[:sample]) for sample in range(len(counts))]
    parts: list[Tensor] = []
    order: list[int] = []
    for count in sorted(set(counts)):
        samples = [sample for sample, own in enumerate(counts) if own == count]
        rows = [starts[sample] + row for sample in samples for row in range(count)]
        own, theirs = places_on(content.device, tuple(samples)), places_on(content.device, tuple(rows))
        parts.append(_grouped(content[own], kernels[theirs]))
        order += rows
    back = sorted(range(len(order)), key=order.__getitem__)
    return torch.cat(parts)[places_on(content.device, tuple(back))]


def _grouped(content: Tensor, kernels: Tensor) -> Tensor:
    """One group a sample; its rows are output channels of the group, so the sample's pixels are read once for all."""
    samples, inputs, height, width = content.shape
    rows, outputs, _inputs, kernel_size, _kernel_size = kernels.shape
    side_by_side = F.conv2d(
        content.reshape(1, samples * inputs, height, width),
        kernels.reshape(rows * outputs, inputs, kernel_size, kernel_size),
        padding=kernel_size // 2,
        groups=samples,
    )
    return side_by_side.view(rows, outputs, height, width)
