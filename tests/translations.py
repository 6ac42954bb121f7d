"""`python -m tests.translations`: bring resources/i18n/de.ts up to date with the sources and compile it to de.qm.

Texts are found where `tr("…")` and `later("…")` are called in app/, in the action table, and where core writes a
sentence (see `app.sentences`). What is translated stays; new texts come in as unfinished; what is gone goes.
"""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from itertools import count, product
from pathlib import Path

import PySide6

from app.actions import ACTIONS, MOUSE
from app.i18n import CONTEXT, FOLDER
from core.data.files import CONTENT_WORDS
from core.records import known_modalities
from core.verdicts import REASONS

APP = Path(__file__).parent.parent / "app"
CORE = APP.parent / "core"
NEVER_IN_THE_WINDOW = (  # what only commands, reports and training say
    "commands", "cli", "data/demo", "data/reading", "data/survey", "model/official", "model/release", "model/unimmad",
    "model/variants", "speed", "training", "report", "structured", "standards", "casecheck", "casefile", "signing",
    "locks", "trials", "learning", "evaluation", "data/meta_index", "processes", "store/check", "store/migrations",
    "config", "remaking", "part_export",
)  # fmt: skip
_SENTENCE = re.compile(r"([A-Z{“].*[\w})”%][.!?])|(but .+)", re.DOTALL)


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
    for text in CONTENT_WORDS.values():
        found.setdefault(text, "core/data/files.py")
    for path in sorted(CORE.rglob("*.py")):
        if not path.relative_to(CORE).as_posix().startswith(NEVER_IN_THE_WINDOW):
            for text in core_sentences(ast.parse(path.read_text(encoding="utf-8"))):
                found.setdefault(text, path.relative_to(APP.parent).as_posix())
    return found


def core_sentences(tree: ast.Module) -> Iterator[str]:
    """Templates of the sentences in a file of core: what an f-string fills in is {0}, {1}, …; docstrings are none."""
    docstrings = {
        id(statement.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        for statement in node.body
        if isinstance(statement, ast.Expr)
    }
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in ast.walk(tree):
        texts: list[str] = []
        if isinstance(node, ast.JoinedStr):
            texts = [_numbered(parts) for parts in product(*(_choices(part) for part in node.values))]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings | inside:
            texts = [node.value]
        for text in texts:
            if _SENTENCE.fullmatch(text) and "\n" not in text and len(text.split()) >= 3:
                yield text


def _choices(part: ast.expr) -> list[str | None]:
    """What a part of an f-string may say: its words, either word of a choice in it (a plural's s), None: anything."""
    if isinstance(part, ast.FormattedValue):
        part = part.value
        sides = [part.body, part.orelse] if isinstance(part, ast.IfExp) else []
        words = [side.value for side in sides if isinstance(side, ast.Constant) and isinstance(side.value, str)]
        return list(words) if len(words) == 2 else [None]
    return [str(part.value)] if isinstance(part, ast.Constant) else [None]


def _numbered(parts: Sequence[str | None]) -> str:
    """A template of parts, with {0}, {1}, … where anything may stand."""
    places = count()
    return "".join(
        f"{{{next(places)}}}" if part is None else part.replace("{", "{{").replace("}", "}}") for part in parts
    )


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
