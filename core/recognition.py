"""Which category a part looks like: nearest normal neighbour in pooled prior features, and a limit for "like none"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from core.records import Modality

REFERENCES = 64  # normals kept a category
SPREAD_FLOOR = 0.3  # of the spread over all categories: a channel that never varies must not decide alone
LIMIT_FACTOR = 2.0  # times the largest distance of a held-out normal: room for defects


@dataclass(frozen=True, slots=True, eq=False)
class CategoryReference:
    """Pooled features of some normals of one category."""

    modalities: tuple[Modality, ...]
    vectors: Tensor  # [n, M * F]
    spread: Tensor  # [M * F]
    limit: float  # distances above are "unlike"

    def distance(self, vector: Tensor) -> float:
        """Root mean square difference to the nearest normal, in spreads, of [M * F]."""
        return float(((self.vectors - vector) / self.spread).square().mean(dim=1).min().sqrt())


def pooled(standardised: Sequence[Tensor]) -> Tensor:
    """Mean over places of standardised prior features: per scale [M, C, h, w] to one vector [M * sum(C)]."""
    return torch.cat([scale.float().mean(dim=(2, 3)) for scale in standardised], dim=1).flatten()


def fit(
    modalities: tuple[Modality, ...], normals: Tensor, held_out: Tensor, overall_spread: Tensor
) -> CategoryReference:
    """Reference of a category from training normals [n, F'] and held-out normals [m, F'] (F' = M * F)."""
    chosen = normals[torch.linspace(0, len(normals) - 1, min(REFERENCES, len(normals))).long()]
    spread = torch.maximum(normals.std(dim=0, unbiased=False), SPREAD_FLOOR * overall_spread)
    reference = CategoryReference(modalities, chosen, spread, 0.0)
    largest = max(reference.distance(vector) for vector in held_out)
    return CategoryReference(modalities, chosen, spread, LIMIT_FACTOR * largest)


def recognise(
    references: Mapping[str, CategoryReference], modalities: tuple[Modality, ...], vector: Tensor
) -> tuple[str, dict[str, float]]:
    """The category a part looks like ("" for none) and its distance to each, in units of that category's limit.

    Only categories seen by exactly the same sensors are compared.
    """
    relative = {
        name: reference.distance(vector) / reference.limit
        for name, reference in references.items()
        if reference.modalities == modalities
    }
    if not relative:
        return "", {}
    nearest = min(relative, key=lambda name: relative[name])
    return (nearest if relative[nearest] <= 1.0 else ""), relative
