"""The print preview of the part on screen."""

import gc
from pathlib import Path

from PySide6.QtPrintSupport import QPrintPreviewDialog, QPrintPreviewWidget

from tests.app.test_deciding import FileReader


def test_the_preview_has_pages_and_its_printer_outlives_the_call(qtbot, make_window, tmp_path):
    reader = FileReader(tmp_path / "in")
    window = make_window(None, reader, review=tmp_path / "review.db")
    window.open_paths([Path("part-0")])
    qtbot.waitUntil(lambda: window.state.result is not None, timeout=20_000)
    window.reporting.preview()
    qtbot.waitUntil(lambda: window.findChild(QPrintPreviewDialog, "print_preview") is not None, timeout=20_000)
    gc.collect()  # the printer was collected here, and the program ended with a segmentation fault
    dialog = window.findChild(QPrintPreviewDialog, "print_preview")
    pages = dialog.findChild(QPrintPreviewWidget)
    qtbot.waitUntil(lambda: pages.pageCount() > 0, timeout=20_000)
    dialog.grab()
    dialog.close()
