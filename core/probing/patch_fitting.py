"""Choosing the normal patches that travel with a model, and cutting their pictures."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.config import ModelConfig
from core.data.dataset import FeatureItem
from core.data.load import load
from core.data.transforms import PreparedSample
from core.errors import SampleReadError
from core.model.unimmad import UniMMAD
from core.probing.patches import (
    PICTURE_SIDE,
    CategoryPatches,
    NormalPatches,
    PatchPlace,
    encoded,
    patch_features,
    patch_picture,
    quantised,
)
from core.progress import CancelToken, ignore_progress

log = logging.getLogger(__name__)

PATCHES = 64  # kept a category and modality
SOURCES = 40  # images or slices that they are chosen from, and as many that the usual distance is measured on
ROUNDS = 8  # of k-means
FAR_LEVEL = 0.95

_NO_PICTURES = torch.zeros(0, dtype=torch.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class _Choice:
    """The patches of one modality before they have pictures."""

    features: list[Tensor]  # S tensors [P, C]
    usual: NDArray[np.float32]
    far: NDArray[np.float32]
    items: list[FeatureItem]  # the image or slice of every patch
    places: tuple[PatchPlace, ...]


@torch.inference_mode()
def fit(
    model: UniMMAD,
    known: Sequence[FeatureItem],
    unseen: Sequence[FeatureItem],
    token: CancelToken,
    *,
    keeps_pictures: bool = True,
) -> CategoryPatches:
    """The normal patches of one category.

    Args:
        model: Standardises the prior features.
        known: Unaugmented normals that patches are chosen from.
        unseen: Other normals, for the usual distance; empty: either half of the known ones measures the other.
        token: Raises `Cancelled` between files.
        keeps_pictures: Whether small pictures travel along; without, a patch is shown by its source.
    """
    modalities = known[0].modalities
    chosen = _evenly(known)
    features = _features(model, chosen)
    held_out = _features(model, _evenly(unseen)) if unseen else None
    choices = []
    for slot in range(len(modalities)):
        token.raise_if_cancelled()
        own = [scale[:, slot] for scale in features]  # S tensors [N, places, C]
        other = [scale[:, slot] for scale in held_out] if held_out is not None else None
        choices.append(_choose(chosen, own, other))
    mosaics = _mosaics(model.config, choices, token) if keeps_pictures else [_NO_PICTURES] * len(choices)
    made = {}
    for modality, choice, mosaic in zip(modalities, choices, mosaics, strict=True):
        kept, steps = quantised(choice.features)
        made[modality] = NormalPatches(kept, steps, choice.usual, choice.far, choice.places, mosaic)
    return made


def _choose(items: Sequence[FeatureItem], own: list[Tensor], other: list[Tensor] | None) -> _Choice:
    """Patches of one modality, and how far normal places usually lie from them."""
    rows = [scale.flatten(0, 1) for scale in own]
    picked = _representatives(rows)
    cells = own[0].shape[1]
    usual, far = (
        _reach([scale[picked] for scale in rows], [scale.flatten(0, 1) for scale in other])
        if other is not None
        else _crosswise(own, [item.sample.sample_id for item in items])
    )
    grid = items[0].features[len(own) // 2].shape[-2:]
    sources = [items[index // cells] for index in picked.tolist()]
    places = []
    for item, index in zip(sources, picked.tolist(), strict=True):
        row, column = divmod(index % cells, grid[1])
        places.append(
            PatchPlace(item.sample.sample_id, item.slice_index, (row + 0.5) / grid[0], (column + 0.5) / grid[1])
        )
    return _Choice([scale[picked] for scale in rows], usual, far, sources, tuple(places))


def _representatives(rows: Sequence[Tensor]) -> Tensor:
    """Indices of patches that stand for all: seeds far from each other, k-means, and of every cluster its most central.

    Args:
        rows: S tensors [n, C]; every scale weighs the same.
    """
    points = torch.cat([scale / scale.std().clamp_min(1e-6) / scale.shape[1] ** 0.5 for scale in rows], dim=1)
    wanted = min(PATCHES, len(points))
    seeds = [int((points - points.mean(dim=0)).square().sum(dim=1).argmin())]
    nearest = torch.cdist(points, points[seeds])[:, 0]
    while len(seeds) < wanted:
        seeds.append(int(nearest.argmax()))
        nearest = torch.minimum(nearest, torch.cdist(points, points[seeds[-1:]])[:, 0])
    centres = points[seeds]
    for _ in range(ROUNDS):
        owner = torch.cdist(points, centres).argmin(dim=1)
        sums = torch.zeros_like(centres).index_add_(0, owner, points)
        counts = torch.bincount(owner, minlength=wanted)[:, None]
        centres = torch.where(counts > 0, sums / counts.clamp_min(1), centres)
    central: Tensor = torch.unique(torch.cdist(centres, points).argmin(dim=1))
    return central


def _reach(kept: Sequence[Tensor], places: Sequence[Tensor]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Median and 95 % point, per scale, of the distance of normal places [Q, C] to their nearest patch [P, C]."""
    raw = [torch.cdist(query, patch) / query.shape[1] ** 0.5 for query, patch in zip(places, kept, strict=True)]
    units = [distances.min(dim=1).values.median().clamp_min(1e-3) for distances in raw]
    joint = torch.stack([(distances / unit).square() for distances, unit in zip(raw, units, strict=True)]).sum(dim=0)
    at = joint.argmin(dim=1, keepdim=True)
    found = [distances.gather(1, at).flatten() for distances in raw]
    usual, far = (
        [float(distances.quantile(level).clamp_min(1e-3)) for distances in found] for level in (0.5, FAR_LEVEL)
    )
    return np.asarray(usual, np.float32), np.asarray(far, np.float32)


