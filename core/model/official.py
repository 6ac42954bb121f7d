"""The released UniMMAD weights: their four files and tensor names, brought to this network's names.

The release is a folder of safetensors files. Its tensors that the published computation never reads (the backbones'
last stage, two heads) are known by name and left out; any other stranger is an error, so that nothing is lost quietly.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import torch
from torch import Tensor

from core.config import ModelConfig, paper_config
from core.errors import CheckpointError, StorageError
from core.export import check_writable
from core.model import checkpoint
from core.model.backbone import PriorBackbone, load_backbone
from core.model.checkpoint import build_filled
from core.model.release import (
    BACKBONE_FILE,
    EMBEDDING_FILE,
    ENCODER_FILE,
    EXPERTS_FILE,
    FILES,
    UNUSED,
    ReleaseError,
    read_release,
)
from core.model.unimmad import UniMMAD
from core.progress import CancelToken, Progress, ReportProgress, ignore_progress

__all__ = ["BACKBONE_FILE", "FILES", "ReleaseError", "import_release", "load_official", "our_names"]

_Rules = tuple[tuple[str, str], ...]

_BLOCK_PARTS: _Rules = ((r"\.bn(\d)\.", r".norm\1."), (r"\.(downsample|upsample)\.", ".shortcut."))

# Applied in this order, each at most once a name; a name that no rule changes is a stranger.
_RULES: dict[str, _Rules] = {
    ENCODER_FILE: (
        (r"^0\.model\.", "student."),
        (r"^1\.conv_x(\d)\.0\.(.*)$", r"compression.inlets.[\1-1].\2"),
        (r"^1\.bn(\d)\.b(\d)\.dw\.", r"compression.inner.<\1>.views.[\2-1].0."),
        (r"^1\.bn(\d)\.b(\d)\.pw\.", r"compression.inner.<\1>.views.[\2-1].1."),
        (r"^1\.bn(\d)\.b(\d)\.na\.0\.", r"compression.inner.<\1>.views.[\2-1].2."),
        (r"^1\.bn(\d)\.post\.0\.", r"compression.inner.<\1>.merge.conv."),
        (r"^1\.bn(\d)\.post\.1\.0\.", r"compression.inner.<\1>.merge.norm."),
        (r"^1\.out_bn3\.proj\.0\.", "compression.project.conv."),
        (r"^1\.out_bn3\.proj\.1\.0\.", "compression.project.norm."),
        (r"^1\.out_bn3\.head\.0\.", "compression.narrow.conv."),
        (r"^1\.out_bn3\.head\.1\.0\.", "compression.narrow.norm."),
        (r"^1\.decoder\.layer(\d)\.", r"decoder.stages.[\1-1]."),
        (r"^1\.final\.(\d)\.", r"decoder.outlets.\1."),
    ),
    EMBEDDING_FILE: (
        (r"^input_embedding$", "embedding.slot_embedding"),
        (r"^(stem|shortcut)\.", r"embedding.\1."),
    ),
    EXPERTS_FILE: (
        (r"^(\d)\.conv_share\.0\.", r"experts.\1.key.conv."),
        (r"^(\d)\.conv_share\.1\.0\.", r"experts.\1.key.norm."),
        (r"^(\d)\.conv_prior\.0\.", r"experts.\1.query.conv."),
        (r"^(\d)\.conv_prior\.1\.0\.", r"experts.\1.query.norm."),
        (r"^(\d)\.conv_cond\.0\.0\.", r"experts.\1.condition.cross."),
        (r"^(\d)\.conv_cond\.0\.1\.", r"experts.\1.condition.norm1."),
        (r"^(\d)\.conv_cond\.1\.0\.", r"experts.\1.condition.norm2."),
        (r"^(\d)\.conv_cond\.2\.", r"experts.\1.condition.project."),
        (r"^(\d)\.conv_cond\.3\.0\.", r"experts.\1.condition.norm3."),
        (r"^(\d)\.MoEs\.(\d)\.soft_expert$", r"experts.\1.branches.\2.fixed"),
        (r"^(\d)\.MoEs\.(\d)\.experts$", r"experts.\1.branches.\2.leader_tables"),
        (r"^(\d)\.MoEs\.(\d)\.gate\.gate\.", r"experts.\1.branches.\2.gate.linear."),
        (r"^(\d)\.MoEs\.(\d)\.(pre|post)\.0\.", r"experts.\1.branches.\2.\3.conv."),
        (r"^(\d)\.MoEs\.(\d)\.(pre|post)\.1\.0\.", r"experts.\1.branches.\2.\3.norm."),
        (r"^(\d)\.expert_bases\.(\d)$", r"experts.\1.branches.\2.bases"),
        (r"^(\d)\.conv_out_first\.0\.", r"experts.\1.outlet.0."),
        (r"^(\d)\.conv_out_first\.1\.0\.", r"experts.\1.outlet.1."),
    ),
}


def load_official(
    folder: Path, report: ReportProgress = ignore_progress, token: CancelToken | None = None
) -> tuple[UniMMAD, PriorBackbone]:
    """The released network and its frozen backbone, in eval mode on the CPU; tensors stay memory-mapped.

    Raises ReleaseError with every file or tensor that is missing, unexpected, misshapen or not finite.
    """
    weights = read_release(folder, report, token or CancelToken())
    config = paper_config()
    trained = {file: tensors for file, tensors in weights.items() if file != BACKBONE_FILE}
    model = model_from_tensors(config, trained, folder)
    return model, load_backbone(config, folder / BACKBONE_FILE)


def import_release(folder: Path, out: Path, report: ReportProgress, token: CancelToken) -> dict[str, object]:
    """Write the released weights as one checkpoint of this program, in float32 and with their backbone.

    Returns the facts that `import-official --json` prints.

    Raises:
        ReleaseError: With every fault of the folder.
        StorageError: No room, or no permission.
    """
    if out.suffix != ".safetensors":
        raise StorageError(f"{out.name} does not end in .safetensors.", hint="Name the checkpoint M.safetensors.")
    if out.resolve() in {(folder / file).resolve() for file in FILES}:
        raise StorageError(f"{out.name} would replace a file of the release.", hint="Write it to another folder.")
    check_writable(out)
    model, backbone = load_official(folder, report, token)
    token.raise_if_cancelled()
    tensors = [*model.state_dict().values(), *backbone.network.state_dict().values()]
    needed = sum(tensor.numel() * tensor.element_size() for tensor in tensors)
    free = shutil.disk_usage(out.resolve().parent).free
    if free < needed:
        raise StorageError(
            f"{out.name} needs {needed / 1e6:,.0f} MB; {free / 1e6:,.0f} MB are free.",
            hint="Free some space or choose another disk.",
            path=out,
        )
    report(Progress(len(FILES), len(FILES) + 1, f"writing {out.name}"))
    facts = {"origin": "released UniMMAD weights", "imported": datetime.now(UTC).strftime("%Y-%m-%d")}
    checkpoint.save(out, model, {"facts": json.dumps(facts)}, {}, half=False, carried=backbone)
    return {
        "model": str(out),
        "tensors": len(tensors),
        "parameters": sum(p.numel() for p in model.parameters()),
        "bytes": out.stat().st_size,
        "categories": [],
    }


def model_from_tensors(config: ModelConfig, weights: dict[str, dict[str, Tensor]], folder: Path) -> UniMMAD:
    """The network filled from the tensors of the three trained files, by released names. Raises CheckpointError."""
    renamed: dict[str, Tensor] = {}
    for file, tensors in weights.items():
        names = our_names(file, tensors, folder)
        renamed |= {names[theirs]: tensor for theirs, tensor in tensors.items() if theirs in names}
    statistics = [name for name in renamed if name.endswith(".running_mean")]
    counters = {name.replace(".running_mean", ".num_batches_tracked") for name in statistics}
    renamed |= {name: torch.tensor(0) for name in counters}  # training's count of batches, which nothing reads
    return build_filled(config, renamed, folder)


def our_names(file: str, theirs: Iterable[str], folder: Path) -> dict[str, str]:
    """Released tensor names of a file -> this network's names, without those that nothing reads.

    Raises CheckpointError on a name that the release does not have.
    """
    return {name: _our_name(file, name, folder) for name in theirs if not UNUSED[file].match(name)}


def _our_name(file: str, name: str, folder: Path) -> str:
    for pattern, replacement in _RULES[file]:
        renamed, hits = re.subn(pattern, replacement, name)
        if hits:
            break
    else:
        raise CheckpointError(f"{file} has the tensor {name!r}, which the release does not have.", path=folder / file)
    renamed = re.sub(r"\[(\d)-1\]", lambda match: str(int(match[1]) - 1), renamed)  # theirs count from 1
    renamed = re.sub(r"<(\d)>", lambda match: str((1, 3, 5).index(int(match[1]))), renamed)  # kernel size -> place
    if renamed.startswith(("compression.inlets.", "decoder.stages.")):
        for pattern, replacement in _BLOCK_PARTS:
            renamed = re.sub(pattern, replacement, renamed)
    return renamed
