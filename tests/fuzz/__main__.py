"""The long run: `python -m tests.fuzz --files 10000`, about an hour a million files on a fast core.

Prints the table of resources/docs/reliability.md; files that fail are kept for a test of their own.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.driver import Worker, header, run, timed
from tests.fuzz.seeds import all_seeds


def main() -> int:
    """1 when any file failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000, help="of every format")
    parser.add_argument("--first", type=int, default=0, help="number of the first file; others are other damage")
    parser.add_argument("--format", action="append", help="only this one; may be given more than once")
    parser.add_argument("--keep", type=Path, help="folder for files that failed")
    given = parser.parse_args()
    seeds = all_seeds()
    worker, start, failures = Worker(), time.perf_counter(), []
    print(header(), flush=True)
    with TemporaryDirectory() as folder:
        for name in dict.fromkeys(seed.format for seed in seeds):
            if given.format and name not in given.format:
                continue
            of_format = [seed for seed in seeds if seed.format == name]
            tally = run(worker, of_format, given.files, Path(folder), given.first, given.keep)
            print(tally.row(), flush=True)
            failures += tally.failures
    worker.close()
    print(f"\n{timed(start)}, {len(failures)} failed", flush=True)
    print("\n".join(failures[:200]), file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
