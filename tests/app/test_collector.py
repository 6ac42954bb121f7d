"""Garbage is collected where Qt objects live."""

from __future__ import annotations

import gc
import threading

import pytest
from PySide6.QtCore import QObject
from shiboken6 import delete

from app.collector import GuiCollector


@pytest.fixture
def collector(qapp):
    parent = QObject()
    made = GuiCollector(parent)
    yield made
    delete(parent)
    assert gc.isenabled()


def test_a_worker_never_frees_an_object_caught_in_a_cycle(collector):
    died_on = []

    class Knot:
        def __init__(self):
            self.self = self

        def __del__(self):
            died_on.append(threading.current_thread())

    Knot()
    kept = []
    worker = threading.Thread(target=lambda: kept.extend([index] for index in range(50_000)))
    worker.start()
    worker.join()
    assert died_on == []
    collector.check()
    assert died_on == [threading.main_thread()]
