"""Surfaces of equal value: they lie where the value is, are closed, face outwards, and lose nothing small."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import Cancelled
from core.progress import CancelToken
from core.surfaces import anomaly_surface, body_surface, surface_of
from tests.app.fakes import make_loaded, make_result

AFFINE = np.array([[0, 0, -1.0, 30.0], [0, -2.0, 0, 5.0], [3.0, 0, 0, -7.0], [0, 0, 0, 1]])


def ball(shape=(24, 26, 28), radius=8.0):
    """Values that fall with the distance from the middle: 0 at the radius."""
    grid = np.stack(np.meshgrid(*(np.arange(side) - (side - 1) / 2 for side in shape), indexing="ij"))
    return (radius - np.linalg.norm(grid, axis=0)).astype(np.float32)


def signed_volume(mesh):
    corners = mesh.vertices[mesh.faces].astype(np.float64)
    return np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum() / 6


def test_the_surface_of_a_ball_lies_on_it_in_mm():
    mesh = surface_of(ball(), 0.0, AFFINE, CancelToken(), 10**9)
    index = np.linalg.solve(AFFINE[:3, :3], mesh.vertices.T.astype(np.float64) - AFFINE[:3, 3:]).T
    distance = np.linalg.norm(index - (np.array([24, 26, 28]) - 1) / 2, axis=1)
    assert np.abs(distance - 8.0).max() < 0.35
    assert signed_volume(mesh) == pytest.approx(4 / 3 * np.pi * 8**3 * 6, rel=0.05)  # 6 mm3 a voxel, outside seen


def test_every_edge_belongs_to_two_triangles_also_at_the_rim():
    mesh = surface_of(ball(radius=12.5), 0.0, np.eye(4), CancelToken(), 10**9)
    edges = np.sort(np.concatenate([mesh.faces[:, pair] for pair in ([0, 1], [1, 2], [2, 0])]), axis=1)
    _, counts = np.unique(edges, axis=0, return_counts=True)
    assert (counts % 2 == 0).all()
    assert signed_volume(mesh) > 0


def test_in_blocks_a_single_hot_voxel_still_has_a_surface():
    volume = np.zeros((40, 40, 40), np.float32)
    volume[11, 22, 33] = 5.0
    mesh = surface_of(volume, 1.0, np.eye(4), CancelToken(), 8000)
    assert mesh.block == 2
    assert len(mesh.faces) > 0
    assert np.abs(mesh.vertices.mean(axis=0) - (11, 22, 33)).max() <= 1.0


def test_nothing_at_the_threshold_or_nothing_inspected_makes_no_faces():
    assert len(surface_of(np.zeros((5, 6, 7), np.float32), 1.0, np.eye(4), CancelToken(), 10**9).faces) == 0
    assert len(surface_of(np.full((5, 6, 7), np.nan, np.float32), 1.0, np.eye(4), CancelToken(), 10**9).faces) == 0


def test_a_cancelled_surface_ends():
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        surface_of(ball(), 0.0, np.eye(4), token, 10**9)


def test_the_map_of_a_sample_has_a_surface_at_its_threshold():
    loaded = make_loaded(("t1",), (12, 40, 44))
    result = make_result(loaded)
    mesh = anomaly_surface(result, loaded, result.threshold, CancelToken())
    assert len(mesh.faces) > 50
    higher = anomaly_surface(result, loaded, result.threshold * 1.4, CancelToken())
    assert np.ptp(higher.vertices, axis=0)[1] < np.ptp(mesh.vertices, axis=0)[1]


def test_the_body_s_outline_leaves_the_air_and_the_table_out():
    loaded = make_loaded(("ct",), (20, 60, 60))
    pixels = np.full((20, 60, 60), -1000.0, np.float32)
    pixels[:, 15:45, 20:40] = 40.0
    pixels[:, 57:59, 5:55] = 100.0
    view = loaded.views[0]
    from dataclasses import replace

    mesh = body_surface(replace(loaded, views=(replace(view, pixels=pixels),)), CancelToken())
    index = np.linalg.solve(view.affine[:3, :3], mesh.vertices.T.astype(np.float64) - view.affine[:3, 3:]).T
    assert np.abs(index[:, 1].min() - 15) < 2
    assert np.abs(index[:, 1].max() - 44) < 2
