"""Every mark of the expert console's charts is said in words: under the mouse and by keyboard."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest

from app.views.cause import CauseBars
from app.views.experts import EnergyBar, modality_routings
from app.views.flow import FlowView
from app.views.walked import WalkedView
from core.probing.records import Cause
from tests.app.fake_probe import make_mixes
from tests.app.fakes import make_loaded, make_result


class Board(WalkedView):
    """Three rows of four squares of 10 px."""

    def __init__(self) -> None:
        super().__init__("board")
        self.size_ = (3, 4)

    def counts(self):
        return self.size_

    def mark_rect(self, mark):
        return QRectF(10 * mark[1], 10 * mark[0], 10, 10)

    def explain_mark(self, mark):
        return f"row {mark[0]}, column {mark[1]}"


@pytest.fixture
def board(qtbot):
    view = Board()
    qtbot.addWidget(view)
    view.resize(60, 60)
    return view


def press(view, *keys, modifier=Qt.KeyboardModifier.NoModifier):
    for key in keys:
        QTest.keyClick(view, key, modifier)
    return view.mark


def test_arrows_stop_at_the_edges_and_home_and_end_jump(board):
    key = Qt.Key
    assert press(board, key.Key_Right, key.Key_Down) == (1, 1)
    assert press(board, key.Key_End) == (1, 3)
    assert press(board, key.Key_Right) == (1, 3)
    assert press(board, key.Key_Home) == (1, 0)
    assert press(board, key.Key_End, modifier=Qt.KeyboardModifier.ControlModifier) == (2, 3)
    assert press(board, key.Key_Home, modifier=Qt.KeyboardModifier.ControlModifier) == (0, 0)
    assert press(board, key.Key_Up, key.Key_Left) == (0, 0)
    assert board.accessibleDescription() == "row 0, column 0"


def test_in_one_column_home_and_end_go_to_its_ends(board):
    board.size_ = (3, 1)
    assert press(board, Qt.Key.Key_End) == (2, 0)
    assert press(board, Qt.Key.Key_Home) == (0, 0)


def test_the_mouse_points_and_a_click_moves_the_keyboards_mark(board, qtbot):
    heard, walked = [], []
    board.pointed.connect(heard.append)
    board.walked.connect(lambda *mark: walked.append(mark))
    board.show()
    QTest.mouseMove(board, QPoint(25, 15))
    qtbot.waitUntil(lambda: heard[-1:] == ["row 1, column 2"])
    QTest.mouseClick(board, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(35, 25))
    assert board.mark == (2, 3)
    assert walked == [(2, 3)]
    assert board.mark_at(QPointF(55, 55)) is None


def test_fewer_marks_keep_the_keyboard_on_one_of_them_and_none_is_no_error(board):
    board.go_to((2, 3))
    board.size_ = (2, 2)
    board.marks_changed()
    assert board.mark == (1, 1)
    board.size_ = (0, 0)
    board.marks_changed()
    press(board, Qt.Key.Key_Right)
    assert board.accessibleDescription() == ""


def test_other_keys_go_on_to_the_window(board):
    before = board.mark
    assert press(board, Qt.Key.Key_Space) == before


def test_the_flow_is_walked_from_the_sensor_to_the_base_experts(qtbot):
    result = make_result(make_loaded(("rgb", "infrared")))
    view = FlowView()
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.set_flow(result, make_mixes(), 0, 1, (0, 0))
    view.grab()
    said = [view.explain_mark(view.mark)]
    for _ in range(3):
        press(view, Qt.Key.Key_Right)
        said.append(view.accessibleDescription())
    assert said[0].startswith("Infrared: its features go through 9 gates")
    assert said[1].startswith("Infrared, scale 1, kernel 1×1")
    assert said[2].startswith("Scale 1, 1×1: leader")
    assert said[3].startswith("Base expert 1 of")
    press(view, Qt.Key.Key_End, modifier=Qt.KeyboardModifier.ControlModifier)
    assert "scale 3, 5×5" in view.accessibleDescription()


def test_in_the_flow_the_gate_is_one_mark_for_its_leaders(qtbot):
    result = make_result(make_loaded(("rgb",)))
    view = FlowView()
    qtbot.addWidget(view)
    view.set_flow(result, None, 0, 0, (0, 0))
    press(view, Qt.Key.Key_Right, Qt.Key.Key_Down)
    kept = result.routing.leaders.shape[-1]
    assert view.mark == (kept, 1)
    assert "kernel 3×3" in view.accessibleDescription()
    assert view.mark_rect((kept + 1, 1)).isEmpty()
    assert press(view, Qt.Key.Key_Up) == (0, 1)


def test_a_cause_is_walked_by_sensor_and_scale(qtbot):
    bars = CauseBars("the score")
    qtbot.addWidget(bars)
    press(bars, Qt.Key.Key_Right)  # nothing to walk yet
    parts = np.array([[1, 2, 3], [4, 5, 6]], np.float32)
    bars.set_cause(Cause(parts, float(parts.sum()), parts), ("rgb", "infrared"))
    bars.grab()
    press(bars, Qt.Key.Key_Down)
    assert bars.accessibleDescription().startswith("Infrared")
    press(bars, Qt.Key.Key_End)
    assert "scale 3" in bars.accessibleDescription()


def test_the_bar_of_shares_is_walked_across_sensors(qtbot):
    result = make_result(make_loaded(("rgb", "infrared")))
    bar = EnergyBar()
    qtbot.addWidget(bar)
    bar.resize(300, 10)
    bar.set_routings(modality_routings(result, 0))
    bar.grab()
    press(bar, Qt.Key.Key_Right)
    assert bar.accessibleDescription().startswith("RGB, scale 2: ")
    press(bar, Qt.Key.Key_End)
    assert bar.accessibleDescription().startswith("Infrared, scale 3: ")
    ends = [bar.mark_rect((0, column)).right() for column in range(6)]
    assert ends == sorted(ends)
    assert ends[-1] == pytest.approx(300)
