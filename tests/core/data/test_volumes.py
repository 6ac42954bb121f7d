"""Volumes: orientation, scaling, headers that lie."""

import gzip
from itertools import permutations, product

import nibabel
import numpy as np
import pytest
import SimpleITK as sitk

from core.data.geometry import on_same_grid, resample_to
from core.data.ranges import ct_range
from core.data.volumes import ORIENTATION_UNKNOWN, RawVolume, read_volume, view_of
from core.errors import Cancelled, SampleReadError
from core.progress import CancelToken

SHAPE = (5, 6, 7)
VALUES = np.random.default_rng(0).uniform(0, 100, SHAPE).astype(np.float32)
ORDERS = [
    tuple(zip(axes, signs, strict=True)) for axes in permutations(range(3)) for signs in product((1, -1), repeat=3)
]


def read(path, modality="t1"):
    return read_volume(path, modality, CancelToken())


def affine_of(order, spacing=(2.0, 3.0, 4.0), tilt=0.0):
    """An affine whose stored axis n runs along RAS axis order[n][0], in the direction order[n][1]."""
    affine = np.eye(4)
    affine[:3, :3] = 0
    for stored, (axis, sign) in enumerate(order):
        affine[axis, stored] = sign * spacing[stored]
    c, s = np.cos(tilt), np.sin(tilt)
    affine[:3, :3] = np.array([[1, 0, 0], [0, c, -s], [0, s, c]]) @ affine[:3, :3]
    affine[:3, 3] = (11, -22, 33)
    return affine


def save(path, affine, values=VALUES):
    image = nibabel.Nifti1Image(values, affine)
    image.header.set_xyzt_units("mm")
    nibabel.save(image, path)
    return path


@pytest.mark.parametrize("tilt", [0.0, 0.3])
def test_all_48_axis_orders_are_brought_to_one_as_nibabel_does(tmp_path, tilt):
    """Slice 0 inferior, row 0 anterior, column 0 the patient's right; checked against nibabel's reorientation."""
    assert len(ORDERS) == 48
    for number, order in enumerate(ORDERS):
        affine = affine_of(order, tilt=tilt)
        path = save(tmp_path / f"{number}.nii", affine)
        view = read(path)
        target = nibabel.orientations.axcodes2ornt("LPS")
        turn = nibabel.orientations.ornt_transform(nibabel.orientations.io_orientation(affine), target)
        expected = nibabel.load(path).as_reoriented(turn)
        np.testing.assert_array_equal(view.pixels, np.asarray(expected.dataobj).transpose(2, 1, 0))
        np.testing.assert_allclose(view.affine[:, [2, 1, 0, 3]], expected.affine, atol=1e-4)
        np.testing.assert_allclose(view.spacing_mm, nibabel.affines.voxel_sizes(expected.affine)[::-1], rtol=1e-5)


def test_a_voxel_keeps_its_place_in_the_patient(tmp_path):
    affine = affine_of(((2, -1), (0, 1), (1, -1)), tilt=0.2)
    view = read(save(tmp_path / "a.nii.gz", affine))
    d, h, w = np.argwhere(view.pixels == VALUES[1, 2, 3])[0]
    np.testing.assert_allclose(view.affine @ (d, h, w, 1), affine @ (1, 2, 3, 1), atol=1e-4)


def test_itk_files_lie_as_the_same_nifti_does(tmp_path):
    """NRRD and MetaImage store LPS, NIfTI RAS."""
    path = save(tmp_path / "a.nii", affine_of(((1, -1), (2, 1), (0, 1)), tilt=0.3))
    image = sitk.ReadImage(str(path))
    expected = read(path)
    for suffix in ("nrrd", "mha"):
        sitk.WriteImage(image, str(tmp_path / f"a.{suffix}"), useCompression=True)
        view = read(tmp_path / f"a.{suffix}")
        np.testing.assert_array_equal(view.pixels, expected.pixels)
        np.testing.assert_allclose(view.affine, expected.affine, atol=1e-4)


