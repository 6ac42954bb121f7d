"""The long run: `python -m tests.fuzz --files 10000 --keep FOLDER --notes FILE`, some hours on one core.

All formats advance together, a few files at a time, so that a run that ends early (`--minutes`, Ctrl+C, a power cut)
has seen all of them alike. With `--notes` the same command goes on where it ended. Prints the table of
resources/docs/reliability.md; files that fail are kept for a test of their own.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.driver import Tally, Worker, header, run, timed
from tests.fuzz.seeds import all_seeds

AT_ONCE = 100  # files of one format before the next has its turn


def main() -> int:
    """1 when any file failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000, help="of every format")
    parser.add_argument("--first", type=int, default=0, help="number of the first file; others are other damage")
    parser.add_argument("--format", action="append", help="only this one; may be given more than once")
    parser.add_argument("--keep", type=Path, help="folder for files that failed")
    parser.add_argument("--notes", type=Path, help="JSON file of what was done: the same command goes on from it")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop after this time")
    given = parser.parse_args()
    seeds = [seed for seed in all_seeds() if not given.format or seed.format in given.format]
    tallies = {seed.format: Tally(seed.format) for seed in seeds}
    if given.notes and given.notes.exists():
        for kept in json.loads(given.notes.read_text("utf-8")):
            if kept["format"] in tallies:
                tallies[kept["format"]].add(Tally(**{**kept, "outcomes": Counter(kept["outcomes"])}))
    worker, start = Worker(), time.perf_counter()
    try:
        with TemporaryDirectory() as folder:
            while left := [tally for tally in tallies.values() if tally.files < given.files]:
                for tally in left:
                    if time.perf_counter() - start > 60 * given.minutes:
                        raise TimeoutError
                    of_format = [seed for seed in seeds if seed.format == tally.format]
                    count = min(AT_ONCE, given.files - tally.files)
                    tally.add(run(worker, of_format, count, Path(folder), given.first + tally.files, given.keep))
                    if given.notes:
                        words = json.dumps([vars(one) for one in tallies.values()])
                        given.notes.with_suffix(".new").write_text(words, "utf-8")
                        given.notes.with_suffix(".new").replace(given.notes)
    except (TimeoutError, KeyboardInterrupt):
        print("Stopped before the end.", file=sys.stderr)
    worker.close()
    failures = [words for tally in tallies.values() for words in tally.failures]
    print("\n".join([header(), *(tally.row() for tally in tallies.values() if tally.files)]))
    print(f"\n{timed(start)}, {len(failures)} failed", flush=True)
    print("\n".join(failures[:200]), file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
