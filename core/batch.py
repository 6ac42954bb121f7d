"""Inspect many samples: readers, model and writer overlap, a kill costs at most what was in hand, no fault stops it.

On a processor several parts are inspected side by side, with a share of the cores each.

The output folder holds `batch.db` (the review store; or a shared one by URL, from which several stations take parts),
`maps/` and `details/` by part, and at the end `results.csv`, `results.json` and `summary.json`.
"""

from __future__ import annotations

import io
import json
import logging
import os
import queue
import socket
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from core.batch_tables import write_tables
from core.errors import Cancelled, StorageError, UserFacingError
from core.export import check_writable, file_stem, write_atomically
from core.fingerprint import input_hashes
from core.progress import CancelToken, Progress, ReportProgress, ignore_progress
from core.records import InspectionResult, LoadedSample, ModelInfo, Sample
from core.reporting import nameless, shows_names
from core.store.bodies import details_of, result_body
from core.store.parts import Claim
from core.store.store import ReviewStore
from core.verdicts import Json, canonical_json

log = logging.getLogger(__name__)

READERS = 2
AHEAD = 4  # parts claimed and read before the model needs them; results that wait to be written

Inspect = Callable[[LoadedSample, CancelToken], InspectionResult]
Load = Callable[[Sample, CancelToken], LoadedSample]


@dataclass(frozen=True, slots=True)
class Summary:
    """How a run ended."""

    done: int  # in this run
    before: int  # had a result already
    elsewhere: int  # done or in hand by other stations
    verdicts: dict[str, int]  # of all parts with a result
    faults: tuple[tuple[str, str], ...]  # sample id and sentence, of this run
    seconds: float
    seconds_model: float  # of inspecting alone, added up over parts inspected side by side

    def to_dict(self) -> dict[str, Json]:
        """JSON-ready form."""
        return {
            "done": self.done,
            "before": self.before,
            "elsewhere": self.elsewhere,
            "verdicts": dict(self.verdicts),
            "faults": [{"sample": name, "message": message} for name, message in self.faults],
            "seconds": round(self.seconds, 3),
            "seconds_model": round(self.seconds_model, 3),
            "parts_per_second": round(self.done / self.seconds, 3) if self.seconds else None,
        }


@dataclass(frozen=True, slots=True, eq=False)
class _InHand:
    claim: Claim
    read: Future[tuple[LoadedSample, dict[str, dict[str, Json]]]]
    inspected: Future[float]  # seconds


@dataclass(slots=True)
class _Tally:
    done: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)
    seconds_model: float = 0.0


def station_name() -> str:
    """This process among all stations: machine and process, so that a dead one's claims can be told."""
    return f"{socket.gethostname()}:{os.getpid()}"


