"""Speed of a batch against the bare model: `python -m tests.benchmarks.batch [--count N] [--rounds N] [--threads N]`.

Each round inspects the same demo parts twice, in turns: by the network, distances, map and score alone, on tensors that
are in memory already; and as `batch` does it, with readers, model and writer overlapping, everything recorded. Prints
the ratio of the two speeds, and what the processor did besides the model.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import torch

from core import api, scoring
from core.batch import Batch, Summary, station_name
from core.commands.shared import demo_folder
from core.data.transforms import PreparedSample
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


def whole(predictor: Predictor, samples: list[Sample]) -> Summary:
    """The same parts as `batch` does them."""
    with tempfile.TemporaryDirectory() as out:
        store = open_store(Path(out) / "batch.db", station=station_name())
        try:
            return Batch(
                store,
                Path(out),
                predictor.info,
                lambda loaded, token: predictor.inspect(loaded, token=token),
                lambda sample, token: api.load_sample(sample, token=token),
            ).run(samples)
        finally:
            store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=60, help="parts, spread over the categories of images")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, help="of the model; as many as cores by default")
    options = parser.parse_args()
    index = api.find_samples([api.make_demo(demo_folder())])
    predictor = Predictor.load(api.shipped_models()[0], "cpu")
    if options.threads:
        torch.set_num_threads(options.threads)
    parts = [s for s in index.samples if s.split == "test" and not are_medical(s.files)]
    samples = parts[:: max(len(parts) // options.count, 1)][: options.count]
    loaded = [api.load_sample(sample) for sample in samples]
    passes = [bare(predictor, one) for one in loaded]
    forms = {"bare": lambda: [one() for one in passes], "batch": lambda: whole(predictor, samples)}
    for run in forms.values():
        run()  # burn-in
    ratios, processor = [], []
    for turn in range(options.rounds):
        order = list(forms) if turn % 2 == 0 else list(forms)[::-1]
        measured = {name: taken(forms[name]) for name in order}
        ratios.append(measured["bare"][0] / measured["batch"][0])
        processor.append(measured["bare"][1] / measured["batch"][1])
        words = ", ".join(f"{name} {clock:.2f} s (processor {cpu:.2f} s)" for name, (clock, cpu) in measured.items())
        print(f"{len(samples)} parts: {words}", flush=True)
    for name, values in (("speed", ratios), ("processor time", processor)):
        low, high = min(values), max(values)
        print(f"batch at {statistics.median(values):.2f} of the bare model's {name} ({low:.2f}..{high:.2f})")
    print(f"{options.rounds} pairs, {torch.get_num_threads()} threads, {len(passes)} parts")


if __name__ == "__main__":
    main()
