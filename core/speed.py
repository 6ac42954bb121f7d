"""How fast a network is, against the plain form of the paper: both in one process, turn by turn.

The plain form takes one sample at a time, convolves once per kept leader and sensor, computes key and fixed expert
for every sensor again, runs the layers of the backbones that nothing reads, and folds nothing. Its numbers are ours.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import timm
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core import scoring
from core.config import ModelConfig
from core.device import memory_guard
from core.model.backbone import PriorBackbone, build_network
from core.model.embedding import stack_slots
from core.model.folding import prepare_for_inference
from core.model.moe import CrossMoE, ExpertBranch
from core.model.running import Runner
from core.model.unimmad import UniMMAD
from core.progress import CancelToken, Progress, ReportProgress

DIFFERENT_SAMPLES = 3  # that take turns, so that no form sees one sample only
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Timing:
    """One line of `benchmark --json`. Ratios are plain over ours of the same turn."""

    preset: str
    device: str
    precision: str  # "float32" or "bf16"; the plain form is always float32
    modalities: int
    batch: int  # samples of our form at once
    threads: int
    rounds: int
    ratio: float  # median
    ratio_low: float
    ratio_high: float
    plain_s: float  # median seconds a sample
    ours_s: float
    cpu_ratio: float | None  # of the processor time both took: what other programs do hardly moves it; CPU only
    samples_per_s: float  # of our form, by its median
    plain_peak_mb: float | None  # weights and the most that a pass takes; None where the system does not say
    ours_peak_mb: float | None
    difference: float  # largest of any distance (0..2) between the two forms
    kernels_reused: float  # share of leader kernels that were already composed

    def to_json(self) -> dict[str, object]:
        """The object of `benchmark --json`."""
        return {name: round(v, 5) if isinstance(v, float) and v > 1e-3 else v for name, v in asdict(self).items()}


class PlainForm:
    """The published computation, read off the paper, with the weights of a network.

    Args:
        model: In eval mode, nothing folded.
        prior: The whole feature network of the frozen backbone; see `whole_network`.
        student: Paper preset: the whole feature network of the trained encoder.
    """

    def __init__(self, model: UniMMAD, prior: nn.Module, student: nn.Module | None) -> None:
        self.model, self.prior, self.student = model, prior, student
        self._levels = model.config.backbone_levels

    @torch.inference_mode()
    def distances(self, images: Tensor) -> tuple[Tensor, ...]:
        """Distances of one sample, images [M, 3, H, W], per scale [M, h, w]."""
        model, count = self.model, len(images)
        every = self.prior(images)
        features = model.standardise([every[level] for level in self._levels])
        if self.student is None:
            general = model.general_features(features, [count])
        else:
            stacked = stack_slots(images, [count], model.config.max_modalities)
            seen = self.student(model.embedding(stacked))
            general = model.decode([seen[level] for level in self._levels])
        restored = []
        for expert, content, target in zip(model.experts, general, features, strict=True):
            assert isinstance(expert, CrossMoE)
            content, target = F.normalize(content, dim=1), F.normalize(target, dim=1)
            restored.append(torch.cat([_plain_expert(expert, content, target[row : row + 1]) for row in range(count)]))
        return tuple(scoring.distances(features, restored))


def _plain_expert(expert: CrossMoE, general: Tensor, prior: Tensor) -> Tensor:
    """C-MoE of one sensor: [1, C_f, h, w] and [1, C, h, w] -> [1, C, h, w]."""
    key, query = expert.key(general), expert.query(prior)
    gate = expert.condition
    crossed = gate.norm2(F.gelu(gate.norm1(gate.cross(torch.cat([key, query], dim=1))))).relu()
    condition = gate.norm3(gate.project(crossed)).relu().mean(dim=(2, 3))
    outputs = []
    for branch in expert.branches:
        assert isinstance(branch, ExpertBranch)
        content, routing = branch.pre(key), branch.gate(condition)
        padding = branch.fixed.shape[-1] // 2
        routed = torch.zeros_like(content)
        for leader, weight in zip(routing.leaders[0], routing.weights[0], strict=True):
            shares = branch.leader_tables[leader].softmax(dim=0)  # [N, D]
            kernel = (shares[:, :, None, None, None] * branch.bases).sum(dim=0)
            routed = routed + weight * F.conv2d(content, kernel, padding=padding)
        fixed = F.conv2d(content, branch.fixed, padding=padding)
        outputs.append(branch.post(torch.cat([fixed, routed], dim=1)))
    return expert.outlet(torch.cat(outputs, dim=1))  # type: ignore[no-any-return]  # modules return Any


class OurForm:
    """The form that inspects: folded, kernels composed and kept, a batch at once."""

    def __init__(self, model: UniMMAD, backbone: PriorBackbone, *, half: bool = False) -> None:
        self.kernels = prepare_for_inference(model, backbone)
        self.model, self.backbone = model, backbone
        self._run = Runner(model, backbone, next(model.parameters()).device, half=half)

    @torch.inference_mode()
    def distances(self, images: Tensor, counts: Sequence[int]) -> tuple[Tensor, ...]:
        """Distances of a batch, images [P, 3, H, W], per scale [P, h, w]."""
        output = self._run(images, counts)
        return tuple(scoring.distances([u.float() for u in output.prior], [p.float() for p in output.restored]))


def whole_network(config: ModelConfig, trained: nn.Module) -> nn.Module:
    """A timm feature network with every layer it was published with, those that nothing reads included."""
    with torch.device("meta"):
        network: nn.Module = timm.create_model(config.backbone, pretrained=False, features_only=True)
    network = network.to_empty(device="cpu")
    for tensor in (*network.parameters(), *network.buffers()):
        tensor.data.fill_(0.01)  # the unread layers; any value that is no special case of arithmetic
    lacking = network.load_state_dict(trained.state_dict(), strict=False)
    assert not lacking.unexpected_keys, lacking.unexpected_keys[:3]
    return network.eval()


def both_forms(config: ModelConfig, device: torch.device, *, half: bool = False) -> tuple[PlainForm, OurForm]:
    """The two forms with the same weights, drawn at random: time does not depend on their values."""
    torch.manual_seed(0)
    frozen = build_network(config).eval()
    model = UniMMAD(config).eval()
    _liven(frozen)
    _liven(model)
    student = whole_network(config, model.student).to(device) if config.preset == "paper" else None
    with torch.device("meta"):
        ours = UniMMAD(config)
    ours.load_state_dict(model.state_dict(), assign=True)  # weights that nothing folds are shared
    if config.preset == "paper":
        del model.student
    plain = PlainForm(model.to(device), whole_network(config, frozen).to(device), student)
    return plain, OurForm(ours.to(device), PriorBackbone(frozen, config.backbone).to(device), half=half)


@torch.no_grad()
def _liven(part: nn.Module) -> None:
    """Statistics and scales of norms as after training, not all zero and one: folding must have something to do."""
    for module in part.modules():
        if isinstance(module, nn.BatchNorm2d):
            for values, middle in ((module.weight, 1.0), (module.bias, 0.0), (module.running_mean, 0.0)):
                if values is not None:
                    values.normal_(middle, 0.1)
            if module.running_var is not None:
                module.running_var.uniform_(0.8, 1.2)


def samples(config: ModelConfig, modalities: int, device: torch.device) -> list[Tensor]:
    """Smooth pictures with noise, each [M, 3, H, W]."""
    draw = torch.Generator().manual_seed(modalities)
    height, width = config.image_size
    made = []
    for _number in range(DIFFERENT_SAMPLES):
        coarse = torch.randn(modalities, 3, height // 16, width // 16, generator=draw)
        fine = F.interpolate(coarse, (height, width), mode="bilinear")
        made.append((fine + 0.1 * torch.randn(modalities, 3, height, width, generator=draw)).to(device))
    return made


def measure(
    config: ModelConfig,
    device: torch.device,
    modalities: int,
    *,
    batch: int,
    rounds: int,
    half: bool,
    report: ReportProgress,
    token: CancelToken,
) -> Timing:
    """Time both forms turn by turn. Raises DeviceError when memory runs out."""
    with memory_guard(device):
        plain, ours = both_forms(config, device, half=half)
        inputs = samples(config, modalities, device)
        counts = [modalities] * batch
        joined = [torch.cat([inputs[(turn + n) % len(inputs)] for n in range(batch)]) for turn in range(len(inputs))]
        difference = max(_difference(plain, ours, images) for images in inputs)
        ours.kernels.hits = ours.kernels.misses = 0
        # Burn-in: allocation and kernel choice are not what is timed.
        plain_peak = _peak(device, lambda: plain.distances(inputs[0]), _weights(plain))
        ours.distances(joined[0], counts)
        ours_peak = _peak(device, lambda: ours.distances(joined[0], counts), _weights(ours) + ours.kernels.bytes)
        pairs: list[tuple[float, float]] = []
        spent = [0.0, 0.0]  # seconds of processor time
        for turn in range(rounds):
            token.raise_if_cancelled()
            report(Progress(turn, rounds, f"{config.preset}, {modalities} sensors"))
            begun = time.process_time()
            slow = _seconds(device, partial(plain.distances, inputs[turn % len(inputs)]))
            middle = time.process_time()
            fast = _seconds(device, partial(ours.distances, joined[turn % len(joined)], counts)) / batch
            spent[0] += middle - begun
            spent[1] += (time.process_time() - middle) / batch
            pairs.append((slow, fast))
    ratios = sorted(slow / fast for slow, fast in pairs)
    ours_s = statistics.median(fast for _, fast in pairs)
    return Timing(
        preset=config.preset,
        device=torch.cuda.get_device_name(device) if device.type == "cuda" else device.type,
        precision="bf16" if half else "float32",
        modalities=modalities,
        batch=batch,
        threads=torch.get_num_threads(),
        rounds=rounds,
        ratio=statistics.median(ratios),
        ratio_low=ratios[0],
        ratio_high=ratios[-1],
        plain_s=statistics.median(slow for slow, _ in pairs),
        ours_s=ours_s,
        cpu_ratio=spent[0] / spent[1] if device.type == "cpu" else None,
        samples_per_s=1.0 / ours_s,
        plain_peak_mb=plain_peak,
        ours_peak_mb=ours_peak,
        difference=difference,
        kernels_reused=ours.kernels.hits / max(ours.kernels.hits + ours.kernels.misses, 1),
    )


def _difference(plain: PlainForm, ours: OurForm, images: Tensor) -> float:
    pairs = zip(plain.distances(images), ours.distances(images, [len(images)]), strict=True)
    return max(float((expected - got).abs().max()) for expected, got in pairs)


def _seconds(device: torch.device, run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    if device.type == "cuda":
        torch.cuda.synchronize(device)  # kernels are queued; without this the queueing is timed
    return time.perf_counter() - begun


def _weights(form: PlainForm | OurForm) -> int:
    parts: list[nn.Module] = [form.model]
    parts += [form.backbone] if isinstance(form, OurForm) else [p for p in (form.prior, form.student) if p is not None]
    return sum(t.nbytes for part in parts for t in (*part.parameters(), *part.buffers()))


def _peak(device: torch.device, run: Callable[[], object], weights: int) -> float | None:
    """Megabytes of weights and of all that a pass takes besides; None where the system does not tell."""
    gc.collect()
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(device)
        rest = torch.cuda.memory_allocated(device)
        run()
        return (torch.cuda.max_memory_allocated(device) - rest + weights) / _MEGABYTE
    reset, status = Path("/proc/self/clear_refs"), Path("/proc/self/status")
    try:
        reset.write_text("5")  # the peak starts anew
        rest = _kilobytes(status, "VmRSS:")
        run()
        return (_kilobytes(status, "VmHWM:") - rest) / 1024 + weights / _MEGABYTE
    except OSError:  # no Linux
        run()
        return None


def _kilobytes(status: Path, name: str) -> int:
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith(name))
