"""Training in several processes, on one machine or many: what `torchrun` starts, joined by torch.distributed.

Every process draws the same batches and works on its own share; gradients are averaged, so all take the same step.
No further package is needed. One process alone is the same code with nothing to exchange.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor, distributed, nn

from core.errors import TrainingError


@dataclass(frozen=True, slots=True)
class Processes:
    """This process among all that train together."""

    rank: int = 0
    count: int = 1

    @property
    def is_first(self) -> bool:
        """Whether this one reports and writes files."""
        return self.rank == 0

    def average_gradients(self, parameters: Iterable[nn.Parameter]) -> None:
        """Replace every gradient by its mean over the processes."""
        if self.count < 2:
            return
        gradients = [p.grad for p in parameters if p.grad is not None]
        flat = torch.cat([gradient.flatten() for gradient in gradients])  # one exchange instead of hundreds
        distributed.all_reduce(flat)
        flat /= self.count
        start = 0
        for gradient in gradients:
            gradient.copy_(flat[start : start + gradient.numel()].view_as(gradient))
            start += gradient.numel()

    def average_statistics(self, model: nn.Module) -> None:
        """Replace the running statistics of norms, which every process gathers of its share, by their mean."""
        if self.count < 2:
            return
        for name, values in model.named_buffers():
            if name.endswith(("running_mean", "running_var")):
                distributed.all_reduce(values)
                values /= self.count

    def gather(self, values: Tensor) -> list[Tensor]:
        """The tensor of every process, in their order; all of one shape, on the CPU."""
        if self.count < 2:
            return [values]
        gathered = [torch.empty_like(values) for _process in range(self.count)]
        distributed.all_gather(gathered, values)
        return gathered


ALONE = Processes()


def join() -> Processes:
    """Join the processes of `torchrun`; alone when it did not start this one. Raises TrainingError."""
    if "RANK" not in os.environ or "WORLD_SIZE" not in os.environ:
        return ALONE
    if not distributed.is_initialized():
        try:
            distributed.init_process_group("cpu:gloo,cuda:nccl" if torch.cuda.is_available() else "gloo")
        except (RuntimeError, ValueError) as error:
            raise TrainingError(
                "The processes of this training do not find each other.", hint="Start them with torchrun."
            ) from error
    return Processes(distributed.get_rank(), distributed.get_world_size())


def leave() -> None:
    """End what `join` began."""
    if distributed.is_initialized():
        distributed.destroy_process_group()


def own_device(device: torch.device) -> torch.device:
    """The GPU of this process where every process of a machine has one."""
    if str(device) == "cuda" and "LOCAL_RANK" in os.environ:
        return torch.device("cuda", int(os.environ["LOCAL_RANK"]))
    return device
