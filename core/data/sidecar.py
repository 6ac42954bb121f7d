"""What a small file beside a depth map or cloud says of it: scale, unit, pixel size, calibration, background.

`NAME.json` beside `NAME.png` may hold any of:
    {"unit": "mm", "scale": 0.1, "offset": 0, "spacing_mm": [row, column], "missing": 0,
     "disparity": {"focal_px": 1000, "baseline_mm": 120, "offset_px": 0}, "remove_background_plane_mm": 1.5}
A disparity map (named disp... or disparity...) may lie beside a `calib.txt` as the Middlebury stereo data has it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.naming import stem_of
from core.errors import SampleReadError
from core.records import FileChoice

_LARGEST = 1 << 20  # bytes
AS_FOUND = FileChoice()
CHOSEN = "your choice"  # where a fact comes from that no file tells
_KEYS = frozenset({"unit", "scale", "offset", "spacing_mm", "missing", "disparity", "remove_background_plane_mm"})


@dataclass(frozen=True, slots=True)
class DepthFacts:
    """How stored values become measurements. None: not told."""

    unit: str | None = None
    scale: float = 1.0
    offset: float = 0.0
    spacing_mm: tuple[float, float] | None = None
    missing: float = 0.0  # the stored value that means "no echo"
    focal_px: float | None = None  # of a disparity map
    baseline_mm: float = 0.0
    disparity_offset_px: float = 0.0
    plane_mm: float | None = None  # a background plane is removed with this tolerance
    source: str = ""  # the file that says so
    note: str = ""  # why a file beside it was not used

    @property
    def is_disparity(self) -> bool:
        """Whether values are disparities in pixels with a known calibration."""
        return self.focal_px is not None

    def with_choice(self, choice: FileChoice) -> DepthFacts:
        """The same facts with what a user chose in place of them."""
        told = self
        if choice.unit or choice.scale is not None:
            told = replace(told, unit=choice.unit or told.unit, source=told.source or CHOSEN)
        if choice.scale is not None:
            told = replace(told, scale=choice.scale)
        if choice.plane_mm is not None:
            told = replace(told, plane_mm=choice.plane_mm or None)
        return told

    def are_depths(self, stored: NDArray[np.float32]) -> bool:
        """Whether stored values are depth as they are: nothing to reckon, all finite, and none that means missing."""
        low, high = float(stored.min()), float(stored.max())  # both pass NaN on
        is_plain = self.focal_px is None and (self.scale, self.offset) == (1.0, 0.0)
        return bool(is_plain and np.isfinite(low) and np.isfinite(high) and not low <= self.missing <= high)

    def measure(self, stored: NDArray[np.float32]) -> NDArray[np.float32]:
        """Stored values [H, W] as depth in `unit`, in place; NaN where nothing was measured, infinity as stored."""
        missing = stored == np.float32(self.missing)
        if self.focal_px is None and (self.scale, self.offset) == (1.0, 0.0):
            np.copyto(stored, np.nan, where=missing)
            return stored
        missing |= ~np.isfinite(stored)
        if self.focal_px is None:
            values = stored * np.float32(self.scale) + np.float32(self.offset)
        else:
            pixels = stored.astype(np.float64) * self.scale + self.offset
            missing |= pixels <= 0
            shifted = np.where(missing, 1.0, pixels + self.disparity_offset_px)
            missing |= shifted <= 1e-6
            values = (self.focal_px * self.baseline_mm / np.maximum(shifted, 1e-6)).astype(np.float32)
        return np.where(missing, np.float32(np.nan), values)


def facts_beside(path: Path, modality: str = "") -> DepthFacts:
    """The facts in the files beside a depth map or cloud; all unknown where there are none.

    Raises SampleReadError when there is such a file, but it contradicts itself.
    """
    sidecar = path.with_name(f"{stem_of(path)}.json")
    text = _text(sidecar)
    found = parse_facts(text, sidecar)
    if found is not None:
        return found
    if text.strip() and not _is_json(text):
        return DepthFacts(note=f"{sidecar.name} is damaged (no valid JSON) and was not used.")
    calibration = path.with_name("calib.txt")
    if stem_of(path).lower().startswith("disp") and (told := _middlebury(_text(calibration))):
        return replace(told, source=calibration.name)
    return DepthFacts()


def parse_facts(text: str, source: Path) -> DepthFacts | None:
    """Facts in JSON (a sidecar's, or a TIFF's description); None where the text is something else.

    Raises SampleReadError for values that are impossible.
    """
    try:
        facts: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(facts, dict) or not _KEYS & facts.keys():
        return None
    try:
        return _checked(facts, source.name)
    except (TypeError, ValueError, LookupError, AttributeError) as exc:
        raise SampleReadError(
            f"{source.name} describes {source.stem} with values that are impossible.",
            hint="See the page on formats.",
            path=source,
        ) from exc


def _checked(facts: dict[str, Any], source: str) -> DepthFacts:
    unit = facts.get("unit")
    if unit is not None and not isinstance(unit, str):
        raise TypeError("unit is text")
    disparity = facts.get("disparity") or {}
    spacing = facts.get("spacing_mm")
    plane = facts.get("remove_background_plane_mm")
    told = DepthFacts(
        unit=unit[:12] if unit else None,
        scale=_number(facts.get("scale", 1.0)),
        offset=_number(facts.get("offset", 0.0)),
        spacing_mm=None if spacing is None else (_positive(spacing[0]), _positive(spacing[1])),
        missing=_number(facts.get("missing") or 0.0),
        plane_mm=None if plane is None else _positive(plane),
        source=source,
    )
    if disparity:
        told = replace(
            told,
            unit="mm",
            focal_px=_positive(disparity["focal_px"]),
            baseline_mm=_positive(disparity["baseline_mm"]),
            disparity_offset_px=_number(disparity.get("offset_px", 0.0)),
        )
    return told


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e12:
        raise ValueError(value)
    return float(value)


def _positive(value: object) -> float:
    number = _number(value)
    if number <= 0:
        raise ValueError(value)
    return number


def _middlebury(text: str) -> DepthFacts | None:
    """Focal length, baseline and offset of a calib.txt: cam0=[f 0 cx; 0 f cy; 0 0 1], doffs=..., baseline=... ."""
    entries = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    numbers = {key.strip(): re.findall(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", value) for key, value in entries.items()}
    try:
        focal, baseline = float(numbers["cam0"][0]), float(numbers["baseline"][0])
        offset = float(numbers["doffs"][0]) if numbers.get("doffs") else 0.0
    except (KeyError, IndexError, ValueError):
        return None
    if not (0 < focal < 1e9 and 0 < baseline < 1e9):
        return None
    return DepthFacts(unit="mm", focal_px=focal, baseline_mm=baseline, disparity_offset_px=offset)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _text(path: Path) -> str:
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return ""
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return ""
