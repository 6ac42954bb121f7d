"""The pictures a reader of a report needs: every view, the map over it with numbered regions, colour bar, histogram.

No Qt; Pillow draws the words. A picture is a PNG with a title and a caption in words.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from core.pictures import grey, heat_colours, hottest_slice, png
from core.records import InspectionResult, LoadedSample, View, modality_info

Pixels = NDArray[np.uint8]
Mark = tuple[float, str, tuple[int, int, int]]  # map value, word, colour

LEAST_SIDE, MOST_SIDE = 480, 900  # px of a picture's longer side: small views are enlarged, large ones reduced
_WHITE, _INK, _DIM = (255, 255, 255), (28, 35, 43), (77, 89, 102)
_ANOMALY, _REVIEW, _PIXEL = (163, 24, 43), (138, 90, 0), (35, 92, 160)


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """One picture of a report."""

    title: str
    caption: str
    png: bytes
    is_wide: bool = False  # takes the whole width of a page

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, from the PNG's header."""
        return int.from_bytes(self.png[16:20]), int.from_bytes(self.png[20:24])


@dataclass(frozen=True, slots=True, eq=False)
class _Source:
    """What pictures are made of, from a result or from what was kept of one."""

    anomaly_map: NDArray[np.float32]
    own_maps: Mapping[str, NDArray[np.float32]]
    regions: Sequence[tuple[tuple[int, int, int, int], int | None, tuple[int, int]]]  # box, slice, peak
    index: int  # of the slice that is shown
    full: float  # map value of the last colour
    marks: Sequence[Mark]
    region_threshold: float | None
    category: str


def pictures_of(loaded: LoadedSample, result: InspectionResult) -> tuple[ReportPicture, ...]:
    """Every view without and with the map, further planes of a volume, the colour bar, the normal scores."""
    calibration = result.calibration
    source = _Source(
        result.anomaly_map,
        result.modality_maps,
        [(region.bbox, region.slice_index, region.peak_position) for region in result.regions],
        hottest_slice(result),
        _full_scale(result.anomaly_map, result.threshold),
        _marks(calibration.anomaly_threshold, calibration.review_threshold, calibration.pixel_threshold)
        if calibration
        else (),
        calibration.region_threshold if calibration else None,
        result.category,
    )
    made = _views(loaded, source)
    if calibration is not None and len(calibration.normal_scores):
        count = len(calibration.normal_scores)
        words = f"Scores of {count:,} held-out normal samples of {calibration.category}, and this one. No unit."
        bars = _histogram(calibration.normal_scores, result.score, source.marks, calibration.anomaly_threshold)
        made.append(ReportPicture("Score among normal ones", words, _png(bars), True))
    return tuple(made)


def pictures_of_map(
    loaded: LoadedSample, anomaly_map: NDArray[np.float32], facts: Mapping[str, Any]
) -> tuple[ReportPicture, ...]:
    """The same from a kept map and the facts of its record (JSON), without the normal scores."""
    threshold, regions = facts.get("threshold"), facts.get("regions") or []
    peak = np.unravel_index(int(np.nanargmax(anomaly_map)), anomaly_map.shape)
    index = int(regions[0]["slice"]) if regions and regions[0].get("slice") is not None else int(peak[0])
    boxes = [
        (tuple(region["bbox"]), region.get("slice"), tuple(region.get("peak_position") or region["bbox"][:2]))
        for region in regions
    ]
    review, pixel = facts.get("review_threshold"), facts.get("pixel_threshold")
    source = _Source(
        anomaly_map,
        {},
        boxes,
        index if anomaly_map.ndim == 3 else 0,
        _full_scale(anomaly_map, threshold),
        _marks(threshold, review or threshold, pixel if pixel != threshold else None) if threshold else (),
        pixel,
        str(facts.get("category", "")),
    )
    return tuple(_views(loaded, source))


def _views(loaded: LoadedSample, source: _Source) -> list[ReportPicture]:
    index, full, made = source.index, source.full, []
    for view in loaded.views:
        plain = grey(view, index)
        fused = source.anomaly_map[index] if source.anomaly_map.ndim == 3 else source.anomaly_map
        # sensors that are not registered: each with its own map
        values = fused if fused.shape == plain.shape[:2] else source.own_maps.get(view.modality, fused)
        steps = view.spacing_mm[-2:] if view.spacing_mm else None
        label, caption = modality_info(view.modality).label, _caption(view, index)
        made.append(ReportPicture(label, caption, _png(_scaled(plain, steps))))
        if values.shape == plain.shape[:2]:
            drawn = _scaled(_mixed(plain, values, full), steps)
            if values is fused:
                _outline(drawn, values, source)
            own = "" if values is fused else ", its own"
            made.append(ReportPicture(f"{label} with anomaly map{own}", caption, _png(drawn)))
    if loaded.is_volume:
        made += _other_planes(loaded.views[0], source)
    made.append(ReportPicture("Colours of the map", _scale_words(source), _png(_colour_bar(source)), True))
    return made


