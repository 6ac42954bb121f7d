"""The expert console in the window: every page by mouse and keyboard, export, and the alarm."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QPushButton, QScrollArea

from app.probing import Gate
from app.views.bubbles import likeness_distance, ordered_by_likeness
from app.views.flow import FlowPage
from app.views.leaders import LeaderChart, gate_facts
from app.views.plate_grid import PlateGrid
from app.views.plates import Plate, PlateView, signed_image
from core.errors import StorageError
from core.records import RoutingAlarm, Verdict
from tests.app.conftest import FakeInspector
from tests.app.console.driving import go, label, open_part
from tests.app.fake_probe import make_atlas
from tests.app.fakes import make_result

PAGES = ("Gates", "Leaders", "Flow", "Contributions", "Cause", "Nearest normal", "What if", "Which matter", "Atlas")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_paints_before_and_after_an_inspection(make_window, qtbot, tmp_path, page):
    window = make_window()
    window.show_workspace("experts")
    window.console.show_page(page)
    window.console.grab()
    open_part(window, qtbot, tmp_path / "part")
    qtbot.wait(50)
    window.console.grab()


def test_a_gate_picked_in_the_grid_is_looked_at_on_every_page(window, qtbot):
    window.console.gates.grab()
    window.console.gates._grids[1].go_to((2, 1))
    assert window.probing.gate == Gate(1, 2, 1)
    window.console.show_page("Leaders")
    boxes = {box.objectName(): box.currentText() for box in window.console.page.findChildren(QComboBox)}
    assert boxes == {"gate-sensor": "Infrared", "gate-scale": "scale 3", "gate-kernel": "3×3"}


def test_the_leaders_are_read_out_by_keyboard(window, qtbot):
    window.console.show_page("Leaders")
    chart = window.console.page.findChild(LeaderChart)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleDescription().startswith("Leader 1: probability")
    assert "Entropy" in label(window, "leader-facts")


def test_entropy_and_margin_of_a_gate_are_said_in_words():
    text = gate_facts(np.array([0.5, 0.3, 0.1, 0.1], np.float32), np.array([0, 1]), np.array([0.625, 0.375]))
    assert "Kept: 0 at 62 % and 1 at 38 %" in text
    assert "20.00 percentage points" in text
    assert "Entropy 1.69 of 2 bits" in text


def test_contributions_are_sorted_and_labelled_as_contributions(window, qtbot):
    page = go(window, qtbot, "Contributions")
    qtbot.waitUntil(lambda: len(page.findChildren(PlateView)) == 9)
    assert "never per pixel" in label(window, "contribution-note")
    plates = page.findChildren(PlateView)
    assert plates[0].accessibleName() == "1×1 fixed"
    assert "60 % of the branch's joined output" in plates[0].accessibleDescription()
    window.probing.set_gate(Gate(1, 2, 0))
    qtbot.waitUntil(lambda: len(window.probing.contributions) == 9)


def test_the_cause_of_score_and_region_is_said_in_words(window, qtbot):
    go(window, qtbot, "Cause")
    window.state.select_region(window.state.regions[0])
    qtbot.waitUntil(lambda: window.probing.region_cause is not None and window.probing.score_cause is not None)
    assert "% infrared" in label(window, "cause-score")
    assert label(window, "cause-region").startswith("Region 1, mean")


def test_a_region_is_shown_beside_the_normal_patches_most_like_it(window, qtbot):
    page = go(window, qtbot, "Nearest normal")
    qtbot.waitUntil(lambda: len(page.findChildren(PlateView)) == 5)
    assert label(window, "nearest-words").startswith("Hottest place, RGB: unlike every kept normal patch at scale 2")
    plates = page.findChildren(PlateView)
    assert "scale 2: 2.5 × the usual distance" in plates[1].accessibleDescription()
    window.state.select_region(window.state.regions[0])  # it may lie in the hottest place, with another name
    qtbot.waitUntil(lambda: label(window, "nearest-words").startswith("Region 1"))
    region = window.state.regions[1]
    leading = max(region.modality_share, key=lambda name: region.modality_share[name])
    window.state.select_region(region)
    words = {"rgb": "Region 2, RGB", "infrared": "Region 2, Infrared"}
    qtbot.waitUntil(lambda: label(window, "nearest-words").startswith(words[leading]))
    window.probing.set_gate(Gate(0 if leading == "infrared" else 1, 0, 0))  # the user's choice stays
    qtbot.waitUntil(
        lambda: label(window, "nearest-words").startswith(words["rgb" if leading == "infrared" else "infrared"])
    )


@pytest.mark.parametrize(("page", "count"), [("Contributions", 9), ("Nearest normal", 5)])
def test_plates_are_walked_and_said_in_words(window, qtbot, page, count):
    shown = go(window, qtbot, page)
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.waitUntil(lambda: len(shown.findChildren(PlateView)) == count)
    note_name = {"Contributions": "contribution-note", "Nearest normal": "nearest-note"}[page]
    grid, note = shown.findChild(PlateGrid), label(window, note_name)
    grid.views[0].setFocus()
    assert label(window, note_name).startswith(grid.views[0].accessibleName())
    for key, place in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_End, count - 1),
        (Qt.Key.Key_Left, count - 2),
        (Qt.Key.Key_Home, 0),
    ):
        qtbot.keyClick(grid.focusWidget(), key)
        assert grid.views[place].hasFocus()
        assert label(window, note_name).startswith(grid.views[place].accessibleName())
    assert [view.focusPolicy() for view in grid.views].count(Qt.FocusPolicy.StrongFocus) == 1
    grid.focusWidget().clearFocus()
    assert label(window, note_name) == note


def test_up_and_down_go_to_the_plates_of_the_next_row(qtbot):
    grid = PlateGrid(QPushButton())
    qtbot.addWidget(grid)
    grid.resize(260, 500)
    grid.show_plates([Plate(str(number), "", "tip", None) for number in range(5)], None)
    with qtbot.waitActive(grid):
        grid.show()
        grid.activateWindow()
    qtbot.waitUntil(lambda: grid.views[2].y() > 0)
    grid.views[1].setFocus()
    places = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up):
        qtbot.keyClick(grid.focusWidget(), key)
        places.append(grid.views.index(grid.focusWidget()))
    assert places == [3, 4, 4, 2, 0, 0]


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("Gates", ["console-export", "energy-bar", "gates", "gates"]),
        ("Contributions", ["console-export", "gate-sensor", "gate-scale", "plate"]),
        ("Nearest normal", ["console-export", "gate-sensor", "plate"]),
    ],
)
def test_tab_goes_through_a_page_in_the_order_of_reading(window, qtbot, page, names):
    shown = go(window, qtbot, page) if page != "Gates" else window.console.page
    if page != "Gates":
        qtbot.waitUntil(lambda: bool(shown.findChildren(PlateView)))
    window.console.tabs.setFocus()
    widget, found = window.console.tabs, []
    while len(found) < len(names):
        widget = widget.nextInFocusChain()
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(widget.objectName())
    assert found == names


def test_f7_and_ctrl_tab_lead_through_the_pages(window, qtbot):
    with qtbot.waitActive(window):
        window.activateWindow()
    window.tiles.setFocus()
    window.actions_by_name["workspace_experts"].trigger()
    tabs = window.console.tabs
    assert window.focusWidget() is tabs
    qtbot.keyClick(tabs, Qt.Key.Key_Right)
    assert tabs.tabText(tabs.currentIndex()) == "Leaders"
    window.console.page.findChild(LeaderChart).setFocus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert tabs.tabText(tabs.currentIndex()) == "Flow"
    assert window.focusWidget() is tabs
    back = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(tabs, Qt.Key.Key_Backtab, back)
    assert tabs.tabText(tabs.currentIndex()) == "Leaders"


def test_a_model_without_normal_patches_says_so(make_window, qtbot, tmp_path):
    window = make_window(FakeInspector(Verdict.UNKNOWN))
    open_part(window, qtbot, tmp_path / "part")
    window.show_workspace("experts")
    go(window, qtbot, "Nearest normal")
    qtbot.waitUntil(lambda: label(window, "nearest-words").startswith("This model file keeps no normal patches"))


def test_the_alarm_is_a_banner_before_any_score(make_window, qtbot, tmp_path):
    class Alarming(FakeInspector):
        def inspect(self, loaded, *_settings):
            alarm = RoutingAlarm("bracket", 3.2, "candy", 0.4, 0.01)
            return replace(make_result(loaded, Verdict.NORMAL), routing_alarm=alarm)

    window = make_window(Alarming())
    open_part(window, qtbot, tmp_path / "part")
    assert window.notices.notice.message.startswith("Routed like candy, not like bracket")
    window.show_workspace("experts")
    window.console.show_page("Atlas")
    assert "3.2 × the limit" in label(window, "atlas-words")


def test_categories_routed_alike_stand_together():
    records = list(make_atlas(names=("bracket", "candy", "foam")).values())
    mixed = [records[0], records[2], records[1]]
    assert likeness_distance(records[0], records[1]) == 0
    assert ordered_by_likeness(mixed) == [0, 2, 1]


def test_signed_pictures_tell_more_from_less():
    image = signed_image(np.array([[1.0, -1.0, 0.0]], np.float32), 1.0)
    more, less, none = (image.pixelColor(x, 0) for x in range(3))
    assert more.red() > more.blue()
    assert less.blue() > less.red()
    assert none.alpha() == 0


@pytest.mark.parametrize(
    ("name", "start"), [("page.png", b"\x89PNG"), ("page.svg", b"<?xml"), ("page.csv", b"sample,slice")]
)
def test_a_page_is_exported_in_the_form_of_its_ending(window, tmp_path, name, start):
    window.console.show_page("Leaders")
    window.console.export(tmp_path / name)
    content = (tmp_path / name).read_bytes()
    assert content.startswith(start)
    if name.endswith("csv"):
        assert len(content.splitlines()) == 1 + 2 * 9 * 32


@pytest.mark.parametrize("page", ["Flow", "Contributions"])
def test_an_export_holds_what_is_scrolled_out_of_view(window, qtbot, tmp_path, page):
    window.resize(1000, 700)
    shown = go(window, qtbot, page)
    if page == "Contributions":
        qtbot.waitUntil(lambda: len(shown.findChildren(PlateView)) == 9)
    area = shown.findChild(QScrollArea)
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    before, place = shown.size(), bar.value()
    window.console.export(tmp_path / "page.png")
    window.console.export(tmp_path / "page.svg")
    assert QImage(str(tmp_path / "page.png")).height() >= before.height() + bar.maximum()
    height = re.search(r'viewBox="0 0 \d+ (\d+)"', (tmp_path / "page.svg").read_text())
    assert int(height[1]) >= before.height() + bar.maximum()
    assert (shown.size(), bar.value()) == (before, place)


def test_an_export_that_fails_is_said_in_the_window(window, tmp_path):
    with pytest.raises(StorageError, match="no ending"):
        window.console.export(tmp_path / "page.doc")
    window.console.failed.emit(StorageError("experts.png cannot be written."))
    assert window.notices.notice.message == "experts.png cannot be written."


def test_the_sensors_name_stays_in_view_while_the_flow_is_scrolled(window, qtbot):
    window.console.show_page("Flow")
    window.resize(1280, 720)
    page = window.findChild(FlowPage)
    bar = page.findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: page.view.label_rect().top() == bar.maximum())
    assert page.view.label_rect().height() <= page.height()
