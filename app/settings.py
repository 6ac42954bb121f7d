"""What the window remembers between runs. A thin layer over QSettings with types and defaults."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from app.render import COLOUR_MAPS
from app.styles import OverlayStyle
from app.viewing import ScaleKind, Smoothing, ViewStyle
from app.windows import CT_PRESETS, WindowPreset

RECENT_LIMIT = 10
SCALE_STEPS = (80, 90, 100, 110, 125, 150, 175, 200)  # per cent


class Settings:
    """Typed access to QSettings; a value that is broken or gone becomes the default."""

    def __init__(self, store: QSettings | None = None, *, is_kept: bool = True) -> None:
        self._store = store or QSettings()
        self._is_kept = is_kept  # False: read the defaults, write nothing

    @classmethod
    def private(cls) -> Settings:
        """Defaults, apart from the user's own: nothing is read and nothing kept."""
        store = QSettings(":/none.ini", QSettings.Format.IniFormat)
        store.setFallbacksEnabled(False)
        return cls(store, is_kept=False)

    def _keep(self, key: str, value: object) -> None:
        if self._is_kept:
            self._store.setValue(key, value)

    def text(self, name: str) -> str:
        """A value that other files know how to read; empty where there is none."""
        return self._text(name)

    def set_text(self, name: str, value: str) -> None:
        """Keep such a value."""
        self._keep(name, value)

    def _text(self, key: str, default: str = "") -> str:
        value = self._store.value(key, default)
        return value if isinstance(value, str) else default

    @property
    def language(self) -> str:
        """Of the window: "system" or a code of `i18n.LANGUAGES`."""
        return self._text("language", "system")

    @language.setter
    def language(self, code: str) -> None:
        self._keep("language", code)

    @property
    def theme(self) -> str:
        """Name of the theme."""
        return self._text("theme", "dark")

    @theme.setter
    def theme(self, name: str) -> None:
        self._keep("theme", name)

    @property
    def model(self) -> Path | None:
        """The model used last, if its file is still there."""
        path = Path(self._text("model"))
        return path if path.is_file() else None

    @model.setter
    def model(self, path: Path | None) -> None:
        self._keep("model", str(path or ""))

    @property
    def review_database(self) -> str:
        """Where decisions are recorded: a file, or a PostgreSQL URL that several stations share; empty: the usual."""
        return self._text("review/database")

    @property
    def recent(self) -> list[Path]:
        """Files and folders opened last, the newest first."""
        value = self._store.value("recent", [])
        entries = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return [Path(str(entry)) for entry in entries if entry][:RECENT_LIMIT]

    def add_recent(self, paths: list[Path]) -> None:
        """Remember what was opened; several files of one sample count by their folder."""
        chosen = [paths[0].parent] if len(paths) > 1 else paths
        kept = [path for path in self.recent if path not in chosen]
        self._keep("recent", [str(path) for path in [*chosen, *kept][:RECENT_LIMIT]])

    def clear_recent(self) -> None:
        """Forget what was opened."""
        self._keep("recent", [])

    @property
    def overlay(self) -> OverlayStyle:
        """How the map is drawn."""
        default = OverlayStyle()
        try:
            opacity = min(max(float(self._text("overlay/opacity", str(default.opacity))), 0.0), 1.0)
        except ValueError:
            opacity = default.opacity
        name = self._text("overlay/colour_map", default.colour_map)
        return OverlayStyle(opacity=opacity, colour_map=name if name in COLOUR_MAPS else default.colour_map)

    @overlay.setter
    def overlay(self, style: OverlayStyle) -> None:
        self._keep("overlay/opacity", str(style.opacity))
        self._keep("overlay/colour_map", style.colour_map)

    @property
    def view_style(self) -> ViewStyle:
        """How pictures are looked at; ranges belong to a session."""
        try:
            kept = json.loads(self._text("view/style") or "{}")
            return ViewStyle(
                smoothing=Smoothing(kept["smoothing"]), shows_fused=kept["fused"], scale=ScaleKind(kept["scale"])
            )
        except (ValueError, KeyError, TypeError):
            return ViewStyle()

    @view_style.setter
    def view_style(self, style: ViewStyle) -> None:
        scale = ScaleKind.PERCENTILE if style.scale is ScaleKind.IMAGE else style.scale  # asked for anew each time
        kept = {"smoothing": style.smoothing, "fused": style.shows_fused, "scale": scale}
        self._keep("view/style", json.dumps(kept))

    @property
    def scale_percent(self) -> int:
        """Size of the interface, 100 = as the system says."""
        text = self._text("interface/scale", "100")
        return int(text) if text in map(str, SCALE_STEPS) else 100

    @scale_percent.setter
    def scale_percent(self, percent: int) -> None:
        self._keep("interface/scale", str(percent))

    @property
    def window_presets(self) -> tuple[WindowPreset, ...]:
        """The CT windows, with the numbers that the user gave them."""
        return tuple(self._window_preset(preset) for preset in CT_PRESETS)

    def _window_preset(self, preset: WindowPreset) -> WindowPreset:
        try:
            width, level = (float(part) for part in self._text(f"windows/{preset.name}").split("/"))
        except ValueError:
            return preset
        return WindowPreset(preset.name, width, level) if width > 0 else preset

    def set_window_preset(self, preset: WindowPreset) -> None:
        """Keep other numbers for a CT window."""
        self._keep(f"windows/{preset.name}", f"{preset.width:g}/{preset.level:g}")

    def reset_window_presets(self) -> None:
        """The usual numbers again."""
        for preset in CT_PRESETS:
            self._keep(f"windows/{preset.name}", "")

    @property
    def is_radiological(self) -> bool:
        """Whether the patient's right is drawn on the left."""
        return self._text("volume/sides", "radiological") != "neurological"

    @is_radiological.setter
    def is_radiological(self, value: bool) -> None:
        self._keep("volume/sides", "radiological" if value else "neurological")

    def layout(self, name: str) -> QByteArray:
        """Saved bytes of a layout ("geometry" or "state"); empty at first."""
        value = self._store.value(f"layout/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_layout(self, name: str, data: QByteArray) -> None:
        """Keep the bytes of a layout."""
        self._keep(f"layout/{name}", data)
