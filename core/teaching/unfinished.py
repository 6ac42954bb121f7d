"""A run of teaching that can be cut at any moment: what is done lies beside the model file to be until it is over.

A run is known by all that its result depends on (model, name, settings, files), so that another run never takes over
what does not belong to it. Every file appears whole or not at all.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from core.data.dataset import FeatureItem
from core.errors import StorageError
from core.export import write_atomically
from core.records import Sample
from core.teaching.records import TeachConfig, Unfinished
from core.verdicts import digest

log = logging.getLogger(__name__)

PLAN = "plan.json"
_SUFFIX = ".teaching"


def folder_of(out: Path) -> Path:
    """Where the run that is to write `out` keeps what is done."""
    return out.with_name(f".{out.name}{_SUFFIX}")


class Run:
    """One run of teaching; opened again it finds what is done.

    Args:
        out: Model file to be.
        name: Of the category.
        model: Path of the model that learns, and its hash.
        settings: How it is taught.
        samples: The parts.
        hashes: Of their files, by sample id.
    """

    def __init__(
        self,
        out: Path,
        name: str,
        model: tuple[Path, str],
        settings: TeachConfig,
        samples: Mapping[str, Sample],
        hashes: Mapping[str, str],
    ) -> None:
        self.folder = folder_of(out)
        key = digest({"name": name, "model": model[1], "settings": asdict(settings), "samples": dict(hashes)})
        if _plan(self.folder).get("key") != key:
            self.remove()
            plan = {
                "key": key,
                "name": name,
                "model": str(model[0].resolve()),
                "out": str(out.resolve()),
                "begun": datetime.now(UTC).isoformat(timespec="seconds"),
                "settings": asdict(settings),
                "samples": [
                    {
                        "id": sample_id,
                        "files": {modality: str(path.absolute()) for modality, path in sample.files.items()},
                        "parts": dict(sample.parts),
                    }
                    for sample_id, sample in samples.items()
                ],
            }
            write_atomically(self.folder / PLAN, json.dumps(plan).encode())

    def items(self, place: int, sample: Sample) -> list[FeatureItem] | None:
        """Features that an earlier run kept of a part; None where there are none."""
        kept = self.tensors(f"{place:04d}")
        if kept is None:
            return None
        tensors, text = kept
        modalities = tuple(json.loads(text["modalities"]))
        slices = json.loads(text["slices"])
        scales = range(len(tensors) // max(len(slices), 1))
        return [
            FeatureItem(sample, index, modalities, tuple(tensors[f"{number}/{scale}"] for scale in scales))
            for number, index in enumerate(slices)
        ]

    def keep_items(self, place: int, items: list[FeatureItem]) -> None:
        """Keep the features of a part. Raises StorageError."""
        tensors = {
            f"{number}/{scale}": features.contiguous()
            for number, item in enumerate(items)
            for scale, features in enumerate(item.features)
        }
        text = {
            "modalities": json.dumps(items[0].modalities),
            "slices": json.dumps([item.slice_index for item in items]),
        }
        self.keep(f"{place:04d}", tensors, text)

    def tensors(self, name: str) -> tuple[dict[str, Tensor], dict[str, str]] | None:
        """What was kept under a name; None where nothing whole is there."""
        path = self.folder / f"{name}.safetensors"
        try:
            with safe_open(path, framework="pt") as file:
                return {key: file.get_tensor(key) for key in file.keys()}, file.metadata() or {}  # noqa: SIM118 - no mapping
        except (OSError, SafetensorError):
            return None

    def keep(self, name: str, tensors: Mapping[str, Tensor], text: Mapping[str, str]) -> None:
        """Keep tensors under a name. Raises StorageError."""
        path = self.folder / f"{name}.safetensors"
        written = path.with_suffix(".part")
        try:
            save_file(dict(tensors), written, dict(text))
            os.replace(written, path)
        except (OSError, SafetensorError) as error:
            with suppress(OSError):
                written.unlink(missing_ok=True)
            raise StorageError(
                f"What is learnt so far cannot be kept in {self.folder.parent}: "
                f"{getattr(error, 'strerror', None) or error}.",
                hint="Free some space, then resume: what was done is still there.",
                path=self.folder,
            ) from error

    def remove(self) -> None:
        """The run is over, or is not wanted any more."""
        discard(self.folder)


def discard(folder: Path) -> None:
    """Remove a run's folder; one that cannot be removed is logged."""
    if folder.is_dir() and folder.name.endswith(_SUFFIX):
        try:
            shutil.rmtree(folder)
        except OSError:
            log.warning("%s stays behind", folder, exc_info=True)


def unfinished(folder: Path) -> tuple[Unfinished, ...]:
    """Runs that were cut and whose model file would lie in a folder, the newest first."""
    found = []
    for place in sorted(folder.glob(f".*{_SUFFIX}")):
        plan = _plan(place)
        try:
            samples = tuple(
                Sample(
                    entry["id"],
                    {modality: Path(path) for modality, path in entry["files"].items()},
                    parts=entry["parts"],
                )
                for entry in plan["samples"]
            )
            found.append(
                Unfinished(
                    category=plan["name"],
                    model=Path(plan["model"]),
                    out=Path(plan["out"]),
                    samples=samples,
                    settings=TeachConfig(**plan["settings"]),
                    done=len(list(place.glob("[0-9]*.safetensors"))),
                    begun=plan["begun"],
                )
            )
        except (KeyError, TypeError, ValueError):
            continue
    return tuple(sorted(found, key=lambda run: run.begun, reverse=True))


def _plan(folder: Path) -> dict[str, Any]:  # Any: JSON
    try:
        plan = json.loads((folder / PLAN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return plan if isinstance(plan, dict) else {}
