"""How often the routing alarm sounds, rightly and wrongly. `python -m tests.benchmarks.alarm --fresh 20`.

Samples nobody has seen are generated with another seed. Good ones must pass: their share of alarms stands beside what
the calibration promises, with the exact 95 % interval (Clopper-Pearson). Then the same parts come with two sensors
swapped, with another category's recipe, as noise, blank and inverted; and parts with a real defect, which are no wrong
recipe, come with the right one. One line of JSON a category on stdout.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from scipy.stats import beta

from core import api
from core.data.demo.generator import generate
from core.data.demo.plan import PRODUCTS, VOLUMES, Job
from core.data.load import load
from core.data.transforms import PreparedSample
from core.errors import SampleReadError
from core.predictor import Predictor
from core.probing import atlas
from core.progress import CancelToken, ignore_progress
from core.records import LoadedSample, View

SEED = 20_000  # of the fresh samples; the demo data has 0
SLICES = 12  # of a volume, evenly: its profile is their mean


def exact_interval(hits: int, count: int) -> tuple[float, float]:
    low = float(beta.ppf(0.025, hits, count - hits + 1)) if hits else 0.0
    return low, float(beta.ppf(0.975, hits + 1, count - hits)) if hits < count else 1.0


def altered(loaded: LoadedSample, change: Callable[[View], np.ndarray]) -> LoadedSample:
    return replace(loaded, views=tuple(replace(view, pixels=change(view)) for view in loaded.views))


def noise(view: View) -> np.ndarray:
    random, (low, high) = np.random.default_rng(0), view.display_range
    return (low + (high - low) * random.random(view.pixels.shape, np.float32)).astype(view.pixels.dtype)


def blank(view: View) -> np.ndarray:
    return np.full_like(view.pixels, np.mean(view.display_range))


def inverted(view: View) -> np.ndarray:
    low, high = view.display_range
    return (low + high - view.pixels.astype(np.float32)).clip(low, high).astype(view.pixels.dtype)


def swapped(loaded: LoadedSample) -> LoadedSample:
    """The first two sensors in each other's place, as pixels of the first one's kind."""
    first, second = loaded.views[:2]

    def seen_as(view: View, other: View) -> View:
        values = np.nan_to_num(other.pixels.astype(np.float32), nan=float(np.nanmin(other.pixels)))
        low, high = other.display_range
        unit = ((values - low) / max(high - low, 1e-9)).clip(0, 1)
        unit = unit.mean(axis=-1) if unit.ndim > view.pixels.ndim else unit
        unit = np.repeat(unit[..., None], 3, axis=-1) if view.pixels.ndim > unit.ndim else unit
        own_low, own_high = view.display_range
        return replace(view, pixels=(own_low + (own_high - own_low) * unit).astype(view.pixels.dtype))

    return replace(loaded, views=(seen_as(first, second), seen_as(second, first), *loaded.views[2:]))


def trace(predictor: Predictor, loaded: LoadedSample) -> np.ndarray:
    """[D, M, S, K, R] of every slice, or of some."""
    prepared = PreparedSample(loaded, predictor.config)
    slices = prepared.slices[np.linspace(0, len(prepared.slices) - 1, min(SLICES, len(prepared.slices))).astype(int)]
    rows = []
    for index in slices.tolist():
        images, _ = prepared.tensors(index)
        rows.append(predictor.forward(images, [len(images)]).routing.probabilities.float().cpu().numpy())
    return np.stack(rows)


def is_alarmed(predictor: Predictor, category: str, loaded: LoadedSample) -> bool:
    try:
        routed = trace(predictor, loaded)
    except SampleReadError:  # nothing but background: it is refused before any score
        return True
    return atlas.alarm(predictor.bundle.atlases, category, loaded.modalities, routed) is not None


def cases(loaded: LoadedSample) -> Iterator[tuple[str, LoadedSample]]:
    if len(loaded.views) > 1:
        yield "swapped", swapped(loaded)
    yield "noise", altered(loaded, noise)
    yield "blank", altered(loaded, blank)
    yield "inverted", altered(loaded, inverted)


def measure(predictor: Predictor, category: str, fresh: int, defective: int, folder: Path) -> dict[str, object]:
    kinds = {**PRODUCTS, **VOLUMES}[category]
    jobs = [Job(category, "test", "good", number) for number in range(fresh)]
    jobs += [Job(category, "test", kind, number) for kind in kinds for number in range(defective)]
    index = generate(folder / category, SEED, jobs=jobs)
    samples = api.find_samples([index]).samples
    counts: dict[str, list[bool]] = {}
    known = predictor.bundle.atlases[category]
    others = [name for name, own in predictor.bundle.atlases.items() if own.modalities == known.modalities]
    others.remove(category)
    for sample in samples:
        loaded = load(sample, ignore_progress, CancelToken())
        if sample.is_anomalous:
            counts.setdefault("defective", []).append(is_alarmed(predictor, category, loaded))
            continue
        counts.setdefault("good", []).append(is_alarmed(predictor, category, loaded))
        for name, changed in cases(loaded):
            counts.setdefault(name, []).append(is_alarmed(predictor, category, changed))
        for other in others:
            counts.setdefault("wrong recipe", []).append(is_alarmed(predictor, other, loaded))
    hits, total = sum(counts["good"]), len(counts["good"])
    low, high = exact_interval(hits, total)
    return {
        "category": category,
        "promised": round(known.rate, 4),
        "held_out": known.held_out,
        "false_alarms": f"{hits}/{total}",
        "interval": [round(low, 4), round(high, 4)],
        **{name: f"{sum(found)}/{len(found)}" for name, found in counts.items() if name != "good"},
    }


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, default=api.shipped_models()[0])
    parser.add_argument("--fresh", type=int, default=20, help="good samples a category")
    parser.add_argument("--defective", type=int, default=3, help="samples of every defect")
    parser.add_argument("--categories", default="", help="with commas between; all of the demo data by default")
    options = parser.parse_args()
    torch.set_num_threads(1)
    predictor = Predictor.load(options.model, "cpu")
    wanted = options.categories.split(",") if options.categories else list(predictor.bundle.atlases)
    with tempfile.TemporaryDirectory() as folder:
        for category in wanted:
            print(json.dumps(measure(predictor, category, options.fresh, options.defective, Path(folder))), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
