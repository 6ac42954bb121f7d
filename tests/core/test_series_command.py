"""DICOM series from the command line and through the seam: listed, chosen, put together."""

import json

import numpy as np
import pytest

from core import api
from core.cli import run
from core.errors import SampleIndexError
from core.verdicts import part_key
from tests.core.data.test_dicom import write_slice


@pytest.fixture
def study(tmp_path):
    """A CT of four slices, an MRI T1 and a T2 of three."""
    kinds = {"1": ("CT", "Thorax", 4), "2": ("MR", "t1 mprage", 3), "3": ("MR", "t2 tse", 3)}
    for number, (kind, words, slices) in kinds.items():
        told = {"Modality": kind, "SeriesDescription": words, "SeriesNumber": number}
        for n in range(slices):
            write_slice(
                tmp_path,
                f"{number}{n}.dcm",
                2.0 * n,
                n,
                SeriesInstanceUID=f"1.2.{number}",
                SOPInstanceUID=f"1.2.{number}.{n}",
                **told,
            )
    return tmp_path


def test_series_are_listed_with_size_and_spacing(study, capsys):
    assert run(["series", str(study), "--json"], None) == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["number"], one["modality"], one["description"], one["size"][0]) for one in listed] == [
        (1, "ct", "Thorax", 4),
        (2, "t1", "t1 mprage", 3),
        (3, "t2", "t2 tse", 3),
    ]
    assert listed[0]["spacing_mm"][0] == pytest.approx(2.0)


def test_series_of_one_folder_are_different_samples_with_pictures_of_their_own(study):
    series = api.find_samples([study]).series
    samples = api.samples_of_series(series)
    assert [api.load_sample(sample).views[0].size[0] for sample in samples] == [4, 3, 3]
    assert len({part_key(sample) for sample in samples}) == 3
    assert api.series_picture(series[0], 20).shape == (20, 20, 3)
    np.testing.assert_array_equal(api.thumbnail(samples[0], 20), api.series_picture(series[0], 20))


def test_chosen_series_are_the_sequences_of_one_sample(study):
    series = api.find_samples([study]).series
    (sample,) = api.samples_of_series(series[:0:-1], as_one=True)
    assert list(sample.files) == ["t1", "t2"]
    assert [view.modality for view in api.load_sample(sample).views] == ["t1", "t2"]
    with pytest.raises(SampleIndexError, match="cannot hold MRI T1 twice"):
        api.samples_of_series([series[1], series[1]], as_one=True)


def test_a_series_that_is_not_there_is_refused_in_a_sentence(study, tmp_path, capsys):
    assert run(["inspect", str(study), "--series", "9", "--out", str(tmp_path / "out")], None) == 1
    assert "no series '9' among the 3" in " ".join(capsys.readouterr().err.split())