def test_slope_and_intercept_are_applied(tmp_path):
    image = nibabel.Nifti1Image(np.arange(210, dtype=np.int16).reshape(SHAPE), np.eye(4))
    image.header.set_slope_inter(0.5, -1000)
    nibabel.save(image, tmp_path / "ct.nii.gz")
    view = read(tmp_path / "ct.nii.gz", "ct")
    np.testing.assert_allclose(np.sort(view.pixels.ravel()), np.arange(210) * 0.5 - 1000)
    assert view.unit == "HU"


def test_the_first_of_several_volumes_is_used_and_told(tmp_path):
    nibabel.save(nibabel.Nifti1Image(np.stack([VALUES, VALUES + 500], axis=-1), np.eye(4)), tmp_path / "a.nii.gz")
    view = read(tmp_path / "a.nii.gz")
    assert view.pixels.max() < 101
    assert "2 volumes" in view.notes[0]


def test_nifti_2_and_big_endian_files_are_read(tmp_path):
    nibabel.save(nibabel.Nifti2Image(VALUES, affine_of(ORDERS[5])), tmp_path / "two.nii.gz")
    header = nibabel.Nifti1Header(endianness=">")
    nibabel.save(nibabel.Nifti1Image(VALUES, affine_of(ORDERS[5]), header), tmp_path / "big.nii")
    for name in ("two.nii.gz", "big.nii"):
        np.testing.assert_array_equal(np.sort(read(tmp_path / name).pixels.ravel()), np.sort(VALUES.ravel()))


def test_a_file_that_does_not_tell_its_orientation_says_so(tmp_path):
    image = nibabel.Nifti1Image(VALUES, None)
    image.header["pixdim"][1:4] = 1
    nibabel.save(image, tmp_path / "a.nii")
    assert ORIENTATION_UNKNOWN in read(tmp_path / "a.nii").notes


def test_voxels_that_are_not_finite_are_set_to_the_lowest_value_and_told(tmp_path):
    values = VALUES.copy()
    values[0, 0, 0] = np.nan
    view = read(save(tmp_path / "a.nii", np.eye(4), values))
    assert np.isfinite(view.pixels).all()
    assert "1 voxels" in view.notes[0]


def test_ct_without_air_is_not_called_hounsfield(tmp_path):
    view = read(save(tmp_path / "ct.nii", np.eye(4)), "ct")
    assert view.unit == ""
    assert "Hounsfield" in view.notes[0]


def test_lungs_are_shown_in_the_lung_window_and_a_belly_in_the_soft_one():
    body = np.full((20, 40, 40), -1000, np.float32)
    body[:, 5:35, 5:35] = 40
    assert ct_range(body) == (-160.0, 240.0)
    body[:, 10:30, 10:30] = -800
    assert ct_range(body) == (-1350.0, 150.0)


def test_sequences_on_another_grid_are_resampled_by_their_headers(tmp_path):
    def ramp(affine, shape):
        index = np.stack(np.meshgrid(*(np.arange(n) for n in shape), indexing="ij"), axis=-1)
        place = index @ affine[:3, :3].T + affine[:3, 3]
        return (place @ [1.0, 2.0, 3.0]).astype(np.float32)  # linear in mm: linear resampling is exact

    fine, coarse = affine_of(ORDERS[0], (1, 1, 1)), affine_of(ORDERS[11], (2, 2, 2), tilt=0.1)
    coarse[:3, 3] = fine[:3, 3] + 2 - coarse[:3, :3] @ [9, 9, 9]
    grid = view_of(RawVolume(ramp(fine, (6, 6, 6)), fine), "t1", tmp_path, CancelToken())
    other = view_of(RawVolume(ramp(coarse, (20, 20, 20)), coarse), "t2", tmp_path, CancelToken())
    assert not on_same_grid(grid, other)
    moved = resample_to(other, grid, CancelToken())
    assert on_same_grid(grid, moved)
    np.testing.assert_allclose(moved.pixels, grid.pixels, atol=0.05)
    assert "resampled to the grid of MRI T1" in moved.notes[-1]


