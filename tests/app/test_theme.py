"""Themes can be changed while something runs."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from app.theme import active_theme, apply_theme


def test_another_theme_keeps_the_style_whose_animations_bars_hold(qapp, monkeypatch):
    apply_theme(qapp, "dark")
    made = []
    monkeypatch.setattr(QApplication, "setStyle", lambda *style: made.append(style))
    apply_theme(qapp, "light")
    assert active_theme().name == "light"
    apply_theme(qapp, "dark")
    assert not made
