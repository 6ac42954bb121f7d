"""How the leaders mix the base kernels: facts of a model, not of a sample."""

from __future__ import annotations

import numpy as np
import torch

from core.model.moe import CrossMoE, ExpertBranch
from core.model.unimmad import UniMMAD
from core.probing.records import LeaderMixes


@torch.inference_mode()
def leader_mixes(model: UniMMAD) -> LeaderMixes:
    """Mean and spread, over output channels, of every leader's mixture of the base kernels."""
    means, spreads = [], []
    experts: list[CrossMoE] = list(model.experts)  # type: ignore[arg-type]  # a ModuleList forgets what it holds
    for expert in experts:
        branches: list[ExpertBranch] = list(expert.branches)  # type: ignore[arg-type]  # as above
        tables = torch.stack([branch.leader_tables.float().softmax(dim=1) for branch in branches])  # [K, R, N, D]
        means.append(tables.mean(dim=-1).cpu().numpy())
        spreads.append(tables.std(dim=-1, unbiased=False).cpu().numpy())
    return LeaderMixes(np.stack(means), np.stack(spreads))
