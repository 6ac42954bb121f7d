"""Data sets whose layout their folders alone do not tell: released indexes, VisA, Eyecandies, BMAD and Hyper-Kvasir.

MVTec AD, MVTec 3D-AD, MulSen-AD and sample folders are read by `core.data.finder` and `core.data.layouts`. BMAD is the
form of BraTS-AD, Liver CT and Retina OCT: train/good, then valid and test with good and Ungood, each of them with the
folders img and label.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.data.layouts import GOOD, SPLITS
from core.data.naming import IMAGE_SUFFIXES, modality_by_content, natural_key, role_of_folder, slot_order, stem_of
from core.progress import CancelToken
from core.records import Modality, Problem, Sample

PICTURES, MASKS = ("img", "image", "images"), ("label", "labels", "mask", "masks", "anomaly_mask", "gt")
VISA_TEST_STEP = 10  # without its table of splits, every tenth normal tests, about the published share
_CANDY = re.compile(r"(?P<name>\d+)_image_(?P<light>\d+)\.png")


@dataclass(frozen=True, slots=True)
class KnownSet:
    """What a recognised folder holds."""

    samples: list[Sample] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_known_set(folder: Path, token: CancelToken) -> KnownSet | None:
    """The samples of a folder that is a VisA set or product, or a category of the others; None if it is none of them.

    Raises OSError when a folder cannot be listed.
    """
    names = {entry.name for entry in os.scandir(folder) if entry.is_dir()}
    if "split_csv" in names and (tables := sorted((folder / "split_csv").glob("*.csv"))):
        table = next((path for path in tables if path.name == "1cls.csv"), tables[0])
        return _visa_table(table, folder, token)
    if "Data" in names and (folder / "Data" / "Images" / "Normal").is_dir():
        return _visa_product(folder, token)
    if any((folder / name / "data").is_dir() and _is_candy_split(name) for name in names):
        return _candy(folder, sorted(names), token)
    if any(
        _is_bmad(folder / split / defect)
        for split in names
        if split.lower() in SPLITS
        for defect in _folders(folder / split)
    ):
        return _bmad(folder, sorted(names), token)
    if "images" in names and "masks" in names and _folders(folder / "images") == []:
        return _segmented(folder, token)
    return None


def inside(folder: Path, relative: str) -> Path | None:
    """The path that an index names; None when it is absolute or leads out of the data set's folder."""
    if not relative or os.path.isabs(relative) or "\x00" in relative:
        return None
    path = Path(os.path.normpath(folder / relative.replace("\\", "/")))
    return path if Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)) else None


def _visa_table(table: Path, folder: Path, token: CancelToken) -> KnownSet:
    """Columns object, split, label (normal or anomaly), image, mask, as the authors publish."""
    found = KnownSet()
    try:
        with table.open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeError, csv.Error) as error:
        found.problems.append(Problem(table, f"{table.name} cannot be read: {type(error).__name__}."))
        return found
    for number, row in enumerate(rows, start=2):
        token.raise_if_cancelled()
        product, split, label = ((row.get(key) or "").strip() for key in ("object", "split", "label"))
        path = inside(folder, (row.get("image") or "").strip())
        if not product or split.lower() not in SPLITS or label not in ("normal", "anomaly") or path is None:
            found.problems.append(Problem(table, f"{table.name} line {number} is not a row of this table."))
            continue
        if not path.is_file():
            found.problems.append(Problem(path, f"{table.name} line {number}: {row['image']} is missing."))
            continue
        mask = inside(folder, (row.get("mask") or "").strip())
        if mask is not None and not mask.is_file():
            found.problems.append(Problem(mask, f"{table.name} line {number}: the mask {mask.name} is missing."))
            mask = None
        defect = GOOD if label == "normal" else "anomaly"
        found.samples.append(_sample(path, folder.name, product, SPLITS[split.lower()], defect, mask))
    return found


def _visa_product(folder: Path, token: CancelToken) -> KnownSet:
    """A product of VisA without the table of splits."""
    found = KnownSet()
    found.notes.append(
        f"No table of splits: every {VISA_TEST_STEP}th normal is taken for testing, the others to train."
    )
    for number, path in enumerate(_pictures(folder / "Data" / "Images" / "Normal")):
        token.raise_if_cancelled()
        split = "test" if number % VISA_TEST_STEP == VISA_TEST_STEP - 1 else "train"
        found.samples.append(_sample(path, folder.parent.name, folder.name, split, GOOD, None))
    masks = folder / "Data" / "Masks" / "Anomaly"
    for path in _pictures(folder / "Data" / "Images" / "Anomaly"):
        token.raise_if_cancelled()
        found.samples.append(
            _sample(path, folder.parent.name, folder.name, "test", "anomaly", _same_name(masks, stem_of(path)))
        )
    return found


def _is_candy_split(name: str) -> bool:
    return name in ("train", "val") or name.startswith("test")


