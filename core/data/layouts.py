"""What the folders that a sample lies in tell of it: the layouts of MVTec AD, MVTec 3D-AD and MulSen-AD."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from core.data.naming import MASK, is_candidate, role_in_name, role_of_folder, stem_of, suffix_of

SPLITS = {"train": "train", "test": "test", "validation": "validation", "val": "validation", "valid": "validation"}
GOOD = "good"  # the defect of a sample without one


@dataclass(frozen=True, slots=True)
class LayoutPlace:
    """Where in set/category/split/defect/... a sample lies."""

    category: str
    split: str
    defect: str  # empty when the layout does not tell
    rest: tuple[str, ...]  # what names the sample below the defect folder
    set_name: str = ""
    mask_file: Path | None = None


def place_of(path: Path) -> LayoutPlace | None:
    """What the folders above a sample tell: .../category/{train,test,validation}/{good,DEFECT}/... .

    A folder called "test" alone proves nothing: some split beside it must hold a folder "good". A modality's folder may
    lie between category and split (MulSen-AD) or below the defect (MVTec 3D-AD). The path itself need not exist.
    """
    parts = path.parts
    for at in range(len(parts) - 2, 1, -1):
        if parts[at].lower() not in SPLITS:
            continue
        above = Path(*parts[:at])
        if not is_category(above):
            continue
        category = above.parent if role_of_folder(above.name) else above
        split, rest = SPLITS[parts[at].lower()], list(parts[at + 1 :])
        defect = rest.pop(0) if len(rest) > 1 else ("good" if split == "train" else "")
        if len(rest) > 1 and role_of_folder(rest[0]):
            rest.pop(0)
        if is_candidate(Path(rest[-1])):
            rest[-1] = stem_of(Path(rest[-1]))
        mask = _mask_of(above, defect, rest)
        return LayoutPlace(category.name, split, defect, tuple(rest), category.parent.name, mask)
    return None


def is_category(folder: Path) -> bool:
    """Whether a folder holds the splits of a product: train/good or test/good, perhaps below a modality's folder."""
    try:
        inside = [entry for entry in os.scandir(folder) if entry.name.lower() in SPLITS or role_of_folder(entry.name)]
    except OSError:
        return False
    if any(entry.name.lower() in SPLITS and os.path.isdir(os.path.join(entry.path, "good")) for entry in inside):
        return True
    inner = [entry.path for entry in inside if role_of_folder(entry.name) and entry.is_dir()]
    return any(os.path.isdir(os.path.join(sub, split, "good")) for sub in inner for split in SPLITS)


def mask_beside(path: Path) -> Path | None:
    """The ground truth lying beside a file that is named by its modality alone."""
    if role_in_name(path)[1]:
        return None
    suffixes = dict.fromkeys((suffix_of(path), ".png", ".tiff", ".nii.gz", ".nrrd"))
    places = (os.path.join(path.parent, f"{MASK}{suffix}") for suffix in suffixes)
    return next((Path(place) for place in places if os.path.isfile(place)), None)


def _mask_of(category: Path, defect: str, rest: list[str]) -> Path | None:
    """The mask of an MVTec AD sample: ground_truth/DEFECT/000_mask.png; of a 3D-AD one: test/DEFECT/gt/000.png."""
    if not rest or not defect or defect == "good":
        return None
    name = rest[-1]
    candidates = (
        category / "ground_truth" / defect / f"{name}_mask.png",
        category / "ground_truth" / defect / f"{name}.png",
        category / "test" / defect / "gt" / f"{name}.png",
    )
    return next((candidate for candidate in candidates if candidate.is_file()), None)
