"""Reports of what was inspected, and whose names go into them: from the part on screen, from a case file, from a batch.

A part of the seam between core and app; heavy imports inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import UserFacingError
from core.progress import CancelToken
from core.records import InspectionResult, Kind, LoadedSample, ModelInfo, Sample, modality_info

if TYPE_CHECKING:
    # "as" hands the type on to the window's annotations; nothing is imported when it runs
    from core.casecheck import CaseFile
    from core.report import Report as Report
    from core.report import ReportPart
    from core.store.store import ReviewStore

FULL_PARTS = 25  # of a batch that a report shows with all pictures: the highest scores


def is_patient(sample: Sample) -> bool:
    """Whether a sample is a patient: then names and paths stay out unless they are asked for."""
    return are_medical(sample.files)


def are_medical(sensors: Iterable[str]) -> bool:
    """Whether a sensor looks into patients."""
    return any(modality_info(name).kind in (Kind.MRI, Kind.CT) for name in sensors)


def shows_names(samples: Iterable[Sample], names: bool | None) -> bool:
    """Whether names go in: as asked, or for products only."""
    return not any(is_patient(sample) for sample in samples) if names is None else names


def part_stem(sample: Sample, names: bool | None, number: int = 1) -> str:
    """A file name for a part: its own, or its number where names stay out."""
    from core.export import file_stem

    return file_stem(sample.sample_id) if shows_names([sample], names) else f"part-{number}"


def report_part(
    loaded: LoadedSample,
    result: InspectionResult,
    model: ModelInfo,
    store: ReviewStore | None,
    token: CancelToken | None = None,
) -> ReportPart:
    """One part in full. Raises SampleReadError when an input is gone."""
    from core.fingerprint import input_hashes
    from core.report import ReportPart
    from core.report_pictures import pictures_of
    from core.store.bodies import details_of, kept_json, result_body

    details = details_of(result)
    body = result_body(result, model, input_hashes(result.sample, token), details=details)
    kept = store.decisions_of(result.sample) if store is not None else []
    return ReportPart({**details, **body}, pictures_of(loaded, result), [kept_json(item) for item in kept])


def part_report(
    loaded: LoadedSample,
    result: InspectionResult,
    model: ModelInfo,
    store: ReviewStore | None,
    made_by: str,
    names: bool | None = None,
) -> Report:
    """The report of one part. Raises SampleReadError, CheckpointError, StorageError."""
    return parts_report([report_part(loaded, result, model, store)], [result.sample], model, store, made_by, names)


def parts_report(
    parts: Sequence[ReportPart],
    samples: Sequence[Sample],
    model: ModelInfo,
    store: ReviewStore | None,
    made_by: str,
    names: bool | None = None,
    listed: Sequence[Mapping[str, Any]] = (),  # Any: JSON
    faults: Sequence[tuple[str, str]] = (),
    summary: Sequence[tuple[str, str]] = (),
) -> Report:
    """The report of parts that were described already; see `core.report.Report`."""
    from core import cards
    from core.report import Report

    return Report(
        parts,
        {"name": model.name, "sha256": model.sha256, "device": model.device},
        cards.cards_of(model.path) if model.path.is_file() else {},
        made_by,
        shows_names(samples, names),
        store.head() if store is not None else None,
        listed,
        faults,
        summary,
    )


def case_report(case: CaseFile) -> Report:
    """The report of a case file, of what is in it alone."""
    from core.report import Report, ReportPart

    manifest, head = case.manifest, case.manifest.get("audit_head")
    parts = [
        ReportPart(facts, case.pictures(folder), case.decisions(folder)) for folder, facts in case.results().items()
    ]
    cards = {card.category: card for card in case.cards()}
    has_names = bool(manifest.get("has_names", True))
    return Report(
        parts,
        manifest["model"],
        cards,
        str(manifest.get("made_by", "")),
        has_names,
        (head["seq"], head["hash"]) if head else None,
    )


def batch_report(
    out: Path,
    store: ReviewStore,
    model: ModelInfo,
    load: Callable[[Sample], LoadedSample],
    made_by: str = "",
    names: bool | None = None,
    seconds: float | None = None,
) -> Report:
    """The report of a batch's folder: all parts in the table, the highest scores with pictures.

    Args:
        load: Reads a sample again for its pictures; one that cannot be read shows the batch's own picture.
        seconds: The run took.
    """
    import json

    import numpy as np

    from core.report import ReportPart
    from core.report_pictures import ReportPicture, pictures_of_map
    from core.store.bodies import kept_json

    numbers = store.search(state="done").tolist()
    samples = {number: store.sample(number) for number in numbers}
    bodies = {number: store.latest_result(samples[number]) or {} for number in numbers}
    ordered = sorted(numbers, key=lambda number: -float(str(bodies[number].get("score") or 0.0)))
    parts = []
    for number in ordered[:FULL_PARTS]:
        sample, body = samples[number], bodies[number]
        stem = out / str(body.get("map", ""))
        try:
            details = json.loads((out / "details" / f"{stem.stem}.json").read_text())
        except (OSError, ValueError):
            details = {}
        try:
            pictures = pictures_of_map(load(sample), np.load(stem, allow_pickle=False), {**details, **body})
        except (UserFacingError, OSError, ValueError):
            own = stem.with_suffix(".png")
            pictures = (ReportPicture("With anomaly map", "", own.read_bytes()),) if own.is_file() else ()
        decisions = [kept_json(item) for item in store.decisions_of(sample)]
        parts.append(ReportPart({**details, **body}, pictures, decisions))
    failed = store.rows(store.search(state="failed").tolist())
    faults = [(row.sample_id, store.fault(row.number)) for row in failed]
    summary = (
        [("Took", f"{seconds:,.1f} s, {len(numbers) / seconds:.2f} parts a second")] if seconds and numbers else []
    )
    listed = [bodies[number] for number in ordered]
    return parts_report(parts, list(samples.values()), model, store, made_by, names, listed, faults, summary)


def queue_report(
    chosen: Sequence[InspectionResult],
    inspect: Callable[[Sample], tuple[LoadedSample, InspectionResult]],
    model: ModelInfo,
    store: ReviewStore | None,
    made_by: str,
    names: bool | None = None,
) -> Report:
    """The report of the window's queue: all results in the table, the highest scores inspected again for pictures."""
    from core.store.bodies import details_of

    ordered = sorted(chosen, key=lambda result: -result.score)
    parts, faults = [], []
    for result in ordered[:FULL_PARTS]:
        try:
            loaded, again = inspect(result.sample)
            parts.append(report_part(loaded, again, model, store))
        except UserFacingError as error:
            faults.append((result.sample.sample_id, error.sentence()))
    listed = [details_of(result) for result in ordered]
    samples = [result.sample for result in ordered]
    return parts_report(parts, samples, model, store, made_by, names, listed, faults)


