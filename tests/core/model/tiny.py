"""Networks of the real structure that run in milliseconds."""

from __future__ import annotations

from dataclasses import replace

import torch

from core.config import ModelConfig, compact_config, paper_config

CHANNELS = (40, 112, 320)  # of the real backbone, so that checkpoints can name it


def tiny_config() -> ModelConfig:
    return replace(
        compact_config(),
        image_size=(64, 64),
        encoder_width=12,
        bottleneck_channels=64,
        decoder_channels=(8, 8, 16),
        moe_width=8,
        base_experts=3,
        leaders=5,
    )


def tiny_paper_config() -> ModelConfig:
    return replace(
        paper_config(),
        backbone="resnet18",
        feature_channels=(64, 128, 256),
        image_size=(64, 64),
        encoder_width=12,
        bottleneck_channels=64,
        decoder_channels=(8, 8, 16),
        decoder_blocks=(1, 2, 1),
        moe_width=8,
        base_experts=3,
        leaders=5,
    )


def features(rows: int, config: ModelConfig, seed: int = 0) -> tuple[torch.Tensor, ...]:
    """Random raw prior features of all scales at the sides that the backbone gives."""
    draw = torch.Generator().manual_seed(seed)
    finest = config.image_size[0] // (8 if config.preset == "compact" else 4)
    sides = (finest, finest // 2, finest // 4)
    return tuple(
        torch.randn(rows, channels, side, side, generator=draw)
        for channels, side in zip(config.feature_channels, sides, strict=True)
    )
