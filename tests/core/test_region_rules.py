"""Rules of what counts as a region, by property, and in a real (tiny) model."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.api import load_inspector, load_sample
from core.cli import run
from core.data.index import index_paths
from core.progress import CancelToken
from core.recipes import rewrite
from core.records import Verdict
from core.region_rules import RegionRules, Zone
from core.regions import find

shares = st.floats(0.0, 1.0, allow_nan=False)
zones = st.lists(st.tuples(shares, shares), min_size=3, max_size=6).map(lambda points: Zone(tuple(points)))
maps = st.integers(0, 2**32 - 1).map(lambda seed: np.random.default_rng(seed).random((18, 23), np.float32) ** 4)
rule_sets = st.builds(
    RegionRules,
    min_area_px=st.integers(0, 30),
    min_area_mm2=st.floats(0, 20),
    limit_mm=st.none() | st.floats(0.1, 30),
    zones=st.lists(zones, max_size=3).map(tuple),
)


def rectangle(x0, y0, x1, y1) -> Zone:
    return Zone(((x0, y0), (x1, y0), (x1, y1), (x0, y1)))


@given(rule_sets)
def test_rules_survive_being_written_and_read(rules):
    assert RegionRules.from_dict(rules.to_dict()) == rules


@given(maps, rule_sets, st.floats(0.1, 0.9))
@settings(max_examples=60, deadline=None)
def test_what_counts_is_large_enough_and_outside_every_zone(values, rules, threshold):
    spacing = (0.7, 0.4)
    everything = {region.bbox for region in find(values, {"rgb": values}, threshold, spacing)}
    watched = rules.watched(values.shape)
    for region in find(values, {"rgb": values}, threshold, spacing, rules):
        assert region.area_px >= max(rules.min_area_px, 4)
        assert region.area_mm2 >= rules.min_area_mm2
        x, y = region.peak_position
        assert watched is None or watched[y, x]
        assert rules.zones or region.bbox in everything
        assert threshold <= region.mean <= region.peak


@given(maps, st.integers(4, 20), st.integers(4, 20))
@settings(max_examples=40, deadline=None)
def test_a_larger_smallest_size_never_lets_more_regions_count(values, one, other):
    less, more = sorted((one, other))
    loose = find(values, {"rgb": values}, 0.3, None, RegionRules(min_area_px=less))
    strict = find(values, {"rgb": values}, 0.3, None, RegionRules(min_area_px=more))
    assert {region.bbox for region in strict} <= {region.bbox for region in loose}


@given(maps, st.floats(0.2, 3), st.floats(0.2, 3))
@settings(max_examples=40, deadline=None)
def test_a_region_is_as_long_as_its_farthest_pixels_say(values, row_mm, column_mm):
    for region in find(values, {"rgb": values}, 0.4, (row_mm, column_mm)):
        x0, y0, x1, y1 = region.bbox
        width, height = (x1 - x0) * column_mm, (y1 - y0) * row_mm
        least = max(width - column_mm, height - row_mm) + min(row_mm, column_mm)
        assert least - 1e-6 <= region.length_mm <= np.hypot(width, height) + min(row_mm, column_mm)


@given(st.integers(2, 40), st.integers(2, 40), shares, shares, shares, shares)
def test_a_rectangle_ignores_exactly_the_pixels_whose_centres_it_holds(height, width, xa, xb, ya, yb):
    (x0, x1), (y0, y1) = sorted((xa, xb)), sorted((ya, yb))
    mask = RegionRules(zones=(rectangle(x0, y0, x1, y1),)).watched((height, width))
    x, y = (np.arange(width) + 0.5) / width, (np.arange(height) + 0.5) / height
    inside = ((x > x0) & (x < x1))[None, :] & ((y > y0) & (y < y1))[:, None]
    edge = np.isin(x, (x0, x1))[None, :] | np.isin(y, (y0, y1))[:, None]
    assert np.array_equal(mask | edge, ~inside | edge)


def test_a_long_line_of_a_volume_is_measured_through_its_slices():
    values = np.zeros((30, 40, 40), np.float32)
    for step in range(30):
        values[step, step, step] = 1.0
    (region,) = find(values, {"ct": values}, 0.5, (2.0, 1.0, 1.0))
    assert region.length_mm == pytest.approx(29 * np.sqrt(6.0) + 1.0)
    assert region.volume_mm3 == pytest.approx(60.0)
    assert region.slices == (0, 30)


def test_a_region_of_many_pixels_is_measured_to_half_a_per_cent():
    rows, columns = np.mgrid[:900, :900]
    values = (np.hypot(rows - 450, columns - 450) < 400).astype(np.float32)
    (region,) = find(values, {"rgb": values}, 0.5, (0.1, 0.1))
    assert region.length_mm == pytest.approx(80.0, rel=0.005)


@pytest.mark.parametrize(("lengths", "decided"), [([3.0, 1.0], True), ([1.0], False), ([], False), ([1.0, None], None)])
def test_the_size_limit_decides_where_sizes_are_known(lengths, decided):
    assert RegionRules(limit_mm=2.0).is_decided(lengths) is decided


def test_without_rules_the_score_decides():
    assert RegionRules().is_decided([]) is None
    assert RegionRules(min_area_mm2=2.0).is_decided([5.0]) is None


@pytest.fixture(scope="module")
def defective(data_set):
    found = index_paths([data_set], CancelToken()).samples
    return load_sample(next(s for s in found if s.category == "disc" and s.is_anomalous and s.split == "test"))


def inspected(model_file, out, defective, rules):
    record = load_inspector(model_file, "cpu").calibrations["disc"]
    rewrite(model_file, out, {"disc": replace(record, rules=rules, pixel_threshold=record.anomaly_threshold * 0.9)})
    return load_inspector(out, "cpu").inspect(defective, "disc")


def test_an_ignored_zone_takes_its_part_out_of_map_score_and_regions(model_file, tmp_path, defective):
    plain = load_inspector(model_file, "cpu").inspect(defective, "disc")
    height, width = plain.anomaly_map.shape
    y, x = np.unravel_index(plain.anomaly_map.argmax(), plain.anomaly_map.shape)
    zone = rectangle(
        *(float(v) for v in np.clip([x / width - 0.2, y / height - 0.2, x / width + 0.2, y / height + 0.2], 0, 1))
    )
    result = inspected(model_file, tmp_path / "m.safetensors", defective, RegionRules(zones=(zone,)))
    assert result.score < plain.score
    assert result.anomaly_map[y, x] < 0.05 * plain.anomaly_map[y, x]
    assert (result.anomaly_map <= plain.anomaly_map + 1e-5).all()
    assert any("zone ignored" in note for note in result.notes)
    everything = RegionRules(zones=(rectangle(0, 0, 1, 1),))
    nothing = inspected(model_file, tmp_path / "n.safetensors", defective, everything)
    assert (nothing.score, nothing.regions) == (0.0, ())


def test_a_size_limit_sends_short_defects_to_review_and_a_pixel_threshold_of_its_own_is_used(
    model_file, tmp_path, defective
):
    defective = replace(defective, views=tuple(replace(view, spacing_mm=(0.1, 0.1)) for view in defective.views))
    record = load_inspector(model_file, "cpu").calibrations["disc"]
    plain = load_inspector(model_file, "cpu").inspect(defective, "disc")
    assert plain.verdict is Verdict.ANOMALY
    result = inspected(model_file, tmp_path / "m.safetensors", defective, RegionRules(limit_mm=500.0))
    assert result.verdict is Verdict.REVIEW
    assert result.calibration.region_threshold == pytest.approx(record.anomaly_threshold * 0.9)
    longest = max(region.length_mm for region in result.regions)
    short = inspected(model_file, tmp_path / "n.safetensors", defective, RegionRules(limit_mm=longest * 0.99))
    assert short.verdict is Verdict.ANOMALY


def test_the_command_shows_and_changes_rules(model_file, tmp_path, capsys):
    out = tmp_path / "ruled.safetensors"
    told = ["rules", str(model_file), "--category", "disc", "--limit-mm", "2.5", "--ignore", "0,0,0.5,0.25"]
    assert run([*told, "--out", str(out)], None) == 0
    assert "2.5 mm" in capsys.readouterr().out
    rules = load_inspector(out, "cpu").calibrations["disc"].rules
    assert rules == RegionRules(limit_mm=2.5, zones=(rectangle(0, 0, 0.5, 0.25),))
    assert run(told, None) == 2
    assert run(["rules", str(model_file), "--category", "disc", "--ignore", "1,1,0,0"], None) == 2
    assert run(["rules", str(model_file), "--category", "spoon"], None) == 1
