"""Training losses (UniMMAD, arXiv 2509.25934, section 3)."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from core.scoring import distances

RESTORATION_FACTOR = 3.0
Z_LOSS_FACTOR = 1e-4


def restoration_loss(prior: Sequence[Tensor], restored: Sequence[Tensor], row_weights: Tensor | None = None) -> Tensor:
    """Focal cosine loss: every pixel's distance weighted by its own square, averaged over pixels, scales and rows.

    Args:
        prior: Per scale u_l [P, C, h, w].
        restored: Per scale p_l [P, C, h, w].
        row_weights: Weight of each row's sample [P]; None: 1 each.
    """
    rows = torch.stack([(d.detach().square() * d).mean(dim=(1, 2)) for d in distances(prior, restored)], dim=1)
    per_row = rows.mean(dim=1)  # [P]
    if row_weights is not None:
        per_row = per_row * row_weights
    return RESTORATION_FACTOR * per_row.mean()


def router_loss(logits: Tensor) -> Tensor:
    """Balance and z-loss of all gates: [P, S, K, R] logits to a scalar, summed over kernels, averaged over scales."""
    logits = logits.float()
    load = logits.softmax(dim=-1).mean(dim=0)  # [S, K, R]
    balance = load.var(dim=-1, unbiased=False) / load.mean(dim=-1).square()  # [S, K]
    z_loss = logits.logsumexp(dim=-1).square().mean(dim=0)  # [S, K]
    return (balance + Z_LOSS_FACTOR * z_loss).sum(dim=1).mean()


def router_anneal(step: int, steps: int) -> float:
    """Factor of the router loss: (1 - progress)^2, from 1 to 0."""
    return (1.0 - step / steps) ** 2
