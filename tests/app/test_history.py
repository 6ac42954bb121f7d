"""Undo of how things look, and the session that survives a crash."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app import view_snapshot
from app.main_window import MainWindow
from app.planes import Plane
from app.viewing import Layout, ScaleKind
from app.window_parts import WindowParts
from tests.app.conftest import FakeInspector, FakeReader


@pytest.fixture
def opened(qtbot, make_window):
    """`opened(reader)` -> a window with an inspected sample out of two."""

    def make(reader=None):
        window = make_window(FakeInspector(), reader or FakeReader())
        window.open_paths([Path("a"), Path("b")])
        qtbot.waitUntil(lambda: window.state.result is not None)
        window.history.flush()
        return window

    return make


def test_every_kind_of_view_change_is_undone_and_redone(opened):
    window = opened()
    state, actions = window.state, window.actions_by_name
    before = view_snapshot.take(state, window.tiles.cameras)
    changes = [
        lambda: state.set_overlay(opacity=0.25),
        lambda: state.viewing.set_style(scale=ScaleKind.LINEAR),
        lambda: state.set_window("infrared", (0.2, 0.4)),
        lambda: window.tiles.zoom(3.0),
        lambda: state.viewing.set_style(layout=Layout.ONE),
    ]
    for change in changes:
        change()
        window.history.flush()
    after = view_snapshot.take(state, window.tiles.cameras)
    assert window.undo.count() == len(changes)
    for _ in changes:
        actions["undo"].trigger()
    assert view_snapshot.take(state, window.tiles.cameras) == before
    for _ in changes:
        actions["redo"].trigger()
    assert view_snapshot.take(state, window.tiles.cameras) == after


def test_one_drag_is_one_step_and_undo_need_not_wait_for_its_end(opened):
    window = opened()
    for value in (0.5, 0.4, 0.3):
        window.state.set_overlay(opacity=value)
    window.actions_by_name["undo"].trigger()
    assert window.state.overlay.opacity == 0.6
    assert not window.undo.canUndo()


def test_the_threshold_of_another_part_is_passed_over(qtbot, opened):
    window = opened()
    window.state.set_overlay(opacity=0.2)
    window.history.flush()
    window.docks["decision"].widget()._undo.push(_threshold(window))
    first = window.state.result
    window.queue.step(1)
    qtbot.waitUntil(lambda: window.state.result is not None and window.state.result is not first)
    window.actions_by_name["undo"].trigger()
    assert window.state.overlay.opacity == 0.6


def _threshold(window):
    from app.commands import SetThreshold

    return SetThreshold(window.state, window.state.threshold + 0.1, 1)


def test_a_snapshot_goes_through_a_file_unchanged(opened):
    window = opened(FakeReader(("t1", "flair"), (12, 40, 32)))
    window.state.set_volume_style(plane=Plane.CORONAL, tilt=(5.0, 0.0, -2.5), slab=3)
    window.state.viewing.set_style(clip=(0.1, float("inf")), blend=(("t1", 0.5),), shows_fused=True)
    window.state.set_window("t1", (0.25, 0.5))
    window.tiles.zoom(2.0)
    snapshot = view_snapshot.take(window.state, window.tiles.cameras)
    assert view_snapshot.from_json(json.loads(json.dumps(view_snapshot.to_json(snapshot)))) == snapshot


def test_after_a_crash_everything_is_as_it_was(qtbot, opened, tmp_path, make_window):
    file = tmp_path / "state" / "session.json"
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    crashed = opened(FakeReader(("t1", "flair"), (12, 40, 32)))
    crashed.open_paths([tmp_path / "a", tmp_path / "b"])
    qtbot.waitUntil(lambda: crashed.state.samples[0].files["t1"].is_relative_to("a") and not crashed.session.is_busy)
    crashed.session.open_sample(crashed.state.samples[1])
    qtbot.waitUntil(lambda: crashed.state.result is not None and crashed.state.result.sample.sample_id == "b")
    crashed.show_workspace("experts")
    crashed.state.set_place((3, 7, 9))
    crashed.state.set_volume_style(shows_three=True)
    crashed.tiles.zoom(2.0)
    crashed.state.set_threshold(0.123)
    file.parent.mkdir()
    file.write_text(json.dumps(crashed.keeper.content(is_open=True)))

    window = _restarted(qtbot, crashed, file)
    assert window.keeper.has_crashed
    window.keeper.restore()
    qtbot.waitUntil(lambda: window.state.threshold == 0.123)
    assert [sample.sample_id for sample in window.state.samples] == ["a", "b"]
    assert window.state.loaded.sample.sample_id == "b"
    assert (window.state.place, window.workspaces.name) == ((3, 7, 9), "experts")
    assert window.state.volume.shows_three
    looks = view_snapshot.take(window.state, window.tiles.cameras)
    assert looks == view_snapshot.take(crashed.state, crashed.tiles.cameras)
    assert "ended unexpectedly" in window.notices.notice.message
    window.close()
    assert json.loads(file.read_text())["is_open"] is False


def _restarted(qtbot, old, file) -> MainWindow:
    window = MainWindow(replace(old.parts, session_file=file))
    qtbot.addWidget(window)
    window.show()
    window.session.start(None)
    return window


def test_the_session_is_written_while_the_program_runs(qtbot, make_window, tmp_path):
    file = tmp_path / "session.json"
    window = make_window()
    kept = _restarted(qtbot, window, file)
    kept.open_paths([Path("a")])
    qtbot.waitUntil(lambda: file.exists() and json.loads(file.read_text())["sample"] != "")
    assert json.loads(file.read_text())["is_open"] is True
    second = _restarted(qtbot, window, file)  # a second window of the same user
    second.close()
    assert json.loads(file.read_text())["is_open"] is True
    kept.close()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 99}', '{"format": 1, "is_open": true, "paths": []}'])
def test_a_broken_session_file_is_no_session(qtbot, make_window, tmp_path, text):
    file = tmp_path / "session.json"
    file.write_text(text)
    window = _restarted(qtbot, make_window(), file)
    assert not window.keeper.has_crashed
    window.close()


def test_parts_keep_no_session_unless_asked():
    assert WindowParts().session_file is None
