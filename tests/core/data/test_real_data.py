"""The readers against real recordings, which are measured here and never shipped."""

from pathlib import Path

import numpy as np
import pytest

from core.data.index import index_paths
from core.data.load import load, thumbnail
from core.errors import SampleReadError
from core.progress import CancelToken, ignore_progress

DATA = Path(__file__).resolve().parents[4] / "shared/data"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DATA.is_dir(), reason="the measuring data is not beside the project (../shared/data)"),
]


def find(*names):
    return index_paths([DATA / name for name in names], CancelToken())


def read(name):
    return load(find(name).samples[0], ignore_progress, CancelToken())


def test_every_listed_sample_loads():
    found = find(".")
    assert len(found.samples) == 997
    assert not found.problems
    for sample in found.samples:
        loaded = load(sample, ignore_progress, CancelToken())
        assert all(view.pixels.size for view in loaded.views)


def test_the_capsule_knows_its_category_and_that_its_cameras_differ():
    sample = find("mulsen/capsule/test/crack/000").samples[0]
    assert (sample.category, sample.is_registered, list(sample.files)) == ("capsule", False, ["rgb", "infrared"])


def test_pothole_depth_has_holes_and_no_unit():
    loaded = read("pothole/pothole/test/pothole/d3_02_11")
    assert loaded.modalities == ("rgb", "depth")
    assert np.isnan(loaded.views[1].pixels).any()
    assert loaded.views[1].unit == ""


def test_bricks_are_projected_to_a_flat_picture():
    for sample in find("brick_scan").samples:
        loaded = load(sample, ignore_progress, CancelToken())
        height, width = loaded.views[0].size
        assert width > 1.5 * height
        assert np.isfinite(loaded.views[0].pixels).mean() > 0.7


def test_the_study_of_four_sequences_is_one_sample_on_one_grid():
    loaded = read("volumes/ms_26")
    assert loaded.modalities == ("t1", "t1post", "t2", "flair")
    assert {view.size for view in loaded.views} == {(182, 218, 182)}
    assert loaded.sample.mask_file is not None


def test_the_chest_lies_the_right_way_round():
    view = read("volumes/lung_1/ct.nrrd").views[0]
    assert view.unit == "HU"
    assert view.display_range == (-1350.0, 150.0)
    assert view.affine[2, 0] > 0  # slices to superior
    assert view.affine[1, 1] < 0  # rows to posterior
    assert view.affine[0, 2] < 0  # columns to the patient's left
    middle = view.pixels[24]
    table = middle[-40:].mean()
    assert middle[:40].mean() < -900 < table  # air in front of the patient, the back at the bottom


@pytest.mark.parametrize("name", ["flair_lesion", "brain_1", "normal_t1", "fixtures/FLAIR.nrrd", "fixtures/enh.dcm"])
def test_other_volumes_load_with_a_thumbnail(name):
    found = find(f"volumes/{name}")
    assert read(f"volumes/{name}").is_volume
    assert np.ptp(thumbnail(found.samples[0], 48)) > 50


def test_the_dicom_tree_loads_where_it_can_and_says_why_not_elsewhere():
    found = find("volumes/fixtures/dicomdir")
    assert len(found.samples) >= 10
    sentences = []
    for sample in found.samples:
        try:
            load(sample, ignore_progress, CancelToken())
        except SampleReadError as exc:
            sentences.append(exc.message)
    assert any("lie 202.50 mm apart" in sentence for sentence in sentences)
    assert any("CT2N holds 2 DICOM series: Scout" in note for note in found.notes)
    assert len(sentences) < len(found.samples)
