"""The core as the window calls it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core import api, library, trials
from core.library_records import (
    ComparedModels,
    EvaluationReport,
    MarkKind,
    MarkPlace,
    MarkProposal,
    ModelFacts,
    RecordEffect,
)
from core.progress import CancelToken, ReportProgress
from core.records import InspectionResult, LoadedSample, Problem, Region, Sample, SampleIndex
from core.teaching.records import Certificate, GoodCheck, Taught, TeachConfig, TeachWatcher, Unfinished

if TYPE_CHECKING:
    from core.review import ReviewStore

Teach = Callable[
    [
        str,
        Sequence[Sample],
        Path,
        Path,
        TeachConfig | None,
        ReportProgress,
        CancelToken | None,
        TeachWatcher | None,
    ],
    Taught,
]
Compare = Callable[[Path, Path, Sequence[Sample], str, ReportProgress, CancelToken], ComparedModels]
Evaluate = Callable[[Sequence[Path], Path, str, ReportProgress, CancelToken], EvaluationReport]
Propose = Callable[[api.Inspector, LoadedSample, InspectionResult, MarkPlace, MarkKind, str, str], MarkProposal]
EffectOfMark = Callable[[api.Inspector, MarkProposal, "ReviewStore", ReportProgress, CancelToken], RecordEffect]
EffectOfModel = Callable[[Path, str, "ReviewStore", ReportProgress, CancelToken], RecordEffect]


@dataclass(frozen=True, slots=True)
class CoreCalls:
    """The use cases that the window calls; tests bring their own."""

    find_samples: Callable[[Sequence[Path], CancelToken | None], SampleIndex] = api.find_samples
    load_sample: Callable[[Sample, ReportProgress, CancelToken | None], LoadedSample] = api.load_sample
    load_inspector: Callable[[Path, str, ReportProgress, CancelToken | None], api.Inspector] = api.load_inspector
    find_regions: Callable[[InspectionResult, LoadedSample, float], tuple[Region, ...]] = api.find_regions
    shipped_models: Callable[[], tuple[Path, ...]] = api.known_models  # the default first, imported ones behind
    warm_up: Callable[[ReportProgress, CancelToken | None], None] = api.warm_up
    warm_up_readers: Callable[[ReportProgress, CancelToken | None], None] = api.warm_up_readers
    check_good: Callable[[Sequence[Sample], Path, ReportProgress, CancelToken | None], GoodCheck] = api.check_good
    teach: Teach = api.teach
    proposed_model: Callable[[Path, str], Path] = api.proposed_model
    remember_model: Callable[[Path], None] = api.remember_model
    unfinished_teaching: Callable[[], tuple[Unfinished, ...]] = api.unfinished_teaching
    discard_unfinished: Callable[[Path], None] = api.discard_unfinished
    effect_of_model: EffectOfModel = trials.effect_of_model
    tour_samples: Callable[[ReportProgress, CancelToken | None], tuple[Sample, Sample, Sample]] = api.tour_samples
    known_facts: Callable[[], tuple[tuple[ModelFacts, ...], tuple[Problem, ...]]] = library.known_facts
    parent_of: Callable[[ModelFacts], Path | None] = library.parent_of
    prove_model: Callable[[Path, str, ReportProgress, CancelToken], Certificate | None] = library.prove
    export_model: Callable[[Path, Path], Path] = library.export_model
    import_model: Callable[[Path, str, ReportProgress, CancelToken], Path] = library.import_model
    forget_model: Callable[[Path], None] = library.forget_model
    compare_models: Compare = trials.compare_models
    evaluate_folder: Evaluate = trials.evaluate_folder
    propose_mark: Propose = trials.propose_mark
    effect_of_mark: EffectOfMark = trials.effect_of_mark
    accept_mark: Callable[[Path, MarkProposal, CancelToken], Path] = trials.accept_mark
