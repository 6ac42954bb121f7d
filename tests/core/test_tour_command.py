"""`demo --tour`, and the samples that it makes."""

from __future__ import annotations

import pytest

from core import cli
from core.data.demo import few
from core.progress import CancelToken


class FrontEnd:
    def __init__(self, has_display):
        self._has_display, self.presented = has_display, []

    def has_display(self):
        return self._has_display

    def present(self, model, device):
        self.presented.append((model, device))
        return 0


def test_the_tour_opens_without_any_demo_data(monkeypatch):
    monkeypatch.setattr("core.api.make_demo", lambda *_a, **_k: pytest.fail("the tour needs no demo data"))
    front_end = FrontEnd(has_display=True)
    assert cli.run(["demo", "--tour", "--device", "cpu"], front_end) == 0
    assert front_end.presented == [(None, "cpu")]


def test_without_a_display_the_tour_is_refused_in_a_sentence(capsys):
    assert cli.run(["demo", "--tour"], FrontEnd(has_display=False)) == 1
    assert "needs a display" in capsys.readouterr().err


def test_the_samples_are_a_part_the_same_with_swapped_sensors_and_a_volume(tmp_path, monkeypatch):
    made = []

    def write(job, root, seed, token):
        made.append(job)
        folder = root / job.folder
        folder.mkdir(parents=True)
        for name in (*job.files.values(), job.mask_name):
            (folder / name).write_bytes(b"x")
        if job.has_cloud:
            (folder / "cloud.tiff").write_bytes(b"x")

    monkeypatch.setattr("core.data.demo.sample.make", write)
    part, swapped, scan = few.tour_samples(tmp_path, lambda _: None, CancelToken())
    assert (part.category, scan.category) == ("bracket", "brain_mri")
    assert swapped.files["rgb"] == part.files["infrared"]
    assert swapped.files["infrared"] == part.files["rgb"]
    assert list(swapped.files) == list(part.files)
    few.tour_samples(tmp_path, lambda _: None, CancelToken())
    assert len(made) == 2  # made once
