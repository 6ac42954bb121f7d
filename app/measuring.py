"""Lengths and areas drawn by the user: geometry in mm (or px), words, and a file that keeps them with their sample."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.i18n import numeral, tr
from app.writing import write_whole
from core.records import Modality, View

log = logging.getLogger(__name__)

Spot = tuple[float, float, float]  # slice, row, column; a pixel's centre has whole numbers, an image slice 0
FORMAT = 1


class Shape(StrEnum):
    """What is measured."""

    LINE = "line"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class Measurement:
    """A line of two points or a closed polygon of at least three, in pixels of the first view.

    `modality` names the view where it belongs to one alone, because that shares no pixels with the first; else empty.
    """

    shape: Shape
    points: tuple[Spot, ...]
    modality: Modality = ""


def spacing_of(view: View) -> tuple[float, float, float] | None:
    """Of slices, rows and columns in mm; None where it is not known."""
    if view.spacing_mm is None:
        return None
    spacing = (*([1.0] * (3 - len(view.spacing_mm))), *view.spacing_mm)
    return spacing[0], spacing[1], spacing[2]


def length(points: Sequence[Spot], spacing: Spot | None) -> float:
    """Of a polyline, in mm; without a spacing in px."""
    steps = np.diff(np.asarray(points, np.float64), axis=0) * (spacing or (1.0, 1.0, 1.0))
    return float(np.linalg.norm(steps, axis=1).sum())


def area(points: Sequence[Spot], spacing: Spot | None) -> float:
    """Of a flat closed polygon, in mm²; without a spacing in px."""
    corners = np.asarray(points, np.float64) * (spacing or (1.0, 1.0, 1.0))
    corners -= corners[0]
    crosses = np.cross(corners, np.roll(corners, -1, axis=0))
    return float(np.linalg.norm(crosses.sum(axis=0)) / 2)


def values_inside(plane: NDArray[np.float32], corners: NDArray[np.float64]) -> NDArray[np.float32]:
    """The pixels of a plane [H, W] whose centres lie in a polygon [N, 2] of (x, y), centres at whole numbers."""
    height, width = plane.shape
    first = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, (width - 1, height - 1))
    last = np.clip(np.ceil(corners.max(axis=0)).astype(int), 0, (width - 1, height - 1))
    rows, columns = np.mgrid[first[1] : last[1] + 1, first[0] : last[0] + 1]
    inside = np.zeros(rows.shape, bool)
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y0 == y1:
            continue
        crosses = (rows >= min(y0, y1)) & (rows < max(y0, y1))
        inside ^= crosses & (columns < x0 + (rows - y0) * (x1 - x0) / (y1 - y0))
    piece = plane[first[1] : last[1] + 1, first[0] : last[0] + 1]
    return piece[inside]


def size_text(measurement: Measurement, spacing: Spot | None) -> str:
    """The length, or area and perimeter, with unit: "12.4 mm"."""
    unit = "mm" if spacing is not None else "px"
    if measurement.shape is Shape.LINE:
        return f"{_number(length(measurement.points, spacing))} {unit}"
    around = (*measurement.points, measurement.points[0])
    square = f"{_number(area(measurement.points, spacing))} {unit}{'²' if unit == 'mm' else ''}"
    return tr("{area}  ·  around {length} {unit}", area=square, length=_number(length(around, spacing)), unit=unit)


def _number(value: float) -> str:
    return f"{numeral(value, ',.0f')}" if value >= 1000 else f"{numeral(value, '.4g')}"


def values_text(values: NDArray[np.float32], unit: str) -> str:
    """Mean, spread and extremes of what lies inside an area."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return ""
    unit = f" {unit}" if unit else ""
    mean, spread = numeral(float(finite.mean()), ".4g"), numeral(float(finite.std()), ".3g")
    low, high = (numeral(float(end), ".4g") for end in (finite.min(), finite.max()))
    return f"{mean} ± {spread}{unit}  ·  {low} … {high}"


class MeasurementFiles:
    """Keeps the measurements of every sample in a file of its own, named after the sample's files.

    Args:
        folder: Made when the first measurement is kept; None: nothing is kept.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def _path(self, key: str) -> Path | None:
        name = hashlib.sha256(key.encode()).hexdigest()[:24]
        return self._folder / f"{name}.json" if self._folder is not None else None

    def load(self, key: str) -> tuple[Measurement, ...]:
        """The measurements of a sample; none where its file is absent or broken."""
        path = self._path(key)
        if path is None or not path.is_file():
            return ()
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            return tuple(_measurement(entry) for entry in kept["measurements"]) if kept["format"] == FORMAT else ()
        except (OSError, ValueError, KeyError, TypeError) as exc:
            log.warning("cannot read measurements in %s: %s", path, exc)
            return ()

    def save(self, key: str, measurements: Sequence[Measurement]) -> None:
        """Keep these. Raises OSError."""
        path = self._path(key)
        if path is None:
            return
        if not measurements:
            path.unlink(missing_ok=True)
            return
        kept = {"format": FORMAT, "files": key.split("|"), "measurements": [asdict(entry) for entry in measurements]}
        write_whole(path, json.dumps(kept))


def _measurement(entry: Mapping[str, object]) -> Measurement:
    points = tuple((float(a), float(b), float(c)) for a, b, c in entry["points"])  # type: ignore[attr-defined]
    measurement = Measurement(Shape(str(entry["shape"])), points, str(entry["modality"]))
    if len(points) < (2 if measurement.shape is Shape.LINE else 3) or not np.isfinite(points).all():
        raise ValueError("too few points, or one that is no number")
    return measurement
