"""Colour and one-channel images: PNG, JPEG, TIFF, BMP, WebP. 16-bit and float values are kept as they are."""

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

from core.data.files import IMAGE_CONTENT, MAX_IMAGE_PIXELS, check_file, content_type, describe, reading, too_big
from core.data.ranges import robust_range
from core.errors import SampleReadError
from core.progress import CancelToken
from core.records import Kind, Modality, View, modality_info

Image.MAX_IMAGE_PIXELS = None  # the limit is checked here, in our own words, before anything is decoded

logging.getLogger("tifffile").addHandler(logging.NullHandler())  # its complaints reach the log, not the terminal
_MAX_BYTES = 16 * MAX_IMAGE_PIXELS
_DEFLATE = (8, 32946)  # TIFF compression codes
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class RawImage:
    """An image as stored: [H, W] or [H, W, C], in the file's own number format."""

    pixels: NDArray[Any]  # Any: uint8, uint16, int or float, as the file has it
    notes: tuple[str, ...] = ()
    description: str = ""  # a TIFF's ImageDescription
    spacing_mm: tuple[float, float] | None = None


def read_image(path: Path, modality: Modality, token: CancelToken) -> View:
    """One image as the view of a modality. Raises SampleReadError."""
    raw = read_raw(path, token)
    pixels, notes = _without_alpha(raw.pixels, list(raw.notes))
    info = modality_info(modality)
    if info.kind is Kind.COLOUR:
        colour, span = _as_colour(path, pixels, notes)
        return View(modality, colour, span, source=path, spacing_mm=raw.spacing_mm, notes=tuple(notes))
    grey = _as_grey(pixels, notes)
    values = finite_or_nan(path, grey, notes)
    span = (0.0, 255.0) if pixels.dtype == np.uint8 else robust_range(values)
    return View(modality, values, span, info.unit, raw.spacing_mm, source=path, notes=tuple(notes))


def read_raw(path: Path, token: CancelToken) -> RawImage:
    """Decode an image file without changing its values. Raises SampleReadError."""
    check_file(path)
    content = content_type(path)
    if content not in IMAGE_CONTENT:
        what = f"but it is {describe(content)}" if content else "but its content is not one"
        raise SampleReadError(
            f"{path.name} should be an image, {what}.", hint="Export it again as PNG or TIFF.", path=path
        )
    token.raise_if_cancelled()
    raw = _read_tiff(path) if content == "tiff" else _read_picture(path, content)
    token.raise_if_cancelled()
    if 0 in raw.pixels.shape:
        raise SampleReadError(f"{path.name} has no pixels.", path=path)
    return raw


def finite_or_nan(path: Path, values: NDArray[np.float32], notes: list[str]) -> NDArray[np.float32]:
    """Values with infinities as NaN. Raises SampleReadError when nothing is finite."""
    finite = np.isfinite(values)
    if finite.all():
        return values
    if not finite.any():
        raise SampleReadError(f"{path.name} has not a single finite value.", hint="Export it again.", path=path)
    notes.append(f"{path.name}: {1 - finite.mean():.1%} of the pixels have no value.")
    return np.where(finite, values, np.float32(np.nan))


def _read_picture(path: Path, content: str) -> RawImage:
    """PNG, JPEG, BMP, WebP, GIF by Pillow; 16-bit colour PNG by OpenCV, as Pillow cuts it to 8 bits."""
    notes: list[str] = []
    with reading(path, "an image"), Image.open(path) as image:
        _check_size(path, image.width, image.height)
        if content in ("png", "bmp"):
            _check_packing(path, image.width * image.height * max(len(image.getbands()), 1) // 8)
        if getattr(image, "n_frames", 1) > 1:
            notes.append(f"{path.name} holds {getattr(image, 'n_frames', 1)} pictures; the first is used.")
        if content == "png" and _is_deep_colour(path):
            return RawImage(_decode_with_opencv(path), tuple(notes))
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


def _read_tiff(path: Path) -> RawImage:
    """The first page of a TIFF file at full depth."""
    notes: list[str] = []
    with reading(path, "an image"), tifffile.TiffFile(path) as tiff:
        if not tiff.pages:
            raise SampleReadError(f"{path.name} holds no picture.", path=path)
        page = tiff.pages.first
        _check_size(path, page.imagewidth, page.imagelength)
        if page.nbytes > _MAX_BYTES:
            raise too_big(path, page.nbytes, _MAX_BYTES, "bytes of pixels")
        ends = [offset + count for offset, count in zip(page.dataoffsets, page.databytecounts, strict=False)]
        is_whole = len(ends) >= int(np.prod(page.chunked)) and max(ends, default=0) <= path.stat().st_size
        if not is_whole or (int(page.compression) == 1 and page.nbytes > sum(page.databytecounts)):
            raise SampleReadError(f"{path.name} is cut short.", hint="Copy or export it again.", path=path)
        if int(page.compression) in _DEFLATE:
            _check_packing(path, page.nbytes)
        if len(tiff.pages) > 1:
            notes.append(f"{path.name} holds {len(tiff.pages)} pictures; the first is used.")
        try:
            pixels = page.asarray()
        except ValueError:  # a compression that needs an optional codec; OpenCV brings the usual ones
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
        return RawImage(pixels, tuple(notes), str(page.description or ""))


def _decode_with_opencv(path: Path) -> NDArray[Any]:  # Any: the file's number format
    pixels = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None:
        raise SampleReadError(f"{path.name} cannot be decoded.", hint="Export it again as PNG or TIFF.", path=path)
    if pixels.ndim == 3:
        order = [2, 1, 0, 3][: pixels.shape[2]]
        pixels = pixels[:, :, order]
    return np.asarray(pixels)


def _is_deep_colour(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(26)
    return head[24] == 16 and head[25] in (2, 4, 6)


def _check_size(path: Path, width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise SampleReadError(f"{path.name} has no pixels.", path=path)
    if width * height > MAX_IMAGE_PIXELS:
        raise too_big(path, width * height, MAX_IMAGE_PIXELS, "pixels")


def _check_packing(path: Path, size: int) -> None:
    """Refuse a header that declares more bytes than a deflated file of this size can hold (1032 to 1)."""
    if size > 1100 * path.stat().st_size:
        raise SampleReadError(f"{path.name} is cut short.", hint="Copy or export it again.", path=path)


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
        return pixels.astype(np.float32)
    first = pixels[:, :, 0]
    if np.array_equal(first, pixels[:, :, 1]) and np.array_equal(first, pixels[:, :, 2]):
        return first.astype(np.float32)
    notes.append("The file is coloured; its luminance is used.")
    return np.asarray(pixels.astype(np.float32) @ _LUMA, dtype=np.float32)
