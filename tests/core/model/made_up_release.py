"""A made-up UniMMAD release: weights and images from seeds, by the recipe behind the expected numbers."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

EXTRACT = Path(__file__).with_name("parity_extract.npz")
SHARED = Path(__file__).parents[4] / "shared" / "parity"
PREFIX = "unimmad/"
COUNTS = (1, 2, 4)
STEPS = {"distance": 4, "map_raw": 4, "map": 4}  # the extract keeps every so manieth value along each side


@dataclass(frozen=True)
class Expected:
    shapes: dict[str, dict[str, tuple[list[int], str]]]  # file -> tensor -> shape and type
    arrays: dict[str, np.ndarray]


def read_extract() -> Expected:
    with np.load(EXTRACT) as stored:
        arrays = {name: stored[name] for name in stored.files}
    return Expected(json.loads(arrays.pop("manifest").tobytes()), arrays)


def read_shared() -> Expected:
    with np.load(SHARED / "expected.npz") as stored:
        arrays = {name: stored[name] for name in stored.files}
    return Expected(json.loads((SHARED / "manifest.json").read_text()), arrays)


def thinned(name: str, values: np.ndarray) -> np.ndarray:
    """What the extract keeps of an array."""
    step = STEPS.get(name.rsplit("_s", 1)[0], 1)
    return values[..., ::step, ::step] if step > 1 else values


def generator(text: str, prefix: str = PREFIX) -> np.random.Generator:
    return np.random.default_rng(int.from_bytes(hashlib.sha256((prefix + text).encode()).digest()[:8], "little"))


def write_release(folder: Path, expected: Expected, prefix: str = PREFIX) -> None:
    """The four files of a made-up release; a gigabyte."""
    for file, tensors in expected.shapes.items():
        made = {
            name: tensor(file, name, shape, kind, expected.arrays, prefix) for name, (shape, kind) in tensors.items()
        }
        save_file(made, folder / file)


def tensor(
    file: str, name: str, shape: list[int], kind: str, overrides: dict[str, np.ndarray], prefix: str = PREFIX
) -> torch.Tensor:
    if "int" in kind:
        return torch.zeros(shape, dtype=torch.int64)
    if "layer4" in name:  # nothing reads these; drawing them would take as long as all the rest
        return torch.zeros(shape)
    if (key := f"override/{file}:{name}") in overrides:
        return torch.from_numpy(overrides[key])
    values = generator(f"{file}:{name}", prefix).standard_normal(shape, dtype=np.float32)
    last = name.rpartition(".")[2]
    if name.endswith("gate.gate.weight"):
        values = values * (160 * math.sqrt(2 / shape[1]))
    elif last == "experts":
        values = 2 * values
    elif last == "running_var":
        values = 1 + 0.1 * np.abs(values)
    elif last == "weight" and len(shape) == 1:
        values = 1 + 0.1 * values
    elif last == "weight":
        values = values * math.sqrt(2 / math.prod(shape[1:]))
    else:
        values = (0.1 if last in ("running_mean", "bias") else 0.05) * values
    return torch.from_numpy(values)


def images(prefix: str = PREFIX) -> torch.Tensor:
    """Normalised images of three samples of 1, 2 and 4 modalities: [7, 3, 256, 256]."""
    draw = generator("inputs", prefix)
    rows = []
    for count in COUNTS:
        base = torch.from_numpy(draw.standard_normal((count, 3, 16, 16), dtype=np.float32))
        noise = torch.from_numpy(draw.standard_normal((count, 3, 256, 256), dtype=np.float32))
        rows.append(F.interpolate(base, size=(256, 256), mode="bilinear", align_corners=False) + 0.1 * noise)
    return torch.cat(rows)


def write_extract() -> None:
    """Make `parity_extract.npz` anew from the shared numbers."""
    whole = read_shared()
    manifest = np.frombuffer(json.dumps(whole.shapes, separators=(",", ":")).encode(), dtype=np.uint8)
    arrays = {name: thinned(name, values) for name, values in whole.arrays.items()}
    np.savez_compressed(EXTRACT, manifest=manifest, **arrays)
