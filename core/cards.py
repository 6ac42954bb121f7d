"""Threshold cards inside model files: who set a threshold, on what, for which weights. Read without torch."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.errors import CheckpointError
from core.fingerprint import weights_sha256
from core.records import CategoryCalibration
from core.verdicts import ThresholdCard, digest

KEY = "threshold_cards"  # of the model file's metadata
_HEADER_LIMIT = 100 << 20


def scores_sha256(scores: NDArray[np.floating]) -> str:
    """Hash of sorted normal scores, as float32."""
    return digest([float(score) for score in np.sort(np.asarray(scores, dtype=np.float32))])


def packed(cards: Mapping[str, ThresholdCard]) -> str:
    """Cards by category as the text kept in a model file."""
    return json.dumps({category: card.to_dict() for category, card in cards.items()})


def cards_of(path: Path) -> dict[str, ThresholdCard]:
    """The cards of a model file by category; empty where its thresholds are those of training.

    Raises CheckpointError when the file or a card is damaged.
    """
    try:
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            if length > _HEADER_LIMIT:
                raise ValueError("header too long")
            text = json.loads(file.read(length)).get("__metadata__", {}).get(KEY, "{}")
        return {category: ThresholdCard.from_dict(values) for category, values in json.loads(text).items()}
    except (OSError, ValueError, TypeError, AttributeError, struct.error) as error:
        raise CheckpointError(f"The threshold cards of {path.name} cannot be read.", path=path) from error


def problems(path: Path, calibrations: Mapping[str, CategoryCalibration]) -> tuple[str, ...]:
    """Where a model file's cards do not belong to its weights, scores or thresholds, in sentences."""
    cards = cards_of(path)
    weights = weights_sha256(path) if cards else ""
    found = []
    for category, card in cards.items():
        calibration = calibrations.get(category)
        if card.model_sha256 != weights:
            found.append(f"The threshold of {category} was set for another model ({card.model_name}).")
        if calibration is None:
            found.append(f"There is a threshold card for {category}, which the model does not know.")
            continue
        if card.scores_sha256 != scores_sha256(calibration.normal_scores):
            found.append(f"The normal scores of {category} are not those its threshold was set on.")
        fitted = (calibration.anomaly_threshold, calibration.review_threshold, calibration.pixel_threshold)
        if fitted != (card.anomaly_threshold, card.review_threshold, card.pixel_threshold):
            found.append(f"The thresholds of {category} were changed after its card was made.")
    return tuple(found)
