"""Two helper processes that make samples, so that the window stays smooth and both cores are used.

Own and small rather than an executor: an executor cannot be stopped at once, and a cancelled generation must be.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import asdict
from multiprocessing.connection import Connection, wait
from pathlib import Path

from core.data.demo.plan import Job
from core.progress import CancelToken

log = logging.getLogger(__name__)

_POLL_SECONDS = 0.05


def serve(connection: Connection, root: str, seed: int) -> None:
    """Body of a worker process: make the jobs that arrive, answer each with "" or an error's errno and text."""
    import cv2

    from core.data.demo.sample import make

    cv2.setNumThreads(1)
    token = CancelToken()
    while True:
        try:
            job = Job(**json.loads(connection.recv_bytes()))
        except EOFError:  # the owner is gone
            return
        try:
            make(job, Path(root), seed, token)
        except OSError as exc:
            connection.send_bytes(json.dumps({"errno": exc.errno, "text": exc.strerror or str(exc)}).encode())
        else:
            connection.send_bytes(b"{}")


def run(
    jobs: Sequence[Job],
    root: Path,
    seed: int,
    count: int,
    on_done: Callable[[Job], None],
    token: CancelToken,
) -> list[Job]:
    """Make all jobs in `count` processes; returns those that no process could make (none could start, or one died).

    Raises OSError where files cannot be written, and Cancelled at most 0.1 s after the request.
    """
    context = multiprocessing.get_context("spawn")
    waiting = deque(jobs)
    pairs = [context.Pipe() for _ in range(count)]
    processes = [
        context.Process(target=serve, args=(theirs, str(root), seed), daemon=True, name="demo-data")
        for _, theirs in pairs
    ]
    busy: dict[Connection, Job] = {}
    try:
        for process, (mine, theirs) in zip(processes, pairs, strict=True):
            process.start()
            theirs.close()
            if waiting:
                _hand_out(mine, waiting, busy)
        while busy:
            for ready in wait(list(busy), timeout=_POLL_SECONDS):
                assert isinstance(ready, Connection)
                job = busy.pop(ready)
                try:
                    answer = json.loads(ready.recv_bytes())
                except (EOFError, OSError):
                    log.warning("a demo data process ended early; going on without it")
                    waiting.appendleft(job)
                    continue
                if answer:
                    raise OSError(answer["errno"], answer["text"])
                on_done(job)
                if waiting:
                    _hand_out(ready, waiting, busy)
            token.raise_if_cancelled()
    finally:
        for process, (mine, _) in zip(processes, pairs, strict=True):
            mine.close()
            if process.pid is not None:
                process.terminate()
                process.join()
                process.close()
    return list(waiting)


def _hand_out(connection: Connection, waiting: deque[Job], busy: dict[Connection, Job]) -> None:
    job = waiting.popleft()
    try:
        connection.send_bytes(json.dumps(asdict(job)).encode())
    except OSError:  # it died before it could start
        waiting.appendleft(job)
    else:
        busy[connection] = job
