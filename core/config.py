"""Configuration of the network and its training: plain frozen dataclasses, checked once, no torch."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from core.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelConfig:
    """All that is needed to rebuild the network; stored inside every checkpoint."""

    preset: str = "paper"
    """"paper" (student encoder sees the images) or "compact" (general encoder is fed by the prior features)."""
    backbone: str = "wide_resnet50_2"
    """timm name of the frozen prior backbone; for paper also of the trained student encoder."""
    backbone_levels: tuple[int, ...] = (1, 2, 3)
    """timm `features_only` levels used as scales 1..3, each half the size of the one before."""
    feature_channels: tuple[int, ...] = (256, 512, 1024)
    """C of every scale: channels of the prior and restored features."""
    image_size: tuple[int, int] = (256, 256)
    """Input height and width in pixels, multiples of 64."""
    image_mean: tuple[float, ...] = (0.485, 0.456, 0.406)
    """Mean of the backbone's input normalisation, on 0..1 values."""
    image_std: tuple[float, ...] = (0.229, 0.224, 0.225)
    """Standard deviation of the backbone's input normalisation."""
    max_modalities: int = 4
    """Slots of a sample."""
    encoder_width: int = 512
    """Channels inside the feature compression module (FCM)."""
    bottleneck_channels: int = 2048
    """Channels of the general feature at the narrowest place."""
    decoder_channels: tuple[int, ...] = (256, 512, 1024)
    """Channels of the general features f_l of scales 1..3."""
    decoder_blocks: tuple[int, ...] = (6, 4, 3)
    """Bottleneck blocks of the general decoder for scales 1..3."""
    moe_width: int = 256
    """D of the C-MoE: channels of key, query and experts."""
    base_experts: int = 8
    """N base kernels, shared by all leaders of a gate."""
    leaders: int = 32
    """R router experts, each a mixture of the base kernels."""
    leaders_kept: int = 2
    """K of the top-K routing."""
    kernel_sizes: tuple[int, ...] = (1, 3, 5)
    """Kernel size of each MoE branch."""
    feature_noise: float = 0.0
    """Training only: standard deviation of noise on the (standardised) features that feed a compact encoder."""
    swapped_rows: float = 0.0
    """Training only: share of rows whose input to a compact encoder gets patches of foreign features."""
    bottleneck_dropout: float = 0.0
    """Training only: channel dropout at the narrowest place."""

    def __post_init__(self) -> None:
        if self.preset not in ("paper", "compact"):
            raise ConfigError(f"preset {self.preset!r} is not one of paper, compact.")
        if any(side <= 0 or side % 64 for side in self.image_size):
            raise ConfigError(f"image_size {self.image_size} must be positive multiples of 64.")
        if not 1 <= self.leaders_kept <= self.leaders:
            raise ConfigError(f"leaders_kept {self.leaders_kept} must lie between 1 and leaders {self.leaders}.")
        if any(size < 1 or size % 2 == 0 for size in self.kernel_sizes):
            raise ConfigError(f"kernel_sizes {self.kernel_sizes} must be odd and positive.")
        scales = {len(self.backbone_levels), len(self.feature_channels), len(self.decoder_channels)}
        if scales != {3} or len(self.decoder_blocks) != 3:
            raise ConfigError("the network has three scales: give three levels, channels and block counts.")

    def to_dict(self) -> dict[str, Any]:  # Any: values of mixed JSON types
        """JSON-ready form."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> ModelConfig:
        """Rebuild from `to_dict` (lists become tuples). Raises ConfigError on unknown or bad values."""
        known = cls.__dataclass_fields__.keys()
        if unknown := set(values) - set(known):
            raise ConfigError(f"the model configuration has unknown fields: {', '.join(sorted(unknown))}.")
        fields: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in values.items()}  # Any: JSON
        return cls(**fields)


def paper_config() -> ModelConfig:
    """The published sizes."""
    return ModelConfig()


def compact_config() -> ModelConfig:
    """Sizes that train and run on two CPU cores."""
    return ModelConfig(
        preset="compact",
        backbone="tf_efficientnet_lite0",
        backbone_levels=(2, 3, 4),
        feature_channels=(40, 112, 320),
        image_mean=(0.5, 0.5, 0.5),
        image_std=(0.5, 0.5, 0.5),
        encoder_width=128,
        bottleneck_channels=512,
        decoder_channels=(64, 128, 256),
        decoder_blocks=(2, 2, 2),
        moe_width=64,
        feature_noise=0.5,
        swapped_rows=0.5,
        bottleneck_dropout=0.2,
    )


PRESETS = {"compact": compact_config, "paper": paper_config}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainConfig:
    """How a checkpoint is made; stored inside it."""

    steps: int = 1000
    """Optimiser steps."""
    batch_size: int = 16
    """Samples a step."""
    learning_rate: float = 1e-3
    """Peak rate of Adam; cosine to 0."""
    augmentations: int = 3
    """Feature versions cached of every training sample, the unchanged one included (compact only)."""
    slice_step: int = 3
    """Every how many slices of a training volume are used."""
    holdout: float = 0.2
    """Share of the normals kept out of training for calibration where the data has no validation split."""
    seed: int = 0
    """Of initialisation, sampling and augmentation."""
    bf16: bool = False
    """Run the network under bfloat16 autocast; the losses stay in float32."""
    save_every: int = 200
    """Steps between resumable states."""
    accumulation: int = 1
    """Batches whose gradients one step adds up."""
    ema_decay: float = 0.0
    """Of the exponential mean of the weights that is then kept in their place; 0: none."""
    validate_every: int = 0
    """Steps between validations on held-out normals, by which the best network is kept; 0: the last one is kept."""
    keeps_pictures: bool = True
    """Whether small pictures of normal patches travel with the checkpoint; without, their files are named instead."""

    def __post_init__(self) -> None:
        if min(self.steps, self.batch_size, self.augmentations, self.accumulation) < 1:
            raise ConfigError("steps, batch_size, augmentations and accumulation must be at least 1.")
        if not 0.0 <= self.ema_decay < 1.0 or self.validate_every < 0:
            raise ConfigError("ema_decay must lie in 0..1, below 1, and validate_every not be negative.")
        if not 0.0 < self.holdout < 0.9:
            raise ConfigError(f"holdout {self.holdout} must lie between 0 and 0.9.")
