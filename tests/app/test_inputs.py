"""What was found in files is shown, can be changed, taken back and kept; DICOM series are chosen from a list."""

import json
import threading
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app.styles import sample_key
from core import api
from core.records import FileChoice, Sample
from tests.core.data.test_dicom import write_slice


@pytest.fixture
def part(tmp_path):
    """A colour picture and a depth map of one part, and a picture of another."""
    depth = np.arange(600, dtype=np.uint16).reshape(20, 30) + 1
    cv2.imwrite(str(tmp_path / "7_rgb.png"), np.zeros((20, 30, 3), np.uint8))
    cv2.imwrite(str(tmp_path / "7_depth.png"), depth)
    cv2.imwrite(str(tmp_path / "8_infrared.png"), np.zeros((20, 30), np.uint8))
    return tmp_path


@pytest.fixture
def window(qtbot, make_window):
    window = make_window(find_samples=api.find_samples, load_sample=api.load_sample)
    window.actions_by_name["files"].trigger()
    return window


def cards_of(qtbot, window, path):
    window.open_paths([path])
    qtbot.waitUntil(lambda: bool(window.inputs.files.cards) and window.state.loaded is not None)
    return window.inputs.files.cards


def test_a_depth_map_says_what_is_not_known_and_takes_unit_and_scale(qtbot, window, part):
    _, card = cards_of(qtbot, window, part)
    assert "Neither unit nor scale" in card.findChild(QLabel, "file_assumption").text()
    card.unit.setCurrentIndex(card.unit.findData("mm"))
    card.unit.activated.emit(card.unit.currentIndex())
    qtbot.waitUntil(lambda: window.state.loaded.views[1].unit == "mm")
    qtbot.waitUntil(lambda: window.inputs.files.cards[1].facts.unit == "mm")
    window.inputs.files.cards[1].scale.setValue(0.5)
    qtbot.waitUntil(lambda: window.state.loaded.views[1].pixels[0, 1] == 1.0)
    qtbot.waitUntil(lambda: window.inputs.files.cards[1].facts.scale == 0.5)
    window.inputs.files.findChild(QPushButton, "files_undo").click()
    qtbot.waitUntil(lambda: window.state.loaded.views[1].pixels[0, 1] == 2.0)
    assert window.state.current.choices == {"depth": FileChoice("mm")}


def test_another_sensor_is_chosen_and_a_second_of_the_same_is_refused(qtbot, window, part):
    card, _ = cards_of(qtbot, window, part)
    card.modality.setCurrentIndex(card.modality.findData("depth"))
    card.modality.activated.emit(card.modality.currentIndex())
    qtbot.waitUntil(lambda: window.notices.notice is not None)
    assert window.notices.notice.message == "One sample cannot hold Depth twice."
    qtbot.waitUntil(lambda: window.inputs.files.cards[0] is not card)  # the card says again what holds
    card = window.inputs.files.cards[0]
    assert card.modality.currentData() == "rgb"
    card.modality.setCurrentIndex(card.modality.findData("infrared"))
    card.modality.activated.emit(card.modality.currentIndex())
    qtbot.waitUntil(lambda: window.state.loaded.modalities == ("infrared", "depth"))


def test_samples_are_joined_split_and_kept(qtbot, window, part):
    cards_of(qtbot, window, part)
    window.inputs.join(window.state.samples)
    qtbot.waitUntil(lambda: window.state.loaded.modalities == ("rgb", "infrared", "depth"))
    assert len(window.state.samples) == 1
    qtbot.waitUntil(lambda: len(window.inputs.files.cards) == 3)
    window.inputs.files.findChild(QPushButton, "files_keep").click()
    qtbot.waitUntil(lambda: (part / "sample.json").is_file())
    listed = json.loads((part / "sample.json").read_text())["samples"]
    assert list(listed[0]["files"]) == ["rgb", "infrared", "depth"]
    window.inputs.files.cards[1].split_requested.emit()
    qtbot.waitUntil(lambda: len(window.state.samples) == 2)
    assert [list(sample.files) for sample in window.state.samples] == [["rgb", "depth"], ["infrared"]]
    assert list(api.find_samples([part]).samples[0].files) == ["rgb", "infrared", "depth"]


