"""What crosses the seam when experts are probed: changes in, outcomes out. Numpy and plain values, never torch.

Slots, scales and kernel branches count from 0. M modalities, S scales, K kernel sizes, R leaders, N base experts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.progress import CancelToken, ReportProgress, ignore_progress
from core.records import LoadedSample, Modality, Region, Verdict, modality_info


class Target(StrEnum):
    """What a change is about."""

    LEADER = "leader"
    FIXED = "fixed expert"
    BRANCH = "kernel branch"
    SCALE = "scale"
    SENSOR = "sensor"


class Action(StrEnum):
    """What is done to it."""

    MUTE = "mute"
    WEIGH = "weigh"
    FORCE = "force"
    SWAP = "swap"


@dataclass(frozen=True, slots=True)
class Change:
    """One intervention, an ablation: the part in question is altered and everything behind it is computed again.

    Muting takes a part away without giving its weight to others. Weighing gives a leader that weight (0..1 of its
    gate), and multiplies anything else by it. Forcing makes a part the only one of its kind: the leader of its gate,
    the fixed expert (no leader beside it), the kernel size of its sensor and scale, the scale or the sensor of the map.
    Swapping puts the leader `other` in the place of `leader`, at its weight; exchanges the outputs of two kernel sizes
    (`other` is a branch); or exchanges the routing of two sensors (`other` is a slot). Scales differ in size and the
    fixed expert is one of its kind: neither can be swapped. A muted scale or sensor counts nothing in the map; the
    general features, which all sensors share, stay as they are.
    """

    action: Action
    target: Target
    slot: int | None = None  # the modality; None: all
    scale: int | None = None  # None: all
    branch: int | None = None  # index of the kernel size; None: all
    leader: int | None = None
    other: int | None = None  # SWAP only: leader, branch or slot
    weight: float = 0.0  # WEIGH only, 0..4

    def __post_init__(self) -> None:
        is_leader = self.target is Target.LEADER
        if is_leader and (None in (self.slot, self.scale, self.branch, self.leader)):
            raise ValueError("a change of a leader names its gate and the leader")
        if self.action is Action.SWAP and self.target in (Target.FIXED, Target.SCALE):
            raise ValueError(f"a {self.target} cannot be swapped")
        if self.action is Action.SWAP and self.other is None:
            raise ValueError("a swap names the other leader, branch or slot")
        needs_branch = self.target is Target.BRANCH and self.action in (Action.SWAP, Action.FORCE)
        if needs_branch and self.branch is None:
            raise ValueError("forcing or swapping a kernel branch names it")
        if not 0.0 <= self.weight <= 4.0:
            raise ValueError(f"weight {self.weight} lies outside 0..4")
        if self.target is Target.SCALE and self.scale is None:
            raise ValueError("a change of a scale names it")
        if self.target is Target.SENSOR and self.slot is None:
            raise ValueError("a change of a sensor names it")


@dataclass(frozen=True, slots=True, eq=False)
class ProbeOutcome:
    """The map of one image or slice under some changes, judged as the inspection judges."""

    changes: tuple[Change, ...]
    score: float
    verdict: Verdict
    anomaly_map: NDArray[np.float32]  # [H, W] of the first view
    regions: tuple[Region, ...]
    score_parts: NDArray[np.float32]  # [M, S] what every sensor and scale gives to the score; they add up to it
    seconds: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one expert gives to the join of its branch, before the join's norm: an exact share, not a routing map."""

    branch: int
    leader: int  # -1: the fixed expert
    weight: float  # of the leader in its gate; 1 for the fixed expert
    share: float  # of the joined output; those of a branch add up to 1 (one may be negative: it works against the rest)
    branch_share: float  # of the branch in the scale's output, before its norm; those of a scale add up to 1
    picture: NDArray[np.float32]  # [h, w] signed strength over the view; those of a branch add up to the output's size


@dataclass(frozen=True, slots=True, eq=False)
class Cause:
    """Which sensor and scale made a region, or the image score: parts [M, S] that add up to `value`."""

    parts: NDArray[np.float32]
    value: float
    peak_parts: NDArray[np.float32]  # [M, S] the same at the peak


@dataclass(frozen=True, slots=True, eq=False)
class NormalPatch:
    """A piece of a normal sample that travels with the model."""

    source: str  # sample id
    slice_index: int  # 0 for an image
    distances: NDArray[np.float32]  # [S] in units of `NearestNormal.usual`, which is 1 for a normal place
    picture: NDArray[np.uint8] | None  # [h, w, 3]; None where the model file keeps no pictures

    @property
    def distance(self) -> float:
        """Root mean square over the scales, by which patches are ranked."""
        return float(np.sqrt(np.square(self.distances.astype(np.float64)).mean()))


