"""UniMMAD: one network for every product, organ and sensor (Zhao et al., CVPR 2026, arXiv 2509.25934).

prior features (frozen) ------------------------------------------+--> u_l, the target ----+
      |  compact: all slots, projected                             |                        |
images --  paper: embedding, student encoder --> compression --> decoder --> f_l --> C-MoE of scale l --> p_l

Where u_l and p_l disagree, the part is anomalous. B samples, P rows (one per modality of every sample, rows of a sample
adjacent in slot order), S = 3 scales, K kernel sizes, R leaders.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.config import ModelConfig
from core.model.backbone import PriorBackbone, build_network
from core.model.compression import FeatureCompression, GeneralDecoder
from core.model.embedding import FeatureProjection, InputEmbedding, stack_slots
from core.model.moe import CrossMoE, Routing


class Output(NamedTuple):
    """What the network says of a batch; tuples run over the scales, fine to coarse."""

    prior: tuple[Tensor, ...]  # u_l [P, C_l, h_l, w_l], standardised if compact, before L2
    restored: tuple[Tensor, ...]  # p_l [P, C_l, h_l, w_l], not normalised
    routing: Routing  # [P, S, K, ...]


class UniMMAD(nn.Module):
    """All trained parts; the frozen backbone stays outside, so that its features can be cached."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        if config.preset == "paper":
            self.embedding = InputEmbedding(config)
            self.student = build_network(config)
            inputs: tuple[int, ...] = config.feature_channels
        else:
            self.projection = FeatureProjection(config)
            inputs = (config.encoder_width,) * len(config.feature_channels)
            for scale, channels in enumerate(config.feature_channels):
                self.register_buffer(f"feature_mean_{scale}", torch.zeros(channels))
                self.register_buffer(f"feature_std_{scale}", torch.ones(channels))
        self.compression = FeatureCompression(inputs, config)
        self.decoder = GeneralDecoder(config)
        self.experts = nn.ModuleList(
            CrossMoE(general, prior, config)
            for general, prior in zip(config.decoder_channels, config.feature_channels, strict=True)
        )

    def forward(self, prior: Sequence[Tensor], counts: Sequence[int], images: Tensor | None = None) -> Output:
        """Restore the normal features of every modality.

        Args:
            prior: Raw backbone features [P, C_l, h_l, w_l] of the three scales.
            counts: Modalities of each sample, summing to P.
            images: [P, 3, H, W] normalised; the paper preset alone needs them.

        Raises:
            ValueError: The counts do not fit the rows, or the images are missing.
        """
        features = self.standardise(prior)
        general = self.general_features(features, counts, images)
        targets = tuple(F.normalize(scale, dim=1) for scale in features)
        restored, routing = self.decompress(general, targets, counts)
        return Output(features, restored, routing)

    def standardise(self, prior: Sequence[Tensor]) -> tuple[Tensor, ...]:
        """Raw features to zero mean and unit spread per channel; the paper preset uses them as they are."""
        if self.config.preset == "paper":
            return tuple(prior)
        return tuple(
            (features - self.get_buffer(f"feature_mean_{scale}")[:, None, None])
            / self.get_buffer(f"feature_std_{scale}")[:, None, None]
            for scale, features in enumerate(prior)
        )

    def general_features(
        self, features: Sequence[Tensor], counts: Sequence[int], images: Tensor | None = None
    ) -> tuple[Tensor, ...]:
        """f_l [B, D_l, h_l, w_l] of the whole sample, before L2: from standardised features, or from images (paper)."""
        if self.config.preset == "compact":
            return self.decode(self.projection(features, counts))
        if images is None:
            raise ValueError("the paper preset needs the images")
        return self.decode(self.student_features(images, counts))

    def student_features(self, images: Tensor, counts: Sequence[int]) -> tuple[Tensor, ...]:
        """Paper only: all images of a sample [P, 3, H, W] -> three scales of the trained encoder, one row a sample."""
        return tuple(self.student(self.embedding(stack_slots(images, counts, self.config.max_modalities))))

    def decode(self, encoded: Sequence[Tensor]) -> tuple[Tensor, ...]:
        """Squeeze the encoder's scales and open them again."""
        return self.decoder(self.compression(encoded))  # type: ignore[no-any-return]  # modules return Any

    def decompress(
        self, general: Sequence[Tensor], prior: Sequence[Tensor], counts: Sequence[int]
    ) -> tuple[tuple[Tensor, ...], Routing]:
        """General f_l (before L2) and L2-normalised u_l -> restored p_l and the routing [P, S, K, ...]."""
        restored, routings = zip(
            *(
                expert(F.normalize(content, dim=1), target, counts)
                for expert, content, target in zip(self.experts, general, prior, strict=True)
            ),
            strict=True,
        )
        return restored, Routing.stack(routings)

    def set_feature_statistics(self, means: Sequence[Tensor], stds: Sequence[Tensor]) -> None:
        """Compact only: set mean and standard deviation [C_l] of the raw features over normal samples.

        Raises ValueError when sizes do not fit or a spread is not positive and finite.
        """
        for scale, (mean, std) in enumerate(zip(means, stds, strict=True)):
            if not bool(mean.isfinite().all() and std.isfinite().all() and (std > 0).all()):
                raise ValueError(f"statistics of scale {scale} are not finite or have no spread")
            for name, values in ((f"feature_mean_{scale}", mean), (f"feature_std_{scale}", std)):
                buffer = self.get_buffer(name)
                if values.shape != buffer.shape:
                    raise ValueError(f"{name} needs {tuple(buffer.shape)} values, got {tuple(values.shape)}")
                buffer.copy_(values)

    def initialise_student(self, backbone: PriorBackbone) -> None:
        """Paper only: start the trained encoder from the frozen backbone's weights, as published."""
        self.student.load_state_dict(backbone.network.state_dict())
