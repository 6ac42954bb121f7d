"""Design tokens (resources/theme.toml) -> style sheet, palette, icons: where every colour gets its meaning."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from string import Template

import qtawesome
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QColor, QFont, QIcon, QPalette
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication

from core.api import RESOURCES

THEME_FILE = RESOURCES / "theme.toml"
STYLE_FILE = RESOURCES / "style.qss"


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme, as #rrggbb, and the sizes that all themes share, in px."""

    name: str
    window: str
    surface: str
    raised: str
    hover: str
    canvas: str
    border: str
    text: str
    dim: str
    faint: str
    accent: str
    on_accent: str
    selection: str
    normal: str
    review: str
    anomaly: str
    unknown: str
    outline: str
    missing: str
    step: int
    radius: int
    row: int
    small: int
    body: int
    title: int
    banner: int
    families: tuple[str, ...]

    def colour(self, token: str) -> QColor:
        """The colour of a token such as "accent"."""
        return QColor(getattr(self, token))

    def font(self, size: int, *, bold: bool = False) -> QFont:
        """A font of the type scale (small, body, title, banner) with tabular figures where the family has them."""
        return QFont(_font(self.families, size, bold))


@functools.cache
def _font(families: tuple[str, ...], size: int, is_bold: bool) -> QFont:
    font = QFont(list(families))
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.DemiBold if is_bold else QFont.Weight.Normal)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


@functools.cache
def load_themes(path: Path = THEME_FILE) -> dict[str, Theme]:
    """All themes of the token file by name."""
    tokens = tomllib.loads(path.read_text(encoding="utf-8"))
    metrics = dict(tokens["metrics"])
    metrics["families"] = tuple(metrics["families"])
    return {name: Theme(name=name, **colours, **metrics) for name, colours in tokens["themes"].items()}


def colour_map_stops(path: Path = THEME_FILE) -> dict[str, tuple[str, ...]]:
    """Colour maps by name: #rrggbb stops from low to high."""
    return {
        name: tuple(stops) for name, stops in tomllib.loads(path.read_text(encoding="utf-8"))["colour_maps"].items()
    }


def active_theme() -> Theme:
    """The theme in use; dark before any was applied."""
    app = QApplication.instance()
    name = str(app.property("theme") or "dark") if app is not None else "dark"
    return load_themes().get(name) or load_themes()["dark"]


def apply_theme(app: QApplication, name: str) -> None:
    """Put a theme on the whole program; an unknown name means dark."""
    themes = load_themes()
    theme = themes.get(name, themes["dark"])
    if app.property("theme") is None:  # once: another style ends the first, whose animations bars still hold (crash)
        app.setStyle("Fusion")
    app.setProperty("theme", theme.name)
    themed_icon.cache_clear()
    app.setFont(theme.font(theme.body))
    app.setPalette(_palette(theme))
    app.setStyleSheet(style_sheet(theme))
    _renew_icons(app)


def style_sheet(theme: Theme) -> str:
    """The style sheet with every `$token` filled in."""
    values: dict[str, object] = {name: getattr(theme, name) for name in Theme.__dataclass_fields__}
    values |= {f"step{n}": theme.step * n for n in (1, 2, 3, 4, 6)}
    values["icons"] = (RESOURCES / "icons").as_posix()
    values["shade"] = "light" if QColor(theme.text).lightness() > 127 else "dark"
    return Template(STYLE_FILE.read_text(encoding="utf-8")).substitute(values)


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for target, token in (
        (role.Window, "surface"),
        (role.WindowText, "text"),
        (role.Base, "window"),
        (role.AlternateBase, "surface"),
        (role.Text, "text"),
        (role.Button, "raised"),
        (role.ButtonText, "text"),
        (role.BrightText, "text"),
        (role.ToolTipBase, "raised"),
        (role.ToolTipText, "text"),
        (role.Highlight, "selection"),
        (role.HighlightedText, "text"),
        (role.PlaceholderText, "dim"),
        (role.Link, "accent"),
        (role.Mid, "border"),
    ):
        palette.setColor(target, theme.colour(token))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, theme.colour("faint"))
    return palette


@functools.cache
def themed_icon(name: str, token: str = "text") -> QIcon:
    """An icon of the one set, in a colour of the active theme; disabled it is faint, checked it has the accent."""
    theme = active_theme()
    icon: QIcon = qtawesome.icon(
        name, color=getattr(theme, token), color_disabled=theme.faint, color_on=getattr(theme, token)
    )
    return icon


def set_icon(target: QAction | QAbstractButton, name: str, token: str = "text") -> None:
    """Give an action or button an icon that follows the theme."""
    target.setProperty("icon_name", name)
    target.setProperty("icon_token", token)
    target.setIcon(themed_icon(name, token))


def _renew_icons(app: QApplication) -> None:
    for widget in app.allWidgets():
        for target in (widget, *widget.actions()):
            name = target.property("icon_name")
            if name and isinstance(target, QAction | QAbstractButton):
                target.setIcon(themed_icon(str(name), str(target.property("icon_token"))))


def icon_size() -> QSize:
    """Of buttons and menus."""
    return QSize(18, 18)


def indent(box: QAbstractSpinBox) -> None:
    """Move the text of a number field off its left edge: paddings of a style sheet do not reach it."""
    box.lineEdit().setTextMargins(6, 0, 0, 0)
