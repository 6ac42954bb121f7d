"""General features: squeeze all sensors of a sample through a narrow place, then open them up again.

UniMMAD, "feature compression module" (FCM) and "general decoder". Squeezing loses what is rare, so anomalies do not
come back. Shapes below are the published ones; B samples.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from core.config import ModelConfig


def group_norm(channels: int) -> nn.GroupNorm:
    """Group norm with the largest of 32, 16, 8, 4, 2, 1 groups that divides the channels."""
    groups = next(groups for groups in (32, 16, 8, 4, 2, 1) if channels % groups == 0)
    return nn.GroupNorm(groups, channels)


class ConvNorm(nn.Module):
    """Convolution, group norm, ReLU: [B, C_in, H, W] -> [B, C_out, H', W']."""

    def __init__(self, inputs: int, outputs: int, kernel_size: int, *, stride: int = 1, bias: bool = False) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel_size, stride=stride, bias=bias)
        self.norm = group_norm(outputs)

    def forward(self, features: Tensor) -> Tensor:
        """Unpadded."""
        return self.norm(self.conv(features)).relu()  # type: ignore[no-any-return]  # modules return Any


class InletBlock(nn.Module):
    """Residual block that brings one scale to the size of the middle one.

    `stride` 2 halves the side, 1 keeps it; "up" doubles it by transposed convolutions.
    """

    def __init__(self, inputs: int, outputs: int, stride: int, *, doubles: bool = False) -> None:
        super().__init__()
        if doubles:
            self.conv1: nn.Module = nn.ConvTranspose2d(inputs, outputs, 2, stride=2, bias=False)
            self.shortcut: nn.Module = nn.ConvTranspose2d(inputs, outputs, 4, stride=2, padding=1)
        else:
            self.conv1 = nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1, bias=False)
            self.shortcut = nn.Conv2d(inputs, outputs, 1, stride=stride, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)

    def forward(self, features: Tensor) -> Tensor:
        """[B, C, h, w] -> [B, width, H/8, W/8]."""
        inner = self.norm1(self.conv1(features)).relu()
        inner = self.norm2(self.conv2(inner))
        return (inner + self.shortcut(features)).relu()  # type: ignore[no-any-return]  # modules return Any


class InnerCompression(nn.Module):
    """What one kernel size sees in all scales: three of [B, width, 32, 32] -> [B, width, 16, 16]."""

    def __init__(self, width: int, kernel_size: int) -> None:
        super().__init__()
        third = width // 3
        self.views = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(width, width, kernel_size, padding=kernel_size // 2, groups=width, bias=False),
                nn.Conv2d(width, third, 1, bias=False),
                group_norm(third),
                nn.ReLU(inplace=True),
            )
            for _scale in range(3)
        )
        self.merge = ConvNorm(3 * third, width, 2, stride=2, bias=True)

    def forward(self, scales: Sequence[Tensor]) -> Tensor:
        """The scales in the order fine to coarse, all of one size by now."""
        seen = [view(features) for view, features in zip(self.views, scales, strict=True)]
        return self.merge(torch.cat(seen, dim=1))  # type: ignore[no-any-return]


class FeatureCompression(nn.Module):
    """FCM: three scales -> the narrowest place [B, bottleneck_channels, H/32, W/32] (of the finest scale / 8)."""

    def __init__(self, inputs: Sequence[int], config: ModelConfig) -> None:
        super().__init__()
        width = config.encoder_width
        fine, middle, coarse = inputs
        self.inlets = nn.ModuleList(
            (
                InletBlock(fine, width, 2),
                InletBlock(middle, width, 1),
                InletBlock(coarse, width, 2, doubles=True),
            )
        )
        self.inner = nn.ModuleList(InnerCompression(width, kernel_size) for kernel_size in (1, 3, 5))
        self.project = ConvNorm(3 * width, width, 1)
        self.narrow = ConvNorm(width, config.bottleneck_channels, 2, stride=2)
        self.dropout = nn.Dropout2d(config.bottleneck_dropout)

    def forward(self, scales: Sequence[Tensor]) -> Tensor:
        """Three scales fine to coarse, each half the side of the one before."""
        inlets = [inlet(features) for inlet, features in zip(self.inlets, scales, strict=True)]
        seen = torch.cat([inner(inlets) for inner in self.inner], dim=1)  # [B, 3 * width, 16, 16]
        return self.dropout(self.narrow(self.project(seen)))  # type: ignore[no-any-return]


class DecoderBlock(nn.Module):
    """Bottleneck block; the first of a stage doubles the side: [B, C_in, h, w] -> [B, C_out, h or 2h, w or 2w]."""

    def __init__(self, inputs: int, outputs: int, *, doubles: bool) -> None:
        super().__init__()
        width = outputs // 2  # twice the usual quarter, as in a wide ResNet
        self.conv1 = nn.Conv2d(inputs, width, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(width)
        self.conv2: nn.Module
        self.shortcut: nn.Module
        if doubles:
            self.conv2 = nn.ConvTranspose2d(width, width, 2, stride=2, bias=False)
            self.shortcut = nn.Sequential(
                nn.ConvTranspose2d(inputs, outputs, 2, stride=2, bias=False), nn.BatchNorm2d(outputs)
            )
        else:
            self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
            self.shortcut = nn.Identity()
        self.norm2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, outputs, 1, bias=False)
        self.norm3 = nn.BatchNorm2d(outputs)

    def forward(self, features: Tensor) -> Tensor:
        """ReLU follows the first two norms and the addition."""
        inner = self.norm1(self.conv1(features)).relu()
        inner = self.norm2(self.conv2(inner)).relu()
        return (self.norm3(self.conv3(inner)) + self.shortcut(features)).relu()  # type: ignore[no-any-return]


class GeneralDecoder(nn.Module):
    """A wide ResNet run backwards: narrowest place -> general features of three scales, fine to coarse.

    [B, 2048, 8, 8] -> ([B, 256, 64, 64], [B, 512, 32, 32], [B, 1024, 16, 16]), before their L2 normalisation.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        stages: list[nn.Module] = []
        inputs = config.bottleneck_channels
        for outputs, blocks in zip(reversed(config.decoder_channels), reversed(config.decoder_blocks), strict=True):
            stages.append(
                nn.Sequential(
                    DecoderBlock(inputs, outputs, doubles=True),
                    *(DecoderBlock(outputs, outputs, doubles=False) for _block in range(blocks - 1)),
                )
            )
            inputs = outputs
        self.stages = nn.ModuleList(stages)  # coarse to fine
        self.outlets = nn.ModuleList(nn.Conv2d(c, c, 1, bias=False) for c in config.decoder_channels)  # fine to coarse

    def forward(self, narrow: Tensor) -> tuple[Tensor, ...]:
        """Every stage doubles the side and gives one scale."""
        features: list[Tensor] = []
        for stage in self.stages:
            narrow = stage(narrow)
            features.insert(0, narrow)
        return tuple(outlet(scale) for outlet, scale in zip(self.outlets, features, strict=True))
