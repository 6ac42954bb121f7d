"""Where a model that was taught in the window waits for being accepted."""

from __future__ import annotations

from pathlib import Path

from core.export import file_stem
from core.model_list import register_file
from core.teaching.unfinished import folder_of


def proposals() -> Path:
    """The folder of models that were taught in the window."""
    return register_file().parent / "models"


def proposed_file(model: Path, name: str) -> Path:
    """A free file beside the list of this computer's models, named after the old model and the new category."""
    folder = proposals()
    stem = f"{model.stem}-{file_stem(name)}"
    number, path = 2, folder / f"{stem}.safetensors"
    while path.exists() or folder_of(path).exists():
        number, path = number + 1, folder / f"{stem}-{number}.safetensors"
    return path