@dataclass(frozen=True, slots=True, eq=False)
class NearestNormal:
    """What a place of the sample looks like, beside the most similar normal patches of its category."""

    slot: int
    picture: NDArray[np.uint8]  # [h, w, 3] of the place itself, cut as the patches are
    far: NDArray[np.float32]  # [S] 95 % of held-out normal places lie nearer to their nearest patch, in the same unit
    patches: tuple[NormalPatch, ...]  # the most similar first


@dataclass(frozen=True, slots=True)
class LeaderEffect:
    """What happens to the score when one kept leader is taken away, beside a random leader in its place."""

    slot: int
    scale: int
    branch: int
    leader: int
    weight: float
    change: float  # score without it, minus the score as it is
    map_change: float  # largest change of the map, in the map's unit
    control: float  # mean change of the score with random leaders in its place
    control_spread: float  # standard deviation of that

    @property
    def strength(self) -> float:
        """Size of the change, for ranking."""
        return abs(self.change)


@dataclass(frozen=True, slots=True, eq=False)
class LeaderMixes:
    """How the leaders of a model mix the base kernels; the same for every sample."""

    mean: NDArray[np.float32]  # [S, K, R, N] share of every base kernel, averaged over output channels; sums to 1
    spread: NDArray[np.float32]  # [S, K, R, N] standard deviation over output channels


@dataclass(frozen=True, slots=True, eq=False)
class CategoryRouting:
    """How normal samples of a category are routed."""

    category: str
    modalities: tuple[Modality, ...]
    count: int  # normal samples behind it
    frequency: NDArray[np.float32]  # [M, S, K, R] how often a leader is kept, 0..1
    probability: NDArray[np.float32]  # [M, S, K, R] mean gate probability
    limit: float  # distances above are unlike the category
    false_alarm_rate: float  # at most this share of further normals raises the alarm, on average
    held_out: int  # normals that the limit was fitted on


def gate_entropy(probabilities: NDArray[np.float32]) -> NDArray[np.float64]:
    """Shannon entropy in bits over the last axis."""
    p = probabilities.astype(np.float64)
    return np.asarray(-(p * np.log2(np.where(p > 0, p, 1.0))).sum(axis=-1))


def gate_margin(probabilities: NDArray[np.float32], kept: int) -> NDArray[np.float64]:
    """How far the last kept leader lies before the first that was dropped: probabilities [..., R] to 0..1."""
    ordered = -np.sort(-probabilities.astype(np.float64), axis=-1)
    if kept >= ordered.shape[-1]:
        return np.asarray(ordered[..., -1])
    return np.asarray(ordered[..., kept - 1] - ordered[..., kept])


def cause_in_words(parts: NDArray[np.float32], modalities: Sequence[Modality]) -> str:
    """ "84 % infrared, mostly scale 2" from parts [M, S]."""
    total = float(parts.sum())
    if total <= 0:
        return "no sensor sees anything beyond normal"
    shares = parts / total
    slot = int(shares.sum(axis=1).argmax())
    scale = int(shares[slot].argmax())
    own = shares[slot, scale] / max(float(shares[slot].sum()), 1e-12)
    label = modality_info(modalities[slot]).label
    name = label if label.isupper() or len(label.split()) > 1 else label.lower()
    where = f"mostly scale {scale + 1}" if own > 0.5 else f"scale {scale + 1} before the others"
    return f"{100 * float(shares[slot].sum()):.0f} % {name}, {where}"


class Prober(Protocol):
    """One image or slice held open on the model lane, so that its experts can be changed and the map follows at once.

    Every method may raise DeviceError when memory runs out.
    """

    loaded: LoadedSample
    category: str  # the recipe that judged the sample; empty: raw
    slice_index: int  # which slice of a volume is probed
    modalities: tuple[Modality, ...]
    leaders: NDArray[np.int64]  # [M, S, K, kept] best first
    weights: NDArray[np.float32]  # [M, S, K, kept]
    probabilities: NDArray[np.float32]  # [M, S, K, R]

    def apply(self, changes: Sequence[Change]) -> ProbeOutcome:
        """Map, score, verdict and regions under some changes."""

    def control(self, change: Change) -> Change | None:
        """The same change done to a part drawn at random; None where there is no other such part."""

    def contributions(self, slot: int, scale: int) -> tuple[Contribution, ...]:
        """What every expert of one sensor and scale gives to its branch, the strongest first."""

    def score_cause(self) -> Cause:
        """Which sensor and scale made the image (or slice) score."""

    def region_causes(self, regions: Sequence[Region], level: float) -> tuple[Cause, ...]:
        """Which sensor and scale made each region of this slice, as found at a level of the map."""

    def nearest_normal(self, slot: int, position: tuple[int, int]) -> NearestNormal | None:
        """The normal patches of the category that are most like a place, seen by one sensor.

        `position` is (x, y) in the first view. None: the model file keeps no patches of this category and sensor.
        """

    def sweep(
        self, report: ReportProgress = ignore_progress, token: CancelToken | None = None
    ) -> tuple[LeaderEffect, ...]:
        """The effect of every kept leader on the score, the strongest first, each with a random control."""
