"""What the model library tells the window: facts of models, two models side by side, effects on the record, evaluation.

No torch: this file is a part of the seam between core and app.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.records import Modality, Problem, Sample, Verdict


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What a model file says of itself, and where it comes from."""

    path: Path
    sha256: str
    bytes: int
    changed: float  # seconds since 1970
    preset: str
    leaders: int
    categories: Mapping[str, tuple[Modality, ...]]
    facts: Mapping[str, str]
    steps: tuple[Mapping[str, Any], ...]  # of `core.lineage`, oldest first; Any: JSON
    memory_bytes: int  # remembered normals
    is_proven: bool  # whether golden maps travel along
    is_shipped: bool = False

    @property
    def parent_sha256(self) -> str:
        """Hash of the file it was made from; empty for a trained one."""
        return str(self.steps[-1].get("parent_sha256", "")) if self.steps else ""

    @property
    def origin(self) -> str:
        """The last thing done to it, in words."""
        if not self.steps:
            return "trained" if self.facts.get("steps") else "imported"
        last = self.steps[-1]
        action = str(last.get("action", "taught"))
        count = len(last.get("samples", {}))
        what = f" {last['category']}" if last.get("category") else ""
        return f"{action}{what}, {count:,} sample{'' if count == 1 else 's'}"


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What one model says of a sample."""

    category: str
    score: float
    threshold: float | None
    verdict: Verdict
    anomaly_map: NDArray[np.float32]  # [H, W] of the picture; of a volume its hottest slice


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """One sample as two models see it."""

    sample: Sample
    picture: NDArray[np.uint8]  # [H, W, 3]
    first: Judged
    second: Judged

    @property
    def is_changed(self) -> bool:
        """Whether the verdicts differ."""
        return self.first.verdict is not self.second.verdict


@dataclass(frozen=True, slots=True)
class ComparedModels:
    """All samples, and those that could not be read."""

    samples: tuple[Compared, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """A recorded part that would be judged otherwise."""

    number: int
    sample: Sample
    category: tuple[str, str]  # recipe before and after
    score: tuple[float, float]
    verdict: tuple[str, str]
    opinion: str  # of the reader in force; empty: none

    @property
    def contradicts(self) -> bool:
        """Whether the new verdict speaks against what a reader decided."""
        return (self.opinion, self.verdict[1]) in (("accept", "anomaly"), ("reject", "normal"))


@dataclass(frozen=True, slots=True)
class RecordEffect:
    """What inspecting recorded parts again would change."""

    looked_at: int
    total: int  # recorded parts with a result
    changed: tuple[ChangedPart, ...]
    moved: int = 0  # parts whose score would differ by more than rounding
    problems: tuple[Problem, ...] = ()

    @property
    def sentence(self) -> str:
        """The outcome in words."""
        of = f"{self.looked_at:,} recorded part{'' if self.looked_at == 1 else 's'}" + (
            f" (the newest of {self.total:,})" if self.total > self.looked_at + len(self.problems) else ""
        )
        if not self.total:
            return "Nothing is recorded yet that could change."
        if not self.changed:
            return f"{of} inspected again: every stored verdict stays."
        against = sum(part.contradicts for part in self.changed)
        word = "verdict" if len(self.changed) == 1 else "verdicts"
        tail = f", {against:,} against what a reader decided" if against else ""
        return f"{of} inspected again: {len(self.changed):,} stored {word} would change{tail}."


@dataclass(frozen=True, slots=True)
class EvaluatedPart:
    """One labelled sample."""

    sample: Sample
    is_anomalous: bool
    category: str
    score: float
    threshold: float | None
    verdict: str

    @property
    def badness(self) -> float:
        """How wrong: how far the score lies on the wrong side, relative to the threshold; negative where right."""
        if self.threshold is None or self.threshold <= 0:
            return 0.0
        distance = float(np.log(max(self.score, 1e-9) / self.threshold))
        return -distance if self.is_anomalous else distance


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """Metric rows as `evaluate --json` prints them, and every sample, the worst first."""

    rows: tuple[Mapping[str, object], ...]
    parts: tuple[EvaluatedPart, ...]
    problems: tuple[Problem, ...]
    model: str = ""
    samples: tuple[Sample, ...] = ()


class MarkKind(StrEnum):
    """What somebody says of a place that the model judges otherwise."""

    FALSE_ALARM = "false alarm"
    MISSED = "missed spot"


@dataclass(frozen=True, slots=True)
class MarkPlace:
    """Which place: the region of the map around a point, or a circle."""

    x: int  # column of the first view
    y: int
    slice_index: int = 0
    radius: int = 0  # px; 0: the connected region at or above `threshold`
    threshold: float = 0.0  # map value


@dataclass(frozen=True, slots=True, eq=False)
class MarkProposal:
    """What a mark would do to the part it is made on; nothing is changed yet."""

    kind: MarkKind
    category: str
    reason: str
    sample: Sample
    peak: tuple[float, float]  # largest map value at the place, before and after
    score: tuple[float, float]
    verdict: tuple[str, str]
    threshold: float
    sensitivity: float  # share of another kind of deviation that still counts at the place, 0..1
    gain: float
    area_px: int
    anomaly_map: NDArray[np.float32]  # of the part with the mark
    mark: object  # core.marks.Mark

    @property
    def sentence(self) -> str:
        """The effect in words."""
        words = (
            f"There the map goes from {self.peak[0]:.2f} to {self.peak[1]:.2f} (threshold {self.threshold:.2f}), "
            f"the part's score from {self.score[0]:.2f} to {self.score[1]:.2f}, {self.verdict[0]} → {self.verdict[1]}."
        )
        if self.kind is MarkKind.FALSE_ALARM:
            return (
                f"{words} Of any other deviation there {100 * self.sensitivity:.0f} % still counts; everywhere else "
                "nothing changes."
            )
        return f"{words} This kind of deviation counts {self.gain:g} times there; everywhere else nothing changes."
