"""Which modality a file is, told by its name first and by its kind of file second. Reads headers at most."""

from __future__ import annotations

import json
import re
import struct
from functools import lru_cache
from pathlib import Path

from core.records import Modality, known_modalities

RAW_SUFFIXES = frozenset({".dng", ".cr2", ".cr3", ".nef", ".arw", ".raf", ".orf", ".rw2", ".pef", ".srw"})  # cameras'
IMAGE_SUFFIXES = (
    frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".gif", ".exr", ".pfm"}) | RAW_SUFFIXES
)
MESH_SUFFIXES = frozenset({".stl", ".obj"})  # seen by points on their faces
CLOUD_SUFFIXES = frozenset({".xyz", ".ply", ".pcd", ".pts", ".asc", ".las", ".laz", ".e57"}) | MESH_SUFFIXES
TEXT_CLOUD_SUFFIXES = frozenset({".txt", ".csv"})  # clouds only when their name says so
ARRAY_SUFFIXES = frozenset({".npy"})
VOLUME_SUFFIXES = frozenset({".nii", ".nii.gz", ".nrrd", ".nhdr", ".mha", ".mhd", ".mgh", ".mgz", ".hdr"})
DICOM_SUFFIXES = frozenset({".dcm", ".dicom", ".ima"})

_LARGEST_SIDECAR = 1 << 20  # bytes
MASK = "mask"  # the role of a ground-truth file; never a modality

_SYNONYMS: dict[str, str] = {
    **{info.name: info.name for info in known_modalities()},
    **dict.fromkeys(("color", "colour"), "rgb"),
    **dict.fromkeys(("gray", "greyscale", "grayscale"), "grey"),
    **dict.fromkeys(("ir", "nir"), "infrared"),
    **dict.fromkeys(("electroluminescence",), "el"),
    **dict.fromkeys(("disparity", "disp", "disp0", "height", "range"), "depth"),
    **dict.fromkeys(("xyz", "pcd", "pointcloud", "points", "pc"), "cloud"),
    **dict.fromkeys(("t1w", "t1n"), "t1"),
    **dict.fromkeys(("t1ce", "t1c", "t1gd", "t1km"), "t1post"),
    **dict.fromkeys(("t2w",), "t2"),
    **dict.fromkeys(("t2f", "t2flair"), "flair"),
    **dict.fromkeys(("pdw",), "pd"),
    **dict.fromkeys(("mr",), "mri"),
    **dict.fromkeys((MASK, "gt", "seg", "segmentation"), MASK),
}
# Folder names that say what the files inside are. Shorter than _SYNONYMS: "color" is a common defect type.
_FOLDERS: dict[str, str] = {
    **dict.fromkeys(("rgb",), "rgb"),
    **dict.fromkeys(("grey", "gray"), "grey"),
    **dict.fromkeys(("depth",), "depth"),
    **dict.fromkeys(("infrared", "ir"), "infrared"),
    **dict.fromkeys(("thermal",), "thermal"),
    **dict.fromkeys(("xyz", "pointcloud", "cloud", "pcd"), "cloud"),
    **{name: name for name in ("t1", "t1post", "t2", "flair", "ct")},
    **dict.fromkeys(("t1ce", "t1c"), "t1post"),
    **dict.fromkeys(("gt", "ground_truth", "mask", "masks"), MASK),
}
_WORD = re.compile(r"[0-9A-Za-z]+")
_NUMBER = re.compile(r"(\d+)")
_CANDIDATES = IMAGE_SUFFIXES | CLOUD_SUFFIXES | ARRAY_SUFFIXES | VOLUME_SUFFIXES | DICOM_SUFFIXES
_ORDER = {info.name: position for position, info in enumerate(known_modalities())}


def suffix_of(path: Path) -> str:
    """The extension in lower case; ".nii.gz" counts as one."""
    return _suffix(path.name)


@lru_cache(maxsize=1 << 17)  # a large folder asks for every name several times
def _suffix(name: str) -> str:
    name = name.lower()
    dot = name.rfind(".")
    if name.endswith(".nii.gz"):
        dot -= 4
    return name[dot:] if 0 < dot < len(name) - 1 else ""


def stem_of(path: Path) -> str:
    """The file name without its extension."""
    suffix = suffix_of(path)
    return path.name[: -len(suffix)] if suffix else path.name


def is_candidate(path: Path) -> bool:
    """Whether the name could be a modality's file (DICOM files without extension are found by content instead)."""
    suffix = suffix_of(path)
    if suffix in TEXT_CLOUD_SUFFIXES:
        return role_in_name(path)[0] == "cloud"
    return suffix in _CANDIDATES


def role_in_name(path: Path) -> tuple[str, str]:
    """Modality (or MASK, or empty) that the file name spells, and the rest of the name.

    The rest groups files of one sample: "007_rgb.png" and "007_depth.png" share "007"; it is empty for "rgb.png".
    """
    stem = stem_of(path)
    if bids := _role_in_bids_name(stem):
        return bids
    tokens = _WORD.findall(stem)
    if len(tokens) >= 2 and tokens[-2].lower() in ("t1", "t1w") and tokens[-1].lower() in ("post", "ce", "gd", "c"):
        return "t1post", "_".join(tokens[:-2])
    for position in reversed(range(len(tokens))):
        role = _SYNONYMS.get(tokens[position].lower())
        # One or two letters in the middle of a name ("el", "ct") are more often a code than a sensor.
        is_last = position == len(tokens) - 1
        if role and (is_last or (role != MASK and (position == 0 or len(tokens[position]) > 2))):
            return role, "_".join(tokens[:position] + tokens[position + 1 :])
    return "", stem


