"""Point clouds in text, PLY, PCD, NPY and TIFF."""

import numpy as np
import pytest
import tifffile

from core.data.clouds import read_cloud
from core.data.projection import project
from core.errors import Cancelled, SampleReadError
from core.progress import CancelToken

POINTS = np.array([[0, 0, 5], [10, 0, 6], [0, 20, 7.5]], np.float32)
COLOURS = np.array([[255, 0, 0], [0, 128, 0], [1, 2, 3]], np.uint8)


def read(path):
    return read_cloud(path, CancelToken())


def table(separator=" ", columns=POINTS):
    return "\n".join(separator.join(f"{v:g}" for v in row) for row in columns) + "\n"


PLY = "ply\nformat {0} 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\n{1}end_header\n"
PLY_COLOURS = "property uchar red\nproperty uchar green\nproperty uchar blue\n"
PCD = (
    "# .PCD v0.7\nVERSION 0.7\nFIELDS x y z rgb\nSIZE 4 4 4 4\nTYPE F F F F\nCOUNT 1 1 1 1\n"
    "WIDTH 3\nHEIGHT 1\nPOINTS 3\nDATA {}\n"
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.xyz", table()),
        ("a.xyz", "# made by a scanner\n" + table("\t")),
        ("cloud.csv", "x,y,z\n" + table(",")),
        ("cloud.csv", "a,b,c,x,y,z\n" + table(",")),  # names of columns that are not there
        ("cloud.txt", table(";")),
        ("a.pts", "3\n" + table()),
        ("a.ply", PLY.format("ascii", "") + table()),
    ],
)
def test_text_clouds_are_read(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    np.testing.assert_array_equal(read(tmp_path / name).points, POINTS)


@pytest.mark.parametrize(("encoding", "order"), [("binary_little_endian", "<"), ("binary_big_endian", ">")])
def test_binary_ply_is_read_with_its_colours(tmp_path, encoding, order):
    rows = np.zeros(3, [("p", order + "f4", 3), ("c", "u1", 3)])
    rows["p"], rows["c"] = POINTS, COLOURS
    (tmp_path / "a.ply").write_bytes(PLY.format(encoding, PLY_COLOURS).encode() + rows.tobytes())
    cloud = read(tmp_path / "a.ply")
    np.testing.assert_array_equal(cloud.points, POINTS)
    np.testing.assert_array_equal(cloud.colours, COLOURS)


def test_binary_pcd_is_read_with_its_packed_colours(tmp_path):
    rows = np.zeros(3, [("p", "<f4", 3), ("rgb", "<u4")])
    rows["p"] = POINTS
    rows["rgb"] = COLOURS.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    (tmp_path / "a.pcd").write_bytes(PCD.format("binary").encode() + rows.tobytes())
    cloud = read(tmp_path / "a.pcd")
    np.testing.assert_array_equal(cloud.points, POINTS)
    np.testing.assert_array_equal(cloud.colours, COLOURS)


def test_compressed_pcd_written_by_open3d_is_read(tmp_path):
    o3d = pytest.importorskip("open3d")
    made = o3d.geometry.PointCloud(o3d.utility.Vector3dVector(np.tile(POINTS, (50, 1)).astype(np.float64)))
    o3d.io.write_point_cloud(tmp_path / "a.pcd", made, compressed=True)
    np.testing.assert_allclose(read(tmp_path / "a.pcd").points[:3], POINTS, rtol=1e-6)


def test_columns_four_to_six_are_colours_only_if_they_can_be(tmp_path):
    (tmp_path / "c.xyz").write_text(table(columns=np.hstack([POINTS, COLOURS])))
    (tmp_path / "n.xyz").write_text(table(columns=np.hstack([POINTS, -np.ones((3, 3))])))
    np.testing.assert_array_equal(read(tmp_path / "c.xyz").colours, COLOURS)
    assert read(tmp_path / "n.xyz").colours is None


def test_an_organised_tiff_knows_its_grid(tmp_path):
    grid = np.random.default_rng(1).uniform(5, 50, (3, 4, 3)).astype(np.float32)
    grid[1, 2] = np.nan
    tifffile.imwrite(tmp_path / "xyz.tiff", grid, photometric="rgb")
    cloud = read(tmp_path / "xyz.tiff")
    assert cloud.grid == (3, 4)
    assert len(cloud.points) == 11


def test_metres_become_millimetres(tmp_path):
    np.save(tmp_path / "cloud.npy", POINTS / 1000)
    cloud = read(tmp_path / "cloud.npy")
    np.testing.assert_allclose(cloud.points, POINTS, rtol=1e-5)
    assert "metres" in cloud.notes[0]


def test_points_without_finite_coordinates_are_left_out_and_told(tmp_path):
    (tmp_path / "a.xyz").write_text(table() + "nan nan nan\n")
    cloud = read(tmp_path / "a.xyz")
    assert len(cloud.points) == 3
    assert "1 points without finite" in cloud.notes[0]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xyz", b"", "is empty"),
        ("a.xyz", b"1 2 3\n1 2\n", "not a row of equally many numbers"),
        ("a.xyz", b"1 2 3\nfour five six\n", "not a row of equally many numbers"),
        ("a.xyz", b"1 2\n3 4\n", "no points with X, Y and Z"),
        ("a.xyz", b"# nothing\n", "no points"),
        ("a.xyz", b"nan nan nan\n", "no point with finite"),
        ("a.xyz", b"\x89PNG\r\n\x1a\n" + bytes(100), "but it is a PNG image"),
        ("a.xyz", bytes(range(256)), "but its content is not one"),
        (
            "a.ply",
            PLY.format("binary_little_endian", "").encode() + b"short",
            "cut short: its header declares 3 points",
        ),
        ("a.ply", PLY.format("ascii", "").encode() + b"1 2 3\n", "cut short"),
        ("a.ply", PLY.replace("3", "99999999999").format("ascii", "").encode(), "limit is 100,000,000"),
        ("a.ply", b"ply\nformat ascii 1.0\n", "header without an end"),
        ("a.ply", b"ply\nelement face 3\nend_header\n", "does not start with its points"),
        ("a.pcd", PCD.format("binary").encode() + b"short", "cut short"),
        ("a.pcd", PCD.format("binary_compressed").encode(), "cannot be (read|unpacked)"),
        ("a.pcd", PCD.format("zipped").encode(), "unknown encoding"),
        ("a.pcd", b"# .PCD\nDATA ascii\n", "cannot be read as a PCD cloud"),
        ("a.npy", b"\x93NUMPY\x01\x00", "cannot be read"),
    ],
)
def test_a_bad_cloud_is_one_sentence(tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SampleReadError, match=words):
        read(tmp_path / name)


