"""Doubts about good parts that their pictures alone raise: copies, blur, light, shape and sensors.

Every measure is judged against the other parts, since only they say how sharp and how bright this product is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from core.records import Kind, LoadedSample, Modality, View, modality_info
from core.teaching.records import Finding, FindingKind

SMALL = 32  # side of the pictures that are compared with each other
SHARP = 256  # side at which sharpness is measured
SIMILAR_SHARE = 0.25  # of the usual distance to the nearest other part
BLUR_SHARE = 0.4  # of the usual sharpness
OUTLIER = 5.0  # robust standard deviations
LEAST_LIGHT = 0.08  # of the range: smaller differences of light are never mentioned
MOST_ODD = 1 / 3  # of the parts: where more differ from the usual light, that is how the product varies
SHAPE_RATIO = 1.25  # of width to height, against the usual


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What a part looks like, in few numbers."""

    sample_id: str
    sha256: str
    modalities: tuple[Modality, ...]
    small: NDArray[np.float32]  # [M, SMALL, SMALL] in 0..1
    sharpness: dict[Modality, float]  # light-sensing sensors only
    light: dict[Modality, float]  # mean in 0..1, likewise
    shape: tuple[float, ...]  # width / height of every view


def look(loaded: LoadedSample, sha256: str) -> Look:
    """Measure one part; of a volume the middle slice."""
    small, sharpness, light, shape = [], {}, {}, []
    for view in loaded.views:
        picture = _unit(view)
        height, width = picture.shape
        shape.append(width / height)
        small.append(cv2.resize(picture, (SMALL, SMALL), interpolation=cv2.INTER_AREA))
        if modality_info(view.modality).kind in (Kind.COLOUR, Kind.GREY):
            scale = SHARP / max(height, width)
            even = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture
            contrast = float(even.std()) + 1e-3
            sharpness[view.modality] = float(cv2.Laplacian(even, cv2.CV_32F).std()) / contrast
            light[view.modality] = float(picture.mean())
    return Look(
        loaded.sample.sample_id,
        sha256,
        loaded.modalities,
        np.stack(small).astype(np.float32),
        sharpness,
        light,
        tuple(shape),
    )


def doubts(looks: Sequence[Look]) -> list[Finding]:
    """All findings, in the order of the parts."""
    usual = Counter(look.modalities for look in looks).most_common(1)[0][0]
    fitting = [look for look in looks if look.modalities == usual]
    findings = [
        Finding(
            look.sample_id,
            FindingKind.SENSORS,
            f"It is seen by {_names(look.modalities)}, most parts by {_names(usual)}.",
        )
        for look in looks
        if look.modalities != usual
    ]
    findings += _copies(fitting) + _shapes(fitting) + _blurred(fitting, usual) + _lit(fitting, usual)
    order = {look.sample_id: place for place, look in enumerate(looks)}
    return sorted(findings, key=lambda finding: order[finding.sample_id])


def outliers_above(values: NDArray[np.float64], deviations: float) -> NDArray[np.bool_]:
    """Values that lie so many robust standard deviations above the median."""
    middle = np.median(values)
    spread = 1.4826 * np.median(np.abs(values - middle)) + 1e-9
    return np.asarray(values > middle + deviations * spread)


def _copies(looks: Sequence[Look]) -> list[Finding]:
    findings: list[Finding] = []
    seen: dict[str, str] = {}
    single: list[Look] = []
    for look in looks:
        if look.sha256 in seen:
            reason = f"The same files as {seen[look.sha256]}."
            findings.append(Finding(look.sample_id, FindingKind.DUPLICATE, reason))
        else:
            seen[look.sha256] = look.sample_id
            single.append(look)
    if len(single) < 3:
        return findings
    flat = np.stack([look.small.ravel() for look in single])
    squares = np.square(flat).sum(axis=1)
    distances = np.sqrt(np.maximum(squares[:, None] + squares - 2 * flat @ flat.T, 0.0) / flat.shape[1])
    np.fill_diagonal(distances, np.inf)
    usual = float(np.median(distances.min(axis=1)))
    for place, look in enumerate(single):
        earlier = distances[place, :place]
        if len(earlier) and earlier.min() < SIMILAR_SHARE * usual:
            other = single[int(earlier.argmin())].sample_id
            share = 100 * earlier.min() / usual
            reason = f"Nearly the same picture as {other}: {share:.0f} % of the usual difference between two parts."
            findings.append(Finding(look.sample_id, FindingKind.SIMILAR, reason))
    return findings


def _shapes(looks: Sequence[Look]) -> list[Finding]:
    usual = np.median([look.shape for look in looks], axis=0)
    return [
        Finding(
            look.sample_id,
            FindingKind.SIZE,
            f"Its picture is {look.shape[0]:.2f} times as wide as high; the others are {usual[0]:.2f} times.",
        )
        for look in looks
        if np.exp(np.abs(np.log(np.asarray(look.shape) / usual))).max() > SHAPE_RATIO
    ]


def _blurred(looks: Sequence[Look], modalities: Sequence[Modality]) -> list[Finding]:
    findings = []
    for modality in modalities:
        values = np.array([look.sharpness.get(modality, 1.0) for look in looks])
        usual = float(np.median(values))
        far = outliers_above(-np.log(np.maximum(values, 1e-6)), OUTLIER)
        for look, value, is_far in zip(looks, values, far, strict=True):
            if is_far and value < BLUR_SHARE * usual:
                label = modality_info(modality).label
                reason = f"{label} is blurred: {100 * value / usual:.0f} % of the usual sharpness."
                findings.append(Finding(look.sample_id, FindingKind.BLURRED, reason))
    return findings


def _lit(looks: Sequence[Look], modalities: Sequence[Modality]) -> list[Finding]:
    findings = []
    for modality in modalities:
        values = np.array([look.light.get(modality, 0.0) for look in looks])
        usual = float(np.median(values))
        far = outliers_above(np.abs(values - usual), OUTLIER) & (np.abs(values - usual) > LEAST_LIGHT)
        if far.mean() > MOST_ODD:
            continue
        for look, value, is_far in zip(looks, values, far, strict=True):
            if is_far:
                word = "brighter" if value > usual else "darker"
                label = modality_info(modality).label
                reason = f"{label} is {word} than the others: mean {100 * value:.0f} % against {100 * usual:.0f} %."
                findings.append(Finding(look.sample_id, FindingKind.LIGHT, reason))
    return findings


def _unit(view: View) -> NDArray[np.float32]:
    """[H, W] grey in 0..1 of a view; of a volume its middle slice."""
    pixels = view.pixels[view.pixels.shape[0] // 2] if view.is_volume else view.pixels
    values = pixels.astype(np.float32)
    if modality_info(view.modality).kind is Kind.COLOUR or values.ndim == 3:
        values = values.mean(axis=-1) / (255.0 if view.pixels.dtype == np.uint8 else 1.0)
        return np.asarray(np.nan_to_num(values), np.float32)
    # Fixed by the type of the file where that has a range: a range of this picture alone would hide its light.
    low, high = (0.0, 255.0) if view.pixels.dtype == np.uint8 else view.display_range
    scaled = (np.nan_to_num(values, nan=low) - low) / max(high - low, 1e-9)
    return np.asarray(np.clip(scaled, 0.0, 1.0), np.float32)


def _names(modalities: Sequence[Modality]) -> str:
    return " + ".join(modality_info(modality).label for modality in modalities)
