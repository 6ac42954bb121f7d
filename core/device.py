"""The device a model runs on, and running out of its memory: said in words, and tried again with half a batch."""

from __future__ import annotations

import gc
import logging
import math
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import torch

from core.errors import DeviceError, OutOfMemory

MOST_AT_ONCE = 4  # parts in memory at once

log = logging.getLogger(__name__)
Item = TypeVar("Item")
Result = TypeVar("Result")


@contextmanager
def memory_guard(device: torch.device) -> Iterator[None]:
    """Turn every form of "out of memory" into OutOfMemory; other errors pass."""
    try:
        yield
    except (torch.OutOfMemoryError, MemoryError) as error:
        raise OutOfMemory(
            f"{device} is out of memory.", hint="Close other programs, or choose the CPU as device."
        ) from error
    except RuntimeError as error:
        if "allocate memory" not in str(error) and "out of memory" not in str(error).lower():
            raise
        raise OutOfMemory("The memory is used up.", hint="Close other programs or samples.") from error


def in_halves(
    run: Callable[[Sequence[Item]], list[Result]], batch: Sequence[Item], told: Callable[[int], None]
) -> list[Result]:
    """Run a batch; where memory does not suffice run its halves, down to one item at a time.

    Args:
        run: A result for every item, in order; raises OutOfMemory.
        batch: At least one item.
        told: Called with the smaller number of items at once, each time it is halved.

    Raises OutOfMemory when a single item does not fit.
    """
    try:
        return run(batch)
    except OutOfMemory:
        if len(batch) < 2:
            raise
    half = (len(batch) + 1) // 2
    log.warning("out of memory with %d at once; trying %d", len(batch), half)
    told(half)
    gc.collect()  # the failed attempt's tensors hang on its traceback
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    return [*in_halves(run, batch[:half], told), *in_halves(run, batch[half:], told)]


def use_exact_float32() -> None:
    """Float32 is float32 on a GPU too, which else rounds a convolution's factors to ten bits and maps by 1 %."""
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = False


def use_own_cores(limits: Path = Path("/sys/fs/cgroup/cpu.max")) -> None:
    """No more threads than cores that this process may use: a container's share is not what the machine has.

    OMP_NUM_THREADS, where it is set, is the user's word.
    """
    if "OMP_NUM_THREADS" in os.environ:
        return
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = limits.read_text().split()
        cores = min(cores, max(math.ceil(int(quota) / int(period)), 1))
    except (OSError, ValueError):  # no such limit
        pass
    if cores < torch.get_num_threads():
        torch.set_num_threads(cores)


def share_cores(device: str) -> int:
    """Give each of several parts that a batch inspects side by side its share of the cores; returns how many parts.

    A core that works on a part of its own never waits for the others, as the threads of one pass do. A GPU takes one
    part at a time, and OMP_NUM_THREADS, where it is set, is the user's word.
    """
    if not device.startswith("cpu") or "OMP_NUM_THREADS" in os.environ:
        return 1
    cores = torch.get_num_threads()
    at_once = min(cores, MOST_AT_ONCE)
    torch.set_num_threads(round(cores / at_once))
    return at_once


def tensors_to(value: object, device: torch.device) -> Any:  # noqa: ANN401 - the kind of the value
    """A tensor, or a tuple or record of such values, on a device; anything else as it is."""
    if isinstance(value, torch.Tensor):
        return value.to(device)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: tensors_to(getattr(value, f.name), device) for f in fields(value)})
    return tuple(tensors_to(part, device) for part in value) if isinstance(value, tuple) else value


def choose_device(name: str) -> torch.device:
    """The torch device of a name. Raises DeviceError when there is none."""
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise DeviceError(f"{name!r} is no device.", hint="Use cpu, cuda or cuda:0.") from error
    if device.type not in ("cpu", "cuda", "mps") or (device.type == "mps" and not torch.backends.mps.is_available()):
        raise DeviceError(f"The model cannot run on {name!r} here.", hint="Use cpu, cuda or cuda:0.")
    if device.type == "cuda" and (not torch.cuda.is_available() or (device.index or 0) >= torch.cuda.device_count()):
        raise DeviceError(f"There is no device {name} here.", hint="Use --device cpu.")
    return device
