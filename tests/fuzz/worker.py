"""A process of its own that opens one path after the other, so that a crash or a hang can be seen from outside.

A path a line on standard input; a JSON object a line on standard output: outcome, words, seconds of
processor time, memory in MB.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
import time
import traceback
import warnings
from pathlib import Path

from core.data.index import index_paths
from core.data.load import load, thumbnail
from core.errors import UserFacingError
from core.progress import CancelToken, ignore_progress

_ROOM = 3 << 30  # bytes of address space on top of what the libraries take: a bomb ends in MemoryError, not in swap
_MOST_SAMPLES = 4


def attempt(path: Path) -> tuple[str, str]:
    """Open a path as the window does: "read" or "refused" with the sentences, or "traceback" with the traceback."""
    sentences: list[str] = []
    outcome = "refused"
    try:
        found = index_paths([path], CancelToken())
        sentences += [problem.message for problem in found.problems]
        sentences += list(found.notes)
        for sample in found.samples[:_MOST_SAMPLES]:
            try:
                loaded = load(sample, ignore_progress, CancelToken())
                thumbnail(sample, 32)
                sentences += [note for view in loaded.views for note in view.notes]
                assert all(view.pixels.size > 0 for view in loaded.views)
                outcome = "read"
            except UserFacingError as error:
                sentences.append(error.sentence())
    except UserFacingError as error:
        sentences.append(error.sentence())
    except BaseException:  # noqa: BLE001 - a panic of a Rust library is no Exception
        return "traceback", traceback.format_exc()[-1500:]
    if bad := [sentence for sentence in sentences if "\n" in sentence or not sentence.strip() or len(sentence) > 1500]:
        return "not a sentence", repr(bad[0])[:500]
    return outcome, sentences[-1] if sentences else ""


def _status(key: str) -> int:
    """A value in kB from this process' status; 0 where the system does not tell."""
    try:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith(f"{key}:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def _forget_peak() -> None:
    with contextlib.suppress(OSError):  # without it the peak is the process' own, which is only higher
        Path("/proc/self/clear_refs").write_text("5")


def main() -> None:
    """Serve until standard input ends."""
    import nibabel  # noqa: F401 - the first file must not pay for imports
    import open3d  # noqa: F401
    import pydicom  # noqa: F401
    import SimpleITK  # noqa: F401

    if hasattr(resource, "RLIMIT_AS"):
        limit = _status("VmSize") * 1024 + _ROOM
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    warnings.simplefilter("ignore")
    answers, sys.stdout = sys.stdout, sys.stderr  # a library that prints must not spoil an answer
    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        _forget_peak()
        before, start = _status("VmRSS"), time.process_time()
        outcome, words = attempt(Path(line.rstrip("\n")))
        seconds, memory = time.process_time() - start, max(_status("VmHWM") - before, 0) / 1024
        print(
            json.dumps({"outcome": outcome, "words": words, "seconds": seconds, "memory": memory}),
            file=answers,
            flush=True,
        )


if __name__ == "__main__":
    main()
