"""The series of a folder, DICOMDIR or zip as samples: one a series, or one a study of registered MRI sequences."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.data.dicom import read_picture
from core.data.dicom_files import DicomFile
from core.data.dicom_series import Stack, find_stacks
from core.data.naming import slot_order
from core.errors import SampleIndexError
from core.progress import CancelToken
from core.records import Kind, Modality, Problem, Sample, SampleIndex, Series, modality_info

_MOST_DIRECTIONS = 3  # of one series: a localiser has three, a rotating projection many


def samples_of(place: Path, token: CancelToken) -> SampleIndex:
    """What a place with DICOM objects holds. Raises SampleReadError when it holds nothing usable.

    Localisers and rotating projections are named and passed over where there is anything else. MRI series of one
    study and one frame of reference whose sequences all differ are the modalities of one sample.
    """
    stacks, problems = find_stacks(place, token)
    told_before = len(problems)
    usable = _without_stray_pictures(place, stacks, problems)
    notes = [note for stack in usable for note in stack.notes]
    whole = len(stacks) == 1 and not problems and place.is_dir()
    left_out = "Left out as no volume unless it is chosen." if len(problems) > told_before else ""
    series = tuple(_series_of(place, stack, whole, "" if stack in usable else left_out) for stack in stacks)
    samples: list[Sample] = []
    labels: list[str] = []  # what tells the samples of this place apart
    name = place.stem if place.is_file() and place.suffix.lower() == ".zip" else place.name
    name = place.parent.name if place.is_file() and name.upper().startswith("DICOMDIR") else name
    for group in _studies(usable):
        files: dict[Modality, Path] = {}
        parts: dict[Modality, str] = {}
        for modality, stack in group.items():
            files[modality], part = _file_of(place, stack, whole)
            if part:
                parts[modality] = part
        samples.append(Sample(name, files, parts=parts))
        labels.append("" if len(group) > 1 else next(iter(group.values())).first.description.replace("/", "-"))
        if len(group) > 1:
            names = " + ".join(modality_info(modality).label for modality in group)
            notes.append(f"{name}: series of one study and one frame of reference are one sample ({names}).")
    if len(usable) > 1:
        listed = "; ".join(stack.describe() for stack in usable[:12])
        more = f"; and {len(usable) - 12} more" if len(usable) > 12 else ""
        notes.append(f"{name} holds {len(usable)} DICOM series: {listed}{more}.")
    if len(samples) > 1:
        samples = [replace(s, sample_id=label) for s, label in zip(samples, _labels(name, labels), strict=True)]
    return SampleIndex(tuple(samples), tuple(problems), tuple(notes), series)


def _series_of(place: Path, stack: Stack, whole: bool, note: str) -> Series:
    first, middle = stack.first, stack.middle
    path, part = _file_of(place, stack, whole)
    told = (first.modality, first.description, first.kind, first.number, stack.size, stack.spacing_mm)
    return Series(path, part, *told, (middle.path, middle.member), note)


def samples_of_series(series: Sequence[Series], as_one: bool) -> tuple[Sample, ...]:
    """Chosen series as a sample each, or all as the modalities of one sample.

    Raises SampleIndexError when two of one sample are of the same modality.
    """
    if not as_one:
        labels = _labels("", [one.description.replace("/", "-") for one in series])
        places = [one.place.stem if one.place.is_file() else one.place.name for one in series]
        return tuple(
            Sample(f"{place}{label}", {one.modality: one.place}, parts={one.modality: one.part} if one.part else {})
            for one, place, label in zip(series, places, labels, strict=True)
        )
    ordered = sorted(series, key=lambda one: slot_order(one.modality))
    counts = Counter(one.modality for one in series)
    if doubles := [modality_info(name).label for name, count in counts.items() if count > 1]:
        raise SampleIndexError(
            f"One sample cannot hold {doubles[0]} twice.", hint="Choose one of them, or say that one is something else."
        )
    place = ordered[0].place
    name = place.stem if place.is_file() else place.name
    parts = {one.modality: one.part for one in ordered if one.part}
    return (Sample(name, {one.modality: one.place for one in ordered}, parts=parts),)


def series_picture(series: Series, side: int) -> NDArray[np.uint8]:
    """The middle slice of a series as a [side, side, 3] picture; decodes one object only. Raises SampleReadError."""
    from core.data.load import picture_of

    return picture_of(read_picture(DicomFile(*series.middle), series.modality, CancelToken()), side)


def _labels(name: str, labels: list[str]) -> list[str]:
    """ "folder/description", numbered where descriptions are equal."""
    counts, seen = Counter(labels), Counter[str]()
    told: list[str] = []
    for label in labels:
        seen[label] += 1
        number = f" ({seen[label]})" if counts[label] > 1 else ""
        told.append(f"{name}/{label or 'series'}{number}")
    return told


def _without_stray_pictures(place: Path, stacks: list[Stack], problems: list[Problem]) -> list[Stack]:
    """Drop localisers and rotating projections where the place holds anything else; each becomes a named problem."""
    by_series: dict[str, list[Stack]] = defaultdict(list)
    for stack in stacks:
        by_series[stack.first.series].append(stack)
    stray: set[str] = set()
    for series, members in by_series.items():
        placed = [stack for stack in members if stack.first.axes is not None and stack.first.frames == 1]
        is_rotating = len(placed) > _MOST_DIRECTIONS and all(len(stack.headers) == 1 for stack in placed)
        if is_rotating or any(stack.first.is_localiser for stack in members):
            stray.add(series)
    if len(stray) == len(by_series):
        return stacks
    for series in stray:
        members = by_series[series]
        first = members[0].first
        names = [header.file.name for stack in members for header in stack.headers]
        shown = ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
        kind = "localiser" if any(stack.first.is_localiser for stack in members) else "rotating projection"
        problems.append(
            Problem(first.file.path, f"{first.description or 'A series'} is a {kind}, not a volume: {shown} left out.")
        )
    return [stack for stack in stacks if stack.first.series not in stray]


def _studies(stacks: list[Stack]) -> list[dict[Modality, Stack]]:
    """Stacks by sample: MRI of one study and frame of reference together when every sequence differs."""
    groups: dict[tuple[str, str], list[Stack]] = defaultdict(list)
    for position, stack in enumerate(stacks):
        first = stack.first
        is_sequence = first.modality != "mri" and modality_info(first.modality).kind is Kind.MRI
        together = is_sequence and first.has_place and bool(first.study) and bool(first.frame_of_reference)
        key = (first.study, first.frame_of_reference) if together else ("", str(position))
        groups[key].append(stack)
    found: list[dict[Modality, Stack]] = []
    for members in groups.values():
        counts = Counter(stack.first.modality for stack in members)
        if max(counts.values()) == 1:
            found.append({s.first.modality: s for s in sorted(members, key=lambda s: slot_order(s.first.modality))})
        else:
            found += [{stack.first.modality: stack} for stack in members]
    return found


def _file_of(place: Path, stack: Stack, whole: bool) -> tuple[Path, str]:
    """Where a stack is read from, and its key where that place holds more."""
    first = stack.first.file
    if len(stack.headers) == 1 and not first.member:
        return first.path, ""
    return place, "" if whole else stack.key
