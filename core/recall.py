"""A result back from the record: what a queue and its report show of a part that need not be inspected again.

Maps and routing are not in the record: both are empty here, and opening the part inspects it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.fingerprint import input_hashes, sample_sha256
from core.progress import CancelToken
from core.records import CategoryCalibration, InspectionResult, ModelInfo, Region, RoutingTrace, Sample, Verdict
from core.store.reader import StoreReader


def recall(
    store: StoreReader,
    sample: Sample,
    model: ModelInfo,
    calibrations: Mapping[str, CategoryCalibration],
    category: str | None,
    token: CancelToken,
) -> InspectionResult | None:
    """The recorded result of a sample; None where inspecting might say something else.

    That is: another model file, other input files, another recipe than the asked one (None: the one that is found by
    itself), or nothing recorded.

    Raises:
        SampleReadError: An input is gone.
        StorageError: The record cannot be read.
    """
    body = store.latest_result(sample)
    facts = body.get("model") if body is not None else None
    if body is None or not isinstance(facts, dict) or not model.sha256 or facts.get("sha256") != model.sha256:
        return None
    recognised = "" if body["recognised"] == "unknown" else str(body["recognised"])
    wanted = category or (sample.category if sample.category in calibrations else recognised)
    used = "" if body["category"] == "unknown" else str(body["category"])
    calibration = calibrations.get(used)
    threshold = calibration.anomaly_threshold if calibration else None
    if used != wanted or body["threshold"] != threshold:
        return None
    if body["inputs_sha256"] != sample_sha256(input_hashes(sample, token)):
        return None
    return _result(body, sample, model, calibration, used, recognised)


def _result(
    body: Mapping[str, Any],  # Any: JSON
    sample: Sample,
    model: ModelInfo,
    calibration: CategoryCalibration | None,
    used: str,
    recognised: str,
) -> InspectionResult:
    sensors = tuple(str(name) for name in body["sensors"])
    empty = np.zeros((1, len(sensors), 0, 0, 0), np.float32)
    return InspectionResult(
        sample=sample,
        category=used,
        recognised=recognised,
        score=float(body["score"]),
        verdict=Verdict(body["verdict"]),
        calibration=calibration,
        modalities=sensors,
        anomaly_map=np.zeros((0, 0), np.float32),
        modality_maps={},
        routing=RoutingTrace(sensors, (), empty, empty.astype(np.int64), empty),
        gate_energy=np.zeros((1, len(sensors), 0), np.float32),
        slice_scores=np.array([body["score"]], np.float32),
        routing_slices=np.zeros(1, np.int64),
        regions=tuple(_region(region) for region in body["regions"]),
        map_size=model.image_size,
        model_name=model.name,
        device=str(body["model"]["device"]),
        seconds=float(body["seconds"]),
        notes=("From the record; not inspected again.",),
        routing_distance=body["routing_distance"],
    )


def _region(facts: Mapping[str, Any]) -> Region:  # Any: JSON
    x0, y0, x1, y1 = facts["bbox"]
    x, y = facts["peak_position"]
    slices = facts["slices"]
    return Region(
        bbox=(x0, y0, x1, y1),
        area_px=facts["area_px"],
        area_mm2=facts["area_mm2"],
        peak=facts["peak"],
        peak_position=(x, y),
        slice_index=facts["slice"],
        modality_share=dict(facts["modality_share"]),
        mean=facts["mean"],
        length_mm=facts["length_mm"],
        volume_mm3=facts["volume_mm3"],
        slices=(slices[0], slices[1]) if slices else None,
    )
