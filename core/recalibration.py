"""`calibrate`: new thresholds for one category of a model from good parts (and labelled defects), to a new file.

The network and its normal statistics stay; the normal scores, the thresholds and their card are replaced. The good
parts should be ones that neither training nor the first calibration saw, or the promise is flattered.
"""

from __future__ import annotations

import getpass
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core import cards, thresholds
from core.errors import UserFacingError
from core.export import check_writable
from core.fingerprint import input_hashes, sample_sha256, weights_sha256
from core.progress import CancelToken, Progress, ReportProgress, ignore_progress
from core.recipes import rewrite
from core.records import Problem, Sample
from core.region_rules import RegionRules
from core.thresholds import CapacityPlan, Chosen, Demand, ThresholdError
from core.verdicts import ThresholdCard, now

if TYPE_CHECKING:
    from core.predictor import Predictor
    from core.probing.patches import CategoryPatches

log = logging.getLogger(__name__)

REVIEW_FACTOR = 3.0  # the review threshold lets through three times as many good parts, where nothing else is asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a threshold is to be chosen; exactly one of rate, demand, best_f1 and threshold."""

    rate: float | None = None
    """At most this share of good parts flagged, 0..1."""
    certainty: float | None = None
    """With `rate`: probability that this very threshold keeps it; None: on average."""
    demand: Demand | None = None
    """What the reviewers can do."""
    best_f1: bool = False
    """The best split of labelled parts."""
    threshold: float | None = None
    """By hand."""
    pixel_rate: float | None = None
    """At most this share of good parts with a region anywhere, 0..1; None: as many as reach the image threshold."""
    pixel_threshold: float | None = None
    """Map value of regions by hand."""

    def __post_init__(self) -> None:
        asked = [self.rate is not None, self.demand is not None, self.best_f1, self.threshold is not None]
        if sum(asked) != 1:
            raise ThresholdError("Choose one way: a false-alarm rate, reviewers' capacity, best F1, or a threshold.")
        if self.pixel_rate is not None and self.pixel_threshold is not None:
            raise ThresholdError("Choose the pixel threshold by a rate or by hand, not both.")


@dataclass(frozen=True, slots=True, eq=False)
class Recalibrated:
    """What came out of it."""

    card: ThresholdCard
    normal_scores: NDArray[np.float32]
    defect_scores: NDArray[np.float32]
    plan: CapacityPlan | None
    problems: tuple[Problem, ...]  # samples that were passed over


@dataclass(frozen=True, slots=True)
class Choice:
    """Two thresholds and how they were chosen."""

    review: float
    anomaly: float
    promise: Chosen
    method: str
    notes: tuple[str, ...] = ()
    plan: CapacityPlan | None = None


def choose(normals: NDArray[np.floating], defects: NDArray[np.floating], wish: Wish) -> Choice:
    """Thresholds as wished. Raises ThresholdError where the sample cannot promise them."""
    if wish.demand is not None:
        plan = thresholds.by_capacity(normals, wish.demand, defects)
        demand = wish.demand
        note = (
            f"For {demand.parts_per_hour:g} parts an hour, {demand.minutes_per_part:g} minutes a part, "
            f"{demand.reviewers} reviewer{'s' if demand.reviewers > 1 else ''}."
        )
        return Choice(plan.review.threshold, plan.anomaly.threshold, plan.anomaly, "capacity", (note,), plan)
    if wish.best_f1:
        best = thresholds.by_best_f1(normals, defects)
        promise = thresholds.by_hand(normals, best.threshold)
        note = f"F1 {best.f1:.3f} on the parts it was chosen on, so flattered."
        return Choice(best.threshold, best.threshold, promise, "best F1", (note,))
    if wish.threshold is not None:
        promise = thresholds.by_hand(normals, wish.threshold)
        return Choice(wish.threshold, wish.threshold, promise, "by hand")
    assert wish.rate is not None
    anomaly = thresholds.by_false_alarm_rate(normals, wish.rate, wish.certainty)
    review = thresholds.by_false_alarm_rate(normals, min(REVIEW_FACTOR * wish.rate, 0.5))
    sure = (f"Keeps the rate with {100 * wish.certainty:g} % certainty.",) if wish.certainty else ()
    return Choice(min(review.threshold, anomaly.threshold), anomaly.threshold, anomaly, "false-alarm rate", sure)


