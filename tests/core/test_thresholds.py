"""Promised rates hold within their interval, and what cannot be promised is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.calibration import conformal_quantile
from core.thresholds import (
    Demand,
    ThresholdError,
    by_best_f1,
    by_capacity,
    by_false_alarm_rate,
    by_hand,
    false_alarms_to_come,
    normals_needed,
    observed_rate,
    order_rate,
)


def test_a_rate_that_the_sample_cannot_promise_is_refused_in_words():
    with pytest.raises(ThresholdError, match=r"1 % needs at least 99 good parts, you have 30: best is 3\.2 %\."):
        by_false_alarm_rate(np.arange(30.0), 0.01)
    with pytest.raises(ThresholdError, match="needs at least 99 good parts, you have 0"):
        by_false_alarm_rate(np.zeros(0), 0.01)
    with pytest.raises(ThresholdError, match=r"with 95 % certainty needs at least 299 good parts, you have 120"):
        by_false_alarm_rate(np.arange(120.0), 0.01, certainty=0.95)


def test_exactly_enough_parts_are_enough():
    chosen = by_false_alarm_rate(np.arange(99.0), 0.01)
    assert chosen.above == 0
    assert chosen.threshold > 98
    assert chosen.false_alarms.mean == pytest.approx(0.01)
    assert normals_needed(0.05) == 19


def test_scores_that_are_no_numbers_are_refused():
    with pytest.raises(ThresholdError, match="not a number"):
        by_false_alarm_rate(np.array([0.1, np.nan] * 50), 0.1)


@pytest.mark.parametrize("count", [19, 20, 99, 150, 1000])
def test_the_threshold_is_that_of_the_calibration(count):
    scores = np.sort(np.random.default_rng(count).gamma(3, 0.1, count)).astype(np.float32)
    for rate in (0.05, 0.1, 0.15):
        assert by_false_alarm_rate(scores, rate).threshold == conformal_quantile(scores, rate)[0]


@pytest.mark.parametrize(("count", "rate"), [(30, 0.05), (99, 0.01), (400, 0.02)])
def test_the_promised_rate_holds_within_its_interval_over_200_repetitions(count, rate):
    random = np.random.default_rng(count)
    real, inside = [], 0
    for _ in range(200):
        chosen = by_false_alarm_rate(random.gamma(2, 0.2, count), rate)
        share = float(np.mean(random.gamma(2, 0.2, 20_000) >= chosen.threshold))
        real.append(share)
        inside += chosen.false_alarms.low - 0.002 <= share <= chosen.false_alarms.high + 0.002
    promised = chosen.false_alarms.mean
    assert promised <= rate + 1e-12
    error = 3 * np.std(real) / np.sqrt(200)
    assert abs(np.mean(real) - promised) < error  # the promise is neither broken nor wasted
    assert inside >= 181  # 95 % of 200 with the binomial's own spread (P < 0.1 %)


def test_a_rate_with_certainty_is_kept_that_often():
    random = np.random.default_rng(4)
    kept = sum(
        float(
            np.mean(random.gumbel(0, 1, 20_000) >= by_false_alarm_rate(random.gumbel(0, 1, 120), 0.05, 0.9).threshold)
        )
        <= 0.0515
        for _ in range(200)
    )
    assert kept >= 168


def test_the_number_of_false_alarms_to_come_holds_as_often_as_it_says():
    random = np.random.default_rng(5)
    inside = 0
    for _ in range(200):
        chosen = by_false_alarm_rate(random.normal(size=60), 0.1)
        _, low, high = false_alarms_to_come(chosen, 100)
        inside += low <= int(np.sum(random.normal(size=100) >= chosen.threshold)) <= high
    assert inside >= 181


def test_ties_do_not_break_the_promise():
    chosen = by_false_alarm_rate(np.full(200, 0.25), 0.05)
    assert np.mean(np.full(1000, np.float32(0.25)) >= chosen.threshold) == 0.0


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.floats(0, 100, width=32), min_size=1, max_size=60),
    st.floats(0.01, 0.9),
    st.sampled_from([None, 0.8, 0.95]),
)
def test_a_threshold_flags_no_more_of_its_own_normals_than_it_says(scores, rate, certainty):
    if len(scores) < normals_needed(rate, certainty):
        with pytest.raises(ThresholdError, match="needs at least"):
            by_false_alarm_rate(np.array(scores), rate, certainty)
        return
    chosen = by_false_alarm_rate(np.array(scores), rate, certainty)
    flagged = int(np.sum(np.array(scores, np.float32) >= chosen.threshold))
    assert flagged <= chosen.above
    assert chosen.false_alarms.low < chosen.false_alarms.mean < chosen.false_alarms.high
    assert chosen.false_alarms.mean <= rate + 1e-9


def test_an_interval_is_exact():
    assert observed_rate(0, 30).high == pytest.approx(0.1157, abs=1e-4)  # tables of Clopper and Pearson
    assert observed_rate(3, 20).low == pytest.approx(0.0321, abs=1e-4)
    assert observed_rate(3, 20).high == pytest.approx(0.3789, abs=1e-4)
    assert order_rate(99, 0).mean == pytest.approx(0.01)


def test_a_threshold_by_hand_says_what_it_does():
    chosen = by_hand(np.arange(1.0, 101.0), 96.0)
    assert (chosen.above, chosen.normals) == (5, 100)
    assert chosen.false_alarms.low < 0.05 < chosen.false_alarms.high


def test_reviewers_get_as_much_as_they_can_look_at():
    random = np.random.default_rng(7)
    demand = Demand(parts_per_hour=300, minutes_per_part=2, reviewers=1, defect_share=0.02)
    looks, inside = [], 0
    for _ in range(200):
        normals, defects = random.normal(1, 0.3, 500), random.normal(2, 0.5, 80)
        plan = by_capacity(normals, demand, defects, reject_rate=0.005)
        assert 0.9 < plan.workload <= 1.0
        assert plan.review.threshold < plan.anomaly.threshold
        coming = np.concatenate([random.normal(1, 0.3, 9_800), random.normal(2, 0.5, 200)])
        looks.append(300 * np.mean((coming >= plan.review.threshold) & (coming < plan.anomaly.threshold)))
        inside += plan.reviews_per_hour.low - 1 <= looks[-1] <= plan.reviews_per_hour.high + 1
    assert np.mean(looks) == pytest.approx(30, abs=1)
    assert inside >= 181


def test_escapes_and_false_alarms_are_predicted_within_their_intervals():
    random = np.random.default_rng(8)
    demand = Demand(parts_per_hour=300, minutes_per_part=2, defect_share=0.02)
    escapes = alarms = 0
    for _ in range(200):
        plan = by_capacity(random.normal(1, 0.3, 500), demand, random.normal(2, 0.5, 80), reject_rate=0.005)
        good, bad = random.normal(1, 0.3, 20_000), random.normal(2, 0.5, 20_000)
        escapes += plan.escapes.low <= np.mean(bad < plan.review.threshold) <= plan.escapes.high
        rate = plan.false_alarms_per_hour
        alarms += rate.low - 0.3 <= 294 * np.mean(good >= plan.anomaly.threshold) <= rate.high + 0.3
    assert escapes >= 181
    assert alarms >= 181


def test_more_reviewers_lower_the_review_threshold_and_the_escapes():
    random = np.random.default_rng(2)
    normals, defects = random.normal(1, 0.3, 300), random.normal(1.6, 0.4, 60)
    plans = [
        by_capacity(normals, Demand(parts_per_hour=200, minutes_per_part=3, reviewers=count), defects)
        for count in (1, 3)
    ]
    assert plans[1].review.threshold < plans[0].review.threshold
    assert plans[1].escapes.mean < plans[0].escapes.mean


def test_reviewers_who_can_see_everything_review_all_that_is_left():
    plan = by_capacity(np.arange(50.0), Demand(parts_per_hour=1, minutes_per_part=1))
    assert plan.review.above == 49
    assert plan.escapes is None


def test_impossible_demands_are_refused():
    with pytest.raises(ThresholdError, match="above zero"):
        Demand(parts_per_hour=0, minutes_per_part=1)
    with pytest.raises(ThresholdError, match="at least two good parts"):
        by_capacity(np.ones(1), Demand(parts_per_hour=1, minutes_per_part=1))


def test_best_f1_finds_the_split():
    best = by_best_f1(np.array([0.1, 0.2, 0.3]), np.array([0.7, 0.8]))
    assert 0.3 < best.threshold < 0.7
    assert (best.f1, best.precision, best.recall) == (1.0, 1.0, 1.0)
    with pytest.raises(ThresholdError, match="good and defective"):
        by_best_f1(np.ones(3), np.zeros(0))


def test_best_f1_equals_the_slow_search():
    random = np.random.default_rng(3)
    good, bad = random.normal(0, 1, 60), random.normal(1, 1, 40)
    best = by_best_f1(good, bad)
    slow = max(
        2 * np.sum(bad >= t) / (np.sum(bad >= t) + np.sum(good >= t) + len(bad)) for t in np.concatenate([good, bad])
    )
    assert best.f1 == pytest.approx(slow)
