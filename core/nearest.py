"""Nearest normal: cells of normal features kept a category, and how far a cell lies from the one most like it.

As a memory bank does (PatchCore, Roth et al., 2022), but small enough to travel with the model: features are projected
on the principal directions of the normals, cells are chosen so that none of the others lies far from them, and both are
rounded to 8 bits. Where a texture looks differently from part to part, the distance to the mean says little and the
nearest normal says more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

DIRECTIONS = (40, 64, 96)  # of each scale, fine to coarse, at most as many as channels
CELLS = (0, 1024, 512)  # kept a modality; at the fine scale the nearest normal is no better than the mean
MOST_SEEN = 10_000  # random cells of the normals that directions and kept cells are taken from
MOST_JUDGED = 48  # items whose distances to the others' cells tell what is usual
SEED = 0
_LEVELS = 127  # of an 8-bit number, each side of zero


@dataclass(frozen=True, slots=True, eq=False)
class NearestNormals:
    """Kept cells of one category at one scale: P cells a modality, K directions."""

    directions: Tensor  # [M, C, K]
    cells: Tensor  # [M, P, K] projected features
    usual: Tensor  # [L, M, 1, 1] root mean square distance of a normal part's cells to the other parts', at each level
    peak: Tensor  # [M, 1, 1] what the usual peak of a normal part exceeds the level by

    def distances(self, features: Tensor) -> Tensor:
        """Smoothed prior features [M, C, h, w] to the distance of every cell to its nearest normal, [M, h, w]."""
        projected = torch.einsum("mchw,mck->mhwk", features, self.directions)
        return torch.cdist(projected.flatten(1, 2), self.cells).amin(dim=2).view(projected.shape[:3])


def fit(
    features: Tensor, owners: Sequence[str], hats: Tensor, scale: int, peaks_of: Callable[[Tensor], Tensor]
) -> NearestNormals:
    """Keep cells of some normals; what is usual is measured on parts whose own cells are left out.

    Args:
        features: [N, M, C, h, w], smoothed.
        owners: The part or patient of every item.
        hats: [L, N] weight of every item at every level of a volume; an item's add up to 1.
        scale: Index, 0 the finest.
        peaks_of: See `core.scoring.peaks_beyond_level`.
    """
    count, modalities, _, height, width = features.shape
    generator = torch.Generator().manual_seed(SEED)
    chosen = torch.randperm(count * height * width, generator=generator)[:MOST_SEEN]
    numbers = {owner: number for number, owner in enumerate(dict.fromkeys(owners))}
    owner_of = torch.tensor([numbers[owner] for owner in owners])
    owner_of_chosen = owner_of[chosen // (height * width)]
    judged = torch.from_numpy(np.linspace(0, count - 1, min(count, MOST_JUDGED)).round().astype(np.int64))
    directions, cells, distances = [], [], []
    for modality in range(modalities):
        rows = features[:, modality].movedim(1, -1).flatten(0, 2)[chosen]
        basis = rounded(_principal(rows, DIRECTIONS[scale]))
        projected = rows @ basis
        spread_out = _spread_out(projected, CELLS[scale])
        projected = rounded(projected[spread_out])
        found = torch.cdist(features[judged, modality].flatten(2).transpose(1, 2) @ basis, projected)  # [n, h * w, P]
        is_own = owner_of[judged][:, None] == owner_of_chosen[spread_out]  # [n, P]
        found.masked_fill_(is_own[:, None], torch.inf)
        distances.append(found.amin(dim=2))
        directions.append(basis)
        cells.append(projected)
    unseen = torch.stack(distances, dim=1)  # [n, M, h * w]
    weights = hats[:, judged] / hats[:, judged].sum(dim=1, keepdim=True)
    usual = (weights @ unseen.square().mean(dim=2)).sqrt().clamp_min(1e-3)
    # One part alone leaves none to compare with: infinitely far is usual, and the distance never counts.
    peak = peaks_of(torch.nan_to_num(unseen / (hats[:, judged].T @ usual)[..., None], nan=1.0))
    return NearestNormals(torch.stack(directions), torch.stack(cells), usual[..., None, None], peak)


def _principal(rows: Tensor, most: int) -> Tensor:
    """[n, C] to the at most so many directions [C, K] in which they vary most."""
    centred = rows - rows.mean(dim=0)
    _, vectors = torch.linalg.eigh((centred.T @ centred / len(rows)).double())
    return vectors[:, -min(most, rows.shape[1]) :].float()  # type: ignore[no-any-return]  # untyped


def _spread_out(rows: Tensor, most: int) -> Tensor:
    """Indices of at most so many of [n, K], each the farthest from those before: rare normals are kept as well."""
    lengths = rows.square().sum(dim=1)
    chosen = [0]
    nearest = torch.full_like(lengths, torch.inf)
    while True:
        last = chosen[-1]
        nearest = torch.minimum(nearest, lengths + lengths[last] - 2.0 * rows @ rows[last])
        if len(chosen) == min(most, len(rows)):
            return torch.tensor(chosen)
        chosen.append(int(nearest.argmax()))


def quantised(values: Tensor) -> tuple[Tensor, Tensor]:
    """[..., n, K] as 8-bit numbers, and what 1 means in each of the last axis' columns, [..., 1, K] float32."""
    steps = (values.abs().amax(dim=-2, keepdim=True) / _LEVELS).clamp_min(1e-12)
    return (values / steps).round().to(torch.int8), steps


def rounded(values: Tensor) -> Tensor:
    """The values as a file gives them back."""
    numbers, steps = quantised(values)
    return numbers * steps
