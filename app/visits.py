"""Samples that were looked at, kept in memory so that going back to one is instant."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace

from app.prepare import PreparedOverlay, PreparedViews, memory_size
from core.records import InspectionResult, LoadedSample

LIMIT_BYTES = 300_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Visit:
    """A loaded sample and, once inspected, its result."""

    loaded: LoadedSample
    pictures: PreparedViews
    result: InspectionResult | None = None
    colours: PreparedOverlay | None = None

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return memory_size(self.loaded, self.result)


class Visits:
    """The samples visited last, as many as fit into a limit; the newest is always kept."""

    def __init__(self, limit_bytes: int = LIMIT_BYTES) -> None:
        self._limit = limit_bytes
        self._visits: OrderedDict[str, Visit] = OrderedDict()

    def __len__(self) -> int:
        return len(self._visits)

    def get(self, key: str) -> Visit | None:
        """The visit of a sample, which thereby becomes the newest."""
        if key in self._visits:
            self._visits.move_to_end(key)
        return self._visits.get(key)

    def put(self, key: str, visit: Visit) -> None:
        """Keep a visit; the oldest go where there is no room."""
        self._visits[key] = visit
        self._visits.move_to_end(key)
        while len(self._visits) > 1 and sum(kept.size for kept in self._visits.values()) > self._limit:
            self._visits.popitem(last=False)

    def add_result(self, key: str, result: InspectionResult, colours: PreparedOverlay) -> None:
        """Add the result of a sample that is still kept."""
        visit = self._visits.get(key)
        if visit is not None:
            self.put(key, replace(visit, result=result, colours=colours))

    def drop_results(self) -> None:
        """Forget results, which another model or recipe made meaningless; pixels stay."""
        for key, visit in self._visits.items():
            self._visits[key] = replace(visit, result=None, colours=None)
