"""What is wrong with a data set, listed together before training or evaluating begins; both then go on without it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from core.data.load import load
from core.errors import SampleReadError
from core.progress import CancelToken, Progress, ReportProgress
from core.records import Problem, Sample

FEWEST_NORMALS = 3  # two to calibrate with and one to train on


def survey_for_training(
    samples: Sequence[Sample], report: ReportProgress, token: CancelToken
) -> tuple[list[Sample], list[Problem]]:
    """The samples that training can use, and every problem: unreadable files, empty classes, classes of too few.

    Every training file is decoded once, which takes a small part of the time of caching its features.
    """
    problems: list[Problem] = []
    wanted = [s for s in samples if s.split in ("train", "validation") and s.is_anomalous is not True]
    broken = set(_unreadable(wanted, problems, report, token))
    kept = [sample for sample in samples if id(sample) not in broken]
    normals = Counter(sample.category for sample in wanted if id(sample) not in broken)
    for category, members in _by_category(samples).items():
        count = normals[category]
        if count >= FEWEST_NORMALS:
            continue
        have = {0: "no normal sample", 1: "one normal sample"}.get(count, f"{count} normal samples")
        folder = next(iter(members[0].files.values())).parent
        problems.append(Problem(folder, f"{category} has {have} to train on; it needs {FEWEST_NORMALS}."))
        kept = [sample for sample in kept if sample.category != category]
    return kept, problems


def survey_for_evaluation(samples: Sequence[Sample]) -> list[Problem]:
    """Every problem of the test samples that shows without reading them: missing masks, classes without a side."""
    problems: list[Problem] = []
    for category, members in _by_category(samples).items():
        tests = [sample for sample in members if sample.split == "test" and sample.is_anomalous is not None]
        bad = [sample for sample in tests if sample.is_anomalous]
        folder = next(iter(members[0].files.values())).parent
        if not tests:
            problems.append(Problem(folder, f"{category} has no labelled test sample."))
        elif not bad or len(bad) == len(tests):
            side = "anomalous" if not bad else "normal"
            problems.append(Problem(folder, f"{category} has no {side} test sample: its rankings are not defined."))
        if any(sample.mask_file for sample in bad):
            problems += [
                Problem(
                    next(iter(sample.files.values())), f"{sample.sample_id} has no mask: it counts as an image only."
                )
                for sample in bad
                if sample.mask_file is None
            ]
    return problems


def _by_category(samples: Sequence[Sample]) -> dict[str, list[Sample]]:
    members: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        members[sample.category].append(sample)
    return members


def _unreadable(
    samples: Sequence[Sample], problems: list[Problem], report: ReportProgress, token: CancelToken
) -> list[int]:
    broken = []
    for done, sample in enumerate(samples):
        token.raise_if_cancelled()
        report(Progress(done, len(samples), f"checking {sample.sample_id}"))
        try:
            load(sample, lambda _: None, token)
        except SampleReadError as error:
            problems.append(Problem(error.path or Path(sample.sample_id), error.message))
            broken.append(id(sample))
    return broken
