"""The demo data: the same from the same seed, true to itself across sensors, complete or not there."""

import csv
import errno
import gzip
import io
import os
import tempfile
import threading
import time
from pathlib import Path

import cv2
import nibabel as nib
import numpy as np
import pytest
import tifffile

from core.data.demo import Job, all_jobs, bracket, brain, candy, chest, generate, generator, thorax
from core.data.demo.marks import GOOD
from core.data.demo.plan import PRODUCTS, VOLUMES
from core.data.demo.render import FOCAL
from core.data.demo.sample import phantom_files, product_files
from core.errors import Cancelled, StorageError
from core.progress import CancelToken, Progress, ignore_progress

FEW = (Job("candy", "train", "good", 0), Job("foam", "test", "stain", 1))
MANY = tuple(Job("bracket", "train", "good", k) for k in range(10))


def picture(content: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)


def volume(content: bytes) -> nib.Nifti1Image:
    return nib.Nifti1Image.from_bytes(gzip.decompress(content))


@pytest.fixture(scope="module")
def candy_files():
    return product_files(Job("candy", "test", "good", 0), seed=0)


@pytest.fixture(scope="module")
def brain_files():
    return phantom_files(Job("brain_mri", "test", "plaques", 1), 0, CancelToken())


@pytest.fixture(scope="module")
def healthy_brain():
    return brain.draw(np.random.default_rng(3), "", 1, CancelToken())


@pytest.fixture(scope="module")
def healthy_chest():
    return chest.draw(np.random.default_rng(4), "", 0, CancelToken())[0]["ct"]


@pytest.fixture(scope="module")
def chest_files():
    return phantom_files(Job("chest_ct", "test", "nodule", 1), 0, CancelToken())


def test_the_plan_has_every_category_split_and_at_least_three_defects():
    jobs = all_jobs()
    for category, kinds in (PRODUCTS | VOLUMES).items():
        assert len(kinds) >= 3
        assert {job.split for job in jobs if job.category == category} == {"train", "validation", "test"}
        assert {job.defect for job in jobs if job.category == category} == {"good", *kinds}
        assert all(job.split == "test" for job in jobs if not job.is_good)
    assert len(set(jobs)) == len(jobs)


@pytest.mark.parametrize("category", PRODUCTS)
def test_a_seed_gives_the_same_bytes_and_another_seed_does_not(category):
    job = Job(category, "test", PRODUCTS[category][0], 3)
    first = product_files(job, seed=5)
    assert first == product_files(job, seed=5)
    assert first["rgb.png"] != product_files(job, seed=6)["rgb.png"]


def test_a_seed_gives_the_same_volumes(chest_files):
    assert phantom_files(Job("chest_ct", "test", "nodule", 1), 0, CancelToken()) == chest_files


def test_the_cloud_is_the_depth_seen_through_the_camera(candy_files):
    depth = tifffile.imread(io.BytesIO(candy_files["depth.tiff"]))
    cloud = tifffile.imread(io.BytesIO(candy_files["cloud.tiff"]))
    assert depth.dtype == cloud.dtype == np.float32
    assert cloud.shape == (256, 256, 3)
    np.testing.assert_array_equal(cloud[..., 2], depth)
    at = (np.arange(256) + 0.5 - 128) / FOCAL
    np.testing.assert_allclose(cloud[..., 0], at[None] * depth, atol=0.02)
    np.testing.assert_allclose(cloud[..., 1], at[:, None] * depth, atol=0.02)


def test_colour_depth_and_heat_show_the_part_at_the_same_pixels(candy_files):
    rgb = picture(candy_files["rgb.png"])[..., ::-1].astype(int)
    depth = tifffile.imread(io.BytesIO(candy_files["depth.tiff"])).astype(float)
    in_colour = rgb[..., 0] > rgb[..., 2]  # red and white sugar on a blue belt
    in_heat = picture(candy_files["infrared.png"]) > 95
    row, column = np.mgrid[:256, :256] / 255
    # A plane is linear in 1 / depth; the belt is seen along the border.
    border = np.ones((256, 256), bool)
    border[20:-20, 20:-20] = False
    terms = np.stack([row, column, np.ones_like(row)], -1)
    plane = 1 / (terms @ np.linalg.lstsq(terms[border], 1 / depth[border], rcond=None)[0])
    in_depth = plane - depth > 0.8
    for one in (in_colour, in_heat):
        assert (one & in_depth).sum() / (one | in_depth).sum() > 0.95


