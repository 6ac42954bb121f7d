"""NIfTI-1 and -2, Analyze pairs and MGH, plain or gzipped. nibabel reads the headers; voxels are streamed."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.files import check_file, chosen_part, content_type, reading
from core.data.raw_volume import ORIENTATION_UNKNOWN, RawVolume, check_affine, checked_shape
from core.data.streams import ByteSource, GzipSource, read_exactly, skip_exactly
from core.errors import SampleReadError
from core.progress import CancelToken

_LARGEST_EXTENSION = 1 << 26  # bytes between a NIfTI header and its voxels
_MGH_HEADER = 284  # bytes
_MGH_TYPES = {0: ">u1", 1: ">i4", 3: ">f4", 4: ">i2", 10: ">u2"}


def read_nifti(path: Path, is_zipped: bool, part: str, token: CancelToken) -> RawVolume:
    """One file with header and voxels. Raises SampleReadError."""
    with reading(path, "a NIfTI volume"), path.open("rb") as file:
        source: ByteSource = GzipSource(file) if is_zipped else file
        block = bytes(read_exactly(path, source, 348, token))
        is_second = block[4:7] in (b"n+2", b"ni2")
        if is_second:
            block += read_exactly(path, source, 540 - 348, token)
        elif block[344:347] not in (b"n+1", b"ni1"):
            raise SampleReadError(f"{path.name} is not a NIfTI volume.", path=path)
        header = _nifti_header(block, is_second)
        gap = int(header["vox_offset"]) - len(block)
        if not 0 <= gap <= _LARGEST_EXTENSION:
            raise SampleReadError(f"{path.name} says its data starts at an impossible place.", path=path)
        skip_exactly(path, source, gap, token)
        return _voxels(path, header, source, part, token)


def read_pair(path: Path, part: str, token: CancelToken) -> RawVolume:
    """A header (.hdr, Analyze 7.5 or NIfTI) with its voxels in the .img beside it. Raises SampleReadError."""
    analyze: Any = import_module("nibabel.analyze")  # Any: its functions have no types
    stem = path.name[: -len(path.suffix)]
    names = [name for ending in (".img", ".IMG", ".img.gz") for name in [stem + ending]]
    data = next((path.with_name(name) for name in names if path.with_name(name).is_file()), None)
    if data is None:
        raise SampleReadError(
            f"{path.name} is only a header: {stem}.img is missing beside it.", hint="Copy both files.", path=path
        )
    check_file(data)
    with reading(path, "an Analyze volume"), path.open("rb") as head:
        block = bytes(read_exactly(path, head, 348, token))
        if block[344:347] == b"ni1":
            header = _nifti_header(block, False)
        elif int.from_bytes(block[:4], "little") == 348 or int.from_bytes(block[:4], "big") == 348:
            header = analyze.AnalyzeHeader(block, check=False)
        else:
            raise SampleReadError(f"{path.name} is not the header of a volume.", path=path)
    with reading(data, "a volume"), data.open("rb") as file:
        source: ByteSource = GzipSource(file) if content_type(data) == "gzip" else file
        offset = int(header["vox_offset"])
        if not 0 <= offset <= _LARGEST_EXTENSION:
            raise SampleReadError(f"{path.name} says its data starts at an impossible place.", path=path)
        skip_exactly(data, source, offset, token)
        return _voxels(path, header, source, part, token)


def read_mgh(path: Path, is_zipped: bool, part: str, token: CancelToken) -> RawVolume:
    """FreeSurfer's format. Raises SampleReadError."""
    mgh: Any = import_module("nibabel.freesurfer.mghformat")  # Any: its functions have no types
    with reading(path, "an MGH volume"), path.open("rb") as file:
        source: ByteSource = GzipSource(file) if is_zipped else file
        block = bytes(read_exactly(path, source, _MGH_HEADER, token))
        kind = int.from_bytes(block[20:24], "big", signed=True)
        if block[:4] != b"\x00\x00\x00\x01" or kind not in _MGH_TYPES:
            raise SampleReadError(f"{path.name} is not an MGH volume.", path=path)
        header = mgh.MGHHeader(block, check=False)
        dtype, shape = np.dtype(_MGH_TYPES[kind]), tuple(int(n) for n in header["dims"])
        count = checked_shape(path, shape, dtype)
        notes: list[str] = [] if int(header["goodRASFlag"]) == 1 else [ORIENTATION_UNKNOWN]
        index = chosen_part(path, "volumes", shape[3], part, notes)
        affine = np.asarray(header.get_affine(), np.float64)
        check_affine(path, affine)
        skip_exactly(path, source, index * count * dtype.itemsize, token)
        voxels = np.frombuffer(read_exactly(path, source, count * dtype.itemsize, token), dtype)
        return RawVolume(voxels.reshape(shape[:3], order="F"), affine, notes=tuple(notes))


def _nifti_header(block: bytes, is_second: bool) -> Any:  # noqa: ANN401 - nibabel has no types
    nibabel: Any = import_module("nibabel")
    return (nibabel.Nifti2Header if is_second else nibabel.Nifti1Header)(block, check=False)


def _voxels(path: Path, header: Any, source: ByteSource, part: str, token: CancelToken) -> RawVolume:  # noqa: ANN401
    """One volume of a source that stands at its first voxel."""
    notes: list[str] = []
    shape = tuple(int(n) for n in header.get_data_shape())
    dtype = np.dtype(header.get_data_dtype())
    shape = (*shape, 1, 1)[: max(3, len(shape))]
    count = checked_shape(path, shape, dtype)
    index = chosen_part(path, "volumes", int(np.prod(shape[3:], dtype=object)) if len(shape) > 3 else 1, part, notes)
    is_nifti = "sform_code" in header
    affine = _affine(header, is_nifti, notes)
    check_affine(path, affine)
    scale = _scale(header) if is_nifti else (1.0, 0.0)
    skip_exactly(path, source, index * count * dtype.itemsize, token)
    data = read_exactly(path, source, count * dtype.itemsize, token)
    return RawVolume(np.frombuffer(data, dtype).reshape(shape[:3], order="F"), affine, None, scale, tuple(notes))


def _affine(header: Any, is_nifti: bool, notes: list[str]) -> NDArray[np.float64]:  # noqa: ANN401 - see above
    affine = np.array(header.get_best_affine(), np.float64)
    if not is_nifti or (int(header["sform_code"]) == 0 and int(header["qform_code"]) == 0):
        notes.append(ORIENTATION_UNKNOWN)
    if is_nifti:
        affine[:3] *= {1: 1000.0, 3: 0.001}.get(int(header["xyzt_units"]) & 7, 1.0)  # metres, micrometres
    return affine


def _scale(header: Any) -> tuple[float, float]:  # noqa: ANN401 - nibabel has no types
    slope, intercept = float(header["scl_slope"]), float(header["scl_inter"])
    return (slope, intercept) if np.isfinite(slope) and slope != 0 and np.isfinite(intercept) else (1.0, 0.0)
