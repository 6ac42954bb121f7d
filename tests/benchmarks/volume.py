"""`python -m tests.benchmarks.volume --slices 155`: a head of four MRI sequences with the shipped checkpoint.

The first volume and one more. Wall time is what a person waits; processor time says more on a busy machine. No category
of the shipped model knows four sequences, so the map is raw; `--sequences 3` is judged as brain_mri, with its
Mahalanobis distances.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from core import api
from core.records import LoadedSample, Sample, View

SEQUENCES = ("t1", "t1post", "t2", "flair")


def head(slices: int, sequences: int, side: int = 240) -> LoadedSample:
    """An ellipsoid with noise, filling the slices."""
    random = np.random.default_rng(0)
    z, y, x = np.mgrid[-1 : 1 : slices * 1j, -1 : 1 : side * 1j, -1 : 1 : side * 1j].astype(np.float32)
    inside = (x / 0.75) ** 2 + (y / 0.9) ** 2 + (z / 1.1) ** 2 < 1
    names = SEQUENCES if sequences == 4 else ("t1", "t2", "flair")
    views = tuple(
        View(
            name,
            (inside * (400 + 100 * place + 30 * random.standard_normal(inside.shape))).astype(np.float32),
            (0, 1000),
            affine=np.eye(4),
        )
        for place, name in enumerate(names)
    )
    return LoadedSample(Sample("head", {}), views)


def main() -> None:
    """Twice: a GPU loads its kernels and records its passes with the first volume."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--slices", type=int, default=155)
    parser.add_argument("--sequences", type=int, default=4, choices=(3, 4))
    parser.add_argument("--device", default="auto")
    given = parser.parse_args()
    inspector = api.load_inspector(api.shipped_models()[0], given.device)
    loaded = head(given.slices, given.sequences)
    for turn in ("first", "then"):
        wall, processor = time.perf_counter(), time.process_time()
        result = inspector.inspect(loaded, "brain_mri" if given.sequences == 3 else None)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        count = len(result.routing_slices)
        print(
            f"{turn}: {given.sequences} sequences, {count} of {given.slices} slices on {result.device}: {wall:.1f} s, "
            f"processor time {processor:.1f} s, {1000 * processor / count:.0f} ms a slice"
        )


if __name__ == "__main__":
    main()
