from __future__ import annotations

import torch

from core.data.dataset import FeatureItem
from core.model.unimmad import UniMMAD
from core.probing.alteration import altered_items
from core.progress import CancelToken
from core.records import Sample
from tests.core.model.tiny import tiny_config


def test_foreign_patches_move_the_routing_a_little_and_the_same_way_every_time():
    torch.manual_seed(0)
    config = tiny_config()
    model = UniMMAD(config).eval()
    sides = [config.image_size[0] // stride for stride in (4, 8, 16)]
    features = tuple(
        torch.randn(2, channels, side, side) for channels, side in zip(config.feature_channels, sides, strict=True)
    )
    items = [
        FeatureItem(Sample(f"part{number}", {}), 0, ("rgb", "infrared"), tuple(f.half() for f in features))
        for number in range(3)
    ]
    with torch.inference_mode():
        plain = model([scale.half().float() for scale in features], [2]).routing.probabilities
    before = torch.get_rng_state()
    first, again = (altered_items(model, items, CancelToken()) for _ in range(2))
    assert torch.equal(torch.get_rng_state(), before)
    assert [item.owner for item in first] == ["part0", "part1", "part2"]
    assert first[0].probabilities.shape == plain.shape
    assert not torch.equal(first[0].probabilities, plain)
    assert all(torch.equal(a.probabilities, b.probabilities) for a, b in zip(first, again, strict=True))
