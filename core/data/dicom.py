"""DICOM to pixels: a series of slices, an enhanced multi-frame object, or a single picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.data.dicom_files import DicomFile, is_collection
from core.data.dicom_header import place_of, read_header, same_direction
from core.data.dicom_order import Order, Plane, in_order, straighten
from core.data.dicom_pixels import Find, decode, read_dataset, scale_of, turning_sum, window_of
from core.data.dicom_series import Stack, choose_stack
from core.data.files import reading
from core.data.ranges import Later, robust_range
from core.data.raw_volume import RawVolume
from core.errors import SampleReadError
from core.progress import CancelToken, Progress, ReportProgress, ignore_progress
from core.records import Modality, View

if TYPE_CHECKING:
    from pydicom import Dataset

_LPS_TO_RAS = np.diag([-1.0, -1.0, 1.0, 1.0])
_AIR = -1024.0  # HU; scanners pad outside the circle with less
_MACROS = (
    *("PlanePositionSequence", "PlaneOrientationSequence", "PixelMeasuresSequence"),
    *("PixelValueTransformationSequence", "FrameVOILUTSequence"),
)


def read_dicom(
    place: Path, modality: Modality, part: str, token: CancelToken, report: ReportProgress = ignore_progress
) -> RawVolume | View:
    """A volume where the object lies in a patient, a picture otherwise. Raises SampleReadError.

    Args:
        place: A folder, DICOMDIR or zip with DICOM objects, or one object.
        modality: What the picture is called.
        part: Key of the stack to read where the place holds several.
        token: Asked between slices.
        report: Told after every slice.
    """
    with reading(place, "DICOM"):  # pydicom parses an element when it is asked for
        if not part and not is_collection(place):
            stack = Stack((read_header(DicomFile(place)),))
        else:
            stack = choose_stack(place, part, token)
        if stack.first.has_place:
            return _read_stack(stack, token, report)
        return read_picture(stack.first.file, modality, token)


def read_series(place: Path, token: CancelToken, part: str = "", report: ReportProgress = ignore_progress) -> RawVolume:
    """A folder with one series (or one stack of several, by its key), or one object, as a volume.

    Raises SampleReadError for series that are mixed, have doubles or gaps, or do not say where slices lie.
    """
    with reading(place, "DICOM"):
        return _read_stack(choose_stack(place, part, token), token, report)


def _read_stack(stack: Stack, token: CancelToken, report: ReportProgress) -> RawVolume:
    """Decode a stack straight into its place in the volume, so that no slice is held twice."""
    first = stack.first
    if first.is_colour:
        raise SampleReadError(f"{first.file.name} is a colour picture, not a slice.", path=first.file.path)
    notes = list(stack.notes)
    if first.is_enhanced or first.frames > 1:
        voxels, order, scale, window = _read_frames(first.file, notes, token)
    else:
        voxels, order, scale, window = _read_slices(stack, notes, token, report)
    if first.kind == "CT":
        voxels, clipped = _without_padding(voxels, scale)
        notes += clipped
    corner = order.planes[0].position
    top, step = order.planes[0], order.step
    if order.is_sheared:
        values = voxels.astype(np.float32) * np.float32(scale[0]) + np.float32(scale[1])
        scale = (1.0, 0.0)
        voxels, moved = straighten(values, order, token)
        corner = corner + moved[0] * top.axes[1] * top.spacing[0] + moved[1] * top.axes[0] * top.spacing[1]
        notes.append(
            f"The slices are tilted by {order.tilt:.1f} degrees (gantry): they were moved upright, values between "
            "pixels are interpolated."
        )
        step = order.normal * float(order.step @ order.normal)
    lps = np.eye(4)
    lps[:3, 0], lps[:3, 1], lps[:3, 2] = step, top.axes[1] * top.spacing[0], top.axes[0] * top.spacing[1]
    lps[:3, 3] = corner
    return RawVolume(voxels, _LPS_TO_RAS @ lps, window, scale, tuple(notes))


Voxels = tuple[NDArray[Any], Order, tuple[float, float], tuple[float, float] | None]  # Any: the file's number format


def _read_slices(stack: Stack, notes: list[str], token: CancelToken, report: ReportProgress) -> Voxels:
    """One object a slice."""
    planes: list[Plane] = []
    for header in stack.headers:
        if header.position is None or header.axes is None or header.spacing is None:
            raise SampleReadError(
                f"{header.file.name} does not say where in the patient it lies.", path=header.file.path
            )
        planes.append(
            Plane(header.file, 0, header.file.name, header.position, header.axes, header.spacing, header.thickness)
        )
    order = in_order(planes)
    first = read_dataset(order.planes[0].file)
    window, window_notes = window_of(first.get)
    notes += window_notes
    scale = scale_of(first.get, order.planes[0].name, order.planes[0].file.path)
    stored = decode(order.planes[0].file, first)
    voxels = np.empty((len(order.planes), *stack.first.size), stored.dtype)
    is_scaled = False
    for index, plane in enumerate(order.planes):
        token.raise_if_cancelled()
        with reading(Path(plane.name), "a DICOM file"):
            data = first if index == 0 else read_dataset(plane.file)
            values = stored if index == 0 else decode(plane.file, data)
            own_scale = scale_of(data.get, plane.name, plane.file.path)
        if values.shape != voxels.shape[1:]:
            raise SampleReadError(f"{plane.name} holds pixels of another size.", path=plane.file.path)
        if not is_scaled and (own_scale != scale or values.dtype != voxels.dtype):
            is_scaled = True  # every slice has a scale of its own, as in PET
            voxels = voxels.astype(np.float32)
            voxels[:index] = voxels[:index] * np.float32(scale[0]) + np.float32(scale[1])
        voxels[index] = values
        if is_scaled:
            voxels[index] = voxels[index] * np.float32(own_scale[0]) + np.float32(own_scale[1])
        report(Progress(index + 1, len(order.planes), f"Slice {index + 1} of {len(order.planes)}"))
    if str(first.get("PhotometricInterpretation", "")) == "MONOCHROME1":
        notes.append("The file asks for black on white; values are kept, shown white on black.")
    return voxels, order, (1.0, 0.0) if is_scaled else scale, window


def _read_frames(file: DicomFile, notes: list[str], token: CancelToken) -> Voxels:
    """One object with many frames that are placed one by one."""
    data = read_dataset(file)
    groups = data.get("PerFrameFunctionalGroupsSequence")
    if groups is None:
        raise SampleReadError(f"{file.name} has several frames but does not say where they lie.", path=file.path)
    frames = int(data.get("NumberOfFrames", 1) or 1)
    if len(groups) != frames:
        raise SampleReadError(f"{file.name} describes {len(groups)} frames but holds {frames}.", path=file.path)
    with reading(Path(file.name), "a DICOM file"):
        shared = (data.get("SharedFunctionalGroupsSequence") or [{}])[0]
        planes = [_plane_of_frame(file, number, group, shared, data) for number, group in enumerate(groups)]
        window, window_notes = window_of(_finder([*_macros(groups[0]), *_macros(shared), data]))
    notes += window_notes
    chosen = _first_stack(planes)
    if len(chosen) < len(planes):
        notes.append(f"{file.name} holds {len(planes)} frames in several stacks; the first ({len(chosen)}) is used.")
    order = in_order(chosen)
    pixels = decode(file, data)
    pixels = pixels[None] if pixels.ndim == 2 else pixels
    if len(pixels) != frames or pixels.ndim != 3:
        raise SampleReadError(f"{file.name} describes {frames} frames but holds {len(pixels)}.", path=file.path)
    token.raise_if_cancelled()
    scales = [plane.scale for plane in order.planes]
    voxels = pixels[[plane.frame for plane in order.planes]]
    if len(set(scales)) == 1:
        return voxels, order, scales[0], window
    factors = np.array(scales, np.float32)[:, :, None, None]
    return voxels.astype(np.float32) * factors[:, 0] + factors[:, 1], order, (1.0, 0.0), window


def _plane_of_frame(file: DicomFile, number: int, group: Dataset, shared: Dataset, data: Dataset) -> Plane:
    find = _finder([*_macros(group), *_macros(shared), data])
    name = f"{file.name} frame {number + 1}"
    position, axes, spacing = place_of(file, find, name)
    if position is None or axes is None or spacing is None:
        raise SampleReadError(f"{name} does not say where in the patient it lies.", path=file.path)
    thickness = float(find("SliceThickness") or 1.0)
    return Plane(file, number, name, position, axes, spacing, thickness, scale_of(find, name, file.path))


def _first_stack(planes: Sequence[Plane]) -> list[Plane]:
    """The frames of the first direction; of several frames at one place, the first."""
    alike = [plane for plane in planes if same_direction(plane.axes, planes[0].axes)]
    normal = np.cross(alike[0].axes[0], alike[0].axes[1])
    by_height: dict[int, list[Plane]] = defaultdict(list)
    for plane in alike:
        by_height[round(float(plane.position @ normal) * 100)].append(plane)
    counts = {len(group) for group in by_height.values()}
    # Unequal counts are no second echo or time point but a damaged series: let the order say which frames.
    return [group[0] for group in by_height.values()] if len(counts) == 1 else alike


def _macros(group: Dataset) -> list[Dataset]:
    """The functional group macros that place and scale a frame, flattened."""
    return [group.get(key)[0] for key in _MACROS if group.get(key)]


def _finder(sources: Sequence[Dataset]) -> Find:
    def find(key: str) -> Any:  # noqa: ANN401 - every DICOM element has its own type
        return next((source.get(key) for source in sources if source.get(key) is not None), None)

    return find


def read_picture(file: DicomFile, modality: Modality, token: CancelToken) -> View:
    """A DICOM object without a place in a volume (X-ray, ultrasound, photograph) as an image view."""
    token.raise_if_cancelled()
    notes: list[str] = []
    with reading(Path(file.name), "a DICOM file"):
        data = read_dataset(file)
        pixels = decode(file, data)
        photometric = str(data.get("PhotometricInterpretation", ""))
        spacing = data.get("PixelSpacing") or data.get("ImagerPixelSpacing")
        pair = (float(spacing[0]), float(spacing[1])) if spacing is not None and len(spacing) == 2 else None
        if int(data.get("NumberOfFrames", 1) or 1) > 1:
            notes.append(f"{file.name} holds {len(pixels)} pictures; the first is used.")
            pixels = pixels[0]
        if photometric == "PALETTE COLOR":
            from pydicom.pixels.processing import apply_color_lut

            pixels = apply_color_lut(pixels, data)
        if pixels.ndim == 3:
            colour = _to_bytes(pixels)
            return View(modality, colour, (0.0, 255.0), "", pair, source=file.path, notes=tuple(notes))
        scale = scale_of(data.get, file.name, file.path)
        values = pixels.astype(np.float32) * np.float32(scale[0]) + np.float32(scale[1])
        window, window_notes = window_of(data.get)
        notes += window_notes
        if photometric == "MONOCHROME1":
            notes.append("Values were turned over: the file stores bright as dark.")
            total = turning_sum(data, scale)
            values = np.float32(total) - values
            window = (total - window[1], total - window[0]) if window else None
    return View(modality, values, window or Later(robust_range, values), "", pair, source=file.path, notes=tuple(notes))


def _to_bytes(pixels: NDArray[Any]) -> NDArray[np.uint8]:  # Any: the file's number format
    """Colours of 8 bits as they are, of 16 or 32 bits cut to the upper 8. pydicom has already made YBR into RGB."""
    if pixels.dtype.itemsize > 1:
        pixels = pixels.astype(np.uint32) >> (8 * (pixels.dtype.itemsize - 1))
    return np.ascontiguousarray(pixels[..., :3].astype(np.uint8))


def _without_padding(
    voxels: NDArray[Any],
    scale: tuple[float, float],  # Any: the file's number format
) -> tuple[NDArray[Any], tuple[str, ...]]:
    """Values below air set to air, in place where the number format can hold it."""
    limit = (_AIR - scale[1]) / scale[0]
    if scale[0] < 0 or voxels.min() >= limit:
        return voxels, ()
    if voxels.dtype.kind in "ui" and not float(limit).is_integer():
        voxels = voxels.astype(np.float32)
    np.maximum(voxels, voxels.dtype.type(limit), out=voxels)
    return voxels, ("Values below air (-1,024 HU) are padding and were set to air.",)
