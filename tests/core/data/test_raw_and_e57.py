"""Camera RAW and E57: read with values and colours, or refused in a sentence."""

import numpy as np
import pye57
import pytest
import tifffile

from core.api import find_samples, load_sample
from core.data.clouds import read_cloud
from core.errors import SampleReadError
from core.progress import CancelToken


def write_dng(path, values):
    """A DNG with an RGGB mosaic, an identity colour matrix and no white balance of its own."""
    one = [1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1]
    tags = [
        (33421, "H", 2, (2, 2), True),
        (33422, "B", 4, bytes([0, 1, 1, 2]), True),
        (50706, "B", 4, bytes([1, 4, 0, 0]), True),
        (50708, "s", 0, "Made up", True),
        (50721, "2i", 9, one, True),
        (50728, "2I", 3, [1] * 6, True),
        (50717, "H", 1, 65535, True),
        (50778, "H", 1, 21, True),
    ]
    tifffile.imwrite(path, values, photometric=32803, extratags=tags, metadata=None)
    return path


def write_e57(path, points, colour=None):
    data = {f"cartesian{axis}": points[:, n].astype(float) for n, axis in enumerate("XYZ")}
    if colour is not None:
        data |= {
            f"color{name}": np.full(len(points), colour[n], np.uint8) for n, name in enumerate(("Red", "Green", "Blue"))
        }
    with pye57.E57(str(path), "w") as file:
        file.write_scan_raw(data)
    return path


POINTS = np.random.default_rng(0).uniform(0, 3, (500, 3))


def test_a_raw_picture_is_developed_in_colour_at_full_depth(tmp_path):
    mosaic = np.full((60, 80), 12000, np.uint16)
    mosaic[::2, ::2] = 30000  # the red ones
    (sample,) = find_samples([write_dng(tmp_path / "part.dng", mosaic)]).samples
    view = load_sample(sample).views[0]
    assert (view.modality, view.size, view.pixels.dtype) == ("rgb", (60, 80), np.float32)
    assert view.pixels[..., 0].mean() > 1.5 * view.pixels[..., 1].mean()
    assert len(np.unique(view.pixels)) > 2
    assert "white balance" in view.notes[0]


@pytest.mark.parametrize("content", [b"II*\0" + bytes(60), b"nothing", b"\xff\xd8\xff" + bytes(50)])
def test_a_damaged_raw_picture_is_refused_in_a_sentence(tmp_path, content):
    (tmp_path / "a.nef").write_bytes(content)
    with pytest.raises(SampleReadError, match=r"a\.nef"):
        load_sample(find_samples([tmp_path / "a.nef"]).samples[0])


def test_an_e57_cloud_is_read_with_colours_in_millimetres(tmp_path):
    cloud = read_cloud(write_e57(tmp_path / "a.e57", POINTS, (200, 100, 0)), CancelToken())
    np.testing.assert_allclose(cloud.points, 1000 * POINTS, rtol=1e-6)
    np.testing.assert_array_equal(cloud.colours[0], (200, 100, 0))
    assert cloud.unit == "mm"
    assert read_cloud(write_e57(tmp_path / "b.e57", POINTS), CancelToken()).colours is None


def test_a_damaged_e57_cloud_is_refused_in_a_sentence(tmp_path):
    good = write_e57(tmp_path / "good.e57", POINTS).read_bytes()
    for name, data in (("cut", good[:3000]), ("head", good[:30]), ("flip", good[:60] + b"\xff" + good[61:])):
        (tmp_path / f"{name}.e57").write_bytes(data)
        with pytest.raises(SampleReadError, match=rf"{name}\.e57"):
            read_cloud(tmp_path / f"{name}.e57", CancelToken())


def test_an_e57_cloud_that_names_other_files_is_refused(tmp_path):
    path = write_e57(tmp_path / "a.e57", POINTS)
    data = bytearray(path.read_bytes())
    at = data.index(b"<?xml")
    data[at : at + 12] = b"<!DOCTYPE a>"
    path.write_bytes(bytes(data))
    with pytest.raises(SampleReadError, match="defines entities"):
        read_cloud(path, CancelToken())
