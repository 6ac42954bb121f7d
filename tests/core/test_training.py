from itertools import pairwise

import pytest
import torch

from core.config import TrainConfig, compact_config
from core.data.dataset import ClassBalancedSampler, FeatureItem, FeatureSet, augment
from core.errors import Cancelled, TrainingError
from core.learning import split_normals
from core.model.embedding import swap_patches
from core.progress import CancelToken, ignore_progress
from core.records import Sample
from core.training import train_compact


def feature_set() -> FeatureSet:
    generator = torch.Generator().manual_seed(0)
    sides = ((40, 32), (112, 16), (320, 8))
    return FeatureSet(
        [
            FeatureItem(
                Sample(f"{category}/{number}", {}, category=category),
                0,
                modalities,
                tuple(torch.randn(len(modalities), c, s, s, generator=generator).half() for c, s in sides),
            )
            for category, modalities in (("disc", ("rgb", "infrared")), ("scan", ("ct",)))
            for number in range(4)
        ]
    )


def test_a_run_cut_and_resumed_equals_an_uncut_one_bit_for_bit(tmp_path):
    data, settings = feature_set(), TrainConfig(steps=4, batch_size=3, save_every=2)
    whole, _ = train_compact(compact_config(), settings, data, tmp_path / "a", ignore_progress, CancelToken())
    token = CancelToken()

    def stop_after_three(progress):
        if progress.done == 3:
            token.cancel()

    with pytest.raises(Cancelled):
        train_compact(compact_config(), settings, data, tmp_path / "b", stop_after_three, token)
    assert (tmp_path / "b").exists()
    resumed, history = train_compact(compact_config(), settings, data, tmp_path / "b", ignore_progress, CancelToken())
    assert [entry.step for entry in history] == [2, 3]
    assert not (tmp_path / "b").exists()
    for name, value in whole.state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name


def test_a_kept_state_of_other_settings_is_refused_and_named(tmp_path):
    data, token = feature_set(), CancelToken()
    with pytest.raises(Cancelled):
        train_compact(
            compact_config(),
            TrainConfig(steps=4, batch_size=2, save_every=1),
            data,
            tmp_path / "run.state",
            lambda p: token.cancel() if p.done == 2 else None,
            token,
        )
    with pytest.raises(TrainingError, match=r"run\.state belongs to a run with other settings"):
        train_compact(
            compact_config(),
            TrainConfig(steps=9, batch_size=2, save_every=1),
            data,
            tmp_path / "run.state",
            ignore_progress,
            CancelToken(),
        )


def test_a_loss_that_is_not_a_number_stops_the_run_in_words(tmp_path):
    data = feature_set()
    broken = FeatureItem(
        *(getattr(data.items[0], name) for name in ("sample", "slice_index", "modalities")),
        tuple(f * float("nan") for f in data.items[0].features),
    )
    with pytest.raises((TrainingError, ValueError), match=r"loss became nan|not finite"):
        train_compact(
            compact_config(),
            TrainConfig(steps=2, batch_size=2),
            FeatureSet([broken] * 4),
            tmp_path / "s",
            ignore_progress,
            CancelToken(),
        )


def test_small_categories_are_drawn_as_often_as_large_ones():
    sampler = ClassBalancedSampler(["many"] * 90 + ["few"] * 10, seed=0)
    drawn = [index for _ in range(100) for index in sampler.batch(16)]
    assert sum(index >= 90 for index in drawn) / len(drawn) == pytest.approx(0.5, abs=0.05)


def test_augmentation_moves_all_modalities_alike_and_little():
    image = torch.zeros(2, 3, 64, 64)
    image[:, :, 30:34, 30:34] = 1.0
    moved = augment(image, torch.Generator().manual_seed(3))
    assert moved.shape == image.shape
    centres = [torch.nonzero(m[0] > m[0].amax() * 0.7).float().mean(dim=0) for m in moved]
    torch.testing.assert_close(centres[0], centres[1], atol=1.0, rtol=0)
    assert (centres[0] - 31.5).abs().max() < 0.05 * 64


def test_held_out_normals_never_train_and_too_few_are_refused():
    samples = [Sample(str(i), {}, category="disc", split="train", is_anomalous=False) for i in range(10)]
    training, held = split_normals(samples, TrainConfig(holdout=0.2))
    assert len(held) == 2
    assert not {s.sample_id for s in training} & {s.sample_id for s in held}
    with pytest.raises(TrainingError, match="disc has 2 normal samples, too few"):
        split_normals(samples[:2], TrainConfig())


def test_swapped_patches_are_foreign_features_at_the_same_places_of_all_scales():
    torch.manual_seed(0)
    clean = [torch.randn(6, 4, side, side) for side in (32, 16, 8)]
    swapped = swap_patches(clean, 1.0)
    changed = [(a != b).any(dim=1) for a, b in zip(clean, swapped, strict=True)]
    assert 0.0 < changed[0].float().mean() < 0.5
    for fine, coarse in pairwise(changed):
        enlarged = coarse.repeat_interleave(2, 1).repeat_interleave(2, 2)
        assert (enlarged | ~fine).all()
    for before, after in zip(clean, swap_patches(clean, 0.0), strict=True):
        assert torch.equal(before, after)
