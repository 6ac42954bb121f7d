"""Inspecting a big picture tile by tile, so that a small defect is still more than a pixel of the network's input.

Only for parts without a calibration: what is normal at which place is known for whole pictures at the network's size.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from core import scoring
from core.config import ModelConfig
from core.data.ranges import robust_range
from core.data.transforms import PreparedSample
from core.progress import CancelToken, Progress, ReportProgress
from core.records import (
    InspectionResult,
    Kind,
    LoadedSample,
    Modality,
    ModelInfo,
    RoutingTrace,
    Verdict,
    View,
    modality_info,
)
from core.tiling import Blend, Tile, TilePlan, plan_tiles

_BIG = 4  # times the network's size, from which details would be lost
_SIDE = 2  # times the network's size: a tile is halved
_MOST_TILES = 1024
_OVERLAP = 0.1875  # of a tile's side


class Pass(Protocol):
    """What the network said of one tile."""

    squared: Tensor  # [M, S, H, W]
    routing: tuple[Tensor, Tensor, Tensor]


class Network(Protocol):
    """What runs one tile."""

    @property
    def config(self) -> ModelConfig:
        """Its configuration."""

    def raw_pass(self, prepared: PreparedSample) -> Pass:
        """One image without a calibration."""


@dataclass(frozen=True, slots=True, eq=False)
class TiledMaps:
    """Blended maps of a big picture, and the routing of the tile that scored highest."""

    fused: NDArray[np.float32]  # [H, W]
    single: Mapping[Modality, NDArray[np.float32]]
    score: float  # of the highest tile
    energy: NDArray[np.float32]  # [1, M, S]
    routing: RoutingTrace
    map_size: tuple[int, int]  # resolution of the whole map, as computed
    note: str

    def result(
        self, loaded: LoadedSample, recognised: str, notes: tuple[str, ...], model: ModelInfo, seconds: float
    ) -> InspectionResult:
        """A raw map and no verdict, with what is known of the sample and the model."""
        return InspectionResult(
            sample=loaded.sample,
            category="",
            recognised=recognised,
            score=self.score,
            verdict=Verdict.UNKNOWN,
            calibration=None,
            modalities=loaded.modalities,
            anomaly_map=self.fused,
            modality_maps=self.single,
            routing=self.routing,
            gate_energy=self.energy,
            slice_scores=np.array([self.score], np.float32),
            routing_slices=np.zeros(1, np.int64),
            regions=(),
            map_size=self.map_size,
            model_name=model.name,
            device=model.device,
            seconds=seconds,
            notes=(*loaded.notes, *notes, self.note),
        )


def tile_plan(loaded: LoadedSample, image_size: tuple[int, int]) -> TilePlan | None:
    """Tiles of a big picture; None where it is inspected whole.

    That is a volume, a picture up to four times the network's size, sensors that are not registered, and depth, whose
    slopes and heights are measured against the whole part.
    """
    if loaded.is_volume or len({view.size for view in loaded.views}) > 1 or not loaded.sample.is_registered:
        return None
    if any(modality_info(view.modality).kind in (Kind.DEPTH, Kind.CLOUD) for view in loaded.views):
        return None
    height, width = loaded.views[0].size[:2]
    if max(height, width) <= _BIG * max(image_size):
        return None
    side = _SIDE * max(image_size)
    while True:
        plan = plan_tiles((height, width), side, int(side * _OVERLAP))
        if len(plan) <= _MOST_TILES:
            return plan
        side = side * 5 // 4


def shrunk(loaded: LoadedSample, image_size: tuple[int, int]) -> LoadedSample:
    """A big picture at the size up to which it would be inspected whole: enough to recognise what it shows."""
    longest = _BIG * max(image_size)

    def smaller(view: View) -> View:
        height, width = view.size
        scale = min(longest / max(height, width), 1.0)
        size = (max(round(width * scale), 1), max(round(height * scale), 1))
        pixels: Any = cv2.resize(view.pixels, size, interpolation=cv2.INTER_AREA)  # Any: the view's own number format
        return replace(view, pixels=pixels)

    return replace(loaded, views=tuple(smaller(view) for view in loaded.views))


def inspect_tiles(
    network: Network, loaded: LoadedSample, plan: TilePlan, report: ReportProgress, token: CancelToken
) -> TiledMaps:
    """Raw maps of every tile, blended. Memory: a map for each sensor and one more, and a tile."""
    names = loaded.modalities
    spans = [_grey_span(view) for view in loaded.views]
    fused, single = Blend(plan), {name: Blend(plan) for name in names} if len(names) > 1 else {}
    best: Pass | None = None
    score = -np.inf
    begun = time.perf_counter()
    for done, tile in enumerate(plan, start=1):
        token.raise_if_cancelled()
        views = tuple(_cut(view, tile, span) for view, span in zip(loaded.views, spans, strict=True))
        result = network.raw_pass(PreparedSample(replace(loaded, views=views), network.config))
        blurred = scoring.fuse(result.squared)[1]
        fused.add(tile, _enlarged(blurred, tile))
        if single:
            for plane, blend in zip(scoring.blur(result.squared.sum(dim=1).sqrt()), single.values(), strict=True):
                blend.add(tile, _enlarged(plane, tile))
        if (own := float(scoring.image_score(blurred))) > score or best is None:
            best, score = result, own
        left = (time.perf_counter() - begun) / done * (len(plan) - done)
        report(Progress(done, len(plan), f"tile {done} of {len(plan)}, {left:.0f} s left"))
    assert best is not None  # a plan has at least one tile
    whole = fused.finish()
    energy = best.squared.sum(dim=(2, 3))
    scale = max(plan.side[0] / network.config.image_size[0], plan.side[1] / network.config.image_size[1])
    size = (round(plan.size[0] / scale), round(plan.size[1] / scale))
    return TiledMaps(
        whole,
        {name: blend.finish() for name, blend in single.items()} or {names[0]: whole},
        score,
        (energy / energy.sum().clamp_min(1e-12))[None].numpy(),
        RoutingTrace(names, network.config.kernel_sizes, *(part[None].numpy() for part in best.routing)),
        size,
        f"Inspected in {len(plan)} tiles of {plan.side[1]} x {plan.side[0]} pixels at 1:{scale:.2g}; score and routing "
        "are those of the highest tile.",
    )


def _enlarged(plane: Tensor, tile: Tile) -> NDArray[np.float32]:
    """A map of the network's size in the tile's own pixels."""
    height, width = tile.size
    return np.asarray(cv2.resize(plane.numpy(), (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _grey_span(view: View) -> tuple[float, float] | None:
    """Values that become 0 and 1 in every tile alike; None where a tile's own values would do the same."""
    if view.pixels.ndim == 3:
        return None
    pixels = np.asarray(view.pixels)
    low, high = float(np.nanmin(pixels)), float(np.nanmax(pixels))
    if low >= 0.0 and high <= 255.0:
        return (0.0, 1.0 if high <= 1.0 else 255.0)
    return robust_range(pixels.astype(np.float32, copy=False))


def _cut(view: View, tile: Tile, span: tuple[float, float] | None) -> View:
    pixels = tile.of(view.pixels)
    if span is not None:
        low, high = span
        pixels = np.clip((pixels.astype(np.float32) - low) / max(high - low, 1e-6), 0.0, 1.0).astype(np.float32)
    return replace(view, pixels=pixels)
