"""Presets on another backbone: any feature network of timm, with the levels, channels and normalisation that it has."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import timm

from core.config import ModelConfig
from core.errors import ConfigError


def with_backbone(config: ModelConfig, name: str, image_size: int | None = None) -> ModelConfig:
    """A preset whose backbone (and trained encoder, if it has one) is another, at the strides that the preset reads.

    Raises ConfigError when timm has no such feature network, or it lacks a stride.
    """
    size = (image_size, image_size) if image_size else config.image_size
    if name == config.backbone:
        return replace(config, image_size=size)
    strides = (4, 8, 16) if config.preset == "paper" else (8, 16, 32)
    try:
        network: Any = timm.create_model(name, pretrained=False, features_only=True)  # Any: timm's own attributes
        levels = tuple(network.feature_info.reduction().index(stride) for stride in strides)
        channels = tuple(network.feature_info.channels()[level] for level in levels)
        origin = network.pretrained_cfg
    except (RuntimeError, ValueError, IndexError, AssertionError, AttributeError, TypeError, KeyError) as exc:
        raise ConfigError(
            f"{name!r} is not a feature network of timm with strides {', '.join(map(str, strides))}.",
            hint="Convolutional networks have them, e.g. wide_resnet50_2 or tf_efficientnet_lite0.",
        ) from exc
    return replace(
        config,
        backbone=name,
        backbone_levels=levels,
        feature_channels=channels,
        image_size=size,
        image_mean=tuple(origin["mean"]),
        image_std=tuple(origin["std"]),
    )
