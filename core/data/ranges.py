"""Which values are shown black and white when the file does not say: robust ranges and the usual CT windows."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

import numpy as np
from numpy.typing import NDArray

_SOFT_TISSUE = (-160.0, 240.0)  # HU; level 40, width 400
_LUNG = (-1350.0, 150.0)  # HU; level -600, width 1500
_LOOKED_AT = 100_000  # values; sorting more of them would take longer than reading the file


Find = Callable[[NDArray[np.float32]], tuple[float, float]]


class Later:
    """A range that is found when it is first asked for, by whichever thread does, and kept.

    A network's input needs none, so that reading a file for it does not wait for one.
    """

    def __init__(self, find: Find, pixels: NDArray[np.float32]) -> None:
        self._find = find
        self._pixels: NDArray[np.float32] | None = pixels  # until they were looked at
        self._found = (0.0, 1.0)
        self._lock = Lock()

    def __call__(self) -> tuple[float, float]:
        """The range."""
        with self._lock:
            if self._pixels is not None:
                self._found = self._find(self._pixels)
                self._pixels = None
            return self._found


def robust_range(values: NDArray[np.float32], low: float = 0.1, high: float = 99.9) -> tuple[float, float]:
    """Percentiles of the finite values, never an empty interval. About 100,000 evenly spaced values are looked at."""
    step = max(1, int(np.sqrt(values.size / _LOOKED_AT)))
    sample = values[::step, ::step] if values.ndim == 2 else values.reshape(-1)[:: step * step]
    sample = sample[np.isfinite(sample)]
    if sample.size == 0:
        sample = values[np.isfinite(values)]
    bottom, top = (float(v) for v in np.percentile(sample, (low, high)))
    return (bottom, top) if top > bottom else (bottom, bottom + 1.0)


def depth_range(pixels: NDArray[np.float32]) -> tuple[float, float]:
    """Robust range of a depth map, whose edges are noisier than a picture's."""
    return robust_range(pixels, 0.5, 99.5)


def mri_range(pixels: NDArray[np.float32]) -> tuple[float, float]:
    """Robust range of the foreground, so that a large dark background does not wash out the brain."""
    sample = _subsample(pixels)
    top = float(np.percentile(sample, 99.0))
    foreground = sample[sample > 0.1 * top] if top > 0 else sample
    return robust_range(foreground if foreground.size > 100 else sample, 0.5, 99.7)


def ct_range(pixels: NDArray[np.float32]) -> tuple[float, float]:
    """The lung window where much of the body's middle is air-filled tissue, the soft-tissue window otherwise."""
    height, width = pixels.shape[1:]
    middle = _subsample(pixels[:, height // 4 : height - height // 4, width // 4 : width - width // 4])
    lung = float(np.mean((middle > -950) & (middle < -600)))
    return _LUNG if lung > 0.15 else _SOFT_TISSUE


def _subsample(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    step = max(1, round((pixels.size / _LOOKED_AT) ** (1 / 3)))
    return pixels[::step, ::step, ::step].ravel()
