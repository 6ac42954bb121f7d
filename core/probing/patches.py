"""Nearest normal: patches of a category's normals that travel with the model, and how far a place lies from them.

A patch is a cell of the middle scale. Its features are the standardised prior features of all scales there (the fine
scale averaged over the cell, the coarse one interpolated), projected on 32 random directions, which keeps distances to
about an eighth, and rounded to 8 bits. The distance at a scale is the root mean square difference over channels, in
units of the median distance of held-out normals. Six categories take a quarter of a megabyte, mostly pictures.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from core.data.transforms import Box
from core.records import Modality, View

PICTURE_SIDE = 40  # px of a kept picture
DIRECTIONS = 32  # that features are projected on, at most as many as there are channels
_QUALITY = 75  # of the kept pictures
CROP_SHARE = 0.25  # of the picture's side that a patch's picture shows: the cell with its surroundings
_COLUMNS = 8  # pictures beside each other in the kept mosaic
_FULL = 32_000  # the whole side, as places are kept
_LEVELS = 127  # of an 8-bit number, each side of zero


@dataclass(frozen=True, slots=True)
class PatchPlace:
    """Where a patch comes from."""

    source: str  # sample id
    slice_index: int  # 0 for an image
    row: float  # centre, 0..1 of what the network saw
    column: float


@dataclass(frozen=True, eq=False)  # not slots: pictures are decoded once
class NormalPatches:
    """Patches of one category and modality: P patches, S scales."""

    features: tuple[Tensor, ...]  # per scale int8 [P, C]
    steps: NDArray[np.float32]  # [S] value of 1 in `features`
    usual: NDArray[np.float32]  # [S] median distance of held-out normal places to their nearest patch
    far: NDArray[np.float32]  # [S] 95 % of them lie nearer than this
    places: tuple[PatchPlace, ...]
    mosaic: Tensor = field(default_factory=lambda: torch.zeros(0, dtype=torch.uint8))  # encoded; empty: none kept

    @cached_property
    def pictures(self) -> tuple[NDArray[np.uint8] | None, ...]:
        """[side, side, 3] RGB of every patch; None where the model file keeps none."""
        whole = cv2.imdecode(self.mosaic.numpy(), cv2.IMREAD_COLOR) if len(self.mosaic) else None
        side = PICTURE_SIDE
        rows = -(-len(self.places) // _COLUMNS)
        if whole is None or whole.shape[:2] != (rows * side, _COLUMNS * side):
            return (None,) * len(self.places)
        cells = whole[..., ::-1].reshape(rows, side, _COLUMNS, side, 3).swapaxes(1, 2).reshape(-1, side, side, 3)
        return tuple(np.ascontiguousarray(cell) for cell in cells[: len(self.places)])

    def distances(self, features: Sequence[Tensor]) -> NDArray[np.float32]:
        """Root mean square differences of places to every patch: S tensors [Q, C] to [S, Q, P], in usual distances."""
        return np.stack(
            [
                _rms(query.float(), kept.float() * step).numpy() / usual
                for query, kept, step, usual in zip(
                    features, self.features, self.steps.tolist(), self.usual.tolist(), strict=True
                )
            ]
        )

    def nearest(self, features: Sequence[Tensor], count: int) -> list[tuple[int, NDArray[np.float32]]]:
        """The patches most like one place, all scales weighing the same: index and distance per scale, nearest first.

        Args:
            features: Of the place, S tensors [C].
            count: At most so many.
        """
        distances = self.distances([scale[None] for scale in features])[:, 0]  # [S, P]
        order = np.argsort(np.square(distances).mean(axis=0), kind="stable")[:count]
        return [(int(index), distances[:, index]) for index in order]


CategoryPatches = Mapping[Modality, NormalPatches]


def patch_features(standardised: Sequence[Tensor]) -> tuple[Tensor, ...]:
    """Features of every patch of a picture: per scale [M, C, h, w] to S tensors [M, rows * columns, at most 32].

    Rows and columns are those of the middle scale.
    """
    height, width = standardised[len(standardised) // 2].shape[-2:]
    cells = []
    for scale in standardised:
        scale = scale.float()
        if scale.shape[-2] > height:
            scale = F.adaptive_avg_pool2d(scale, (height, width))
        elif scale.shape[-2] < height:
            scale = F.interpolate(scale, (height, width), mode="bilinear", align_corners=False)
        cells.append(scale.flatten(2).transpose(1, 2) @ _directions(scale.shape[1]).to(scale.device))
    return tuple(cells)


@cache
def _directions(channels: int) -> Tensor:
    """[C, at most 32] orthonormal and random, the same everywhere: numpy's frozen generator, and signs that are fixed.

    The mean square over 32 projections is on average that over all channels.
    """
    drawn = np.random.RandomState(0).standard_normal((channels, min(DIRECTIONS, channels)))
    rotation, triangle = np.linalg.qr(drawn)
    return torch.from_numpy((rotation * np.sign(np.diag(triangle))).astype(np.float32))


def quantised(features: Sequence[Tensor]) -> tuple[tuple[Tensor, ...], NDArray[np.float32]]:
    """Features as 8-bit numbers, and the step of each scale."""
    steps = [max(float(scale.abs().max()), 1e-6) / _LEVELS for scale in features]
    kept = tuple((scale / step).round().to(torch.int8) for scale, step in zip(features, steps, strict=True))
    return kept, np.asarray(steps, np.float32)


def encoded(pictures: Sequence[NDArray[np.uint8]]) -> Tensor:
    """[side, side, 3] RGB pictures as one encoded mosaic."""
    side, rows = PICTURE_SIDE, -(-len(pictures) // _COLUMNS)
    cells = np.zeros((rows * _COLUMNS, side, side, 3), np.uint8)
    cells[: len(pictures)] = pictures
    whole = cells.reshape(rows, _COLUMNS, side, side, 3).swapaxes(1, 2).reshape(rows * side, _COLUMNS * side, 3)
    written = cv2.imencode(".webp", whole[..., ::-1], [cv2.IMWRITE_WEBP_QUALITY, _QUALITY])[1]
    return torch.from_numpy(np.asarray(written, np.uint8).ravel())


def patch_picture(view: View, box: Box, slice_index: int, place: tuple[float, float], side: int) -> NDArray[np.uint8]:
    """What surrounds a place of a view, as the view is shown: [side, side, 3] RGB.

    Args:
        view: Native pixels.
        box: What the network saw of it.
        slice_index: Of a volume.
        place: Row and column of the centre, 0..1 of the box.
        side: px.
    """
    plane = view.pixels[slice_index] if view.is_volume else view.pixels
    seen = plane[box.y0 : box.y1, box.x0 : box.x1]
    spans = []
    for size, centre in zip(seen.shape[:2], place, strict=True):
        length = max(round(CROP_SHARE * size), 1)
        start = min(max(round(centre * size - length / 2), 0), size - length)
        spans.append(slice(start, start + length))
    part = seen[spans[0], spans[1]]
    if part.dtype != np.uint8:
        low, high = (0.0, 1.0) if part.ndim == 3 else view.display_range
        part = np.clip((np.nan_to_num(part, nan=low) - low) / max(high - low, 1e-9), 0.0, 1.0) * 255.0
        part = part.round().astype(np.uint8)
    shrinks = part.shape[0] > side
    part = cv2.resize(part, (side, side), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    return np.asarray(part[..., :3] if part.ndim == 3 else np.repeat(part[..., None], 3, axis=2), np.uint8)


def pack(known: Mapping[str, CategoryPatches]) -> tuple[dict[str, str], dict[str, Tensor]]:
    """Metadata strings and extra tensors for a checkpoint."""
    facts: dict[str, dict[str, object]] = {}
    tensors: dict[str, Tensor] = {}
    for category, by_modality in known.items():
        for modality, patches in by_modality.items():
            start = f"patches/{category}/{modality}"
            sources = sorted({place.source for place in patches.places})
            facts.setdefault(category, {})[modality] = {
                "steps": patches.steps.tolist(),
                "usual": patches.usual.tolist(),
                "far": patches.far.tolist(),
                "sources": sources,
            }
            rows = [[sources.index(p.source), p.slice_index, p.row * _FULL, p.column * _FULL] for p in patches.places]
            tensors[f"{start}/places"] = torch.tensor(rows).round().to(torch.int16)
            tensors |= {f"{start}/features_{scale}": kept for scale, kept in enumerate(patches.features)}
            tensors[f"{start}/mosaic"] = patches.mosaic
    return ({"patches": json.dumps(facts)} if facts else {}), tensors


def unpack(metadata: Mapping[str, str], tensors: Mapping[str, Tensor]) -> dict[str, CategoryPatches]:
    """Rebuild from `pack`; empty for a checkpoint without. Raises KeyError or ValueError when a part is missing."""
    known: dict[str, CategoryPatches] = {}
    for category, by_modality in json.loads(metadata.get("patches", "{}")).items():
        own = {}
        for modality, facts in by_modality.items():
            start = f"patches/{category}/{modality}"
            numbers = {name: np.asarray(facts[name], np.float32) for name in ("steps", "usual", "far")}
            places = tuple(
                PatchPlace(facts["sources"][source], slice_index, row / _FULL, column / _FULL)
                for source, slice_index, row, column in tensors[f"{start}/places"].tolist()
            )
            features = tuple(tensors[f"{start}/features_{scale}"] for scale in range(len(numbers["steps"])))
            if any(len(kept) != len(places) for kept in features):
                raise ValueError(f"the normal patches of {category} do not fit their places")
            own[modality] = NormalPatches(features, **numbers, places=places, mosaic=tensors[f"{start}/mosaic"])
        known[category] = own
    return known


def _rms(queries: Tensor, kept: Tensor) -> Tensor:
    """Root mean square difference over channels, [Q, C] and [P, C] to [Q, P]."""
    distances: Tensor = torch.cdist(queries, kept) / queries.shape[1] ** 0.5
    return distances
