"""DICOM: one series of slices, an enhanced multi-frame file, or a single picture. Slices are ordered by position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.data.files import MAX_IMAGE_PIXELS, MAX_VOXELS, check_file, content_type, reading, too_big
from core.data.ranges import robust_range
from core.data.volumes import RawVolume
from core.errors import SampleReadError
from core.progress import CancelToken
from core.records import Modality, View

if TYPE_CHECKING:
    from pydicom import Dataset

_LPS_TO_RAS = np.diag([-1.0, -1.0, 1.0, 1.0])
_MODALITIES = {"CT": "ct", "US": "ultrasound", "XC": "rgb", "GM": "rgb", "SM": "rgb"}
_HINT = "Put the slices of one series alone into a folder."
_DIRECTORY_CLASS = "1.2.840.10008.1.3.10"  # a DICOMDIR lists files, it is no image


@dataclass(frozen=True, slots=True, eq=False)
class _Slice:
    """One slice with its place in the patient (DICOM's LPS mm)."""

    path: Path
    name: str  # as told to people: file, and frame of a multi-frame file
    values: NDArray[np.float32]  # [rows, columns], rescaled
    position: NDArray[np.float64]  # [3] centre of the first pixel
    row_axis: NDArray[np.float64]  # [3] direction along a row (to the next column)
    column_axis: NDArray[np.float64]  # [3] direction down a column (to the next row)
    spacing: tuple[float, float]  # between rows, between columns
    thickness: float


def modality_of_dicom(path: Path) -> Modality:
    """What a DICOM header says the picture is: "ct", "t1", "flair", "xray", ... Raises SampleReadError."""
    data = _header(path)
    with reading(path, "a DICOM file"):  # pydicom parses an element when it is asked for
        kind = str(data.get("Modality", ""))
        if kind != "MR":
            return _MODALITIES.get(kind, "xray")
        words = " ".join(
            str(data.get(key, "")) for key in ("SeriesDescription", "ProtocolName", "SequenceName")
        ).lower()
        return _mri_sequence(words, bool(str(data.get("ContrastBolusAgent", "") or "")))


def dicom_files(folder: Path) -> list[Path]:
    """Files of a folder whose content is DICOM, without a DICOMDIR. Raises SampleReadError when unreadable."""
    with reading(folder):
        files = sorted(entry for entry in folder.iterdir() if entry.is_file())
    return [file for file in files if is_dicom(file)]


def is_dicom(path: Path) -> bool:
    """Whether a file's content is DICOM, not counting a DICOMDIR, which only lists files."""
    if path.name.upper().startswith("DICOMDIR"):
        return False
    try:
        with path.open("rb") as file:
            return file.read(132)[128:] == b"DICM"
    except OSError:
        return False


def read_series(path: Path, token: CancelToken) -> RawVolume:
    """A folder with one series, or one multi-frame or single-slice file, as a volume.

    Raises SampleReadError for series that are mixed, have duplicates or gaps, or do not say where slices lie.
    """
    files = dicom_files(path) if path.is_dir() else [path]
    if not files:
        raise SampleReadError(f"{path.name} holds no DICOM file.", path=path)
    slices: list[_Slice] = []
    total, series, is_ct = 0, "", False
    window: tuple[float, float] | None = None
    for file in files:
        token.raise_if_cancelled()
        with reading(file, "a DICOM file"):
            data = _dataset(file)
            own_series = str(data.get("SeriesInstanceUID", ""))
            if file == files[0]:
                series, is_ct, window = own_series, str(data.get("Modality", "")) == "CT", _window(data)
            if own_series != series:
                raise SampleReadError(
                    f"{path.name} holds more than one series: {files[0].name} and {file.name} do not belong together.",
                    hint=_HINT,
                    path=file,
                )
            new = _slices_of(file, data)
        total += sum(part.values.size for part in new)
        if total > MAX_VOXELS:
            raise too_big(path, total, MAX_VOXELS, "voxels")
        slices += new
    ordered, step = _in_order(path, slices)
    voxels = np.stack([part.values for part in ordered])  # [D, rows, columns]
    notes = _clip_ct_padding(voxels) if is_ct else ()
    top = ordered[0]
    lps = np.eye(4)
    lps[:3, 0], lps[:3, 1], lps[:3, 2] = step, top.column_axis * top.spacing[0], top.row_axis * top.spacing[1]
    lps[:3, 3] = top.position
    return RawVolume(voxels, _LPS_TO_RAS @ lps, window, notes=notes)


def has_place_in_patient(path: Path) -> bool:
    """Whether a DICOM file's slices have positions, so that it is part of a volume. Raises SampleReadError."""
    data = _header(path)
    with reading(path, "a DICOM file"):
        return any(data.get(key) is not None for key in ("ImagePositionPatient", "PerFrameFunctionalGroupsSequence"))


def read_picture(path: Path, modality: Modality, token: CancelToken) -> View:
    """A DICOM file without a place in a volume (X-ray, ultrasound, photograph) as an image view."""
    check_file(path)
    token.raise_if_cancelled()
    notes: list[str] = []
    with reading(path, "a DICOM file"):
        data = _dataset(path)
        pixels = _decode(path, data)
        if int(data.get("SamplesPerPixel", 1)) == 3:
            pixels = pixels[0] if pixels.ndim == 4 else pixels
            if str(data.get("PhotometricInterpretation", "")).startswith("YBR"):
                from pydicom.pixels.processing import convert_color_space

                pixels = convert_color_space(pixels, str(data.PhotometricInterpretation), "RGB")
            colour = np.ascontiguousarray(pixels.astype(np.uint8))
            return View(modality, colour, (0.0, 255.0), source=path)
        if pixels.ndim == 3:
            notes.append(f"{path.name} holds {len(pixels)} pictures; the first is used.")
            pixels = pixels[0]
        values = pixels.astype(np.float32) * float(data.get("RescaleSlope", 1)) + float(data.get("RescaleIntercept", 0))
        if str(data.get("PhotometricInterpretation", "")) == "MONOCHROME1":
            notes.append("Values were turned over: the file stores bright as dark.")
            values = values.max() + values.min() - values
            window = None
        else:
            window = _window(data)
        spacing = data.get("PixelSpacing") or data.get("ImagerPixelSpacing")
        pair = (float(spacing[0]), float(spacing[1])) if spacing is not None and len(spacing) == 2 else None
    span = window or robust_range(values)
    return View(modality, values.astype(np.float32), span, "", pair, source=path, notes=tuple(notes))


def _mri_sequence(words: str, has_contrast: bool) -> Modality:
    for word, modality in (
        ("flair", "flair"),
        ("adc", "adc"),
        ("dwi", "dwi"),
        ("diff", "dwi"),
        ("t2", "t2"),
        ("pd", "pd"),
    ):
        if word in words:
            return modality
    if "t1" in words or "mprage" in words:
        return "t1post" if has_contrast or any(w in words for w in ("post", "gd", "+c", "ce")) else "t1"
    return "mri"


def _header(path: Path) -> Dataset:
    import pydicom

    check_file(path)
    with reading(path, "a DICOM file"):
        return pydicom.dcmread(path, stop_before_pixels=True)


def _dataset(path: Path) -> Dataset:
    """The whole file, its declared size checked before anything is decoded."""
    import pydicom

    if content_type(path) != "dicom":
        raise SampleReadError(f"{path.name} is not a DICOM file.", path=path)
    data = pydicom.dcmread(path)
    if str(data.get("SOPClassUID", "")) == _DIRECTORY_CLASS or not any(
        key in data for key in ("PixelData", "FloatPixelData", "DoubleFloatPixelData")
    ):
        raise SampleReadError(f"{path.name} holds no picture.", path=path)
    if int(data.get("Rows", 0)) < 1 or int(data.get("Columns", 0)) < 1:
        raise SampleReadError(f"{path.name} has no pixels.", path=path)
    if int(data.Rows) * int(data.Columns) > MAX_IMAGE_PIXELS:
        raise too_big(path, int(data.Rows) * int(data.Columns), MAX_IMAGE_PIXELS, "pixels")
    voxels = int(data.Rows) * int(data.Columns) * int(data.get("NumberOfFrames", 1) or 1)
    if voxels > MAX_VOXELS:
        raise too_big(path, voxels, MAX_VOXELS, "voxels")
    return data


def _decode(path: Path, data: Dataset) -> NDArray[Any]:
    try:
        return np.asarray(data.pixel_array)
    except (ValueError, RuntimeError, AttributeError, KeyError, TypeError, NotImplementedError) as exc:
        raise SampleReadError(
            f"{path.name} has pixel data that is cut short or cannot be decoded.", hint="Export it again.", path=path
        ) from exc


def _slices_of(path: Path, data: Dataset) -> list[_Slice]:
    if int(data.get("SamplesPerPixel", 1)) != 1:
        raise SampleReadError(f"{path.name} is a colour picture, not a slice.", path=path)
    pixels = _decode(path, data)
    frames = pixels[None] if pixels.ndim == 2 else pixels
    groups = data.get("PerFrameFunctionalGroupsSequence")
    if groups is None:
        if len(frames) > 1:
            raise SampleReadError(f"{path.name} has several frames but does not say where they lie.", path=path)
        return [_slice(path, path.name, frames[0], [data])]
    if len(groups) != len(frames):
        raise SampleReadError(f"{path.name} describes {len(groups)} frames but holds {len(frames)}.", path=path)
    shared = data.get("SharedFunctionalGroupsSequence") or [{}]
    return [
        _slice(path, f"{path.name} frame {number}", frame, [*_macros(group), *_macros(shared[0]), data])
        for number, (frame, group) in enumerate(zip(frames, groups, strict=True), start=1)
    ]


def _macros(group: Dataset) -> list[Dataset]:
    """The functional group macros that place and scale a frame, flattened."""
    keys = (
        "PlanePositionSequence",
        "PlaneOrientationSequence",
        "PixelMeasuresSequence",
        "PixelValueTransformationSequence",
    )
    return [group.get(key)[0] for key in keys if group.get(key)]


def _slice(path: Path, name: str, frame: NDArray[Any], sources: Sequence[Dataset]) -> _Slice:
    def find(key: str) -> Any:  # noqa: ANN401 - every DICOM element has its own type
        return next((source.get(key) for source in sources if source.get(key) is not None), None)

    position, orientation, spacing = find("ImagePositionPatient"), find("ImageOrientationPatient"), find("PixelSpacing")
    if position is None or orientation is None or spacing is None:
        raise SampleReadError(f"{name} does not say where in the patient it lies.", hint=_HINT, path=path)
    axes = np.array([float(v) for v in orientation]).reshape(2, 3)
    lengths = np.linalg.norm(axes, axis=1)
    rows, columns = float(spacing[0]), float(spacing[1])
    if np.any(np.abs(lengths - 1) > 1e-2) or abs(float(axes[0] @ axes[1])) > 1e-2 or not (rows > 0 and columns > 0):
        raise SampleReadError(f"{name} has an impossible orientation or pixel size.", path=path)
    slope, intercept = find("RescaleSlope"), find("RescaleIntercept")
    values = frame.astype(np.float32)
    values *= np.float32(1.0 if slope is None else slope)
    values += np.float32(0.0 if intercept is None else intercept)
    place = np.array([float(v) for v in position])
    return _Slice(path, name, values, place, axes[0], axes[1], (rows, columns), float(find("SliceThickness") or 1.0))


def _in_order(path: Path, slices: list[_Slice]) -> tuple[list[_Slice], NDArray[np.float64]]:
    """Slices by position along the normal, and the step [3] in LPS mm from one to the next."""
    first = slices[0]
    normal = np.cross(first.row_axis, first.column_axis)
    for part in slices[1:]:
        if part.values.shape != first.values.shape:
            raise _refused(first, part, "have different sizes")
        if not (
            np.allclose(part.row_axis, first.row_axis, atol=1e-3)
            and np.allclose(part.column_axis, first.column_axis, atol=1e-3)
        ):
            raise _refused(first, part, "are cut in different directions")
        if not np.allclose(part.spacing, first.spacing, rtol=1e-3):
            raise _refused(first, part, "have different pixel sizes")
    if len(slices) == 1:
        return slices, normal * max(abs(first.thickness), 1e-3)
    ordered = sorted(slices, key=lambda part: float(part.position @ normal))
    heights = np.array([float(part.position @ normal) for part in ordered])
    steps = np.diff(heights)
    usual = float(np.median(steps))
    if steps.min() < 0.01 or steps.min() < 0.1 * usual:
        at = int(steps.argmin())
        raise _refused(ordered[at], ordered[at + 1], "lie at the same place")
    if np.abs(steps - usual).max() > max(0.1 * usual, 0.05):
        at = int(np.abs(steps - usual).argmax())
        detail = f"lie {steps[at]:.2f} mm apart where {usual:.2f} mm is usual: slices are missing or mixed"
        raise _refused(ordered[at], ordered[at + 1], detail)
    return ordered, (ordered[-1].position - ordered[0].position) / (len(ordered) - 1)


def _refused(first: _Slice, second: _Slice, why: str) -> SampleReadError:
    return SampleReadError(
        f"The series cannot be ordered: {first.name} and {second.name} {why}.", hint=_HINT, path=second.path
    )


def _window(data: Dataset) -> tuple[float, float] | None:
    """The first display window that the file asks for, as black and white values."""
    centre, width = data.get("WindowCenter"), data.get("WindowWidth")
    try:
        level = float(centre[0] if isinstance(centre, Sequence) and not isinstance(centre, str) else centre)
        span = float(width[0] if isinstance(width, Sequence) and not isinstance(width, str) else width)
    except (TypeError, ValueError, IndexError):
        return None
    if not (np.isfinite(level) and np.isfinite(span) and span > 0):
        return None
    return level - span / 2, level + span / 2


def _clip_ct_padding(voxels: NDArray[np.float32]) -> tuple[str, ...]:
    """Scanners pad outside the circle with values below air; they are set to air, in place."""
    if voxels.min() >= -1024:
        return ()
    np.maximum(voxels, np.float32(-1024.0), out=voxels)
    return ("Values below air (-1,024 HU) are padding and were set to air.",)
