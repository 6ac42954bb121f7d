"""How long the expert console waits for a change. `python -m tests.benchmarks.what_if`.

Every kind of change is applied to one two-sensor sample, the map, score, verdict and regions included; the random
control, which the console computes beside it, costs the same again. One line of JSON on stdout: median, fastest and
slowest in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np

from core import api
from core.probing.records import Action, Change, Target
from core.records import LoadedSample, Sample, View


def part(category: str, sensors: tuple[str, ...], side: int) -> LoadedSample:
    random = np.random.default_rng(0)
    views = []
    for name in sensors:
        shape = (side, side, 3) if name == "rgb" else (side, side)
        pixels = (255 * random.random(shape)).astype(np.uint8 if name == "rgb" else np.float32)
        views.append(View(name, pixels, (0.0, 255.0)))
    return LoadedSample(Sample("benchmark", {}, category), tuple(views))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, default=api.shipped_models()[0])
    parser.add_argument("--device", default="auto")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    inspector = api.load_inspector(options.model, options.device)
    category, sensors = next(iter(inspector.info.categories.items()))
    probe = inspector.probe(part(category, sensors, 256), category)
    gate = (0, 0, 2)
    leader, dropped = int(probe.leaders[gate][0]), int(probe.probabilities[gate].argmin())
    changes = {
        "mute leader": Change(Action.MUTE, Target.LEADER, *gate, leader=leader),
        "force leader": Change(Action.FORCE, Target.LEADER, *gate, leader=dropped),
        "swap leaders": Change(Action.SWAP, Target.LEADER, *gate, leader=leader, other=dropped),
        "weigh leader": Change(Action.WEIGH, Target.LEADER, *gate, leader=leader, weight=0.3),
        "mute fixed expert": Change(Action.MUTE, Target.FIXED, *gate),
        "mute branch": Change(Action.MUTE, Target.BRANCH, *gate),
        "mute scale": Change(Action.MUTE, Target.SCALE, scale=0),
        "mute sensor": Change(Action.MUTE, Target.SENSOR, slot=0),
    }
    probe.apply(())
    figures: dict[str, object] = {"device": inspector.info.device, "sensors": len(sensors)}
    for name, change in changes.items():
        took = []
        for _ in range(options.rounds):
            begun = time.perf_counter()
            probe.apply([change])
            took.append(1000 * (time.perf_counter() - begun))
        figures[name] = [round(value, 1) for value in (float(np.median(took)), min(took), max(took))]
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
