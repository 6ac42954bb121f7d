"""Whole samples: views, clouds and notes."""

import cv2
import nibabel
import numpy as np
import pytest
import tifffile

from core.data import ranges
from core.data.load import load, thumbnail
from core.errors import Cancelled, SampleReadError
from core.progress import CancelToken, ignore_progress
from core.records import Sample


def sample(**files):
    return Sample("part", files)


def read(made):
    return load(made, ignore_progress, CancelToken())


def save_rgb(path, height=6, width=8):
    values = np.random.default_rng(0).integers(0, 255, (height, width, 3), np.uint8)
    cv2.imwrite(str(path), values[..., ::-1])
    return values


def save_grid(path, height=6, width=8):
    grid = np.random.default_rng(1).uniform(5, 90, (height, width, 3)).astype(np.float32)
    grid[0, :3] = 0
    tifffile.imwrite(path, grid, photometric="rgb")
    return grid


def save_volume(path, shape=(4, 5, 6), spacing=1.0):
    values = np.random.default_rng(2).uniform(0, 9, shape).astype(np.float32)
    nibabel.save(nibabel.Nifti1Image(values, np.diag([spacing, spacing, spacing, 1])), path)
    return path


def test_an_organised_cloud_is_attached_to_the_depth_view_of_its_grid(tmp_path):
    rgb = save_rgb(tmp_path / "rgb.png")
    grid = save_grid(tmp_path / "cloud.tiff")
    np.save(tmp_path / "depth.npy", grid[..., 2])
    loaded = read(sample(rgb=tmp_path / "rgb.png", depth=tmp_path / "depth.npy", cloud=tmp_path / "cloud.tiff"))
    assert loaded.modalities == ("rgb", "depth")
    rows, columns = loaded.cloud.pixels.T
    np.testing.assert_array_equal(grid[rows, columns], loaded.cloud.points)
    np.testing.assert_array_equal(rgb[rows, columns], loaded.cloud.colours)
    assert loaded.sample.is_registered


def test_an_organised_cloud_without_a_depth_map_is_one(tmp_path):
    grid = save_grid(tmp_path / "xyz.tiff")
    loaded = read(sample(cloud=tmp_path / "xyz.tiff"))
    assert loaded.modalities == ("depth",)
    np.testing.assert_array_equal(np.nan_to_num(loaded.views[0].pixels), grid[..., 2])
    assert len(loaded.cloud.points) == 45


def test_rgb_and_an_organised_cloud_of_its_size_give_rgb_and_depth(tmp_path):
    save_rgb(tmp_path / "rgb.png")
    save_grid(tmp_path / "xyz.tiff")
    loaded = read(sample(rgb=tmp_path / "rgb.png", cloud=tmp_path / "xyz.tiff"))
    assert loaded.modalities == ("rgb", "depth")
    assert loaded.cloud.colours is not None


def test_a_loose_cloud_is_shown_as_depth_and_keeps_its_points(tmp_path):
    points = np.random.default_rng(3).uniform(0, 100, (4000, 3)) * [2, 1, 0.1]
    np.savetxt(tmp_path / "cloud.xyz", points)
    loaded = read(sample(cloud=tmp_path / "cloud.xyz"))
    assert loaded.modalities == ("depth",)
    assert loaded.views[0].spacing_mm is not None
    assert "Projected from 4,000 points" in loaded.views[0].notes[0]
    assert (loaded.cloud.pixels < loaded.views[0].size).all()


def test_a_coloured_cloud_gives_registered_rgb_and_depth(tmp_path):
    points = np.random.default_rng(3).uniform(0, 100, (4000, 3)) * [2, 1, 0.1]
    np.savetxt(tmp_path / "cloud.xyz", np.hstack([points, np.full((4000, 3), 200)]))
    loaded = read(sample(cloud=tmp_path / "cloud.xyz"))
    assert loaded.modalities == ("rgb", "depth")
    assert loaded.views[0].size == loaded.views[1].size
    assert loaded.sample.is_registered


def test_depth_in_mm_with_a_known_pixel_size_has_points(tmp_path):
    facts = '{"unit": "mm", "spacing_mm": [0.5, 0.25]}'
    tifffile.imwrite(tmp_path / "depth.tiff", np.full((3, 4), 7, np.float32), description=facts)
    cloud = read(sample(depth=tmp_path / "depth.tiff")).cloud
    np.testing.assert_allclose(cloud.points.max(axis=0), (0.75, 1.0, 7))


def test_depth_without_a_pixel_size_has_no_points(tmp_path):
    np.save(tmp_path / "depth.npy", np.full((3, 4), 7, np.float32))
    assert read(sample(depth=tmp_path / "depth.npy")).cloud is None


def test_views_of_different_size_are_not_registered_and_still_load(tmp_path):
    save_rgb(tmp_path / "rgb.png")
    save_rgb(tmp_path / "ir.png", 3, 4)
    loaded = read(sample(rgb=tmp_path / "rgb.png", infrared=tmp_path / "ir.png"))
    assert not loaded.sample.is_registered
    assert "RGB 8x6, Infrared 4x3" in loaded.notes[0]


