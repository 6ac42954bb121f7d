"""A window with the expert console open on an inspected part."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QCursor

from tests.app.conftest import FakeInspector
from tests.app.console.driving import open_part


@pytest.fixture
def inspector():
    return FakeInspector()


@pytest.fixture
def window(make_window, qtbot, inspector, tmp_path):
    QCursor.setPos(0, 0)  # off every mark
    window = make_window(inspector)
    open_part(window, qtbot, tmp_path / "part")
    window.show_workspace("experts")
    return window
