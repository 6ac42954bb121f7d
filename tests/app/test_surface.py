"""The 3-D view of a volume: the anomaly's surface at the live threshold."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from app.state import AppState
from app.views.surface import SurfaceView
from core.records import Verdict
from tests.app.fakes import make_loaded, make_result


@pytest.fixture
def state():
    return AppState()


@pytest.fixture
def view(qtbot, state):
    view = SurfaceView(state)
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show()
    yield view
    assert view.stop()


def open_volume(state, verdict=Verdict.ANOMALY):
    loaded = make_loaded(("ct",), (16, 40, 44))
    loaded.views[0].pixels[:] = -1000.0
    loaded.views[0].pixels[2:14, 5:35, 6:38] = 30.0
    state.set_loaded(loaded)
    if verdict is not None:
        state.set_result(make_result(loaded, verdict))
    return loaded


def words(view):
    return view.findChild(QLabel, "surface-words").text()


def test_the_surface_follows_the_live_threshold(qtbot, view, state):
    open_volume(state)
    qtbot.waitUntil(lambda: "live threshold" in words(view), timeout=60_000)
    first = len(view._anomaly.faces)
    assert first > 0
    state.set_threshold(state.threshold * 1.5)
    qtbot.waitUntil(lambda: view._anomaly is not None and 0 < len(view._anomaly.faces) < first, timeout=60_000)
    state.set_threshold(99.0)
    qtbot.waitUntil(lambda: "Nothing reaches" in words(view), timeout=60_000)


def test_where_a_pixel_threshold_is_set_the_surface_is_that_of_the_outlines(qtbot, view, state):
    open_volume(state)
    state.set_pixel_threshold(state.threshold * 1.5)
    qtbot.waitUntil(lambda: view._made_for is not None and view._made_for[1] == state.region_threshold, timeout=60_000)
    assert state.region_threshold > state.threshold


def test_before_the_inspection_there_is_the_outline_and_a_word(qtbot, view, state):
    open_volume(state, None)
    assert "comes with the inspection" in words(view)
    qtbot.waitUntil(lambda: view._body is not None, timeout=60_000)


def test_without_a_threshold_the_words_say_what_is_shown(qtbot, view, state):
    open_volume(state, Verdict.UNKNOWN)
    qtbot.waitUntil(lambda: "for want of a threshold" in words(view), timeout=60_000)


def test_letters_stand_at_the_patient_s_sides(qtbot, view, state):
    open_volume(state)
    places = {label.text: label.place for label in view.scene.labels}
    assert set(places) == set("RLAPSI")
    # Seen from the front: the patient's left on the right of the picture, the head up, the front toward the viewer.
    assert places["L"][0] > 0 > places["R"][0]
    assert places["S"][1] > 0 > places["I"][1]
    assert places["A"][2] > 0 > places["P"][2]


def test_a_clicked_place_becomes_the_place_of_the_planes_and_back(qtbot, view, state):
    loaded = open_volume(state)
    state.set_place((3, 10, 20))
    mark = view.scene.places[0].astype(np.float64)
    state.set_place((8, 20, 22))
    view.scene.place_picked.emit(mark)
    assert state.place == (3, 10, 20)
    assert state.cursor is not None
    assert loaded.is_volume


def test_the_outline_can_be_taken_away(qtbot, view, state):
    open_volume(state)
    qtbot.waitUntil(lambda: view._body is not None and view._anomaly is not None, timeout=60_000)
    assert any(surface.is_ghost for surface in view.scene._surfaces)
    state.set_scene(shows_body=False)
    assert not any(surface.is_ghost for surface in view.scene._surfaces)
