"""Reading the published folder of weights: four safetensors files, checked tensor by tensor before any is used.

Every fault is collected, so that a wrong, partial or larger folder is explained whole and not one tensor at a time.
Tensors are memory-mapped; what the published computation never reads is not even looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from safetensors import SafetensorError, safe_open
from torch import Tensor

from core.errors import CheckpointError
from core.progress import CancelToken, Progress, ReportProgress

BACKBONE_FILE = "wide_resnet50_2.safetensors"
ENCODER_FILE = "model.safetensors"
EMBEDDING_FILE = "model_1.safetensors"
EXPERTS_FILE = "model_2.safetensors"
FILES = (ENCODER_FILE, EMBEDDING_FILE, EXPERTS_FILE, BACKBONE_FILE)

UNUSED = {
    ENCODER_FILE: re.compile(r"0\.model\.(layer4|fc)\."),
    EMBEDDING_FILE: re.compile(r"(?!)"),  # nothing
    EXPERTS_FILE: re.compile(r"\d\.(conv_out_second|prior_head)\."),
    BACKBONE_FILE: re.compile(r"(layer4|fc)\."),
}
_COUNTER = ".num_batches_tracked"  # counts training batches; inference never reads it
_SHAPES_FILE = Path(__file__).with_name("official_tensors.json")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a release: a file, or one of its tensors."""

    problem: str  # "missing", "unexpected", "misshapen", "not finite", "unreadable"
    file: str
    tensor: str = ""  # empty: the file itself
    detail: str = ""

    def sentence(self) -> str:
        """In words, on one line."""
        what = f"tensor {self.tensor} of {self.file}" if self.tensor else f"file {self.file}"
        return f"{self.problem}: {what}{f' ({self.detail})' if self.detail else ''}"

    def to_json(self) -> dict[str, str]:
        """The object of `import-official --json`."""
        return asdict(self)


class ReleaseError(CheckpointError):
    """A folder that is not the published release; `faults` lists all that differs."""

    def __init__(self, folder: Path, faults: Sequence[Fault]) -> None:
        first = faults[0]
        message = f"{first.file} is missing." if first.problem == "missing" and not first.tensor else ""
        message = message or f"{first.sentence()[0].upper()}{first.sentence()[1:]}."
        if len(faults) > 1:
            message = f"{message.rstrip('.')}, and {len(faults) - 1:,} more faults."
        hint = f"The folder {folder.name or folder} is not the published one, or its download is incomplete."
        super().__init__(message, hint=hint, path=folder)
        self.faults = tuple(faults)


def released_shapes() -> dict[str, dict[str, tuple[int, ...]]]:
    """Every tensor of the release by file and name, without its counters, and its shape."""
    listed = json.loads(_SHAPES_FILE.read_text(encoding="utf-8"))
    return {file: {name: tuple(shape) for name, shape in tensors.items()} for file, tensors in listed.items()}


def read_release(folder: Path, report: ReportProgress, token: CancelToken) -> dict[str, dict[str, Tensor]]:
    """The tensors that are used, by file and released name, memory-mapped. Raises ReleaseError with every fault."""
    if not folder.is_dir():
        raise CheckpointError(
            f"{folder} is {'no folder' if folder.exists() else 'missing'}.",
            hint="Give the folder with the released safetensors files.",
            path=folder,
        )
    faults: list[Fault] = []
    weights: dict[str, dict[str, Tensor]] = {}
    for done, (file, shapes) in enumerate(released_shapes().items()):
        token.raise_if_cancelled()
        report(Progress(done, len(FILES) + 1, f"reading {file}"))
        try:
            weights[file] = _read_file(folder / file, shapes, faults, token)
        except FileNotFoundError:
            faults.append(Fault("missing", file))
        except (OSError, SafetensorError) as error:
            faults.append(Fault("unreadable", file, detail=f"cut short or not safetensors: {error}"))
    if faults:
        raise ReleaseError(folder, sorted(faults, key=lambda fault: (bool(fault.tensor), FILES.index(fault.file))))
    return weights


def _read_file(
    path: Path, shapes: dict[str, tuple[int, ...]], faults: list[Fault], token: CancelToken
) -> dict[str, Tensor]:
    """The used tensors of one file; what is wrong with any goes to `faults`."""
    unused = UNUSED[path.name]
    tensors: dict[str, Tensor] = {}
    with safe_open(path, framework="pt") as file:
        given = {n for n in file.keys() if not n.endswith(_COUNTER) and not unused.match(n)}  # noqa: SIM118 - no dict
        used = [name for name in shapes if not unused.match(name)]
        faults += [Fault("missing", path.name, name) for name in used if name not in given]
        faults += [Fault("unexpected", path.name, name) for name in sorted(given - set(used))]
        for name in used:
            if name not in given:
                continue
            token.raise_if_cancelled()
            shape = tuple(file.get_slice(name).get_shape())
            if shape != shapes[name]:
                detail = f"{list(shape)} instead of {list(shapes[name])}"
                faults.append(Fault("misshapen", path.name, name, detail))
                continue
            tensor = file.get_tensor(name)
            if not tensor.is_floating_point():
                faults.append(Fault("misshapen", path.name, name, f"{tensor.dtype} instead of floating point"))
            elif not bool(tensor.isfinite().all()):
                faults.append(Fault("not finite", path.name, name, "NaN or infinite values"))
            else:
                tensors[name] = tensor
    return tensors
