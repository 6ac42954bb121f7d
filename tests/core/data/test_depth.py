"""Depth maps in their several forms."""

import json

import cv2
import numpy as np
import pytest
import tifffile

from core.data.depth import read_depth
from core.errors import SampleReadError
from core.progress import CancelToken


def read(path):
    return read_depth(path, "depth", CancelToken())


def test_16_bit_depth_keeps_its_values_and_zero_is_missing(tmp_path):
    stored = np.array([[0, 1, 65535], [300, 0, 7]], np.uint16)
    cv2.imwrite(str(tmp_path / "depth.png"), stored)
    view, cloud = read(tmp_path / "depth.png")
    np.testing.assert_array_equal(np.isnan(view.pixels), stored == 0)
    np.testing.assert_array_equal(np.nan_to_num(view.pixels), stored)
    assert (view.unit, cloud) == ("", None)


@pytest.mark.parametrize("suffix", ["tiff", "npy"])
def test_float_depth_is_in_millimetres(tmp_path, suffix):
    stored = np.array([[0, 350.25], [np.nan, 351.5]], np.float32)
    path = tmp_path / f"depth.{suffix}"
    np.save(path, stored) if suffix == "npy" else tifffile.imwrite(path, stored)
    view, _ = read(path)
    assert view.unit == "mm"
    assert np.isnan(view.pixels[:, 0]).all()
    assert view.pixels[0, 1] == np.float32(350.25)


def test_normalised_depth_has_no_unit(tmp_path):
    np.save(tmp_path / "depth.npy", np.full((3, 3), 0.4, np.float32))
    assert read(tmp_path / "depth.npy")[0].unit == ""


def test_a_tiff_may_declare_unit_and_pixel_size(tmp_path):
    facts = json.dumps({"unit": "mm", "spacing_mm": [0.5, 0.25]})
    tifffile.imwrite(tmp_path / "depth.tiff", np.full((3, 3), 7, np.uint16), description=facts)
    view, _ = read(tmp_path / "depth.tiff")
    assert (view.unit, view.spacing_mm) == ("mm", (0.5, 0.25))


def test_an_organised_xyz_image_is_depth_and_points(tmp_path):
    grid = np.random.default_rng(0).uniform(10, 90, (4, 5, 3)).astype(np.float32)
    grid[0, 0] = 0
    tifffile.imwrite(tmp_path / "depth.tiff", grid, photometric="rgb")
    view, cloud = read(tmp_path / "depth.tiff")
    assert np.isnan(view.pixels[0, 0])
    np.testing.assert_array_equal(view.pixels[1:], grid[1:, :, 2])
    assert cloud is not None
    assert len(cloud.points) == 19
    np.testing.assert_array_equal(grid[cloud.pixels[:, 0], cloud.pixels[:, 1]], cloud.points)


def test_a_colour_picture_is_no_depth_map(tmp_path):
    cv2.imwrite(str(tmp_path / "depth.png"), np.arange(27, dtype=np.uint8).reshape(3, 3, 3))
    with pytest.raises(SampleReadError, match="has 3 channels; a depth map has one"):
        read(tmp_path / "depth.png")


def test_a_depth_map_without_any_measurement_is_refused(tmp_path):
    cv2.imwrite(str(tmp_path / "depth.png"), np.zeros((3, 3), np.uint16))
    with pytest.raises(SampleReadError, match="measured nothing"):
        read(tmp_path / "depth.png")
