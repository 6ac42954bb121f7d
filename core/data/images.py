"""Colour and one-channel images: PNG, JPEG, TIFF, BMP, WebP, GIF, EXR, PFM. 16-bit and float values are kept."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import tifffile
from numpy.typing import NDArray
from PIL import Image, ImageOps

from core.data.camera_raw import read_camera_raw
from core.data.files import (
    IMAGE_CONTENT,
    MAX_IMAGE_PIXELS,
    check_file,
    chosen_part,
    content_of,
    content_type,
    describe,
    reading,
    too_big,
)
from core.data.float_images import read_exr, read_pfm
from core.data.naming import RAW_SUFFIXES, suffix_of
from core.data.picture_headers import check_deflated, check_gif, check_size, cut_short, has_whole_chunks
from core.data.ranges import Later, robust_range
from core.errors import SampleReadError
from core.progress import CancelToken
from core.records import Kind, Modality, View, Window, modality_info

Image.MAX_IMAGE_PIXELS = None  # the limit is checked here, in our own words, before anything is decoded

logging.getLogger("tifffile").addHandler(logging.NullHandler())  # its complaints reach the log, not the terminal
_MAX_BYTES = 16 * MAX_IMAGE_PIXELS
_LARGE = 1 << 20  # px
_PNG_EXIF = (b"eXIf", b"Raw profile type exif")  # where the way up may be told
_DEFLATE = (8, 32946)  # TIFF compression codes
_PROFILE_IGNORED = "The file's colour profile is not applied."
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class RawImage:
    """An image as stored: [H, W] or [H, W, C], in the file's own number format."""

    pixels: NDArray[Any]  # Any: uint8, uint16, int or float, as the file has it
    notes: tuple[str, ...] = ()
    description: str = ""  # a TIFF's ImageDescription
    spacing_mm: tuple[float, float] | None = None


def read_image(path: Path, modality: Modality, token: CancelToken, part: str = "") -> View:
    """One image as the view of a modality. Raises SampleReadError.

    `part` is the number (from 1) of the picture in a file that holds several; empty: the first.
    """
    raw = read_raw(path, token, part)
    pixels, notes = _without_alpha(raw.pixels, list(raw.notes))
    info = modality_info(modality)
    if info.kind is Kind.COLOUR:
        colour, span = _as_colour(path, pixels, notes)
        return View(modality, colour, span, source=path, spacing_mm=raw.spacing_mm, notes=tuple(notes))
    grey = _as_grey(pixels, notes)
    values = grey if pixels.dtype.kind in "uib" else finite_or_nan(path, grey, notes)
    window: Window = (0.0, 255.0) if pixels.dtype == np.uint8 else Later(robust_range, values)
    return View(modality, values, window, info.unit, raw.spacing_mm, source=path, notes=tuple(notes))


def read_raw(path: Path, token: CancelToken, part: str = "") -> RawImage:
    """Decode an image file without changing its values. Raises SampleReadError."""
    check_file(path)
    if suffix_of(path) in RAW_SUFFIXES:
        values, told = read_camera_raw(path, token)
        return RawImage(values, told)
    content = content_type(path)
    if content not in IMAGE_CONTENT:
        what = f"but it is {describe(content)}" if content else "but its content is not one"
        raise SampleReadError(
            f"{path.name} should be an image, {what}.", hint="Export it again as PNG or TIFF.", path=path
        )
    token.raise_if_cancelled()
    raw = _read_by_content(path, content, part)
    token.raise_if_cancelled()
    if 0 in raw.pixels.shape:
        raise SampleReadError(f"{path.name} has no pixels.", path=path)
    return raw


def page_count(path: Path) -> int:
    """How many pictures a file holds, by its headers. Raises SampleReadError."""
    content = content_type(path)
    with reading(path, "an image"):
        if suffix_of(path) in RAW_SUFFIXES:  # its other pictures are previews
            return 1
        if content == "tiff":
            with tifffile.TiffFile(path) as tiff:
                return len(tiff.pages)
        if content in ("gif", "webp", "png"):
            with Image.open(path) as image:
                return int(getattr(image, "n_frames", 1))
    return 1


def _read_by_content(path: Path, content: str, part: str) -> RawImage:
    if content == "tiff":
        return _read_tiff(path, part)
    if content in ("exr", "pfm"):
        notes: list[str] = []
        values = read_exr(path, notes) if content == "exr" else read_pfm(path)
        return RawImage(values, tuple(notes))
    return _read_picture(path, content, part)


def finite_or_nan(path: Path, values: NDArray[np.float32], notes: list[str]) -> NDArray[np.float32]:
    """Values with infinities as NaN, in place. Raises SampleReadError when nothing is finite."""
    if np.isfinite(values.min()) and np.isfinite(values.max()):  # both pass NaN on
        return values
    finite = np.isfinite(values)
    known = np.count_nonzero(finite)
    if not known:
        raise SampleReadError(f"{path.name} has not a single finite value.", hint="Export it again.", path=path)
    notes.append(f"{path.name}: {1 - known / finite.size:.1%} of the pixels have no value.")
    if known + np.count_nonzero(np.isnan(values)) < finite.size:
        np.copyto(values, np.nan, where=~finite)
    return values