@pytest.mark.parametrize(("category", "kind"), [(c, k) for c, kinds in PRODUCTS.items() for k in kinds])
def test_a_product_mask_is_not_empty_and_lies_on_the_part(category, kind):
    files = product_files(Job(category, "test", kind, 0), seed=0)
    mask = picture(files["mask.png"])
    assert set(np.unique(mask)) == {0, 255}
    assert 25 <= (mask > 0).sum() < 0.15 * mask.size
    rows, columns = np.nonzero(mask)
    assert rows.min() > 3
    assert rows.max() < 252
    assert columns.min() > 3
    assert columns.max() < 252


def test_an_inner_void_is_seen_in_infrared_only():
    good = bracket.draw(np.random.default_rng(1), GOOD)
    void = bracket.draw_defect("inner_void", np.random.default_rng(2))
    bad = bracket.draw(np.random.default_rng(1), void)
    np.testing.assert_array_equal(good.rgb, bad.rgb)
    np.testing.assert_array_equal(good.depth, bad.depth)
    assert np.abs(good.heat - bad.heat).max() > 0.03


def test_a_swelling_is_seen_in_depth_only():
    good = candy.draw(np.random.default_rng(1), GOOD)
    bad = candy.draw(np.random.default_rng(1), candy.draw_defect("swelling", np.random.default_rng(2)))
    np.testing.assert_array_equal(good.rgb, bad.rgb)
    np.testing.assert_array_equal(good.heat, bad.heat)
    assert np.abs(good.depth - bad.depth).max() > 0.3


def test_pose_light_and_texture_differ_between_good_samples():
    first, second = (picture(product_files(Job("pcb", "train", "good", k), 0)["rgb.png"]) for k in range(2))
    assert np.abs(first.astype(int) - second).mean() > 2


def test_volumes_are_stored_left_anterior_superior_in_millimetres(brain_files, chest_files):
    for name, content, zooms in (
        ("brain", brain_files["t1.nii.gz"], (1, 1, 1)),
        ("chest", chest_files["ct.nii.gz"], (1.75, 1.75, 3)),
    ):
        image = volume(content)
        assert nib.aff2axcodes(image.affine) == ("L", "A", "S"), name
        np.testing.assert_allclose(image.header.get_zooms(), zooms)
        assert image.header.get_xyzt_units()[0] == "mm"
        middle = image.affine @ [*(np.array(image.shape) / 2), 1]
        assert np.abs(middle[:3]).max() < 15


def test_a_brain_mask_lies_in_the_head_on_the_grid_of_every_sequence(brain_files):
    mask = volume(brain_files["mask.nii.gz"])
    inside = np.asarray(mask.dataobj) > 0
    assert inside.sum() > 100
    for name in ("t1.nii.gz", "t2.nii.gz", "flair.nii.gz"):
        image = volume(brain_files[name])
        assert image.shape == mask.shape
        np.testing.assert_array_equal(image.affine, mask.affine)
        values = np.asarray(image.dataobj)
        assert values.min() >= 0
        assert values[inside].mean() > 5 * values[:5, :5].mean()


@pytest.mark.parametrize(("kind", "seen"), [("flair_only", {"flair"}), ("plaques", {"t1", "t2", "flair"})])
def test_a_lesion_changes_its_sequences_at_its_mask_and_nothing_else(kind, seen, healthy_brain):
    good, none = healthy_brain
    bad, mask = brain.draw(np.random.default_rng(3), kind, 1, CancelToken())
    assert not none.any()
    near = cv2.dilate(mask.any(axis=0).astype(np.uint8), np.ones((9, 9))) > 0
    for name in brain.MODALITIES:
        change = np.abs(bad[name].astype(int) - good[name])
        if name in seen:
            assert change[mask].mean() > 8
            assert not change[:, ~near].any()
        else:
            assert not change.any()


def test_hounsfield_units_are_those_of_a_chest(chest_files, healthy_chest):
    values = np.asarray(volume(chest_files["ct.nii.gz"]).dataobj)
    assert values.min() >= -1024
    assert np.median(values[:4, -4:]) == pytest.approx(-1000, abs=10)
    body = thorax.grow(np.random.default_rng(4), CancelToken())
    assert -900 < np.median(healthy_chest[body.lung > 5]) < -780
    assert 45 < np.median(healthy_chest[body.liver > 6]) < 75
    assert (healthy_chest > 350).mean() > 0.005


@pytest.mark.parametrize("kind", VOLUMES["chest_ct"])
def test_a_chest_lesion_changes_the_scan_at_its_mask_only(kind, healthy_chest):
    bad, mask = chest.draw(np.random.default_rng(4), kind, 0, CancelToken())
    change = np.abs(bad["ct"].astype(int) - healthy_chest)
    assert mask.sum() > 60
    assert change[mask].mean() > 20
    assert change[~mask].mean() < 2


