"""Volumes in the older formats, in files that hold several, and named as converters and BIDS name them."""

import json

import nibabel
import numpy as np
import pytest
import SimpleITK as sitk

from core.data.index import index_paths
from core.data.load import load
from core.data.volumes import ORIENTATION_UNKNOWN, read_volume
from core.errors import SampleReadError
from core.progress import CancelToken, ignore_progress
from core.records import Sample

VALUES = np.random.default_rng(0).uniform(0, 100, (5, 6, 7)).astype(np.float32)
AFFINE = np.array([[-2.0, 0, 0, 11], [0, 3, 0, -22], [0, 0, 4, 33], [0, 0, 0, 1]])


def read(path, part=""):
    return read_volume(path, "t1", CancelToken(), part)


def expected(values=VALUES):
    """Slices up, anterior row first, the patient's right first: the affine's x runs to the left already."""
    return values[:, ::-1].transpose(2, 1, 0)


@pytest.mark.parametrize("name", ["a.mgh", "a.mgz"])
def test_an_mgh_volume_lies_where_nibabel_puts_it(tmp_path, name):
    nibabel.save(nibabel.MGHImage(VALUES, AFFINE), tmp_path / name)
    view = read(tmp_path / name)
    np.testing.assert_array_equal(view.pixels, expected())
    np.testing.assert_allclose(view.affine @ (0, 5, 0, 1), (*AFFINE[:3, 3], 1), atol=1e-4)


@pytest.mark.parametrize("order", ["<", ">"])
def test_an_analyze_pair_is_read_and_its_sides_are_called_assumed(tmp_path, order):
    image = nibabel.analyze.AnalyzeImage(VALUES, None, header=nibabel.analyze.AnalyzeHeader(endianness=order))
    image.to_filename(tmp_path / "a.img")
    view = read(tmp_path / "a.hdr")
    np.testing.assert_array_equal(np.sort(view.pixels.ravel()), np.sort(VALUES.ravel()))
    assert ORIENTATION_UNKNOWN in view.notes
    found = index_paths([tmp_path / "a.img"], CancelToken()).samples
    assert [path.name for path in found[0].files.values()] == ["a.hdr"]


def test_a_nifti_pair_keeps_its_scale_and_place(tmp_path):
    image = nibabel.Nifti1Pair((VALUES * 10).astype(np.int16), AFFINE)
    image.header.set_slope_inter(0.5, -3)
    nibabel.save(image, tmp_path / "a.hdr")
    whole = nibabel.load(tmp_path / "a.hdr").get_fdata()
    np.testing.assert_allclose(read(tmp_path / "a.hdr").pixels, expected(whole), atol=1e-4)


def test_a_header_without_its_voxels_is_one_sentence(tmp_path):
    nibabel.save(nibabel.Nifti1Pair(VALUES, AFFINE), tmp_path / "a.hdr")
    (tmp_path / "a.img").unlink()
    with pytest.raises(SampleReadError, match=r"a\.hdr is only a header: a\.img is missing"):
        read(tmp_path / "a.hdr")


@pytest.mark.parametrize("name", ["a.nii", "a.nii.gz", "a.mgz", "a.nrrd"])
def test_any_of_several_volumes_can_be_chosen(tmp_path, name):
    four = np.stack([VALUES, VALUES + 1000, VALUES + 2000], axis=3)
    if name == "a.nrrd":
        sitk.WriteImage(sitk.JoinSeries([sitk.GetImageFromArray(four[..., n].T) for n in range(3)]), tmp_path / name)
    else:
        nibabel.save((nibabel.MGHImage if name == "a.mgz" else nibabel.Nifti1Image)(four, AFFINE), tmp_path / name)
    first, third = read(tmp_path / name), read(tmp_path / name, "3")
    assert first.pixels.max() < 200
    assert third.pixels.min() >= 2000
    assert "a" in first.notes[0]
    assert any("holds 3 volumes; the first is used" in note for note in first.notes)
    with pytest.raises(SampleReadError, match="holds 3 volumes; there is no number 4"):
        read(tmp_path / name, "4")
    sample = Sample("x", {"t1": tmp_path / name}, parts={"t1": "3"})
    assert load(sample, ignore_progress, CancelToken()).views[0].pixels.min() >= 2000


def test_bids_sequences_of_one_patient_are_one_sample(tmp_path):
    anat = tmp_path / "sub-01/ses-1/anat"
    anat.mkdir(parents=True)
    for name in ("acq-3d_T1w", "ce-gadolinium_T1w", "FLAIR", "T2w", "PDw"):
        nibabel.save(nibabel.Nifti1Image(VALUES, AFFINE), anat / f"sub-01_ses-1_{name}.nii.gz")
        (anat / f"sub-01_ses-1_{name}.json").write_text("{}")
    found = index_paths([tmp_path], CancelToken())
    assert [list(sample.files) for sample in found.samples] == [["t1", "t1post", "t2", "flair", "pd"]]
    assert found.samples[0].sample_id == "sub-01_ses-1"
    assert not found.problems


@pytest.mark.parametrize(
    ("facts", "modality"),
    [
        ({"Modality": "CT"}, "ct"),
        ({"Modality": "MR", "SeriesDescription": "AX T2 FLAIR"}, "flair"),
        ({"Modality": "MR", "ProtocolName": "t1_mprage", "ContrastBolusIngredient": "GADOLINIUM"}, "t1post"),
        ([1, 2], "mri"),
    ],
)
def test_a_converters_sidecar_tells_what_a_volume_is(tmp_path, facts, modality):
    nibabel.save(nibabel.Nifti1Image(VALUES, AFFINE), tmp_path / "4_scan.nii.gz")
    (tmp_path / "4_scan.json").write_text(json.dumps(facts))
    assert list(index_paths([tmp_path], CancelToken()).samples[0].files) == [modality]
