"""Features that are computed when they are asked for, one category at a time: for what does not fit into memory."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from core.config import ModelConfig, TrainConfig
from core.data.dataset import FeatureItem, cache_features
from core.model.backbone import PriorBackbone
from core.progress import CancelToken, ignore_progress
from core.records import Modality, Sample


class FeaturesOnDemand:
    """Features of one category at a time: those of the published sizes take megabytes an image."""

    def __init__(
        self,
        samples: Sequence[Sample],
        most: int | None = None,
        *,
        backbone: PriorBackbone,
        config: ModelConfig,
        train: TrainConfig,
        token: CancelToken,
    ) -> None:
        self._backbone, self._config, self._train, self._token = backbone, config, train, token
        members: dict[str, list[Sample]] = defaultdict(list)
        for sample in samples:
            members[sample.category].append(sample)
        self._samples = {name: own[:: math.ceil(len(own) / most) if most else 1] for name, own in members.items()}
        self._last: tuple[str, list[FeatureItem]] = ("", [])

    def categories(self) -> dict[str, tuple[Modality, ...]]:
        """Category -> modalities in slot order."""
        return {name: items[0].modalities for name in self._samples if (items := self.of(name))}

    def of(self, category: str) -> list[FeatureItem]:
        """Items of one category; those of the last one asked for are kept."""
        if self._last[0] != category:
            self._last = ("", [])  # never two at once
            found = cache_features(
                self._samples[category],
                self._config,
                self._backbone,
                augmentations=1,
                slice_step=self._train.slice_step,
                seed=self._train.seed,
                report=ignore_progress,
                token=self._token,
            )
            self._last = (category, found.items)
        return self._last[1]
