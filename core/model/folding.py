"""A trained network made ready to inspect with: the same numbers from fewer operations.

What never changes after training is computed once: norms with fixed statistics go into the convolution before them, a
1x1 depthwise convolution into the 1x1 after it, and the kernels of leaders are composed when first asked for and kept
(`ComposedKernels`). A network made ready can no longer be trained or saved.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from core.model.backbone import PriorBackbone
from core.model.compression import InnerCompression
from core.model.moe import CrossMoE, ExpertBranch, mix_kernels
from core.model.unimmad import UniMMAD

KERNEL_MEMORY = 1 << 30  # bytes of composed kernels kept; all of the compact preset, most of the published sizes
WIDE = 128  # from this width on one convolution less weighs more than the bits of a probe's baseline


class ComposedKernels:
    """Leader kernels of one network, joined with the 1x1 convolution that follows, made once and kept while used.

    The slices of one volume ask for the same few leaders again and again. The least recently used go first.
    """

    def __init__(self, limit: int = KERNEL_MEMORY) -> None:
        self._limit = limit
        self._kept: OrderedDict[tuple[int, int], Tensor] = OrderedDict()
        self._all: dict[int, Tensor] = {}
        self._lock = Lock()  # parts may be inspected side by side
        self.bytes = 0
        self.hits = 0
        self.misses = 0

    def of(self, branch: ExpertBranch, leader: int) -> Tensor:
        """[D_out, D_in, k, k] of a leader, or of the fixed expert for -1; joined, so added up it is a branch's join."""
        key = (id(branch), leader)
        with self._lock:
            if (kernel := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                self.hits += 1
                return kernel
            self.misses += 1
            kernel = _joined(branch, leader)
            self._kept[key] = kernel
            self.bytes += kernel.nbytes
            while self.bytes > self._limit and len(self._kept) > 1:
                self.bytes -= self._kept.popitem(last=False)[1].nbytes
            return kernel

    def all_of(self, branch: ExpertBranch) -> Tensor:
        """[R, D_out, D_in, k, k] of all leaders, whatever memory is set: for a GPU, which must not be asked back."""
        if (kernels := self._all.get(id(branch))) is None:
            kernels = torch.stack([_joined(branch, leader) for leader in range(len(branch.leader_tables))])
            self._all[id(branch)] = kernels
            self.bytes += kernels.nbytes
        return kernels


def _joined(branch: ExpertBranch, leader: int) -> Tensor:
    with torch.autocast(branch.fixed.device.type, enabled=False):  # what is kept must not depend on who asked first
        return _composed(branch, leader)


def _composed(branch: ExpertBranch, leader: int) -> Tensor:
    join = branch.post.conv.weight[:, :, 0, 0]  # [D, 2 D]
    if leader < 0:
        kernel, join = branch.fixed.detach(), join[:, : branch.width]
    else:
        kernel = mix_kernels(branch.leader_tables[leader].softmax(dim=0)[None], branch.bases)[0]
        join = join[:, branch.width :]
    return (join @ kernel.flatten(1)).view(kernel.shape)


@torch.no_grad()
def prepare_for_inference(model: UniMMAD, backbone: PriorBackbone | None = None) -> ComposedKernels:
    """Fold, in place, what is constant in eval mode, and have the experts use composed kernels.

    On a CPU convolutions get the memory format they are fastest in. Values agree with the untouched network to the
    rounding of float32.
    """
    model.eval().requires_grad_(False)
    fold_norms(model)
    for part in model.modules():
        if isinstance(part, InnerCompression):
            _fold_pointwise(part)
    if backbone is not None:
        fold_norms(backbone.network)
    composed = ComposedKernels()
    for expert in model.experts:
        assert isinstance(expert, CrossMoE)
        expert.condition.in_published_order = False
        for branch in expert.branches:
            assert isinstance(branch, ExpertBranch)
            branch.composed = composed
            branch.folds_fixed = branch.width >= WIDE
    if next(model.parameters()).device.type == "cpu":
        for network in (model, backbone):
            for convolution in network.modules() if network is not None else ():
                if isinstance(convolution, nn.Conv2d | nn.ConvTranspose2d):
                    convolution.to(memory_format=torch.channels_last)
    return composed


def fold_norms(part: nn.Module) -> None:
    """Put every batch norm into its convolution: `conv1` and `norm1` or `bn1` by name, neighbours in a sequence."""
    children = dict(part.named_children())
    for name, norm in children.items():
        if type(norm) is not nn.BatchNorm2d:  # timm's subclass also activates
            fold_norms(norm)
            continue
        if isinstance(part, nn.Sequential):
            place = str(int(name) - 1) if name.isdigit() else ""
        else:
            place = name.replace("norm", "conv").replace("bn", "conv")
        convolution = children.get(place)
        if isinstance(convolution, nn.ConvTranspose2d):
            setattr(part, place, fuse_conv_bn_eval(convolution, norm, transpose=True))
        elif isinstance(convolution, nn.Conv2d):
            setattr(part, place, fuse_conv_bn_eval(convolution, norm))
        else:
            continue
        setattr(part, name, nn.Identity())


def _fold_pointwise(part: InnerCompression) -> None:
    """A 1x1 depthwise convolution only scales channels: the 1x1 behind it does that as well."""
    for view in part.views:
        assert isinstance(view, nn.Sequential)
        depthwise, mix = view[0], view[1]
        if isinstance(depthwise, nn.Conv2d) and isinstance(mix, nn.Conv2d) and depthwise.kernel_size == (1, 1):
            mix.weight = nn.Parameter(mix.weight * depthwise.weight.view(1, -1, 1, 1), requires_grad=False)
            view[0] = nn.Identity()
