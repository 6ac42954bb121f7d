"""The core as the window calls it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core import api
from core.progress import CancelToken, ReportProgress
from core.records import InspectionResult, LoadedSample, Region, Sample, SampleIndex
from core.teaching.records import GoodCheck, Taught, TeachConfig

Teach = Callable[[str, Sequence[Sample], Path, Path, TeachConfig | None, ReportProgress, CancelToken | None], Taught]


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
