"""The menu bar: the action table, recent files, and the documentation."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar

from app.actions import ACTIONS
from app.i18n import LANGUAGES, later, tr
from app.notices import Level, Notice
from app.settings import SCALE_STEPS, Settings
from app.theme import apply_theme, load_themes
from app.views.about import document_title
from core.api import RESOURCES

_THEME_NAMES = {"dark": later("Dark"), "light": later("Light"), "contrast": later("High contrast")}


def fill_menus(
    bar: QMenuBar,
    actions: dict[str, QAction],
    settings: Settings,
    open_paths: Callable[[list[Path]], None],
    show_document: Callable[[Path], None],
    notify: Callable[[Notice], None],
) -> None:
    """Build all menus."""
    menus: dict[str, QMenu] = {}
    for spec in ACTIONS:
        if spec.menu not in menus:
            over, _, own = spec.menu.rpartition("/")
            menus[spec.menu] = menus[over].addMenu(tr(own)) if over else bar.addMenu(f"&{tr(own)}")
        if spec.starts_group:
            menus[spec.menu].addSeparator()
        menus[spec.menu].addAction(actions[spec.name])
        if spec.name == "open_folder":
            recent = menus[spec.menu].addMenu(tr("Recent"))
            recent.setObjectName("menu_recent")
            recent.aboutToShow.connect(partial(_fill_recent, recent, settings, open_paths))
    _add_themes(menus["View"], settings)
    _add_sizes(menus["View"], settings, notify)
    _add_languages(menus["View"], settings, notify)
    _add_documents(menus["Help"], show_document)


def _fill_recent(menu: QMenu, settings: Settings, open_paths: Callable[[list[Path]], None]) -> None:
    menu.clear()
    for number, path in enumerate(settings.recent, start=1):
        action = menu.addAction(f"&{number % 10}  {str(path).replace('&', '&&')}")
        action.triggered.connect(partial(_open_one, open_paths, path))
    if settings.recent:
        menu.addSeparator()
        menu.addAction(tr("Forget these")).triggered.connect(settings.clear_recent)
    else:
        menu.addAction(tr("Nothing was opened yet")).setEnabled(False)


def _open_one(open_paths: Callable[[list[Path]], None], path: Path, _checked: bool = False) -> None:
    open_paths([path])


def _add_themes(menu: QMenu, settings: Settings) -> None:
    menu.addSeparator()
    themes = menu.addMenu(tr("Theme"))
    group = QActionGroup(themes)
    for name in load_themes():
        action = themes.addAction(tr(_THEME_NAMES.get(name, name)))
        action.setObjectName(f"theme_{name}")
        action.setCheckable(True)
        action.setChecked(name == settings.theme)
        group.addAction(action)
        action.triggered.connect(partial(_choose_theme, name, settings))


def _choose_theme(name: str, settings: Settings, _checked: bool = False) -> None:
    settings.theme = name
    app = QApplication.instance()
    if isinstance(app, QApplication):
        apply_theme(app, name)
        for window in app.topLevelWidgets():
            window.update()


def _add_sizes(menu: QMenu, settings: Settings, notify: Callable[[Notice], None]) -> None:
    sizes = menu.addMenu(tr("Interface size"))
    group = QActionGroup(sizes)
    for percent in SCALE_STEPS:
        action = sizes.addAction(f"{percent} %")
        action.setObjectName(f"scale_{percent}")
        action.setCheckable(True)
        action.setChecked(percent == settings.scale_percent)
        group.addAction(action)
        action.triggered.connect(partial(_choose_size, percent, settings, notify))


def _choose_size(percent: int, settings: Settings, notify: Callable[[Notice], None], _checked: bool = False) -> None:
    settings.scale_percent = percent
    hint = tr("“Reopen last session” in the File menu brings everything back then.")
    notify(
        Notice(
            Level.INFO, tr("The interface has {percent} % of its size from the next start on.", percent=percent), hint
        )
    )


def _add_languages(menu: QMenu, settings: Settings, notify: Callable[[Notice], None]) -> None:
    languages = menu.addMenu(tr("Language"))
    languages.setObjectName("menu_language")
    group = QActionGroup(languages)
    for code, name in LANGUAGES.items():
        action = languages.addAction(tr("As the system") if code == "system" else name)
        action.setObjectName(f"language_{code}")
        action.setCheckable(True)
        action.setChecked(code == settings.language)
        group.addAction(action)
        action.triggered.connect(partial(_choose_language, code, settings, notify))


def _choose_language(code: str, settings: Settings, notify: Callable[[Notice], None], _checked: bool = False) -> None:
    settings.language = code
    hint = tr("“Reopen last session” in the File menu brings everything back then.")
    notify(Notice(Level.INFO, tr("The window speaks this language from the next start on."), hint))


def _add_documents(menu: QMenu, show_document: Callable[[Path], None]) -> None:
    pages = sorted((RESOURCES / "docs").glob("*.md"))
    if pages:
        menu.addSeparator()
    for path in pages:
        menu.addAction(document_title(path)).triggered.connect(partial(_show_page, show_document, path))


def _show_page(show_document: Callable[[Path], None], path: Path, _checked: bool = False) -> None:
    show_document(path)
