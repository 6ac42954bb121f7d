"""The table of regions: what it lists, and how picking one moves the views."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTableView

from app.state import AppState
from app.views.regions import AREA, AREA_MM, PEAK, SHARE, SLICE, RegionsPanel, share_text
from core.records import Verdict
from tests.app.fakes import make_loaded, make_result


@pytest.fixture
def state():
    return AppState()


@pytest.fixture
def panel(qtbot, state):
    panel = RegionsPanel(state)
    qtbot.addWidget(panel)
    panel.resize(320, 240)
    panel.show()
    return panel


def open_result(state, verdict=Verdict.ANOMALY, modalities=("rgb", "infrared"), size=(64, 64)):
    loaded = make_loaded(modalities, size)
    state.set_loaded(loaded)
    result = make_result(loaded, verdict)
    state.set_result(result)
    state.set_regions(result.regions)
    return result


def table(panel):
    return panel.findChild(QTableView, "regions")


def click_row(panel, row):
    view = table(panel)
    place = view.visualRect(view.model().index(row, PEAK)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_every_region_is_a_row_with_units_in_the_head(panel, state):
    open_result(state)
    model = table(panel).model()
    assert model.rowCount() == 3
    assert [model.index(0, column).data() for column in (AREA, AREA_MM, PEAK)] == ["1,204", "75.2", "0.830"]
    assert model.headerData(AREA_MM, Qt.Orientation.Horizontal) == "mm²"
    assert "3 regions at or above" in panel.findChild(QLabel, "regions-title").text()


def test_the_sensors_are_named_strongest_first():
    assert share_text({"rgb": 0.16, "infrared": 0.84}) == "Infrared 84 %, RGB 16 %"


def test_slices_are_listed_for_volumes_only(panel, state):
    open_result(state)
    assert table(panel).isColumnHidden(SLICE)
    open_result(state, modalities=("t1",), size=(12, 32, 32))
    assert not table(panel).isColumnHidden(SLICE)
    assert table(panel).model().index(0, SLICE).data() == "5"  # slice index 4, counted from 1


def test_square_millimetres_are_hidden_where_no_spacing_is_known(panel, state):
    from dataclasses import replace

    result = open_result(state)
    state.set_regions(tuple(replace(region, area_mm2=None) for region in result.regions))
    assert table(panel).isColumnHidden(AREA_MM)


def test_a_click_selects_the_region_and_goes_to_its_slice(panel, state):
    result = open_result(state, modalities=("t1",), size=(12, 32, 32))
    click_row(panel, 1)
    assert state.selected_region is result.regions[1]
    assert state.slice_index == 7
    state.set_slice(0)
    click_row(panel, 1)  # the same row again: back to its slice
    assert state.slice_index == 7


def test_arrow_keys_walk_the_regions(panel, state):
    result = open_result(state)
    click_row(panel, 0)
    QTest.keyClick(table(panel), Qt.Key.Key_Down)
    assert state.selected_region is result.regions[1]


def test_a_region_selected_elsewhere_is_marked_without_moving_the_slice(panel, state):
    result = open_result(state, modalities=("t1",), size=(12, 32, 32))
    state.set_slice(2)
    state.select_region(result.regions[2])
    assert table(panel).currentIndex().row() == 2
    assert state.slice_index == 2


def test_new_regions_select_nothing_by_themselves(panel, state):
    result = open_result(state)
    click_row(panel, 0)
    state.set_regions(result.regions[:2])
    assert state.selected_region is None
    assert not table(panel).selectionModel().hasSelection()


@pytest.mark.parametrize(
    ("verdict", "words"),
    [(None, "once a sample is inspected"), (Verdict.NORMAL, "Lower the threshold"), (Verdict.UNKNOWN, "no threshold")],
)
def test_an_empty_table_says_why(panel, state, verdict, words):
    if verdict is not None:
        open_result(state, verdict)
        state.set_regions(())
    empty = panel.findChild(QLabel, "regions-empty")
    assert empty.isVisible()
    assert words in empty.text()


def test_a_row_says_the_whole_region_in_its_tooltip(panel, state):
    open_result(state)
    sentence = table(panel).model().index(0, SHARE).data(Qt.ItemDataRole.ToolTipRole)
    assert "1,204 px (75.25 mm²)" in sentence
    assert "peak 0.830 at column 14, row 12" in sentence
    assert not panel.grab().isNull()
