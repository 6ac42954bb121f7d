"""Headers that crash or bloat a decoder are refused before it sees them; each was found by the fuzz run."""

import struct

import cv2
import nibabel
import numpy as np
import pytest
import SimpleITK as sitk
from PIL import Image

from core.data.files import in_words
from core.data.images import read_raw
from core.data.itk_headers import check_header
from core.data.load import load
from core.data.picture_headers import has_whole_chunks, is_jpeg_2000_of
from core.errors import SampleReadError
from core.progress import CancelToken, ignore_progress
from core.records import Sample


def opened(path, modality):
    return load(Sample("fuzz", {modality: path}), ignore_progress, CancelToken())


def with_spacing(tmp_path, value):
    image = nibabel.Nifti1Image(np.random.default_rng(0).random((6, 5, 4), np.float32), np.eye(4))
    image.header["srow_x"][0] = value
    nibabel.save(image, tmp_path / "t1.nii")
    data = bytearray((tmp_path / "t1.nii").read_bytes())
    data[280:284] = struct.pack("<f", value)
    (tmp_path / "t1.nii").write_bytes(data)
    return tmp_path / "t1.nii"


@pytest.mark.parametrize("size", [1e30, 3e38, 1e-30, 0.0, float("nan"), float("inf")])
def test_a_voxel_of_impossible_size_is_refused(tmp_path, size):
    with pytest.raises(SampleReadError, match="without a usable voxel size"):
        opened(with_spacing(tmp_path, size), "t1")


@pytest.mark.parametrize("size", [5e-6, 1e-3, 1.0, 1e3])
def test_voxels_of_microscopes_and_of_landscapes_are_read(tmp_path, size):
    image = nibabel.Nifti1Image(np.random.default_rng(0).random((6, 5, 4), np.float32), np.diag([size] * 3 + [1]))
    nibabel.save(image, tmp_path / "t1.nii")
    assert opened(tmp_path / "t1.nii", "t1").views[0].spacing_mm == pytest.approx([size] * 3)


def test_a_png_with_a_chunk_longer_than_the_file_is_refused(tmp_path):
    path = tmp_path / "rgb.png"
    cv2.imwrite(str(path), np.random.default_rng(0).integers(0, 65535, (24, 31, 3), np.uint16))
    good = path.read_bytes()
    assert has_whole_chunks(good)
    path.write_bytes(good[:33] + struct.pack(">I", 1 << 31) + good[37:])
    with pytest.raises(SampleReadError, match="is cut short"):
        read_raw(path, CancelToken())


def test_a_gif_that_declares_more_than_it_can_hold_is_refused(tmp_path):
    path = tmp_path / "grey.gif"
    Image.fromarray(np.zeros((40, 30), np.uint8)).save(path)
    good = bytearray(path.read_bytes())
    good[6:10] = struct.pack("<HH", 17733, 17990)
    path.write_bytes(good)
    with pytest.raises(SampleReadError, match="is cut short"):
        read_raw(path, CancelToken())


def test_a_large_plain_gif_is_read(tmp_path):
    Image.fromarray(np.zeros((4500, 4000), np.uint8)).save(tmp_path / "grey.gif")
    assert read_raw(tmp_path / "grey.gif", CancelToken()).pixels.shape[:2] == (4500, 4000)


@pytest.mark.parametrize(
    "text",
    [
        "ObjectType = Image\nNDims = 3333333333\nDimSize = 8 9 6\nElementType = MET_SHORT\nElementDataFile = LOCAL\n",
        "ObjectType = Image\nNDims = 3\nDimSize = 8 9\nElementType = MET_SHORT\nElementDataFile = LOCAL\n",
        "ObjectType = Image\nNDims = 3\nDimSize = 8 9 -6\nElementType = MET_SHORT\nElementDataFile = LOCAL\n",
        "ObjectType = Image\nNDims = 3\nDimSize = 8 9 6\n\x00\x01 = 3\nElementDataFile = LOCAL\n",
        "NRRD0004\n\xff\xff\xff\xff: short\ndimension: 3\nsizes: 8 9 6\n\n",
        "NRRD0004\ntype short\ndimension: 3\nsizes: 8 9 6\n\n",
    ],
)
def test_a_damaged_header_of_text_is_refused_before_itk_sees_it(tmp_path, text):
    path = tmp_path / ("ct.nrrd" if text.startswith("NRRD") else "ct.mha")
    path.write_bytes(text.encode("latin-1") + bytes(1000))
    with pytest.raises(SampleReadError, match="has a damaged header"):
        opened(path, "ct")


@pytest.mark.parametrize("name", ["ct.nrrd", "ct.mha", "ct.mhd", "ct.nhdr"])
def test_headers_as_itk_writes_them_pass(tmp_path, name):
    image = sitk.GetImageFromArray(np.zeros((4, 5, 6), np.int16))
    image.SetMetaData("PatientName", "Jürgen")
    sitk.WriteImage(image, str(tmp_path / name))
    stored = check_header(tmp_path / name)
    assert (stored > 0) == (name in ("ct.mhd", "ct.nhdr"))


def test_a_jpeg_2000_stream_must_be_of_the_size_that_its_header_tells():
    def stream(width, height, tile):
        return b"\xff\x4f\xff\x51" + struct.pack(">HH8IH", 41, 0, width, height, 0, 0, tile, tile, 0, 0, 1)

    assert is_jpeg_2000_of(stream(64, 48, 64), 48, 64)
    assert not is_jpeg_2000_of(stream(64, 50_331_648, 64), 48, 64)
    assert not is_jpeg_2000_of(stream(2048, 2048, 1), 2048, 2048)


def test_names_from_inside_a_file_are_shown_short_and_printable(tmp_path):
    assert in_words("IMG/001") == "IMG/001"
    assert in_words("a\x00\nb") == "a??b"
    assert len(in_words("x" * 10_000)) == 60


def test_a_file_larger_than_memory_is_one_sentence(tmp_path, monkeypatch):
    def too_much(*_arguments):
        raise MemoryError

    monkeypatch.setattr("core.data.load.read_image", too_much)
    cv2.imwrite(str(tmp_path / "rgb.png"), np.zeros((4, 4, 3), np.uint8))
    with pytest.raises(SampleReadError, match="does not fit into memory"):
        opened(tmp_path / "rgb.png", "rgb")
