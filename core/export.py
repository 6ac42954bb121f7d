"""Results to files: float32 maps at native size, and the JSON objects of the command line."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from core.errors import StorageError
from core.probing.records import gate_entropy, gate_margin
from core.records import InspectionResult, Region, RoutingAlarm, RoutingTrace

_WAYS_OUT = {
    errno.ENOSPC: "Free some space or choose another disk.",
    errno.EDQUOT: "Free some space or choose another disk.",
    errno.EEXIST: "A file of that name is where a folder is needed: choose another folder.",
    errno.ENOTDIR: "A file of that name is where a folder is needed: choose another folder.",
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "Choose a folder that you may write to."),
}
MOST_BYTES = 200  # of a file name without its ending; file systems take 255


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file completely or not at all. Raises StorageError on a full disk or missing permission."""
    partial = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise StorageError(
            f"{path} cannot be written: {error.strerror or error}.",
            hint=_WAYS_OUT.get(error.errno or 0, "Choose another folder."),
            path=path,
        ) from error


def check_writable(path: Path) -> None:
    """Find out before long work whether its result can be written. Raises StorageError."""
    probe = path.with_name(f".{path.name}.probe")
    try:
        write_atomically(probe, b"")
    except StorageError as error:
        message = error.message.replace(str(probe), str(path))
        raise StorageError(message, hint=error.hint, path=path) from error
    probe.unlink(missing_ok=True)


def file_stem(sample_id: str) -> str:
    """A sample id as a file name of at most 200 bytes; what is cut off leaves a hash."""
    stem = re.sub(r"[^\w.-]+", "_", sample_id).strip("_.") or "sample"
    if len(stem.encode()) <= MOST_BYTES:
        return stem
    short = stem.encode()[: MOST_BYTES - 9].decode(errors="ignore")
    return f"{short}-{hashlib.sha256(sample_id.encode()).hexdigest()[:8]}"


def unique_stems(sample_ids: Sequence[str]) -> list[str]:
    """A file name for each of several samples; where two would be one, the later gets a number."""
    used: set[str] = set()
    stems = []
    for sample_id in sample_ids:
        base = stem = file_stem(sample_id)
        number = 2
        while stem.lower() in used:  # file systems that know no capitals would write one file
            stem, number = f"{base}-{number}", number + 1
        used.add(stem.lower())
        stems.append(stem)
    return stems


def save(result: InspectionResult, out: Path, stem: str = "") -> dict[str, object]:
    """Write the map as `.npy`, by the sample's name unless `stem` is given; returns the object of `inspect --json`."""
    buffer = io.BytesIO()
    np.save(buffer, result.anomaly_map.astype(np.float32), allow_pickle=False)
    map_file = out / f"{stem or file_stem(result.sample.sample_id)}.npy"
    write_atomically(map_file, buffer.getvalue())
    return {**describe(result), "map": str(map_file)}


def describe(result: InspectionResult) -> dict[str, object]:
    """The JSON object of a result, without its map."""
    calibration = result.calibration
    return {
        "sample": result.sample.sample_id,
        "category": result.category or "unknown",
        "score": result.score,
        "verdict": result.verdict.value,
        "threshold": result.threshold,
        "pixel_threshold": calibration.region_threshold if calibration else None,
        "rules": calibration.rules.to_dict() if calibration else None,
        "percentile": calibration.percentile(result.score) if calibration else None,
        "recognised": result.recognised or "unknown",
        "model": result.model_name,
        "notes": list(result.notes),
        "regions": [_region(region) for region in result.regions],
        "routing": _routing(result.routing, hottest_row(result)),
        "split": _split(result, hottest_row(result)),
        "routing_distance": result.routing_distance,
        "routing_alarm": _alarm(result.routing_alarm),
    }


def _region(region: Region) -> dict[str, object]:
    return {
        "bbox": list(region.bbox),
        "area_px": region.area_px,
        "area_mm2": region.area_mm2,
        "length_mm": region.length_mm,
        "volume_mm3": region.volume_mm3,
        "peak": region.peak,
        "mean": region.mean,
        "peak_position": list(region.peak_position),
        "slice": region.slice_index,
        "slices": list(region.slices) if region.slices else None,
        "modality_share": dict(region.modality_share),
    }


def hottest_row(result: InspectionResult) -> int:
    """Row of the routing trace with the highest slice score; 0 for an image."""
    return int(np.argmax(result.slice_scores[result.routing_slices])) if len(result.routing_slices) > 1 else 0


def _routing(trace: RoutingTrace, row: int) -> list[dict[str, object]]:
    """Every gate of one image, or of a volume's highest-scoring slice; scales count from 1."""
    return [
        {
            "modality": modality,
            "scale": scale + 1,
            "kernel": kernel,
            "leaders": trace.leaders[row, m, scale, k].tolist(),
            "weights": trace.weights[row, m, scale, k].tolist(),
            "entropy_bits": float(gate_entropy(trace.probabilities[row, m, scale, k])),
            "margin": float(gate_margin(trace.probabilities[row, m, scale, k], trace.leaders.shape[-1])),
        }
        for m, modality in enumerate(trace.modalities)
        for scale in range(trace.leaders.shape[2])
        for k, kernel in enumerate(trace.kernel_sizes)
    ]


def _split(result: InspectionResult, row: int) -> list[dict[str, object]]:
    """Share of every sensor and scale in the squared map of that image or slice; they add up to 1."""
    return [
        {"modality": modality, "scale": scale + 1, "share": float(share)}
        for modality, shares in zip(result.modalities, result.gate_energy[row], strict=True)
        for scale, share in enumerate(shares)
    ]


def _alarm(alarm: RoutingAlarm | None) -> dict[str, object] | None:
    if alarm is None:
        return None
    return {**asdict(alarm), "sentence": alarm.sentence}
