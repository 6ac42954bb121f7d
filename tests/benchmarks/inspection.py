"""`python -m tests.benchmarks.inspection`: time and memory of inspecting with the shipped checkpoint."""

import resource
import statistics
import time

import numpy as np

from core import api
from core.records import LoadedSample, Sample, View

ROUNDS = 20


def two_sensors(side: int = 256) -> LoadedSample:
    """RGB and infrared of noise."""
    random = np.random.default_rng(0)
    rgb = random.integers(0, 255, (side, side, 3), dtype=np.uint8)
    infrared = random.integers(0, 255, (side, side)).astype(np.float32)
    return LoadedSample(Sample("noise", {}), (View("rgb", rgb, (0, 255)), View("infrared", infrared, (0, 255))))


def main() -> None:
    """One line a figure."""
    inspector = api.load_inspector(api.shipped_models()[0], "cpu")
    loaded = two_sensors()
    seconds = []
    for _ in range(ROUNDS + 2):
        start = time.perf_counter()
        inspector.inspect(loaded)
        seconds.append(time.perf_counter() - start)
    measured = sorted(seconds[2:])
    spread = f"{1000 * measured[0]:.0f}..{1000 * measured[-1]:.0f}, {ROUNDS} runs"
    print(f"two sensors, 256x256: {1000 * statistics.median(measured):.0f} ms ({spread})")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"peak memory of the process: {peak:.2f} GiB")


if __name__ == "__main__":
    main()
