import numpy as np
import pytest
from scipy import ndimage
from sklearn.metrics import roc_auc_score

from core.metrics import aupro, compute


def plain_aupro(maps, masks, limit=0.3):
    """The definition, threshold by threshold."""
    points = [(0.0, 0.0)]
    for threshold in sorted({float(v) for m in maps for v in m.ravel()}, reverse=True):
        overlaps, false, normal = [], 0, 0
        for anomaly_map, mask in zip(maps, masks, strict=True):
            labels, count = ndimage.label(mask, structure=np.ones((3, 3)))
            above = anomaly_map >= threshold
            overlaps += [above[labels == i].mean() for i in range(1, count + 1)]
            false += (above & ~mask).sum()
            normal += (~mask).sum()
        points.append((false / normal, float(np.mean(overlaps))))
    rate, overlap = map(np.asarray, zip(*points, strict=True))
    inside = rate <= limit
    x, y = np.append(rate[inside], limit), np.append(overlap[inside], np.interp(limit, rate, overlap))
    return float(np.trapezoid(y, x) / limit)


@pytest.mark.parametrize("seed", range(5))
def test_aupro_equals_its_definition_on_random_cases(seed):
    random = np.random.default_rng(seed)
    masks = [ndimage.gaussian_filter(random.standard_normal((24, 24)), 2) > 0.15 for _ in range(3)]
    maps = [np.round(mask + 1.2 * random.standard_normal((24, 24)), 1).astype(np.float32) for mask in masks]
    assert aupro(maps, masks) == pytest.approx(plain_aupro(maps, masks), abs=1e-9)


def test_a_perfect_map_scores_one_everywhere():
    mask = np.zeros((16, 16), bool)
    mask[3:6, 4:9] = True
    good = np.zeros((16, 16), bool)
    metrics = compute([0.9, 0.1], [True, False], [mask.astype(np.float32), good.astype(np.float32)], [mask, good])
    assert metrics.i_auroc == metrics.p_auroc == metrics.p_f1max == metrics.i_f1max == 1.0
    assert metrics.aupro_30 == pytest.approx(1.0)


def test_metrics_without_masks_or_with_one_class_are_missing_and_not_invented():
    maps = [np.zeros((8, 8), np.float32)] * 2
    metrics = compute([0.1, 0.2], [True, True], maps, [None, None])
    assert metrics.i_auroc is None
    assert metrics.p_auroc is None
    assert metrics.aupro_30 is None
    assert metrics.count == 2


def test_image_auroc_equals_scikit_learn():
    random = np.random.default_rng(0)
    labels, scores = random.random(50) > 0.5, random.random(50)
    metrics = compute(scores.tolist(), labels.tolist(), [np.zeros((2, 2), np.float32)] * 50, [None] * 50)
    assert metrics.i_auroc == pytest.approx(roc_auc_score(labels, scores))
