"""The console's pages as files: PNG and SVG pictures, and the routing as a table (CSV)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QScrollArea, QWidget

from app.i18n import later
from core.records import InspectionResult

FILTERS = {
    ".png": later("Picture of this page (*.png)"),
    ".svg": later("Drawing of this page (*.svg)"),
    ".csv": later("Routing (*.csv)"),
}


_LARGEST = 16_000  # px, of a page as a file


def _hidden(page: QWidget) -> QSize:
    """Width and height that would have to be added for nothing to be scrolled out of view."""
    size = QSize(0, 0)
    for area in page.findChildren(QScrollArea):
        content = area.widget()
        if content is not None and area.isVisibleTo(page):
            size = size.expandedTo(content.size() - area.viewport().size())
    return size


@contextmanager
def _whole(page: QWidget) -> Iterator[None]:
    """Make room for all that a page can be scrolled to; afterwards it is as it was. Nothing of it gets on screen."""
    areas = page.findChildren(QScrollArea)
    bars = [bar for area in areas for bar in (area.horizontalScrollBar(), area.verticalScrollBar())]
    before, places = page.size(), [bar.value() for bar in bars]
    for _ in range(4):  # more room can show more: a line of words, another column
        wanted = (page.size() + _hidden(page)).boundedTo(QSize(_LARGEST, _LARGEST)).expandedTo(page.size())
        if wanted == page.size():
            break
        page.resize(wanted)
        page.grab(QRect(0, 0, 1, 1))  # lays everything out
    try:
        yield
    finally:
        page.resize(before)
        page.grab(QRect(0, 0, 1, 1))
        for bar, place in zip(bars, places, strict=True):
            bar.setValue(place)


def page_png(page: QWidget) -> bytes:
    """All of a page, the parts that are scrolled out of view too."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    with _whole(page):
        page.grab().save(buffer, "PNG")
    return bytes(buffer.data().data())


def page_svg(page: QWidget, title: str) -> bytes:
    """All of a page as lines and letters that scale."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setTitle(title)
    generator.setResolution(page.logicalDpiX())  # as large as on screen
    with _whole(page):
        generator.setSize(page.size())
        generator.setViewBox(page.rect())
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
