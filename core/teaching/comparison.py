"""The old categories before and after: what their parts' scores are made of, and whether they are still recognised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

import numpy as np
import torch
from torch import Tensor

from core.bundle import Bundle
from core.calibration import FittedCategory
from core.recognition import CategoryReference
from core.teaching.records import OldCategory


def compare(
    before: Bundle, after: Bundle, weights_before: Mapping[str, Tensor], weights_after: Mapping[str, Tensor]
) -> tuple[OldCategory, ...]:
    """One row for every category that the model knew before.

    Args:
        before: Of the old model file.
        after: Of the new one, read back from its file.
        weights_before: State of the old network.
        weights_after: State of the new one.
    """
    same_network = _equal(weights_before, weights_after)
    rows = []
    for name, old in before.fitted.items():
        new = after.fitted[name]
        shares = [_recognised(bundle.references, name) for bundle in (before, after)]
        kept = len(before.references[name].vectors)
        rows.append(
            OldCategory(
                category=name,
                modalities=old.calibration.modalities,
                median=(_quantile(old, 0.5), _quantile(new, 0.5)),
                high=(_quantile(old, 0.95), _quantile(new, 0.95)),
                threshold=(old.calibration.anomaly_threshold, new.calibration.anomaly_threshold),
                recognised=(shares[0], shares[1]),
                taken=round((shares[0] - shares[1]) * kept),
                kept=kept,
                is_identical=same_network and _equal(_numbers(old), _numbers(new)),
            )
        )
    return tuple(rows)


def _recognised(references: Mapping[str, CategoryReference], name: str) -> float:
    """Share of a category's kept normals that are taken for it, each compared with all others but itself."""
    own = references[name]
    rivals = [
        other
        for rival, other in references.items()
        if rival != name and other.modalities == own.modalities and other.vectors.shape[1] == own.vectors.shape[1]
    ]
    right = 0
    for place, vector in enumerate(own.vectors):
        others = torch.cat([own.vectors[:place], own.vectors[place + 1 :]])
        if not len(others):
            return 1.0
        left = CategoryReference(own.modalities, others, own.spread, own.limit)
        mine = left.distance(vector) / own.limit
        right += mine <= 1.0 and all(mine <= rival.distance(vector) / rival.limit for rival in rivals)
    return right / len(own.vectors)


def _quantile(fitted: FittedCategory, level: float) -> float:
    return float(np.quantile(fitted.calibration.normal_scores, level))


def _numbers(fitted: FittedCategory) -> dict[str, Tensor]:
    record = fitted.calibration
    numbers = {
        f"{part.name} {scale}": tensor
        for part in fields(fitted.normal)
        for scale, tensor in enumerate(getattr(fitted.normal, part.name))
    }
    numbers["scores"] = torch.from_numpy(record.normal_scores)
    numbers["pixels"] = torch.from_numpy(record.pixel_values)
    numbers["thresholds"] = torch.tensor([record.anomaly_threshold, record.review_threshold], dtype=torch.float64)
    return numbers


def _equal(one: Mapping[str, Tensor], other: Mapping[str, Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[key], other[key]) for key in one)
