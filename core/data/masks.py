"""Ground-truth masks of labelled test samples."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data.geometry import on_same_grid, resample_to
from core.data.images import read_image
from core.data.volumes import read_volume
from core.errors import SampleReadError
from core.progress import CancelToken
from core.records import LoadedSample


def load_mask(loaded: LoadedSample, token: CancelToken) -> NDArray[np.bool_] | None:
    """The mask of a sample on the grid of its first view, [H, W] or [D, H, W]; None where the sample has none.

    An image mask of another size is rescaled, a volume's is brought to the views' grid by its header. Raises
    SampleReadError.
    """
    path, first = loaded.sample.mask_file, loaded.views[0]
    if path is None:
        return None
    if first.is_volume:
        mask = read_volume(path, "mask", token)
        if not on_same_grid(first, mask):
            mask = resample_to(mask, first, token)
        return np.asarray(np.nan_to_num(mask.pixels.astype(np.float32)) > 0.5)
    pixels = read_image(path, "mask", token).pixels
    plane = pixels.max(axis=2) if pixels.ndim == 3 else pixels
    if plane.size == 0:
        raise SampleReadError(f"{path.name} is empty.", path=path)
    height, width = first.size
    return np.asarray(cv2.resize((plane > 0).astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST) > 0)
