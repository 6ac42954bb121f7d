"""What a teaching run tells somebody who looks on: curves, and the map of a chosen part as far as things stand."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core import scoring
from core.config import ModelConfig
from core.data.load import load
from core.data.transforms import PreparedSample
from core.errors import SampleReadError
from core.progress import CancelToken, ignore_progress
from core.records import Sample
from core.teaching.records import Curve, Preview, TeachWatcher


class Looker:
    """Passes curves and previews on; does nothing where nobody looks on.

    Args:
        watcher: Who looks on.
        config: Of the network.
        samples: The parts by id.
    """

    def __init__(self, watcher: TeachWatcher | None, config: ModelConfig, samples: Mapping[str, Sample]) -> None:
        self._watcher, self._config, self._samples = watcher, config, samples
        self._pictures: dict[str, NDArray[np.uint8]] = {}
        self._scores: list[float] = []
        self._shown = ""

    def scored(self, sample_id: str, score: float, anomaly_map: NDArray[np.float32]) -> None:
        """A part was scored by statistics that never saw it."""
        self._scores.append(score)
        if self._watcher is None:
            return
        self._watcher.drew(Curve.SCORE, len(self._scores), score)
        if self._watcher.wanted() == sample_id:
            self._show(sample_id, anomaly_map, f"score {score:.2f} by the other parts")

    def stepped(self, step: int, loss: float, unseen: float | None) -> None:
        """New leaders took a step."""
        if self._watcher is not None:
            self._watcher.drew(Curve.LOSS, step, loss)
            if unseen is not None:
                self._watcher.drew(Curve.UNSEEN, step, unseen)

    def restored(self, sample_id: str, prior: list[Tensor], restored: list[Tensor]) -> None:
        """What the network makes of a part before anything is fitted: the published distance."""
        if self._watcher is not None and self._watcher.wanted() == sample_id:
            with torch.inference_mode():
                squared = scoring.squared_maps(scoring.distances(prior, restored), self._config.image_size)
                fused = scoring.fuse(squared)[1].numpy()
            self._show(sample_id, fused, "before anything is fitted")

    def _show(self, sample_id: str, anomaly_map: NDArray[np.float32], words: str) -> None:
        assert self._watcher is not None
        picture = self._picture(sample_id)
        if picture is not None:
            usual = float(np.median(self._scores)) if self._scores else float(anomaly_map.max())
            relative = (anomaly_map / max(usual, 1e-6)).astype(np.float32)
            self._watcher.previewed(Preview(sample_id, picture, relative, words))

    def _picture(self, sample_id: str) -> NDArray[np.uint8] | None:
        if sample_id not in self._pictures:
            try:
                loaded = load(self._samples[sample_id], ignore_progress, CancelToken())
                prepared = PreparedSample(loaded, self._config)
                images, _ = prepared.tensors(int(prepared.slices[len(prepared.slices) // 2]))
            except (KeyError, SampleReadError):
                return None
            std = np.array(self._config.image_std, np.float32)
            mean = np.array(self._config.image_mean, np.float32)
            unit = images[0].permute(1, 2, 0).numpy() * std + mean
            self._pictures[sample_id] = cv2.convertScaleAbs(np.clip(unit, 0, 1), alpha=255.0)
        return self._pictures[sample_id]
