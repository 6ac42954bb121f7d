"""The queue: fast with thousands, filtered, with small pictures made off the window's thread."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.jobs import Lane
from app.prepare import without_maps
from app.state import AppState
from app.views.names import shared_ends, short_name
from app.views.queue import QueuePanel
from core.errors import SampleReadError
from core.records import Sample, Verdict
from tests.app.fakes import make_loaded, make_result


def samples(count, category="bracket"):
    return tuple(Sample(f"{category}/{n:05d}", {"rgb": Path(f"{category}/{n}.png")}, category) for n in range(count))


@pytest.fixture
def made():
    return []


@pytest.fixture
def panel(qtbot, made):
    lane, state, opened = Lane("thumbnails"), AppState(), []

    def thumbnail(sample, side):
        made.append(sample.sample_id)
        if sample.category == "broken":
            raise SampleReadError("cut short")
        return np.full((side, side, 3), 90, np.uint8)

    panel = QueuePanel(state, lane, thumbnail, opened.append)
    qtbot.addWidget(panel)
    panel.resize(280, 600)
    panel.show()
    panel.state, panel.opened = state, opened
    yield panel
    assert lane.close()


def test_of_thousands_of_samples_only_the_visible_ones_get_pictures(qtbot, panel, made):
    panel.state.set_samples(samples(20_000))
    panel.grab()
    panel.filter.setText("0123")
    assert 0 < panel.model.rowCount() < 100
    qtbot.waitUntil(lambda: len(made) > 3)
    assert len(made) < 200


def test_the_filter_knows_names_categories_and_verdicts(panel):
    state = panel.state
    state.set_samples((*samples(5), *samples(5, "candy")))
    loaded = make_loaded(("rgb",))
    result = make_result(loaded, Verdict.REVIEW)
    first = state.samples[0]
    state.remember_result(without_maps(type(result)(**_fields(result) | {"sample": first})))
    for text, count in (("candy", 5), ("bracket 3", 1), ("review", 1), ("", 10), ("nothing", 0)):
        panel.filter.setText(text)
        assert panel.model.rowCount() == count, text


def test_choosing_a_row_opens_its_sample(panel):
    panel.state.set_samples(samples(3))
    panel.step(1)
    panel.state.set_current(panel.opened[0])
    panel.step(2)
    assert [sample.sample_id for sample in panel.opened] == ["bracket/00000", "bracket/00002"]


def test_a_sample_whose_picture_cannot_be_made_is_asked_for_once(qtbot, panel, made):
    panel.state.set_samples(samples(1, "broken"))
    panel.grab()
    qtbot.waitUntil(lambda: made == ["broken/00000"])
    qtbot.wait(30)
    panel.grab()
    assert made == ["broken/00000"]


def test_results_are_marked_by_word_and_score_for_screen_readers(panel):
    from PySide6.QtCore import Qt

    panel.state.set_samples(samples(1))
    result = make_result(make_loaded(("rgb",)))
    panel.state.remember_result(without_maps(type(result)(**_fields(result) | {"sample": panel.state.samples[0]})))
    assert "Anomaly" in panel.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert not panel.grab().isNull()


def test_long_names_show_what_tells_them_apart():
    names = [f"Gehaeuse_Oberteil_{n:02d}_Kamera_links_oben" for n in range(12)]
    assert short_name(names[7], shared_ends(names)) == "…07…"
    assert short_name("a/b/c", shared_ends(["a/b/c", "a/b/d"])) == "…c"
    assert shared_ends(["one"]) == (0, 0)
    assert short_name("same", shared_ends(["same", "same"])) == "same"


def _fields(result):
    return {name: getattr(result, name) for name in type(result).__slots__}


def test_only_results_of_this_queue_are_counted(panel):
    first, second = samples(3), samples(2, "candy")
    panel.state.set_samples(first)
    panel.state.remember_result(replace(make_result(make_loaded()), sample=first[0]))
    panel.state.remember_result(replace(make_result(make_loaded()), sample=first[0]))
    assert panel._count.text() == "3 samples · 1 inspected"
    panel.state.set_samples(second)
    assert panel._count.text() == "2 samples · 0 inspected"
    panel.state.remember_result(replace(make_result(make_loaded()), sample=first[1]))
    panel.state.remember_result(replace(make_result(make_loaded()), sample=second[1]))
    assert panel._count.text() == "2 samples · 1 inspected"
    panel.filter.setText("00000")
    assert panel._count.text() == "1 of 2 samples · 1 inspected"
    panel.state.forget_results()
    assert panel._count.text() == "1 of 2 samples · 0 inspected"
