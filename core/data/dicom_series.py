"""Which DICOM objects belong together: split into stacks that can be a volume, told by their headers alone."""

from __future__ import annotations

import hashlib
import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.data.dicom_files import DicomFile, dicom_files
from core.data.dicom_header import SPLITTERS, Header, read_header, same_direction
from core.data.naming import natural_key
from core.errors import SampleReadError
from core.progress import CancelToken
from core.records import Problem

_PLACES = 8  # whose headers are remembered: a place is asked when it is found, when it is opened, and for its picture
_found_before: dict[Path, tuple[int, tuple[Stack, ...], tuple[Problem, ...]]] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """Objects that lie in one direction at one size: a volume, or a single picture without a place."""

    headers: tuple[Header, ...]
    key: str = ""  # short name of the stack within its place; tells nothing of the patient
    notes: tuple[str, ...] = ()

    @property
    def first(self) -> Header:
        """The header that speaks for the stack."""
        return self.headers[0]

    @property
    def size(self) -> tuple[int, ...]:
        """(slices, rows, columns), or (rows, columns) of a picture without a place."""
        first = self.first
        if not first.has_place:
            return first.size
        return (first.frames if first.is_enhanced else len(self.headers), *first.size)

    @property
    def spacing_mm(self) -> tuple[float, ...] | None:
        """Of `size`; the distance of slices is 0 where the headers do not tell."""
        first = self.first
        if first.spacing is None:
            return None
        return (_gap(self.headers), *first.spacing) if first.has_place else first.spacing

    @property
    def middle(self) -> DicomFile:
        """The object with the middle slice."""
        order = np.arange(len(self.headers))
        axes, positions = self.first.axes, [header.position for header in self.headers]
        if axes is not None and all(position is not None for position in positions):
            order = np.argsort([float(p @ np.cross(axes[0], axes[1])) for p in positions if p is not None])
        return self.headers[int(order[len(order) // 2])].file

    def describe(self) -> str:
        """Description, kind, size and spacing in one line, for people who choose among series."""
        first, spacing = self.first, self.spacing_mm
        size = " x ".join(str(n) for n in (*self.size[:-3:-1], *self.size[:-2]))
        gaps = "" if spacing is None else " x ".join(f"{v:.3g}" for v in (*spacing[:-3:-1], *spacing[:-2]) if v)
        millimetres = f", {gaps} mm" if gaps else ""
        return f"{first.description or 'without description'} ({first.kind or 'kind not told'}, {size}{millimetres})"


def find_stacks(place: Path, token: CancelToken) -> tuple[list[Stack], list[Problem]]:
    """The stacks of a folder, DICOMDIR, zip or file, in the order of their series, and what could not be used.

    Raises SampleReadError when the place cannot be opened or holds no DICOM at all.
    """
    files, problems = dicom_files(place, token)
    if not files:
        raise SampleReadError(f"{place.name} holds no DICOM file.", path=place)
    state = _state_of(files)
    with _lock:
        known = _found_before.get(place)
    if known is not None and known[0] == state:
        return list(known[1]), list(known[2])
    stacks, problems = _read_stacks(files, problems, token)
    with _lock:
        _found_before[place] = (state, tuple(stacks), tuple(problems))
        while len(_found_before) > _PLACES:
            del _found_before[next(iter(_found_before))]
    return stacks, problems


def _state_of(files: Sequence[DicomFile]) -> int:
    """Another number as soon as a file came, went or changed."""
    stats = {path: path.stat() for path in dict.fromkeys(file.path for file in files) if path.exists()}
    told = {path: (stat.st_size, stat.st_mtime_ns, stat.st_ino) for path, stat in stats.items()}
    return hash(tuple((file.path, file.member, told.get(file.path)) for file in files))


def _read_stacks(
    files: Sequence[DicomFile], problems: list[Problem], token: CancelToken
) -> tuple[list[Stack], list[Problem]]:
    headers: list[Header] = []
    for file in files:
        token.raise_if_cancelled()
        try:
            headers.append(read_header(file))
        except SampleReadError as error:
            if len(files) == 1:
                raise
            problems.append(Problem(file.path, error.message))
    stacks = [stack for group in _by_direction(headers) for stack in _without_doubles(group)]
    studies = list(dict.fromkeys(header.study for header in headers))
    stacks.sort(
        key=lambda stack: (studies.index(stack.first.study), stack.first.number, natural_key(stack.first.file.name))
    )
    return stacks, _in_few_words(problems)


def choose_stack(place: Path, part: str, token: CancelToken) -> Stack:
    """The stack of a place by its key; without a key the place must hold just one.

    Raises SampleReadError naming two files that do not belong together, or the first file that is unusable.
    """
    stacks, problems = find_stacks(place, token)
    if part:
        chosen = next((stack for stack in stacks if stack.key == part), None)
        if chosen is None:
            raise SampleReadError(
                f"{place.name} no longer holds the series that was found in it.", hint="Open it again.", path=place
            )
        return chosen
    if problems:
        raise SampleReadError(problems[0].message, hint="Copy or export it again.", path=problems[0].path)
    if unplaced := next((stack.first for stack in stacks if not stack.first.has_place), None):
        raise SampleReadError(
            f"{unplaced.file.name} does not say where in the patient it lies.",
            hint="Put the slices of one series alone into a folder.",
            path=unplaced.file.path,
        )
    if len(stacks) > 1:
        first, second = stacks[0].first, stacks[1].first
        raise SampleReadError(
            f"{place.name} holds more than one series: {first.file.name} and {second.file.name} "
            f"{_difference(first, second)}.",
            hint="Open its folder, then choose one.",
            path=second.file.path,
        )
    return stacks[0]


def _by_direction(headers: Iterable[Header]) -> list[list[Header]]:
    """Headers of one series, size, pixel size and direction together; every multi-frame or placeless object alone."""
    groups: list[list[Header]] = []
    by_series: dict[tuple[str, tuple[int, int], bool], list[list[Header]]] = defaultdict(list)
    for header in headers:
        if header.is_enhanced or header.axes is None or header.frames > 1:
            groups.append([header])
            continue
        candidates = by_series[header.series, header.size, header.is_colour]
        for group in candidates:
            if _fits(group[0], header):
                group.append(header)
                break
        else:
            candidates.append([header])
            groups.append(candidates[-1])
    return groups


def _in_few_words(problems: Sequence[Problem]) -> list[Problem]:
    """Problems with those that many files share told once."""
    alike: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        alike[problem.message.replace(problem.path.name, "", 1)].append(problem)
    few: list[Problem] = []
    for same in alike.values():
        if len(same) <= 3:
            few += same
        else:
            message = same[0].message.rstrip(".")
            few.append(Problem(same[0].path, f"{message}; the same goes for {len(same) - 1} files more."))
    return few


def _fits(first: Header, header: Header) -> bool:
    if first.axes is None or header.axes is None or not first.spacing or not header.spacing:
        return False
    return same_direction(first.axes, header.axes) and np.allclose(first.spacing, header.spacing, rtol=1e-3)


def _without_doubles(group: Sequence[Header]) -> list[Stack]:
    """One stack, or several where the group holds several pictures of each place that a header tells apart."""
    once: dict[str, Header] = {}
    notes: list[str] = []
    for header in group:
        if header.instance and header.instance in once:
            notes.append(f"{header.file.name} is a copy of {once[header.instance].file.name} and was left out.")
        else:
            once[header.instance or header.file.name + header.file.member] = header
    kept = list(once.values())
    parts: list[list[Header]] = [kept]
    if _has_doubles(kept):
        for position in range(len(SPLITTERS)):
            split: dict[str, list[Header]] = defaultdict(list)
            for header in kept:
                split[header.splitters[position]].append(header)
            if len(split) > 1 and not any(_has_doubles(part) for part in split.values()):
                parts = list(split.values())
                notes.append(f"One series holds {len(parts)} pictures of every place ({SPLITTERS[position]} differs).")
                break
    return [Stack(tuple(part), _key(part), tuple(notes)) for part in parts]


def _has_doubles(headers: Sequence[Header]) -> bool:
    heights = _heights(headers)
    return heights is not None and len(heights) > 1 and float(np.diff(heights).min()) < 0.01


def _heights(headers: Sequence[Header]) -> NDArray[np.float64] | None:
    axes = headers[0].axes
    if axes is None or any(header.position is None for header in headers):
        return None
    normal = np.cross(axes[0], axes[1])
    return np.sort([float(header.position @ normal) for header in headers if header.position is not None])


def _gap(headers: Sequence[Header]) -> float:
    heights = _heights(headers)
    return float(np.median(np.diff(heights))) if heights is not None and len(heights) > 1 else headers[0].thickness


def _key(headers: Sequence[Header]) -> str:
    first = headers[0]
    axes = [] if first.axes is None else [f"{v:.2f}" for v in (first.axes.ravel() + 0.0)]
    alone = first.instance if first.axes is None or first.frames > 1 else ""
    text = "|".join([first.series, alone, str(first.size), *axes, *first.splitters])
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _difference(first: Header, second: Header) -> str:
    if first.series != second.series:
        return "do not belong together"
    if first.size != second.size:
        return "have different sizes"
    if first.axes is not None and second.axes is not None and not same_direction(first.axes, second.axes):
        return "are cut in different directions"
    if first.spacing and second.spacing and not np.allclose(first.spacing, second.spacing, rtol=1e-3):
        return "have different pixel sizes"
    return "show the same place in different ways"
