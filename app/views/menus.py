"""The menu bar: the action table, recent files, and the documentation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    view = menus["View"]
    view.addSeparator()
    themes = {name: tr(_THEME_NAMES.get(name, name)) for name in load_themes()}
    _add_choices(view, tr("Theme"), "theme", themes, settings.theme, partial(_choose_theme, settings))
    sizes = {str(percent): f"{percent} %" for percent in SCALE_STEPS}
    choose_size = partial(_choose_size, settings, notify)
    _add_choices(view, tr("Interface size"), "scale", sizes, str(settings.scale_percent), choose_size)
    languages = LANGUAGES | {"system": tr("As the system")}
    choose_language = partial(_choose_language, settings, notify)
    _add_choices(view, tr("Language"), "language", languages, settings.language, choose_language)
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


def _add_choices(
    menu: QMenu,
    title: str,
    name: str,
    choices: Mapping[str, str],
    chosen: str,
    choose: Callable[[str], None],
) -> None:
    """A menu of which one entry is checked; `choices`: words by value, `choose`: called with the value picked."""
    submenu = menu.addMenu(title)
    submenu.setObjectName(f"menu_{name}")
    group = QActionGroup(submenu)
    for value, words in choices.items():
        action = submenu.addAction(words)
        action.setObjectName(f"{name}_{value}")
        action.setCheckable(True)
        action.setChecked(value == chosen)
        group.addAction(action)
        action.triggered.connect(partial(_choose, choose, value))


def _choose(choose: Callable[[str], None], value: str, _checked: bool = False) -> None:
    choose(value)


def _choose_theme(settings: Settings, name: str) -> None:
    settings.theme = name
    app = QApplication.instance()
    if isinstance(app, QApplication):
        apply_theme(app, name)
        for window in app.topLevelWidgets():
            window.update()


def _choose_size(settings: Settings, notify: Callable[[Notice], None], value: str) -> None:
    settings.scale_percent = percent = int(value)
    hint = tr("“Reopen last session” in the File menu brings everything back then.")
    notify(
        Notice(
            Level.INFO, tr("The interface has {percent} % of its size from the next start on.", percent=percent), hint
        )
    )


def _choose_language(settings: Settings, notify: Callable[[Notice], None], code: str) -> None:
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
