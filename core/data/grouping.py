"""Putting samples together by hand: other modalities, files that come or go, samples joined and split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from core.data.naming import slot_order, stem_of
from core.errors import SampleIndexError
from core.records import FileChoice, Modality, Sample, modality_info


def renamed(sample: Sample, modality: Modality, name: Modality) -> Sample:
    """The same sample with one file taken for another modality. Raises SampleIndexError where that one is taken."""
    if name != modality and name in sample.files:
        raise _twice(name)
    names = {old: name if old == modality else old for old in sample.files}
    return _made(
        sample,
        {names[old]: path for old, path in sample.files.items()},
        {names[old]: part for old, part in sample.parts.items()},
        {names[old]: choice for old, choice in sample.choices.items()},
    )


def with_file(sample: Sample, modality: Modality, path: Path) -> Sample:
    """The sample with one file more. Raises SampleIndexError where the modality is taken."""
    if modality in sample.files:
        raise _twice(modality)
    return _made(sample, {**sample.files, modality: path}, sample.parts, sample.choices)


def with_part(sample: Sample, modality: Modality, part: str) -> Sample:
    """Another volume, picture or series of a file; empty: the first."""
    parts = {**sample.parts, modality: part}
    return replace(sample, parts={name: key for name, key in parts.items() if key})


def with_choice(sample: Sample, modality: Modality, choice: FileChoice) -> Sample:
    """What is chosen for one file in place of what it says itself."""
    choices = {**sample.choices, modality: choice}
    return replace(sample, choices={name: one for name, one in choices.items() if one != FileChoice()})


def split(sample: Sample, modality: Modality | None = None) -> tuple[Sample, ...]:
    """One file taken out of a sample into one of its own; None: every file by itself."""
    alone = list(sample.files) if modality is None else [modality]
    rest = [name for name in sample.files if name not in alone]
    groups = [*([rest] if rest else []), *([name] for name in alone)]
    if len(groups) < 2:
        return (sample,)
    return tuple(
        replace(_only(sample, names), sample_id=sample.sample_id if names is rest else f"{sample.sample_id}/{names[0]}")
        for names in groups
    )


def joined(samples: Sequence[Sample]) -> Sample:
    """Several samples as one. Raises SampleIndexError where two hold the same modality."""
    files: dict[Modality, Path] = {}
    parts: dict[Modality, str] = {}
    choices: dict[Modality, FileChoice] = {}
    for sample in samples:
        if doubles := [name for name in sample.files if name in files]:
            raise _twice(doubles[0])
        files.update(sample.files)
        parts.update(sample.parts)
        choices.update(sample.choices)
    first = samples[0]
    low, high = min(sample.sample_id for sample in samples), max(sample.sample_id for sample in samples)
    length = next((at for at, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))
    name = low[:length].rstrip("/_- .") or stem_of(next(iter(first.files.values())))
    made = _made(replace(first, sample_id=name), files, parts, choices)
    return replace(made, is_registered=all(sample.is_registered for sample in samples))


def _only(sample: Sample, names: Sequence[Modality]) -> Sample:
    return _made(sample, {name: sample.files[name] for name in names}, sample.parts, sample.choices)


def _made(
    sample: Sample,
    files: Mapping[Modality, Path],
    parts: Mapping[Modality, str],
    choices: Mapping[Modality, FileChoice],
) -> Sample:
    """A sample with these files in slot order, and what of parts and choices belongs to them."""
    ordered = {name: files[name] for name in sorted(files, key=slot_order)}
    return replace(
        sample,
        files=ordered,
        parts={name: part for name, part in parts.items() if name in files},
        choices={name: choice for name, choice in choices.items() if name in files},
    )


def _twice(modality: Modality) -> SampleIndexError:
    return SampleIndexError(
        f"One sample cannot hold {modality_info(modality).label} twice.", hint="Say first that one is something else."
    )
