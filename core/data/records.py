"""What is told of a sample's files to people who check how they were understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.records import FileChoice, Modality

DEPTH_UNITS = ("mm", "m", "cm", "um", "in")
VIEWPOINTS = {  # from where a cloud is seen; the keys go into sample.json
    "": "Automatic",
    "best": "Largest face",
    "sides": "All sides",
    "top": "From +Z (top)",
    "bottom": "From −Z (bottom)",
    "front": "From −Y (front)",
    "back": "From +Y (back)",
    "left": "From −X (left)",
    "right": "From +X (right)",
}


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file of a sample: what it was taken for and why, and what of that can be chosen."""

    modality: Modality
    path: Path
    told_by: str  # what the modality was told by: "its name", "its header", "your choice", ...
    parts: tuple[str, ...] = ()  # keys of the volumes, pictures or series in the file, where there are several
    part_names: tuple[str, ...] = ()  # of each part, for people
    part: str = ""  # the key in use; empty: the first
    has_depth: bool = False  # unit and scale can be chosen
    has_viewpoint: bool = False
    unit: str = ""  # in use; empty: not known
    scale: float = 1.0
    plane_mm: float | None = None
    facts_by: str = ""  # what unit and scale were told by; empty: assumed
    choice: FileChoice = field(default_factory=FileChoice)
    assumptions: tuple[str, ...] = ()  # in words


@dataclass(frozen=True, slots=True)
class StreamInfo:
    """What is known of a video file or camera before its first frame."""

    name: str
    is_live: bool  # a camera or an address: it cannot be rewound, and does not wait
    fps: float  # frames a second that it promises
    size: tuple[int, int]  # height, width
    frames: int = 0  # of a file; 0: not known


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of a stream."""

    number: int  # from 0
    seconds: float  # since the stream began
    pixels: NDArray[np.uint8]  # [H, W, 3] RGB


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera of this computer."""

    address: str  # what opens it
    name: str


VIDEO_SUFFIXES = (".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".ts", ".wmv")
