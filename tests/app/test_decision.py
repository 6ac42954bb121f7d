"""The decision panel: banner, thresholds, consequences, undo."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDoubleSpinBox, QLabel

from app.commands import SetThreshold
from app.state import AppState
from app.views.decision import DecisionPanel
from app.views.histogram import ScoreHistogram, ticks
from app.views.words import consequence_text, lower_text, percent_text, score_text, unknown_text
from core import review
from core.records import Verdict
from tests.app.fakes import make_calibration, make_loaded, make_result


@pytest.fixture
def state():
    return AppState()


@pytest.fixture
def undo():
    return QUndoStack()


@pytest.fixture
def panel(qtbot, state, undo):
    panel = DecisionPanel(state, undo)
    qtbot.addWidget(panel)
    panel.resize(320, 400)
    panel.show()
    return panel


def open_result(state, verdict=Verdict.ANOMALY, modalities=("rgb",), size=(64, 64), **options):
    loaded = make_loaded(modalities, size)
    state.set_current(loaded.sample)
    state.set_loaded(loaded)
    result = make_result(loaded, verdict, **options)
    state.set_result(result)
    return result


def text(panel, name):
    return panel.findChild(QLabel, name).text()


def drag(histogram, start, stops):
    y = histogram.height() // 2
    QTest.mousePress(histogram, Qt.MouseButton.LeftButton, pos=QPoint(round(start), y))
    for stop in stops:
        QTest.mouseMove(histogram, QPoint(round(stop), y))
    QTest.mouseRelease(histogram, Qt.MouseButton.LeftButton, pos=QPoint(round(stops[-1]), y))


@pytest.mark.parametrize(
    ("verdict", "word"),
    [(Verdict.NORMAL, "Normal"), (Verdict.REVIEW, "Review"), (Verdict.ANOMALY, "Anomaly")],
)
def test_the_banner_says_the_verdict_the_score_and_what_it_rests_on(panel, state, verdict, word):
    result = open_result(state, verdict, normals=312)
    assert text(panel, "verdict") == word
    assert text(panel, "score") == score_text(result.score)
    assert "normal parts score lower" in text(panel, "verdict-facts")
    assert "312 held-out normal parts" in text(panel, "verdict-facts")


def test_an_unknown_part_gets_words_instead_of_a_verdict(panel, state):
    open_result(state, Verdict.UNKNOWN)
    assert text(panel, "verdict") == "Unknown part"
    assert "unlike every category" in text(panel, "verdict-facts")
    assert "No verdict is given" in text(panel, "verdict-facts")
    assert not panel.findChild(ScoreHistogram).isVisible()


def test_an_unknown_part_names_the_nearest_recipe_when_there_is_one(state):
    result = open_result(state, Verdict.UNKNOWN, recognised="candy")
    assert "nearest recipe is candy" in unknown_text(result)[1]


def test_the_core_s_reason_for_no_verdict_is_shown_in_its_own_words(state):
    reason = "No category of the model is seen by rgb + el (it knows rgb + infrared)."
    result = replace(open_result(state, Verdict.UNKNOWN), notes=("Depth 0 is read as a hole.", reason))
    words = unknown_text(result, sample_notes=("Depth 0 is read as a hole.",))
    assert words[0] == reason
    assert words[-1].endswith("No verdict is given.")
    assert len(words) == 2


def test_a_part_that_looks_like_another_category_is_pointed_out(panel, state):
    open_result(state, recognised="candy")
    assert "looks more like candy" in text(panel, "verdict-facts")


def test_before_any_result_the_panel_says_what_to_do(panel, state):
    assert text(panel, "verdict") == "Nothing open"
    state.set_current(make_loaded().sample)
    assert text(panel, "verdict") == "No verdict yet"


def test_a_volume_is_called_a_scan_and_names_its_slices(panel, state):
    open_result(state, modalities=("t1", "flair"), size=(12, 32, 32))
    assert "normal scans" in text(panel, "verdict-facts")
    assert "3 inspected slices out of 12" in text(panel, "verdict-facts")


def test_dragging_the_line_moves_the_threshold_as_one_undo_step(panel, state, undo):
    result = open_result(state, Verdict.REVIEW)
    histogram = panel.findChild(ScoreHistogram)
    start = histogram.x_of(state.threshold)
    drag(histogram, start, [start - 5, start - 20, start - 60])
    assert state.threshold < result.score
    assert text(panel, "verdict") == "Anomaly"
    assert undo.count() == 1
    undo.undo()
    assert state.threshold == result.threshold
    assert text(panel, "verdict") == "Review"
    undo.redo()
    assert text(panel, "verdict") == "Anomaly"


def test_two_drags_are_two_undo_steps(panel, state, undo):
    open_result(state)
    histogram = panel.findChild(ScoreHistogram)
    for _ in range(2):
        start = histogram.x_of(state.threshold)
        drag(histogram, start, [start - 10])
    assert undo.count() == 2


def test_escape_takes_a_drag_back_without_a_trace(panel, state, undo):
    result = open_result(state)
    histogram = panel.findChild(ScoreHistogram)
    x, y = round(histogram.x_of(state.threshold)), histogram.height() // 2
    QTest.mousePress(histogram, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
    QTest.mouseMove(histogram, QPoint(x - 40, y))
    assert state.threshold != result.threshold
    QTest.keyClick(histogram, Qt.Key.Key_Escape)
    QTest.mouseRelease(histogram, Qt.MouseButton.LeftButton, pos=QPoint(x - 40, y))
    assert state.threshold == result.threshold
    assert undo.count() == 0


def test_a_press_beside_the_line_moves_nothing(panel, state, undo):
    open_result(state)
    histogram = panel.findChild(ScoreHistogram)
    drag(histogram, histogram.x_of(state.threshold) - 40, [200])
    assert undo.count() == 0


def test_arrow_keys_move_the_line_and_one_run_of_keys_is_one_step(panel, state, undo):
    before = open_result(state).threshold
    histogram = panel.findChild(ScoreHistogram)
    for _ in range(3):
        QTest.keyClick(histogram, Qt.Key.Key_Right)
    assert state.threshold == pytest.approx(before + 3 * histogram.step)
    assert undo.count() == 1
    QTest.keyClick(histogram, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert state.threshold < before


@pytest.mark.parametrize("how", ["button", "double click", "key"])
def test_the_calibrated_threshold_comes_back(panel, state, how):
    before = open_result(state).threshold
    state.set_threshold(before * 0.5)
    histogram, button = panel.findChild(ScoreHistogram), panel.findChild(QAbstractButton, "reset-threshold")
    assert button.isEnabled()
    if how == "button":
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    elif how == "key":
        QTest.keyClick(histogram, Qt.Key.Key_Home)
    else:
        QTest.mouseDClick(histogram, Qt.MouseButton.LeftButton)
    assert state.threshold == before
    assert not button.isEnabled()


def test_an_exact_value_can_be_typed(panel, state, undo):
    open_result(state)
    box = panel.findChild(QDoubleSpinBox, "threshold")
    box.setValue(0.25)
    assert state.threshold == 0.25
    assert undo.count() == 1


def test_showing_a_threshold_is_no_edit(panel, state, undo):
    open_result(state)
    state.set_threshold(0.123456789)
    assert state.threshold == 0.123456789
    assert undo.count() == 0


def test_the_consequence_follows_the_threshold(panel, state):
    result = open_result(state)
    assert "1 of 24 held-out normal parts" in text(panel, "consequence")
    state.set_threshold(0.0)
    assert "24 of 24" in text(panel, "consequence")
    state.set_threshold(float(result.calibration.normal_scores[-1]) + 1)
    assert "0 of 24" in text(panel, "consequence")


def test_undo_never_moves_the_threshold_of_another_part(panel, state, undo):
    open_result(state)
    panel.findChild(QDoubleSpinBox, "threshold").setValue(0.25)
    after = open_result(state, Verdict.NORMAL)
    assert not undo.canUndo()
    assert state.threshold == after.threshold


def test_a_stale_command_between_others_changes_nothing(state, undo):
    open_result(state)
    command = SetThreshold(state, 0.1, gesture=1)
    second = open_result(state)
    command.undo()
    assert state.threshold == second.threshold
    assert command.isObsolete()


def test_a_far_off_score_does_not_squeeze_the_normals(panel, state):
    result = open_result(state)
    histogram = panel.findChild(ScoreHistogram)
    histogram.show_scores(result.calibration.normal_scores, 1000.0)
    assert histogram.axis_end < 4
    counts, edges = histogram.bins()
    assert counts.sum() == 24
    assert len(edges) == len(counts) + 1


def test_log_counts_can_be_switched_on_and_painted(panel, state):
    open_result(state, normals=312)
    panel.findChild(QAbstractButton, "log-counts").click()
    assert not panel.grab().isNull()


def test_a_calibration_without_normals_is_shown_without_inventing_numbers(panel, state):
    open_result(state, normals=0)
    assert "cannot be told" in text(panel, "consequence")
    assert not panel.grab().isNull()


def test_ticks_are_round_and_few():
    assert ticks(1.0, 5) == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1.0])
    assert len(ticks(0.0037, 4)) <= 5


def test_the_decision_and_the_review_workspace_name_one_interval():
    calibration = make_calibration(("rgb",))
    threshold = float(calibration.normal_scores.max()) + 1.0
    _, low, high = review.false_alarms(calibration.normal_scores, threshold)
    text = consequence_text(calibration, threshold)
    assert f"95 % interval {percent_text(low, 1)} to {percent_text(high, 1)}" in text


def test_percent_never_says_none_or_all_when_it_is_not():
    assert [percent_text(share) for share in (0, 0.0001, 0.5, 0.9999, 1)] == ["0 %", "< 1 %", "50 %", "> 99 %", "100 %"]


def test_sentences_about_normals_are_exact():
    calibration = make_calibration(("rgb",))
    scores = calibration.normal_scores
    assert lower_text(calibration, float(scores[-1]) + 1) == "All 24 normal parts score lower."
    assert lower_text(calibration, 0.0) == "None of 24 normal parts scores lower."
    assert lower_text(calibration, float(scores[12])) == "50.0 % of normal parts score lower."
    assert "more would go to review" in consequence_text(calibration, float(np.nextafter(scores[-1], 9)))
