"""Images as cameras, stereo rigs and graphics programs write them."""

import cv2
import numpy as np
import OpenEXR
import pytest
import tifffile
from PIL import Image, ImageCms

from core.data.depth import read_depth
from core.data.images import read_image
from core.data.index import index_paths
from core.data.load import load
from core.errors import SampleReadError
from core.progress import CancelToken, ignore_progress
from core.records import Sample

CORNER = np.arange(6, dtype=np.uint8).reshape(2, 3)  # no symmetry: every turn shows


def read(path, modality="grey", part=""):
    return read_image(path, modality, CancelToken(), part)


def save_exr(path, kind=np.float32, **planes):
    header = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
    with OpenEXR.File(header, {name: values.astype(kind) for name, values in planes.items()}) as file:
        file.write(str(path))
    return path


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_tiff_is_turned_upright_like_a_photograph(tmp_path, orientation):
    tifffile.imwrite(tmp_path / "a.tiff", CORNER, extratags=[(274, "H", 1, orientation, True)])
    exif = Image.Exif()
    exif[274] = orientation
    Image.fromarray(CORNER).save(tmp_path / "a.png", exif=exif)
    np.testing.assert_array_equal(read(tmp_path / "a.tiff").pixels, read(tmp_path / "a.png").pixels)


@pytest.mark.parametrize(
    "options",
    [{"bigtiff": True}, {"tile": (16, 16)}, {"compression": "zlib", "predictor": True}, {"rowsperstrip": 3}],
    ids=str,
)
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_every_way_to_store_a_tiff_keeps_its_values(tmp_path, options, dtype):
    values = np.random.default_rng(0).uniform(0, 200, (40, 50)).astype(dtype)
    if dtype == np.float32 and "predictor" in options:
        options = {"compression": "zlib"}
    tifffile.imwrite(tmp_path / "a.tiff", values, **options)
    np.testing.assert_array_equal(read(tmp_path / "a.tiff").pixels, values)


@pytest.mark.parametrize("compression", [1, 5, 32773])
def test_tiffs_of_other_programs_are_read(tmp_path, compression):
    values = np.random.default_rng(0).integers(0, 60000, (40, 50)).astype(np.uint16)
    assert cv2.imwrite(str(tmp_path / "a.tiff"), values, [cv2.IMWRITE_TIFF_COMPRESSION, compression])
    np.testing.assert_array_equal(read(tmp_path / "a.tiff").pixels, values)


def test_any_page_of_a_file_can_be_chosen(tmp_path):
    tifffile.imwrite(tmp_path / "a.tiff", np.stack([CORNER, CORNER + 100]), photometric="minisblack")
    Image.fromarray(CORNER).save(
        tmp_path / "a.gif", save_all=True, append_images=[Image.fromarray(CORNER + 100)], duration=100
    )
    for name in ("a.tiff", "a.gif"):
        assert "holds 2 pictures; the first is used" in read(tmp_path / name).notes[0]
        assert read(tmp_path / name, part="2").pixels.min() >= 90
        with pytest.raises(SampleReadError, match="holds 2 pictures; there is no number 3"):
            read(tmp_path / name, part="3")
    sample = Sample("x", {"grey": tmp_path / "a.tiff"}, parts={"grey": "2"})
    np.testing.assert_array_equal(load(sample, ignore_progress, CancelToken()).views[0].pixels, CORNER + 100)


def test_a_colour_profile_is_not_applied_and_that_is_said(tmp_path):
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = Image.fromarray(np.zeros((3, 4, 3), np.uint8))
    picture.save(tmp_path / "odd.png", icc_profile=lab)
    picture.save(tmp_path / "usual.png", icc_profile=srgb)
    assert "colour profile is not applied" in read(tmp_path / "odd.png", "rgb").notes[0]
    assert read(tmp_path / "usual.png", "rgb").notes == ()


@pytest.mark.parametrize("kind", [np.float32, np.float16])
def test_exr_colours_keep_their_values(tmp_path, kind):
    values = np.random.default_rng(0).uniform(0, 1, (5, 6, 3)).astype(kind)
    path = save_exr(tmp_path / "a.exr", kind, RGB=values)
    np.testing.assert_array_equal(read(path, "rgb").pixels, values.astype(np.float32))
    assert list(index_paths([path], CancelToken()).samples[0].files) == ["rgb"]


def test_an_exr_may_be_depth_or_points(tmp_path):
    depth = np.random.default_rng(0).uniform(200, 300, (5, 6))
    view, _ = read_depth(save_exr(tmp_path / "depth.exr", Z=depth), "depth", CancelToken())
    np.testing.assert_allclose(view.pixels, depth, rtol=1e-6)
    view, cloud = read_depth(save_exr(tmp_path / "xyz.exr", X=depth, Y=-depth, Z=depth), "depth", CancelToken())
    assert cloud is not None
    np.testing.assert_allclose(cloud.points[:, 1], -depth.ravel(), rtol=1e-6)


def test_a_damaged_exr_is_one_sentence(tmp_path):
    path = save_exr(tmp_path / "a.exr", Y=np.random.default_rng(0).uniform(0, 1, (64, 64)))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(SampleReadError, match=r"a\.exr cannot be read as an EXR image"):
        read(path)


def pfm(values, order="<"):
    kind = b"PF" if values.ndim == 3 else b"Pf"
    sign = b"-1.0" if order == "<" else b"1.0"
    size = f"{values.shape[1]} {values.shape[0]}".encode()
    return b"\n".join([kind, size, sign, values[::-1].astype(f"{order}f4").tobytes()])


@pytest.mark.parametrize("order", "<>")
def test_a_pfm_is_read_from_its_bottom_row_up(tmp_path, order):
    (tmp_path / "a.pfm").write_bytes(pfm(CORNER, order))
    np.testing.assert_array_equal(read(tmp_path / "a.pfm").pixels, CORNER)
    np.testing.assert_array_equal(read(tmp_path / "a.pfm").pixels, cv2.imread(str(tmp_path / "a.pfm"), -1))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Pf\n3 2\n-1\nshort", "is cut short"),
        (b"Pf\n99999 99999\n-1\n" + bytes(99), "declares 9,999,800,001 pixels"),
        (b"Pf\nthree two\n-1\n", "cannot be read as a PFM image"),
        (b"Pf\n0 2\n-1\n" + bytes(9), "has no pixels"),
    ],
)
def test_a_bad_pfm_is_one_sentence(tmp_path, data, words):
    (tmp_path / "a.pfm").write_bytes(data)
    with pytest.raises(SampleReadError, match=words):
        read(tmp_path / "a.pfm")


def test_palettes_transparency_and_cmyk_become_colours(tmp_path):
    colours = np.random.default_rng(0).integers(0, 255, (8, 9, 3), np.uint8)
    picture = Image.fromarray(colours)
    picture.convert("P", palette=Image.Palette.ADAPTIVE).save(tmp_path / "palette.png")
    picture.convert("CMYK").save(tmp_path / "cmyk.tiff")
    picture.putalpha(100)
    picture.save(tmp_path / "alpha.png")
    assert read(tmp_path / "palette.png", "rgb").pixels.shape == (8, 9, 3)
    assert read(tmp_path / "alpha.png", "rgb").pixels.shape == (8, 9, 3)
    assert "alpha" in read(tmp_path / "alpha.png", "rgb").notes[0]
    np.testing.assert_array_equal(read(tmp_path / "cmyk.tiff", "rgb").pixels, colours)
