"""Sizes through the compression module and the general decoder."""

from __future__ import annotations

import pytest
import torch

from core.config import paper_config
from core.model.compression import FeatureCompression, GeneralDecoder, group_norm
from tests.core.model.tiny import tiny_config


@pytest.mark.parametrize(("channels", "groups"), [(512, 32), (170, 2), (48, 16), (40, 8), (12, 4), (7, 1)])
def test_group_norm_takes_the_largest_listed_number_of_groups_that_divides(channels, groups):
    assert group_norm(channels).num_groups == groups


def test_published_sizes_run_through_compression_and_decoder():
    config = paper_config()
    with torch.device("meta"):
        scales = [torch.zeros(2, channels, side, side) for channels, side in ((256, 64), (512, 32), (1024, 16))]
        narrow = FeatureCompression((256, 512, 1024), config)(scales)
        general = GeneralDecoder(config)(narrow)
    assert narrow.shape == (2, 2048, 8, 8)
    assert [tuple(scale.shape) for scale in general] == [(2, 256, 64, 64), (2, 512, 32, 32), (2, 1024, 16, 16)]


def test_oblong_images_keep_their_shape():
    config = tiny_config()
    scales = [torch.randn(1, 12, height, 2 * height) for height in (16, 8, 4)]
    general = GeneralDecoder(config).eval()(FeatureCompression((12, 12, 12), config).eval()(scales))
    assert [tuple(scale.shape[2:]) for scale in general] == [(16, 32), (8, 16), (4, 8)]
