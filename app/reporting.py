"""What the Report menu does: print, preview, save as PDF or HTML, export, copy; of the part on screen or the queue."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QFileDialog

from app.i18n import later, tr
from app.notices import Level, Notice
from core import api, part_export, reporting
from core.part_export import Format
from core.progress import CancelToken, Progress, ReportProgress
from core.records import InspectionResult, LoadedSample, ModelInfo, Sample

if TYPE_CHECKING:
    from app.main_window import MainWindow
    from core.reporting import Report

log = logging.getLogger(__name__)

PART_ACTIONS = ("print", "print_preview", "save_report", "export_part", "copy_picture", "export_case")
FILTERS = {
    Format.PDF: later("PDF report (*.pdf)"),
    Format.HTML: later("HTML report, one file (*.html)"),
    Format.JSON: later("Everything as JSON (*.json)"),
    Format.CSV: later("One line of numbers, CSV (*.csv)"),
    Format.PNG: later("Picture with the map (*.png)"),
    Format.TIFF: later("Map as 16-bit TIFF (*.tif)"),
    Format.NPY: later("Map as NumPy array (*.npy)"),
    Format.NIFTI: later("Map as NIfTI on the input's grid (*.nii.gz)"),
    Format.PARAMETRIC_MAP: later("Map as DICOM Parametric Map (*.pm.dcm)"),
    Format.SEG: later("Regions as DICOM Segmentation (*.seg.dcm)"),
    Format.STRUCTURED_REPORT: later("Regions as DICOM structured report, with its Segmentation (*.sr.dcm)"),
    Format.PLY: later("Point cloud with scores, PLY (*.ply)"),
}
REPORTS = (Format.PDF, Format.HTML)


class Reporting:
    """Reports of one window. Making them runs in lanes; only the preview is laid out on the GUI thread."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.names: bool | None = None  # None: products yes, patients no
        self._previewed: object = None  # the printer of a preview, which the dialog uses and does not own

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the entries of the action table do."""
        return {
            "print": self.print_part,
            "print_preview": self.preview,
            "save_report": lambda: self._ask_and_write(REPORTS, tr("Save the report")),
            "export_part": lambda: self._ask_and_write(tuple(FILTERS), tr("Export the part")),
            "save_queue_report": self.save_queue_report,
            "copy_picture": self.copy_picture,
            "names_in_exports": self.toggle_names,
        }

    def show_available(self) -> None:
        """Enable what there is something for."""
        state, actions = self._window.state, self._window.actions_by_name
        has_result = state.result is not None and state.loaded is not None
        for name in PART_ACTIONS:
            actions[name].setEnabled(has_result)
        actions["save_queue_report"].setEnabled(state.model is not None and bool(state.results) and not state.is_blind)

    def toggle_names(self) -> None:
        """Let patients' names into reports and exports of this session, or keep them out again."""
        self.names = None if self.names else True
        self._window.actions_by_name["names_in_exports"].setChecked(bool(self.names))

    # --- the part on screen --------------------------------------------------------------------------------------
    def _subject(self) -> tuple[LoadedSample, InspectionResult, ModelInfo] | None:
        state = self._window.state
        if state.loaded is None or state.result is None or state.model is None:
            self._window.notices.show_notice(Notice(Level.INFO, tr("There is no result to report yet.")))
            return None
        return state.loaded, state.result, state.model

    def _make(self, then: Callable[[str], object]) -> None:
        """Make the printable report in a lane and hand it on."""
        subject = self._subject()
        if subject is None:
            return
        loaded, result, model = subject
        session, names = self._window.deciding.session, self.names

        def work(_report: ReportProgress, _token: CancelToken) -> str:
            made = reporting.part_report(loaded, result, model, session.store, session.reader, names)
            return reporting.report_printable(made)

        job = self._window.session.start_job("report", tr("Making the report"), self._window.runner.extras, work)
        job.succeeded.connect(then)

    def print_part(self) -> None:
        """Ask for a printer and print the report of the part on screen."""
        self._make(self._print)

    def _print(self, html: str) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from app.printing import paint_pages, set_page

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        set_page(printer)
        if QPrintDialog(printer, self._window).exec():
            paint_pages(html, printer)

    def preview(self) -> None:
        """Show the pages of the report of the part on screen; print from there."""
        self._make(self._preview)

    def _preview(self, html: str) -> None:
        from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog

        from app.printing import paint_pages, set_page

        self._previewed = printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        set_page(printer)
        dialog = QPrintPreviewDialog(printer, self._window)
        dialog.setObjectName("print_preview")
        dialog.setWindowTitle(tr("Report"))
        dialog.resize(900, 1000)
        dialog.paintRequested.connect(lambda device: paint_pages(html, device))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_and_write(self, kinds: Sequence[Format], title: str) -> None:
        subject = self._subject()
        if subject is None:
            return
        loaded, result, _ = subject
        fitting = [kind for kind in part_export.formats_of(loaded, result) if kind in kinds]
        path, kind = self._ask(title, reporting.part_stem(result.sample, self.names), fitting)
        if path is not None:
            self.write_part(path, kind)

    def _ask(self, title: str, stem: str, kinds: Sequence[Format]) -> tuple[Path | None, Format]:
        """A file to write and its format: the one that its name ends in, else the chosen filter's."""
        endings = {kind: f".{part_export.ENDINGS.get(kind, kind.value)}" for kind in kinds}
        filters = ";;".join(tr(FILTERS[kind]) for kind in kinds)
        name, chosen = QFileDialog.getSaveFileName(self._window, title, f"{stem}{endings[kinds[0]]}", filters)
        kind = next((kind for kind in kinds if tr(FILTERS[kind]) == chosen), kinds[0])
        if not name:
            return None, kind
        kind = next((other for other in kinds if name.endswith(endings[other])), kind)
        return Path(name if name.endswith(endings[kind]) else f"{name}{endings[kind]}"), kind

    def write_part(self, path: Path, kind: Format) -> None:
        """Write the part on screen in a format."""
        subject = self._subject()
        if subject is None:
            return
        loaded, result, model = subject
        session, names = self._window.deciding.session, self.names

        def work(_report: ReportProgress, _token: CancelToken) -> Path:
            if kind is not Format.PDF:
                return part_export.write_part(path, kind, loaded, result, model, session.store, session.reader, names)
            from app.printing import write_pdf

            made = reporting.part_report(loaded, result, model, session.store, session.reader, names)
            return write_pdf(reporting.report_printable(made), path, path.stem)

        job = self._window.session.start_job(
            "report", tr("Writing {name}", name=path.name), self._window.runner.extras, work
        )
        job.succeeded.connect(self._on_written)

    def copy_picture(self) -> None:
        """Copy the views as they are on screen, map and outlines included."""
        QApplication.clipboard().setPixmap(self._window.tiles.grab())
        self._window.notices.show_notice(Notice(Level.INFO, tr("The picture is in the clipboard.")))

    # --- the queue ------------------------------------------------------------------------------------------------
    def save_queue_report(self) -> None:
        """Ask for a file and write a report of everything inspected: a table, a contact sheet, the highest scores."""
        path, kind = self._ask(tr("Save a report of the queue"), "queue", REPORTS)
        if path is not None:
            self.write_queue(path, kind)

    def write_queue(self, path: Path, kind: Format) -> None:
        """Write the report of the queue; the highest scores are inspected again for their pictures."""
        window, inspector = self._window, self._window.session.inspector
        model, chosen = window.state.model, tuple(window.state.results.values())
        if model is None or inspector is None or not chosen:
            return
        session, names, category = window.deciding.session, self.names, window.state.category
        calls = window.parts.calls

        def work(report: ReportProgress, token: CancelToken) -> Path:
            done = 0

            def inspect(sample: Sample) -> tuple[LoadedSample, InspectionResult]:
                nonlocal done
                token.raise_if_cancelled()
                report(Progress(done, min(len(chosen), reporting.FULL_PARTS), sample.sample_id))
                done += 1
                loaded = calls.load_sample(sample, lambda _progress: None, token)
                return loaded, inspector.inspect(loaded, category, token=token)

            made = reporting.queue_report(chosen, inspect, model, session.store, session.reader, names)
            return _write(made, path, kind)

        job = window.session.start_job("report", tr("Making the report of the queue"), window.runner.model, work)
        job.succeeded.connect(self._on_written)

    def _on_written(self, path: Path) -> None:
        log.info("wrote a report or export")
        self._window.notices.show_notice(Notice(Level.INFO, tr("{name} is written.", name=path.name), str(path.parent)))


def _write(report: Report, path: Path, kind: Format) -> Path:
    if kind is Format.PDF:
        from app.printing import write_pdf

        return write_pdf(reporting.report_printable(report), path, path.stem)
    api.save_file(path, reporting.report_html(report).encode())
    return path
