"""Pictures of the demo products: true to themselves across sensors, and every defect there to be seen."""

import io

import cv2
import numpy as np
import pytest
import tifffile

from core.data.demo import Job, bracket, candy
from core.data.demo.marks import GOOD, Defect, blob
from core.data.demo.mesh import Mesh, bent, circle, prism, rounded_rectangle, split
from core.data.demo.plan import PRODUCTS
from core.data.demo.render import FOCAL, Picture
from core.data.demo.sample import product_files
from core.data.demo.sensors import visible_change


def picture(content: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)


@pytest.fixture(scope="module")
def candy_files():
    return product_files(Job("candy", "test", "good", 0), seed=0)


@pytest.mark.parametrize("category", PRODUCTS)
def test_a_seed_gives_the_same_bytes_and_another_seed_does_not(category):
    job = Job(category, "test", PRODUCTS[category][0], 3)
    first = product_files(job, seed=5)
    assert first == product_files(job, seed=5)
    assert first["rgb.png"] != product_files(job, seed=6)["rgb.png"]


def test_the_cloud_is_the_depth_seen_through_the_camera(candy_files):
    depth = tifffile.imread(io.BytesIO(candy_files["depth.tiff"]))
    cloud = tifffile.imread(io.BytesIO(candy_files["cloud.tiff"]))
    assert depth.dtype == cloud.dtype == np.float32
    assert cloud.shape == (256, 256, 3)
    np.testing.assert_array_equal(cloud[..., 2], depth)
    at = (np.arange(256) + 0.5 - 128) / FOCAL
    np.testing.assert_allclose(cloud[..., 0], at[None] * depth, atol=0.02)
    np.testing.assert_allclose(cloud[..., 1], at[:, None] * depth, atol=0.02)


def test_colour_depth_and_heat_show_the_part_at_the_same_pixels(candy_files):
    rgb = picture(candy_files["rgb.png"])[..., ::-1].astype(int)
    depth = tifffile.imread(io.BytesIO(candy_files["depth.tiff"])).astype(float)
    in_colour = rgb[..., 0] > rgb[..., 2]  # red and white sugar on a blue belt
    in_heat = picture(candy_files["infrared.png"]) > 95
    row, column = np.mgrid[:256, :256] / 255
    # A plane is linear in 1 / depth; the belt is seen along the border.
    border = np.ones((256, 256), bool)
    border[20:-20, 20:-20] = False
    terms = np.stack([row, column, np.ones_like(row)], -1)
    plane = 1 / (terms @ np.linalg.lstsq(terms[border], 1 / depth[border], rcond=None)[0])
    in_depth = plane - depth > 0.8
    for one in (in_colour, in_heat):
        assert (one & in_depth).sum() / (one | in_depth).sum() > 0.95


@pytest.mark.parametrize(("category", "kind"), [(c, k) for c, kinds in PRODUCTS.items() for k in kinds])
def test_a_product_mask_is_large_enough_to_find_and_lies_on_the_part(category, kind):
    files = product_files(Job(category, "test", kind, 0), seed=0)
    mask = picture(files["mask.png"])
    assert set(np.unique(mask)) == {0, 255}
    assert 100 <= (mask > 0).sum() < 0.15 * mask.size
    rows, columns = np.nonzero(mask)
    assert rows.min() > 3
    assert rows.max() < 252
    assert columns.min() > 3
    assert columns.max() < 252


def test_an_inner_void_is_seen_in_infrared_only():
    good = bracket.draw(np.random.default_rng(1), GOOD)
    void = bracket.draw_defect("inner_void", np.random.default_rng(2))
    bad = bracket.draw(np.random.default_rng(1), void)
    np.testing.assert_array_equal(good.rgb, bad.rgb)
    np.testing.assert_array_equal(good.depth, bad.depth)
    assert np.abs(good.heat - bad.heat).max() > 0.03


def test_a_swelling_is_seen_in_depth_only():
    good = candy.draw(np.random.default_rng(1), GOOD)
    bad = candy.draw(np.random.default_rng(1), candy.draw_defect("swelling", np.random.default_rng(2)))
    np.testing.assert_array_equal(good.rgb, bad.rgb)
    np.testing.assert_array_equal(good.heat, bad.heat)
    assert np.abs(good.depth - bad.depth).max() > 0.3


def test_pose_light_and_texture_differ_between_good_samples():
    first, second = (picture(product_files(Job("pcb", "train", "good", k), 0)["rgb.png"]) for k in range(2))
    assert np.abs(first.astype(int) - second).mean() > 2


def area(mesh: Mesh) -> float:
    a, b, c = mesh.corners.transpose(1, 0, 2)
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


@pytest.fixture(scope="module")
def plate():
    return prism(rounded_rectangle(40, 30, 5), [circle(4, 3, 4)], 5.0, 0.9, 1)


def test_a_split_mesh_is_the_same_surface_and_no_triangle_crosses_the_cut(plate):
    direction = np.array([0.6, 0.8, 0.0])
    cut = split(plate, plate.corners @ direction - 3)
    assert area(cut) == pytest.approx(area(plate))
    side = cut.corners @ direction - 3
    assert len(cut.corners) > len(plate.corners)
    assert not ((side > 1e-9).any(axis=1) & (side < -1e-9).any(axis=1)).any()
    assert len(cut.material) == len(cut.normals) == len(cut.corners)


@pytest.mark.parametrize("degrees", [30.0, -30.0])
def test_a_bent_plate_stays_flat_before_the_bend_and_turns_beyond_it(plate, degrees):
    across = np.array([1.0, 0.0, 0.0])
    after = bent(plate, across, 8.0, 4.0, degrees, 2.5)
    np.testing.assert_allclose(np.linalg.norm(after.normals, axis=2), 1, atol=3e-3)
    before = (after.corners[..., 0] < 7.9).all(axis=1)
    assert after.corners[before][..., 2].min() == 0
    assert after.corners[before][..., 2].max() == pytest.approx(5)
    tips = after.normals[(after.corners[..., 0] > 14).all(axis=1)]
    top = np.array([-np.sin(np.radians(degrees)), 0, np.cos(np.radians(degrees))])
    assert (tips @ top).max() == pytest.approx(1, abs=1e-4)
    shorter = np.radians(degrees) * 2.5 * 30  # the top lies on the inner side of the bend; a prism has no bottom
    assert area(after) == pytest.approx(area(plate) - shorter, rel=0.005)


def test_no_two_stains_have_the_same_outline():
    v, u = np.mgrid[-8:8:64j, -8:8:64j].astype(np.float32)
    first, second = (blob(u, v, Defect(size=5.0, seed=seed)) > 0.5 for seed in (123_456_789, 987_654_321))
    assert (first ^ second).sum() > 50
    assert first[32, 32]
    assert second[32, 32]


def test_a_shadow_that_moves_on_the_table_is_not_masked():
    flat = np.zeros((256, 256), np.float32)
    part = np.zeros((256, 256), bool)
    part[100:200, 100:200] = True
    good = Picture(np.full((256, 256, 3), 0.5, np.float32), flat, flat, part)
    rgb = good.rgb.copy()
    rgb[20:80, 20:80] = 0.2
    rgb[120:140, 120:140] = 0.2
    mask = visible_change(good, Picture(rgb, flat, flat, part))
    assert mask[120:140, 120:140].all()
    assert mask.sum() == 400
