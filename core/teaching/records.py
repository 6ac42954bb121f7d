"""What teaching tells its caller: findings about the good parts, and what became of the model. No torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from core.errors import ConfigError
from core.records import CategoryCalibration, Modality, Problem, Sample

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEWEST_PARTS = 5  # below, no spread can be measured


class FindingKind(StrEnum):
    """What may be wrong with a part that is said to be good."""

    DUPLICATE = "duplicate"  # the same files as another part
    SIMILAR = "similar"  # nearly the same picture as another part
    BLURRED = "blurred"
    LIGHT = "light"  # lit unlike the others
    SIZE = "size"  # another shape of picture
    SENSORS = "sensors"  # other sensors than most
    DEFECTIVE = "defective"  # far from normal as the other parts define it


MUST_LEAVE = frozenset({FindingKind.DUPLICATE, FindingKind.SENSORS})  # never taught, whatever the user says


@dataclass(frozen=True, slots=True)
class Finding:
    """One doubt about one part."""

    sample_id: str
    kind: FindingKind
    reason: str  # one sentence with the numbers behind it

    @property
    def is_final(self) -> bool:
        """Whether the part cannot be used at all."""
        return self.kind in MUST_LEAVE


@dataclass(frozen=True, slots=True)
class GoodCheck:
    """Good parts looked at before teaching; sample ids are unique here."""

    samples: tuple[Sample, ...]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]  # files that could not be read

    def usable(self, leave_out: frozenset[str] = frozenset()) -> tuple[Sample, ...]:
        """The samples without those that cannot be used and those that are not wanted."""
        gone = leave_out | {finding.sample_id for finding in self.findings if finding.is_final}
        return tuple(sample for sample in self.samples if sample.sample_id not in gone)

    @property
    def doubtful(self) -> frozenset[str]:
        """Ids of all samples with a finding."""
        return frozenset(finding.sample_id for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachConfig:
    """How a category is taught; recorded in the model file."""

    versions: int = 3
    """Versions of every part that new leaders are trained on, the unchanged one included."""
    slice_step: int = 3
    """Every how many slices of a volume are used."""
    folds: int = 5
    """A part is scored by statistics of the parts outside its fold."""
    seed: int = 0
    """Of the versions."""
    leaders: int = 0
    """New leaders a gate, tried where the parts route like nothing known; 0: the network stays as it is."""
    steps: int = 60
    """Optimiser steps of new leaders."""
    keeps_pictures: bool = True
    """Whether small pictures of normal patches travel with the model; without, their files are named instead."""

    def __post_init__(self) -> None:
        if self.leaders < 0 or self.leaders == 1 or self.steps < 1:
            raise ConfigError("leaders must be 0 or at least 2 (a gate keeps two), steps at least 1.")
        if self.versions < 1 or self.slice_step < 1 or self.folds < 2:
            raise ConfigError("versions and slice_step must be at least 1, folds at least 2.")


@dataclass(frozen=True, slots=True)
class OldCategory:
    """A category that the model knew before: its normal scores and recognition, before and after."""

    category: str
    modalities: tuple[Modality, ...]
    median: tuple[float, float]  # normal image score, before and after
    high: tuple[float, float]  # its 95 % quantile
    threshold: tuple[float, float]  # from which the verdict is Anomaly
    recognised: tuple[float, float]  # share of its kept normals that are taken for it without being told
    taken: int  # kept normals that would now be taken for the new category
    kept: int  # normals that this was tried on
    is_identical: bool  # whether every number that its map and score are made of is bit for bit what it was
    rescored: tuple[float, float] | None = None  # median score of its remembered normals, before and after
    largest_change: float = 0.0  # of their maps, relative to the largest value of each


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """What came out: a new model file beside the old one."""

    category: str
    model: Path
    calibration: CategoryCalibration
    parts: int
    old: tuple[OldCategory, ...]
    supported: float  # share of further good parts above the highest of these, on average at most
    sure: float  # the share that it stays below with 95 % certainty
    parent_sha256: str
    problems: tuple[Problem, ...]
    seconds: float
    notes: tuple[str, ...] = ()  # what was decided on the way, in sentences

    @property
    def promise(self) -> str:
        """What the sample supports, in words."""
        return (
            f"{self.parts} good parts support a false-alarm rate of {100 * self.supported:.1f} % on average; with 95 % "
            f"certainty it stays below {100 * self.sure:.1f} %. The threshold is set for "
            f"{100 * self.calibration.false_alarm_rate:.1f} %."
        )


class Curve(StrEnum):
    """What is drawn while teaching goes on."""

    SCORE = "score"  # of a part, by statistics that never saw it
    LOSS = "loss"  # of new leaders, on the parts they learn from
    UNSEEN = "unseen"  # the same on held-out parts


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """The map of one good part as the category stands now."""

    sample_id: str
    picture: NDArray[np.uint8]  # [H, W, 3] of the first sensor as the network sees it
    anomaly_map: NDArray[np.float32]  # [H, W], 1 being the usual highest value of a good part
    words: str


class TeachWatcher(Protocol):
    """Somebody who looks on while a category is taught. All methods are called by the teaching thread."""

    def wanted(self) -> str:
        """Id of the part to preview; empty: none."""

    def drew(self, curve: Curve, place: int, value: float) -> None:
        """A further point of a curve."""

    def previewed(self, preview: Preview) -> None:
        """The map of the wanted part, as far as things stand."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A run of teaching that was cut and can be gone on with."""

    category: str
    model: Path
    out: Path
    samples: tuple[Sample, ...]
    settings: TeachConfig
    done: int  # parts whose features are kept
    begun: str  # ISO 8601, UTC


@dataclass(frozen=True, slots=True)
class Certificate:
    """How far a model's golden maps, computed again here, are from those of the machine that made it."""

    device: str
    deviations: Mapping[str, float]  # by golden sample, relative to its map's largest value
    tolerance: float
    seconds: float
    refused_above: float = 0.1

    @property
    def largest(self) -> float:
        """The largest deviation."""
        return max(self.deviations.values(), default=0.0)

    @property
    def holds(self) -> bool:
        """Whether the model computes here what it computed where it was made."""
        return self.largest <= self.tolerance

    @property
    def is_usable(self) -> bool:
        """Whether it may be used, with a warning where it does not hold: a few close gates fell otherwise here."""
        return self.largest <= self.refused_above

    @property
    def sentence(self) -> str:
        """The result in words."""
        count = len(self.deviations)
        return (
            f"{count} golden maps computed again on {self.device}: largest deviation {100 * self.largest:.2g} % "
            f"({100 * self.tolerance:.2g} % {'allowed' if self.holds else 'would be rounding'})"
        )
