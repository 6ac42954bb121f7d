"""Camera RAW (DNG, CR2, CR3, NEF, ARW, ...) by LibRaw: developed to 16 bits with the camera's own white balance."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.files import MAX_IMAGE_PIXELS, reading, too_big
from core.errors import SampleReadError
from core.progress import CancelToken

_MOST_PACKED = 64  # pixels a byte: no camera packs better


def read_camera_raw(path: Path, token: CancelToken) -> tuple[NDArray[np.uint16], tuple[str, ...]]:
    """[H, W, 3] and what was done. Raises SampleReadError."""
    rawpy: Any = import_module("rawpy")  # Any: its functions have no types
    with reading(path, "a camera's RAW image"):
        try:
            with rawpy.imread(str(path)) as raw:
                sizes = raw.sizes
                count = int(sizes.raw_height) * int(sizes.raw_width)
                if count > MAX_IMAGE_PIXELS:
                    raise too_big(path, count, MAX_IMAGE_PIXELS, "pixels")
                if count < 1 or count > _MOST_PACKED * path.stat().st_size:
                    raise SampleReadError(f"{path.name} is cut short.", hint="Copy it again.", path=path)
                token.raise_if_cancelled()
                pixels = raw.postprocess(use_camera_wb=True, no_auto_bright=True, output_bps=16)
        except rawpy.LibRawError as exc:
            raise SampleReadError(
                f"{path.name} cannot be read as a camera's RAW image.", hint="Export it as TIFF or PNG.", path=path
            ) from exc
    note = "Developed from the camera's RAW with its own white balance and the usual tone curve, at 16 bits."
    return np.asarray(pixels, np.uint16), (note,)
