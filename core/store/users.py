"""Users, kept as audit records: the latest record of a name holds, so that no change of a user can be hidden."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from core.access import TRIES, WAIT_S, AccessError, Right, Role, User, check_new, hashed, matches, refusal
from core.store.schema import audit
from core.store.store import ReviewStore
from core.verdicts import Json

KIND, LOG_IN, LOG_OUT, WRONG, REFUSED = "user", "log-in", "log-out", "log-in refused", "refused"


class Users:
    """The users of a review database. May be called from any thread."""

    def __init__(self, store: ReviewStore) -> None:
        self._store = store

    def all(self) -> list[User]:
        """Everybody who was ever made, by name."""
        return [User(name, Role(str(body["role"])), bool(body["is_active"])) for name, body in self._bodies().items()]

    def is_on(self) -> bool:
        """Whether a log-in is needed: from the first user on, until the last one is taken out."""
        return any(user.is_active for user in self.all())

    def put(self, name: str, role: Role, password: str | None = None, *, is_active: bool = True, by: str = "") -> User:
        """Make or change a user; `password` None keeps the old one.

        Raises AccessError where nobody would be left to manage the others, or name or password will not do.
        """
        name = name.strip()
        known = self._bodies()
        others = [Role(str(body["role"])) for key, body in known.items() if key != name and body["is_active"]]
        if (
            Role.ADMINISTRATOR not in others
            and not (is_active and role is Role.ADMINISTRATOR)
            and (others or is_active)
        ):
            raise AccessError("An administrator is needed, to manage the others.", hint="Make one first.")
        if password is None and name not in known:
            raise AccessError(f"{name} has no password yet.")
        if password is not None:
            check_new(name, password)
        kept = hashed(password) if password is not None else known[name]["password"]
        body: dict[str, Json] = {"name": name, "role": role.value, "is_active": is_active, "password": kept, "by": by}
        self._store.note(KIND, body)
        return User(name, role, is_active)

    def log_in(self, name: str, password: str) -> User:
        """Check a password. Raises AccessError; both ways it is recorded. An account waits after wrong passwords."""
        name = name.strip()
        wait = self._wait(name)
        if wait > 0:
            raise AccessError(f"Too many wrong passwords for {name}: wait {wait:.0f} s.")
        body = self._bodies().get(name)
        # a hash is computed for unknown names, too: how long it takes tells nobody who exists
        fits = matches(str(body["password"]), password) if body is not None else matches(_NOBODY, password)
        if body is None or not fits or not body["is_active"]:
            self._store.note(WRONG, {"name": name})
            raise AccessError("Name and password do not fit.")
        self._store.note(LOG_IN, {"name": name, "role": body["role"]})
        return User(name, Role(str(body["role"])))

    def log_out(self, user: User) -> None:
        """Record that somebody left."""
        self._store.note(LOG_OUT, {"name": user.name})

    def refuse(self, user: User | None, right: Right, what: str) -> str:
        """Record that somebody tried what they may not; returns why, in a sentence."""
        reason = refusal(user, right)
        self._store.note(REFUSED, {"name": user.name if user else "", "what": what, "reason": reason})
        return reason

    def _bodies(self) -> dict[str, dict[str, Json]]:
        chosen = select(audit.c.body).where(audit.c.kind == KIND).order_by(audit.c.seq)
        with self._store.database.reading() as connection:
            found = [json.loads(text) for text in connection.execute(chosen).scalars()]
        return dict(sorted({str(body["name"]): body for body in found}.items()))

    def _wait(self, name: str) -> float:
        """Seconds that an account must wait after wrong passwords in a row; 0 or less: none."""
        chosen = (
            select(audit.c.kind, audit.c.made_at, audit.c.body)
            .where(audit.c.kind.in_((LOG_IN, WRONG)))
            .order_by(audit.c.seq.desc())
            .limit(500)
        )
        with self._store.database.reading() as connection:
            rows = connection.execute(chosen).all()
        own = [row for row in rows if json.loads(row.body)["name"] == name][:TRIES]
        if len(own) < TRIES or any(row.kind == LOG_IN for row in own):
            return 0.0
        last = datetime.fromisoformat(own[0].made_at) + timedelta(seconds=WAIT_S)
        return (last - datetime.now(UTC)).total_seconds()


_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$bm9ib2R5bm9ib2R5$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
