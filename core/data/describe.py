"""How the files of a sample were understood: what each was taken for, what told so, and what was assumed."""

from __future__ import annotations

from pathlib import Path

from core.data.csv_index import is_index_csv
from core.data.dicom_files import is_collection, is_dicom
from core.data.dicom_series import find_stacks
from core.data.images import page_count
from core.data.naming import (
    CLOUD_SUFFIXES,
    DICOM_SUFFIXES,
    IMAGE_SUFFIXES,
    VOLUME_SUFFIXES,
    modality_by_content,
    role_in_name,
    role_of_folder,
    stem_of,
    suffix_of,
)
from core.data.records import FileFacts
from core.data.sample_file import NAME, read_sample_file
from core.data.sidecar import AS_FOUND, facts_beside
from core.data.volumes import volume_count
from core.errors import SampleReadError
from core.progress import CancelToken
from core.records import Kind, Modality, Sample, modality_info

_NEAR = 8  # folders above a file in which something may tell of it


def describe_files(sample: Sample, token: CancelToken) -> tuple[FileFacts, ...]:
    """The facts of every file in slot order. Reads headers only; a file that cannot be read has fewer facts."""
    return tuple(_facts(sample, modality, path, token) for modality, path in sample.files.items())


def _facts(sample: Sample, modality: Modality, path: Path, token: CancelToken) -> FileFacts:
    token.raise_if_cancelled()
    kind, suffix = modality_info(modality).kind, suffix_of(path)
    choice = sample.choices.get(modality, AS_FOUND)
    told_by, assumption = _told_by(modality, path)
    assumptions = [assumption] if assumption else []
    keys, names = _parts(path, token)
    is_cloud = kind is Kind.CLOUD or suffix in CLOUD_SUFFIXES
    is_depth = kind is Kind.DEPTH and suffix not in CLOUD_SUFFIXES
    unit, scale, plane, facts_by = "", 1.0, None, ""
    if is_cloud or is_depth:
        try:
            facts = facts_beside(path).with_choice(choice)
            unit, scale, plane, facts_by = facts.unit or "", facts.scale, facts.plane_mm, facts.source
        except SampleReadError as error:
            assumptions.append(error.message)
        if is_depth and not unit and suffix == ".png":
            assumptions.append("Neither unit nor scale of the stored depth is known: values are shown as they are.")
    return FileFacts(
        modality,
        path,
        told_by,
        keys,
        names,
        sample.parts.get(modality, ""),
        has_depth=is_cloud or is_depth,
        has_viewpoint=is_cloud,
        unit=unit,
        scale=scale,
        plane_mm=plane,
        facts_by=facts_by,
        choice=choice,
        assumptions=tuple(assumptions),
    )


def _told_by(modality: Modality, path: Path) -> tuple[str, str]:
    """What told the modality, and what was assumed in words."""
    for folder in list(path.parents)[:_NEAR]:
        kept = folder / NAME
        if kept.is_file() and any(s.files.get(modality) == path for s in read_sample_file(kept).samples):
            return NAME, ""
        if is_index_csv(folder / "index.csv"):
            return "index.csv", ""
    if is_collection(path) or suffix_of(path) in DICOM_SUFFIXES or (not suffix_of(path) and is_dicom(path)):
        return "its DICOM header", ""
    if role_in_name(path)[0] == modality:
        return "its name", ""
    if any(role_of_folder(folder.name) == modality for folder in list(path.parents)[:4]):
        return "its folder", ""
    if stem_of(path).lower() == modality:
        return "its name", "A sensor without facts of its own: taken for one channel."
    by_content, assumption = modality_by_content(path)
    if by_content == modality:
        return "its content", assumption or f"{path.name}: the name does not tell; the content looks like it."
    return "your choice", ""


def _parts(path: Path, token: CancelToken) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keys and names of what a file or place holds, where that is more than one."""
    suffix = suffix_of(path)
    try:
        if is_collection(path):
            stacks = find_stacks(path, token)[0]
            pairs = [(stack.key, stack.describe()) for stack in stacks]
        elif suffix in VOLUME_SUFFIXES:
            pairs = [(str(n + 1), f"Volume {n + 1}") for n in range(volume_count(path))]
        elif suffix in IMAGE_SUFFIXES:
            pairs = [(str(n + 1), f"Picture {n + 1}") for n in range(page_count(path))]
        else:
            return (), ()
    except SampleReadError:
        return (), ()  # the reader says what is wrong
    if len(pairs) < 2:
        return (), ()
    return tuple(key for key, _ in pairs), tuple(name for _, name in pairs)
