"""A model file: safetensors with the configuration inside, so that the file alone rebuilds the network.

Only trained tensors are stored. The frozen backbone is named and its weights' hash is checked on load, because a model
on top of other prior features would answer with confident nonsense. A backbone that nothing on this machine could give
back (that of an imported release) travels inside the file.
"""

from __future__ import annotations

import contextlib
import copy
import json
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from core.config import ModelConfig
from core.errors import CheckpointError, ConfigError, StorageError, unopened_model
from core.model.backbone import CARRIED, PriorBackbone, backbone_fingerprint, weights_fingerprint
from core.model.unimmad import UniMMAD

log = logging.getLogger(__name__)

FORMAT = "unimmad-inspector"
VERSION = "1"
_OWN = "unimmad."  # metadata keys of this module; the caller's keys have other names
_MODEL, _EXTRA = "model.", "extra."
_HALF_LIMIT = torch.finfo(torch.float16).max


class Checkpoint(NamedTuple):
    """What a model file holds; the model is in eval mode on the CPU, in float32."""

    config: ModelConfig
    model: UniMMAD
    metadata: dict[str, str]
    extra: dict[str, Tensor]


def save(
    path: Path,
    model: UniMMAD,
    metadata: Mapping[str, str],
    extra: Mapping[str, Tensor],
    half: bool = True,
    weights_file: Path | None = None,
    carried: PriorBackbone | None = None,
) -> None:
    """Write a model file whole or not at all.

    Args:
        path: Where to; an older file is replaced in one step.
        model: Its trained tensors are stored, and its configuration.
        metadata: Text that travels along, e.g. categories and training facts as JSON; keys not starting "unimmad.".
        extra: Tensors that travel along as they are, e.g. calibration or optimiser state.
        half: Store kernels as float16; vectors, statistics and what float16 cannot hold stay float32.
        weights_file: Where the frozen backbone's weights came from, as given to `load_backbone`.
        carried: A backbone that travels along, because no package or cache has its weights.

    Raises:
        StorageError: No room or no permission.
        CheckpointError: The model holds NaN or infinite values.
        ValueError: A metadata key is reserved.
    """
    if reserved := [key for key in metadata if key.startswith(_OWN)]:
        raise ValueError(f"metadata keys {reserved} are reserved")
    tensors: dict[str, Tensor] = {}
    for name, tensor in model.state_dict().items():
        _check_finite(name, tensor, path)
        tensors[_MODEL + name] = _compact(tensor) if half else tensor.detach().cpu().contiguous()
    tensors |= {_EXTRA + name: tensor.detach().cpu().contiguous() for name, tensor in extra.items()}
    if carried is not None:
        tensors |= {
            CARRIED + key: value.detach().cpu().contiguous() for key, value in carried.network.state_dict().items()
        }
    own = {
        "format": FORMAT,
        "version": VERSION,
        "config": json.dumps(model.config.to_dict()),
        "backbone": model.config.backbone,
        "backbone_sha256": carried.fingerprint if carried else backbone_fingerprint(model.config, weights_file),
    }
    written = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        written.touch()
        usual = written.stat().st_mode  # safetensors would leave a file that only its owner can read
        save_file(tensors, written, dict(metadata) | {_OWN + key: value for key, value in own.items()})
        written.chmod(usual)
        os.replace(written, path)
    except (OSError, SafetensorError) as exc:
        with contextlib.suppress(OSError):
            written.unlink()
        raise StorageError(
            f"{path.name} could not be written: {getattr(exc, 'strerror', None) or exc}.",
            hint="Is there room, and may you write there?",
            path=path,
        ) from exc
    log.info("wrote %s", path.name)


def load(path: Path, weights_file: Path | None = None) -> Checkpoint:
    """Rebuild the model of a file.

    Args:
        path: A file that `save` wrote.
        weights_file: Weights of the frozen backbone, as for `load_backbone`; they must be those of training.

    Raises:
        CheckpointError: Missing, not safetensors, cut short, another version, wrong tensors, NaN, other backbone.
        ConfigError: The backbone's weights are not on this machine.
    """
    text, tensors = _read(path)
    config = _config(path, text)
    extra = {name.removeprefix(_EXTRA): tensor for name, tensor in tensors.items() if name.startswith(_EXTRA)}
    carried = {name.removeprefix(CARRIED): tensor for name, tensor in tensors.items() if name.startswith(CARRIED)}
    given = {n.removeprefix(_MODEL): tensor for n, tensor in tensors.items() if not n.startswith((_EXTRA, CARRIED))}
    model = build_filled(config, {name: _aligned(tensor) for name, tensor in given.items()}, path)
    present = weights_fingerprint(carried) if carried else backbone_fingerprint(config, weights_file)
    if text.get(f"{_OWN}backbone_sha256") != present:
        raise CheckpointError(
            f"{path.name} was trained on other weights of {config.backbone} than are installed here.",
            hint="Use the backbone weights it was trained with.",
            path=path,
        )
    return Checkpoint(config, model, {k: v for k, v in text.items() if not k.startswith(_OWN)}, extra)


