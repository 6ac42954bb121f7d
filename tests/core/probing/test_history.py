"""The atlas of inspected samples and its control chart."""

from __future__ import annotations

import numpy as np
import pytest

from core.probing.history import BASELINE, RoutedPart, drift, linkage, routings


def part(category, leaders, number=0, sensors=("rgb",)):
    kept = np.broadcast_to(np.asarray(leaders), (len(sensors), 3, 3, 2))
    return RoutedPart(f"k{number}", f"{category}/{number}", category, sensors, "2026-01-01T00:00:00+00:00", kept, 0.5)


def test_frequencies_count_how_often_a_leader_is_kept():
    found = routings([part("disc", [1, 2]), part("disc", [1, 3]), part("disc", [0, 1], sensors=("ct",))], 5)
    (record,) = found
    assert (record.category, record.count) == ("disc", 2)
    np.testing.assert_allclose(record.frequency[0, 0, 0], [0, 1, 0.5, 0.5, 0])
    np.testing.assert_allclose(record.probability.sum(axis=-1), 1)


@pytest.mark.parametrize("seed", range(3))
def test_a_steady_category_stays_inside_its_limits_and_a_shift_is_found(seed):
    random = np.random.default_rng(seed)
    steady = random.normal(0.6, 0.05, 60)
    chart = drift(steady)
    assert chart.first_outside is None
    shifted = drift(np.concatenate([steady, random.normal(0.75, 0.05, 15)]))
    assert shifted.is_drifting
    assert 60 <= shifted.first_outside < 70


def test_one_odd_part_is_no_drift_and_too_few_say_nothing():
    values = np.random.default_rng(1).normal(0.6, 0.05, 50)
    values[40] = 9.0
    chart = drift(values)
    assert not chart.is_drifting
    assert drift(values[:BASELINE]) is None


def test_categories_are_merged_by_their_nearest_members():
    far = np.inf
    distances = np.array([[0, 0.1, 0.5, far], [0.1, 0, 0.3, far], [0.5, 0.3, 0, far], [far, far, far, 0]])
    assert linkage(distances) == [(0, 1, 0.1), (2, 4, pytest.approx(0.3)), (3, 5, 1.0)]
