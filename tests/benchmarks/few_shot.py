"""Teaching from few good parts against the memory bank on the same few, in one run.

    python -m tests.benchmarks.few_shot ../shared/data/index.csv --counts 10 20 50 --seeds 0 1 2

Every class is taught into the shipped model from so many random good parts of its train split (the same for the memory
bank of tests/benchmarks/accuracy.py) and judged on its whole test split. P-AUROC: mean over anomalous images with mask.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import torch

from core import api
from core.data.index import index_paths
from core.predictor import Predictor
from core.progress import CancelToken
from core.records import Sample
from core.teaching.teach import teach
from tests.benchmarks.accuracy import MIN_NORMALS, MemoryBank, Tally, prepared

NAME = "few_shot"
METHODS = ("memory bank", "taught")


@torch.inference_mode()
def judged(good: list[Sample], tests: list[Sample], predictor: Predictor, seed: int) -> dict[str, tuple[float, float]]:
    """I-AUROC and P-AUROC of both methods."""
    bank = MemoryBank(predictor.backbone, [images for _, images in prepared(good)], seed)
    size = predictor.config.image_size
    tally = Tally(METHODS, size)
    for loaded, images in prepared(tests):
        result = predictor.inspect(replace(loaded, sample=replace(loaded.sample, category=NAME)), NAME)
        tally.add(loaded, (bank.anomaly_map(images), torch.from_numpy(cv2.resize(result.anomaly_map, size[::-1]))))
    return tally.aurocs()


def main() -> None:
    """One line a class, count and seed; then mean and spread over seeds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("--counts", type=int, nargs="+", default=[10, 20, 50])
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    parser.add_argument("--model", type=Path, default=api.shipped_models()[0])
    parser.add_argument("--classes", nargs="+", default=[], help="some of them")
    parser.add_argument("--most-tests", type=int, default=0, help="of either label a class; 0: all")
    options = parser.parse_args()
    found = index_paths([options.index], CancelToken()).samples
    normals = Counter((s.set_name, s.category) for s in found if s.split == "train")
    classes = sorted(key for key, count in normals.items() if count >= MIN_NORMALS)
    classes = [key for key in classes if not options.classes or key[1] in options.classes]
    for count in options.counts:
        means: dict[str, list[np.ndarray]] = defaultdict(list)
        for seed in options.seeds:
            rows = []
            for key in classes:
                own = [s for s in found if (s.set_name, s.category) == key]
                train = [s for s in own if s.split == "train"]
                chosen = np.random.default_rng(seed).permutation(len(train))[:count]
                good = [train[index] for index in sorted(chosen)]
                tests = [s for s in own if s.split == "test"]
                if options.most_tests:
                    sides = [[s for s in tests if s.is_anomalous is side] for side in (False, True)]
                    tests = [s for side in sides for s in side[: options.most_tests]]
                with tempfile.TemporaryDirectory() as folder:
                    out = Path(folder) / "taught.safetensors"
                    begun = time.perf_counter()
                    teach(NAME, [replace(s, is_anomalous=None) for s in good], options.model, out)
                    seconds = time.perf_counter() - begun
                    rows.append(judged(good, tests, Predictor.load(out, "cpu"), seed))
                text = "  ".join(f"{name} {rows[-1][name][0]:.3f} / {rows[-1][name][1]:.3f}" for name in METHODS)
                print(f"{count:3} parts, seed {seed}, {'/'.join(key):28} {text}  ({seconds:.0f} s)", flush=True)
            for name in METHODS:
                means[name].append(np.nanmean([row[name] for row in rows], axis=0))
        for name in METHODS:
            middle, spread = np.mean(means[name], axis=0), np.std(means[name], axis=0)
            text = f"I {middle[0]:.3f} ({spread[0]:.3f})  P {middle[1]:.3f} ({spread[1]:.3f})"
            print(
                f"mean of {len(classes)} classes, {count} parts, {len(options.seeds)} seeds: {name:12} {text}",
                flush=True,
            )


if __name__ == "__main__":
    main()
