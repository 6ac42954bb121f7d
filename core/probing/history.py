"""How inspected samples were routed, as the record keeps it, and whether a category drifts. Numpy only; for the window.

The drift chart is an exponentially weighted moving average of the distance to normal routing (Roberts, 1959). Its
limits lie four standard deviations of that average from the first samples' median, their own uncertainty included: of
steady categories one in twenty leaves them within 100 samples; a shift by two standard deviations takes about six.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.probing.records import CategoryRouting
from core.records import Modality

BASELINE = 20  # first samples of a category, from which its usual distance and spread are taken
WEIGHT = 0.2  # of the newest sample in the average
WIDTH = 4.0  # standard deviations


@dataclass(frozen=True, slots=True, eq=False)
class RoutedPart:
    """The latest inspection of one part, as far as its routing goes."""

    key: str  # of the part, as `core.verdicts.part_key` gives it
    sample_id: str
    category: str
    modalities: tuple[Modality, ...]
    made_at: str  # ISO 8601, UTC
    leaders: NDArray[np.int64]  # [M, S, K, kept] of the image, or of a volume's hottest slice
    distance: float | None  # to normal routing, in units of the alarm's limit


@dataclass(frozen=True, slots=True, eq=False)
class Drift:
    """A control chart of one category."""

    average: NDArray[np.float64]  # [n] after every sample, in the order of inspection
    centre: float
    low: NDArray[np.float64]  # [n] limits
    high: NDArray[np.float64]
    first_outside: int | None  # index of the first sample at which the average lies outside

    @property
    def is_drifting(self) -> bool:
        """Whether the average lies outside its limits now."""
        return bool(not self.low[-1] <= self.average[-1] <= self.high[-1])


def routings(parts: Sequence[RoutedPart], leaders: int) -> tuple[CategoryRouting, ...]:
    """How often the inspected samples of every category keep each leader; categories in alphabetical order.

    Args:
        parts: Those of a category with other sensors than its first are left out.
        leaders: R of the model.
    """
    groups: dict[str, list[RoutedPart]] = defaultdict(list)
    for part in parts:
        own = groups[part.category]
        if not own or (own[0].modalities == part.modalities and own[0].leaders.shape == part.leaders.shape):
            own.append(part)
    records = []
    for category, own in sorted(groups.items()):
        stacked = np.stack([part.leaders for part in own])  # [n, M, S, K, kept]
        frequency = (stacked[..., None] == np.arange(leaders)).any(axis=-2).mean(axis=0).astype(np.float32)
        share = frequency / stacked.shape[-1]
        records.append(CategoryRouting(category, own[0].modalities, len(own), frequency, share, 1.0, 0.0, 0))
    return tuple(records)


def drift(distances: Sequence[float]) -> Drift | None:
    """The control chart of distances in the order of inspection; None for too few to know what is usual."""
    values = np.asarray(distances, np.float64)
    if len(values) <= BASELINE:
        return None
    first = values[:BASELINE]
    centre = float(np.median(first))
    spread = max(1.4826 * float(np.median(np.abs(first - centre))), 1e-6)  # robust: a defect moves the routing
    average = np.empty(len(values))
    last = centre
    for index, value in enumerate(np.clip(values, centre - 4 * spread, centre + 4 * spread)):  # one part is no drift
        last = average[index] = WEIGHT * value + (1.0 - WEIGHT) * last
    steps = np.arange(1, len(values) + 1)
    of_average = WEIGHT / (2.0 - WEIGHT) * (1.0 - (1.0 - WEIGHT) ** (2 * steps))
    reach = WIDTH * spread * np.sqrt(of_average + np.pi / 2 / BASELINE)  # a median's variance is pi / 2 n
    outside = np.flatnonzero(np.abs(average - centre) > reach)
    outside = outside[outside >= BASELINE]
    return Drift(average, centre, centre - reach, centre + reach, int(outside[0]) if len(outside) else None)


def linkage(distances: NDArray[np.float64]) -> list[tuple[int, int, float]]:
    """Single linkage of a symmetric matrix [n, n]: merges (a, b, height), a new cluster numbered n, n + 1, ...

    Infinite distances are merged last, at 1.
    """
    clusters: dict[int, list[int]] = {index: [index] for index in range(len(distances))}
    merges: list[tuple[int, int, float]] = []
    while len(clusters) > 1:
        names = list(clusters)
        pairs = [
            (min(distances[a, b] for a in clusters[x] for b in clusters[y]), x, y)
            for place, x in enumerate(names)
            for y in names[place + 1 :]
        ]
        height, x, y = min(pairs)
        clusters[len(distances) + len(merges)] = clusters.pop(x) + clusters.pop(y)
        merges.append((x, y, float(min(height, 1.0))))
    return merges
