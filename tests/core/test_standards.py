"""Maps written in other programs' formats come back in the same place with the same values."""

from pathlib import Path

import numpy as np
import pytest

from core import api
from core.data.index import index_paths
from core.errors import UserFacingError
from core.progress import CancelToken
from core.records import PointCloud, View
from core.standards import (
    ExportError,
    on_slices,
    point_scores,
    series_of,
    write_nifti,
    write_parametric_map,
    write_ply,
    write_segmentation,
    write_tiff,
)
from core.structured_report import write_structured_report

nibabel = pytest.importorskip("nibabel")
LONG = (12, 10, 8)


def make_nifti(path: Path, axes: str) -> tuple[np.ndarray, np.ndarray]:
    """A volume with one bright voxel stored in an orientation; its voxel position and affine."""
    data = np.random.default_rng(0).normal(100, 5, LONG).astype(np.float32)
    start = nibabel.orientations.axcodes2ornt(tuple(axes))
    affine = nibabel.orientations.inv_ornt_aff(start, LONG) @ np.diag([1.0, 1.0, 1.0, 1.0])
    affine = np.diag([2.0, 1.5, 3.0, 1.0]) @ affine
    data[3, 4, 5] = 1000.0
    nibabel.save(nibabel.Nifti1Image(data, affine), path)
    return data, affine


@pytest.mark.parametrize("axes", ["RAS", "LPS", "PIR", "ASL"])
def test_a_nifti_map_lies_voxel_for_voxel_on_its_input(tmp_path, axes):
    source = tmp_path / "t1.nii.gz"
    data, affine = make_nifti(source, axes)
    sample = index_paths([source], CancelToken()).samples[0]
    view = api.load_sample(sample).views[0]
    written = write_nifti(tmp_path / "map.nii.gz", view.pixels.astype(np.float32), view, source)
    back = nibabel.load(written)
    assert back.shape == data.shape
    np.testing.assert_allclose(back.affine, affine, atol=1e-4)
    np.testing.assert_allclose(back.get_fdata(), data, rtol=1e-5)


def test_a_map_without_a_nifti_source_keeps_the_grid_it_was_made_on(tmp_path):
    source = tmp_path / "t1.nii.gz"
    make_nifti(source, "LPS")
    view = api.load_sample(index_paths([source], CancelToken()).samples[0]).views[0]
    back = nibabel.load(write_nifti(tmp_path / "map.nii", view.pixels.astype(np.float32), view, None))
    brightest = np.unravel_index(np.argmax(back.get_fdata()), back.shape)
    origin = nibabel.load(source)
    np.testing.assert_allclose(back.affine @ [*brightest, 1], origin.affine @ [3, 4, 5, 1], atol=1e-4)


def make_series(folder: Path, count=6, oblique=False) -> None:
    """A small CT series; the slice number is in the file's name in another order than in space."""
    import pydicom
    from pydicom.dataset import FileMetaDataset
    from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid

    folder.mkdir(parents=True)
    study, series, frame = generate_uid(), generate_uid(), generate_uid()
    angle = np.deg2rad(20 if oblique else 0)
    row, column = np.array([1.0, 0, 0]), np.array([0, np.cos(angle), np.sin(angle)])
    normal = np.cross(row, column)
    random = np.random.default_rng(1)
    for number in range(count):
        item = pydicom.Dataset()
        item.file_meta = FileMetaDataset()
        item.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        item.SOPClassUID, item.SOPInstanceUID = CTImageStorage, generate_uid()
        item.file_meta.MediaStorageSOPClassUID = CTImageStorage
        item.file_meta.MediaStorageSOPInstanceUID = item.SOPInstanceUID
        item.StudyInstanceUID, item.SeriesInstanceUID, item.FrameOfReferenceUID = study, series, frame
        item.PatientName, item.PatientID, item.PatientBirthDate, item.PatientSex = "Phantom^Test", "1", "", "O"
        item.StudyDate, item.StudyTime, item.StudyID, item.AccessionNumber = "20260101", "120000", "1", ""
        item.ReferringPhysicianName, item.Modality, item.Manufacturer = "", "CT", "none"
        item.SeriesNumber, item.InstanceNumber = 1, number + 1
        item.PositionReferenceIndicator = ""
        item.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
        item.ImageOrientationPatient = [*row, *column]
        item.ImagePositionPatient = [round(float(v), 6) for v in np.array([-10.0, -20.0, 5.0]) + 2.5 * number * normal]
        item.PixelSpacing, item.SliceThickness = [0.8, 0.6], 2.5
        item.Rows, item.Columns = 20, 16
        item.SamplesPerPixel, item.PhotometricInterpretation = 1, "MONOCHROME2"
        item.BitsAllocated, item.BitsStored, item.HighBit, item.PixelRepresentation = 16, 16, 15, 1
        item.RescaleIntercept, item.RescaleSlope, item.RescaleType = 0, 1, "HU"
        item.PixelData = random.integers(-500, 500, (20, 16)).astype(np.int16).tobytes()
        item.save_as(folder / f"{(number * 5) % 7}.dcm", enforce_file_format=True)


