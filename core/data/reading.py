"""Samples read as the network takes them, one after another, by worker processes where asked.

What comes out does not depend on how many workers there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from core.config import ModelConfig
from core.data.load import load
from core.data.transforms import PreparedSample
from core.errors import SampleReadError, TrainingError
from core.progress import CancelToken
from core.records import Modality, Problem, Sample

Item = TypeVar("Item")

START = "spawn"  # a forked process would inherit the locks of threads that it does not have


@dataclass(frozen=True, slots=True, eq=False)
class ReadSample:
    """Images of one sample."""

    modalities: tuple[Modality, ...]
    slices: Iterable[tuple[int, Tensor]]  # place and images [M, 3, H, W] of every inspected slice; one for an image
    is_volume: bool


def read_sample(sample: Sample, config: ModelConfig, slice_step: int, token: CancelToken) -> ReadSample | Problem:
    """Every `slice_step`-th inspected slice of a volume, one by one, or the image; a Problem where a file is broken."""
    try:
        prepared = PreparedSample(load(sample, lambda _: None, token), config)
    except SampleReadError as error:
        return Problem(error.path or next(iter(sample.files.values()), Path(sample.sample_id)), error.message)
    is_volume = prepared.loaded.is_volume
    chosen = [int(index) for index in prepared.slices[:: slice_step if is_volume else 1]]
    return ReadSample(prepared.loaded.modalities, ((index, prepared.tensors(index)[0]) for index in chosen), is_volume)


class _Reads(Dataset[ReadSample | Problem]):
    """Samples by their place, read in whichever process asks."""

    def __init__(self, samples: Sequence[Sample], config: ModelConfig, slice_step: int) -> None:
        self._samples, self._config, self._step = list(samples), config, slice_step

    def __len__(self) -> int:
        """Samples."""
        return len(self._samples)

    def __getitem__(self, index: int) -> ReadSample | Problem:
        """One sample, all its slices in memory."""
        read = read_sample(self._samples[index], self._config, self._step, CancelToken())
        return read if isinstance(read, Problem) else replace(read, slices=tuple(read.slices))


def read_ahead(
    samples: Sequence[Sample], config: ModelConfig, slice_step: int, workers: int, token: CancelToken
) -> Iterator[tuple[Sample, ReadSample | Problem]]:
    """Samples in their order and what was read of each. Raises Cancelled, and TrainingError when a worker dies."""
    if not workers:
        for sample in samples:
            token.raise_if_cancelled()
            yield sample, read_sample(sample, config, slice_step, token)
        return
    loader = DataLoader(
        _Reads(samples, config, slice_step),
        batch_size=None,
        generator=torch.Generator(),  # its seeds must not come from the generator that training draws from
        num_workers=workers,
        prefetch_factor=1,  # a volume takes half a gigabyte
        multiprocessing_context=START,
        worker_init_fn=start_worker,
    )
    reads = iter(loader)
    for sample in samples:
        token.raise_if_cancelled()
        yield sample, next_of(reads)


def next_of(reads: Iterator[Item]) -> Item:
    """The next item of a loader. Raises TrainingError when one of its processes died."""
    try:
        return next(reads)
    except RuntimeError as error:
        if "DataLoader worker" not in str(error):
            raise
        raise TrainingError(
            "A process that reads ahead has ended unexpectedly.",
            hint="Try --workers 0; several processes need shared memory and memory of their own.",
        ) from error


def start_worker(_number: int) -> None:
    """In a new worker: one thread each, since the others compute."""
    import cv2

    cv2.setNumThreads(1)
    torch.set_num_threads(1)
