"""What core says in English is on screen in the window's language."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

from app.i18n import FOLDER, use_language
from app.notices import notice_of
from app.sentences import in_language
from core.data.images import read_image
from core.errors import SampleReadError
from core.progress import CancelToken
from tests.translations import core_sentences, read, sources


@pytest.fixture
def german(qapp):
    before = QLocale()
    assert use_language("de") == "de"
    yield
    use_language("en")
    QLocale.setDefault(before)


def test_english_stays_as_it_is():
    assert in_language("part.png is empty.") == "part.png is empty."


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("part.png is empty.", "part.png ist leer."),
        ("Copy it again.", "Bitte erneut kopieren."),
        (
            "a.png is cut short. Copy or export it again.",
            "a.png ist abgeschnitten. Bitte erneut kopieren oder exportieren.",
        ),
        (
            "a.png should be an image, but it is a PDF document.",
            "a.png sollte ein Bild sein, ist aber ein PDF-Dokument.",
        ),
        ("1 good part can be used; 5 are the fewest.", "1 Gutteil ist verwendbar; 5 sind das Wenigste."),
        ("review.db is locked by another program.", "review.db ist durch ein anderes Programm gesperrt."),
        ("Nobody ever said this. Copy it again.", "Nobody ever said this. Copy it again."),
        ("", ""),
    ],
)
def test_sentences_are_found_by_their_template(said, shown, german):
    assert in_language(said) == shown


def test_every_template_finds_its_own_translation(german):
    """Filled with values, a sentence of core is shown as its translation with the same values."""
    german_of, wrong = read(FOLDER / "de.ts"), []
    for source, where in sources().items():
        if where.startswith("core/"):
            values = {name: f"<{name}>" for name in re.findall(r"\{(\w+)\}", source)}
            numbered = [values.get(str(place), "") for place in range(10)]
            said, shown = (text.format(*numbered, **values) for text in (source, german_of[source]))
            if in_language(said) != shown:
                wrong.append((said, in_language(said)))
    assert wrong == []


def test_choices_in_a_sentence_are_templates_of_their_own():
    code = "raise E(f\"{n} part{'s' if n != 1 else ''} of {p.name} cannot be read.\")"
    assert list(core_sentences(ast.parse(code))) == [
        "{0} parts of {1} cannot be read.",
        "{0} part of {1} cannot be read.",
    ]


def test_docstrings_and_words_are_no_sentences():
    assert list(core_sentences(ast.parse('def f():\n    """This is a docstring."""\n    return "two words"'))) == []


def test_an_error_is_german(german, tmp_path):
    path = Path(tmp_path) / "teil.png"
    path.write_bytes(b"")
    with pytest.raises(SampleReadError) as caught:
        read_image(path, "rgb", CancelToken())
    notice = notice_of(caught.value, None)
    assert notice.message == "teil.png ist leer."
    assert caught.value.message == "teil.png is empty."
