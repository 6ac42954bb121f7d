"""Tiles cover a picture and leave no seam."""

import tracemalloc
from itertools import pairwise

import cv2
import numpy as np
import pytest

from core.tiling import Blend, plan_tiles

PICTURE = cv2.GaussianBlur(np.random.default_rng(0).normal(size=(301, 420)).astype(np.float32), (0, 0), 3)


def local(pixels):
    """Stands for a network: what it says of a pixel depends on 15 pixels around, and on padding at borders."""
    return cv2.GaussianBlur(np.abs(cv2.Laplacian(pixels, cv2.CV_32F)), (15, 15), 4, borderType=cv2.BORDER_CONSTANT)


def map_tiles(plan, inspect):
    blend = Blend(plan)
    for tile in plan:
        blend.add(tile, inspect(tile))
    return blend.finish()


@pytest.mark.parametrize(("side", "overlap"), [(128, 40), (128, 63), (200, 60), (90, 36)])
def test_tiled_equals_untiled(side, overlap):
    plan = plan_tiles(PICTURE.shape, side, overlap)
    assert len(plan) > 4
    whole, tiled = local(PICTURE), map_tiles(plan, lambda tile: local(tile.of(PICTURE)))
    assert np.abs(tiled - whole).max() < 2e-3 * whole.max()


def test_a_picture_that_fits_is_one_tile_and_unchanged():
    plan = plan_tiles(PICTURE.shape, 512, 64)
    assert len(plan) == 1
    np.testing.assert_array_equal(map_tiles(plan, lambda tile: local(tile.of(PICTURE))), local(PICTURE))


def test_a_steady_difference_between_tiles_shows_no_step():
    plan = plan_tiles((64, 600), 128, 48)
    blend = Blend(plan)
    for number, tile in enumerate(plan):
        blend.add(tile, np.full(tile.size, float(number), np.float32))
    steps = np.abs(np.diff(blend.finish(), axis=1))
    assert steps.max() < 0.1
    assert blend.finish().max() == pytest.approx(len(plan) - 1)


@pytest.mark.parametrize("size", [(1, 1), (100, 5000), (129, 128), (20_000, 20_000)])
def test_tiles_cover_every_pixel_and_share_their_overlap(size):
    plan = plan_tiles(size, 128, 32)
    for starts, side, length in ((plan.rows, plan.side[0], size[0]), (plan.columns, plan.side[1], size[1])):
        assert (starts[0], starts[-1] + side) == (0, length)
        assert all(first + side - second >= 32 for first, second in pairwise(starts))


def test_memory_is_one_map_and_one_tile():
    plan = plan_tiles((2000, 3000), 256, 64)
    tracemalloc.start()
    map_tiles(plan, lambda tile: np.ones(tile.size, np.float32))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1.2 * 2000 * 3000 * 4


def test_impossible_overlaps_are_refused():
    with pytest.raises(ValueError, match="cannot overlap by 64"):
        plan_tiles((300, 300), 128, 64)
