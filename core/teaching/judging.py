"""Which network judges a new category better, the one as it was or the one with leaders of its own.

There are no defects to ask, so some are made: patches of a held-out part's own picture are put elsewhere in it. Both
networks are judged by how far the scores of such parts lie above those of the same parts untouched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core import calibration
from core.calibration import NormalItem
from core.data.dataset import FeatureItem
from core.data.load import load
from core.data.transforms import PreparedSample
from core.errors import SampleReadError
from core.learning import normal_items
from core.model.unimmad import UniMMAD
from core.progress import CancelToken, ignore_progress
from core.records import Sample
from core.scoring import NormalModel, deviations, fuse, image_score, squared_maps

MOST_HELD_OUT = 8
BROKEN_VERSIONS = 2
PATCH_SIDES = (16, 48)  # px of a picture of 256
CLEARLY = 1.05  # times the other's gap: less is no reason to change a network


@dataclass(frozen=True, slots=True)
class Judgement:
    """How well made-up defects stand out of held-out normals."""

    auroc: float
    gap: float  # of the mean logarithms of the scores, in standard deviations of the normals

    def is_clearly_better_than(self, other: Judgement) -> bool:
        """Whether it is worth changing the network for."""
        return self.auroc >= other.auroc and self.gap > CLEARLY * other.gap


@torch.inference_mode()
def broken_items(
    samples: Sequence[Sample], network: UniMMAD, backbone: nn.Module, seed: int, token: CancelToken
) -> list[FeatureItem]:
    """Features of held-out parts with made-up defects, a few versions each; of a volume the middle slice."""
    generator = np.random.default_rng(seed)
    items = []
    for sample in samples:
        token.raise_if_cancelled()
        try:
            prepared = PreparedSample(load(sample, ignore_progress, token), network.config)
        except SampleReadError:
            continue
        middle = int(prepared.slices[len(prepared.slices) // 2])
        images, _ = prepared.tensors(middle)
        for version in range(BROKEN_VERSIONS):
            named = replace(sample, sample_id=f"{sample.sample_id} broken {version}")
            features = backbone(with_patch(images, generator))
            stored = tuple(scale.half() for scale in features)
            items.append(FeatureItem(named, middle, prepared.loaded.modalities, stored))
    return items


def with_patch(images: Tensor, generator: np.random.Generator) -> Tensor:
    """[M, 3, H, W] with a turned patch from elsewhere, lit otherwise, at one place near the middle of all sensors."""
    height, width = images.shape[-2:]
    shortest, longest = (max(side * height // 256, 4) for side in PATCH_SIDES)
    rows, columns = (int(side) for side in generator.integers(shortest, longest + 1, 2))
    y, x = (
        int(generator.integers(side // 4, side * 3 // 4 - extent + 1))
        for side, extent in ((height, min(rows, height // 4)), (width, min(columns, width // 4)))
    )
    rows, columns = min(rows, height - y), min(columns, width - x)
    from_y, from_x = int(generator.integers(0, height - rows + 1)), int(generator.integers(0, width - columns + 1))
    patch = images[..., from_y : from_y + rows, from_x : from_x + columns]
    patch = F.interpolate(patch.rot90(int(generator.integers(1, 4)), (2, 3)), (rows, columns))
    gain = torch.from_numpy(generator.uniform(0.8, 1.2, (len(images), 1, 1, 1)).astype(np.float32))
    broken = images.clone()
    broken[..., y : y + rows, x : x + columns] = patch * gain
    return broken


@torch.inference_mode()
def judge(
    network: UniMMAD,
    fitted_on: Sequence[FeatureItem],
    held_out: Sequence[FeatureItem],
    broken: Sequence[FeatureItem],
    token: CancelToken,
) -> Judgement:
    """Fit what is normal on some parts and score others, whole and broken."""
    normal = calibration.fit_normal_model(normal_items(network, fitted_on, token))
    size = network.config.image_size

    def scores(items: Sequence[FeatureItem]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        values = []
        for item in normal_items(network, items, token):
            token.raise_if_cancelled()
            values.append(_score(item, normal, size))
        return np.log(np.maximum(np.array(values, dtype=np.float64), 1e-6))

    good, bad = scores(held_out), scores(broken)
    auroc = float((bad[:, None] > good[None]).mean() + 0.5 * (bad[:, None] == good[None]).mean())
    return Judgement(auroc, float((bad.mean() - good.mean()) / max(good.std(), 0.05)))


def _score(item: NormalItem, normal: NormalModel, size: tuple[int, int]) -> float:
    maps = squared_maps(deviations(item.prior, item.restored, normal, item.position), size)
    return float(image_score(fuse(maps)[1]))
