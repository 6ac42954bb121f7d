"""Where DICOM objects lie: a folder, one file, the files that a DICOMDIR lists, or the members of a zip."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from core.data.files import check_file, content_type, in_words, reading, too_big
from core.data.naming import DICOM_SUFFIXES, suffix_of
from core.errors import SampleReadError
from core.progress import CancelToken
from core.records import Problem

# pydicom warns with the values that it found odd, a patient's name among them: nothing of it may reach a log.
logging.getLogger("pydicom").propagate = False
logging.getLogger("pydicom").addHandler(logging.NullHandler())
_MAX_ZIP_BYTES = 4 << 30  # of all members together, unpacked
_MAX_MEMBER_BYTES = 2 << 30
_MAX_MEMBERS = 200_000


@dataclass(frozen=True, slots=True)
class DicomFile:
    """One DICOM object: a file, or a member of a zip."""

    path: Path
    member: str = ""

    @property
    def name(self) -> str:
        """What to call it in a sentence."""
        return PurePosixPath(self.member).name if self.member else self.path.name

    def open(self) -> BinaryIO:
        """The object's bytes. A zip's member is unpacked into memory, never onto the disk."""
        if not self.member:
            return self.path.open("rb")
        with zipfile.ZipFile(self.path) as archive:
            info = archive.getinfo(self.member)
            if info.file_size > _MAX_MEMBER_BYTES:
                raise too_big(self.path, info.file_size, _MAX_MEMBER_BYTES, "bytes in one member")
            with archive.open(info) as member:
                return io.BytesIO(member.read(info.file_size))


def is_dicom(path: Path) -> bool:
    """Whether a file's content is DICOM, not counting a DICOMDIR, which only lists files."""
    if is_directory_file(path):
        return False
    try:
        with path.open("rb") as file:
            return file.read(132)[128:] == b"DICM"
    except OSError:
        return False


def is_directory_file(path: Path) -> bool:
    """Whether a file is a DICOMDIR by its name."""
    return path.name.upper().startswith("DICOMDIR")


def is_collection(path: Path) -> bool:
    """Whether a path may hold several DICOM objects: a folder, a DICOMDIR, or a zip."""
    return path.is_dir() or is_directory_file(path) or path.suffix.lower() == ".zip"


def dicom_files(place: Path, token: CancelToken) -> tuple[list[DicomFile], list[Problem]]:
    """The DICOM objects of a folder (not below it), a DICOMDIR, a zip, or the file itself; and what is unusable.

    Raises SampleReadError when the place itself cannot be opened.
    """
    if place.is_dir():
        with reading(place):
            files = sorted(entry for entry in place.iterdir() if entry.is_file())
        return [DicomFile(file) for file in files if suffix_of(file) in DICOM_SUFFIXES or is_dicom(file)], []
    check_file(place)
    if is_directory_file(place):
        return _listed_files(place, token)
    if content_type(place) == "zip":
        return _members(place, token), []
    return [DicomFile(place)], []


def _members(path: Path, token: CancelToken) -> list[DicomFile]:
    """Members of a zip whose content is DICOM. Names are only keys: nothing is written anywhere."""
    found: list[DicomFile] = []
    with reading(path, "a zip archive"), zipfile.ZipFile(path) as archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        if len(members) > _MAX_MEMBERS:
            raise too_big(path, len(members), _MAX_MEMBERS, "members")
        total = sum(info.file_size for info in members)
        if total > _MAX_ZIP_BYTES:
            raise too_big(path, total, _MAX_ZIP_BYTES, "bytes unpacked")
        if any(info.flag_bits & 1 for info in members):
            raise SampleReadError(f"{path.name} is protected by a password.", hint="Unpack it first.", path=path)
        for info in members:
            token.raise_if_cancelled()
            if is_directory_file(Path(info.filename)) or info.file_size < 132:
                continue
            with archive.open(info) as member:
                if member.read(132)[128:] == b"DICM":
                    found.append(DicomFile(path, info.filename))
    return sorted(found, key=lambda file: file.member)


def _listed_files(directory: Path, token: CancelToken) -> tuple[list[DicomFile], list[Problem]]:
    """The files that a DICOMDIR's records name, inside its own folder.

    Only the file names of the records are used, so that wrong offsets, an unusual order or a broken patient record do
    not matter: the objects' own headers say which belong together.
    """
    import pydicom

    with reading(directory, "a DICOMDIR"):
        data = pydicom.dcmread(directory)
        records: Sequence[Any] = data.get("DirectoryRecordSequence") or []  # Any: pydicom's Dataset
        names = [record.get("ReferencedFileID") for record in records]
    root = directory.parent.resolve()
    found: list[DicomFile] = []
    problems: list[Problem] = []
    for name in names:
        token.raise_if_cancelled()
        if not name:
            continue
        parts = [name] if isinstance(name, str) else [str(part) for part in name]
        path = _inside(directory.parent, root, parts)
        shown = in_words("/".join(parts))
        if path is None:
            problems.append(Problem(directory, f"{directory.name} lists {shown}, which lies outside its folder."))
        elif not path.is_file():
            problems.append(Problem(directory, f"{directory.name} lists {shown}, which is missing."))
        elif not is_dicom(path):
            problems.append(Problem(path, f"{directory.name} lists {shown}, which is not a DICOM file."))
        else:
            found.append(DicomFile(path))
    if not found:
        if problems:
            raise SampleReadError(problems[0].message, hint="Was only the list copied?", path=directory)
        raise SampleReadError(
            f"{directory.name} lists no pictures.", hint="Open the folder with the DICOM files.", path=directory
        )
    return list(dict.fromkeys(found)), problems


def _inside(folder: Path, root: Path, parts: Sequence[str]) -> Path | None:
    """A listed file; None when its name is absolute, climbs out of the folder, or leads out by a link."""
    pieces = [piece for part in parts for piece in part.replace("\\", "/").split("/")]
    if not pieces or any(piece in ("", ".", "..") or ":" in piece or "\x00" in piece for piece in pieces):
        return None
    path = folder.joinpath(*pieces)
    try:
        return path if path.resolve().is_relative_to(root) else None
    except (OSError, RuntimeError):
        return None
