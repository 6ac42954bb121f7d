from collections import Counter

import numpy as np
import pytest
import torch

from core import recognition
from core.calibration import VOLUME_LEVELS, NormalItem, as_dense, conformal_quantile, fit, fit_normal_model
from core.records import Verdict
from core.scoring import NormalModel, deviations, mahalanobis, whitened

SIDES, CHANNELS = (8, 4, 2), (3, 4, 5)


def item(part: str, generator: torch.Generator, position: float = 0.0, spread: float = 0.2) -> NormalItem:
    """Prior features that follow the restored ones by a fixed linear map, a gradient over the image, and noise."""
    restored = [torch.randn(2, c, s, s, generator=generator) for c, s in zip(CHANNELS, SIDES, strict=True)]
    prior = []
    for scale in restored:
        direction = torch.nn.functional.normalize(scale, dim=1)
        gradient = torch.linspace(0, 1, scale.shape[-1]) + 3 * position
        prior.append(2.0 * direction.flip(1) + gradient + spread * torch.randn(scale.shape, generator=generator))
    return NormalItem(part, tuple(prior), tuple(restored), torch.full((2, 3, 3, 4), 0.25), position)


def normals(count: int, seed: int = 0, slices: int = 1) -> list[NormalItem]:
    generator = torch.Generator().manual_seed(seed)
    return [item(f"part{part}", generator) for part in range(count) for _ in range(slices)]


def lengths(like: NormalItem, prior: tuple[torch.Tensor, ...], normal: NormalModel) -> list[torch.Tensor]:
    """Mahalanobis distances of prior features, with the restored ones of an item."""
    return [mahalanobis(white, normal, scale) for scale, white in enumerate(whitened(prior, like.restored, normal))]


@pytest.mark.parametrize(("count", "rate", "promised"), [(24, 0.05, 0.05), (9, 0.05, 0.1), (99, 0.01, 0.01)])
def test_a_threshold_promises_no_more_than_the_number_of_normals_allows(count, rate, promised):
    threshold, real = conformal_quantile(np.arange(count, dtype=np.float32), rate)
    assert real == pytest.approx(promised)
    assert threshold > np.arange(count)[int(np.ceil((count + 1) * (1 - promised))) - 1]


def test_fresh_normals_exceed_the_threshold_about_as_rarely_as_promised():
    random = np.random.default_rng(0)
    exceeding = []
    for _ in range(400):
        threshold, rate = conformal_quantile(np.sort(random.normal(size=39)).astype(np.float32), 0.05)
        exceeding.append((random.normal(size=200) >= threshold).mean())
    assert np.mean(exceeding) == pytest.approx(rate, abs=0.01)


def test_residuals_of_fresh_normals_have_unit_distance_and_other_features_more():
    normal = fit_normal_model(normals(200))
    fresh = normals(20, seed=1)
    own = [lengths(n, n.prior, normal) for n in fresh]
    for scale in range(3):
        assert torch.stack([maps[scale] for maps in own]).square().mean() == pytest.approx(1.0, abs=0.2)
    odd = fresh[0]
    changed = lengths(odd, tuple(scale + 2.0 for scale in odd.prior), normal)
    assert all((a > b).all() for a, b in zip(changed, own[0], strict=True))


def test_the_mean_at_a_place_counts_only_once_many_parts_were_seen():
    few, many = fit_normal_model(normals(2)), fit_normal_model(normals(200))
    rise = [float(m.offsets[0][..., -1].mean() - m.offsets[0][..., 0].mean()) for m in (few, many)]
    assert rise[1] == pytest.approx(1.0, abs=0.1)
    assert rise[0] < 0.5


def test_a_direction_that_never_varies_leaves_the_distance_finite():
    generator = torch.Generator().manual_seed(0)
    constant = [item(f"p{n}", generator, spread=0.0) for n in range(4)]
    normal = fit_normal_model(constant)
    assert all(maps.isfinite().all() for maps in deviations(constant[0].prior, constant[0].restored, normal))


def test_a_calibration_calls_its_normals_normal_and_a_large_distance_an_anomaly():
    fitted = fit("part", ("rgb", "depth"), normals(10, seed=1), normals(20), (32, 32))
    calibration = fitted.calibration
    assert len(calibration.normal_scores) == 20
    assert calibration.review_threshold <= calibration.anomaly_threshold
    assert calibration.verdict(float(calibration.normal_scores[0])) is Verdict.NORMAL
    assert calibration.verdict(float(calibration.normal_scores[-1]) * 2) is Verdict.ANOMALY
    assert (np.diff(calibration.pixel_values) >= 0).all()
    assert calibration.pixel_percentile(np.float32([1e9]))[0] == 100


def test_every_level_of_a_volume_has_its_own_mean():
    generator = torch.Generator().manual_seed(0)
    places = torch.linspace(0, 1, 15).tolist()
    normal = fit_normal_model([item(f"p{n}", generator, place, 0.05) for n in range(30) for place in places])
    assert len(normal.offsets[0]) == VOLUME_LEVELS
    for position in (0.0, 0.37, 1.0):
        slice_ = item("fresh", generator, position, 0.05)
        there = torch.cat([m.flatten() for m in deviations(slice_.prior, slice_.restored, normal, position)]).mean()
        elsewhere = deviations(slice_.prior, slice_.restored, normal, 1.0 - position if position != 0.37 else 0.9)
        assert there < 2.5
        assert torch.cat([m.flatten() for m in elsewhere]).mean() > 2 * there


def test_slices_that_vary_more_among_normals_weigh_less():
    generator = torch.Generator().manual_seed(0)
    noisy = [item(f"p{n}", generator, place, 0.1 + 0.4 * place) for n in range(30) for place in (0.0, 0.5, 1.0)]
    spreads = fit_normal_model(noisy).spreads[0][:, 0, 0, 0]
    assert spreads[-1] > 2.0 * spreads[0]


def test_the_slices_of_one_patient_share_one_score():
    assert len(fit("organ", ("t1", "t2"), [], normals(6, slices=5), (32, 32)).calibration.normal_scores) == 6


def test_held_out_volumes_count_as_densely_as_those_trained_on():
    known = normals(3, slices=2)
    held = normals(2, slices=7)
    dense = as_dense(held, known)
    assert Counter(i.owner for i in dense) == {"part0": 2, "part1": 2}
    assert [i is j for i, j in zip(dense[:2], (held[0], held[6]), strict=True)] == [True, True]
    assert len(as_dense(held, [])) == len(held)


def test_a_part_is_recognised_and_a_stranger_is_not():
    generator = torch.Generator().manual_seed(0)
    centres = {"bolt": torch.zeros(12), "nut": torch.full((12,), 3.0)}
    spread = torch.ones(12)
    draw = {
        name: [centre + 0.2 * torch.randn(12, generator=generator) for _ in range(30)]
        for name, centre in centres.items()
    }
    references = {
        name: recognition.fit(("rgb",), torch.stack(rows[:20]), torch.stack(rows[20:]), spread)
        for name, rows in draw.items()
    }
    assert recognition.recognise(references, ("rgb",), centres["nut"])[0] == "nut"
    assert recognition.recognise(references, ("rgb",), torch.full((12,), -4.0))[0] == ""
    assert recognition.recognise(references, ("depth",), centres["nut"]) == ("", {})
