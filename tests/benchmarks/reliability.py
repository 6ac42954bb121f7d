"""How the review database stands kill -9, tampering and faults. `python -m tests.benchmarks.reliability --kills 200`.

Two writers decide as fast as they can and say so on a pipe after each commit; both are killed at a random moment. Then
the chain must be whole and every decision that was said to be kept must be there. One line of JSON on stdout.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from core.records import Sample
from core.store.check import verify_database
from core.store.store import open_store
from core.verdicts import Decision, Opinion, part_key

WRITERS = 2
PARTS = 40


def samples() -> list[Sample]:
    return [Sample(f"part/{number}", {"rgb": Path(f"/parts/{number}.png")}, "bracket") for number in range(PARTS)]


def write_for_ever(database: Path, writer: int, round_: int, pipe: int) -> None:
    """Decide until killed; the comment names the decision, so that it can be looked for afterwards."""
    store = open_store(database, f"reader-{writer}", f"bench-{writer}")
    keys = [part_key(sample) for sample in samples()]
    for count in range(1_000_000):
        name = f"{round_}-{writer}-{count}"
        key = random.choice(keys)
        store.decide([Decision(part_key=key, opinion=Opinion.REJECT, reader=f"r{writer}", comment=name)])
        os.write(pipe, f"{name}\n".encode())  # whole lines: far below the size at which pipes split


def one_kill(database: Path, round_: int, delay_s: float) -> list[str]:
    """Start the writers, kill them after a while; returns what they said was kept."""
    reading, writing = os.pipe()
    children = []
    for writer in range(WRITERS):
        child = os.fork()
        if child == 0:
            try:
                os.close(reading)
                write_for_ever(database, writer, round_, writing)
            finally:
                os._exit(1)  # never back into the caller's code
        children.append(child)
    os.close(writing)
    time.sleep(delay_s)
    for child in children:
        os.kill(child, signal.SIGKILL)
    for child in children:
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), "a writer ended by itself"
    with os.fdopen(reading) as said:
        return said.read().split()


def kept_names(database: Path) -> set[str]:
    store = open_store(database)
    found = {item.decision.comment for sample in samples() for item in store.decisions_of(sample)}
    store.close()
    return found


def kill_run(kills: int, database: Path, longest_s: float = 0.4) -> dict[str, float]:
    """Kill `kills` times; counts of decisions said to be kept, lost, and of broken chains."""
    store = open_store(database)
    store.add_parts(samples())
    store.close()
    said: set[str] = set()
    broken = busy = 0
    begun = time.perf_counter()
    for round_ in range(kills):
        told = one_kill(database, round_, random.uniform(0.02, longest_s))
        said.update(told)
        busy += bool(told)
        store = open_store(database)
        broken += not verify_database(store.database, checks_files=False).is_intact
        store.close()
    kept = kept_names(database)
    return {
        "kills": kills,
        "kills_with_decisions": busy,
        "decisions_said_to_be_kept": len(said),
        "decisions_kept": len(kept),
        "decisions_lost": len(said - kept),
        "broken_chains": broken,
        "seconds": round(time.perf_counter() - begun, 1),
    }


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    random.seed(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        figures = kill_run(options.kills, Path(folder) / "review.db")
    print(json.dumps(figures))
    return int(bool(figures["decisions_lost"] or figures["broken_chains"]))


if __name__ == "__main__":
    sys.exit(main())
