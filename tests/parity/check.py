"""Whether the released weights, brought in by our import, give the published system's numbers.

    python tests/parity/check.py PREFIX EXPECTED

PREFIX seeds made-up weights and images, EXPECTED is the .npz with what the published system computes from them; its
`override/FILE:NAME` arrays replace tensors. The folder is written, imported as by `main.py import-official`, loaded and
run; for every array of EXPECTED the largest difference relative to its largest value is printed. Exit 0 only when all
are within 1e-5 and every gate chose the same leaders.

A made-up gate is sharp: it multiplies its condition by 14 and sums 256 products of either sign to a logit of some
hundreds, so that float32 rounding shows in the fifth digit of its weights, and merely another order of summing moves
them by up to 5e-5 (a float64 network lies as far off as any float32 one). The order in which the expected numbers were
summed is therefore part of what is reproduced: two threads, one sample at a time through the gates, and a processor
that sums its convolutions in the same order. Elsewhere (seen: AVX2 only; AVX-512 with torch 2.14) gate weights end
some 5e-5 off whatever one does, all else within 2e-6; the check fails then and says so. The network after folding, with
which the program inspects, is shown beside it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

# As in main.py, and before torch is imported: waiting threads that spin take minutes on busy cores.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[2]))

from core.errors import UserFacingError
from core.model import checkpoint
from core.model.backbone import PriorBackbone, load_backbone
from core.model.embedding import stack_slots
from core.model.folding import prepare_for_inference
from core.model.official import FILES, import_release
from core.model.unimmad import UniMMAD
from core.progress import CancelToken, ignore_progress
from core.scoring import distances, fuse, image_score, squared_maps
from tests.core.model.made_up_release import COUNTS, Expected, images, read_extract, write_release

LIMIT = 1e-5
THREADS = 2  # with which the expected numbers were made; every other number sums in another order
SCALES, KERNEL_SIZES = range(3), (1, 3, 5)


def imported(prefix: str, expected: Expected, folder: Path) -> tuple[UniMMAD, PriorBackbone]:
    """The network and its backbone from a made-up release, through the checkpoint that the import writes."""
    write_release(folder, expected, prefix)
    out = folder / "imported.safetensors"
    import_release(folder, out, ignore_progress, CancelToken())
    for file in FILES:
        (folder / file).unlink()  # a gigabyte
    model = checkpoint.load(out, out).model
    return model, load_backbone(model.config, out)


@torch.inference_mode()
def computed(model: UniMMAD, backbone: PriorBackbone, rows: torch.Tensor) -> dict[str, np.ndarray]:
    """Our arrays under the names of the expected ones: stages as one batch of three, the rest sample by sample."""
    prior = backbone(rows)
    student = model.student_features(rows, COUNTS)
    general = model.decode(student)
    arrays = {"stem": picked(model.embedding(stack_slots(rows, COUNTS, 4)))}
    for kind, scales in (("student", student), ("general", general), ("prior", prior)):
        arrays |= {f"{kind}_{scale}": picked(features) for scale, features in enumerate(scales)}
    scores = []
    first = 0
    for number, count in enumerate(COUNTS):
        own = [scale[first : first + count] for scale in prior]
        output = model(own, [count], rows[first : first + count])
        first += count
        maps = squared_maps(distances(output.prior, output.restored), (256, 256))  # [M, S, 256, 256]
        raw, blurred = fuse(maps)
        scores.append(image_score(blurred))
        arrays[f"distance_s{number}"] = maps.sqrt().transpose(0, 1).flatten(0, 1)[:, ::8, ::8]  # scale-major
        arrays[f"map_raw_s{number}"] = raw[::2, ::2]
        arrays[f"map_s{number}"] = blurred[::2, ::2]
        for scale in SCALES:
            for place, size in enumerate(KERNEL_SIZES):
                arrays[f"gate_idx_s{number}_l{scale}_k{size}"] = output.routing.leaders[:, scale, place]
                arrays[f"gate_w_s{number}_l{scale}_k{size}"] = output.routing.weights[:, scale, place]
    arrays["image_score"] = torch.stack(scores)
    return {name: values.numpy() for name, values in arrays.items()}


def picked(values: torch.Tensor) -> torch.Tensor:
    """The 256 values that the expected numbers keep of a stage."""
    flat = values.flatten()
    return flat[[place * (flat.numel() - 1) // 255 for place in range(256)]]


def errors(ours: dict[str, np.ndarray], expected: dict[str, np.ndarray]) -> dict[str, float]:
    """Largest difference of every expected array but the gates' choices, relative to its largest value."""
    found = {}
    for name, values in expected.items():
        if name.startswith(("override/", "gate_idx")):
            continue
        own = ours.get(name)
        fits = own is not None and own.shape == values.shape
        largest = max(float(np.abs(values).max()), np.finfo(np.float32).tiny)
        found[name] = float(np.abs(own.astype(np.float64) - values).max()) / largest if fits else float("inf")
    return found


def differing_gates(ours: dict[str, np.ndarray], expected: dict[str, np.ndarray]) -> list[str]:
    """Names of the gates that chose other leaders than expected."""
    names = [name for name in expected if name.startswith("gate_idx")]
    return [name for name in names if name not in ours or not np.array_equal(ours[name], expected[name])]


def main(arguments: list[str]) -> int:
    """Check one fixture; returns the exit code."""
    if len(arguments) != 2:
        print("usage: check.py PREFIX EXPECTED", file=sys.stderr)
        return 2
    prefix, file = arguments
    torch.set_num_threads(THREADS)
    try:
        with np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files if name != "manifest"}
    except (OSError, ValueError) as error:
        print(f"{file} cannot be read as an .npz of arrays: {error}", file=sys.stderr)
        return 1
    expected = Expected(read_extract().shapes, arrays)
    try:
        with tempfile.TemporaryDirectory(prefix="parity-") as folder:
            model, backbone = imported(prefix, expected, Path(folder))
            rows = images(prefix)
            ours = computed(model, backbone, rows)
            prepare_for_inference(model, backbone)
            folded = errors(computed(model, backbone, rows), arrays)
    except UserFacingError as error:
        print(error.sentence(), file=sys.stderr)
        return 1
    found = errors(ours, arrays)
    print(f"{'array':24} {'error':>9} {'folded':>9}   (relative to the array's largest value)")
    for name, error in found.items():
        print(f"{name:24} {error:9.1e} {folded[name]:9.1e}{'' if error <= LIMIT else '   TOO LARGE'}")
    wrong = differing_gates(ours, arrays)
    gates = sum(name.startswith("gate_idx") for name in arrays)
    print(
        f"gates: {gates - len(wrong)} of {gates} choose the same leaders{': not ' + ', '.join(wrong) if wrong else ''}"
    )
    worst = max(found, key=lambda name: found[name], default="")
    print(f"largest error: {found.get(worst, 0.0):.1e} ({worst}); limit {LIMIT:.0e}")
    is_good = bool(found) and gates > 0 and not wrong and all(error <= LIMIT for error in found.values())
    if not is_good and not wrong and all(error <= LIMIT for n, error in found.items() if not n.startswith("gate_w")):
        print(
            "Only gate weights are off, by rounding: "
            + ("stages are equal bit for bit." if found.get("stem") == 0.0 else "this processor sums in another order.")
        )
    print("parity holds" if is_good else "parity does NOT hold")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
