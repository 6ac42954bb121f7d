"""A probe: one image or slice held open, so that its experts can be changed and the map follows at once.

Lives on the model lane. The judging is the predictor's own; only the routing differs.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core import scoring
from core.data.transforms import Box, PreparedSample, paste
from core.device import memory_guard
from core.probing.patches import patch_features, patch_picture
from core.probing.plan import Plan, make_plan
from core.probing.records import (
    Cause,
    Change,
    Contribution,
    LeaderEffect,
    NearestNormal,
    NormalPatch,
    ProbeOutcome,
)
from core.probing.replay import Replay
from core.probing.splits import map_parts, region_cause, score_parts
from core.probing.sweep import control_change, sweep
from core.progress import CancelToken, ReportProgress, ignore_progress
from core.records import LoadedSample, Modality, Region, Verdict
from core.regions import find

if TYPE_CHECKING:
    from core.predictor import Predictor

PICTURE_SIDE = 256  # px, longest side of contribution pictures
PATCH_SIDE = 160  # px of the place that is compared with normal patches
NEAREST = 5  # normal patches shown beside a place


class Probe:
    """See `core.probing.records.Prober`.

    Args:
        predictor: The loaded model.
        loaded: The sample.
        category: The recipe that judged the sample; empty: raw.
        slice_index: Of a volume; the nearest inspected slice is probed.

    Raises:
        SampleReadError: A volume shows nothing but background.
        DeviceError: Out of memory.
    """

    def __init__(self, predictor: Predictor, loaded: LoadedSample, category: str, slice_index: int = 0) -> None:
        self.loaded = loaded
        self.category = category
        prepared = PreparedSample(loaded, predictor.config)
        slices = prepared.slices
        self.slice_index = int(slices[np.abs(slices - slice_index).argmin()])
        self.modalities: tuple[Modality, ...] = loaded.modalities
        self._predictor = predictor
        fitted = predictor.bundle.fitted.get(category)
        self._fitted = fitted if fitted and fitted.calibration.modalities == loaded.modalities else None
        self._position = (self.slice_index - int(slices[0])) / max(int(slices[-1]) - int(slices[0]), 1)
        self._boxes = prepared.boxes()
        images, self._measured = prepared.tensors(self.slice_index)
        watched = predictor.scorer.watched(prepared, self._fitted)
        if watched is not None:
            self._measured = self._measured * watched
        with memory_guard(predictor.device), torch.inference_mode():
            images = images.to(predictor.device)
            raw = predictor.backbone(images)
            self._replay = Replay(predictor.model, raw, images if predictor.config.preset == "paper" else None)
        own = self._replay.routing
        self.leaders: NDArray[np.int64] = own.leaders.cpu().numpy()
        self.weights: NDArray[np.float32] = own.weights.float().cpu().numpy()
        self.probabilities: NDArray[np.float32] = own.probabilities.float().cpu().numpy()

    # --- judging -------------------------------------------------------------------------------------------------
    def plan(self, changes: Sequence[Change]) -> Plan:
        """What changes do to the gates of this image."""
        return make_plan(self.leaders, self.weights, changes)

    def squares(self, plan: Plan) -> Tensor:
        """Squared value of every gate under a plan, [M, S, H, W]."""
        replay, predictor = self._replay, self._predictor
        with memory_guard(predictor.device), torch.inference_mode():
            restored = replay.decompress(plan)
            scorer = predictor.scorer
            squared = scorer.squares(replay.prior, restored, self._measured, self._fitted, self._position)
            return squared.cpu() * torch.from_numpy(plan.shown).square()[:, :, None, None]

    def judge(self, changes: Sequence[Change]) -> tuple[float, NDArray[np.float32]]:
        """Score and map (of the network's size) under some changes: the short way, for sweeps."""
        anomaly_map = scoring.fuse(self.squares(self.plan(changes)))[1]
        return float(scoring.image_score(anomaly_map)), np.asarray(anomaly_map.numpy())

    def apply(self, changes: Sequence[Change]) -> ProbeOutcome:
        """The map, score, verdict and regions under some changes."""
        begun = time.perf_counter()
        squared = self.squares(self.plan(changes))
        fused = scoring.fuse(squared)[1]
        score = float(scoring.image_score(fused))
        native = self._native(fused)
        calibration = self._fitted.calibration if self._fitted else None
        regions: tuple[Region, ...] = ()
        if calibration:
            # A map without the slice axis: its regions lie in this slice.
            singles = scoring.blur(squared.sum(dim=1).sqrt())
            sensors = {
                name: paste(box, single.numpy(), view.size)
                for name, box, single, view in zip(
                    self.modalities, self._boxes, singles, self.loaded.views, strict=True
                )
            }
            spacing = self.loaded.views[0].spacing_mm
            regions = find(
                native, sensors, calibration.region_threshold, spacing[-2:] if spacing else None, calibration.rules
            )
        return ProbeOutcome(
            changes=tuple(changes),
            score=score,
            verdict=calibration.judged(calibration.verdict(score), regions) if calibration else Verdict.UNKNOWN,
            anomaly_map=native,
            regions=regions,
            score_parts=score_parts(squared),
            seconds=time.perf_counter() - begun,
        )

    def _native(self, plane: Tensor) -> NDArray[np.float32]:
        return paste(self._boxes[0], plane.numpy(), self.loaded.views[0].size)

    # --- explaining ----------------------------------------------------------------------------------------------
    @cached_property
    def _own_squares(self) -> Tensor:
        return self.squares(self.plan(()))

    @cached_property
    def _own_parts(self) -> dict[tuple[int, int], NDArray[np.float32]]:
        parts = map_parts(self._own_squares)
        return {(m, s): self._native(parts[m, s]) for m, s in np.ndindex(*parts.shape[:2])}

    def score_cause(self) -> Cause:
        """Which sensor and scale made the image (or slice) score."""
        parts = score_parts(self._own_squares)
        anomaly_map = scoring.fuse(self._own_squares)[1]
        peak = int(anomaly_map.argmax())
        peaks = map_parts(self._own_squares).flatten(2)[:, :, peak].numpy()
        return Cause(parts, float(scoring.image_score(anomaly_map)), peaks)

    def region_causes(self, regions: Sequence[Region], level: float) -> tuple[Cause, ...]:
        """Which sensor and scale made each region: parts of its mean map value. Regions of this slice only.

        Args:
            regions: As found at `level`.
            level: Map value from which a pixel belongs to a region.
        """
        native = self._native(scoring.fuse(self._own_squares)[1])
        return tuple(region_cause(region, native, self._own_parts, level) for region in regions)

    def contributions(self, slot: int, scale: int) -> tuple[Contribution, ...]:
        """What every expert of one sensor and scale gives to its branch, the strongest first; see `Contribution`."""
        view, box = self.loaded.views[slot], self._boxes[slot]
        height, width = view.size[-2:]
        shrink = min(1.0, PICTURE_SIDE / max(height, width))
        small = Box(*(round(edge * shrink) for edge in (box.y0, box.y1, box.x0, box.x1)))
        size = (round(height * shrink), round(width * shrink))
        found = [
            Contribution(
                branch=part.branch,
                leader=part.leader,
                weight=part.weight,
                share=part.share,
                branch_share=part.branch_share,
                picture=paste(small, part.strength.float().numpy(), size),
            )
            for part in self._replay.shares(slot, scale)
        ]
        return tuple(sorted(found, key=lambda item: -abs(item.share)))

    def nearest_normal(self, slot: int, position: tuple[int, int]) -> NearestNormal | None:
        """See `core.probing.records.Prober.nearest_normal`."""
        known = self._predictor.bundle.patches.get(self.category, {}).get(self.modalities[slot])
        if known is None or not known.places or self._fitted is None:
            return None
        box = self._boxes[0]
        height, width = box.size
        place = (
            min(max((position[1] + 0.5 - box.y0) / height, 0.0), 1.0),
            min(max((position[0] + 0.5 - box.x0) / width, 0.0), 1.0),
        )
        rows, columns = self._replay.prior[len(self._replay.prior) // 2].shape[-2:]
        cell = min(int(place[0] * rows), rows - 1) * columns + min(int(place[1] * columns), columns - 1)
        features = [scale[slot, cell].cpu() for scale in patch_features(self._replay.prior)]
        found = [
            NormalPatch(known.places[index].source, known.places[index].slice_index, distances, known.pictures[index])
            for index, distances in known.nearest(features, NEAREST)
        ]
        view, own = self.loaded.views[slot], self._boxes[slot]
        picture = patch_picture(view, own, self.slice_index, place, PATCH_SIDE)
        return NearestNormal(slot, picture, known.far / known.usual, tuple(found))

    # --- comparing -----------------------------------------------------------------------------------------------
    def control(self, change: Change) -> Change | None:
        """The same change done to a part drawn at random; None where there is no other such part."""
        return control_change(self, change)

    def sweep(
        self, report: ReportProgress = ignore_progress, token: CancelToken | None = None
    ) -> tuple[LeaderEffect, ...]:
        """The effect of every kept leader on the score, the strongest first, each with a random control."""
        return sweep(self, report, token)
