import numpy as np
import pytest

from core.regions import find


def test_regions_are_found_with_area_place_and_share_of_each_sensor():
    fused = np.zeros((40, 60), np.float32)
    fused[10:14, 20:30] = 2.0
    fused[12, 25] = 5.0
    fused[30:33, 5:8] = 3.0
    sensors = {"rgb": fused * 0.6, "infrared": fused * 0.8}
    first, second = find(fused, sensors, 1.0, (0.5, 0.5))
    assert first.bbox == (20, 10, 30, 14)
    assert (first.area_px, first.area_mm2) == (40, 10.0)
    assert first.peak_position == (25, 12)
    assert first.modality_share["infrared"] == pytest.approx(0.64)
    assert sum(second.modality_share.values()) == pytest.approx(1.0)
    assert second.slice_index is None


def test_a_region_of_a_volume_is_connected_over_slices_and_names_its_hottest_slice():
    fused = np.zeros((5, 20, 20), np.float32)
    fused[1:4, 5:9, 5:9] = 1.0
    fused[2, 6, 7] = 4.0
    (region,) = find(fused, {"ct": fused}, 0.5, (3.0, 1.0, 1.0))
    assert region.slice_index == 2
    assert region.area_mm2 == 16.0


def test_nothing_above_the_threshold_and_specks_give_no_region():
    fused = np.zeros((10, 10), np.float32)
    fused[2, 2] = 1.0
    assert find(fused, {"rgb": fused}, 0.5, None) == ()
    assert find(fused, {"rgb": fused}, 2.0, None) == ()


def test_a_sensor_of_another_size_is_rescaled_to_the_map():
    fused = np.zeros((20, 20), np.float32)
    fused[5:10, 5:10] = 1.0
    (region,) = find(fused, {"rgb": fused, "infrared": np.zeros((10, 12), np.float32)}, 0.5, None)
    assert region.modality_share == {"rgb": 1.0, "infrared": 0.0}
    assert region.area_mm2 is None
