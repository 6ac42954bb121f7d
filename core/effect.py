"""What a threshold does to a whole queue, fast enough to follow a dragged line: all is looked up in sorted arrays."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

GOOD, DEFECTIVE, UNLABELLED = 0, 1, -1
PASS, REVIEW, REJECT = 0, 1, 2
CURVE_POINTS = 400


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """The queue at one pair of thresholds."""

    passed: int
    review: int
    rejected: int
    confusion: NDArray[np.int64]  # [2, 3] labelled parts: good, defective x pass, review, reject

    @property
    def labelled(self) -> int:
        """Parts whose truth is known."""
        return int(self.confusion.sum())

    @property
    def escapes(self) -> int:
        """Defective parts that would pass."""
        return int(self.confusion[DEFECTIVE, PASS])

    @property
    def false_alarms(self) -> int:
        """Good parts that would be rejected."""
        return int(self.confusion[GOOD, REJECT])

    @property
    def f1(self) -> float | None:
        """F1 of reviewing or rejecting; None without labelled defects."""
        defective = int(self.confusion[DEFECTIVE].sum())
        if not defective:
            return None
        found = int(self.confusion[DEFECTIVE, REVIEW:].sum())
        return 2.0 * found / (found + int(self.confusion[GOOD, REVIEW:].sum()) + defective)


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """ROC and precision-recall of labelled parts, at most 400 points each, by falling threshold."""

    thresholds: NDArray[np.float32]
    false_alarm_rate: NDArray[np.float64]
    recall: NDArray[np.float64]
    precision: NDArray[np.float64]
    auroc: float


class QueueEffect:
    """Sorted scores of a queue.

    Args:
        numbers: [N] the parts.
        scores: [N] NaN where a part was not inspected; such parts are left out.
        labels: [N] GOOD, DEFECTIVE or UNLABELLED.
        comparable: [N] whether the score is of the model whose thresholds are moved; others are counted in `left_out`
            and nowhere else. None: all are.
    """

    def __init__(
        self,
        numbers: NDArray[np.int64],
        scores: NDArray[np.floating],
        labels: NDArray[np.integer],
        comparable: NDArray[np.bool_] | None = None,
    ) -> None:
        known = np.isfinite(scores)
        self.left_out = 0
        if comparable is not None:
            self.left_out = int((known & ~comparable).sum())
            known &= comparable
        values = np.asarray(scores, dtype=np.float64)[known]
        order = np.argsort(values, kind="stable")
        self.scores = values[order]
        self.numbers: NDArray[np.int64] = np.asarray(numbers, dtype=np.int64)[known][order]
        self.labels = np.asarray(labels)[known][order]
        self._good = self.scores[self.labels == GOOD]
        self._defective = self.scores[self.labels == DEFECTIVE]

    def __len__(self) -> int:
        return len(self.scores)

    def at(self, review: float, anomaly: float) -> Effect:
        """Counts at two thresholds; a part at a threshold is over it."""
        return Effect(
            *_split(self.scores, review, anomaly),
            np.array([_split(self._good, review, anomaly), _split(self._defective, review, anomaly)]),
        )

    def cell(self, label: int, outcome: int, review: float, anomaly: float) -> NDArray[np.int64]:
        """The parts of one cell of the confusion matrix, highest score first."""
        first, last = self._range(outcome, review, anomaly)
        inside = self.labels[first:last] == label
        return np.flip(self.numbers[first:last][inside])

    def parts(self, outcome: int, review: float, anomaly: float) -> NDArray[np.int64]:
        """The parts that pass, go to review or are rejected, highest score first."""
        first, last = self._range(outcome, review, anomaly)
        return np.flip(self.numbers[first:last])

    def changes(self, before: tuple[float, float], after: tuple[float, float]) -> NDArray[np.int64]:
        """[3, 3] how many parts went from one outcome (row) to another (column) between two pairs of thresholds."""
        table = np.zeros((3, 3), dtype=np.int64)
        edges = np.unique(
            np.concatenate(
                [[0, len(self.scores)], np.searchsorted(self.scores, [*_ordered(*before), *_ordered(*after)])]
            )
        )
        for first, last in pairwise(edges.tolist()):
            score = self.scores[first]
            table[_outcome(score, *before), _outcome(score, *after)] += last - first
        return table

    def changed_parts(self, before: tuple[float, float], after: tuple[float, float]) -> NDArray[np.int64]:
        """The parts whose outcome differs, highest score first."""
        first = np.searchsorted(_ordered(*before), self.scores, side="right")
        second = np.searchsorted(_ordered(*after), self.scores, side="right")
        return np.flip(self.numbers[first != second])

    def curves(self) -> Curves | None:
        """ROC and precision-recall; None unless good and defective parts are labelled."""
        if not len(self._good) or not len(self._defective):
            return None
        steps = np.unique(np.concatenate([self._good, self._defective]))[::-1]
        if len(steps) > CURVE_POINTS:
            steps = steps[np.linspace(0, len(steps) - 1, CURVE_POINTS).round().astype(int)]
        false = len(self._good) - np.searchsorted(self._good, steps)
        found = len(self._defective) - np.searchsorted(self._defective, steps)
        left = np.searchsorted(self._good, self._defective, side="left")
        right = np.searchsorted(self._good, self._defective, side="right")
        auroc = float((left + right).sum() / 2 / (len(self._good) * len(self._defective)))  # ties count half
        return Curves(
            steps.astype(np.float32),
            false / len(self._good),
            found / len(self._defective),
            found / np.maximum(found + false, 1),
            auroc,
        )

    def _range(self, outcome: int, review: float, anomaly: float) -> tuple[int, int]:
        low, high = np.searchsorted(self.scores, _ordered(review, anomaly))
        edges = (0, int(low), int(high), len(self.scores))
        return edges[outcome], edges[outcome + 1]


def _ordered(review: float, anomaly: float) -> tuple[float, float]:
    return min(review, anomaly), anomaly


def _split(ordered: NDArray[np.float64], review: float, anomaly: float) -> tuple[int, int, int]:
    low, high = (int(place) for place in np.searchsorted(ordered, _ordered(review, anomaly)))
    return low, high - low, len(ordered) - high


def _outcome(score: float, review: float, anomaly: float) -> int:
    if score >= anomaly:
        return REJECT
    return REVIEW if score >= min(review, anomaly) else PASS
