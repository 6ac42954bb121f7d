"""The model library as the window uses it: facts, proof, copies. Heavy imports are inside.

With `core.trials`, `core.api` and `core.review` this is a part of the seam between core and app.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from core.errors import CheckpointError, StorageError
from core.library_records import ModelFacts
from core.progress import CancelToken, Progress, ReportProgress
from core.records import Problem
from core.teaching.records import Certificate


def model_facts(path: Path) -> ModelFacts:
    """Facts of a model file, from its header and its hash. Raises CheckpointError."""
    from core import lineage
    from core.api import shipped_models
    from core.fingerprint import file_sha256

    metadata, shapes = lineage.header(path)
    try:
        config = json.loads(metadata["unimmad.config"])
        categories = {
            name: tuple(facts["modalities"]) for name, facts in json.loads(metadata.get("categories", "{}")).items()
        }
        return ModelFacts(
            path=path,
            sha256=file_sha256(path),
            bytes=path.stat().st_size,
            changed=path.stat().st_mtime,
            preset=str(config["preset"]),
            leaders=int(config["leaders"]),
            categories=categories,
            facts=json.loads(metadata.get("facts", "{}")),
            steps=tuple(lineage.entries(metadata)),
            memory_bytes=sum(shape[0] for name, shape in shapes.items() if name.startswith("extra.memory/")),
            is_proven=any(name.startswith("extra.golden/") for name in shapes),
            is_shipped=path in shipped_models(),
        )
    except (KeyError, ValueError, TypeError, OSError) as error:
        raise CheckpointError(f"{path.name} has no valid description.", path=path) from error


def known_facts() -> tuple[tuple[ModelFacts, ...], tuple[Problem, ...]]:
    """Facts of every model that this computer knows, and files that are none any more."""
    from core.api import known_models

    found, problems = [], []
    for path in known_models():
        try:
            found.append(model_facts(path))
        except CheckpointError as error:
            problems.append(Problem(path, error.message))
    return tuple(found), tuple(problems)


def prove(path: Path, device: str, report: ReportProgress, token: CancelToken) -> Certificate | None:
    """Score golden samples on this machine; None where the file has none. Raises CheckpointError, DeviceError."""
    from core.bundle import Bundle
    from core.certificate import check
    from core.device import choose_device
    from core.model import checkpoint
    from core.model.backbone import load_backbone
    from core.model.folding import prepare_for_inference

    chosen = choose_device(device)
    report(Progress(0, 2, f"reading {path.name}"))
    _, model, metadata, extra = checkpoint.load(path)
    bundle = Bundle.unpack(metadata, extra)
    if bundle.golden is None:
        return None
    token.raise_if_cancelled()
    report(Progress(1, 2, "golden maps"))
    backbone = load_backbone(model.config, path if checkpoint.carries_backbone(path) else None).to(chosen)
    model.to(chosen)
    prepare_for_inference(model, backbone)
    return check(bundle.golden, model, backbone, bundle.fitted, bundle.memories)


def export_model(path: Path, target: Path) -> Path:
    """Copy a model file, whole or not at all, with a file of its SHA-256 beside it. Raises StorageError."""
    from core.export import write_atomically
    from core.fingerprint import file_sha256

    _copy(path, target)
    line = f"{file_sha256(target)}  {target.name}\n"
    write_atomically(target.with_name(f"{target.name}.sha256"), line.encode())
    return target


def import_model(path: Path, device: str, report: ReportProgress, token: CancelToken) -> Path:
    """Check a model file from elsewhere, prove it here, copy it into the library and list it.

    Raises CheckpointError (no model, damaged, another SHA-256 than the file beside it says, other maps here),
    StorageError.
    """
    from core.api import known_models, remember_model
    from core.fingerprint import file_sha256
    from core.teaching.library import proposals

    facts = model_facts(path)
    told = path.with_name(f"{path.name}.sha256")
    if told.is_file():
        try:
            words = told.read_text(encoding="utf-8", errors="replace").split()
        except OSError:
            words = []
        if words and words[0].lower() != facts.sha256:
            raise CheckpointError(
                f"{path.name} is not the file that {told.name} was written for.", hint="Copy it again.", path=path
            )
    for known in known_models():
        if (
            known.resolve() != path.resolve()
            and known.stat().st_size == facts.bytes
            and file_sha256(known) == facts.sha256
        ):
            remember_model(known)
            return known
    proof = prove(path, device, report, token)
    if proof is not None and not proof.is_usable:
        raise CheckpointError(f"{path.name} is not imported: {proof.sentence}.", path=path)
    folder, number = proposals(), 2
    target = folder / path.name
    while target.exists():
        target, number = folder / f"{path.stem}-{number}{path.suffix}", number + 1
    _copy(path, target)
    remember_model(target)
    return target


def forget_model(path: Path) -> None:
    """Take a model from the list; a file that was made by the window is deleted as well. Raises StorageError."""
    from core.model_list import forget
    from core.teaching.library import proposals

    forget(path)
    if path.parent.resolve() == proposals().resolve():
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(f"{path.name} cannot be deleted: {error.strerror or error}.", path=path) from error


def parent_of(facts: ModelFacts) -> Path | None:
    """The file that a model was made from, where this computer still has it."""
    from core.api import known_models
    from core.fingerprint import file_sha256

    if not facts.parent_sha256:
        return None
    for path in known_models():
        if file_sha256(path) == facts.parent_sha256:
            return path
    return None


def _copy(path: Path, target: Path) -> None:
    partial = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, partial)
        partial.replace(target)
    except OSError as error:
        partial.unlink(missing_ok=True) if partial.parent.is_dir() else None
        raise StorageError(
            f"{target} cannot be written: {error.strerror or error}.", hint="Free some space there.", path=target
        ) from error
