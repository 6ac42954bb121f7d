"""Every use case of review as one function: the second half of the seam between core and app. Heavy imports inside.

With `core.verdicts` (its records) and `core.effect` (numpy only) this is what the window may import of review.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.probing.history import RoutedPart
from core.progress import CancelToken, ReportProgress, ignore_progress
from core.records import CategoryCalibration, InspectionResult, LoadedSample, ModelInfo, Sample
from core.verdicts import Decision, ThresholdCard

if TYPE_CHECKING:
    # "as" hands the types on to the window's annotations; nothing is imported when it runs
    from core.agreement import Agreement as Agreement
    from core.effect import QueueEffect as QueueEffect
    from core.recalibration import Choice as Choice
    from core.recalibration import Recalibrated as Recalibrated
    from core.recalibration import Wish as Wish
    from core.store.outbox import Outbox as Outbox
    from core.store.store import ReviewStore as ReviewStore
    from core.store.users import Users as Users


def open_review(where: str | Path, actor: str) -> ReviewStore:
    """Open or make a review database (file, or PostgreSQL URL). Raises StorageError."""
    from core.store.store import open_store

    return open_store(where, actor)


def users_of(store: ReviewStore) -> Users:
    """Who may log in at the stations of this database."""
    from core.store.users import Users

    return Users(store)


def open_outbox(path: Path) -> Outbox:
    """Decisions that a database would not take, with those left from an earlier run."""
    from core.store.outbox import Outbox

    return Outbox(path)


def record_result(store: ReviewStore, result: InspectionResult, model: ModelInfo, token: CancelToken) -> None:
    """Hash the inputs and record a result; the same result of the same model is not recorded twice.

    Raises SampleReadError when an input is gone, StorageError when the record cannot be written.
    """
    from core.fingerprint import input_hashes, sample_sha256
    from core.store.bodies import result_body

    inputs = input_hashes(result.sample, token)
    known = store.latest_result(result.sample)
    if known is not None and known.get("inputs_sha256") == sample_sha256(inputs):
        facts = known.get("model")
        same_model = isinstance(facts, dict) and facts.get("sha256") == model.sha256
        if same_model and known.get("score") == result.score and known.get("threshold") == result.threshold:
            return
    store.put_result(result.sample, result_body(result, model, inputs))


def recall_result(
    store: ReviewStore,
    sample: Sample,
    model: ModelInfo,
    calibrations: Mapping[str, CategoryCalibration],
    category: str | None,
    token: CancelToken,
) -> InspectionResult | None:
    """What the record holds of a sample, if inspecting it again would say the same; without maps and routing.

    Raises SampleReadError when an input is gone, StorageError when the record cannot be read.
    """
    from core.recall import recall

    return recall(store, sample, model, calibrations, category, token)


def queue_effect(store: ReviewStore, category: str, model: ModelInfo) -> QueueEffect:
    """The recorded scores of a category that a model's thresholds apply to, and how many are another model's.

    A model that was only calibrated again gives the same scores. Records of older versions name the model file alone:
    they count for that file and for those calibrated from it.

    Raises StorageError when the record cannot be read, CheckpointError when the model file is damaged.
    """
    from core import lineage
    from core.effect import QueueEffect

    scorers = {model.scorers.get(category, ""), model.sha256}
    if model.path.is_file():
        scorers.update(lineage.same_scores(lineage.header(model.path)[0]))
    columns = store.columns(category, scorers - {""})
    return QueueEffect(columns.numbers, columns.scores, columns.labels, columns.comparable)


def routed_parts(store: ReviewStore, model_sha256: str) -> list[RoutedPart]:
    """How a model routed everything that it inspected, in the order of inspection. Raises StorageError."""
    return store.routed(model_sha256)


def record_decisions(store: ReviewStore, samples: Sequence[Sample], decisions: Sequence[Decision]) -> list[int]:
    """Record decisions, all or none; parts that were never queued are. Raises DecisionError, StorageError."""
    store.add_parts(samples)
    return store.decide(decisions)


def readers_agree(store: ReviewStore) -> tuple[Agreement, NDArray[np.int64]]:
    """Kappa of everything read twice, and the parts on which the readers differ."""
    from core.agreement import agreement

    opinions = store.opinions()
    differing = [number for number, first, second in opinions if first != second]
    return agreement([(first, second) for _, first, second in opinions]), np.asarray(differing, dtype=np.int64)


def choose_thresholds(normals: NDArray[np.floating], defects: NDArray[np.floating], wish: Wish) -> Choice:
    """Thresholds as wished, with their promise. Raises ThresholdError in words where the sample is too small."""
    from core.recalibration import choose

    return choose(normals, defects, wish)


def rate_wish(rate: float) -> Wish:
    """At most this share (0..1) of good parts flagged. Raises ThresholdError."""
    from core.recalibration import Wish

    return Wish(rate=rate)


def capacity_wish(parts_per_hour: float, minutes_per_part: float, reviewers: int, defect_share: float) -> Wish:
    """What reviewers can look at. Raises ThresholdError."""
    from core.recalibration import Wish
    from core.thresholds import Demand

    demand = Demand(
        parts_per_hour=parts_per_hour,
        minutes_per_part=minutes_per_part,
        reviewers=reviewers,
        defect_share=defect_share,
    )
    return Wish(demand=demand)


def f1_wish() -> Wish:
    """The best split of labelled parts."""
    from core.recalibration import Wish

    return Wish(best_f1=True)


def with_pixel_rate(wish: Wish, rate: float | None) -> Wish:
    """The same wish with regions in at most this share (0..1) of good parts; None: as many as the image threshold."""
    return replace(wish, pixel_rate=rate)


def hand_wish(threshold: float) -> Wish:
    """A threshold by hand."""
    from core.recalibration import Wish

    return Wish(threshold=threshold)


def false_alarms(normals: NDArray[np.floating], threshold: float) -> tuple[float, float, float]:
    """Expected share of good parts at or over a threshold, with its 95 % interval (Clopper-Pearson).

    Expected as in conformal prediction, (k + 1) / (N + 1): no alarm among N parts does not promise none to come.
    """
    from core.thresholds import by_hand

    chosen = by_hand(normals, threshold)
    rate = chosen.false_alarms
    return (chosen.above + 1) / (chosen.normals + 1), rate.low, rate.high


def recipe_file(model: Path) -> Path:
    """Where a copy of a model with other thresholds or rules is written: its name and the time, in the user's data."""
    from core.model_list import register_file

    stem = re.sub(r"-\d{8}T\d{6}$", "", model.stem)
    return register_file().parent / "models" / f"{stem}-{datetime.now(UTC):%Y%m%dT%H%M%S}.safetensors"