def thumbnail(picture: bytes, side: int = 240) -> bytes:
    """A PNG made smaller for a contact sheet."""
    pixels = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        return picture
    scale = side / max(pixels.shape[:2])
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    return png(np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2RGB), np.uint8))


# --- views ----------------------------------------------------------------------------------------------------------
def _full_scale(anomaly_map: NDArray[np.float32], threshold: float | None) -> float:
    return max(2.0 * threshold if threshold else float(np.nanmax(anomaly_map)), 1e-9)


def _caption(view: View, index: int) -> str:
    height, width = view.size[-2:]
    words = [f"{width:,} x {height:,} px"]
    if view.spacing_mm:
        words.append(f"{view.spacing_mm[-1]:.3g} x {view.spacing_mm[-2]:.3g} mm a pixel")
    if view.is_volume:
        words.insert(0, f"axial slice {index + 1} of {view.size[0]}, the highest score")
    return ", ".join(words)


def _other_planes(view: View, source: _Source) -> list[ReportPicture]:
    """Coronal and sagittal through the peak of the strongest region, or of the map; the head is up."""
    found = np.unravel_index(int(np.nanargmax(source.anomaly_map)), source.anomaly_map.shape)
    peak = [int(place) for place in found]
    if source.regions and source.regions[0][1] is not None:
        _, index, (x, y) = source.regions[0]
        peak = [index or 0, y, x]
    spacing = view.spacing_mm or (1.0, 1.0, 1.0)
    volume: NDArray[np.float32] = view.pixels  # type: ignore[assignment]  # a volume is float32
    made = []
    for name, axis in (("coronal", 1), ("sagittal", 2)):
        place = peak[axis]
        steps = (spacing[0], spacing[2 if axis == 1 else 1])
        plane = View(view.modality, np.take(volume, place, axis)[::-1], view.display_range)
        values = np.take(source.anomaly_map, place, axis)[::-1]
        words = f"{name} plane {place + 1} of {volume.shape[axis]}, through the strongest place"
        pixels = _scaled(_mixed(grey(plane, 0), values, source.full), steps)
        made.append(
            ReportPicture(f"{modality_info(view.modality).label} with anomaly map, {name}", words, _png(pixels))
        )
    return made


def _mixed(plain: Pixels, values: NDArray[np.float32], full: float) -> Pixels:
    colours, opacity = heat_colours(values, full)
    return np.asarray(plain * (1.0 - opacity) + colours * opacity, np.uint8)


def _scaled(pixels: Pixels, steps_mm: Sequence[float] | None) -> Pixels:
    """Square pixels, at a size that can be printed."""
    height, width = pixels.shape[:2]
    tall, wide = (steps_mm[0] / min(steps_mm), steps_mm[1] / min(steps_mm)) if steps_mm else (1.0, 1.0)
    longest = max(height * tall, width * wide)
    scale = min(max(longest, LEAST_SIDE), MOST_SIDE) / longest
    size = max(round(width * wide * scale), 1), max(round(height * tall * scale), 1)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_NEAREST if scale >= 3 else cv2.INTER_LINEAR
    return np.ascontiguousarray(cv2.resize(pixels, size, interpolation=way), np.uint8)


