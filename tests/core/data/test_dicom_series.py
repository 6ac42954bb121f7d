"""DICOM as scanners and archives write it: many series, many encodings, zips and DICOMDIRs."""

import logging
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest
from pydicom.data import get_testdata_file
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLSLossless,
    RLELossless,
)

from core.data.dicom import read_dicom
from core.data.index import index_paths
from core.data.load import load
from core.data.volumes import read_volume
from core.errors import SampleIndexError, SampleReadError
from core.progress import CancelToken, ignore_progress
from core.records import View
from tests.core.data.test_dicom import build, read, write_slice

VOLUMES = Path(__file__).parents[4] / "shared/data/volumes"
PACKED = (RLELossless, JPEG2000Lossless, JPEGLSLossless)


def index(*paths):
    return index_paths(list(paths), CancelToken())


def opened(sample):
    return load(sample, ignore_progress, CancelToken())


@pytest.fixture(scope="module")
def lung():
    path = VOLUMES / "lung_1/ct.nrrd"
    if not path.exists():
        pytest.skip("the measuring data beside the project (../shared) is absent")
    return read_volume(path, "ct", CancelToken())


@pytest.mark.shared
@pytest.mark.parametrize(
    "syntax",
    [
        *(ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian),
        *PACKED,
    ],
    ids=lambda syntax: syntax.name.replace(" ", "-"),
)
def test_a_real_ct_is_read_back_exactly_from_every_transfer_syntax(tmp_path, lung, syntax):
    write_volume(tmp_path / "ct", lung, syntax, slices=range(8, 20))
    loaded = opened(index(tmp_path / "ct").samples[0])
    view = loaded.views[0]
    np.testing.assert_array_equal(view.pixels, lung.pixels[8:20])
    np.testing.assert_allclose(view.affine @ (0, 3, 4, 1), lung.affine @ (8, 3, 4, 1), atol=1e-3)
    np.testing.assert_allclose(view.spacing_mm, lung.spacing_mm, rtol=1e-4)
    assert view.display_range == (-1350.0, 150.0)
    assert view.unit == "HU"


def write_volume(folder, view, syntax, slices):
    """A volume view as one DICOM file a slice, named so that the names' order is not the slices' order."""
    for index in slices:
        pixels = (view.pixels[index] + 1024).astype(np.int16)
        if syntax == ExplicitVRBigEndian:
            pixels = pixels.astype(">i2")
        place = view.affine @ (index, 0, 0, 1)
        write_slice(
            folder,
            f"IM{(index * 7) % 97:03d}",
            0,
            index,
            syntax=syntax,
            Rows=pixels.shape[0],
            Columns=pixels.shape[1],
            PixelRepresentation=1,
            RescaleIntercept=-1024,
            ImagePositionPatient=[-place[0], -place[1], place[2]],
            PixelSpacing=[view.spacing_mm[1], view.spacing_mm[2]],
            SliceThickness=view.spacing_mm[0],
            WindowCenter=-600,
            WindowWidth=1500,
            PixelData=pixels.tobytes(),
        )


@pytest.mark.parametrize(
    ("packed", "plain"),
    [
        ("MR_small_jpeg_ls_lossless.dcm", "MR_small.dcm"),
        ("MR_small_jp2klossless.dcm", "MR_small.dcm"),
        ("MR_small_RLE.dcm", "MR_small.dcm"),
        ("MR_small_bigendian.dcm", "MR_small.dcm"),
        ("SC_rgb_rle.dcm", "SC_rgb_small_odd.dcm"),
    ],
)
def test_other_programs_files_are_read_like_their_plain_form(packed, plain):
    first, second = (library_file(name) for name in (packed, plain))
    assert first.pixels.dtype == second.pixels.dtype
    if first.pixels.shape == second.pixels.shape:
        np.testing.assert_array_equal(first.pixels, second.pixels)


@pytest.mark.parametrize("name", ["JPGExtended.dcm", "SC_rgb_jpeg.dcm", "SC_ybr_full_422_uncompressed.dcm"])
def test_lossy_and_luminance_coded_files_are_read(name):
    assert np.ptp(library_file(name).pixels) > 0


