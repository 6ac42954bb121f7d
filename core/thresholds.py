"""Thresholds with a promise: by false-alarm rate, by what reviewers can look at, by best F1, by hand. Numpy and scipy.

With N normal scores that are exchangeable with those to come, and a threshold just above the k-th smallest, the share
of further normals above it is distributed as Beta(N - k + 1, k) whatever the scores' distribution (split conformal
prediction; Vovk, 2012). So mean and interval are exact for every N, and a rate that N cannot promise is refused.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import UserFacingError

Scores = NDArray[np.float32]
CONFIDENCE = 0.95


class ThresholdError(UserFacingError):
    """No threshold can keep the promise that was asked for."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with what the sample size lets one say of it, all 0..1."""

    mean: float
    low: float
    high: float
    confidence: float = CONFIDENCE


@dataclass(frozen=True, slots=True)
class Chosen:
    """A threshold and what it promises of good parts."""

    threshold: float  # a score at or above it is flagged
    false_alarms: Rate
    normals: int
    above: int  # of the normals it was chosen on, how many it flags
    wanted: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What the reviewers can do."""

    parts_per_hour: float
    minutes_per_part: float
    reviewers: int = 1
    defect_share: float = 0.01  # expected among the parts to come

    def __post_init__(self) -> None:
        if not (self.parts_per_hour > 0 and self.minutes_per_part > 0 and self.reviewers > 0):
            raise ThresholdError("Parts per hour, minutes per part and reviewers must be above zero.")
        if not 0.0 <= self.defect_share < 1.0:
            raise ThresholdError("The share of defective parts must lie between 0 and 100 %.")

    @property
    def reviews_per_hour(self) -> float:
        """How many parts an hour the reviewers can look at."""
        return 60.0 * self.reviewers / self.minutes_per_part


@dataclass(frozen=True, slots=True)
class CapacityPlan:
    """Two thresholds and what an hour will look like; rates are of good or of defective parts."""

    review: Chosen
    anomaly: Chosen
    demand: Demand
    reviews_per_hour: Rate  # defective parts included where labelled ones say how many fall in the band
    false_alarms_per_hour: Rate  # good parts rejected without a look
    escapes: Rate | None  # share of defective parts passed without a look; None without labelled defects
    escapes_per_hour: Rate | None

    @property
    def workload(self) -> float:
        """Share of the reviewers' time, 0..1."""
        return self.reviews_per_hour.mean / self.demand.reviews_per_hour


@dataclass(frozen=True, slots=True)
class BestF1:
    """The threshold that splits labelled parts best, and how well: flattered, since chosen on the same parts."""

    threshold: float
    f1: float
    precision: float
    recall: float


def ascending(scores: NDArray[np.floating]) -> Scores:
    """Finite scores as sorted float32. Raises ThresholdError when one is not a number."""
    values = np.sort(np.asarray(scores, dtype=np.float32))
    if len(values) and not np.isfinite(values).all():
        raise ThresholdError("A score is not a number.", hint="Inspect the part again.")
    return values


def normals_needed(rate: float, certainty: float | None = None) -> int:
    """How many good parts a rate needs: on average, or with a certainty (0..1) of keeping it."""
    if certainty is None:
        return math.ceil(1.0 / rate - 1e-9) - 1
    return math.ceil(math.log(1.0 - certainty) / math.log(1.0 - rate))


