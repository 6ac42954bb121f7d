"""DICOM series: ordered by position or refused with the reason."""

import numpy as np
import pydicom
import pytest
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, JPEG2000Lossless, RLELossless

from core.data.dicom import read_picture, read_series
from core.data.dicom_files import DicomFile
from core.data.dicom_header import read_header
from core.data.index import index_paths
from core.data.load import load
from core.data.volumes import view_of
from core.errors import SampleReadError
from core.progress import CancelToken, ignore_progress

SERIES = "1.2.826.0.1.3680043.8.498.1"


def write_slice(folder, name, z, number=0, **changes):
    """A 4 x 5 CT slice at height z (mm) whose stored values are number * 20 + 0..19."""
    folder.mkdir(parents=True, exist_ok=True)
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CTImageStorage
    meta.MediaStorageSOPInstanceUID = f"{SERIES}.{number + 1}"
    syntax = changes.pop("syntax", ExplicitVRLittleEndian)
    compress = changes.pop("compress", syntax if syntax.is_encapsulated else None)
    meta.TransferSyntaxUID = ExplicitVRLittleEndian if compress else syntax
    encoding = (meta.TransferSyntaxUID.is_implicit_VR, meta.TransferSyntaxUID.is_little_endian)
    data = FileDataset(str(folder / name), {}, bytes(128), meta, *encoding)
    data.SOPClassUID, data.SOPInstanceUID = CTImageStorage, meta.MediaStorageSOPInstanceUID
    data.SeriesInstanceUID, data.Modality = SERIES, "CT"
    data.Rows, data.Columns, data.SamplesPerPixel = 4, 5, 1
    data.BitsAllocated, data.BitsStored, data.HighBit, data.PixelRepresentation = 16, 16, 15, 0
    data.PhotometricInterpretation = "MONOCHROME2"
    data.RescaleSlope, data.RescaleIntercept = 1, -1000
    data.ImagePositionPatient, data.ImageOrientationPatient = [-10, -20, z], [1, 0, 0, 0, 1, 0]
    data.PixelSpacing, data.SliceThickness = [0.5, 0.75], 2
    data.PixelData = (np.arange(20, dtype=np.uint16) + number * 20).tobytes()
    for key, value in changes.items():
        if value is None:
            delattr(data, key)
        else:
            setattr(data, key, value)
    if compress:
        data.compress(compress)
    data.save_as(folder / name, enforce_file_format=True)
    return folder / name


def read(path):
    return view_of(read_series(path, CancelToken()), "ct", path, CancelToken())


def test_slices_are_ordered_by_position_and_not_by_name(tmp_path):
    for number, name in enumerate(("c.dcm", "a.dcm", "b.dcm")):
        write_slice(tmp_path / "s", name, z=number * 2.0, number=number)
    view = read(tmp_path / "s")
    np.testing.assert_array_equal(view.pixels.ravel(), np.arange(60) - 1000)  # already inferior, anterior, right first
    assert view.spacing_mm == (2.0, 0.5, 0.75)
    np.testing.assert_allclose(view.affine @ (1, 2, 3, 1), (10 - 3 * 0.75, 20 - 2 * 0.5, 2.0, 1))
    assert view.unit == "HU"


def test_the_window_of_the_file_is_the_display_range(tmp_path):
    write_slice(tmp_path / "s", "a", 0, WindowCenter=[40, 50], WindowWidth=[400, 80])
    assert read(tmp_path / "s").display_range == (-160.0, 240.0)


def test_sagittal_slices_become_axial_ones(tmp_path):
    for number in range(3):
        place = {"ImagePositionPatient": [number * 3.0, -20, 50], "ImageOrientationPatient": [0, 1, 0, 0, 0, -1]}
        write_slice(tmp_path / "s", f"{number}", 0, number, **place)
    view = read(tmp_path / "s")
    assert view.size == (4, 5, 3)
    assert view.pixels[3, 0, 0] == -1000  # first stored row is the most superior; first slice the patient's right


@pytest.mark.parametrize("syntax", [RLELossless, JPEG2000Lossless])
def test_compressed_slices_are_decoded(tmp_path, syntax):
    if syntax == JPEG2000Lossless:
        pytest.importorskip("openjpeg")
    values = np.arange(4096, dtype=np.uint16)
    write_slice(tmp_path / "s", "a", 0, compress=syntax, Rows=64, Columns=64, PixelData=values.tobytes())
    np.testing.assert_array_equal(read(tmp_path / "s").pixels.ravel(), values - 1000.0)


def build(folder, *slices):
    for number, (name, z, changes) in enumerate(slices):
        write_slice(folder, name, z, number, **changes)


