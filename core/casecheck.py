"""`verify CASEFILE`: hashes, signature, audit extract; with `--rerun` inspect the inputs again and compare."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.casefile import FORMAT, MANIFEST, VERSION
from core.errors import UserFacingError
from core.fingerprint import file_sha256
from core.progress import CancelToken, Progress, ReportProgress, ignore_progress
from core.records import InspectionResult, Sample
from core.report_pictures import ReportPicture
from core.signing import SIGNATURE, SignatureError, check
from core.store.chain import record_hash
from core.verdicts import ThresholdCard

SIZE_LIMIT = 4 << 30  # of one unpacked file
TOTAL_LIMIT = 64 << 30
SCORE_TOLERANCE = 1e-3  # relative: another processor rounds otherwise
MAP_TOLERANCE = 1e-2  # of the map's peak

_DAMAGE = (OSError, zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, EOFError)


class CaseFileError(UserFacingError):
    """A file is no case file, or cannot be read."""


@dataclass(frozen=True, slots=True)
class CaseCheck:
    """What a check found."""

    parts: int
    files: int
    signed_by: str  # public key; empty: not signed
    problems: tuple[str, ...]
    facts: tuple[str, ...]

    @property
    def is_intact(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


class CaseFile:
    """An opened case file; every read is checked against the manifest's size limits."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with zipfile.ZipFile(path) as archive:
                entries = archive.infolist()
                names = [entry.filename for entry in entries]
                if len(set(names)) != len(names):
                    raise CaseFileError(f"{path.name} holds two files of one name.", path=path)
                too_large = any(entry.file_size > SIZE_LIMIT for entry in entries)
                if too_large or sum(entry.file_size for entry in entries) > TOTAL_LIMIT:
                    raise CaseFileError(f"{path.name} would unpack to more than it may.", path=path)
                self.names = names
                self.manifest_bytes = archive.read(MANIFEST) if MANIFEST in names else b""
            self.manifest: dict[str, Any] = json.loads(self.manifest_bytes)  # Any: JSON
        except _DAMAGE as error:
            raise CaseFileError(f"{path.name} is no case file, or is damaged.", path=path) from error
        if self.manifest.get("format") != FORMAT or not isinstance(self.manifest.get("files"), dict):
            raise CaseFileError(f"{path.name} is a zip file, but no case file.", path=path)
        if self.manifest.get("version") != VERSION:
            raise CaseFileError(f"{path.name} has version {self.manifest.get('version')}.", hint="Update the program.")

    def read(self, name: str) -> bytes:
        """A file's content. Raises CaseFileError when the zip is damaged there."""
        try:
            with zipfile.ZipFile(self.path) as archive:
                return archive.read(name)
        except (*_DAMAGE, KeyError) as error:
            raise CaseFileError(f"{name} in {self.path.name} is damaged.", path=self.path) from error

    def results(self) -> dict[str, dict[str, Any]]:  # Any: JSON
        """`result.json` of every part by its folder."""
        folders = sorted(name.rsplit("/", 1)[0] for name in self.names if name.endswith("/result.json"))
        return {folder: json.loads(self.read(f"{folder}/result.json")) for folder in folders}

    def decisions(self, folder: str) -> list[dict[str, Any]]:  # Any: JSON
        """`decisions.json` of a part."""
        found: list[dict[str, Any]] = json.loads(self.read(f"{folder}/decisions.json"))  # Any: JSON
        return found

    def cards(self) -> list[ThresholdCard]:
        """The threshold cards inside."""
        return [ThresholdCard.from_dict(values) for values in json.loads(self.read("cards.json"))]

    def pictures(self, folder: str) -> tuple[ReportPicture, ...]:
        """The pictures of a report on a part; older case files hold one."""
        if f"{folder}/pictures.json" in self.names:
            listed = json.loads(self.read(f"{folder}/pictures.json"))
            return tuple(
                ReportPicture(item["title"], item["caption"], self.read(item["file"]), item["is_wide"])
                for item in listed
            )
        if f"{folder}/picture.png" in self.names:
            return (ReportPicture("With anomaly map", "", self.read(f"{folder}/picture.png")),)
        return ()

    def anomaly_map(self, folder: str) -> NDArray[np.float32]:
        """The float32 map of a part."""
        return np.asarray(np.load(io.BytesIO(self.read(f"{folder}/map.npy")), allow_pickle=False))


def verify_case(path: Path, trusted: Path | None = None) -> CaseCheck:
    """Check a case file without inspecting anything.

    Args:
        trusted: Public key (PEM) that must have signed it; None: any signature, or none, is only reported.

    Raises:
        CaseFileError: It is no case file at all.
    """
    case = CaseFile(path)
    problems = list(_hash_problems(case))
    signed_by = ""
    if SIGNATURE in case.names:
        try:
            signed_by = check(case.manifest_bytes, case.read(SIGNATURE), trusted)
        except SignatureError as error:
            problems.append(error.message)
    elif trusted is not None:
        problems.append("The case is not signed.")
    facts = (
        [] if signed_by or trusted else ["The case is not signed: whoever changed it may have changed the manifest."]
    )
    if not problems:
        problems += _audit_problems(case)
    head = case.manifest.get("audit_head")
    if head:
        facts.append(f"The record had {head['seq']} entries then; `verify DATABASE --head {head['hash']}` compares.")
    return CaseCheck(int(case.manifest.get("parts", 0)), len(case.names), signed_by, tuple(problems), tuple(facts))


