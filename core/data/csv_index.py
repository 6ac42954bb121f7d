"""A data set's index.csv: one row a file, with category, split, label and defect. Rows are checked, no pixels read."""

from __future__ import annotations

import csv
import os
from functools import lru_cache
from pathlib import Path

from core.data.layouts import SPLITS
from core.data.naming import natural_key, slot_order
from core.progress import CancelToken
from core.records import Problem, Sample

_COLUMNS = ("category", "split", "label", "defect", "sample", "modality", "path")  # set and mask may be left out


class CsvIndex:
    """The samples of an index.csv, found by folder or by file."""

    def __init__(self, samples: list[Sample], problems: list[Problem]) -> None:
        self.samples = samples
        self.problems = problems
        self._by_file = {path: sample for sample in samples for path in sample.files.values()}

    def below(self, folder: Path) -> list[Sample]:
        """Samples whose first file lies in a folder or below it."""
        prefix = str(folder).rstrip(os.sep) + os.sep
        return [sample for sample in self.samples if str(next(iter(sample.files.values()))).startswith(prefix)]

    def sample_of(self, path: Path) -> Sample | None:
        """The sample that lists a file."""
        return self._by_file.get(path)

    @classmethod
    def read(cls, path: Path, unregistered: tuple[str, ...], token: CancelToken) -> CsvIndex:
        """Read an index.csv; rows that cannot be used become problems, never exceptions."""
        problems: list[Problem] = []
        rows: dict[tuple[str, ...], list[dict[str, str]]] = {}
        try:
            with path.open(newline="", encoding="utf-8-sig") as file:
                for number, row in enumerate(csv.DictReader(file), start=2):
                    if number % 256 == 0:
                        token.raise_if_cancelled()
                    if any(row.get(column) is None for column in _COLUMNS):
                        problems.append(Problem(path, f"{path.name} line {number} has too few columns."))
                        continue
                    clean = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
                    key = tuple(clean.get(c, "") for c in ("set", "category", "split", "defect", "sample"))
                    rows.setdefault(key, []).append(clean)
        except (OSError, UnicodeError, csv.Error) as exc:
            problems.append(Problem(path, f"{path.name} cannot be read: {type(exc).__name__}."))
        folder = path.parent
        samples: list[Sample] = []
        for count, (key, members) in enumerate(rows.items()):
            if count % 64 == 0:
                token.raise_if_cancelled()
            sample = _sample_of_rows(folder, key, members, unregistered, problems)
            if sample is not None:
                samples.append(sample)
        samples.sort(key=lambda sample: natural_key(f"{sample.set_name}/{sample.sample_id}"))
        return cls(samples, problems)


def is_index_csv(path: Path) -> bool:
    """Whether a file is a data set's index by its first line (and not, say, a point cloud in CSV)."""
    if path.suffix.lower() != ".csv":
        return False
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            header = {name.strip().strip('"').lower() for name in file.readline(4096).split(",")}
    except OSError:
        return False
    return set(_COLUMNS) <= header


def _sample_of_rows(
    folder: Path,
    key: tuple[str, ...],
    rows: list[dict[str, str]],
    unregistered: tuple[str, ...],
    problems: list[Problem],
) -> Sample | None:
    """One sample from its rows; None, with the reason in `problems`, when it cannot be used whole."""
    set_name, category, split, defect, name = key
    label = f"{category or set_name}/{name}"
    files: dict[str, Path] = {}
    for row in rows:
        path = _inside(folder, row["path"])
        modality = row["modality"].lower()
        if path is None:
            problems.append(
                Problem(folder / "index.csv", f"{label}: {row['path']!r} lies outside the data set's folder.")
            )
            return None
        if not modality or modality in files:
            problems.append(Problem(path, f"{label} lists {modality or 'a file without modality'} twice."))
            return None
        if not os.path.exists(path):
            problems.append(Problem(path, f"{label}: {row['path']} is missing."))
            return None
        files[modality] = path
    mask = next((row["mask"] for row in rows if row.get("mask")), "")
    mask_path = _inside(folder, mask) if mask else None
    if mask and (mask_path is None or not os.path.exists(mask_path)):
        problems.append(Problem(folder / mask, f"{label}: the mask {mask} is missing."))
        mask_path = None
    return Sample(
        sample_id="/".join(part for part in (category or set_name, split, defect, name) if part),
        files={modality: files[modality] for modality in sorted(files, key=slot_order)},
        category=category,
        set_name=set_name,
        split=SPLITS.get(split.lower(), split.lower()),
        is_anomalous={"0": False, "1": True}.get(rows[0]["label"]),
        defect=defect,
        mask_file=mask_path,
        is_registered=not set_name.lower().startswith(unregistered),
    )


def _inside(folder: Path, relative: str) -> Path | None:
    """The path of a row; None when it is absolute, climbs out of the folder, or leads out by a link."""
    if not relative or os.path.isabs(relative) or "\x00" in relative:
        return None
    path = Path(os.path.normpath(folder / relative))
    if not path.is_relative_to(folder):
        return None
    place = os.path.realpath(path) if path.is_symlink() else _real_folder(str(path.parent))
    return path if Path(place).is_relative_to(_real_folder(str(folder))) else None


@lru_cache(maxsize=4096)
def _real_folder(folder: str) -> str:
    """A folder with links resolved; remembered, as a data set asks for the same few folders for every row."""
    return os.path.realpath(folder)