def _role_in_bids_name(stem: str) -> tuple[str, str] | None:
    """Role and subject of a BIDS name as "sub-01_ses-2_ce-gadolinium_T1w"; None for other names.

    Only subject, session and run name a sample: "acq-" and the like differ between sequences of one patient.
    """
    if not stem.startswith("sub-"):
        return None
    *entities, last = stem.split("_")
    role = _SYNONYMS.get(last.lower(), "")
    if not entities or not role:
        return None
    if role == "t1" and any(entity.startswith("ce-") for entity in entities):
        role = "t1post"
    kept = [entity for entity in entities if entity.partition("-")[0] in ("sub", "ses", "run")]
    return role, "_".join(kept)


def role_of_folder(name: str) -> str:
    """Modality (or MASK, or empty) of the files in a folder of this name."""
    return _FOLDERS.get(name.lower(), "")


def modality_by_content(path: Path) -> tuple[Modality, str]:
    """Modality of a file whose name does not say it, and what was assumed in words (empty: nothing)."""
    suffix = suffix_of(path)
    if suffix in CLOUD_SUFFIXES:
        return "cloud", ""
    if suffix in VOLUME_SUFFIXES:
        if told := _told_by_sidecar(path):
            return told, f"{path.name} is taken for {told} as {stem_of(path)}.json says."
        return "mri", f"{path.name} is taken for an MRI: its name does not tell MRI from CT."
    if suffix in ARRAY_SUFFIXES:
        return "depth", f"{path.name} is taken for a depth map: its name does not tell."
    if suffix == ".pfm":
        return "depth", f"{path.name} is taken for a depth map: its name does not tell."
    if suffix in (".tif", ".tiff"):
        return _tiff_modality(path)
    return ("grey" if _is_grey(path) else "rgb"), ""


def _told_by_sidecar(path: Path) -> Modality:
    """Modality in the JSON that converters write beside a volume; empty where there is none or it does not tell."""
    sidecar = path.with_name(f"{stem_of(path)}.json")
    try:
        if not sidecar.is_file() or sidecar.stat().st_size > _LARGEST_SIDECAR:
            return ""
        facts = json.loads(sidecar.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return ""
    if not isinstance(facts, dict):
        return ""
    if facts.get("Modality") == "CT":
        return "ct"
    if facts.get("Modality") != "MR":
        return ""
    from core.data.dicom_header import mri_sequence  # the same words as in a DICOM header

    words = " ".join(str(facts.get(key, "")) for key in ("SeriesDescription", "ProtocolName", "SequenceName"))
    return mri_sequence(words, bool(facts.get("ContrastBolusIngredient")))


def slot_order(modality: Modality) -> tuple[int, str]:
    """Sort key that puts modalities into the same slots however a sample was found."""
    return _ORDER.get(modality, len(_ORDER)), modality


def natural_key(text: str) -> list[tuple[int, int, str]]:
    """Sort key under which "part9" comes before "part10"."""
    pieces = _NUMBER.split(text)
    return [(0, int(p), p) if p.isdecimal() and len(p) < 4000 else (1, 0, p.lower()) for p in pieces if p]


def _is_grey(path: Path) -> bool:
    """Whether a PNG or JPEG header declares one channel; False where the header cannot be read."""
    try:
        with open(path, "rb", buffering=0) as file:  # a header is all that is read
            head = file.read(26)
            if head.startswith(b"\x89PNG"):
                return len(head) == 26 and head[25] in (0, 4)
            if not head.startswith(b"\xff\xd8"):
                return False
            file.seek(2)
            for _ in range(64):  # JPEG segments before the frame header
                marker, length = struct.unpack(">HH", file.read(4))
                if 0xFFC0 <= marker <= 0xFFCF and marker not in (0xFFC4, 0xFFC8, 0xFFCC):
                    return file.read(6)[5] == 1
                file.seek(length - 2, 1)
    except (OSError, struct.error, IndexError):
        pass  # the reader will say what is wrong with the file
    return False


def _tiff_modality(path: Path) -> tuple[Modality, str]:
    """Colour, grey or organised XYZ, by the header's channels and number format."""
    import tifffile  # only unnamed TIFF files need it

    try:
        with tifffile.TiffFile(path) as tiff:
            page = tiff.pages.first
            channels, is_float = int(page.samplesperpixel), page.dtype is not None and page.dtype.kind == "f"
    except (OSError, ValueError, IndexError, KeyError, TypeError, struct.error, tifffile.TiffFileError):
        return "rgb", ""  # the reader will say what is wrong with the file
    if channels < 3:
        return "grey", ""
    return (
        ("cloud", f"{path.name} is taken for an organised point cloud (float, 3 channels).")
        if is_float
        else ("rgb", "")
    )
