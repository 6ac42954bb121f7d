"""Arrays to pictures."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QTransform

from app import raster, render
from tests.app.fakes import make_calibration


def test_one_colour_means_one_percentile_of_normal():
    low, high = make_calibration(("rgb",)), make_calibration(("rgb",))
    high = type(high)(**{name: getattr(high, name) for name in high.__slots__} | {"pixel_values": low.pixel_values * 5})
    values = np.interp([0.5, 0.9, 0.99], low.pixel_levels, low.pixel_values).astype(np.float32)
    np.testing.assert_allclose(
        render.calibrated_scale(low).position(values), render.calibrated_scale(high).position(values * 5), atol=1e-4
    )


def test_a_value_above_all_normal_pixels_lies_beyond_the_max_tick():
    calibration = make_calibration(("rgb",))
    scale = render.calibrated_scale(calibration)
    largest = float(calibration.pixel_values[-1])
    assert float(scale.position(largest * 1.5)) > {label: place for place, label in scale.ticks}["max"]
    assert scale.value(float(scale.position(largest))) == pytest.approx(largest, rel=1e-3)


def test_a_constant_calibration_still_makes_an_ascending_scale():
    calibration = make_calibration(("rgb",))
    flat = type(calibration)(
        **{name: getattr(calibration, name) for name in calibration.__slots__}
        | {"pixel_values": np.zeros_like(calibration.pixel_values)}
    )
    assert (np.diff(render.calibrated_scale(flat).values) > 0).all()


def test_without_calibration_the_scale_says_so():
    scale = render.raw_scale(np.full((4, 4), 2.0, np.float32))
    assert not scale.is_calibrated
    assert "not calibrated" in scale.caption
    assert render.raw_scale(np.full((4, 4), np.nan, np.float32)).top > 0


def test_index_images_keep_the_order_of_values_and_put_nan_lowest():
    scale = render.raw_scale(np.array([[0.0, 1.0]], np.float32))
    indices = render.index_image(np.array([[np.nan, 0.0, 0.5, 1.0, 9.0]], np.float32), scale)
    assert indices.tolist() == [[0, 0, 128, 255, 255]]


def test_normal_places_keep_their_own_look_under_the_overlay():
    table = render.overlay_table("inferno", 0.6)
    assert table[0] >> 24 == 0
    assert table[255] >> 24 == round(255 * 0.6)


@pytest.mark.parametrize("name", render.COLOUR_MAPS)
def test_colour_maps_get_lighter_all_the_way(name):
    luminance = render.colour_table(name).astype(float) @ (0.2126, 0.7152, 0.0722)
    assert (np.diff(luminance) > -1.5).all()
    assert luminance[-1] - luminance[0] > 150


def test_windowing_keeps_missing_measurements_apart():
    grey = render.window_grey(np.array([[np.nan, -5.0, 0.0, 10.0, 99.0]], np.float32), 0.0, 10.0)
    assert grey.tolist() == [[0, 1, 1, 255, 255]]
    image = render.grey_image(grey, QColor("#3a2d4f"))
    assert image.pixelColor(0, 0).name() == "#3a2d4f"
    assert image.pixelColor(4, 0).name() == "#ffffff"


def test_colours_of_float_and_byte_pictures_agree():
    pixels = np.linspace(0, 1, 12, dtype=np.float32).reshape(2, 2, 3)
    image = render.colour_image(render.colour_bytes(pixels, 0.0, 1.0))
    assert image.pixelColor(1, 1).getRgb()[:3] == tuple(int(v * 255) for v in pixels[1, 1])


@pytest.mark.parametrize(("side", "scale"), [(64, 5.0), (64, 1.0), (800, 0.5), (3000, 0.1)])
def test_outlines_surround_the_places_at_or_above_the_threshold(qapp, side, scale):
    values = np.zeros((side, side), np.float32)
    tenth = side // 10
    values[2 * tenth : 4 * tenth, 3 * tenth : 8 * tenth] = 1.0
    size = round(side * scale) + 20
    move = QTransform(scale, 0, 0, scale, 10, 10)
    image = render.outline_image(raster.screen_map(values, move, (size, size)), 0.5, QColor("#4be0ff"))
    found = [(x, y) for y in range(size) for x in range(size) if image.pixelColor(x, y).name() == "#4be0ff"]
    box = move.mapRect(QRectF(3 * tenth, 2 * tenth, 5 * tenth, 2 * tenth))
    xs, ys = [x for x, _ in found], [y for _, y in found]
    for edge, expected in zip((min(xs), min(ys), max(xs), max(ys)), box.getCoords(), strict=True):
        assert abs(edge - expected) <= 2 + 1.5 * scale
    assert image.pixelColor(round(box.center().x()), round(box.center().y())).alpha() == 0


def test_a_single_pixel_survives_when_the_map_is_shrunk(qapp):
    values = np.zeros((1000, 1000), np.float32)
    values[501, 333] = 1.0
    shown = raster.screen_map(values, QTransform.fromScale(0.1, 0.1), (100, 100))
    assert shown.max() > 0.5


def test_there_is_no_outline_where_nothing_reaches_the_threshold(qapp):
    for values in (np.zeros((8, 8), np.float32), np.full((8, 8), np.nan, np.float32)):
        assert render.outline_image(raster.screen_map(values, QTransform(), (8, 8)), 0.5, QColor("red")) is None
