"""Time of all metrics on 1,000 maps of 256 x 256, and its ratio to plain scikit-learn and a plain overlap curve.

    python tests/benchmarks/metrics.py [MAPS]

The plain way ranks with scikit-learn (three sorts of all pixels) and sorts them a fourth time for the overlap curve; it
is timed on a tenth of the maps (its time grows slightly faster than the number of pixels, so the ratio is a low one).
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import cv2
import numpy as np
from scipy import ndimage
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score

sys.path.insert(0, str(Path(__file__).parents[2]))

from core.metrics import compute

SIDE = 256


def made_up(count: int) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Smooth maps like a model's, and masks of a few regions in half of them."""
    draw = np.random.default_rng(0)
    maps, masks = [], []
    for number in range(count):
        mask = np.zeros((SIDE, SIDE), np.uint8)
        for _ in range(int(draw.integers(1, 4)) if number % 2 else 0):
            x, y = (int(place) for place in draw.integers(20, SIDE - 20, 2))
            cv2.circle(mask, (x, y), int(draw.integers(3, 25)), 1, -1)
        noise = draw.standard_normal((SIDE, SIDE), dtype=np.float32)
        maps.append(cv2.GaussianBlur(noise, (0, 0), 4) + 0.1 * mask.astype(np.float32))
        masks.append(mask > 0)
    return maps, masks


def plain(maps: list[np.ndarray], masks: list[np.ndarray]) -> tuple[float, ...]:
    """AUROC, average precision, largest F1 and AUPRO@30, each by its definition on all pixels."""
    truth, values = np.concatenate([m.ravel() for m in masks]), np.concatenate([m.ravel() for m in maps])
    precision, recall, _ = precision_recall_curve(truth, values)
    f1 = (2 * precision * recall / np.maximum(precision + recall, 1e-12)).max()
    weights, regions = [], 0
    for mask in masks:
        labels, count = ndimage.label(mask, structure=np.ones((3, 3)))
        sizes = np.maximum(np.bincount(labels.ravel(), minlength=count + 1), 1)
        weights.append(np.where(labels > 0, 1.0 / sizes[labels], 0.0).ravel())
        regions += count
    order = np.argsort(-values, kind="stable")
    last = np.append(np.flatnonzero(np.diff(values[order])), len(order) - 1)
    overlap = np.append(0.0, np.cumsum(np.concatenate(weights)[order])[last] / regions)
    rate = np.append(0.0, np.cumsum(~truth[order])[last] / (~truth).sum())
    inside = rate <= 0.3
    pro = np.trapezoid(np.append(overlap[inside], np.interp(0.3, rate, overlap)), np.append(rate[inside], 0.3)) / 0.3
    return float(roc_auc_score(truth, values)), float(average_precision_score(truth, values)), float(f1), float(pro)


def main() -> None:
    """Print times, the ratio, and the largest difference of the two ways."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    maps, masks = made_up(count)
    labels = [bool(mask.any()) for mask in masks]
    scores = [float(m.max()) for m in maps]
    begun, spent = time.perf_counter(), time.process_time()
    compute(scores, labels, maps, masks)
    took, used = time.perf_counter() - begun, time.process_time() - spent
    print(f"all metrics of {count:,} maps of {SIDE}x{SIDE}: {took:.1f} s ({used:.1f} s of processor time)")
    few = max(count // 10, 10)
    begun = time.process_time()
    ours = compute(scores[:few], labels[:few], maps[:few], masks[:few])
    ours_took = time.process_time() - begun
    begun = time.process_time()
    theirs = plain(maps[:few], masks[:few])
    theirs_took = time.process_time() - begun
    mine = (ours.p_auroc, ours.p_ap, ours.p_f1max, ours.aupro_30)
    off = max(abs(a - b) for a, b in zip(mine, theirs, strict=True) if a is not None)
    print(f"plain way on {few:,} maps: {theirs_took / ours_took:.1f}x the processor time ({theirs_took:.1f} s)")
    print(f"largest difference of the two: {off:.1e}")


if __name__ == "__main__":
    main()
