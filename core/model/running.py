"""One pass over a batch as the device does it fastest, with the same numbers.

On a CUDA device the published sizes run under bfloat16 autocast (gates, norms and distances stay in float32), and the
launches of a pass, some hundreds of small kernels that a processor hands out more slowly than a GPU works them off, are
recorded once a batch shape as a CUDA graph and replayed. Where recording fails the pass is launched as usual.
"""

from __future__ import annotations

import logging
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from core.device import use_exact_float32
from core.model.backbone import PriorBackbone
from core.model.moe import Routing
from core.model.unimmad import Output, UniMMAD

log = logging.getLogger(__name__)

RECORDED_AFTER = 2  # passes of one shape: what comes once is not worth recording
MOST_GRAPHS = 4
WARM_UPS = 3  # before recording: libraries choose their kernels, index tensors are made

Pass = Callable[[Tensor, Sequence[int]], Output]


def runs_in_half(preset: str, device: torch.device) -> bool:
    """Whether inspecting uses bfloat16 by itself: the published sizes on a GPU that has it. Compact gains nothing."""
    return preset == "paper" and device.type == "cuda" and torch.cuda.is_bf16_supported()


class Runner:
    """Backbone and network as one call: normalised images [P, 3, H, W] and modality counts to their output.

    Args:
        model: In eval mode, on `device`; see `core.model.folding`.
        backbone: Likewise.
        half: Under bfloat16 autocast; a compact model's backbone stays in float32, for what it rounds off shows.
    """

    def __init__(self, model: UniMMAD, backbone: PriorBackbone, device: torch.device, *, half: bool) -> None:
        if device.type == "cuda":
            use_exact_float32()
        self.model, self.backbone, self.device, self.half = model, backbone, device, half
        self._records = device.type == "cuda"
        self._asked: Counter[tuple[int, ...]] = Counter()
        self._graphs: OrderedDict[tuple[int, ...], _Graph] = OrderedDict()

    @torch.inference_mode()
    def __call__(self, images: Tensor, counts: Sequence[int]) -> Output:
        """The output, on the device; it is the caller's."""
        shape = tuple(counts)
        if self._records and (graph := self._graph(shape, images)) is not None:
            return graph.replay(images)
        return self._launched(to_device(images, self.device), counts)

    def _launched(self, images: Tensor, counts: Sequence[int]) -> Output:
        is_paper = self.model.config.preset == "paper"
        kind = self.device.type
        # Without a cache of cast weights: a recording must hold the casts too.
        with torch.autocast(kind, torch.bfloat16, enabled=self.half and is_paper, cache_enabled=False):
            prior = self.backbone(images)
        with torch.autocast(kind, torch.bfloat16, enabled=self.half, cache_enabled=False):
            return self.model(prior, counts, images if is_paper else None)  # type: ignore[no-any-return]  # modules

    def _graph(self, shape: tuple[int, ...], images: Tensor) -> _Graph | None:
        """The recording of a shape; made when it was asked for often enough, None where there is none."""
        if (graph := self._graphs.get(shape)) is not None:
            self._graphs.move_to_end(shape)
            return graph
        self._asked[shape] += 1
        if self._asked[shape] <= RECORDED_AFTER:
            return None
        try:
            graph = _Graph(self._launched, to_device(images, self.device), shape)
        except RuntimeError as error:  # also out of memory: the usual way needs less
            log.warning("passes are not recorded on %s: %s", self.device, error)
            self._records = False
            self._graphs.clear()
            return None
        self._graphs[shape] = graph
        while len(self._graphs) > MOST_GRAPHS:
            self._graphs.popitem(last=False)
        return graph


class _Graph:
    """A recorded pass of one shape."""

    def __init__(self, run: Pass, images: Tensor, counts: Sequence[int]) -> None:
        self._images = images.clone()
        with torch.cuda.device(images.device):
            aside = torch.cuda.Stream()  # type: ignore[no-untyped-call]
            aside.wait_stream(torch.cuda.current_stream())
            with torch.cuda.stream(aside):
                for _ in range(WARM_UPS):
                    run(self._images, counts)
            torch.cuda.current_stream().wait_stream(aside)
            self._recorded = torch.cuda.CUDAGraph()
            # Only this thread is watched: readers may pin memory meanwhile.
            with torch.cuda.graph(self._recorded, capture_error_mode="thread_local"):
                self._output = run(self._images, counts)

    def replay(self, images: Tensor) -> Output:
        """The pass on other images; the next replay does not touch what is returned."""
        self._images.copy_(images.pin_memory() if images.device.type == "cpu" else images, non_blocking=True)
        self._recorded.replay()
        own = self._output
        return Output(
            tuple(scale.clone() for scale in own.prior),
            tuple(scale.clone() for scale in own.restored),
            Routing(*(field.clone() for field in own.routing)),
        )


def to_device(values: Tensor, device: torch.device) -> Tensor:
    """On the device; a GPU fetches from pinned memory while the processor goes on."""
    if device.type == "cuda" and values.device.type == "cpu":
        return values.pin_memory().to(device, non_blocking=True)
    return values.to(device)