def lie_about(path, offset, value):
    data = bytearray(path.read_bytes())
    data[offset : offset + len(value)] = value
    path.write_bytes(data)


def huge(path):
    lie_about(save(path, np.eye(4)), 42, np.array([30000, 30000, 30000], "<i2").tobytes())


def huge_gzip(path):
    plain = path.with_name("b.nii")
    lie_about(save(plain, np.eye(4)), 42, np.array([900, 900, 900], "<i2").tobytes())
    path.write_bytes(gzip.compress(plain.read_bytes()))


def colour_nifti(path):
    values = np.zeros(SHAPE, [("R", "u1"), ("G", "u1"), ("B", "u1")])
    nibabel.save(nibabel.Nifti1Image(values, np.eye(4)), path)


def cut_nrrd(path):
    sitk.WriteImage(sitk.GetImageFromArray(VALUES), str(path))
    path.write_bytes(path.read_bytes()[:-300])


def lying_nrrd(path):
    path.write_text("NRRD0004\ntype: short\ndimension: 3\nsizes: 900 900 900\nencoding: gzip\nendian: little\n\n")


@pytest.mark.parametrize(
    ("name", "prepare", "words"),
    [
        ("a.nii", lambda p: None, "is missing"),
        ("a.nii", lambda p: p.write_bytes(b""), "is empty"),
        ("a.nii", lambda p: p.write_text("not a volume\n" * 40), "should be a volume, but it is a text file"),
        ("a.nii.gz", lambda p: p.write_bytes(gzip.compress(b"hello")), "cut short or damaged"),
        ("a.nii.gz", lambda p: p.write_bytes(gzip.compress(bytes(5000))), "not a NIfTI volume"),
        (
            "a.nii",
            lambda p: p.write_bytes(save(p, np.eye(4)).read_bytes()[:700]),
            "cut short or damaged: 348 of 840 bytes",
        ),
        ("a.nii.gz", lambda p: p.write_bytes(save(p, np.eye(4)).read_bytes()[:400]), "cut short or damaged"),
        ("a.nii", huge, "declares 27,000,000,000,000 voxels; the limit is 1,000,000,000"),
        ("a.nii.gz", huge_gzip, "cut short or damaged"),
        ("a.nii", lambda p: lie_about(save(p, np.eye(4)), 42, bytes(6)), "no voxels|cannot be read"),
        (
            "a.nii",
            lambda p: lie_about(save(p, np.eye(4)), 108, np.float32(1e30).tobytes()),
            "impossible place|cannot be",
        ),
        ("a.nii", lambda p: save(p, np.eye(4), np.full(SHAPE, np.nan, np.float32)), "not a single finite value"),
        ("a.nii", lambda p: lie_about(save(p, np.eye(4)), 280, bytes(16)), "usable voxel size"),
        ("a.nii", colour_nifti, "colours or complex numbers"),
        ("a.nrrd", cut_nrrd, "cannot be read as a volume"),
        ("a.nrrd", lying_nrrd, "is cut short"),
        ("a.nrrd", lambda p: p.write_text("NRRD0004\nrubbish\n"), "has a damaged header"),
        (
            "a.mhd",
            lambda p: p.write_text("ObjectType = Image\nNDims = 3\nElementDataFile = ../x.raw\n"),
            "outside its own",
        ),
        ("a.nhdr", lambda p: p.write_text("NRRD0004\ntype: short\ndata file: /etc/passwd\n\n"), "outside its own"),
        (
            "a.mhd",
            lambda p: p.write_text("ObjectType = Image\nElementDataFile = gone.raw\n"),
            "a.mhd refers to data that cannot be used: gone.raw is missing",
        ),
        ("a.mha", lambda p: p.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(90)), "but it is a PNG image"),
    ],
)
def test_a_bad_volume_is_one_sentence(tmp_path, name, prepare, words):
    prepare(tmp_path / name)
    with pytest.raises(SampleReadError, match=words):
        read(tmp_path / name)


def test_reading_a_volume_can_be_cancelled(tmp_path):
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        read_volume(save(tmp_path / "a.nii.gz", np.eye(4)), "t1", token)
