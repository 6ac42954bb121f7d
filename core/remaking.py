"""A checkpoint whose network stays and whose calibration is made anew from its data: after a change of the scoring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from core import lineage
from core.bundle import Bundle
from core.config import TrainConfig
from core.data.dataset import cache_features
from core.errors import CheckpointError
from core.export import check_writable
from core.fingerprint import input_hashes, sample_sha256
from core.learning import calibrate, split_normals
from core.model import checkpoint
from core.model.backbone import load_backbone
from core.progress import CancelToken, ReportProgress
from core.records import Problem, Sample


def calibrate_again(
    model: Path,
    samples: Sequence[Sample],
    out: Path,
    train: TrainConfig,
    report: ReportProgress,
    token: CancelToken,
    *,
    workers: int = 0,
) -> list[Problem]:
    """Write `model` to `out` with the calibration of every category made as training would end.

    Args:
        samples: The data that it was trained on; seed, share held out and step between slices are of `train`.
        workers: Processes that read files ahead.

    Raises:
        CheckpointError: `model` cannot be read or is no compact one.
        TrainingError: Too few normals.
        StorageError: `out` cannot be written.
    """
    check_writable(out)
    known = checkpoint.load(model)
    if known.config.preset != "compact":
        raise CheckpointError(f"{model.name} is a {known.config.preset} model.", hint="Give a compact one.", path=model)
    training, held_out = split_normals(samples, train)
    backbone = load_backbone(known.config)
    reading = {"augmentations": 1, "seed": train.seed, "report": report, "token": token, "workers": workers}
    references = cache_features(training, known.config, backbone, slice_step=train.slice_step, **reading)  # type: ignore[arg-type]  # one dict for both calls
    held = cache_features(held_out, known.config, backbone, slice_step=1, **reading)  # type: ignore[arg-type]  # as above
    bundle = calibrate(known.model, references, held, report, token, keeps_pictures=train.keeps_pictures)
    facts = {
        **Bundle.unpack(known.metadata, known.extra).facts,
        "samples": f"{len(training)} for training, {len(held_out)} held out",
    }
    metadata, extra = replace(bundle, facts=facts).pack()
    hashes = {s.sample_id: sample_sha256(input_hashes(s, token)) for s in (*training, *held_out)}
    step = lineage.entry("calibrated", model, asdict(train), hashes, category=", ".join(bundle.fitted))
    checkpoint.save(out, known.model, {**metadata, lineage.KEY: lineage.extended(known.metadata, step)}, extra)
    return [*references.problems, *held.problems]
