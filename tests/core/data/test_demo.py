"""The demo data: the same from the same seed, true to itself across sensors, complete or not there."""

import csv
import errno
import os
import tempfile
import threading
from pathlib import Path

import pytest

from core.data.demo import Job, all_jobs, generate, generator
from core.data.demo.plan import PRODUCTS, VOLUMES
from core.errors import Cancelled, StorageError
from core.progress import CancelToken, Progress, ignore_progress

FEW = (Job("candy", "train", "good", 0), Job("foam", "test", "stain", 1))
MANY = tuple(Job("bracket", "train", "good", k) for k in range(10))


def test_the_plan_has_every_category_split_and_at_least_three_defects():
    jobs = all_jobs()
    for category, kinds in (PRODUCTS | VOLUMES).items():
        assert len(kinds) >= 3
        assert {job.split for job in jobs if job.category == category} == {"train", "validation", "test"}
        assert {job.defect for job in jobs if job.category == category} == {"good", *kinds}
        assert all(job.split == "test" for job in jobs if not job.is_good)
    assert len(set(jobs)) == len(jobs)


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
def test_cancelling_makes_nothing_further_and_leaves_nothing(tmp_path, processes):
    token = CancelToken()
    made: list[int] = []

    def report(progress: Progress) -> None:
        made.append(progress.done)
        if progress.done >= (0 if processes else 2):
            token.cancel()

    with pytest.raises(Cancelled):
        generate(tmp_path, 0, report, token, jobs=MANY, processes=processes)
    assert made[-1] == (0 if processes else 2)
    assert list(tmp_path.iterdir()) == []


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
