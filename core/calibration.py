"""What normal looks like, learnt from held-out normals: gate statistics, score distribution and thresholds.

Statistics and scores are cross-fitted: the scores of one half of the normals are computed with the gate statistics of
the other half, so that the kept normal scores are not flattered. Thresholds are split-conformal quantiles (Vovk et al.,
2005): with N normals, at most `false_alarm_rate` of further normals exceed them on average.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.records import CategoryCalibration, Modality
from core.scoring import GateStatistics, fuse, image_score, squared_maps, standardise

ANOMALY_RATE = 0.05
REVIEW_RATE = 0.15
SHRINKAGE = 8.0  # a place's own statistics weigh as much as the gate's once this many parts or patients were seen
VOLUME_LEVELS = 8  # places along a volume at which statistics are kept
PIXEL_LEVELS = np.concatenate(
    [np.linspace(0.0, 0.9, 46), 1.0 - np.geomspace(0.1, 1e-5, 60)[1:], [1.0]],
).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class NormalItem:
    """Distances of one held-out normal image or slice."""

    group: str  # the part, or the patient in one placement: its slices share one score, the largest
    owner: str  # the part or patient, whatever its placement
    raw: tuple[Tensor, ...]  # per scale [M, h, w]
    position: float = 0.0  # of a slice, 0 first to 1 last


@dataclass(frozen=True, slots=True, eq=False)
class FittedCategory:
    """The calibration records of one category, for the seam and for the scoring."""

    calibration: CategoryCalibration
    statistics: GateStatistics


def gate_statistics(items: Sequence[NormalItem]) -> GateStatistics:
    """Mean and spread at every place (and level of a volume), shrunk towards those of the whole gate."""
    positions = torch.tensor([item.position for item in items])
    levels = VOLUME_LEVELS if len({item.position for item in items}) > 1 else 1
    centres = torch.linspace(0.0, 1.0, levels)
    reach = 1.0 if levels == 1 else 1.0 / (levels - 1)
    shares = (1.0 - (positions - centres[:, None]).abs() / reach).clamp_min(0.0) + 1e-6  # [L, N] hat functions
    shares = shares / shares.sum(dim=1, keepdim=True)
    owners = len({item.owner for item in items})
    own = owners / (owners + SHRINKAGE)
    means, spreads = [], []
    for scale in range(len(items[0].raw)):
        stack = torch.stack([item.raw[scale] for item in items])  # [N, M, h, w]
        place_mean = torch.einsum("ln,nmhw->lmhw", shares, stack)
        gate_mean = place_mean.mean(dim=(2, 3), keepdim=True)  # [L, M, 1, 1]
        mean = own * place_mean + (1.0 - own) * gate_mean
        square = torch.einsum("ln,nmhw->lmhw", shares, stack.square())
        place_variance = square - 2.0 * mean * place_mean + mean.square()  # around the shrunk mean
        gate_variance = square.mean(dim=(2, 3), keepdim=True) - gate_mean.square()
        variance = own * place_variance + (1.0 - own) * gate_variance
        means.append(mean)
        spreads.append(variance.clamp_min(1e-8).sqrt())
    return GateStatistics(tuple(means), tuple(spreads))


def conformal_quantile(ordered: NDArray[np.float32], rate: float) -> tuple[float, float]:
    """Threshold that at most `rate` of further normals exceed, and the rate that N normals can really promise.

    Args:
        ordered: [N] normal scores, ascending.
        rate: Wanted share of normals above, 0..1.
    """
    count = len(ordered)
    promised = max(rate, 1.0 / (count + 1))
    position = min(math.ceil((count + 1) * (1.0 - promised)), count)
    threshold = float(np.nextafter(ordered[max(position, 1) - 1], np.float32(np.inf)))
    return threshold, promised


def fit(
    category: str,
    modalities: tuple[Modality, ...],
    items: Sequence[NormalItem],
    size: tuple[int, int],
    on_item: Callable[[], None] = lambda: None,
) -> FittedCategory:
    """Calibrate one category from held-out normals.

    Args:
        size: Height and width of the maps that are scored.
        on_item: Called after every item, for progress and cancelling.
    """
    owners = sorted({item.owner for item in items})
    fold = {owner: index % 2 for index, owner in enumerate(owners)}
    folds = [[item for item in items if fold[item.owner] == number] for number in (0, 1)]
    crossed = [gate_statistics(folds[1] or items), gate_statistics(folds[0] or items)]
    scores: dict[str, float] = {}
    pixels: list[NDArray[np.float32]] = []
    for item in items:
        on_item()
        squared = squared_maps(standardise(item.raw, crossed[fold[item.owner]], item.position), size)
        anomaly_map = fuse(squared)[1]
        scores[item.group] = max(scores.get(item.group, 0.0), float(image_score(anomaly_map)))
        pixels.append(np.asarray(anomaly_map.numpy().ravel()[::5]))
    ordered = np.sort(np.asarray(list(scores.values()), dtype=np.float32))
    anomaly, promised = conformal_quantile(ordered, ANOMALY_RATE)
    review, _ = conformal_quantile(ordered, REVIEW_RATE)
    calibration = CategoryCalibration(
        category=category,
        modalities=modalities,
        normal_scores=ordered,
        pixel_levels=PIXEL_LEVELS,
        pixel_values=np.quantile(np.concatenate(pixels), PIXEL_LEVELS).astype(np.float32),
        anomaly_threshold=anomaly,
        review_threshold=review,
        false_alarm_rate=promised,
    )
    return FittedCategory(calibration, gate_statistics(items))
