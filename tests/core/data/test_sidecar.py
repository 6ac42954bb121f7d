"""What a small file beside a depth map or cloud changes."""

import json

import cv2
import numpy as np
import pytest

from core.data.clouds import read_cloud
from core.data.depth import read_depth
from core.data.index import index_paths
from core.data.load import load
from core.errors import SampleReadError
from core.progress import CancelToken, ignore_progress


def read(path):
    return read_depth(path, "depth", CancelToken())[0]


def save(path, values, **facts):
    cv2.imwrite(str(path), values)
    if facts:
        path.with_suffix(".json").write_text(json.dumps(facts))
    return path


def test_scale_unit_and_pixel_size_come_from_the_sidecar(tmp_path):
    stored = np.array([[0, 1000], [2000, 65535]], np.uint16)
    view = read(
        save(tmp_path / "depth.png", stored, unit="mm", scale=0.1, offset=5, spacing_mm=[0.5, 0.25], missing=65535)
    )
    np.testing.assert_allclose(view.pixels, [[5, 105], [205, np.nan]])
    assert (view.unit, view.spacing_mm) == ("mm", (0.5, 0.25))


def test_a_disparity_becomes_depth_by_its_calibration(tmp_path):
    stored = np.array([[0, 100], [200, 400]], np.float32)
    facts = {"disparity": {"focal_px": 1000, "baseline_mm": 100, "offset_px": 50}}
    view = read(save(tmp_path / "depth.tiff", stored, **facts))
    np.testing.assert_allclose(view.pixels, [[np.nan, 1e5 / 150], [1e5 / 250, 1e5 / 450]], rtol=1e-6)
    assert (view.unit, view.notes[0]) == (
        "mm",
        "Disparity was turned into depth in mm by the calibration in depth.json.",
    )


def test_a_middlebury_calibration_is_understood(tmp_path):
    save(tmp_path / "disp0.tiff", np.full((2, 2), 100, np.float32))
    (tmp_path / "calib.txt").write_text(
        "cam0=[1000.5 0 300; 0 1000.5 200; 0 0 1]\ndoffs=20\nbaseline=120.0\nndisp=64\n"
    )
    sample = index_paths([tmp_path / "disp0.tiff"], CancelToken()).samples[0]
    view = load(sample, ignore_progress, CancelToken()).views[0]
    np.testing.assert_allclose(view.pixels, 1000.5 * 120 / 120, rtol=1e-6)
    assert (view.modality, view.unit) == ("depth", "mm")


@pytest.mark.parametrize(
    "facts",
    [
        {"scale": "big"},
        {"scale": float("inf")},
        {"spacing_mm": [1]},
        {"spacing_mm": 3},
        {"unit": 5},
        {"disparity": {"focal_px": -1, "baseline_mm": 10}},
        {"disparity": [1]},
        {"remove_background_plane_mm": 0},
    ],
)
def test_an_impossible_sidecar_is_named(tmp_path, facts):
    path = save(tmp_path / "depth.png", np.ones((2, 2), np.uint16), **facts)
    with pytest.raises(SampleReadError, match=r"depth\.json describes depth with values that are impossible"):
        read(path)


@pytest.mark.parametrize("text", ["", "not json", "[1, 2]", '{"shapes": []}', "[" * 5000])
def test_a_json_that_speaks_of_something_else_is_ignored(tmp_path, text):
    path = save(tmp_path / "depth.png", np.ones((2, 2), np.uint16))
    path.with_suffix(".json").write_text(text)
    assert read(path).unit == ""


@pytest.mark.parametrize("text", ["not json", '{"unit": "mm", }', "[" * 5000])
def test_a_damaged_sidecar_is_told(tmp_path, text):
    path = save(tmp_path / "depth.png", np.ones((2, 2), np.uint16))
    path.with_suffix(".json").write_text(text)
    assert "depth.json is damaged (no valid JSON) and was not used." in read(path).notes


@pytest.mark.parametrize("channels", [2, 4])
def test_a_mask_channel_says_where_the_part_is(tmp_path, channels):
    values = np.random.default_rng(0).uniform(100, 200, (6, 7, channels)).astype(np.float32)
    values[..., -1] = 0
    values[2:4, 2:5, -1] = 1
    np.save(tmp_path / "depth.npy", values)
    view = read(tmp_path / "depth.npy")
    np.testing.assert_array_equal(np.isfinite(view.pixels), values[..., -1] > 0)
    np.testing.assert_array_equal(view.pixels[2:4, 2:5], values[2:4, 2:5, channels - 2])
    assert any("mask" in note for note in view.notes)


def scene():
    """A box of 10 x 10 x 5 mm on a tilted table; which points are the box."""
    random = np.random.default_rng(0)
    table = np.column_stack([random.uniform(-50, 50, (4000, 2)), random.normal(0, 0.1, 4000)])
    box = random.uniform((-5, -5, 2), (5, 5, 7), (1000, 3))
    points = np.concatenate([table, box])
    points[:, 2] += 0.3 * points[:, 0]
    return points.astype(np.float32), np.arange(5000) >= 4000


def test_the_background_plane_is_taken_away_on_request(tmp_path):
    points, is_box = scene()
    np.save(tmp_path / "cloud.npy", points)
    assert len(read_cloud(tmp_path / "cloud.npy", CancelToken()).points) == 5000
    (tmp_path / "cloud.json").write_text('{"remove_background_plane_mm": 1.0}')
    cloud = read_cloud(tmp_path / "cloud.npy", CancelToken())
    np.testing.assert_array_equal(cloud.points, points[is_box])
    assert "80%" in cloud.notes[0]


def test_the_background_plane_of_a_depth_map_becomes_missing(tmp_path):
    rows, columns = np.mgrid[:60, :80]
    depth = (500 + 0.4 * columns + 0.1 * rows).astype(np.float32)
    depth[20:40, 30:50] -= 12
    np.save(tmp_path / "depth.npy", depth)
    (tmp_path / "depth.json").write_text('{"remove_background_plane_mm": 1.0}')
    view = read(tmp_path / "depth.npy")
    assert np.isfinite(view.pixels).sum() == 400
    assert np.isfinite(view.pixels[20:40, 30:50]).all()


def test_a_ball_has_no_background_plane(tmp_path):
    ball = np.random.default_rng(0).normal(size=(3000, 3))
    np.save(tmp_path / "cloud.npy", (50 * ball / np.linalg.norm(ball, axis=1, keepdims=True)).astype(np.float32))
    (tmp_path / "cloud.json").write_text('{"remove_background_plane_mm": 0.5}')
    cloud = read_cloud(tmp_path / "cloud.npy", CancelToken())
    assert len(cloud.points) == 3000
    assert "No background plane" in cloud.notes[0]


def test_a_declared_unit_is_believed(tmp_path):
    np.save(tmp_path / "cloud.npy", np.random.default_rng(0).uniform(0, 1.5, (50, 3)))
    (tmp_path / "cloud.json").write_text('{"unit": "mm"}')
    assert np.ptp(read_cloud(tmp_path / "cloud.npy", CancelToken()).points) < 2
    (tmp_path / "cloud.json").write_text('{"unit": "cm"}')
    assert 10 < np.ptp(read_cloud(tmp_path / "cloud.npy", CancelToken()).points) < 20
