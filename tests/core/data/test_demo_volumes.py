"""The demo data's phantoms: the same from the same seed, people and not copies, lesions that can be seen."""

import gzip

import cv2
import nibabel as nib
import numpy as np
import pytest

from core.data.demo import Job, anatomy, brain, chest, thorax
from core.data.demo.plan import VOLUMES
from core.data.demo.sample import phantom_files
from core.data.demo.volume import Grid
from core.data.demo.warp import Template, Warp
from core.errors import Cancelled
from core.progress import CancelToken


def volume(content: bytes) -> nib.Nifti1Image:
    return nib.Nifti1Image.from_bytes(gzip.decompress(content))


@pytest.fixture(scope="module")
def brain_files():
    return phantom_files(Job("brain_mri", "test", "plaques", 1), 0, CancelToken())


@pytest.fixture(scope="module")
def healthy_brain():
    return brain.draw(np.random.default_rng(3), "", 1, CancelToken())


@pytest.fixture(scope="module")
def healthy_chest():
    return chest.draw(np.random.default_rng(4), "", 0, CancelToken())[0]["ct"]


@pytest.fixture(scope="module")
def chest_files():
    return phantom_files(Job("chest_ct", "test", "nodule", 1), 0, CancelToken())


def test_a_seed_gives_the_same_volumes(chest_files, brain_files):
    assert phantom_files(Job("chest_ct", "test", "nodule", 1), 0, CancelToken()) == chest_files
    assert phantom_files(Job("brain_mri", "test", "plaques", 1), 0, CancelToken()) == brain_files


def test_volumes_are_stored_left_anterior_superior_in_millimetres(brain_files, chest_files):
    for name, content, zooms in (
        ("brain", brain_files["t1.nii.gz"], (1, 1, 1)),
        ("chest", chest_files["ct.nii.gz"], (1.75, 1.75, 3)),
    ):
        image = volume(content)
        assert nib.aff2axcodes(image.affine) == ("L", "A", "S"), name
        np.testing.assert_allclose(image.header.get_zooms(), zooms)
        assert image.header.get_xyzt_units()[0] == "mm"
        middle = image.affine @ [*(np.array(image.shape) / 2), 1]
        assert np.abs(middle[:3]).max() < 35


def test_a_brain_mask_lies_in_the_brain_on_the_grid_of_every_sequence(brain_files):
    mask = volume(brain_files["mask.nii.gz"])
    inside = np.asarray(mask.dataobj) > 0
    assert inside.sum() > 100
    for name in ("t1.nii.gz", "t2.nii.gz", "flair.nii.gz"):
        image = volume(brain_files[name])
        assert image.shape == mask.shape
        np.testing.assert_array_equal(image.affine, mask.affine)
        values = np.asarray(image.dataobj)
        assert (values[inside] > 0).all()


def test_nothing_but_zero_is_stored_outside_the_head_which_fits_its_grid(healthy_brain):
    for values in healthy_brain[0].values():
        assert 0.4 < (values > 0).mean() < 0.8
        assert not values[:, [0, -1]].any()
        assert not values[:, :, [0, -1]].any()


def test_people_have_the_same_anatomy_but_are_not_copies(healthy_brain, healthy_chest):
    other_brain = brain.draw(np.random.default_rng(5), "", 1, CancelToken())[0]["t1"]
    other_chest = chest.draw(np.random.default_rng(5), "", 0, CancelToken())[0]["ct"]
    for one, other in ((healthy_brain[0]["t1"], other_brain), (healthy_chest, other_chest)):
        alike = np.corrcoef(one[::4, ::4, ::4].ravel(), other[::4, ::4, ::4].ravel())[0, 1]
        assert 0.6 < alike < 0.95


@pytest.mark.parametrize(("kind", "seen"), [("flair_only", {"flair"}), ("plaques", {"t1", "t2", "flair"})])
def test_a_lesion_changes_its_sequences_at_its_mask_and_nothing_else(kind, seen, healthy_brain):
    good, none = healthy_brain
    bad, mask = brain.draw(np.random.default_rng(3), kind, 1, CancelToken())
    assert not none.any()
    near = cv2.dilate(mask.any(axis=0).astype(np.uint8), np.ones((9, 9))) > 0
    for name in brain.MODALITIES:
        change = np.abs(bad[name].astype(int) - good[name])
        if name in seen:
            assert change[mask].mean() > 8
            assert (change[:, ~near] > 12).mean() < 1e-4
        else:
            assert not change.any()


