"""The published network is trained from images: a few steps on miniature data, resumed, read ahead, inspected."""

import csv

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

import main as program
from core.config import TrainConfig
from core.data.index import index_paths
from core.data.pictures import list_pictures
from core.errors import Cancelled, SampleReadError
from core.learning import learn
from core.model import checkpoint
from core.model.backbone import build_network, load_backbone
from core.model.variants import with_backbone
from core.predictor import Predictor
from core.progress import CancelToken, ignore_progress
from core.training import train_network
from tests.core.model.tiny import tiny_paper_config

SETTINGS = {"batch_size": 4, "holdout": 0.4}


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    """Made-up weights of the frozen backbone, as a file."""
    torch.manual_seed(1)
    path = tmp_path_factory.mktemp("weights") / "resnet18.safetensors"
    save_file(build_network(tiny_paper_config()).state_dict(), path)
    return path


def samples(data_set):
    return index_paths([data_set], CancelToken()).samples


def pictures(data_set, workers=0):
    own = [s for s in samples(data_set) if s.split == "train"]
    config = tiny_paper_config()
    return list_pictures(own, config, slice_step=1, report=ignore_progress, token=CancelToken(), workers=workers)


def train(data, weights, state_file, report=ignore_progress, token=None, **settings):
    config = tiny_paper_config()
    return train_network(
        config,
        TrainConfig(**({"steps": 4, "save_every": 2} | SETTINGS | settings)),
        data,
        state_file,
        report,
        token or CancelToken(),
        held_out=data,
        backbone=load_backbone(config, weights),
        backbone_file=weights,
    )


def test_the_trained_encoder_starts_from_the_backbone_and_is_trained(data_set, weights, tmp_path):
    model, history = train(pictures(data_set), weights, tmp_path / "s", steps=1)
    start = load_backbone(tiny_paper_config(), weights).network.state_dict()
    moved = [name for name, value in model.student.state_dict().items() if not torch.equal(value, start[name])]
    assert len(moved) > len(start) // 2
    assert model.student.conv1.weight.sub(start["conv1.weight"]).abs().max() < 0.01
    assert 0 < history[0].restoration < 24


def test_a_cut_run_read_ahead_by_workers_equals_an_uncut_one_bit_for_bit(data_set, weights, tmp_path):
    whole, _ = train(pictures(data_set), weights, tmp_path / "a", validate_every=2)
    token, ahead = CancelToken(), pictures(data_set, workers=1)

    def stop_after_three(progress):
        if progress.done == 3:
            token.cancel()

    with pytest.raises(Cancelled):
        train(ahead, weights, tmp_path / "b", stop_after_three, token, validate_every=2)
    resumed, history = train(ahead, weights, tmp_path / "b", validate_every=2)
    assert [entry.step for entry in history] == [2, 3]
    for name, value in whole.state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name


def test_an_image_that_vanishes_while_training_is_named(data_set, weights, tmp_path):
    data = pictures(data_set)
    gone = data.entries[0].sample
    files = {modality: tmp_path / f"{modality}.png" for modality in gone.files}
    data.entries = [type(data.entries[0])(type(gone)("lost", files, category="disc"), ("rgb", "infrared"))]
    with pytest.raises(SampleReadError, match=r"rgb\.png|infrared\.png"):
        train(data, weights, tmp_path / "s")


def test_the_checkpoint_carries_its_backbone_and_gives_verdicts(data_set, weights, tmp_path):
    out = tmp_path / "paper.safetensors"
    settings = TrainConfig(steps=2, **SETTINGS)
    learn(
        samples(data_set),
        out,
        tiny_paper_config(),
        settings,
        ignore_progress,
        CancelToken(),
        backbone_file=weights,
        tensorboard=tmp_path / "board" if has_board() else None,
    )
    assert checkpoint.carries_backbone(out)
    weights.rename(tmp_path / "moved away")
    try:
        predictor = Predictor.load(out, "cpu")
        from core.data.load import load

        bad = next(s for s in samples(data_set) if s.is_anomalous)
        result = predictor.inspect(load(bad, ignore_progress, CancelToken()))
    finally:
        (tmp_path / "moved away").rename(weights)
    assert predictor.info.preset == "paper"
    assert result.category == bad.category
    assert np.isfinite(result.anomaly_map).all()
    lines = list(csv.DictReader(out.with_suffix(".losses.csv").read_text().splitlines()))
    assert [line["step"] for line in lines] == ["0", "1"]
    if has_board():
        assert list((tmp_path / "board").glob("events.*"))


def has_board():
    from core.training_state import has_tensorboard

    return has_tensorboard()


def test_a_preset_on_another_backbone_takes_its_strides_channels_and_normalisation():
    config = with_backbone(tiny_paper_config(), "tf_efficientnet_lite0", 128)
    assert (config.feature_channels, config.backbone_levels) == ((24, 40, 112), (1, 2, 3))
    assert (config.image_size, config.image_mean) == ((128, 128), (0.5, 0.5, 0.5))


def test_weights_that_are_not_here_are_said_before_anything_is_read(data_set, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr("core.cli.log_file", lambda: tmp_path / "log")
    arguments = ["train", str(data_set), "--preset", "paper", "--out", str(tmp_path / "m.safetensors")]
    assert program.main([*arguments, "--backbone", "resnet34", "--image-size", "64"]) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert "weights of the backbone resnet34 are not on this machine" in said
    assert "--backbone-weights" in said
