"""What tests of the expert console do over and over."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel


def open_part(window, qtbot, path):
    window.open_paths([path])
    qtbot.waitUntil(lambda: window.state.result is not None and window.state.result.sample.sample_id == path.name)


def go(window, qtbot, page):
    window.console.show_page(page)
    qtbot.waitUntil(lambda: window.probing.probe is not None)
    return window.console.page


def label(window, name):
    return window.console.page.findChild(QLabel, name).text()