def carries_backbone(path: Path) -> bool:
    """Whether a file that `load` accepts holds the backbone's weights too; then it is a `weights_file` of its own."""
    with safe_open(path, framework="pt") as file:
        return any(name.startswith(CARRIED) for name in file.keys())  # noqa: SIM118 - not a mapping


def build_filled(config: ModelConfig, weights: Mapping[str, Tensor], path: Path) -> UniMMAD:
    """A model in eval mode with these float32 weights, checked one by one. Raises CheckpointError naming the first."""
    try:
        with torch.device("meta"):  # shapes only: nothing is allocated before the file has proved to fit
            model = UniMMAD(config)
    except (ConfigError, RuntimeError, ValueError, TypeError, ZeroDivisionError) as exc:
        raise CheckpointError(f"{path.name} describes a network that cannot be built.", path=path) from exc
    needed = model.state_dict()
    if missing := sorted(set(needed) - set(weights)):
        raise CheckpointError(f"{path.name} lacks the tensor {missing[0]!r} ({len(missing)} in all).", path=path)
    if foreign := sorted(set(weights) - set(needed)):
        raise CheckpointError(f"{path.name} has the unknown tensor {foreign[0]!r} ({len(foreign)} in all).", path=path)
    filled: dict[str, Tensor] = {}
    for name, own in needed.items():
        tensor = weights[name]
        if tensor.shape != own.shape or tensor.is_floating_point() != own.is_floating_point():
            raise CheckpointError(
                f"{path.name} has {tuple(tensor.shape)} for {name!r}; its configuration needs {tuple(own.shape)}.",
                path=path,
            )
        _check_finite(name, tensor, path)
        filled[name] = tensor.to(own.dtype)
    model.load_state_dict(filled, assign=True)
    return model.eval()


def _read(path: Path) -> tuple[dict[str, str], dict[str, Tensor]]:
    """Metadata and tensors of a file of this format and version."""
    try:
        with safe_open(path, framework="pt") as file:
            text: dict[str, str] = file.metadata() or {}
            if text.get(f"{_OWN}format") != FORMAT:
                raise CheckpointError(
                    f"{path.name} is not a model file of this program.",
                    hint="Released UniMMAD weights are brought in with import-official.",
                    path=path,
                )
            if text.get(f"{_OWN}version") != VERSION:
                raise CheckpointError(
                    f"{path.name} has format version {text.get(f'{_OWN}version')}; this program reads {VERSION}.",
                    hint="Update the program, or train the model again.",
                    path=path,
                )
            return text, {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a mapping
    except (FileNotFoundError, PermissionError) as exc:
        raise unopened_model(path) from exc
    except (OSError, SafetensorError) as exc:
        raise CheckpointError(
            f"{path.name} is not a complete safetensors file.", hint="Copy or download it again.", path=path
        ) from exc


def _config(path: Path, text: Mapping[str, str]) -> ModelConfig:
    try:
        return ModelConfig.from_dict(json.loads(text[f"{_OWN}config"]))
    except (KeyError, ValueError, TypeError, AttributeError, ConfigError) as exc:
        raise CheckpointError(f"{path.name} has no valid model configuration.", path=path) from exc


def _aligned(tensor: Tensor) -> Tensor:
    """A mapped tensor lies wherever its file puts it, and matrix products sum in another order at odd addresses."""
    return tensor.clone() if tensor.data_ptr() % 64 else tensor


def as_stored(model: UniMMAD) -> UniMMAD:
    """The network as a file gives it back: a copy whose kernels have gone through float16."""
    stored = copy.deepcopy(model).cpu()
    stored.load_state_dict({name: _compact(tensor).to(tensor.dtype) for name, tensor in model.state_dict().items()})
    return stored.eval()


def _compact(tensor: Tensor) -> Tensor:
    """float16 where that loses nothing that matters: kernels; never vectors, statistics, counters or large values."""
    tensor = tensor.detach().cpu().contiguous()
    fits = tensor.ndim >= 2 and tensor.dtype == torch.float32 and float(tensor.abs().max()) < _HALF_LIMIT
    return tensor.half() if fits else tensor


def _check_finite(name: str, tensor: Tensor, path: Path) -> None:
    if tensor.is_floating_point() and not bool(tensor.isfinite().all()):
        raise CheckpointError(f"{path.name}: the tensor {name!r} holds NaN or infinite values.", path=path)
