"""Garbage is collected where Qt objects live."""

from __future__ import annotations

import gc
import sys
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


def test_what_an_import_made_is_set_aside_and_given_back_at_the_end(collector, monkeypatch):
    monkeypatch.setitem(sys.modules, "a_module_of_this_test", sys)
    collector.check()
    assert gc.get_freeze_count() > 0
    frozen = gc.get_freeze_count()
    collector.check()  # nothing new was imported: an ordinary collection
    assert gc.get_freeze_count() <= frozen
