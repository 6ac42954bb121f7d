"""The fast form of the mixture of experts equals the published one, and its routing is what it says."""

from __future__ import annotations

import itertools

import pytest
import torch
import torch.nn.functional as F

from core.model.moe import (
    CrossMoE,
    ExpertBranch,
    Gate,
    mix_kernels,
    row_owners,
    sample_convolution,
)
from tests.core.model.tiny import tiny_config

# Every set of modality counts that can meet in a batch, each count once up, once down, so that equal ones lie apart.
MIXES = [mix + mix[::-1][1:] for size in range(1, 5) for mix in itertools.combinations((1, 2, 3, 4), size)]


def branch(kernel_size: int) -> ExpertBranch:
    torch.manual_seed(kernel_size)
    return ExpertBranch(kernel_size, tiny_config())


def plain_branch(module: ExpertBranch, key: torch.Tensor, condition: torch.Tensor, counts) -> torch.Tensor:
    """As published: every kept leader builds its kernel and convolves on its own, row by row."""
    size = module.fixed.shape[-1]
    rows = []
    for row, sample in enumerate(owner for owner, count in enumerate(counts) for _ in range(count)):
        content = module.pre(key[sample : sample + 1])
        routing = module.gate(condition[row : row + 1])
        routed = torch.zeros_like(content)
        for leader, weight in zip(routing.leaders[0], routing.weights[0], strict=True):
            shares = module.leader_tables[leader].softmax(dim=0)  # [N, D]
            kernel = sum(share[:, None, None, None] * base for share, base in zip(shares, module.bases, strict=True))
            routed = routed + weight * F.conv2d(content, kernel, padding=size // 2)
        fixed = F.conv2d(content, module.fixed, padding=size // 2)
        rows.append(module.post(torch.cat((fixed, routed), dim=1)))
    return torch.cat(rows)


@pytest.mark.parametrize("kernel_size", [1, 3, 5])
@pytest.mark.parametrize("is_training", [False, True], ids=["inference", "training"])
def test_mixed_kernels_equal_the_plain_loop_over_experts_for_every_mix_of_modality_counts(kernel_size, is_training):
    module = branch(kernel_size)
    with torch.set_grad_enabled(is_training):
        for counts in MIXES:
            key, condition = torch.randn(len(counts), 8, 6, 6), torch.randn(sum(counts), 8)
            restored, _routing = module(key, condition, counts, row_owners(counts, key.device))
            expected = plain_branch(module, key, condition, counts)
            torch.testing.assert_close(restored, expected, atol=2e-5, rtol=1e-4, msg=f"counts {counts}")


@pytest.mark.parametrize("counts", [(2, 2), (1, 3, 2)])
def test_mixed_kernels_have_the_gradients_of_the_plain_loop(counts):
    module = branch(3).double()
    key = torch.randn(len(counts), 8, 6, 6, dtype=torch.float64)
    condition = torch.randn(sum(counts), 8)
    target = torch.randn(sum(counts), 8, 6, 6)
    gradients = []
    for output in (
        module(key, condition, counts, row_owners(counts, key.device))[0],
        plain_branch(module, key, condition, counts),
    ):
        module.zero_grad()
        (output * target).sum().backward()
        gradients.append({name: parameter.grad.clone() for name, parameter in module.named_parameters()})
    # Looser than double precision: gates always compute in float32.
    torch.testing.assert_close(gradients[0], gradients[1], atol=1e-5, rtol=1e-4)


def test_both_ways_to_mix_kernels_agree():
    mixture, bases = torch.rand(5, 3, 8), torch.randn(3, 8, 8, 5, 5, requires_grad=True)
    with torch.no_grad():
        added = mix_kernels(mixture, bases)
    torch.testing.assert_close(mix_kernels(mixture, bases), added)


def test_rows_keep_their_order_when_counts_are_mixed():
    content, counts = torch.randn(3, 4, 5, 5), (2, 1, 2)
    kernels = torch.randn(5, 4, 4, 3, 3)
    owners = row_owners(counts, content.device).tolist()
    expected = torch.cat([F.conv2d(content[o : o + 1], kernels[p], padding=1) for p, o in enumerate(owners)])
    torch.testing.assert_close(sample_convolution(content, kernels, counts), expected, atol=1e-5, rtol=1e-4)


def test_a_gate_keeps_the_most_probable_leaders_and_their_weights_sum_to_one():
    routing = Gate(8, 6, 2)(torch.randn(7, 8))
    torch.testing.assert_close(routing.probabilities.sum(dim=-1), torch.ones(7))
    torch.testing.assert_close(routing.weights.sum(dim=-1), torch.ones(7))
    assert torch.equal(routing.leaders, routing.probabilities.argsort(dim=-1, descending=True)[:, :2])
    assert (routing.weights[:, 0] >= routing.weights[:, 1]).all()


def test_a_gate_computes_in_float32_even_under_autocast():
    gate, condition = Gate(8, 6, 2), torch.randn(4, 8)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        routing = gate(condition)
    assert routing.logits.dtype == routing.weights.dtype == torch.float32
    torch.testing.assert_close(routing.logits, gate(condition).logits)


def test_the_fixed_expert_starts_as_the_identity():
    content = torch.randn(1, 8, 6, 6)
    torch.testing.assert_close(F.conv2d(content, branch(5).fixed, padding=2), content)


def test_the_condition_reads_key_and_query_as_one_concatenated_picture():
    moe = CrossMoE(8, 40, tiny_config()).eval()
    key, query = torch.randn(2, 8, 6, 6), torch.randn(3, 8, 6, 6)
    owners = row_owners((2, 1), key.device)
    condition = moe.condition
    joined = condition.cross(torch.cat((key[owners], query), dim=1))
    joined = condition.norm2(F.gelu(condition.norm1(joined))).relu()
    expected = condition.norm3(condition.project(joined)).relu().mean(dim=(2, 3))
    torch.testing.assert_close(condition(key, query, owners), expected, atol=1e-5, rtol=1e-4)
    condition.in_published_order = True
    assert torch.equal(condition(key, query, owners), expected)
