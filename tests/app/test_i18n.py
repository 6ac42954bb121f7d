"""The German window: every text is translated, placeholders agree, numbers are written the German way."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLabel, QMenu

import main
from app import i18n
from app.i18n import FOLDER, later, numeral, tr, use_language
from app.views.words import gate_text
from tests.app.conftest import FakeInspector, FakeReader
from tests.translations import fields, read, sources


@pytest.fixture
def german(qapp):
    before = QLocale()
    assert use_language("de") == "de"
    yield
    use_language("en")
    QLocale.setDefault(before)


def test_every_text_of_the_window_is_translated_and_none_is_left_over():
    assert set(read(FOLDER / "de.ts")) == set(sources())
    unfinished = [
        message.findtext("source")
        for message in ET.parse(FOLDER / "de.ts").getroot().iter("message")
        if not message.findtext("translation")
    ]
    assert unfinished == []


def test_placeholders_and_their_formats_agree():
    wrong = [source for source, german in read(FOLDER / "de.ts").items() if fields(source) != fields(german)]
    assert wrong == []


def test_what_is_loaded_is_what_is_written(german):
    different = [source for source, words in read(FOLDER / "de.ts").items() if words and tr(source) != words]
    assert different == []


def test_numbers_are_written_as_the_language_does(german):
    assert numeral(12345.678, ",.1f") == "12.345,7"
    assert tr("{count:,} inspected samples.", count=12345) == "12.345 geprüfte Proben."
    use_language("en")
    assert numeral(12345.678, ",.1f") == "12,345.7"
    assert tr("{count:,} inspected samples.", count=12345) == "12,345 inspected samples."


def test_a_text_without_translation_stays_english(german):
    assert tr(later("nobody translated this")) == "nobody translated this"
    assert tr("") == ""


def test_the_window_is_german(german, make_window, qtbot, tmp_path):
    window = make_window()
    menus = [action.text() for action in window.menuBar().actions()]
    assert menus[:2] == ["&Datei", "&Bearbeiten"]
    window.open_paths([tmp_path / "part"])
    qtbot.waitUntil(lambda: window.state.result is not None)
    window.grab()
    said = " ".join(label.text() for label in window.findChildren(QLabel))
    assert "Schwelle" in said
    assert {menu.objectName() for menu in window.findChildren(QMenu)} >= {"menu_language"}


def test_sentences_are_german_as_a_whole(german):
    leaders, weights = np.array([1, 0]), np.array([0.6, 0.4], np.float32)
    words = gate_text("RGB", 1, 3, np.array([0.3, 0.5, 0.1, 0.1], np.float32), leaders, weights)
    assert words.startswith("RGB, Stufe 1, Kern 3×3: Leiter 1 (60 %) und 0 (40 %) von 4.")
    assert "20,00 Prozentpunkte" in words


@pytest.mark.parametrize("choice", ["fr", "", "system"])
def test_a_language_that_is_not_there_is_english_or_the_systems(choice, monkeypatch):
    monkeypatch.setattr(QLocale, "system", lambda: QLocale(QLocale.Language.French))
    assert use_language(choice) == "en"


def test_the_command_line_offers_the_same_languages():
    assert set(main.LANGUAGES) == set(i18n.LANGUAGES)


def test_the_command_line_chooses_a_language_for_this_time(monkeypatch):
    asked = []
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("app.application.run_window", lambda *_where, **how: asked.append(how["language"]) or 0)
    assert main.main(["--language", "de"]) == 0
    assert main.main([]) == 0
    assert asked == ["de", None]
    with pytest.raises(SystemExit):
        main.main(["--language", "xx"])


def test_the_systems_language_is_used(monkeypatch):
    monkeypatch.setattr(QLocale, "system", lambda: QLocale(QLocale.Language.German, QLocale.Country.Austria))
    assert i18n.resolve("system") == "de"


@pytest.mark.parametrize("content", [None, b"", b"not a translation"])
def test_a_missing_or_broken_translation_leaves_the_window_english(content, monkeypatch, tmp_path, caplog):
    if content is not None:
        (tmp_path / "de.qm").write_bytes(content)
    monkeypatch.setattr(i18n, "FOLDER", tmp_path)
    assert use_language("de") == "en"
    assert tr("Open") == "Open"
    assert len(caplog.records) == 1


def test_the_language_is_chosen_in_the_view_menu_and_kept(make_window, settings):
    window = make_window()
    action = next(
        a for menu in window.findChildren(QMenu, "menu_language") for a in menu.actions() if a.text() == "Deutsch"
    )
    action.trigger()
    assert settings.language == "de"
    assert any("next start" in label.text() for label in window.notices.findChildren(QLabel))


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_workspace_fits_a_small_screen(language, qapp, make_window, qtbot, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "part").mkdir()
    for name in ("rgb", "infrared", "depth"):  # the record hashes what it names
        (tmp_path / f"part/{name}.png").write_bytes(b"a picture")
    use_language(language)
    try:
        window = make_window(FakeInspector(), FakeReader(("rgb", "infrared", "depth")), review=tmp_path / "review.db")
        sizes = {"start": window.minimumSizeHint()}
        window.open_paths([Path("part")])
        qtbot.waitUntil(lambda: window.state.result is not None)
        for name in ("inspect", "experts", "review"):
            window.show_workspace(name)
            window.grab()
            sizes[name] = window.minimumSizeHint()
    finally:
        use_language("en")
    assert {name: size for name, size in sizes.items() if size.width() > 1280 or size.height() > 720} == {}
