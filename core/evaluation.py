"""Scores of a model on a labelled data set: every test sample is inspected as in the window, then measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data.load import load
from core.data.masks import load_mask
from core.errors import SampleIndexError, SampleReadError
from core.metrics import Metrics, compute
from core.predictor import Predictor
from core.progress import CancelToken, Progress, ReportProgress
from core.records import InspectionResult, LoadedSample, Problem, Sample, Verdict

SLICE_STEP = 2
MIN_MASK_PX = 20  # slices with fewer lesion pixels are neither normal nor clearly abnormal: left out


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """Metrics of one category, and how the calibrated verdict did."""

    set_name: str
    category: str
    metrics: Metrics
    false_alarms: float | None  # share of good samples called anomaly
    escapes: float | None  # share of anomalous samples called normal
    unknown: float | None  # share of samples that no verdict was given for

    def to_json(self) -> dict[str, object]:
        """The object of `evaluate --json`."""
        extra = {"false_alarms": self.false_alarms, "escapes": self.escapes, "unknown": self.unknown}
        return {"category": self.category, "set": self.set_name, **asdict(self.metrics), **extra}


class _Collector:
    def __init__(self) -> None:
        self.scores: list[float] = []
        self.labels: list[bool] = []
        self.maps: list[NDArray[np.float32]] = []
        self.masks: list[NDArray[np.bool_] | None] = []
        self.verdicts: list[tuple[bool, Verdict]] = []

    def add(self, result: InspectionResult, loaded: LoadedSample) -> None:
        sample = loaded.sample
        label = bool(sample.is_anomalous)
        self.verdicts.append((label, result.verdict))
        mask = load_mask(loaded, CancelToken())
        if not loaded.is_volume:
            if mask is None and not label:
                mask = np.zeros(result.anomaly_map.shape, bool)
            self._append(result.score, label, result.anomaly_map, mask, result.map_size)
            return
        for index in result.routing_slices[::SLICE_STEP]:
            plane = mask[index] if mask is not None else np.zeros(result.anomaly_map.shape[1:], bool)
            if 0 < plane.sum() < MIN_MASK_PX:
                continue
            score = float(result.slice_scores[index])
            self._append(score, bool(plane.any()), result.anomaly_map[index], plane, result.map_size)

    def _append(
        self,
        score: float,
        label: bool,
        anomaly_map: NDArray[np.float32],
        mask: NDArray[np.bool_] | None,
        size: tuple[int, int],
    ) -> None:
        """Metrics are taken at the network's resolution, as published, whatever the file's size."""
        if mask is not None:
            mask = cv2.resize(mask.astype(np.uint8), size[::-1], interpolation=cv2.INTER_NEAREST) > 0
        self.scores.append(score)
        self.labels.append(label)
        self.maps.append(np.asarray(cv2.resize(anomaly_map, size[::-1]), dtype=np.float32))
        self.masks.append(mask)

    def row(self, set_name: str, category: str) -> CategoryRow:
        good = [verdict for label, verdict in self.verdicts if not label]
        bad = [verdict for label, verdict in self.verdicts if label]
        return CategoryRow(
            set_name,
            category,
            compute(self.scores, self.labels, self.maps, self.masks),
            _share(good, Verdict.ANOMALY),
            _share(bad, Verdict.NORMAL),
            _share(good + bad, Verdict.UNKNOWN),
        )


def _share(verdicts: Sequence[Verdict], wanted: Verdict) -> float | None:
    return sum(verdict is wanted for verdict in verdicts) / len(verdicts) if verdicts else None


def evaluate(
    samples: Sequence[Sample],
    predictor: Predictor,
    report: ReportProgress,
    token: CancelToken,
    on_result: Callable[[InspectionResult], None] = lambda _result: None,
) -> tuple[list[CategoryRow], list[Problem]]:
    """Inspect the labelled test samples of a data set and measure each category; every result is told as it comes.

    Raises SampleIndexError when there is no labelled test sample.
    """
    tests = [s for s in samples if s.split == "test" and s.is_anomalous is not None]
    if not tests:
        raise SampleIndexError("The data has no labelled test samples.", hint="Give a data set with a test split.")
    collectors: dict[tuple[str, str], _Collector] = defaultdict(_Collector)
    problems: list[Problem] = []
    for done, sample in enumerate(tests):
        token.raise_if_cancelled()
        report(Progress(done, len(tests), sample.sample_id))
        try:
            loaded = load(sample, lambda _: None, token)
            result = predictor.inspect(loaded, token=token)
            collectors[sample.set_name, sample.category].add(result, loaded)
            on_result(result)
        except SampleReadError as error:
            problems.append(Problem(error.path or Path(sample.sample_id), error.message))
    rows = [collector.row(*key) for key, collector in collectors.items()]
    return [*rows, *_means(rows)], problems


def _means(rows: Sequence[CategoryRow]) -> list[CategoryRow]:
    """Mean of every set (where there are several), over categories and over sets; a missing metric is passed over."""
    sets: dict[str, list[CategoryRow]] = defaultdict(list)
    for row in rows:
        sets[row.set_name].append(row)
    by_set = [_mean("mean_set", members, name) for name, members in sets.items()]
    both = [_mean("mean_categories", rows), _mean("mean_sets", by_set)]
    return [*by_set, *both] if len(by_set) > 1 else both


def _mean(name: str, rows: Sequence[CategoryRow], set_name: str = "") -> CategoryRow:
    def average(values: Sequence[float | None]) -> float | None:
        present = [value for value in values if value is not None]
        return float(np.mean(present)) if present else None

    names = [field.name for field in fields(Metrics) if field.name != "count"]
    metrics = {key: average([getattr(row.metrics, key) for row in rows]) for key in names}
    return CategoryRow(
        set_name,
        name,
        Metrics(**metrics, count=sum(row.metrics.count for row in rows)),
        average([row.false_alarms for row in rows]),
        average([row.escapes for row in rows]),
        average([row.unknown for row in rows]),
    )
