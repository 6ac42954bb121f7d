"""New leaders: nothing old moves, no remembered normal chooses them, and they serve the new category."""

import numpy as np
import pytest
import torch

from core.data.dataset import FeatureItem
from core.memory import remember
from core.model.unimmad import UniMMAD
from core.probing.atlas import CategoryAtlas
from core.progress import CancelToken
from core.records import Sample
from core.teaching.leaders import grow, nearest_routing, widened
from tests.core.model.tiny import features, tiny_config


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(0)
    return UniMMAD(tiny_config()).eval().requires_grad_(False)


def some_items(model, count, lean, seed):
    """Parts whose channels lean one way (1) or the other (-1)."""
    items = []
    for number in range(count):
        raw = features(2, model.config, seed + number)
        leaning = (s + lean * torch.linspace(-2, 2, s.shape[1])[:, None, None] for s in raw)
        items.append(FeatureItem(Sample("part", {}), 0, ("rgb", "infrared"), tuple(s.half() for s in leaning)))
    return items


def test_a_wider_network_restores_the_same(model):
    wide = widened(model, 2)
    assert wide.config.leaders == model.config.leaders + 2
    prior = features(2, model.config)
    before, after = model(prior, [2]), wide(prior, [2])
    for old, new in zip(before.restored, after.restored, strict=True):
        torch.testing.assert_close(new, old)
    assert torch.equal(before.routing.leaders, after.routing.leaders)


def test_new_leaders_serve_the_new_parts_and_leave_the_remembered_ones_alone(model):
    new = some_items(model, 6, 1, 10)
    old = [tuple(f.float() for f in item.features) for item in some_items(model, 4, -1, 50)]
    memories = {"disc": remember(("rgb", "infrared"), [(part, 0.0) for part in old], 10**6)}
    steps, kept = [], []
    grown = grow(model, 2, 3, new, new[:1], memories, 0, CancelToken(), lambda *s: steps.append(s), None, kept.append)
    assert grown is not None
    count = model.config.leaders
    for name, value in model.state_dict().items():
        assert torch.equal(grown.state_dict()[name][: len(value)] if value.ndim else grown.state_dict()[name], value), (
            name
        )
    assert [step for step, _, _ in steps] == [1, 2, 3]
    assert kept[-1]["step"] == 3
    for part, _ in memories["disc"].parts():
        before, after = model(part, [2]), grown(part, [2])
        assert torch.equal(before.routing.leaders, after.routing.leaders)
        for one, other in zip(before.restored, after.restored, strict=True):
            torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-5)
    routed = grown([f.float() for f in new[0].features], [2]).routing.leaders
    assert bool((routed >= count).any())


def test_the_atlas_says_whom_new_parts_route_like():
    profiles = np.full((3, 2, 3, 3, 5), 0.2, np.float32)
    known = {"disc": CategoryAtlas(("rgb", "infrared"), profiles, 2, 0.5, 0.01, 10)}
    same, other = torch.full((2, 3, 3, 5), 0.2), torch.tensor([0.9, 0.04, 0.03, 0.02, 0.01]).expand(2, 3, 3, 5)
    assert nearest_routing(known, ("rgb", "infrared"), [same]) == ("disc", pytest.approx(0.0, abs=1e-6))
    assert nearest_routing(known, ("rgb", "infrared"), [other])[1] > 1
    assert nearest_routing(known, ("rgb",), [same[:1]]) == ("", float("inf"))


def test_leaders_added_later_do_not_raise_the_alarm_of_old_parts():
    profile = np.random.default_rng(0).dirichlet(np.ones(5), (3, 2, 3, 3)).astype(np.float32)
    known = CategoryAtlas(("rgb", "infrared"), profile, 2, 0.5, 0.01, 10)
    wider = np.concatenate([0.9 * profile[0], np.full((2, 3, 3, 1), 0.1, np.float32)], axis=-1)
    assert known.distance(wider) == pytest.approx(0.0, abs=1e-3)
