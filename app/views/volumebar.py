"""The bar of a volume: planes, window presets, slab, play, sides."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from app.i18n import numeral, tr
from app.keymaps import set_tip
from app.planes import PLANE_WORDS, Plane
from app.settings import Settings
from app.state import AppState
from app.theme import icon_size
from app.views.obliquemenu import ObliqueMenu
from app.views.tiles import TilesView
from app.views.windowmenu import WindowMenu
from core.records import modality_info

SLABS = (1, 3, 5, 9, 15, 25)  # planes drawn as one
RATES = (5, 10, 20, 30)  # planes a second


class Cine(QTimer):
    """Plays through the planes of the cut in use, round and round; a slow machine skips none but takes longer."""

    def __init__(self, state: AppState, action: QAction) -> None:
        super().__init__()
        self._state, self._action = state, action
        self.setInterval(1000 // RATES[1])
        self.timeout.connect(self._step)
        state.loaded_changed.connect(self.stop_playing)

    def toggle(self) -> None:
        """Play or stop."""
        if self.isActive():
            self.stop_playing()
        elif self._state.loaded is not None and self._state.loaded.is_volume:
            self.start()
        self._action.setChecked(self.isActive())

    def stop_playing(self) -> None:
        """Stay on the plane that is shown."""
        self.stop()
        self._action.setChecked(False)

    def set_rate(self, planes_a_second: int) -> None:
        """How fast."""
        self.setInterval(1000 // planes_a_second)

    def _step(self) -> None:
        loaded = self._state.loaded
        if loaded is None:
            return
        through = self._state.volume.cut().through
        count = loaded.views[0].size[through]
        here = self._state.place[through]
        self._state.step_plane((here + 1) % count - here)


class VolumeBar(QWidget):
    """Hidden for images.

    Args:
        state: Its volume style is shown and set.
        tiles: Whose view in use the window presets are for.
        actions: From the action table.
        settings: Keeps the numbers of the presets and the sides.
    """

    def __init__(self, state: AppState, tiles: TilesView, actions: dict[str, QAction], settings: Settings) -> None:
        super().__init__()
        self._state, self._settings = state, settings
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.cine = Cine(state, actions["cine"])
        self._three = actions["three_planes"]
        self._sides = actions["radiological"]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 3, 8, 3)
        layout.setSpacing(3)
        segments = QHBoxLayout()
        segments.setSpacing(0)
        self._planes: dict[Plane, QToolButton] = {}
        for plane in Plane:
            button = _button(
                f"plane_{plane}",
                tr(PLANE_WORDS[plane]),
                tr("{plane} planes ($next_plane: next)", plane=tr(PLANE_WORDS[plane])),
            )
            button.setCheckable(True)
            button.setProperty("segment", "true")
            button.clicked.connect(partial(self._on_plane_clicked, plane))
            self._planes[plane] = button
            segments.addWidget(button)
        three = QToolButton()
        three.setDefaultAction(self._three)
        three.setObjectName("button_three_planes")
        three.setText(tr("3 planes"))
        three.setProperty("segment", "true")
        self._three.setIconText(tr("3 planes"))
        segments.addWidget(three)
        layout.addLayout(segments)
        self._sequence = QComboBox()
        self._sequence.setObjectName("sequence")
        self._sequence.setAccessibleName(tr("Sequence shown in three planes"))
        self._sequence.setToolTip(tr("Sequence shown in three planes"))
        self._sequence.activated.connect(self._on_sequence_chosen)
        layout.addWidget(self._sequence)
        layout.addStretch(1)
        layout.addWidget(ObliqueMenu(state, actions))
        self.windows = WindowMenu(state, tiles, settings)
        layout.addWidget(self.windows)
        layout.addWidget(self._slab_button())
        cine = QToolButton()
        cine.setDefaultAction(actions["cine"])
        cine.setObjectName("button_cine")
        cine.setProperty("flat", "true")
        cine.setIconSize(icon_size())
        cine.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        cine.setMenu(self._rate_menu(cine))
        layout.addWidget(cine)
        sides = QToolButton()
        sides.setDefaultAction(self._sides)
        sides.setObjectName("button_radiological")
        sides.setProperty("flat", "true")
        sides.setIconSize(icon_size())
        layout.addWidget(sides)
        state.volume_style_changed.connect(self._show)
        state.loaded_changed.connect(self._on_loaded_changed)
        state.set_volume_style(is_radiological=settings.is_radiological)
        self._on_loaded_changed()

    # --- the user acts -------------------------------------------------------------------------------------------
    def _on_plane_clicked(self, plane: Plane, _checked: bool = False) -> None:
        self._state.set_volume_style(plane=plane, shows_three=False)
        self._show()  # a click on the plane in use must not uncheck it

    def _on_sequence_chosen(self, _index: int) -> None:
        self._state.set_volume_style(sequence=int(self._sequence.currentData()))

    def next_plane(self) -> None:
        """Axial, coronal, sagittal, and again."""
        planes = list(Plane)
        following = planes[(planes.index(self._state.volume.plane) + 1) % len(planes)]
        self._state.set_volume_style(plane=following)

    def toggle_three(self) -> None:
        """All three planes of one sequence, or one plane of every sequence."""
        self._state.set_volume_style(shows_three=not self._state.volume.shows_three)

    def toggle_sides(self) -> None:
        """Radiological or neurological convention."""
        self._state.set_volume_style(is_radiological=not self._state.volume.is_radiological)
        self._settings.is_radiological = self._state.volume.is_radiological

    def step_slab(self, step: int) -> None:
        """The next thicker or thinner slab."""
        place = int(np.searchsorted(SLABS, self._state.volume.slab)) + step
        self._state.set_volume_style(slab=SLABS[min(max(place, 0), len(SLABS) - 1)])

    # --- building ------------------------------------------------------------------------------------------------
    def _slab_button(self) -> QToolButton:
        self._slab = _button("slab", "", tr("Planes drawn as one ($thicker_slab thicker, $thinner_slab thinner)"))
        self._slab.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._slab)
        menu.aboutToShow.connect(partial(self._fill_slabs, menu))
        self._slab.setMenu(menu)
        return self._slab

    def _fill_slabs(self, menu: QMenu) -> None:
        menu.clear()
        loaded, style = self._state.loaded, self._state.volume
        spacing = loaded.views[0].spacing_mm if loaded else None
        for count in SLABS:
            thickness = f"  ·  {numeral(count * spacing[style.cut().through], '.3g')} mm" if spacing else ""
            action = menu.addAction(
                (tr("{count} plane", count=count) if count == 1 else tr("{count} planes", count=count)) + thickness
            )
            action.setCheckable(True)
            action.setChecked(count == style.slab)
            action.triggered.connect(partial(self._set, "slab", count))
        menu.addSeparator()
        for words, is_mean in ((tr("Largest value"), False), (tr("Mean value"), True)):
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(is_mean == style.is_slab_mean)
            action.triggered.connect(partial(self._set, "is_slab_mean", is_mean))

    def _set(self, name: str, value: object, _checked: bool = False) -> None:
        self._state.set_volume_style(**{name: value})

    def _rate_menu(self, button: QToolButton) -> QMenu:
        menu = QMenu(button)
        for rate in RATES:
            menu.addAction(tr("{rate} planes a second", rate=rate)).triggered.connect(
                partial(self._on_rate_chosen, rate)
            )
        return menu

    def _on_rate_chosen(self, rate: int, _checked: bool = False) -> None:
        self.cine.set_rate(rate)

    # --- showing -------------------------------------------------------------------------------------------------
    def _on_loaded_changed(self) -> None:
        loaded = self._state.loaded
        self.setVisible(loaded is not None and loaded.is_volume)
        with QSignalBlocker(self._sequence):
            self._sequence.clear()
            if loaded is not None:
                for slot, name in enumerate(loaded.modalities):
                    self._sequence.addItem(tr(modality_info(name).label), slot)
                if len(loaded.modalities) > 1:
                    self._sequence.addItem(tr("All, blended"), -1)
        self._show()

    def _show(self) -> None:
        style = self._state.volume
        for plane, button in self._planes.items():
            button.setChecked(plane is style.plane and not style.shows_three)
        self._three.setChecked(style.shows_three)
        self._sides.setChecked(style.is_radiological)
        self._sequence.setVisible(style.shows_three and self._sequence.count() > 1)
        self._sequence.setCurrentIndex(self._sequence.findData(style.sequence))
        how = tr("mean") if style.is_slab_mean else tr("max")
        self._slab.setText(tr("Slab off") if style.slab == 1 else tr("Slab {slab} {how}", slab=style.slab, how=how))


def _button(name: str, text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setText(text)
    set_tip(button, tip)
    button.setAccessibleName(button.toolTip())
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    return button
