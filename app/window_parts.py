"""What a window is made of; tests replace some."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from app.calls import CoreCalls
from app.settings import Settings
from app.views.queue_model import MakeThumbnail
from core import api


@dataclass(frozen=True, slots=True)
class WindowParts:
    """What a window is made of; tests replace some."""

    calls: CoreCalls = field(default_factory=CoreCalls)
    make_thumbnail: MakeThumbnail = api.thumbnail
    settings: Settings = field(default_factory=Settings)
    log_file: Path | None = None
    version: str = ""
    review: str | Path | None = None  # review database, file or URL; None: nothing is recorded
    outbox: Path | None = None  # decisions that the database would not take
    session_file: Path | None = None  # the session while it runs; None: it is not kept
    measurements: Path | None = None  # folder of the measurements; None: they are not kept
