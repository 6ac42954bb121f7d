"""What the panels say, as pure functions: numbers with units and plain sentences about scores, thresholds and gates."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from core import review
from core.records import CategoryCalibration, InspectionResult, Kind, Modality, modality_info


def score_text(value: float) -> str:
    """A score with about three significant decimals; scores have no unit."""
    if not math.isfinite(value):
        return "–"
    if abs(value) < 10:
        return f"{value:.3f}"
    return f"{value:.2f}" if abs(value) < 100 else f"{value:,.1f}"


def number_text(value: float) -> str:
    """A value of a view: four digits, but no powers of ten where the digits of 16 bits can be shown."""
    return f"{value:.0f}" if 1e4 <= abs(value) < 1e7 else f"{value:.4g}"


def percent_text(share: float, decimals: int = 0) -> str:
    """A share 0..1 as per cent; never 0 or 100 when it is not exactly that."""
    smallest = 10.0**-decimals
    percent = 100.0 * share
    if 0.0 < percent < smallest / 2:
        return f"< {smallest:.{decimals}f} %"
    if 100.0 - smallest / 2 < percent < 100.0:
        return f"> {100.0 - smallest:.{decimals}f} %"
    return f"{percent:.{decimals}f} %"


def sample_noun(modalities: tuple[Modality, ...], count: int = 1) -> str:
    """ "part" or, for CT and MRI, "scan"; with an s unless count is 1."""
    medical = any(modality_info(name).kind in (Kind.MRI, Kind.CT) for name in modalities)
    return ("scan" if medical else "part") + ("" if count == 1 else "s")


def flagged(scores: NDArray[np.float32], threshold: float) -> int:
    """How many normal scores reach the threshold."""
    return int(np.count_nonzero(scores.astype(np.float64) >= threshold))


def lower_text(calibration: CategoryCalibration, score: float) -> str:
    """How many normal samples score lower than this one."""
    count = len(calibration.normal_scores)
    lower = int(np.searchsorted(calibration.normal_scores, np.float32(score)))
    nouns = f"normal {sample_noun(calibration.modalities, 2)}"
    if count == 0:
        return "No normal scores are kept with this model."
    if lower == count:
        return f"All {count:,} {nouns} score lower."
    if lower == 0:
        return f"None of {count:,} {nouns} scores lower."
    return f"{percent_text(lower / count, 1)} of {nouns} score lower."


def consequence_text(calibration: CategoryCalibration, threshold: float) -> str:
    """What a threshold would do to the held-out normals, with the 95 % interval that their number allows."""
    scores = calibration.normal_scores
    count = len(scores)
    if count == 0:
        return "No held-out normals are kept with this model, so the effect cannot be told."
    hits = flagged(scores, threshold)
    _, low, high = review.false_alarms(scores, threshold)
    lower = min(calibration.review_threshold, threshold)
    nouns = sample_noun(calibration.modalities, count)
    text = (
        f"At this threshold {hits:,} of {count:,} held-out normal {nouns} would be "
        f"flagged (95 % interval {percent_text(low, 1)} to {percent_text(high, 1)})."
    )
    if in_review := flagged(scores, lower) - hits:
        text += f" {in_review:,} more would go to review."
    return text


def unknown_text(result: InspectionResult, sample_notes: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Why there is no verdict, one sentence an item: in the core's words where its notes say more than the sample's."""
    noun = sample_noun(result.modalities)
    reasons = tuple(note for note in result.notes if note not in sample_notes)
    if not reasons:
        reasons = (f"The {noun} is unlike every category this model was calibrated for.",)
    if result.recognised:
        reasons += (f"The nearest recipe is {result.recognised}.",)
    return *reasons, "Score and map are raw, not compared with normal ones. No verdict is given."


def entropy_bits(probabilities: NDArray[np.float32]) -> float:
    """Shannon entropy of a distribution in bits."""
    p = probabilities[probabilities > 0].astype(np.float64)
    return float(-(p * np.log2(p)).sum())


def gate_text(
    label: str,
    scale: int,
    kernel_size: int,
    probabilities: NDArray[np.float32],
    leaders: NDArray[np.int64],
    weights: NDArray[np.float32],
) -> str:
    """One gate in plain words.

    Args:
        label: The modality as shown to people.
        scale: Counted from 1 (finest).
        kernel_size: Of the branch.
        probabilities: [R] of all leaders.
        leaders: [kept] best first.
        weights: [kept] of the kept leaders.
    """
    count = len(probabilities)
    kept = [f"{leader} ({percent_text(float(weight))})" for leader, weight in zip(leaders, weights, strict=True)]
    named = kept[0] if len(kept) == 1 else f"{', '.join(kept[:-1])} and {kept[-1]}"
    held = float(probabilities[leaders].sum())
    dropped = np.delete(probabilities, leaders)
    lead = 100 * float(probabilities[leaders].min() - dropped.max()) if len(dropped) else 0.0
    ahead = f", the last of them {lead:.2f} percentage points before the next" if len(dropped) else ""
    bits, most = entropy_bits(probabilities), math.log2(count) if count > 1 else 1.0
    ratio = bits / most
    mood = "clear choice" if ratio < 0.35 else "some doubt" if ratio < 0.75 else "nearly undecided"
    return (
        f"{label}, scale {scale}, kernel {kernel_size}×{kernel_size}: leader{'s' if len(kept) > 1 else ''} {named} of "
        f"{count}. Before the others were dropped they held {percent_text(held)} of the gate{ahead}; "
        f"entropy {bits:.1f} of {most:.1f} bits: {mood}."
    )
