"""Case files: one zip a case or batch, with a manifest of hashes and an optional Ed25519 signature.

Inside: `manifest.json`; `manifest.sig` where signed; `cards.json`; `audit.jsonl`; and for each part `parts/NNNN/` with
`result.json` (score, verdict, settings, hashes of the inputs, regions, routing), `decisions.json`, `map.npy` (float32,
native size), `sensor_NAME.npy` where several sensors looked, `picture.png`, and the pictures of a report with their
titles in `pictures.json`. Inputs themselves are not inside: their
hashes are, and `verify --rerun` finds them by these.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.errors import StorageError, UserFacingError
from core.export import write_atomically
from core.fingerprint import weights_sha256
from core.records import ModelInfo, Sample
from core.report_pictures import ReportPicture
from core.reporting import nameless, shows_names
from core.signing import SIGNATURE, sign
from core.store.bodies import kept_json, plain
from core.store.store import ReviewStore
from core.verdicts import Json, ThresholdCard, canonical_json, now, part_key

FORMAT, VERSION = "unimmad-case", 1
MANIFEST = "manifest.json"
_STAMP = (1980, 1, 1, 0, 0, 0)  # zip times say nothing: the manifest does, and equal content makes equal files


@dataclass(frozen=True, slots=True, eq=False)
class CasePart:
    """One inspected part as it goes into a case file."""

    sample: Sample
    body: Mapping[str, Json]  # `core.store.bodies.result_body`
    details: Mapping[str, Json]  # `core.export.describe` through `plain`, with routing
    anomaly_map: NDArray[np.float32]
    sensor_maps: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    picture: bytes = b""  # PNG
    pictures: Sequence[ReportPicture] = ()  # of a report


def write_case(
    path: Path,
    parts: Sequence[CasePart],
    model: ModelInfo,
    *,
    store: ReviewStore | None = None,
    cards: Sequence[ThresholdCard] = (),
    key: Path | None = None,
    made_by: str = "",
    names: bool | None = None,
) -> Path:
    """Write a case file, whole or not at all.

    Args:
        path: Ends in .case.
        parts: At least one.
        model: Which model made the results.
        store: Adds decisions, the audit records of the parts, and the head of the record.
        cards: Of the thresholds in force.
        key: Ed25519 private key (PEM) to sign the manifest with.
        made_by: Who exported.
        names: Whether sample ids and paths go in; None: yes for products, no for patients.

    Raises:
        StorageError: Cannot be written. UserFacingError: nothing to write, or a key that cannot be used.
    """
    if not parts:
        raise UserFacingError("There is nothing to put into a case file.", hint="Inspect a part first.")
    shown = shows_names([part.sample for part in parts], names)
    files: dict[str, bytes] = {}
    for number, part in enumerate(parts, 1):
        files |= _part_files(f"parts/{number:04d}", part, number, shown, store)
    files["cards.json"] = _json([card.to_dict() for card in cards])
    head: dict[str, Json] | None = None
    if store is not None:
        files["audit.jsonl"] = _audit(store, [part_key(part.sample) for part in parts], shown)
        seq, made = store.head()
        head = {"seq": seq, "hash": made}
    manifest: dict[str, Json] = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": now(),
        "made_by": made_by,
        "has_names": shown,
        "parts": len(parts),
        "model": {
            "name": model.name,
            "sha256": model.sha256,
            "weights_sha256": weights_sha256(model.path) if model.path.is_file() else "",
        },
        "audit_head": head,
        "files": {name: _sha256(content) for name, content in sorted(files.items())},
    }
    text = canonical_json(manifest).encode()
    files = {MANIFEST: text, **files}
    if key is not None:
        files[SIGNATURE] = sign(text, key)
    write_atomically(path, _zipped(files))
    if store is not None:
        keys: list[Json] = [part_key(part.sample) for part in parts]
        store.note("export", {"case": path.name, "manifest_sha256": _sha256(text), "parts": keys})
    return path


def _part_files(folder: str, part: CasePart, number: int, shown: bool, store: ReviewStore | None) -> dict[str, bytes]:
    body = {name: value for name, value in part.body.items() if name != "map"}
    body["sample_id"] = part.sample.sample_id if shown else f"part {number}"
    inputs = body.get("inputs")
    if isinstance(inputs, dict):
        body["inputs"] = {name: _input(facts, shown) for name, facts in inputs.items() if isinstance(facts, dict)}
    model = body.get("model")
    if isinstance(model, dict):
        body["model"] = {name: value for name, value in model.items() if shown or name != "path"}
    details = nameless({**part.details, "sample_id": part.sample.sample_id}, shown)
    details = {name: value for name, value in details.items() if name not in ("sample", "sample_id", "map")}
    files = {
        f"{folder}/result.json": _json({**details, **body, "key": part_key(part.sample)}),
        f"{folder}/map.npy": _npy(part.anomaly_map),
        f"{folder}/decisions.json": _json(_decisions(store, part.sample)),
    }
    for name, values in part.sensor_maps.items() if len(part.sensor_maps) > 1 else ():
        files[f"{folder}/sensor_{name}.npy"] = _npy(values)
    if part.picture:
        files[f"{folder}/picture.png"] = part.picture
    listed: list[Json] = []
    for index, picture in enumerate(part.pictures, 1):
        name = f"{folder}/picture_{index:02d}.png"
        files[name] = picture.png
        facts: dict[str, Json] = {"title": picture.title, "caption": picture.caption, "is_wide": picture.is_wide}
        listed.append({"file": name, **facts})
    if listed:
        files[f"{folder}/pictures.json"] = _json(listed)
    return files


def _input(facts: dict[str, Json], shown: bool) -> dict[str, Json]:
    path = Path(str(facts.get("path", "")))
    return {**facts, "bytes": path.stat().st_size if path.is_file() else None} if shown else {"sha256": facts["sha256"]}


def _decisions(store: ReviewStore | None, sample: Sample) -> list[Json]:
    kept = store.decisions_of(sample) if store is not None else []
    return [kept_json(item) for item in kept]


def _audit(store: ReviewStore, keys: list[str], shown: bool) -> bytes:
    """The parts' records, each with its hash. Results name paths, so without names only the decisions are there."""
    lines = []
    for record in store.audit_of(keys):
        if shown or record.kind in ("decision", "undo"):
            values = {name: getattr(record, name) for name in record.__dataclass_fields__}
            lines.append(canonical_json(values) + "\n")
    return "".join(lines).encode()


