"""Ed25519 signatures of case files. Keys are PEM files; the private one stays with the station."""

from __future__ import annotations

import json
import os
from pathlib import Path

from core.errors import UserFacingError
from core.export import write_atomically
from core.verdicts import canonical_json

SIGNATURE = "manifest.sig"


class SignatureError(UserFacingError):
    """A key cannot be used, or a signature does not fit."""


def make_key(path: Path) -> Path:
    """Write a new private key to `path` and its public half to `path`.pub.pem; returns the public one's path.

    Raises SignatureError when there is a key already, StorageError when it cannot be written.
    """
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if path.exists():
        raise SignatureError(f"{path.name} exists already.", hint="A key that signed something must not be lost.")
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    previous = os.umask(0o077)  # nobody else reads a private key, not even for a moment
    try:
        write_atomically(path, private)
    finally:
        os.umask(previous)
    beside = path.with_name(f"{path.stem}.pub.pem")
    write_atomically(beside, public)
    return beside


def sign(content: bytes, key_file: Path) -> bytes:
    """The signature file of a manifest. Raises SignatureError."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        key = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
    except FileNotFoundError as error:
        raise SignatureError(
            f"{key_file.name} is missing.", hint="Make a key with the command key.", path=key_file
        ) from error
    except (OSError, ValueError, TypeError) as error:
        raise SignatureError(f"{key_file.name} cannot be read as a private key.", path=key_file) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SignatureError(
            f"{key_file.name} is no Ed25519 key.", hint="Make one with the command key.", path=key_file
        )
    values = {
        "algorithm": "ed25519",
        "public_key": key.public_key().public_bytes_raw().hex(),
        "signature": key.sign(content).hex(),
    }
    return canonical_json(values).encode()


def check(content: bytes, signature: bytes, trusted: Path | None) -> str:
    """The public key (hexadecimal) that signed `content`.

    Args:
        trusted: The public key (PEM) it must be; None: any.

    Raises:
        SignatureError: The signature does not fit, or is not by the trusted key.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        values = json.loads(signature)
        public = bytes.fromhex(values["public_key"])
        Ed25519PublicKey.from_public_bytes(public).verify(bytes.fromhex(values["signature"]), content)
    except InvalidSignature as error:
        raise SignatureError("The signature does not fit the manifest: one of them was changed.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise SignatureError("The signature cannot be read.") from error
    if trusted is not None and public != public_bytes(trusted):
        raise SignatureError(f"The case is signed by another key than {trusted.name}.")
    return public.hex()


def public_bytes(path: Path) -> bytes:
    """The 32 bytes of a public key file (PEM). Raises SignatureError."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = serialization.load_pem_public_key(path.read_bytes())
    except (OSError, ValueError) as error:
        raise SignatureError(f"{path.name} cannot be read as a public key.", path=path) from error
    if not isinstance(key, Ed25519PublicKey):
        raise SignatureError(f"{path.name} is no Ed25519 key.", path=path)
    return key.public_bytes_raw()
