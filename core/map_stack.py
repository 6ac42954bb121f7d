"""What the network says of slice after slice, collected into maps of the sample's native size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core import scoring
from core.data.transforms import PreparedSample, paste
from core.records import CategoryCalibration, Modality, PartialMap, RoutingTrace


@dataclass(slots=True, eq=False)
class SlicePass:
    """What the network said of one slice (or of the image)."""

    squared: Tensor  # [M, S, H, W] squared (Mahalanobis, if calibrated) distance of every gate
    routing: tuple[Tensor, Tensor, Tensor]  # probabilities [M, S, K, R], leaders and weights [M, S, K, kept]


class MapStack:
    """Collects slices into native-size maps."""

    def __init__(self, prepared: PreparedSample, size: tuple[int, int]) -> None:
        self._prepared, self._size = prepared, size
        views = prepared.loaded.views
        self.slice_scores = np.full(views[0].size[0] if views[0].is_volume else 1, np.nan, np.float32)
        self.energy: list[NDArray[np.float32]] = []
        self._added: list[int] = []  # slices in the order of inspection
        self._routing: list[tuple[Tensor, Tensor, Tensor]] = []
        self._fused = np.zeros(views[0].size, np.float32)
        self._single = {view.modality: np.zeros(view.size, np.float32) for view in views} if len(views) > 1 else {}

    def add(self, slice_index: int, result: SlicePass) -> None:
        """Blur, score and paste one slice."""
        fused = scoring.fuse(result.squared)[1]
        self._added.append(slice_index)
        self.slice_scores[slice_index] = float(scoring.image_score(fused))
        energy = result.squared.sum(dim=(2, 3))
        self.energy.append((energy / energy.sum().clamp_min(1e-12)).cpu().numpy())
        self._routing.append(result.routing)
        boxes = self._prepared.boxes()
        self._put(self._fused, slice_index, paste(boxes[0], fused.cpu().numpy(), self._fused.shape))
        if self._single:
            singles = scoring.blur(result.squared.sum(dim=1).sqrt()).cpu()
            for single, box, (_, target) in zip(singles, boxes, self._single.items(), strict=True):
                self._put(target, slice_index, paste(box, single.numpy(), target.shape))

    @staticmethod
    def _put(target: NDArray[np.float32], slice_index: int, plane: NDArray[np.float32]) -> None:
        if target.ndim == 3:
            target[slice_index] = plane
        else:
            target[:] = plane

    def partial(self, calibration: CategoryCalibration | None) -> PartialMap:
        """What there is so far; the maps go on being filled."""
        fused, single = self.finish()
        return PartialMap(fused, single, self.slice_scores.copy(), calibration)

    def gate_energy(self) -> NDArray[np.float32]:
        """Of all inspected slices in their order, whatever the order of inspection: [D, M, S]."""
        return np.stack([self.energy[place] for place in self._order()])

    def _order(self) -> NDArray[np.int64]:
        return np.argsort(np.array(self._added), kind="stable")

    def finish(self) -> tuple[NDArray[np.float32], dict[Modality, NDArray[np.float32]]]:
        """The fused map and each sensor's."""
        return self._fused, self._single or {self._prepared.loaded.modalities[0]: self._fused}

    def routing(self, modalities: tuple[Modality, ...], kernel_sizes: tuple[int, ...]) -> RoutingTrace:
        """Routing of all inspected slices."""
        probabilities, leaders, weights = (
            torch.stack(parts).numpy() for parts in zip(*(self._routing[place] for place in self._order()), strict=True)
        )
        return RoutingTrace(modalities, kernel_sizes, probabilities, leaders, weights)
