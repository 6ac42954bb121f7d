"""A model file brings the model back as it was, or says in one sentence why it cannot."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file

from core.errors import CheckpointError, StorageError
from core.model import checkpoint
from core.model.backbone import PriorBackbone, build_network, load_backbone
from core.model.unimmad import UniMMAD
from tests.core.model.tiny import features, tiny_config, tiny_paper_config


@pytest.fixture(scope="module")
def model() -> UniMMAD:
    torch.manual_seed(0)
    model = UniMMAD(tiny_config())
    channels = model.config.feature_channels
    model.set_feature_statistics([torch.full((c,), 1e5) for c in channels], [torch.full((c,), 1e-9) for c in channels])
    return model.eval()


@pytest.fixture
def file(model, tmp_path) -> Path:
    path = tmp_path / "model.safetensors"
    checkpoint.save(path, model, {"categories": "{}"}, {"levels": torch.linspace(0, 1, 5)})
    return path


def rewrite(path: Path, change) -> None:
    """Store the file again after `change(tensors, metadata)`."""
    with safe_open(path, framework="pt") as stored:
        metadata = dict(stored.metadata())
        tensors = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118
    change(tensors, metadata)
    save_file(tensors, path, metadata)


def test_a_saved_model_comes_back_in_full_precision_with_all_that_travels_along(model, tmp_path):
    path = tmp_path / "deep" / "model.safetensors"
    extra = {"scores": torch.rand(7), "counts": torch.arange(3)}
    checkpoint.save(path, model, {"categories": '{"bracket": ["rgb"]}'}, extra, half=False)
    loaded = checkpoint.load(path)
    assert loaded.config == model.config
    assert loaded.metadata == {"categories": '{"bracket": ["rgb"]}'}
    torch.testing.assert_close(loaded.extra, extra, rtol=0, atol=0)
    torch.testing.assert_close(loaded.model.state_dict(), model.state_dict(), rtol=0, atol=0)
    assert not loaded.model.training
    assert all(parameter.requires_grad for parameter in loaded.model.parameters())  # it can be taught further


def test_half_precision_halves_kernels_and_keeps_statistics_exactly(model, file, tmp_path):
    checkpoint.save(tmp_path / "full.safetensors", model, {}, {}, half=False)
    assert file.stat().st_size < 0.7 * (tmp_path / "full.safetensors").stat().st_size
    loaded = checkpoint.load(file).model
    for name, buffer in model.named_buffers():
        assert torch.equal(loaded.get_buffer(name), buffer), name
    with torch.no_grad():
        model_values = torch.cat([p.flatten() for p in model.parameters()])
        loaded_values = torch.cat([p.flatten() for p in loaded.parameters()])
    assert loaded_values.dtype == torch.float32
    torch.testing.assert_close(loaded_values, model_values, atol=2e-3, rtol=1e-3)


def test_a_loaded_model_answers_as_the_saved_one(model, tmp_path):
    checkpoint.save(tmp_path / "m.safetensors", model, {}, {}, half=False)
    prior = features(3, model.config)
    with torch.inference_mode():
        ours, theirs = (m(prior, (1, 2)) for m in (model, checkpoint.load(tmp_path / "m.safetensors").model))
    assert all(torch.equal(a, b) for a, b in zip(ours.restored, theirs.restored, strict=True))


def test_the_frozen_backbone_is_not_in_the_file(file):
    with safe_open(file, framework="pt") as stored:
        assert all(name.startswith(("model.", "extra.")) for name in stored.keys())  # noqa: SIM118
        assert stored.metadata()["unimmad.backbone"] == "tf_efficientnet_lite0"


def broken(path: Path, text: str) -> None:
    with pytest.raises(CheckpointError, match=text) as raised:
        checkpoint.load(path)
    assert raised.value.path == path
    assert path.name in raised.value.message


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    broken(tmp_path / "absent.safetensors", "is missing")


@pytest.mark.parametrize("content", [b"", b"\x80\x04pickle", b"\xff" * 64, b"PK\x03\x04" * 100], ids=range(4))
def test_a_file_of_another_kind_is_refused(tmp_path, content):
    path = tmp_path / "other.safetensors"
    path.write_bytes(content)
    broken(path, "not a complete safetensors file")


def test_a_folder_is_refused(tmp_path):
    broken(tmp_path, "not a complete safetensors file")


@pytest.mark.parametrize("kept", [0.999, 0.5, 0.01])
def test_a_file_that_was_cut_short_is_refused(file, kept):
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * kept)])
    broken(file, "not a complete safetensors file")


def test_safetensors_of_another_program_are_refused(tmp_path):
    save_file({"weight": torch.zeros(3)}, tmp_path / "foreign.safetensors")
    broken(tmp_path / "foreign.safetensors", "not a model file of this program")


def test_another_format_version_is_refused(file):
    rewrite(file, lambda _tensors, metadata: metadata.update({"unimmad.version": "999"}))
    broken(file, "format version 999")


def test_a_missing_tensor_is_named(file):
    rewrite(file, lambda tensors, _metadata: tensors.pop("model.experts.0.branches.1.fixed"))
    broken(file, "lacks the tensor 'experts.0.branches.1.fixed'")


def test_an_unknown_tensor_is_named(file):
    rewrite(file, lambda tensors, _metadata: tensors.update({"model.stranger": torch.zeros(1)}))
    broken(file, "unknown tensor 'stranger'")


def test_a_tensor_outside_model_and_extra_is_named(file):
    rewrite(file, lambda tensors, _metadata: tensors.update({"stranger": torch.zeros(1)}))
    broken(file, "unknown tensor 'stranger'")


def test_a_misshapen_tensor_is_named_with_both_shapes(file):
    rewrite(file, lambda tensors, _metadata: tensors.update({"model.experts.0.branches.1.fixed": torch.zeros(2, 2)}))
    broken(file, r"\(2, 2\) for 'experts.0.branches.1.fixed'.*needs \(8, 8, 3, 3\)")


@pytest.mark.parametrize("value", [torch.nan, torch.inf])
def test_values_that_are_not_numbers_are_refused(file, value):
    rewrite(file, lambda tensors, _metadata: tensors["model.experts.0.branches.1.fixed"].fill_(value))
    broken(file, "NaN or infinite")


@pytest.mark.parametrize(
    "text", ["not json", "[]", '{"leaders": 0}', '{"unknown": 1}', '{"image_size": 5}', '{"base_experts": "many"}']
)
def test_a_configuration_that_makes_no_network_is_refused(file, text):
    rewrite(file, lambda _tensors, metadata: metadata.update({"unimmad.config": text}))
    broken(file, "no valid model configuration|cannot be built")


def test_a_configuration_of_absurd_size_is_refused_without_allocating_it(file):
    config = json.dumps(replace(tiny_config(), moe_width=2**16).to_dict())
    rewrite(file, lambda _tensors, metadata: metadata.update({"unimmad.config": config}))
    broken(file, "its configuration needs")


def test_other_backbone_weights_than_in_training_are_refused(file):
    rewrite(file, lambda _tensors, metadata: metadata.update({"unimmad.backbone_sha256": "0" * 64}))
    broken(file, "trained on other weights of tf_efficientnet_lite0")


def test_a_model_with_nan_is_not_saved(tmp_path):
    sick = UniMMAD(tiny_config())
    with torch.no_grad():
        sick.experts[0].branches[0].fixed.fill_(torch.nan)
    with pytest.raises(CheckpointError, match="NaN"):
        checkpoint.save(tmp_path / "sick.safetensors", sick, {}, {})
    assert list(tmp_path.iterdir()) == []


def test_large_kernels_survive_half_precision(tmp_path):
    loud = UniMMAD(tiny_config())
    with torch.no_grad():
        loud.experts[0].branches[0].fixed.fill_(1e6)
    checkpoint.save(tmp_path / "loud.safetensors", loud, {}, {})
    loaded = checkpoint.load(tmp_path / "loud.safetensors").model
    assert bool((loaded.experts[0].branches[0].fixed == 1e6).all())


def test_a_failed_write_leaves_the_old_file_and_nothing_else(model, file, monkeypatch):
    before = file.read_bytes()

    def full(_source, _target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(StorageError, match="could not be written"):
        checkpoint.save(file, model, {}, {})
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_a_place_that_cannot_be_written_is_said(model, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="could not be written"):
        checkpoint.save(tmp_path / "file" / "model.safetensors", model, {}, {})


def test_a_model_file_has_the_permissions_of_any_new_file(file):
    (other := file.with_name("other")).touch()
    assert file.stat().st_mode == other.stat().st_mode


def test_reserved_metadata_names_are_a_mistake_of_the_caller(model, tmp_path):
    with pytest.raises(ValueError, match="reserved"):
        checkpoint.save(tmp_path / "m.safetensors", model, {"unimmad.version": "2"}, {})


def test_a_backbone_that_no_package_has_travels_inside_the_file_and_is_checked(tmp_path):
    config = tiny_paper_config()
    torch.manual_seed(0)
    backbone = PriorBackbone(build_network(config), config.backbone)
    path = tmp_path / "paper.safetensors"
    checkpoint.save(path, UniMMAD(config).eval(), {}, {}, half=False, carried=backbone)
    assert checkpoint.carries_backbone(path)
    assert checkpoint.load(path).config == config
    brought_back = load_backbone(config, path)
    assert brought_back.fingerprint == backbone.fingerprint
    images = torch.randn(1, 3, 64, 64)
    assert all(torch.equal(a, b) for a, b in zip(brought_back(images), backbone(images), strict=True))
    rewrite(path, lambda tensors, _: tensors["backbone.conv1.weight"].mul_(2))
    with pytest.raises(CheckpointError, match="other weights of resnet18"):
        checkpoint.load(path)


def test_a_usual_file_carries_no_backbone(file):
    assert not checkpoint.carries_backbone(file)