def _read_picture(path: Path, content: str, part: str) -> RawImage:
    """PNG, JPEG, BMP, WebP, GIF by Pillow; 16-bit colour PNG by OpenCV, as Pillow cuts it to 8 bits."""
    notes: list[str] = []
    with reading(path, "an image"), Image.open(path) as image:
        check_size(path, image.width, image.height)
        if content in ("png", "bmp"):
            check_deflated(path, image.width * image.height * max(len(image.getbands()), 1) // 8)
        elif content == "gif":
            check_gif(path, image.width, image.height)
        if page := chosen_part(path, "pictures", int(getattr(image, "n_frames", 1)), part, notes):
            image.seek(page)
        if _is_foreign_profile(image.info.get("icc_profile")):
            notes.append(_PROFILE_IGNORED)
        if content == "png" and _is_deep_colour(path):
            return RawImage(_decode_with_opencv(path), tuple(notes))
        if content == "png" and (quick := _read_large_png(path, image)) is not None:
            return RawImage(quick, tuple(notes))
        image.load()
        picture: Image.Image = image
        if image.getexif().get(0x0112, 1) not in (0, 1):
            picture = ImageOps.exif_transpose(image)
            notes.append(f"{path.name} was turned upright as its EXIF orientation says.")
        if picture.mode == "1":
            picture = picture.convert("L")
        elif picture.mode in ("P", "PA"):
            has_alpha = picture.mode == "PA" or "transparency" in picture.info
            picture = picture.convert("RGBA" if has_alpha else "RGB")
        elif picture.mode not in ("L", "LA", "RGB", "RGBA", "I", "F") and not picture.mode.startswith("I;16"):
            notes.append(f"{path.name} was converted from {picture.mode} to RGB.")
            picture = picture.convert("RGB")
        return RawImage(np.asarray(picture), tuple(notes))


def _read_tiff(path: Path, part: str) -> RawImage:
    """One page of a TIFF file (plain, tiled or BigTIFF) at full depth."""
    notes: list[str] = []
    with reading(path, "an image"), tifffile.TiffFile(path) as tiff:
        if not tiff.pages:
            raise SampleReadError(f"{path.name} holds no picture.", path=path)
        page: Any = tiff.pages.first  # Any: only whole pages come here, which the types do not know
        if chosen := chosen_part(path, "pictures", len(tiff.pages), part, notes):
            page = tiff.pages.get(chosen)
        check_size(path, page.imagewidth, page.imagelength)
        if page.nbytes > _MAX_BYTES:
            raise too_big(path, page.nbytes, _MAX_BYTES, "bytes of pixels")
        ends = [offset + count for offset, count in zip(page.dataoffsets, page.databytecounts, strict=False)]
        is_whole = len(ends) >= int(np.prod(page.chunked)) and max(ends, default=0) <= path.stat().st_size
        if not is_whole or (int(page.compression) == 1 and page.nbytes > sum(page.databytecounts)):
            raise cut_short(path)
        if int(page.compression) in _DEFLATE:
            check_deflated(path, page.nbytes)
        try:
            pixels = page.asarray()
        except ValueError:  # a compression that needs an optional codec; OpenCV brings the usual ones
            if page.index > 0:
                raise
            pixels = _decode_with_opencv(path)
        if page.axes.startswith("S") and pixels.ndim == 3:  # planar: channels first
            pixels = np.moveaxis(pixels, 0, -1)
        if pixels.ndim == 3 and pixels.shape[2] == 1:
            pixels = pixels[:, :, 0]
        if pixels.ndim not in (2, 3) or pixels.dtype.kind not in "uifb":
            raise SampleReadError(f"{path.name} is a TIFF of a kind that cannot be shown as an image.", path=path)
        if page.photometric == 0 and pixels.dtype == np.uint8:  # white is zero
            pixels = 255 - pixels
        if page.photometric == 3 and page.colormap is not None and pixels.ndim == 2:
            pixels = np.moveaxis(page.colormap, 0, -1)[pixels]
            pixels = (pixels // 257).astype(np.uint8)
        if (turn := int(page.tags.valueof(274) or 1)) != 1:
            pixels = _turned(pixels, turn)
            notes.append(f"{path.name} was turned upright as its orientation tag says.")
        if page.photometric == 5 and pixels.dtype == np.uint8 and pixels.ndim == 3 and pixels.shape[2] == 4:
            pixels = np.asarray(Image.fromarray(pixels, "CMYK").convert("RGB"))
            notes.append(f"{path.name} was converted from CMYK to RGB.")
        if _is_foreign_profile(page.tags.valueof(34675)):
            notes.append(_PROFILE_IGNORED)
        return RawImage(pixels, tuple(notes), str(page.description or ""))


def _is_foreign_profile(profile: object) -> bool:
    """Whether a colour profile is anything but sRGB, which needs no mention."""
    if not isinstance(profile, bytes) or not profile:
        return False
    return not any("sRGB".encode(code) in profile for code in ("ascii", "utf-16-be"))


def _turned(pixels: NDArray[Any], orientation: int) -> NDArray[Any]:  # Any: the file's number format
    """Pixels upright, by the eight orientations that TIFF and EXIF know."""
    if orientation in (5, 6, 7, 8):
        pixels = pixels.swapaxes(0, 1)
    down, across = orientation in (3, 4, 7, 8), orientation in (2, 3, 6, 7)
    return np.ascontiguousarray(pixels[:: -1 if down else 1, :: -1 if across else 1])


def _decode_with_opencv(path: Path) -> NDArray[Any]:  # Any: the file's number format
    content = path.read_bytes()
    if content_of(content) == "png" and not has_whole_chunks(content):
        raise cut_short(path)
    pixels = _decoded(content)
    if pixels is None:
        raise SampleReadError(f"{path.name} cannot be decoded.", hint="Export it again as PNG or TIFF.", path=path)
    return pixels


def _decoded(content: bytes) -> NDArray[Any] | None:  # Any: the file's number format
    """Pixels by OpenCV with red first; None where it cannot decode them."""
    pixels = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is not None and pixels.ndim == 3 and pixels.shape[2] in (3, 4):
        way = cv2.COLOR_BGR2RGB if pixels.shape[2] == 3 else cv2.COLOR_BGRA2RGBA
        cv2.cvtColor(pixels, way, dst=pixels)  # in place: a second copy of a large picture costs more than this
    return pixels


def _read_large_png(path: Path, image: Image.Image) -> NDArray[Any] | None:  # Any: as OpenCV has it
    """A plain PNG by OpenCV, in two thirds of Pillow's time: 8 bits, no alpha, one picture, not turned; else None.

    A file that is cut short or broken is left to Pillow, too, which says what is wrong with it.
    """
    if image.width * image.height < _LARGE or image.mode not in ("L", "RGB"):
        return None
    if "transparency" in image.info or getattr(image, "n_frames", 1) > 1:
        return None
    content = path.read_bytes()
    if content[24] != 8 or not has_whole_chunks(content) or any(mark in content for mark in _PNG_EXIF):
        return None
    if image.mode == "L":
        return _decoded(content)
    return cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR_RGB)  # red first as it is decoded


def _is_deep_colour(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(26)
    return head[24] == 16 and head[25] in (2, 4, 6)


def _without_alpha(pixels: NDArray[Any], notes: list[str]) -> tuple[NDArray[Any], list[str]]:  # Any: file's format
    if pixels.ndim == 2 or pixels.shape[2] == 3:
        return pixels, notes
    if pixels.shape[2] in (2, 4):
        alpha = pixels[:, :, -1]
        if alpha.min() < (np.iinfo(alpha.dtype).max if alpha.dtype.kind in "ui" else 1):
            notes.append("The alpha channel (transparency) was left out.")
        return (pixels[:, :, 0] if pixels.shape[2] == 2 else pixels[:, :, :3]), notes
    notes.append(f"The first of {pixels.shape[2]} channels is used.")
    return pixels[:, :, 0], notes


def _as_colour(
    path: Path,
    pixels: NDArray[Any],
    notes: list[str],  # Any: file's format
) -> tuple[NDArray[np.uint8] | NDArray[np.float32], tuple[float, float]]:
    if pixels.ndim == 2:
        notes.append("The file is grey; the grey value stands for all three colours.")
        pixels = np.repeat(pixels[:, :, None], 3, axis=2)
    if pixels.dtype == np.uint8:
        return np.ascontiguousarray(pixels), (0.0, 255.0)
    if pixels.dtype.kind == "u":
        return (pixels / np.float32(np.iinfo(pixels.dtype).max)).astype(np.float32), (0.0, 1.0)
    values = pixels.astype(np.float32)
    if not np.isfinite(values).all():
        raise SampleReadError(f"{path.name} has colour values that are not finite.", hint="Export it again.", path=path)
    low, high = float(values.min()), float(values.max())
    if low < 0 or high > 1:
        notes.append(f"Colour values {low:g} to {high:g} were scaled to 0 to 1.")
        values = (values - min(low, 0.0)) / max(high - min(low, 0.0), 1e-12)
    return values, (0.0, 1.0)


def _as_grey(pixels: NDArray[Any], notes: list[str]) -> NDArray[np.float32]:  # Any: file's format
    if pixels.ndim == 2:
        return np.require(pixels, np.float32, "W")  # the file's values are nobody else's
    first = pixels[:, :, 0]
    if np.array_equal(first, pixels[:, :, 1]) and np.array_equal(first, pixels[:, :, 2]):
        return first.astype(np.float32)
    notes.append("The file is coloured; its luminance is used.")
    return np.asarray(pixels.astype(np.float32) @ _LUMA, dtype=np.float32)
