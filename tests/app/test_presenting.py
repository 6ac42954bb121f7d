"""The guided tour: by keyboard from the first step to the last and back; the window it came from stays as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from app.presenting import Presentation
from app.tour_steps import STEPS, SWAPPED
from app.views.caption import Caption
from core.errors import StorageError
from core.records import RoutingAlarm, Sample, Verdict
from tests.app.conftest import FakeInspector, FakeReader
from tests.app.fakes import make_result

PART = Sample("part", {key: Path("part") / f"{key}.png" for key in ("rgb", "infrared")}, "bracket")
SAMPLES = (
    PART,
    replace(PART, sample_id="swapped", files={"rgb": Path("x"), "infrared": Path("y")}),
    replace(PART, sample_id="head", files={"t1": Path("t1")}),
)


class Reader(FakeReader):
    def load(self, sample, report=None, token=None):
        is_volume = sample.sample_id == "head"
        self.modalities, self.size = (("t1",), (12, 32, 32)) if is_volume else (tuple(PART.files), (64, 64))
        return super().load(sample, report, token)


class Alarming(FakeInspector):
    def inspect(self, loaded, *_settings):
        alarm = RoutingAlarm("bracket", 9.4, "", 0.0, 0.04) if loaded.sample.sample_id == "swapped" else None
        return replace(make_result(loaded, Verdict.ANOMALY), routing_alarm=alarm)


@pytest.fixture
def tour(make_window, qtbot):
    """A tour begun from a window that shows something."""
    window = make_window(Alarming(), Reader(), tour_samples=lambda report, token: SAMPLES)
    window.open_paths([Path("own")])
    qtbot.waitUntil(lambda: window.state.result is not None)
    window.actions_by_name["tour"].trigger()
    tour = window.presentation
    tour.window.showNormal()  # full-screen windows are not active everywhere
    tour.window.resize(1280, 720)
    with qtbot.waitActive(tour.window):
        tour.window.activateWindow()
    yield tour
    tour.end()
    qtbot.waitUntil(lambda: window.presentation is None)


def said(tour) -> str:
    return tour.caption.text.text()


def wait_for_step(qtbot, tour, number):
    qtbot.waitUntil(lambda: tour.step is STEPS[number] and not said(tour).startswith("One moment"))


def test_every_step_is_reached_by_keyboard_and_has_its_words(qtbot, tour):
    wait_for_step(qtbot, tour, 0)
    words = [said(tour)]
    for number, key in enumerate([Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_PageDown] * 4, start=1):
        if number == len(STEPS):
            break
        qtbot.keyClick(tour.window, key)
        wait_for_step(qtbot, tour, number)
        words.append(said(tour))
        assert not [text for text in words if text == ""]
    by_title = {step.title: text for step, text in zip(STEPS, words, strict=True)}
    assert "seen by RGB and infrared at once" in by_title["Where is it unlike normal?"]
    assert "% infrared" in by_title["Which sensor saw it?"]
    assert "Mute leader" in by_title["What if an expert were silent?"]
    assert "Mute sensor Infrared" in by_title["And without the sensor that saw it?"]
    assert "9 times as far" in by_title["When not to trust it: swapped sensors"]
    assert "hottest in slice 10 of 12" in by_title["Volumes, too"]
    qtbot.keyClick(tour.window, Qt.Key.Key_Space)  # nothing lies behind the last step
    assert tour.step is STEPS[-1]
    for number in range(len(STEPS) - 2, len(STEPS) - 4, -1):
        qtbot.keyClick(tour.window, Qt.Key.Key_Left)
        wait_for_step(qtbot, tour, number)
    assert STEPS[len(STEPS) - 3].sample == SWAPPED
    assert tour.window.notices.isVisible()


def test_esc_ends_it_and_the_window_is_as_it_was(qtbot, tour, make_window):
    wait_for_step(qtbot, tour, 0)
    window = tour.window
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isVisible())


def test_the_window_it_came_from_is_not_touched(make_window, qtbot, settings):
    window = make_window(FakeInspector(), FakeReader(), tour_samples=lambda report, token: SAMPLES)
    window.open_paths([Path("own")])
    qtbot.waitUntil(lambda: window.state.result is not None)
    window.show_workspace("volume")

    def looks():
        docks = {name: dock.isVisible() for name, dock in window.docks.items()}
        return window.saveGeometry(), docks, window.workspaces.name, window.state.current, window.state.result

    before = looks()
    window.present()
    qtbot.waitUntil(lambda: window.presentation.window.state.result is not None)
    window.presentation.next_step()
    window.presentation.end()
    qtbot.waitUntil(lambda: window.presentation is None)
    assert looks() == before
    assert settings.recent == [Path("own")]
    assert window.isVisible()


def test_samples_that_cannot_be_made_are_a_sentence_and_esc_still_ends_it(make_window, qtbot):
    def refuse(report, token):
        raise StorageError("The disk is full.", hint="Free some space.")

    window = make_window(FakeInspector(), FakeReader(), tour_samples=refuse)
    tour = window.present()
    qtbot.waitUntil(lambda: "cannot be shown" in said(tour))
    assert tour.window.notices.notice.message == "The disk is full."
    tour.end()
    qtbot.waitUntil(lambda: window.presentation is None)


def test_the_frame_lies_around_what_is_spoken_of_and_lets_the_mouse_through(qtbot, tour):
    wait_for_step(qtbot, tour, 0)
    spotlight: QWidget = tour.spotlight
    qtbot.waitUntil(spotlight.isVisible)
    assert spotlight.size() == tour.window.tiles.size()
    assert spotlight.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    tour._go(len(STEPS) - 1)
    qtbot.waitUntil(lambda: not spotlight.isVisible())


def test_it_can_be_ended_before_anything_is_loaded(make_window, qtbot):
    window = make_window(starts=False)
    tour = Presentation(window.parts, None, "cpu")
    with qtbot.waitSignal(tour.ended):
        tour.start()
        tour.end()
    assert not tour.window.isVisible()


def test_on_a_small_screen_there_is_room_for_what_is_spoken_of(qtbot, tour):
    wait_for_step(qtbot, tour, 0)
    window, cause = tour.window, next(place for place, step in enumerate(STEPS) if step.page == "Cause")
    shown = [window.docks["queue"].isVisible(), window.docks["experts"].isVisible(), window.statusBar().isVisible()]
    assert shown == [False, False, False]
    window.resize(1280, 720)
    tour._go(cause)
    wait_for_step(qtbot, tour, cause)
    assert window.docks["experts"].isVisible()
    assert window.size() == QSize(1280, 720)
    window.resize(1600, 1000)
    qtbot.waitUntil(lambda: window.docks["queue"].isVisible() and window.top_bar.isVisible())


def test_words_grow_with_the_screen(qtbot):
    caption = Caption()
    qtbot.addWidget(caption)
    caption.fit(720)
    usual = caption.text.height()
    caption.fit(2160)
    assert caption.text.height() == pytest.approx(2 * usual, rel=0.1)