def test_a_pickle_is_never_loaded(tmp_path):
    np.save(tmp_path / "cloud.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(SampleReadError, match="does not hold plain numbers"):
        read(tmp_path / "cloud.npy")


def test_an_array_that_declares_more_than_the_file_holds_is_refused(tmp_path):
    np.save(tmp_path / "cloud.npy", POINTS)
    data = (tmp_path / "cloud.npy").read_bytes().replace(b"(3, 3)", b"(9, 9)")
    (tmp_path / "cloud.npy").write_bytes(data)
    with pytest.raises(SampleReadError, match="cut short"):
        read(tmp_path / "cloud.npy")


def test_reading_a_long_cloud_can_be_cancelled(tmp_path):
    (tmp_path / "a.xyz").write_text(table() * 10)
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        read_cloud(tmp_path / "a.xyz", token)


def test_a_coordinate_that_no_scanner_gives_is_left_out_like_one_that_is_not_finite(tmp_path):
    points = np.random.default_rng(0).uniform(0, 60, (50, 3)).astype(np.float32)
    points[7, 0], points[8, 1] = 3e38, np.nan
    np.save(tmp_path / "cloud.npy", points)
    cloud = read_cloud(tmp_path / "cloud.npy", CancelToken())
    assert len(cloud.points) == 48
    assert np.isfinite(project(cloud, CancelToken()).depth).any()