def _hash_problems(case: CaseFile) -> list[str]:
    listed: Mapping[str, str] = case.manifest["files"]
    problems = []
    for name in sorted(set(listed) - set(case.names)):
        problems.append(f"{name} is missing.")
    for name in sorted(set(case.names) - set(listed) - {MANIFEST, SIGNATURE}):
        problems.append(f"{name} was added: the manifest does not know it.")
    for name in sorted(set(listed) & set(case.names)):
        try:
            if hashlib.sha256(case.read(name)).hexdigest() != listed[name]:
                problems.append(f"{name} was changed.")
        except CaseFileError as error:
            problems.append(error.message)
    return problems


def _audit_problems(case: CaseFile) -> list[str]:
    if "audit.jsonl" not in case.names:
        return []
    problems, last = [], 0
    for line in case.read("audit.jsonl").splitlines():
        entry = json.loads(line)
        made = record_hash(
            *(entry[name] for name in ("seq", "made_at", "actor", "station", "kind", "body", "previous"))
        )
        if made != entry["hash"]:
            problems.append(f"Audit record {entry['seq']} was changed after it was written.")
        if entry["seq"] <= last:
            problems.append(f"Audit record {entry['seq']} stands out of order.")
        last = entry["seq"]
    return problems


def find_inputs(case: CaseFile, data: Sequence[Path], token: CancelToken | None = None) -> dict[str, Path]:
    """Where the inputs are, by their SHA-256: first where they were, then anywhere below `data`."""
    wanted: dict[str, str] = {}
    for result in case.results().values():
        for facts in result["inputs"].values():
            wanted[facts["sha256"]] = facts.get("path", "")
    found = {}
    for sha256, noted in wanted.items():
        if noted and Path(noted).exists() and file_sha256(Path(noted), token) == sha256:
            found[sha256] = Path(noted)
    for root in data:
        inside = [root, *sorted(root.rglob("*"))] if root.is_dir() else [root]
        for path in inside:
            if len(found) == len(wanted):
                return found
            if path.is_file() or any(item.is_file() for item in path.iterdir()):
                made = file_sha256(path, token)
                if made in wanted:
                    found.setdefault(made, path)
    return found


def rerun(
    case: CaseFile,
    model: Path,
    data: Sequence[Path],
    device: str = "auto",
    report: ReportProgress = ignore_progress,
    token: CancelToken | None = None,
) -> list[str]:
    """Inspect every part again with the same weights; returns where score, verdict or map differ.

    Raises UserFacingError when the model is another or cannot be loaded.
    """
    from core import api
    from core.fingerprint import weights_sha256

    token = token or CancelToken()
    if weights_sha256(model) != case.manifest["model"]["weights_sha256"]:
        raise CaseFileError(
            f"{model.name} is not the model of this case ({case.manifest['model']['name']}).",
            hint="Name it with --model.",
        )
    inspector = api.load_inspector(model, device, report, token)
    found = find_inputs(case, data, token)
    problems: list[str] = []
    results = case.results()
    for done, (folder, noted) in enumerate(results.items()):
        report(Progress(done, len(results), noted["sample_id"]))
        files = {name: found.get(facts["sha256"]) for name, facts in noted["inputs"].items()}
        if missing := [name for name, path in files.items() if path is None]:
            problems.append(f"{noted['sample_id']}: the {missing[0]} file was not found; name its folder with --data.")
            continue
        # the model's slot order is that of `modalities`, JSON sorts its keys
        order = noted.get("modalities") or list(files)
        sample = Sample(noted["sample_id"], {name: path for name in order if (path := files[name]) is not None})
        try:
            loaded = api.load_sample(sample, token=token)
            recipe = noted["category"] if noted["category"] != "unknown" else None
            result = inspector.inspect(loaded, recipe, token=token)
        except UserFacingError as error:
            problems.append(f"{noted['sample_id']}: {error.sentence()}")
            continue
        problems += _differences(noted, case.anomaly_map(folder), result)
    return problems


def _differences(noted: dict[str, Any], kept: NDArray[np.float32], result: InspectionResult) -> list[str]:  # Any: JSON
    name, problems = noted["sample_id"], []
    if abs(result.score - noted["score"]) > SCORE_TOLERANCE * max(abs(noted["score"]), 1e-6):
        problems.append(f"{name}: the score was {noted['score']:.6g}, now it is {result.score:.6g}.")
    if result.verdict.value != noted["verdict"] and noted.get("threshold") == result.threshold:
        problems.append(f"{name}: the verdict was {noted['verdict']}, now it is {result.verdict.value}.")
    if kept.shape != result.anomaly_map.shape:
        problems.append(f"{name}: the map was {kept.shape}, now it is {result.anomaly_map.shape}.")
    elif float(np.nanmax(np.abs(kept - result.anomaly_map))) > MAP_TOLERANCE * float(np.nanmax(np.abs(kept)) or 1.0):
        problems.append(f"{name}: the map differs.")
    return problems