def report_html(report: Report) -> str:
    """The report as one self-contained HTML text."""
    from core.report import html

    return html(report)


def report_printable(report: Report) -> str:
    """The report for Qt's text documents: pages, print, PDF."""
    from core.report import printable

    return printable(report)


def nameless(facts: Mapping[str, Any], names: bool) -> dict[str, Any]:  # Any: JSON
    """Facts with or without names and paths."""
    if names:
        return dict(facts)
    kept = {name: value for name, value in facts.items() if name not in ("sample", "sample_id", "map")}
    inputs, model = kept.get("inputs"), kept.get("model")
    if isinstance(inputs, dict):
        kept["inputs"] = {name: {"sha256": entry.get("sha256")} for name, entry in inputs.items()}
    if isinstance(model, dict):
        kept["model"] = {name: value for name, value in model.items() if name != "path"}
    own = str(facts.get("sample_id") or facts.get("sample") or "")
    notes = kept.get("notes")
    if own and isinstance(notes, list):
        kept["notes"] = [str(note).replace(own, "part 1") for note in notes]
    return kept


def tour_report(items: Sequence[tuple[InspectionResult, bytes]], model: ModelInfo) -> Report:
    """The report of results with a picture (PNG) of the window each."""
    from core.report import ReportPart
    from core.report_pictures import ReportPicture
    from core.store.bodies import details_of, result_body

    parts = []
    for result, picture in items:
        details = details_of(result)
        body = result_body(result, model, {}, details=details)
        shown = (ReportPicture("In the window", "", picture, is_wide=True),) if picture else ()
        parts.append(ReportPart({**details, **body}, shown))
    made = parts_report(parts, [], model, None, "")
    return replace(made, has_names=True)
