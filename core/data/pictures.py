"""Training images of the paper preset: its trained encoder sees them, so they are read whenever they are drawn.

An image is read from its file each time, ahead of need by worker processes where asked; the slices of a volume, of
which a file gives all or none, are kept in memory. What is drawn does not depend on how many workers there are.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from core.config import ModelConfig
from core.data.dataset import FeatureItem
from core.data.reading import START, next_of, read_ahead, read_sample, start_worker
from core.errors import SampleReadError
from core.progress import CancelToken, Progress, ReportProgress
from core.records import Modality, Problem, Sample

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    sample: Sample
    modalities: tuple[Modality, ...]
    slice_index: int = 0
    kept: Tensor | None = None  # [M, 3, H, W] float16 of a slice


@dataclass(slots=True)
class PictureSet(Dataset[FeatureItem | Problem]):
    """Items whose images are read when they are asked for; the same questions as `FeatureSet`."""

    config: ModelConfig
    workers: int = 0
    entries: list[_Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __len__(self) -> int:
        """Items."""
        return len(self.entries)

    def __getitem__(self, index: int) -> FeatureItem | Problem:
        """One item, or why it could not be read."""
        entry = self.entries[index]
        if entry.kept is not None:
            return FeatureItem(entry.sample, entry.slice_index, entry.modalities, (), entry.kept.float())
        read = read_sample(entry.sample, self.config, 1, CancelToken())
        if isinstance(read, Problem):
            return read
        ((_place, images),) = read.slices
        return FeatureItem(entry.sample, 0, entry.modalities, (), images)

    def labels(self) -> list[str]:
        """Category of every item, in order."""
        return [entry.sample.category for entry in self.entries]

    def take(self, indices: Sequence[int]) -> list[FeatureItem]:
        """Items by their place, read by this process. Raises SampleReadError."""
        return [_checked(self[index]) for index in indices]

    def stream(self, draws: Iterator[list[int]]) -> Iterator[list[FeatureItem]]:
        """The items of every draw, read ahead where there are workers. Raises SampleReadError and TrainingError."""
        if not self.workers:
            yield from (self.take(indices) for indices in draws)
            return
        loader = DataLoader(
            self,
            batch_sampler=draws,  # it never ends
            num_workers=self.workers,
            collate_fn=list,
            generator=torch.Generator(),  # its seeds must not come from the generator that a resumed run sets
            multiprocessing_context=START,
            worker_init_fn=start_worker,
        )
        reads = iter(loader)
        while True:
            yield [_checked(item) for item in next_of(reads)]


def _checked(item: FeatureItem | Problem) -> FeatureItem:
    if isinstance(item, Problem):
        raise SampleReadError(item.message, hint="It could be read before: was it moved or changed?", path=item.path)
    return item


def list_pictures(
    samples: Sequence[Sample],
    config: ModelConfig,
    *,
    slice_step: int,
    report: ReportProgress,
    token: CancelToken,
    workers: int = 0,
) -> PictureSet:
    """Read every sample once: which modalities and slices it has. Unreadable ones are listed and passed over."""
    result = PictureSet(config, workers)
    for done, (sample, read) in enumerate(read_ahead(samples, config, slice_step, workers, token)):
        report(Progress(done, len(samples), f"reading {sample.sample_id}"))
        if isinstance(read, Problem):
            log.warning("%s is left out: %s", sample.log_name, read.message.replace(read.path.name, "a file"))
            result.problems.append(read)
        elif read.is_volume:
            result.entries += [
                _Entry(sample, read.modalities, place, images.to(torch.float16)) for place, images in read.slices
            ]
        else:
            result.entries.append(_Entry(sample, read.modalities))
    return result
