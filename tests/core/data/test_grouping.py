"""Samples put together by hand."""

from pathlib import Path

import pytest

from core.data import grouping
from core.errors import SampleIndexError
from core.records import FileChoice, Sample

RGB, DEPTH = Path("a/7_rgb.png"), Path("a/7_z.png")
SAMPLE = Sample("7", {"rgb": RGB, "depth": DEPTH}, choices={"depth": FileChoice("mm", 0.1)})


def test_another_modality_takes_file_and_choices_along_and_goes_to_its_slot():
    made = grouping.renamed(SAMPLE, "rgb", "thermal")
    assert list(made.files.items()) == [("thermal", RGB), ("depth", DEPTH)]
    assert grouping.renamed(SAMPLE, "depth", "infrared").choices == {"infrared": FileChoice("mm", 0.1)}


def test_no_modality_is_there_twice():
    for ask in (
        lambda: grouping.renamed(SAMPLE, "rgb", "depth"),
        lambda: grouping.with_file(SAMPLE, "rgb", DEPTH),
        lambda: grouping.joined([SAMPLE, SAMPLE]),
    ):
        with pytest.raises(SampleIndexError, match="One sample cannot hold"):
            ask()


def test_what_is_split_can_be_joined_again():
    parts = grouping.split(SAMPLE)
    assert [list(part.files) for part in parts] == [["rgb"], ["depth"]]
    assert parts[1].choices == SAMPLE.choices
    again = grouping.joined(parts)
    assert (again.sample_id, again.files, again.choices) == ("7", SAMPLE.files, SAMPLE.choices)
    one, two = grouping.split(SAMPLE, "depth")
    assert (one.sample_id, list(one.files), two.sample_id) == ("7", ["rgb"], "7/depth")


def test_a_choice_that_is_none_leaves_no_trace():
    assert grouping.with_choice(SAMPLE, "depth", FileChoice()).choices == {}
    assert grouping.with_part(grouping.with_part(SAMPLE, "rgb", "2"), "rgb", "").parts == {}