def by_false_alarm_rate(
    normals: NDArray[np.floating], rate: float, certainty: float | None = None, confidence: float = CONFIDENCE
) -> Chosen:
    """The lowest threshold that at most `rate` of further good parts reach.

    Args:
        normals: Scores of good parts that neither training nor the normal statistics saw.
        rate: Wanted share of good parts flagged, 0..1.
        certainty: None: on average over samples of this size. Otherwise the probability that this very threshold keeps
            the rate, which needs about three times the parts at 95 %.
        confidence: Of the interval.

    Raises:
        ThresholdError: Too few good parts for the rate, in words.
    """
    if not 0.0 < rate < 1.0:
        raise ThresholdError("The false-alarm rate must lie between 0 and 100 %.")
    ordered = ascending(normals)
    count = len(ordered)
    needed = normals_needed(rate, certainty)
    if count < needed:
        best = 1.0 / (count + 1) if certainty is None else 1.0 - (1.0 - certainty) ** (1.0 / max(count, 1))
        sure = "" if certainty is None else f" with {100 * certainty:.3g} % certainty"
        raise ThresholdError(
            f"{_percent(rate)}{sure} needs at least {needed:,} good parts, you have {count:,}"
            + (f": best is {_percent(best)}." if count else "."),
            hint="Add good parts, or ask for less.",
        )
    if certainty is None:
        above = math.floor((count + 1) * rate + 1e-9) - 1
    else:
        # the most normals that may be flagged while Beta(above + 1, N - above) stays below the rate surely enough
        from scipy.special import betainc

        flagged = np.arange(count)
        sure_enough = betainc(flagged + 1.0, count - flagged, rate) >= certainty
        above = int(flagged[sure_enough][-1])
    return _chosen(ordered, count - above, rate, confidence)


def _chosen(ordered: Scores, position: int, wanted: float | None, confidence: float) -> Chosen:
    """The threshold just above the `position`-th smallest (from 1) of the normals."""
    threshold = float(np.nextafter(ordered[position - 1], np.float32(np.inf)))
    above = len(ordered) - position  # with ties fewer are really flagged: the promise only gets better
    return Chosen(threshold, order_rate(len(ordered), above, confidence), len(ordered), above, wanted)


def order_rate(normals: int, above: int, confidence: float = CONFIDENCE) -> Rate:
    """Share of further normals over a threshold that was placed to leave `above` of `normals` over it."""
    from scipy.special import betaincinv

    a, b = above + 1.0, float(normals - above)
    if a == 0.0:  # no place between two thresholds
        return Rate(0.0, 0.0, 0.0, confidence)
    tail = (1.0 - confidence) / 2
    return Rate(a / (a + b), float(betaincinv(a, b, tail)), float(betaincinv(a, b, 1.0 - tail)), confidence)


def observed_rate(count: int, total: int, confidence: float = CONFIDENCE) -> Rate:
    """A share seen `count` times in `total` (Clopper-Pearson): for thresholds set without looking at these parts."""
    from scipy.special import betaincinv

    if total == 0:
        return Rate(0.5, 0.0, 1.0, confidence)
    tail = (1.0 - confidence) / 2
    low = float(betaincinv(count, total - count + 1, tail)) if count else 0.0
    high = float(betaincinv(count + 1, total - count, 1.0 - tail)) if count < total else 1.0
    return Rate(count / total, low, high, confidence)


def false_alarms_to_come(chosen: Chosen, parts: int, confidence: float = CONFIDENCE) -> tuple[float, int, int]:
    """Mean, and lowest and highest number (beta-binomial) of false alarms among the next `parts` good parts."""
    from scipy.stats import betabinom

    coming = betabinom(parts, chosen.above + 1, chosen.normals - chosen.above)
    tail = (1.0 - confidence) / 2
    return float(coming.mean()), int(coming.ppf(tail)), int(coming.ppf(1.0 - tail))


def by_hand(normals: NDArray[np.floating], threshold: float, confidence: float = CONFIDENCE) -> Chosen:
    """What a threshold that somebody typed does to good parts."""
    ordered = ascending(normals)
    above = int(len(ordered) - np.searchsorted(ordered, np.float32(threshold)))
    return Chosen(threshold, observed_rate(above, len(ordered), confidence), len(ordered), above)