def recalibrate(
    model: Path,
    category: str,
    good: Sequence[Sample],
    defective: Sequence[Sample],
    wish: Wish,
    out: Path,
    *,
    made_by: str = "",
    device: str = "auto",
    report: ReportProgress = ignore_progress,
    token: CancelToken | None = None,
) -> Recalibrated:
    """Inspect good and defective parts, choose thresholds, write the model with them to `out`.

    Raises:
        ThresholdError: Too few good parts for the promise, or parts the category is not calibrated for.
        CheckpointError, StorageError: The model cannot be read or written.
    """
    from core.predictor import Predictor

    token = token or CancelToken()
    check_writable(out)
    predictor = Predictor.load(model, device, report, token)
    if category not in predictor.calibrations:
        known = ", ".join(predictor.calibrations) or "none"
        raise ThresholdError(f"The model does not know the category {category}.", hint=f"It knows {known}.")
    problems: list[Problem] = []
    hashes: dict[str, str] = {}
    total = len(good) + len(defective)

    def scored(samples: Sequence[Sample], begun: int) -> list[_Scored]:
        found: list[_Scored] = []
        for done, sample in enumerate(samples, begun):
            report(Progress(done, total, sample.sample_id))
            token.raise_if_cancelled()
            try:
                made = sample_sha256(input_hashes(sample, token))
                if made in hashes.values():
                    raise ThresholdError(f"{sample.sample_id} is a copy of another sample: counted once.")
                one = _score(predictor, sample, category, token)
            except UserFacingError as error:
                problems.append(Problem(next(iter(sample.files.values())), error.sentence()))
                continue
            hashes[_free_name(sample.sample_id, hashes)] = made
            found.append(one)
        return found

    normals, defects = scored(good, 0), scored(defective, len(good))
    peaks, lengths = [one.peak for one in normals], [one.length_mm for one in normals]
    normal_scores = thresholds.ascending(np.asarray([one.score for one in normals]))
    defect_scores = thresholds.ascending(np.asarray([one.score for one in defects]))
    choice = choose(normal_scores, defect_scores, wish)
    card = ThresholdCard(
        category=category,
        method=choice.method,
        anomaly_threshold=choice.anomaly,
        review_threshold=choice.review,
        pixel_threshold=_pixel_threshold(peaks, choice.promise, wish),
        made_by=made_by or _login(),
        made_at=now(),
        model_name=predictor.info.name,
        model_sha256=weights_sha256(model),
        samples=hashes,
        normals=len(normal_scores),
        defects=len(defect_scores),
        wanted_rate=choice.promise.wanted,
        promised_rate=choice.promise.false_alarms.mean,
        interval=(choice.promise.false_alarms.low, choice.promise.false_alarms.high),
        confidence=choice.promise.false_alarms.confidence,
        scores_sha256=cards.scores_sha256(normal_scores),
        notes=(*choice.notes, *_rule_note(predictor.calibrations[category].rules, lengths)),
    )
    calibration = replace(
        predictor.calibrations[category],
        normal_scores=normal_scores,
        anomaly_threshold=card.anomaly_threshold,
        review_threshold=card.review_threshold,
        false_alarm_rate=card.promised_rate or 0.0,
        pixel_threshold=card.pixel_threshold,
    )
    rewrite(model, out, {category: calibration}, card, _missing_patches(predictor, category, good, token))
    log.info("calibrated %s by %s on %d good parts", category, choice.method, len(normal_scores))
    return Recalibrated(card, normal_scores, defect_scores, choice.plan, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Scored:
    score: float
    peak: float  # of the map
    length_mm: float  # of the longest region at the old thresholds; 0 where nothing is known


def _score(predictor: object, sample: Sample, category: str, token: CancelToken) -> _Scored:
    from core.data.load import load
    from core.predictor import Predictor

    assert isinstance(predictor, Predictor)
    result = predictor.inspect(load(sample, ignore_progress, token), category, ignore_progress, token)
    if result.calibration is None:
        raise ThresholdError(f"{sample.sample_id}: {' '.join(result.notes)}")
    longest = max((region.length_mm or 0.0 for region in result.regions), default=0.0)
    return _Scored(result.score, float(np.nanmax(result.anomaly_map)), longest)


def _pixel_threshold(peaks: list[float], promise: Chosen, wish: Wish) -> float | None:
    """Map value of regions: as wished, or the one that as many good parts reach anywhere as the image threshold."""
    if wish.pixel_threshold is not None:
        return wish.pixel_threshold
    if not peaks:
        return None
    if wish.pixel_rate is not None:
        return thresholds.by_false_alarm_rate(np.asarray(peaks), wish.pixel_rate).threshold
    ordered = thresholds.ascending(np.asarray(peaks))
    position = max(len(ordered) - promise.above, 1)
    return float(np.nextafter(ordered[position - 1], np.float32(np.inf)))


def _missing_patches(
    predictor: Predictor, category: str, good: Sequence[Sample], token: CancelToken
) -> dict[str, CategoryPatches]:
    """Normal patches from the good parts, for a model file that keeps none of the category."""
    from core.data.dataset import cache_features
    from core.probing import patch_fitting

    if category in predictor.bundle.patches:
        return {}
    features = cache_features(
        good,
        predictor.config,
        predictor.backbone,
        augmentations=1,
        slice_step=3,
        seed=0,
        report=ignore_progress,
        token=token,
    )
    wanted = predictor.calibrations[category].modalities
    items = [item for item in features.items if item.modalities == wanted]
    return {category: patch_fitting.fit(predictor.model, items, [], token)} if items else {}


def _rule_note(rules: RegionRules, lengths: list[float]) -> tuple[str, ...]:
    """The promise is of the score: what the size limit added is counted apart."""
    if rules.limit_mm is None:
        return ()
    long = sum(length >= rules.limit_mm for length in lengths)
    return (
        f"At the thresholds before, the size limit of {rules.limit_mm:g} mm made {long} of {len(lengths)} good parts "
        "an anomaly.",
    )


def _free_name(name: str, taken: dict[str, str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    return free


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
