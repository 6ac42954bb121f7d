"""`python -m tests.translations`: bring resources/i18n/de.ts up to date with the sources and compile it to de.qm.

Texts are found where `tr("…")` and `later("…")` are called in app/, and in the action table. What is translated stays;
new texts come in as unfinished; what is gone goes.
"""

from __future__ import annotations

import ast
import string
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import PySide6

from app.actions import ACTIONS, MOUSE
from app.i18n import CONTEXT, FOLDER
from core.records import known_modalities
from core.verdicts import REASONS

APP = Path(__file__).parent.parent / "app"


def sources() -> dict[str, str]:
    """Every text to be translated, with the file where it stands first."""
    found: dict[str, str] = {}
    for path in sorted(APP.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("tr", "later"):
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.setdefault(first.value, path.relative_to(APP.parent).as_posix())
    for spec in ACTIONS:
        for text in (spec.text, spec.tip, *spec.menu.split("/")):
            if text:
                found.setdefault(text, "app/actions.py")
    for text in (text for pair in MOUSE for text in pair):
        found.setdefault(text, "app/actions.py")
    for text in (*(info.label for info in known_modalities()), *(reason.label for reason in REASONS)):
        found.setdefault(text, "core/records.py")
    return found


def read(path: Path) -> dict[str, str]:
    """Source to translation, empty where unfinished; nothing where the file is missing."""
    if not path.exists():
        return {}
    messages = ET.parse(path).getroot().iter("message")
    return {one.findtext("source", ""): one.findtext("translation", "") for one in messages}


def write(path: Path, language: str, translations: dict[str, str]) -> int:
    """Write a .ts file of all sources; returns how many texts are unfinished."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    unfinished = 0
    for source, where in sorted(sources().items(), key=lambda pair: (pair[1], pair[0])):
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "location", filename=f"../../{where}")
        ET.SubElement(message, "source").text = source
        translation = ET.SubElement(message, "translation")
        if translations.get(source):
            translation.text = translations[source]
        else:
            translation.set("type", "unfinished")
            unfinished += 1
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")
    return unfinished


def fields(text: str) -> set[str]:
    """The placeholders of a text, with their formats."""
    return {f"{name}:{spec}" for _text, name, spec, _how in string.Formatter().parse(text) if name is not None}


def compile_file(path: Path) -> None:
    """.ts -> .qm by the lrelease that comes with PySide6."""
    tool = Path(PySide6.__file__).parent / ("lrelease.exe" if sys.platform == "win32" else "lrelease")
    subprocess.run([tool, "-silent", path, "-qm", path.with_suffix(".qm")], check=True)


def main() -> None:
    """Update and compile."""
    path = FOLDER / "de.ts"
    FOLDER.mkdir(exist_ok=True)
    unfinished = write(path, "de_DE", read(path))
    compile_file(path)
    print(f"{len(sources())} texts, {unfinished} unfinished")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
