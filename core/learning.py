"""From a data set to a checkpoint: cache features, train, calibrate on held-out normals, save."""

from __future__ import annotations

import logging
import platform
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np
import torch

from core import calibration, certificate, lineage, memory, recognition
from core.bundle import Bundle
from core.config import ModelConfig, TrainConfig
from core.data.dataset import FeatureItem, FeatureSet, cache_features
from core.data.on_demand import FeaturesOnDemand
from core.data.pictures import list_pictures
from core.errors import TrainingError
from core.export import check_writable
from core.fingerprint import input_hashes, sample_sha256
from core.model import checkpoint
from core.model.backbone import load_backbone
from core.model.unimmad import UniMMAD
from core.probing import atlas, patch_fitting
from core.probing.alteration import altered_items
from core.processes import ALONE, Processes
from core.progress import CancelToken, Progress, ReportProgress
from core.records import Modality, Problem, Sample
from core.training import TrainingItems, TrainLog, collate, forward, train_network

log = logging.getLogger(__name__)

MIN_HELD_OUT = 2
CALIBRATION_BATCH = 8
CENTRAL_SHARE = 0.2
PAPER_REFERENCES = 64  # training normals a category that a paper model is calibrated with: 4 MB of features a sensor


def split_normals(samples: Iterable[Sample], train: TrainConfig) -> tuple[list[Sample], list[Sample]]:
    """Normal samples for training and for calibration, by the data's own validation split where there is one."""
    by_category: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        if sample.split in ("train", "validation") and sample.is_anomalous is not True:
            by_category[sample.category].append(sample)
    training: list[Sample] = []
    held_out: list[Sample] = []
    for category, members in by_category.items():
        own = [s for s in members if s.split == "validation"]
        if not own:
            order = np.random.default_rng(train.seed).permutation(len(members))
            own = [members[i] for i in order[: max(round(train.holdout * len(members)), MIN_HELD_OUT)]]
        rest = [s for s in members if s not in own]
        if len(own) < MIN_HELD_OUT or not rest:
            raise TrainingError(
                f"{category} has {len(members)} normal samples, too few to train and to calibrate.",
                hint=f"Give at least {MIN_HELD_OUT + 1}, better 50.",
            )
        training += rest
        held_out += own
    if not training:
        raise TrainingError("The data has no normal samples in its train split.")
    return training, held_out


