"""The whole network: contract of its output, independence of the batch, and that everything in it learns."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F

from core.config import compact_config
from core.errors import ConfigError
from core.model.embedding import stack_slots
from core.model.unimmad import Output, UniMMAD
from core.scoring import distances
from tests.core.model.tiny import features, tiny_config, tiny_paper_config

CONFIGS = {"compact": tiny_config, "paper": tiny_paper_config}


def build(preset: str) -> UniMMAD:
    torch.manual_seed(0)
    return UniMMAD(CONFIGS[preset]())


def run(model: UniMMAD, prior, counts, images=None) -> Output:
    needs_images = model.config.preset == "paper"
    return model(prior, counts, images if needs_images else None)


def images(rows: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(rows, 3, 64, 64, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("preset", CONFIGS)
def test_the_output_has_every_scale_and_gate_of_every_modality(preset):
    model = build(preset).eval()
    prior, counts = features(6, model.config), (1, 3, 2)
    with torch.inference_mode():
        output = run(model, prior, counts, images(6))
    assert [tuple(u.shape) for u in output.prior] == [tuple(p.shape) for p in output.restored]
    assert [tuple(u.shape) for u in output.prior] == [tuple(raw.shape) for raw in prior]
    for scale, standard in zip(output.prior, model.standardise(prior), strict=True):
        torch.testing.assert_close(scale, standard)
    routing = output.routing
    assert routing.logits.shape == routing.probabilities.shape == (6, 3, 3, 5)
    assert routing.leaders.shape == routing.weights.shape == (6, 3, 3, 2)
    assert routing.leaders.dtype == torch.int64
    torch.testing.assert_close(routing.probabilities.sum(dim=-1), torch.ones(6, 3, 3))
    torch.testing.assert_close(routing.weights.sum(dim=-1), torch.ones(6, 3, 3))


@pytest.mark.parametrize("preset", CONFIGS)
def test_a_sample_gets_the_same_output_alone_and_in_a_batch_of_mixed_counts(preset):
    model = build(preset).eval()
    counts = (2, 4, 1, 3, 2)
    prior, pixels = features(sum(counts), model.config), images(sum(counts))
    with torch.inference_mode():
        together = run(model, prior, counts, pixels)
        start = 0
        for count in counts:
            rows = slice(start, start + count)
            alone = run(model, [scale[rows] for scale in prior], (count,), pixels[rows])
            maps = zip(
                distances(alone.prior, alone.restored), distances(together.prior, together.restored), strict=True
            )
            for ours, theirs in maps:
                torch.testing.assert_close(ours, theirs[rows], atol=1e-4, rtol=0)
            assert torch.equal(alone.routing.leaders, together.routing.leaders[rows])
            start += count


@pytest.mark.parametrize("preset", CONFIGS)
def test_a_gradient_reaches_everything_that_is_trained(preset):
    model = build(preset).train()
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.ones_(module.weight)  # timm starts residual branches at zero, where gradients end
    counts = (1, 2, 3, 4)
    output = run(model, features(10, model.config), counts, images(10))
    distance = sum((1 - F.cosine_similarity(u, p)).mean() for u, p in zip(output.prior, output.restored, strict=True))
    (distance + output.routing.logits.square().mean()).backward()
    without = [n for n, p in model.named_parameters() if p.grad is None or not bool(p.grad.abs().sum() > 0)]
    assert without == []


def test_a_few_steps_bring_restored_and_prior_closer():
    model = build("compact").train()
    prior, counts = features(4, model.config), (2, 2)
    optimiser = torch.optim.Adam(model.parameters(), 3e-3)

    def distance() -> torch.Tensor:
        output = model(prior, counts)
        pairs = zip(output.prior, output.restored, strict=True)
        return torch.stack([(1 - F.cosine_similarity(u, p)).mean() for u, p in pairs]).mean()

    before = distance().item()
    for _step in range(15):
        optimiser.zero_grad()
        distance().backward()
        optimiser.step()
    assert distance().item() < 0.9 * before


def test_an_unused_slot_is_zero_and_a_used_one_is_in_its_place():
    rows = torch.arange(1, 4, dtype=torch.float32).view(3, 1, 1, 1).expand(3, 2, 4, 4)
    stacked = stack_slots(rows, (1, 2), 4)
    assert stacked[:, ::2, 0, 0].tolist() == [[1, 0, 0, 0], [2, 3, 0, 0]]


@pytest.mark.parametrize("counts", [(2, 2), (5,), (0, 3), ()])
def test_counts_that_do_not_fit_the_rows_are_refused(counts):
    model = build("compact").eval()
    with pytest.raises(ValueError, match="modality counts"):
        model(features(3, model.config), counts)


def test_the_paper_preset_says_that_it_needs_the_images():
    model = build("paper").eval()
    with pytest.raises(ValueError, match="needs the images"):
        model(features(1, model.config), (1,))


def test_prior_features_are_standardised_by_the_statistics_of_normals():
    model = UniMMAD(tiny_config()).eval()
    prior = tuple(7 + 3 * scale for scale in features(4, model.config))
    means = [scale.mean(dim=(0, 2, 3)) for scale in prior]
    stds = [scale.std(dim=(0, 2, 3)) for scale in prior]
    model.set_feature_statistics(means, stds)
    for scale in model.standardise(prior):
        torch.testing.assert_close(scale.mean(dim=(0, 2, 3)), torch.zeros(scale.shape[1]), atol=1e-4, rtol=0)
        torch.testing.assert_close(scale.std(dim=(0, 2, 3)), torch.ones(scale.shape[1]), atol=1e-4, rtol=0)


@pytest.mark.parametrize("changes", [{"kernel_sizes": (1, 4)}, {"kernel_sizes": (0,)}])
def test_windows_without_a_middle_are_refused(changes):
    with pytest.raises(ConfigError, match="odd"):
        replace(tiny_config(), **changes)


def test_statistics_without_spread_or_of_another_size_are_refused():
    model = build("compact")
    good = [torch.ones(channels) for channels in model.config.feature_channels]
    with pytest.raises(ValueError, match="no spread"):
        model.set_feature_statistics(good, [*good[:2], torch.zeros(320)])
    with pytest.raises(ValueError, match="needs"):
        model.set_feature_statistics([*good[:2], torch.ones(7)], good)


def test_noise_and_dropout_act_in_training_only():
    model = build("compact")
    prior = features(3, model.config)
    with torch.no_grad():
        model.train()
        for module in model.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.eval()  # batch statistics aside
        first, second = (model(prior, (2, 1)).restored[0] for _ in range(2))
        assert not torch.equal(first, second)
        model.eval()
        first, second = (model(prior, (2, 1)).restored[0] for _ in range(2))
        assert torch.equal(first, second)


def test_decompressing_the_general_features_gives_what_forward_gives():
    model = build("compact").eval()
    prior, counts = features(3, model.config), (1, 2)
    with torch.inference_mode():
        output = model(prior, counts)
        general = model.general_features(model.standardise(prior), counts)
        targets = [torch.nn.functional.normalize(scale, dim=1) for scale in output.prior]
        restored, routing = model.decompress(general, targets, counts)
    assert all(torch.equal(ours, theirs) for ours, theirs in zip(restored, output.restored, strict=True))
    assert torch.equal(routing.leaders, output.routing.leaders)


def test_the_compact_preset_is_small_enough_to_ship():
    with torch.device("meta"):
        trained = sum(parameter.numel() for parameter in UniMMAD(compact_config()).parameters())
    assert 7e6 < trained < 8e6
