"""A report of inspected samples as one self-contained HTML file."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from core.export import describe, write_atomically
from core.records import InspectionResult, ModelInfo

TEMPLATES = Path(__file__).resolve().parent.parent / "resources" / "templates"


@dataclass(frozen=True, slots=True, eq=False)
class ReportItem:
    """One inspected sample and its picture."""

    result: InspectionResult
    picture: bytes  # PNG


def write_html(items: Sequence[ReportItem], model: ModelInfo, out: Path) -> Path:
    """Write the report; returns its path. Raises StorageError."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True)
    entries = [
        {
            **describe(item.result),
            "label": item.result.sample.defect or "-",
            "seconds": item.result.seconds,
            "picture": base64.b64encode(item.picture).decode(),
            "count": len(item.result.calibration.normal_scores) if item.result.calibration else 0,
            "rate": item.result.calibration.false_alarm_rate if item.result.calibration else None,
        }
        for item in items
    ]
    made = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    text = environment.get_template("report.html").render(items=entries, model=model, made=made)
    path = out / "report.html"
    write_atomically(path, text.encode())
    return path
