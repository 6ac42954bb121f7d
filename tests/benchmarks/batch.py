"""Speed of a batch against the bare model: `python -m tests.benchmarks.batch [--count N] [--rounds N]`.

Each round inspects the same demo parts in turns: by the network, distances, map and score alone, one part after the
other on tensors that are in memory already, with one thread and with one a core; and as `batch` does it, with readers,
models and writer overlapping, everything recorded. Prints parts a second of each, the ratio of the batch to the bare
model at its better number of threads, and the processor time of both.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # as main.py has it; before torch is imported

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import torch

from core import api, scoring
from core.batch import Batch, Summary, station_name
from core.commands.shared import demo_folder
from core.data.transforms import PreparedSample
from core.device import share_cores
from core.predictor import Predictor
from core.records import LoadedSample, Sample
from core.reporting import are_medical
from core.slices import prepare_slice
from core.store.store import open_store


def taken(run: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of processor time."""
    begun, spent = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - begun, time.process_time() - spent


def bare(predictor: Predictor, loaded: LoadedSample) -> Callable[[], float]:
    """Network, distances, map and score of one image that lies prepared in memory."""
    prepared = PreparedSample(loaded, predictor.config)
    given = prepare_slice(prepared, int(prepared.slices[0]))
    fitted = predictor.bundle.fitted[loaded.sample.category]

    def run() -> float:
        passed = predictor._slices(prepared, [given], fitted)[0]
        return float(scoring.image_score(scoring.fuse(passed.squared)[1]))

    return run


def whole(predictor: Predictor, samples: list[Sample], cores: int) -> Summary:
    """The same parts as `batch` does them."""
    torch.set_num_threads(cores)
    with tempfile.TemporaryDirectory() as out:
        store = open_store(Path(out) / "batch.db", station=station_name())
        try:
            return Batch(
                store,
                Path(out),
                predictor.info,
                lambda loaded, token: predictor.inspect(loaded, token=token),
                lambda sample, token: api.load_sample(sample, token=token),
                at_once=share_cores("cpu"),
            ).run(samples)
        finally:
            store.close()


def one_by_one(passes: list[Callable[[], float]], threads: int) -> list[float]:
    """Every bare pass."""
    torch.set_num_threads(threads)
    return [run() for run in passes]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=60, help="parts, spread over the categories of images")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    index = api.find_samples([api.make_demo(demo_folder())])
    predictor = Predictor.load(api.shipped_models()[0], "cpu")
    cores = torch.get_num_threads()
    parts = [s for s in index.samples if s.split == "test" and not are_medical(s.files)]
    samples = parts[:: max(len(parts) // options.count, 1)][: options.count]
    passes = [bare(predictor, api.load_sample(sample)) for sample in samples]
    forms: dict[str, Callable[[], object]] = {
        f"bare, threads {count}": partial(one_by_one, passes, count) for count in sorted({1, cores})
    }
    forms["batch"] = partial(whole, predictor, samples, cores)
    for run in forms.values():
        run()  # burn-in
    rounds: list[dict[str, tuple[float, float]]] = []
    for turn in range(options.rounds):
        order = list(forms) if turn % 2 == 0 else list(forms)[::-1]
        rounds.append({name: taken(forms[name]) for name in order})
        words = (f"{name} {len(samples) / rounds[-1][name][0]:.2f}" for name in forms)
        print(f"parts a second: {', '.join(words)}", flush=True)
    best = min(list(forms)[:-1], key=lambda name: statistics.median(one[name][0] for one in rounds))
    for place, what in enumerate(("speed", "processor time")):
        ratios = [one[best][place] / one["batch"][place] for one in rounds]
        low, high = min(ratios), max(ratios)
        print(f"batch at {statistics.median(ratios):.2f} of the {what} of {best} ({low:.2f}..{high:.2f})")
    print(f"{options.rounds} rounds, {len(passes)} parts, {cores} cores")


if __name__ == "__main__":
    main()
