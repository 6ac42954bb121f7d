"""A new category from pictures of good parts: checked, fitted, calibrated and written to a new model file.

The network can stay as it is: it restores from any product what it learnt to restore; what of that is normal for this
one (offset at every place, readout of the restored features, covariance of what remains) is fitted to the good parts,
as are thresholds, recognition and atlas. Where the parts route like nothing known, leaders of their own can be tried
(`core.teaching.leaders`); they are kept only if they judge held-out parts clearly better. Either way nothing that
serves an old category moves, which the comparison checks in the written file. A cut run goes on where it stopped;
the new file appears whole or not at all, the old one is only read.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from core import certificate, lineage, memory, recognition
from core.bundle import Bundle
from core.calibration import NormalItem
from core.data.dataset import FeatureItem
from core.data.load import load
from core.errors import CheckpointError, SampleReadError, TrainingError
from core.export import check_writable
from core.fingerprint import file_sha256, input_hashes, sample_sha256
from core.learning import central, remembered
from core.model import checkpoint
from core.model.backbone import load_backbone
from core.model.checkpoint import Checkpoint
from core.model.unimmad import UniMMAD
from core.probing import patch_fitting
from core.probing.alteration import altered_items
from core.progress import CancelToken, Progress, ReportProgress, ignore_progress
from core.records import Problem, Sample
from core.teaching import checks, choosing, comparison, fitting, preparing
from core.teaching.preparing import Prepared
from core.teaching.records import Finding, FindingKind, GoodCheck, Taught, TeachConfig, TeachWatcher
from core.teaching.unfinished import Run
from core.teaching.watching import Looker
from core.training import collate

log = logging.getLogger(__name__)

SUSPECT_DEVIATIONS = 4.0  # robust standard deviations of the logarithm of the score
SUSPECT_RATIO = 1.3  # of the usual score
READING_SHARE, FEATURE_SHARE, LEADER_SHARE = 0.1, 0.55, 0.75  # of the progress: files, backbone, new leaders


@dataclass(slots=True, eq=False)
class _Bar:
    """Progress in hundredths, one step after another."""

    report: ReportProgress
    token: CancelToken
    begin: float = 0.0
    end: float = 1.0
    total: int = 1
    done: int = 0

    def start(self, begin: float, end: float, total: int) -> None:
        """The next stretch of work."""
        self.begin, self.end, self.total, self.done = begin, end, max(total, 1), 0

    def step(self, words: str) -> None:
        """One of its steps begins. Raises Cancelled."""
        self.token.raise_if_cancelled()
        share = self.begin + (self.end - self.begin) * min(self.done / self.total, 1.0)
        self.report(Progress(round(1000 * share), 1000, words))
        self.done += 1


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
    bar = _Bar(report, token)
    known = _load(model)
    named = preparing.uniquely_named(sample for sample in samples if sample.is_anomalous is not True)
    problems, looks, readable = [], [], []
    bar.start(0.0, READING_SHARE, len(named))
    for sample in named:
        bar.step(f"looking at {sample.sample_id}")
        try:
            looks.append(checks.look(load(sample, ignore_progress, token), sample_sha256(input_hashes(sample, token))))
        except SampleReadError as error:
            problems.append(Problem(error.path or next(iter(sample.files.values())), error.message))
            continue
        readable.append(sample)
    preparing.need(len(readable))
    found = GoodCheck(tuple(readable), tuple(checks.doubts(looks)), tuple(problems))
    usable = found.usable()
    preparing.need(len(usable))
    bar.start(READING_SHARE, FEATURE_SHARE, len(usable))
    ready = preparing.features(
        "",
        usable,
        known.config,
        load_backbone(known.config),
        replace(settings, versions=1),
        token,
        lambda _, name: bar.step(f"features of {name}"),
    )
    crossed = _crossed(known.model, preparing.restored(known.model, ready, token), settings, bar, FEATURE_SHARE)
    return replace(found, findings=(*found.findings, *_suspects(crossed)))


def teach(
    name: str,
    samples: Sequence[Sample],
    model: Path,
    out: Path,
    settings: TeachConfig | None = None,
    report: ReportProgress = ignore_progress,
    token: CancelToken | None = None,
    watcher: TeachWatcher | None = None,
) -> Taught:
    """Teach a category and write the model that knows it to `out`; the old model file is only read.

    What is done is kept beside `out` until that is written; the same call after a cut goes on from there.

    Args:
        name: Of the new category.
        samples: Good parts, all seen by the same sensors, none of them twice (see `check_good`).
        model: Checkpoint to start from.
        out: Another file.
        settings: How; recorded in the file.
        watcher: Looks on; None: nobody.

    Raises:
        TrainingError: The name is taken or empty, too few parts, other sensors.
        CheckpointError, StorageError: The model cannot be read, or the new one not written.
    """
    settings, token, begun = settings or TeachConfig(), token or CancelToken(), time.perf_counter()
    bar = _Bar(report, token)
    if out.resolve() == model.resolve():
        raise TrainingError("The new model would replace the old one.", hint="Choose another file.", path=out)
    check_writable(out)
    known = _load(model)
    before = Bundle.unpack(known.metadata, known.extra)
    preparing.check_name(name, before)
    named = preparing.uniquely_named(samples)
    preparing.need(len(named))
    hashes = {sample.sample_id: sample_sha256(input_hashes(sample, token)) for sample in named}
    by_id = {sample.sample_id: sample for sample in named}
    parent = file_sha256(model)
    run = Run(out, name, (model, parent), settings, by_id, hashes)
    looker = Looker(watcher, known.config, by_id)
    backbone = load_backbone(known.config)
    bar.start(READING_SHARE, FEATURE_SHARE, len(named))
    ready = preparing.features(
        name, named, known.config, backbone, settings, token, lambda _, part: bar.step(f"features of {part}"), run
    )
    bar.start(FEATURE_SHARE, LEADER_SHARE, settings.steps)
    chosen = choosing.network(known.model, before, ready, backbone, settings, run, token, bar.step, looker)
    passed = preparing.restored(chosen.network, ready, token)
    for item in passed:
        looker.restored(item.owner, [s.float() for s in item.prior], [s.float() for s in item.restored])
    crossed = _crossed(chosen.network, passed, settings, bar, LEADER_SHARE, looker)
    bar.start(0.95, 1.0, 1)
    bar.step("thresholds, recognition, memory, normal patches and golden maps")
    after = _extended(name, before, ready, passed, crossed, chosen.network, token)
    patches = patch_fitting.fit(chosen.network, ready.plain, [], token, keeps_pictures=settings.keeps_pictures)
    after = replace(
        after,
        golden=certificate.make(chosen.network, backbone, after.fitted, after.memories),
        patches={**before.patches, name: patches},
    )
    step = lineage.entry(
        "taught",
        model,
        asdict(settings),
        {sample_id: hashes[sample_id] for sample_id in crossed.scores},
        category=name,
        notes=list(chosen.notes),
    )
    history = [*lineage.entries(known.metadata), step]
    facts = {**before.facts, "parent": f"{model.name}, SHA-256 {parent[:16]}", "taught": _words(history)}
    strings, tensors = replace(after, facts=facts).pack()
    token.raise_if_cancelled()
    metadata = {**known.metadata, **strings, lineage.KEY: lineage.extended(known.metadata, step)}
    checkpoint.save(out, chosen.network, metadata, {**known.extra, **tensors})
    run.remove()
    written = checkpoint.load(out)
    kept = Bundle.unpack(written.metadata, written.extra)
    rows = comparison.compare(before, kept, known.model, written.model)
    report(Progress(1000, 1000, "written"))
    count, seconds = len(crossed.scores), time.perf_counter() - begun
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
        notes=chosen.notes,
    )


@torch.inference_mode()
def _extended(
    name: str,
    before: Bundle,
    ready: Prepared,
    passed: list[NormalItem],
    crossed: fitting.CrossScores,
    network: UniMMAD,
    token: CancelToken,
) -> Bundle:
    modalities = ready.plain[0].modalities
    fitted = fitting.fit_category(name, modalities, passed, crossed)
    middle = central(ready.plain)
    reference = fitting.fit_recognition(
        modalities,
        torch.stack([_pooled(network, item) for item in middle]),
        [item.sample.sample_id for item in middle],
        [reference.vectors for reference in before.references.values()],
    )
    memories = dict(before.memories)
    if before.memories or not before.fitted:  # a file without stays without: its old categories cannot be made up
        memories[name] = remembered(network, modalities, ready.plain)
    altered = altered_items(network, ready.plain, token)
    routed = fitting.fit_atlas(modalities, passed, altered, network.config.leaders_kept)
    return Bundle(
        {**before.fitted, name: fitted},
        {**before.references, name: reference},
        before.facts,
        {**before.atlases, name: routed},
        memory.shared_out(memories),
    )


def _crossed(
    network: UniMMAD,
    passed: list[NormalItem],
    settings: TeachConfig,
    bar: _Bar,
    begin: float,
    looker: Looker | None = None,
) -> fitting.CrossScores:
    bar.start(begin, 0.95, settings.folds + len(passed))
    on_score = looker.scored if looker is not None else lambda _owner, _score, _map: None
    with torch.inference_mode():
        return fitting.cross_scores(passed, network.config.image_size, settings.folds, bar.step, on_score)


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


def _pooled(network: UniMMAD, item: FeatureItem) -> Tensor:
    return recognition.pooled(network.standardise(collate([item])[0]))


def _words(history: Sequence[lineage.Entry]) -> str:
    taught = [step for step in history if step.get("action", "taught") == "taught"]
    return ", ".join(f"{step['category']} from {len(step['samples'])} parts" for step in taught)
