"""The slices of a volume in the order in which they are inspected, as the network takes them.

Where a GPU computes, the next slices are prepared meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from core.data.transforms import PreparedSample
from core.records import SliceWatcher

AHEAD = 4  # threads

Batch = tuple[NDArray[np.int64], dict[int, "SliceInput"]]


@dataclass(frozen=True, slots=True, eq=False)
class SliceInput:
    """One slice, or the image."""

    slice_index: int
    images: Tensor  # [M, 3, H, W] normalised
    measured: Tensor  # [M, H, W] in 0..1, where each sensor measured


def prepare_slice(prepared: PreparedSample, slice_index: int) -> SliceInput:
    """The input of one slice."""
    return SliceInput(slice_index, *prepared.tensors(slice_index))


def read_ahead(
    prepared: PreparedSample, watcher: SliceWatcher | None, at_once: int, *, is_ahead: bool
) -> Iterator[Batch]:
    """All inspected slices, `at_once` at a time: indices, and the input of each.

    With `is_ahead` threads prepare the batch after the one that is given out; which slices it takes is then asked of
    the watcher one batch earlier.
    """
    batches = _batches(prepared.slices, watcher, at_once)
    if not is_ahead or len(prepared.slices) <= at_once:
        for batch in batches:
            yield batch, {index: prepare_slice(prepared, index) for index in batch.tolist()}
        return
    with ThreadPoolExecutor(AHEAD, thread_name_prefix="slices") as threads:
        following = ((batch, threads.map(partial(prepare_slice, prepared), batch.tolist())) for batch in batches)
        waiting = next(following)
        for ahead in following:
            yield waiting[0], dict(zip(waiting[0].tolist(), waiting[1], strict=True))
            waiting = ahead
        yield waiting[0], dict(zip(waiting[0].tolist(), waiting[1], strict=True))


def _batches(pending: NDArray[np.int64], watcher: SliceWatcher | None, at_once: int) -> Iterator[NDArray[np.int64]]:
    """In order, or those nearest to the one that is looked at first."""
    while len(pending):
        near = np.arange(min(at_once, len(pending)))
        if watcher is not None:
            near = np.argsort(np.abs(pending - watcher.wanted()), kind="stable")[:at_once]
        yield pending[near]
        pending = np.delete(pending, near)