def keep_recipe(
    model: ModelInfo,
    record: CategoryCalibration,
    card: ThresholdCard | None,
    made_by: str,
    store: ReviewStore | None = None,
) -> Path:
    """Write thresholds and region rules of a category into a copy of the model, with their card; returns the copy.

    Raises CheckpointError, StorageError.
    """
    from core.api import remember_model
    from core.cards import cards_of
    from core.recipes import rewrite
    from core.verdicts import now

    old = cards_of(model.path).get(record.category)
    if card is None and old is not None and old.pixel_threshold != record.pixel_threshold:
        noted = (*old.notes, f"The pixel threshold was changed by hand from {old.pixel_threshold}.")
        card = replace(old, pixel_threshold=record.pixel_threshold, made_by=made_by, made_at=now(), notes=noted)
    out = rewrite(model.path, recipe_file(model.path), {record.category: record}, card)
    remember_model(out)
    if store is not None:
        if card is not None:
            store.keep_threshold(card)
        rules = {"category": record.category, "rules": json.dumps(record.rules.to_dict()), "model": out.name}
        store.note("recipe", {**rules, "pixel_threshold": record.pixel_threshold})
    return out


def recalibrate_folders(
    model: ModelInfo,
    category: str,
    good: Sequence[Path],
    defective: Sequence[Path],
    wish: Wish,
    made_by: str,
    store: ReviewStore | None = None,
    report: ReportProgress = ignore_progress,
    token: CancelToken | None = None,
) -> tuple[Recalibrated, Path]:
    """Calibrate a category on the good (and defective) parts in folders; returns what came out and the new model.

    Raises ThresholdError in words where the sample is too small, SampleIndexError, CheckpointError, StorageError.
    """
    from core import api
    from core.recalibration import recalibrate

    normals = [s for s in api.find_samples(list(good), token).samples if not s.is_anomalous]
    found = api.find_samples(list(defective), token).samples if defective else ()
    faulty = [s for s in found if s.is_anomalous is not False]
    out = recipe_file(model.path)
    device = model.device
    made = recalibrate(
        model.path, category, normals, faulty, wish, out, made_by=made_by, device=device, report=report, token=token
    )
    api.remember_model(out)
    if store is not None:
        store.keep_threshold(made.card)
    return made, out