class Batch:
    """One run over a list of samples.

    Args:
        store: Where results go; its station should be `station_name()`.
        out: Folder for maps, details, tables.
        model: Which model; a resumed run refuses another.
        inspect: Called on `at_once` threads of its own.
        load: Called on reader threads.
        at_once: Parts inspected side by side, see `core.device.share_cores`.
        names: Whether file names and tables name the parts; None: products yes, patients no. The record always does.
    """

    def __init__(
        self,
        store: ReviewStore,
        out: Path,
        model: ModelInfo,
        inspect: Inspect,
        load: Load,
        names: bool | None = None,
        at_once: int = 1,
    ) -> None:
        self._store, self._out, self._model, self._inspect, self._load = store, out, model, inspect, load
        self._names, self._at_once = names, at_once

    def run(
        self,
        samples: Sequence[Sample],
        *,
        resume: bool = False,
        report: ReportProgress = ignore_progress,
        token: CancelToken | None = None,
        on_result: Callable[[InspectionResult, dict[str, Json]], None] = lambda _result, _record: None,
    ) -> Summary:
        """Inspect what has no result yet.

        Args:
            resume: Go on with what is there; without it, a folder with results is refused.
            on_result: Called on the writer's thread after a result was recorded.

        Raises:
            StorageError: No room or no permission; what was recorded stays, resume later.
            Cancelled: By the token, after what was in hand was given back.
        """
        token = token or CancelToken()
        check_writable(self._out / "maps" / "probe")
        self._prepare(samples, resume)
        before = self._store.count("done")
        total = before + self._store.count("waiting")
        tally, begun = _Tally(), time.perf_counter()
        writer = _Writer(self._record, on_result)
        hand: list[_InHand] = []
        with (
            ThreadPoolExecutor(READERS, thread_name_prefix="reader") as readers,
            ThreadPoolExecutor(self._at_once, thread_name_prefix="model") as models,
        ):
            try:
                while self._fill(hand, readers, models, writer, token):
                    report(Progress(before + tally.done + len(tally.faults), total, hand[0].claim.sample.sample_id))
                    wait([part.inspected for part in hand], return_when=FIRST_COMPLETED)
                    for part in [part for part in hand if part.inspected.done()]:
                        self._count(part, tally)
                        hand.remove(part)
                    writer.raise_fault()
            finally:
                for part in hand:
                    part.read.cancel()
                    part.inspected.cancel()
                models.shutdown()  # what is being inspected is still written
                writer.close()
                for part in hand:
                    self._store.release(part.claim)
        writer.raise_fault()
        seconds = time.perf_counter() - begun
        elsewhere = max(self._store.count("done") - before - tally.done, 0)
        summary = Summary(
            tally.done,
            before,
            elsewhere,
            self._store.verdict_counts(),
            tuple(tally.faults),
            seconds,
            tally.seconds_model,
        )
        write_tables(self._store, self._out, self._names)
        write_atomically(self._out / "summary.json", json.dumps(summary.to_dict(), indent=1).encode())
        return summary

    def _prepare(self, samples: Sequence[Sample], resume: bool) -> None:
        store = self._store
        found = store.last_note("batch")
        if found is not None and not resume:
            raise StorageError(
                f"{self._out} holds a batch already.", hint="Go on with --resume, or name another folder."
            )
        if found is not None and found.get("model_sha256") != self._model.sha256:
            raise StorageError(
                f"The batch in {self._out} was begun with another model ({found.get('model')}).",
                hint="Use that model, or name another folder.",
            )
        store.release_dead()
        if resume:
            store.retry_failed()
        added = store.add_parts(samples)
        if found is None or added:
            facts: dict[str, Json] = {"model": self._model.name, "model_sha256": self._model.sha256, "parts": added}
            store.note("batch", facts)

    def _fill(
        self,
        hand: list[_InHand],
        readers: ThreadPoolExecutor,
        models: ThreadPoolExecutor,
        writer: _Writer,
        token: CancelToken,
    ) -> bool:
        """Claim parts until enough are in hand; False when there are none left."""
        token.raise_if_cancelled()
        while len(hand) < AHEAD + self._at_once - 1:
            claim = self._store.claim_inspection()
            if claim is None:
                break
            read = readers.submit(self._read, claim.sample, token)
            hand.append(_InHand(claim, read, models.submit(self._one, read, writer, token)))
        return bool(hand)

    def _read(self, sample: Sample, token: CancelToken) -> tuple[LoadedSample, dict[str, dict[str, Json]]]:
        return self._load(sample, token), input_hashes(sample, token)

    def _one(
        self,
        read: Future[tuple[LoadedSample, dict[str, dict[str, Json]]]],
        writer: _Writer,
        token: CancelToken,
    ) -> float:
        """Inspect one part and hand its result over; returns the seconds of inspecting."""
        loaded, inputs = read.result()
        token.raise_if_cancelled()
        begun = time.perf_counter()
        result = self._inspect(loaded, token)
        taken = time.perf_counter() - begun
        writer.put(loaded, result, inputs)
        return taken

    def _count(self, part: _InHand, tally: _Tally) -> None:
        """What became of a part whose inspection has ended. Raises Cancelled."""
        sample = part.claim.sample
        try:
            tally.seconds_model += part.inspected.result()
            tally.done += 1
        except Cancelled:
            raise
        except UserFacingError as error:
            self._fault(sample, error.sentence(), tally)
        except Exception as error:  # one bad file must never stop a batch
            log.exception("batch: %s", sample.log_name)
            self._fault(sample, f"Internal error: {error!r}.", tally)

    def _fault(self, sample: Sample, message: str, tally: _Tally) -> None:
        tally.faults.append((sample.sample_id, message))
        self._store.put_fault(sample, message)

    def _record(
        self, loaded: LoadedSample, result: InspectionResult, inputs: dict[str, dict[str, Json]]
    ) -> dict[str, Json]:
        """Files first, then the record that says they are there: a kill between costs a second inspection, no more."""
        from core.pictures import overlay, png

        details = details_of(result)
        body = result_body(result, self._model, inputs, details=details)
        shown = shows_names([result.sample], self._names)
        stem = f"{file_stem(result.sample.sample_id) if shown else 'part'}-{str(body['inputs_sha256'])[:8]}"
        buffer = io.BytesIO()
        np.save(buffer, result.anomaly_map.astype(np.float32), allow_pickle=False)
        write_atomically(self._out / "maps" / f"{stem}.npy", buffer.getvalue())
        write_atomically(self._out / "maps" / f"{stem}.png", png(overlay(loaded, result)))
        text = canonical_json(nameless(details, shown))
        write_atomically(self._out / "details" / f"{stem}.json", text.encode())
        body["map"] = f"maps/{stem}.npy"
        self._store.put_result(result.sample, body)
        return body


class _Writer:
    """A thread that records results while the model works on the next."""

    def __init__(
        self,
        record: Callable[[LoadedSample, InspectionResult, dict[str, dict[str, Json]]], dict[str, Json]],
        on_result: Callable[[InspectionResult, dict[str, Json]], None],
    ) -> None:
        self._record, self._on_result = record, on_result
        self._queue: queue.Queue[tuple[LoadedSample, InspectionResult, dict[str, dict[str, Json]]] | None]
        self._queue = queue.Queue(maxsize=AHEAD)
        self._fault: UserFacingError | None = None
        self._thread = threading.Thread(target=self._loop, name="writer", daemon=True)
        self._thread.start()

    def put(self, loaded: LoadedSample, result: InspectionResult, inputs: dict[str, dict[str, Json]]) -> None:
        """Hand a result over; waits while the writer is far behind."""
        self._queue.put((loaded, result, inputs))

    def close(self) -> None:
        """Wait until everything is recorded."""
        self._queue.put(None)
        self._thread.join()

    def raise_fault(self) -> None:
        """Raise what stopped the writer."""
        if self._fault is not None:
            raise self._fault

    def _loop(self) -> None:
        while (item := self._queue.get()) is not None:
            if self._fault is not None:
                continue  # drain: the batch stops at its next look
            try:
                self._on_result(item[1], self._record(*item))
            except UserFacingError as error:
                self._fault = error
            except Exception as error:  # last stop of the thread
                log.exception("batch writer")
                self._fault = StorageError(f"A result could not be recorded ({error!r}).", hint="The log says more.")
