"""Anomaly maps in formats that other programs read: NIfTI on the input's grid, DICOM SEG and Parametric Map that
refer to their source series, PLY with a score a point, 16-bit TIFF.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.errors import UserFacingError
from core.export import write_atomically
from core.records import PointCloud, View

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

Map = NDArray[np.float32]
MANUFACTURER, PRODUCT = "UniMMAD Inspector", "UniMMAD Inspector"
_REQUIRED = ("PatientName", "PatientID", "PatientBirthDate", "PatientSex", "AccessionNumber", "ReferringPhysicianName")
_PATIENT = (
    *_REQUIRED, "OtherPatientIDs", "OtherPatientIDsSequence", "OtherPatientNames", "PatientAddress", "PatientAge",
    "PatientBirthName", "PatientBirthTime", "PatientComments", "PatientSize", "PatientWeight", "EthnicGroup",
    "Occupation", "AdditionalPatientHistory", "IssuerOfPatientID", "StudyDescription", "PhysiciansOfRecord",
    "NameOfPhysiciansReadingStudy", "AdmittingDiagnosesDescription", "ConsultingPhysicianName",
)  # fmt: skip
_EXACT = 1e-3  # voxels: closer to whole steps than this, values are copied, not interpolated


class ExportError(UserFacingError):
    """A result cannot be written in the asked format."""


def sampled(values: Map, to_index: NDArray[np.float64], shape: tuple[int, ...]) -> Map:
    """A volume on another grid, zero outside; copied exactly where the grids' voxels coincide.

    Args:
        values: [D, H, W].
        to_index: [4, 4] from an index of the other grid to an index of `values`.
        shape: Of the other grid.
    """
    from scipy.ndimage import affine_transform

    coincides = np.abs(to_index[:3] - np.round(to_index[:3])).max() < _EXACT
    matrix = np.round(to_index) if coincides else to_index
    order = 0 if coincides else 1
    made = affine_transform(values, matrix[:3, :3], matrix[:3, 3], output_shape=shape, order=order, cval=0.0)
    return np.asarray(made, dtype=np.float32)


def write_nifti(path: Path, values: Map, view: View, source: Path | None) -> Path:
    """A volume's map as NIfTI: on the grid of `source` where that is a NIfTI file, else on the view's own.

    Raises ExportError for a picture, StorageError when it cannot be written.
    """
    import nibabel

    new_image: Any = nibabel.Nifti1Image  # Any: nibabel is typed in parts only
    if view.affine is None:
        raise ExportError("NIfTI holds volumes; this is a picture.", hint="Export it as TIFF.")
    affine, content = view.affine, values
    if source is not None and source.is_file() and source.name.endswith((".nii", ".nii.gz")):
        image: Any = nibabel.load(source)
        affine = np.asarray(image.affine, dtype=np.float64)
        content = sampled(values, np.linalg.inv(view.affine) @ affine, tuple(image.shape[:3]))
    made = new_image(np.asarray(content, np.float32), affine)
    made.header.set_xyzt_units("mm")
    made.set_sform(affine, code=1)
    made.set_qform(affine, code=1)
    made.header["descrip"] = b"anomaly map, not for diagnosis"
    content_bytes = made.to_bytes()
    if path.name.endswith(".gz"):
        import gzip

        content_bytes = gzip.compress(content_bytes, mtime=0)
    write_atomically(path, content_bytes)
    return path


def series_of(folder: Path) -> list[Dataset]:
    """The images of a DICOM series, ordered along their normal. Raises ExportError when there is none."""
    import pydicom
    from pydicom.errors import InvalidDicomError

    found = []
    for file in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
        try:
            dataset = pydicom.dcmread(file) if file.is_file() else None
        except (InvalidDicomError, OSError):
            continue
        if dataset is not None and "ImagePositionPatient" in dataset and "PixelData" in dataset:
            found.append(dataset)
    if not found:
        raise ExportError(f"{folder.name} holds no DICOM slices.", hint="SEG and Parametric Map need a DICOM source.")
    x, y = np.asarray(found[0].ImageOrientationPatient, float).reshape(2, 3)
    normal = np.cross(x, y)
    return sorted(found, key=lambda item: float(np.dot(normal, np.asarray(item.ImagePositionPatient, float))))


def on_slices(values: Map, view: View, slices: Sequence[Dataset]) -> Map:
    """[N, rows, columns] a map at the pixels of DICOM slices, wherever these lie; zero outside."""
    return np.stack([sampled(values, matrix, shape)[0] for matrix, shape in _places(view, slices)])


def labels_on_slices(labels: NDArray[np.int32], view: View, slices: Sequence[Dataset]) -> NDArray[np.int32]:
    """As `on_slices` for numbers that cannot be mixed: those of the nearest voxel."""
    from scipy.ndimage import affine_transform

    planes = [
        affine_transform(labels, m[:3, :3], m[:3, 3], output_shape=shape, order=0, cval=0)[0]
        for m, shape in _places(view, slices)
    ]
    return np.stack(planes).astype(np.int32)


def _places(view: View, slices: Sequence[Dataset]) -> Iterator[tuple[NDArray[np.float64], tuple[int, int, int]]]:
    """Of every slice: from its indices to those of the view, and its shape as a volume of one slice."""
    if view.affine is None:
        raise ExportError("SEG and Parametric Map are written for volumes; this is a picture.")
    to_view = np.linalg.inv(view.affine)
    for item in slices:
        x, y = np.asarray(item.ImageOrientationPatient, float).reshape(2, 3)
        rows, columns = (float(step) for step in item.PixelSpacing)
        place = np.eye(4)
        place[:3, 0] = np.cross(x, y)  # a single slice has no depth of its own
        place[:3, 1], place[:3, 2], place[:3, 3] = y * rows, x * columns, np.asarray(item.ImagePositionPatient, float)
        place[:2] *= -1.0  # DICOM's left and posterior to right and anterior
        yield to_view @ place, (1, int(item.Rows), int(item.Columns))


def write_segmentation(
    path: Path, values: Map, view: View, source: Path, threshold: float, model_name: str, *, names: bool = False
) -> Path:
    """The voxels at or over a threshold as a DICOM Segmentation that refers to its source series.

    Args:
        names: Whether the patient's name, number and dates go along; the study they belong to always does.

    Raises:
        ExportError: There is no such voxel, or no DICOM source.
    """
    slices = series_of(source)
    mask = on_slices(values, view, slices) >= threshold
    if not mask.any():
        raise ExportError("Nothing of the map reaches the threshold: there is no region to segment.")
    made = segmentation(slices, mask.astype(np.int32), ["Anomaly"], model_name)
    return save_dicom(path, made if names else without_patient(made))


def segmentation(
    slices: Sequence[Dataset], planes: NDArray[np.int32], labels: Sequence[str], model_name: str
) -> Dataset:
    """A DICOM Segmentation; `planes` [N, rows, columns] holds the number of each pixel's segment, 0 for none."""
    return _segmentation(slices, planes, [_description(n, label, model_name) for n, label in enumerate(labels, 1)])


