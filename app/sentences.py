"""Sentences that core makes, in the language of the window.

Core speaks English: its sentences go into records, reports and log files as they are. For the screen a sentence is
looked up among the templates of the translation that come from core/ ("{0} is empty." for f"{path.name} is empty."),
and what stood in the places is put into the translated template.
"""

from __future__ import annotations

import functools
import re
import string
import xml.etree.ElementTree as ET
from typing import NamedTuple

from app.i18n import FOLDER, language


class _Template(NamedTuple):
    pattern: re.Pattern[str]
    translated: str


def in_language(text: str) -> str:
    """One or more sentences of core in the language in use; what is unknown stays English."""
    if language.code == "en" or not text:
        return text
    if (known := _known(text)) is not None:
        return known
    for end in (match.end() for match in re.finditer(r"[.!?](?= )", text)):
        if (first := _known(text[:end])) is not None:
            return f"{first} {in_language(text[end + 1 :])}"
    return text


def _known(text: str) -> str | None:
    for template in _templates(language.code):
        if found := template.pattern.fullmatch(text):
            places = {name[1:]: _filled_in(value) for name, value in found.groupdict().items()}
            return string.Formatter().vformat(template.translated, [places.get(str(n), "") for n in range(10)], places)
    return None


def _filled_in(value: str) -> str:
    """What stands in a place: a word, a number, or a sentence that lost its full stop to the whole."""
    if (known := _known(value)) is None and " " in value and (sentence := _known(f"{value}.")):
        return sentence.removesuffix(".")
    return value if known is None else known


@functools.cache
def _templates(code: str) -> tuple[_Template, ...]:
    """Of core's sentences; the ones that say most themselves come first."""
    found = []
    for message in ET.parse(FOLDER / f"{code}.ts").getroot().iter("message"):
        source, translated = message.findtext("source", ""), message.findtext("translation", "")
        place = message.find("location")
        if translated and place is not None and place.get("filename", "").startswith("../../core/"):
            parts = list(string.Formatter().parse(source))
            pattern = "".join(
                re.escape(words) + (f"(?P<_{name}>.+?)" if name is not None else "")
                for words, name, _spec, _how in parts
            )
            told = sum(len(words) for words, *_ in parts)
            found.append((told, _Template(re.compile(pattern, re.DOTALL), translated)))
    return tuple(template for _told, template in sorted(found, key=lambda pair: -pair[0]))
