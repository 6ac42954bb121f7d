import numpy as np
import pytest
import torch
from scipy.ndimage import gaussian_filter

from core.losses import restoration_loss, router_anneal, router_loss
from core.scoring import (
    NORMAL_LEVEL,
    SCALE_WEIGHTS,
    NormalModel,
    blur,
    deviations,
    distances,
    fuse,
    image_score,
    squared_maps,
)


def features(rows: int, seed: int = 0) -> list[torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return [torch.randn(rows, 6, side, side, generator=generator) for side in (16, 8, 4)]


def test_equal_features_have_no_distance_and_opposite_ones_two():
    prior = features(2)
    for same, opposite in zip(distances(prior, prior), distances(prior, [-p for p in prior]), strict=True):
        torch.testing.assert_close(same, torch.zeros_like(same), atol=1e-6, rtol=0)
        torch.testing.assert_close(opposite, torch.full_like(opposite, 2.0))


def test_squares_of_all_gates_add_up_to_the_squared_map():
    squared = squared_maps(distances(features(3), features(3, seed=1)), (64, 64))
    assert squared.shape == (3, 3, 64, 64)
    torch.testing.assert_close(fuse(squared)[0].square(), squared.sum(dim=(0, 1)))


def test_a_sample_gets_the_same_map_alone_and_in_a_batch():
    prior, restored = features(3), features(3, seed=1)
    together = squared_maps(distances(prior, restored), (32, 32))
    for row in range(3):
        one = [[scale[row : row + 1] for scale in side] for side in (prior, restored)]
        torch.testing.assert_close(squared_maps(distances(*one), (32, 32)), together[row : row + 1])


def test_blur_equals_a_truncated_gaussian_with_zero_padding():
    image = torch.rand(1, 40, 50)
    expected = gaussian_filter(image[0].double().numpy(), 4.0, mode="constant", radius=7)
    np.testing.assert_allclose(blur(image)[0].numpy(), expected, atol=1e-6)


@pytest.mark.parametrize(("side", "counted"), [(256, 65), (32, 1), (20, 1)])
def test_image_score_is_the_mean_of_the_largest_thousandth(side, counted):
    values = torch.randperm(side * side).float().view(side, side)
    expected = values.flatten().sort(descending=True).values[:counted].mean()
    assert image_score(values) == expected


def test_the_deviation_is_the_mahalanobis_distance_of_what_the_readout_leaves():
    generator = torch.Generator().manual_seed(0)
    channels, sides = (2, 3, 4), (4, 2, 1)
    prior, restored, offsets, readouts, whiteners = ([] for _ in range(5))
    for c, side in zip(channels, sides, strict=True):
        for part in (prior, restored, offsets):
            part.append(torch.randn(1, c, side, side, generator=generator))
        readouts.append(torch.randn(1, c, c, generator=generator))
        whiteners.append(torch.randn(1, c, c, generator=generator).tril())
    spreads = (torch.full((1, 1, 1, 1), 0.5),) * 3
    normal = NormalModel(tuple(o[None] for o in offsets), tuple(readouts), tuple(whiteners), spreads)
    values = deviations(prior, restored, normal)
    direction = restored[2][0, :, 0, 0] / restored[2][0, :, 0, 0].norm()
    rest = prior[2][0, :, 0, 0] - readouts[2][0].T @ direction - offsets[2][0, :, 0, 0]
    precision = whiteners[2][0] @ whiteners[2][0].T
    distance = (rest @ precision @ rest / 4).sqrt() / 0.5
    torch.testing.assert_close(values[2][0, 0, 0], SCALE_WEIGHTS[2] * (distance - NORMAL_LEVEL).clamp_min(0.0))
    assert [tuple(v.shape) for v in values] == [(1, 4, 4), (1, 2, 2), (1, 1, 1)]


def test_restoration_loss_weighs_each_pixel_by_its_squared_distance_without_gradient_through_the_weight():
    prior = [torch.tensor([[[[1.0]], [[0.0]]]])]
    restored = [torch.tensor([[[[1.0]], [[1.0]]]], requires_grad=True)]
    loss = restoration_loss(prior, restored)
    distance = 1 - 2**-0.5
    assert loss.item() == pytest.approx(3 * distance**3, rel=1e-5)
    loss.backward()
    free = torch.tensor([[[[1.0]], [[1.0]]]], requires_grad=True)
    (3 * distance**2 * distances(prior, [free])[0]).sum().backward()
    torch.testing.assert_close(restored[0].grad, free.grad)


def test_row_weights_apply_to_their_own_sample_and_not_to_the_batch_mean():
    prior, restored = features(2), features(2, seed=1)
    both = [restoration_loss([p[i : i + 1] for p in prior], [r[i : i + 1] for r in restored]) for i in (0, 1)]
    weighted = restoration_loss(prior, restored, torch.tensor([3.0, 0.0]))
    torch.testing.assert_close(weighted, 1.5 * both[0])


def test_router_loss_is_smallest_when_all_leaders_are_used_alike():
    even = torch.zeros(8, 3, 3, 32)
    one_sided = even.clone()
    one_sided[..., 0] = 5.0
    assert router_loss(even).item() == pytest.approx(3 * 1e-4 * np.log(32) ** 2, rel=1e-4)
    assert router_loss(one_sided) > router_loss(even) + 1


def test_router_anneal_goes_from_one_to_zero():
    assert router_anneal(0, 10) == 1.0
    assert router_anneal(5, 10) == 0.25
    assert router_anneal(10, 10) == 0.0
