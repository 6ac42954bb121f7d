"""Files and folders to samples, by index.csv, by data-set layout, by folder or by name. Reads no pixels."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from core.data.csv_index import is_index_csv
from core.data.finder import Finder
from core.data.meta_index import read_meta
from core.data.sample_file import NAME as SAMPLE_FILE
from core.errors import SampleIndexError
from core.progress import CancelToken
from core.records import Problem, Sample, SampleIndex


@contextmanager
def _without_collector() -> Iterator[None]:
    """A scan keeps nearly all that it makes: looking for garbage in it again and again costs a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_without_collector()
def index_paths(paths: Sequence[Path], token: CancelToken) -> SampleIndex:
    """Find the samples in files and folders.

    Several files given together are one sample unless two of them are of the same modality. Whatever cannot be used
    is listed in `problems`. Raises SampleIndexError when nothing is usable.
    """
    finder = Finder(token)
    files: list[Path] = []
    for path in dict.fromkeys(Path(os.path.abspath(given)) for given in paths):
        try:
            if path.is_dir():
                finder.add_folder(path)
            elif not path.exists():
                finder.problem(path, f"{path.name} does not exist.")
            elif is_index_csv(path):
                finder.add_csv(path, path.parent)
            elif path.name == SAMPLE_FILE:
                finder.add_sample_file(path, lambda _path: True)
            elif path.suffix.lower() == ".json" and (listed := read_meta(path, token)) is not None:
                finder.add_known_set(listed)
            else:
                files.append(path)
        except OSError as exc:
            finder.problem(path, f"{path.name} cannot be opened: {exc.strerror or 'unreadable'}.")
    if files:
        finder.add_files(files)
    if not finder.samples:
        raise _nothing_found(paths, finder.problems)
    return SampleIndex(
        _with_unique_ids(_each_once(finder.samples)), tuple(finder.problems), tuple(finder.notes), tuple(finder.series)
    )


def _each_once(samples: list[Sample]) -> list[Sample]:
    """Without samples that were found twice, by a folder and by one inside it."""
    kept = {(tuple(s.files.items()), tuple(s.parts.items())): s for s in reversed(samples)}
    return list(reversed(kept.values()))


def _with_unique_ids(samples: list[Sample]) -> tuple[Sample, ...]:
    """Make every sample id unique: by the data set or the folder in front, then by a number behind."""
    counts = Counter(sample.sample_id for sample in samples)
    used: set[str] = set()
    unique: list[Sample] = []
    for sample in samples:
        name = sample.sample_id
        if counts[name] > 1:
            folder = next(iter(sample.files.values())).parent
            prefix = sample.set_name or (folder.name if folder.name != name else folder.parent.name)
            name = f"{prefix}/{name}" if prefix else name
        base, number = name, 2
        while name in used:
            name, number = f"{base} ({number})", number + 1
        used.add(name)
        unique.append(sample if name == sample.sample_id else replace(sample, sample_id=name))
    return tuple(unique)


def _nothing_found(paths: Sequence[Path], problems: list[Problem]) -> SampleIndexError:
    hint = "Give images, point clouds, volumes or a DICOM folder."
    if not paths:
        return SampleIndexError("No file or folder was given.", hint=hint)
    path = Path(paths[0])
    if problems:
        message = problems[0].message
        if len(problems) > 1:
            message = f"{message.rstrip('.')}, and {len(problems) - 1} more problems."
        return SampleIndexError(message, hint=hint, path=problems[0].path)
    return SampleIndexError(f"{path.name or path} holds nothing that can be inspected.", hint=hint, path=path)
