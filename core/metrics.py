"""Anomaly detection metrics on raw scores: image level, pixel level, and per-region overlap.

AUPRO follows the MVTec AD definition (Bergmann et al., IJCV 2021): mean overlap of every connected ground-truth region,
integrated over the false-positive rate of normal pixels up to 30 % and divided by 0.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score

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
    """
    image = _ranking(np.asarray(labels), np.asarray(scores, dtype=np.float64))
    pairs = [(m, mask) for m, mask in zip(maps, masks, strict=True) if mask is not None]
    pixel: tuple[float | None, float | None, float | None] = (None, None, None)
    pro = None
    if any(mask.any() for _, mask in pairs):
        truth = np.concatenate([mask.ravel() for _, mask in pairs])
        values = np.concatenate([m.ravel() for m, _ in pairs])
        pixel = _ranking(truth, values)
        pro = aupro([m for m, _ in pairs], [mask for _, mask in pairs])
    return Metrics(image[0], image[1], image[2], pixel[0], pixel[2], pro, pixel[1], len(scores))


def _ranking(truth: NDArray[np.bool_], values: NDArray[np.floating]) -> tuple[float | None, float | None, float | None]:
    """AUROC, average precision and largest F1."""
    if truth.all() or not truth.any():
        return None, None, None
    precision, recall, _ = precision_recall_curve(truth, values)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    return float(roc_auc_score(truth, values)), float(average_precision_score(truth, values)), float(f1.max())


def aupro(
    maps: Sequence[NDArray[np.float32]], masks: Sequence[NDArray[np.bool_]], limit: float = PRO_LIMIT
) -> float | None:
    """Area under the per-region-overlap curve up to a false-positive rate; None without regions or normal pixels.

    Every abnormal pixel weighs 1 / (its region's size * number of regions), every normal pixel 1 / (number of normal
    pixels); one descending sort of all pixels then gives both axes of the curve.
    """
    weights, falses, values = [], [], []
    regions = 0
    for anomaly_map, mask in zip(maps, masks, strict=True):
        labels, count = ndimage.label(mask, structure=np.ones((3, 3)))
        sizes = np.bincount(labels.ravel(), minlength=count + 1).astype(np.float64)
        share = np.where(np.arange(count + 1) > 0, 1.0 / np.maximum(sizes, 1.0), 0.0)
        weights.append(share[labels.ravel()])
        falses.append(labels.ravel() == 0)
        values.append(anomaly_map.ravel())
        regions += count
    false = np.concatenate(falses)
    if not regions or not false.any():
        return None
    order = np.argsort(-np.concatenate(values), kind="stable")
    ordered = np.concatenate(values)[order]
    last = np.append(np.flatnonzero(np.diff(ordered)), len(ordered) - 1)  # equal values are one step of the curve
    overlap = np.concatenate([[0.0], np.cumsum(np.concatenate(weights)[order])[last] / regions])
    rate = np.concatenate([[0.0], np.cumsum(false[order])[last] / false.sum()])
    inside = rate <= limit
    edge = np.interp(limit, rate, overlap)
    return float(np.trapezoid(np.append(overlap[inside], edge), np.append(rate[inside], limit)) / limit)
