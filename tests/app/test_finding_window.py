"""The window of a CT follows what was found, until the user sets one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.finding_window import FindingWindow, fitting_preset
from app.state import AppState
from app.windows import CT_PRESETS
from tests.app.fakes import make_loaded, make_regions, make_result

WINDOWS = {preset.name: preset.limits for preset in CT_PRESETS}


@pytest.fixture
def state():
    return AppState()


@pytest.fixture
def follower(state, settings):
    return FindingWindow(state, settings)


def chest():
    """Lung on the left half, soft tissue on the right."""
    loaded = make_loaded(("ct",), (12, 64, 64))
    loaded.views[0].pixels[:, :, :32] = -820.0
    loaded.views[0].pixels[:, :, 32:] = 45.0
    return loaded


def region_at(x, y=30, index=6):
    return replace(
        make_regions(("ct",), is_volume=True, count=1)[0],
        bbox=(x - 2, y - 2, x + 3, y + 3),
        peak_position=(x, y),
        slice_index=index,
    )


def test_a_nodule_in_the_lung_is_read_in_the_lung_window():
    loaded = chest()
    loaded.views[0].pixels[5:8, 28:33, 12:17] = 30.0  # the nodule itself is soft tissue
    assert fitting_preset(loaded.views[0], region_at(14), "chest_ct") == "Lung"


def test_elsewhere_the_tissue_or_the_organ_decides():
    loaded = chest()
    assert fitting_preset(loaded.views[0], region_at(52), "chest_ct") == "Abdomen"
    assert fitting_preset(loaded.views[0], region_at(52), "liver_ct") == "Liver"
    loaded.views[0].pixels[4:9, 26:35, 48:57] = 700.0
    assert fitting_preset(loaded.views[0], region_at(52), "chest_ct") == "Bone"


def test_a_region_outside_the_volume_is_read_like_the_nearest_place():
    loaded = chest()
    assert fitting_preset(loaded.views[0], region_at(90, 70, index=15), "chest_ct") == "Abdomen"
    assert fitting_preset(loaded.views[0], region_at(-4, -4, index=-2), "chest_ct") == "Lung"


def test_the_window_follows_the_strongest_and_then_the_selected_region(state, follower):
    loaded = chest()
    state.set_loaded(loaded)
    state.set_result(make_result(loaded))
    regions = (region_at(52), region_at(14))
    state.set_regions(regions)
    assert state.window_of(0) == WINDOWS["Abdomen"]
    state.select_region(regions[1])
    assert state.window_of(0) == WINDOWS["Lung"]


def test_a_window_that_the_user_set_stays_until_the_next_sample(state, follower):
    loaded = chest()
    state.set_loaded(loaded)
    state.set_result(make_result(loaded))
    state.set_window("ct", (0.0, 80.0))
    state.set_regions((region_at(52),))
    assert state.window_of(0) == (0.0, 80.0)
    state.set_loaded(loaded)
    state.set_result(make_result(loaded))
    state.set_regions((region_at(14),))
    assert state.window_of(0) == WINDOWS["Lung"]


def test_images_and_mri_keep_their_windows(state, follower):
    loaded = make_loaded(("t1",), (12, 64, 64))
    state.set_loaded(loaded)
    state.set_result(make_result(loaded))
    state.set_regions((region_at(52),))
    assert state.window_of(0) == loaded.views[0].display_range
    assert np.isfinite(state.window_of(0)).all()
