"""What is remembered, what is forgotten, and what a broken file does."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

from app.prepare import prepare_overlay, prepare_views
from app.settings import RECENT_LIMIT, Settings
from app.styles import OverlayStyle
from app.visits import Visit, Visits
from tests.app.fakes import make_loaded, make_result


def test_recent_entries_are_unique_newest_first_and_few(settings):
    for number in range(RECENT_LIMIT + 5):
        settings.add_recent([Path(f"/data/{number}")])
    settings.add_recent([Path("/data/9")])
    assert settings.recent[0] == Path("/data/9")
    assert len(settings.recent) == len(set(settings.recent)) == RECENT_LIMIT


def test_the_files_of_one_sample_are_remembered_as_their_folder(settings):
    settings.add_recent([Path("/data/part/rgb.png"), Path("/data/part/depth.png")])
    assert settings.recent == [Path("/data/part")]


def test_broken_settings_become_defaults(tmp_path):
    store = QSettings(str(tmp_path / "broken.ini"), QSettings.Format.IniFormat)
    store.setValue("overlay/opacity", "much")
    store.setValue("overlay/colour_map", "jet")
    store.setValue("recent", 7)
    assert Settings(store).overlay == OverlayStyle()
    assert Settings(store).recent == []


def test_settings_that_are_not_kept_stay_empty(tmp_path):
    store = QSettings(str(tmp_path / "none.ini"), QSettings.Format.IniFormat)
    quiet = Settings(store, is_kept=False)
    quiet.theme = "light"
    quiet.add_recent([Path("/data")])
    assert (quiet.theme, quiet.recent) == ("dark", [])


def test_visited_samples_fit_into_their_limit_and_the_newest_stays():
    loaded = make_loaded(("rgb",), (64, 64))
    visit = Visit(loaded, prepare_views(loaded))
    visits = Visits(limit_bytes=visit.size * 2)
    for key in "abc":
        visits.put(key, visit)
    assert visits.get("a") is None
    assert visits.get("b") is visit
    visits.put("d", visit)
    assert visits.get("c") is None  # b was looked at later
    result = make_result(loaded)
    visits.add_result("b", result, prepare_overlay(result))
    visits.drop_results()
    assert visits.get("b").result is None
