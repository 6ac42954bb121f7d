"""A generated miniature of every data set's layout gives samples with category, split, label, sensors and mask."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from core.data.index import index_paths
from core.data.survey import survey_for_evaluation, survey_for_training
from core.errors import SampleIndexError
from core.progress import CancelToken, ignore_progress


def picture(path: Path, mode: str = "RGB") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new(mode, (8, 8), 9 if mode in ("L", "I;16") else (9, 9, 9)).save(path)
    return path


def index(*paths):
    return index_paths([Path(p) for p in paths], CancelToken())


def facts(found) -> dict[str, tuple]:
    """Sample id -> set, category, split, anomalous, sensors, name of the mask."""
    return {
        s.sample_id: (s.set_name, s.category, s.split, s.is_anomalous, tuple(s.files), s.mask_file and s.mask_file.name)
        for s in found.samples
    }


def test_mvtec_ad(tmp_path):
    root = tmp_path / "mvtec"
    for name in ("bottle/train/good/000", "bottle/test/good/000", "bottle/test/broken_large/000"):
        picture(root / f"{name}.png")
    picture(root / "bottle/ground_truth/broken_large/000_mask.png", "L")
    assert facts(index(root)) == {
        "bottle/train/good/000": ("mvtec", "bottle", "train", False, ("rgb",), None),
        "bottle/test/good/000": ("mvtec", "bottle", "test", False, ("rgb",), None),
        "bottle/test/broken_large/000": ("mvtec", "bottle", "test", True, ("rgb",), "000_mask.png"),
    }


def visa(root: Path) -> Path:
    for number in range(10):
        picture(root / f"candle/Data/Images/Normal/{number:04d}.JPG")
    picture(root / "candle/Data/Images/Anomaly/000.JPG")
    picture(root / "candle/Data/Masks/Anomaly/000.png", "L")
    (root / "candle/image_anno.csv").write_text("image,label,mask\n")
    return root


def test_visa_by_its_table_of_splits(tmp_path):
    root = visa(tmp_path / "VisA")
    (root / "split_csv").mkdir()
    (root / "split_csv/2cls_highshot.csv").write_text("object,split,label,image,mask\n")
    (root / "split_csv/1cls.csv").write_text(
        "object,split,label,image,mask\n"
        "candle,train,normal,candle/Data/Images/Normal/0000.JPG,\n"
        "candle,test,normal,candle/Data/Images/Normal/0001.JPG,\n"
        "candle,test,anomaly,candle/Data/Images/Anomaly/000.JPG,candle/Data/Masks/Anomaly/000.png\n"
        "candle,test,anomaly,candle/Data/Images/Anomaly/001.JPG,candle/Data/Masks/Anomaly/001.png\n"
        "candle,test,anomaly,../outside.JPG,\n"
    )
    found = index(root)
    assert facts(found) == {
        "candle/train/good/0000": ("VisA", "candle", "train", False, ("rgb",), None),
        "candle/test/good/0001": ("VisA", "candle", "test", False, ("rgb",), None),
        "candle/test/anomaly/000": ("VisA", "candle", "test", True, ("rgb",), "000.png"),
    }
    assert [problem.message.split(":")[0] for problem in found.problems] == [
        "1cls.csv line 5",
        "1cls.csv line 6 is not a row of this table.",
    ]


def test_visa_without_a_table_keeps_every_tenth_normal_for_testing_and_says_so(tmp_path):
    found = index(visa(tmp_path / "VisA"))
    splits = [sample.split for sample in found.samples if not sample.is_anomalous]
    assert splits == ["train"] * 9 + ["test"]
    assert facts(found)["candle/test/anomaly/000"] == ("VisA", "candle", "test", True, ("rgb",), "000.png")
    assert "every 10th normal" in found.notes[0]


def test_mvtec_3d_ad(tmp_path):
    root = tmp_path / "mvtec_3d"
    for place in ("train/good", "validation/good", "test/good", "test/hole"):
        picture(root / f"bagel/{place}/rgb/000.png")
        picture(root / f"bagel/{place}/xyz/000.tiff")
        if place.startswith("test"):
            picture(root / f"bagel/{place}/gt/000.png", "L")
    found = facts(index(root))
    assert found["bagel/validation/good/000"] == (
        "mvtec_3d", "bagel", "validation", False, ("rgb", "cloud"), None
    )  # fmt: skip
    assert found["bagel/test/hole/000"] == ("mvtec_3d", "bagel", "test", True, ("rgb", "cloud"), "000.png")
    assert len(found) == 4


def test_eyecandies(tmp_path):
    root = tmp_path / "eyecandies"
    for split in ("train", "val", "test_public", "test_private"):
        data = root / "CandyCane" / split / "data"
        for light in range(6):
            picture(data / f"000_image_{light}.png")
        picture(data / "000_depth.png", "I;16")
        picture(data / "000_normals.png")
        if split == "test_public":
            picture(data / "000_mask.png", "L")
            picture(data / "000_bumps_mask.png", "L")
            (data / "000_metadata.yaml").write_text("anomalous: 1\n")
    found = index(root)
    name = ("eyecandies", "CandyCane")
    assert facts(found) == {
        "CandyCane/train/good/000": (*name, "train", False, ("rgb", "depth"), None),
        "CandyCane/validation/good/000": (*name, "validation", False, ("rgb", "depth"), None),
        "CandyCane/test/anomaly/000": (*name, "test", True, ("rgb", "depth"), "000_mask.png"),
        "CandyCane/test/000": (*name, "test", None, ("rgb", "depth"), None),
    }
    assert all(sample.files["rgb"].name == "000_image_4.png" for sample in found.samples)


def test_mulsen_ad(tmp_path):
    root = tmp_path / "MulSen_AD"
    for sensor, ending in (("RGB", "png"), ("Infrared", "png"), ("Pointcloud", "stl")):
        for place in ("train/0", "test/good/0", "test/crack/0"):
            file = root / "capsule" / sensor / f"{place}.{ending}"
            picture(file) if ending == "png" else (file.parent.mkdir(parents=True), file.write_bytes(b"solid"))
    picture(root / "capsule/RGB/GT/crack/0.png", "L")
    found = index(root)
    sensors = ("rgb", "infrared", "cloud")
    assert {sample.split: tuple(sample.files) for sample in found.samples} == {"train": sensors, "test": sensors}
    by_defect = {(sample.split, sample.defect): sample for sample in found.samples}
    assert set(by_defect) == {("train", "good"), ("test", "good"), ("test", "crack")}
    assert by_defect["test", "crack"].mask_file == root / "capsule/RGB/GT/crack/0.png"
    assert not any(sample.is_registered for sample in found.samples)


@pytest.mark.parametrize("category", ["Brain_AD", "Liver_AD", "Retina_RESC_AD"])
def test_bmad_the_form_of_brats_liver_and_retina(tmp_path, category):
    root = tmp_path / "UniMed"
    picture(root / category / "train/good/1.png", "L")
    for split in ("valid", "test"):
        picture(root / category / split / "good/img/2.png", "L")
        picture(root / category / split / "good/label/2.png", "L")
        picture(root / category / split / "Ungood/img/3.png", "L")
        picture(root / category / split / "Ungood/label/3.png", "L")
    name = ("UniMed", category)
    assert facts(index(root)) == {
        f"{category}/train/good/1": (*name, "train", False, ("grey",), None),
        f"{category}/validation/good/2": (*name, "validation", False, ("grey",), None),
        f"{category}/validation/Ungood/3": (*name, "validation", True, ("grey",), "3.png"),
        f"{category}/test/good/2": (*name, "test", False, ("grey",), None),
        f"{category}/test/Ungood/3": (*name, "test", True, ("grey",), "3.png"),
    }


def test_brats_with_a_folder_a_sequence(tmp_path):
    for sequence in ("flair", "t1", "t1ce", "t2"):
        picture(tmp_path / f"BraTS-AD/brain/train/good/{sequence}/7_60.png", "L")
        picture(tmp_path / f"BraTS-AD/brain/test/Ungood/img/{sequence}/8_60.png", "L")
    picture(tmp_path / "BraTS-AD/brain/test/Ungood/label/8_60.png", "L")
    found = facts(index(tmp_path))
    sequences = ("t1", "t1post", "t2", "flair")
    assert found["brain/train/good/7_60"] == ("BraTS-AD", "brain", "train", False, sequences, None)
    assert found["brain/test/Ungood/8_60"] == ("BraTS-AD", "brain", "test", True, sequences, "8_60.png")


def test_hyper_kvasir_with_splits_and_segmented(tmp_path):
    root = tmp_path / "Hyper-Kvasir"
    picture(root / "colon/train/normal/a.jpg")
    picture(root / "colon/test/normal/b.jpg")
    picture(root / "colon/test/polyp/c.jpg")
    picture(root / "colon/ground_truth/polyp/c.png", "L")
    picture(root / "segmented-images/images/d.jpg")
    picture(root / "segmented-images/masks/d.jpg", "L")
    name = "Hyper-Kvasir"
    assert facts(index(root)) == {
        "colon/train/good/a": (name, "colon", "train", False, ("rgb",), None),
        "colon/test/good/b": (name, "colon", "test", False, ("rgb",), None),
        "colon/test/polyp/c": (name, "colon", "test", True, ("rgb",), "c.png"),
        "segmented-images/test/anomaly/d": (name, "segmented-images", "test", True, ("rgb",), "d.jpg"),
    }


def test_the_released_index_by_folder_or_by_file(tmp_path):
    for name in ("a/rgb/0.png", "a/infrared/0.png", "a/rgb/1.png", "b/2.png"):
        picture(tmp_path / name)
    picture(tmp_path / "a/gt/1.png", "L")
    good = {"img_path": ["a/rgb/0.png", "a/infrared/0.png"], "mask_path": "", "cls_name": "a", "anomaly": 0}
    bad = {"img_path": "a/rgb/1.png", "mask_path": "a/gt/1.png", "specie_name": "crack", "anomaly": 1}
    named = {"t1_path": "b/2.png", "anomaly": 0}
    gone = {"img_path": "a/rgb/9.png", "anomaly": 0}
    out = {"img_path": "../secret.png", "anomaly": 0}
    meta = {"train": {"a": [good, gone, out], "empty": []}, "test": {"a": [bad], "b": [named, 3]}}
    (tmp_path / "all_meta.json").write_text(json.dumps(meta))
    found = index(tmp_path)
    assert facts(found) == facts(index(tmp_path / "all_meta.json"))
    name = tmp_path.name
    assert facts(found) == {
        "a/train/good/0": (name, "a", "train", False, ("rgb", "infrared"), None),
        "a/test/crack/1": (name, "a", "test", True, ("rgb",), "1.png"),
        "b/test/good/2": (name, "b", "test", False, ("t1",), None),
    }
    words = " ".join(problem.message for problem in found.problems)
    for expected in (
        "'a/rgb/9.png' is missing",
        "'../secret.png' lies outside",
        "empty has no entries",
        "not a record",
    ):
        assert expected in words


@pytest.mark.parametrize("text", ["{", "[" * 5000, '{"train": 3}', '{"test": {"a": 7}}'])
def test_a_damaged_released_index_is_a_problem_and_never_a_crash(tmp_path, text):
    (tmp_path / "all_meta.json").write_text(text)
    picture(tmp_path / "part" / "rgb.png")
    try:
        assert index(tmp_path).problems
    except SampleIndexError as error:
        assert "all_meta.json" in error.message  # noqa: PT017 - one of two good ends


def test_problems_of_a_data_set_are_listed_together_and_the_rest_is_kept(tmp_path):
    for number in range(4):
        picture(tmp_path / f"bolt/train/good/{number}.png")
    picture(tmp_path / "nut/train/good/0.png")
    (tmp_path / "washer/train/good").mkdir(parents=True)
    for category in ("bolt", "washer"):
        picture(tmp_path / category / "test/good/0.png")
    for name in ("0", "1"):
        picture(tmp_path / f"bolt/test/dent/{name}.png")
    picture(tmp_path / "bolt/ground_truth/dent/0_mask.png", "L")
    (tmp_path / "bolt/train/good/3.png").write_bytes(b"\x89PNG\r\n\x1a\n cut")
    found = index(tmp_path)
    kept, problems = survey_for_training(found.samples, ignore_progress, CancelToken())
    words = " | ".join(problem.message for problem in problems)
    for expected in ("3.png", "nut has one normal sample", "washer has no normal sample"):
        assert expected in words
    assert {sample.category for sample in kept} == {"bolt"}
    words = " | ".join(problem.message for problem in survey_for_evaluation(found.samples))
    for expected in ("bolt/test/dent/1 has no mask", "nut has no labelled", "washer has no anomalous test sample"):
        assert expected in words
