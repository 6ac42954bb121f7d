"""Reading pictures without losing depth."""

import warnings

import cv2
import numpy as np
import pytest
import tifffile
from PIL import Image

from core.data import files, images
from core.data.images import read_image
from core.errors import SampleReadError
from core.progress import CancelToken

imdecode = cv2.imdecode
GRADIENT = np.arange(12, dtype=np.uint16).reshape(3, 4) * 5000


def read(path, modality="grey"):
    return read_image(path, modality, CancelToken())


def colour(dtype=np.uint8, high=255):
    values = np.zeros((3, 4, 3), dtype)
    values[..., 0], values[0, :, 1] = high, high // 2 if high > 1 else 0.5
    return values


@pytest.mark.parametrize("suffix", ["png", "tiff", "bmp", "webp"])
def test_an_8_bit_colour_image_keeps_its_values(tmp_path, suffix):
    path = tmp_path / f"rgb.{suffix}"
    Image.fromarray(colour()).save(path, **({"lossless": True} if suffix == "webp" else {}))
    view = read(path, "rgb")
    np.testing.assert_array_equal(view.pixels, colour())
    assert (view.pixels.dtype, view.display_range) == (np.uint8, (0.0, 255.0))


@pytest.mark.parametrize("suffix", ["png", "tiff"])
def test_a_16_bit_grey_image_keeps_its_values(tmp_path, suffix):
    path = tmp_path / f"x.{suffix}"
    cv2.imwrite(str(path), GRADIENT)
    view = read(path)
    np.testing.assert_array_equal(view.pixels, GRADIENT.astype(np.float32))
    assert view.pixels.dtype == np.float32
    assert view.display_range[0] < view.display_range[1] <= 55000


def test_a_16_bit_colour_png_keeps_16_bits(tmp_path):
    path = tmp_path / "rgb.png"
    deep = colour(np.uint16, 65535)
    deep[0, 0] = (1, 2, 3)
    cv2.imwrite(str(path), deep[..., ::-1])
    pixels = read(path, "rgb").pixels
    np.testing.assert_allclose(pixels * 65535, deep, atol=0.01)


def test_a_float_tiff_keeps_its_values_and_holes(tmp_path):
    values = np.linspace(-3, 9, 12, dtype=np.float32).reshape(3, 4)
    values[1, 1] = np.inf
    tifffile.imwrite(tmp_path / "thermal.tiff", values)
    view = read(tmp_path / "thermal.tiff", "thermal")
    assert np.isnan(view.pixels[1, 1])
    assert view.pixels[0, 0] == np.float32(-3)
    assert "no value" in view.notes[0]


@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_deflate", "packbits"])
def test_compressed_tiffs_are_read(tmp_path, compression):
    Image.fromarray(colour()).save(tmp_path / "a.tiff", compression=compression)
    np.testing.assert_array_equal(read(tmp_path / "a.tiff", "rgb").pixels, colour())


def test_exif_orientation_is_applied_and_told(tmp_path):
    image = Image.fromarray(colour())
    exif = Image.Exif()
    exif[0x0112] = 6
    image.save(tmp_path / "a.png", exif=exif)
    view = read(tmp_path / "a.png", "rgb")
    assert view.pixels.shape == (4, 3, 3)
    assert "EXIF" in view.notes[0]


def test_alpha_is_left_out_and_told(tmp_path):
    Image.fromarray(np.dstack([colour(), np.full((3, 4), 7, np.uint8)])).save(tmp_path / "a.png")
    view = read(tmp_path / "a.png", "rgb")
    np.testing.assert_array_equal(view.pixels, colour())
    assert "alpha" in view.notes[0]


def test_palette_one_bit_and_cmyk_images_are_read(tmp_path):
    Image.fromarray(colour()).convert("P").save(tmp_path / "p.png")
    Image.new("1", (4, 3), 1).save(tmp_path / "one.png")
    Image.new("CMYK", (4, 3)).save(tmp_path / "cmyk.jpg")
    assert read(tmp_path / "p.png", "rgb").pixels.shape == (3, 4, 3)
    assert read(tmp_path / "one.png").pixels.max() == 255
    assert "CMYK" in read(tmp_path / "cmyk.jpg", "rgb").notes[0]


def test_grey_files_serve_as_colour_and_colour_files_as_grey(tmp_path):
    Image.fromarray(np.full((3, 4), 9, np.uint8)).save(tmp_path / "g.png")
    Image.fromarray(np.full((3, 4, 3), 9, np.uint8)).save(tmp_path / "c.png")
    assert read(tmp_path / "g.png", "rgb").pixels.shape == (3, 4, 3)
    grey = read(tmp_path / "c.png")
    assert grey.pixels.shape == (3, 4)
    assert grey.notes == ()  # equal channels lose nothing


