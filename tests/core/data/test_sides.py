"""Closed parts are seen from several sides, and every point finds its pixel and every pixel its point."""

from dataclasses import replace

import numpy as np
import pytest

from core.api import load_sample
from core.data.clouds import RawCloud
from core.data.load import load
from core.data.projection import project, viewpoint
from core.data.sides import all_around, choose_sides, project_sides, rotation_of
from core.progress import CancelToken, ignore_progress
from core.records import FileChoice, Region, Sample, Side, Verdict
from core.sides import NO_RECIPE, inspect_sides
from core.standards import point_scores
from tests.app.fakes import make_loaded, make_result

TOKEN = CancelToken()


def box(step=1.0, size=(60.0, 40.0, 24.0), middle=(100.0, -50.0, 20.0)):
    """Points on all six faces of a box."""
    axes = [np.arange(-s / 2, s / 2 + step / 2, step) for s in size]
    faces = []
    for axis in range(3):
        rest = [a for a in range(3) if a != axis]
        u, v = np.meshgrid(axes[rest[0]], axes[rest[1]])
        for end in (-size[axis] / 2, size[axis] / 2):
            face = np.empty((u.size, 3))
            face[:, rest[0]], face[:, rest[1]], face[:, axis] = u.ravel(), v.ravel(), end
            faces.append(face)
    return (np.concatenate(faces) + middle).astype(np.float32)


def test_named_viewpoints_and_all_sides_are_rotations():
    named = [rotation_of(name) for name in ("top", "bottom", "front", "back", "left", "right")]
    for rotation in (*named, *all_around(viewpoint(box())).values()):
        np.testing.assert_allclose(rotation @ rotation.T, np.eye(3), atol=1e-9)
        assert np.linalg.det(rotation) > 0.99
    assert rotation_of("best") is None


def test_from_the_top_the_top_is_seen_and_the_bottom_is_not():
    points = box()
    shown = project(RawCloud(points), TOKEN, rotation_of("top"))
    assert shown.is_visible[points[:, 2] == points[:, 2].max()].all()
    assert not shown.is_visible[points[:, 2] == points[:, 2].min()].any()


def test_a_box_is_seen_from_six_sides_and_an_open_sheet_from_one():
    assert len(choose_sides(RawCloud(box()), TOKEN)) == 6
    points = box()
    assert list(choose_sides(RawCloud(points[points[:, 2] == points[:, 2].max()]), TOKEN)) == ["face"]


def test_every_point_of_a_box_is_seen_and_lies_where_its_pixel_says():
    cloud = RawCloud(box(), np.full((len(box()), 3), 77, np.uint8))
    rotations = choose_sides(cloud, TOKEN)
    sheet = project_sides(cloud, rotations, TOKEN)
    assert (sheet.seen >= 0).any(axis=0).all()
    height, width = sheet.depth.shape
    for number, (side, rotation) in enumerate(zip(sheet.sides, rotations.values(), strict=True)):
        y0, x0, y1, x1 = side.box
        seen = np.flatnonzero(sheet.seen[number] >= 0)
        rows, columns = np.divmod(sheet.seen[number, seen], width)
        assert ((rows >= y0) & (rows < y1) & (columns >= x0) & (columns < x1)).all()  # point to pixel
        away = cloud.points[seen] @ rotation[2]
        behind = away - (cloud.points @ rotation[2]).min() - sheet.depth[rows, columns]
        assert behind.max() < 5.5  # four gaps and 2 % of the part: so far a point may lie behind what its pixel shows
        assert abs(np.median(behind)) < 0.1
        right = cloud.points[seen] @ rotation[0]
        slope = np.polyfit(columns, right, 1)[0]  # pixel to point: columns run to the right, evenly
        np.testing.assert_allclose(
            right, np.polyval([slope, right.mean() - slope * columns.mean()], columns), atol=slope
        )
    at = np.flatnonzero(sheet.pixels[:, 0] >= 0)
    flat = sheet.pixels[at, 0] * width + sheet.pixels[at, 1]
    assert (sheet.seen[:, at] == flat).any(axis=0).all()  # the one pixel of a point is one of its sides'
    assert height > max(side.box[3] - side.box[1] for side in sheet.sides[:1]) // 4
    assert np.all(sheet.colours[sheet.pixels[at, 0], sheet.pixels[at, 1]] == 77)


