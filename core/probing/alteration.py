"""Normals with foreign patches in their features: what a defect does to the routing, without a defect in view.

The patches are those that training puts into some of its samples, so that the encoder learns to leave them out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from core.calibration import evenly
from core.data.dataset import FeatureItem
from core.model.embedding import swap_patches
from core.model.unimmad import UniMMAD
from core.progress import CancelToken
from core.training import collate

BATCH = 8  # items whose patches are exchanged
MOST = 240  # items; of a volume not every slice is needed


@dataclass(frozen=True, slots=True, eq=False)
class AlteredItem:
    """How one altered image or slice is routed."""

    owner: str  # the part or patient
    probabilities: Tensor  # [M, S, K, R]


@torch.inference_mode()
def altered_items(model: UniMMAD, items: Sequence[FeatureItem], token: CancelToken, seed: int = 0) -> list[AlteredItem]:
    """Route items with foreign patches in every one of them, the same for the same seed.

    Args:
        model: In eval mode, on the CPU.
        items: Of one category; of many a part is taken, evenly.
        token: Raises `Cancelled` between batches.
        seed: Of the patches.
    """
    chosen = evenly(items, MOST)
    result = []
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        for start in range(0, len(chosen), BATCH):
            token.raise_if_cancelled()
            batch = chosen[start : start + BATCH]
            features, counts = collate(batch)
            probabilities = model(swap_patches(features, 1.0), counts).routing.probabilities
            for item, own in zip(batch, probabilities.split(counts), strict=True):
                result.append(AlteredItem(item.sample.sample_id, own.clone()))
    return result