def _description(number: int, label: str, model_name: str) -> Any:  # noqa: ANN401 - highdicom's own class
    import highdicom
    from pydicom.sr.coding import Code

    return highdicom.seg.SegmentDescription(
        segment_number=number,
        segment_label=label,
        segmented_property_category=Code("49755003", "SCT", "Morphologically abnormal structure"),
        segmented_property_type=Code("52988006", "SCT", "Lesion"),
        algorithm_type=highdicom.seg.SegmentAlgorithmTypeValues.AUTOMATIC,
        algorithm_identification=highdicom.AlgorithmIdentificationSequence(
            name="UniMMAD", version=model_name, family=Code("123109", "DCM", "Artificial Intelligence")
        ),
    )


def _segmentation(slices: Sequence[Dataset], planes: NDArray[np.int32], descriptions: list[Any]) -> Dataset:
    import highdicom

    made = highdicom.seg.Segmentation(
        source_images=slices,
        pixel_array=planes.astype(np.uint8 if len(descriptions) < 256 else np.uint16),
        segmentation_type=highdicom.seg.SegmentationTypeValues.BINARY,
        segment_descriptions=descriptions,
        series_number=900,
        series_description="Anomaly segmentation (not for diagnosis)",
        **object_facts(),
    )
    shared = made.SharedFunctionalGroupsSequence[0]
    if "SegmentIdentificationSequence" in shared:  # a single segment; most readers look for it frame by frame
        for frame in made.PerFrameFunctionalGroupsSequence:
            frame.SegmentIdentificationSequence = shared.SegmentIdentificationSequence
        del shared.SegmentIdentificationSequence
    return made


