"""The first picture of a DICOM folder, decoded by itself, so that there is something to see while the rest is read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.data.dicom import read_picture
from core.data.dicom_files import DicomFile, is_dicom
from core.data.load import picture_of
from core.errors import SampleReadError
from core.progress import CancelToken

_TRIED = 8  # files that are looked at before giving up


def first_look(paths: Sequence[Path], side: int, token: CancelToken) -> NDArray[np.uint8] | None:
    """A [side, side, 3] picture of the file in the middle by name; None of anything but a folder with DICOM files."""
    if len(paths) != 1 or not paths[0].is_dir():
        return None
    try:
        files = sorted(entry for entry in paths[0].iterdir() if entry.is_file())
    except OSError:
        return None
    middle = len(files) // 2
    for file in islice((*files[middle:], *files[:middle]), _TRIED):
        token.raise_if_cancelled()
        if is_dicom(file):
            try:
                return picture_of(read_picture(DicomFile(file), "ct", token), side)
            except SampleReadError:
                continue  # opening the folder says what is wrong with it
    return None
