"""The switches beside histogram and colour bar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.colour_scales import SCALE_WORDS
from app.i18n import tr
from app.keymaps import set_tip
from app.state import AppState
from app.theme import icon_size, set_icon
from app.viewing import ScaleKind
from app.views.ranges import RangeHistogram


class RangeSide(QWidget):
    """The switches beside the histogram and the colour bar: what colours mean, log, reset, histogram on or off."""

    def __init__(self, state: AppState, histogram: RangeHistogram, on_toggle: Callable[[], None]) -> None:
        super().__init__()
        self._state, self._histogram = state, histogram
        self.setObjectName("range_side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._kind = QComboBox()
        self._kind.setObjectName("colour_scale")
        self._kind.setAccessibleName(tr("What the colours of the map mean"))
        set_tip(self._kind, tr("What the colours of the map mean ($next_scale: next)"))
        for kind, words in ((kind, tr(words)) for kind, words in SCALE_WORDS.items()):
            self._kind.addItem(words, kind)
        self._kind.activated.connect(self._on_kind_chosen)
        self._log = _button("range_log", "log", tr("Heights as log(1 + count)"))
        self._log.setCheckable(True)
        self._log.setChecked(True)
        self._log.toggled.connect(histogram.set_log)
        self._reset = _button("range_reset", tr("Reset"), tr("All colours over the whole scale, nothing clipped"))
        self._reset.clicked.connect(lambda: state.viewing.set_style(display=None, clip=None))
        self._toggle = _button("range_toggle", "", "")
        set_icon(self._toggle, "mdi6.chart-histogram")
        self._toggle.setIconSize(icon_size())
        self._toggle.setCheckable(True)
        self._toggle.setAccessibleName(tr("Histogram of the map"))
        set_tip(self._toggle, tr("Histogram of the map: drag the range of the colours and the clip range ($ranges)"))
        self._toggle.clicked.connect(on_toggle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 8, 8)
        layout.setSpacing(4)
        for pair in ((self._log, self._reset), (self._kind, self._toggle)):
            row = QHBoxLayout()
            row.setSpacing(4)
            for widget in pair:
                row.addWidget(widget)
            layout.addLayout(row)
        layout.insertStretch(1, 1)
        state.viewing.style_changed.connect(self._show)
        self._show()

    def toggle(self) -> None:
        """Histogram on or off; the ranges stay as they are."""
        self._histogram.setVisible(self._histogram.isHidden())
        self._show()

    def _on_kind_chosen(self, _index: int) -> None:
        self._state.viewing.set_style(scale=ScaleKind(self._kind.currentData()), display=None)

    def _show(self) -> None:
        style, is_shown = self._state.viewing.style, not self._histogram.isHidden()
        self._kind.setCurrentIndex(self._kind.findData(style.scale))
        self._toggle.setChecked(is_shown)
        self._log.setVisible(is_shown)
        self._reset.setVisible(is_shown)
        self._reset.setEnabled(style.display is not None or style.clip is not None)


def _button(name: str, text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setText(text)
    button.setToolTip(tip)
    return button
