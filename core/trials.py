"""What models would say: two models compared, effects on the record, evaluation, marks. Heavy imports are inside.

With `core.library`, whose models these are, this is a part of the seam between core and app.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.errors import UserFacingError
from core.library_records import (
    ChangedPart,
    Compared,
    ComparedModels,
    EvaluatedPart,
    EvaluationReport,
    Judged,
    MarkKind,
    MarkPlace,
    MarkProposal,
    RecordEffect,
)
from core.progress import CancelToken, Progress, ReportProgress
from core.records import InspectionResult, LoadedSample, Problem, Sample

if TYPE_CHECKING:
    from core.api import Inspector
    from core.review import ReviewStore

PICTURE_SIDE = 512  # px, longest side of pictures in comparisons
MOST_RECORDED = 400  # parts of the record that are inspected again to see what would change


def compare_models(
    first: Path, second: Path, samples: Sequence[Sample], device: str, report: ReportProgress, token: CancelToken
) -> ComparedModels:
    """Inspect samples with two models. Raises CheckpointError, DeviceError."""
    from core.api import load_inspector, load_sample
    from core.progress import ignore_progress

    inspectors = [load_inspector(path, device, ignore_progress, token) for path in (first, second)]
    compared, problems = [], []
    for done, sample in enumerate(samples):
        token.raise_if_cancelled()
        report(Progress(done, len(samples), sample.sample_id))
        try:
            loaded = load_sample(sample, ignore_progress, token)
            results = [inspector.inspect(loaded, None, ignore_progress, token) for inspector in inspectors]
        except UserFacingError as error:
            problems.append(Problem(error.path or next(iter(sample.files.values())), error.message))
            continue
        hottest = int(np.nanargmax(results[0].slice_scores)) if loaded.is_volume else 0
        picture = _picture(loaded, hottest)
        sides = [
            Judged(
                result.category,
                result.score,
                result.threshold,
                result.verdict,
                _like(result.anomaly_map[hottest] if loaded.is_volume else result.anomaly_map, picture),
            )
            for result in results
        ]
        compared.append(Compared(sample, picture, sides[0], sides[1]))
    return ComparedModels(tuple(compared), tuple(problems))


def _picture(loaded: LoadedSample, slice_index: int) -> NDArray[np.uint8]:
    """[H, W, 3] of the first view, at most PICTURE_SIDE a side."""
    import cv2

    view = loaded.views[0]
    plane = view.pixels[slice_index] if view.is_volume else view.pixels
    low, high = view.display_range
    if plane.dtype != np.uint8:
        scaled = (np.nan_to_num(plane.astype(np.float32), nan=low) - low) / max(high - low, 1e-9)
        plane = np.asarray(np.clip(255 * scaled, 0, 255), np.uint8)
    if plane.ndim == 2:
        plane = np.repeat(plane[..., None], 3, axis=-1)
    scale = PICTURE_SIDE / max(plane.shape[:2])
    if scale < 1:
        plane = cv2.resize(plane, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(plane, dtype=np.uint8)


def _like(anomaly_map: NDArray[np.float32], picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    import cv2

    height, width = picture.shape[:2]
    return np.asarray(cv2.resize(anomaly_map, (width, height), interpolation=cv2.INTER_AREA), np.float32)


def effect_on_record(
    inspector: Inspector,
    store: ReviewStore,
    report: ReportProgress,
    token: CancelToken,
    category: str | None = None,
    most: int = MOST_RECORDED,
) -> RecordEffect:
    """Inspect the newest recorded parts (of one recipe) again and compare with what is stored."""
    from core.api import load_sample
    from core.progress import ignore_progress

    numbers = [int(number) for number in store.search(state="done")][::-1]
    rows = [row for row in store.rows(numbers) if row.score is not None]
    if category is not None:
        rows = [row for row in rows if row.category == category]
    changed, problems, looked_at, moved = [], [], 0, 0
    for done, row in enumerate(rows[:most]):
        token.raise_if_cancelled()
        report(Progress(done, min(len(rows), most), row.sample_id))
        sample = store.sample(row.number)
        stored = store.latest_result(sample) or {}
        try:
            result = inspector.inspect(load_sample(sample, ignore_progress, token), None, ignore_progress, token)
        except UserFacingError as error:
            problems.append(Problem(error.path or next(iter(sample.files.values())), error.message))
            continue
        looked_at += 1
        before = float(row.score or 0.0)
        moved += abs(result.score - before) > 1e-3 * max(abs(before), 1e-6)
        if result.verdict.value != row.verdict:
            changed.append(
                ChangedPart(
                    row.number,
                    sample,
                    (str(stored.get("category") or ""), result.category),
                    (before, result.score),
                    (row.verdict, result.verdict.value),
                    row.second or row.first,
                )
            )
    return RecordEffect(looked_at, len(rows), tuple(changed), moved, tuple(problems))


def effect_of_model(
    path: Path, device: str, store: ReviewStore, report: ReportProgress, token: CancelToken
) -> RecordEffect:
    """What another model would change in the record."""
    from core.api import load_inspector
    from core.progress import ignore_progress

    return effect_on_record(load_inspector(path, device, ignore_progress, token), store, report, token)


def evaluate_folder(
    paths: Sequence[Path], model: Path, device: str, report: ReportProgress, token: CancelToken
) -> EvaluationReport:
    """Measure a model on the labelled samples of a folder or index. Raises SampleIndexError, CheckpointError."""
    from dataclasses import replace

    from core.api import find_samples
    from core.evaluation import evaluate
    from core.predictor import Predictor
    from core.progress import ignore_progress

    index = find_samples(paths, token)
    labelled = [sample for sample in index.samples if sample.is_anomalous is not None]
    tests = [sample for sample in labelled if sample.split == "test"] or [
        replace(sample, split="test") for sample in labelled if sample.split not in ("train", "validation")
    ]
    parts: list[EvaluatedPart] = []

    def add(result: InspectionResult) -> None:
        parts.append(
            EvaluatedPart(
                result.sample,
                bool(result.sample.is_anomalous),
                result.sample.category or result.category,
                result.score,
                result.threshold,
                result.verdict.value,
            )
        )

    predictor = Predictor.load(model, device, ignore_progress, token)
    rows, problems = evaluate(tests, predictor, report, token, add)
    return EvaluationReport(
        tuple(row.to_json() for row in rows),
        tuple(sorted(parts, key=lambda part: -part.badness)),
        (*index.problems, *problems),
        model.stem,
        tuple(tests),
    )


def propose_mark(
    inspector: Inspector,
    loaded: LoadedSample,
    result: InspectionResult,
    place: MarkPlace,
    kind: MarkKind,
    reason: str,
    made_by: str,
) -> MarkProposal:
    """What marking a place would do to its part. Raises MarkError (a UserFacingError) where it cannot be marked."""
    from core.marking import place_mask, propose
    from core.predictor import Predictor

    assert isinstance(inspector, Predictor)
    mask = place_mask(result, place)
    return propose(inspector, loaded, result, mask, place.slice_index, kind, reason, made_by)


def effect_of_mark(
    inspector: Inspector, proposal: MarkProposal, store: ReviewStore, report: ReportProgress, token: CancelToken
) -> RecordEffect:
    """What a proposed mark would change among the recorded parts of its category."""
    from core.marking import marked_predictor
    from core.predictor import Predictor

    assert isinstance(inspector, Predictor)
    return effect_on_record(marked_predictor(inspector, proposal), store, report, token, proposal.category)


def accept_mark(model: Path, proposal: MarkProposal, token: CancelToken) -> Path:
    """Write the model with the mark into the library and list it. Raises CheckpointError, StorageError."""
    from core.api import remember_model
    from core.marking import accept
    from core.teaching.library import proposed_file

    out = accept(model, proposal, proposed_file(model, "marked"), token)
    remember_model(out)
    return out
