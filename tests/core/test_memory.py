"""The memory of normals and the golden maps: bounded, faithful, travelling with the model, refused when wrong."""

from dataclasses import replace

import pytest
import torch

from core import memory
from core.bundle import Bundle
from core.errors import CheckpointError
from core.model import checkpoint
from core.predictor import Predictor


def smooth_parts(count: int, seed: int = 0) -> list[tuple[memory.Features, float]]:
    """Two sensors, three scales, unit spread: what parts share, and a little of their own."""
    draw = torch.Generator().manual_seed(seed)
    common = [torch.randn(2, channels, side, side, generator=draw) for channels, side in ((6, 8), (8, 4), (12, 2))]
    return [
        (tuple(scale + 0.3 * torch.randn(scale.shape, generator=draw) for scale in common), number / count)
        for number in range(count)
    ]


def test_remembered_features_come_back_within_the_rounding():
    parts = smooth_parts(4)
    kept = memory.remember(("rgb", "infrared"), parts, memory.MOST_BYTES)
    assert len(kept.coded) == 4
    for (features, position), (wanted, wanted_position) in zip(kept.parts(), parts, strict=True):
        assert position == wanted_position
        for got, true in zip(features, wanted, strict=True):
            assert float((got - true).square().mean().sqrt()) < 0.35


def test_a_memory_stays_below_its_bound_and_every_category_keeps_a_part():
    kept = {name: memory.remember(("rgb", "infrared"), smooth_parts(6, seed), 10**6) for seed, name in enumerate("abc")}
    total = sum(own.bytes for own in kept.values())
    smaller = memory.shared_out(kept, total // 2)
    assert sum(own.bytes for own in smaller.values()) <= total // 2
    assert all(own.coded for own in smaller.values())
    assert next(smaller["a"].parts())[0][0].equal(next(kept["a"].parts())[0][0])


def test_a_little_room_is_filled_with_coarser_parts():
    parts = smooth_parts(6)
    fine = memory.remember(("rgb", "infrared"), parts, 10**6)
    coarse = memory.remember(("rgb", "infrared"), parts, len(fine.coded[0]) + 40)
    assert coarse.step > fine.step
    assert len(coarse.coded) >= 2


def test_training_keeps_a_memory_and_golden_maps_in_the_model(model_file):
    kept = checkpoint.load(model_file)
    bundle = Bundle.unpack(kept.metadata, kept.extra)
    assert set(bundle.memories) == set(bundle.fitted)
    assert sum(own.bytes for own in bundle.memories.values()) <= memory.MOST_BYTES
    assert bundle.golden is not None
    assert set(bundle.golden.maps) == {"picture", *bundle.fitted}
    strings, tensors = bundle.pack()
    assert Bundle.unpack(strings, tensors).memories == bundle.memories
    assert "largest deviation" in Predictor.load(model_file, "cpu").info.facts["parity"]


def test_a_model_that_computes_other_maps_here_is_refused(model_file, tmp_path):
    kept = checkpoint.load(model_file)
    bundle = Bundle.unpack(kept.metadata, kept.extra)
    name = next(iter(bundle.fitted))
    changed = replace(bundle.golden, maps={**bundle.golden.maps, name: bundle.golden.maps[name] * 1.25})
    strings, tensors = replace(bundle, golden=changed).pack()
    other = tmp_path / "other.safetensors"
    checkpoint.save(other, kept.model, {**kept.metadata, **strings}, {**kept.extra, **tensors})
    with pytest.raises(CheckpointError, match=r"is not used: .* largest deviation 20 %"):
        Predictor.load(other, "cpu")


def test_a_model_without_memory_loads_as_before(model_file, tmp_path):
    kept = checkpoint.load(model_file)
    strings, tensors = replace(Bundle.unpack(kept.metadata, kept.extra), memories={}, golden=None).pack()
    old = tmp_path / "old.safetensors"
    metadata = {key: value for key, value in kept.metadata.items() if key != "memory"}
    checkpoint.save(old, kept.model, {**metadata, **strings}, tensors)
    predictor = Predictor.load(old, "cpu")
    assert predictor.bundle.memories == {}
    assert "parity" not in predictor.info.facts