def _outline(drawn: Pixels, values: NDArray[np.float32], source: _Source) -> None:
    """Draw the regions' edges and ranks into an enlarged picture, in place."""
    shown = [(rank, box) for rank, (box, index, _) in enumerate(source.regions, 1) if index in (None, source.index)]
    if not shown or source.region_threshold is None:
        return
    across, down = drawn.shape[1] / values.shape[1], drawn.shape[0] / values.shape[0]
    above = (values >= source.region_threshold).astype(np.uint8)
    large = cv2.resize(above, (drawn.shape[1], drawn.shape[0]), interpolation=cv2.INTER_NEAREST)
    edges, _ = cv2.findContours(large, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(drawn, edges, -1, (255, 255, 255), 1, cv2.LINE_AA)
    image = Image.fromarray(drawn)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(16)
    for rank, box in shown[:9]:
        place = (min(box[2] * across + 4, drawn.shape[1] - 14), max(box[1] * down - 8, 0))
        pen.text(place, str(rank), fill=_WHITE, font=font, stroke_width=2, stroke_fill=(0, 0, 0))
    drawn[:] = np.asarray(image)


# --- scales ---------------------------------------------------------------------------------------------------------
def _marks(anomaly: float, review: float, pixel: float | None) -> list[Mark]:
    marks = [(anomaly, "anomaly", _ANOMALY)]
    if review < anomaly:
        marks.append((review, "review", _REVIEW))
    if pixel is not None:
        marks.append((pixel, "regions", _PIXEL))
    return marks


def _scale_words(source: _Source) -> str:
    if not source.marks:
        return "Raw map without calibration: the scale ends at its own peak. Values have no unit."
    return (
        "Map values have no unit. The scale ends at twice the anomaly threshold; the same colour means the same value "
        f"in every report of {source.category}."
    )


def _colour_bar(source: _Source) -> Pixels:
    full = source.full
    width, bar, left = 1000, (60, 90), 30
    image = Image.new("RGB", (width, 126), _WHITE)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(17)
    ramp = np.linspace(0.0, full, width - 2 * left, dtype=np.float32)[None].repeat(bar[1] - bar[0], axis=0)
    base = np.full((*ramp.shape, 3), 128, np.uint8)
    image.paste(Image.fromarray(_mixed(base, ramp, full)), (left, bar[0]))
    pen.rectangle((left, bar[0], width - left, bar[1]), outline=_DIM)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = left + share * (width - 2 * left)
        pen.line((x, bar[1], x, bar[1] + 5), fill=_DIM)
        pen.text((x, bar[1] + 8), f"{share * full:.3g}", fill=_INK, font=font, anchor="ma")
    _draw_marks(pen, source.marks, full, (left, width - left), (bar[0] - 8, bar[1]), font)
    return np.asarray(image)


def _draw_marks(
    pen: ImageDraw.ImageDraw,
    marks: Sequence[Mark],
    full: float,
    span: tuple[float, float],
    height: tuple[float, float],
    font: ImageFont.ImageFont | ImageFont.FreeTypeFont,
) -> None:
    """Vertical lines with words above; words that would meet stand one above the other."""
    taken: list[tuple[float, float, int]] = []
    for value, word, colour in sorted(marks):
        x = span[0] + (span[1] - span[0]) * min(value / full, 1.0)
        text = f"{word} {value:.3f}"
        width = pen.textlength(text, font=font)
        left = min(max(x - width / 2, 2), span[1] + span[0] - width - 2)
        row = next(
            r for r in range(9) if not any(t == r and left < b + 8 and a - 8 < left + width for a, b, t in taken)
        )
        taken.append((left, left + width, row))
        pen.line((x, height[0], x, height[1]), fill=colour, width=3)
        pen.text((left, height[0] - 22 - 18 * (row % 2) if row else height[0] - 22), text, fill=colour, font=font)


def _histogram(scores: NDArray[np.float32], score: float, marks: Sequence[Mark], threshold: float) -> Pixels:
    width, height, left, floor, top = 1000, 260, 50, 222, 64
    end = 1.12 * max(float(scores[-1]), threshold, 1e-9)
    end = max(end, min(1.05 * score, 3 * end))
    image = Image.new("RGB", (width, height), _WHITE)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(17)
    counts, edges = np.histogram(scores, bins=int(np.clip(3 * np.sqrt(len(scores)), 12, 60)), range=(0.0, end))
    tallest = max(int(counts.max()), 1)

    def across(value: float) -> float:
        return left + (width - 2 * left) * min(value / end, 1.0)

    for count, low, high in zip(counts, edges[:-1], edges[1:], strict=True):
        if count:
            pen.rectangle(
                (across(low) + 1, floor - (floor - top) * count / tallest, across(high) - 1, floor), fill=_DIM
            )
    pen.line((left, floor, width - left, floor), fill=_DIM)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        pen.text((across(share * end), floor + 8), f"{share * end:.3g}", fill=_INK, font=font, anchor="ma")
    pen.text((left - 8, top), f"{tallest:,}", fill=_DIM, font=font, anchor="rm")
    shown = [mark for mark in marks if mark[1] != "regions"]
    _draw_marks(pen, shown, end, (left, width - left), (44, floor), font)
    x = across(score)
    pen.line((x, top, x, floor), fill=_INK, width=2)
    pen.polygon([(x - 7, top), (x + 7, top), (x, top + 11)], fill=_INK)
    words = f"this one {score:.3f}{'' if score <= end else ' (beyond)'}"
    side = "rs" if x > width - 260 else "ls"
    pen.text((x - 12 if side == "rs" else x + 12, top + 18), words, fill=_INK, font=font, anchor=side)
    return np.asarray(image)


def _png(pixels: Pixels) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", optimize=False, compress_level=6)
    return buffer.getvalue()
