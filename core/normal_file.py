"""What is normal for a category, as a model file keeps it: offsets and kept cells in 8 bits.

Readout and whitener (triangular) stay in 16 bits, for the directions of least spread need their precision.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import torch
from torch import Tensor

from core.nearest import NearestNormals, quantised
from core.scoring import NormalModel

SCALES = range(3)


def pack(normal: NormalModel) -> dict[str, Tensor]:
    """Tensors by name."""
    tensors: dict[str, Tensor] = {}
    for scale in SCALES:
        offsets = normal.offsets[scale].flatten(3)  # [L, M, C, h * w]: a step a channel
        numbers, steps = quantised(offsets.transpose(2, 3))
        tensors[f"offset_{scale}"] = numbers.transpose(2, 3).reshape(normal.offsets[scale].shape).contiguous()
        tensors[f"offset_{scale}_step"] = steps[:, :, 0, :, None, None].contiguous()
        tensors[f"readout_{scale}"] = normal.readouts[scale].half()
        tensors[f"whitener_{scale}"] = _lower_half(normal.whiteners[scale]).half()
        tensors[f"spread_{scale}"] = normal.spreads[scale]
        if normal.peaks:
            tensors[f"peak_{scale}"] = normal.peaks[scale]
        nearest = normal.nearest[scale] if normal.nearest else None
        if nearest is not None:
            tensors[f"direction_{scale}"], tensors[f"direction_{scale}_step"] = quantised(nearest.directions)
            tensors[f"cell_{scale}"], tensors[f"cell_{scale}_step"] = quantised(nearest.cells)
            tensors[f"usual_{scale}"] = nearest.usual
            tensors[f"nearest_peak_{scale}"] = nearest.peak
    return tensors


def unpack(tensors: Mapping[str, Tensor]) -> NormalModel:
    """Rebuild from `pack`, or from older files without kept cells or with other numbers of bits. Raises KeyError."""

    def values(name: str) -> tuple[Tensor, ...]:
        return tuple(_floats(tensors, f"{name}_{scale}") for scale in SCALES)

    nearest = tuple(
        NearestNormals(
            _floats(tensors, f"direction_{scale}"),
            _floats(tensors, f"cell_{scale}"),
            tensors[f"usual_{scale}"],
            tensors[f"nearest_peak_{scale}"],
        )
        if f"cell_{scale}" in tensors
        else None
        for scale in SCALES
    )
    return NormalModel(
        values("offset"),
        values("readout"),
        tuple(_square(tensors[f"whitener_{scale}"].float()) for scale in SCALES),
        tuple(tensors[f"spread_{scale}"] for scale in SCALES),
        peaks=tuple(tensors[f"peak_{scale}"] for scale in SCALES) if "peak_0" in tensors else (),
        nearest=nearest,
    )


def as_stored(normal: NormalModel) -> NormalModel:
    """As a file gives it back; the marks have a place of their own there."""
    return replace(unpack(pack(normal)), marks=normal.marks)


def _floats(tensors: Mapping[str, Tensor], name: str) -> Tensor:
    step = tensors.get(f"{name}_step")
    return tensors[name].float() if step is None else tensors[name] * step


def _lower_half(matrices: Tensor) -> Tensor:
    """[M, C, C] lower triangular to [M, C (C + 1) / 2]."""
    rows, columns = torch.tril_indices(*matrices.shape[1:])
    return matrices[:, rows, columns]


def _square(packed: Tensor) -> Tensor:
    """[M, C (C + 1) / 2] to [M, C, C] lower triangular."""
    side = math.isqrt(2 * packed.shape[1])
    rows, columns = torch.tril_indices(side, side)
    matrices = packed.new_zeros(len(packed), side, side)
    matrices[:, rows, columns] = packed
    return matrices