@pytest.fixture
def ct(tmp_path):
    """A series and its view as the program reads it."""
    make_series(tmp_path / "ct")
    sample = index_paths([tmp_path / "ct"], CancelToken()).samples[0]
    return tmp_path / "ct", api.load_sample(sample).views[0]


def test_a_map_at_the_slices_of_its_series_is_where_the_pixels_are(ct):
    folder, view = ct
    slices = series_of(folder)
    planes = on_slices(view.pixels.astype(np.float32), view, slices)
    np.testing.assert_array_equal(planes, np.stack([item.pixel_array for item in slices]))


def test_a_segmentation_refers_to_its_source_and_lies_on_it(ct, tmp_path):
    import highdicom

    folder, view = ct
    slices = series_of(folder)
    hounsfield = view.pixels.astype(np.float32)
    path = write_segmentation(tmp_path / "seg.dcm", hounsfield, view, folder, 400.0, "m")
    seg = highdicom.seg.segread(path)
    uids = [item.SOPInstanceUID for item in slices]
    mask = seg.get_pixels_by_source_instance(uids, ignore_spatial_locations=True, assert_missing_frames_are_empty=True)
    np.testing.assert_array_equal(mask[..., 0] > 0, np.stack([item.pixel_array for item in slices]) >= 400)
    assert seg.StudyInstanceUID == slices[0].StudyInstanceUID
    assert seg.SeriesInstanceUID != slices[0].SeriesInstanceUID
    with pytest.raises(ExportError, match="no region to segment"):
        write_segmentation(tmp_path / "none.dcm", hounsfield, view, folder, 1e6, "m")


def bright_map(view):
    """A map of two separate blocks of voxels, the second one the stronger, and a speck that is no region."""
    values = np.zeros(view.pixels.shape, np.float32)
    values[1:3, 3:6, 2:5] = 1.0
    values[2:5, 12:16, 9:14] = 2.0
    values[4, 13, 10] = 3.0
    values[0, 19, 15] = 9.0
    return values


def test_a_structured_report_measures_the_regions_of_its_segmentation_on_the_source_series(ct, tmp_path):
    import highdicom
    import pydicom

    folder, view = ct
    slices = series_of(folder)
    values = bright_map(view)
    path = write_structured_report(tmp_path / "a.sr.dcm", values, view, folder, 0.5, "m")
    seg = highdicom.seg.segread(tmp_path / "a.sr.seg.dcm")
    report = highdicom.sr.srread(path)
    groups = report.content.get_volumetric_roi_measurement_groups()
    assert len(groups) == 2 == seg.number_of_segments
    uids = [item.SOPInstanceUID for item in slices]
    masks = seg.get_pixels_by_source_instance(uids, ignore_spatial_locations=True, assert_missing_frames_are_empty=True)
    planes = on_slices(values, view, slices)
    np.testing.assert_array_equal(masks[..., 0] > 0, (planes >= 2.0) & (planes < 9.0))
    np.testing.assert_array_equal(masks[..., 1] > 0, planes == 1.0)
    voxel = 0.8 * 0.6 * 2.5
    for group, count, peak in zip(groups, (3 * 4 * 5, 2 * 3 * 3), (3.0, 1.0), strict=True):
        found = {item.name.meaning: item.value for item in group.get_measurements()}
        assert found["Volume"] == pytest.approx(count * voxel)
        assert found["Largest anomaly score"] == peak
        assert group.referenced_segment.referenced_sop_instance_uid == seg.SOPInstanceUID
    first = {item.name.meaning: item.value for item in groups[0].get_measurements()}
    assert first["Diameter"] == pytest.approx(np.linalg.norm([2 * 2.5, 3 * 0.8, 4 * 0.6]) + 0.6)
    evidence = pydicom.dcmread(path).CurrentRequestedProcedureEvidenceSequence[0].ReferencedSeriesSequence
    referred = {item.ReferencedSOPInstanceUID for series in evidence for item in series.ReferencedSOPSequence}
    assert set(uids) | {seg.SOPInstanceUID} <= referred
    with pytest.raises(ExportError, match="no region to report"):
        write_structured_report(tmp_path / "b.sr.dcm", values, view, folder, 1e3, "m")


