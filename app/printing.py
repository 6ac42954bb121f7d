"""Reports on paper: Qt lays the printable HTML out on pages, for a printer, a preview or a PDF file."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt, QThread
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

from core.errors import StorageError

DPI = 96.0  # in which the templates' widths are given
MARGIN_MM = 15.0
FOOTER = 28.0  # px at DPI, below the text
_INK, _DIM = QColor("#1c232b"), QColor("#4d5966")
FOOT_WORDS = "UniMMAD Inspector. Not a medical device."


def write_pdf(html: str, path: Path, title: str) -> Path:
    """Write pages as a PDF file, whole or not at all; any thread. Raises StorageError."""
    thread = _Writing(html, path, title)
    thread.start()
    thread.wait()
    if thread.error is not None:
        raise thread.error
    return path


class _Writing(QThread):
    """Qt's layout starts timers, for which a lane's plain thread has no dispatcher: it gets a thread of Qt's own."""

    def __init__(self, html: str, path: Path, title: str) -> None:
        super().__init__()
        self._html, self._path, self._title = html, path, title
        self.error: BaseException | None = None

    def run(self) -> None:
        """Write; what went wrong is kept for the caller."""
        try:
            _write_pdf(self._html, self._path, self._title)
        except BaseException as error:  # noqa: BLE001 - the last stop of the thread; raised again by the caller
            self.error = error


def _write_pdf(html: str, path: Path, title: str) -> None:
    partial = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(b"")  # says why it cannot be written; Qt does not
        writer = QPdfWriter(str(partial))
        writer.setTitle(title)
        writer.setCreator("UniMMAD Inspector")
        writer.setResolution(300)
        set_page(writer)
        pages = paint_pages(html, writer)
        del writer  # closes the file
        if not pages or not partial.stat().st_size:
            raise StorageError(f"{path.name} could not be written.", hint="Is there room left?", path=path)
        os.replace(partial, path)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror or error}.", path=path) from error
    finally:
        partial.unlink(missing_ok=True)


def set_page(device: QPagedPaintDevice) -> None:
    """A4 upright with margins for binding holes and thumbs."""
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    size = QPageSize(QPageSize.PageSizeId.A4)
    device.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter))


def paint_pages(html: str, device: QPagedPaintDevice) -> int:
    """Draw every page with its number; returns how many there are, 0 where the device cannot be drawn on."""
    document, width, height, canvas = _laid_out(html, device)
    pages = document.pageCount()
    painter = QPainter()
    if not painter.begin(device):
        return 0
    try:
        scale = device.logicalDpiX() / DPI
        for page in range(pages):
            if page:
                device.newPage()
            painter.save()
            painter.scale(scale, scale)
            _paint_foot(painter, QRectF(0, height + 8, width, FOOTER - 8), page + 1, pages)
            painter.translate(0, -page * height)
            painter.setClipRect(QRectF(0, page * height, width, height))
            context = QAbstractTextDocumentLayout.PaintContext()
            context.clip = QRectF(0, page * height, width, height)
            palette = QPalette()
            palette.setColor(QPalette.ColorRole.Text, _INK)  # paper is white whatever the theme
            context.palette = palette
            document.documentLayout().draw(painter, context)
            painter.restore()
    finally:
        painter.end()
        del document, canvas  # in this order: the layout points to the canvas
    return pages


def _laid_out(html: str, device: QPagedPaintDevice) -> tuple[QTextDocument, float, float, QImage]:
    """The document cut into pages, the width and height of their text in px at DPI, and what its layout measures on."""
    layout = device.pageLayout()
    area = layout.paintRect(QPageLayout.Unit.Inch)
    width, height = area.width() * DPI, area.height() * DPI - FOOTER
    canvas = QImage(8, 8, QImage.Format.Format_RGB32)  # fixes the resolution, whatever the screen's
    canvas.setDotsPerMeterX(round(DPI / 0.0254))
    canvas.setDotsPerMeterY(round(DPI / 0.0254))
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(QFont("DejaVu Sans", 9))
    document.documentLayout().setPaintDevice(canvas)
    document.setHtml(html)
    document.setPageSize(QSizeF(width, height))
    return document, width, height, canvas


def _paint_foot(painter: QPainter, area: QRectF, page: int, pages: int) -> None:
    font = QFont("DejaVu Sans")
    font.setPixelSize(10)
    painter.setFont(font)
    painter.setPen(_DIM)
    painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, FOOT_WORDS)
    number = f"Page {page} of {pages}"
    painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, number)
