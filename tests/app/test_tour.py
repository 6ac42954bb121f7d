"""The demo without a display: the real window, photographed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.tour import Guide, one_of_each, run_headless
from core.errors import CheckpointError, SampleReadError, UserFacingError
from core.records import Sample
from tests.app.conftest import MODEL, FakeReader


def sample(name, category, split="test", is_anomalous=True):
    return Sample(name, {"rgb": Path(name) / "rgb.png"}, category, "", split, is_anomalous)


def test_the_tour_stops_at_the_middle_anomalous_test_sample_of_every_category():
    chosen = one_of_each(
        [
            sample("a0", "bracket", "train", False),
            sample("a1", "bracket", "test", False),
            sample("a2", "bracket"),
            sample("a3", "bracket"),
            sample("b0", "candy", "train", False),
        ]
    )
    assert [stop.sample_id for stop in chosen] == ["a3", "b0"]


def test_every_stop_is_inspected_and_photographed(make_window, tmp_path):
    window = make_window(reader=FakeReader(("rgb",)), starts=False)
    stops = Guide(window).go([sample("a", "bracket"), sample("b", "candy")], tmp_path, MODEL, "cpu")
    assert [stop.result.sample.sample_id for stop in stops] == ["a", "b"]
    for name in ("bracket", "candy"):
        assert QImage(str(tmp_path / f"{name}.png")).width() >= 1280


def test_an_unreadable_sample_ends_the_tour_with_its_sentence(make_window, tmp_path):
    window = make_window(starts=False)
    with pytest.raises(SampleReadError, match="cut short"):
        Guide(window).go([sample("bad", "bracket")], tmp_path, MODEL, "cpu")


def test_a_broken_model_ends_the_tour_with_its_sentence(make_window, tmp_path):
    def refuse(path, device, report, token):
        raise CheckpointError("model.safetensors is cut short.")

    window = make_window(starts=False, load_inspector=refuse)
    with pytest.raises(CheckpointError, match="cut short"):
        Guide(window).go([sample("a", "bracket")], tmp_path, MODEL, "cpu")


def test_no_pointer_reaches_the_window_that_is_photographed(make_window, tmp_path, monkeypatch):
    """A pointer that rests over a view would keep the cursor off the selected region."""
    window = make_window(starts=False)
    monkeypatch.setattr("app.tour.make_application", QApplication.instance)
    monkeypatch.setattr("app.tour.make_window", lambda settings: window)
    with pytest.raises(UserFacingError):
        run_headless(tmp_path / "missing", tmp_path, MODEL)
    assert window.windowFlags() & Qt.WindowType.WindowTransparentForInput
