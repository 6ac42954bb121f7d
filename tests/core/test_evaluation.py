"""Means over categories, over each set and over sets."""

from core.evaluation import CategoryRow, _means
from core.metrics import Metrics


def row(set_name: str, category: str, auroc: float | None) -> CategoryRow:
    return CategoryRow(set_name, category, Metrics(auroc, None, None, None, None, None, None, 2), 0.0, None, None)


def test_several_sets_get_a_mean_each_and_both_means():
    rows = [row("a", "x", 0.5), row("a", "y", 1.0), row("b", "z", 0.25), row("b", "w", None)]
    means = {(mean.category, mean.set_name): mean.metrics for mean in _means(rows)}
    assert means["mean_set", "a"].i_auroc == 0.75
    assert means["mean_set", "b"].i_auroc == 0.25
    assert abs(means["mean_categories", ""].i_auroc - 1.75 / 3) < 1e-12
    assert means["mean_sets", ""].i_auroc == 0.5
    assert means["mean_sets", ""].p_auroc is None
    assert means["mean_sets", ""].count == 8


def test_one_set_gets_both_means_alone():
    assert [mean.category for mean in _means([row("a", "x", 1.0)])] == ["mean_categories", "mean_sets"]