def learn(
    samples: Sequence[Sample],
    out: Path,
    config: ModelConfig,
    train: TrainConfig,
    report: ReportProgress,
    token: CancelToken,
    device: torch.device | None = None,
    processes: Processes = ALONE,
    *,
    workers: int = 0,
    tensorboard: Path | None = None,
    backbone_file: Path | None = None,
) -> tuple[list[TrainLog], list[Problem]]:
    """Train a checkpoint on the normals of a data set and write it to `out`.

    A kept state beside `out` of a cut run goes on where it stopped; the curves go to a CSV beside it. Of several
    processes, which all call this, the first one calibrates and writes. `device` None: the CPU.

    Args:
        workers: Processes that read files ahead.
        tensorboard: Folder for the same curves; None: none.
        backbone_file: Weights of the frozen backbone; they then travel inside the checkpoint. None: package or cache.

    Raises:
        TrainingError: Too few normals, or the loss is not a number.
        StorageError: `out` cannot be written.
        ConfigError: The backbone's weights are not on this machine.
    """
    check_writable(out)
    training, held_out = split_normals(samples, train)
    device = device or torch.device("cpu")
    backbone = load_backbone(config, backbone_file).to(device)
    data: TrainingItems
    held: TrainingItems
    reading = {"report": report, "token": token, "workers": workers}
    if config.preset == "paper":
        pictures = list_pictures(training, config, slice_step=train.slice_step, **reading)  # type: ignore[arg-type]  # one dict for all calls
        data, problems = pictures, pictures.problems
        held = list_pictures(held_out, config, slice_step=train.slice_step, **reading)  # type: ignore[arg-type]  # as above
    else:
        settings = reading | {"seed": train.seed}
        data = cache_features(
            training,
            config,
            backbone,
            augmentations=train.augmentations,
            slice_step=train.slice_step,
            **settings,  # type: ignore[arg-type]  # as above
        )
        problems = data.problems
        # Every slice, because the score of a volume is that of its worst slice.
        held = cache_features(held_out, config, backbone, augmentations=1, slice_step=1, **settings)  # type: ignore[arg-type]  # as above
    model, history = train_network(
        config,
        train,
        data,
        out.with_suffix(".state.safetensors"),
        report,
        token,
        held_out=held,
        curves=out.with_suffix(".losses.csv"),
        tensorboard=tensorboard,
        device=device,
        processes=processes,
        backbone=backbone,
        backbone_file=backbone_file,
    )
    if not processes.is_first:
        return history, problems
    if isinstance(data, FeatureSet) and isinstance(held, FeatureSet):
        references = unaugmented(data)
        data.items.clear()  # the cache is large
        bundle = calibrate(model, references, held, report, token, keeps_pictures=train.keeps_pictures)
    else:
        on_demand = partial(FeaturesOnDemand, backbone=backbone, config=config, train=train, token=token)
        known, unseen = on_demand(training, PAPER_REFERENCES), on_demand(held_out)
        bundle = calibrate(model.to(device), known, unseen, report, token, keeps_pictures=train.keeps_pictures)
    facts = {
        "samples": f"{len(training)} for training, {len(held_out)} held out",
        "steps": str(train.steps),
        "seed": str(train.seed),
        "made": datetime.now(UTC).strftime("%Y-%m-%d"),
        "torch": torch.__version__,
        "processor": platform.machine(),
    }
    metadata, extra = replace(bundle, facts=facts).pack()
    hashes = {s.sample_id: sample_sha256(input_hashes(s, token)) for s in (*training, *held_out)}
    step = lineage.entry("trained", None, asdict(train), hashes, category=", ".join(bundle.fitted))
    checkpoint.save(
        out,
        model,
        {**metadata, lineage.KEY: lineage.extended({}, step)},
        extra,
        carried=backbone if backbone_file else None,
    )
    return history, problems


class NormalFeatures(Protocol):
    """Normals to calibrate with: a `FeatureSet`, or features that are computed when they are asked for."""

    def categories(self) -> dict[str, tuple[Modality, ...]]:
        """Category -> modalities in slot order."""

    def of(self, category: str) -> list[FeatureItem]:
        """Items of one category."""


def unaugmented(data: FeatureSet) -> FeatureSet:
    """The unaugmented items of a training set (the first version of every image or slice)."""
    seen: set[tuple[str, int]] = set()
    kept = []
    for item in data.items:
        key = (item.sample.sample_id, item.slice_index)
        if key not in seen:
            seen.add(key)
            kept.append(item)
    return FeatureSet(kept)


