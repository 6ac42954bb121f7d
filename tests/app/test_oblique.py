"""Planes beside those of the voxels: they agree with voxel planes where both exist, and with the patient always."""

from __future__ import annotations

import numpy as np
import pytest

from app.oblique import Oblique, frame_of, obliqueness
from app.planes import Cut, Plane

SIZE = (7, 9, 11)
STRAIGHT = np.array([[0, 0, -1.0, 5], [0, -1.0, 0, 6], [1.0, 0, 0, -7], [0, 0, 0, 1]])
RANDOM = np.random.default_rng(0).random(SIZE, dtype=np.float32)


def cut(plane=Plane.AXIAL, affine=STRAIGHT, angles=(0.0, 0.0, 0.0), place=(3, 4, 5), straight=True, radiological=True):
    return Oblique(plane, radiological, affine, frame_of(affine, angles, is_straight=straight), SIZE, place)


def turned(degrees):
    """The same volume, scanned with the head turned by some degrees about the body's axis."""
    angle = np.radians(degrees)
    turn = np.eye(4)
    turn[:2, :2] = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
    return turn @ STRAIGHT


@pytest.mark.parametrize("radiological", [True, False])
@pytest.mark.parametrize("plane", Plane)
def test_without_a_tilt_an_oblique_plane_is_the_plane_of_voxels(plane, radiological):
    oblique, plain, place = cut(plane, radiological=radiological), Cut(plane, radiological), (3, 4, 5)
    index = place[plain.through]
    np.testing.assert_allclose(oblique.take(RANDOM), plain.take(RANDOM, index), atol=1e-5)
    assert oblique.letters(STRAIGHT) == plain.letters(STRAIGHT)
    assert oblique.place(2, 1) == plain.place(2, 1, index, SIZE)
    assert oblique.pixel(place) == plain.pixel(place, SIZE)


@pytest.mark.parametrize("plane", Plane)
def test_the_plane_goes_through_its_voxel_however_it_is_tilted(plane):
    oblique = cut(plane, angles=(20.0, -35.0, 50.0), place=(2, 6, 8))
    x, y, away = oblique.where((2, 6, 8))
    assert away == pytest.approx(0.0, abs=1e-9)
    assert oblique.spot(x, y) == pytest.approx((2.0, 6.0, 8.0))
    assert oblique.place(*oblique.pixel((2, 6, 8))) == (2, 6, 8)


def test_values_between_voxels_are_linear():
    rows = np.arange(SIZE[1], dtype=np.float32)
    volume = np.broadcast_to(rows[None, :, None], SIZE).copy()
    oblique = cut(angles=(0.0, 0.0, 30.0))
    shown = oblique.take(volume)
    for x, y in ((6, 7), (8, 5), (5, 8)):
        assert shown[y, x] == pytest.approx(oblique.spot(x, y)[1], abs=1e-4)


def test_outside_the_volume_nothing_is_shown():
    oblique = cut(angles=(0.0, 0.0, 45.0))
    assert np.isnan(oblique.take(RANDOM)[0, 0])
    assert not oblique.holds(0, 0)
    assert oblique.take(RANDOM, fill=-1.0)[0, 0] == -1.0


def test_the_patients_axes_undo_an_oblique_scan():
    affine = turned(20.0)
    assert obliqueness(affine) == pytest.approx(20.0)
    as_scanned = cut(affine=affine, straight=False)
    assert as_scanned.letters(affine) == ("RA", "LP", "AL", "PR")
    assert cut(affine=affine).letters(affine) == ("R", "L", "A", "P")


@pytest.mark.parametrize("angles", [(10.0, 0.0, 0.0), (33.0, -71.0, 160.0)])
def test_the_three_planes_stay_at_right_angles(angles):
    frame = frame_of(turned(12.0), angles, is_straight=False)
    np.testing.assert_allclose(frame @ frame.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(frame) == pytest.approx(1.0)
