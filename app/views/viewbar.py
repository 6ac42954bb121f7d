"""The bar above the views: how the anomaly map is drawn."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QSizePolicy, QSlider, QToolButton, QWidget

from app.i18n import tr
from app.keymaps import set_tip
from app.render import COLOUR_MAPS, colour_table
from app.sentences import in_language
from app.state import AppState
from app.styles import OverlayMode
from app.theme import icon_size, set_icon
from app.views.blend import BlendMenu


def colour_map_icon(name: str) -> QIcon:
    """A strip of the colour map."""
    image = QImage(colour_table(name).tobytes(), 256, 1, 768, QImage.Format.Format_RGB888)
    return QIcon(QPixmap.fromImage(image.scaled(48, 12)))


_SPACING = 3  # px
MEASURE = ("ruler", "area", "", "delete_measurement", "clear_measurements", "copy_measurements")
MORE = (
    *("fused_tile", "side_by_side", "flicker", "constant", "", "next_layout", "next_tile", "smoothing", ""),
    *("zoom_in", "zoom_out", "actual_size", "reset_window", "", "next_scale", "ranges", "vision"),
)


class ElidedLabel(QLabel):
    """A line of text that gives way to its neighbours; its end stays readable, since names differ there."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(48)

    def paintEvent(self, event: QPaintEvent) -> None:
        """As much as fits."""
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideLeft, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class ViewBar(QWidget):
    """Name of the sample, map on or off, opacity, colour map, fused or per sensor, outlines, zoom.

    Args:
        state: Its overlay style is shown and set.
        actions: From the action table; shown as buttons.
    """

    def __init__(self, state: AppState, actions: dict[str, QAction]) -> None:
        super().__init__()
        self._state = state
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = ElidedLabel()
        self._name.setObjectName("sample_name")
        self._opacity = QSlider(Qt.Orientation.Horizontal)
        self._opacity.setObjectName("opacity")
        self._opacity.setAccessibleName(tr("Opacity of the anomaly map"))
        set_tip(self._opacity, tr("Opacity of the anomaly map ($less_opacity and $more_opacity)"))
        self._opacity.setRange(0, 100)
        self._opacity.setFixedWidth(60)  # the bar has to fit between the docks on a 1280-pixel screen
        self._maps = QComboBox()
        self._maps.setObjectName("colour_map")
        self._maps.setAccessibleName(tr("Colour map"))
        self._maps.setToolTip(tr("Colours of the anomaly map; all are perceptually uniform"))
        self._maps.setIconSize(QSize(48, 12))
        self._maps.setFixedWidth(84)  # the strip says enough; the list and screen readers have the names
        for name in COLOUR_MAPS:
            self._maps.addItem(colour_map_icon(name), name.capitalize(), name)
        self._mode = QComboBox()
        self._mode.setObjectName("overlay_mode")
        self._mode.setAccessibleName(tr("What of the anomaly map is drawn"))
        set_tip(self._mode, tr("What of the anomaly map is drawn ($next_mode: next)"))
        for mode in OverlayMode:
            self._mode.addItem({"heat": tr("Heat"), "regions": tr("Regions"), "contour": tr("Contour")}[mode], mode)
        self._mode.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._mode.setMinimumContentsLength(5)
        self._mode.activated.connect(self._on_mode_chosen)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 8, 4)
        layout.setSpacing(_SPACING)
        layout.addWidget(self._name, 1)
        layout.addWidget(_button(actions["overlay"]))
        layout.addWidget(self._opacity)
        layout.addSpacing(4)
        layout.addWidget(self._maps)
        layout.addWidget(self._mode)
        for name in ("sensor_map", "outlines", "swipe"):
            layout.addWidget(_button(actions[name]))
        layout.addSpacing(4)
        layout.addWidget(_menu_button("measure", tr("Measure"), "mdi6.ruler", actions, MEASURE))
        layout.addSpacing(4)
        self._optional = [_button(actions[name]) for name in ("fit", "zoom_region", "maximise")]
        for button in self._optional:
            layout.addWidget(button)
        more = _menu_button("more_views", tr("More ways to look"), "mdi6.dots-vertical", actions, MORE)
        BlendMenu(state, more.menu())
        layout.addWidget(more)
        self._opacity.valueChanged.connect(self._on_opacity_moved)
        self._maps.activated.connect(self._on_map_chosen)
        state.overlay_changed.connect(self._show)
        state.loaded_changed.connect(self._show)
        state.frame_changed.connect(self._show)
        self._show()

    def minimumSizeHint(self) -> QSize:
        """Without the buttons that the View menu has, too."""
        hint = super().minimumSizeHint()
        spared = sum(_room(button) for button in self._optional if not button.isHidden())
        return QSize(hint.width() - spared, hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show those buttons where there is room."""
        super().resizeEvent(event)
        has_room = self.width() >= self.minimumSizeHint().width() + sum(map(_room, self._optional))
        for button in self._optional:
            button.setVisible(has_room)

    def _on_opacity_moved(self, value: int) -> None:
        self._state.set_overlay(opacity=value / 100, is_visible=True)

    def _on_map_chosen(self, _index: int) -> None:
        self._state.set_overlay(colour_map=self._maps.currentData())

    def _on_mode_chosen(self, _index: int) -> None:
        self._state.set_overlay(mode=OverlayMode(self._mode.currentData()), is_visible=True)

    def _show(self) -> None:
        style, loaded = self._state.overlay, self._state.loaded
        with QSignalBlocker(self._opacity):
            self._opacity.setValue(round(style.opacity * 100))
        self._opacity.setEnabled(style.is_visible)
        self._mode.setCurrentIndex(list(OverlayMode).index(style.mode))
        self._maps.setCurrentIndex(self._maps.findData(style.colour_map))
        sample = loaded.sample if loaded else None
        self._name.setText(sample.sample_id if sample else "")
        told = (*loaded.notes, *(note for view in loaded.views for note in view.notes)) if loaded else ()
        notes = "\n".join(map(in_language, told))
        self._name.setToolTip(f"{sample.sample_id}\n{notes}".strip() if sample else "")


def _room(button: QToolButton) -> int:
    return button.sizeHint().width() + _SPACING


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setObjectName(action.objectName().replace("action_", "button_"))
    button.setProperty("flat", "true")
    button.setAccessibleName(action.text())
    button.setIconSize(icon_size())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _menu_button(name: str, text: str, icon: str, actions: dict[str, QAction], entries: tuple[str, ...]) -> QToolButton:
    button = QToolButton()
    button.setObjectName(f"button_{name}")
    button.setProperty("flat", "true")
    button.setAccessibleName(text)
    button.setToolTip(text)
    set_icon(button, icon)
    button.setIconSize(icon_size())
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    menu = QMenu(button)
    for entry in entries:
        if entry:
            menu.addAction(actions[entry])
        else:
            menu.addSeparator()
    button.setMenu(menu)
    return button
