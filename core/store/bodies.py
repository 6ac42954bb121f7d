"""What the record keeps of an inspection: JSON without pictures, enough to inspect again and compare."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from core.errors import UserFacingError
from core.export import describe, hottest_row
from core.fingerprint import sample_sha256
from core.records import CategoryCalibration, InspectionResult, Modality, ModelInfo
from core.verdicts import Decision, Json, KeptDecision, Opinion


class DecisionError(UserFacingError):
    """A decision cannot be taken or undone as asked."""


_LEFT_OUT = ("sample", "routing", "notes")  # all of the routing is in case files; it would fill the database


_PLAIN = (str, int, bool, type(None))


def uncertainty(calibration: CategoryCalibration | None, score: float) -> float | None:
    """1 on the threshold, falling to 0 at a typical normal and as far above; None without a threshold."""
    if calibration is None or not len(calibration.normal_scores):
        return None
    reach = max(calibration.anomaly_threshold - float(np.median(calibration.normal_scores)), 1e-9)
    return max(0.0, 1.0 - abs(score - calibration.anomaly_threshold) / reach)


def result_body(
    result: InspectionResult,
    model: ModelInfo,
    inputs: Mapping[Modality, Mapping[str, Json]],
    card_sha256: str = "",
    details: Mapping[str, Json] | None = None,
) -> dict[str, Json]:
    """The record of a result.

    Args:
        result: What the model said.
        model: Which model.
        inputs: From `core.fingerprint.input_hashes`.
        card_sha256: Of the threshold card in force; empty where the threshold came with the model.
        details: From `details_of`, where they are known already.
    """
    facts = details_of(result) if details is None else details
    return {
        **{name: value for name, value in facts.items() if name not in _LEFT_OUT},
        "sample_id": result.sample.sample_id,
        "modalities": list(result.sample.files),  # in slot order, which JSON objects lose
        "leaders": result.routing.leaders[hottest_row(result)].tolist(),  # [M, S, K, kept], for the atlas
        "sensors": list(result.modalities),  # of `leaders`: a cloud appears as its projections
        "inputs": {modality: dict(values) for modality, values in inputs.items()},
        "inputs_sha256": sample_sha256(inputs),
        "model": {
            "name": model.name,
            "path": str(model.path),
            "sha256": model.sha256,
            "scorer": model.scorers.get(result.category, ""),
            "device": result.device,
        },
        "uncertainty": uncertainty(result.calibration, result.score),
        "review_threshold": result.calibration.review_threshold if result.calibration else None,
        "card": card_sha256,
        "seconds": result.seconds,
    }


def details_of(result: InspectionResult) -> dict[str, Json]:
    """All that can be said of a result without pictures, routing included, as JSON."""
    return {name: plain(value) for name, value in describe(result).items()}


def scorer_of(body: Mapping[str, Any]) -> str:  # Any: JSON
    """What gave the score of a recorded result: `ModelInfo.scorers`, or in older records the hash of the model file."""
    model = body.get("model") or {}
    return str(model.get("scorer") or model.get("sha256") or "")


def plain(value: object) -> Json:
    """A value as JSON that can be hashed: numpy scalars become Python's, NaN and infinities None."""
    if type(value) in _PLAIN:  # most values by far
        return value  # type: ignore[return-value]  # its type was just looked at
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"{type(value).__name__} has no place in the record")


def decision_body(decision: Decision) -> dict[str, Json]:
    """A decision as the record keeps it."""
    if decision.seconds is not None and not math.isfinite(decision.seconds):
        raise DecisionError("The time for this decision is not a number.")
    return {
        "part": decision.part_key,
        "opinion": decision.opinion.value,
        "reader": decision.reader,
        "reason": decision.reason,
        "comment": decision.comment,
        "reading": decision.reading,
        "is_blind": decision.is_blind,
        "seconds": decision.seconds,
        "bulk": decision.bulk,
    }


def kept_json(item: KeptDecision) -> dict[str, Json]:
    """A kept decision as case files and reports show it."""
    return {
        **decision_body(item.decision),
        "number": item.number,
        "made_at": item.made_at,
        "undoes": item.undoes,
        "is_undone": item.is_undone,
    }


def decision_of(body: Mapping[str, Json]) -> Decision:
    """A decision back from its record."""
    seconds = body["seconds"]
    return Decision(
        part_key=str(body["part"]),
        opinion=Opinion(str(body["opinion"])),
        reader=str(body["reader"]),
        reason=str(body["reason"]),
        comment=str(body["comment"]),
        reading=int(str(body["reading"])),
        is_blind=bool(body["is_blind"]),
        seconds=float(seconds) if isinstance(seconds, int | float) else None,
        bulk=str(body["bulk"]),
    )
