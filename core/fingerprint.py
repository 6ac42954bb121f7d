"""SHA-256 of what a verdict rests on: the input files and the model's weights. No torch."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Mapping
from pathlib import Path

from core.errors import CheckpointError, SampleReadError
from core.progress import CancelToken
from core.records import Modality, Sample
from core.verdicts import Json, digest

_CHUNK = 1 << 20
_HEADER_LIMIT = 100 << 20


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
    try:
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            if length > _HEADER_LIMIT:
                raise ValueError("header too long")
            header = json.loads(file.read(length))
            made = hashlib.sha256()
            for name in sorted(name for name in header if name.startswith("model.")):
                entry = header[name]
                begin, end = entry["data_offsets"]
                made.update(f"{name} {entry['dtype']} {entry['shape']}\n".encode())
                file.seek(8 + length + begin)
                made.update(file.read(end - begin))
            return made.hexdigest()
    except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
        raise CheckpointError(f"{path.name} cannot be read as a model file.", path=path) from error
