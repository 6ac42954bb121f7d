import csv
import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import torch

import core.training
from core.config import ModelConfig, TrainConfig, compact_config
from core.data.dataset import ClassBalancedSampler, FeatureItem, FeatureSet, augment
from core.errors import Cancelled, TrainingError
from core.learning import split_normals
from core.model.embedding import swap_patches
from core.progress import CancelToken, ignore_progress
from core.records import Sample
from core.training import train_network, validation_loss

ROOT = Path(__file__).resolve().parents[2]


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
    whole, _ = train_network(compact_config(), settings, data, tmp_path / "a", ignore_progress, CancelToken())
    token = CancelToken()

    def stop_after_three(progress):
        if progress.done == 3:
            token.cancel()

    with pytest.raises(Cancelled):
        train_network(compact_config(), settings, data, tmp_path / "b", stop_after_three, token)
    assert (tmp_path / "b").exists()
    resumed, history = train_network(compact_config(), settings, data, tmp_path / "b", ignore_progress, CancelToken())
    assert [entry.step for entry in history] == [2, 3]
    assert not (tmp_path / "b").exists()
    for name, value in whole.state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name


def test_a_bf16_run_learns_nearly_what_a_float32_run_does(tmp_path):
    data, losses = feature_set(), []
    for bf16 in (False, True):
        settings = TrainConfig(steps=2, batch_size=3, bf16=bf16)
        _, history = train_network(compact_config(), settings, data, tmp_path / "run", ignore_progress, CancelToken())
        losses.append([entry.restoration for entry in history])
    assert losses[1] == pytest.approx(losses[0], rel=0.02)
    assert losses[1] != losses[0]


def test_a_kept_state_of_other_settings_is_refused_and_named(tmp_path):
    data, token = feature_set(), CancelToken()
    with pytest.raises(Cancelled):
        train_network(
            compact_config(),
            TrainConfig(steps=4, batch_size=2, save_every=1),
            data,
            tmp_path / "run.state",
            lambda p: token.cancel() if p.done == 2 else None,
            token,
        )
    with pytest.raises(TrainingError, match=r"run\.state belongs to a run with other settings"):
        train_network(
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
        train_network(
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


def train(tmp_path, name="run", data=None, **options):
    settings = TrainConfig(**({"steps": 2, "batch_size": 2} | options.pop("settings", {})))
    return train_network(
        tiny(), settings, data or feature_set(), tmp_path / name, ignore_progress, CancelToken(), **options
    )


def tiny() -> ModelConfig:
    small = {"encoder_width": 12, "bottleneck_channels": 64, "decoder_channels": (8, 8, 16), "moe_width": 8}
    return replace(compact_config(), base_experts=3, leaders=5, **small)


def test_a_resumed_run_keeps_the_mean_of_weights_the_best_network_and_the_curves(tmp_path):
    data, settings = feature_set(), {"steps": 5, "save_every": 2, "ema_decay": 0.9, "validate_every": 1}
    options = {"settings": settings, "held_out": data}
    whole, history = train(tmp_path, "a", data, curves=tmp_path / "a.csv", **options)
    token = CancelToken()
    with pytest.raises(Cancelled):
        train_network(
            tiny(),
            TrainConfig(batch_size=2, **settings),
            data,
            tmp_path / "b",
            lambda p: token.cancel() if p.done == 3 else None,
            token,
            held_out=data,
            curves=tmp_path / "b.csv",
        )
    resumed, _ = train(tmp_path, "b", data, curves=tmp_path / "b.csv", **options)
    assert_same(whole, resumed)
    lines = [list(csv.DictReader((tmp_path / f"{run}.csv").read_text().splitlines())) for run in "ab"]
    assert [line["step"] for line in lines[1]] == [str(step) for step in range(5)]
    for ours, theirs in zip(*lines, strict=True):
        assert ours | {"seconds": ""} == theirs | {"seconds": ""}
    assert validation_loss(whole, data, 2) == pytest.approx(min(entry.validation for entry in history), rel=1e-4)
    assert {path.name for path in tmp_path.iterdir()} == {"a.csv", "b.csv"}


def assert_same(first, second):
    for name, value in first.state_dict().items():
        assert torch.equal(value, second.state_dict()[name]), name


def test_two_batches_accumulated_take_the_mean_of_their_gradients(tmp_path):
    one = feature_set().items[0]
    data = FeatureSet([one])  # every batch is the same, so the mean of two is the one
    quiet = replace(tiny(), feature_noise=0.0, swapped_rows=0.0, bottleneck_dropout=0.0)
    results = []
    for count in (1, 2):
        settings = TrainConfig(steps=1, batch_size=2, accumulation=count)
        results.append(train_network(quiet, settings, data, tmp_path / str(count), ignore_progress, CancelToken())[0])
    for (name, ours), theirs in zip(results[0].named_parameters(), results[1].parameters(), strict=True):
        torch.testing.assert_close(ours, theirs, atol=1e-4, rtol=1e-3, msg=name)


def test_a_loss_that_is_not_a_number_names_the_samples_of_the_batch(tmp_path, monkeypatch):
    monkeypatch.setattr(core.training, "restoration_loss", lambda *_: torch.tensor(float("nan")))
    with pytest.raises(TrainingError, match=r"became nan at step 0 with (disc|scan)/\d"):
        train(tmp_path)


def test_a_batch_that_memory_does_not_hold_goes_in_halves_and_is_remembered(tmp_path, monkeypatch):
    sizes, honest = [], core.training._Stepper._loss

    def short(stepper, batch):
        sizes.append(len(batch))
        if len(batch) > 2:
            raise MemoryError
        return honest(stepper, batch)

    monkeypatch.setattr(core.training._Stepper, "_loss", short)
    _, history = train(tmp_path, settings={"batch_size": 4})
    assert sizes == [4, 2, 2, 2, 2]
    assert all(0 < entry.restoration < 24 for entry in history)


PROCESS = """
import sys
from pathlib import Path
import torch
torch.set_num_threads(1)
from core.processes import join, leave
from core.progress import CancelToken, ignore_progress
from core.config import TrainConfig
from core.training import train_network
from tests.core.test_training import feature_set, tiny
processes, folder = join(), Path(sys.argv[1])
assert processes.count == 2
settings = TrainConfig(steps=2, batch_size=2, save_every=1)
model, history = train_network(
    tiny(), settings, feature_set(), folder / "state", ignore_progress, CancelToken(), processes=processes
)
torch.save({k: v for k, v in model.state_dict().items() if "num_batches" not in k}, folder / f"{processes.rank}.pt")
leave()
"""


def test_two_processes_take_the_same_steps(tmp_path):
    script = tmp_path / "process.py"
    script.write_text(PROCESS)
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    done = subprocess.run(
        [*command, str(script), str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    first, second = (torch.load(tmp_path / f"{rank}.pt", weights_only=True) for rank in (0, 1))
    for name, value in first.items():
        assert torch.equal(value, second[name]), name
    alone, _ = train(tmp_path, "alone", settings={"batch_size": 4})
    assert not torch.equal(first["compression.narrow.conv.weight"], alone.compression.narrow.conv.weight)
