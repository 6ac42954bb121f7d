"""Marking a place of an inspected part: what it would change, and the model that has learnt it."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from core import certificate, lineage, marks, scoring
from core.bundle import Bundle
from core.calibration import FittedCategory
from core.data.transforms import PreparedSample
from core.errors import UserFacingError
from core.fingerprint import input_hashes, sample_sha256
from core.library_records import MarkKind, MarkPlace, MarkProposal
from core.marks import MOST_GAIN, Mark
from core.model import checkpoint
from core.model.backbone import load_backbone
from core.predictor import Predictor
from core.progress import CancelToken
from core.records import InspectionResult, LoadedSample
from core.verdicts import now

MOST_SHARE = 0.25  # of the picture: who marks more should teach
MOST_MARKS = 20  # a category
MOST_AT_A_PLACE = 3
SURE = 1.05  # times the threshold, that a missed spot is lifted to
GAINS = (1.25, 1.5, 2.0, 2.5, 3.0, MOST_GAIN)


class MarkError(UserFacingError):
    """A place cannot be marked as asked."""


@torch.inference_mode()
def propose(
    predictor: Predictor,
    loaded: LoadedSample,
    result: InspectionResult,
    mask: NDArray[np.bool_],
    slice_index: int,
    kind: MarkKind,
    reason: str,
    made_by: str,
) -> MarkProposal:
    """What marking a place would do to the part itself.

    Args:
        mask: [H, W] of the first view (of the slice).
        slice_index: Of a volume; 0 for an image.
        kind: A false alarm, or a missed spot.
        reason: Why; kept in the model and in the record.

    Raises:
        MarkError: No recipe, no reason, too much of the part, too many marks, or nothing to be seen there.
    """
    fitted = predictor.bundle.fitted.get(result.category)
    if fitted is None:
        raise MarkError("The part has no recipe, so nothing can be marked as normal for it.")
    if not reason.strip():
        raise MarkError("A mark needs a reason.", hint="Say why this place is marked: it is kept with the model.")
    if not mask.any():
        raise MarkError("The mark covers nothing of the part.")
    if mask.mean() > MOST_SHARE:
        raise MarkError(
            f"The mark covers {100 * mask.mean():.0f} % of the part; {100 * MOST_SHARE:.0f} % is the most.",
            hint="Teach the category again from parts that look so.",
        )
    prepared = PreparedSample(loaded, predictor.config)
    nearest = int(prepared.slices[np.abs(prepared.slices - slice_index).argmin()])
    box = prepared.boxes()[0]
    inside = mask[box.y0 : box.y1, box.x0 : box.x1].astype(np.uint8)
    size = predictor.config.image_size
    small = torch.from_numpy(cv2.resize(inside, size[::-1], interpolation=cv2.INTER_AREA) > 0)
    if not bool(small.any()):
        small = torch.from_numpy(cv2.resize(inside, size[::-1], interpolation=cv2.INTER_NEAREST) > 0)
    first, last = int(prepared.slices[0]), int(prepared.slices[-1])
    position = (nearest - first) / max(last - first, 1)
    output = predictor.forward(prepared.tensors(nearest)[0], [len(loaded.views)])
    prior, restored = ([s.float().cpu() for s in part] for part in (output.prior, output.restored))
    white = scoring.whitened(prior, restored, fitted.normal, position)
    facts = {"reason": reason.strip(), "made_by": made_by, "made_at": now(), "sample": loaded.sample.sample_id}
    facts |= {"kind": kind.value}

    def made(gain: float) -> Mark:
        return marks.learn(white, small, position, loaded.is_volume, gain, facts)

    def marked(mark: Mark) -> tuple[FittedCategory, float]:
        own = _with_mark(fitted, mark)
        values = scoring.deviations(prior, restored, own.normal, position)
        fused = scoring.fuse(scoring.squared_maps(values, size))[1]
        return own, float(fused[small].max())

    before = marked(made(1.0))[1]
    gain = 0.0 if kind is MarkKind.FALSE_ALARM else _lifting(lambda g: marked(made(g))[1], fitted, before)
    mark = made(gain)
    _check_room(fitted, mark)
    own, after = marked(mark)
    again = with_fitted(predictor, result.category, own).inspect(loaded, result.category)
    return MarkProposal(
        kind=kind,
        category=result.category,
        reason=facts["reason"],
        sample=loaded.sample,
        peak=(before, after),
        score=(result.score, again.score),
        verdict=(result.verdict.value, again.verdict.value),
        threshold=fitted.calibration.anomaly_threshold,
        sensitivity=mark.sensitivity,
        gain=gain,
        area_px=int(mask.sum()),
        anomaly_map=again.anomaly_map,
        mark=mark,
    )


def _lifting(peak: object, fitted: FittedCategory, before: float) -> float:
    """The smallest gain that lifts a missed spot above the threshold."""
    wanted = SURE * fitted.calibration.anomaly_threshold
    if before >= wanted:
        raise MarkError("This place is found already: its map reaches the threshold.")
    for gain in GAINS:
        if peak(gain) >= wanted:  # type: ignore[operator]  # a function of the gain
            return gain
    raise MarkError(
        "The network sees next to nothing at this place, so no mark can make it found.",
        hint="Another sensor or light may show it; or teach the category from more parts.",
    )


def _check_room(fitted: FittedCategory, mark: Mark) -> None:
    others = fitted.normal.marks
    if len(others) >= MOST_MARKS:
        raise MarkError(
            f"{fitted.calibration.category} has {MOST_MARKS} marks already.", hint="Teach it again with these parts."
        )
    crowd = sum((other.cells[0].int() for other in others), torch.zeros_like(mark.cells[0], dtype=torch.int32))
    if bool((crowd[mark.cells[0]] >= MOST_AT_A_PLACE).any()):
        raise MarkError(
            f"This place carries {MOST_AT_A_PLACE} marks already; one more would blind it.",
            hint="Teach the category again from parts that look so.",
        )


def _with_mark(fitted: FittedCategory, mark: Mark) -> FittedCategory:
    return replace(fitted, normal=replace(fitted.normal, marks=(*fitted.normal.marks, mark)))


def with_fitted(predictor: Predictor, category: str, fitted: FittedCategory) -> Predictor:
    """The same model with another record of one category; the weights are shared."""
    other = copy.copy(predictor)
    other.bundle = replace(predictor.bundle, fitted={**predictor.bundle.fitted, category: fitted})
    return other


def marked_predictor(predictor: Predictor, proposal: MarkProposal) -> Predictor:
    """The model as it would judge with the proposed mark."""
    fitted = predictor.bundle.fitted[proposal.category]
    assert isinstance(proposal.mark, Mark)
    return with_fitted(predictor, proposal.category, _with_mark(fitted, proposal.mark))


def accept(model: Path, proposal: MarkProposal, out: Path, token: CancelToken) -> Path:
    """Write the model with the mark to `out`; the old file is only read. Raises CheckpointError, StorageError."""
    assert isinstance(proposal.mark, Mark)
    known = checkpoint.load(model)
    before = Bundle.unpack(known.metadata, known.extra)
    fitted = {**before.fitted, proposal.category: _with_mark(before.fitted[proposal.category], proposal.mark)}
    after = replace(before, fitted=fitted)
    if before.golden is not None:
        golden = certificate.make(known.model, load_backbone(known.config), fitted, before.memories)
        after = replace(after, golden=golden)
    step = lineage.entry(
        "marked",
        model,
        {"kind": proposal.kind.value, "gain": proposal.gain, "area_px": proposal.area_px},
        {proposal.sample.sample_id: sample_sha256(input_hashes(proposal.sample, token))},
        category=proposal.category,
        reason=proposal.reason,
    )
    strings, tensors = after.pack()
    metadata = {**known.metadata, **strings, lineage.KEY: lineage.extended(known.metadata, step)}
    token.raise_if_cancelled()
    checkpoint.save(out, known.model, metadata, {**known.extra, **tensors})
    return out


def place_mask(result: InspectionResult, place: MarkPlace) -> NDArray[np.bool_]:
    """[H, W] of the first view (of the slice): a circle, or the region of the map around a point. May be empty."""
    heat = result.anomaly_map[place.slice_index] if result.anomaly_map.ndim == 3 else result.anomaly_map
    rows, columns = np.ogrid[: heat.shape[0], : heat.shape[1]]
    if place.radius > 0:
        return np.asarray((rows - place.y) ** 2 + (columns - place.x) ** 2 <= place.radius**2)
    _, labels = cv2.connectedComponents((heat >= place.threshold).astype(np.uint8), connectivity=8)
    own = labels[min(max(place.y, 0), heat.shape[0] - 1), min(max(place.x, 0), heat.shape[1] - 1)]
    return np.asarray((labels == own) & (own > 0))