def _json(value: object) -> bytes:
    return canonical_json(plain(value)).encode()


def _npy(values: NDArray[np.float32]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, values.astype(np.float32), allow_pickle=False)
    return buffer.getvalue()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    try:
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
            for name, content in files.items():
                entry = zipfile.ZipInfo(name, _STAMP)
                entry.compress_type = zipfile.ZIP_DEFLATED
                made.writestr(entry, content)
    except (MemoryError, zipfile.LargeZipFile) as error:
        raise StorageError("The case is too large for one file.", hint="Export fewer parts.") from error
    return buffer.getvalue()


def batch_parts(out: Path, store: ReviewStore) -> list[CasePart]:
    """The parts of a batch folder. Raises StorageError when a map or detail is gone."""
    found = []
    for number in store.search(state="done").tolist():
        sample = store.sample(number)
        body = store.latest_result(sample) or {}
        stem = str(body.get("map", ""))
        try:
            details = json.loads((out / stem.replace("maps/", "details/", 1)).with_suffix(".json").read_text())
            values = np.load(out / stem, allow_pickle=False)
            picture = (out / stem).with_suffix(".png").read_bytes()
        except (OSError, ValueError) as error:
            raise StorageError(
                f"The files of {sample.sample_id} in {out} cannot be read.", hint="Run it again."
            ) from error
        found.append(CasePart(sample, body, details, values, {}, picture))
    return found