def test_the_index_names_existing_files_with_mask_and_label(tmp_path):
    index = generate(tmp_path, 0, jobs=FEW)
    assert index == tmp_path / "index.csv"
    with index.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["modality"] for row in rows if row["category"] == "foam"] == ["rgb", "depth", "infrared", "cloud"]
    for row in rows:
        assert (tmp_path / row["path"]).is_file()
        assert row["set"] == "demo"
        assert bool(int(row["label"])) == bool(row["mask"]) == (row["defect"] != "good")
        assert not row["mask"] or (tmp_path / row["mask"]).is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo", "index.csv"]


def test_complete_data_is_kept_and_other_seeds_replace_it(tmp_path):
    index = generate(tmp_path, 0, jobs=FEW)
    rgb = tmp_path / "demo/candy/train/good/000/rgb.png"
    before, stamp = rgb.read_bytes(), rgb.stat().st_mtime_ns
    assert generate(tmp_path, 0, jobs=FEW) == index
    assert rgb.stat().st_mtime_ns == stamp
    generate(tmp_path, 1, jobs=FEW)
    assert rgb.read_bytes() != before


def test_data_with_a_lost_file_is_made_again(tmp_path):
    generate(tmp_path, 0, jobs=FEW)
    lost = tmp_path / "demo/foam/test/stain/001/mask.png"
    lost.unlink()
    generate(tmp_path, 0, jobs=FEW)
    assert lost.is_file()


def test_progress_grows_to_its_total(tmp_path):
    seen: list[Progress] = []
    generate(tmp_path, 0, seen.append, jobs=FEW)
    assert [p.done for p in seen] == [0, 1, 2]
    assert seen[-1].fraction == 1.0
    assert "foam" in seen[-1].text


def test_helper_processes_give_the_same_bytes_also_from_another_thread(tmp_path):
    alone, helped = tmp_path / "alone", tmp_path / "helped"
    generate(alone, 0, jobs=MANY, processes=0)
    worker = threading.Thread(target=generate, args=(helped, 0), kwargs={"jobs": MANY, "processes": 2})
    worker.start()
    worker.join()
    files = sorted(p.relative_to(alone) for p in alone.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(helped) for p in helped.rglob("*") if p.is_file())
    for file in files:
        assert (alone / file).read_bytes() == (helped / file).read_bytes()


@pytest.mark.parametrize("processes", [0, 2])
def test_cancelling_stops_soon_and_leaves_nothing(tmp_path, processes):
    token = CancelToken()
    asked: list[float] = []

    def report(progress: Progress) -> None:
        if progress.done >= (0 if processes else 2) and not asked:
            asked.append(time.perf_counter())
            token.cancel()

    with pytest.raises(Cancelled):
        generate(tmp_path, 0, report, token, jobs=MANY, processes=processes)
    assert time.perf_counter() - asked[0] < 1.0
    assert list(tmp_path.iterdir()) == []


def test_a_volume_in_the_making_can_be_cancelled():
    class Impatient(CancelToken):
        asked = 0

        def raise_if_cancelled(self) -> None:
            self.asked += 1
            if self.asked == 5:
                raise Cancelled

    with pytest.raises(Cancelled):
        phantom_files(Job("brain_mri", "train", "good", 0), 0, Impatient())


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path, monkeypatch):
    def full(self: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StorageError, match="is full") as caught:
        generate(tmp_path, 0, jobs=FEW)
    assert "free some space" in caught.value.sentence()
    assert list(tmp_path.iterdir()) == []


def test_missing_permission_is_one_sentence(tmp_path, monkeypatch):
    def refuse(**_: object) -> str:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    with pytest.raises(StorageError, match="no permission to write"):
        generate(tmp_path, 0, jobs=FEW)


def test_a_folder_with_other_data_is_refused_and_untouched(tmp_path):
    (tmp_path / "index.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(StorageError, match="already holds other data"):
        generate(tmp_path, 0, jobs=FEW)
    assert (tmp_path / "index.csv").read_text(encoding="utf-8") == "mine"


def test_a_file_in_the_place_of_the_folder_is_one_sentence(tmp_path):
    (tmp_path / "demo.txt").write_text("", encoding="utf-8")
    with pytest.raises(StorageError, match="is a file, not a folder"):
        generate(tmp_path / "demo.txt", 0, ignore_progress, jobs=FEW)


def test_old_versions_are_made_again(tmp_path, monkeypatch):
    generate(tmp_path, 0, jobs=FEW[:1])
    monkeypatch.setattr(generator, "VERSION", generator.VERSION + 1)
    seen: list[Progress] = []
    generate(tmp_path, 0, seen.append, jobs=FEW[:1])
    assert seen