def test_a_single_region_is_reported_too_and_every_frame_names_its_segment(ct, tmp_path):
    import highdicom

    folder, view = ct
    path = write_structured_report(tmp_path / "a.sr.dcm", bright_map(view), view, folder, 1.5, "m")
    groups = highdicom.sr.srread(path).content.get_volumetric_roi_measurement_groups()
    assert [group.referenced_segment.referenced_segment_numbers[0] for group in groups] == [1]
    seg = highdicom.seg.segread(tmp_path / "a.sr.seg.dcm")
    frames = seg.PerFrameFunctionalGroupsSequence
    assert {frame.SegmentIdentificationSequence[0].ReferencedSegmentNumber for frame in frames} == {1}


@pytest.mark.parametrize("names", [False, True])
def test_the_patient_is_named_in_dicom_objects_only_when_asked_for(ct, tmp_path, names):
    import pydicom

    folder, view = ct
    values = bright_map(view)
    write_structured_report(tmp_path / "a.sr.dcm", values, view, folder, 0.5, "m", names=names)
    write_segmentation(tmp_path / "b.dcm", values, view, folder, 0.5, "m", names=names)
    write_parametric_map(tmp_path / "c.dcm", values, view, folder, "m", names=names)
    for name in ("a.sr.dcm", "a.sr.seg.dcm", "b.dcm", "c.dcm"):
        made = pydicom.dcmread(tmp_path / name)
        assert (str(made.PatientName), made.PatientID) == (("Phantom^Test", "1") if names else ("", ""))
        assert made.StudyInstanceUID == series_of(folder)[0].StudyInstanceUID
        assert (b"Phantom" in (tmp_path / name).read_bytes()) is names


def test_a_parametric_map_keeps_every_value(ct, tmp_path):
    import pydicom

    folder, view = ct
    slices = series_of(folder)
    path = write_parametric_map(tmp_path / "pm.dcm", view.pixels.astype(np.float32), view, folder, "m")
    back = pydicom.dcmread(path)
    frames = np.frombuffer(back.FloatPixelData, np.float32).reshape(-1, 20, 16)
    places = [
        np.asarray(frame.PlanePositionSequence[0].ImagePositionPatient, float)
        for frame in back.PerFrameFunctionalGroupsSequence
    ]
    for item in slices:
        distances = [float(np.abs(place - np.asarray(item.ImagePositionPatient, float)).max()) for place in places]
        assert min(distances) < 1e-4
        np.testing.assert_array_equal(frames[int(np.argmin(distances))], item.pixel_array.astype(np.float32))


def test_pictures_and_folders_without_dicom_are_refused(tmp_path):
    view = View("rgb", np.zeros((4, 4, 3), np.uint8), (0, 255))
    with pytest.raises(UserFacingError, match="this is a picture"):
        write_nifti(tmp_path / "m.nii", np.zeros((4, 4), np.float32), view, None)
    with pytest.raises(UserFacingError, match="holds no DICOM slices"):
        series_of(tmp_path)


def test_a_cloud_comes_back_with_a_score_a_point(tmp_path):
    import open3d

    points = np.random.default_rng(0).normal(size=(50, 3)).astype(np.float32)
    pixels = np.random.default_rng(1).integers(0, 8, (50, 2)).astype(np.int32)
    pixels[::10] = -1
    colours = np.full((50, 3), 100, np.uint8)
    values = np.arange(64, dtype=np.float32).reshape(8, 8)
    cloud = PointCloud(points, colours, pixels)
    path = write_ply(tmp_path / "c.ply", cloud, values)
    back = open3d.t.io.read_point_cloud(str(path))
    np.testing.assert_array_equal(back.point.positions.numpy(), points)
    np.testing.assert_array_equal(back.point["score"].numpy()[:, 0], point_scores(cloud, values))
    assert np.isnan(back.point["score"].numpy()[0, 0])


def test_a_tiff_map_says_its_scale(tmp_path):
    import tifffile

    values = np.random.default_rng(0).gamma(2, 0.3, (9, 7)).astype(np.float32)
    with tifffile.TiffFile(write_tiff(tmp_path / "m.tif", values)) as file:
        scale = float(file.pages[0].description.split("*")[1])
        np.testing.assert_allclose(file.asarray() * scale, values, atol=scale)