@pytest.fixture
def sample(tmp_path):
    np.savetxt(tmp_path / "cloud.xyz", box(), "%.3f")
    return Sample("box", {"cloud": tmp_path / "cloud.xyz"})


def test_a_closed_part_is_shown_from_all_sides_unless_one_is_chosen(sample):
    loaded = load_sample(sample)
    assert len(loaded.sides) == 6
    assert any("seen from 6 sides" in note for note in loaded.views[0].notes)
    one = load_sample(replace(sample, choices={"cloud": FileChoice(viewpoint="best")}))
    assert one.sides == ()
    assert any("lie on the far side" in note for note in one.views[0].notes)
    assert (one.cloud.pixels[:, 0] < 0).mean() > 0.3  # what nobody saw has no pixel, so no score
    assert load(sample, ignore_progress, TOKEN).sides == ()  # as models are trained


def test_scores_come_back_to_the_points_from_all_sides(sample):
    loaded = load_sample(sample)
    heat = np.zeros(loaded.views[0].size, np.float32)
    for number, side in enumerate(loaded.sides):
        y0, x0, y1, x1 = side.box
        heat[y0:y1, x0:x1] = number + 1
    scores = point_scores(loaded.cloud, heat)
    best = np.where(loaded.cloud.sides >= 0, np.arange(1, 7)[:, None], 0).max(axis=0)
    np.testing.assert_array_equal(scores, best)
    hot = np.zeros_like(heat)
    row, column = loaded.cloud.pixels[7]
    hot[row, column] = 5
    hit = np.flatnonzero(point_scores(loaded.cloud, hot) == 5)
    assert 7 in hit
    assert np.linalg.norm(loaded.cloud.points[hit] - loaded.cloud.points[7], axis=1).max() < 25  # one pixel of one side


def results(*categories):
    """A made-up inspector: side n scores n and is of the n-th category."""
    asked = []

    def inspect(part, recipe):
        asked.append(recipe)
        number = int(part.views[0].pixels.flat[0])
        category = "" if recipe == NO_RECIPE else categories[number]
        made = make_result(part, Verdict.ANOMALY if category else Verdict.UNKNOWN, category or "x")
        spot = Region((1, 2, 3, 4), 4, None, 1.0 + number, (2, 3), None, {"depth": 1.0})
        flat = np.full(part.views[0].size, number, np.float32)
        return replace(made, score=float(number), anomaly_map=flat, modality_maps={"depth": flat}, regions=(spot,))

    return inspect, asked


@pytest.fixture
def two_sides():
    loaded = make_loaded(("depth",), (20, 50))
    loaded.views[0].pixels[:, :25], loaded.views[0].pixels[:, 25:] = 0, 1
    return replace(loaded, sides=(Side("face", (0, 0, 20, 25)), Side("reverse", (0, 25, 20, 50))))


def test_maps_and_regions_of_all_sides_are_one_result(two_sides):
    inspect, _ = results("bracket", "bracket")
    result = inspect_sides(inspect, two_sides, None, ignore_progress, TOKEN)
    assert (result.category, result.score, result.anomaly_map.shape) == ("bracket", 1.0, (20, 50))
    assert (result.anomaly_map[0, 0], result.anomaly_map[0, 49]) == (0, 1)
    assert result.regions[0].bbox == (26, 2, 28, 4)  # of the reverse, which is hotter
    assert result.regions[0].peak_position == (27, 3)


def test_a_side_that_the_model_does_not_know_is_not_judged(two_sides):
    inspect, asked = results("bracket", "")
    result = inspect_sides(inspect, two_sides, None, ignore_progress, TOKEN)
    assert (result.category, result.score) == ("bracket", 0.0)
    assert "knows only the first side" in " ".join(result.notes)
    inspect, asked = results("", "bracket")
    result = inspect_sides(inspect, two_sides, None, ignore_progress, TOKEN)
    assert (result.verdict, asked[-2:]) == (Verdict.UNKNOWN, [NO_RECIPE, NO_RECIPE])
