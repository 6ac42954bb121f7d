"""What a threshold does to the queue, against a plain count, and fast."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from core.agreement import agreement
from core.effect import DEFECTIVE, GOOD, PASS, REJECT, REVIEW, UNLABELLED, QueueEffect


def queue(count=400, seed=0):
    random = np.random.default_rng(seed)
    labels = random.choice([GOOD, DEFECTIVE, UNLABELLED], count, p=[0.5, 0.2, 0.3])
    scores = random.gamma(2, 0.2, count) + 0.3 * (labels == DEFECTIVE)
    return QueueEffect(np.arange(count), scores, labels), scores, labels


def outcomes(scores, review, anomaly):
    return np.where(scores >= anomaly, REJECT, np.where(scores >= min(review, anomaly), REVIEW, PASS))


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 2), st.floats(0, 2), st.floats(0, 2), st.floats(0, 2), st.integers(0, 5))
def test_counts_cells_and_changes_equal_a_plain_count(review, anomaly, review2, anomaly2, seed):
    effect, scores, labels = queue(200, seed)
    found, now, then = (
        effect.at(review, anomaly),
        outcomes(scores, review, anomaly),
        outcomes(scores, review2, anomaly2),
    )
    assert [found.passed, found.review, found.rejected] == [int((now == k).sum()) for k in (PASS, REVIEW, REJECT)]
    for label in (GOOD, DEFECTIVE):
        for outcome in (PASS, REVIEW, REJECT):
            wanted = np.flatnonzero((labels == label) & (now == outcome))
            assert found.confusion[label, outcome] == len(wanted)
            assert set(effect.cell(label, outcome, review, anomaly)) == set(wanted)
    changes = effect.changes((review, anomaly), (review2, anomaly2))
    assert changes.sum() == 200
    assert all(changes[a, b] == np.sum((now == a) & (then == b)) for a in range(3) for b in range(3))
    assert set(effect.changed_parts((review, anomaly), (review2, anomaly2))) == set(np.flatnonzero(now != then))


def test_parts_that_were_not_inspected_are_left_out():
    effect = QueueEffect(np.arange(3), np.array([0.1, np.nan, 0.9]), np.array([GOOD, GOOD, DEFECTIVE]))
    assert len(effect) == 2
    assert effect.at(0.5, 0.5).labelled == 2
    assert effect.at(0.5, 0.5).escapes == 0


def test_scores_of_another_model_count_nowhere_but_are_counted():
    scores, labels = np.array([0.9, 0.1, np.nan, 0.8]), np.array([DEFECTIVE, GOOD, GOOD, DEFECTIVE])
    effect = QueueEffect(np.arange(4), scores, labels, np.array([True, True, False, False]))
    assert effect.left_out == 1  # the part without a score was scored by nobody
    found = effect.at(0.5, 0.5)
    assert (found.passed, found.review, found.rejected, found.labelled) == (1, 0, 1, 2)
    assert effect.changed_parts((0.5, 0.5), (0.85, 0.85)).tolist() == []
    assert effect.cell(DEFECTIVE, REJECT, 0.5, 0.5).tolist() == [0]


def test_an_empty_queue_has_no_curves():
    effect = QueueEffect(np.zeros(0, int), np.zeros(0), np.zeros(0, int))
    assert effect.curves() is None
    assert effect.at(0.1, 0.2).f1 is None


def test_the_area_under_the_roc_is_that_of_scikit_learn():
    effect, scores, labels = queue()
    known = labels != UNLABELLED
    curves = effect.curves()
    assert curves.auroc == pytest.approx(roc_auc_score(labels[known], scores[known]))
    assert np.all(np.diff(curves.recall) >= 0)
    assert len(curves.thresholds) <= 400


def test_a_step_of_the_threshold_keeps_every_one_of_100_000_results():
    effect, *_ = queue(100_000)
    rejected = []
    for step in range(20):
        counts = effect.at(0.4, 0.6 + step / 100)
        assert counts.passed + counts.review + counts.rejected == 100_000
        rejected.append(counts.rejected)
    assert rejected == sorted(rejected, reverse=True)
    assert rejected[0] > rejected[-1]


def test_kappa_of_readers():
    pairs = [("accept", "accept")] * 20 + [("reject", "reject")] * 15 + [("accept", "reject")] * 5
    pairs += [("reject", "accept")] * 10
    found = agreement(pairs)
    assert found.kappa == pytest.approx(0.4)  # the textbook example of Cohen's kappa
    assert found.disagreements == 15
    assert found.low < 0.4 < found.high
    assert agreement([]).kappa is None
    assert agreement([("accept", "accept")]).kappa is None
