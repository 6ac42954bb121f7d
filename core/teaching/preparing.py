"""Features of good parts: read once, kept for a run that is cut, and what the network makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import torch
from torch import nn

from core.bundle import Bundle
from core.calibration import NormalItem
from core.config import ModelConfig
from core.data.dataset import FeatureItem, FeatureSet, cache_features
from core.errors import TrainingError
from core.learning import normal_items, unaugmented
from core.model.unimmad import UniMMAD
from core.progress import CancelToken, ignore_progress
from core.records import Sample
from core.teaching.records import FEWEST_PARTS, TeachConfig
from core.teaching.unfinished import Run

MOST_ITEMS = 400  # images or slices of which statistics are made


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Frozen features of the good parts."""

    items: FeatureSet  # all versions
    plain: list[FeatureItem]  # as the parts are


def features(
    category: str,
    samples: Sequence[Sample],
    config: ModelConfig,
    backbone: nn.Module,
    settings: TeachConfig,
    token: CancelToken,
    on_part: Callable[[int, str], None],
    run: Run | None = None,
) -> Prepared:
    """Features of all parts, in several versions for new leaders; those that a cut run kept are not computed again.

    Raises TrainingError when too few parts can be read or their sensors differ, StorageError when nothing can be kept.
    """
    items = FeatureSet()
    for place, sample in enumerate(samples):
        token.raise_if_cancelled()
        on_part(place, sample.sample_id)
        named = replace(sample, category=category)
        kept = run.items(place, named) if run is not None else None
        if kept is None:
            made = cache_features(
                [named],
                config,
                backbone,
                augmentations=settings.versions if settings.leaders else 1,
                slice_step=settings.slice_step,
                seed=settings.seed * 100_003 + place,  # of its own, so that a resumed run makes the same versions
                report=ignore_progress,
                token=token,
            )
            items.problems += made.problems
            kept = made.items
            if run is not None and kept:
                run.keep_items(place, kept)
        items.items += kept
    need(len({item.sample.sample_id for item in items.items}))
    sensors = {item.modalities for item in items.items}
    if len(sensors) != 1:
        sets = " and ".join(sorted(" + ".join(modalities) for modalities in sensors))
        raise TrainingError(f"The good parts are seen by different sensors: {sets}.", hint="Teach one set of sensors.")
    return Prepared(items, unaugmented(items).items)


@torch.inference_mode()
def restored(network: UniMMAD, ready: Prepared, token: CancelToken) -> list[NormalItem]:
    """Prior and restored features of the parts as they are."""
    return normal_items(network, ready.plain, token, MOST_ITEMS)


def need(count: int) -> None:
    """Raise TrainingError unless so many parts suffice."""
    if count < FEWEST_PARTS:
        raise TrainingError(
            f"{count} good part{'s' if count != 1 else ''} can be used; {FEWEST_PARTS} are the fewest.",
            hint="Give 20 to 100: fewer promise little.",
        )


def check_name(name: str, bundle: Bundle) -> None:
    """Raise TrainingError unless a category may be called so."""
    if not name.strip() or "/" in name or "\\" in name:
        raise TrainingError(f"{name!r} is no name for a category.", hint="Use letters, digits, - and _.")
    if name in bundle.fitted:
        raise TrainingError(
            f"The model knows {name} already.", hint="Choose another name; new thresholds are set with calibrate."
        )


def uniquely_named(samples: Iterable[Sample]) -> list[Sample]:
    """The samples under ids of their own."""
    named: dict[str, Sample] = {}
    for sample in samples:
        number, free = 2, sample.sample_id
        while free in named:
            free, number = f"{sample.sample_id} ({number})", number + 1
        named[free] = replace(sample, sample_id=free)
    return list(named.values())
