"""The few samples of the guided tour: made on first use in a folder of their own, in seconds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core.data.demo.generator import generate
from core.data.demo.plan import Job
from core.data.index import index_paths
from core.progress import CancelToken, ReportProgress
from core.records import Sample

PART = Job("bracket", "test", "inner_void", 0)  # infrared alone sees it
SCAN = Job(
    "brain_mri", "test", "tumour", 1
)  # number 0 sounds the routing alarm of the shipped checkpoint (1.03 x its limit)


def tour_samples(out: Path, report: ReportProgress, token: CancelToken) -> tuple[Sample, Sample, Sample]:
    """A defective part, the same with two sensors swapped, and a volume; generated below `out` where they are missing.

    Raises StorageError when they cannot be written.
    """
    index = generate(out, report=report, token=token, jobs=(SCAN, PART), processes=0)
    found = {sample.category: sample for sample in index_paths([index], token).samples}
    part, scan = found[PART.category], found[SCAN.category]
    other = {"rgb": "infrared", "infrared": "rgb"}
    files = {modality: part.files[other.get(modality, modality)] for modality in part.files}
    return part, replace(part, sample_id=f"{part.sample_id}, sensors swapped", files=files), scan
