"""How far two readers agree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.verdicts import Opinion

ORDER = tuple(Opinion)


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """Cohen's kappa of two readers over the parts that both read."""

    table: NDArray[np.int64]  # [3, 3] first reader x second reader, in the order of ORDER
    kappa: float | None  # None: nothing read twice, or chance alone explains every agreement
    low: float | None  # of the 95 % interval (large-sample standard error)
    high: float | None

    @property
    def count(self) -> int:
        """Parts read by both."""
        return int(self.table.sum())

    @property
    def disagreements(self) -> int:
        """Parts on which they differ."""
        return self.count - int(np.trace(self.table))


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Kappa of (first, second) opinions."""
    table = np.zeros((len(ORDER), len(ORDER)), dtype=np.int64)
    for first, second in pairs:
        table[ORDER.index(Opinion(first)), ORDER.index(Opinion(second))] += 1
    total = int(table.sum())
    if not total:
        return Agreement(table, None, None, None)
    observed = float(np.trace(table)) / total
    chance = float((table.sum(axis=0) / total) @ (table.sum(axis=1) / total))
    if chance >= 1.0:
        return Agreement(table, None, None, None)
    kappa = (observed - chance) / (1.0 - chance)
    error = math.sqrt(observed * (1.0 - observed) / total) / (1.0 - chance)
    return Agreement(table, kappa, max(kappa - 1.96 * error, -1.0), min(kappa + 1.96 * error, 1.0))
