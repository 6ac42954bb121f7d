"""The released UniMMAD weights: their four files and tensor names, brought to this network's names.

The release is a folder of safetensors files. Its tensors that the published computation never reads (the backbones'
last stage, two heads) are known by name and left out; any other stranger is an error, so that nothing is lost quietly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from torch import Tensor

from core.config import ModelConfig, paper_config
from core.errors import CheckpointError
from core.model.backbone import PriorBackbone, load_backbone, read_weights
from core.model.checkpoint import build_filled
from core.model.unimmad import UniMMAD

BACKBONE_FILE = "wide_resnet50_2.safetensors"
ENCODER_FILE = "model.safetensors"
EMBEDDING_FILE = "model_1.safetensors"
EXPERTS_FILE = "model_2.safetensors"
FILES = (ENCODER_FILE, EMBEDDING_FILE, EXPERTS_FILE, BACKBONE_FILE)

_Rules = tuple[tuple[str, str], ...]

_UNUSED = {
    ENCODER_FILE: re.compile(r"0\.model\.(layer4|fc)\."),
    EMBEDDING_FILE: re.compile(r"(?!)"),  # nothing
    EXPERTS_FILE: re.compile(r"\d\.(conv_out_second|prior_head)\."),
}

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


def load_official(folder: Path) -> tuple[UniMMAD, PriorBackbone]:
    """The released network and its frozen backbone, in eval mode on the CPU.

    Raises CheckpointError naming the first file or tensor that is missing, unknown, misshapen or not finite.
    """
    weights = {name: read_weights(folder / name) for name in FILES[:3]}
    config = paper_config()
    model = model_from_tensors(config, weights, folder)
    return model, load_backbone(config, folder / BACKBONE_FILE)


def model_from_tensors(config: ModelConfig, weights: dict[str, dict[str, Tensor]], folder: Path) -> UniMMAD:
    """The network filled from the tensors of the three trained files, by released names. Raises CheckpointError."""
    renamed: dict[str, Tensor] = {}
    for file, tensors in weights.items():
        names = our_names(file, tensors, folder)
        renamed |= {names[theirs]: tensor for theirs, tensor in tensors.items() if theirs in names}
    return build_filled(config, renamed, folder)


def our_names(file: str, theirs: Iterable[str], folder: Path) -> dict[str, str]:
    """Released tensor names of a file -> this network's names, without those that nothing reads.

    Raises CheckpointError on a name that the release does not have.
    """
    return {name: _our_name(file, name, folder) for name in theirs if not _UNUSED[file].match(name)}


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