@torch.inference_mode()
def calibrate(
    model: UniMMAD,
    references: NormalFeatures,
    held: NormalFeatures,
    report: ReportProgress,
    token: CancelToken,
    *,
    keeps_pictures: bool = True,
) -> Bundle:
    """Fit residual statistics, thresholds, recognition, atlas, memory and patches of every category; golden maps.

    A paper model gets no memory, and so no golden maps, for it is not taught; nor can its input features be altered.
    """
    is_compact = model.config.preset == "compact"
    vectors = {name: _pooled(model, central(references.of(name))) for name in references.categories()}
    widths = {name: vector.shape[1] for name, vector in vectors.items()}
    fitted, limits, atlases, memories, kept = {}, {}, {}, {}, {}
    for done, (name, modalities) in enumerate(held.categories().items()):
        report(Progress(done, len(vectors), f"calibrating {name}"))
        known = normal_items(model, references.of(name), token, calibration.MAX_FITTED)
        unseen = normal_items(model, held.of(name), token)
        fitted[name] = calibration.fit(
            name, modalities, known, unseen, model.config.image_size, token.raise_if_cancelled
        )
        altered = altered_items(model, held.of(name), token) if is_compact else []
        atlases[name] = atlas.fit(modalities, known, unseen, model.config.leaders_kept, altered)
        if is_compact:
            memories[name] = remembered(model, modalities, references.of(name))
        kept[name] = patch_fitting.fit(model, references.of(name), held.of(name), token, keeps_pictures=keeps_pictures)
        same_width = torch.cat([vectors[other] for other in vectors if widths[other] == widths[name]])
        limits[name] = recognition.fit(
            modalities,
            vectors[name],
            _pooled(model, central(held.of(name))),
            same_width.std(dim=0, unbiased=False),
        )
    memories = memory.shared_out(memories)
    golden = certificate.make(model, load_backbone(model.config), fitted, memories) if is_compact else None
    return Bundle(fitted, limits, atlases=atlases, memories=memories, golden=golden, patches=kept)


def remembered(
    model: UniMMAD, modalities: tuple[str, ...], items: Sequence[FeatureItem], most_bytes: int = memory.MOST_BYTES
) -> memory.CategoryMemory:
    """What is kept of a category: images, or slices of different patients at different heights."""
    chosen = calibration.evenly(items, memory.MOST_PARTS)
    parts = []
    for item in chosen:
        features, _ = collate([item])
        slices = [other.slice_index for other in items if other.sample.sample_id == item.sample.sample_id]
        position = (item.slice_index - min(slices)) / max(max(slices) - min(slices), 1)
        parts.append((model.standardise(features), position))
    return memory.remember(modalities, parts, most_bytes)


def normal_items(
    model: UniMMAD, items: Sequence[FeatureItem], token: CancelToken, most: int | None = None
) -> list[calibration.NormalItem]:
    """Prior and restored features of items (of at most so many, evenly)."""
    inspected: dict[str, list[int]] = defaultdict(list)
    for item in items:
        inspected[item.sample.sample_id].append(item.slice_index)
    device = next(model.parameters()).device
    items = calibration.evenly(items, most or len(items))
    result = []
    for start in range(0, len(items), CALIBRATION_BATCH):
        token.raise_if_cancelled()
        batch = items[start : start + CALIBRATION_BATCH]
        output, counts = forward(model, None, batch, device)
        row = 0
        for item, count in zip(batch, counts, strict=True):
            prior, restored = (
                tuple(scale[row : row + count].cpu().half() for scale in part)
                for part in (output.prior, output.restored)
            )
            slices = inspected[item.sample.sample_id]
            position = (item.slice_index - min(slices)) / max(max(slices) - min(slices), 1)
            routed = output.routing.probabilities[row : row + count].cpu().clone()
            result.append(calibration.NormalItem(item.sample.sample_id, prior, restored, routed, position))
            row += count
    return result


def central(items: Sequence[FeatureItem]) -> list[FeatureItem]:
    """Images, and of every volume the slices around its middle: the one by which a volume is recognised."""
    slices: dict[str, list[int]] = defaultdict(list)
    for item in items:
        slices[item.sample.sample_id].append(item.slice_index)
    chosen = []
    for item in items:
        first, last = min(slices[item.sample.sample_id]), max(slices[item.sample.sample_id])
        if abs(item.slice_index - (first + last) / 2) <= CENTRAL_SHARE / 2 * (last - first):
            chosen.append(item)
    return chosen


def _pooled(model: UniMMAD, items: Sequence[FeatureItem]) -> torch.Tensor:
    """Pooled standardised features of items, [n, M * F]."""
    vectors = []
    for item in items:
        features, _ = collate([item])
        device = next(model.parameters()).device
        standard = model.standardise(tuple(scale.to(device) for scale in features))
        vectors.append(recognition.pooled([scale.cpu() for scale in standard]))
    return torch.stack(vectors)
