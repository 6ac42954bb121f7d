"""Reports of one inspected part or of many: as one self-contained HTML file, and as the HTML subset that Qt prints.

Both come from the same plain words and rows (`core.report_page`), so that they cannot differ in content. Facts
are those of the record and of case files (`result.json`), so that a report can be made from either.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from core.export import write_atomically
from core.report_page import page, part_name
from core.report_pictures import ReportPicture
from core.verdicts import ThresholdCard

TEMPLATES = Path(__file__).resolve().parent.parent / "resources" / "templates"
_COLUMNS = (
    "sample_id",
    "category",
    "score",
    "threshold",
    "review_threshold",
    "pixel_threshold",
    "percentile",
    "verdict",
)


@dataclass(frozen=True, slots=True, eq=False)
class ReportPart:
    """One part: its facts as in a case file's `result.json`, what was decided, pictures."""

    facts: Mapping[str, Any]  # Any: JSON
    pictures: Sequence[ReportPicture] = ()
    decisions: Sequence[Mapping[str, Any]] = ()  # as in a case file's `decisions.json`


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """What a report is made of."""

    parts: Sequence[ReportPart]  # in full
    model: Mapping[str, Any]  # name, sha256, ...
    cards: Mapping[str, ThresholdCard] = field(default_factory=dict)  # by category
    made_by: str = ""
    has_names: bool = True  # of parts; without them they are numbered
    head: tuple[int, str] | None = None  # number and hash of the last audit record
    listed: Sequence[Mapping[str, Any]] = ()  # every part of a batch: facts; empty: those of `parts`
    faults: Sequence[tuple[str, str]] = ()  # what could not be inspected, and why
    summary: Sequence[tuple[str, str]] = ()  # further lines of the first page: label, words


def write_html(report: Report, path: Path) -> Path:
    """Write the self-contained HTML file. Raises StorageError."""
    write_atomically(path, html(report).encode())
    return path


def html(report: Report) -> str:
    """The report as one HTML text, pictures inside."""
    return _render("report.html", report)


def printable(report: Report) -> str:
    """The report in the HTML subset that Qt's text documents lay out on pages."""
    return _render("report_print.html", report)


def _render(template: str, report: Report) -> str:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template(template).render(page(report))


def table_of(report: Report) -> str:
    """The parts of a report as CSV, one a line."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow((*_COLUMNS, "regions", "longest_mm", "largest_mm2"))
    for number, part in enumerate(report.parts, 1):
        facts = {**part.facts, "sample_id": part_name(report, number, part.facts)}
        regions = part.facts.get("regions") or []
        sizes = [_largest(regions, key) for key in ("length_mm", "area_mm2")]
        table.writerow([*(facts.get(name) for name in _COLUMNS), len(regions), *sizes])
    return text.getvalue()


def _largest(regions: Sequence[Mapping[str, Any]], key: str) -> float | None:  # Any: JSON
    return max((region[key] for region in regions if region.get(key) is not None), default=None)