def write_parametric_map(
    path: Path, values: Map, view: View, source: Path, model_name: str, *, names: bool = False
) -> Path:
    """The float32 map as a DICOM Parametric Map that refers to its source series; `names` as for a segmentation.

    Raises ExportError.
    """
    import highdicom
    from pydicom.sr.coding import Code

    slices = series_of(source)
    planes = on_slices(values, view, slices)
    peak = float(planes.max()) or 1.0
    mapping = highdicom.pm.RealWorldValueMapping(
        lut_label="ANOMALY",
        lut_explanation=f"Anomaly score, {model_name}",
        unit=Code("1", "UCUM", "no units"),
        value_range=(float(planes.min()), peak),
        slope=1.0,
        intercept=0.0,
    )
    made = highdicom.pm.ParametricMap(
        source_images=slices,
        pixel_array=planes,
        contains_recognizable_visual_features=False,
        real_world_value_mappings=[mapping],
        voi_lut_transformations=[highdicom.VOILUTTransformation(window_center=peak / 2, window_width=peak)],
        series_number=901,
        series_description="Anomaly map (not for diagnosis)",
        **object_facts(),
    )
    return save_dicom(path, made if names else without_patient(made))


def without_patient(made: Dataset) -> Dataset:
    """Empty what names the patient and the people around; study, series and instance numbers stay, or it belongs
    nowhere.
    """
    for keyword in _PATIENT:
        if keyword in made:
            if keyword in _REQUIRED:
                setattr(made, keyword, "")
            else:
                delattr(made, keyword)
    made.PatientIdentityRemoved = "YES"
    made.DeidentificationMethod = "Identifiers emptied by UniMMAD Inspector"
    return made


def object_facts() -> dict[str, Any]:  # Any: keyword arguments of several types
    """New numbers, and who made it: what every DICOM object of this program says."""
    import highdicom

    try:
        version = metadata.version("unimmad-inspector")
    except metadata.PackageNotFoundError:
        version = "development"
    return {
        "series_instance_uid": highdicom.UID(),
        "sop_instance_uid": highdicom.UID(),
        "instance_number": 1,
        "manufacturer": MANUFACTURER,
        "manufacturer_model_name": PRODUCT,
        "software_versions": version,
        "device_serial_number": "0",
    }


def save_dicom(path: Path, dataset: Dataset) -> Path:
    """Write a DICOM object whole or not at all. Raises StorageError."""
    buffer = io.BytesIO()
    dataset.save_as(buffer)
    write_atomically(path, buffer.getvalue())
    return path


def point_scores(cloud: PointCloud, values: Map) -> Map:
    """[N] the map at every point's pixel, of several sides the largest; NaN for points that no picture shows."""
    if cloud.sides is not None:
        flat = np.append(values.ravel(), np.float32(np.nan))
        told: Map = np.fmax.reduce(flat[cloud.sides], axis=0)  # -1: the NaN behind the last pixel
        return told
    inside = (cloud.pixels >= 0).all(axis=1)
    scores = np.full(len(cloud.points), np.nan, np.float32)
    rows, columns = cloud.pixels[inside].T
    scores[inside] = values[rows, columns]
    return scores


def write_ply(path: Path, cloud: PointCloud, values: Map) -> Path:
    """A cloud as binary PLY, with its colours and a float property `score` a point. Raises StorageError."""
    fields: list[tuple[str, str]] = [("x", "<f4"), ("y", "<f4"), ("z", "<f4")]
    if cloud.colours is not None:
        fields += [("red", "u1"), ("green", "u1"), ("blue", "u1")]
    fields.append(("score", "<f4"))
    table = np.zeros(len(cloud.points), dtype=fields)
    for place, name in enumerate("xyz"):
        table[name] = cloud.points[:, place]
    if cloud.colours is not None:
        for place, name in enumerate(("red", "green", "blue")):
            table[name] = cloud.colours[:, place]
    table["score"] = point_scores(cloud, values)
    kinds = {"<f4": "float", "u1": "uchar"}
    head = ["ply", "format binary_little_endian 1.0", f"comment anomaly score; unit {cloud.unit}"]
    head += [f"element vertex {len(table)}", *(f"property {kinds[kind]} {name}" for name, kind in fields), "end_header"]
    write_atomically(path, ("\n".join(head) + "\n").encode() + table.tobytes())
    return path


def write_tiff(path: Path, values: Map) -> Path:
    """A map as 16-bit TIFF (a page a slice); the scale from steps to scores is in its description."""
    import tifffile

    finite = np.nan_to_num(values)
    scale = max(float(finite.max()), 1e-9) / 65535
    buffer = io.BytesIO()
    steps = np.round(np.clip(finite, 0, None) / scale).astype(np.uint16)
    tifffile.imwrite(
        buffer, steps, photometric="minisblack", description=f"anomaly score = value * {scale:.9g}", metadata=None
    )
    write_atomically(path, buffer.getvalue())
    return path
