"""Anomaly detection metrics on raw scores: image level, pixel level, and per-region overlap.

Rankings are those of scikit-learn: AUROC with ties counted half, average precision as the sum of precision times the
step in recall. AUPRO follows the MVTec AD definition (Bergmann et al., IJCV 2021): the mean overlap of every connected
ground-truth region, integrated over the false-positive rate of normal pixels up to 30 % and divided by 0.3.

All curves change only at values of abnormal pixels, which are few: normal values are sorted plainly, once, and each
curve asks how many of them lie above every abnormal value. Nothing is binned or subsampled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

PRO_LIMIT = 0.3


@dataclass(frozen=True, slots=True)
class Metrics:
    """Of one category; None where it cannot be computed (one class only, no masks). All 0..1."""

    i_auroc: float | None
    i_ap: float | None
    i_f1max: float | None
    p_auroc: float | None
    p_f1max: float | None
    aupro_30: float | None
    p_ap: float | None
    count: int


def compute(
    scores: Sequence[float],
    labels: Sequence[bool],
    maps: Sequence[NDArray[np.float32]],
    masks: Sequence[NDArray[np.bool_] | None],
) -> Metrics:
    """All metrics of one category.

    Args:
        scores: Image scores.
        labels: True for anomalous images.
        maps: Anomaly maps [H, W].
        masks: Ground truth at map size; None for an anomalous image without one, which pixel metrics pass over.

    Raises ValueError when a score or a map holds NaN.
    """
    truth = np.asarray(labels, dtype=bool)
    values = np.asarray(scores, dtype=np.float64)
    image = Ranking.of(values[~truth], values[truth])
    pairs = [(m, mask) for m, mask in zip(maps, masks, strict=True) if mask is not None]
    pixel, pro = None, None
    if any(mask.any() for _, mask in pairs):
        pixel, shares = _pixel_ranking([m for m, _ in pairs], [mask for _, mask in pairs])
        pro = pixel.overlap_area(shares, PRO_LIMIT) if pixel else None
    return Metrics(
        image.auroc() if image else None,
        image.average_precision() if image else None,
        image.f1_max() if image else None,
        pixel.auroc() if pixel else None,
        pixel.f1_max() if pixel else None,
        pro,
        pixel.average_precision() if pixel else None,
        len(scores),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """How abnormal values stand among normal ones; arrays run over the abnormal ones from the largest down."""

    normals: int
    order: NDArray[np.int64]  # [A] abnormal values in descending order, as indices into those given
    last: NDArray[np.int64]  # [U] place in `order` of the last one of every distinct value
    above: NDArray[np.int64]  # [U] normals above the distinct value
    reached: NDArray[np.int64]  # [U] normals at or above it

    @classmethod
    def of(cls, normal: NDArray[np.floating], abnormal: NDArray[np.floating]) -> Ranking | None:
        """None where there are not both. Raises ValueError on NaN."""
        if not normal.size or not abnormal.size:
            return None
        normal = np.sort(normal)  # NaN comes last
        order = np.argsort(-abnormal, kind="stable")
        descending = abnormal[order]
        if np.isnan(normal[-1]) or np.isnan(descending[-1]):
            raise ValueError("scores hold NaN")
        last = np.append(np.flatnonzero(descending[1:] != descending[:-1]), len(descending) - 1)
        distinct = descending[last]
        # Ascending questions walk through the sorted normals once, which is kind to the cache.
        above = normal.size - np.searchsorted(normal, distinct[::-1], side="right")[::-1]
        reached = normal.size - np.searchsorted(normal, distinct[::-1], side="left")[::-1]
        return cls(normal.size, order, last, above, reached)

    def auroc(self) -> float:
        """Share of pairs in which the abnormal value is the larger; ties count half."""
        here = np.diff(self.last, prepend=-1)
        below = self.normals - (self.above + self.reached) / 2.0
        return float((here * below).sum() / (len(self.order) * float(self.normals)))

    def average_precision(self) -> float:
        """Sum over distinct thresholds of precision times the step in recall."""
        found = self.last + 1.0
        return float((np.diff(found, prepend=0.0) * found / (found + self.reached)).sum() / len(self.order))

    def f1_max(self) -> float:
        """Largest F1 over all thresholds; it lies at an abnormal value."""
        found = self.last + 1.0
        return float((2.0 * found / (found + self.reached + len(self.order))).max())

    def overlap_area(self, shares: NDArray[np.float64], limit: float) -> float:
        """Area under weighted recall over the false-positive rate up to a limit, divided by the limit.

        `shares` [A] is what each abnormal value, in the order given, adds to the recall; they sum to 1.
        """
        recall = np.cumsum(shares[self.order])[self.last]
        before = np.concatenate([[0.0], recall[:-1]])
        # Flat up to each distinct value, then straight across the normals that equal it.
        rate = np.concatenate([[0.0], np.stack([self.above, self.reached], 1).ravel() / self.normals, [1.0]])
        overlap = np.concatenate([[0.0], np.stack([before, recall], 1).ravel(), [recall[-1]]])
        edge = int(np.searchsorted(rate, limit, side="right"))
        if edge == len(rate):
            return float(np.trapezoid(overlap, rate) / limit)
        width = rate[edge] - rate[edge - 1]
        at_limit = overlap[edge - 1] + (overlap[edge] - overlap[edge - 1]) * (limit - rate[edge - 1]) / width
        inside = np.trapezoid(np.append(overlap[:edge], at_limit), np.append(rate[:edge], limit))
        return float(inside / limit)


def aupro(
    maps: Sequence[NDArray[np.float32]], masks: Sequence[NDArray[np.bool_]], limit: float = PRO_LIMIT
) -> float | None:
    """Area under the per-region-overlap curve up to a false-positive rate; None without regions or normal pixels."""
    ranking, shares = _pixel_ranking(maps, masks)
    return ranking.overlap_area(shares, limit) if ranking else None


def _pixel_ranking(
    maps: Sequence[NDArray[np.float32]], masks: Sequence[NDArray[np.bool_]]
) -> tuple[Ranking | None, NDArray[np.float64]]:
    """Abnormal among normal pixels, and what every abnormal one adds to the mean overlap of regions.

    That is 1 / (its region's size * number of regions); regions are connected by sides or corners.
    """
    normal, abnormal, shares = [], [], []
    regions = 0
    for anomaly_map, mask in zip(maps, masks, strict=True):
        if not mask.any():
            normal.append(anomaly_map.ravel())
            continue
        normal.append(anomaly_map[~mask])
        abnormal.append(anomaly_map[mask])
        count, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
        regions += count - 1
        own = labels[mask]
        shares.append(1.0 / np.bincount(own, minlength=count)[own])
    if not abnormal or not normal:
        return None, np.zeros(0)
    return Ranking.of(np.concatenate(normal), np.concatenate(abnormal)), np.concatenate(shares) / regions
