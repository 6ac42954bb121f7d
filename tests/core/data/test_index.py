"""Finding samples in files and folders."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from core.data.index import index_paths
from core.errors import Cancelled, SampleIndexError
from core.progress import CancelToken

ROOT = Path(__file__).resolve().parents[3]
HEADER = "set,category,split,label,defect,sample,modality,path,mask\n"


def picture(path, mode="RGB"):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new(mode, (4, 4)).save(path)
    return path


def touch(path, content=b"x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def index(*paths):
    return index_paths([Path(p) for p in paths], CancelToken())


def only(found):
    assert len(found.samples) == 1, [s.sample_id for s in found.samples]
    return found.samples[0]


def write_csv(folder, *rows):
    (folder / "index.csv").write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")


def test_importing_the_index_imports_no_reader_library():
    heavy = ("nibabel", "open3d", "SimpleITK", "pydicom", "torch", "cv2", "scipy", "tifffile")
    code = f"import sys, core.data.index; sys.exit(any(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_data_set_with_an_index_csv_gives_samples_with_their_facts(tmp_path):
    for name in ("rgb.png", "depth.png", "mask.png"):
        picture(tmp_path / "candy/test/dent/007" / name)
    write_csv(
        tmp_path,
        "demo,candy,test,1,dent,007,depth,candy/test/dent/007/depth.png,candy/test/dent/007/mask.png",
        "demo,candy,test,1,dent,007,rgb,candy/test/dent/007/rgb.png,candy/test/dent/007/mask.png",
    )
    sample = only(index(tmp_path))
    assert sample.sample_id == "candy/test/dent/007"
    assert list(sample.files) == ["rgb", "depth"]
    assert (sample.category, sample.set_name, sample.split, sample.defect) == ("candy", "demo", "test", "dent")
    assert sample.is_anomalous is True
    assert sample.mask_file is not None
    assert sample.is_registered


def test_a_sample_folder_inside_a_data_set_keeps_its_category(tmp_path):
    for name in ("rgb.png", "infrared.png"):
        picture(tmp_path / "capsule/test/crack/000" / name)
    write_csv(
        tmp_path,
        "mulsen,capsule,test,1,crack,000,rgb,capsule/test/crack/000/rgb.png,",
        "mulsen,capsule,test,1,crack,000,infrared,capsule/test/crack/000/infrared.png,",
    )
    sample = only(index(tmp_path / "capsule/test/crack/000"))
    assert (sample.category, sample.sample_id) == ("capsule", "capsule/test/crack/000")
    assert not sample.is_registered
    one_file = only(index(tmp_path / "capsule/test/crack/000/rgb.png"))
    assert (one_file.category, list(one_file.files)) == ("capsule", ["rgb"])


@pytest.mark.parametrize("path", ["../outside.png", "/etc/hostname", "a/../../outside.png", "link/outside.png"])
def test_a_csv_row_that_leaves_its_folder_is_refused(tmp_path, path):
    data = tmp_path / "data"
    picture(tmp_path / "outside.png")
    picture(data / "ok.png")
    (data / "link").symlink_to(tmp_path)
    write_csv(data, f"s,c,train,0,good,bad,rgb,{path},", "s,c,train,0,good,fine,rgb,ok.png,")
    found = index(data)
    assert only(found).sample_id == "c/train/good/fine"
    assert "outside the data set's folder" in found.problems[0].message


def test_every_problem_of_a_csv_is_collected(tmp_path):
    picture(tmp_path / "ok.png")
    write_csv(
        tmp_path,
        "s,c,train,0,good,gone,rgb,gone.png,",
        "s,c,train,0,good,fine,rgb,ok.png,nomask.png",
        "s,c,train,0,good,twice,rgb,ok.png,",
        "s,c,train,0,good,twice,rgb,ok.png,",
        "s,c",
    )
    found = index(tmp_path)
    assert [s.sample_id for s in found.samples] == ["c/train/good/fine"]
    words = " ".join(problem.message for problem in found.problems)
    for expected in ("gone.png is missing", "mask nomask.png is missing", "twice", "too few columns"):
        assert expected in words


def test_mvtec_ad_layout_is_recognised_with_its_masks(tmp_path):
    picture(tmp_path / "bottle/train/good/000.png")
    picture(tmp_path / "bottle/test/crack/000.png")
    picture(tmp_path / "bottle/ground_truth/crack/000_mask.png", "L")
    found = index(tmp_path)
    assert [s.sample_id for s in found.samples] == ["bottle/test/crack/000", "bottle/train/good/000"]
    bad, good = found.samples
    assert bad.mask_file == tmp_path / "bottle/ground_truth/crack/000_mask.png"
    assert (bad.category, bad.is_anomalous, good.is_anomalous, good.split) == ("bottle", True, False, "train")
    assert not found.problems


def test_mvtec_3d_layout_puts_rgb_and_xyz_together(tmp_path):
    for split, defect in (("train", "good"), ("test", "hole")):
        for name in ("000", "001"):
            picture(tmp_path / f"bagel/{split}/{defect}/rgb/{name}.png")
            touch(tmp_path / f"bagel/{split}/{defect}/xyz/{name}.tiff")
            picture(tmp_path / f"bagel/{split}/{defect}/gt/{name}.png", "L")
    found = index(tmp_path)
    assert [s.sample_id for s in found.samples] == [
        f"bagel/{place}/{name}" for place in ("test/hole", "train/good") for name in ("000", "001")
    ]
    assert list(found.samples[0].files) == ["rgb", "cloud"]
    assert found.samples[0].mask_file == tmp_path / "bagel/test/hole/gt/000.png"
    assert only(index(tmp_path / "bagel/test/hole/rgb/001.png")).category == "bagel"


def test_mulsen_layout_with_a_folder_a_sensor_is_put_together(tmp_path):
    for sensor in ("RGB", "Infrared"):
        picture(tmp_path / f"MulSen_AD/capsule/{sensor}/train/0.png")
        picture(tmp_path / f"MulSen_AD/capsule/{sensor}/test/good/0.png")
        picture(tmp_path / f"MulSen_AD/capsule/{sensor}/test/crack/0.png")
    picture(tmp_path / "MulSen_AD/capsule/RGB/GT/crack/0.png", "L")
    touch(tmp_path / "MulSen_AD/capsule/Pointcloud/train/0.stl")
    found = index(tmp_path)
    assert [s.sample_id for s in found.samples] == [
        "capsule/test/crack/0",
        "capsule/test/good/0",
        "capsule/train/good/0",
    ]
    assert list(found.samples[0].files) == ["rgb", "infrared"]
    assert found.samples[0].mask_file == tmp_path / "MulSen_AD/capsule/RGB/GT/crack/0.png"
    assert not any(sample.is_registered for sample in found.samples)
    assert list(found.samples[2].files) == ["rgb", "infrared", "cloud"]
    assert not found.problems


def test_a_folder_called_test_proves_no_category(tmp_path):
    picture(tmp_path / "holiday/test/beach/1.jpg")
    assert only(index(tmp_path)).category == ""


def test_a_sample_folder_takes_its_sensors_from_the_file_names(tmp_path):
    for name in ("rgb.png", "infrared.png", "polarisation.png", "mask.png"):
        picture(tmp_path / "part 12" / name)
    touch(tmp_path / "part 12/cloud.xyz")
    sample = only(index(tmp_path / "part 12"))
    assert list(sample.files) == ["rgb", "infrared", "cloud", "polarisation"]
    assert sample.mask_file == tmp_path / "part 12/mask.png"
    assert sample.sample_id == "part 12"


def test_files_of_one_part_in_one_folder_are_put_together_by_name(tmp_path):
    for name in ("part10_rgb.png", "part10_depth.png", "part9_rgb.png", "part9_depth.png"):
        picture(tmp_path / name)
    found = index(tmp_path)
    assert [(s.sample_id, list(s.files)) for s in found.samples] == [
        ("part9", ["rgb", "depth"]),
        ("part10", ["rgb", "depth"]),
    ]


def test_several_files_given_together_are_one_sample(tmp_path):
    paths = [
        picture(tmp_path / "a/rgb.png"),
        picture(tmp_path / "b/thermal.png", "L"),
        picture(tmp_path / "b/mask.png"),
    ]
    sample = only(index(*paths))
    assert list(sample.files) == ["rgb", "thermal"]
    assert sample.mask_file == paths[2]


def test_several_photographs_given_together_are_several_samples(tmp_path):
    found = index(*(picture(tmp_path / f"IMG_{n}.jpg") for n in (2, 10, 1)))
    assert len(found.samples) == 3
    assert "several samples" in found.notes[0]


def test_an_image_without_a_name_is_grey_or_colour_by_its_header(tmp_path):
    assert list(only(index(picture(tmp_path / "scan.png", "L"))).files) == ["grey"]
    assert list(only(index(picture(tmp_path / "scan.jpg", "L"))).files) == ["grey"]
    assert list(only(index(picture(tmp_path / "photo.jpg", "RGB"))).files) == ["rgb"]


@pytest.mark.parametrize(
    ("name", "modality"),
    [
        ("BraTS20_001_t1ce.nii.gz", "t1post"),
        ("patient_T1_post.nii", "t1post"),
        ("sub-01_T2w.nii.gz", "t2"),
        ("x_flair.mha", "flair"),
        ("ct.nrrd", "ct"),
        ("part.ply", "cloud"),
        ("scan_points.xyz", "cloud"),
        ("007_IR.png", "infrared"),
        ("product_label.jpg", "rgb"),
    ],
)
def test_the_modality_is_in_the_name(tmp_path, name, modality):
    assert list(only(index(touch(tmp_path / name))).files) == [modality]


def test_a_study_folder_of_volumes_is_one_sample(tmp_path):
    for name in ("P1_t1.nii.gz", "P1_flair.nii.gz", "other_t2.nii.gz", "P1_seg.nii.gz"):
        touch(tmp_path / "P1" / name)
    sample = only(index(tmp_path / "P1"))
    assert list(sample.files) == ["t1", "t2", "flair"]
    assert sample.mask_file == tmp_path / "P1/P1_seg.nii.gz"


def test_a_folder_of_patients_gives_one_sample_each(tmp_path):
    for name in ("a_ct.nii.gz", "b_ct.nii.gz"):
        touch(tmp_path / name)
    assert [s.sample_id for s in index(tmp_path).samples] == ["a", "b"]


def test_sample_ids_are_unique(tmp_path):
    for folder in ("monday", "tuesday"):
        picture(tmp_path / folder / "7/rgb.png")
    assert len({s.sample_id for s in index(tmp_path).samples}) == 2


def test_a_mask_beside_a_single_file_is_its_ground_truth(tmp_path):
    touch(tmp_path / "lung/ct.nrrd")
    mask = touch(tmp_path / "lung/mask.nrrd")
    assert only(index(tmp_path / "lung/ct.nrrd")).mask_file == mask


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda folder: [folder], "holds nothing that can be inspected"),
        (lambda folder: [folder / "gone"], "gone does not exist"),
        (lambda folder: [], "No file or folder was given"),
        (lambda folder: [touch(folder / "song.mp3")], "song.mp3 is of no known type"),
        (lambda folder: [touch(folder / "a/b.docx").parent], "One .docx file is of no known type in a"),
        (lambda folder: [picture(folder / "m/mask.png").parent], "mask without a picture"),
    ],
)
def test_nothing_usable_is_one_sentence(tmp_path, prepare, words):
    with pytest.raises(SampleIndexError, match=words):
        index_paths(prepare(tmp_path), CancelToken())


def test_a_folder_that_may_not_be_opened_is_a_problem_not_a_crash(tmp_path, monkeypatch):
    picture(tmp_path / "open/rgb.png")
    (tmp_path / "locked").mkdir()
    import os

    scandir = os.scandir

    def guarded(path):
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    found = index(tmp_path)
    assert len(found.samples) == 1
    assert [p.message for p in found.problems] == ["locked cannot be opened: Permission denied."]


def test_links_that_lead_in_circles_and_broken_links_are_passed_over(tmp_path):
    picture(tmp_path / "a/rgb.png")
    (tmp_path / "a/loop").symlink_to(tmp_path)
    (tmp_path / "a/gone.png").symlink_to(tmp_path / "nowhere.png")
    assert only(index(tmp_path)).sample_id == "a"


def test_indexing_can_be_cancelled(tmp_path):
    picture(tmp_path / "a/rgb.png")
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        index_paths([tmp_path], token)
