"""Index tensors that depend on how many sensors the samples of a batch have, and on nothing else."""

from __future__ import annotations

from functools import lru_cache

import torch
from torch import Tensor


@lru_cache(maxsize=256)
def places_on(device: torch.device, places: tuple[int, ...]) -> Tensor:
    """An index tensor, made once: a GPU would wait for every new one, and a recorded pass cannot make any."""
    with torch.inference_mode(False):  # training indexes with it too
        return torch.tensor(places, dtype=torch.int64, device=device)
