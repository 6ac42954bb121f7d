"""The console's pages as files: PNG and SVG pictures, and the routing as a table (CSV)."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from core.records import InspectionResult

FILTERS = {".png": "Picture of this page (*.png)", ".svg": "Drawing of this page (*.svg)", ".csv": "Routing (*.csv)"}


def page_png(page: QWidget) -> bytes:
    """A page as it is on screen."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    page.grab().save(buffer, "PNG")
    return bytes(buffer.data().data())


def page_svg(page: QWidget, title: str) -> bytes:
    """A page as lines and letters that scale."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(page.size())
    generator.setViewBox(page.rect())
    generator.setTitle(title)
    page.render(generator)
    return bytes(buffer.data().data())


def routing_csv(result: InspectionResult) -> bytes:
    """One line a leader of every gate and inspected slice; scales and slices count from 1."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["sample", "slice", "modality", "scale", "kernel", "leader", "probability", "kept_weight"])
    trace = result.routing
    for row, slot, scale, branch in np.ndindex(*trace.leaders.shape[:4]):
        place = (row, slot, scale, branch)
        kept = dict(zip(trace.leaders[place].tolist(), trace.weights[place].tolist(), strict=True))
        start = [
            result.sample.sample_id,
            int(result.routing_slices[row]) + 1,
            trace.modalities[slot],
            scale + 1,
            trace.kernel_sizes[branch],
        ]
        for leader, share in enumerate(trace.probabilities[place].tolist()):
            writer.writerow([*start, leader, f"{share:.6g}", f"{kept[leader]:.6g}" if leader in kept else ""])
    return text.getvalue().encode()


def page_file(path: Path, page: QWidget, title: str, result: InspectionResult | None) -> bytes | None:
    """The bytes for a file by its ending; None where nothing can be written in that form."""
    ending = path.suffix.lower()
    if ending == ".csv":
        return routing_csv(result) if result is not None else None
    if ending == ".svg":
        return page_svg(page, title)
    return page_png(page) if ending == ".png" else None
