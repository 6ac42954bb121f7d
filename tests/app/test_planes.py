"""Planes of a volume: letters, places and contents for every way a scanner may store the same patient."""

from __future__ import annotations

import itertools
from pathlib import Path

import nibabel
import numpy as np
import pytest

from app.planes import Cut, Plane, direction_letters
from core.data.volumes import RawVolume, view_of
from core.progress import CancelToken

SIZE = (7, 9, 11)  # of the patient's R, A and S axis
ORDERS = [(axes, flips) for axes in itertools.permutations(range(3)) for flips in itertools.product((1, -1), repeat=3)]


def stored(axes, flips):
    """The same patient, voxel value = position in RAS+, stored with its axes in another order and direction."""
    patient = np.arange(np.prod(SIZE), dtype=np.float32).reshape(SIZE)
    image = nibabel.Nifti1Image(patient, np.diag([1.0, 2.0, 3.0, 1.0]))
    turned = image.as_reoriented(np.array([[axis, flip] for axis, flip in zip(axes, flips, strict=True)]))
    return patient, RawVolume(np.asarray(turned.dataobj), turned.affine)


@pytest.mark.parametrize("is_radiological", [True, False])
@pytest.mark.parametrize("plane", Plane)
def test_letters_and_contents_agree_with_nibabel_for_all_48_ways_to_store_a_patient(plane, is_radiological):
    assert len(ORDERS) == 48
    cut = Cut(plane, is_radiological)
    side = "R" if is_radiological else "L"
    wanted = {
        Plane.AXIAL: (side, "LR"[side == "L"], "A", "P"),
        Plane.CORONAL: (side, "LR"[side == "L"], "S", "I"),
        Plane.SAGITTAL: ("A", "P", "S", "I"),
    }[plane]
    for axes, flips in ORDERS:
        patient, raw = stored(axes, flips)
        view = view_of(raw, "t1", Path("t1.nii"), CancelToken())
        assert cut.letters(view.affine) == wanted
        index = 3
        shown = cut.take(view.pixels, index)
        for x, y in ((0, 0), (shown.shape[1] - 1, 2)):
            place = cut.place(x, y, index, view.size)
            assert cut.pixel(place, view.size) == (x, y)
            millimetres = (view.affine @ (*place, 1.0))[:3]
            assert shown[y, x] == patient[tuple(np.round(millimetres / (1, 2, 3)).astype(int))]
        # nibabel's own letters of the array as drawn: its rows run down, its columns to the right.
        rows, columns = cut.axes
        drawn = view.affine[:, [rows, columns, cut.through, 3]] @ np.diag(
            [*(-1.0 if f else 1.0 for f in cut.flips), 1, 1]
        )
        codes = nibabel.aff2axcodes(drawn)
        assert (codes[0], codes[1]) == (wanted[3], wanted[1])


def test_planes_equal_direct_indexing():
    volume = np.random.default_rng(0).random((5, 6, 7), dtype=np.float32)
    np.testing.assert_array_equal(Cut(Plane.AXIAL).take(volume, 2), volume[2])
    np.testing.assert_array_equal(Cut(Plane.CORONAL).take(volume, 4), volume[::-1, 4])
    np.testing.assert_array_equal(Cut(Plane.SAGITTAL).take(volume, 6), volume[::-1, :, 6])
    np.testing.assert_array_equal(Cut(Plane.CORONAL, is_radiological=False).take(volume, 4), volume[::-1, 4, ::-1])


def test_a_slab_is_the_largest_or_the_mean_value_and_stops_at_the_end_of_the_volume():
    volume = np.random.default_rng(0).random((5, 6, 7), dtype=np.float32)
    np.testing.assert_array_equal(Cut().take(volume, 2, 3), volume[1:4].max(axis=0))
    np.testing.assert_allclose(Cut().take(volume, 4, 3, is_mean=True), volume[3:5].mean(axis=0), rtol=1e-6)
    volume[1] = np.nan
    np.testing.assert_array_equal(Cut().take(volume, 1, 3), np.fmax(volume[0], volume[2]))


def test_an_oblique_direction_gets_a_second_letter():
    assert direction_letters(np.array([0.95, 0.1, 0.0])) == "R"
    assert direction_letters(np.array([-0.8, 0.5, 0.0])) == "LA"
