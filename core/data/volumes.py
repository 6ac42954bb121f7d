"""MRI and CT volumes: NIfTI, Analyze, MGH, NRRD, MetaImage; turned to axial slices in one orientation."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.files import MAX_VOXELS, check_file, chosen_part, content_type, describe, reading, too_big
from core.data.geometry import axial_order, index_map
from core.data.itk_headers import check_header
from core.data.naming import suffix_of
from core.data.nifti import read_mgh, read_nifti, read_pair
from core.data.ranges import Find, Later, ct_range, mri_range, robust_range
from core.data.raw_volume import ORIENTATION_UNKNOWN, RawVolume, check_affine, checked_shape
from core.errors import SampleReadError
from core.progress import CancelToken
from core.records import Kind, Modality, View, modality_info

_LPS_TO_RAS = np.diag([-1.0, -1.0, 1.0, 1.0])


def read_volume(path: Path, modality: Modality, token: CancelToken, part: str = "") -> View:
    """A NIfTI, Analyze, MGH, NRRD or MetaImage file as axial slices. Raises SampleReadError.

    `part` is the number (from 1) of the volume in a file that holds several; empty: the first.
    """
    size, suffix = check_file(path), suffix_of(path)
    content = content_type(path)
    if content in ("nrrd", "mha") or suffix in (".mhd", ".mha", ".nrrd", ".nhdr"):
        if content not in ("nrrd", "mha", "text"):
            raise _wrong_type(path, content)
        raw = _read_with_itk(path, size, part)
    elif suffix in (".mgh", ".mgz"):
        raw = read_mgh(path, content == "gzip", part, token)
    elif suffix == ".hdr" and content in ("", "nifti"):
        raw = read_pair(path, part, token)
    elif content in ("nifti", "gzip"):
        raw = read_nifti(path, content == "gzip", part, token)
    else:
        raise _wrong_type(path, content)
    return view_of(raw, modality, path, token)


def volume_count(path: Path) -> int:
    """How many volumes a file holds, by its header. Raises SampleReadError."""
    suffix = suffix_of(path)
    with reading(path, "a volume"):
        if suffix in (".nrrd", ".nhdr", ".mha", ".mhd"):
            check_header(path)
            sitk: Any = import_module("SimpleITK")  # Any: its functions have no types
            reader = sitk.ImageFileReader()
            reader.SetFileName(str(path))
            reader.ReadImageInformation()
            shape = tuple(int(n) for n in reader.GetSize())
        else:
            nibabel: Any = import_module("nibabel")
            shape = tuple(int(n) for n in nibabel.load(path).shape)
    return int(np.prod(shape[3:], dtype=object)) if len(shape) > 3 else 1


def view_of(raw: RawVolume, modality: Modality, path: Path, token: CancelToken) -> View:
    """Permute and flip to axial slices (slice 0 inferior, row 0 anterior, column 0 the patient's right), as float32."""
    token.raise_if_cancelled()
    axes, flips = axial_order(raw.affine)
    turned = np.transpose(raw.voxels, axes)[tuple(slice(None, None, -1 if flip else 1) for flip in flips)]
    affine = raw.affine @ index_map(axes, flips, raw.voxels.shape)
    pixels = np.empty(turned.shape, np.float32)
    slope, intercept = raw.scale
    notes = list(raw.notes)
    low, lost = np.inf, 0
    is_finite = raw.voxels.dtype.kind in "biu" and max(abs(slope), abs(intercept)) < 1e18  # whole numbers all are
    for start in range(0, len(pixels), 8):  # a few slices at a time: cancels quickly, no second copy of the volume
        token.raise_if_cancelled()
        slab = pixels[start : start + 8]
        slab[...] = turned[start : start + 8]
        if (slope, intercept) != (1.0, 0.0):
            slab *= np.float32(slope)
            slab += np.float32(intercept)
        lowest = float(slab.min())
        if not is_finite and not (np.isfinite(lowest) and np.isfinite(slab.max())):  # min and max pass NaN on
            finite = np.isfinite(slab)
            lost += int(finite.size - np.count_nonzero(finite))
            lowest = float(slab.min(where=finite, initial=np.inf))
        low = min(low, lowest)
    if not np.isfinite(low):
        raise SampleReadError(f"{path.name} has not a single finite value.", hint="Export it again.", path=path)
    if lost:
        pixels[~np.isfinite(pixels)] = low
        notes.append(f"{path.name}: {lost:,} voxels without a finite value were set to {low:g}.")
    info = modality_info(modality)
    unit = info.unit
    find: Find = mri_range
    if info.kind is Kind.CT:
        if low > -200.0:
            notes.append("Values do not look like Hounsfield units: no air among them.")
            unit = ""
        find = ct_range if unit else robust_range
    spacing = tuple(float(v) for v in np.linalg.norm(affine[:3, :3], axis=0))
    return View(
        modality,
        pixels,
        raw.window or Later(find, pixels),
        unit,
        spacing,
        affine,
        path,
        tuple(notes),
        ORIENTATION_UNKNOWN not in notes,
    )


def _read_with_itk(path: Path, size: int, part: str) -> RawVolume:
    """NRRD or MetaImage. The header is read and checked first; then the voxels."""
    sitk: Any = import_module("SimpleITK")  # Any: its functions have no types
    sitk.ProcessObject.SetGlobalWarningDisplay(False)
    notes: list[str] = []
    with reading(path, "a volume"):
        stored = size + check_header(path)
        reader = sitk.ImageFileReader()
        reader.SetFileName(str(path))
        reader.ReadImageInformation()
        shape = tuple(int(n) for n in reader.GetSize())
        name = sitk.GetPixelIDValueAsString(reader.GetPixelID())
        if "complex" in name:
            raise SampleReadError(f"{path.name} holds complex numbers, not one value a voxel.", path=path)
        components = reader.GetNumberOfComponents()
        voxels = checked_shape(path, shape, np.dtype(np.float32))
        total = voxels * int(np.prod(shape[3:], dtype=object)) * components
        if total > 4 * MAX_VOXELS:
            raise too_big(path, total, 4 * MAX_VOXELS, "values")
        if total > 1100 * stored:  # no compression does better than about 1030 to 1
            raise SampleReadError(f"{path.name} is cut short.", hint="Copy or export it again.", path=path)
        image = reader.Execute()
        array = sitk.GetArrayViewFromImage(image)  # [..., K, J, I] (components last)
        if components > 1:
            notes.append(f"{path.name} holds {components} values a voxel; the first is used.")
            array = array[..., 0]
        if array.ndim > 3:
            array = array.reshape(-1, *array.shape[-3:])
            array = array[chosen_part(path, "volumes", len(array), part, notes)]
        affine = _ras_affine(image)
        keys = set(reader.GetMetaDataKeys())
        if content_type(path) == "nrrd" and "NRRD_space" not in keys:
            notes.append(ORIENTATION_UNKNOWN)
        check_affine(path, affine)
        voxel_array = np.array(array[None] if array.ndim == 2 else array).transpose(2, 1, 0)
        return RawVolume(voxel_array, affine, notes=tuple(notes))


def _ras_affine(image: Any) -> NDArray[np.float64]:  # noqa: ANN401 - SimpleITK has no types
    """[4, 4] (i, j, k) to RAS+ mm from ITK's LPS geometry; a single slice gets a thickness of 1 mm."""
    dimension = image.GetDimension()
    direction = np.array(image.GetDirection()).reshape(dimension, dimension)
    lps = np.eye(4)
    used = min(dimension, 3)
    lps[:used, :used] = direction[:used, :used] * np.array(image.GetSpacing())[:used]
    lps[:used, 3] = np.array(image.GetOrigin())[:used]
    return np.asarray(_LPS_TO_RAS @ lps)


def _wrong_type(path: Path, content: str) -> SampleReadError:
    what = f"but it is {describe(content)}" if content else "but its content is not one"
    return SampleReadError(f"{path.name} should be a volume, {what}.", hint="Export it as NIfTI or NRRD.", path=path)
