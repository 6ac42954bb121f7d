"""A compact memory of normals inside a model file: standardised prior features of a few parts a category, no pictures.

Rehearsal while a further category is taught, and the comparison of old categories afterwards, work from it. Features
are coded as still pictures are: what the parts before predict is taken off, a cosine transform over the places packs
the rest, a uniform quantiser rounds it, and the entropy coder of LZMA stores it. At step 1 the rounding costs about a
quarter of a feature's spread. The memory of all categories together stays below `MOST_BYTES`.
"""

from __future__ import annotations

import json
import lzma
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor

from core.records import Modality

MOST_BYTES = 1_000_000  # of all categories together
MOST_PARTS = 6  # kept a category
STEPS = (1.0, 1.4, 2.0, 2.8, 4.0)  # of the quantiser, in spreads of a feature; the finest that fits is taken
_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 6, "lc": 0, "lp": 0, "pb": 0}]

Features = tuple[Tensor, ...]  # per scale [M, C, h, w], standardised


@dataclass(frozen=True, slots=True)
class CategoryMemory:
    """Coded features of some normals of one category."""

    modalities: tuple[Modality, ...]
    shapes: tuple[tuple[int, ...], ...]  # per scale (M, C, h, w)
    step: float
    positions: tuple[float, ...]  # of every part's slice in its volume, 0 first to 1 last; 0 for images
    coded: tuple[bytes, ...]  # one a part; each needs those before it

    @property
    def bytes(self) -> int:
        """Size in the model file."""
        return sum(map(len, self.coded))

    def parts(self) -> Iterator[tuple[Features, float]]:
        """Features and position of every kept part, in float32."""
        before: list[Features] = []
        for coded, position in zip(self.coded, self.positions, strict=True):
            symbols = np.frombuffer(lzma.decompress(coded, lzma.FORMAT_RAW, filters=_FILTERS), np.int8)
            features, start = [], 0
            for scale, shape in enumerate(self.shapes):
                count = math.prod(shape)
                values = torch.from_numpy(symbols[start : start + count].astype(np.float32)).view(shape)
                features.append(_predicted(before, scale, shape) + _cosines(self.step * values, inverse=True))
                start += count
            before.append(tuple(features))
            yield before[-1], position

    def first(self, count: int) -> CategoryMemory:
        """The first parts alone."""
        return replace(self, positions=self.positions[:count], coded=self.coded[:count])


def remember(
    modalities: tuple[Modality, ...], parts: Sequence[tuple[Features, float]], most_bytes: int
) -> CategoryMemory:
    """Code parts (features, position), as many and as finely as `most_bytes` allows; at least one."""
    shapes = tuple(tuple(scale.shape) for scale in parts[0][0])
    for step in STEPS:
        made = _coded(modalities, shapes, parts[:MOST_PARTS], step, most_bytes)
        if len(made.coded) >= min(2, len(parts)) and made.bytes <= most_bytes:
            return made
    return made.first(1)


def _coded(
    modalities: tuple[Modality, ...],
    shapes: tuple[tuple[int, ...], ...],
    parts: Sequence[tuple[Features, float]],
    step: float,
    most_bytes: int,
) -> CategoryMemory:
    """As many of the parts as fit at this step."""
    coded: list[bytes] = []
    before: list[Features] = []
    for features, _ in parts:
        symbols, restored = [], []
        for scale, values in enumerate(features):
            known = _predicted(before, scale, shapes[scale])
            levels = (_cosines(values.float() - known) / step).round().clamp(-127, 127)
            symbols.append(levels.to(torch.int8).numpy().ravel())
            restored.append(known + _cosines(step * levels, inverse=True))
        packed = lzma.compress(np.concatenate(symbols).tobytes(), lzma.FORMAT_RAW, filters=_FILTERS)
        if coded and sum(map(len, coded)) + len(packed) > most_bytes:
            break
        coded.append(packed)
        before.append(tuple(restored))
    return CategoryMemory(
        modalities, shapes, step, tuple(position for _, position in parts[: len(coded)]), tuple(coded)
    )


def shared_out(memories: Mapping[str, CategoryMemory], most_bytes: int = MOST_BYTES) -> dict[str, CategoryMemory]:
    """The memories cut to the bound: whoever has the most loses a part first; everybody keeps one."""
    kept = dict(memories)
    while sum(own.bytes for own in kept.values()) > most_bytes:
        largest = max(kept, key=lambda name: (len(kept[name].coded) > 1, kept[name].bytes))
        if len(kept[largest].coded) == 1:
            break
        kept[largest] = kept[largest].first(len(kept[largest].coded) - 1)
    return kept


def pack(memories: Mapping[str, CategoryMemory]) -> tuple[dict[str, str], dict[str, Tensor]]:
    """Metadata strings and extra tensors for a checkpoint."""
    facts = {
        name: {
            "modalities": own.modalities,
            "shapes": own.shapes,
            "step": own.step,
            "positions": own.positions,
            "lengths": [len(coded) for coded in own.coded],
        }
        for name, own in memories.items()
    }
    tensors = {
        f"memory/{name}/codes": torch.frombuffer(bytearray(b"".join(own.coded)), dtype=torch.uint8)
        for name, own in memories.items()
    }
    return ({"memory": json.dumps(facts)} if facts else {}), tensors


def unpack(metadata: Mapping[str, str], tensors: Mapping[str, Tensor]) -> dict[str, CategoryMemory]:
    """Rebuild from `pack`; empty for a checkpoint without. Raises KeyError or ValueError when a part is missing."""
    memories = {}
    for name, facts in json.loads(metadata.get("memory", "{}")).items():
        content = tensors[f"memory/{name}/codes"].numpy().tobytes()
        lengths = facts["lengths"]
        if sum(lengths) != len(content):
            raise ValueError(f"the memory of {name} is cut short")
        ends = np.cumsum([0, *lengths]).tolist()
        memories[name] = CategoryMemory(
            tuple(facts["modalities"]),
            tuple(tuple(shape) for shape in facts["shapes"]),
            facts["step"],
            tuple(facts["positions"]),
            tuple(content[first:last] for first, last in pairwise(ends)),
        )
    return memories


def _predicted(before: Sequence[Features], scale: int, shape: tuple[int, ...]) -> Tensor:
    """Mean of the parts before, nothing for the first."""
    return torch.stack([features[scale] for features in before]).mean(dim=0) if before else torch.zeros(shape)


def _cosines(values: Tensor, inverse: bool = False) -> Tensor:
    """Orthonormal cosine transform over the last two axes."""
    rows, columns = (_basis(side) for side in values.shape[-2:])
    return rows.T @ values @ columns if inverse else rows @ values @ columns.T


def _basis(side: int) -> Tensor:
    """[side, side], a cosine a row."""
    places = torch.arange(side, dtype=torch.float32)
    rows = torch.cos(math.pi / side * (places[None] + 0.5) * places[:, None]) * math.sqrt(2.0 / side)
    rows[0] /= math.sqrt(2.0)
    return rows
