"""Float images of graphics and stereo programs: OpenEXR and PFM. Sizes are checked before a pixel is decoded."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.files import MAX_IMAGE_PIXELS, reading, too_big
from core.errors import SampleReadError

_MAX_CHANNELS = 64
_COLOURS, _POINTS = ("R", "G", "B"), ("X", "Y", "Z")
_DEPTHS = ("Z", "depth.Z", "Y", "depth", "V")  # what single planes are called, best first


def read_exr(path: Path, notes: list[str]) -> NDArray[np.float32]:
    """[H, W], or [H, W, 3] of an EXR's colours or X, Y, Z. Raises SampleReadError."""
    exr: Any = import_module("OpenEXR")  # Any: its functions have no types
    with reading(path, "an EXR image"):
        with exr.File(str(path), header_only=True) as file:
            header = dict(file.header())  # leaving the file empties its own
        low, high = (np.asarray(corner, np.int64) for corner in header["dataWindow"])
        width, height = (int(n) for n in high - low + 1)
        if width < 1 or height < 1:
            raise SampleReadError(f"{path.name} has no pixels.", path=path)
        if width * height > MAX_IMAGE_PIXELS:
            raise too_big(path, width * height, MAX_IMAGE_PIXELS, "pixels")
        described = header["channels"]
        if len(described) > _MAX_CHANNELS:
            raise too_big(path, len(described), _MAX_CHANNELS, "channels")
        if (
            width * height * len(described) > 8000 * path.stat().st_size + 1_000_000
        ):  # beyond what constant planes pack to
            raise SampleReadError(f"{path.name} is cut short.", hint="Copy or export it again.", path=path)
        with exr.File(str(path), separate_channels=True) as file:
            planes = {name: channel.pixels for name, channel in file.channels().items()}
        for names in (_COLOURS, _POINTS):
            if set(names) <= planes.keys():
                stacked = np.stack([np.asarray(planes[name], np.float32) for name in names], axis=2)
                return _whole(path, stacked, height, width)
        name = next((name for name in _DEPTHS if name in planes), next(iter(planes)))
        if len(planes) > 1:
            notes.append(f"{path.name} holds {len(planes)} channels; {name} is used.")
        return _whole(path, np.asarray(planes[name], np.float32), height, width)


def _whole(path: Path, pixels: NDArray[np.float32], height: int, width: int) -> NDArray[np.float32]:
    if pixels.shape[:2] != (height, width):
        raise SampleReadError(f"{path.name} stores channels of different sizes.", path=path)
    return pixels


def read_pfm(path: Path) -> NDArray[np.float32]:
    """[H, W] or [H, W, 3] of a portable float map, whose rows are stored from the bottom. Raises SampleReadError."""
    with reading(path, "a PFM image"), path.open("rb") as file:
        channels = {b"PF": 3, b"Pf": 1}[file.readline(8).strip()]
        words = file.readline(64).split()
        if len(words) == 1:  # some writers put the two sizes on lines of their own
            words += file.readline(64).split()
        width, height = (int(word) for word in words)
        order = "<" if float(file.readline(64)) < 0 else ">"
        if width < 1 or height < 1:
            raise SampleReadError(f"{path.name} has no pixels.", path=path)
        if width * height > MAX_IMAGE_PIXELS:
            raise too_big(path, width * height, MAX_IMAGE_PIXELS, "pixels")
        if file.tell() + 4 * width * height * channels > path.stat().st_size:
            raise SampleReadError(f"{path.name} is cut short.", hint="Copy or export it again.", path=path)
        values = np.fromfile(file, f"{order}f4", width * height * channels).astype(np.float32)
    shape = (height, width) if channels == 1 else (height, width, 3)
    return values.reshape(shape)[::-1].copy()
