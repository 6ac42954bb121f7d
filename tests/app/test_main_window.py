"""The window, driven as a person would."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QMenu, QSlider, QToolButton, QTreeWidget

from app.actions import ACTIONS
from app.theme import apply_theme, load_themes
from core.records import Verdict
from tests.app.conftest import FakeInspector, FakeReader


@pytest.fixture
def opened(qtbot, make_window):
    """A window with the result of the first of three parts on screen."""
    window = make_window()
    window.open_paths([Path("part-1"), Path("part-2"), Path("part-3")])
    qtbot.waitUntil(lambda: window.state.result is not None)
    return window


def press(window, key, modifier=Qt.KeyboardModifier.NoModifier):
    if not window.isActiveWindow():  # the offscreen platform forgets
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
    QTest.keyClick(window, key, modifier)


def test_opening_a_part_shows_its_views_and_the_verdict(opened):
    assert [view.objectName() for view in opened.tiles.views] == ["view_rgb", "view_infrared", "view_fused"]
    assert opened.findChild(QLabel, "verdict").text() == "Anomaly"
    assert opened.windowTitle().startswith("part-1")


def test_an_empty_window_says_what_to_do(make_window):
    window = make_window(starts=False)
    text = window.findChild(QLabel, "empty_text").text()
    assert text == "Drop images, a folder or a DICOM study here, or press O"
    assert window.start_view.isVisible()


def test_dropped_files_are_opened_and_remembered(qtbot, make_window, settings):
    window = make_window()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/data/dropped")])
    buttons, no_keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, no_keys))
    qtbot.waitUntil(lambda: window.state.result is not None)
    assert window.state.result.sample.sample_id == "dropped"
    assert settings.recent == [Path("/data/dropped")]


def test_the_recent_menu_opens_what_was_opened_last(qtbot, make_window, settings):
    settings.add_recent([Path("/data/older")])
    window = make_window()
    menu = window.findChild(QMenu, "menu_recent")
    menu.aboutToShow.emit()
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: window.state.result is not None)
    assert window.state.current.sample_id == "older"


def test_the_keyboard_walks_through_the_queue(qtbot, opened):
    press(opened, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: opened.state.loaded.sample.sample_id == "part-2")
    opened.queue.list.setFocus()
    QTest.keyClick(opened.queue.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: opened.state.loaded.sample.sample_id == "part-3")
    press(opened, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: opened.state.loaded.sample.sample_id == "part-2")


def test_keys_change_the_overlay_and_the_bar_shows_it(opened):
    press(opened, Qt.Key.Key_A)
    assert not opened.state.overlay.is_visible
    assert not opened.findChild(QAbstractButton, "button_overlay").isChecked()
    press(opened, Qt.Key.Key_BracketRight)
    assert opened.findChild(QSlider, "opacity").value() == 70
    press(opened, Qt.Key.Key_M)
    assert opened.state.overlay.shows_sensor_map
    press(opened, Qt.Key.Key_B)
    assert not opened.state.overlay.shows_outlines


def test_the_overlay_controls_write_the_state(opened):
    opened.findChild(QSlider, "opacity").setValue(25)
    assert opened.state.overlay.opacity == 0.25
    maps = opened.findChild(QComboBox, "colour_map")
    maps.setCurrentIndex(maps.findData("viridis"))
    maps.activated.emit(maps.currentIndex())
    assert opened.state.overlay.colour_map == "viridis"


def test_the_recipe_is_automatic_or_one_of_the_model(qtbot, opened):
    recipe = opened.findChild(QComboBox, "recipe")
    assert [recipe.itemText(index) for index in range(recipe.count())] == ["Automatic", "Bracket", "Candy"]
    recipe.setCurrentIndex(2)
    recipe.activated.emit(2)
    qtbot.waitUntil(lambda: opened.state.result is not None and opened.state.result.category == "candy")


def test_model_and_device_are_shown(opened):
    assert opened.findChild(QToolButton, "model").text() == "compact-demo"
    assert opened.findChild(QToolButton, "device").text() == "CPU"
    assert opened.findChild(QLabel, "model_and_device").text() == "compact-demo · CPU"


def test_the_status_bar_is_honest_about_time_and_resolution(opened):
    assert opened.findChild(QLabel, "timing").text() == "41 ms"
    assert opened.findChild(QLabel, "map_resolution").text().startswith("map 256×256 shown at ")


def test_escape_cancels_work_then_closes_the_message(qtbot, make_window):
    window = make_window(FakeInspector(slices=500, pause_s=0.02))
    window.open_paths([Path("part")])
    qtbot.waitUntil(lambda: window.session.activity.startswith("Inspecting"))
    assert window.findChild(QToolButton, "cancel").isVisible()
    press(window, Qt.Key.Key_Escape)
    assert window.findChild(QLabel, "activity").text() == "Ready"
    with qtbot.waitSignal(window.session.failed):
        window.open_paths([Path("bad")])
    assert window.notices.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert not window.notices.isVisible()


def test_workspaces_rearrange_the_same_docks(opened):
    press(opened, Qt.Key.Key_F3)
    assert not opened.docks["queue"].isVisible()
    assert opened.docks["decision"].isVisible()
    press(opened, Qt.Key.Key_F2)
    assert all(dock.isVisible() for name, dock in opened.docks.items() if name != "files")


def test_every_shortcut_is_used_once():
    keys = [key for spec in ACTIONS for key in spec.keys]
    assert len(keys) == len(set(keys))


def test_every_button_has_a_name_and_a_tooltip(opened):
    nameless = [
        button.objectName()
        for button in opened.findChildren(QAbstractButton)
        if button.isVisible() and not (button.text() or button.accessibleName())
    ]
    assert nameless == []


ALL = Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive


def test_the_shortcut_sheet_lists_every_shortcut(qtbot, opened):
    press(opened, Qt.Key.Key_F1)
    sheet = next(child for child in opened.children() if child.objectName() == "shortcut_sheet")
    rows = {item.text(0): item.text(1) for item in sheet.findChild(QTreeWidget).findItems("", ALL)}
    assert {spec.text for spec in ACTIONS} <= set(rows)
    assert rows["Show anomaly map"] == "A"
    assert sheet.findChild(QComboBox, "mouse_right").currentText().startswith("Window and level")
    sheet.close()


def test_about_names_versions_and_the_model_and_that_it_is_no_medical_device(opened):
    opened.actions_by_name["about"].trigger()
    about = next(child for child in opened.children() if child.objectName() == "about")
    assert "not a medical device" in about.findChild(QLabel, "not_medical").text()
    assert "compact-demo" in about.text.toPlainText()
    assert "made-up data" in about.text.toPlainText()
    about.close()


@pytest.mark.parametrize("theme", load_themes())
def test_every_theme_paints_every_kind_of_sample(qtbot, qapp, make_window, theme):
    apply_theme(qapp, theme)
    window = make_window(FakeInspector(Verdict.REVIEW), FakeReader(("t1", "flair"), (8, 40, 32)))
    apply_theme(qapp, theme)
    window.open_paths([Path("scan")])
    qtbot.waitUntil(lambda: window.state.result is not None)
    assert not window.grab().isNull()
    apply_theme(qapp, "dark")


def test_text_meets_the_contrast_that_accessibility_asks_for():
    def luminance(name, theme):
        colour = theme.colour(name)
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    def ratio(one, two, theme):
        low, high = sorted((luminance(one, theme), luminance(two, theme)))
        return (high + 0.05) / (low + 0.05)

    for theme in load_themes().values():
        for text in ("text", "dim", "normal", "review", "anomaly", "unknown"):
            for ground in ("window", "surface"):
                assert ratio(text, ground, theme) >= 4.5, (theme.name, text, ground)
        assert ratio("on_accent", "accent", theme) >= 4.5


def test_overlay_and_theme_are_remembered(opened, settings):
    opened.state.set_overlay(opacity=0.3, colour_map="cividis")
    opened.close()
    assert (settings.overlay.opacity, settings.overlay.colour_map) == (0.3, "cividis")
