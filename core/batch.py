"""Inspect many samples: readers, model and writer overlap, a kill costs at most what was in hand, no fault stops it.

The output folder holds `batch.db` (the review store; or a shared one by URL, from which several stations take parts),
`maps/` and `details/` by part, and at the end `results.csv`, `results.json` and `summary.json`.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import os
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from core.errors import Cancelled, StorageError, UserFacingError
from core.export import check_writable, describe, file_stem, write_atomically
from core.fingerprint import input_hashes
from core.progress import CancelToken, Progress, ReportProgress, ignore_progress
from core.records import InspectionResult, LoadedSample, ModelInfo, Sample
from core.reporting import are_medical, nameless, shows_names
from core.store.bodies import plain, result_body
from core.store.parts import Claim
from core.store.store import ReviewStore
from core.verdicts import Json, canonical_json

log = logging.getLogger(__name__)

READERS = 2
AHEAD = 4  # parts claimed and read before the model needs them
COLUMNS = (
    "sample_id", "category", "score", "threshold", "percentile", "verdict", "regions", "largest_mm2", "first_reader",
    "second_reader", "reason", "fault", "map", "key",
)  # fmt: skip

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
    seconds_model: float  # of these, the model's own

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


@dataclass(slots=True)
class _Read:
    claim: Claim
    loaded: Future[tuple[LoadedSample, dict[str, dict[str, Json]]]]


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
        inspect: Called on the caller's thread only.
        load: Called on reader threads.
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
    ) -> None:
        self._store, self._out, self._model, self._inspect, self._load = store, out, model, inspect, load
        self._names = names

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
        with ThreadPoolExecutor(READERS, thread_name_prefix="reader") as readers:
            hand: list[_Read] = []
            try:
                for read in self._reads(readers, hand, token):
                    report(Progress(before + tally.done + len(tally.faults), total, read.claim.sample.sample_id))
                    self._one(read, tally, writer, token)
                    writer.raise_fault()
            finally:
                for read in hand:
                    read.loaded.cancel()
                writer.close()
                for read in hand:
                    self._store.release(read.claim)
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

    def _reads(self, readers: ThreadPoolExecutor, hand: list[_Read], token: CancelToken) -> Iterator[_Read]:
        """Parts in the order they were claimed, the next ones being read meanwhile."""
        while True:
            token.raise_if_cancelled()
            while len(hand) < AHEAD:
                claim = self._store.claim_inspection()
                if claim is None:
                    break
                hand.append(_Read(claim, readers.submit(self._read, claim.sample, token)))
            if not hand:
                return
            yield hand[0]
            del hand[0]

    def _read(self, sample: Sample, token: CancelToken) -> tuple[LoadedSample, dict[str, dict[str, Json]]]:
        return self._load(sample, token), input_hashes(sample, token)

    def _one(self, read: _Read, tally: _Tally, writer: _Writer, token: CancelToken) -> None:
        sample = read.claim.sample
        try:
            loaded, inputs = read.loaded.result()
            begun = time.perf_counter()
            result = self._inspect(loaded, token)
            tally.seconds_model += time.perf_counter() - begun
        except Cancelled:
            raise
        except UserFacingError as error:
            self._fault(sample, error.sentence(), tally)
        except Exception as error:  # one bad file must never stop a batch
            log.exception("batch: %s", sample.log_name)
            self._fault(sample, f"Internal error: {error!r}.", tally)
        else:
            tally.done += 1
            writer.put(loaded, result, inputs)

    def _fault(self, sample: Sample, message: str, tally: _Tally) -> None:
        tally.faults.append((sample.sample_id, message))
        self._store.put_fault(sample, message)

    def _record(
        self, loaded: LoadedSample, result: InspectionResult, inputs: dict[str, dict[str, Json]]
    ) -> dict[str, Json]:
        """Files first, then the record that says they are there: a kill between costs a second inspection, no more."""
        from core.pictures import overlay, png

        body = result_body(result, self._model, inputs)
        shown = shows_names([result.sample], self._names)
        stem = f"{file_stem(result.sample.sample_id) if shown else 'part'}-{str(body['inputs_sha256'])[:8]}"
        buffer = io.BytesIO()
        np.save(buffer, result.anomaly_map.astype(np.float32), allow_pickle=False)
        write_atomically(self._out / "maps" / f"{stem}.npy", buffer.getvalue())
        write_atomically(self._out / "maps" / f"{stem}.png", png(overlay(loaded, result)))
        details = nameless({name: plain(value) for name, value in describe(result).items()}, shown)
        write_atomically(self._out / "details" / f"{stem}.json", canonical_json(details).encode())
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


def write_tables(store: ReviewStore, out: Path, names: bool | None = None) -> None:
    """results.csv and results.json of everything in the store; `names` as for `Batch`. Raises StorageError."""
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS)
    table.writeheader()
    rows = []
    for number, row in enumerate(store.table(), 1):
        sensors = str(row.pop("sensors")).split(",")
        if not (names if names is not None else not are_medical(sensors)):
            row |= {"sample_id": f"part {number}", "fault": "could not be inspected" if row["fault"] else ""}
        rows.append(row)
    table.writerows(rows)
    write_atomically(out / "results.csv", text.getvalue().encode())
    write_atomically(out / "results.json", json.dumps(rows, indent=1).encode())
