"""What the worker does before the window shows a sample."""

import numpy as np

from app.prepare import prepare_views
from core.records import LoadedSample, Sample, View


def test_the_worker_finds_the_ranges_to_show():
    asked = []

    def find():
        asked.append(True)
        return 0.0, 1.0

    flat = View("thermal", np.zeros((4, 4), np.float32), find)
    volume = View("t1", np.zeros((4, 4, 4), np.float32), find, affine=np.eye(4))
    for view in (flat, volume):
        prepare_views(LoadedSample(Sample("part", {}), (view,)))
    assert len(asked) == 2
