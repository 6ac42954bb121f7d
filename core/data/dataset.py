"""Training items and their cached features.

The compact preset's trained part sees only frozen features, so every training image passes the backbone once, in a few
augmented versions, and training then runs from memory without images. The paper preset's sees the images themselves:
`core.data.pictures`.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.config import ModelConfig
from core.data.reading import read_ahead
from core.progress import CancelToken, Progress, ReportProgress
from core.records import Modality, Problem, Sample

log = logging.getLogger(__name__)

MAX_ROTATION_DEGREES, MAX_SHIFT, MAX_SCALING = 4.0, 0.03, 0.03
MAX_GAIN, MAX_OFFSET = 0.08, 0.08


@dataclass(frozen=True, slots=True, eq=False)
class FeatureItem:
    """Frozen features of one image sample or one slice, in one augmented version."""

    sample: Sample
    slice_index: int
    modalities: tuple[Modality, ...]
    features: tuple[Tensor, ...]  # per scale [M, C, h, w] float16; empty where they are computed in training
    images: Tensor | None = None  # [M, 3, H, W]; the paper preset's trained encoder sees them


@dataclass(slots=True)
class FeatureSet:
    """Cached items and the files that could not be read."""

    items: list[FeatureItem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def categories(self) -> dict[str, tuple[Modality, ...]]:
        """Category -> modalities in slot order, in order of first appearance."""
        return {item.sample.category: item.modalities for item in self.items}

    def of(self, category: str) -> list[FeatureItem]:
        """Items of one category."""
        return [item for item in self.items if item.sample.category == category]

    def labels(self) -> list[str]:
        """Category of every item, in order."""
        return [item.sample.category for item in self.items]

    def take(self, indices: Sequence[int]) -> list[FeatureItem]:
        """Items by their place."""
        return [self.items[index] for index in indices]

    def stream(self, draws: Iterator[list[int]]) -> Iterator[list[FeatureItem]]:
        """The items of every draw."""
        return (self.take(indices) for indices in draws)

    def statistics(self) -> tuple[list[Tensor], list[Tensor]]:
        """Mean and standard deviation of every channel of every scale, each category weighing the same."""
        means: list[Tensor] = []
        stds: list[Tensor] = []
        categories = self.categories()
        for scale in range(len(self.items[0].features)):
            first, second = [], []
            for category in categories:
                chosen = self.of(category)
                chosen = chosen[:: max(len(chosen) // 64, 1)]
                rows = torch.cat([item.features[scale].float() for item in chosen])  # [rows, C, h, w]
                first.append(rows.mean(dim=(0, 2, 3)))
                second.append(rows.square().mean(dim=(0, 2, 3)))
            mean = torch.stack(first).mean(dim=0)
            variance = torch.stack(second).mean(dim=0) - mean.square()
            means.append(mean)
            stds.append(variance.clamp_min(1e-6).sqrt())
        return means, stds


@torch.inference_mode()
def cache_features(
    samples: Sequence[Sample],
    config: ModelConfig,
    backbone: nn.Module,
    *,
    augmentations: int,
    slice_step: int,
    seed: int,
    report: ReportProgress,
    token: CancelToken,
    workers: int = 0,
) -> FeatureSet:
    """Read samples and pass them through the frozen backbone.

    Args:
        samples: What to read; unreadable ones are listed in `problems` and passed over.
        augmentations: Versions of every item, the unchanged one first.
        slice_step: Every how many slices of a volume are used.
        seed: Of the augmentations.
        workers: Processes that read ahead; the features do not depend on them.
    """
    result = FeatureSet()
    device = next((weight.device for weight in backbone.parameters()), torch.device("cpu"))
    generator = torch.Generator().manual_seed(seed)
    for done, (sample, read) in enumerate(read_ahead(samples, config, slice_step, workers, token)):
        report(Progress(done, len(samples), f"features of {sample.sample_id}"))
        if isinstance(read, Problem):
            log.warning("%s is left out: %s", sample.log_name, read.message.replace(read.path.name, "a file"))
            result.problems.append(read)
            continue
        for slice_index, images in read.slices:
            token.raise_if_cancelled()
            versions = [images, *(augment(images, generator) for _ in range(augmentations - 1))]
            features = backbone(torch.cat(versions).to(device))  # per scale [versions * M, C, h, w]
            for index, version in enumerate(versions):
                rows = slice(index * len(images), (index + 1) * len(images))
                stored = tuple(scale[rows].to("cpu", torch.float16, copy=True) for scale in features)
                seen = version if config.preset == "paper" else None
                result.items.append(FeatureItem(sample, slice_index, read.modalities, stored, seen))
    return result


def augment(images: Tensor, generator: torch.Generator) -> Tensor:
    """Small rotation, shift and scaling, the same for all modalities, and gain and offset of each: [M, 3, H, W]."""
    draw = torch.rand(4, generator=generator) * 2 - 1
    angle = math.radians(float(draw[0]) * MAX_ROTATION_DEGREES)
    scaling = 1.0 + float(draw[1]) * MAX_SCALING
    cos, sin = math.cos(angle) * scaling, math.sin(angle) * scaling
    shift = [2 * MAX_SHIFT * float(value) for value in draw[2:]]
    matrix = torch.tensor([[cos, -sin, shift[0]], [sin, cos, shift[1]]]).expand(len(images), 2, 3)
    grid = F.affine_grid(matrix, list(images.shape), align_corners=False)
    moved = F.grid_sample(images, grid, padding_mode="reflection", align_corners=False)
    light = torch.rand((2, len(images), 1, 1, 1), generator=generator) * 2 - 1
    return moved * (1.0 + MAX_GAIN * light[0]) + MAX_OFFSET * light[1]


class ClassBalancedSampler:
    """Draws items with probability inverse to the size of their category, as published."""

    def __init__(self, categories: Sequence[str], seed: int) -> None:
        names = sorted(set(categories))
        self._members = [np.flatnonzero(np.asarray(categories) == name) for name in names]
        self.generator = np.random.default_rng(seed)

    def batch(self, size: int) -> list[int]:
        """Indices of one batch."""
        classes = self.generator.integers(len(self._members), size=size)
        return [int(self.generator.choice(self._members[index])) for index in classes]
