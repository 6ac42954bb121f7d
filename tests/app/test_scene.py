"""3-D pictures: cameras, what is seen where, colours, and the thread that draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.render import raw_scale
from app.scene.camera import Camera, Look, framing
from app.scene.cloud import CloudSource
from app.scene.colouring import HeightColours, NormalColours, ScoreColours
from app.scene.content import FrameRequest, Points, Surface
from app.scene.renderer import CHUNK, Renderer
from app.scene.splat import NOTHING, View, add_points, grown, lit
from app.scene.triangles import area_weighted_normals
from app.scene.worker import SceneWorker
from app.styles import OverlayMode, OverlayStyle
from core.records import PointCloud
from tests.app.fakes import make_cloud, make_loaded, make_result

SIZE = (120, 90)
BACKGROUND = (10, 20, 30)


class Dots:
    """A source of given points, drawn in their own order."""

    def __init__(self, points):
        self.points = np.asarray(points, np.float32)
        self.count = len(self.points)
        self.asked = 0

    def numbers(self, order):
        return order

    def positions(self, indices):
        self.asked += len(indices)
        return self.points[indices]

    def at(self, place):
        return np.array([0])


def red(numbers):
    return np.tile(np.array([[250, 0, 0]], np.uint8), (len(numbers), 1))


def request(points=(), size=1, camera=None, colours=red, surfaces=(), **more):
    drawn = Points(Dots(points), colours, size) if len(points) else None
    return FrameRequest(camera or Camera(), SIZE, BACKGROUND, drawn, surfaces, **({"has_light": False} | more))


def last_frame(wanted):
    return list(Renderer().frames(wanted))[-1]


# Cameras


@pytest.mark.parametrize("is_perspective", [True, False])
def test_a_place_on_the_picture_leads_back_to_the_place_in_the_scene(is_perspective):
    camera = replace(Camera(half_height=2.0, reach=3.0, is_perspective=is_perspective).orbit(35, -20).pan(0.3, -0.2))
    place = np.array([[0.4, -0.7, 1.1]])
    x, y = camera.on_screen(place, SIZE)[0]
    matrix = camera.eye_matrix()
    away = float(matrix[2, :3] @ place[0] + matrix[2, 3])
    assert camera.place_of(x, y, away, SIZE) == pytest.approx(place[0])


@pytest.mark.parametrize(
    ("look", "toward"),
    [
        (Look.FRONT, (0, 0, 1)),
        (Look.BACK, (0, 0, -1)),
        (Look.LEFT, (-1, 0, 0)),
        (Look.RIGHT, (1, 0, 0)),
        (Look.TOP, (0, 1, 0)),
        (Look.BOTTOM, (0, -1, 0)),
    ],
)
def test_a_standard_view_shows_the_side_that_it_names(look, toward):
    rotation = Camera().look(look).rotation
    assert np.linalg.det(rotation) == pytest.approx(1)
    assert rotation @ toward == pytest.approx([0, 0, 1])


def test_true_to_scale_equal_lengths_are_equal_wherever_they_lie():
    camera = Camera(half_height=5.0, reach=5.0, is_perspective=False)
    near, far = (camera.on_screen(np.array([[0, 0, z], [1.0, 0, z]]), SIZE) for z in (3.0, -3.0))
    assert near[1, 0] - near[0, 0] == pytest.approx(far[1, 0] - far[0, 0]) == pytest.approx(9.0)
    perspective = replace(camera, is_perspective=True)
    near, far = (perspective.on_screen(np.array([[0, 0, z], [1.0, 0, z]]), SIZE) for z in (3.0, -3.0))
    assert near[1, 0] - near[0, 0] > far[1, 0] - far[0, 0]


def test_what_is_under_the_mouse_stays_there_while_zooming():
    camera = Camera(half_height=5.0, reach=5.0, is_perspective=False)
    place = camera.place_of(90, 20, camera.distance, SIZE)
    anchor = ((90 - 60) / 45, (45 - 20) / 45)
    assert camera.zoom(2.0, anchor).on_screen(place[None], SIZE)[0] == pytest.approx([90, 20])


def test_framing_shows_every_point():
    points = np.random.default_rng(0).uniform(-1, 1, (200, 3)).astype(np.float32) * (30, 4, 9)
    camera = replace(framing(points, SIZE[0] / SIZE[1]), is_perspective=False)
    seen = camera.on_screen(points, SIZE)
    assert (seen >= 0).all()
    assert (seen <= SIZE).all()


# What is seen where


def test_of_points_behind_each_other_the_nearest_is_seen():
    frame = last_frame(request([[0, 0, -1], [0, 0, 1], [0, 0, 0]]))
    assert frame.numbers[45, 60] == 1
    assert frame.numbers[0, 0] == -1
    assert frame.pixels[45, 60] == 0xFFFA0000
    assert frame.pixels[0, 0] == 0xFF0A141E


def test_points_without_coordinates_or_behind_the_eye_are_not_drawn():
    frame = last_frame(request([[np.nan, 0, 0], [0, 0, 1e6], [np.inf, 1, 0]]))
    assert (frame.numbers == -1).all()


@pytest.mark.parametrize("size", [2, 3, 4, 7])
def test_a_dot_is_as_wide_as_asked_and_stays_around_its_place(size):
    frame = last_frame(request([[0, 0, 0]], size=size))
    rows, columns = np.nonzero(frame.numbers == 0)
    assert (np.ptp(rows) + 1, np.ptp(columns) + 1) == (size, size)
    assert abs(rows.mean() - 45) <= 0.5
    assert abs(columns.mean() - 60) <= 0.5


def test_a_wide_near_dot_covers_a_far_one():
    frame = last_frame(request([[0.0, 0, -0.5], [0.02, 0, 0.5]], size=5))
    assert 0 not in frame.numbers[45, 59:62]


def test_drawing_in_pieces_equals_drawing_at_once():
    points = np.random.default_rng(1).normal(0, 0.4, (500, 3)).astype(np.float32)
    view = View(Camera(), SIZE)
    whole, pieces = view.empty(), view.empty()
    add_points(whole, view, points.T, 0)
    for start in range(0, 500, 100):
        add_points(pieces, view, points[start : start + 100].T, start)
    assert (whole[:-1] == pieces[:-1]).all()
    assert (whole[:-1] != NOTHING).any()
    assert (grown(whole, view, 1)[:-1] == whole[:-1]).all()


def test_only_what_is_inside_the_box_is_drawn():
    wanted = request([[0, 0, 0.5], [0, 0, -0.5]])
    boxed = replace(wanted, points=replace(wanted.points, box=((-1, -1, -1), (1, 1, 0))))
    assert last_frame(wanted).numbers[45, 60] == 0
    assert last_frame(boxed).numbers[45, 60] == 1


def test_a_click_near_a_point_means_it_and_one_far_off_means_none():
    frame = last_frame(request([[0, 0, 0]]))
    assert frame.point_at(63, 45, 8) == 0
    assert frame.point_at(80, 45, 8) is None


def test_light_darkens_a_step_on_its_far_side_only():
    distances = np.full((5, 6), 10.0, np.float32)
    distances[:, 3:] = 11.0
    shade = lit(distances, 0.5)
    assert shade[2, 3] < 0.5
    assert shade[2, 2] == shade[2, 5] == 1.0
    distances[:, 3:] = np.inf
    assert np.isfinite(lit(distances, 0.5)[:, :3]).all()


def test_a_large_cloud_comes_as_a_fair_part_first_and_is_whole_in_the_end(monkeypatch):
    monkeypatch.setattr("app.scene.renderer.FIRST_S", 0.0)
    monkeypatch.setattr("app.scene.renderer.NEXT_S", 0.0)
    points = np.random.default_rng(2).uniform(-0.5, 0.5, (3 * CHUNK, 3)).astype(np.float32)
    frames = list(Renderer().frames(request(points)))
    assert [frame.drawn for frame in frames] == [CHUNK, 2 * CHUNK, 3 * CHUNK]
    assert [frame.is_whole for frame in frames] == [False, False, True]


def test_new_colours_alone_draw_nothing_anew():
    renderer = Renderer()
    wanted = request([[0, 0, 0]])
    list(renderer.frames(wanted))
    asked = wanted.points.source.asked
    blue = replace(wanted, points=replace(wanted.points, colours=lambda numbers: red(numbers)[:, ::-1]))
    frame = list(renderer.frames(blue))[-1]
    assert frame.pixels[45, 60] == 0xFF0000FA
    assert wanted.points.source.asked == asked


# Surfaces


def square(z, **more):
    vertices = np.array([[-0.5, -0.5, z], [0.5, -0.5, z], [0.5, 0.5, z], [-0.5, 0.5, z]], np.float32)
    faces = np.array([[0, 1, 2], [0, 2, 3]], np.int32)
    return Surface(vertices, area_weighted_normals(vertices, faces), faces, **more)


def test_a_surface_has_no_holes_and_hides_what_is_behind_it():
    frame = last_frame(request(surfaces=(square(0.0, colour=(0, 200, 0)), square(-0.5, colour=(200, 0, 0)))))
    rows, columns = np.nonzero((frame.pixels >> 8 & 0xFF) > (frame.pixels >> 16 & 0xFF) + 40)
    assert len(rows) == (np.ptp(rows) + 1) * (np.ptp(columns) + 1) > 400
    assert frame.place_at(60, 45) == pytest.approx([0, 0, 0], abs=0.03)
    assert frame.place_at(1, 1) is None


def test_a_ghost_lets_through_what_is_behind_it():
    solid, ghost = square(-0.2, colour=(0, 255, 0)), square(0.3, colour=(255, 255, 255), is_ghost=True)
    plain, veiled = last_frame(request(surfaces=(solid,))), last_frame(request(surfaces=(solid, ghost)))
    before, after = (frame.pixels[45, 60] >> 8 & 0xFF for frame in (plain, veiled))
    assert after > 0.7 * before
    assert veiled.pixels[45, 60] != plain.pixels[45, 60]


# The cloud of a sample


def test_any_first_part_of_a_cloud_is_spread_over_all_of_it():
    source = CloudSource(make_loaded(("cloud",), (64, 80), cloud_points=10_000))
    numbers = source.numbers(np.arange(source.count))
    assert sorted(numbers.tolist()) == list(range(source.count))
    gaps = np.diff(np.sort(numbers[:100]))
    assert gaps.max() < 3 * source.count / 100


def test_a_pixel_means_its_points_and_a_point_its_pixel():
    loaded = make_loaded(("rgb", "cloud"), (64, 80), cloud_points=500)
    wide = replace(loaded.views[0], pixels=np.zeros((128, 160), dtype=np.float32))
    source = CloudSource(replace(loaded, views=(wide, loaded.views[1])))
    inside = loaded.cloud.pixels[:, 0] >= 0
    pixels = source.pixels(np.arange(500))
    assert (pixels[~inside] == -1).all()
    assert np.abs(pixels[inside] - 2 * loaded.cloud.pixels[inside]).max() <= 1
    number = int(np.flatnonzero(inside)[7])
    assert number in source.at(tuple(int(value) for value in pixels[number]))
    assert len(source.at((127, 159))) <= 2


def test_very_large_clouds_find_a_pixel_s_points_without_an_index(monkeypatch):
    source = CloudSource(make_loaded(("cloud",), (64, 80), cloud_points=500))
    place = tuple(int(value) for value in source.pixels(np.array([3]))[0])
    with_index = sorted(source.at(place).tolist())
    monkeypatch.setattr("app.scene.cloud._INDEXED", 10)
    assert sorted(CloudSource(source.loaded).at(place).tolist()) == with_index != []


def test_normals_of_a_plane_point_along_its_slope():
    rows, columns = np.mgrid[:40, :50]
    points = np.stack([columns, -rows, 0.5 * columns], axis=-1).reshape(-1, 3).astype(np.float32)
    pixels = np.stack([rows, columns], axis=-1).reshape(-1, 2).astype(np.int32)
    loaded = replace(make_loaded(("cloud",), (40, 50), cloud_points=10), cloud=PointCloud(points, None, pixels))
    source = CloudSource(loaded)
    normals = source.normals(np.array([20 * 50 + 25]))[0]
    assert np.linalg.norm(normals) == pytest.approx(1, abs=1e-5)
    assert normals[2] > 0.8
    colours = NormalColours(source)(np.array([20 * 50 + 25, 0]))
    assert colours[0, 2] > 200
    assert (colours[1] == (115, 120, 128)).all()  # at the rim nothing is known


def test_heights_take_the_ends_of_the_colours_where_the_range_says():
    source = CloudSource(make_loaded(("cloud",), (64, 80), cloud_points=300))
    heights = source.heights(np.arange(300))
    low, high = int(np.argmin(heights)), int(np.argmax(heights))
    colours = HeightColours(source, (-1.0, 1.0))(np.array([low, high]))
    assert colours.tolist() == [[0x44, 0x01, 0x54], [0xFD, 0xE7, 0x25]]


def test_score_colours_follow_opacity_mode_and_threshold():
    loaded = make_loaded(("cloud",), (64, 80), cloud_points=2000)
    source, result = CloudSource(loaded), make_result(loaded)
    numbers = np.arange(2000)
    scale = raw_scale(result.anomaly_map)

    def painted(**style):
        colours = ScoreColours(source, result, scale, OverlayStyle(**style), 0.5)
        return (colours(numbers) != source.colours(numbers)).any(axis=1), colours.values(numbers)

    heat, values = painted()
    assert heat[values > 0.5].all()
    assert not heat[np.isnan(values)].any()
    regions, _ = painted(mode=OverlayMode.REGIONS)
    assert not regions[values < 0.5].any()
    assert regions.any()
    assert not painted(opacity=0.0)[0].any()


def test_a_cloud_of_equal_or_no_points_can_be_drawn():
    flat = make_cloud((64, 80), 30)
    flat.points[:] = 5.0
    empty = PointCloud(np.zeros((0, 3), np.float32), None, np.zeros((0, 2), np.int32))
    for cloud in (flat, empty):
        source = CloudSource(replace(make_loaded(("cloud",), (64, 80), cloud_points=30), cloud=cloud))
        points = Points(source, source.colours)
        frames = list(Renderer().frames(FrameRequest(framing(source.sample_positions), SIZE, BACKGROUND, points)))
        assert frames[-1].is_whole


# The thread


@pytest.fixture
def worker():
    worker = SceneWorker()
    yield worker
    assert worker.stop()


def test_the_newest_picture_asked_for_comes(qtbot, worker):
    wanted = [request([[0, 0, 0]], camera=Camera().orbit(turn, 0)) for turn in range(20)]
    shown = []
    worker.drawn.connect(shown.append)
    for one in wanted:
        worker.ask(one)
    qtbot.waitUntil(lambda: bool(shown) and shown[-1].request is wanted[-1], timeout=60_000)


def test_a_picture_that_fails_is_said_and_the_next_one_comes(qtbot, worker):
    def broken(numbers):
        raise ValueError("no colours")

    with qtbot.waitSignal(worker.failed, timeout=60_000):
        worker.ask(request([[0, 0, 0]], colours=broken))
    with qtbot.waitSignal(worker.drawn, timeout=60_000):
        worker.ask(request([[0, 0, 0]]))
