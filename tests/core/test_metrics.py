import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score

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


def ties_and_masks(seed: int):
    """Images whose maps take few values, so that normal and abnormal ones often tie."""
    random = np.random.default_rng(seed)
    masks = [ndimage.gaussian_filter(random.standard_normal((24, 24)), 2) > 0.2 for _ in range(4)]
    masks[seed % 4][:] = False
    digits = seed % 3
    maps = [np.round(mask + 1.2 * random.standard_normal((24, 24)), digits).astype(np.float32) for mask in masks]
    return maps, masks


@pytest.mark.parametrize("seed", range(9))
def test_pixel_rankings_equal_scikit_learn_with_and_without_ties(seed):
    maps, masks = ties_and_masks(seed)
    metrics = compute([float(m.max()) for m in maps], [bool(m.any()) for m in masks], maps, masks)
    truth, values = np.concatenate([m.ravel() for m in masks]), np.concatenate([m.ravel() for m in maps])
    precision, recall, _ = precision_recall_curve(truth, values)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    assert metrics.p_auroc == pytest.approx(roc_auc_score(truth, values), abs=1e-12)
    assert metrics.p_ap == pytest.approx(average_precision_score(truth, values), abs=1e-12)
    assert metrics.p_f1max == pytest.approx(f1.max(), abs=1e-12)
    assert metrics.aupro_30 == pytest.approx(plain_aupro(maps, masks), abs=1e-12)


@given(st.lists(st.tuples(st.booleans(), st.integers(-3, 3)), min_size=2, max_size=40))
def test_image_rankings_equal_scikit_learn_on_any_labels_and_scores(pairs):
    labels, scores = [label for label, _ in pairs], [score / 2 for _, score in pairs]
    metrics = compute(scores, labels, [np.zeros((2, 2), np.float32)] * len(pairs), [None] * len(pairs))
    if len(set(labels)) < 2:
        assert metrics.i_auroc is None
        return
    precision, recall, _ = precision_recall_curve(labels, scores)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    assert metrics.i_auroc == pytest.approx(roc_auc_score(labels, scores), abs=1e-12)
    assert metrics.i_ap == pytest.approx(average_precision_score(labels, scores), abs=1e-12)
    assert metrics.i_f1max == pytest.approx(f1.max(), abs=1e-12)


@pytest.mark.parametrize("limit", [0.05, 0.3, 1.0])
def test_the_overlap_area_equals_its_definition_at_any_limit_and_for_constant_maps(limit):
    maps, masks = ties_and_masks(2)
    assert aupro(maps, masks, limit) == pytest.approx(plain_aupro(maps, masks, limit), abs=1e-12)
    flat = [np.ones((24, 24), np.float32)] * 4
    assert aupro(flat, masks, limit) == pytest.approx(limit / 2, abs=1e-12)


def test_regions_that_touch_at_a_corner_are_one_region():
    mask = np.zeros((8, 8), bool)
    mask[1, 1] = mask[2, 2] = True
    anomaly_map = np.zeros((8, 8), np.float32)
    anomaly_map[1, 1] = 1.0
    assert aupro([anomaly_map], [mask]) == pytest.approx(plain_aupro([anomaly_map], [mask]), abs=1e-12)


def test_a_map_with_nan_is_refused():
    maps, masks = ties_and_masks(1)
    maps[0] = np.where(np.arange(24) == 3, np.float32(np.nan), maps[0])
    with pytest.raises(ValueError, match="NaN"):
        compute([0.0] * 4, [True] * 4, maps, masks)
