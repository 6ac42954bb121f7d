"""Who may do what: operators decide, engineers also change recipes and thresholds, administrators manage users.

Off until the first user is made. Users live in the review database, so that all stations of a team share them; every
log-in, log-out, refusal and change of a user is an audit record. Passwords are kept as Argon2id hashes only.

This guards the program's own doors: whoever can write the database or the model files can go around it. Against that,
lock recipes by signature (`core.locks`) and give the database to a server that operators cannot write to directly.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from core.errors import UserFacingError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST_PASSWORD = 8
TRIES = 5  # wrong passwords in a row, after which an account waits
WAIT_S = 60.0


class AccessError(UserFacingError):
    """A log-in or an action is refused."""


class Role(StrEnum):
    """What a user is; each may do what those before may."""

    OPERATOR = "operator"
    ENGINEER = "engineer"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """What can be asked for."""

    DECIDE = "decide"
    RECIPE = "recipe"  # change thresholds, region rules, the recipe, the model; teach, calibrate
    USERS = "users"


NEEDED = {Right.DECIDE: Role.OPERATOR, Right.RECIPE: Role.ENGINEER, Right.USERS: Role.ADMINISTRATOR}
_ORDER = tuple(Role)
_WORDS = {
    Right.DECIDE: "Deciding needs a log-in",
    Right.RECIPE: "Changing recipes and thresholds needs an engineer",
    Right.USERS: "Managing users needs an administrator",
}


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may log in."""

    name: str
    role: Role
    is_active: bool = True


def allows(role: Role | None, right: Right) -> bool:
    """Whether a role has a right; None: nobody is logged in."""
    return role is not None and _ORDER.index(role) >= _ORDER.index(NEEDED[right])


def refusal(user: User | None, right: Right) -> str:
    """Why a right is refused, in a sentence; empty where it is given."""
    if allows(user.role if user else None, right):
        return ""
    who = f"{user.name} is an {user.role.value}" if user else "nobody is logged in"
    return f"{_WORDS[right]}; {who}."


def check_new(name: str, password: str) -> None:
    """Raise AccessError where a name or a password will not do."""
    if not name.strip() or len(name) > 100 or not name.isprintable():
        raise AccessError("A user needs a name of at most 100 letters.")
    if len(password) < LEAST_PASSWORD:
        raise AccessError(f"A password has at least {LEAST_PASSWORD} characters.")


def hashed(password: str) -> str:
    """The Argon2id hash of a password, with its salt and settings (RFC 9106, the low-memory set)."""
    return _hasher().hash(password)


def matches(kept: str, password: str) -> bool:
    """Whether a password fits a kept hash."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher, profiles

    return PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY)
