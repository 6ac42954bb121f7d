"""Changed routing in the expert console: what is probed, changes with undo, the sweep."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton, QSlider

from app.probing import Gate
from app.views.change_words import change_words
from core.probing.records import Action, Change, Target
from tests.app.conftest import FakeInspector, FakeReader
from tests.app.console.driving import go, label, open_part


def test_nothing_is_probed_before_a_page_needs_it(window, qtbot, inspector):
    assert inspector.probes == []
    window.console.show_page("Leaders")
    qtbot.wait(50)
    assert inspector.probes == []
    go(window, qtbot, "Cause")
    assert len(inspector.probes) == 1


def test_muting_a_leader_shows_what_follows_and_can_be_undone(window, qtbot):
    page = go(window, qtbot, "What if")
    shown = window.state.result
    qtbot.mouseClick(page.findChild(QPushButton, "what-if-mute"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.probing.what_if is not None)
    change = window.probing.changes[0]
    assert (change.action, change.target) == (Action.MUTE, Target.LEADER)
    assert change.leader == window.probing.probe.leaders[0, 0, 0, 0]
    assert "Score −" in label(window, "what-if-words")
    assert "Random control" in label(window, "what-if-words")
    assert "mute leader" in label(window, "what-if-changes")
    assert window.state.result is shown  # an ablation never becomes the result
    window.undo.undo()
    assert window.probing.changes == ()
    assert window.probing.what_if is None
    window.undo.redo()
    qtbot.mouseClick(page.findChild(QPushButton, "what-if-reset"), Qt.MouseButton.LeftButton)
    assert window.probing.changes == ()


def test_what_can_be_swapped_follows_the_chosen_part(window, qtbot):
    page = go(window, qtbot, "What if")
    part, other = (page.findChild(QComboBox, f"what-if-{name}") for name in ("part", "other-leader"))
    found = {}
    for index in range(part.count()):
        part.setCurrentIndex(index)
        part.activated.emit(index)
        found[part.currentText()] = [other.itemText(place) for place in range(other.count())]
    assert found["kernel branch"] == ["3×3", "5×5"]
    assert found["sensor"] == ["Infrared"]
    assert found["scale"] == found["fixed expert"] == []
    assert len(found["leader"]) == 32
    part.setCurrentIndex(4)
    part.activated.emit(4)
    qtbot.mouseClick(page.findChild(QPushButton, "what-if-swap"), Qt.MouseButton.LeftButton)
    assert window.probing.changes == (Change(Action.SWAP, Target.SENSOR, 0, other=1),)


def test_moving_the_weight_again_replaces_the_last_change(window, qtbot):
    page = go(window, qtbot, "What if")
    slider = page.findChild(QSlider, "what-if-weight")
    for position in (10, 20):
        slider.setValue(position)
        qtbot.waitUntil(lambda: bool(window.probing.changes) and not page.bar._timer.isActive())
    assert [(c.action, c.weight) for c in window.probing.changes] == [(Action.WEIGH, 0.2)]


def test_another_sample_drops_changes_and_their_undo_does_nothing(window, qtbot, tmp_path):
    go(window, qtbot, "What if")
    window.probing.edit((Change(Action.MUTE, Target.SENSOR, 0),), "Mute RGB")
    open_part(window, qtbot, tmp_path / "other")
    assert window.probing.changes == ()
    window.undo.undo()
    assert window.probing.changes == ()


def test_the_sweep_ranks_the_leaders_and_looks_at_the_picked_gate(window, qtbot):
    page = go(window, qtbot, "Which matter")
    qtbot.mouseClick(page.findChild(QPushButton, "sweep-start"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.probing.effects) == 36)
    assert "36 kept leaders" in label(window, "sweep-words")
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    second = window.probing.effects[1]
    assert window.probing.gate == Gate(second.slot, second.scale, second.branch)
    assert "without it the score changes by −" in page.list.accessibleDescription()


def test_a_volume_is_probed_in_the_shown_slice(make_window, qtbot, tmp_path):
    inspector = FakeInspector()
    window = make_window(inspector, FakeReader(("t1", "flair"), (12, 32, 32)))
    open_part(window, qtbot, tmp_path / "head")
    window.show_workspace("experts")
    go(window, qtbot, "Cause")
    first = window.probing.probe.slice_index
    window.state.set_slice(int(window.state.result.routing_slices[0]))
    qtbot.waitUntil(lambda: window.probing.probe is not None and window.probing.probe.slice_index != first)


def test_changes_are_said_in_words():
    sensors, sizes = ("rgb", "infrared"), (1, 3, 5)
    say = [
        change_words(change, sensors, sizes)
        for change in (
            Change(Action.MUTE, Target.LEADER, 1, 2, 1, 12),
            Change(Action.SWAP, Target.LEADER, 0, 0, 0, 3, 4),
            Change(Action.WEIGH, Target.LEADER, 0, 0, 0, 3, weight=0.25),
            Change(Action.MUTE, Target.SENSOR, 1),
            Change(Action.WEIGH, Target.SCALE, None, 2, weight=2.0),
            Change(Action.FORCE, Target.LEADER, 0, 0, 0, 3),
            Change(Action.SWAP, Target.SENSOR, 0, other=1),
            Change(Action.SWAP, Target.BRANCH, 1, 0, 0, other=2),
        )
    ]
    assert say == [
        "mute leader 12 (Infrared, scale 3, 3×3)",
        "leader 3 replaced by 4 (RGB, scale 1, 1×1)",
        "leader 3 (RGB, scale 1, 1×1) at 25 %",
        "mute sensor Infrared",
        "scale 3 at × 2.00",
        "force leader 3 (RGB, scale 1, 1×1)",
        "sensor RGB routed as Infrared, and the other way round",
        "kernel branch exchanged with 5×5 (Infrared, scale 1, 1×1)",
    ]
