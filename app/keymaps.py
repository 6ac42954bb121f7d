"""Keys and mouse buttons by profile: what comes with the program, what the user made of it, and what conflicts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from enum import StrEnum
from string import Template

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.actions import ACTIONS, ActionSpec, tooltip
from app.i18n import later, tr
from app.settings import Settings
from app.viewing import Drag, MouseMap, Viewing
from core.errors import UserFacingError

_SPECS = {spec.name: spec for spec in ACTIONS}


class Profile(StrEnum):
    """Whose habits the keys follow."""

    INSPECTION = "inspection"
    RADIOLOGY = "radiology"
    DEMO = "demo"


PROFILE_WORDS = {
    Profile.INSPECTION: (later("Inspection"), later("digits are reasons, the mouse moves the picture")),
    Profile.RADIOLOGY: (later("Radiology"), later("digits are window presets, the mouse sets window and level")),
    Profile.DEMO: (later("Demo"), later("a presenter's remote goes through the parts, no key decides")),
}
_REASONS = tuple(name for name in _SPECS if name.startswith("reason_"))
_WINDOWS = tuple(name for name in _SPECS if name.startswith("window_"))
_DECIDING = ("accept", "reject", "unsure", "take_back", "comment", *_REASONS)
_OTHER_KEYS: dict[Profile, dict[str, tuple[str, ...]]] = {
    Profile.INSPECTION: {},
    Profile.RADIOLOGY: {
        **{name: (str(number),) for number, name in enumerate(_WINDOWS, 1)},
        **{name: (f"Alt+{number}",) for number, name in enumerate(_REASONS, 1)},
        "fit": ("Space", "0"),
        "next_sample": ("PgDown", "J", "Alt+Down"),
        "previous_sample": ("PgUp", "K", "Alt+Up"),
    },
    Profile.DEMO: {
        **dict.fromkeys(_DECIDING, ()),
        "next_sample": ("PgDown", "Space", "J"),
        "previous_sample": ("PgUp", "K"),
        "overlay": ("A", "B"),
        "outlines": ("D",),
    },
}
_MICE = {
    Profile.INSPECTION: MouseMap(),
    Profile.RADIOLOGY: MouseMap(Drag.WINDOW, Drag.PAN, Drag.ZOOM, Drag.MOVE, Drag.PLANES),
    Profile.DEMO: MouseMap(Drag.MOVE, Drag.PAN, Drag.ZOOM, Drag.WINDOW, Drag.PLANES),
}
# What views, lists and fields do with these by themselves.
_TAKEN = {
    **dict.fromkeys(("Left", "Right", "Up", "Down"), later("moves the cursor in a view")),
    **dict.fromkeys(("Return", "Enter"), later("sets a point of a measurement and presses buttons")),
    **dict.fromkeys(("Tab", "Shift+Tab", "Backtab"), later("goes to the next field")),
}


class KeyMaps(QObject):
    """The key and mouse maps of one window.

    Args:
        settings: Where changes are kept.
        actions: Get the keys of the profile in use.
        viewing: Gets its mouse map.
        window: Whose tooltips name keys.
    """

    changed = Signal()

    def __init__(
        self, settings: Settings, actions: Mapping[str, QAction], viewing: Viewing, window: QWidget | None = None
    ) -> None:
        super().__init__()
        self._settings, self._actions, self._viewing, self._window = settings, actions, viewing, window
        self.profile = Profile.INSPECTION
        if settings.text("keys/profile") in list(Profile):
            self.profile = Profile(settings.text("keys/profile"))
        self._own = self._read(f"keys/{self.profile}")

    def _read(self, name: str) -> dict[str, tuple[str, ...]]:
        try:
            kept = json.loads(self._settings.text(name) or "{}")
            return {key: tuple(map(str, keys)) for key, keys in kept.items() if key in _SPECS}
        except (ValueError, AttributeError, TypeError):
            return {}

    # --- what holds ----------------------------------------------------------------------------------------------
    def defaults(self, name: str) -> tuple[str, ...]:
        """The keys of an action as the profile comes."""
        return _OTHER_KEYS[self.profile].get(name, _SPECS[name].keys)

    def keys(self, name: str) -> tuple[str, ...]:
        """The keys of an action."""
        return self._own.get(name, self.defaults(name))

    def is_changed(self, name: str) -> bool:
        """Whether the user gave the action other keys."""
        return name in self._own

    def owner(self, key: str) -> ActionSpec | None:
        """The action that a key belongs to."""
        wanted = _portable(key)
        return next((spec for spec in ACTIONS if wanted in map(_portable, self.keys(spec.name))), None)

    # --- changes -------------------------------------------------------------------------------------------------
    def set_profile(self, profile: Profile) -> None:
        """Use another map."""
        if profile is not self.profile:
            self.profile = profile
            self._own = self._read(f"keys/{profile}")
            self._settings.set_text("keys/profile", profile.value)
            self.apply()

    def add_key(self, name: str, key: str) -> None:
        """Give an action one more key. Raises UserFacingError where it belongs to another."""
        key, owner = _portable(key), self.owner(key)
        words = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        profile = PROFILE_WORDS[self.profile][0]
        if not key:
            raise UserFacingError(tr("No key was pressed."), hint=tr("Click into the field and press the key."))
        if key in _TAKEN:
            taken = tr("{words} {taken} and cannot be given away.", words=words, taken=tr(_TAKEN[key]))
            raise UserFacingError(taken, hint=tr("Choose another key."))
        if owner is not None and owner.name == name:
            raise UserFacingError(tr("{words} already belongs to “{owner}”.", words=words, owner=tr(owner.text)))
        if owner is not None:
            raise UserFacingError(
                tr(
                    "{words} is “{owner}” in the {profile} map. Nothing was changed.",
                    words=words,
                    owner=tr(owner.text),
                    profile=tr(profile),
                ),
                hint=tr("Take it away from “{owner}” first, or choose another key.", owner=tr(owner.text)),
            )
        self._set(name, (*self.keys(name), key))

    def remove_keys(self, name: str) -> None:
        """Leave an action without keys."""
        self._set(name, ())

    def reset(self, name: str | None = None) -> None:
        """The profile's own keys again, of one action or of all. Raises UserFacingError where one is taken by now."""
        if name is None:
            self._own = {}
        else:
            own = {other: keys for other, keys in self._own.items() if other != name}
            wanted = set(map(_portable, self.defaults(name)))
            for other in own:
                if wanted & set(map(_portable, own[other])):
                    raise UserFacingError(
                        tr(
                            "“{other}” has a key of “{name}” now. Nothing was changed.",
                            other=tr(_SPECS[other].text),
                            name=tr(_SPECS[name].text),
                        ),
                        hint=tr("Reset that one first."),
                    )
            self._own = own
        self._keep()

    def _set(self, name: str, keys: tuple[str, ...]) -> None:
        self._own = {**self._own, name: keys}
        if tuple(map(_portable, keys)) == tuple(map(_portable, self.defaults(name))):
            del self._own[name]
        self._keep()

    def _keep(self) -> None:
        self._settings.set_text(f"keys/{self.profile}", json.dumps(self._own))
        self.apply()

    # --- mouse ---------------------------------------------------------------------------------------------------
    @property
    def mouse(self) -> MouseMap:
        """What the mouse does in this profile."""
        default = _MICE[self.profile]
        try:
            kept = json.loads(self._settings.text(f"mouse/{self.profile}") or "{}")
            return replace(default, **{name: Drag(value) for name, value in kept.items()})
        except (ValueError, TypeError, AttributeError):
            return default

    def set_mouse(self, **changes: Drag) -> None:
        """Let a mouse button do something else."""
        mouse = asdict(replace(self.mouse, **changes))
        self._settings.set_text(f"mouse/{self.profile}", json.dumps(mouse))
        self.apply()

    def reset_mouse(self) -> None:
        """The profile's own mouse again."""
        self._settings.set_text(f"mouse/{self.profile}", "")
        self.apply()

    def apply(self) -> None:
        """Give actions, tooltips and views what holds now."""
        for spec in ACTIONS:
            keys = self.keys(spec.name)
            self._actions[spec.name].setShortcuts([QKeySequence(key) for key in keys])
            self._actions[spec.name].setToolTip(tooltip(spec, keys))
        self._viewing.mouse = self.mouse
        if self._window is not None:
            for widget in self._window.findChildren(QWidget):
                if widget.property("tip_template"):
                    _fill(widget, {spec.name: native(self.keys(spec.name)) for spec in ACTIONS})
        self.changed.emit()


def native(keys: tuple[str, ...]) -> str:
    """Keys as the system writes them, with commas between."""
    return ", ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys) or tr("no key")


def set_tip(widget: QWidget, template: str) -> None:
    """A tooltip in which `$name` stands for the keys of an action, whatever the profile makes of them."""
    widget.setProperty("tip_template", template)
    _fill(widget, {spec.name: native(spec.keys) for spec in ACTIONS})


def _fill(widget: QWidget, keys: Mapping[str, str]) -> None:
    widget.setToolTip(Template(str(widget.property("tip_template"))).safe_substitute(keys))


def _portable(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
