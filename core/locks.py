"""Recipes locked by signature: a file beside a model says who released it; a changed model is not loaded.

`MODEL.safetensors.lock` holds the hash of the file, who locked it and when, and an Ed25519 signature of these. On a
station with trusted keys, only models locked by one of them are loaded.
"""

from __future__ import annotations

import getpass
import json
from pathlib import Path

from platformdirs import user_config_path

from core.errors import CheckpointError
from core.export import write_atomically
from core.fingerprint import file_sha256
from core.signing import SignatureError, check, sign
from core.verdicts import canonical_json, now

FORMAT = "unimmad-lock"


def lock_file(model: Path) -> Path:
    """Where the lock of a model lies."""
    return model.with_name(f"{model.name}.lock")


def trusted_folder() -> Path:
    """Public keys (PEM) of those who may release recipes on this station; empty or absent: anybody."""
    return user_config_path("unimmad-inspector", appauthor=False) / "trusted"


def lock(model: Path, key: Path, made_by: str = "") -> Path:
    """Release a model: write its lock. Raises SignatureError, StorageError, SampleReadError when it is not there."""
    facts = {
        "format": FORMAT,
        "model": model.name,
        "sha256": file_sha256(model),
        "made_by": made_by or getpass.getuser(),
        "made_at": now(),
    }
    signed = json.loads(sign(canonical_json(facts).encode(), key))
    path = lock_file(model)
    write_atomically(path, json.dumps({"facts": facts, "signature": signed}, indent=1).encode())
    return path


def trust(public_key: Path) -> Path:
    """From now on this station loads only models locked by a trusted key. Raises StorageError, OSError."""
    from core.signing import public_bytes

    target = trusted_folder() / f"{public_bytes(public_key).hex()[:16]}.pem"
    write_atomically(target, public_key.read_bytes())
    return target


def check_lock(model: Path, trusted: Path | None = None) -> str:
    """Who locked a model; empty where it is not locked and need not be.

    Args:
        trusted: Folder of trusted public keys; None: the station's own.

    Raises:
        CheckpointError: It was changed after it was locked, or is not locked by a trusted key.
    """
    folder = trusted_folder() if trusted is None else trusted
    keys = sorted(folder.glob("*.pem")) if folder.is_dir() else []
    path = lock_file(model)
    if not path.is_file():
        if keys:
            raise CheckpointError(
                f"{model.name} is not locked by a key that this station trusts.",
                hint="An engineer releases it with the command lock.",
                path=model,
            )
        return ""
    try:
        entry = json.loads(path.read_text(encoding="utf-8"))
        facts = entry["facts"]
        content, signature = canonical_json(facts).encode(), canonical_json(entry["signature"]).encode()
        if facts["format"] != FORMAT:
            raise ValueError("another format")
        signers = [key for key in keys if _fits(content, signature, key)] if keys else []
        check(content, signature, signers[0] if signers else None)
        made_by, sha256 = str(facts["made_by"]), str(facts["sha256"])
    except (OSError, ValueError, KeyError, TypeError, SignatureError) as error:
        raise CheckpointError(
            f"The lock of {model.name} does not hold: its file was changed or is damaged.",
            hint="Take the released model again, or have it locked anew.",
            path=path,
        ) from error
    if keys and not signers:
        raise CheckpointError(f"{model.name} is locked by a key that this station does not trust.", path=model)
    if file_sha256(model) != sha256:
        raise CheckpointError(
            f"{model.name} was changed after {made_by} locked it.", hint="Take the released model again.", path=model
        )
    return made_by


def _fits(content: bytes, signature: bytes, key: Path) -> bool:
    try:
        check(content, signature, key)
    except SignatureError:
        return False
    return True