def test_a_lossy_file_that_breaks_its_standard_is_one_sentence():
    with pytest.raises(SampleReadError, match=r"JPEG-lossy\.dcm has pixel data that is cut short or cannot be decoded"):
        library_file("JPEG-lossy.dcm")


def test_luminance_coded_colours_become_rgb():
    coded, plain = library_file("SC_ybr_full_422_uncompressed.dcm"), library_file("SC_rgb_dcmtk_+eb+cr.dcm")
    assert np.abs(coded.pixels.astype(int) - plain.pixels).mean() < 30  # chroma is halved at the edges of the bars


def library_file(name):
    path = get_testdata_file(name, download=False)
    if path is None:
        pytest.skip(f"pydicom was installed without {name}")
    found = read_dicom(Path(path), "mri", "", CancelToken())
    if isinstance(found, View):
        return found
    return View("mri", found.voxels, (0.0, 1.0))


def test_values_of_twelve_packed_bits_are_unpacked(tmp_path):
    values = np.arange(20) * 200 + 5
    low, high = values[::2], values[1::2]
    packed = np.stack([low & 255, low >> 8 | (high & 15) << 4, high >> 4], axis=1).astype(np.uint8).tobytes()
    write_slice(tmp_path / "s", "a", 0, BitsAllocated=12, BitsStored=12, HighBit=11, PixelData=packed)
    np.testing.assert_array_equal(read(tmp_path / "s").pixels.ravel(), np.maximum(values - 1000.0, -1024))


def test_twelve_packed_signed_bits_keep_their_sign(tmp_path):
    values = np.linspace(-2048, 2047, 20).astype(int)
    low, high = values[::2] & 4095, values[1::2] & 4095
    packed = np.stack([low & 255, low >> 8 | (high & 15) << 4, high >> 4], axis=1).astype(np.uint8).tobytes()
    changes = {"BitsAllocated": 12, "BitsStored": 12, "HighBit": 11, "PixelRepresentation": 1, "Modality": "MR"}
    write_slice(tmp_path / "s", "a", 0, **changes, RescaleIntercept=0, PixelData=packed)
    np.testing.assert_array_equal(read(tmp_path / "s").pixels.ravel(), values)


def test_slices_that_scale_their_values_differently_are_each_scaled_by_their_own(tmp_path):
    build(tmp_path / "s", ("a", 0, {"RescaleSlope": 2}), ("b", 2, {"RescaleSlope": 0.5, "RescaleIntercept": 3}))
    pixels = read(tmp_path / "s").pixels
    np.testing.assert_allclose(pixels[0].ravel(), np.arange(20) * 2 - 1000)
    np.testing.assert_allclose(pixels[1].ravel(), np.arange(20, 40) * 0.5 + 3)


def test_several_series_in_a_folder_become_samples_that_are_described(tmp_path):
    mixed = tmp_path / "study"
    for series, z in (("1", 0), ("2", 0)):
        for number in range(3):
            changes = {
                "SeriesInstanceUID": f"1.2.{series}",
                "SeriesDescription": f"Series {series}",
                "SeriesNumber": series,
            }
            write_slice(mixed, f"{series}{number}", z + 2.0 * number, 10 * int(series) + number, **changes)
    found = index(mixed)
    assert [s.sample_id for s in found.samples] == ["study/Series 1", "study/Series 2"]
    assert any(
        "study holds 2 DICOM series: Series 1 (CT, 5 x 4 x 3, 0.75 x 0.5 x 2 mm)" in note for note in found.notes
    )
    first, second = (opened(sample).views[0] for sample in found.samples)
    assert (first.pixels[0, 0, 0], second.pixels[0, 0, 0]) == (10 * 20 - 1000, 20 * 20 - 1000)


def test_sequences_of_one_study_are_one_sample(tmp_path):
    for series, words in (("1", "T1 axial"), ("2", "T2 FLAIR")):
        same = {"Modality": "MR", "StudyInstanceUID": "1.2", "FrameOfReferenceUID": "1.3"}
        for number in range(3):
            changes = {**same, "SeriesInstanceUID": f"1.2.{series}", "SeriesDescription": words}
            write_slice(tmp_path / "s", f"{series}{number}", 2.0 * number, 10 * int(series) + number, **changes)
    found = index(tmp_path / "s")
    assert [list(sample.files) for sample in found.samples] == [["t1", "flair"]]
    assert any("one frame of reference" in note for note in found.notes)
    assert opened(found.samples[0]).modalities == ("t1", "flair")


