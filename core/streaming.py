"""Use cases of live pictures: video files and cameras, the replay of their last seconds, frames as samples.

A part of the seam between core and app; heavy imports inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from core.data.records import Camera, Frame, StreamInfo
from core.records import LoadedSample, Modality, Sample


class FrameStream(Protocol):
    """An open video file or camera; used by one thread at a time."""

    @property
    def info(self) -> StreamInfo:
        """What it is."""

    def read(self) -> Frame | None:
        """The next frame; None at the end of a file. Raises SampleReadError when a camera gives no more."""

    def skip(self) -> bool:
        """Pass one frame over; whether there was one."""

    def close(self) -> None:
        """Give it free."""


class Replay(Protocol):
    """The last seconds of a stream in bounded memory."""

    def add(self, frame: Frame) -> None:
        """Keep a frame; what is too old goes."""

    def snapshot(self) -> Sequence[KeptFrame]:
        """The frames that are kept now, the oldest first."""


class KeptFrame(Protocol):
    """One frame of the replay."""

    @property
    def frame(self) -> Frame:
        """Number and time; its pixels may be packed."""

    def unpack(self) -> Frame:
        """The frame with its pixels."""


def open_stream(source: str) -> FrameStream:
    """Open a video file, "camera:N", a device, or the address of a network camera. Raises SampleReadError."""
    from core.data.stream import FrameStream as Stream

    return Stream(source)


def new_replay() -> Replay:
    """An empty replay of ten seconds."""
    from core.data.replay import Replay as Ring

    return Ring()


def list_cameras() -> tuple[Camera, ...]:
    """The cameras of this computer."""
    from core.data.stream import list_cameras as cameras

    return cameras()


def frame_sample(frame: Frame, info: StreamInfo, modality: Modality = "rgb") -> LoadedSample:
    """A frame of a stream as the sample of one sensor; it has no file until it is kept."""
    from core.data.stream import frame_sample as make

    return make(frame, info, modality)


def keep_frame(frame: Frame, info: StreamInfo, modality: Modality, folder: Path) -> Sample:
    """Write a frame as PNG below `folder`; returns it as a sample of the queue. Raises StorageError."""
    from core.data.stream import keep_frame as keep

    return keep(frame, info, modality, folder)
