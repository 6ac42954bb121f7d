"""One DICOM object's pixels: decoded, and how its header wants them scaled and shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.data.dicom_files import DicomFile
from core.data.files import MAX_IMAGE_PIXELS, MAX_VOXELS, reading, too_big
from core.data.picture_headers import is_jpeg_2000_of
from core.errors import SampleReadError

if TYPE_CHECKING:
    from pydicom import Dataset

Find = Callable[[str], Any]  # Any: every DICOM element has its own type
_DIRECTORY_CLASS = "1.2.840.10008.1.3.10"  # a DICOMDIR lists files, it is no image
_JPEG_2000 = ("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91")
_PIXEL_KEYS = ("PixelData", "FloatPixelData", "DoubleFloatPixelData")


def read_dataset(file: DicomFile) -> Dataset:
    """The whole object, its declared size checked before anything is decoded. Raises SampleReadError."""
    import pydicom

    path = file.path
    with reading(Path(file.name), "a DICOM file"):
        with file.open() as stream:
            if stream.read(132)[128:] != b"DICM":
                raise SampleReadError(f"{file.name} is not a DICOM file.", path=path)
            stream.seek(0)
            data = pydicom.dcmread(stream)
        if str(data.get("SOPClassUID", "")) == _DIRECTORY_CLASS or not any(key in data for key in _PIXEL_KEYS):
            raise SampleReadError(f"{file.name} holds no picture.", path=path)
        rows, columns = int(data.get("Rows", 0) or 0), int(data.get("Columns", 0) or 0)
        if rows < 1 or columns < 1:
            raise SampleReadError(f"{file.name} has no pixels.", path=path)
        if rows * columns > MAX_IMAGE_PIXELS:
            raise too_big(path, rows * columns, MAX_IMAGE_PIXELS, "pixels")
        voxels = rows * columns * int(data.get("NumberOfFrames", 1) or 1)
        if voxels > MAX_VOXELS:
            raise too_big(path, voxels, MAX_VOXELS, "voxels")
        return data


def decode(file: DicomFile, data: Dataset) -> NDArray[Any]:  # Any: the file's number format
    """Stored values [rows, columns], [frames, rows, columns] or with a last axis of 3. Raises SampleReadError."""
    try:
        if int(data.get("BitsAllocated", 16)) == 12 and not data.file_meta.TransferSyntaxUID.is_encapsulated:
            return _unpack_12_bits(file, data)
        _check_codestream(data)
        stored = np.asarray(data.pixel_array)
        return stored.astype(stored.dtype.newbyteorder("="), copy=False)
    except (ValueError, RuntimeError, AttributeError, KeyError, TypeError, NotImplementedError, IndexError) as exc:
        raise SampleReadError(
            f"{file.name} has pixel data that is cut short or cannot be decoded.",
            hint="Export it again.",
            path=file.path,
        ) from exc


def _check_codestream(data: Dataset) -> None:
    """Raise ValueError where JPEG 2000 declares another size than the header: its decoder would reserve that much."""
    from pydicom.encaps import generate_frames

    if data.file_meta.TransferSyntaxUID not in _JPEG_2000:
        return
    for code in generate_frames(data.PixelData, number_of_frames=int(data.get("NumberOfFrames", 1) or 1)):
        if not is_jpeg_2000_of(code, int(data.Rows), int(data.Columns)):
            raise ValueError("the codestream is of another size")


def _unpack_12_bits(file: DicomFile, data: Dataset) -> NDArray[np.uint16] | NDArray[np.int16]:
    """Two values in three bytes, the low bits first, as old scanners wrote them."""
    frames = int(data.get("NumberOfFrames", 1) or 1)
    shape = (int(data.Rows), int(data.Columns)) if frames == 1 else (frames, int(data.Rows), int(data.Columns))
    count = int(np.prod(shape))
    packed = np.frombuffer(data.PixelData, np.uint8)
    if packed.size < (count * 3 + 1) // 2:
        raise ValueError("not enough pixel data")
    packed = packed[: (count + 1) // 2 * 3] if packed.size >= (count + 1) // 2 * 3 else np.append(packed, np.uint8(0))
    low, middle, high = (packed[at::3].astype(np.uint16) for at in range(3))
    values = np.stack([low | (middle & 15) << 8, middle >> 4 | high << 4], axis=1).ravel()[:count].reshape(shape)
    if int(data.get("PixelRepresentation", 0)) == 1:
        signed: NDArray[np.int16] = (values.astype(np.int16) ^ 2048) - np.int16(2048)  # carries the sign bit up
        return signed
    return values


def window_of(find: Find) -> tuple[tuple[float, float] | None, tuple[str, ...]]:
    """Values that the file wants drawn black and white, and what was made of a look-up table.

    The first window counts. A VOI look-up table is drawn as the straight window over its inputs.
    """
    centre, width = _first(find("WindowCenter")), _first(find("WindowWidth"))
    if centre is not None and width is not None and width > 0:
        return (centre - width / 2, centre + width / 2), ()
    table = find("VOILUTSequence")
    try:
        entries, first = int(table[0].LUTDescriptor[0]) or 65536, int(table[0].LUTDescriptor[1])
    except (TypeError, ValueError, IndexError, AttributeError, KeyError):
        return None, ()
    return (float(first), float(first + entries - 1)), ("The display curve of the file is drawn as a straight window.",)


def _first(value: Any) -> float | None:  # noqa: ANN401 - one number or several
    try:
        number = float(value[0] if isinstance(value, Sequence) and not isinstance(value, str) else value)
    except (TypeError, ValueError, IndexError):
        return None
    return number if np.isfinite(number) else None


def scale_of(find: Find, name: str, path: Path) -> tuple[float, float]:
    """Rescale slope and intercept; (1, 0) where the file has none. Raises SampleReadError on impossible ones."""
    slope, intercept = find("RescaleSlope"), find("RescaleIntercept")
    pair = (1.0 if slope is None else float(slope), 0.0 if intercept is None else float(intercept))
    if not np.isfinite(pair).all() or pair[0] == 0:
        raise SampleReadError(f"{name} has an impossible scale of values.", path=path)
    return pair


def turning_sum(data: Dataset, scale: tuple[float, float]) -> float:
    """What a MONOCHROME1 value is subtracted from, so that white means dense and every file turns alike.

    Lowest plus highest value that the stored bits can hold, rescaled: it does not depend on what a picture shows.
    """
    bits = int(data.get("BitsStored", 16) or 16)
    low, high = (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if data.get("PixelRepresentation") else (0, (1 << bits) - 1)
    return scale[0] * (low + high) + 2 * scale[1]