def test_all_volumes_of_a_sample_share_the_first_grid(tmp_path):
    first, second = save_volume(tmp_path / "t1.nii.gz"), save_volume(tmp_path / "t2.nii.gz", (8, 10, 12), 0.5)
    loaded = read(sample(t1=first, t2=second))
    assert loaded.views[0].size == loaded.views[1].size == (6, 5, 4)
    assert "resampled" in loaded.views[1].notes[-1]


def test_an_mri_slice_saved_as_picture_is_an_image(tmp_path):
    save_rgb(tmp_path / "flair.png")
    assert not read(sample(flair=tmp_path / "flair.png")).is_volume


def test_volumes_and_pictures_do_not_mix(tmp_path):
    save_rgb(tmp_path / "t2.png")
    with pytest.raises(SampleReadError, match=r"mixes volumes and pictures \(t2.png\)"):
        read(sample(t1=save_volume(tmp_path / "t1.nii.gz"), t2=tmp_path / "t2.png"))


def test_a_volume_called_infrared_is_refused_with_advice(tmp_path):
    with pytest.raises(SampleReadError, match=r"infrared\.nii\.gz is a volume, but Infrared is a picture"):
        read(sample(infrared=save_volume(tmp_path / "infrared.nii.gz")))


def test_the_first_bad_file_is_named(tmp_path):
    save_rgb(tmp_path / "rgb.png")
    with pytest.raises(SampleReadError, match=r"infrared\.png is missing") as caught:
        read(sample(rgb=tmp_path / "rgb.png", infrared=tmp_path / "infrared.png"))
    assert caught.value.path == tmp_path / "infrared.png"


def test_a_sample_without_files_is_refused():
    with pytest.raises(SampleReadError, match="part has no files"):
        read(sample())


def test_progress_runs_to_its_end(tmp_path):
    seen = []
    made = sample(t1=save_volume(tmp_path / "t1.nii.gz"), t2=save_volume(tmp_path / "t2.nii.gz"))
    load(made, seen.append, CancelToken())
    assert [step.done for step in seen] == [0, 1, 2]
    assert seen[-1].fraction == 1.0


def test_loading_can_be_cancelled(tmp_path):
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        load(sample(t1=save_volume(tmp_path / "t1.nii.gz"), t2=tmp_path / "gone.nii.gz"), ignore_progress, token)


@pytest.mark.parametrize("side", [16, 48])
def test_thumbnails_are_square_and_show_the_whole_picture(tmp_path, side):
    cv2.imwrite(str(tmp_path / "rgb.png"), np.full((20, 60, 3), 200, np.uint8))
    small = thumbnail(sample(rgb=tmp_path / "rgb.png"), side)
    assert (small.shape, small.dtype) == ((side, side, 3), np.uint8)
    assert small[side // 2].min() == 200
    assert small[0].max() < 60
    grid = save_grid(tmp_path / "xyz.tiff")
    assert thumbnail(sample(cloud=tmp_path / "xyz.tiff"), side).shape == (side, side, 3), grid.shape
    assert thumbnail(sample(t1=save_volume(tmp_path / "t1.nii.gz")), side).max() > 0


def test_the_range_to_show_is_found_once_and_not_while_reading(tmp_path, monkeypatch):
    depth = np.linspace(5, 90, 48, dtype=np.float32).reshape(6, 8)
    np.save(tmp_path / "depth.npy", depth)
    found = []
    whole = ranges.robust_range
    monkeypatch.setattr(ranges, "robust_range", lambda *asked: found.append(asked) or whole(*asked))
    view = read(sample(depth=tmp_path / "depth.npy")).views[0]
    assert not found
    assert view.display_range == pytest.approx(np.percentile(depth, (0.5, 99.5)))
    assert view.display_range == view.display_range
    assert len(found) == 1


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_values_that_are_none_are_refused_while_reading(tmp_path, value):
    np.save(tmp_path / "depth.npy", np.full((6, 8), value, np.float32))
    nibabel.save(nibabel.Nifti1Image(np.full((4, 5, 6), value, np.float32), np.eye(4)), tmp_path / "t1.nii")
    tifffile.imwrite(tmp_path / "heat.tiff", np.full((6, 8), value, np.float32))
    for files in ({"depth": tmp_path / "depth.npy"}, {"t1": tmp_path / "t1.nii"}, {"thermal": tmp_path / "heat.tiff"}):
        with pytest.raises(SampleReadError, match=r"not a single finite value|measured nothing"):
            read(sample(**files))


def test_a_volume_of_another_grid_keeps_its_own_range(tmp_path):
    first = save_volume(tmp_path / "t1.nii", (8, 8, 8))
    second = save_volume(tmp_path / "t2.nii", (5, 6, 7), 2.0)
    alone = read(sample(t2=second)).views[0].display_range
    assert read(sample(t1=first, t2=second)).views[1].display_range == alone
