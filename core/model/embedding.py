"""How the sensors of a sample enter the general encoder together.

Paper preset: images of all slots, a learned embedding, a small convolutional stem (UniMMAD, "input embedding").
Compact preset: the frozen prior features of all slots take the place of images, embedding and student encoder.
B samples, P rows (one per modality of every sample, rows of a sample adjacent), S slots.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.config import ModelConfig
from core.model.places import places_on


def stack_slots(rows: Tensor, counts: Sequence[int], slots: int) -> Tensor:
    """Put the rows of every sample side by side on channels: [P, C, H, W] -> [B, slots * C, H, W]; unused slots are 0.

    Raises ValueError when the counts do not add up to P or a sample has no or too many modalities.
    """
    if sum(counts) != len(rows) or not all(1 <= count <= slots for count in counts):
        raise ValueError(f"modality counts {list(counts)} do not fit {len(rows)} rows in {slots} slots")
    places = [sample * slots + slot for sample, count in enumerate(counts) for slot in range(count)]
    stacked = rows.new_zeros(len(counts) * slots, *rows.shape[1:])
    stacked = stacked.index_copy(0, places_on(rows.device, tuple(places)), rows)
    return stacked.reshape(len(counts), slots * rows.shape[1], *rows.shape[2:])


class InputEmbedding(nn.Module):
    """Images of all slots to one picture that a three-channel encoder reads: [B, slots * 3, H, W] -> [B, 3, H, W]."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        channels = 3 * config.max_modalities
        self.slot_embedding = nn.Parameter(torch.zeros(channels, *config.image_size))
        self.stem = nn.Sequential(
            nn.Conv2d(channels, 24, 3, padding=1),
            nn.BatchNorm2d(24),
            nn.ReLU(inplace=True),
            nn.Conv2d(24, 48, 3, padding=1),
            nn.BatchNorm2d(48),
            nn.ReLU(inplace=True),
            nn.Conv2d(48, 3, 3, padding=1),
        )
        self.shortcut = nn.Conv2d(channels, 3, 1)
        nn.init.normal_(self.slot_embedding, std=0.02)

    def forward(self, stacked: Tensor) -> Tensor:
        """The embedding is added to every slot, used or not: an empty slot is recognised by holding nothing else."""
        embedded = stacked + self.slot_embedding
        return self.stem(embedded) + self.shortcut(embedded)  # type: ignore[no-any-return]  # modules return Any


class FeatureProjection(nn.Module):
    """Standardised prior features of all slots to the input of the compression module, per scale.

    tuple of [P, C_l, H_l, W_l] -> tuple of [B, encoder_width, H_l, W_l]. In training, noise of standard deviation
    `feature_noise` on the used slots keeps the encoder from passing details, and so anomalies, through.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.slots = config.max_modalities
        self.noise = config.feature_noise
        self.swaps = config.swapped_rows
        self.scales = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(channels * self.slots, config.encoder_width, 1, bias=False),
                nn.BatchNorm2d(config.encoder_width),
                nn.ReLU(inplace=True),
            )
            for channels in config.feature_channels
        )

    def forward(self, features: Sequence[Tensor], counts: Sequence[int]) -> tuple[Tensor, ...]:
        """Project each scale; raises ValueError when the counts do not fit the rows."""
        if self.training and self.swaps:
            features = swap_patches(features, self.swaps)
        if self.training and self.noise:
            features = [rows + self.noise * torch.randn_like(rows) for rows in features]
        return tuple(
            project(stack_slots(rows, counts, self.slots)) for project, rows in zip(self.scales, features, strict=True)
        )


def swap_patches(features: Sequence[Tensor], share: float) -> list[Tensor]:
    """Training only: put foreign features into patches of some rows, so that the encoder learns to leave them out.

    The patches come from another place of the same row or from another row, at the same places in all scales, small
    or large. The target stays clean.

    Args:
        features: Three scales [P, C_l, h_l, w_l].
        share: Of rows that get patches, 0..1.
    """
    rows = len(features[0])
    grid = int(torch.tensor([4, 8, 16])[torch.randint(3, (1,))])
    mask = (torch.rand(rows, 1, grid, grid) < 0.08) & (torch.rand(rows, 1, 1, 1) < share)
    others = torch.where(torch.rand(rows) < 0.5, torch.arange(rows), torch.randperm(rows))
    shift = torch.rand(2) * 0.6 + 0.2  # of the side, so never the same place
    swapped = []
    for scale in features:
        size = scale.shape[-2:]
        moves = [int(s * side) for s, side in zip(shift, size, strict=True)]
        foreign = scale[others.to(scale.device)].roll(moves, dims=(2, 3))
        swapped.append(
            torch.where(F.adaptive_max_pool2d(_enlarge(mask, size), size).to(scale.device) > 0, foreign, scale)
        )
    return swapped


def _enlarge(mask: Tensor, size: Sequence[int]) -> Tensor:
    """Nearest enlargement of a mask that is smaller than `size`, as float."""
    values = mask.float()
    return F.interpolate(values, tuple(size)) if mask.shape[-1] < size[-1] else values
