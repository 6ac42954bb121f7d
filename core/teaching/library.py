"""Where a model that was taught in the window waits for being accepted."""

from __future__ import annotations

from pathlib import Path

from core.export import file_stem
from core.model_list import register_file


def proposed_file(model: Path, name: str) -> Path:
    """A free file beside the list of this computer's models, named after the old model and the new category."""
    folder = register_file().parent / "models"
    stem = f"{model.stem}-{file_stem(name)}"
    number, path = 2, folder / f"{stem}.safetensors"
    while path.exists():
        number, path = number + 1, folder / f"{stem}-{number}.safetensors"
    return path
