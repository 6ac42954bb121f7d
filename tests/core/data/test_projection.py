"""A cloud seen from its best side."""

import numpy as np

from core.data.clouds import RawCloud
from core.data.projection import project, viewpoint
from core.progress import CancelToken


def plate(count=60, width=200.0, height=100.0, turn=None, dent=0.0):
    """A plate of count*2 x count points, bent a little, with a square dent in its middle."""
    x, y = np.meshgrid(np.linspace(0, width, count * 2), np.linspace(0, height, count))
    z = 0.0005 * (x - width / 2) ** 2
    z[count // 2 - 5 : count // 2 + 5, count - 5 : count + 5] += dent
    points = np.stack([x.ravel(), y.ravel(), z.ravel() + 900.0], axis=1)
    return (points if turn is None else points @ turn.T).astype(np.float32)


def rotation(seed):
    q, r = np.linalg.qr(np.random.default_rng(seed).standard_normal((3, 3)))
    q = q * np.sign(np.diag(r))
    return q * np.sign(np.linalg.det(q))


def test_the_viewpoint_is_a_rotation_and_never_a_mirror():
    for seed in range(10):
        found = viewpoint(plate(turn=rotation(seed)))
        np.testing.assert_allclose(found @ found.T, np.eye(3), atol=1e-9)
        assert np.linalg.det(found) > 0.99


def test_a_turned_plate_is_shown_flat_with_its_long_side_across():
    for seed in range(5):
        shown = project(RawCloud(plate(turn=rotation(seed), dent=6.0)), CancelToken())
        height, width = shown.depth.shape
        assert width / height > 1.7
        assert np.nanmax(shown.depth) < 20  # the plate's own relief, not its tilt
        assert np.isfinite(shown.depth).mean() > 0.8


def test_every_point_knows_its_pixel_and_the_pixel_its_depth():
    cloud = RawCloud(plate(dent=6.0))
    shown = project(cloud, CancelToken())
    assert shown.pixels.shape == (len(cloud.points), 2)
    assert shown.pixels.min() >= 0
    assert (shown.pixels < shown.depth.shape).all()
    at = shown.depth[shown.pixels[:, 0], shown.pixels[:, 1]]
    away = cloud.points @ shown.rotation[2]
    np.testing.assert_allclose(at, away - away.min(), atol=0.5)


def test_the_side_that_the_scanner_saw_faces_the_viewer():
    shown = project(RawCloud(plate(dent=6.0)), CancelToken())  # the scanner is at the origin, 900 mm away
    height, width = shown.depth.shape
    middle = shown.depth[height // 2, width // 2]
    beside = shown.depth[height // 4, width // 2]
    assert middle - beside > 4  # a dent lies farther away


def test_gaps_between_points_are_closed_and_large_holes_are_not():
    points = plate()
    missing = (np.abs(points[:, 0] - 60) < 15) & (np.abs(points[:, 1] - 50) < 15)
    shown = project(RawCloud(points[~missing]), CancelToken())
    row, column = (round(v / shown.spacing) + 4 for v in (50, 60))
    assert np.isnan(shown.depth[row, column])
    inner = shown.depth[8:-8, int(110 / shown.spacing) : -8]
    assert np.isfinite(inner).all()


def test_the_far_side_does_not_shine_through_the_near_side():
    near, far = plate(count=40), plate(count=40)
    far[:, 2] += 50
    far[:, :2] += 0.7  # falls between the near points
    shown = project(RawCloud(np.concatenate([near, far])), CancelToken())
    assert np.nanpercentile(shown.depth[12:-12, 12:-12], 99) < 20


def test_colours_are_projected_with_the_points():
    points = plate()
    colours = np.where(points[:, :1] < 100, [[255, 0, 0]], [[0, 0, 255]]).astype(np.uint8)
    shown = project(RawCloud(points, colours), CancelToken())
    row = shown.depth.shape[0] // 2
    np.testing.assert_array_equal(shown.colours[row, 20], (255, 0, 0))
    np.testing.assert_array_equal(shown.colours[row, -20], (0, 0, 255))
    assert shown.colours[0, 0].max() == 0


def test_degenerate_clouds_are_projected_too():
    for points in (np.zeros((1, 3)), np.zeros((5, 3)), np.arange(9.0).reshape(3, 3), np.eye(3)):
        shown = project(RawCloud(points.astype(np.float32)), CancelToken())
        assert np.isfinite(shown.depth).any()
