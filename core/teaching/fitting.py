"""The records of a taught category, with the network as it is: everything is fitted, nothing is trained.

No part is scored by statistics that saw it: the parts are dealt to folds, and every fold is scored
by the statistics of the others. The final statistics see all parts, so that the kept scores err on the careful side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core import calibration, recognition
from core.calibration import FittedCategory, NormalItem
from core.probing import atlas
from core.probing.alteration import AlteredItem
from core.recognition import CategoryReference
from core.records import CategoryCalibration, Modality
from core.scoring import deviations, fuse, image_score, squared_maps

EVERY_PIXEL = 5  # of the maps, kept for the pixel percentiles


@dataclass(frozen=True, slots=True, eq=False)
class CrossScores:
    """Scores of parts by statistics that never saw them."""

    scores: dict[str, float]  # by part, the largest over its slices
    pixels: NDArray[np.float32]  # some map values of all parts


def cross_scores(
    items: Sequence[NormalItem],
    size: tuple[int, int],
    folds: int,
    on_item: Callable[[str], None],
    on_score: Callable[[str, float, NDArray[np.float32]], None] = lambda _owner, _score, _map: None,
) -> CrossScores:
    """Score every part by the statistics of the parts outside its fold.

    Args:
        items: The parts as they are, at least two.
        size: Height and width of the maps that are scored.
        folds: At most; fewer where there are fewer parts.
        on_item: Called before every fit and score with words, for progress and cancelling.
        on_score: Called with every item's owner, score and map [H, W].
    """
    owners = sorted({item.owner for item in items})
    fold_of = {owner: place % min(folds, len(owners)) for place, owner in enumerate(owners)}
    scores: dict[str, float] = {}
    pixels: list[NDArray[np.float32]] = []
    for fold in range(min(folds, len(owners))):
        on_item(f"what is normal, {fold + 1} of {min(folds, len(owners))}")
        normal = calibration.fit_normal_model([i for i in items if fold_of[i.owner] != fold])
        for item in (item for item in items if fold_of[item.owner] == fold):
            on_item(f"scoring {item.owner}")
            values = deviations(item.prior, item.restored, normal, item.position)
            anomaly_map = fuse(squared_maps(values, size))[1]
            score = float(image_score(anomaly_map))
            scores[item.owner] = max(scores.get(item.owner, 0.0), score)
            on_score(item.owner, score, anomaly_map.numpy())
            pixels.append(np.asarray(anomaly_map.numpy().ravel()[::EVERY_PIXEL]))
    return CrossScores(scores, np.concatenate(pixels))


def fit_category(
    category: str,
    modalities: tuple[Modality, ...],
    items: Sequence[NormalItem],
    crossed: CrossScores,
) -> FittedCategory:
    """Thresholds from the crossed scores, normal statistics from all parts."""
    ordered = np.sort(np.asarray(list(crossed.scores.values()), dtype=np.float32))
    anomaly, promised = calibration.conformal_quantile(ordered, calibration.ANOMALY_RATE)
    review_rate = max(calibration.REVIEW_RATE, 2.0 / (len(ordered) + 1))  # below the other one
    review, _ = calibration.conformal_quantile(ordered, review_rate)
    record = CategoryCalibration(
        category=category,
        modalities=modalities,
        normal_scores=ordered,
        pixel_levels=calibration.PIXEL_LEVELS,
        pixel_values=np.quantile(crossed.pixels, calibration.PIXEL_LEVELS).astype(np.float32),
        anomaly_threshold=anomaly,
        review_threshold=review,
        false_alarm_rate=promised,
    )
    return FittedCategory(record, calibration.fit_normal_model(items))


def fit_atlas(
    modalities: tuple[Modality, ...], plain: Sequence[NormalItem], altered: Sequence[AlteredItem], kept: int
) -> atlas.CategoryAtlas:
    """Routing of the parts; either half, plain and altered, measures how far a part may lie from the other half."""
    first, second = _halves(sorted({item.owner for item in plain}))
    crossed = [
        atlas.fit(
            modalities,
            [item for item in plain if item.owner in known],
            [item for item in plain if item.owner in unseen],
            kept,
            [item for item in altered if item.owner in unseen],
        )
        for known, unseen in ((first, second), (second, first))
    ]
    whole = atlas.fit(modalities, plain, plain, kept)
    count = len({item.owner for item in plain})
    rate = max(atlas.ALARM_RATE, 1.0 / (count + 1))
    limit = max(part.limit for part in crossed)
    return atlas.CategoryAtlas(modalities, whole.profiles, kept, limit, rate, count)


def fit_recognition(
    modalities: tuple[Modality, ...], vectors: Tensor, owners: Sequence[str], others: Sequence[Tensor]
) -> CategoryReference:
    """How the category is recognised without being told.

    Args:
        modalities: In slot order.
        vectors: [n, M * F] of the parts (of a volume, of its central slices).
        owners: The part of every vector.
        others: Vectors of known categories; those as wide tell which channels vary at all.
    """
    same = [other for other in others if other.shape[1] == vectors.shape[1]]
    overall = torch.cat([vectors, *same]).std(dim=0, unbiased=False)
    halves = _halves(sorted(set(owners)))
    first, second = (vectors[[owner in half for owner in owners]] for half in halves)
    limits = [
        recognition.fit(modalities, known, unseen, overall).limit
        for known, unseen in ((first, second), (second, first))
    ]
    whole = recognition.fit(modalities, vectors, vectors, overall)
    return CategoryReference(modalities, whole.vectors, whole.spread, max(limits))


def _halves(names: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(names[::2]), frozenset(names[1::2])
