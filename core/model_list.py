"""Which model files were made on this computer, so that the window can list them beside the shipped one."""

from __future__ import annotations

import logging
from pathlib import Path

from platformdirs import user_data_path

from core.errors import StorageError
from core.export import write_atomically

log = logging.getLogger(__name__)

LIMIT = 20  # the newest that are kept


def register_file() -> Path:
    """A text file with one absolute path a line, the newest first."""
    return user_data_path("unimmad-inspector", appauthor=False) / "models.txt"


def remembered() -> tuple[Path, ...]:
    """Model files that were written here and still exist, the newest first."""
    try:
        lines = register_file().read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError):
        return ()
    paths = (Path(line) for line in lines[:LIMIT] if line)
    return tuple(path for path in paths if path.is_absolute() and path.is_file())


def forget(path: Path) -> None:
    """Take a model file off the list. Raises StorageError."""
    lines = [str(known) for known in remembered() if known != path.resolve()]
    write_atomically(register_file(), ("\n".join(lines) + "\n").encode())


def remember(path: Path) -> None:
    """Put a model file first in the list. That the list cannot be written is logged, for the model itself is there."""
    added = path.resolve()
    lines = [str(added), *(str(known) for known in remembered() if known != added)]
    try:
        write_atomically(register_file(), ("\n".join(lines[:LIMIT]) + "\n").encode())
    except StorageError as error:
        log.warning("the list of models was not written: %s", error.message)
