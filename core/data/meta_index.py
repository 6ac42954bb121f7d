"""The released index `all_meta.json`: {split: {category: [entries]}}, each entry with its files, label and mask."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.data.known_sets import KnownSet, inside
from core.data.layouts import GOOD, SPLITS
from core.data.naming import modality_by_content, role_in_name, role_of_folder, slot_order, stem_of
from core.progress import CancelToken
from core.records import Modality, Problem, Sample

NAMES = ("all_meta.json", "meta.json")
_LARGEST = 1 << 28  # bytes
Entry = Mapping[str, Any]  # Any: values of mixed JSON types


def find_meta(folder: Path) -> Path | None:
    """The released index in a folder."""
    return next((folder / name for name in NAMES if os.path.isfile(os.path.join(folder, name))), None)


def read_meta(path: Path, token: CancelToken) -> KnownSet | None:
    """The samples of an index; entries that cannot be used become problems. None for JSON of another kind."""
    found = KnownSet()
    try:
        if path.stat().st_size > _LARGEST:
            found.problems.append(Problem(path, f"{path.name} is too large for an index."))
            return found
        splits = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        found.problems.append(Problem(path, f"{path.name} cannot be read as JSON: {error}."))
        return found
    if not isinstance(splits, dict) or not any(str(name).lower() in SPLITS for name in splits):
        return None
    for split, categories in splits.items():
        if split.lower() not in SPLITS or not isinstance(categories, dict):
            found.problems.append(Problem(path, f"{path.name}: {split!r} is no split of categories."))
            continue
        for category, entries in categories.items():
            if not entries:
                found.problems.append(Problem(path, f"{path.name}: {category} has no entries in {split}."))
            for number, entry in enumerate(entries if isinstance(entries, list) else [None]):
                token.raise_if_cancelled()
                label = f"{path.name}, {split} {category} entry {number + 1}"
                sample = _sample(path.parent, SPLITS[split.lower()], category, entry, label, found.problems)
                if sample is not None:
                    found.samples.append(sample)
    return found


def _sample(
    folder: Path, split: str, category: str, entry: Entry | None, label: str, problems: list[Problem]
) -> Sample | None:
    if not isinstance(entry, dict):
        problems.append(Problem(folder, f"{label} is not a record."))
        return None
    files: dict[Modality, Path] = {}
    for role, relative in _listed(entry):
        file = inside(folder, relative)
        if file is None or not file.exists():
            why = "is missing" if file is not None else "lies outside the data set's folder"
            problems.append(Problem(file or folder, f"{label}: {relative!r} {why}."))
            return None
        modality = role or _role_of(file)
        if modality in files:
            problems.append(Problem(file, f"{label} lists {modality} twice."))
            return None
        files[modality] = file
    if not files:
        problems.append(Problem(folder, f"{label} names no file."))
        return None
    is_bad = _label(entry.get("anomaly", entry.get("label")))
    mask = inside(folder, text) if isinstance(text := entry.get("mask_path"), str) and text else None
    if mask is not None and not mask.exists():
        problems.append(Problem(mask, f"{label}: the mask {mask.name} is missing."))
        mask = None
    if is_bad is None and split in ("train", "validation"):
        is_bad = False
    first = next(iter(files.values()))
    name = str(entry.get("specie_name") or "")
    defect = "" if is_bad is None else (name if name and name != GOOD else "anomaly") if is_bad else GOOD
    stem = stem_of(first) if len(files) == 1 or role_in_name(first)[1] else first.parent.name
    return Sample(
        sample_id="/".join(part for part in (category, split, defect, stem) if part),
        files={role: files[role] for role in sorted(files, key=slot_order)},
        category=str(entry.get("cls_name") or category),
        set_name=str(entry.get("dataset") or entry.get("set") or folder.name),
        split=split,
        is_anomalous=is_bad,
        defect=defect,
        mask_file=mask if is_bad else None,
    )


def _listed(entry: Entry) -> list[tuple[Modality, str]]:
    """Modality (empty: told by the path) and path of every file: `img_path` in any form, and `<modality>_path`."""
    given = entry.get("img_path", entry.get("image_path", entry.get("img_paths")))
    found: list[tuple[Modality, str]] = []
    if isinstance(given, str) and given:
        found.append(("", given))
    elif isinstance(given, list):
        found += [("", str(item)) for item in given]
    elif isinstance(given, dict):
        found += [(_named(str(key)), str(item)) for key, item in given.items()]
    for key, value in entry.items():
        if (
            key.endswith("_path")
            and key not in ("img_path", "image_path", "mask_path")
            and isinstance(value, str)
            and value
        ):
            found.append((_named(key.removesuffix("_path")), value))
    return found


def _named(word: str) -> Modality:
    return role_of_folder(word) or role_in_name(Path(f"{word}.png"))[0] or word.lower()


def _role_of(path: Path) -> Modality:
    """By a folder of one sensor in the path, by the file's name, by its content."""
    return role_of_folder(path.parent.name) or role_in_name(path)[0] or modality_by_content(path)[0]


def _label(value: object) -> bool | None:
    if isinstance(value, bool | int):
        return bool(value)
    return {"0": False, "1": True, "good": False, "normal": False}.get(str(value).lower())
