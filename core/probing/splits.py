"""What every sensor and scale gives to a map, a region or a score: parts that add up exactly.

The map is blur(sqrt(sum of squares)). A gate's part is blur(its square / that root): the squares add up to the squared
map before the blur, and, the blur being linear, the parts add up to the map after it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from torch import Tensor

from core import scoring
from core.probing.records import Cause
from core.records import Region


def map_parts(squared: Tensor) -> Tensor:
    """Squares of all gates [M, S, H, W] to their parts of the blurred map, the same shape."""
    root = squared.sum(dim=(0, 1)).sqrt()
    parts = squared / root.clamp_min(1e-12)
    return scoring.blur(parts.flatten(0, 1)).view_as(squared)


def score_parts(squared: Tensor) -> NDArray[np.float32]:
    """Parts [M, S] of the image score: the mean parts of the pixels that make it."""
    anomaly_map = scoring.fuse(squared)[1].flatten()
    highest = anomaly_map.topk(max(len(anomaly_map) // scoring.SCORED_SHARE, 1)).indices
    return np.asarray(map_parts(squared).flatten(2)[:, :, highest].mean(dim=2).numpy())


def region_cause(
    region: Region, anomaly_map: NDArray[np.float32], parts: Mapping[tuple[int, int], NDArray[np.float32]], level: float
) -> Cause:
    """Parts of the mean map value of a region.

    Args:
        region: Of this plane.
        anomaly_map: [H, W] in native geometry.
        parts: (slot, scale) -> [H, W] in native geometry.
        level: The map value from which pixels belong to regions.
    """
    x0, y0, x1, y1 = region.bbox
    box = (slice(y0, y1), slice(x0, x1))
    x, y = region.peak_position
    labels, _ = ndimage.label(anomaly_map[box] >= level, structure=np.ones((3, 3)))
    own = labels == labels[y - y0, x - x0]
    if not labels[y - y0, x - x0]:  # the peak lies below the level: of an older threshold, say
        own = np.ones_like(own)
    shape = tuple(np.array(max(parts)) + 1)
    means, peaks = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for place, values in parts.items():
        means[place] = values[box][own].mean()
        peaks[place] = values[y, x]
    return Cause(means, float(anomaly_map[box][own].mean()), peaks)
