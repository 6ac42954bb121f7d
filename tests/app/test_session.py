"""Opening, loading and inspecting: what reaches the state, and what never does."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.styles import sample_key
from core.errors import CheckpointError, DeviceError, SampleIndexError
from core.records import Verdict
from tests.app.conftest import FakeInspector, FakeReader


def test_the_pixels_are_shown_before_the_result_is_there(qtbot, make_window):
    window = make_window(FakeInspector(slices=20, pause_s=0.02))
    window.open_paths([Path("part")])
    qtbot.waitUntil(lambda: window.state.loaded is not None)
    assert window.state.result is None
    qtbot.waitUntil(lambda: window.state.result is not None)


def test_opening_a_second_sample_drops_the_first_cleanly(qtbot, make_window):
    inspector = FakeInspector(slices=100, pause_s=0.02)
    window = make_window(inspector)
    results = []
    window.state.result_changed.connect(lambda: results.append(window.state.result))
    window.open_paths([Path("a"), Path("b")])
    qtbot.waitUntil(lambda: len(inspector.asked) == 1)
    inspector.slices = 1
    window.session.open_sample(window.state.samples[1])
    qtbot.waitUntil(lambda: window.state.result is not None)
    qtbot.waitUntil(lambda: window.runner.model.is_idle)
    assert {result.sample.sample_id for result in results if result is not None} == {"b"}
    assert list(window.state.results) == [sample_key(window.state.samples[1])]


def test_cancel_is_felt_at_once(qtbot, make_window):
    window = make_window(FakeInspector(slices=1000, pause_s=0.02))
    window.open_paths([Path("part")])
    qtbot.waitUntil(lambda: window.session.activity.startswith("Inspecting"))
    window.session.cancel()
    assert window.session.activity == ""
    qtbot.waitUntil(lambda: window.runner.model.is_idle, timeout=300)
    assert window.state.result is None


def test_a_failed_load_leaves_the_last_good_sample_on_screen(qtbot, make_window):
    window = make_window()
    window.open_paths([Path("good"), Path("bad")])
    qtbot.waitUntil(lambda: window.state.result is not None)
    shown = window.state.result
    with qtbot.waitSignal(window.session.failed):
        window.session.open_sample(window.state.samples[1])
    assert window.state.result is shown
    assert window.notices.notice.message == "rgb.png is cut short."
    assert window.notices.notice.hint == "Copy it again."
    assert window.notices.isVisible()


def test_an_out_of_memory_error_is_a_sentence_and_the_pixels_stay(qtbot, make_window):
    window = make_window(FakeInspector(error=DeviceError("The GPU is out of memory.", hint="Choose the CPU.")))
    window.open_paths([Path("part")])
    with qtbot.waitSignal(window.session.failed):
        pass
    assert window.notices.notice.message == "The GPU is out of memory."
    assert window.state.loaded is not None


def test_any_other_exception_is_called_an_internal_error_with_the_log(qtbot, make_window):
    window = make_window(FakeInspector(error=ZeroDivisionError()))
    window.open_paths([Path("part")])
    with qtbot.waitSignal(window.session.failed):
        pass
    assert window.notices.notice.message.startswith("Internal error")
    assert "inspector.log" in window.notices.notice.hint


def test_nothing_usable_says_so(qtbot, make_window):
    def find(paths, token=None):
        raise SampleIndexError("The folder holds no sample.")

    window = make_window(find_samples=find)
    window.open_paths([Path("empty")])
    with qtbot.waitSignal(window.session.failed):
        pass
    assert window.notices.notice.message == "The folder holds no sample."


def test_going_back_to_a_visited_sample_asks_nobody_again(qtbot, make_window):
    inspector, reader = FakeInspector(), FakeReader()
    window = make_window(inspector, reader)
    window.open_paths([Path("a"), Path("b")])
    qtbot.waitUntil(lambda: window.state.result is not None)
    window.session.open_sample(window.state.samples[1])
    qtbot.waitUntil(lambda: window.state.result is not None and window.state.result.sample.sample_id == "b")
    window.session.open_sample(window.state.samples[0])
    assert window.state.result.sample.sample_id == "a"
    assert (reader.loads, len(inspector.asked)) == (["a", "b"], 2)


def test_another_recipe_inspects_again_and_forgets_old_results(qtbot, make_window):
    inspector = FakeInspector()
    window = make_window(inspector)
    window.open_paths([Path("a"), Path("b")])
    qtbot.waitUntil(lambda: window.state.result is not None)
    window.state.set_category("candy")
    qtbot.waitUntil(lambda: window.state.result is not None and window.state.result.category == "candy")
    assert inspector.asked == [("a", None), ("a", "candy")]
    assert len(window.state.results) == 1


def test_a_sample_opened_before_the_model_is_ready_is_inspected_when_it_is(qtbot, make_window):
    window = make_window(starts=False)
    window.open_paths([Path("part")])
    qtbot.waitUntil(lambda: window.state.loaded is not None)
    assert window.state.result is None
    window.session.start(None)
    qtbot.waitUntil(lambda: window.state.result is not None)


def test_a_broken_model_leaves_the_one_in_use(qtbot, make_window):
    window = make_window()
    good = window.state.model

    def refuse(path, device, report, token):
        raise CheckpointError("other.safetensors is cut short.")

    object.__setattr__(window.session._calls, "load_inspector", refuse)
    with qtbot.waitSignal(window.session.failed):
        window.session.load_model(Path("other.safetensors"))
    assert window.state.model is good
    window.open_paths([Path("part")])
    qtbot.waitUntil(lambda: window.state.result is not None)


def test_the_whole_queue_is_inspected_and_can_be_cancelled(qtbot, make_window):
    inspector = FakeInspector()
    window = make_window(inspector)
    window.open_paths([Path(name) for name in ("a", "bad", "c", "d")])
    qtbot.waitUntil(lambda: window.state.result is not None)
    window.session.inspect_all()
    qtbot.waitUntil(lambda: not window.session.is_busy and not window.session.activity)
    assert len(window.state.results) == 3
    assert window.notices.notice.message == "1 of 3 samples failed."
    window.state.forget_results()
    inspector.slices, inspector.pause_s = 100, 0.02
    window.session.inspect_all()
    assert window.session.activity == "Inspecting 1 of 4"
    window.session.cancel()
    qtbot.waitUntil(lambda: window.runner.model.is_idle, timeout=300)
    assert window.state.results == {}


def test_regions_follow_the_live_threshold(qtbot, make_window):
    asked = []

    def find(result, loaded, threshold):
        asked.append(threshold)
        return result.regions[:1]

    window = make_window(find_regions=find)
    window.open_paths([Path("part")])
    qtbot.waitUntil(lambda: window.state.result is not None)
    for step in range(10):
        window.state.set_threshold(0.5 + step / 100)
    qtbot.waitUntil(lambda: len(window.state.regions) == 1)
    assert asked == [pytest.approx(0.59)]
    window.state.set_threshold(window.state.result.threshold)
    assert len(window.state.regions) == 3


def test_an_unknown_part_gets_no_verdict(qtbot, make_window):
    window = make_window(FakeInspector(Verdict.UNKNOWN))
    window.open_paths([Path("part")])
    qtbot.waitUntil(lambda: window.state.result is not None)
    assert window.state.verdict is Verdict.UNKNOWN
    assert window.state.threshold is None
    assert not window.tiles.colour_bar.scale.is_calibrated


def test_closing_while_work_runs_waits_for_the_lanes(qtbot, make_window):
    window = make_window(FakeInspector(slices=1000, pause_s=0.01))
    window.open_paths([Path("part")])
    qtbot.waitUntil(lambda: window.session.activity.startswith("Inspecting"))
    window.close()
    assert not any(lane._thread.is_alive() for lane in window.runner.lanes)
