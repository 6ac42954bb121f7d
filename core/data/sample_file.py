"""`sample.json`: what a user said of the files in a folder, kept beside them so that it holds from then on.

    {"unimmad_sample": 1, "samples": [{"id": "part 7", "category": "bracket", "registered": true, "files": {
        "rgb": {"path": "top.png"},
        "depth": {"path": "z.png", "unit": "mm", "scale": 0.1, "remove_background_plane_mm": 1.5},
        "t1": {"path": "mr.nii.gz", "part": "2"},
        "cloud": {"path": "scan.ply", "viewpoint": "sides"}}}]}

Paths are relative and never lead out of the file's folder; "." is that folder itself, as a DICOM series.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.data.known_sets import inside
from core.data.naming import slot_order
from core.data.records import VIEWPOINTS
from core.errors import SampleReadError, StorageError
from core.export import write_atomically
from core.records import FileChoice, Modality, Problem, Sample

NAME = "sample.json"
_VERSION = 1
_LARGEST = 4 << 20  # bytes
_MOST = 10_000  # samples in one file
_MODALITY = re.compile(r"[a-z][a-z0-9_]{0,31}")


@dataclass(frozen=True, slots=True)
class SampleFile:
    """What a sample.json says."""

    samples: list[Sample] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def files(self) -> set[Path]:
        """All files that it lists."""
        return {path for sample in self.samples for path in sample.files.values()}


def read_sample_file(path: Path) -> SampleFile:
    """Read a sample.json; what of it cannot be used becomes problems, never an exception."""
    found = SampleFile()
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("too long")
        content = json.loads(path.read_text("utf-8"))
        entries = content["samples"]
        if content["unimmad_sample"] != _VERSION or not isinstance(entries, list) or len(entries) > _MOST:
            raise ValueError("another version")
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        found.problems.append(Problem(path, f"{path.name} is damaged or of another version and was not used."))
        return found
    for number, entry in enumerate(entries, start=1):
        try:
            found.samples.append(_sample(path.parent, entry))
        except (ValueError, LookupError, TypeError, AttributeError) as exc:
            why = str(exc) if type(exc) is ValueError else "it is not understood"
            found.problems.append(Problem(path, f"{path.name}: entry {number} was not used: {why}."))
    return found


def _sample(folder: Path, entry: Mapping[str, Any]) -> Sample:
    """One entry, checked. Raises ValueError with the reason, or what impossible types raise."""
    files: dict[Modality, Path] = {}
    parts: dict[Modality, str] = {}
    choices: dict[Modality, FileChoice] = {}
    for modality in sorted(entry["files"], key=slot_order):
        told = entry["files"][modality]
        if not _MODALITY.fullmatch(modality):
            raise ValueError(f"{modality[:32]!r} is no name of a modality")
        relative = str(told["path"])
        place = folder if relative == "." else inside(folder, relative)
        if place is None:
            raise ValueError(f"{relative[:80]!r} leads out of the folder")
        if not place.exists():
            raise ValueError(f"{relative[:80]} is missing")
        files[modality] = place
        if part := str(told.get("part") or ""):
            parts[modality] = part[:40]
        if (choice := _choice(told)) != FileChoice():
            choices[modality] = choice
    if not files:
        raise ValueError("it lists no files")
    name, category = str(entry.get("id") or folder.name)[:200], str(entry.get("category") or "")[:100]
    is_registered = entry.get("registered", True) is not False
    return Sample(name, files, category, is_registered=is_registered, parts=parts, choices=choices)


def _choice(told: Mapping[str, Any]) -> FileChoice:
    scale, plane = told.get("scale"), told.get("remove_background_plane_mm")
    viewpoint = str(told.get("viewpoint") or "")
    if viewpoint and viewpoint not in VIEWPOINTS:
        raise ValueError(f"{viewpoint[:20]!r} is no viewpoint")
    return FileChoice(
        str(told.get("unit") or "")[:12],
        None if scale is None else _number(scale, 1e-12),
        None if plane is None else _number(plane, 0.0),
        viewpoint,
    )


def _number(value: object, least: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value < 1e12:
        raise ValueError("a number is impossible")
    return float(value)


def write_sample_file(samples: Sequence[Sample]) -> Path:
    """Keep samples in the sample.json of the folder in which all their files lie; what others it lists stays.

    Raises SampleReadError when the files lie in no common folder, StorageError when it cannot be written.
    """
    files = [path for sample in samples for path in sample.files.values()]
    if not files:
        raise SampleReadError("There is nothing to keep.")
    folder = _common_folder(files)
    path = folder / NAME
    kept: list[Sample] = []
    if path.is_file():
        before = read_sample_file(path)
        if before.problems and not before.samples:
            raise StorageError(f"{path.name} is there already and not understood.", hint="Move it away.", path=path)
        taken = frozenset[tuple[Path, str]]().union(*map(_identity, samples))
        names = {sample.sample_id for sample in samples}
        kept = [old for old in before.samples if not _identity(old) & taken and old.sample_id not in names]
    entries = [_entry(folder, sample) for sample in (*kept, *samples)]
    text = json.dumps({"unimmad_sample": _VERSION, "samples": entries}, indent=2, ensure_ascii=False)
    write_atomically(path, (text + "\n").encode("utf-8"))
    return path


def _identity(sample: Sample) -> frozenset[tuple[Path, str]]:
    """The files of a sample, and which series or volume of them."""
    return frozenset((path, sample.parts.get(modality, "")) for modality, path in sample.files.items())


def _common_folder(files: Sequence[Path]) -> Path:
    folders = [path if path.is_dir() else path.parent for path in files]
    first = folders[0]
    common = next((top for top in (first, *first.parents) if all(f.is_relative_to(top) for f in folders)), None)
    if common is None or common == Path(common.anchor):
        raise SampleReadError(
            "The files of this sample lie in no common folder, so that nothing can be kept beside them.",
            hint="Copy them into one folder.",
        )
    return common


def _entry(folder: Path, sample: Sample) -> dict[str, object]:
    listed: dict[str, object] = {}
    for modality, path in sample.files.items():
        choice = sample.choices.get(modality, FileChoice())
        told = {
            "path": path.relative_to(folder).as_posix(),
            "part": sample.parts.get(modality, ""),
            "unit": choice.unit,
            "scale": choice.scale,
            "remove_background_plane_mm": choice.plane_mm,
            "viewpoint": choice.viewpoint,
        }
        listed[modality] = {key: value for key, value in told.items() if value not in ("", None)}
    entry: dict[str, object] = {"id": sample.sample_id, "registered": sample.is_registered, "files": listed}
    return {**entry, "category": sample.category} if sample.category else entry
