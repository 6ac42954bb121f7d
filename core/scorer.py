"""Features of one image or slice judged by what a category's normals look like, on the device where they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from core import scoring
from core.calibration import FittedCategory
from core.data.transforms import PreparedSample
from core.device import tensors_to
from core.scoring import NormalModel


class Scorer:
    """Squared values of every gate for features of one network.

    Args:
        size: Height and width of the network's images.
        device: Where features are judged if it is a CUDA device; else that is done on the CPU.
    """

    def __init__(self, size: tuple[int, int], device: torch.device) -> None:
        self._size = size
        self._on = device if device.type == "cuda" else torch.device("cpu")
        self._normals: dict[str, NormalModel] = {}  # of the fitted categories, on a CUDA device

    def watched(self, prepared: PreparedSample, fitted: FittedCategory | None) -> Tensor | None:
        """[H, W] 0 in the zones that the category ignores and 1 elsewhere, at the network's size; None: no zones."""
        rules = fitted.calibration.rules if fitted else None
        if rules is None or not rules.zones:
            return None
        box, (height, width) = prepared.boxes()[0], prepared.loaded.views[0].size[-2:]
        window = (box.x0 / width, box.y0 / height, box.x1 / width, box.y1 / height)
        mask = rules.watched(self._size, window)
        return None if mask is None else torch.from_numpy(mask.astype(np.float32))

    def squares(
        self,
        prior: Sequence[Tensor],
        restored: Sequence[Tensor],
        measured: Tensor,
        fitted: FittedCategory | None,
        position: float,
    ) -> Tensor:
        """Squared value of every gate of one image or slice, at image size: [M, S, H, W], where it is judged.

        Args:
            prior: Per scale [M, C, h, w], as the network returns them.
            restored: The same; any other restored features may be judged this way.
            measured: [M, H, W] in 0..1, where each sensor measured, zero where nothing counts.
            fitted: Normal residuals of the category; None: raw distances.
            position: Of the slice in its volume, 0 first to 1 last inspected.
        """
        prior, restored = ([scale.to(self._on).float() for scale in part] for part in (prior, restored))
        if fitted:
            values = scoring.deviations(prior, restored, self._normal(fitted), position)
        else:
            values = scoring.distances(prior, restored)
        return scoring.squared_maps(values, self._size) * measured.to(self._on)[:, None].square()

    def _normal(self, fitted: FittedCategory) -> NormalModel:
        """The normal residuals of a category on the device, brought there once."""
        if self._on.type == "cpu":
            return fitted.normal
        name = fitted.calibration.category
        if name not in self._normals:
            self._normals[name] = tensors_to(fitted.normal, self._on)
        return self._normals[name]
