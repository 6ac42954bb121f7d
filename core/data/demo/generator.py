"""Generate the whole demo data set: into a temporary folder, then renamed, so that it is complete or not there."""

from __future__ import annotations

import errno
import json
import logging
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from core.data.demo import workers
from core.data.demo.plan import SET_NAME, Job, all_jobs, index_text, is_complete
from core.errors import StorageError
from core.progress import CancelToken, Progress, ReportProgress, ignore_progress

log = logging.getLogger(__name__)

VERSION = 3  # of what the same seed gives; a new number makes old copies stale
_MARKER = "complete.json"
_FEW = 8  # jobs that are made faster than a process starts


def generate(
    out: Path,
    seed: int = 0,
    report: ReportProgress = ignore_progress,
    token: CancelToken | None = None,
    *,
    jobs: Sequence[Job] | None = None,
    processes: int = 2,
) -> Path:
    """Write the demo data below `out` unless it is there complete for this seed; returns the path of its index.csv.

    Args:
        out: Folder that gets `index.csv` and `demo/`.
        seed: The same seed gives the same bytes, whatever the number of processes.
        report: Told after every sample.
        token: Raises `Cancelled`; nothing half-made stays behind.
        jobs: Only these samples (tests); None: all.
        processes: Helper processes; 0 makes everything in this one.

    Raises:
        StorageError: No permission, no space, or something else lies where the data should go.
    """
    token = token or CancelToken()
    wanted = tuple(jobs) if jobs is not None else all_jobs()
    index, home = out / "index.csv", out / SET_NAME
    stamp = {"version": VERSION, "seed": seed, "samples": len(wanted)}
    if index.is_file() and _read_marker(home) == stamp and is_complete(out, wanted):
        return index
    _refuse_foreign(out, index, home)
    work: Path | None = None
    try:
        out.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".demo-", dir=out))
        _make_all(wanted, work, seed, processes, report, token)
        (work / SET_NAME / _MARKER).write_text(json.dumps(stamp), encoding="utf-8")
        (work / "index.csv").write_text(index_text(wanted), encoding="utf-8")
        index.unlink(missing_ok=True)  # first the index goes and last it comes: never one without its files
        if home.exists():
            shutil.rmtree(home)
        os.replace(work / SET_NAME, home)
        os.replace(work / "index.csv", index)
    except OSError as exc:
        raise _in_words(exc, out) from exc
    finally:
        if work is not None:
            shutil.rmtree(work, ignore_errors=True)
    log.info("demo data with seed %d written, %d samples", seed, len(wanted))
    return index


def _make_all(
    jobs: Sequence[Job], work: Path, seed: int, processes: int, report: ReportProgress, token: CancelToken
) -> None:
    """Make every job, in helper processes where that is safe, and what they leave in this one."""
    total, done = sum(job.weight for job in jobs), 0
    report(Progress(0, total, "starting"))

    def on_done(job: Job) -> None:
        nonlocal done
        done += job.weight
        report(Progress(done, total, f"{job.category}, {job.split}, {job.defect}"))

    left = list(jobs)
    # A daemonic process may have no children of its own.
    if processes > 0 and len(jobs) > _FEW and not multiprocessing.current_process().daemon:
        left = workers.run(jobs, work, seed, processes, on_done, token)
    if left:
        from core.data.demo.sample import make

        for job in left:
            make(job, work, seed, token)
            on_done(job)


def _read_marker(home: Path) -> dict[str, int] | None:
    """What is complete there; None where nothing is."""
    try:
        marker: dict[str, int] = json.loads((home / _MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return marker


def _refuse_foreign(out: Path, index: Path, home: Path) -> None:
    """Never replace what this program did not write."""
    if out.exists() and not out.is_dir():
        raise StorageError(f"{out.name} is a file, not a folder.", hint="Choose a folder for the demo data.", path=out)
    ours = _read_marker(home) is not None
    if (home.exists() or index.exists()) and not ours:
        raise StorageError(
            f"{out.name} already holds other data (index.csv or a folder named {SET_NAME}).",
            hint="Choose an empty folder for the demo data.",
            path=out,
        )


def _in_words(exc: OSError, out: Path) -> StorageError:
    """The operating system's error as a sentence."""
    if exc.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageError(
            f"The disk with {out} is full.", hint="The demo data needs about 600 MB: free some space.", path=out
        )
    if exc.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StorageError(f"There is no permission to write to {out}.", hint="Choose another folder.", path=out)
    return StorageError(f"The demo data could not be written to {out}: {exc.strerror or exc}.", path=out)
