"""The device a model runs on, and running out of its memory, said in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from core.errors import DeviceError


@contextmanager
def memory_guard(device: torch.device) -> Iterator[None]:
    """Turn every form of "out of memory" into a DeviceError; other errors pass."""
    try:
        yield
    except (torch.OutOfMemoryError, MemoryError) as error:
        raise DeviceError(
            f"{device} is out of memory.", hint="Close other programs, or choose the CPU as device."
        ) from error
    except RuntimeError as error:
        if "allocate memory" not in str(error) and "out of memory" not in str(error).lower():
            raise
        raise DeviceError("The memory is used up.", hint="Close other programs or samples.") from error


def choose_device(name: str) -> torch.device:
    """The torch device of a name. Raises DeviceError when there is none."""
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise DeviceError(f"{name!r} is no device.", hint="Use cpu, cuda or cuda:0.") from error
    if device.type == "cuda" and (not torch.cuda.is_available() or (device.index or 0) >= torch.cuda.device_count()):
        raise DeviceError(f"There is no device {name} here.", hint="Use --device cpu.")
    return device