def make_card(
    choice: Choice,
    category: str,
    model: ModelInfo,
    calibration: CategoryCalibration,
    defects: int,
    made_by: str,
    pixel_threshold: float | None = None,
) -> ThresholdCard:
    """The card of thresholds chosen on a calibration's normal scores. Raises CheckpointError."""
    from core.cards import scores_sha256
    from core.fingerprint import weights_sha256
    from core.verdicts import now

    rate = choice.promise.false_alarms
    return ThresholdCard(
        category=category,
        method=choice.method,
        anomaly_threshold=choice.anomaly,
        review_threshold=choice.review,
        pixel_threshold=pixel_threshold,
        made_by=made_by,
        made_at=now(),
        model_name=model.name,
        model_sha256=weights_sha256(model.path),
        normals=len(calibration.normal_scores),
        defects=defects,
        wanted_rate=choice.promise.wanted,
        promised_rate=rate.mean,
        interval=(rate.low, rate.high),
        confidence=rate.confidence,
        scores_sha256=scores_sha256(calibration.normal_scores),
        notes=(*choice.notes, "Set on the normal scores kept in the model."),
    )


def card_problems(model: ModelInfo, calibrations: Mapping[str, CategoryCalibration]) -> tuple[str, ...]:
    """Where the threshold cards inside a model file do not belong to it, in sentences. Raises CheckpointError."""
    from core.cards import problems

    return problems(model.path, calibrations)


def export_case(
    path: Path,
    loaded: LoadedSample,
    result: InspectionResult,
    model: ModelInfo,
    store: ReviewStore | None,
    made_by: str,
    key: Path | None = None,
    names: bool | None = None,
) -> Path:
    """Write the part on screen as a case file; `names` as in `core.casefile.write_case`.

    Raises StorageError, SampleReadError.
    """
    from core.cards import cards_of
    from core.casefile import CasePart, write_case
    from core.fingerprint import input_hashes
    from core.pictures import overlay, png
    from core.report_pictures import pictures_of
    from core.store.bodies import details_of, result_body

    details = details_of(result)
    body = result_body(result, model, input_hashes(result.sample), details=details)
    part = CasePart(
        result.sample,
        body,
        details,
        result.anomaly_map,
        dict(result.modality_maps),
        png(overlay(loaded, result)),
        pictures_of(loaded, result),
    )
    inside = cards_of(model.path).get(result.category) if model.path.is_file() else None
    kept = store.threshold_cards(result.category)[:1] if store is not None else []
    cards = [inside] if inside is not None else kept
    return write_case(path, [part], model, store=store, cards=cards, key=key, made_by=made_by, names=names)