def test_the_files_of_a_sample_that_cannot_be_read_are_shown_too(qtbot, window, part):
    (part / "7_depth.png").write_bytes(b"nothing")
    window.open_paths([part])
    qtbot.waitUntil(lambda: len(window.inputs.files.cards) == 2)
    qtbot.waitUntil(lambda: window.notices.notice is not None)


@pytest.fixture
def study(tmp_path):
    for number, words in (("1", "Thorax"), ("2", "Abdomen"), ("3", "Head")):
        told = {"SeriesDescription": words, "SeriesNumber": number, "SeriesInstanceUID": f"1.2.{number}"}
        for n in range(12):  # the made-up regions lie in slices up to the tenth
            write_slice(tmp_path, f"{number}{n}.dcm", 2.0 * n, n, SOPInstanceUID=f"1.2.{number}.{n}", **told)
    return tmp_path


def test_of_several_series_one_is_chosen_by_keyboard(qtbot, window, study):
    window.open_paths([study])
    qtbot.waitUntil(lambda: window.inputs.dialog is not None)
    dialog = window.inputs.dialog
    assert window.state.loaded is None
    assert [dialog.table.item(row, 0).text() for row in range(3)] == ["1  Thorax", "2  Abdomen", "3  Head"]
    assert dialog.table.item(0, 2).text() == "5 x 4\n12 slices"
    dialog.table.setCurrentCell(1, 0)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert [one.description for one in dialog.marked()] == ["Abdomen"]
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.state.loaded is not None)
    assert len(window.state.samples) == 1
    assert "Abdomen" in window.state.loaded.sample.sample_id
    assert window.inputs.dialog is None


def test_series_of_the_same_sensor_are_one_sample_only_after_one_is_called_something_else(qtbot, window, study):
    window.open_paths([study])
    qtbot.waitUntil(lambda: window.inputs.dialog is not None)
    dialog = window.inputs.dialog
    for row in (0, 1):
        dialog.table.item(row, 0).setCheckState(Qt.CheckState.Checked)
    dialog.accept_choice(True)
    assert "cannot hold CT twice" in dialog.notices.notice.message
    dialog.combos[1].setCurrentIndex(dialog.combos[1].findData("t1"))
    dialog.accept_choice(True)
    qtbot.waitUntil(lambda: window.state.loaded is not None)
    assert set(window.state.loaded.modalities) == {"t1", "ct"}


def test_closing_the_list_opens_the_first_series_and_leaves_all_in_the_queue(qtbot, window, study):
    window.open_paths([study])
    qtbot.waitUntil(lambda: window.inputs.dialog is not None and window.inputs.dialog.isActiveWindow())
    qtbot.keyClick(window.inputs.dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.state.loaded is not None)
    assert len(window.state.samples) == 3


def test_two_series_of_one_folder_are_different_rows_of_the_queue():
    one, two = (Sample(part, {"ct": Path("folder")}, parts={"ct": part}) for part in ("a", "b"))
    assert sample_key(one) != sample_key(two)


def test_a_series_shows_its_first_picture_while_it_is_read(qtbot, make_window, study):
    may_load = threading.Event()

    def load(sample, report, token):
        assert may_load.wait(10)
        return api.load_sample(sample, report, token)

    window = make_window(find_samples=api.find_samples, load_sample=load)
    for name in study.iterdir():
        if not name.name.startswith("1"):
            name.unlink()
    window.open_paths([study])
    qtbot.waitUntil(window.opening.isVisible)
    qtbot.waitUntil(lambda: not window.opening.findChild(QLabel, "opening_picture").pixmap().isNull())
    assert window.state.loaded is None
    may_load.set()
    qtbot.waitUntil(lambda: window.state.loaded is not None)
    assert not window.opening.isVisible()


def test_a_first_look_that_is_stopped_gives_way_to_what_was_there(qtbot, make_window, study):
    may_load = threading.Event()

    def load(sample, report, token):
        may_load.wait(10)
        token.raise_if_cancelled()

    window = make_window(find_samples=api.find_samples, load_sample=load)
    for name in study.iterdir():
        if not name.name.startswith("1"):
            name.unlink()
    window.open_paths([study])
    qtbot.waitUntil(window.opening.isVisible)
    window.session.cancel()
    may_load.set()
    qtbot.waitUntil(window.start_view.isVisible)
