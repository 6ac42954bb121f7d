"""What the demo data consists of: one job a sample, the files it writes, and the index of all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

SET_NAME = "demo"
COLUMNS = ("set", "category", "split", "label", "defect", "sample", "modality", "path", "mask")

PRODUCTS = {
    "bracket": ("scratch", "dent", "missing_hole", "inner_void", "bent"),
    "candy": ("chip", "crack", "colour_spot", "bubble", "swelling"),
    "pcb": ("missing", "rotated", "solder_bridge", "lifted", "overheated"),
    "foam": ("dent", "missing_beads", "stain", "inner_void", "foreign_body"),
}
VOLUMES = {
    "brain_mri": ("plaques", "tumour", "flair_only", "lacune"),
    "chest_ct": ("nodule", "consolidation", "liver_lesion", "effusion"),
}
CATEGORIES = (*PRODUCTS, *VOLUMES)
_IMAGE_FILES = {"rgb": "rgb.png", "depth": "depth.tiff", "infrared": "infrared.png"}
_VOLUME_FILES = {
    "brain_mri": {"t1": "t1.nii.gz", "t2": "t2.nii.gz", "flair": "flair.nii.gz"},
    "chest_ct": {"ct": "ct.nii.gz"},
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Samples a category."""

    train: int
    validation: int
    test_good: int
    each_defect: int


PRODUCT_COUNTS = Counts(80, 24, 20, 8)
VOLUME_COUNTS = Counts(16, 8, 6, 4)


@dataclass(frozen=True, slots=True)
class Job:
    """One sample to make. `number` counts within its split and defect."""

    category: str
    split: str
    defect: str  # "good" or the kind
    number: int

    @property
    def is_volume(self) -> bool:
        """Whether it is a phantom rather than a product."""
        return self.category in VOLUMES

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.defect == "good"

    @property
    def weight(self) -> int:
        """How long it takes, in product samples."""
        return 5 if self.is_volume else 1

    @property
    def folder(self) -> PurePosixPath:
        """Where its files go, relative to the index."""
        return PurePosixPath(SET_NAME, self.category, self.split, self.defect, f"{self.number:03d}")

    @property
    def files(self) -> dict[str, str]:
        """File names by modality, in slot order."""
        return _VOLUME_FILES[self.category] if self.is_volume else _IMAGE_FILES

    @property
    def mask_name(self) -> str:
        """File name of its ground truth; empty for a good one."""
        if self.is_good:
            return ""
        return "mask.nii.gz" if self.is_volume else "mask.png"

    @property
    def has_cloud(self) -> bool:
        """Whether an organised cloud lies beside the images."""
        return self.split == "test" and not self.is_volume

    def seed(self, seed: int) -> list[int]:
        """Entropy of everything random in this sample; apart from every other sample's."""
        kinds = (*PRODUCTS.get(self.category, ()), *VOLUMES.get(self.category, ()))
        kind = 0 if self.is_good else 1 + kinds.index(self.defect)
        split = ("train", "validation", "test").index(self.split)
        return [seed, CATEGORIES.index(self.category), split, kind, self.number]


def all_jobs() -> tuple[Job, ...]:
    """Every sample of the demo data, volumes first because they take longest."""
    jobs = []
    for category, kinds in (*VOLUMES.items(), *PRODUCTS.items()):
        counts = VOLUME_COUNTS if category in VOLUMES else PRODUCT_COUNTS
        for split, many in (("train", counts.train), ("validation", counts.validation), ("test", counts.test_good)):
            jobs += [Job(category, split, "good", k) for k in range(many)]
        jobs += [Job(category, "test", kind, k) for kind in kinds for k in range(counts.each_defect)]
    return tuple(jobs)


def index_text(jobs: Iterable[Job]) -> str:
    """The CSV index of these samples, sorted by category as people read it; paths relative to the index."""
    order = {name: k for k, name in enumerate(CATEGORIES)}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for job in sorted(jobs, key=lambda j: (order[j.category], ("train", "validation", "test").index(j.split))):
        files = {**job.files, **({"cloud": "cloud.tiff"} if job.has_cloud else {})}
        mask = str(job.folder / job.mask_name) if job.mask_name else ""
        label = int(not job.is_good)
        for modality, name in files.items():
            row = (SET_NAME, job.category, job.split, label, job.defect, job.folder.name, modality)
            writer.writerow((*row, str(job.folder / name), mask))
    return out.getvalue()


def is_complete(out: Path, jobs: Sequence[Job]) -> bool:
    """Whether every file of these samples lies below `out`."""
    return all(
        (out / job.folder / name).is_file()
        for job in jobs
        for name in (*job.files.values(), *([job.mask_name] if job.mask_name else []))
    )