def by_capacity(
    normals: NDArray[np.floating],
    demand: Demand,
    defects: NDArray[np.floating] | None = None,
    reject_rate: float | None = None,
    confidence: float = CONFIDENCE,
) -> CapacityPlan:
    """Two thresholds with a Review band between them that the reviewers can just look through.

    Args:
        normals: As for `by_false_alarm_rate`.
        demand: Parts an hour, minutes a part, reviewers, expected share of defects.
        defects: Scores of labelled defective parts; predicts escapes and their share of the band.
        reject_rate: False alarms rejected without a look; None: as few as the sample can promise.

    Raises:
        ThresholdError: Fewer than two good parts, or a rate that they cannot promise.
    """
    ordered = ascending(normals)
    count = len(ordered)
    if count < 2:
        raise ThresholdError(f"Two thresholds need at least two good parts, you have {count}.")
    anomaly = by_false_alarm_rate(ordered, reject_rate or 1.0 / (count + 1), confidence=confidence)
    faulty = ascending(defects) if defects is not None and len(defects) else None
    positions = np.arange(1, count - anomaly.above + 1)  # candidates for the lower threshold: above each normal
    lower = np.nextafter(ordered[positions - 1], np.float32(np.inf))
    band = (count - positions - anomaly.above) / (count + 1)  # expected share of good parts between the two
    share = demand.defect_share
    load, from_defects = (1.0 - share) * band, np.zeros(len(band))
    if faulty is not None:
        over = np.searchsorted(faulty, np.float32(anomaly.threshold))
        from_defects = share * (over - np.searchsorted(faulty, lower)) / len(faulty)
        load = load + from_defects
    fits = demand.parts_per_hour * load <= demand.reviews_per_hour
    best = int(positions[int(np.argmax(fits))]) if fits.any() else count - anomaly.above
    review = _chosen(ordered, best, None, confidence)
    inside = order_rate(count, count - best - anomaly.above - 1, confidence)  # of good parts, between two of the sample
    fixed = float(from_defects[best - 1])
    mean, low, high = ((1.0 - share) * value + fixed for value in (inside.mean, inside.low, inside.high))
    looks = Rate(mean, low, high, confidence)
    escapes = None
    if faulty is not None:
        escapes = observed_rate(int(np.searchsorted(faulty, np.float32(review.threshold))), len(faulty), confidence)
    return CapacityPlan(
        review,
        anomaly,
        demand,
        _times(looks, demand.parts_per_hour),
        _times(anomaly.false_alarms, demand.parts_per_hour * (1.0 - share)),
        escapes,
        _times(escapes, demand.parts_per_hour * share) if escapes else None,
    )


def by_best_f1(normals: NDArray[np.floating], defects: NDArray[np.floating]) -> BestF1:
    """The threshold with the best F1 on labelled parts. Raises ThresholdError without both kinds."""
    good, faulty = ascending(normals), ascending(defects)
    if not len(good) or not len(faulty):
        raise ThresholdError("Best F1 needs good and defective parts.", hint="Label some of each.")
    candidates = np.unique(np.concatenate([good, faulty]))
    found = len(faulty) - np.searchsorted(faulty, candidates)
    false = len(good) - np.searchsorted(good, candidates)
    f1 = 2.0 * found / (found + false + len(faulty))
    best = int(np.flatnonzero(f1 == f1.max())[-1])  # of equals the highest: fewer alarms
    below = candidates[best - 1] if best else np.float32(0.0)
    between = float(
        np.float32((float(candidates[best]) + float(below)) / 2)
    )  # midway, so that rounding decides nothing
    return BestF1(
        between if below < between else float(candidates[best]),
        float(f1[best]),
        float(found[best] / (found[best] + false[best])),
        float(found[best] / len(faulty)),
    )


def _times(rate: Rate, factor: float) -> Rate:
    return Rate(rate.mean * factor, rate.low * factor, rate.high * factor, rate.confidence)


def _percent(share: float) -> str:
    return f"{100 * share:.2g} %" if share < 0.1 else f"{100 * share:.3g} %"
