"""Feeds damaged files to a worker process and counts what becomes of them."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.fuzz.mutate import mutate
from tests.fuzz.seeds import Seed

MOST_SECONDS = 5.0  # of processor time: a busy machine is not the file's fault
_PATIENCE = 6  # times as much wall-clock time until a file counts as a hang
MOST_MEGABYTES = 1024.0
ROOT = Path(__file__).parents[2]


@dataclass
class Tally:
    """What became of the files of one format."""

    format: str
    files: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    largest: float = 0.0
    failures: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Count another run of the same format in."""
        self.files += other.files
        self.outcomes.update(other.outcomes)
        self.slowest, self.largest = max(self.slowest, other.slowest), max(self.largest, other.largest)
        self.failures += other.failures

    def row(self) -> str:
        """A row of the table in the documentation."""
        bad = sum(count for outcome, count in self.outcomes.items() if outcome not in ("read", "refused"))
        counts = f"{self.outcomes['read']:,} | {self.outcomes['refused']:,} | {bad}"
        return f"| {self.format} | {self.files:,} | {counts} | {self.slowest:.2f} | {self.largest:.0f} |"


class Worker:
    """The process that opens files; started anew after a crash or a hang."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str] = queue.Queue()

    def open(self, path: Path, seconds: float) -> dict[str, object]:
        """The worker's answer for a path; outcome "crash" or "hang" where there is none."""
        process = self._start()
        assert process.stdin is not None
        try:
            process.stdin.write(f"{path}\n")
            process.stdin.flush()
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            self.close()
            return {"outcome": "hang", "words": "", "seconds": seconds, "memory": 0.0}
        except BrokenPipeError:
            line = ""
        if not line:
            code = process.wait(10)
            self.close()
            return {"outcome": "crash", "words": f"exit code {code}", "seconds": 0.0, "memory": 0.0}
        answer: dict[str, object] = json.loads(line)
        return answer

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            self._process = None

    def _start(self) -> subprocess.Popen[str]:
        if self._process is None:
            environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.fuzz.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                cwd=ROOT,
                env=environment,
            )
            self._lines = queue.Queue()
            threading.Thread(target=_pump, args=(self._process, self._lines), daemon=True).start()
            if self._lines.get(timeout=120).strip() != "ready":
                raise RuntimeError("the worker does not start")
        return self._process


def _pump(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
    assert process.stdout is not None
    try:
        for line in process.stdout:
            lines.put(line)
    except ValueError:
        pass  # closed while waiting
    lines.put("")


def run(
    worker: Worker, seeds: Sequence[Seed], count: int, folder: Path, first: int = 0, keep: Path | None = None
) -> Tally:
    """Open `count` damaged files of one format.

    Args:
        worker: Opens them.
        seeds: Good files of the format, taken in turn.
        count: How many damaged files.
        folder: Where they are written, one after the other.
        first: Number of the first file: other numbers are other damage.
        keep: Where files that failed are kept; None: nowhere.
    """
    tally = Tally(seeds[0].format)
    others = [seed.files[seed.damaged] for seed in seeds]
    for number in range(first, first + count):
        seed = seeds[number % len(seeds)]
        random = Random(zlib.crc32(seed.format.encode()) * 1_000_003 + number)
        place = folder / "fuzz"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        for name, data in seed.files.items():
            is_damaged = name == seed.damaged
            (place / name).write_bytes(mutate(data, others, random, seed.is_gzip) if is_damaged else data)
        answer = worker.open(place / seed.opened, _PATIENCE * MOST_SECONDS)
        outcome, words = str(answer["outcome"]), str(answer["words"])
        seconds, memory = float(str(answer["seconds"])), float(str(answer["memory"]))
        if outcome in ("read", "refused") and seconds > MOST_SECONDS:
            outcome = "hang"
        if outcome in ("read", "refused") and memory > MOST_MEGABYTES:
            outcome, words = "memory", f"{memory:.0f} MB: {words}"
        tally.files += 1
        tally.outcomes[outcome] += 1
        tally.slowest, tally.largest = max(tally.slowest, seconds), max(tally.largest, memory)
        if outcome not in ("read", "refused"):
            tally.failures.append(f"{seed.format} file {number}: {outcome}: {words}")
            if keep is not None:
                shutil.copytree(place, keep / f"{seed.format} {number} {outcome}", dirs_exist_ok=True)
    return tally


def header() -> str:
    """Head of the table that `Tally.row` fills."""
    return (
        "| format | files | read | refused in a sentence | failed | slowest, s | most memory, MB |\n"
        "|---|---:|---:|---:|---:|---:|---:|"
    )


def timed(start: float) -> str:
    """Time since a start, in words."""
    return f"{(time.perf_counter() - start) / 60:.1f} minutes"