def test_the_first_of_several_pages_is_used_and_told(tmp_path):
    with tifffile.TiffWriter(tmp_path / "a.tiff") as tiff:
        tiff.write(np.full((3, 4), 1, np.uint8))
        tiff.write(np.full((3, 4), 2, np.uint8))
    view = read(tmp_path / "a.tiff")
    assert view.pixels.max() == 1
    assert "2 pictures" in view.notes[0]


def save_png(path):
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (40, 40), np.uint8)).save(path)
    return path


def cut(path):
    path.write_bytes(save_png(path).read_bytes()[:300])


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda path: None, "x.png is missing"),
        (lambda path: path.write_bytes(b""), "x.png is empty"),
        (lambda path: path.write_text("hello, I am text\n"), "should be an image, but it is a text file"),
        (
            lambda path: path.write_bytes(b"\x00\x01\x02garbage\xff" * 9),
            "should be an image, but its content is not one",
        ),
        (lambda path: path.mkdir(), "x.png is a folder"),
        (cut, "x.png (cannot be read|is cut short)"),
        (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n"), "x.png cannot be read"),
        (lambda path: path.write_bytes(b"PK\x03\x04" + bytes(400)), "but it is a zip archive"),
        (lambda path: tifffile.imwrite(path, np.full((3, 4), np.nan, np.float32)), "not a single finite value"),
    ],
)
def test_a_bad_file_is_one_sentence(tmp_path, prepare, words):
    prepare(tmp_path / "x.png")
    with pytest.raises(SampleReadError, match=words):
        read(tmp_path / "x.png")


def test_a_file_without_permission_is_one_sentence(tmp_path, monkeypatch):
    path = save_png(tmp_path / "x.png")

    def refuse(self, *args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", refuse)
    with pytest.raises(SampleReadError, match="may not be read by this user"):
        read(path)


def test_too_many_pixels_are_refused_before_decoding(tmp_path, monkeypatch):
    path = save_png(tmp_path / "x.png")
    monkeypatch.setattr("core.data.picture_headers.MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(SampleReadError, match="declares 1,600 pixels; the limit is 1,000"):
        read(path)


def test_a_png_header_that_declares_a_huge_image_is_refused(tmp_path):
    data = bytearray(save_png(tmp_path / "x.png").read_bytes())
    data[16:24] = (60000).to_bytes(4, "big") * 2
    (tmp_path / "x.png").write_bytes(data)
    with pytest.raises(SampleReadError, match=r"declares 3,600,000,000 pixels|cannot be read"):
        read(tmp_path / "x.png")


def test_reading_leaves_the_warning_filters_as_they_were(tmp_path):
    before = list(warnings.filters)
    with files.reading(tmp_path / "a"), files.reading(tmp_path / "b"):
        warnings.warn("a decoder is unhappy", stacklevel=1)
    assert warnings.filters == before


def test_a_large_png_has_the_pixels_that_pillow_sees(tmp_path, monkeypatch):
    pixels = np.random.default_rng(2).integers(0, 255, (1100, 1000, 3), np.uint8)
    opened = []
    monkeypatch.setattr(images.cv2, "imdecode", lambda *what: opened.append(1) or imdecode(*what))
    for mode, stored in (("rgb", pixels), ("grey", pixels[..., 0])):
        Image.fromarray(stored).save(tmp_path / f"{mode}.png")
        np.testing.assert_array_equal(read(tmp_path / f"{mode}.png", mode).pixels, stored)
    assert len(opened) == 2


def test_a_large_png_that_is_turned_or_transparent_is_told_as_a_small_one_is(tmp_path):
    pixels = np.zeros((1100, 1000, 3), np.uint8)
    pixels[0] = 200
    exif = Image.Exif()
    exif[0x0112] = 3
    Image.fromarray(pixels).save(tmp_path / "turned.png", exif=exif)
    view = read(tmp_path / "turned.png", "rgb")
    assert view.pixels[-1].min() == 200
    assert any("upright" in note for note in view.notes)


def test_a_large_png_that_is_cut_or_broken_is_refused_in_one_sentence(tmp_path):
    path = tmp_path / "x.png"
    Image.fromarray(np.random.default_rng(2).integers(0, 255, (1100, 1000, 3), np.uint8)).save(path)
    whole = path.read_bytes()
    broken = bytearray(whole)
    broken[len(whole) // 2] ^= 64
    for content in (whole[: len(whole) // 2], bytes(broken)):
        path.write_bytes(content)
        with pytest.raises(SampleReadError, match=r"x\.png"):
            read(path, "rgb")
