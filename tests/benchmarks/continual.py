"""Categories taught one after another against the same categories trained together.

    python -m tests.benchmarks.continual demo/index.csv --steps 150 --parts 100

A network is trained on the first category alone (or `--base` is begun with), then the others are taught, each into the
file that knows the ones before. Printed: I-AUROC of every category right after it was learnt, at the end, what it lost
in between, and of the model that was trained on all together (`--joint`, the shipped one by default); then the means.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from core import api, library
from core.config import TrainConfig, compact_config
from core.data.index import index_paths
from core.evaluation import evaluate
from core.learning import learn
from core.predictor import Predictor
from core.progress import CancelToken, ignore_progress
from core.records import Sample
from core.teaching.records import TeachConfig
from core.teaching.teach import teach


def i_auroc(model: Path, tests: Sequence[Sample]) -> float:
    """Of one category, as `evaluate` computes it."""
    rows, _ = evaluate(tests, Predictor.load(model, "cpu"), ignore_progress, CancelToken())
    return float(rows[0].metrics.i_auroc or 0.0)


def some(samples: Sequence[Sample], most: int) -> list[Sample]:
    """At most so many, evenly."""
    return [samples[index] for index in np.unique(np.linspace(0, len(samples) - 1, most).round().astype(int))]


def main() -> None:
    """One line a category, then the means."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("--categories", nargs="+", default=[])
    parser.add_argument("--steps", type=int, default=150, help="of the first category's training")
    parser.add_argument("--parts", type=int, default=100, help="good parts a category is taught from, at most")
    parser.add_argument("--leaders", type=int, default=0, help="new leaders tried for every taught category")
    parser.add_argument("--most-tests", type=int, default=0, help="of either label a category; 0: all")
    parser.add_argument("--joint", type=Path, default=api.shipped_models()[0])
    parser.add_argument(
        "--base", type=Path, help="model to begin with; one of the first category is trained where it is missing"
    )
    options = parser.parse_args()
    torch.set_num_threads(1)
    found = index_paths([options.index], CancelToken()).samples
    names = options.categories or sorted({sample.category for sample in found})
    tests = {name: [s for s in found if s.category == name and s.split == "test"] for name in names}
    if options.most_tests:
        tests = {
            name: [
                s for bad in (False, True) for s in some([s for s in own if s.is_anomalous is bad], options.most_tests)
            ]
            for name, own in tests.items()
        }
    good = {
        name: some([s for s in found if s.category == name and s.split in ("train", "validation")], options.parts)
        for name in names
    }
    joint = {name: i_auroc(options.joint, tests[name]) for name in names}
    print("together:", {name: round(value, 3) for name, value in joint.items()}, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        model = options.base or Path(folder) / "base.safetensors"
        if not model.is_file():  # a given one may know none of the categories: then all are taught
            first = [s for s in found if s.category == names[0]]
            learn(first, model, compact_config(), TrainConfig(steps=options.steps), ignore_progress, CancelToken())
        known = set(library.model_facts(model).categories)
        fresh = {name: i_auroc(model, tests[name]) for name in names if name in known}
        for number, name in enumerate(name for name in names if name not in known):
            out = Path(folder) / f"{number}.safetensors"
            parts = [replace(sample, is_anomalous=None) for sample in good[name]]
            taught = teach(name, parts, model, out, TeachConfig(leaders=options.leaders))
            fresh[name] = i_auroc(out, tests[name])
            print(f"{name}: {fresh[name]:.3f} after {taught.seconds:.0f} s. {' '.join(taught.notes)}", flush=True)
            model = out
        end = {name: i_auroc(model, tests[name]) for name in names}
    for name in names:
        print(
            f"{name:12} learnt {fresh[name]:.3f}  at the end {end[name]:.3f}  lost {fresh[name] - end[name]:+.3f}  "
            f"together {joint[name]:.3f}"
        )
    means = [float(np.mean(list(side.values()))) for side in (end, joint)]
    lost = max(fresh[name] - end[name] for name in names)
    print(f"mean: one after another {means[0]:.3f}, together {means[1]:.3f}; most lost {lost:+.3f}")


if __name__ == "__main__":
    main()
