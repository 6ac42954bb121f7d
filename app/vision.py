"""What colours look like to people who see fewer of them (Machado, Oliveira and Fernandes 2009, severity 1)."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from app.i18n import later


class Vision(StrEnum):
    """How colours are seen."""

    FULL = "full"
    PROTAN = "protan"
    DEUTAN = "deutan"
    TRITAN = "tritan"


VISION_WORDS = {
    Vision.FULL: later("Full colour vision"),
    Vision.PROTAN: later("Protan: without long-wave cones"),
    Vision.DEUTAN: later("Deutan: without middle-wave cones"),
    Vision.TRITAN: later("Tritan: without short-wave cones"),
}
_MATRICES = {
    Vision.PROTAN: ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    Vision.DEUTAN: ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    Vision.TRITAN: ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def to_linear(colours: NDArray[np.uint8]) -> NDArray[np.float32]:
    """sRGB bytes [..., 3] to linear light 0..1."""
    levels = np.arange(256) / 255.0
    table = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4).astype(np.float32)
    light: NDArray[np.float32] = table[colours]
    return light


def simulate(colours: NDArray[np.uint8], vision: Vision) -> NDArray[np.uint8]:
    """sRGB bytes [..., 3] as they look under a colour-vision deficiency."""
    if vision is Vision.FULL:
        return colours
    matrix = np.array(_MATRICES[vision], np.float32)
    linear = np.clip(to_linear(colours) @ matrix.T, 0.0, 1.0)
    curved = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * np.power(linear, 1 / 2.4) - 0.055)
    seen: NDArray[np.uint8] = np.round(255 * curved).astype(np.uint8)
    return seen


def luminance(colours: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Relative luminance 0..1 of sRGB bytes [..., 3]."""
    return np.asarray(to_linear(colours) @ np.array([0.2126, 0.7152, 0.0722], np.float32), np.float32)
