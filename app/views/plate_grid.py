"""Plates in rows that are walked by keyboard; the one under mouse or keyboard is explained."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.views.flow_layout import FlowLayout
from app.views.plates import Plate, PlateView


class PlateGrid(QScrollArea):
    """As many plates a row as fit; the others are scrolled to. Tab goes to one of them, the arrow keys to the others.

    Args:
        after: The keyboard comes from it to the plates.
        widths: px, narrowest, usual and widest of a plate: a row with its words fits the height where these allow it,
            and as many plates as are there fit one row where they may be narrow enough.
        spacing: px, between plates.
    """

    pointed = Signal(str)  # explanation of the plate under mouse or keyboard; empty: none any more

    def __init__(self, after: QWidget, widths: tuple[int, int, int] = (116, 116, 116), spacing: int = 8) -> None:
        super().__init__()
        self._after, self._widths = after, widths
        holder = QWidget()
        self._flow = FlowLayout(spacing)
        holder.setLayout(self._flow)
        self.views: list[PlateView] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(holder)

    def show_plates(self, plates: Sequence[Plate], picture: QImage | Sequence[QImage] | None) -> None:
        """Show plates over one picture or one each (null: none), using the widgets that are there."""
        while len(self.views) > len(plates):
            self._remove(self.views.pop())
        while len(self.views) < len(plates):
            self._add(PlateView(self._widths[1]))
        for place, (view, plate) in enumerate(zip(self.views, plates, strict=True)):
            own = picture if picture is None or isinstance(picture, QImage) else picture[place]
            view.show_plate(plate, None if own is None or own.isNull() else own)
            view.show()
        if self.views and not any(view.focusPolicy() & Qt.FocusPolicy.TabFocus for view in self.views):
            self.views[0].setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other room, other plates."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrowest, usual, widest = self._widths
        room, count = self.viewport().size(), max(len(self.views), 1)
        across = room.width() // count - self._flow.spacing()
        for view in self.views:
            tall = int(room.height() - view.words_height) - 1
            view.set_width(max(narrowest, min(tall, across if across >= narrowest else usual, widest)))
        self._flow.invalidate()

    def _add(self, view: PlateView) -> None:
        view.pointed.connect(self._on_pointed)
        view.key_pressed.connect(self._on_key)
        view.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._flow.addWidget(view)
        self.setTabOrder(self.views[-1] if self.views else self._after, view)
        self.views.append(view)

    def _remove(self, view: PlateView) -> None:
        self._flow.removeWidget(view)
        view.hide()
        view.deleteLater()

    def _on_pointed(self, words: str) -> None:
        left = [view.explanation for view in self.views if view.hasFocus()]  # the mouse is gone, the keyboard is not
        self.pointed.emit(words or "".join(left))

    def _on_key(self, key: int) -> None:
        view = self.sender()
        if not isinstance(view, PlateView) or view not in self.views:
            return
        place, last = self.views.index(view), len(self.views) - 1
        top = view.y()
        columns = max(sum(other.y() == self.views[0].y() for other in self.views), 1)
        target = {
            Qt.Key.Key_Left: place - 1,
            Qt.Key.Key_Right: place + 1,
            Qt.Key.Key_Up: place - columns,
            Qt.Key.Key_Down: min(place + columns, last) if self.views[last].y() > top else place,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }[Qt.Key(key)]
        if 0 <= target <= last:
            for other in self.views:
                other.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            chosen = self.views[target]
            chosen.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(chosen, 4, 4)
