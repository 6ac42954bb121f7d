"""A new category from pictures of good parts: checked, fitted, calibrated and written to a new model file.

The network stays as it is. It restores from any product what it learnt to restore; what of that is normal for this one
(offset at every place, readout of the restored features, covariance of what remains) is fitted to the good parts, as
are thresholds, recognition and atlas. So nothing can be forgotten: every number behind an old category's map is the
same bit for bit, which the comparison checks in the written file. It takes seconds, and a cut run is simply run again:
the new file appears whole or not at all, the old one is only read.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from core import recognition
from core.bundle import Bundle
from core.calibration import NormalItem
from core.data.dataset import FeatureItem, FeatureSet, cache_features
from core.data.load import load
from core.errors import CheckpointError, SampleReadError, TrainingError
from core.export import check_writable
from core.fingerprint import file_sha256, input_hashes, sample_sha256
from core.learning import central, normal_items, unaugmented
from core.model import checkpoint
from core.model.backbone import load_backbone
from core.model.checkpoint import Checkpoint
from core.progress import CancelToken, Progress, ReportProgress, ignore_progress
from core.records import Problem, Sample
from core.teaching import checks, comparison, fitting
from core.teaching.records import FEWEST_PARTS, Finding, FindingKind, GoodCheck, Taught, TeachConfig
from core.training import collate

log = logging.getLogger(__name__)

KEY = "teaching"  # metadata: JSON list, one entry for every category taught into the file
MOST_ITEMS = 400  # images or slices of which statistics are made
SUSPECT_DEVIATIONS = 4.0  # robust standard deviations of the logarithm of the score
SUSPECT_RATIO = 1.3  # of the usual score
READING_SHARE, FEATURE_SHARE = 0.1, 0.6  # of the progress: looking at files, and passing them through the backbone


@dataclass(frozen=True, slots=True, eq=False)
class _Prepared:
    """Features of the good parts, once through backbone and network."""

    items: FeatureSet
    plain: FeatureSet
    crossed: fitting.CrossScores
    plain_normals: list[NormalItem]
    other_normals: list[NormalItem]  # of the changed versions


def check_good(
    samples: Sequence[Sample],
    model: Path,
    settings: TeachConfig | None = None,
    report: ReportProgress = ignore_progress,
    token: CancelToken | None = None,
) -> GoodCheck:
    """Look at parts that are said to be good, before they are taught.

    Raises:
        TrainingError: Too few can be used.
        CheckpointError: The model cannot be read or taught.
    """
    settings, token = settings or TeachConfig(), token or CancelToken()
    known = _load(model)
    named = _uniquely_named(sample for sample in samples if sample.is_anomalous is not True)
    problems, looks, readable = [], [], []
    for done, sample in enumerate(named):
        token.raise_if_cancelled()
        report(Progress(round(100 * READING_SHARE * done / len(named)), 100, f"looking at {sample.sample_id}"))
        try:
            looks.append(checks.look(load(sample, ignore_progress, token), sample_sha256(input_hashes(sample, token))))
        except SampleReadError as error:
            problems.append(Problem(error.path or next(iter(sample.files.values())), error.message))
            continue
        readable.append(sample)
    _need(len(readable))
    found = GoodCheck(tuple(readable), tuple(checks.doubts(looks)), tuple(problems))
    usable = found.usable()
    _need(len(usable))
    crossed = _prepare("", usable, known, replace(settings, versions=1), report, token).crossed
    return replace(found, findings=(*found.findings, *_suspects(crossed)))


def teach(
    name: str,
    samples: Sequence[Sample],
    model: Path,
    out: Path,
    settings: TeachConfig | None = None,
    report: ReportProgress = ignore_progress,
    token: CancelToken | None = None,
) -> Taught:
    """Teach a category and write the model that knows it to `out`; the old model file is only read.

    Args:
        name: Of the new category.
        samples: Good parts, all seen by the same sensors, none of them twice (see `check_good`).
        model: Checkpoint to start from.
        out: Another file.
        settings: How; recorded in the file.

    Raises:
        TrainingError: The name is taken or empty, too few parts, other sensors.
        CheckpointError, StorageError: The model cannot be read, or the new one not written.
    """
    settings, token, begun = settings or TeachConfig(), token or CancelToken(), time.perf_counter()
    if out.resolve() == model.resolve():
        raise TrainingError("The new model would replace the old one.", hint="Choose another file.", path=out)
    check_writable(out)
    known = _load(model)
    before = Bundle.unpack(known.metadata, known.extra)
    _check_name(name, before)
    named = _uniquely_named(samples)
    _need(len(named))
    hashes = {sample.sample_id: sample_sha256(input_hashes(sample, token)) for sample in named}
    ready = _prepare(name, named, known, settings, report, token)
    categories = {item.modalities for item in ready.items.items}
    if len(categories) != 1:
        sets = " and ".join(sorted(" + ".join(modalities) for modalities in categories))
        raise TrainingError(f"The good parts are seen by different sensors: {sets}.", hint="Teach one set of sensors.")
    report(Progress(95, 100, "thresholds, recognition and atlas"))
    after = _extended(name, next(iter(categories)), before, ready, known)
    parent = file_sha256(model)
    entry = {
        "category": name,
        "parent": model.name,
        "parent_sha256": parent,
        "settings": asdict(settings),
        "samples": {sample_id: hashes[sample_id] for sample_id in ready.crossed.scores},
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    history = [*json.loads(known.metadata.get(KEY, "[]")), entry]
    facts = {**before.facts, "parent": f"{model.name}, SHA-256 {parent[:16]}", "taught": _words(history)}
    strings, tensors = replace(after, facts=facts).pack()
    token.raise_if_cancelled()
    checkpoint.save(
        out, known.model, {**known.metadata, **strings, KEY: json.dumps(history)}, {**known.extra, **tensors}
    )
    written = checkpoint.load(out)
    rows = comparison.compare(
        before,
        Bundle.unpack(written.metadata, written.extra),
        known.model.state_dict(),
        written.model.state_dict(),
    )
    report(Progress(100, 100, "written"))
    count = len(ready.crossed.scores)
    seconds = time.perf_counter() - begun
    log.info("taught %s from %d parts in %.1f s", name, count, seconds)
    return Taught(
        category=name,
        model=out,
        calibration=after.fitted[name].calibration,
        parts=count,
        old=rows,
        supported=1.0 / (count + 1),
        sure=1.0 - 0.05 ** (1.0 / count),
        parent_sha256=parent,
        problems=tuple(ready.items.problems),
        seconds=seconds,
    )


def _extended(name: str, modalities: tuple[str, ...], before: Bundle, ready: _Prepared, known: Checkpoint) -> Bundle:
    fitted = fitting.fit_category(name, modalities, ready.other_normals, ready.plain_normals, ready.crossed)
    middle = central(ready.plain.items)
    vectors = torch.stack([_pooled(known, item) for item in middle])
    reference = fitting.fit_recognition(
        modalities,
        vectors,
        [item.sample.sample_id for item in middle],
        [reference.vectors for reference in before.references.values()],
    )
    routed = fitting.fit_atlas(modalities, ready.plain_normals, known.config.leaders_kept)
    return Bundle(
        {**before.fitted, name: fitted},
        {**before.references, name: reference},
        before.facts,
        {**before.atlases, name: routed},
    )


@torch.inference_mode()
def _prepare(
    name: str,
    samples: Sequence[Sample],
    known: Checkpoint,
    settings: TeachConfig,
    report: ReportProgress,
    token: CancelToken,
) -> _Prepared:
    """Features of all parts, and the score of each by the others."""

    def in_features(step: Progress) -> None:
        done = READING_SHARE + (FEATURE_SHARE - READING_SHARE) * step.fraction
        report(Progress(round(100 * done), 100, step.text))

    items = cache_features(
        [replace(sample, category=name) for sample in samples],
        known.config,
        load_backbone(known.config),
        augmentations=settings.versions,
        slice_step=settings.slice_step,
        seed=settings.seed,
        report=in_features,
        token=token,
    )
    plain = unaugmented(items)
    kept = {id(item) for item in plain.items}
    parts = {item.sample.sample_id for item in plain.items}
    _need(len(parts))
    changed = [item for item in items.items if id(item) not in kept]
    report(Progress(round(100 * FEATURE_SHARE), 100, "restoring"))
    network = known.model
    plain_normals = normal_items(network, plain.items, token, MOST_ITEMS)
    room = max(MOST_ITEMS - len(plain_normals), 0)
    other_normals = normal_items(network, changed, token, room) if changed and room else []
    total = settings.folds + len(plain_normals)
    done = 0

    def on_item(words: str) -> None:
        nonlocal done
        token.raise_if_cancelled()
        share = FEATURE_SHARE + (0.95 - FEATURE_SHARE) * min(done / total, 1.0)
        report(Progress(round(100 * share), 100, words))
        done += 1

    crossed = fitting.cross_scores(other_normals, plain_normals, known.config.image_size, settings.folds, on_item)
    return _Prepared(items, plain, crossed, plain_normals, other_normals)


def _suspects(crossed: fitting.CrossScores) -> list[Finding]:
    names, values = list(crossed.scores), np.array(list(crossed.scores.values()))
    usual = float(np.median(values))
    far = checks.outliers_above(np.log(np.maximum(values, 1e-6)), SUSPECT_DEVIATIONS)
    return [
        Finding(
            name,
            FindingKind.DEFECTIVE,
            f"Probably defective: score {value:.2f} by the other parts, which usually reach {usual:.2f}.",
        )
        for name, value, is_far in zip(names, values, far, strict=True)
        if is_far and value > SUSPECT_RATIO * usual
    ]


def _load(model: Path) -> Checkpoint:
    known = checkpoint.load(model)
    if known.config.preset != "compact":
        raise CheckpointError(
            f"{model.name} is a {known.config.preset} model; only compact models are taught.", path=model
        )
    return known


def _check_name(name: str, bundle: Bundle) -> None:
    if not name.strip() or "/" in name:
        raise TrainingError(f"{name!r} is no name for a category.", hint="Use letters, digits, - and _.")
    if name in bundle.fitted:
        raise TrainingError(
            f"The model knows {name} already.", hint="Choose another name; new thresholds are set with calibrate."
        )


def _need(count: int) -> None:
    if count < FEWEST_PARTS:
        raise TrainingError(
            f"{count} good part{'s' if count != 1 else ''} can be used; {FEWEST_PARTS} are the fewest.",
            hint="Give 20 to 100: fewer promise little.",
        )


def _uniquely_named(samples: Iterable[Sample]) -> list[Sample]:
    named: dict[str, Sample] = {}
    for sample in samples:
        number, free = 2, sample.sample_id
        while free in named:
            free, number = f"{sample.sample_id} ({number})", number + 1
        named[free] = replace(sample, sample_id=free)
    return list(named.values())


@torch.inference_mode()
def _pooled(known: Checkpoint, item: FeatureItem) -> Tensor:
    return recognition.pooled(known.model.standardise(collate([item])[0]))


def _words(history: Sequence[dict[str, object]]) -> str:
    parts = []
    for entry in history:
        samples = entry["samples"]
        assert isinstance(samples, dict)
        parts.append(f"{entry['category']} from {len(samples)} parts")
    return ", ".join(parts)
