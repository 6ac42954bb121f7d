"""Clouds of laser scanners and meshes of CAD programs; normals; which pixel a point is."""

import laspy
import numpy as np
import pytest

from core.data.clouds import read_cloud
from core.data.load import load
from core.errors import SampleReadError
from core.progress import CancelToken, ignore_progress
from core.records import Sample

SQUARE = np.array([[0, 0, 0], [10, 0, 0], [10, 10, 0], [0, 10, 0]], np.float32)
OBJ = "# made by hand\nmtllib ../../secret.mtl\n" + "".join(f"v {x} {y} {z}\n" for x, y, z in SQUARE)


def read(path):
    return read_cloud(path, CancelToken())


def save_las(path, points, colours=None):
    file = laspy.LasData(laspy.LasHeader(point_format=0 if colours is None else 2, version="1.2"))
    file.header.scales, file.header.offsets = [0.0001] * 3, np.floor(points.min(axis=0))
    file.x, file.y, file.z = points.T
    if colours is not None:
        file.red, file.green, file.blue = (colours.astype(np.uint16) * 257).T
    file.write(path)
    return path


@pytest.mark.parametrize("name", ["a.las", "a.laz"])
def test_las_far_from_its_origin_keeps_the_parts_detail(tmp_path, name):
    random = np.random.default_rng(0)
    points, colours = random.uniform(0, 3, (500, 3)), random.integers(0, 256, (500, 3))
    cloud = read(save_las(tmp_path / name, points + np.array([4_400_000, 5_500_000, 100]), colours))
    np.testing.assert_allclose(np.diff(cloud.points, axis=0), np.diff(points, axis=0) * 1000, atol=0.3)
    np.testing.assert_array_equal(cloud.colours, colours)
    assert cloud.unit == "mm"
    assert "counted from (4,400,000, 5,500,000, " in cloud.notes[0]


@pytest.mark.parametrize("name", ["a.las", "a.laz"])
def test_a_las_that_is_cut_short_is_one_sentence(tmp_path, name):
    path = save_las(tmp_path / name, np.random.default_rng(0).uniform(0, 3, (5000, 3)))
    path.write_bytes(path.read_bytes()[:-4000])
    with pytest.raises(SampleReadError, match=rf"{name} (is cut short|cannot be read)"):
        read(path)


def stl(faces):
    rows = np.zeros(len(faces), [("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])
    rows["corners"] = faces
    return b"solid but binary".ljust(80) + len(faces).to_bytes(4, "little") + rows.tobytes()


def text_stl(faces):
    corners = ["outer loop\n" + "".join("vertex {} {} {}\n".format(*c) for c in face) + "endloop\n" for face in faces]
    return ("solid a\n" + "".join(f"facet normal 0 0 1\n{c}endfacet\n" for c in corners) + "endsolid a\n").encode()


FACES = SQUARE[[[0, 1, 2], [0, 2, 3]]]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.stl", stl(FACES)),
        ("a.stl", text_stl(FACES)),
        ("a.obj", (OBJ + "f 1 2 3 4\n").encode()),
        ("a.obj", (OBJ + "f 1/1/1 2//5 3/2\nf -4 -2 -1\n").encode()),
    ],
    ids=["binary", "text", "quad", "references"],
)
def test_a_mesh_is_seen_by_points_spread_evenly_over_its_faces(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    cloud = read(tmp_path / name)
    assert len(cloud.points) == 200_000
    np.testing.assert_array_equal(np.abs(cloud.points[:, 2]), 0)
    counts, _, _ = np.histogram2d(cloud.points[:, 0], cloud.points[:, 1], bins=10, range=[[0, 10]] * 2)
    assert counts.min() > 0.85 * counts.max()
    np.testing.assert_allclose(cloud.normals, np.tile([0, 0, 1], (200_000, 1)), atol=1e-6)
    np.testing.assert_array_equal(read(tmp_path / name).points, cloud.points)
    assert "spread over the 2 faces" in cloud.notes[0]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.stl", stl(FACES)[:-10], "cut short: a face lacks corners|declares 2 faces"),
        ("a.stl", b"x" * 80 + b"\xff" * 4 + bytes(50), "declares 4,294,967,295 faces"),
        ("a.stl", text_stl(FACES).replace(b"vertex 0.0 10.0 0.0\n", b""), "a face lacks corners"),
        ("a.stl", text_stl(FACES).replace(b"10.0", b"ten"), "cannot be read as a mesh"),
        ("a.stl", stl(FACES * 0), "no face with an area"),
        ("a.obj", OBJ.encode(), "has no faces"),
        ("a.obj", (OBJ + "f 1 2 9\n").encode(), "a corner that does not exist"),
        ("a.obj", (OBJ + "f 1 2 x\n").encode(), "cannot be read as a mesh"),
    ],
)
def test_a_bad_mesh_is_one_sentence(tmp_path, name, data, words):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SampleReadError, match=words):
        read(tmp_path / name)


