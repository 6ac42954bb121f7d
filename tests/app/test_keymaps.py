"""Keys and mouse by profile: what comes, what the user changes, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QKeySequenceEdit, QLabel, QPushButton

from app.actions import ACTIONS
from app.keymaps import KeyMaps, Profile
from app.viewing import Drag
from core.errors import UserFacingError


@pytest.fixture
def window(qtbot, make_window):
    made = make_window()
    made.open_paths([Path("a"), Path("b")])
    qtbot.waitUntil(lambda: made.state.result is not None)
    return made


@pytest.mark.parametrize("profile", Profile)
def test_no_profile_gives_one_key_to_two_actions(window, profile):
    window.keymaps.set_profile(profile)
    keys = [QKeySequence(key).toString() for spec in ACTIONS for key in window.keymaps.keys(spec.name)]
    assert len(keys) == len(set(keys))


def test_a_digit_is_a_window_in_radiology_and_nothing_decides_in_a_demo(window):
    window.keymaps.set_profile(Profile.RADIOLOGY)
    assert window.keymaps.owner("1").name == "window_1"
    assert window.state.viewing.mouse.left is Drag.WINDOW
    window.keymaps.set_profile(Profile.DEMO)
    assert not any(window.keymaps.keys(name) for name in ("accept", "reject", "unsure", "take_back"))


def test_a_taken_key_is_refused_in_words_and_nothing_changes(window):
    before = window.keymaps.keys("fit")
    with pytest.raises(UserFacingError, match="N is “Next region” in the Inspection map"):
        window.keymaps.add_key("fit", "N")
    with pytest.raises(UserFacingError, match="moves the cursor"):
        window.keymaps.add_key("fit", "Left")
    assert window.keymaps.keys("fit") == before


def test_a_new_key_works_at_once_is_kept_and_can_be_reset(window, settings):
    window.keymaps.remove_keys("next_region")
    window.keymaps.add_key("fit", "N")
    assert "(0, N)" in window.actions_by_name["fit"].toolTip()
    window.tiles.zoom(4.0)
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_N)
    assert window.tiles.views[0].camera.zoom == 1.0
    again = KeyMaps(settings, window.actions_by_name, window.state.viewing)
    assert again.keys("fit") == ("0", "N")
    with pytest.raises(UserFacingError, match="“Fit” has a key of “Next region” now"):
        window.keymaps.reset("next_region")
    window.keymaps.reset("fit")
    window.keymaps.reset("next_region")
    assert (window.keymaps.keys("fit"), window.keymaps.keys("next_region")) == (("0",), ("N",))


def test_broken_settings_mean_the_profiles_own_keys(window, settings):
    settings.set_text("keys/inspection", '{"fit": 3, "nonsense": ["Q"]}')
    settings.set_text("mouse/inspection", '{"left": "dance"}')
    maps = KeyMaps(settings, window.actions_by_name, window.state.viewing)
    assert maps.keys("fit") == ("0",)
    assert maps.mouse.left is Drag.MOVE


def test_tooltips_outside_the_table_follow_the_keys(window):
    opacity = window.findChild(object, "opacity")
    window.keymaps.remove_keys("more_opacity")
    assert "[ and no key" in opacity.toolTip()


def test_the_sheet_changes_keys_and_shows_why_not(window):
    window.actions_by_name["shortcuts"].trigger()
    sheet = next(child for child in window.children() if child.objectName() == "shortcut_sheet")
    sheet.choose("fit")
    sheet.findChild(QKeySequenceEdit, "key_edit").setKeySequence(QKeySequence("N"))
    QTest.mouseClick(sheet.findChild(QPushButton, "key_add"), Qt.MouseButton.LeftButton)
    assert "Next region" in sheet.findChild(QLabel, "key_words").text()
    sheet.findChild(QKeySequenceEdit, "key_edit").setKeySequence(QKeySequence("Ctrl+Alt+F"))
    QTest.mouseClick(sheet.findChild(QPushButton, "key_add"), Qt.MouseButton.LeftButton)
    assert window.keymaps.keys("fit") == ("0", "Ctrl+Alt+F")
    box = sheet.findChild(QComboBox, "mouse_left")
    box.setCurrentIndex(box.findData(Drag.ZOOM))
    box.activated.emit(box.currentIndex())
    assert window.state.viewing.mouse.left is Drag.ZOOM
    sheet.close()