def _crosswise(own: Sequence[Tensor], owners: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The same from known normals alone: patches of either half of the parts against the places of the other."""
    names = sorted(set(owners))
    first = torch.tensor([names.index(owner) % 2 == 0 for owner in owners])
    if len(names) < 2:
        rows = [scale.flatten(0, 1) for scale in own]
        return _reach([scale[_representatives(rows)] for scale in rows], rows)
    found = []
    for half in (first, ~first):
        rows = [scale[half].flatten(0, 1) for scale in own]
        picked = _representatives(rows)
        found.append(_reach([scale[picked] for scale in rows], [scale[~half].flatten(0, 1) for scale in own]))
    usual, far = (np.stack(part).mean(axis=0) for part in zip(*found, strict=True))
    return usual.astype(np.float32), far.astype(np.float32)


def _mosaics(config: ModelConfig, choices: Sequence[_Choice], token: CancelToken) -> list[Tensor]:
    """Pictures of all patches, one mosaic a modality; every file is read once. None at all where one is gone."""
    wanted: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for slot, choice in enumerate(choices):
        for number, item in enumerate(choice.items):
            wanted[item.sample.sample_id].append((slot, number))
    pictures: dict[tuple[int, int], NDArray[np.uint8]] = {}
    for keys in wanted.values():
        token.raise_if_cancelled()
        slot, number = keys[0]
        try:
            prepared = PreparedSample(load(choices[slot].items[number].sample, ignore_progress, token), config)
        except SampleReadError as error:
            log.warning("no pictures of normal patches: %s", error.message)
            return [_NO_PICTURES] * len(choices)
        boxes = prepared.boxes()
        for slot, number in keys:
            place = choices[slot].places[number]
            view = prepared.loaded.views[slot]
            centre = (place.row, place.column)
            pictures[slot, number] = patch_picture(view, boxes[slot], place.slice_index, centre, PICTURE_SIDE)
    return [encoded([pictures[slot, n] for n in range(len(c.places))]) for slot, c in enumerate(choices)]


def _evenly(items: Sequence[FeatureItem]) -> list[FeatureItem]:
    return [items[index] for index in np.linspace(0, len(items) - 1, min(SOURCES, len(items))).round().astype(int)]


def _features(model: UniMMAD, items: Sequence[FeatureItem]) -> list[Tensor]:
    """S tensors [N, M, places, C]."""
    device = next(model.parameters()).device
    rows = []
    for item in items:
        standardised = model.standardise([scale.float().to(device) for scale in item.features])
        rows.append([scale.cpu() for scale in patch_features(standardised)])
    return [torch.stack(scales) for scales in zip(*rows, strict=True)]
