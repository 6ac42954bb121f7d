"""sample.json: what a user said of files holds from then on, and says nothing it must not."""

import json
from dataclasses import replace

import cv2
import numpy as np
import pytest

from core.api import find_samples, keep_sample, load_sample
from core.data.sample_file import NAME, read_sample_file
from core.errors import SampleReadError
from core.records import FileChoice, Sample


@pytest.fixture
def folder(tmp_path):
    grey = np.arange(600, dtype=np.uint16).reshape(20, 30)
    for name in ("left", "right", "height"):
        cv2.imwrite(str(tmp_path / f"{name}.png"), grey)
    return tmp_path


def test_what_was_kept_is_found_again_as_it_was(folder):
    choice = FileChoice("mm", 0.5, 2.0)
    files = {"infrared": folder / "left.png", "depth": folder / "height.png"}
    sample = Sample("part 7", files, "bracket", is_registered=False, choices={"depth": choice})
    assert keep_sample([sample]) == folder / NAME
    found = find_samples([folder]).samples
    assert found[0] == replace(sample, files={"infrared": files["infrared"], "depth": files["depth"]})
    assert [s.files for s in found[1:]] == [{"grey": folder / "right.png"}]  # the file that nothing was said of
    assert find_samples([folder / "height.png"]).samples[0].choices == {"depth": choice}
    assert find_samples([folder / NAME]).samples == found[:1]


def test_a_chosen_scale_and_unit_go_before_what_files_say(folder):
    (folder / "height.json").write_text('{"unit": "m", "scale": 7}')
    plain = Sample("a", {"depth": folder / "height.png"})
    chosen = replace(plain, choices={"depth": FileChoice("mm", 0.5)})
    assert (load_sample(plain).views[0].unit, load_sample(plain).views[0].pixels[1, 1]) == ("m", 31 * 7)
    assert (load_sample(chosen).views[0].unit, load_sample(chosen).views[0].pixels[1, 1]) == ("mm", 15.5)


def test_keeping_one_sample_leaves_the_others_and_replaces_its_own(folder):
    left, right = (Sample(name, {"rgb": folder / f"{name}.png"}) for name in ("left", "right"))
    keep_sample([left])
    keep_sample([right])
    keep_sample([replace(left, files={"infrared": folder / "left.png"})])
    listed = {s.sample_id: list(s.files) for s in read_sample_file(folder / NAME).samples}
    assert listed == {"left": ["infrared"], "right": ["rgb"]}


def test_a_file_below_lists_folders_are_found_from_there_too(folder):
    inner = folder / "inner"
    inner.mkdir()
    (folder / "left.png").rename(inner / "left.png")
    keep_sample([Sample("both", {"rgb": inner / "left.png", "infrared": folder / "right.png"})])
    assert list(find_samples([folder]).samples[0].files) == ["rgb", "infrared"]
    assert list(find_samples([inner]).samples[0].files) == ["rgb"]


@pytest.mark.parametrize(
    "files",
    [
        {"rgb": {"path": "../left.png"}},
        {"rgb": {"path": "/etc/passwd"}},
        {"rgb": {"path": "gone.png"}},
        {"../x": {"path": "left.png"}},
        {"depth": {"path": "height.png", "scale": -1}},
        {"depth": {"path": "height.png", "scale": float("nan")}},
        {"cloud": {"path": "height.png", "viewpoint": "from hell"}},
        {"depth": "height.png"},
        {},
        [],
        None,
    ],
)
def test_an_impossible_entry_is_named_and_the_files_are_found_without_it(folder, files):
    (folder / NAME).write_text(json.dumps({"unimmad_sample": 1, "samples": [{"id": "a", "files": files}]}))
    index = find_samples([folder])
    assert len([path for sample in index.samples for path in sample.files.values()]) == 3
    assert index.problems[0].message.startswith("sample.json: entry 1 was not used: ")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"unimmad_sample": 2, "samples": []}', "[" * 100_000])
def test_a_damaged_file_is_named_and_not_used(folder, text):
    (folder / NAME).write_text(text)
    index = find_samples([folder])
    assert len([path for sample in index.samples for path in sample.files.values()]) == 3
    assert "damaged or of another version" in index.problems[0].message


def test_files_without_a_common_folder_cannot_be_kept(tmp_path):
    sample = Sample("a", {"rgb": tmp_path / "a.png", "grey": type(tmp_path)("/elsewhere/b.png")})
    with pytest.raises(SampleReadError, match="no common folder"):
        keep_sample([sample])
