"""Where a model file comes from: what was done to its parents, one entry a step, read from the header without torch."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.errors import CheckpointError, unopened_model
from core.fingerprint import file_sha256

KEY = "teaching"  # metadata of a model file: JSON list, oldest first
_HEADER_LIMIT = 100 << 20

Entry = dict[str, Any]  # Any: JSON


def entry(
    action: str, parent: Path | None, settings: Mapping[str, object], samples: Mapping[str, str], **facts: object
) -> Entry:
    """One step: what was done (trained, taught, calibrated, corrected), to which file, how and from which files.

    Args:
        action: A past participle.
        parent: The model file it was done to; None for training from nothing.
        settings: JSON-ready.
        samples: SHA-256 of the files of every sample by its id.
        facts: Anything else worth keeping, JSON-ready.
    """
    return {
        "action": action,
        "parent": parent.name if parent else "",
        "parent_sha256": file_sha256(parent) if parent else "",
        "settings": dict(settings),
        "samples": dict(samples),
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        **facts,
    }


def extended(metadata: Mapping[str, str], step: Entry) -> str:
    """The list of a file's metadata with one more step, as text."""
    return json.dumps([*entries(metadata), step])


def entries(metadata: Mapping[str, str]) -> list[Entry]:
    """All steps, oldest first; files of older versions say nothing of training."""
    return list(json.loads(metadata.get(KEY, "[]")))


def same_scores(metadata: Mapping[str, str]) -> list[str]:
    """SHA-256 of the files this one was made from by steps that change thresholds and rules, but no score."""
    found = []
    for step in reversed(entries(metadata)):
        if step["action"] != "ruled" and not (step["action"] == "calibrated" and "method" in step["settings"]):
            break  # "calibrated" without a method: everything was learned anew
        found.append(str(step["parent_sha256"]))
    return found


def header(path: Path) -> tuple[dict[str, str], dict[str, tuple[int, ...]]]:
    """Metadata and shapes of the tensors of a model file. Raises CheckpointError."""
    try:
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            if length > _HEADER_LIMIT:
                raise ValueError("header too long")
            found = json.loads(file.read(length))
        metadata = found.pop("__metadata__", {})
        if metadata.get("unimmad.format") != "unimmad-inspector":
            raise ValueError("not of this program")
        return metadata, {name: tuple(facts["shape"]) for name, facts in found.items()}
    except (FileNotFoundError, PermissionError) as error:
        raise unopened_model(path) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, struct.error) as error:
        raise CheckpointError(f"{path.name} is not a model file of this program.", path=path) from error
