"""The window, driven as a person would."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel


def test_opening_a_part_shows_its_views_and_the_verdict(qtbot, make_window):
    window = make_window()
    window.open_paths([Path("part-1")])
    qtbot.waitUntil(lambda: window.state.result is not None)
    assert [view.view.modality for view in window.tiles.views] == ["rgb", "infrared"]
    assert window.findChild(QLabel, "verdict").text() == "Anomaly"
