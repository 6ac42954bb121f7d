"""Accuracy on a labelled data set, in one run: the calibrated score, the published score, and a memory bank.

    python -m tests.benchmarks.accuracy ../shared/data/index.csv --steps 1000 --seeds 0 1

One compact model is trained on the normals of all categories together. The memory bank (as PatchCore, Roth et al.,
2022, without its coreset) sees the same frozen features: strides 8 and 16 joined after a 3 x 3 mean, random normal
patches of every sensor, distance to the nearest one, root of the sum of squares over sensors, published blur and score.
P-AUROC is the mean over the anomalous images that have a mask.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from torch import Tensor

from core import scoring
from core.config import TrainConfig, compact_config
from core.data.index import index_paths
from core.data.load import load
from core.data.masks import load_mask
from core.data.transforms import PreparedSample
from core.learning import learn
from core.predictor import Predictor
from core.progress import CancelToken, ignore_progress
from core.records import LoadedSample, Sample

BANK_PATCHES = 10_000
MIN_NORMALS = 10
METHODS = ("memory bank", "published score", "calibrated score")


class MemoryBank:
    """Random normal patches of every sensor of one category."""

    def __init__(self, backbone: torch.nn.Module, normals: Sequence[Tensor], seed: int) -> None:
        self._backbone = backbone
        generator = torch.Generator().manual_seed(seed)
        stacked = torch.stack([self._patches(images) for images in normals])  # [N, M, h * w, C]
        self._bank = []
        for sensor in stacked.unbind(1):
            rows = sensor.flatten(0, 1)
            self._bank.append(rows[torch.randperm(len(rows), generator=generator)[:BANK_PATCHES]])

    def _patches(self, images: Tensor) -> Tensor:
        fine, middle, _ = (F.avg_pool2d(scale, 3, 1, 1) for scale in self._backbone(images))
        joined = torch.cat([fine, F.interpolate(middle, fine.shape[-2:], mode="bilinear")], dim=1)
        return joined.flatten(2).transpose(1, 2)

    def anomaly_map(self, images: Tensor) -> Tensor:
        """[M, 3, H, W] to [H, W]."""
        pairs = zip(self._patches(images), self._bank, strict=True)
        squared = torch.stack([torch.cdist(own, bank).amin(dim=1).square() for own, bank in pairs]).sum(dim=0)
        side = round(len(squared) ** 0.5)
        size = tuple(images.shape[-2:])
        grown = F.interpolate(squared.sqrt().view(1, 1, side, side), size, mode="bilinear")
        return scoring.blur(grown[:, 0])[0]


def prepared(samples: Sequence[Sample]) -> Iterator[tuple[LoadedSample, Tensor]]:
    """Loaded samples and their images as the backbone takes them, [M, 3, H, W]."""
    for sample in samples:
        loaded = load(sample, ignore_progress, CancelToken())
        yield loaded, PreparedSample(loaded, compact_config()).tensors()[0]


def mask_of(loaded: LoadedSample, size: tuple[int, int]) -> NDArray[np.bool_] | None:
    """The mask at map size."""
    mask = load_mask(loaded, CancelToken())
    return None if mask is None else cv2.resize(mask.astype(np.uint8), size[::-1], interpolation=cv2.INTER_NEAREST) > 0


class Tally:
    """Scores and pixel ranks of several methods on the same images."""

    def __init__(self, methods: Sequence[str], size: tuple[int, int]) -> None:
        self._methods, self._size = methods, size
        self._scores: dict[str, list[float]] = defaultdict(list)
        self._pixels: dict[str, list[float]] = defaultdict(list)
        self._labels: list[bool] = []

    def add(self, loaded: LoadedSample, maps: Sequence[Tensor]) -> None:
        """One image and the map [H, W] of every method, in their order."""
        self._labels.append(bool(loaded.sample.is_anomalous))
        mask = mask_of(loaded, self._size) if self._labels[-1] else None
        for name, anomaly_map in zip(self._methods, maps, strict=True):
            self._scores[name].append(float(scoring.image_score(anomaly_map)))
            if mask is not None and mask.any() and not mask.all():
                self._pixels[name].append(roc_auc_score(mask.ravel(), anomaly_map.numpy().ravel()))

    def aurocs(self) -> dict[str, tuple[float, float]]:
        """I-AUROC and P-AUROC (mean over anomalous images with a mask) by method."""
        return {
            name: (
                roc_auc_score(self._labels, self._scores[name]),
                float(np.mean(self._pixels[name])) if self._pixels[name] else np.nan,
            )
            for name in self._methods
        }


@torch.inference_mode()
def category_rows(samples: Sequence[Sample], predictor: Predictor, seed: int) -> dict[str, tuple[float, float]]:
    """I-AUROC and P-AUROC of every method on one category."""
    normals = [images for _, images in prepared([s for s in samples if s.split != "test"])]
    bank = MemoryBank(predictor.backbone, normals, seed)
    size = predictor.config.image_size
    tally = Tally(METHODS, size)
    for loaded, images in prepared([s for s in samples if s.split == "test"]):
        output = predictor.forward(images, [len(images)])
        raw = scoring.distances(output.prior, output.restored)
        result = predictor.inspect(loaded, loaded.sample.category)
        calibrated = cv2.resize(result.anomaly_map, size[::-1])
        published = scoring.fuse(scoring.squared_maps(raw, size))[1]
        tally.add(loaded, (bank.anomaly_map(images), published, torch.from_numpy(calibrated)))
    return tally.aurocs()


def main() -> None:
    """Train, measure, print a table a seed and the mean and spread over seeds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("--steps", type=int, default=TrainConfig().steps)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    parser.add_argument("--model", type=Path, help="a checkpoint trained on this data, instead of training one")
    parser.add_argument("--device", default="cpu", help="that trains")
    options = parser.parse_args()
    found = index_paths([options.index], CancelToken()).samples
    normals = Counter((s.set_name, s.category) for s in found if s.split == "train")
    trainable = {key for key, count in normals.items() if count >= MIN_NORMALS}
    samples = [s for s in found if (s.set_name, s.category) in trainable]
    means: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for seed in options.seeds:
        with tempfile.TemporaryDirectory() as folder:
            model = options.model or Path(folder) / "accuracy.safetensors"
            if options.model is None:
                train = replace(TrainConfig(), steps=options.steps, seed=seed, bf16=True)
                learn(
                    samples,
                    model,
                    compact_config(),
                    train,
                    ignore_progress,
                    CancelToken(),
                    torch.device(options.device),
                )
            predictor = Predictor.load(model, "cpu")
        print(f"\nseed {seed}, {options.steps} steps: I-AUROC / P-AUROC")
        print(f"{'':24}" + "".join(f"{name:>20}" for name in METHODS), flush=True)
        rows = []
        for set_name, category in sorted(trainable):
            own = [s for s in samples if (s.set_name, s.category) == (set_name, category)]
            rows.append(category_rows(own, predictor, seed))
            cells = (f"{i_auroc:>12.3f} / {p_auroc:.3f}" for i_auroc, p_auroc in rows[-1].values())
            print(f"{f'{set_name}/{category}':24}" + "".join(cells), flush=True)
        for name in METHODS:
            means[name].append(tuple(np.nanmean([row[name] for row in rows], axis=0)))
        print(
            f"{'mean':24}" + "".join(f"{means[n][-1][0]:>12.3f} / {means[n][-1][1]:.3f}" for n in METHODS), flush=True
        )
    print("\nmean over seeds (spread: standard deviation)")
    for name in METHODS:
        middle, spread = np.mean(means[name], axis=0), np.std(means[name], axis=0)
        print(f"{name:20} I {middle[0]:.3f} ({spread[0]:.3f})  P {middle[1]:.3f} ({spread[1]:.3f})")


if __name__ == "__main__":
    main()
