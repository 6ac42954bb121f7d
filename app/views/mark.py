"""False alarm here, missed spot here: what a mark would change on this part and on the record, then accept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from app.calls import CoreCalls
from app.i18n import later, tr
from app.jobs import Lane
from app.render import colour_bytes
from app.sentences import in_language
from app.state import AppState
from app.theme import indent
from app.views.map_picture import MapPicture
from app.views.tables import changed_cells, fill, filled_table
from app.views.words import score_text, verdict_text
from app.views.work_dialog import WorkDialog
from core.api import Inspector
from core.library_records import MarkKind, MarkPlace, MarkProposal, RecordEffect
from core.progress import CancelToken, ReportProgress

if TYPE_CHECKING:
    from core.review import ReviewStore

REASONS = {
    MarkKind.FALSE_ALARM: later("e.g. glue mark that every batch has"),
    MarkKind.MISSED: later("e.g. hairline crack, found by hand"),
}
RADIUS = 8  # px of the picture
# Arrow keys and wheel step; buttons under a style sheet would hide the number.
NO_BUTTONS = "QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none }"


class MarkDialog(WorkDialog):
    """Opened for the part on screen; it keeps to that part, whatever is opened meanwhile.

    Args:
        parent: The window.
        state: Shows a result with a recipe.
        calls: The core.
        lane: The model lane: a mark is tried on the model in use.
        inspector: The model in use.
        kind: What is marked.
        reader: Who marks.
        store: The open review record; None while there is none.
    """

    accepted_mark = Signal(object, object)  # MarkProposal, RecordEffect or None

    def __init__(
        self,
        parent: QWidget,
        state: AppState,
        calls: CoreCalls,
        lane: Lane,
        inspector: Inspector,
        kind: MarkKind,
        reader: str,
        store: ReviewStore | None,
    ) -> None:
        super().__init__(parent, "mark", lane)
        assert state.loaded is not None
        assert state.result is not None
        self._calls, self._inspector, self._reader, self._store = calls, inspector, reader, store
        self._loaded, self._result, self._kind = state.loaded, state.result, kind
        self.proposal: MarkProposal | None = None
        self.effect: RecordEffect | None = None
        self.setWindowTitle(tr("False alarm here") if kind is MarkKind.FALSE_ALARM else tr("Missed spot here"))
        self.resize(860, 640)
        self._reach: list[float] = []  # px, by which each place is pointed out
        self._places = self._find_places(state)
        self.place = QComboBox()
        self.place.setObjectName("mark_place")
        self.place.setAccessibleName(tr("Place that is marked"))
        self.place.addItems([words for words, _ in self._places])
        self.radius = QSpinBox()
        indent(self.radius)
        self.radius.setObjectName("mark_radius")
        self.radius.setRange(1, 512)
        self.radius.setValue(RADIUS)
        self.radius.setSuffix(" px")
        self.radius.setStyleSheet(NO_BUTTONS)
        self.radius.setAccessibleName(tr("Radius of the circle"))
        self.reason = QLineEdit()
        self.reason.setObjectName("mark_reason")
        self.reason.setPlaceholderText(tr(REASONS[kind]))
        self.reason.setAccessibleName(tr("Reason"))
        self.before = MapPicture(tr("Now"), "")
        self.after = MapPicture(tr("With the mark"), tr("Press Preview."))
        self.sentence = QLabel(tr("Nothing is changed before you accept."))
        self.sentence.setObjectName("mark_sentence")
        self.sentence.setWordWrap(True)
        self.record_words = QLabel()
        self.record_words.setObjectName("mark_record")
        self.record_words.setWordWrap(True)
        self.changed = filled_table(
            "mark_changed",
            (tr("Recorded part"), tr("Recipe"), tr("Score"), tr("Verdict"), tr("Reader said")),
            tr("Recorded parts that change"),
        )
        self.changed.hide()
        self._preview = self.make_button(
            "mark_preview", tr("Preview"), self.preview, "mdi6.eye-outline", tr("What the mark would change")
        )
        self._accept = self.make_button(
            "mark_accept",
            tr("Accept"),
            self.accept_mark,
            "mdi6.check",
            tr("Use a new model that has learnt the mark; the old one stays in the library"),
        )
        self._lay_out()
        self.place.currentIndexChanged.connect(lambda _index: self._on_edited())
        self.radius.valueChanged.connect(lambda _value: self._on_edited())
        self.reason.textChanged.connect(lambda _text: self._on_edited())
        self.reason.returnPressed.connect(self.preview)
        self._show_before()
        self.show_buttons()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(8)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self.place, 1)
        place.addWidget(self.radius)
        form.addRow(tr("Place"), place)
        form.addRow(tr("Reason"), self.reason)
        pictures, below = QHBoxLayout(), QHBoxLayout()
        for row in (pictures, below):
            row.setSpacing(8)
        pictures.addWidget(self.before, 1)
        pictures.addWidget(self.after, 1)
        below.addWidget(self.words, 1)
        for button in (self.cancel_button, self._preview, self._accept):
            below.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(form)
        layout.addWidget(self.notices)
        layout.addLayout(pictures, 3)
        layout.addWidget(self.sentence)
        layout.addWidget(self.record_words)
        layout.addWidget(self.changed, 1)
        layout.addWidget(self.bar)
        layout.addLayout(below)

    def _find_places(self, state: AppState) -> list[tuple[str, MarkPlace]]:
        """The selected region first, then the others, then a circle around the cursor (or the hottest point)."""
        threshold = state.threshold if state.threshold is not None else 0.0
        places = []
        if self._kind is MarkKind.FALSE_ALARM:
            regions = sorted(state.regions, key=lambda region: region is not state.selected_region)
            for region in regions[:20]:
                rank = state.regions.index(region) + 1
                x, y = region.peak_position
                where = (
                    tr(", slice {slice_index}", slice_index=region.slice_index + 1)
                    if region.slice_index is not None
                    else ""
                )
                words = tr(
                    "Region {rank}: {area:,} px, peak {peak}{where}",
                    rank=rank,
                    area=region.area_px,
                    peak=score_text(region.peak),
                    where=where,
                )
                places.append((words, MarkPlace(x, y, region.slice_index or 0, 0, threshold)))
                self._reach.append((region.area_px / np.pi) ** 0.5)
        cursor = state.cursor
        if cursor is not None:
            x, y, index = cursor.x, cursor.y, cursor.slice_index
            words = tr("Circle around the cursor, column {x}, row {y}", x=x, y=y)
        else:
            heat = self._result.anomaly_map
            index = state.slice_index if self._loaded.is_volume else 0
            plane = heat[index] if heat.ndim == 3 else heat
            y, x = (int(value) for value in np.unravel_index(int(np.nanargmax(plane)), plane.shape))
            words = tr("Circle around the highest point, column {x}, row {y}", x=x, y=y)
        places.append((words, MarkPlace(x, y, index, RADIUS)))
        self._reach.append(float(RADIUS))
        return places

    def _chosen(self) -> MarkPlace:
        place = self._places[self.place.currentIndex()][1]
        if not place.radius:
            return place
        return MarkPlace(place.x, place.y, place.slice_index, self.radius.value())

    def _show_before(self) -> None:
        place = self._chosen()
        self._draw(
            self.before,
            self._result.anomaly_map,
            tr("Now"),
            tr("score {score_text}", score_text=score_text(self._result.score)),
            place,
        )

    def _draw(self, picture: MapPicture, heat: np.ndarray, title: str, words: str, place: MarkPlace) -> None:
        view = self._loaded.views[0]
        is_volume = self._loaded.is_volume
        pixels = view.pixels[place.slice_index] if is_volume else view.pixels
        colour = pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=-1)
        plane = heat[place.slice_index] if heat.ndim == 3 else heat
        top = max(float(np.nanmax(self._result.anomaly_map)), 1.5 * (self._result.threshold or 0.0), 1e-6)
        ring = (place.x, place.y, float(place.radius) or self._reach[self.place.currentIndex()])
        picture.show_map(colour_bytes(colour, *view.display_range), plane, top, title, words, ring)

    # --- work ------------------------------------------------------------------------------------------------------
    def preview(self) -> None:
        """Try the mark on the part, then on everything recorded of its category."""
        calls, inspector, store = self._calls, self._inspector, self._store
        loaded, result, place = self._loaded, self._result, self._chosen()
        kind, reason, reader = self._kind, self.reason.text(), self._reader

        def work(report: ReportProgress, token: CancelToken) -> tuple[MarkProposal, RecordEffect | None]:
            proposal = calls.propose_mark(inspector, loaded, result, place, kind, reason, reader)
            effect = calls.effect_of_mark(inspector, proposal, store, report, token) if store is not None else None
            return proposal, effect

        self.start(tr("Trying the mark"), work).succeeded.connect(self._on_previewed)

    def _on_previewed(self, outcome: tuple[MarkProposal, RecordEffect | None]) -> None:
        self.proposal, self.effect = outcome
        proposal, effect = outcome
        words = tr(
            "score {score_text}, {verdict}",
            score_text=score_text(proposal.score[1]),
            verdict=verdict_text(proposal.verdict[1]),
        )
        self._draw(self.after, proposal.anomaly_map, tr("With the mark"), words, self._chosen())
        self.sentence.setText(in_language(proposal.sentence))
        self.record_words.setText(
            in_language(effect.sentence) if effect else tr("No review record is open: there are no earlier results.")
        )
        fill(self.changed, [changed_cells(part) for part in effect.changed] if effect else [])
        self.changed.setVisible(bool(effect and effect.changed))
        self.say("")
        self.show_buttons()

    def _on_edited(self) -> None:
        self.proposal = self.effect = None
        self.after.clear()
        self._show_before()
        self.show_buttons()

    def accept_mark(self) -> None:
        """Have a new model learn the mark."""
        if self.proposal is not None:
            self.accepted_mark.emit(self.proposal, self.effect)
            self.close()

    def show_buttons(self) -> None:
        """A preview comes before accepting, and a reason before both."""
        super().show_buttons()
        has_reason = bool(self.reason.text().strip())
        self.radius.setVisible(bool(self._places[self.place.currentIndex()][1].radius))
        self._preview.setEnabled(not self.is_busy and has_reason)
        self._accept.setEnabled(not self.is_busy and self.proposal is not None)