def test_normals_are_kept(tmp_path):
    header = "ply\nformat ascii 1.0\nelement vertex 3\n" + "".join(
        f"property float {n}\n" for n in ("x", "y", "z", "nx", "ny", "nz")
    )
    (tmp_path / "a.ply").write_text(header + "end_header\n0 0 0 0 0 1\n9 0 0 0 1 0\n0 9 0 1 0 0\n")
    np.testing.assert_array_equal(read(tmp_path / "a.ply").normals, [[0, 0, 1], [0, 1, 0], [1, 0, 0]])
    (tmp_path / "b.xyz").write_text("0 0 0 0 0 1\n9 0 0 0 1 0\n0 9 0 1 0 0\n")
    assert read(tmp_path / "b.xyz").colours is None
    np.testing.assert_array_equal(read(tmp_path / "b.xyz").normals, read(tmp_path / "a.ply").normals)


def test_every_point_knows_its_pixel_and_every_pixel_its_point(tmp_path):
    """A tilted plate of 60 x 40 mm: what is painted on points shows on their pixels, and back."""
    columns, rows = np.meshgrid(np.linspace(0, 60, 200), np.linspace(0, 40, 150))
    points = np.stack([columns, rows, 0.1 * columns], axis=2).reshape(-1, 3)
    colours = np.zeros((len(points), 3))
    is_marked = (np.abs(points[:, 0] - 45) < 5) & (np.abs(points[:, 1] - 10) < 4)
    colours[is_marked] = 255
    np.savetxt(tmp_path / "cloud.xyz", np.hstack([points, colours]), fmt="%g")
    loaded = load(Sample("x", {"cloud": tmp_path / "cloud.xyz"}), ignore_progress, CancelToken())
    cloud, rgb = loaded.cloud, next(view for view in loaded.views if view.modality == "rgb")
    assert cloud is not None
    assert (cloud.pixels >= 0).all()
    assert (cloud.pixels < rgb.size).all()
    on_picture = rgb.pixels[cloud.pixels[:, 0], cloud.pixels[:, 1], 0] > 127
    assert (on_picture == is_marked).mean() > 0.995  # points to pixels
    marked = np.zeros(rgb.size, bool)
    marked[cloud.pixels[is_marked, 0], cloud.pixels[is_marked, 1]] = True
    carried_back = marked[cloud.pixels[:, 0], cloud.pixels[:, 1]]  # pixels to points
    assert (carried_back == is_marked).mean() > 0.99


def test_an_organised_cloud_maps_both_ways_exactly(tmp_path):
    grid = np.random.default_rng(0).uniform(10, 90, (30, 40, 3)).astype(np.float32)
    grid[5:9, 7:12] = 0
    np.save(tmp_path / "cloud.npy", grid)
    cloud = load(Sample("x", {"cloud": tmp_path / "cloud.npy"}), ignore_progress, CancelToken()).cloud
    assert cloud is not None
    np.testing.assert_array_equal(grid[cloud.pixels[:, 0], cloud.pixels[:, 1]], cloud.points)
    point_of_pixel = np.full((30, 40), -1)
    point_of_pixel[cloud.pixels[:, 0], cloud.pixels[:, 1]] = np.arange(len(cloud.points))
    np.testing.assert_array_equal(point_of_pixel < 0, (grid == 0).all(axis=2))
    seen = np.argwhere(point_of_pixel >= 0)
    np.testing.assert_array_equal(cloud.points[point_of_pixel[tuple(seen.T)]], grid[tuple(seen.T)])
