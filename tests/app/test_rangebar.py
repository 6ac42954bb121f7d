"""The histogram with two handles: mouse and keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.views.rangebar import RangeBar


@pytest.fixture
def bar(qtbot):
    bar = RangeBar("Height", "mm")
    qtbot.addWidget(bar)
    bar.resize(500, 40)
    bar.show_values(np.linspace(0, 10, 50, dtype=np.float32), (0.0, 10.0), "mm")
    bar.show_limits(2.0, 8.0)
    bar.moved.connect(bar.show_limits)
    bar.show()
    return bar


def drag(bar, start, end):
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(round(bar._x(start)), 10))
    QTest.mouseMove(bar, QPoint(round(bar._x(end)), 10))
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(round(bar._x(end)), 10))


def test_a_dragged_handle_moves_and_never_passes_the_other(bar):
    drag(bar, 2.0, 4.0)
    assert bar.limits == (pytest.approx(4.0, abs=0.05), 8.0)
    drag(bar, 4.0, 9.5)
    assert bar.limits[0] < bar.limits[1] == 8.0


def test_dragging_between_the_handles_moves_both_within_the_axis(bar):
    drag(bar, 5.0, 9.9)
    assert bar.limits == (pytest.approx(4.0, abs=0.05), pytest.approx(10.0, abs=0.05))


def test_keys_choose_and_move_a_handle(bar):
    QTest.keyClick(bar, Qt.Key.Key_Down)
    QTest.keyClick(bar, Qt.Key.Key_Right)
    assert bar.limits == (pytest.approx(2.1), 8.0)
    QTest.keyClick(bar, Qt.Key.Key_Up)
    QTest.keyClick(bar, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert bar.limits == (pytest.approx(2.1), pytest.approx(7.0))


def test_home_and_a_double_click_ask_for_everything(bar, qtbot):
    with qtbot.waitSignal(bar.reset_asked):
        QTest.keyClick(bar, Qt.Key.Key_Home)
    with qtbot.waitSignal(bar.reset_asked):
        QTest.mouseDClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(200, 10))


def test_a_fixed_range_is_not_moved(bar):
    bar.set_fixed(True)
    drag(bar, 2.0, 4.0)
    QTest.keyClick(bar, Qt.Key.Key_Right)
    assert bar.limits == (2.0, 8.0)