@pytest.mark.parametrize("kind", VOLUMES["brain_mri"])
def test_some_of_a_brain_lesion_is_brighter_on_flair_than_any_healthy_brain(kind, healthy_brain):
    tissue = brain.grow(np.random.default_rng(3), CancelToken()).fields[..., anatomy.PIA] > 0
    bad, mask = brain.draw(np.random.default_rng(3), kind, 0, CancelToken())
    brightest = np.percentile(healthy_brain[0]["flair"][tissue], 99.9)
    assert (bad["flair"][mask] > brightest).mean() > 0.2


def test_hounsfield_units_are_those_of_a_chest_with_contrast_medium(chest_files, healthy_chest):
    values = np.asarray(volume(chest_files["ct.nii.gz"]).dataobj)
    assert values.min() >= -1024
    assert np.median(values[:4, -4:]) == pytest.approx(-1000, abs=10)
    _, lung, liver = chest.grow(np.random.default_rng(4), CancelToken())
    assert -910 < np.median(healthy_chest[lung > 5]) < -780
    assert 90 < np.median(healthy_chest[liver > 4]) < 130
    assert (healthy_chest > 350).mean() > 0.005


@pytest.mark.parametrize("kind", VOLUMES["chest_ct"])
@pytest.mark.parametrize("number", range(4))
def test_a_chest_lesion_changes_the_scan_at_its_mask_only(kind, number, healthy_chest):
    bad, mask = chest.draw(np.random.default_rng(4), kind, number, CancelToken())
    change = np.abs(bad["ct"].astype(int) - healthy_chest)
    assert mask.sum() > 60
    assert change[mask].mean() > 35
    assert change[~mask].mean() < 2


def test_a_volume_in_the_making_can_be_cancelled():
    class Impatient(CancelToken):
        asked = 0

        def raise_if_cancelled(self) -> None:
            self.asked += 1
            if self.asked == 5:
                raise Cancelled

    with pytest.raises(Cancelled):
        phantom_files(Job("brain_mri", "train", "good", 0), 0, Impatient())


class TestWarp:
    grid = Grid((20, 30, 40), (2.0, 1.0, 1.0), (-20.0, -15.0, -20.0))

    def ramp(self) -> Template:
        """The position itself, z, y, x in mm, as the fields, three slices more on both ends."""
        z, y, x = np.meshgrid(np.arange(-3, 23) * 2.0 - 20, np.arange(30) - 15.0, np.arange(40) - 20.0, indexing="ij")
        fields = np.stack([z, y, x], -1).astype(np.float32).transpose(1, 0, 2, 3)
        return Template(np.ascontiguousarray(fields), self.grid, 3)

    def test_without_a_shift_the_patient_is_the_template(self):
        drawn = Warp(self.grid).draw(self.ramp(), CancelToken())
        assert drawn.shape == (20, 30, 40, 3)
        np.testing.assert_allclose(drawn[4, 5, 6], [-12, -10, -14], atol=1e-4)

    def test_twice_the_size_reads_the_template_at_half_the_place(self):
        warp = Warp(self.grid)
        warp.scale((2.0, 2.0, 2.0), (0.0, 0.0, 0.0))
        drawn = warp.draw(self.ramp(), CancelToken())
        np.testing.assert_allclose(drawn[4, 5, 6], [-6, -5, -7], atol=0.1)

    def test_a_turn_is_about_the_origin(self):
        warp = Warp(self.grid)
        warp.scale((1.0, 1.0, 1.0), (0.1, 0.0, 0.0))
        drawn = warp.draw(self.ramp(), CancelToken())
        np.testing.assert_allclose(drawn[10, 15, 30], [0, 1, 10], atol=0.1)
        np.testing.assert_allclose(drawn[10, 15, 20], [0, 0, 0], atol=0.1)


@pytest.mark.parametrize("template", [anatomy.template, thorax.template])
def test_a_template_is_made_once(template):
    assert template() is template()
