"""Region rules, the pixel threshold and calibration in the window: tried live, undone, kept in a copy of the model."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton

from app.measuring import Measurement, Shape
from app.views.image import ImageView
from core import review
from core.records import Verdict
from core.region_rules import RegionRules
from core.thresholds import ThresholdError
from tests.app.test_deciding import FileReader, press, row
from tests.core.test_recalibration import Wish


@pytest.fixture
def window(make_window, tmp_path, qtbot):
    reader = FileReader(tmp_path / "in", 2)
    made = make_window(None, reader, review=tmp_path / "review.db", outbox=tmp_path / "w.jsonl")
    made.open_paths([Path(name) for name in reader.names])
    qtbot.waitUntil(lambda: made.state.result is not None, timeout=10_000)
    qtbot.waitUntil(lambda: row(made) is not None and row(made).state == "done", timeout=10_000)
    made.show_workspace("review")
    return made


def click(qtbot, window, name):
    qtbot.mouseClick(window.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_n_and_p_walk_the_regions_round_and_round(qtbot, window):
    regions = window.state.regions
    assert len(regions) > 1
    for expected in (0, 1):
        press(qtbot, window, Qt.Key.Key_N)
        assert window.state.selected_region == regions[expected]
    for expected in (0, len(regions) - 1):
        press(qtbot, window, Qt.Key.Key_P)
        assert window.state.selected_region == regions[expected]


def test_a_drawn_area_is_ignored_and_comes_back_by_undo(qtbot, window):
    state, editor = window.state, window.deciding.thresholds.rules
    assert not editor.ignore.isEnabled()
    state.viewing.set_measurements((Measurement(Shape.AREA, ((0, 2, 4), (0, 2, 9), (0, 7, 9), (0, 7, 4))),), 0)
    click(qtbot, window, "ignore_area")
    height, width = state.loaded.views[0].size
    (zone,) = state.rules.zones
    assert zone.points[0] == pytest.approx((4.5 / width, 2.5 / height))
    assert "1 zone is ignored. The score changes once they are kept." in window.findChild(QLabel, "zones").text()
    window.undo.undo()
    assert state.rules.zones == ()
    window.undo.redo()
    click(qtbot, window, "watch_all")
    assert state.rules.zones == ()


def test_a_size_limit_that_no_region_reaches_turns_an_anomaly_into_review(window):
    state, editor = window.state, window.deciding.thresholds.rules
    assert state.verdict is Verdict.ANOMALY
    state.set_regions(tuple(replace(region, length_mm=1.5) for region in state.regions))
    editor.limit.setValue(2.0)
    assert state.verdict is Verdict.REVIEW
    editor.limit.setValue(1.5)
    assert state.verdict is Verdict.ANOMALY


def test_regions_have_a_threshold_of_their_own(qtbot, window):
    state, editor = window.state, window.deciding.thresholds.rules
    image = state.threshold
    editor.follows.setChecked(False)
    editor.from_value.setValue(0.25)
    assert (state.threshold, state.region_threshold) == (image, 0.25)
    assert "of normal pixels are higher" in editor._share.text()
    window.undo.undo()
    editor.follows.setChecked(True)
    assert state.region_threshold == image


def test_watching_all_again_keeps_the_threshold_of_regions_and_outlines_follow_it(qtbot, window):
    state, editor = window.state, window.deciding.thresholds.rules
    tile = next(view for view in window.findChildren(ImageView) if view.isVisible())
    before = tile._layers.outlines()
    editor.follows.setChecked(False)
    editor.from_value.setValue(0.05)
    assert tile._layers.outlines() != before
    state.viewing.set_measurements((Measurement(Shape.AREA, ((0, 2, 4), (0, 2, 9), (0, 7, 9), (0, 7, 4))),), 0)
    click(qtbot, window, "ignore_area")
    click(qtbot, window, "watch_all")
    assert (state.rules.zones, state.region_threshold) == ((), 0.05)


def test_what_was_chosen_is_kept_in_a_copy_of_the_model_and_used(qtbot, window, monkeypatch):
    kept, used = [], []
    monkeypatch.setattr(review, "make_card", lambda *facts: facts)
    monkeypatch.setattr(review, "keep_recipe", lambda model, record, card, *_: kept.append((record, card)) or Path("n"))
    monkeypatch.setattr(window.session, "load_model", lambda path, device: used.append(path))
    panel = window.deciding.thresholds
    keep = window.findChild(QPushButton, "keep_threshold")
    assert not keep.isEnabled()
    panel.rules.limit.setValue(3.0)
    assert keep.isEnabled()
    click(qtbot, window, "keep_threshold")
    qtbot.waitUntil(lambda: used == [Path("n")])
    record, card = kept[0]
    assert (record.rules, card) == (RegionRules(limit_mm=3.0), None)  # the thresholds stayed: no new promise
    panel._rate.setValue(10.0)
    click(qtbot, window, "choose_threshold")
    click(qtbot, window, "keep_threshold")
    qtbot.waitUntil(lambda: len(kept) == 2)
    record, card = kept[1]
    assert record.anomaly_threshold == window.state.threshold
    assert card is not None


def test_calibrating_from_folders_shows_what_came_of_it_or_why_not(qtbot, window, monkeypatch, tmp_path):
    asked, used = [], []

    def refuse(model, category, good, defective, wish, *_rest):
        asked.append((category, good, defective, wish))
        raise ThresholdError("1 % needs at least 99 good parts, you have 3: best is 25 %.", hint="Add good parts.")

    monkeypatch.setattr(review, "recalibrate_folders", refuse)
    monkeypatch.setattr(window.session, "load_model", lambda path, device: used.append(path))
    click(qtbot, window, "calibrate_folders")
    dialog = window.findChild(QDialog, "calibrate_dialog")
    start = dialog.findChild(QPushButton, "calibrate_start")
    assert not start.isEnabled()
    qtbot.keyClicks(dialog.findChild(QLineEdit, "good_folder"), str(tmp_path))
    dialog.own_pixels.setChecked(True)
    dialog.pixel_rate.setValue(5.0)
    qtbot.mouseClick(start, Qt.MouseButton.LeftButton)
    outcome = dialog.findChild(QLabel, "calibrate_outcome")
    qtbot.waitUntil(lambda: "needs at least 99 good parts" in outcome.text())
    assert asked == [("bracket", [tmp_path], [], Wish(rate=0.01, pixel_rate=0.05))]
    assert not dialog.findChild(QPushButton, "calibrate_use").isEnabled()
    dialog.reject()
    assert used == []