def test_two_echoes_of_one_series_are_told_apart(tmp_path):
    for echo in (10, 80):
        for number in range(3):
            write_slice(tmp_path / "s", f"{echo}_{number}", 2.0 * number, echo + number, EchoTime=echo, Modality="MR")
    found = index(tmp_path / "s")
    assert len(found.samples) == 2
    assert any("EchoTime differs" in note for note in found.notes)
    assert [opened(sample).views[0].size[0] for sample in found.samples] == [3, 3]


def test_a_copied_slice_is_left_out_and_named(tmp_path):
    for name, number in (("a", 0), ("b", 1), ("b copy", 1)):
        write_slice(tmp_path / "s", name, 2.0 * number, number)
    view = read(tmp_path / "s")
    assert view.size[0] == 2
    assert "b copy is a copy of b" in view.notes[0]


def test_localisers_are_named_and_passed_over(tmp_path):
    build(tmp_path / "s", *((f"{n}", n * 2.0, {}) for n in range(3)))
    scout = {
        "SeriesInstanceUID": "1.9",
        "ImageType": ["ORIGINAL", "PRIMARY", "LOCALIZER"],
        "SeriesDescription": "Scout",
    }
    write_slice(tmp_path / "s", "scout", 5, 9, ImageOrientationPatient=[1, 0, 0, 0, 0, -1], **scout)
    found = index(tmp_path / "s")
    assert [opened(sample).views[0].size for sample in found.samples] == [(3, 4, 5)]
    assert [problem.message for problem in found.problems] == ["Scout is a localiser, not a volume: scout left out."]


def test_a_tilted_gantry_is_straightened_and_said(tmp_path):
    for number in range(5):
        stored = np.zeros((16, 5), np.uint16)
        stored[8 - 2 * number + 4, :] = 1000  # a rod along z: it stays in place while the slices move down a millimetre
        place = {"ImagePositionPatient": [0, 2.0 * number, 4.0 * number], "PixelSpacing": [1, 1]}
        write_slice(tmp_path / "s", f"{number}", 0, number, Rows=16, PixelData=stored.tobytes(), **place)
    view = read(tmp_path / "s")
    assert view.size == (5, 24, 5)
    assert set(np.argmax(view.pixels[:, :, 2], axis=1)) == {12}
    np.testing.assert_allclose(view.affine[:3, 0], (0, 0, 4), atol=1e-9)
    assert "tilted by 26.6 degrees" in view.notes[0]


def test_a_zip_is_read_without_unpacking_it(tmp_path):
    build(tmp_path / "head", *((f"IM{n}", n * 2.0, {}) for n in range(3)))
    archive = tmp_path / "study.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in (tmp_path / "head").iterdir():
            packed.write(file, f"../../head/{file.name}")  # a name that climbs out is only a name
        packed.writestr("readme.txt", "hello " * 100)
    found = index(archive)
    assert [s.sample_id for s in found.samples] == ["study"]
    np.testing.assert_array_equal(opened(found.samples[0]).views[0].pixels, read(tmp_path / "head").pixels)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["head", "study.zip"]


def test_a_zip_without_dicom_or_with_a_lie_is_one_sentence(tmp_path):
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("readme.txt", "hello " * 100)
    with pytest.raises(SampleIndexError, match=r"a\.zip holds no DICOM file"):
        index(archive)
    archive.write_bytes(archive.read_bytes()[:-30])
    with pytest.raises(SampleIndexError, match=r"a\.zip cannot be read as a zip archive"):
        index(archive)


DIRECTORY_VARIANTS = ["", "-bigEnd", "-implicit", "-nooffset", "-reordered", "-nopatient"]