def _candy(folder: Path, names: Sequence[str], token: CancelToken) -> KnownSet:
    """A category of Eyecandies: six lights a sample (the fifth has all lamps lit), 16-bit depth, mask and metadata."""
    found = KnownSet()
    for split in filter(_is_candy_split, names):
        data = folder / split / "data"
        lights: dict[str, list[tuple[int, Path]]] = {}
        for path in _pictures(data):
            if match := _CANDY.fullmatch(path.name):
                lights.setdefault(match["name"], []).append((int(match["light"]), path))
        for name, pictures in lights.items():
            token.raise_if_cancelled()
            by_light = dict(pictures)
            files = {"rgb": by_light.get(4, max(pictures)[1])}
            if (depth := data / f"{name}_depth.png").is_file():
                files["depth"] = depth
            is_bad = False if split in ("train", "val") else _candy_label(data / f"{name}_metadata.yaml")
            mask = data / f"{name}_mask.png"
            place = "test" if split.startswith("test") else SPLITS[split]
            defect = "" if is_bad is None else "anomaly" if is_bad else GOOD
            made = _made(
                files, folder.parent.name, folder.name, place, defect, mask if is_bad and mask.is_file() else None, name
            )
            found.samples.append(made)
    return found


def _candy_label(metadata: Path) -> bool | None:
    """Whether a test sample is anomalous; None where the file does not say (the private test split)."""
    try:
        text = metadata.read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return None
    match = re.search(r"^\s*anomalous:\s*(\w+)", text, re.MULTILINE)
    return match[1].lower() in ("1", "true", "yes") if match else None


def _bmad(folder: Path, names: Sequence[str], token: CancelToken) -> KnownSet:
    found = KnownSet()
    for split in names:
        if split.lower() not in SPLITS:
            continue
        for state in _folders(folder / split):
            token.raise_if_cancelled()
            place = folder / split / state
            inner = {name.lower(): place / name for name in _folders(place)}
            pictures = next((inner[name] for name in PICTURES if name in inner), place)
            masks = next((inner[name] for name in MASKS if name in inner), None)
            defect = GOOD if is_good(state) or split.lower() == "train" else state
            for files in _together(pictures):
                name = stem_of(next(iter(files.values())))
                truth = masks or folder / "ground_truth" / state
                mask = _same_name(truth, name) if defect != GOOD else None
                found.samples.append(
                    _made(files, folder.parent.name, folder.name, SPLITS[split.lower()], defect, mask, name)
                )
    return found


def _together(folder: Path) -> Iterator[dict[Modality, Path]]:
    """The files of each sample: pictures of a folder, or those of one name in its folders of one sensor each."""
    sensors = {role: folder / name for name in _folders(folder) if (role := role_of_folder(name))}
    if not sensors:
        for path in _pictures(folder):
            yield {modality_by_content(path)[0]: path}
        return
    names: dict[str, dict[Modality, Path]] = {}
    for role, place in sensors.items():
        for path in _pictures(place):
            names.setdefault(stem_of(path), {})[role] = path
    yield from names.values()


def _segmented(folder: Path, token: CancelToken) -> KnownSet:
    """Hyper-Kvasir's segmented images: findings with a mask of the same name, all anomalous, for testing."""
    found = KnownSet()
    for path in _pictures(folder / "images"):
        token.raise_if_cancelled()
        mask = _same_name(folder / "masks", stem_of(path))
        found.samples.append(_sample(path, folder.parent.name, folder.name, "test", "anomaly", mask))
    return found


def is_good(name: str) -> bool:
    """Whether a folder of this name holds parts or patients without a finding."""
    return name.lower() in (GOOD, "normal", "healthy")


def _sample(path: Path, set_name: str, category: str, split: str, defect: str, mask: Path | None) -> Sample:
    files = {modality_by_content(path)[0]: path}
    return _made(files, set_name, category, split, defect, mask, stem_of(path))


def _made(
    files: dict[Modality, Path], set_name: str, category: str, split: str, defect: str, mask: Path | None, name: str
) -> Sample:
    return Sample(
        sample_id="/".join(part for part in (category, split, defect, name) if part),
        files={role: files[role] for role in sorted(files, key=slot_order)},
        category=category,
        set_name=set_name,
        split=split,
        is_anomalous=None if not defect else defect != GOOD,
        defect=defect,
        mask_file=mask,
    )


def _is_bmad(folder: Path) -> bool:
    """Whether this folder of a split has its pictures and masks below it, or a name for good ones of its own."""
    named = is_good(folder.name) and folder.name != GOOD
    return named or any(name.lower() in PICTURES for name in _folders(folder))


def _folders(folder: Path) -> list[str]:
    try:
        return sorted((entry.name for entry in os.scandir(folder) if entry.is_dir()), key=natural_key)
    except OSError:
        return []


def _pictures(folder: Path) -> list[Path]:
    """Image files of a folder in natural order; none where there is no such folder."""
    try:
        found = [entry.path for entry in os.scandir(folder) if entry.is_file() and not entry.name.startswith(".")]
    except OSError:
        return []
    return [Path(path) for path in sorted(found, key=natural_key) if Path(path).suffix.lower() in IMAGE_SUFFIXES]


def _same_name(folder: Path, stem: str) -> Path | None:
    """The picture of a folder with a given stem, or with `_mask` or `_label` behind it."""
    names = [f"{stem}{end}{suffix}" for end in ("", "_mask", "_label") for suffix in (".png", ".jpg", ".bmp", ".tif")]
    return next((folder / name for name in names if (folder / name).is_file()), None)
