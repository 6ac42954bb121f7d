"""Decisions that the database would not take: kept in a file beside it until it does."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Sequence
from pathlib import Path

from core.errors import StorageError
from core.store.bodies import DecisionError, decision_body, decision_of
from core.store.store import ReviewStore
from core.verdicts import Decision, canonical_json, digest

log = logging.getLogger(__name__)


class Outbox:
    """A file of waiting decisions, one JSON line each with its own hash; a line cut short by a crash is told apart.

    Args:
        path: Should be on another disk than the database where there is one. Where it cannot be written either, the
            decisions stay in memory and `is_safe` says so.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_safe = True
        self.waiting: list[Decision] = self._read()

    def _read(self) -> list[Decision]:
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        except OSError as error:
            log.warning("outbox: %s", error)
            self.is_safe = False
            return []
        found = []
        for line in lines:
            try:
                entry = json.loads(line)
                if entry["hash"] == digest(entry["decision"]):
                    found.append(decision_of(entry["decision"]))
            except (ValueError, KeyError, TypeError):
                log.warning("outbox: a line was cut short")
        return found

    def keep(self, chosen: Sequence[Decision]) -> None:
        """Add decisions; never raises."""
        self.waiting += chosen
        lines = "".join(_line(decision) for decision in chosen)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as file:
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            log.warning("outbox: %s", error)
            self.is_safe = False

    def deliver(self, store: ReviewStore) -> tuple[int, list[DecisionError]]:
        """Hand everything to the store, oldest first; returns how many it took and what it refused for good.

        Raises StorageError when the store still cannot write; what it did not take stays here.
        """
        taken, refused = 0, list[DecisionError]()
        while self.waiting:
            try:
                store.decide(self.waiting[:1])
                taken += 1
            except DecisionError as error:
                refused.append(error)
            except StorageError:
                self._rewrite()
                raise
            del self.waiting[0]
        self._rewrite()
        return taken, refused

    def _rewrite(self) -> None:
        try:
            if not self.waiting:
                self.path.unlink(missing_ok=True)
                return
            partial = self.path.with_name(f"{self.path.name}.part")
            partial.write_text("".join(_line(decision) for decision in self.waiting), encoding="utf-8")
            partial.replace(self.path)
        except OSError as error:
            log.warning("outbox: %s", error)
            self.is_safe = False


def _line(decision: Decision) -> str:
    body = decision_body(decision)
    return canonical_json({"decision": body, "hash": digest(body)}) + "\n"
