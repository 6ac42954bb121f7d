"""What colours of the map mean: kinds of scale, ranges, clipping, colour-vision deficiencies."""

from __future__ import annotations

import numpy as np
import pytest

from app.colour_scales import base_scale, narrowed, scale_of
from app.render import COLOUR_MAPS, calibrated_scale, colour_table, index_image, overlay_image
from app.viewing import ScaleKind, ViewStyle
from app.views.ranges import sampled_counts
from app.vision import Vision, luminance, simulate
from tests.app.fakes import make_calibration

CALIBRATION = make_calibration(("rgb",))
SCALE = calibrated_scale(CALIBRATION)


def test_the_threshold_is_in_the_middle_of_the_linear_scale_whatever_the_category():
    scale = base_scale(ScaleKind.LINEAR, CALIBRATION, SCALE, None)
    assert float(scale.position(CALIBRATION.anomaly_threshold)) == pytest.approx(0.5)
    assert [label for _, label in scale.ticks] == ["0×", "0.5×", "1×", "1.5×", "2×"]


def test_raw_and_percentile_scales_do_not_depend_on_the_sample():
    for kind in (ScaleKind.RAW, ScaleKind.LINEAR, ScaleKind.PERCENTILE):
        quiet, loud = (base_scale(kind, CALIBRATION, SCALE, extent) for extent in ((0.0, 0.1), (0.0, 9.0)))
        np.testing.assert_array_equal(quiet.values, loud.values)


def test_an_own_range_fits_the_map_and_says_that_nothing_can_be_compared():
    scale = base_scale(ScaleKind.IMAGE, CALIBRATION, SCALE, (0.2, 0.6))
    assert (float(scale.position(0.2)), float(scale.position(0.6))) == pytest.approx((0.0, 1.0))
    assert "cannot be compared" in scale.caption


def test_a_narrowed_range_spreads_all_colours_over_it_in_the_same_order():
    scale = narrowed(SCALE, 0.1, 0.4)
    assert float(scale.position(0.1)) == 0.0
    assert float(scale.position(0.4)) == pytest.approx(1.0)
    values = np.linspace(0.1, 0.4, 50)
    assert np.all(np.diff(scale.position(values)) >= 0)
    assert scale_of(ViewStyle(display=(0.1, 0.4)), CALIBRATION, SCALE, None).top == pytest.approx(0.4)


def test_only_what_lies_outside_the_clip_range_is_left_out():
    values = np.array([[0.0, 0.1, 0.2, 0.3, np.nan]], np.float32)
    assert (index_image(values, SCALE, (0.1, 0.2)) > 0).tolist() == [[False, True, True, False, False]]
    image = overlay_image(index_image(values, SCALE, (0.1, 0.2)), "inferno", is_constant=True, is_clipped=True)
    assert [image.pixelColor(x, 0).alpha() for x in range(5)] == [0, 255, 255, 0, 0]


def test_the_histogram_says_how_many_values_it_counted():
    counts, step = sampled_counts(np.full((1500, 1000), 0.2, np.float32), SCALE)
    assert (counts > 0).sum() == 1
    assert counts.sum() == 1500 * 1000 / step


@pytest.mark.parametrize("vision", Vision)
@pytest.mark.parametrize("name", COLOUR_MAPS)
def test_every_colour_map_gets_lighter_for_every_eye(name, vision):
    light = luminance(simulate(colour_table(name), vision))
    assert np.all(np.diff(light[::16]) > 0)


def test_grey_stays_grey_for_every_eye():
    grey = np.repeat(np.arange(0, 256, 15, dtype=np.uint8)[:, None], 3, axis=1)
    for vision in Vision:
        assert np.abs(simulate(grey, vision).astype(int) - grey).max() <= 1