@pytest.mark.shared
@pytest.mark.parametrize("variant", DIRECTORY_VARIANTS)
def test_every_variant_of_a_dicomdir_lists_the_same_series(variant):
    folder = VOLUMES / "fixtures/dicomdir"
    if not folder.exists():
        pytest.skip("the measuring data beside the project (../shared) is absent")
    found = index(folder / f"DICOMDIR{variant}")
    ids = [sample.sample_id.partition("/")[2] for sample in found.samples]
    names = ["Cervical LAT", "Cervical OBLI 1", "Cervical OBLI 2", "Routine Brain", "SmartScore - Gated 0.5 sec"]
    assert sorted(ids) == names
    assert any("Scout is a localiser" in problem.message for problem in found.problems)
    by_name = dict(zip(ids, found.samples, strict=True))
    assert opened(by_name["SmartScore - Gated 0.5 sec"]).views[0].size == (5, 16, 16)
    with pytest.raises(SampleReadError, match=r"17106 and 17136 lie 202\.50 mm apart"):
        opened(by_name["Routine Brain"])


@pytest.mark.shared
def test_an_empty_dicomdir_is_one_sentence():
    path = VOLUMES / "fixtures/dicomdir/DICOMDIR-empty.dcm"
    if not path.exists():
        pytest.skip("the measuring data beside the project (../shared) is absent")
    with pytest.raises(SampleIndexError, match=r"DICOMDIR-empty\.dcm lists no pictures"):
        index(path)


@pytest.mark.parametrize("name", [["..", "outside"], ["/etc", "passwd"], ["a/../../outside"], ["C:", "x"], ["link"]])
def test_a_dicomdir_never_leads_out_of_its_folder(tmp_path, name):
    write_slice(tmp_path, "outside", 0)
    folder = tmp_path / "disc"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path / "outside")
    write_directory(folder / "DICOMDIR", [name])
    with pytest.raises(SampleIndexError, match="outside its folder"):
        index(folder / "DICOMDIR")


def test_a_missing_file_of_a_dicomdir_is_named(tmp_path):
    write_slice(tmp_path / "IMAGES", "A", 0)
    write_directory(tmp_path / "DICOMDIR", [["IMAGES", "A"], ["IMAGES", "B"]])
    found = index(tmp_path / "DICOMDIR")
    assert len(found.samples) == 1
    assert [problem.message for problem in found.problems] == ["DICOMDIR lists IMAGES/B, which is missing."]


def write_directory(path, names):
    from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
    from pydicom.uid import MediaStorageDirectoryStorage

    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = MediaStorageDirectoryStorage, "1.2.3"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data = FileDataset(str(path), {}, file_meta=meta, preamble=bytes(128))
    data.DirectoryRecordSequence = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # hostile names are the point
        for name in names:
            record = Dataset()
            record.DirectoryRecordType, record.ReferencedFileID = "IMAGE", name
            data.DirectoryRecordSequence.append(record)
        data.save_as(path, enforce_file_format=True)


def test_nothing_of_the_patient_reaches_the_log(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    path = write_slice(
        tmp_path / "s", "a", 0, PatientName="Surname^Given", PatientID="4711-ID", PatientBirthDate="19700101"
    )
    data = bytearray(path.read_bytes())
    at = data.index(b"19700101")
    data[at : at + 8] = b"Surname!"  # pydicom warns about such a date, with its value
    path.write_bytes(bytes(data))
    opened(index(tmp_path / "s").samples[0])
    sample = index(tmp_path / "s").samples[0]
    said = caplog.text + repr(sample) + " ".join(index(tmp_path / "s").notes)
    assert not any(word in said for word in ("Surname", "Given", "4711"))


def test_the_window_of_a_lookup_table_is_its_range(tmp_path):
    from pydicom.dataset import Dataset

    table = Dataset()
    table.LUTDescriptor, table.LUTData = [100, 50, 16], bytes(200)
    path = write_slice(tmp_path / "s", "a", 0)
    import pydicom

    data = pydicom.dcmread(path)
    table.add_new(0x00283002, "US", [100, 50, 16])
    table.add_new(0x00283006, "OW", bytes(200))
    data.VOILUTSequence = [table]
    data.save_as(path)
    view = read(tmp_path / "s")
    assert view.display_range == (50.0, 149.0)
    assert "straight window" in view.notes[0]
