"""Native pixels at the resolution of the screen."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QTransform

from app import raster


def test_a_shrunk_picture_keeps_its_mean_and_its_number_format():
    pixels = np.random.default_rng(0).random((64, 96), dtype=np.float32)
    small = raster.shrink(pixels, (16, 24))
    assert small.shape == (16, 24)
    assert small.mean() == pytest.approx(pixels.mean(), rel=1e-4)
    colours = np.full((64, 96, 3), 200, np.uint8)
    assert raster.shrink(colours, (16, 24)).dtype == np.uint8


def test_places_without_a_measurement_stay_without_and_do_not_darken_their_neighbours():
    pixels = np.full((8, 8), 5.0, np.float32)
    pixels[:4, :4] = np.nan
    small = raster.shrink(pixels, (4, 4))
    assert np.isnan(small[:2, :2]).all()
    np.testing.assert_array_equal(small[2:], np.full((2, 4), 5.0))


def test_only_what_is_on_screen_is_drawn():
    pixels = np.arange(10_000, dtype=np.float32).reshape(100, 100)
    part, target = raster.visible_part(pixels, (), QTransform(10, 0, 0, 10, -300, -200), (50, 80))
    np.testing.assert_array_equal(part, pixels[20:25, 30:38])
    assert (target.left(), target.top(), target.width(), target.height()) == (0, 0, 80, 50)


def test_a_large_picture_is_drawn_from_the_level_that_fits():
    pixels = np.random.default_rng(0).random((2048, 2048), dtype=np.float32)
    levels = raster.pyramid(pixels)
    assert [level.shape for level in levels] == [(1024, 1024), (512, 512)]
    part, target = raster.visible_part(pixels, levels, QTransform.fromScale(0.25, 0.25), (512, 512))
    np.testing.assert_array_equal(part, levels[1])
    assert (target.width(), target.height()) == (512, 512)


def test_thin_pixels_are_only_averaged_along_their_thin_side():
    part, target = raster.visible_part(np.ones((10, 100), np.float32), (), QTransform.fromScale(0.5, 5.0), (50, 50))
    assert part.shape == (10, 50)
    assert (target.width(), target.height()) == (50, 50)


@pytest.mark.parametrize("size", [(16, 16), (255, 300), (256, 31), (257, 5), (1001, 517), (1024, 768)])
def test_every_level_of_a_map_keeps_the_largest_of_what_it_stands_for(size):
    values = np.random.default_rng(1).random(size, dtype=np.float32)
    values[3, 3] = np.nan
    levels = raster.peaks(values)
    assert all(max(level.shape) > 8 for level in levels)
    for step, level in enumerate(levels, start=1):
        side = 2**step
        assert level.shape == tuple(-(-length // side) for length in size)
        for row, column in ((0, 0), (level.shape[0] - 1, level.shape[1] - 1), (level.shape[0] // 2, 0)):
            block = values[row * side : (row + 1) * side, column * side : (column + 1) * side]
            assert level[row, column] == np.nanmax(block)
