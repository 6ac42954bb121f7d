"""SHA-256 of what a verdict rests on: the input files and the model's weights. No torch."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from core.errors import CheckpointError, SampleReadError
from core.progress import CancelToken
from core.records import Modality, Sample
from core.verdicts import Json, digest

_CHUNK = 1 << 20
_HEADER_LIMIT = 100 << 20
_RECALIBRATED = ("normal_scores", "pixel_values")  # what calibrating again replaces


def file_sha256(path: Path, token: CancelToken | None = None) -> str:
    """Hash of a file; of a folder (a DICOM series), the hash of its files' names and hashes.

    Raises SampleReadError when something cannot be read.
    """
    try:
        if path.is_dir():
            inside = sorted(item for item in path.rglob("*") if item.is_file())
            return digest({item.relative_to(path).as_posix(): file_sha256(item, token) for item in inside})
        made = hashlib.sha256()
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                if token is not None:
                    token.raise_if_cancelled()
                made.update(chunk)
        return made.hexdigest()
    except OSError as error:
        raise SampleReadError(
            f"{path.name} cannot be read: {error.strerror or error}.", hint="Was it moved or deleted?", path=path
        ) from error


def input_hashes(sample: Sample, token: CancelToken | None = None) -> dict[Modality, dict[str, Json]]:
    """Path and hash of every file of a sample. Raises SampleReadError."""
    return {
        modality: {"path": str(path.absolute()), "sha256": file_sha256(path, token)}
        for modality, path in sample.files.items()
    }


def sample_sha256(inputs: Mapping[Modality, Mapping[str, Json]]) -> str:
    """One hash for all files of a sample, whatever their paths."""
    return digest({modality: facts["sha256"] for modality, facts in inputs.items()})


def weights_sha256(path: Path) -> str:
    """Hash of a checkpoint's network tensors alone, so that calibrating again does not change it.

    Raises CheckpointError when the file is no safetensors file.
    """
    with _opened(path) as (file, header, start):
        return _tensors_sha256(file, header, start, lambda name: name.startswith("model."))


def scorers(path: Path) -> dict[str, str]:
    """What gives the scores of each category of a checkpoint, as a hash: scores of one hash can be compared.

    It covers the network, the normal statistics of the category and its marks. Calibrating again changes none of
    these; teaching and correcting do. "" stands for the network without statistics.

    Raises CheckpointError when the file is no safetensors file.
    """
    with _opened(path) as (file, header, start):
        metadata = header.get("__metadata__", {})
        network = _tensors_sha256(file, header, start, lambda name: name.startswith("model."))
        found = {"": network}
        marks = json.loads(metadata.get("marks", "{}"))
        for category in json.loads(metadata.get("categories", "{}")):
            statistics = _tensors_sha256(file, header, start, partial(_shapes_scores, category))
            gains = [[mark["gain"], mark["span"]] for mark in marks.get(category, [])]
            found[category] = digest([network, statistics, gains])
        return found


def _shapes_scores(category: str, tensor: str) -> bool:
    """Whether a tensor of a model file goes into the scores of a category, besides the network's."""
    calibration = f"extra.calibration/{category}/"
    replaced = {f"{calibration}{name}" for name in _RECALIBRATED}
    return tensor.startswith((calibration, f"extra.marks/{category}/")) and tensor not in replaced


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, dict[str, Any], int]]:  # Any: JSON
    """A model file, its header, and where its tensors begin. Raises CheckpointError."""
    try:
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            if length > _HEADER_LIMIT:
                raise ValueError("header too long")
            yield file, json.loads(file.read(length)), 8 + length
    except (OSError, ValueError, KeyError, TypeError, AttributeError, struct.error) as error:
        raise CheckpointError(f"{path.name} cannot be read as a model file.", path=path) from error


def _tensors_sha256(file: BinaryIO, header: Mapping[str, Any], start: int, chosen: Callable[[str], bool]) -> str:
    made = hashlib.sha256()
    for name in sorted(name for name in header if chosen(name)):
        entry = header[name]
        begin, end = entry["data_offsets"]
        made.update(f"{name} {entry['dtype']} {entry['shape']}\n".encode())
        file.seek(start + begin)
        made.update(file.read(end - begin))
    return made.hexdigest()
