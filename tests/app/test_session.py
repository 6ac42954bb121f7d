"""What a person does in the window, and what stays on the screen when something goes wrong."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel

from app.commands import SetThreshold
from core.errors import CheckpointError, DeviceError
from core.records import Verdict
from tests.app.conftest import FakeInspector, FakeReader


def opened(qtbot, window, *names):
    window.open_paths([Path(name) for name in names])
    qtbot.waitUntil(lambda: window.state.result is not None and window.state.result.sample.sample_id == names[0])
    return window


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    """Shortcuts reach the active window only."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, key, modifier)


def test_a_broken_sample_leaves_the_last_good_one_on_screen_with_one_sentence(qtbot, make_window):
    window = opened(qtbot, make_window(), "part-1", "bad-2")
    result = window.state.result
    notices = []
    window.session.noticed.connect(notices.append)
    window.session.open_sample(window.state.samples[1])
    qtbot.waitUntil(lambda: bool(notices))
    assert notices[0].message == "rgb.png is cut short."
    assert notices[0].hint == "Copy it again."
    assert window.state.result is result
    assert window.state.loaded.sample.sample_id == "part-1"


def test_a_broken_model_leaves_the_one_in_use(qtbot, make_window):
    def load(path, device, report, token):
        if path.name == "broken.safetensors":
            raise CheckpointError("broken.safetensors is not a complete safetensors file.")
        return FakeInspector()

    window = opened(qtbot, make_window(load_inspector=load), "part-1")
    notices = []
    window.session.noticed.connect(notices.append)
    window.session.load_model(Path("broken.safetensors"))
    qtbot.waitUntil(lambda: bool(notices))
    assert "not a complete" in notices[0].message
    assert window.state.model.name == "compact-demo"
    assert window.state.result is not None


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (DeviceError("cuda:0 is out of memory.", hint="Use the CPU."), "out of memory"),
        (ValueError("x"), "Internal error"),
    ],
)
def test_a_failed_inspection_is_said_in_words_and_the_picture_stays(qtbot, make_window, error, words):
    window = make_window(FakeInspector(error=error))
    notices = []
    window.session.noticed.connect(notices.append)
    window.open_paths([Path("part-1")])
    qtbot.waitUntil(lambda: bool(notices))
    assert words in notices[0].message
    assert window.state.loaded is not None
    assert window.state.result is None


def test_opening_a_second_sample_drops_the_running_one(qtbot, make_window):
    inspector = FakeInspector(slices=300, pause_s=0.02)
    window = make_window(inspector)
    window.open_paths([Path("slow-1"), Path("part-2")])
    qtbot.waitUntil(lambda: inspector.asked != [])
    inspector.slices = 1
    window.session.open_sample(window.state.samples[1])
    qtbot.waitUntil(lambda: window.state.result is not None, timeout=3000)
    assert window.state.result.sample.sample_id == "part-2"


def test_escape_cancels_a_running_inspection(qtbot, make_window):
    inspector = FakeInspector(slices=300, pause_s=0.02)
    window = make_window(inspector)
    window.open_paths([Path("slow-1")])
    qtbot.waitUntil(lambda: inspector.asked != [])
    press(qtbot, window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.session.is_busy, timeout=300)
    assert window.state.result is None


def test_the_whole_queue_is_inspected_by_one_key(qtbot, make_window):
    window = opened(qtbot, make_window(), "part-1", "part-2", "part-3")
    press(qtbot, window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: len(window.state.results) == 3)


def test_the_queue_is_walked_and_the_map_switched_by_keys(qtbot, make_window):
    window = opened(qtbot, make_window(), "part-1", "part-2")
    press(qtbot, window, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: window.state.loaded.sample.sample_id == "part-2")
    press(qtbot, window, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: window.state.loaded.sample.sample_id == "part-1")
    shown = window.state.overlay.is_visible
    press(qtbot, window, Qt.Key.Key_A)
    assert window.state.overlay.is_visible is not shown


def test_the_threshold_decides_the_verdict_and_can_be_undone(qtbot, make_window):
    window = opened(qtbot, make_window(), "part-1")
    verdict = window.findChild(QLabel, "verdict")
    assert verdict.text() == "Anomaly"
    window.undo.push(SetThreshold(window.state, window.state.result.score * 3, gesture=1))
    assert verdict.text() != "Anomaly"
    press(qtbot, window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert verdict.text() == "Anomaly"


def test_an_unknown_part_gets_no_verdict_but_its_map(qtbot, make_window):
    window = opened(qtbot, make_window(FakeInspector(Verdict.UNKNOWN)), "part-1")
    assert "Unknown" in window.findChild(QLabel, "verdict").text()
    assert window.state.result.threshold is None


def test_dropped_files_are_opened(qtbot, make_window):
    window = make_window()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/parts/part-9")])
    event = QDropEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    window.dropEvent(event)
    qtbot.waitUntil(lambda: window.state.result is not None)
    assert window.state.result.sample.sample_id == "part-9"


def test_a_window_closed_while_it_works_leaves_no_thread(qtbot, make_window):
    window = make_window(FakeInspector(slices=300, pause_s=0.02), FakeReader(pause_s=0.05))
    window.open_paths([Path("slow-1")])
    qtbot.waitUntil(lambda: window.session.is_busy)
    window.close()
    assert all(not lane._thread.is_alive() for lane in window.runner.lanes)
