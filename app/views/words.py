"""What the panels say, as pure functions: numbers with units and plain sentences about scores, thresholds and gates."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from app.i18n import later, numeral, tr
from app.sentences import in_language
from core import review
from core.records import CategoryCalibration, InspectionResult, Kind, Modality, modality_info


def score_text(value: float) -> str:
    """A score with about three significant decimals; scores have no unit."""
    if not math.isfinite(value):
        return "–"
    if abs(value) < 10:
        return f"{numeral(value, '.3f')}"
    return f"{numeral(value, '.2f')}" if abs(value) < 100 else f"{numeral(value, ',.1f')}"


_VERDICTS = {
    "normal": later("normal"),
    "review": later("review"),
    "anomaly": later("anomaly"),
    "unknown": later("unknown"),
}


def verdict_text(verdict: str) -> str:
    """A verdict of a table or sentence in the language in use; "" stays ""."""
    return tr(_VERDICTS.get(verdict, verdict))


def number_text(value: float) -> str:
    """A value of a view: four digits, but no powers of ten where the digits of 16 bits can be shown."""
    return f"{numeral(value, '.0f')}" if 1e4 <= abs(value) < 1e7 else f"{numeral(value, '.4g')}"


def percent_text(share: float, decimals: int = 0) -> str:
    """A share 0..1 as per cent; never 0 or 100 when it is not exactly that."""
    smallest = 10.0**-decimals
    percent = 100.0 * share
    if 0.0 < percent < smallest / 2:
        return f"< {numeral(smallest, f'.{decimals}f')} %"
    if 100.0 - smallest / 2 < percent < 100.0:
        return f"> {numeral(100.0 - smallest, f'.{decimals}f')} %"
    return f"{numeral(percent, f'.{decimals}f')} %"


def sample_noun(modalities: tuple[Modality, ...], count: int = 1) -> str:
    """ "part" or, for CT and MRI, "scan"; with an s unless count is 1."""
    medical = any(modality_info(name).kind in (Kind.MRI, Kind.CT) for name in modalities)
    if medical:
        return tr("scan") if count == 1 else tr("scans")
    return tr("part") if count == 1 else tr("parts")


def flagged(scores: NDArray[np.float32], threshold: float) -> int:
    """How many normal scores reach the threshold."""
    return int(np.count_nonzero(scores.astype(np.float64) >= threshold))


def lower_text(calibration: CategoryCalibration, score: float) -> str:
    """How many normal samples score lower than this one."""
    count = len(calibration.normal_scores)
    lower = int(np.searchsorted(calibration.normal_scores, np.float32(score)))
    nouns = tr("normal {sample_noun}", sample_noun=sample_noun(calibration.modalities, 2))
    if count == 0:
        return tr("No normal scores are kept with this model.")
    if lower == count:
        return tr("All {count:,} {nouns} score lower.", count=count, nouns=nouns)
    if lower == 0:
        return tr("None of {count:,} {nouns} scores lower.", count=count, nouns=nouns)
    return tr("{percent_text} of {nouns} score lower.", percent_text=percent_text(lower / count, 1), nouns=nouns)


def consequence_text(calibration: CategoryCalibration, threshold: float) -> str:
    """What a threshold would do to the held-out normals, with the 95 % interval that their number allows."""
    scores = calibration.normal_scores
    count = len(scores)
    if count == 0:
        return tr("No held-out normals are kept with this model, so the effect cannot be told.")
    hits = flagged(scores, threshold)
    _, low, high = review.false_alarms(scores, threshold)
    lower = min(calibration.review_threshold, threshold)
    nouns = sample_noun(calibration.modalities, count)
    text = tr(
        "At this threshold {hits:,} of {count:,} held-out normal {nouns} would be flagged (95 % interval "
        "{low} to {high}).",
        hits=hits,
        count=count,
        nouns=nouns,
        low=percent_text(low, 1),
        high=percent_text(high, 1),
    )
    if in_review := flagged(scores, lower) - hits:
        text += tr(" {in_review:,} more would go to review.", in_review=in_review)
    return text


def unknown_text(result: InspectionResult, sample_notes: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Why there is no verdict, one sentence an item: in the core's words where its notes say more than the sample's."""
    noun = sample_noun(result.modalities)
    reasons = tuple(in_language(note) for note in result.notes if note not in sample_notes)
    if not reasons:
        reasons = (tr("The {noun} is unlike every category this model was calibrated for.", noun=noun),)
    if result.recognised:
        reasons += (tr("The nearest recipe is {recognised}.", recognised=result.recognised),)
    return *reasons, tr("Score and map are raw, not compared with normal ones. No verdict is given.")


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
    named = kept[0] if len(kept) == 1 else tr("{names} and {kept}", names=", ".join(kept[:-1]), kept=kept[-1])
    held = float(probabilities[leaders].sum())
    dropped = np.delete(probabilities, leaders)
    lead = 100 * float(probabilities[leaders].min() - dropped.max()) if len(dropped) else 0.0
    ahead = tr(", the last of them {lead:.2f} percentage points before the next", lead=lead) if len(dropped) else ""
    bits, most = entropy_bits(probabilities), math.log2(count) if count > 1 else 1.0
    ratio = bits / most
    mood = tr("clear choice") if ratio < 0.35 else tr("some doubt") if ratio < 0.75 else tr("nearly undecided")
    leading = tr("leaders {named}", named=named) if len(kept) > 1 else tr("leader {named}", named=named)
    return tr(
        "{label}, scale {scale}, kernel {size}×{size}: {leading} of {count}. Before the others were dropped they held "
        "{held} of the gate{ahead}; entropy {bits:.1f} of {most:.1f} bits: {mood}.",
        label=label,
        scale=scale,
        size=kernel_size,
        leading=leading,
        count=count,
        held=percent_text(held),
        ahead=ahead,
        bits=bits,
        most=most,
        mood=mood,
    )
