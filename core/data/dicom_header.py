"""What one DICOM object says of itself: read and checked without its pixels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.data.dicom_files import DicomFile
from core.data.files import MAX_IMAGE_PIXELS, MAX_VOXELS, check_file, reading, too_big
from core.errors import SampleReadError
from core.records import Modality

if TYPE_CHECKING:
    from pydicom import Dataset

SAME_DIRECTION = 2e-3  # difference of direction cosines that rounding in headers makes
_MODALITIES = {"CT": "ct", "US": "ultrasound", "XC": "rgb", "GM": "rgb", "SM": "rgb", "ES": "rgb", "OP": "rgb"}
_LOCALISERS = ("locali", "scout", "pilot", "survey", "topogram", "scanogram")
_NOT_PICTURES = frozenset({"RTSTRUCT", "RTPLAN", "SR", "PR", "KO", "REG", "SEG", "DOC", "AU", "ECG", "PLAN"})
# What may tell two pictures at the same place apart, best first.
SPLITTERS = (
    "EchoTime",
    "DiffusionBValue",
    "TemporalPositionIdentifier",
    "ImageType",
    "AcquisitionNumber",
    "TriggerTime",
    "ContentTime",
)
_TAGS = (
    *("SOPClassUID", "SOPInstanceUID", "SeriesInstanceUID", "StudyInstanceUID", "FrameOfReferenceUID", "Modality"),
    *("SeriesDescription", "ProtocolName", "SequenceName", "SeriesNumber", "ContrastBolusAgent", "Rows", "Columns"),
    *("NumberOfFrames", "SamplesPerPixel", "ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing"),
    *("SliceThickness", "PerFrameFunctionalGroupsSequence", *SPLITTERS),
)


@dataclass(frozen=True, slots=True, eq=False)
class Header:
    """What one DICOM object says of itself, without its pixels. Identity stays in memory and is never logged."""

    file: DicomFile
    kind: str  # DICOM's Modality: "CT", "MR", "DX", ...
    modality: Modality
    description: str  # of the series
    series: str
    study: str
    frame_of_reference: str
    instance: str
    number: int  # of the series
    size: tuple[int, int]  # rows, columns
    frames: int
    is_enhanced: bool  # places its frames one by one
    is_colour: bool
    is_localiser: bool
    position: NDArray[np.float64] | None  # [3] LPS mm
    axes: NDArray[np.float64] | None  # [2, 3] along a row, down a column
    spacing: tuple[float, float] | None  # between rows, between columns, mm
    thickness: float
    splitters: tuple[str, ...]

    @property
    def has_place(self) -> bool:
        """Whether it is part of a volume."""
        return self.is_enhanced or self.position is not None


def read_header(file: DicomFile) -> Header:
    """The header of one object, checked. Raises SampleReadError, also for objects that are no pictures."""
    import pydicom

    path = file.path
    if not file.member:
        check_file(path)
    with reading(Path(file.name), "a DICOM file"):
        with file.open() as stream:
            data = pydicom.dcmread(stream, stop_before_pixels=True, specific_tags=list(_TAGS))
        kind = str(data.get("Modality", "") or "")
        if kind in _NOT_PICTURES or str(data.get("SOPClassUID", "")).startswith("1.2.840.10008.1.3.10"):
            raise SampleReadError(f"{file.name} holds no picture ({kind or 'a DICOMDIR'}).", path=path)
        rows, columns = int(data.get("Rows", 0) or 0), int(data.get("Columns", 0) or 0)
        if rows < 1 or columns < 1:
            raise SampleReadError(f"{file.name} has no pixels.", path=path)
        frames = int(data.get("NumberOfFrames", 1) or 1)
        if rows * columns > MAX_IMAGE_PIXELS:
            raise too_big(path, rows * columns, MAX_IMAGE_PIXELS, "pixels")
        if rows * columns * frames > MAX_VOXELS:
            raise too_big(path, rows * columns * frames, MAX_VOXELS, "voxels")
        enhanced = "PerFrameFunctionalGroupsSequence" in data
        position, axes, spacing = (None, None, None) if enhanced else place_of(file, data.get)
        image_type = _words(data.get("ImageType"))
        description = " ".join(str(data.get("SeriesDescription", "") or "").split())[:64]
        return Header(
            file,
            kind,
            _modality(data, kind),
            description,
            str(data.get("SeriesInstanceUID", "")),
            str(data.get("StudyInstanceUID", "")),
            str(data.get("FrameOfReferenceUID", "") or ""),
            str(data.get("SOPInstanceUID", "")),
            int(data.get("SeriesNumber", 0) or 0),
            (rows, columns),
            frames,
            enhanced,
            int(data.get("SamplesPerPixel", 1) or 1) != 1,
            "LOCALIZER" in image_type.upper() or any(word in description.lower() for word in _LOCALISERS),
            position,
            axes,
            spacing,
            float(data.get("SliceThickness", 0) or 0),
            tuple(_words(data.get(tag)) for tag in SPLITTERS),
        )


Find = Callable[[str], Any]  # Any: every DICOM element has its own type
Place = tuple[NDArray[np.float64] | None, NDArray[np.float64] | None, tuple[float, float] | None]


def place_of(file: DicomFile, find: Find, name: str = "") -> Place:
    """Position [3], axes [2, 3] and spacing that elements state; no position where any is missing.

    Raises SampleReadError when they contradict themselves.
    """
    position, orientation, spacing = find("ImagePositionPatient"), find("ImageOrientationPatient"), find("PixelSpacing")
    pair = (float(spacing[0]), float(spacing[1])) if spacing is not None and len(spacing) == 2 else None
    if position is None or orientation is None or pair is None:
        return None, None, pair
    place = np.array([float(v) for v in position])
    axes = np.array([float(v) for v in orientation])
    is_sound = place.shape == (3,) and axes.shape == (6,) and np.isfinite(place).all() and min(pair) > 0
    if is_sound:
        axes = axes.reshape(2, 3)
        lengths = np.linalg.norm(axes, axis=1)
        is_sound = bool(np.all(np.abs(lengths - 1) <= 1e-2)) and abs(float(axes[0] @ axes[1])) <= 1e-2
    if not is_sound:
        raise SampleReadError(f"{name or file.name} has an impossible orientation or pixel size.", path=file.path)
    return place, axes, pair


def same_direction(first: NDArray[np.float64], second: NDArray[np.float64]) -> bool:
    """Whether two [2, 3] axes are equal but for rounding."""
    return bool(np.abs(first - second).max() < SAME_DIRECTION)


def _words(value: Any) -> str:  # noqa: ANN401 - every DICOM element has its own type
    if value is None:
        return ""
    return str(value) if isinstance(value, str) or not isinstance(value, Sequence) else "\\".join(map(str, value))


def _modality(data: Dataset, kind: str) -> Modality:
    if kind != "MR":
        return _MODALITIES.get(kind, "xray")
    words = " ".join(str(data.get(key, "")) for key in ("SeriesDescription", "ProtocolName", "SequenceName"))
    return mri_sequence(words, bool(str(data.get("ContrastBolusAgent", "") or "")))


def mri_sequence(words: str, has_contrast: bool) -> Modality:
    """The MRI modality that a series' description spells; "mri" where it does not."""
    words = words.lower()
    for word in ("flair", "adc", "dwi", "diff", "t2", "pd"):
        if word in words:
            return "dwi" if word == "diff" else word
    if "t1" in words or "mprage" in words or "mp-rage" in words:
        return "t1post" if has_contrast or any(w in words for w in ("post", "gd", "+c", "ce")) else "t1"
    return "mri"
