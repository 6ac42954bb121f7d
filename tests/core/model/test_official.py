"""The names of the released files map one to one onto the paper preset."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from core.config import paper_config
from core.errors import CheckpointError
from core.model.official import BACKBONE_FILE, FILES, load_official, our_names
from core.model.unimmad import UniMMAD
from tests.core.model.made_up_release import read_extract

TRAINED = tuple(file for file in FILES if file != BACKBONE_FILE)


def test_every_released_tensor_has_one_place_of_the_same_shape_and_no_place_stays_empty():
    shapes = read_extract().shapes
    placed = {}
    for file in TRAINED:
        for theirs, ours in our_names(file, shapes[file], Path("release")).items():
            assert ours not in placed
            placed[ours] = tuple(shapes[file][theirs][0])
    with torch.device("meta"):
        needed = UniMMAD(paper_config()).state_dict()
    assert placed == {name: tuple(tensor.shape) for name, tensor in needed.items()}


def test_only_what_the_published_computation_never_reads_is_left_out():
    shapes = read_extract().shapes
    for file in TRAINED:
        left_out = set(shapes[file]) - set(our_names(file, shapes[file], Path("release")))
        assert all(any(part in name for part in ("layer4", "conv_out_second", "prior_head")) for name in left_out)


@pytest.mark.parametrize("file", TRAINED)
def test_an_unknown_released_tensor_is_named(file):
    with pytest.raises(CheckpointError, match=r"'novelty\.weight'"):
        our_names(file, ["novelty.weight"], Path("release"))


def test_a_folder_without_the_files_says_which_is_missing(tmp_path):
    with pytest.raises(CheckpointError, match=r"model\.safetensors is missing"):
        load_official(tmp_path)