@pytest.mark.parametrize(
    ("slices", "words"),
    [
        (
            [("a", 0, {}), ("b", 2, {"SeriesInstanceUID": "1.2.3"})],
            "more than one series: a and b do not belong together",
        ),
        ([("a", 0, {}), ("b", 2, {}), ("c", 2, {})], "b and c lie at the same place"),
        ([("a", 0, {}), ("b", 2, {}), ("c", 4, {}), ("d", 12, {})], "c and d lie 8.00 mm apart where 2.00 mm is usual"),
        ([("a", 0, {}), ("b", 2, {"ImageOrientationPatient": [0, 1, 0, 0, 0, 1]})], "cut in different directions"),
        ([("a", 0, {}), ("b", 2, {"PixelSpacing": [1, 1]})], "have different pixel sizes"),
        ([("a", 0, {}), ("b", 2, {"Rows": 2, "PixelData": bytes(20)})], "have different sizes"),
        ([("a", 0, {"ImagePositionPatient": None}), ("b", 2, {})], "a does not say where in the patient it lies"),
        ([("a", 0, {"PixelData": bytes(10)})], "a has pixel data that is cut short"),
        ([("a", 0, {"PixelData": None})], "a holds no picture"),
        ([("a", 0, {"Rows": 0})], "a has no pixels"),
        ([("a", 0, {"Rows": 40000, "Columns": 40000})], "a declares 1,600,000,000 pixels"),
        ([("a", 0, {"NumberOfFrames": 2, "PixelData": bytes(80)})], "several frames but does not say where"),
        ([("a", 0, {"ImageOrientationPatient": [1, 0, 0, 1, 0, 0]})], "impossible orientation"),
        ([("a", 0, {"ImageOrientationPatient": [1, 0]})], "a (cannot be read|has an impossible)"),
    ],
)
def test_a_series_that_cannot_be_trusted_is_refused_with_its_files(tmp_path, slices, words):
    build(tmp_path / "s", *slices)
    with pytest.raises(SampleReadError, match=words):
        read(tmp_path / "s")


def test_a_truncated_file_is_one_sentence(tmp_path):
    path = write_slice(tmp_path / "s", "a", 0)
    path.write_bytes(path.read_bytes()[:-25])
    with pytest.raises(SampleReadError, match=r"a (has pixel data that is cut short|cannot be read)"):
        read(tmp_path / "s")


def test_padding_below_air_is_set_to_air(tmp_path):
    write_slice(tmp_path / "s", "a", 0, RescaleIntercept=-3000)
    view = read(tmp_path / "s")
    assert view.pixels.min() == -1024
    assert "padding" in view.notes[0]


def test_a_dicom_folder_is_found_and_loaded_as_one_sample(tmp_path):
    build(tmp_path / "head", *((f"IM{n}", n * 2.0, {}) for n in range(3)))
    (tmp_path / "head/DICOMDIR").write_bytes(bytes(128) + b"DICM")
    found = index_paths([tmp_path], CancelToken()).samples
    assert [(s.sample_id, list(s.files)) for s in found] == [("head", ["ct"])]
    loaded = load(found[0], ignore_progress, CancelToken())
    assert loaded.views[0].size == (3, 4, 5)
    together = index_paths(sorted((tmp_path / "head").glob("IM*")), CancelToken()).samples
    assert [dict(s.files) for s in together] == [{"ct": tmp_path / "head"}]


@pytest.mark.parametrize(
    ("words", "contrast", "expected"),
    [
        ("t1_mprage", "", "t1"),
        ("T1 axial", "Gadovist", "t1post"),
        ("t2_tse", "", "t2"),
        ("T2 FLAIR", "", "flair"),
        ("localiser", "", "mri"),
    ],
)
def test_the_mri_sequence_comes_from_the_header(tmp_path, words, contrast, expected):
    path = write_slice(tmp_path, "a", 0, Modality="MR", SeriesDescription=words, ContrastBolusAgent=contrast)
    assert read_header(DicomFile(path)).modality == expected


def test_an_x_ray_without_a_place_is_a_picture_and_white_stays_dense(tmp_path):
    changes = {"ImagePositionPatient": None, "PhotometricInterpretation": "MONOCHROME1", "Modality": "DX"}
    path = write_slice(tmp_path, "a.dcm", 0, **changes)
    view = read_picture(DicomFile(path), "xray", CancelToken())
    assert (view.size, view.spacing_mm, view.is_volume) == ((4, 5), (0.5, 0.75), False)
    assert view.pixels[0, 0] > view.pixels[-1, -1]
    sample = index_paths([path], CancelToken()).samples[0]
    assert load(sample, ignore_progress, CancelToken()).modalities == ("xray",)


def test_a_text_file_called_dcm_is_one_sentence(tmp_path):
    (tmp_path / "a.dcm").write_text("hello\n" * 100)
    sample = index_paths([tmp_path / "a.dcm"], CancelToken()).samples[0]
    with pytest.raises(SampleReadError, match=r"a\.dcm (is not a DICOM file|cannot be read)"):
        load(sample, ignore_progress, CancelToken())


def test_pydicom_is_new_enough_for_its_path_traversal_fix():
    assert tuple(int(n) for n in pydicom.__version__.split(".")[:3]) >= (3, 0, 2)
