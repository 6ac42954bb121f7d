"""The old categories before and after: what their parts' scores are made of, and whether they are still recognised."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from core import certificate, marks, normal_file
from core.bundle import Bundle
from core.calibration import FittedCategory
from core.memory import CategoryMemory
from core.model.unimmad import UniMMAD
from core.recognition import CategoryReference
from core.scoring import deviations, fuse, image_score, squared_maps
from core.teaching.records import OldCategory


def compare(before: Bundle, after: Bundle, old_network: UniMMAD, new_network: UniMMAD) -> tuple[OldCategory, ...]:
    """One row for every category that the model knew before.

    A changed network scores the remembered normals of every old category again.

    Args:
        before: Of the old model file.
        after: Of the new one, read back from its file.
        old_network: Of the old model file.
        new_network: Of the new one.
    """
    same_network = _equal(old_network.state_dict(), new_network.state_dict())
    rows = []
    for name, old in before.fitted.items():
        new = after.fitted[name]
        shares = [_recognised(bundle.references, name) for bundle in (before, after)]
        kept = len(before.references[name].vectors)
        rescored, change = None, 0.0
        if not same_network and name in before.memories:
            rescored, change = _rescored(before.memories[name], (old, new), (old_network, new_network))
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
                rescored=rescored,
                largest_change=change,
            )
        )
    return tuple(rows)


@torch.inference_mode()
def _rescored(
    memory: CategoryMemory, fitted: tuple[FittedCategory, FittedCategory], networks: tuple[UniMMAD, UniMMAD]
) -> tuple[tuple[float, float], float]:
    """Median score of the remembered parts with either network, and the largest relative change of a map."""
    scores: tuple[list[float], list[float]] = ([], [])
    change = 0.0
    for features, position in memory.parts():
        maps = []
        for side, (own, network) in enumerate(zip(fitted, networks, strict=True)):
            prior, restored = certificate.restore(network, features)
            values = deviations(prior, restored, own.normal, position)
            maps.append(fuse(squared_maps(values, network.config.image_size))[1])
            scores[side].append(float(image_score(maps[-1])))
        change = max(change, float((maps[1] - maps[0]).abs().max()) / max(float(maps[0].max()), 1e-9))
    return (float(np.median(scores[0])), float(np.median(scores[1]))), change


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
    numbers = dict(normal_file.pack(fitted.normal))
    numbers |= marks.pack({record.category: fitted.normal.marks})[1]
    numbers["scores"] = torch.from_numpy(record.normal_scores)
    numbers["pixels"] = torch.from_numpy(record.pixel_values)
    numbers["thresholds"] = torch.tensor([record.anomaly_threshold, record.review_threshold], dtype=torch.float64)
    return numbers


def _equal(one: Mapping[str, Tensor], other: Mapping[str, Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[key], other[key]) for key in one)
