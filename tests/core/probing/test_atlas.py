"""The atlas and its alarm, on made-up routing whose classes differ."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import numpy as np
import pytest
import torch

from core.probing import atlas
from core.records import RoutingAlarm

SENSORS = ("rgb", "infrared")
SHAPE = (2, 3, 3, 32)


@dataclass(frozen=True)
class Item:
    owner: str
    probabilities: torch.Tensor


def softmax(logits):
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return (raised / raised.sum(axis=-1, keepdims=True)).astype(np.float32)


CENTRES = {name: np.random.default_rng(seed).normal(0, 1.5, SHAPE) for seed, name in enumerate(("disc", "square"))}


def draw(category: str, count: int, seed: int) -> list[Item]:
    """Samples of a class whose gates follow a few common causes (pose, light) and a little noise."""
    random = np.random.default_rng((seed, len(category)))
    causes = np.random.default_rng(9).normal(0, 0.3, (4, *SHAPE))
    items = []
    for number in range(count):
        logits = CENTRES[category] + np.tensordot(random.normal(size=4), causes, axes=1) + random.normal(0, 0.1, SHAPE)
        items.append(Item(f"{category}{number}", torch.from_numpy(softmax(logits))))
    return items


@pytest.fixture(scope="module")
def atlases():
    return {name: atlas.fit(SENSORS, draw(name, 120, 1), draw(name, 99, 2), 2) for name in CENTRES}


def alarm_of(atlases, category, item) -> RoutingAlarm | None:
    return atlas.alarm(atlases, category, SENSORS, item.probabilities.numpy()[None])


def test_the_false_alarm_rate_on_fresh_normals_is_the_promised_one(atlases):
    assert atlases["disc"].rate == pytest.approx(0.01)
    fresh = [alarm_of(atlases, "disc", item) for item in draw("disc", 400, 3)]
    alarms = sum(item is not None for item in fresh)
    assert alarms / 400 <= 0.04  # beyond it, a rate of 1 % fitted on 99 normals lies only once in a thousand times


def test_the_limit_is_a_conformal_quantile_and_foreign_patches_can_only_raise_it():
    known, unseen = draw("disc", 60, 1), draw("disc", 9, 2)
    plain = atlas.fit(SENSORS, known, unseen, 2)
    distances = [plain.distance(item.probabilities.numpy()) for item in unseen]
    assert plain.limit == pytest.approx(max(distances))  # of nine, the largest promises 10 %
    far = [replace(item, probabilities=item.probabilities.roll(1, -1)) for item in unseen]
    assert atlas.fit(SENSORS, known, unseen, 2, unseen).limit == plain.limit
    roomy = atlas.fit(SENSORS, known, unseen, 2, far)
    assert roomy.limit == pytest.approx(max(plain.distance(item.probabilities.numpy()) for item in far))
    assert (roomy.rate, roomy.held_out) == (plain.rate, plain.held_out)


def test_with_few_held_out_normals_the_promise_is_as_coarse_as_they_allow():
    few = atlas.fit(SENSORS, draw("disc", 20, 1), draw("disc", 9, 2), 2)
    assert few.rate == pytest.approx(0.1)
    assert few.held_out == 9


def test_another_class_and_swapped_sensors_raise_the_alarm_and_name_the_nearest_class(atlases):
    wrong = alarm_of(atlases, "disc", draw("square", 1, 4)[0])
    assert wrong is not None
    assert wrong.nearest == "square"
    assert wrong.sentence.startswith("Routed like square, not like disc")
    item = draw("disc", 1, 4)[0]
    swapped = alarm_of(atlases, "disc", replace(item, probabilities=item.probabilities.flip(0)))
    assert swapped is not None
    assert swapped.distance > 1
    assert "swapped sensor" in swapped.sentence


def test_nothing_is_said_of_categories_or_sensors_that_the_atlas_does_not_know(atlases):
    trace = draw("disc", 1, 4)[0].probabilities.numpy()[None]
    assert atlas.alarm(atlases, "", SENSORS, trace) is None
    assert atlas.alarm(atlases, "disc", ("rgb",), trace) is None
    assert atlas.alarm({}, "disc", SENSORS, trace) is None


def test_an_atlas_survives_the_checkpoint(atlases):
    facts, tensors = atlas.pack(atlases)
    again = atlas.unpack(json.loads(json.dumps(facts)), tensors)
    item = draw("square", 1, 5)[0]
    before, after = (alarm_of(known, "disc", item) for known in (atlases, again))
    assert before == after
    assert atlas.unpack({}, {}) == {}


def test_the_record_counts_how_often_every_leader_is_kept(atlases):
    record = atlases["disc"].record("disc", 34)
    assert record.frequency.shape[-1] == 34
    assert not record.frequency[..., 32:].any()
    np.testing.assert_allclose(record.frequency.sum(axis=-1), 2)
    np.testing.assert_allclose(record.probability.sum(axis=-1), 1, atol=1e-2)
    assert (record.count, record.held_out) == (64, 99)
