"""The language of the window: every text on screen goes through `tr`; the source language is English.

Translations lie in `resources/i18n/LANGUAGE.ts` (edited with Qt Linguist) and `.qm` (what is loaded). Commands,
records, reports and log files stay English.
"""

from __future__ import annotations

import logging
import string
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

log = logging.getLogger(__name__)

FOLDER = Path(__file__).parent.parent / "resources" / "i18n"
CONTEXT = "app"  # of all texts in the files
LANGUAGES = {"system": "System", "en": "English", "de": "Deutsch"}  # every language by its own name
_SWAPPED = str.maketrans(",.", ".,")


class _Numbers(string.Formatter):
    """Formats numbers as the language in use writes them."""

    def format_field(self, value: object, format_spec: str) -> str:
        written = str(super().format_field(value, format_spec))
        is_number = isinstance(value, int | float) and bool(format_spec)
        return written.translate(_SWAPPED) if is_number and language.code == "de" else written


class _Language:
    """What is in use; one for the program."""

    code = "en"
    translator: QTranslator | None = None


language = _Language()
_numbers = _Numbers()


def tr(text: str, /, **values: object) -> str:
    """A text in the language in use, with `{name}` replaced by the values where there are any."""
    translated = QCoreApplication.translate(CONTEXT, text) if language.translator is not None and text else text
    return _numbers.format(translated, **values) if values else translated


def later(text: str) -> str:
    """Mark a text of a table for translation; whoever shows it calls `tr` with it."""
    return text


def numeral(value: float, spec: str) -> str:
    """A number as the language in use writes it."""
    return _numbers.format_field(value, spec)


def resolve(choice: str) -> str:
    """The language code of a choice: "system" is the system's language where there is a translation, else English."""
    if choice not in LANGUAGES:
        choice = "system"
    if choice == "system":
        choice = QLocale.system().name().partition("_")[0]
    return choice if choice in LANGUAGES else "en"


def use_language(choice: str) -> str:
    """Load a translation; returns the language's code. Texts that are on screen already stay as they are."""
    code = resolve(choice)
    if language.translator is not None:
        QCoreApplication.removeTranslator(language.translator)
    language.translator, language.code = None, "en"
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    if code != "en":
        translator = QTranslator()
        if not translator.load(str(FOLDER / f"{code}.qm")):
            log.warning("the translation %s cannot be loaded", code)
            return "en"
        QCoreApplication.installTranslator(translator)
        language.translator, language.code = translator, code
        QLocale.setDefault(QLocale(code))
    return code
