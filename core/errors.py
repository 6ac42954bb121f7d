"""Every error that a user may see. The rest is a bug: it goes to the log with its traceback."""

from __future__ import annotations

import os
from pathlib import Path


class UserFacingError(Exception):
    """A fault of the input or the machine, said in one sentence, with a hint at what to do.

    Args:
        message: One clear sentence: which file, what is wrong.
        hint: What to do about it; may be empty.
        path: The file concerned, for logs and machine-readable output.
    """

    def __init__(self, message: str, *, hint: str = "", path: Path | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.path = path

    def sentence(self) -> str:
        """Message and hint on one line."""
        return f"{self.message} {self.hint}".strip()

    def logged(self) -> str:
        """The sentence for the log, without the file's name: it may be a patient's."""
        if self.path is None:
            return self.sentence()
        kind = f"a {self.path.suffix} file" if self.path.suffix else "a file"
        return self.sentence().replace(str(self.path), kind).replace(self.path.name or "\0", kind)


class SampleReadError(UserFacingError):
    """A file of a sample is missing, unreadable, or not what its place says it is."""


class SampleIndexError(UserFacingError):
    """A folder or list of files holds nothing that can be inspected."""


class ConfigError(UserFacingError):
    """A configuration value is out of range or contradicts another."""


class CheckpointError(UserFacingError):
    """A model file cannot be used: other version, cut short, wrong tensors."""


def unopened_model(path: Path) -> CheckpointError:
    """Why a model file could not be opened: it is not there, or this user may not read it."""
    if os.path.lexists(path):
        hint = "Check the file's permissions."
        return CheckpointError(f"{path.name} may not be read by this user.", hint=hint, path=path)
    return CheckpointError(f"{path.name} is missing.", hint="Was it moved or renamed?", path=path)


class StorageError(UserFacingError):
    """Something could not be written: full disk, no permission."""


class DeviceError(UserFacingError):
    """The asked-for device is absent or out of memory."""


class OutOfMemory(DeviceError):
    """The memory of the device, or of the computer, does not suffice for this batch."""


class TrainingError(UserFacingError):
    """Training cannot start or go on: no normals, NaN loss."""


class Cancelled(Exception):
    """The user cancelled; nothing is to be shown."""
