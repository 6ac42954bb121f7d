"""The parity certificate: golden samples kept in a model file are scored again on this machine before it is used.

Golden are the first part that the memory keeps of every category, and a picture of noise that also passes the frozen
backbone. Kept with them are the maps that the making machine computed. Another processor, driver or version of this
program may round differently: up to `TOLERANCE` a model is proven. Where a device computes in lower precision, gates
whose leaders are almost even may fall otherwise; up to `REFUSED` that is a warning, beyond it is another model under
the same name.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core import normal_file, scoring
from core.calibration import FittedCategory
from core.memory import CategoryMemory
from core.model.checkpoint import as_stored
from core.model.unimmad import UniMMAD
from core.teaching.records import Certificate

log = logging.getLogger(__name__)

TOLERANCE = 5e-3  # of the largest value of a golden map; float32 on another processor reaches some 1e-5
REFUSED = 0.1
SIDE = 32  # of the maps that are kept
PICTURE = "picture"  # the golden sample that starts from pixels
_SENSORS = 2  # of that picture


@dataclass(frozen=True, slots=True, eq=False)
class Golden:
    """Expected maps [SIDE, SIDE] by category, and of the picture."""

    maps: Mapping[str, Tensor]


@torch.inference_mode()
def make(
    model: UniMMAD, backbone: nn.Module, fitted: Mapping[str, FittedCategory], memories: Mapping[str, CategoryMemory]
) -> Golden:
    """Score the golden samples with a network that was not folded, rounded as the file will round it."""
    rounded = {name: replace(own, normal=normal_file.as_stored(own.normal)) for name, own in fitted.items()}
    return Golden(_maps(as_stored(model), backbone, rounded, memories))


@torch.inference_mode()
def check(
    golden: Golden,
    model: UniMMAD,
    backbone: nn.Module,
    fitted: Mapping[str, FittedCategory],
    memories: Mapping[str, CategoryMemory],
) -> Certificate:
    """Score them again with the network as it is used, on the device that it is on."""
    begun = time.perf_counter()
    found = _maps(model, backbone, fitted, memories)
    deviations = {}
    for name, expected in golden.maps.items():
        size = float(expected.abs().max())
        got = found.get(name)
        bad = got is None or not bool(got.isfinite().all())
        deviations[name] = float("inf") if bad or got is None else float((got - expected).abs().max()) / max(size, 1e-9)
    device = str(next(model.parameters()).device)
    made = Certificate(device, deviations, TOLERANCE, time.perf_counter() - begun, REFUSED)
    log.info("%s", made.sentence)
    return made


def _maps(
    model: UniMMAD,
    backbone: nn.Module,
    fitted: Mapping[str, FittedCategory],
    memories: Mapping[str, CategoryMemory],
) -> dict[str, Tensor]:
    device = next(model.parameters()).device
    size = model.config.image_size
    standard = model.standardise(backbone(_noise(size).to(device)))
    prior, restored = restore(model, standard)
    maps = {PICTURE: _small(scoring.distances(prior, restored), size)}
    for name, memory in memories.items():
        if name not in fitted:
            continue
        features, position = next(memory.parts())
        prior, restored = restore(model, tuple(scale.to(device) for scale in features))
        maps[name] = _small(scoring.deviations(prior, restored, fitted[name].normal, position), size)
    return maps


def _noise(size: tuple[int, int]) -> Tensor:
    """[_SENSORS, 3, H, W] of soft noise, from whole numbers alone: a library's generator may change."""
    count = _SENSORS * 3 * SIDE * SIDE
    hashed = torch.arange(1, count + 1, dtype=torch.int64) * 2654435761 % 4294967296
    coarse = (hashed.double() / 2147483648 - 1.0).float().view(_SENSORS, 3, SIDE, SIDE)
    return F.interpolate(coarse, size, mode="bilinear", align_corners=False)


def restore(model: UniMMAD, features: tuple[Tensor, ...]) -> tuple[list[Tensor], list[Tensor]]:
    """Standardised features [M, C, h, w] of one sample and what the network makes of them, on the CPU."""
    counts = [len(features[0])]
    general = model.general_features(features, counts)
    restored, _ = model.decompress(general, [F.normalize(scale, dim=1) for scale in features], counts)
    return [scale.float().cpu() for scale in features], [scale.float().cpu() for scale in restored]


def _small(values: list[Tensor], size: tuple[int, int]) -> Tensor:
    fused = scoring.fuse(scoring.squared_maps(values, size))[1]
    return F.adaptive_avg_pool2d(fused[None], SIDE)[0].clone()


def pack(golden: Golden | None) -> dict[str, Tensor]:
    """Extra tensors for a checkpoint."""
    return {f"golden/{name}": expected for name, expected in golden.maps.items()} if golden else {}


def unpack(tensors: Mapping[str, Tensor]) -> Golden | None:
    """Rebuild from `pack`; None for a checkpoint without."""
    maps = {name.removeprefix("golden/"): kept for name, kept in tensors.items() if name.startswith("golden/")}
    return Golden(maps) if maps else None
