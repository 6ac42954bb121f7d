"""Places of a category that somebody marked: a false alarm is normal there from now on, a missed spot is not.

A mark keeps, for every scale, which cells it covers and, for every sensor, the few directions in which the marked
part's whitened residual lies there. At those cells a residual's share along those directions is multiplied by the
mark's gain: 0 for a false alarm, above 1 for a missed spot. Every other deviation there, and everything elsewhere,
counts as before: a mark takes at most `DIRECTIONS` of a scale's channels, and of a deviation in no particular direction
as small a share.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

DIRECTIONS = 3  # of the 40 to 320 channels of a scale
ENERGY = 0.9  # of the marked residual, that the directions are to hold, if so few can
MOST_GAIN = 4.0
REACH = 0.1  # of a volume, up and down from the marked slice
SCALES = range(3)


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """One marked place of a category."""

    gain: float  # 0: a false alarm; above 1: a missed spot
    span: tuple[float, float]  # of positions along a volume; 0 to 1 for images
    cells: tuple[Tensor, ...]  # per scale [h, w] bool
    directions: tuple[Tensor, ...]  # per scale [M, K, C], orthonormal rows, zeros where there are fewer
    facts: Mapping[str, str]  # who, when, why, on which sample

    @property
    def sensitivity(self) -> float:
        """Share of a deviation in no particular direction that still counts there, in the scale it takes most of."""
        shares = [
            1.0 - float(own.square().sum(dim=(1, 2)).max()) / own.shape[-1]
            for own, cells in zip(self.directions, self.cells, strict=True)
            if bool(cells.any())
        ]
        return min(shares, default=1.0) ** 0.5 if self.gain < 1 else 1.0


def applied(white: Tensor, scale: int, marks: Sequence[Mark], position: float) -> Tensor:
    """A whitened residual [M, C, h, w] with the shares along marked directions multiplied by their gains."""
    for mark in marks:
        if mark.span[0] <= position <= mark.span[1] and bool(mark.cells[scale].any()):
            share = torch.einsum("mchw,mkc->mkhw", white, mark.directions[scale])
            along = torch.einsum("mkhw,mkc->mchw", share, mark.directions[scale])
            white = white + (mark.gain - 1.0) * along * mark.cells[scale].to(white)
    return white


def learn(
    white: Sequence[Tensor], mask: Tensor, position: float, is_volume: bool, gain: float, facts: Mapping[str, str]
) -> Mark:
    """The mark of a place.

    Args:
        white: Whitened residuals of the marked part, per scale [M, C, h, w].
        mask: [H, W] bool at the network's image size, somewhere true.
        position: Of the slice in its volume.
        is_volume: Whether there is a volume at all.
        gain: See `Mark`.
        facts: Kept with it.
    """
    cells, directions = [], []
    for residual in white:
        covered = F.adaptive_max_pool2d(mask[None, None].float(), residual.shape[-2:])[0, 0] > 0
        cells.append(covered)
        directions.append(torch.stack([_directions(own[:, covered].T) for own in residual]))
    span = (max(position - REACH, 0.0), min(position + REACH, 1.0)) if is_volume else (0.0, 1.0)
    return Mark(gain, span, tuple(cells), tuple(directions), dict(facts))


def _directions(rows: Tensor) -> Tensor:
    """[n, C] residuals to [DIRECTIONS, C]: where most of their energy lies."""
    _, sizes, vectors = torch.linalg.svd(rows.float(), full_matrices=False)
    energy = sizes.square().cumsum(0) / sizes.square().sum().clamp_min(1e-12)
    wanted = min(int((energy < ENERGY).sum()) + 1, DIRECTIONS, len(vectors))
    kept = torch.zeros(DIRECTIONS, rows.shape[1])
    kept[:wanted] = vectors[:wanted]
    return kept


def pack(marks: Mapping[str, Sequence[Mark]]) -> tuple[dict[str, str], dict[str, Tensor]]:
    """Metadata strings and extra tensors for a checkpoint."""
    facts = {
        name: [{"gain": mark.gain, "span": mark.span, "facts": dict(mark.facts)} for mark in own]
        for name, own in marks.items()
        if own
    }
    tensors = {}
    for name, own in marks.items():
        for number, mark in enumerate(own):
            for scale in SCALES:
                tensors[f"marks/{name}/{number}/cells_{scale}"] = mark.cells[scale].to(torch.uint8)
                tensors[f"marks/{name}/{number}/directions_{scale}"] = mark.directions[scale].float()
    return {"marks": json.dumps(facts)}, tensors


def unpack(metadata: Mapping[str, str], tensors: Mapping[str, Tensor], name: str) -> tuple[Mark, ...]:
    """The marks of a category. Raises KeyError or ValueError when a part is missing."""
    return tuple(
        Mark(
            float(facts["gain"]),
            (float(facts["span"][0]), float(facts["span"][1])),
            tuple(tensors[f"marks/{name}/{number}/cells_{scale}"] > 0 for scale in SCALES),
            tuple(tensors[f"marks/{name}/{number}/directions_{scale}"] for scale in SCALES),
            facts["facts"],
        )
        for number, facts in enumerate(json.loads(metadata.get("marks", "{}")).get(name, []))
    )
