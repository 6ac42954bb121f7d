"""A made-up probe: the score falls with every muted part, so that tests see what follows from what."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.probing.records import (
    Action,
    CategoryRouting,
    Cause,
    Change,
    Contribution,
    LeaderEffect,
    LeaderMixes,
    NearestNormal,
    NormalPatch,
    ProbeOutcome,
    Target,
)
from core.progress import Progress, ignore_progress
from tests.app.fakes import KERNELS, SCALES, make_calibration, make_result, make_routing


class FakeProbe:
    """Holds a made-up result; `asked` keeps the changes it was given."""

    def __init__(self, loaded, category="bracket", slice_index=0):
        self.loaded, self.category, self.slice_index = loaded, category, slice_index
        self.modalities = loaded.modalities
        trace = make_routing(loaded.modalities)
        self.leaders, self.weights, self.probabilities = trace.leaders[0], trace.weights[0], trace.probabilities[0]
        self.result = make_result(loaded, category=category)
        self.asked: list[tuple[Change, ...]] = []
        self.swept = 0

    def apply(self, changes):
        self.asked.append(tuple(changes))
        muted = sum(change.action is Action.MUTE for change in changes)
        score = self.result.score * 0.5**muted
        plane = self.result.anomaly_map
        plane = plane[0] if plane.ndim == 3 else plane
        parts = np.full((len(self.modalities), SCALES), score / len(self.modalities) / SCALES, np.float32)
        verdict = make_calibration(self.modalities).verdict(score)
        regions = self.result.regions if muted == 0 else ()
        return ProbeOutcome(tuple(changes), score, verdict, plane * np.float32(0.5**muted), regions, parts, 0.012)

    def control(self, change):
        if change.target is Target.SENSOR and len(self.modalities) == 1:
            return None
        return replace(change, action=Action.WEIGH, weight=1.0)

    def contributions(self, slot, scale):
        found = []
        for branch in range(len(KERNELS)):
            for rank, share in enumerate((0.6, 0.5, -0.1)):
                leader = -1 if rank == 0 else int(self.leaders[slot, scale, branch, rank - 1])
                picture = np.linspace(-1, 1, 64, dtype=np.float32).reshape(8, 8) * share
                found.append(Contribution(branch, leader, 0.5, share, 1 / 3, picture))
        return tuple(sorted(found, key=lambda item: -abs(item.share)))

    def score_cause(self):
        parts = np.linspace(1, 2, len(self.modalities) * SCALES, dtype=np.float32).reshape(-1, SCALES)
        return Cause(parts, float(parts.sum()), parts)

    def region_causes(self, regions, level):
        return tuple(self.score_cause() for _ in regions)

    def nearest_normal(self, slot, position):
        if not self.category:
            return None
        patches = tuple(
            NormalPatch(
                f"{self.category}/{number:03d}",
                number,
                np.array([0.9, 2.5, 1.0], np.float32) + number,
                np.full((8, 8, 3), 90, np.uint8) if number else None,
            )
            for number in range(4)
        )
        return NearestNormal(slot, np.zeros((16, 16, 3), np.uint8), np.full(3, 1.8, np.float32), patches)

    def sweep(self, report=ignore_progress, token=None):
        effects = []
        for done, place in enumerate(np.ndindex(*self.leaders.shape)):
            if token is not None:
                token.raise_if_cancelled()
            report(Progress(done, self.leaders.size, f"leader {done + 1} of {self.leaders.size}"))
            change = (-1) ** done * 0.1 / (1 + done)
            leader, weight = int(self.leaders[place]), float(self.weights[place])
            effects.append(LeaderEffect(*place[:3], leader, weight, change, 0.2, change / 2, 0.01))
        self.swept += 1
        return tuple(effects)


def make_mixes(leaders=32, bases=8) -> LeaderMixes:
    random = np.random.default_rng(2)
    tables = random.dirichlet(np.ones(bases), (SCALES, len(KERNELS), leaders)).astype(np.float32)
    return LeaderMixes(tables, tables * 0.3)


def make_atlas(modalities=("rgb", "infrared"), names=("bracket", "candy", "foam")) -> dict[str, CategoryRouting]:
    atlas = {}
    for seed, name in enumerate(names):
        random = np.random.default_rng(seed // 2)  # the first two are routed alike
        shape = (len(modalities), SCALES, len(KERNELS))
        probability = random.dirichlet(np.ones(32), shape).astype(np.float32)
        frequency = np.clip(probability * 12, 0, 1).astype(np.float32)
        atlas[name] = CategoryRouting(name, modalities, 60, frequency, probability, 0.3, 0.04, 24)
    return atlas
