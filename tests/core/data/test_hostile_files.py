"""Whatever the bytes are, a reader ends with a view or with one sentence, never with a library's traceback."""

import io
from pathlib import Path

import cv2
import nibabel
import numpy as np
import pytest
import SimpleITK as sitk
import tifffile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.data.load import load
from core.errors import SampleReadError
from core.progress import CancelToken, ignore_progress
from core.records import Sample
from tests.core.data.test_clouds import PCD, PLY, POINTS, table
from tests.core.data.test_dicom import write_slice

FAST = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def npy(values):
    buffer = io.BytesIO()
    np.save(buffer, values)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def originals(tmp_path_factory):
    """One good file of every kind: name -> (modality, bytes)."""
    folder = tmp_path_factory.mktemp("good")
    noise = np.random.default_rng(0).integers(0, 255, (24, 20, 3), np.uint8)
    for name in ("a.png", "a.jpg", "a.bmp", "a.webp"):
        cv2.imwrite(str(folder / name), noise)
    cv2.imwrite(str(folder / "depth.png"), noise[..., 0].astype(np.uint16) * 200)
    tifffile.imwrite(folder / "a.tiff", noise, compression="zlib")
    tifffile.imwrite(folder / "xyz.tiff", noise.astype(np.float32), photometric="rgb")
    nibabel.save(nibabel.Nifti1Image(noise[..., :3].astype(np.float32), np.eye(4)), folder / "a.nii.gz")
    nibabel.save(nibabel.Nifti1Image(noise[..., :3].astype(np.float32), np.eye(4)), folder / "a.nii")
    for name in ("a.nrrd", "a.mha"):
        sitk.WriteImage(
            sitk.GetImageFromArray(noise[..., 0].astype(np.int16).reshape(4, 6, 20)), str(folder / name), True
        )
    write_slice(folder, "a.dcm", 0.0)
    kinds = {
        "a.png": "rgb",
        "a.jpg": "rgb",
        "a.bmp": "rgb",
        "a.webp": "grey",
        "depth.png": "depth",
        "a.tiff": "rgb",
        "xyz.tiff": "cloud",
        "a.nii.gz": "t1",
        "a.nii": "ct",
        "a.nrrd": "ct",
        "a.mha": "t2",
        "a.dcm": "ct",
    }
    made = {name: (modality, (folder / name).read_bytes()) for name, modality in kinds.items()}
    made["a.xyz"] = ("cloud", table().encode() * 5)
    made["a.ply"] = ("cloud", PLY.format("binary_little_endian", "").encode() + POINTS.tobytes())
    made["a.pcd"] = ("cloud", PCD.format("binary").encode() + bytes(48))
    made["a.npy"] = ("depth", npy(noise[..., 0].astype(np.float32)))
    return made


KINDS = [
    *("a.png", "a.jpg", "a.bmp", "a.webp", "depth.png", "a.tiff", "xyz.tiff", "a.npy"),
    *("a.nii.gz", "a.nii", "a.nrrd", "a.mha", "a.dcm", "a.xyz", "a.ply", "a.pcd"),
]


def attempt(folder: Path, name: str, modality: str, data: bytes) -> None:
    path = folder / name
    path.write_bytes(data)
    problem: SampleReadError | None = None
    size = 0
    try:
        size = load(Sample("x", {modality: path}), ignore_progress, CancelToken()).views[0].pixels.size
    except SampleReadError as exc:
        problem = exc
    if problem is None:
        assert size > 0
    else:
        assert name in problem.message
        assert "\n" not in problem.sentence()


@pytest.mark.parametrize("name", KINDS)
def test_good_files_load(tmp_path, originals, name):
    modality, data = originals[name]
    path = tmp_path / name
    path.write_bytes(data)
    assert load(Sample("x", {modality: path}), ignore_progress, CancelToken()).views


@pytest.mark.parametrize("name", KINDS)
def test_files_cut_anywhere_end_in_a_sentence(tmp_path, originals, name):
    modality, data = originals[name]
    for at in sorted({1, 4, 10, 100, 140, len(data) // 4, len(data) // 2, len(data) - 20, len(data) - 1}):
        attempt(tmp_path, name, modality, data[: max(at, 1)])


@pytest.mark.parametrize("name", KINDS)
@FAST
@given(changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_files_with_wrong_bytes_anywhere_end_in_a_sentence(tmp_path, originals, name, changes):
    modality, data = originals[name]
    damaged = bytearray(data)
    for place, value in changes:
        # Headers decide most, so places near the start are tried more often.
        damaged[min(int(place**3 * len(damaged)), len(damaged) - 1)] = value
    attempt(tmp_path, name, modality, bytes(damaged))


@pytest.mark.parametrize("name", KINDS)
def test_a_file_of_every_other_kind_ends_in_a_sentence(tmp_path, originals, name):
    for modality, data in originals.values():
        attempt(tmp_path, name, originals[name][0], data)
        attempt(tmp_path, name, modality, data)
