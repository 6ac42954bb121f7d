"""The bar above the 3-D view of a cloud: what colours mean, point size, colour legend."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from app.i18n import tr
from app.views.legend import ColourLegend
from app.views.scene_menu import SceneMenu

_WIDE = 520  # px, from which the bar has room for words
_NARROW = 220  # px, below which the point size gives way


class CloudBar(QWidget):
    """Says what the user picks, and shows what is in use."""

    colour_picked = Signal(str)
    size_picked = Signal(int)

    def __init__(self, menu: SceneMenu) -> None:
        super().__init__()
        self._colour_by = QComboBox()
        self._colour_by.setObjectName("cloud-colour")
        self._colour_by.setToolTip(tr("What the colours of the points mean"))
        self._colour_by.setAccessibleName(tr("Colour of the points"))
        self._colour_by.currentIndexChanged.connect(lambda _place: self.colour_picked.emit(self.colour))
        self._size = QSlider(Qt.Orientation.Horizontal)
        self._size.setObjectName("cloud-size")
        self._size.setRange(1, 12)
        self._size.setValue(3)
        self._size.setMinimumWidth(40)
        self._size.setMaximumWidth(90)
        self._size.setToolTip(tr("Point size in pixels (+ and − in the picture)"))
        self._size.setAccessibleName(tr("Point size"))
        self._size.valueChanged.connect(self.size_picked)
        look = QToolButton()
        look.setObjectName("cloud-look")
        look.setText(tr("View"))
        look.setToolTip(tr("Standard views, projection, light, clip box, display range"))
        look.setAccessibleName(tr("How the cloud is looked at"))
        look.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        look.setMenu(menu)
        self.legend = ColourLegend()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(8)
        self._words: list[QLabel] = []
        for text, widget in ((tr("Colour by"), self._colour_by), (tr("Points"), self._size)):
            label = QLabel(text)
            label.setBuddy(widget)
            self._words.append(label)
            layout.addWidget(label)
            layout.addWidget(widget)
        layout.addWidget(look)
        layout.addStretch(1)
        layout.addWidget(self.legend)

    @property
    def colour(self) -> str:
        """What the colours mean."""
        return str(self._colour_by.currentData() or "")

    @property
    def point_size(self) -> int:
        """Point size, px."""
        return self._size.value()

    def set_size(self, size: int, *, is_pick: bool = True) -> None:
        """Show a point size; a pick of the user's is also announced."""
        with QSignalBlocker(self._size):
            changed = size != self._size.value()
            self._size.setValue(size)
        if changed and is_pick:
            self.size_picked.emit(self._size.value())

    def offer(self, colours: list[str], shown: str) -> None:
        """Offer these meanings of colour, one of them in use."""
        with QSignalBlocker(self._colour_by):
            if [self._colour_by.itemData(place) for place in range(self._colour_by.count())] != colours:
                self._colour_by.clear()
                for colour in colours:
                    self._colour_by.addItem(tr(colour), colour)
            self._colour_by.setCurrentIndex(self._colour_by.findData(shown))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow tile does without words and colour scale (the window has one below the tiles)."""
        super().resizeEvent(event)
        self.legend.set_allowed(self.width() >= _WIDE)
        for word in self._words:
            word.setVisible(self.width() >= _WIDE)
        self._size.setVisible(self.width() >= _NARROW)  # + and − change it, too
