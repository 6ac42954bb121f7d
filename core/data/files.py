"""What every reader checks before it decodes: the file is there, has content, is of the right kind, is not too big."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import Cancelled, SampleReadError, UserFacingError

MAX_IMAGE_PIXELS = 400_000_000
MAX_VOXELS = 1_000_000_000
MAX_POINTS = 100_000_000

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"II*\x00", "tiff"),
    (0, b"MM\x00*", "tiff"),
    (0, b"II+\x00", "tiff"),
    (0, b"MM\x00+", "tiff"),
    (0, b"BM", "bmp"),
    (8, b"WEBP", "webp"),
    (0, b"GIF8", "gif"),
    (0, b"v/1\x01", "exr"),
    (0, b"PF\n", "pfm"),
    (0, b"Pf\n", "pfm"),
    (0, b"LASF", "las"),
    (0, b"ASTM-E57", "e57"),
    (0, b"\x93NUMPY", "npy"),
    (0, b"NRRD", "nrrd"),
    (0, b"ObjectType", "mha"),
    (0, b"\x1f\x8b", "gzip"),
    (344, b"n+1\x00", "nifti"),
    (4, b"n+2\x00", "nifti"),
    (344, b"ni1\x00", "nifti"),
    (128, b"DICM", "dicom"),
    (0, b"ply", "ply"),
    (0, b"# .PCD", "pcd"),
    (0, b"VERSION", "pcd"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"%PDF", "pdf"),
)
IMAGE_CONTENT = frozenset({"png", "jpeg", "tiff", "bmp", "webp", "gif", "exr", "pfm"})
CONTENT_WORDS = {
    "jpeg": "a JPEG image",
    "png": "a PNG image",
    "tiff": "a TIFF image",
    "bmp": "a BMP image",
    "webp": "a WebP image",
    "gif": "a GIF image",
    "exr": "an EXR image",
    "pfm": "a PFM image",
    "las": "a LAS cloud",
    "e57": "an E57 cloud",
    "npy": "a NumPy array",
    "nrrd": "an NRRD volume",
    "mha": "a MetaImage volume",
    "gzip": "a gzip archive",
    "nifti": "a NIfTI volume",
    "dicom": "a DICOM file",
    "ply": "a PLY cloud",
    "pcd": "a PCD cloud",
    "zip": "a zip archive",
    "pdf": "a PDF document",
    "text": "a text file",
}


def check_file(path: Path) -> int:
    """Size of a file that exists and holds at least one byte. Raises SampleReadError in one sentence otherwise."""
    with reading(path):
        if path.is_dir():
            raise SampleReadError(f"{path.name} is a folder where a file is expected.", path=path)
        size = path.stat().st_size
    if size == 0:
        raise SampleReadError(f"{path.name} is empty.", hint="Copy or export it again.", path=path)
    return size


def content_type(path: Path) -> str:
    """What the first bytes say the file is: "png", "nifti", "text", ...; empty when unknown. Raises SampleReadError."""
    with reading(path), path.open("rb") as file:
        head = file.read(352)
    return content_of(head)


def content_of(head: bytes) -> str:
    """What the first (up to 352) bytes of a file say it is; empty when unknown."""
    for offset, signature, name in _SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return name
    is_text = bool(head) and all(byte >= 32 or byte in b"\t\n\r\f" for byte in head) and b"\x7f" not in head
    return "text" if is_text else ""


def describe(content: str) -> str:
    """A content type in words, to be read after "but it is"."""
    return CONTENT_WORDS.get(content, "something else")


def in_words(name: str, most: int = 60) -> str:
    """A name from inside a file as a sentence may show it: printable characters only, no longer than `most`."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in name)
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"


def too_big(path: Path, amount: int, limit: int, what: str) -> SampleReadError:
    """The error of a header that declares more than the program will load."""
    return SampleReadError(
        f"{path.name} declares {amount:,} {what}; the limit is {limit:,}.",
        hint="The file may be damaged; otherwise crop or downsample it.",
        path=path,
    )


def chosen_part(path: Path, what: str, count: int, part: str, notes: list[str]) -> int:
    """Which of several pictures or volumes in one file is read, from 0; says so in `notes`.

    Args:
        path: The file.
        what: What it holds, in the plural.
        count: How many of them.
        part: Number of the wanted one, from 1; empty: the first.
        notes: Where it is said.

    Raises SampleReadError when there is no such one.
    """
    if part and not (part.isdecimal() and len(part) < 9 and 1 <= int(part) <= count):
        raise SampleReadError(f"{path.name} holds {count} {what}; there is no number {part[:12]}.", path=path)
    index = int(part) - 1 if part else 0
    if count > 1:
        used = "the first" if index == 0 else f"number {index + 1}"
        notes.append(f"{path.name} holds {count} {what}; {used} is used.")
    return index


def no_memory(path: Path) -> SampleReadError:
    """The error of a file that is larger than the memory left."""
    return SampleReadError(
        f"{path.name} does not fit into memory.", hint="Close other programs or downsample it.", path=path
    )


class _QuietWarnings:
    """Silences decoders' warnings while any thread reads; `warnings.catch_warnings` alone mixes threads up."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._depth = 0
        self._saved = warnings.catch_warnings()

    def __enter__(self) -> None:
        with self._lock:
            if self._depth == 0:
                self._saved = warnings.catch_warnings()
                self._saved.__enter__()
                warnings.simplefilter("ignore")
            self._depth += 1

    def __exit__(self, *_exc: object) -> None:
        with self._lock:
            self._depth -= 1
            if self._depth == 0:
                self._saved.__exit__(None, None, None)


_quiet = _QuietWarnings()


@contextmanager
def reading(path: Path, what: str = "") -> Iterator[None]:
    """Turn whatever a decoder does on bad bytes into one SampleReadError sentence that names the file.

    Args:
        path: The file that is read inside.
        what: What it should be, with its article ("an image"); empty where only the file system is asked.
    """
    kind = f" as {what}" if what else ""
    try:
        with _quiet:
            yield
    except (UserFacingError, Cancelled):
        raise
    except FileNotFoundError as exc:
        raise SampleReadError(
            f"{path.name} is missing.", hint="Was it moved? Open the folder again.", path=path
        ) from exc
    except PermissionError as exc:
        raise SampleReadError(
            f"{path.name} may not be read by this user.", hint="Check the file's permissions.", path=path
        ) from exc
    except IsADirectoryError as exc:
        raise SampleReadError(f"{path.name} is a folder where a file is expected.", path=path) from exc
    except MemoryError as exc:
        raise no_memory(path) from exc
    except EOFError as exc:
        raise SampleReadError(f"{path.name} is cut short.", hint="Copy or export it again.", path=path) from exc
    except BaseException as exc:  # third-party decoders raise anything on hostile bytes; Rust's panic is no Exception
        if not isinstance(exc, Exception) and type(exc).__name__ != "PanicException":
            raise
        hint = "It may be cut short or damaged: copy or export it again."
        raise SampleReadError(f"{path.name} cannot be read{kind}.", hint=hint, path=path) from exc
